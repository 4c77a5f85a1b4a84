//! Sums over documents, and the scores that follow from them.
//!
//! Everything that is scored is a function of sums that add up over documents: that is what makes drawing documents anew
//! ([`super::bootstrap`]) a matter of adding.

use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use super::item::{DocumentItems, Found, Item, Stage};
use crate::label::Verdict;

/// How many of how many were right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Right ones.
    pub right: usize,
    /// All that were scored.
    pub of: usize,
}

impl Count {
    pub(super) fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.of += 1;
    }

    /// The share of right ones; `None` if nothing was scored.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of claims")]
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.right as f64 / self.of as f64)
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.of += other.of;
    }
}

/// Right, predicted and wanted ones: what precision, recall and F1 are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Matches {
    /// Predicted ones that are right.
    pub right: usize,
    /// Wanted ones that were found; more or fewer than `right` only where the two are not paired one to one.
    pub found: usize,
    /// All predicted ones.
    pub predicted: usize,
    /// All wanted ones.
    pub gold: usize,
}

impl Matches {
    /// One for one.
    #[must_use]
    pub fn paired(right: usize, predicted: usize, gold: usize) -> Self {
        Self { right, found: right, predicted, gold }
    }

    /// The share of predicted ones that are right.
    #[must_use]
    pub fn precision(self) -> Option<f64> {
        Count { right: self.right, of: self.predicted }.share()
    }

    /// The share of wanted ones that were found.
    #[must_use]
    pub fn recall(self) -> Option<f64> {
        Count { right: self.found, of: self.gold }.share()
    }

    /// The harmonic mean of precision and recall (van Rijsbergen, 1979); zero where nothing is right.
    #[must_use]
    pub fn f1(self) -> Option<f64> {
        let precision = self.precision().unwrap_or(0.0);
        let recall = self.recall()?;
        let sum = precision + recall;
        Some(if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 })
    }
}

/// How often each gold verdict (row) got each verdict (column), in the order of [`Verdict::ALL`].
pub type Confusion = [[usize; Verdict::ALL.len()]; Verdict::ALL.len()];

/// Predictions of about the same confidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// How many.
    pub count: usize,
    /// How many of them are right: a claim with this span and this kind.
    pub right: usize,
    /// The sum of their confidences.
    pub confidence: f64,
}

/// Bins of confidence, of equal width.
pub const BINS: usize = 10;

/// Sums over documents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Documents.
    pub documents: usize,
    /// Gold claims.
    pub gold: usize,
    /// Predicted claims.
    pub predicted: usize,
    /// Predicted claims with the exact span of a gold claim.
    pub exact: usize,
    /// Gold claims that some predicted claim overlaps.
    pub touched: usize,
    /// Predicted claims that overlap some gold claim.
    pub touching: usize,
    /// Exact span, value and unit right.
    pub extracted: usize,
    /// Right values, kinds and so on, in the order of [`Stage::ALL`], of claims with their exact span.
    pub stages: [Count; Stage::ALL.len()],
    /// Verdicts of claims with their exact span.
    pub verdicts: Confusion,
    /// Gold claims with a verdict that were not found, by verdict.
    pub unfound: [usize; Verdict::ALL.len()],
    /// Findings of consistency: right, predicted, gold.
    pub findings: [usize; 3],
    /// Predictions by confidence.
    pub bins: [Bin; BINS],
}

impl Tally {
    /// The sums of one document.
    #[must_use]
    pub fn of(document: &DocumentItems) -> Self {
        let mut tally = Self { documents: 1, ..Self::default() };
        document.items.iter().for_each(|item| tally.add(item));
        if let Some(findings) = document.consistency {
            tally.findings = [findings.right, findings.predicted, findings.gold];
        }
        tally
    }

