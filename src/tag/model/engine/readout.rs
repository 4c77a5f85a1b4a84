//! The heads over token vectors, see [`super::super::heads`]: kind and modality of each value, and the score of each token
//! of its passage for each role.

use super::super::features::{BETWEEN, DISTANCES, Encoded, Marker, SENTENCES};
use super::super::heads::{KINDS, PAIR_WIDTH, PARTS, VALUE_WIDTH};
use super::super::product::{Matrix, Panels, Target};
use super::super::rows;
use super::super::weights::Weights;
use super::{ValueScores, numbers, room, row};
use crate::error::Result;
use crate::label::Modality;
use crate::tag::Role;

/// The weights of the heads.
#[derive(Debug)]
pub(super) struct Readout {
    width: usize,
    /// What each marker adds to a token's embedding.
    pub(super) markers: Vec<f32>,
    value: Dense,
    value_marker: Vec<f32>,
    kind: Dense,
    modality: Dense,
    pair_value: Dense,
    pair_token: Dense,
    distance: Vec<f32>,
    sentence: Vec<f32>,
    between: Vec<f32>,
    roles: Dense,
}

#[derive(Debug)]
struct Dense {
    weight: Panels,
    bias: Vec<f32>,
}

/// Buffers of the heads.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    tokens: Vec<f32>,
    around: Vec<f32>,
    values: Vec<f32>,
    of_values: Vec<f32>,
    kinds: Vec<f32>,
    modalities: Vec<f32>,
    pairs: Vec<f32>,
}

impl Dense {
    fn load(weights: &Weights, name: &str, inputs: usize, outputs: usize) -> Result<Self> {
        let weight = numbers(weights, &format!("heads.{name}.weight"), &[inputs, outputs])?;
        let bias = numbers(weights, &format!("heads.{name}.bias"), &[outputs])?;
        Ok(Self { weight: Panels::new(Matrix::new(&weight, inputs, outputs, outputs)), bias })
    }

    fn forward(&self, x: &[f32], rows: usize, out: &mut [f32]) {
        let width = x.len() / rows.max(1);
        let mut target = Target::new(out, self.bias.len());
        self.weight.multiply(Matrix::new(x, rows, width, width), Some(&self.bias), &mut target);
    }
}

impl Readout {
    pub(super) fn load(weights: &Weights, width: usize) -> Result<Self> {
        let dense = |name: &str, i, o| Dense::load(weights, name, i, o);
        let table = |name: &str, rows, width| numbers(weights, &format!("{name}_embeddings.weight"), &[rows, width]);
        Ok(Self {
            width,
            markers: table("embeddings.marker", Marker::COUNT, width)?,
            value: dense("value", 3 * width, VALUE_WIDTH)?,
            value_marker: table("heads.value_marker", Marker::COUNT, VALUE_WIDTH)?,
            kind: dense("kind", VALUE_WIDTH, KINDS)?,
            modality: dense("modality", VALUE_WIDTH, Modality::ALL.len())?,
            pair_value: dense("pair_value", VALUE_WIDTH, PAIR_WIDTH)?,
            pair_token: dense("pair_token", width, PAIR_WIDTH)?,
            distance: table("heads.distance", DISTANCES, PAIR_WIDTH)?,
            sentence: table("heads.sentence", SENTENCES, PAIR_WIDTH)?,
            between: table("heads.between", BETWEEN, PAIR_WIDTH)?,
            roles: dense("roles", PAIR_WIDTH, Role::ALL.len() * PARTS)?,
        })
    }

