//! Our own sets with the shipped model against `eval/baseline`: floors for scores, and every claim's verdict as it was when
//! it was last looked at.
//!
//! With `FIGCHECK_WRITE_BASELINE=1` (`just baseline`) the test writes what it finds, floors excepted.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use figcheck::eval::{Found, Report};

use crate::command::{Folder, root};

/// The sets: a name, the gold file, and the tables, if they are not those that ship.
const SETS: [(&str, &str, Option<&str>); 4] = [
    ("seeds", "eval/gold/seeds.jsonl", None),
    ("derived/dev", "eval/derived/dev.jsonl", Some("eval/derived/tables")),
    ("derived/test", "eval/derived/test.jsonl", Some("eval/derived/tables")),
    ("gold/articles", "eval/gold/articles.jsonl", Some("eval/gold/tables")),
];

/// Verdicts that may differ from the file: another processor adds up in another order, and a claim on the edge falls to the
/// other side.
const NOISE: usize = 4;

fn report(gold: &str, facts: Option<&str>) -> Report {
    let path = |name: &str| root().join(name).to_str().unwrap().to_owned();
    let folder = Folder::new();
    let mut args =
        ["eval", "--format", "json", "--precision", "f32", "-o", "report.json", "--gold"].map(str::to_owned).to_vec();
    args.push(path(gold));
    if let Some(facts) = facts {
        args.extend(["--facts".to_owned(), path(facts)]);
    }
    let run = folder.run(&args.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{gold}");
    Report::read(&folder.path("report.json")).unwrap()
}

/// A line for each gold claim that has a verdict.
fn lines(set: &str, report: &Report) -> Vec<String> {
    let all = report.items.iter().flat_map(|document| document.items.iter().map(move |item| (&document.id, item)));
    let judged = all.filter(|(_, item)| item.found != Found::Extra && item.gold.is_some());
    let line = |(id, item): (&String, &figcheck::eval::Item)| {
        let found = item.predicted.map_or("not_found", |verdict| verdict.as_str());
        let words = item.text.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{set}\t{id}\t{}\t{words}\t{}\t{found}", item.start, item.gold.unwrap())
    };
    judged.map(line).collect()
}

#[test]
fn scores_keep_their_floors_and_verdicts_are_those_on_file() {
    let folder = root().join("eval/baseline");
    let reports: Vec<(&str, Report)> = SETS.iter().map(|&(set, gold, facts)| (set, report(gold, facts))).collect();
    let mut items = "set\tdocument\tat\twords\tgold\tfound\n".to_owned();
    let mut summary = "set\tscore\tpercent\n".to_owned();
    for (set, report) in &reports {
        for line in lines(set, report) {
            items.push_str(&line);
            items.push('\n');
        }
        for score in &report.scores {
            writeln!(summary, "{set}\t{}\t{:.1}", score.name, score.value * 100.0).unwrap();
        }
    }
    if std::env::var_os("FIGCHECK_WRITE_BASELINE").is_some() {
        fs::write(folder.join("items.tsv"), items).unwrap();
        fs::write(folder.join("summary.tsv"), summary).unwrap();
        return;
    }
    let floors: BTreeMap<String, BTreeMap<String, f64>> =
        toml::from_str(&fs::read_to_string(folder.join("floors.toml")).unwrap()).unwrap();
    assert_eq!(floors.len(), SETS.len());
    for (set, floors) in &floors {
        let (_, report) = reports.iter().find(|(name, _)| name == set).unwrap_or_else(|| panic!("no set {set}"));
        for (score, floor) in floors {
            let found = report.score(score).unwrap_or_else(|| panic!("no score {score}")) * 100.0;
            assert!(found >= *floor, "{set}: {score} is {found:.2} %, its floor {floor} %");
        }
    }
    let before = fs::read_to_string(folder.join("items.tsv")).unwrap();
    let before: Vec<&str> = before.lines().collect();
    let after: Vec<&str> = items.lines().collect();
    let key = |line: &str| line.rsplit_once('\t').unwrap().0.to_owned();
    let same = before.len() == after.len() && before.iter().zip(&after).all(|(a, b)| key(a) == key(b));
    let told = "run `just baseline`, look at what changed, and count it in CHANGELOG.md under \"Verdict changes\"";
    assert!(same, "the gold claims are not those of eval/baseline/items.tsv: {told}");
    let changed: Vec<String> =
        before.iter().zip(&after).filter(|(a, b)| a != b).map(|(a, b)| format!("- {a}\n+ {b}")).collect();
    assert!(changed.len() <= NOISE, "{} verdicts changed: {told}\n{}", changed.len(), changed.join("\n"));
}