    /// The sums of all documents.
    #[must_use]
    pub fn sum<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut sum = Self::default();
        all.into_iter().for_each(|tally| sum += tally);
        sum
    }

    pub(super) fn add(&mut self, item: &Item) {
        let is_gold = item.found != Found::Extra;
        let exact = item.found == Found::Exact;
        let right = |stage| item.stages.get(&stage).is_some_and(|outcome| outcome.right);
        self.gold += usize::from(is_gold);
        self.predicted += usize::from(exact || !is_gold);
        self.exact += usize::from(exact);
        self.touched += usize::from(is_gold && item.overlaps);
        self.touching += usize::from(exact || !is_gold && item.overlaps);
        self.extracted += usize::from(right(Stage::Value) && right(Stage::Unit));
        for (&stage, count) in Stage::ALL.iter().zip(&mut self.stages) {
            if let Some(outcome) = item.stages.get(&stage) {
                count.add(outcome.right);
            }
        }
        match (item.gold, item.predicted) {
            (Some(gold), Some(predicted)) => self.verdicts[gold as usize][predicted as usize] += 1,
            // What has no verdict counts as not found, unless verdicts were not asked for at all.
            (Some(gold), None) => self.unfound[gold as usize] += 1,
            (None, _) => {}
        }
        if let Some(confidence) = item.confidence {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "0 to 10"
            )]
            let bin = (confidence.clamp(0.0, 1.0) * BINS as f64) as usize;
            let bin = &mut self.bins[bin.min(BINS - 1)];
            bin.count += 1;
            bin.right += usize::from(exact && right(Stage::Kind));
            bin.confidence += confidence;
        }
    }

    /// Value spans that agree to the character.
    #[must_use]
    pub fn spans(&self) -> Matches {
        Matches::paired(self.exact, self.predicted, self.gold)
    }

    /// Value spans that overlap.
    #[must_use]
    pub fn overlaps(&self) -> Matches {
        Matches { right: self.touching, found: self.touched, predicted: self.predicted, gold: self.gold }
    }

    /// Exact spans with value and unit.
    #[must_use]
    pub fn extraction(&self) -> Matches {
        Matches::paired(self.extracted, self.predicted, self.gold)
    }

    /// A stage.
    #[must_use]
    pub fn stage(&self, stage: Stage) -> Count {
        self.stages[stage as usize]
    }

    /// A verdict; a claim that was not found is one that did not get it.
    #[must_use]
    pub fn verdict(&self, verdict: Verdict) -> Matches {
        let v = verdict as usize;
        let predicted = self.verdicts.iter().map(|row| row[v]).sum();
        let gold = self.verdicts[v].iter().sum::<usize>() + self.unfound[v];
        Matches::paired(self.verdicts[v][v], predicted, gold)
    }

    /// Gold claims with the right verdict, of all that have one.
    #[must_use]
    pub fn verdicts_right(&self) -> Count {
        let all = self.verdicts.iter().flatten().sum::<usize>() + self.unfound.iter().sum::<usize>();
        Count { right: (0..Verdict::ALL.len()).map(|v| self.verdicts[v][v]).sum(), of: all }
    }

    /// Whether any prediction has a verdict.
    #[must_use]
    pub fn has_verdicts(&self) -> bool {
        self.verdicts.iter().flatten().any(|n| *n > 0)
    }

    /// The mean of the F1 of each verdict that the gold data has (macro-averaged F1: Manning, Raghavan and Schütze, 2008,
    /// section 13.6).
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "three verdicts")]
    pub fn macro_f1(&self) -> Option<f64> {
        let all: Vec<f64> = Verdict::ALL.iter().filter_map(|&verdict| self.verdict(verdict).f1()).collect();
        (!all.is_empty()).then(|| all.iter().sum::<f64>() / all.len() as f64)
    }

    /// Findings of consistency with the right outcome.
    #[must_use]
    pub fn consistency(&self) -> Matches {
        let [right, predicted, gold] = self.findings;
        Matches::paired(right, predicted, gold)
    }

    /// The expected calibration error: by how much confidence and the share of right ones differ, over bins of equal width,
    /// each weighed by its predictions (Guo et al., 2017).
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of claims")]
    pub fn calibration_error(&self) -> Option<f64> {
        let all: usize = self.bins.iter().map(|bin| bin.count).sum();
        let apart: f64 = self.bins.iter().map(|bin| (bin.right as f64 - bin.confidence).abs()).sum();
        (all > 0).then(|| apart / all as f64)
    }
}

impl AddAssign<&Self> for Tally {
    fn add_assign(&mut self, other: &Self) {
        self.documents += other.documents;
        self.gold += other.gold;
        self.predicted += other.predicted;
        self.exact += other.exact;
        self.touched += other.touched;
        self.touching += other.touching;
        self.extracted += other.extracted;
        for (own, more) in self.stages.iter_mut().zip(other.stages) {
            *own += more;
        }
        for (own, more) in self.verdicts.as_flattened_mut().iter_mut().zip(other.verdicts.as_flattened()) {
            *own += more;
        }
        for (own, more) in self.unfound.iter_mut().zip(other.unfound) {
            *own += more;
        }
        for (own, more) in self.findings.iter_mut().zip(other.findings) {
            *own += more;
        }
        for (own, more) in self.bins.iter_mut().zip(other.bins) {
            own.count += more.count;
            own.right += more.right;
            own.confidence += more.confidence;
        }
    }
}

/// How a score follows from the sums; `None` where nothing was scored.
pub type Formula = fn(&Tally) -> Option<f64>;

/// One score.
#[derive(Clone, Copy, Debug)]
pub struct Metric {
    /// Its name in reports.
    pub name: &'static str,
    /// What it says.
    pub says: &'static str,
    /// Its value, from 0 to 1.
    pub of: Formula,
}

macro_rules! metrics {
    ($($name:literal, $says:literal, $of:expr;)+) => {
        /// All scores, in the order in which reports have them.
        pub const METRICS: &[Metric] = &[$(Metric { name: $name, says: $says, of: $of }),+];
    };
}

