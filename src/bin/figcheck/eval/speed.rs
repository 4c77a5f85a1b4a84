//! `figcheck eval --speed`: where the time goes, how much faster two cores are than one, how long a start takes.

use std::hint::black_box;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

use figcheck::check::{self, DocumentContext};
use figcheck::claim::{Claim, claims};
use figcheck::doc::Document;
use figcheck::eval::{Run, Speed, StageTime};
use figcheck::facts::FactTable;
use figcheck::pipeline::{Batch, Checker};
use figcheck::quantity::DocumentUnits;
use figcheck::report::{Checked, Format, Style};
use figcheck::segment::sentences;
use figcheck::span::Span;
use figcheck::tag::{Passage, Tag, passages};
use figcheck::{Error, Result};

/// Rounds of each measurement; the quickest one counts.
const ROUNDS: usize = 5;
/// Starts of the command; the quickest one counts.
const STARTS: usize = 5;

/// Measures a checker on documents, beside one with the rule tagger.
///
/// # Errors
/// If the tagger fails, or there are no threads.
pub(super) fn measure(checker: &Checker, rules: &Checker, documents: &[Document]) -> Result<Speed> {
    let Stages { times: stages, tokens, claims } = stages(checker, documents)?;
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let mut runs = Vec::new();
    for (checker, count) in [(checker, 1), (checker, 2), (rules, 1)] {
        if count <= cores {
            runs.push(run(checker, documents, count)?);
        }
    }
    Ok(Speed {
        documents: documents.len(),
        bytes: documents.iter().map(|document| document.text.len()).sum(),
        tokens,
        claims,
        stages,
        runs,
        start_up: start_up(),
        peak_memory: peak_memory(),
    })
}

/// The quickest of a few rounds, in seconds.
fn best(mut round: impl FnMut()) -> f64 {
    let time = |_| {
        let start = Instant::now();
        round();
        start.elapsed().as_secs_f64()
    };
    (0..ROUNDS).map(time).fold(f64::INFINITY, f64::min)
}

fn run(checker: &Checker, documents: &[Document], cores: usize) -> Result<Run> {
    let batch = Batch::new(cores)?;
    let seconds = best(|| {
        let done = batch.run(checker, documents.iter().cloned().map(Ok), |checked| {
            black_box(checked);
            Ok::<(), ()>(())
        });
        black_box(done).unwrap_or_default();
    });
    Ok(Run { system: checker.tagger().name().to_owned(), cores, seconds })
}

/// What the stages came to.
struct Stages {
    times: Vec<StageTime>,
    /// What the tagger reads.
    tokens: Option<usize>,
    /// What was found.
    claims: usize,
}

/// Each stage by itself on one core, on what the stage before it gave.
fn stages(checker: &Checker, documents: &[Document]) -> Result<Stages> {
    let none = FactTable::default();
    let facts = checker.facts().unwrap_or(&none);
    let cut = |document: &Document| -> Vec<Vec<Span>> {
        document.prose().map(|block| sentences(&document.text, block.span)).collect()
    };
    let cuts: Vec<Vec<Vec<Span>>> = documents.iter().map(cut).collect();
    let found: Vec<Vec<Passage<'_>>> = documents.iter().zip(&cuts).map(|(d, blocks)| find(d, blocks)).collect();
    let tag = |passages: &Vec<Passage<'_>>| checker.tagger().tag(passages);
    let tags: Vec<Vec<Vec<Tag>>> = found.iter().map(tag).collect::<Result<_>>()?;
    let build = |((d, p), t): ((&Document, &Vec<Passage<'_>>), &Vec<Vec<Tag>>)| claims(d, p, t, false);
    let all: Vec<Vec<Claim>> = documents.iter().zip(&found).zip(&tags).map(build).collect();
    let judge = |document: &Document, claims: &[Claim]| {
        let context = DocumentContext::new(&document.text, document.title.as_deref(), document.published);
        let judgements: Vec<_> = claims.iter().map(|claim| check::judge(claim, &context, facts)).collect();
        (judgements, check::consistency(&document.text, claims))
    };
    let checked: Vec<Checked> = documents.iter().map(|document| checker.check(document.clone())).collect();

    let mut times = Vec::new();
    let mut time = |name: &str, round: &mut dyn FnMut()| {
        times.push(StageTime { name: name.to_owned(), seconds: best(round) });
    };
    time("segment", &mut || documents.iter().for_each(|d| drop(black_box(cut(d)))));
    time("find quantities and times", &mut || {
        documents.iter().zip(&cuts).for_each(|(d, blocks)| drop(black_box(find(d, blocks))));
    });
    time("tag", &mut || found.iter().for_each(|passages| drop(black_box(tag(passages)))));
    time("normalize", &mut || documents.iter().zip(&found).zip(&tags).for_each(|of| drop(black_box(build(of)))));
    time("check", &mut || documents.iter().zip(&all).for_each(|(d, claims)| drop(black_box(judge(d, claims)))));
    time("report (jsonl)", &mut || {
        let (mut renderer, mut out) = (Format::Jsonl.renderer(Style::default()), Vec::new());
        for checked in &checked {
            black_box(renderer.document(checked, &mut out)).unwrap_or_default();
        }
        black_box(out);
    });
    let tokens = found.iter().map(|passages| checker.tagger().tokens(passages)).collect::<Option<Result<Vec<usize>>>>();
    let tokens = tokens.transpose()?.map(|counts| counts.iter().sum());
    Ok(Stages { times, tokens, claims: all.iter().map(Vec::len).sum() })
}

/// The passages of a document that is cut into sentences.
fn find<'d>(document: &'d Document, blocks: &[Vec<Span>]) -> Vec<Passage<'d>> {
    let units = DocumentUnits::of(&document.text);
    blocks.iter().flat_map(|sentences| passages(&document.text, &units, sentences)).collect()
}

/// Seconds that the command takes for one sentence, with its own model and tables; `None` where it does not start.
fn start_up() -> Option<f64> {
    let me = std::env::current_exe().ok()?;
    let once = || -> std::result::Result<f64, Error> {
        let failed = |e| Error::io(&me, e);
        let start = Instant::now();
        let mut child = Command::new(&me)
            .args(["check", "-", "--quiet", "--exit-zero"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        if let Some(mut stdin) = child.stdin.take() {
            std::io::Write::write_all(&mut stdin, b"China's services trade reached 7.5 trillion yuan in 2024.")
                .map_err(failed)?;
        }
        child.wait().map_err(failed)?;
        Ok(start.elapsed().as_secs_f64())
    };
    (0..STARTS).filter_map(|_| once().ok()).reduce(f64::min)
}

/// The most memory that this process has held, where the system says so.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}