    /// The scores of each passage's values from token vectors `x`, `[tokens, width]`.
    pub(super) fn read(&self, passages: &[&Encoded], x: &[f32], scratch: &mut Scratch) -> Vec<Vec<ValueScores>> {
        let width = self.width;
        let tokens: usize = passages.iter().map(|p| p.ids.len()).sum();
        let count: usize = passages.iter().map(|p| p.values.len()).sum();
        let of_tokens = room(&mut scratch.tokens, tokens * PAIR_WIDTH);
        self.pair_token.forward(&x[..tokens * width], tokens, of_tokens);
        let values = room(&mut scratch.values, count * VALUE_WIDTH);
        self.represent(passages, x, room(&mut scratch.around, count * 3 * width), values);
        let kinds = room(&mut scratch.kinds, count * KINDS);
        self.kind.forward(values, count, kinds);
        let modalities = room(&mut scratch.modalities, count * Modality::ALL.len());
        self.modality.forward(values, count, modalities);
        let of_values = room(&mut scratch.of_values, count * PAIR_WIDTH);
        self.pair_value.forward(values, count, of_values);

        let of_values = of_values.chunks_exact(PAIR_WIDTH);
        let mut values = kinds.as_chunks::<KINDS>().0.iter().zip(modalities.as_chunks().0).zip(of_values);
        let mut rest = &*of_tokens;
        let mut all = Vec::with_capacity(passages.len());
        for passage in passages {
            let own;
            (own, rest) = rest.split_at(passage.ids.len() * PAIR_WIDTH);
            let scores = values.by_ref().take(passage.values.len()).enumerate();
            let scores = scores.map(|(n, ((kinds, modalities), of_value))| ValueScores {
                kinds: *kinds,
                modalities: *modalities,
                parts: self.parts(passage, n, own, of_value, &mut scratch.pairs),
            });
            all.push(scores.collect());
        }
        all
    }

    /// Each value's own tokens on average, the token before and the token after, through the value layer.
    #[expect(clippy::cast_precision_loss, reason = "a value has a few tokens")]
    fn represent(&self, passages: &[&Encoded], x: &[f32], around: &mut [f32], values: &mut [f32]) {
        let width = self.width;
        let mut rows = around.chunks_exact_mut(3 * width);
        let mut first = 0;
        for passage in passages {
            let token = |n: usize| &x[(first + n) * width..][..width];
            for value in &passage.values {
                let Some(row) = rows.next() else { break };
                let (own, beside) = row.split_at_mut(width);
                own.fill(0.0);
                let weight = 1.0 / (value.last - value.first + 1) as f32;
                for n in value.first..=value.last {
                    own.iter_mut().zip(token(n)).for_each(|(o, x)| *o += weight * x);
                }
                beside[..width].copy_from_slice(token(value.first.saturating_sub(1)));
                beside[width..].copy_from_slice(token((value.last + 1).min(passage.ids.len() - 1)));
            }
            first += passage.ids.len();
        }
        self.value.forward(around, values.len() / VALUE_WIDTH, values);
        let markers = passages.iter().flat_map(|p| &p.values).map(|v| v.marker as u32);
        for (value, marker) in values.chunks_exact_mut(VALUE_WIDTH).zip(markers) {
            let marker = row(&self.value_marker, marker, VALUE_WIDTH);
            value.iter_mut().zip(marker).for_each(|(x, m)| *x += m);
        }
        rows::gelu(values);
    }

    /// The scores of a passage's tokens for the roles of its value `n`.
    fn parts(&self, passage: &Encoded, n: usize, tokens: &[f32], value: &[f32], pairs: &mut Vec<f32>) -> Vec<f32> {
        let length = passage.ids.len();
        let pairs = room(pairs, length * PAIR_WIDTH);
        pairs.copy_from_slice(tokens);
        for (pair, [distance, sentence, between]) in pairs.chunks_exact_mut(PAIR_WIDTH).zip(passage.places(n)) {
            let distance = row(&self.distance, distance, PAIR_WIDTH);
            let sentence = row(&self.sentence, sentence, PAIR_WIDTH);
            let between = row(&self.between, between, PAIR_WIDTH);
            for ((((x, v), d), s), b) in pair.iter_mut().zip(value).zip(distance).zip(sentence).zip(between) {
                *x += v + d + s + b;
            }
        }
        rows::gelu(pairs);
        let mut parts = vec![0.0; length * self.roles.weight.outputs()];
        self.roles.forward(pairs, length, &mut parts);
        parts
    }
}
