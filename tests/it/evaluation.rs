//! `figcheck eval`: every form of report, comparison of two, others beside, and gold files that are refused with their line.

use serde_json::Value;

use crate::command::{Folder, TABLE};

const TEXT: &str = "China's services trade reached 7.5 trillion yuan in 2024. Its goods trade was 9 trillion yuan.";

/// A gold line with one claim, the words that are to be changed still in place.
fn gold(id: &str) -> String {
    let claim = r#"{"start":31,"end":48,"text":"7.5 trillion yuan","kind":"level","value":7500000000000,"unit":"CNY",
        "comparator":"=","modality":"actual","verdict":"supported","period":"2024"}"#;
    format!(r#"{{"id":"{id}","topic":"trade","text":"{TEXT}","claims":[{}]}}"#, claim.replace('\n', ""))
}

fn folder() -> Folder {
    Folder::new().with("facts.csv", TABLE).with("gold.jsonl", format!("{}\n{}\n", gold("a"), gold("b")))
}

const OURS: [&str; 7] = ["eval", "--gold", "gold.jsonl", "--model", "rules", "--facts", "facts.csv"];

fn eval(folder: &Folder, more: &[&str]) -> String {
    let run = folder.run(&[&OURS, more].concat());
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{more:?}");
    run.out
}

#[test]
fn a_report_has_scores_with_intervals_slices_and_items() {
    let folder = folder();
    eval(&folder, &["--format", "json", "-o", "a.json"]);
    let report: Value = serde_json::from_str(&folder.read("a.json")).unwrap();
    assert_eq!((report["schema"].as_str(), report["claims"].as_u64()), (Some("figcheck-eval/1"), Some(2)));
    let scores = report["scores"].as_array().unwrap();
    let recall = scores.iter().find(|s| s["name"] == "span_recall").unwrap();
    assert_eq!((recall["value"].as_f64(), recall["interval"]["low"].as_f64()), (Some(1.0), Some(1.0)));
    let slices = report["slices"].as_array().unwrap();
    assert!(slices.iter().any(|s| s["by"] == "topic" && s["value"] == "trade" && s["claims"] == 2));
    assert!(slices.iter().any(|s| s["by"] == "unit" && s["value"] == "money"));
    // The figure that is no gold claim is listed as one too many.
    let items = report["items"][0]["items"].as_array().unwrap();
    let found: Vec<&str> = items.iter().filter_map(|item| item["found"].as_str()).collect();
    assert_eq!(found, ["exact", "extra"]);
    let text = eval(&folder, &["--misses"]);
    assert!(text.contains("by kind") && text.contains("a: extra: \"9 trillion yuan\""), "{text}");
}

#[test]
fn a_page_needs_nothing_else_and_shows_texts_as_texts() {
    let folder = folder().with("gold.jsonl", gold("<b>").replace("Its goods", "<i>Its</i> goods"));
    let page = eval(&folder, &["--format", "html", "--misses"]);
    assert!(page.starts_with("<!doctype html>") && page.contains("span_recall"));
    assert!(page.contains("&lt;b&gt;") && !page.contains("<b>") && !page.contains("<i>Its"));
    for elsewhere in ["http://", "https://", "<script", "src=", "@import", "url("] {
        assert!(!page.contains(elsewhere), "{elsewhere}");
    }
}

