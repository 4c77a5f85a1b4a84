//! How fast numbers, quantities and times are read from plain text, on one core: `cargo bench --bench reading`.
//!
//! The texts are the sample articles and the training data's own (dense: most sentences hold a figure), and, where
//! `FIGCHECK_TEXTS` names a folder of `*.jsonl.gz` with a `text` in each record, those: by default `../shared/data/text`.
//! Beside the throughput stands its ratio to counting the words of the same text in the same run. The second table reads
//! texts that are made to be slow, at 64 kB and at sixteen times that: time a byte has to stay the same.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(clippy::cast_precision_loss, reason = "counts of bytes")]

use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::time::Instant;

use figcheck::quantity::{find_numbers, find_quantities, find_times};
use flate2::read::GzDecoder;

/// Rounds of each measurement; the best one counts.
const ROUNDS: usize = 9;
/// Bytes that are taken of each file.
const SHARE: usize = 2_000_000;

fn main() {
    println!(
        "{:<34} {:>6} {:>9} {:>12} {:>8} {:>8} {:>9}",
        "text", "MB", "figures/kB", "quantities", "times", "both", "ratio"
    );
    for (name, texts) in texts() {
        let bytes: usize = texts.iter().map(String::len).sum();
        let rate = |f: &dyn Fn(&str) -> usize| bytes as f64 / 1e6 / seconds(|| texts.iter().map(|t| f(t)).sum());
        let words = rate(&|t| t.split_whitespace().count());
        let quantities = rate(&|t| find_quantities(t).len());
        let times = rate(&|t| find_times(t).len());
        let both = rate(&|t| find_quantities(t).len() + find_times(t).len());
        let figures: usize = texts.iter().map(|t| find_quantities(t).len()).sum();
        println!(
            "{name:<34} {:6.2} {:9.1} {quantities:7.1} MB/s {times:8.1} {both:8.1} {:9.3}",
            bytes as f64 / 1e6,
            figures as f64 / (bytes as f64 / 1e3),
            both / words
        );
    }

    println!("\n{:<34} {:>12} {:>12} {:>10}", "made to be slow", "64 kB", "1 MB", "time/byte");
    for piece in SLOW {
        let rate = |size: usize| {
            let text = piece.repeat(size / piece.len());
            text.len() as f64
                / 1e6
                / seconds(|| find_quantities(&text).len() + find_numbers(&text).len() + find_times(&text).len())
        };
        let (small, large) = (rate(64_000), rate(1_024_000));
        println!("{:<34} {small:7.1} MB/s {large:7.1} MB/s {:9.2} x", format!("{piece:?}"), small / large);
    }
}

/// The best time of some rounds.
fn seconds(f: impl Fn() -> usize) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        black_box(f());
        best = best.min(start.elapsed().as_secs_f64());
    }
    best
}

/// Texts by name, cut into paragraphs as documents are.
fn texts() -> Vec<(String, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    let mut own = Vec::new();
    for file in files(&root.join("eval/train"), ".jsonl") {
        own.extend(records(BufReader::new(File::open(file).expect("training data"))));
    }
    all.push(("training passages".to_owned(), own));
    let articles =
        files(&root.join("seeds/articles"), ".txt").into_iter().map(|f| std::fs::read_to_string(f).expect("text"));
    all.push(("sample articles".to_owned(), articles.flat_map(|text| paragraphs(&text)).collect()));
    let folder = std::env::var_os("FIGCHECK_TEXTS").map_or_else(|| root.join("../shared/data/text"), PathBuf::from);
    for file in files(&folder, ".jsonl.gz") {
        let name = file.file_name().map_or_else(String::new, |n| n.to_string_lossy().replace(".jsonl.gz", ""));
        let lines = BufReader::new(GzDecoder::new(File::open(&file).expect("a text file")));
        let mut bytes = 0;
        let texts = records(lines).into_iter().flat_map(|text| paragraphs(&text)).take_while(|text| {
            bytes += text.len();
            bytes < SHARE
        });
        all.push((name, texts.collect()));
    }
    all
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<_> = entries.filter(|path| path.to_string_lossy().ends_with(ending)).collect();
    files.sort();
    files
}

fn records(lines: impl BufRead) -> Vec<String> {
    let parse = |line: String| serde_json::from_str::<serde_json::Value>(&line).expect("a JSON record");
    let text = |record: serde_json::Value| record["text"].as_str().map(str::to_owned);
    lines.lines().filter_map(|line| text(parse(line.expect("UTF-8")))).collect()
}

fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n").map(str::to_owned).collect()
}

/// What could make a grammar look far ahead or far back again and again.
const SLOW: &[&str] = &[
    "a ",
    "1 ",
    "1",
    "1,",
    "1-1-",
    "1/2/",
    "1.1.",
    "$ ",
    "$1 $",
    "one ",
    "one hundred ",
    "million ",
    "a million ",
    "half a ",
    "twenty-",
    "between 1 and ",
    "from 1 to ",
    "3 times\t",
    "5 per ",
    "5 of the ",
    "5 very ",
    "Table 1 ",
    "in 2012-",
    "May 5 ",
    "1 000 ",
    "(((",
    "(1)",
    "x",
    "X",
    "'",
    "www.",
    "a@",
    "[1]",
    "第二十",
    "三百五十万亿",
    "％",
    "\u{3000}.",
    "5\u{a0}",
    "5 \n",
    "more than about ",
    "last year ",
    "the first ",
];
