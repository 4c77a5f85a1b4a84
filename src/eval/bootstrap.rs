//! How sure a score is: documents are drawn anew, with replacement, and scored again (the bootstrap; Efron and Tibshirani,
//! 1993, chapter 13, percentile intervals). Parts of one document are drawn together, since their claims are alike.

use std::collections::BTreeMap;

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde::{Deserialize, Serialize};

use super::item::DocumentItems;
use super::tally::{Formula, Tally};

/// Times that documents are drawn.
pub const DRAWS: usize = 1000;
/// The share of draws that an interval leaves out at either end.
const TAIL: f64 = 0.025;
/// Where the draws begin: the same intervals for the same items.
const SEED: u64 = 1;

/// A 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// Sums of the documents, those of one source together, in the order of the sources.
#[must_use]
pub(super) fn clusters(documents: &[DocumentItems]) -> Vec<(&str, Tally)> {
    let mut by_source: BTreeMap<&str, Tally> = BTreeMap::new();
    for document in documents {
        *by_source.entry(&document.source).or_default() += &Tally::of(document);
    }
    by_source.into_iter().collect()
}

/// Draws as many as there are, with replacement, [`DRAWS`] times, and calls `score` with the places drawn.
fn draw<T>(count: usize, mut score: impl FnMut(&[usize]) -> T) -> Vec<T> {
    let mut random = StdRng::seed_from_u64(SEED);
    let mut places = vec![0; count];
    (0..DRAWS)
        .map(|_| {
            for place in &mut places {
                *place = random.random_range(0..count);
            }
            score(&places)
        })
        .collect()
}

/// The intervals of scores, each a function of the sums; `None` where fewer than two documents, or half of the draws and
/// more, give none.
#[must_use]
pub(super) fn intervals(clusters: &[Tally], scores: &[Formula]) -> Vec<Option<Interval>> {
    if clusters.len() < 2 {
        return vec![None; scores.len()];
    }
    let draws = draw(clusters.len(), |places| {
        let sum = Tally::sum(places.iter().map(|&place| &clusters[place]));
        scores.iter().map(|score| score(&sum)).collect::<Vec<_>>()
    });
    (0..scores.len()).map(|at| percentiles(draws.iter().filter_map(|draw| draw[at]).collect())).collect()
}

/// By how much the second of two systems is better than the first on the same documents.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// On the documents as they are.
    pub by: f64,
    /// The 95 % interval.
    pub interval: Interval,
    /// The share of draws in which the sign is another, twice: the two-sided achieved significance level.
    pub p: f64,
}

/// The paired difference of a score between two systems; the sums stand pairwise for the same documents.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a thousand draws")]
pub(super) fn difference(first: &[Tally], second: &[Tally], score: Formula) -> Option<Difference> {
    debug_assert_eq!(first.len(), second.len());
    let of = |all: &[Tally], places: &[usize]| score(&Tally::sum(places.iter().map(|&place| &all[place])));
    let apart = |places: &[usize]| Some(of(second, places)? - of(first, places)?);
    let all: Vec<usize> = (0..first.len()).collect();
    let by = apart(&all)?;
    if first.len() < 2 {
        return None;
    }
    let draws: Vec<f64> = draw(first.len(), apart).into_iter().flatten().collect();
    let against = |sign: f64| draws.iter().filter(|d| **d * sign <= 0.0).count() as f64;
    let p = (2.0 * against(1.0).min(against(-1.0)) / draws.len().max(1) as f64).min(1.0);
    Some(Difference { by, interval: percentiles(draws)?, p })
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places among a thousand draws"
)]
fn percentiles(mut draws: Vec<f64>) -> Option<Interval> {
    if draws.len() * 2 < DRAWS {
        return None;
    }
    draws.sort_by(f64::total_cmp);
    let last = draws.len() - 1;
    let at = |share: f64| draws[(last as f64 * share).round() as usize];
    Some(Interval { low: at(TAIL), high: at(1.0 - TAIL) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(exact: usize, gold: usize) -> Tally {
        Tally { documents: 1, gold, predicted: gold, exact, ..Tally::default() }
    }

    const RECALL: Formula = |t| t.spans().recall();

    #[test]
    fn an_interval_holds_the_score_and_narrows_with_more_documents() {
        let sample = |n: usize| (0..n).map(|i| tally(i % 2 * 5 + 3, 10)).collect::<Vec<_>>();
        let few = intervals(&sample(10), &[RECALL])[0].unwrap();
        let many = intervals(&sample(200), &[RECALL])[0].unwrap();
        assert!(few.low < 0.55 && 0.55 < few.high && many.low < 0.55 && 0.55 < many.high);
        assert!(many.high - many.low < (few.high - few.low) / 3.0);
        // A binomial of 200 documents of 0.3 or 0.8 has a standard error of 0.25 / sqrt(200).
        assert!((many.high - many.low - 2.0 * 1.96 * 0.25 / 200_f64.sqrt()).abs() < 0.01);
    }

    #[test]
    fn one_document_has_no_interval() {
        assert_eq!(intervals(&[tally(3, 10)], &[RECALL]), [None]);
    }

    #[test]
    fn a_difference_on_the_same_documents_is_surer_than_the_scores() {
        let first: Vec<Tally> = (0..40).map(|i| tally(i % 10, 10)).collect();
        let second: Vec<Tally> = (0..40).map(|i| tally((i % 10 + 1).min(10), 10)).collect();
        let better = difference(&first, &second, RECALL).unwrap();
        assert!((better.by - 0.1).abs() < 1e-9 && better.p < 0.01 && better.interval.low > 0.0);
        let same = difference(&first, &first, RECALL).unwrap();
        assert!(same.by.abs() < 1e-12 && same.p > 0.99);
    }
}
