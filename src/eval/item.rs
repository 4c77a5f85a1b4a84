//! Gold claims and predicted ones held against each other, one by one: what every score is counted from.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::gold::{GoldClaim, GoldDocument, GoldEvidence, GoldFinding};
use crate::label::{Kind, Verdict, vocabulary};
use crate::quantity::{Period, Unit};
use crate::span::Span;

vocabulary! {
    /// What is right or wrong of a claim that was found with its exact span, in the order in which a claim goes through it.
    Stage, "stage" {
        /// The value, or both ends.
        Value = "value",
        /// The unit.
        Unit = "unit",
        /// The kind.
        Kind = "kind",
        /// The comparator.
        Comparator = "comparator",
        /// The modality.
        Modality = "modality",
        /// The words for what is measured.
        Measure = "measure",
        /// The words for whose figure it is.
        Entity = "entity",
        /// The words for the partner.
        Counterpart = "counterpart",
        /// The period, resolved.
        Period = "period",
        /// The base period, resolved.
        BasePeriod = "base_period",
        /// Measure, entity, counterpart and period, as far as they are annotated, all of them.
        Links = "links",
        /// The rows that decide come first.
        Facts = "facts_first",
        /// The rows that decide are among the first three.
        FactsOfThree = "facts_first_three",
        /// How the value follows from the rows.
        Derivation = "derivation",
        /// The verdict.
        Verdict = "verdict",
    }
}

/// How much of a gold claim's value mention was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// All of it and no more.
    Exact,
    /// Some of it, or more.
    Overlap,
    /// Nothing.
    Missed,
    /// It is no gold claim: something was found where none is.
    Extra,
}

/// Whether a stage was right, and what was said if not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Whether it was.
    pub right: bool,
    /// What the gold data says, where it was wrong.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub gold: String,
    /// What was found, where it was wrong.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub found: String,
}

/// One gold claim and what was found of it, or something found that is no gold claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// First code point of the value mention.
    pub start: usize,
    /// One past its last.
    pub end: usize,
    /// Its words.
    pub text: String,
    /// The words around it.
    pub context: String,
    /// How much of it was found.
    pub found: Found,
    /// Whether a predicted claim that is no gold claim, or a gold claim that was not found exactly, overlaps the other.
    pub overlaps: bool,
    /// The gold verdict.
    pub gold: Option<Verdict>,
    /// The predicted verdict.
    pub predicted: Option<Verdict>,
    /// How sure the prediction is that this is a claim.
    pub confidence: Option<f64>,
    /// What was right of it; only of exact spans, and only what is annotated.
    pub stages: BTreeMap<Stage, Outcome>,
    /// By what it is told from others: kind, unit, topic, …
    pub slices: BTreeMap<String, String>,
}

/// Findings of consistency: figures of a document held against each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// In the gold data.
    pub gold: usize,
    /// Predicted.
    pub predicted: usize,
    /// In both, with the same outcome.
    pub right: usize,
}

/// What was found in one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentItems {
    /// Its name.
    pub id: String,
    /// The document that it is a part of, or itself: parts of one document are drawn together.
    pub source: String,
    /// Its claims in text order, and what was taken for claims.
    pub items: Vec<Item>,
    /// Its findings, if they are annotated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consistency: Option<Findings>,
    /// Gold findings that were not found with the same outcome.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unfound: Vec<String>,
}

/// Holds predictions against gold documents; a document without a prediction counts as one without claims.
#[must_use]
pub fn align(gold: &[GoldDocument], predictions: &[GoldDocument]) -> Vec<DocumentItems> {
    let by_id: BTreeMap<&str, &GoldDocument> = predictions.iter().map(|p| (p.id.as_str(), p)).collect();
    gold.iter().map(|gold| align_document(gold, by_id.get(gold.id.as_str()).copied())).collect()
}

