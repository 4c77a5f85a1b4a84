//! `check --across`: where the documents of one batch contradict each other.

use std::fs;

use serde_json::Value;

use crate::command::{Folder, root};
use crate::schema::Schema;

/// Three articles: two of them give one figure, the third swaps its digits.
fn articles() -> Folder {
    Folder::new()
        .with("a.txt", "Exports are growing.\nChina's services trade reached 7.5 trillion yuan in 2024.\n")
        .with("b.txt", "Services trade of China came to 7.5 trillion yuan in 2024.\n")
        .with("c.txt", "China's services trade reached 5.7 trillion yuan in 2024.\n")
        .with("facts.csv", "measure,entity,period,value,unit\nrice harvest,Japan,2020,8,t\n")
}

fn across<'a>(format: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["check", "--facts", "facts.csv", "--across", "--format", format, "a.txt", "b.txt", "c.txt"], more].concat()
}

#[test]
fn contradictions_stand_after_the_documents_with_a_quote_of_each_side() {
    let run = articles().run(&across("full", &[]));
    let expected = "\
contradiction: services trade of China, 2024: 7.5 trillion CNY in 2 documents (first a.txt), 5.7
               trillion CNY in c.txt
--> a.txt:2:32
 |
 | China's services trade reached 7.5 trillion yuan in 2024.
 |                                ^^^^^^^^^^^^^^^^^
--> c.txt:1:32
 |
 | China's services trade reached 5.7 trillion yuan in 2024.
 |                                ^^^^^^^^^^^^^^^^^

3 documents, 3 claims: 0 supported, 0 refuted, 3 not enough info; 0 inconsistencies; 1 contradiction
across documents; 0 unreadable
";
    assert!(run.out.ends_with(expected), "{}", run.out);
    // A contradiction is no refuted claim.
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
}

#[test]
fn the_concise_report_has_a_line_for_each() {
    let run = articles().run(&across("concise", &[]));
    let lines: Vec<&str> = run.out.lines().filter(|line| line.contains("contradiction: ")).collect();
    let expected = "c.txt:1:32: contradiction: 5.7 trillion yuan: services trade of China, 2024: 7.5 trillion CNY in 2 \
                    documents (first a.txt), 5.7 trillion CNY in c.txt";
    assert_eq!(lines, [expected]);
}

#[test]
fn json_lines_end_with_one_for_all_that_fits_its_schema() {
    let run = articles().run(&across("jsonl", &["-q"]));
    let lines = run.documents();
    assert_eq!(lines.len(), 4);
    let found = &lines[3]["contradictions"][0];
    assert_eq!((&lines[3]["schema"], &lines[3]["documents"]), (&"figcheck-across/1".into(), &3.into()));
    assert_eq!(found["figures"][0]["quote"]["id"], "a.txt");
    let schema = fs::read_to_string(root().join("docs/figcheck-across-1.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let faults = |line: &str| Schema { root: &schema, part: &schema }.faults(&serde_json::from_str(line).unwrap(), "$");
    let last = run.out.lines().last().unwrap();
    assert_eq!(faults(last), Vec::<String>::new());
    for (from, to) in [
        ("figcheck-across/1", "figcheck-across/2"),
        ("\"level\"", "\"levels\""),
        ("\"period\":\"2024\"", "\"period\":\"in 2024\""),
        ("\"documents\":2", "\"documents\":0"),
        ("\"revision\":null", "\"revision\":\"perhaps\""),
    ] {
        let wrong = last.replacen(from, to, 1);
        assert!(wrong != last && !faults(&wrong).is_empty(), "{to} is let through");
    }
    // The example of the page is such a line.
    let page = fs::read_to_string(root().join("docs/format.md")).unwrap();
    let example = page.split("```json\n").nth(2).unwrap().split("```").next().unwrap().replace('\n', " ");
    assert_eq!(faults(&example), Vec::<String>::new());
}

#[test]
fn the_line_is_there_even_if_nothing_was_found_and_only_if_asked_for() {
    let folder = articles();
    let last = |args: &[&str]| {
        let run = folder
            .run(&[&["check", "--facts", "facts.csv", "--format", "jsonl", "-q", "a.txt", "b.txt"], args].concat());
        run.documents().pop().unwrap()
    };
    assert_eq!(last(&["--across"])["contradictions"].as_array().map(Vec::len), Some(0));
    assert_eq!(last(&[])["schema"], "figcheck/1");
}

#[test]
fn the_dates_of_the_documents_may_explain_the_difference() {
    let line = |id: &str, day: &str, value: &str| {
        let text = format!("China's services trade reached {value} trillion yuan in 2024.");
        format!("{{\"id\":\"{id}\",\"published\":\"{day}\",\"text\":\"{text}\"}}\n")
    };
    let folder =
        articles().with("later.jsonl", line("first", "2025-02-01", "7.5") + &line("second", "2025-09-01", "7.8"));
    let run = folder.run(&["check", "--facts", "facts.csv", "--across", "--format", "concise", "later.jsonl"]);
    assert!(run.out.contains("second:1:32: revised?: 7.8 trillion yuan"), "{}", run.out);
    assert!(run.out.contains("; 0 contradictions across documents, 1 possible revision;"), "{}", run.out);
}

#[test]
fn one_thread_and_two_give_the_same_bytes() {
    let folder = articles();
    for format in ["full", "concise", "jsonl"] {
        let run = |jobs| folder.run(&across(format, &["--jobs", jobs]));
        let (one, two) = (run("1"), run("2"));
        assert!(one.out == two.out && one.err == two.err && one.out.contains("contradiction"), "{format} differs");
    }
}

#[test]
fn the_line_of_all_documents_is_no_prediction() {
    let folder = articles();
    let line = |name: &str| serde_json::json!({"id": name, "text": folder.read(name), "claims": []}).to_string();
    let gold = ["a.txt", "b.txt", "c.txt"].map(line).join("\n");
    let folder = folder.with("gold.jsonl", gold);
    let run = folder.run(&across("jsonl", &["-q", "-o", "out.jsonl"]));
    assert_eq!(run.code, Some(0), "{}", run.err);
    let run = folder.run(&["eval", "--gold", "gold.jsonl", "--predictions", "out.jsonl"]);
    assert!(run.code == Some(0) && run.out.contains("\n3 documents, 0 gold claims"), "{}{}", run.out, run.err);
}
