//! How good the tags are: scores of a tagger on gold documents, before values are normalized.

use serde::Serialize;

use super::examples::{claim_at, document, document_passages, gold_roles};
use crate::error::Result;
use crate::gold::GoldDocument;
use crate::label::Kind;
use crate::span::Span;
use crate::tag::heads::KINDS;
use crate::tag::{ModelTagger, Role, Tagger};

/// Scores of tags; all are shares between 0 and 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TagScores {
    /// Gold claims.
    pub claims: usize,
    /// Exact value spans: share of found claims that are gold.
    pub precision: f64,
    /// Exact value spans: share of gold claims that were found.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
    /// Share of found claims with the right kind.
    pub kind: f64,
    /// Share of found claims with the right modality.
    pub modality: f64,
    /// For each role, the share of found claims whose words overlap the gold's by half or more of the tokens of both
    /// (or that rightly have none).
    pub roles: Vec<(&'static str, f64)>,
}

impl std::fmt::Display for TagScores {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let percent = |x: f64| x * 100.0;
        write!(
            f,
            "spans P {:.1} R {:.1} F1 {:.1}, kind {:.1}, modality {:.1}",
            percent(self.precision),
            percent(self.recall),
            percent(self.f1),
            percent(self.kind),
            percent(self.modality)
        )?;
        self.roles.iter().try_for_each(|(name, score)| write!(f, ", {name} {:.1}", percent(*score)))
    }
}

/// Scores a tagger.
///
/// # Errors
/// If the tagger fails.
#[expect(clippy::cast_precision_loss, reason = "counts of claims")]
pub(super) fn score(tagger: &dyn Tagger, gold: &[GoldDocument]) -> Result<TagScores> {
    let (mut claims, mut proposed, mut found, mut kinds, mut modalities) = (0, 0, 0, 0, 0);
    let mut roles = [0; Role::ALL.len()];
    for gold in gold {
        claims += gold.claims.iter().filter(|c| c.kind.is_some()).count();
        let document = document(gold);
        let passages = document_passages(&document);
        for (passage, tags) in passages.iter().zip(tagger.tag(&passages)?) {
            for tag in tags.iter().filter(|t| t.kind.is_some()) {
                proposed += 1;
                let span = passage.quantities[tag.quantity].span;
                let Some(claim) = claim_at(gold, span).filter(|c| c.span == span) else {
                    continue;
                };
                found += 1;
                kinds += usize::from(claim.kind == tag.kind);
                modalities += usize::from(claim.modality.is_none_or(|m| m == tag.modality));
                for ((right, gold), ours) in roles.iter_mut().zip(gold_roles(claim)).zip(tag.roles) {
                    *right += usize::from(same_words(&document.text, gold, ours));
                }
            }
        }
    }
    let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    let (precision, recall) = (share(found, proposed), share(found, claims));
    let f1 = if found == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
    Ok(TagScores {
        claims,
        precision,
        recall,
        f1,
        kind: share(kinds, found),
        modality: share(modalities, found),
        roles: Role::ALL.iter().zip(roles).map(|(role, right)| (role.as_str(), share(right, found))).collect(),
    })
}

/// Whether two spans share at least half of the words of both, or neither is there.
fn same_words(text: &str, gold: Option<Span>, ours: Option<Span>) -> bool {
    match (gold, ours) {
        (None, None) => true,
        (Some(gold), Some(ours)) if gold.overlaps(ours) => {
            let words = |span: Span| span.of(text).split_whitespace().count();
            let shared = Span::new(gold.start.max(ours.start), gold.end.min(ours.end));
            // Twice the shared words against the words of both: Dice's coefficient of at least a half.
            4 * words(shared) >= words(gold) + words(ours)
        }
        // The same name at another place of the text names the same thing.
        (Some(gold), Some(ours)) => gold.of(text).eq_ignore_ascii_case(ours.of(text)),
        _ => false,
    }
}

/// The temperature that makes the tagger's confidences likeliest on gold documents (Guo et al., arXiv:1706.04599), from a
/// grid; the tagger must have been built with temperature 1.
///
/// # Errors
/// If the tagger fails.
#[expect(clippy::cast_possible_truncation, reason = "a temperature needs two digits")]
pub(super) fn temperature(tagger: &ModelTagger, gold: &[GoldDocument]) -> Result<f32> {
    let mut cases: Vec<([f32; KINDS], usize)> = Vec::new();
    for gold in gold {
        let document = document(gold);
        let passages = document_passages(&document);
        for (passage, (encoded, scores)) in passages.iter().zip(tagger.scores(&passages)?) {
            for (value, scores) in encoded.values.iter().zip(scores) {
                let claim = claim_at(gold, passage.quantities[value.quantity].span);
                let kind = claim.and_then(|c| c.kind);
                let right = kind.and_then(|kind| Kind::ALL.iter().position(|k| *k == kind)).map_or(0, |i| i + 1);
                cases.push((scores.kinds, right));
            }
        }
    }
    let surprise = |temperature: f64| -> f64 {
        let one = |(logits, right): &([f32; KINDS], usize)| {
            let scaled: Vec<f64> = logits.iter().map(|l| f64::from(*l) / temperature).collect();
            let most = scaled.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            most + scaled.iter().map(|s| (s - most).exp()).sum::<f64>().ln() - scaled[*right]
        };
        cases.iter().map(one).sum()
    };
    let grid = (10..=60).map(|i| f64::from(i) / 20.0);
    let best = grid.fold((1.0, f64::INFINITY), |best, t| {
        let s = surprise(t);
        if s < best.1 { (t, s) } else { best }
    });
    Ok(best.0 as f32)
}
