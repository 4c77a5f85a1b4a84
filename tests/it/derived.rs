//! Our own sets with tables: the files against the scripts that make them.

use std::process::Command;

use crate::command::root;

#[test]
fn the_sets_are_what_their_scripts_make() {
    for script in ["derived/make.py", "gold/convert.py"] {
        let script = root().join("eval").join(script);
        match Command::new("python3").arg("-B").arg(&script).arg("--check").output() {
            Ok(made) => {
                assert!(made.status.success(), "{}: {}", script.display(), String::from_utf8_lossy(&made.stderr));
            }
            Err(error) => eprintln!("SKIPPED: python3 does not run here ({error}), so the sets were not made again"),
        }
    }
}