#[test]
fn simple_systems_and_other_tools_stand_beside() {
    let folder = folder().with("tool.jsonl", r#"{"id":"a","claims":[]}"#);
    let text = eval(&folder, &["--baselines", "--beside", "tool=tool.jsonl"]);
    for name in ["beside others", "rule tagger", "always not_enough_info", "nearest number within 5 %", "tool   "] {
        assert!(text.contains(name), "{name} in {text}");
    }
    let bad = folder.run(&[&OURS[..], &["--beside", "tool.jsonl"]].concat());
    assert_eq!(bad.code, Some(2));
    assert!(bad.err.contains("expected NAME=FILE"), "{}", bad.err);
}

#[test]
fn two_reports_are_compared_claim_by_claim() {
    let folder = folder().with("none.jsonl", "{\"id\":\"a\",\"claims\":[]}\n{\"id\":\"b\",\"claims\":[]}\n");
    eval(&folder, &["--format", "json", "-o", "after.json"]);
    let none = ["eval", "--gold", "gold.jsonl", "--predictions", "none.jsonl", "--format", "json", "-o", "before.json"];
    assert_eq!(folder.run(&none).code, Some(0));
    let run = folder.run(&["eval", "--compare", "before.json", "after.json"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.contains("better: a: found: \"7.5 trillion yuan\" was not found, is found"), "{}", run.out);
    let json = folder.run(&["eval", "--compare", "before.json", "after.json", "--format", "json"]);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    let found = json["stages"].as_array().unwrap().iter().find(|stage| stage["stage"] == "found").unwrap();
    assert_eq!((found["better"].as_u64(), found["worse"].as_u64(), found["p"].as_f64()), (Some(2), Some(0), Some(0.5)));
    // Reports on other claims, and files that are no reports, are refused.
    let folder = folder.with("gold.jsonl", gold("c")).with("odd.json", "{\"schema\":\"figcheck-eval/9\"}");
    eval(&folder, &["--format", "json", "-o", "other.json"]);
    for (second, why) in
        [("other.json", "the reports score other gold claims"), ("odd.json", "odd.json:1"), ("gone.json", "gone.json")]
    {
        let run = folder.run(&["eval", "--compare", "after.json", second]);
        assert_eq!(run.code, Some(2), "{second}");
        assert!(run.err.contains(why), "{second}: {}", run.err);
    }
}

#[test]
fn speed_is_measured_where_it_is_asked_for() {
    let folder = folder();
    eval(&folder, &["--speed", "--format", "json", "-o", "speed.json"]);
    let report: Value = serde_json::from_str(&folder.read("speed.json")).unwrap();
    let speed = &report["speed"];
    let stages: Vec<&str> = speed["stages"].as_array().unwrap().iter().filter_map(|s| s["name"].as_str()).collect();
    assert!(["segment", "tag", "check"].iter().all(|stage| stages.contains(stage)), "{stages:?}");
    assert!(speed["runs"].as_array().unwrap().iter().all(|run| run["seconds"].as_f64().unwrap() > 0.0));
    assert!(speed["start_up"].as_f64().is_some_and(|seconds| seconds > 0.0));
    assert!(eval(&folder, &["--speed"]).contains("articles/s"));
}

#[test]
fn a_gold_file_that_does_not_fit_is_refused_with_its_line() {
    let good = gold("a");
    let cases = [
        (gold("b").replace("\"end\":48", "\"end\":480"), "gold.jsonl:2: claim 1: span 31..480 lies outside a text"),
        (gold("b").replace("\"start\":31", "\"start\":30"), "gold.jsonl:2: claim 1: span 30..48 holds"),
        (
            gold("b").replace("\"level\"", "\"height\""),
            "gold.jsonl:2: claim 1: kind \"height\" is none of level, change",
        ),
        (gold("b").replace("\"supported\"", "\"true\""), "gold.jsonl:2: not a gold document: unknown variant `true`"),
        (gold("a"), "gold.jsonl:2: id \"a\" stands on an earlier line already"),
        (
            gold("b").replace("}]}", "}],\"consistency\":[{\"claims\":[0,7],\"check\":\"sum\",\"holds\":true}]}"),
            "gold.jsonl:2: consistency: claim 7 is none of the 1, counted from 0",
        ),
        (gold("b").replace("\"text\":\"China", "\"words\":\"China"), "gold.jsonl:2: text is missing"),
        ("{\"id\"".to_owned(), "gold.jsonl:2: not a gold document"),
        (gold("b").replace("7500000000000", "\"many\""), "gold.jsonl:2: claim 1: \"many\" is no decimal number"),
    ];
    for (bad, expected) in cases {
        let folder = folder().with("gold.jsonl", format!("{good}\n{bad}\n"));
        let run = folder.run(&OURS);
        assert_eq!(run.code, Some(2), "{bad}");
        assert!(run.err.contains(expected), "{expected} in {}", run.err);
    }
    let twice = gold("b");
    let claim = &twice[twice.find("[{").unwrap() + 1..twice.len() - 2];
    let twice = twice.replace("[{", &format!("[{claim},{{"));
    let run = folder().with("gold.jsonl", twice).run(&OURS);
    assert!(run.err.contains("gold.jsonl:1: \"7.5 trillion yuan\" is annotated twice"), "{}", run.err);
}

#[test]
fn predictions_of_another_text_are_refused() {
    let other = gold("b").replace("Its goods", "The goods");
    let folder = folder().with("tool.jsonl", format!("{}\n{other}\n", gold("a")));
    let run = folder.run(&["eval", "--gold", "gold.jsonl", "--predictions", "tool.jsonl"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("tool.jsonl:2: the text of \"b\" is not the one in the gold file"), "{}", run.err);
}