fn align_document(gold: &GoldDocument, prediction: Option<&GoldDocument>) -> DocumentItems {
    let claims: Vec<&GoldClaim> = gold.claims.iter().filter(|c| c.kind.is_some()).collect();
    let predicted: Vec<&GoldClaim> = prediction.iter().flat_map(|p| &p.claims).filter(|c| c.kind.is_some()).collect();
    let mut items: Vec<(Span, Item)> = Vec::new();
    for claim in &claims {
        let exact = predicted.iter().find(|p| p.span == claim.span);
        let overlapping = predicted.iter().find(|p| p.span.overlaps(claim.span));
        let mut item = item(gold, claim);
        item.overlaps = overlapping.is_some();
        item.gold = claim.verdict;
        item.found = match (exact, overlapping) {
            (Some(_), _) => Found::Exact,
            (None, Some(_)) => Found::Overlap,
            (None, None) => Found::Missed,
        };
        if let Some(found) = exact {
            item.predicted = found.verdict;
            item.confidence = found.confidence;
            item.stages = stages(&gold.text, claim, found);
        }
        items.push((claim.span, item));
    }
    for extra in predicted.iter().filter(|p| !claims.iter().any(|c| c.span == p.span)) {
        let mut item = item(gold, extra);
        item.found = Found::Extra;
        item.overlaps = claims.iter().any(|c| c.span.overlaps(extra.span));
        item.predicted = extra.verdict;
        item.confidence = extra.confidence;
        for of_gold in ["derivation", "error"] {
            item.slices.remove(of_gold);
        }
        items.push((extra.span, item));
    }
    items.sort_by_key(|(span, item)| (span.start, span.end, item.found));
    let (consistency, unfound) = consistency(gold, prediction);
    DocumentItems {
        id: gold.id.clone(),
        source: gold.source.clone().unwrap_or_else(|| gold.id.clone()),
        items: items.into_iter().map(|(_, item)| item).collect(),
        consistency,
        unfound,
    }
}

fn item(document: &GoldDocument, claim: &GoldClaim) -> Item {
    let point = |byte: usize| document.text[..byte].chars().count();
    Item {
        start: point(claim.span.start),
        end: point(claim.span.end),
        text: claim.span.of(&document.text).to_owned(),
        context: around(&document.text, claim.span),
        found: Found::Missed,
        overlaps: false,
        gold: None,
        predicted: None,
        confidence: None,
        stages: BTreeMap::new(),
        slices: slices(document, claim),
    }
}

/// By what a claim is told from others.
fn slices(document: &GoldDocument, claim: &GoldClaim) -> BTreeMap<String, String> {
    let words = document.text.split_whitespace().count();
    let length = match words {
        0..50 => "under 50 words",
        50..150 => "50 to 149 words",
        150..400 => "150 to 399 words",
        _ => "400 words and more",
    };
    let derivation =
        claim.evidence.as_ref().map(|e| e.first().map_or_else(|| "none".to_owned(), |e| shape(&e.derivation)));
    let all = [
        ("kind", claim.kind.map(|k| k.to_string())),
        ("unit", Some(unit_family(&claim.unit).to_owned())),
        ("topic", document.topic.clone()),
        ("length", Some(length.to_owned())),
        ("derivation", derivation),
        ("error", claim.error.clone()),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

fn unit_family(code: &str) -> &'static str {
    match Unit::parse(code) {
        Ok(unit) if unit.is_percent() => "percent",
        Ok(unit) if unit == Unit::points() => "points",
        Ok(unit) if unit == Unit::one() => "plain number",
        Ok(unit) if unit.is_currency() => "money",
        Ok(unit) if unit.has_currency() => "money for each",
        Ok(unit) if unit.dimension().is_one() => "count",
        Ok(_) => "physical",
        Err(_) => "unknown",
    }
}

/// A derivation without its letters, so that the same way from other rows is the same: `growth(a, b)`, `a + b + …`.
fn shape(derivation: &str) -> String {
    static LETTERS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b[a-z]{1,2}\b").expect("a pattern"));
    static SUMS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"x(?: \+ x)+").expect("a pattern"));
    static LISTS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(rank|mean)\([^()]*\)").expect("a pattern"));
    static YEARS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"cagr\(([^()]*), \d+\)").expect("a pattern"));
    let plain = LETTERS.replace_all(derivation, |found: &regex::Captures<'_>| {
        // The one function with a name as short as the letters.
        if &found[0] == "fx" { "fx" } else { "x" }
    });
    let plain = SUMS.replace_all(&plain, "sum");
    let plain = LISTS.replace_all(&plain, "$1(…)");
    YEARS.replace_all(&plain, "cagr($1, years)").into_owned()
}

