//! The wire format: what is written is what the schema and the page in `docs` say, and what was written once still reads.

use std::fs;

use figcheck::report::wire::Document;
use serde_json::Value;

use crate::command::{FALSE, Folder, TABLE, TRUE, check, root};
use crate::schema::Schema;

fn faults(line: &str) -> Vec<String> {
    let schema: Value =
        serde_json::from_str(&fs::read_to_string(root().join("docs/figcheck-1.schema.json")).unwrap()).unwrap();
    Schema { root: &schema, part: &schema }.faults(&serde_json::from_str(line).unwrap(), "$")
}

/// The example of `docs/format.md`, on one line.
fn example() -> String {
    let page = fs::read_to_string(root().join("docs/format.md")).unwrap();
    let from = page.split("```json\n").nth(1).unwrap();
    from.split("```").next().unwrap().replace('\n', " ")
}

/// The order of the keys of every object, depth first.
fn keys(json: &str) -> Vec<String> {
    let quoted = json.match_indices('"').map(|(i, _)| i).collect::<Vec<_>>();
    let strings = quoted.chunks(2).map(|ends| (&json[ends[0] + 1..ends[1]], json[ends[1] + 1..].trim_start()));
    strings.filter(|(_, rest)| rest.starts_with(':')).map(|(key, _)| key.to_owned()).collect()
}

#[test]
fn what_is_written_fits_the_schema() {
    let folder = Folder::new()
        .with("facts.csv", TABLE)
        .with("a.txt", format!("{TRUE}{FALSE}Exports rose by 5 to 7 percent, and almost doubled in the Q1 of 2023.\n"))
        .with(
            "seeds.txt",
            "China's trade with ASEAN rose 8.5 percent in the first 11 months of 2025 to 6.82 trillion yuan.\n",
        );
    for args in [check(&["--facts", "facts.csv"]), check(&[]), vec!["tag", "--model", "rules", "--all"]] {
        let run = folder.run(&[&args[..], &["--format", "jsonl", "a.txt", "seeds.txt", "gone.txt"]].concat());
        assert_eq!(run.out.lines().count(), 3);
        for line in run.out.lines() {
            assert_eq!(faults(line), Vec::<String>::new(), "{line}");
        }
    }
}

#[test]
fn the_schema_tells_right_from_wrong() {
    let right = example();
    assert_eq!(faults(&right), Vec::<String>::new());
    for (from, to) in [
        ("figcheck/1", "figcheck/2"),
        ("\"level\"", "\"levels\""),
        ("6280000000000", "null"),
        ("\"refuted\"", "\"false\""),
        ("2025-01/2025-11", "Jan-Nov 2025"),
        ("\"start\": 16, ", ""),
        ("[\"partners.csv:2\"]", "[]"),
    ] {
        let wrong = right.replacen(from, to, 1);
        assert!(wrong != right && !faults(&wrong).is_empty(), "{to} is let through");
    }
}

#[test]
fn the_example_of_the_page_reads_and_is_written_again_with_its_keys_in_order() {
    let document: Document = serde_json::from_str(&example()).unwrap();
    let written = serde_json::to_string(&document).unwrap();
    assert_eq!(keys(&written), keys(&example()));
    assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), serde_json::from_str::<Value>(&example()).unwrap());
}

#[test]
fn numbers_are_written_as_exact_digits() {
    let run = Folder::new().with("facts.csv", TABLE).with("a.txt", TRUE).run(&check(&[
        "--facts",
        "facts.csv",
        "--format",
        "jsonl",
        "a.txt",
    ]));
    assert!(
        run.out.contains("\"value\":7500000000000,") && run.out.contains("\"expected\":7500000000000,"),
        "{}",
        run.out
    );
}
