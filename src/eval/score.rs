//! Counting, stage by stage.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::gold::{GoldClaim, GoldDocument};
use crate::label::Verdict;
use crate::quantity::{Period, Unit};
use crate::span::Span;

/// How many of how many were right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Right ones.
    pub right: usize,
    /// All that were scored.
    pub of: usize,
}

impl Count {
    fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.of += 1;
    }

    /// The share of right ones; 1 if nothing was scored.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of claims")]
    pub fn share(self) -> f64 {
        if self.of == 0 { 1.0 } else { self.right as f64 / self.of as f64 }
    }
}

/// How often each gold verdict (row) got each verdict (column), in the order of [`Verdict::ALL`].
pub type Confusion = [[usize; Verdict::ALL.len()]; Verdict::ALL.len()];

/// Scores of predictions; shares of stages after the first are of the claims found with their exact span.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Scores {
    /// Documents scored.
    pub documents: usize,
    /// Gold claims.
    pub gold: usize,
    /// Claims that were predicted.
    pub predicted: usize,
    /// Predicted claims with the exact span of a gold claim.
    pub exact: usize,
    /// Gold claims that some predicted claim overlaps.
    pub overlapping: usize,
    /// Exact span, value and unit right, of gold and of predicted claims together: for the F1 of extraction.
    pub value_and_unit: usize,
    /// Right values, kinds and so on, by stage.
    pub stages: BTreeMap<&'static str, Count>,
    /// Verdicts of found claims.
    pub verdicts: Confusion,
    /// Gold claims with a verdict that were not found, by verdict.
    pub unfound: [usize; Verdict::ALL.len()],
    /// Gold findings of consistency that were found, with the right outcome.
    pub consistency: Count,
    /// Everything that was wrong, in the order of the documents.
    pub misses: Vec<Miss>,
}

/// One error, for a person to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Miss {
    /// The document.
    pub id: String,
    /// What was wrong: `missed`, `extra`, or the stage.
    pub stage: &'static str,
    /// The value mention.
    pub text: String,
    /// What the gold says.
    pub gold: String,
    /// What was predicted.
    pub found: String,
    /// The words around the mention.
    pub context: String,
}

impl Scores {
    /// Precision, recall and F1 of exact value spans.
    #[must_use]
    pub fn spans(&self) -> (f64, f64, f64) {
        f1(self.exact, self.predicted, self.gold)
    }

    /// F1 of value and unit together.
    #[must_use]
    pub fn extraction(&self) -> f64 {
        f1(self.value_and_unit, self.predicted, self.gold).2
    }

    /// Precision and recall of a verdict among the claims that were found and have a gold verdict.
    #[must_use]
    pub fn verdict(&self, verdict: Verdict) -> (f64, f64) {
        let v = verdict as usize;
        let right = self.verdicts[v][v];
        let predicted: usize = self.verdicts.iter().map(|row| row[v]).sum();
        let gold: usize = self.verdicts[v].iter().sum();
        (Count { right, of: predicted }.share(), Count { right, of: gold }.share())
    }
}

