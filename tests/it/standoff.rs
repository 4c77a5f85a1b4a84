//! `eval/standoff.py` and the reader of what it writes: nothing of the annotation is lost, and nothing of the text kept.

use std::io::Write;
use std::process::Command;

use figcheck::gold;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::command::{Folder, root};

const TEXT: &str = "Größe: exports of Chile rose 4.10 percent to “1.6 million tonnes” in May.";

/// What was annotated, with the place of each span found in the text.
fn gold_line() -> String {
    let ends = |words: &str| {
        let start = TEXT[..TEXT.find(words).unwrap()].chars().count();
        (start, start + words.chars().count())
    };
    let span = |words: &str| {
        let (start, end) = ends(words);
        format!(r#"{{"text":"{words}","start":{start},"end":{end}}}"#)
    };
    let claim = |words: &str, rest: &str| {
        let (start, end) = ends(words);
        format!(
            r#"{{"start":{start},"end":{end},"text":"{words}",{rest},"comparator":"=","modality":"actual","measure":{},
            "entity":{},"counterpart":null,"period":"2025-05","period_text":{}}}"#,
            span("exports"),
            span("Chile"),
            span("in May")
        )
    };
    let growth = claim("4.10 percent", r#""kind":"growth","value":4.1,"low":null,"high":null,"unit":"%""#);
    let level = claim("1.6 million tonnes", r#""kind":"level","value":1600000,"unit":"t","base_period":null"#);
    let line = format!(r#"{{"schema":"figcheck/1","id":"a","title":"T","published":"2025-06-02","text":"{TEXT}","#);
    format!("{line}\"claims\":[{growth},{level}]}}").replace('\n', " ")
}

fn script(folder: &Folder, args: &[&str]) -> Option<std::process::Output> {
    let script = root().join("eval/standoff.py");
    let places = ["--locations", "places.jsonl", "--gold", "gold.jsonl", "--texts", ".", "-o", "out.jsonl"];
    let mut command = Command::new("python3");
    command.arg(script).args(places).args(args).current_dir(folder.path("."));
    command.output().ok()
}

#[test]
fn nothing_of_the_annotation_is_lost() {
    let before = "Vorab – ";
    let (start, end) = (before.chars().count(), before.chars().count() + TEXT.chars().count());
    let place = format!(
        r#"{{"id":"a","source":"d","file":"news","start":{start},"end":{end},"published":"2025-06-02","licence":"X","#
    );
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    writeln!(packed, r#"{{"id":"d","text":"{before}{TEXT} Mehr."}}"#).unwrap();
    let folder = Folder::new()
        .with("gold.jsonl", gold_line())
        .with("places.jsonl", format!("{place}\"text\":\"{TEXT}\"}}\n"))
        .with("news.jsonl.gz", packed.finish().unwrap());
    let Some(run) = script(&folder, &[]) else {
        eprintln!("SKIPPED: python3 is not there");
        return;
    };
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    for word in ["exports", "Chile", "percent", "May"] {
        assert!(!folder.read("out.jsonl").contains(word), "{}", folder.read("out.jsonl"));
    }
    let gold = gold::read(&folder.path("gold.jsonl")).unwrap().remove(0);
    let read = gold::read_standoff(&folder.path("out.jsonl"), &folder.path(".")).unwrap().remove(0);
    assert_eq!((&read.text, &read.claims), (&gold.text, &gold.claims));
    assert_eq!((read.published, read.source.as_deref()), (gold.published, Some("d")));
    assert_eq!(read.licence.as_deref(), Some("X"));

    // What does not stand where it should is named, and nothing is written.
    let folder = folder.with("gold.jsonl", gold_line().replace(r#""text":"Chile""#, r#""text":"China""#));
    let run = script(&folder, &["-o", "other.jsonl"]).unwrap();
    let message = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(!run.status.success() && message.contains("gold.jsonl:1: a: entity 'China' is not at "), "{message}");
    assert!(!folder.path("other.jsonl").exists());
}