metrics! {
    "span_precision", "predicted values with the exact span of a gold claim", |t| t.spans().precision();
    "span_recall", "gold claims whose exact span was found", |t| t.spans().recall();
    "span_f1", "value spans, exact", |t| t.spans().f1();
    "overlap_f1", "value spans, overlapping", |t| t.overlaps().f1();
    "extraction_f1", "exact span with value and unit", |t| t.extraction().f1();
    "value", "right values of the claims found", |t| t.stage(Stage::Value).share();
    "unit", "right units", |t| t.stage(Stage::Unit).share();
    "kind", "right kinds", |t| t.stage(Stage::Kind).share();
    "comparator", "right comparators", |t| t.stage(Stage::Comparator).share();
    "modality", "right modalities", |t| t.stage(Stage::Modality).share();
    "measure", "right words for the measure", |t| t.stage(Stage::Measure).share();
    "entity", "right words for the entity", |t| t.stage(Stage::Entity).share();
    "counterpart", "right words for the partner", |t| t.stage(Stage::Counterpart).share();
    "period", "right periods", |t| t.stage(Stage::Period).share();
    "base_period", "right base periods", |t| t.stage(Stage::BasePeriod).share();
    "links", "measure, entity, counterpart and period all right", |t| t.stage(Stage::Links).share();
    "facts_first", "the rows that decide come first", |t| t.stage(Stage::Facts).share();
    "facts_first_three", "the rows that decide are among the first three", |t| t.stage(Stage::FactsOfThree).share();
    "derivation", "right derivations", |t| t.stage(Stage::Derivation).share();
    "verdict_accuracy", "right verdicts of all gold claims", |t| t.verdicts_right().share().filter(|_| t.has_verdicts());
    "macro_f1", "mean F1 of the verdicts", |t| t.macro_f1().filter(|_| t.has_verdicts());
    "supported_precision", "of supported ones, rightly", |t| t.verdict(Verdict::Supported).precision();
    "supported_recall", "true claims that are supported", |t| t.verdict(Verdict::Supported).recall().filter(|_| t.has_verdicts());
    "refuted_precision", "of refuted ones, rightly", |t| t.verdict(Verdict::Refuted).precision();
    "refuted_recall", "false claims that are refuted", |t| t.verdict(Verdict::Refuted).recall().filter(|_| t.has_verdicts());
    "not_enough_info_precision", "of those left open, rightly", |t| t.verdict(Verdict::NotEnoughInfo).precision();
    "not_enough_info_recall", "claims beyond the table that are left open", |t| t.verdict(Verdict::NotEnoughInfo).recall().filter(|_| t.has_verdicts());
    "consistency_precision", "findings of consistency that are right", |t| t.consistency().precision();
    "consistency_recall", "gold findings that were found", |t| t.consistency().recall();
    "calibration_error", "expected calibration error of the confidence", |t| t.calibration_error();
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::item::Outcome;
    use super::*;

    fn item(found: Found, overlaps: bool, gold: Option<Verdict>, predicted: Option<Verdict>) -> Item {
        let stages = if found == Found::Exact {
            [Stage::Value, Stage::Unit, Stage::Kind]
                .map(|stage| (stage, Outcome { right: true, gold: String::new(), found: String::new() }))
                .into()
        } else {
            BTreeMap::new()
        };
        Item {
            start: 0,
            end: 1,
            text: "5".to_owned(),
            context: String::new(),
            found,
            overlaps,
            gold,
            predicted,
            confidence: Some(0.75).filter(|_| found == Found::Exact || found == Found::Extra),
            stages,
            slices: BTreeMap::new(),
        }
    }

    fn document(items: Vec<Item>) -> DocumentItems {
        DocumentItems { id: "a".to_owned(), source: "a".to_owned(), items, consistency: None, unfound: Vec::new() }
    }

    #[test]
    fn scores_follow_from_the_sums() {
        use Verdict::{NotEnoughInfo, Refuted, Supported};
        let tally = Tally::of(&document(vec![
            item(Found::Exact, true, Some(Supported), Some(Supported)),
            item(Found::Exact, true, Some(Supported), Some(Refuted)),
            item(Found::Exact, true, Some(Refuted), Some(Refuted)),
            item(Found::Overlap, true, Some(Refuted), None),
            item(Found::Extra, true, None, Some(NotEnoughInfo)),
            item(Found::Missed, false, Some(NotEnoughInfo), None),
        ]));
        assert_eq!(tally.spans(), Matches::paired(3, 4, 5));
        assert_eq!(tally.overlaps(), Matches { right: 4, found: 4, predicted: 4, gold: 5 });
        assert_eq!(tally.verdict(Refuted), Matches::paired(1, 2, 2));
        assert_eq!(tally.verdicts_right(), Count { right: 2, of: 5 });
        // F1 of supported 2/3, refuted 1/2, not enough info 0.
        assert!((tally.macro_f1().unwrap() - (2.0 / 3.0 + 0.5) / 3.0).abs() < 1e-12);
        // Four predictions of 0.75, three of them right.
        assert!(tally.calibration_error().unwrap().abs() < 1e-12);
        assert_eq!(Tally::sum([&tally, &tally]).spans(), Matches::paired(6, 8, 10));
    }

    #[test]
    fn nothing_scored_is_no_score() {
        for metric in METRICS {
            assert_eq!((metric.of)(&Tally::default()), None, "{}", metric.name);
        }
    }
}
