//! Fact-checked claims against open series: `TSVer`'s dev split (24 real claims) and synthetic dev split (100), CC BY-SA 4.0,
//! with its 400 Our World in Data series as tables.
//!
//! Each claim is a document of its own, published on its date, and goes through the whole pipeline with the shipped
//! model. A text of several figures has one verdict: refuted if one of its figures is, else supported if one is, else not
//! enough info ("cherry-picking" counts as refuted: what is said is not what the series say). Claims that hold a number
//! other than a year are the bar; the others (trends, superlatives) are counted apart.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use figcheck::doc::Document;
use figcheck::facts::{BadRows, FactTable};
use figcheck::label::Verdict;
use figcheck::pipeline::Checker;
use figcheck::quantity::{find_numbers, find_times};
use figcheck::tag::ModelTagger;
use figcheck::tag::engine::Precision;
use serde_json::Value;

use super::suite;

/// The series as one table, and how many of them are of a unit or shape that no table takes.
fn series(folder: &std::path::Path) -> (FactTable, usize) {
    let mut files: Vec<_> =
        std::fs::read_dir(folder.join("data/time_series/csv")).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let read = |path| FactTable::read(path, BadRows::Skip).ok().map(|loaded| loaded.table);
    let tables: Vec<FactTable> = files.iter().filter_map(read).collect();
    let left_out = files.len() - tables.len();
    (FactTable::merge(tables).unwrap(), left_out)
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// "March 01, 2018".
fn date(text: &str) -> Option<jiff::civil::Date> {
    let (month, rest) = text.split_once(' ')?;
    let (day, year) = rest.split_once(", ")?;
    let month = MONTHS.iter().position(|m| *m == month)? + 1;
    jiff::civil::Date::new(year.parse().ok()?, i8::try_from(month).ok()?, day.parse().ok()?).ok()
}

/// Whether a number stands in the claim that is part of no time.
fn has_number(text: &str) -> bool {
    let times = find_times(text);
    let in_time = |n: &figcheck::quantity::NumberMention| {
        times.iter().any(|t| t.span.start <= n.span.start && n.span.end <= t.span.end)
    };
    find_numbers(text).iter().any(|n| !in_time(n))
}

fn gold(claim: &Value) -> Verdict {
    match claim["Verdict"].as_str().unwrap() {
        "Supported" => Verdict::Supported,
        "Not Enough Evidence" => Verdict::NotEnoughInfo,
        _ => Verdict::Refuted,
    }
}

static SERIES: LazyLock<Option<(Checker, usize)>> = LazyLock::new(|| {
    let folder = suite("TSVer")?;
    let (table, left_out) = series(&folder);
    let tagger = ModelTagger::embedded(Precision::F32).unwrap();
    Some((Checker::new(Box::new(tagger)).with_facts(table), left_out))
});

/// Right and all, with and without a number, and of the refuted with a number how many rightly.
fn score(name: &str, path: &str) -> Option<[(usize, usize); 3]> {
    let (checker, left_out) = SERIES.as_ref()?;
    let text = std::fs::read_to_string(suite("TSVer")?.join(path)).unwrap();
    let mut counts = [(0, 0); 3];
    let mut table: BTreeMap<(Verdict, Verdict), usize> = BTreeMap::new();
    for line in text.lines() {
        let claim: Value = serde_json::from_str(line).unwrap();
        let words = claim["Claim"].as_str().unwrap();
        let mut document = Document::new("claim", words);
        document.published = date(claim["Date"].as_str().unwrap_or_default());
        let checked = checker.check(document);
        let verdicts: Vec<Verdict> = checked.judgements.iter().map(|j| j.verdict).collect();
        let has = |verdict: Verdict| verdicts.contains(&verdict);
        let found =
            [Verdict::Refuted, Verdict::Supported].into_iter().find(|&v| has(v)).unwrap_or(Verdict::NotEnoughInfo);
        let expected = gold(&claim);
        let bar = has_number(words);
        let slot = &mut counts[usize::from(!bar)];
        slot.0 += usize::from(found == expected);
        slot.1 += 1;
        if bar {
            *table.entry((expected, found)).or_default() += 1;
            if found == Verdict::Refuted {
                counts[2].0 += usize::from(expected == Verdict::Refuted);
                counts[2].1 += 1;
            }
        }
        if std::env::var_os("FIGCHECK_MISSES").is_some() && (bar && found != expected) {
            eprintln!("    {expected} found {found}: {words}");
            for (claim, judgement) in checked.claims.iter().zip(&checked.judgements) {
                let name = |m: &Option<figcheck::claim::Mention>| m.as_ref().map(|m| m.text.clone());
                eprintln!(
                    "        {:?} {} m={:?} e={:?} p={:?} pt={:?} b={:?}: {}",
                    claim.kind,
                    claim.text,
                    name(&claim.measure),
                    name(&claim.entity),
                    claim.period.map(|p| p.to_string()),
                    name(&claim.period_text),
                    name(&claim.base_text),
                    judgement.explanation
                );
            }
        }
    }
    let percent = |(right, all): (usize, usize)| 100.0 * right as f64 / all.max(1) as f64;
    eprintln!(
        "TSVer {name}: with a number {:?} = {:.1} %, without {:?} = {:.1} %, refuted rightly {:?}; {left_out} series left out",
        counts[0],
        percent(counts[0]),
        counts[1],
        percent(counts[1]),
        counts[2]
    );
    for ((expected, found), count) in table {
        eprintln!("    {expected} found {found}: {count}");
    }
    Some(counts)
}

#[test]
fn fact_checked_claims_against_open_series() {
    let Some(real) = score("real", "data/tsver_dev.jsonl") else { return };
    let Some(made) = score("synthetic", "data/synthetic/synthetic_dev.jsonl") else { return };
    let (right, all) = (real[0].0 + made[0].0, real[0].1 + made[0].1);
    eprintln!("TSVer dev with a number: {right} of {all} = {:.1} %", 100.0 * right as f64 / all as f64);
    assert!(right * 100 >= all * 50, "{right} of {all}");
}
