//! Self-attention of packed passages: every head of every passage on its own, so that no padding is multiplied.

use super::super::product::{Matrix, Panels, Target};
use super::super::rows;
use super::room;

/// Buffers of the attention, kept from passage to passage.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    keys: Panels,
    values: Panels,
    scores: Vec<f32>,
}

/// Attention over `attended`, `[tokens, 3 * width]` with queries (scaled already), keys and values side by side, into
/// `mixed`, `[tokens, width]`; `lengths` are those of the passages.
pub(super) fn attend(
    attended: &[f32],
    lengths: &[usize],
    width: usize,
    heads: usize,
    scratch: &mut Scratch,
    mixed: &mut [f32],
) {
    let Scratch { keys, values, scores } = scratch;
    let (stride, head) = (3 * width, width / heads);
    let mut first = 0;
    for &length in lengths {
        if length == 0 {
            continue;
        }
        let (rows, scores) = (&attended[first * stride..], room(scores, length * length));
        let part = |from: usize| Matrix::new(&rows[from..], length, head, stride);
        for n in 0..heads {
            keys.pack(part(width + n * head).transposed(), 1.0);
            keys.multiply(part(n * head), None, &mut Target::new(scores, length));
            rows::softmax(scores, length);
            values.pack(part(2 * width + n * head), 1.0);
            let mut target = Target::new(&mut mixed[first * width + n * head..], width);
            values.multiply(Matrix::new(scores, length, length, length), None, &mut target);
        }
        first += length;
    }
}
