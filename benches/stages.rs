//! Where the time of a document goes, stage by stage, and the whole on one and two cores: `cargo bench --bench stages`.
//!
//! The documents are the sample articles, and the texts of the training data put together to articles of some 600 words.
//! Everything runs in one process; each figure is the best of several rounds, and the shares are of the stages' sum.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(clippy::cast_precision_loss, reason = "counts of bytes and claims")]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use figcheck::check::{self, DocumentContext};
use figcheck::claim::claims;
use figcheck::doc::Document;
use figcheck::gold;
use figcheck::ingest::{Articles, text};
use figcheck::pipeline::{Batch, Checker};
use figcheck::quantity::DocumentUnits;
use figcheck::report::{Checked, Format, Style};
use figcheck::seeds;
use figcheck::segment::sentences;
use figcheck::span::Span;
use figcheck::tag::engine::Precision;
use figcheck::tag::{ModelTagger, Passage, RuleTagger, Tag, Tagger, passages};

/// Rounds of each measurement; the best one counts.
const ROUNDS: usize = 5;
/// Bytes of an article of some 600 words.
const ARTICLE: usize = 3600;

fn main() {
    let documents = documents();
    let bytes: usize = documents.iter().map(|d| d.text.len()).sum();
    println!("{} documents, {} kB, on one core:\n", documents.len(), bytes / 1000);

    let tagger = ModelTagger::embedded(Precision::fastest()).expect("the model that ships");
    let exact = ModelTagger::embedded(Precision::F32).expect("the model that ships");
    let facts = seeds::facts().expect("the tables that ship");

    let cut = |document: &Document| -> Vec<Vec<Span>> {
        document.prose().map(|block| sentences(&document.text, block.span)).collect()
    };
    let cuts: Vec<Vec<Vec<Span>>> = documents.iter().map(cut).collect();
    let found = |(document, blocks): (&'_ Document, &Vec<Vec<Span>>)| -> usize {
        let units = DocumentUnits::of(&document.text);
        blocks.iter().map(|s| passages(&document.text, &units, s).len()).sum()
    };
    let of: Vec<Vec<Passage<'_>>> = documents
        .iter()
        .zip(&cuts)
        .map(|(document, blocks)| {
            let units = DocumentUnits::of(&document.text);
            blocks.iter().flat_map(|s| passages(&document.text, &units, s)).collect()
        })
        .collect();
    let tags: Vec<Vec<Vec<Tag>>> = of.iter().map(|p| tagger.tag(p).expect("tags")).collect();
    let all: Vec<_> = documents.iter().zip(&of).zip(&tags).map(|((d, p), t)| claims(d, p, t, false)).collect();
    let judge = |(document, claims): (&'_ Document, &Vec<figcheck::claim::Claim>)| {
        let context = DocumentContext::new(&document.text, document.title.as_deref(), document.published);
        let judgements = claims.iter().map(|claim| check::judge(claim, &context, &facts)).collect::<Vec<_>>();
        (judgements, check::consistency(&document.text, claims))
    };
    let checked: Vec<Checked> = documents
        .iter()
        .zip(&all)
        .map(|pair| {
            let (judgements, findings) = judge(pair);
            Checked { document: pair.0.clone(), claims: pair.1.clone(), judgements, findings, error: None }
        })
        .collect();

    let stages: [(&str, &dyn Fn()); 6] = [
        ("read (plain text)", &|| {
            for document in &documents {
                black_box(text::document(&document.id, document.text.clone()));
            }
        }),
        ("segment", &|| documents.iter().for_each(|d| drop(black_box(cut(d))))),
        ("find quantities, times", &|| documents.iter().zip(&cuts).for_each(|pair| _ = black_box(found(pair)))),
        ("tag", &|| of.iter().for_each(|p| drop(black_box(tagger.tag(p).expect("tags"))))),
        ("normalise", &|| {
            for ((document, passages), tags) in documents.iter().zip(&of).zip(&tags) {
                black_box(claims(document, passages, tags, false));
            }
        }),
        ("check", &|| documents.iter().zip(&all).for_each(|pair| drop(black_box(judge(pair))))),
    ];
    let mut times: Vec<(&str, f64)> = stages.iter().map(|(name, stage)| (*name, best(stage))).collect();
    times.push((
        "report (jsonl)",
        best(&|| {
            let (mut renderer, mut out) = (Format::Jsonl.renderer(Style::default()), Vec::new());
            for checked in &checked {
                renderer.document(checked, &mut out).expect("memory takes it");
            }
            black_box(out);
        }),
    ));
    let sum: f64 = times.iter().map(|(_, time)| time).sum();
    println!("{:24} {:>10} {:>9} {:>7}", "stage", "ms a doc", "MB/s", "share");
    for (name, time) in &times {
        let (each, rate, share) = (time * 1e3 / documents.len() as f64, bytes as f64 / time / 1e6, 100.0 * time / sum);
        println!("{name:24} {each:10.3} {rate:9.1} {share:6.1}%");
    }
    let tag = times[3].1;
    let in_f32 = best(&|| of.iter().for_each(|p| drop(black_box(exact.tag(p).expect("tags")))));
    println!("\ntagging in f32 takes {:.2} times as long", in_f32 / tag);

    println!("\n{:24} {:>10} {:>12} {:>12}", "the whole", "docs/s", "claims/s", "x one core");
    let count: usize = all.iter().map(Vec::len).sum();
    let mut one = None;
    for (name, tagger, threads) in [
        ("model, 1 core", Box::new(tagger) as Box<dyn Tagger>, 1),
        ("model, 2 cores", Box::new(ModelTagger::embedded(Precision::fastest()).expect("the model")), 2),
        ("rules, 1 core", Box::new(RuleTagger), 1),
    ] {
        let checker = Checker::new(tagger).with_facts(seeds::facts().expect("the tables that ship"));
        let batch = Batch::new(threads).expect("threads");
        let time = best(&|| {
            let documents = documents.iter().cloned().map(Ok);
            let done = batch.run(&checker, documents, |checked| {
                black_box(checked);
                Ok::<(), ()>(())
            });
            done.expect("nothing fails");
        });
        let ratio = *one.get_or_insert(time) / time;
        println!("{name:24} {:10.1} {:12.0} {ratio:12.2}", documents.len() as f64 / time, count as f64 / time);
    }
}

/// The best time of a few rounds, in seconds.
fn best(run: &dyn Fn()) -> f64 {
    let round = |_| {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64()
    };
    (0..ROUNDS).map(round).fold(f64::INFINITY, f64::min)
}

/// The sample articles, and articles put together from the training texts.
fn documents() -> Vec<Document> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut documents: Vec<Document> =
        Articles::new([root.join("seeds/articles")]).map(|d| d.expect("the sample articles")).collect();
    for name in ["society_finance", "tech_energy", "trade_macro"] {
        let records = gold::read(&root.join(format!("eval/train/{name}.jsonl"))).expect("the training data");
        let mut article = String::new();
        for (n, record) in records.iter().enumerate() {
            article.push_str(&record.text);
            article.push_str("\n\n");
            if article.len() >= ARTICLE {
                documents.push(text::document(&format!("{name}-{n}"), std::mem::take(&mut article)));
            }
        }
    }
    documents
}
