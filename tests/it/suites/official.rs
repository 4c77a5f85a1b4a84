//! Official text against official numbers: bulletins of the UK's Office for National Statistics and its series (OGL).
//!
//! The bulletins say hardly anything wrong, so that what is refuted is a revision of the series or our error: each stands in
//! `eval/official/refuted.tsv` with its cause, found by hand. It takes minutes and a gigabyte, and runs only when asked for.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;

use crate::command::{Folder, root};

/// The folder of texts and tables, or nothing, said aloud.
fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("FIGCHECK_DATA").map_or_else(|| root().join("../shared/data"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder.canonicalize().unwrap());
    }
    let _ = writeln!(std::io::stderr(), "SKIPPED: no data at {}, so nothing was measured here", folder.display());
    None
}

/// What is refuted, by document and place, with the cause.
fn causes() -> BTreeMap<(String, u64), String> {
    let text = std::fs::read_to_string(root().join("eval/official/refuted.tsv")).unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [document, start, _, _, cause, _] = cells.as_slice() else { panic!("{line}") };
        ((String::from(*document), start.parse().unwrap()), String::from(*cause))
    };
    text.lines().skip(1).map(row).collect()
}

#[test]
fn every_refuted_figure_has_a_cause() {
    let known = ["revision", "ours", "slip"];
    assert!(causes().values().all(|cause| known.contains(&cause.as_str())));
}

#[test]
#[ignore = "minutes: compiles three million rows and reads 45 bulletins"]
fn bulletins_against_the_series_of_their_office() {
    let Some(data) = data() else { return };
    let folder = Folder::new();
    for (mapping, table, index) in [
        ("ons_headline.toml", "ons_2014_headline_series.tsv.gz", "headline.figx"),
        ("ons_series.toml", "ons_2014_timeseries.tsv.gz", "series.figx"),
    ] {
        let mapping = root().join("eval/mappings").join(mapping);
        let table = data.join("tables").join(table);
        let (mapping, table) = (mapping.to_str().unwrap(), table.to_str().unwrap());
        let run = folder.run(&["facts", "index", "--mapping", mapping, "--skip-bad-rows", table, "-o", index]);
        assert_eq!(run.code, Some(0), "{}", run.err);
    }
    let texts = data.join("text/ons_bulletins.jsonl.gz");
    let facts = ["--facts", "headline.figx", "--facts", "series.figx", "--format", "jsonl", "-q"];
    // Bulletins of a country's own office hardly ever name the country.
    let entity = ["--entity", "United Kingdom"];
    let run = folder.run(&[&["check", texts.to_str().unwrap()], facts.as_slice(), &entity].concat());
    let causes = causes();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut unknown = Vec::new();
    for document in run.documents() {
        let id = document["id"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        for claim in document["claims"].as_array().into_iter().flatten() {
            let verdict = claim["verdict"].as_str().unwrap();
            *counts.entry(verdict.to_owned()).or_default() += 1;
            if verdict == "refuted" {
                let start = claim["start"].as_u64().unwrap();
                let found = causes.iter().find(|((name, at), _)| *at == start && id.contains(name.as_str()));
                match found {
                    Some((_, cause)) => *counts.entry(cause.clone()).or_default() += 1,
                    None => unknown.push(format!("{id}:{start}: {} ({})", claim["text"], claim["explanation"])),
                }
            }
        }
    }
    let of = |name: &str| counts.get(name).copied().unwrap_or_default();
    let decided = of("supported") + of("refuted");
    let ours = of("ours") + unknown.len();
    eprintln!("official text: {decided} decided, {ours} of them our errors {counts:?}");
    assert!(unknown.is_empty(), "refuted and not in eval/official/refuted.tsv: {unknown:#?}");
    assert!(100 * ours <= 2 * decided, "{ours} of {decided}");
    assert!(decided >= 300, "{decided}");
}
