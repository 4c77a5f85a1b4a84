//! Whether confidences are frequencies: the temperature that makes them so, and the table that shows it.
//!
//! Both after Guo et al., "On calibration of modern neural networks", arXiv:1706.04599.

use serde::Serialize;

use super::examples::{claim_at, document, document_passages};
use crate::error::Result;
use crate::gold::GoldDocument;
use crate::label::Kind;
use crate::tag::ModelTagger;

/// What the model said of one quantity, and what it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Case {
    /// Logits of "no claim" and of each kind.
    pub logits: Vec<f32>,
    /// The right one: 0 for no claim, else 1 + the kind's place.
    pub right: usize,
    /// Whether the quantity is exactly the gold claim's value mention, rather than overlapping it.
    pub exact: bool,
}

/// How often confidences are right.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Reliability {
    /// Expected calibration error: the mean distance of confidence and accuracy over bins, weighted by their counts.
    pub expected_calibration_error: f64,
    /// Claims by confidence, in tenths.
    pub bins: Vec<Bin>,
}

/// Claims of similar confidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(super) struct Bin {
    /// How many there are.
    pub count: usize,
    /// Their mean confidence; 0 if there are none.
    pub confidence: f64,
    /// The share of them that is right; 0 if there are none.
    pub accuracy: f64,
}

/// Number of bins, each as wide as the others.
const BINS: usize = 10;

/// What the model says of every quantity of gold documents.
///
/// # Errors
/// If the tagger fails.
pub(super) fn cases(tagger: &ModelTagger, gold: &[&GoldDocument], context: bool) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for gold in gold {
        let document = document(gold);
        let passages = document_passages(&document, context);
        for (passage, (encoded, scores)) in passages.iter().zip(tagger.scores(&passages)?) {
            for (value, scores) in encoded.values.iter().zip(scores) {
                let logits = scores.kinds.to_vec();
                let span = passage.quantities[value.quantity].span;
                let claim = claim_at(gold, span);
                let kind = claim.and_then(|c| c.kind);
                let right = kind.and_then(|kind| Kind::ALL.iter().position(|k| *k == kind)).map_or(0, |i| i + 1);
                cases.push(Case { logits, right, exact: claim.is_some_and(|c| c.span == span) });
            }
        }
    }
    Ok(cases)
}

/// The temperature that makes the right kinds likeliest, from a grid; 1 without cases.
#[expect(clippy::cast_possible_truncation, reason = "a temperature needs two digits")]
pub(super) fn temperature(cases: &[Case]) -> f32 {
    if cases.is_empty() {
        return 1.0;
    }
    let surprise = |t: f64| -cases.iter().map(|c| log_probabilities(&c.logits, t)[c.right]).sum::<f64>();
    let grid = (10..=60).map(|i| f64::from(i) / 20.0);
    let best = grid.fold((1.0, f64::INFINITY), |best, t| {
        let s = surprise(t);
        if s < best.1 { (t, s) } else { best }
    });
    best.0 as f32
}

/// How often the claims that the model finds are right, by its confidence: the probability of their kind. Right is a claim
/// whose value span and kind are exactly the gold's.
pub(super) fn reliability(cases: &[Case], temperature: f32) -> Reliability {
    let found = cases.iter().filter_map(|case| {
        let logs = log_probabilities(&case.logits, f64::from(temperature));
        let best = (0..logs.len()).reduce(|a, b| if logs[b] > logs[a] { b } else { a })?;
        (best > 0).then(|| (logs[best].exp(), case.exact && best == case.right))
    });
    tabulate(found)
}

/// The table of confidences and whether each was right.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of claims, and confidences between 0 and 1"
)]
fn tabulate(claims: impl Iterator<Item = (f64, bool)>) -> Reliability {
    let mut bins = vec![Bin::default(); BINS];
    for (confidence, right) in claims {
        // A confidence of 1 belongs to the last bin.
        let bin = &mut bins[((confidence * BINS as f64) as usize).min(BINS - 1)];
        bin.count += 1;
        bin.confidence += confidence;
        bin.accuracy += f64::from(u8::from(right));
    }
    let all: usize = bins.iter().map(|b| b.count).sum();
    let mut error = 0.0;
    for bin in bins.iter_mut().filter(|b| b.count > 0) {
        error += (bin.confidence - bin.accuracy).abs() / all as f64;
        bin.confidence /= bin.count as f64;
        bin.accuracy /= bin.count as f64;
    }
    Reliability { expected_calibration_error: error, bins }
}

/// The logarithms of the softmax of the logits, divided by the temperature.
fn log_probabilities(logits: &[f32], temperature: f64) -> Vec<f64> {
    let scaled: Vec<f64> = logits.iter().map(|l| f64::from(*l) / temperature).collect();
    let most = scaled.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = scaled.iter().map(|s| (s - most).exp()).sum();
    scaled.iter().map(|s| s - most - sum.ln()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_is_held_against_accuracy_bin_by_bin() {
        // Four claims at 0.9, half of them right; one at 0.5 that is; one of 1.0 that is.
        let claims = [(0.9, true), (0.9, false), (0.9, true), (0.9, false), (0.5, true), (1.0, true)];
        let table = tabulate(claims.into_iter());
        assert_eq!(table.bins.iter().map(|b| b.count).collect::<Vec<_>>(), [0, 0, 0, 0, 0, 1, 0, 0, 0, 5]);
        let (middle, last) = (table.bins[5], table.bins[9]);
        assert!((middle.confidence - 0.5).abs() < 1e-12 && (middle.accuracy - 1.0).abs() < 1e-12, "{middle:?}");
        assert!((last.confidence - 0.92).abs() < 1e-12 && (last.accuracy - 0.6).abs() < 1e-12, "{last:?}");
        // (1 * 0.5 + 5 * 0.32) / 6
        assert!((table.expected_calibration_error - 0.35).abs() < 1e-12, "{table:?}");
        assert_eq!(tabulate(std::iter::empty()).expected_calibration_error.to_bits(), 0f64.to_bits());
    }

    #[test]
    fn an_overconfident_model_is_cooled_until_its_confidence_is_its_accuracy() {
        // Three of four claims are right, at a confidence of more than 0.99.
        let case = |right| Case { logits: vec![0.0, 5.0], right, exact: true };
        let cases: Vec<Case> = (0..40).map(|n| case(usize::from(n % 4 > 0))).collect();
        let fitted = temperature(&cases);
        let (before, after) = (reliability(&cases, 1.0), reliability(&cases, fitted));
        assert!(fitted > 2.5, "{fitted}");
        assert_eq!((before.bins[9].count, after.bins[9].count), (40, 0));
        assert!(before.expected_calibration_error > 0.24, "{before:?}");
        assert!(after.expected_calibration_error < before.expected_calibration_error / 2.0, "{after:?}");
    }

    #[test]
    fn only_found_claims_count_and_a_wrong_span_is_wrong() {
        let cases = [
            Case { logits: vec![3.0, 0.0], right: 1, exact: true },
            Case { logits: vec![0.0, 3.0], right: 1, exact: false },
        ];
        let table = reliability(&cases, 1.0);
        assert_eq!((table.bins[9].count, table.bins[9].accuracy.to_bits()), (1, 0f64.to_bits()));
        assert_eq!(temperature(&[]).to_bits(), 1f32.to_bits());
    }
}
