//! What an evaluation found, as plain data: printed, written as JSON or as a page, and read back to be compared.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Deserializer, Serialize, de};

use super::bootstrap::{Interval, clusters, intervals};
use super::item::{DocumentItems, Found};
use super::speed::Speed;
use super::tally::{Bin, Confusion, Formula, METRICS, Tally};
use crate::error::{Error, Result};
use crate::label::Verdict;

/// The version of the form, which every report carries.
pub const SCHEMA: &str = "figcheck-eval/1";

/// The dimensions of [`super::Item::slices`], in the order of reports.
const DIMENSIONS: [&str; 6] = ["kind", "unit", "topic", "length", "derivation", "error"];

/// The dimension that has ever more values, and below how many claims they are put together.
const OPEN: &str = "derivation";
const RARE: usize = 3;

/// The scores of one system on one gold file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Always [`SCHEMA`].
    #[serde(deserialize_with = "this_schema")]
    pub schema: String,
    /// The version of figcheck that scored.
    pub figcheck: String,
    /// What was scored.
    pub system: String,
    /// Against what.
    pub gold: String,
    /// How many documents there are.
    pub documents: usize,
    /// How many gold claims.
    pub claims: usize,
    /// How many predicted ones.
    pub predicted: usize,
    /// Every score that could be computed, in the order of [`METRICS`].
    pub scores: Vec<Score>,
    /// How often each gold verdict (row) got each verdict (column), in the order of [`Verdict::ALL`].
    pub confusion: Confusion,
    /// Gold claims with a verdict that were not found, or got none, by gold verdict.
    pub unfound: [usize; Verdict::ALL.len()],
    /// Predictions by confidence: from 0 to 1 in bins of equal width.
    pub calibration: Vec<Bin>,
    /// The same scores of a part of the claims.
    pub slices: Vec<Slice>,
    /// Other systems on the same gold file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<System>,
    /// How fast it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speed: Option<Speed>,
    /// Every claim, one by one.
    pub items: Vec<DocumentItems>,
}

/// One score with its 95 % interval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// The name of its metric.
    pub name: String,
    /// From 0 to 1.
    pub value: f64,
    /// Over documents drawn anew; none for fewer than two.
    pub interval: Option<Interval>,
}

/// A part of the claims.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slice {
    /// The dimension: `kind`, `unit`, …
    pub by: String,
    /// What its claims have in common.
    pub value: String,
    /// Gold claims in it.
    pub claims: usize,
    /// Gold claims in it that are refuted though they are not false.
    pub falsely_refuted: usize,
    /// [`SLICED`].
    pub scores: Vec<Score>,
}

/// What is scored of a slice: all of its gold claims count, found or not.
pub const SLICED: [(&str, Formula); 3] = [
    ("found", |t| t.spans().recall()),
    ("value and unit", |t| t.extraction().recall()),
    ("verdict", |t| t.verdicts_right().share().filter(|_| t.has_verdicts())),
];

/// Another system, in a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct System {
    /// Its name.
    pub name: String,
    /// Its scores, by the names of their metrics.
    pub scores: Vec<Score>,
}

impl System {
    /// A system's scores on what it found.
    #[must_use]
    pub fn new(name: impl Into<String>, items: &[DocumentItems]) -> Self {
        let tallies: Vec<Tally> = clusters(items).into_iter().map(|(_, tally)| tally).collect();
        Self { name: name.into(), scores: scores(&tallies) }
    }
}

fn this_schema<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let found = String::deserialize(deserializer)?;
    let message = || de::Error::custom(format!("schema is {found:?}, expected {SCHEMA:?}"));
    if found == SCHEMA { Ok(found) } else { Err(message()) }
}

impl Report {
    /// Scores what a system found.
    #[must_use]
    pub fn new(system: impl Into<String>, gold: impl Into<String>, items: Vec<DocumentItems>) -> Self {
        let tallies: Vec<Tally> = clusters(&items).into_iter().map(|(_, tally)| tally).collect();
        let all = Tally::sum(&tallies);
        Self {
            schema: SCHEMA.to_owned(),
            figcheck: env!("CARGO_PKG_VERSION").to_owned(),
            system: system.into(),
            gold: gold.into(),
            documents: items.len(),
            claims: all.gold,
            predicted: all.predicted,
            scores: scores(&tallies),
            confusion: all.verdicts,
            unfound: all.unfound,
            calibration: all.bins.to_vec(),
            slices: slices(&items),
            beside: Vec::new(),
            speed: None,
            items,
        }
    }