impl Scores {
    /// The mean of the F1 of each verdict that the gold data has; a claim that was not found is one without its verdict
    /// (macro-averaged F1: Manning, Raghavan and Schütze, 2008, section 13.6).
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of claims")]
    pub fn macro_f1(&self) -> f64 {
        let of = |&verdict: &Verdict| {
            let v = verdict as usize;
            let gold = self.verdicts[v].iter().sum::<usize>() + self.unfound[v];
            let predicted = self.verdicts.iter().map(|row| row[v]).sum();
            (gold > 0).then(|| f1(self.verdicts[v][v], predicted, gold).2)
        };
        let all: Vec<f64> = Verdict::ALL.iter().filter_map(of).collect();
        all.iter().sum::<f64>() / all.len().max(1) as f64
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of claims")]
fn f1(right: usize, predicted: usize, gold: usize) -> (f64, f64, f64) {
    let share = |whole: usize| if whole == 0 { 0.0 } else { right as f64 / whole as f64 };
    let (precision, recall) = (share(predicted), share(gold));
    let f1 = if right == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
    (precision, recall, f1)
}

/// Scores predictions against gold documents; a document without a prediction counts as one without claims.
#[must_use]
pub fn score(gold: &[GoldDocument], predictions: &[GoldDocument]) -> Scores {
    let by_id: BTreeMap<&str, &GoldDocument> = predictions.iter().map(|p| (p.id.as_str(), p)).collect();
    let mut scores = Scores { documents: gold.len(), ..Scores::default() };
    for gold in gold {
        let predicted = by_id.get(gold.id.as_str()).map_or(&[][..], |p| p.claims.as_slice());
        score_document(&mut scores, gold, predicted);
        if let (Some(findings), Some(predicted)) = (&gold.consistency, by_id.get(gold.id.as_str())) {
            for finding in findings {
                let spans = |of: &GoldDocument, claims: &[usize]| -> Vec<Option<Span>> {
                    let mut spans: Vec<_> = claims.iter().map(|&c| of.claims.get(c).map(|c| c.span)).collect();
                    spans.sort();
                    spans
                };
                let wanted = spans(gold, &finding.claims);
                let mut candidates = predicted.consistency.iter().flatten();
                let found = candidates.any(|f| f.holds == finding.holds && spans(predicted, &f.claims) == wanted);
                scores.consistency.add(found);
            }
        }
    }
    scores
}

fn score_document(scores: &mut Scores, gold: &GoldDocument, predicted: &[GoldClaim]) {
    let predicted: Vec<&GoldClaim> = predicted.iter().filter(|c| c.kind.is_some()).collect();
    let claims: Vec<&GoldClaim> = gold.claims.iter().filter(|c| c.kind.is_some()).collect();
    scores.gold += claims.len();
    scores.predicted += predicted.len();
    let mut miss = |stage, claim: &GoldClaim, gold_says: String, found: String| {
        let text = claim.span.of(&gold.text).to_owned();
        let context = around(&gold.text, claim.span);
        scores.misses.push(Miss { id: gold.id.clone(), stage, text, gold: gold_says, found, context });
    };
    let mut exact = Vec::new();
    for claim in &claims {
        let overlapping = predicted.iter().find(|p| p.span.overlaps(claim.span));
        scores.overlapping += usize::from(overlapping.is_some());
        if let Some(found) = predicted.iter().find(|p| p.span == claim.span) {
            exact.push((*claim, *found));
            continue;
        }
        miss(
            "missed",
            claim,
            claim.kind.map_or_else(String::new, |k| k.to_string()),
            overlapping.map_or_else(String::new, |p| p.span.of(&gold.text).to_owned()),
        );
        if let Some(verdict) = claim.verdict {
            scores.unfound[verdict as usize] += 1;
        }
    }
    for extra in predicted.iter().filter(|p| !claims.iter().any(|c| c.span == p.span)) {
        miss("extra", extra, String::new(), extra.kind.map_or_else(String::new, |k| k.to_string()));
    }
    scores.exact += exact.len();
    for (claim, found) in exact {
        let mut stage = |name: &'static str, right: bool, gold_says: String, found_says: String| {
            scores.stages.entry(name).or_default().add(right);
            if !right {
                miss(name, claim, gold_says, found_says);
            }
            right
        };
        let show = |c: &GoldClaim| match (c.value, c.low, c.high) {
            (Some(value), ..) => value.normalize().to_string(),
            (None, Some(low), Some(high)) => format!("{} to {}", low.normalize(), high.normalize()),
            _ => "nothing".to_owned(),
        };
        let value = stage("value", same_value(claim, found), show(claim), show(found));
        let unit = stage("unit", same_unit(&claim.unit, &found.unit), claim.unit.clone(), found.unit.clone());
        stage("kind", claim.kind == found.kind, format!("{:?}", claim.kind), format!("{:?}", found.kind));
        let comparators = (claim.comparator.to_string(), found.comparator.to_string());
        stage("comparator", claim.comparator == found.comparator, comparators.0, comparators.1);
        if let (Some(wanted), Some(found)) = (claim.modality, found.modality) {
            stage("modality", wanted == found, wanted.to_string(), found.to_string());
        }
        let texts = |span: Option<Span>| span.map_or("nothing", |s| s.of(&gold.text)).to_owned();
        for (name, wanted, found) in [
            ("measure", claim.measure, found.measure),
            ("entity", claim.entity, found.entity),
            ("counterpart", claim.counterpart, found.counterpart),
        ] {
            if let (Some(wanted), Some(found)) = (wanted, found) {
                stage(name, same_words(&gold.text, wanted, found), texts(wanted), texts(found));
            }
        }
        for (name, wanted, found) in
            [("period", &claim.period, &found.period), ("base_period", &claim.base_period, &found.base_period)]
        {
            if let (Some(wanted), Some(found)) = (wanted, found) {
                let show = |p: &Option<String>| p.clone().unwrap_or_else(|| "nothing".to_owned());
                stage(name, same_period(wanted.as_deref(), found.as_deref()), show(wanted), show(found));
            }
        }
        if let (Some(wanted), Some(verdict)) = (claim.verdict, found.verdict) {
            stage("verdict", wanted == verdict, wanted.to_string(), verdict.to_string());
            scores.verdicts[wanted as usize][verdict as usize] += 1;
        }
        scores.value_and_unit += usize::from(value && unit);
    }
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

/// Whether two mentions share at least half of the words of both, name the same thing elsewhere, or are both missing.
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
