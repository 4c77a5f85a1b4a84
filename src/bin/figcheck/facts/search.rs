//! `figcheck facts search`: the measures that fit some words.

use std::fmt::Write as _;

use figcheck::check::amount;
use figcheck::facts::{EntityName, FactTable, Found};
#[cfg(feature = "model")]
use figcheck::facts::{MeasureVectors, topic};
#[cfg(feature = "model")]
use figcheck::tag::ModelTagger;
#[cfg(feature = "model")]
use figcheck::tag::engine::Precision;

use super::super::args::SearchArgs;
use super::super::stop::{Status, Stop};
#[cfg(feature = "model")]
use super::tell;
use super::{load_paths, many, print};

/// Rows of each measure that are shown.
const ROWS: usize = 3;

pub(super) fn run(args: &SearchArgs) -> Result<Status, Stop> {
    let (table, status) = load_paths(&args.tables)?;
    let entity = args.entity.as_deref().map(EntityName::parse);
    let words = args.words.join(" ");
    let found = find(&table, &words, entity.as_ref(), args)?;
    let mut text = String::new();
    if found.is_empty() {
        let of = args.entity.as_ref().map(|e| format!(" of {e}")).unwrap_or_default();
        let when = args.period.map(|p| format!(" in {p}")).unwrap_or_default();
        let _ = writeln!(text, "no measure fits {words:?}{of}{when}");
    }
    for one in found.iter().take(args.most) {
        let Some(&first) = one.rows.first() else { continue };
        let fact = table.fact(first);
        let aliases = if fact.aliases.is_empty() { String::new() } else { format!(" ({})", fact.aliases.join(", ")) };
        let _ =
            writeln!(text, "{:>3.0} %  {}{aliases}, {}", one.score * 100.0, fact.measure, many(one.rows.len(), "row"));
        for &row in one.rows.iter().take(ROWS) {
            let fact = table.fact(row);
            let with = fact.counterpart.as_ref().map(|c| format!(" with {c}")).unwrap_or_default();
            let old = table
                .superseded_by(row)
                .map(|later| format!("; superseded by {}", table.fact(later).id))
                .unwrap_or_default();
            let value = amount(fact.value, &fact.unit);
            let _ = writeln!(text, "       {}{with}, {}: {value} ({}{old})", fact.entity, fact.period, fact.id);
        }
    }
    if let Some(more) = found.len().checked_sub(args.most).filter(|&n| n > 0) {
        let _ = writeln!(text, "and {} less like it; --most shows more", many(more, "measure"));
    }
    print(&text)?;
    Ok(status)
}

/// By words and meaning, or by words alone where that was asked for, or where the model is not there.
#[cfg(feature = "model")]
fn find(table: &FactTable, words: &str, entity: Option<&EntityName>, args: &SearchArgs) -> Result<Vec<Found>, Stop> {
    /// Measures that are embedded for one search; more take longer than a person waits.
    const MOST: usize = 5_000;
    let period = args.period.as_ref();
    let measures = table.measures().count();
    if args.words_only || measures > MOST {
        if measures > MOST && !args.words_only {
            tell(&format!("{} are too many to compare by meaning: by words alone", many(measures, "measure")));
        }
        return Ok(table.search(words, entity, period));
    }
    let tagger = ModelTagger::embedded(Precision::fastest())?;
    let vectors = MeasureVectors::new(table, |texts| tagger.vectors(texts))?;
    let text = topic(words);
    let vector = tagger.vectors(&[&text])?;
    Ok(match vector.first() {
        Some(vector) => table.search_by_meaning(words, (&vectors, vector), entity, period),
        None => Vec::new(),
    })
}

#[cfg(not(feature = "model"))]
fn find(table: &FactTable, words: &str, entity: Option<&EntityName>, args: &SearchArgs) -> Result<Vec<Found>, Stop> {
    Ok(table.search(words, entity, args.period.as_ref()))
}
