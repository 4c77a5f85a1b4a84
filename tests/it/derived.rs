//! Our own sets with tables, claims that need derivations and articles: the verdicts against gold, with floors, and the
//! files against the scripts that make them.

use std::process::Command;

use crate::command::{Folder, root};

/// The figures of a line of `figcheck eval`, by what it begins with.
fn figures(out: &str, line: &str) -> Vec<f64> {
    let line = out.lines().find(|l| l.starts_with(line)).unwrap_or_else(|| panic!("no line {line:?} in {out}"));
    line.split_whitespace().filter_map(|word| word.parse().ok()).collect()
}

/// Macro-F1 of the verdicts and the precision of `refuted`, in percent, as the command prints them, for a file beside its
/// tables.
fn scores(folder: &str, file: &str) -> (f64, f64) {
    let folder = root().join("eval").join(folder);
    let [facts, gold] = ["tables", file].map(|name| folder.join(name));
    let args = ["eval", "--facts", facts.to_str().unwrap(), "--gold", gold.to_str().unwrap()];
    let run = Folder::new().run(&args);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let precision = figures(&run.out, "refuted").iter().rev().nth(1).copied();
    (figures(&run.out, "macro-F1")[0], precision.unwrap())
}

/// What each set scored last: less is a step back. The unread ones are far below those that the rules were worked on with.
const FLOORS: [(&str, &str, f64, f64); 3] = [
    ("derived", "dev.jsonl", 93.0, 99.0),
    ("derived", "test.jsonl", 75.0, 93.0),
    ("gold", "articles.jsonl", 51.0, 89.0),
];

#[test]
fn claims_get_their_verdicts() {
    for (folder, file, least, precise) in FLOORS {
        let (macro_f1, refuted) = scores(folder, file);
        eprintln!("{folder}/{file}: macro-F1 {macro_f1}, precision of refuted {refuted}");
        assert!(macro_f1 >= least && refuted >= precise, "{folder}/{file}: macro-F1 {macro_f1}, refuted {refuted}");
    }
}

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
