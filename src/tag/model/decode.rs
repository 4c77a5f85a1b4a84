//! Scores to tags.

use candle_core::{Result, bail};

use super::features::Encoded;
use super::heads::{LONGEST_SPAN, PARTS, Scores, Values};
use crate::label::{Kind, Modality};
use crate::span::Span;
use crate::tag::{Passage, Role, Tag};

/// The tags of each passage of a batch, in order.
pub(super) fn tags(scores: &Scores, values: &Values, passages: &[&Encoded], temperature: f32) -> Result<Vec<Vec<Tag>>> {
    let kinds = scores.kinds.to_vec2::<f32>()?;
    let modalities = scores.modalities.to_vec2::<f32>()?;
    let (_, length, width) = scores.parts.dims3()?;
    let parts = scores.parts.flatten_all()?.to_vec1::<f32>()?;
    let mut value = 0;
    let mut all = Vec::with_capacity(passages.len());
    for passage in passages {
        let mut tags = Vec::with_capacity(passage.values.len());
        for quantity in passage.values.iter().map(|v| v.quantity) {
            let rows = value * length..(value + 1) * length;
            let (Some(kinds), Some(modalities), Some(parts), Some(bounds)) = (
                kinds.get(value),
                modalities.get(value),
                parts.get(rows.start * width..rows.end * width),
                values.bounds.get(rows),
            ) else {
                bail!("{} rows of scores for more values", kinds.len());
            };
            let (kind, confidence) = likeliest(kinds, temperature);
            let (modality, _) = likeliest(modalities, 1.0);
            let mut roles = [None; Role::ALL.len()];
            for (n, role) in roles.iter_mut().enumerate() {
                let scores = parts.chunks_exact(width).map(|token| &token[n * PARTS..][..PARTS]);
                *role = best_span(scores, bounds).map(|(first, last)| words(passage, first, last));
            }
            tags.push(Tag {
                quantity,
                kind: kind.checked_sub(1).map(|k| Kind::ALL[k]),
                modality: Modality::ALL[modality],
                confidence,
                roles,
            });
            value += 1;
        }
        all.push(tags);
    }
    Ok(all)
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

fn words(passage: &Encoded, first: usize, last: usize) -> Span {
    Span::new(passage.spans[first].start, passage.spans[last].end)
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
