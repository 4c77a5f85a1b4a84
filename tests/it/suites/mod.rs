//! Other extractors' own test data, read by us: `cargo test --test it suites -- --nocapture` prints a row each.
//!
//! The data is not part of this repository. It is looked for in `../shared/suites`, or where `FIGCHECK_SUITES` says;
//! where it is not, the tests say so and pass. `eval/suites/aside.tsv` lists every case that a reading by the contract
//! cannot satisfy, with its reason: those count neither for nor against.

#![expect(clippy::print_stderr, reason = "what is measured, and what is skipped, is printed")]

mod chinese;
mod duckling;
mod names;
mod numbers;
#[cfg(feature = "model")]
mod official;
mod quantulum;
mod quinex;
mod r_quant;
mod retrieval;
mod tatqa;
mod times;
mod tsver;
mod units;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

/// One case of a suite, scored.
pub(crate) struct Case {
    /// Its number in its file, from 0; with the file's name where a suite has several.
    pub(crate) id: String,
    pub(crate) input: String,
    pub(crate) expected: String,
    pub(crate) found: String,
    pub(crate) right: bool,
}

/// The folder of a suite, or nothing, said aloud.
pub(crate) fn suite(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("FIGCHECK_SUITES")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/suites")), PathBuf::from);
    let folder = root.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    // Past the capture of the test harness, which would keep it to itself.
    let _ = writeln!(std::io::stderr(), "SKIPPED: no suite at {}, so nothing was measured here", folder.display());
    None
}

/// Whether a value is the one that other data gives in binary.
pub(crate) fn near(value: rust_decimal::Decimal, gold: f64) -> bool {
    let value: f64 = value.to_string().parse().unwrap_or(f64::NAN);
    (value - gold).abs() <= 1e-6 * gold.abs().max(1e-12)
}

/// A file of JSON, with or without a byte order mark.
pub(crate) fn json(path: &std::path::Path) -> serde_json::Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The cases of a suite that are set aside: their ids and reasons.
fn aside(suite: &str) -> BTreeMap<String, String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/eval/suites/aside.tsv");
    let table = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let rows = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    rows.filter_map(|row| {
        let mut cells = row.splitn(3, '\t');
        let (name, id, reason) = (cells.next()?, cells.next()?, cells.next()?);
        (name == suite).then(|| (id.to_owned(), reason.to_owned()))
    })
    .collect()
}

/// Prints the row of a suite, with `FIGCHECK_MISSES` set its misses too, and holds it against its floor in percent.
pub(crate) fn score(name: &str, cases: &[Case], floor: f64) {
    let aside = aside(name);
    for id in aside.keys() {
        assert!(cases.iter().any(|case| case.id == *id), "{name}: {id} is set aside but is no case");
    }
    let counted: Vec<&Case> = cases.iter().filter(|case| !aside.contains_key(&case.id)).collect();
    let right = counted.iter().filter(|case| case.right).count();
    let percent = 100.0 * right as f64 / counted.len().max(1) as f64;
    let mut misses = String::new();
    if std::env::var_os("FIGCHECK_MISSES").is_some() {
        for case in counted.iter().filter(|case| !case.right) {
            let _ = writeln!(
                misses,
                "  {name}\t{}\t{:?}\n      expected {}\n      found    {}",
                case.id, case.input, case.expected, case.found
            );
        }
        for case in cases.iter().filter(|case| case.right && aside.contains_key(&case.id)) {
            let _ = writeln!(misses, "  {name}\t{}\tset aside, but right", case.id);
        }
    }
    eprintln!(
        "{misses}{name:<28} {percent:5.1} %  ({right} of {}, {} set aside; floor {floor})",
        counted.len(),
        aside.len()
    );
    assert!(percent >= floor, "{name}: {percent:.1} % is below the floor of {floor} %");
}