    /// Reads a report that was written as JSON.
    ///
    /// # Errors
    /// If the file cannot be read, or is no report of this version.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|e| Error::io(path, e))?;
        serde_json::from_slice(&bytes).map_err(|e| {
            let what = format!("no report of `figcheck eval --format json`: {e}");
            Error::document(what).at_path(path).at_line(e.line()).at_column(e.column())
        })
    }

    /// A score by the name of its metric.
    #[must_use]
    pub fn score(&self, name: &str) -> Option<f64> {
        self.scores.iter().find(|score| score.name == name).map(|score| score.value)
    }

    /// Every claim with something wrong, and the stages that were.
    pub fn misses(&self) -> impl Iterator<Item = Miss<'_>> {
        self.items.iter().flat_map(|document| {
            let unfound = document.unfound.iter().map(|finding| Miss {
                id: &document.id,
                stage: "consistency",
                text: finding,
                gold: "a finding",
                found: "none like it",
                context: "",
            });
            document.items.iter().flat_map(|item| misses_of(&document.id, item)).chain(unfound)
        })
    }
}

/// One error, for a person to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Miss<'r> {
    /// The document.
    pub id: &'r str,
    /// What was wrong: `missed`, `extra`, or the stage.
    pub stage: &'static str,
    /// The value mention.
    pub text: &'r str,
    /// What the gold says.
    pub gold: &'r str,
    /// What was predicted.
    pub found: &'r str,
    /// The words around the mention.
    pub context: &'r str,
}

fn misses_of<'r>(id: &'r str, item: &'r super::Item) -> Vec<Miss<'r>> {
    let kind = item.slices.get("kind").map_or("", String::as_str);
    let miss = |stage, gold, found| Miss { id, stage, text: &item.text, gold, found, context: &item.context };
    match item.found {
        Found::Missed => vec![miss("missed", kind, "nothing")],
        Found::Overlap => vec![miss("missed", kind, "other ends of the mention")],
        Found::Extra => vec![miss("extra", "no claim", kind)],
        Found::Exact => {
            let wrong = item.stages.iter().filter(|(_, outcome)| !outcome.right);
            wrong.map(|(stage, outcome)| miss(stage.as_str(), outcome.gold.as_str(), outcome.found.as_str())).collect()
        }
    }
}

fn scores(tallies: &[Tally]) -> Vec<Score> {
    let all = Tally::sum(tallies);
    let functions: Vec<Formula> = METRICS.iter().map(|metric| metric.of).collect();
    let intervals = intervals(tallies, &functions);
    let scored = METRICS.iter().zip(intervals).filter_map(|(metric, interval)| {
        Some(Score { name: metric.name.to_owned(), value: (metric.of)(&all)?, interval })
    });
    scored.collect()
}

fn slices(items: &[DocumentItems]) -> Vec<Slice> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for item in items.iter().flat_map(|document| &document.items) {
        for (by, value) in &item.slices {
            *counts.entry((by, value)).or_default() += 1;
        }
    }
    let is_rare = |by: &str, value: &str| by == OPEN && counts.get(&(by, value)).is_some_and(|&n| n < RARE);
    // Of each slice the sums of the documents that have claims in it.
    let mut parts: BTreeMap<(usize, &str), BTreeMap<&str, Tally>> = BTreeMap::new();
    for document in items {
        for item in &document.items {
            for (at, by) in DIMENSIONS.iter().enumerate() {
                if let Some(value) = item.slices.get(*by) {
                    let value = if is_rare(by, value) { "other" } else { value };
                    let tallies = parts.entry((at, value)).or_default();
                    tallies.entry(document.source.as_str()).or_default().add(item);
                }
            }
        }
    }
    let functions = SLICED.map(|(_, of)| of);
    let mut slices: Vec<(usize, Slice)> = Vec::new();
    for ((at, value), tallies) in parts {
        let tallies: Vec<Tally> = tallies.into_values().collect();
        let all = Tally::sum(&tallies);
        let scored = SLICED
            .iter()
            .zip(intervals(&tallies, &functions))
            .filter_map(|((name, of), interval)| Some(Score { name: (*name).to_owned(), value: of(&all)?, interval }));
        let (refuted, falsely) = (Verdict::Refuted as usize, [Verdict::Supported, Verdict::NotEnoughInfo]);
        let slice = Slice {
            by: DIMENSIONS[at].to_owned(),
            value: value.to_owned(),
            claims: all.gold,
            falsely_refuted: falsely.iter().map(|&gold| all.verdicts[gold as usize][refuted]).sum(),
            scores: scored.collect(),
        };
        if slice.claims > 0 {
            slices.push((at, slice));
        }
    }
    // Where the order says something it is kept, else the largest come first.
    slices.sort_by_key(|(at, slice)| (*at, if slice.by == "length" { 0 } else { usize::MAX - slice.claims }));
    slices.into_iter().map(|(_, slice)| slice).collect()
}
