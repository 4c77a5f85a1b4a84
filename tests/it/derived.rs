//! Our own set of claims that need derivations: the verdicts against gold that a script computed, with floors, and the
//! files against the script.

use std::process::Command;

use crate::command::{Folder, root};

/// The figures of a line of `figcheck eval`, by what it begins with.
fn figures(out: &str, line: &str) -> Vec<f64> {
    let line = out.lines().find(|l| l.starts_with(line)).unwrap_or_else(|| panic!("no line {line:?} in {out}"));
    line.split_whitespace().filter_map(|word| word.parse().ok()).collect()
}

/// Macro-F1 of the verdicts and the precision of `refuted`, in percent, as the command prints them.
fn scores(split: &str) -> (f64, f64) {
    let folder = root().join("eval/derived");
    let [facts, gold] = ["tables".to_owned(), format!("{split}.jsonl")].map(|name| folder.join(name));
    let args = ["eval", "--facts", facts.to_str().unwrap(), "--gold", gold.to_str().unwrap()];
    let run = Folder::new().run(&args);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let precision = figures(&run.out, "refuted").iter().rev().nth(1).copied();
    (figures(&run.out, "macro-F1")[0], precision.unwrap())
}

#[test]
fn derived_claims_get_their_verdicts() {
    for split in ["dev", "test"] {
        let (macro_f1, refuted) = scores(split);
        eprintln!("derived claims, {split}: macro-F1 {macro_f1}, precision of refuted {refuted}");
        assert!(macro_f1 >= 90.0 && refuted >= 97.0, "{split}: macro-F1 {macro_f1}, precision of refuted {refuted}");
    }
}

#[test]
fn the_sets_are_what_their_script_makes() {
    let script = root().join("eval/derived/make.py");
    match Command::new("python3").arg("-B").arg(script).arg("--check").output() {
        Ok(made) => assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr)),
        Err(error) => eprintln!("SKIPPED: python3 does not run here ({error}), so the sets were not made again"),
    }
}
