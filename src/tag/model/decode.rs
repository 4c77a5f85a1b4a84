//! Scores to tags.

use super::engine::ValueScores;
use super::features::Encoded;
use super::heads::{LONGEST_SPAN, PARTS};
use crate::label::{Kind, Modality};
use crate::span::Span;
use crate::tag::{Passage, Role, Tag};

/// The tags of a passage's values, in order, from their scores.
pub(super) fn tags(passage: &Encoded, scores: &[ValueScores], temperature: f32) -> Vec<Tag> {
    let tag = |(n, scores): (usize, &ValueScores)| {
        let (kind, confidence) = likeliest(&scores.kinds, temperature);
        let (modality, _) = likeliest(&scores.modalities, 1.0);
        let bounds: Vec<[bool; 2]> = passage.bounds(n).collect();
        let roles = std::array::from_fn(|role| {
            let tokens = scores.parts.chunks_exact(Role::ALL.len() * PARTS);
            let words = best_span(tokens.map(|token| &token[role * PARTS..][..PARTS]), &bounds);
            words.map(|(first, last)| Span::new(passage.spans[first].start, passage.spans[last].end))
        });
        let kind = kind.checked_sub(1).map(|k| Kind::ALL[k]);
        Tag { quantity: passage.values[n].quantity, kind, modality: Modality::ALL[modality], confidence, roles }
    };
    scores.iter().enumerate().map(tag).collect()
}

/// Gives the quantities that the encoder could not see (past its longest input) the tag "no claim, no confidence".
pub(in crate::tag) fn complete(tags: &mut Vec<Tag>, passage: &Passage<'_>) {
    let seen: Vec<usize> = tags.iter().map(|t| t.quantity).collect();
    for quantity in (0..passage.quantities.len()).filter(|q| !seen.contains(q)) {
        let roles = [None; Role::ALL.len()];
        tags.push(Tag { quantity, kind: None, modality: Modality::Actual, confidence: 0.0, roles });
    }
    tags.sort_by_key(|t| t.quantity);
}

/// The span with the largest sum of its begin, inside and end scores, if that is above the 0 of having none; the first
/// among equals.
fn best_span<'a>(scores: impl Iterator<Item = &'a [f32]>, bounds: &[[bool; 2]]) -> Option<(usize, usize)> {
    let scores: Vec<&[f32]> = scores.collect();
    let (mut best, mut place) = (0.0, None);
    for first in (0..scores.len()).filter(|&i| bounds[i][0]) {
        let mut sum = scores[first][0];
        for last in first..scores.len().min(first + LONGEST_SPAN) {
            sum += scores[last][1];
            if bounds[last][1] && sum + scores[last][2] > best {
                best = sum + scores[last][2];
                place = Some((first, last));
            }
        }
    }
    place
}

/// The largest score and its index; the first among equals.
fn best(scores: &[f32]) -> (usize, f32) {
    scores.iter().copied().enumerate().fold((0, f32::NEG_INFINITY), |a, b| if b.1 > a.1 { b } else { a })
}

/// The index of the largest logit and its probability.
fn likeliest(logits: &[f32], temperature: f32) -> (usize, f32) {
    let (index, most) = best(logits);
    let sum: f32 = logits.iter().map(|l| ((l - most) / temperature).exp()).sum();
    (index, 1.0 / sum)
}
