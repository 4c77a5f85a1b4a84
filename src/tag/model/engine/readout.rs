//! The heads over token vectors, see [`super::super::heads`]: kind and modality of each value, and the score of each token
//! of its passage for each role.

use super::super::config::Config;
use super::super::features::{BETWEEN, DISTANCES, Encoded, Marker, SENTENCES};
use super::super::heads::{KINDS, PAIR_WIDTH, PARTS, TARGET, VALUE_WIDTH};
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
    /// What is added to the tokens of the value that a passage is read for.
    pub(super) target: Vec<f32>,
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
    pub(super) fn load(weights: &Weights, config: &Config) -> Result<Self> {
        let width = config.hidden_size;
        let dense = |name: &str, i, o| Dense::load(weights, name, i, o);
        let table = |name: &str, rows, width| numbers(weights, &format!("{name}_embeddings.weight"), &[rows, width]);
        Ok(Self {
            width,
            markers: table("embeddings.marker", Marker::COUNT, width)?,
            target: if config.value_layers > 0 { numbers(weights, TARGET, &[1, width])? } else { vec![0.0; width] },
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

    /// The scores of some of a passage's values, from `x`, `[values * length, width]`: for each the token vectors of the
    /// passage as it was read for that value.
    pub(super) fn read(
        &self,
        passage: &Encoded,
        values: &[usize],
        x: &[f32],
        scratch: &mut Scratch,
    ) -> Vec<ValueScores> {
        let (count, length) = (values.len(), passage.ids.len());
        let of_tokens = room(&mut scratch.tokens, count * length * PAIR_WIDTH);
        self.pair_token.forward(&x[..count * length * self.width], count * length, of_tokens);
        let hidden = room(&mut scratch.values, count * VALUE_WIDTH);
        self.represent(passage, values, x, room(&mut scratch.around, count * 3 * self.width), hidden);
        let kinds = room(&mut scratch.kinds, count * KINDS);
        self.kind.forward(hidden, count, kinds);
        let modalities = room(&mut scratch.modalities, count * Modality::ALL.len());
        self.modality.forward(hidden, count, modalities);
        let of_values = room(&mut scratch.of_values, count * PAIR_WIDTH);
        self.pair_value.forward(hidden, count, of_values);

        let logits = kinds.as_chunks::<KINDS>().0.iter().zip(modalities.as_chunks().0);
        let pairs = of_tokens.chunks_exact_mut(length * PAIR_WIDTH).zip(of_values.chunks_exact(PAIR_WIDTH));
        let scores = values.iter().zip(logits).zip(pairs);
        scores
            .map(|((&value, (kinds, modalities)), (pairs, of_value))| ValueScores {
                kinds: *kinds,
                modalities: *modalities,
                parts: self.parts(passage, value, pairs, of_value),
            })
            .collect()
    }

    /// Each value's own tokens on average, the token before and the token after, through the value layer.
    #[expect(clippy::cast_precision_loss, reason = "a value has a few tokens")]
    fn represent(&self, passage: &Encoded, values: &[usize], x: &[f32], around: &mut [f32], hidden: &mut [f32]) {
        let (width, length) = (self.width, passage.ids.len());
        let copies = x.chunks_exact(length * width);
        for ((row, copy), &value) in around.chunks_exact_mut(3 * width).zip(copies).zip(values) {
            let (value, token) = (passage.values[value], |n: usize| &copy[n * width..][..width]);
            let (own, beside) = row.split_at_mut(width);
            own.fill(0.0);
            let weight = 1.0 / (value.last - value.first + 1) as f32;
            for n in value.first..=value.last {
                own.iter_mut().zip(token(n)).for_each(|(o, x)| *o += weight * x);
            }
            beside[..width].copy_from_slice(token(value.first.saturating_sub(1)));
            beside[width..].copy_from_slice(token((value.last + 1).min(length - 1)));
        }
        self.value.forward(around, values.len(), hidden);
        for (hidden, &value) in hidden.chunks_exact_mut(VALUE_WIDTH).zip(values) {
            let marker = row(&self.value_marker, passage.values[value].marker as u32, VALUE_WIDTH);
            hidden.iter_mut().zip(marker).for_each(|(x, m)| *x += m);
        }
        rows::gelu(hidden);
    }

    /// The scores of a passage's tokens for the roles of its value `n`; `pairs` comes as what the tokens add.
    fn parts(&self, passage: &Encoded, n: usize, pairs: &mut [f32], value: &[f32]) -> Vec<f32> {
        for (pair, [distance, sentence, between]) in pairs.chunks_exact_mut(PAIR_WIDTH).zip(passage.places(n)) {
            let distance = row(&self.distance, distance, PAIR_WIDTH);
            let sentence = row(&self.sentence, sentence, PAIR_WIDTH);
            let between = row(&self.between, between, PAIR_WIDTH);
            for ((((x, v), d), s), b) in pair.iter_mut().zip(value).zip(distance).zip(sentence).zip(between) {
                *x += v + d + s + b;
            }
        }
        rows::gelu(pairs);
        let mut parts = vec![0.0; passage.ids.len() * self.roles.weight.outputs()];
        self.roles.forward(pairs, passage.ids.len(), &mut parts);
        parts
    }
}