fn stages(text: &str, claim: &GoldClaim, found: &GoldClaim) -> BTreeMap<Stage, Outcome> {
    let mut all = BTreeMap::new();
    let mut add = |stage: Stage, right: bool, gold: String, found: String| {
        let (gold, found) = if right { Default::default() } else { (gold, found) };
        all.insert(stage, Outcome { right, gold, found });
    };
    let show = |c: &GoldClaim| match (c.value, c.low, c.high) {
        (Some(value), ..) => value.normalize().to_string(),
        (None, Some(low), Some(high)) => format!("{} to {}", low.normalize(), high.normalize()),
        _ => "nothing".to_owned(),
    };
    add(Stage::Value, same_value(claim, found), show(claim), show(found));
    add(Stage::Unit, same_unit(&claim.unit, &found.unit), claim.unit.clone(), found.unit.clone());
    let kind = |kind: Option<Kind>| kind.map_or("none", Kind::as_str).to_owned();
    add(Stage::Kind, claim.kind == found.kind, kind(claim.kind), kind(found.kind));
    let comparators = (claim.comparator.to_string(), found.comparator.to_string());
    add(Stage::Comparator, claim.comparator == found.comparator, comparators.0, comparators.1);
    if let (Some(wanted), Some(found)) = (claim.modality, found.modality) {
        add(Stage::Modality, wanted == found, wanted.to_string(), found.to_string());
    }
    let texts = |span: Option<Span>| span.map_or("nothing", |s| s.of(text)).to_owned();
    let mut links = Vec::new();
    for (stage, wanted, found) in [
        (Stage::Measure, claim.measure, found.measure),
        (Stage::Entity, claim.entity, found.entity),
        (Stage::Counterpart, claim.counterpart, found.counterpart),
    ] {
        if let (Some(wanted), Some(found)) = (wanted, found) {
            let right = same_words(text, wanted, found);
            links.push((stage, right));
            add(stage, right, texts(wanted), texts(found));
        }
    }
    for (stage, wanted, found) in
        [(Stage::Period, &claim.period, &found.period), (Stage::BasePeriod, &claim.base_period, &found.base_period)]
    {
        if let (Some(wanted), Some(found)) = (wanted, found) {
            let show = |p: &Option<String>| p.clone().unwrap_or_else(|| "nothing".to_owned());
            let right = same_period(wanted.as_deref(), found.as_deref());
            if stage == Stage::Period {
                links.push((stage, right));
            }
            add(stage, right, show(wanted), show(found));
        }
    }
    if !links.is_empty() {
        let wrong: Vec<&str> = links.iter().filter(|(_, right)| !right).map(|(stage, _)| stage.as_str()).collect();
        add(Stage::Links, wrong.is_empty(), "all of them".to_owned(), format!("wrong: {}", wrong.join(", ")));
    }
    if let (Some(wanted), Some(evidence)) = (&claim.evidence, &found.evidence)
        && !wanted.is_empty()
    {
        let rows = |e: &GoldEvidence| -> BTreeSet<String> { e.facts.iter().cloned().collect() };
        let candidates = found.candidates.iter().flatten();
        let ranked: Vec<BTreeSet<String>> =
            evidence.iter().map(rows).chain(candidates.map(|c| BTreeSet::from([c.clone()]))).collect();
        let list = |rows: &[BTreeSet<String>]| {
            let all: Vec<String> = rows.iter().map(|r| r.iter().cloned().collect::<Vec<_>>().join(" + ")).collect();
            if all.is_empty() { "nothing".to_owned() } else { all.join(", then ") }
        };
        let gold: Vec<BTreeSet<String>> = wanted.iter().map(rows).collect();
        for (stage, most) in [(Stage::Facts, 1), (Stage::FactsOfThree, 3)] {
            let first = &ranked[..ranked.len().min(most)];
            add(stage, first.iter().any(|rows| gold.contains(rows)), list(&gold), list(first));
        }
        let derivation = |e: &[GoldEvidence]| e.first().map_or_else(|| "nothing".to_owned(), |e| e.derivation.clone());
        let shapes = |e: &[GoldEvidence]| e.first().map(|e| shape(&e.derivation));
        let right = shapes(wanted) == shapes(evidence);
        add(Stage::Derivation, right, derivation(wanted), derivation(evidence));
    }
    if let (Some(wanted), Some(verdict)) = (claim.verdict, found.verdict) {
        add(Stage::Verdict, wanted == verdict, wanted.to_string(), verdict.to_string());
    }
    all
}

