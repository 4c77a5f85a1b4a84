//! The sample articles against the seed tables with the shipped model: the expected verdicts, one by one.

use std::path::Path;

use figcheck::doc::Document;
use figcheck::eval::score;
use figcheck::gold;
use figcheck::ingest::Articles;
use figcheck::pipeline::Checker;
use figcheck::report::{Checked, Format, Style};
use figcheck::seeds;
use figcheck::tag::ModelTagger;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The sample articles, named as `figcheck check seeds/articles` names them.
fn articles() -> Vec<Document> {
    let documents = Articles::new([root().join("seeds/articles")]).map(|d| d.unwrap());
    let prefix = format!("{}/", root().display());
    documents.map(|d| Document { id: d.id.replace(&prefix, ""), ..d }).collect()
}

fn lines(results: &[Checked]) -> String {
    let mut out = Vec::new();
    let mut renderer = Format::Jsonl.renderer(Style::default());
    for checked in results {
        renderer.document(checked, &mut out).unwrap();
    }
    String::from_utf8(out).unwrap()
}

#[test]
fn the_gold_texts_are_the_articles_as_they_are_read() {
    let gold = gold::read(&root().join("eval/gold/seeds.jsonl")).unwrap();
    let articles = articles();
    assert_eq!(gold.len(), articles.len());
    for gold in &gold {
        let article = articles.iter().find(|a| a.id == gold.id).unwrap_or_else(|| panic!("{} is no article", gold.id));
        assert_eq!(gold.text, article.text, "{}", gold.id);
        assert_eq!(gold.published, article.published, "{}", gold.id);
    }
}

#[test]
fn the_sample_articles_get_the_expected_verdicts() {
    let gold = gold::read(&root().join("eval/gold/seeds.jsonl")).unwrap();
    let checker = Checker::new(Box::new(ModelTagger::embedded().unwrap())).with_facts(seeds::facts().unwrap());
    let results: Vec<Checked> = articles().into_iter().map(|a| checker.check(a)).collect();
    let predictions = gold::parse_predictions(&lines(&results), &gold).unwrap();
    let scores = score(&gold, &predictions);
    let wrong: Vec<String> = scores
        .misses
        .iter()
        .filter(|m| ["missed", "extra", "verdict"].contains(&m.stage))
        .map(|m| format!("{}: {}: {} -> {}: {}", m.id, m.stage, m.gold, m.found, m.context))
        .collect();
    assert!(wrong.is_empty(), "{} of {} claims:\n{}", wrong.len(), scores.gold, wrong.join("\n"));
}
