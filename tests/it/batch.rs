//! Many documents: the same bytes whatever the number of threads, in the order of the input.

use figcheck::Result;
use figcheck::ingest::Articles;
use figcheck::pipeline::{Batch, Checker};
use figcheck::report::{Format, Style};
use figcheck::tag::{Passage, RuleTagger, Tag, Tagger};

use crate::command::{FALSE, Folder, TABLE, TRUE, check};

/// A folder of files and a file of many lines, some of them broken.
fn many() -> Folder {
    let mut folder = Folder::new().with("facts.csv", TABLE);
    for n in 0..40 {
        let text = if n % 3 == 0 { FALSE } else { TRUE };
        folder = folder.with(&format!("in/{n:02}.txt"), text.repeat(1 + n % 5));
    }
    let line = |n: usize| match n % 10 {
        7 => "{\"id\": broken}\n".to_owned(),
        _ => format!("{{\"id\":\"line {n}\",\"text\":{:?}}}\n", if n.is_multiple_of(2) { TRUE } else { FALSE }),
    };
    folder.with("in/lines.jsonl", (0..200).map(line).collect::<String>())
}

#[test]
fn one_thread_and_many_give_the_same_bytes() {
    let folder = many();
    for format in ["jsonl", "full", "concise"] {
        let run =
            |jobs: &str| folder.run(&check(&["--facts", "facts.csv", "--format", format, "--jobs", jobs, "-q", "in"]));
        let (one, many) = (run("1"), run("4"));
        assert_eq!(one.code, Some(2));
        assert!(one.out == many.out && one.err == many.err, "{format} differs");
        assert_eq!(one.messages().len(), 20);
    }
}

#[test]
fn results_stand_in_the_order_of_the_input() {
    let run = many().run(&check(&["--facts", "facts.csv", "--format", "jsonl", "--jobs", "3", "in"]));
    let ids: Vec<String> = run.documents().iter().map(|d| d["id"].as_str().unwrap().to_owned()).collect();
    let files = (0..40).map(|n| format!("in/{n:02}.txt"));
    let lines = (0..200).map(|n| if n % 10 == 7 { format!("in/lines.jsonl:{}", n + 1) } else { format!("line {n}") });
    assert_eq!(ids, files.chain(lines).collect::<Vec<_>>());
}

/// The rule tagger, but for a text that it chokes on.
struct Choking;

impl Tagger for Choking {
    fn tag(&self, passages: &[Passage<'_>]) -> Result<Vec<Vec<Tag>>> {
        assert!(!passages.iter().any(|p| p.text.contains("CHOKE")), "choked");
        RuleTagger.tag(passages)
    }

    fn name(&self) -> &'static str {
        "choking"
    }
}

#[test]
fn a_panic_in_one_document_loses_no_other() {
    let folder = Folder::new();
    let folder = folder.with("a.txt", TRUE).with("b.txt", format!("{TRUE}CHOKE\n")).with("c.txt", FALSE);
    let paths = ["a.txt", "b.txt", "c.txt"].map(|name| folder.path(name));
    let checker = Checker::new(Box::new(Choking)).with_facts(figcheck::seeds::facts().unwrap());
    let mut renderer = Format::Jsonl.renderer(Style::default());
    let mut out = Vec::new();
    let batch = Batch::new(2).unwrap();
    batch.run(&checker, Articles::new(paths), |checked| renderer.document(&checked, &mut out)).unwrap();
    let lines: Vec<serde_json::Value> =
        out.split(|&b| b == b'\n').filter_map(|l| serde_json::from_slice(l).ok()).collect();
    let claims: Vec<usize> = lines.iter().map(|l| l["claims"].as_array().unwrap().len()).collect();
    assert_eq!(claims, [1, 0, 1]);
    let error = lines[1]["error"].as_str().unwrap();
    assert!(error.contains("b.txt: ") && error.contains("choked"), "{error}");
    assert!(lines[0]["error"].is_null() && lines[2]["error"].is_null());
}