/// The findings of a document, if they are annotated and it was read, and those that were not found.
fn consistency(gold: &GoldDocument, prediction: Option<&GoldDocument>) -> (Option<Findings>, Vec<String>) {
    let (Some(wanted), Some(prediction)) = (&gold.consistency, prediction) else { return (None, Vec::new()) };
    let spans = |of: &GoldDocument, finding: &GoldFinding| -> Vec<Option<Span>> {
        let mut spans: Vec<_> = finding.claims.iter().map(|&c| of.claims.get(c).map(|c| c.span)).collect();
        spans.sort();
        spans
    };
    let found = prediction.consistency.as_deref().unwrap_or_default();
    let is_found = |finding: &GoldFinding| {
        let wanted = spans(gold, finding);
        found.iter().any(|f| f.holds == finding.holds && spans(prediction, f) == wanted)
    };
    let (right, unfound): (Vec<_>, Vec<_>) = wanted.iter().partition(|finding| is_found(finding));
    let say = |finding: &&GoldFinding| {
        let words: Vec<&str> =
            finding.claims.iter().filter_map(|&c| Some(gold.claims.get(c)?.span.of(&gold.text))).collect();
        format!("{} of {}: {}", finding.check, words.join(", "), if finding.holds { "agree" } else { "disagree" })
    };
    let findings = Findings { gold: wanted.len(), predicted: found.len(), right: right.len() };
    (Some(findings), unfound.iter().map(say).collect())
}

fn same_value(gold: &GoldClaim, found: &GoldClaim) -> bool {
    // "a third" is 33.33 to one annotator and 33.3333 to the next: four digits have to agree.
    let same = |a: Option<Decimal>, b: Option<Decimal>| match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => a == b || a.round_sf(4) == b.round_sf(4),
        _ => false,
    };
    same(gold.value, found.value) && same(gold.low, found.low) && same(gold.high, found.high)
}

/// Units are the same if their codes are, or if one converts to the other one to one.
fn same_unit(gold: &str, found: &str) -> bool {
    gold == found
        || match (Unit::parse(gold), Unit::parse(found)) {
            (Ok(gold), Ok(found)) => gold == found || gold.factor_to(&found) == Some(Decimal::ONE),
            _ => false,
        }
}

fn same_period(gold: Option<&str>, found: Option<&str>) -> bool {
    match (gold, found) {
        (Some(gold), Some(found)) => {
            gold == found || matches!((Period::parse(gold), Period::parse(found)), (Ok(g), Ok(f)) if g.same_days(&f))
        }
        (gold, found) => gold == found,
    }
}

/// Whether two mentions share at least half of the words of both, or are both missing.
fn same_words(text: &str, gold: Option<Span>, found: Option<Span>) -> bool {
    match (gold, found) {
        (None, None) => true,
        (Some(gold), Some(found)) => {
            let words = |span: Span| -> Vec<String> {
                let words = span.of(text).split(|c: char| !c.is_alphanumeric());
                words.filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
            };
            let (gold, found) = (words(gold), words(found));
            let shared = gold.iter().filter(|w| found.contains(w)).count();
            // Dice's coefficient of at least a half.
            4 * shared >= gold.len() + found.len()
        }
        _ => false,
    }
}

/// The words around a mention, on one line.
fn around(text: &str, span: Span) -> String {
    let mut from = span.start.saturating_sub(70);
    let mut to = (span.end + 50).min(text.len());
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    while !text.is_char_boundary(to) {
        to += 1;
    }
    let line = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{} [{}] {}", line(&text[from..span.start]), span.of(text), line(&text[span.end..to]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_way_from_other_rows_is_the_same() {
        let cases = [
            ("growth(a, b)", "growth(b, a)", true),
            ("a + b", "a + b + c", true),
            ("rank(a, b)", "rank(a)", true),
            ("cagr(a, b, 4)", "cagr(a, b, 5)", true),
            ("a * fx(b)", "a * b", false),
            ("a - b", "a + b", false),
            ("share(a, b)", "a / b", false),
            ("growth(a + b, c + d)", "growth(a + b + c, d + e + aa)", true),
        ];
        for (a, b, same) in cases {
            assert_eq!(shape(a) == shape(b), same, "{a} is {}, {b} is {}", shape(a), shape(b));
        }
    }

    #[test]
    fn units_have_families() {
        let cases = [
            ("USD", "money"),
            ("USD/[bbl_us]", "money for each"),
            ("%", "percent"),
            ("pp", "points"),
            ("1", "plain number"),
            ("{person}", "count"),
            ("kW.h", "physical"),
            ("what?", "unknown"),
        ];
        for (code, family) in cases {
            assert_eq!(unit_family(code), family, "{code}");
        }
    }
}
