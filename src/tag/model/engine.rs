//! The forward pass as it runs in production: passages packed one after another without padding, weights laid out for the
//! kernels of [`super::product`], buffers kept from batch to batch, nothing but slices.
//!
//! It computes what [`super::encoder`] and [`super::heads`] compute, which stay as the reference that tests compare with,
//! in one of two precisions. `F32` equals the reference but for the order of sums. `Int8` multiplies the linear layers of
//! the encoder in 8 bits: weights by output (as they are stored, so that nothing is lost there) and activations by token,
//! each by its largest magnitude; attention, norms, embeddings and heads stay in `f32`. A token's codes depend on that
//! token alone, so that a passage has the same scores in any batch.

mod attention;
mod readout;

use std::mem;

use super::config::Config;
use super::features::Encoded;
use super::heads::{KINDS, Modalities};
use super::product::{CodedRows, Codes, Matrix, Panels, Target};
use super::rows;
use super::weights::Weights;
use crate::error::Result;
use readout::Readout;

/// In which numbers the linear layers are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// 32-bit floats, everywhere.
    F32,
    /// 8-bit whole numbers in the encoder's linear layers, where the processor multiplies them.
    Int8,
}

impl Precision {
    /// The fastest that this processor has.
    #[must_use]
    pub fn fastest() -> Self {
        if Codes::supported() { Self::Int8 } else { Self::F32 }
    }
}

/// What the model says of one value.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueScores {
    /// Logits of "no claim" and of each kind.
    pub kinds: [f32; KINDS],
    /// Logits of each modality.
    pub modalities: Modalities,
    /// `[length of the passage, roles * PARTS]`: scores of each token for beginning, being inside and ending each role's
    /// words.
    pub parts: Vec<f32>,
}

/// The network, laid out for the forward pass. Shared by all threads.
#[derive(Debug)]
pub struct Engine {
    width: usize,
    heads: usize,
    words: Vec<f32>,
    /// Positions, with what every token's segment adds.
    positions: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    /// Layers that read a passage once for all its values.
    shared: usize,
    readout: Readout,
    precision: Precision,
}

#[derive(Debug)]
struct Norm {
    gain: Vec<f32>,
    bias: Vec<f32>,
    epsilon: f32,
}

#[derive(Debug)]
struct Layer {
    /// Queries, keys and values side by side; queries are scaled by the inverse root of a head's width.
    attend: Linear,
    mix: Linear,
    mix_norm: Norm,
    up: Linear,
    down: Linear,
    down_norm: Norm,
}

#[derive(Debug)]
struct Linear {
    weight: Weight,
    bias: Vec<f32>,
}

#[derive(Debug)]
enum Weight {
    F32(Panels),
    Int8(Codes),
}

/// Buffers of one thread, grown to the largest batch that they have seen.
#[derive(Debug, Default)]
pub struct Scratch {
    x: Vec<f32>,
    shared: Vec<f32>,
    attended: Vec<f32>,
    mixed: Vec<f32>,
    projected: Vec<f32>,
    inner: Vec<f32>,
    coded: CodedRows,
    attention: attention::Scratch,
    readout: readout::Scratch,
}

/// Rows that go through all of a layer's feed-forward part before the next ones do: their inner activations stay in the
/// second cache.
const BLOCK: usize = 132;

/// Tokens of a passage's copies, one a value, that go through the upper layers together.
const COPIED_TOKENS: usize = 1024;

/// `values` with room for `length` numbers; what they hold is overwritten by whoever asks.
fn room(values: &mut Vec<f32>, length: usize) -> &mut [f32] {
    if values.len() < length {
        values.resize(length, 0.0);
    }
    &mut values[..length]
}

/// Row `n` of a table of rows of `width`.
fn row(table: &[f32], n: u32, width: usize) -> &[f32] {
    &table[n as usize * width..][..width]
}

/// The numbers of a weight.
fn numbers(weights: &Weights, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
    let tensor = weights.get(name, shape)?.flatten_all().and_then(|t| t.to_vec1::<f32>());
    tensor.map_err(|e| crate::Error::model(format!("{name}: {e}")).caused_by(e))
}

impl Norm {
    #[expect(clippy::cast_possible_truncation, reason = "an epsilon of 1e-12 is exact enough in f32")]
    fn load(weights: &Weights, name: &str, config: &Config) -> Result<Self> {
        let part = |part: &str| numbers(weights, &format!("{name}.{part}"), &[config.hidden_size]);
        Ok(Self { gain: part("weight")?, bias: part("bias")?, epsilon: config.layer_norm_eps as f32 })
    }

    /// The norm of `x + y`, into `x`.
    fn apply(&self, x: &mut [f32], y: &[f32]) {
        rows::add_norm(x, y, &self.gain, &self.bias, self.epsilon);
    }
}

impl Linear {
    /// `[inputs, outputs]`, in 8 bits if that is wanted and `inputs` allow it.
    fn new(weight: &[f32], bias: Vec<f32>, precision: Precision) -> Self {
        let outputs = bias.len();
        let matrix = Matrix::new(weight, weight.len() / outputs.max(1), outputs, outputs);
        let codes = if precision == Precision::Int8 { Codes::new(matrix) } else { None };
        Self { weight: codes.map_or_else(|| Weight::F32(Panels::new(matrix)), Weight::Int8), bias }
    }

    fn load(weights: &Weights, name: &str, inputs: usize, outputs: usize, precision: Precision) -> Result<Self> {
        let weight = numbers(weights, &format!("{name}.weight"), &[inputs, outputs])?;
        let bias = numbers(weights, &format!("{name}.bias"), &[outputs])?;
        Ok(Self::new(&weight, bias, precision))
    }

    /// `x`, `[rows, inputs]`, through the layer, into `out`, `[rows, outputs]`.
    fn forward(&self, x: &[f32], rows: usize, coded: &mut CodedRows, out: &mut [f32]) {
        let width = x.len() / rows.max(1);
        let mut target = Target::new(out, self.bias.len());
        match &self.weight {
            Weight::F32(panels) => panels.multiply(Matrix::new(x, rows, width, width), Some(&self.bias), &mut target),
            Weight::Int8(codes) => {
                rows::encode(x, width, coded);
                codes.multiply(coded, rows, &self.bias, &mut target);
            }
        }
    }
}

impl Layer {
    #[expect(clippy::cast_precision_loss, reason = "the width of a head is some dozens")]
    fn load(weights: &Weights, name: &str, config: &Config, precision: Precision) -> Result<Self> {
        let (hidden, inner) = (config.hidden_size, config.intermediate_size);
        let linear = |part: &str, i, o| Linear::load(weights, &format!("{name}.{part}"), i, o, precision);
        let mut weight = vec![0.0; hidden * 3 * hidden];
        let mut bias = Vec::with_capacity(3 * hidden);
        let scale = 1.0 / ((hidden / config.num_attention_heads) as f32).sqrt();
        for (n, (part, scale)) in [("query", scale), ("key", 1.0), ("value", 1.0)].into_iter().enumerate() {
            let name = format!("{name}.attention.self.{part}");
            let own = numbers(weights, &format!("{name}.weight"), &[hidden, hidden])?;
            for (to, from) in weight.chunks_exact_mut(3 * hidden).zip(own.chunks_exact(hidden)) {
                to[n * hidden..][..hidden].iter_mut().zip(from).for_each(|(to, x)| *to = x * scale);
            }
            bias.extend(numbers(weights, &format!("{name}.bias"), &[hidden])?.iter().map(|x| x * scale));
        }
        Ok(Self {
            attend: Linear::new(&weight, bias, precision),
            mix: linear("attention.output.dense", hidden, hidden)?,
            mix_norm: Norm::load(weights, &format!("{name}.attention.output.LayerNorm"), config)?,
            up: linear("intermediate.dense", hidden, inner)?,
            down: linear("output.dense", inner, hidden)?,
            down_norm: Norm::load(weights, &format!("{name}.output.LayerNorm"), config)?,
        })
    }

    /// `x`, `[tokens, width]`, through the layer; `lengths` are those of the passages that lie in it.
    fn forward(&self, lengths: &[usize], width: usize, heads: usize, scratch: &mut Scratch) {
        let Scratch { x, attended, mixed, projected, inner, coded, attention, .. } = scratch;
        let tokens: usize = lengths.iter().sum();
        let x = &mut x[..tokens * width];
        let attended = room(attended, tokens * 3 * width);
        let mixed = room(mixed, tokens * width);
        for (x, attended) in x.chunks(BLOCK * width).zip(attended.chunks_mut(BLOCK * 3 * width)) {
            self.attend.forward(x, x.len() / width, coded, attended);
        }
        attention::attend(attended, lengths, width, heads, attention, mixed);
        for (x, mixed) in x.chunks_mut(BLOCK * width).zip(mixed.chunks(BLOCK * width)) {
            let rows = x.len() / width;
            let projected = room(projected, rows * width);
            self.mix.forward(mixed, rows, coded, projected);
            self.mix_norm.apply(x, projected);
            let inner = room(inner, rows * self.up.bias.len());
            self.up.forward(x, rows, coded, inner);
            rows::gelu(inner);
            self.down.forward(inner, rows, coded, projected);
            self.down_norm.apply(x, projected);
        }
    }
}

impl Engine {
    /// The engine of the weights; with [`Precision::Int8`] only where the processor has it, else in `f32`.
    ///
    /// # Errors
    /// If a weight is missing or misshapen.
    pub fn load(weights: &Weights, config: &Config, precision: Precision) -> Result<Self> {
        let precision = if Codes::supported() { precision } else { Precision::F32 };
        let width = config.hidden_size;
        let table =
            |part: &str, rows| numbers(weights, &format!("embeddings.{part}_embeddings.weight"), &[rows, width]);
        let types = table("token_type", config.type_vocab_size)?;
        let mut positions = table("position", config.max_position_embeddings)?;
        for row in positions.chunks_exact_mut(width) {
            row.iter_mut().zip(&types).for_each(|(x, t)| *x += t);
        }
        Ok(Self {
            width,
            heads: config.num_attention_heads,
            words: table("word", config.vocab_size)?,
            positions,
            norm: Norm::load(weights, "embeddings.LayerNorm", config)?,
            layers: (0..config.num_hidden_layers)
                .map(|n| Layer::load(weights, &format!("encoder.layer.{n}"), config, precision))
                .collect::<Result<_>>()?,
            shared: config.num_hidden_layers - config.value_layers,
            readout: Readout::load(weights, config)?,
            precision,
        })
    }

    /// In which numbers the linear layers are computed.
    #[must_use]
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// Token vectors `[tokens, width]` of passages, one after another, in `scratch.x`, after so many layers.
    ///
    /// # Panics
    /// If a token id is not in the vocabulary or a passage is longer than the positions: [`super::features::Reader`]
    /// gives neither.
    fn encode(&self, passages: &[&Encoded], layers: usize, scratch: &mut Scratch) {
        let lengths: Vec<usize> = passages.iter().map(|p| p.ids.len()).collect();
        let (width, tokens) = (self.width, lengths.iter().sum::<usize>());
        let x = room(&mut scratch.x, tokens * width);
        let around = room(&mut scratch.mixed, tokens * width);
        let mut at = 0;
        for passage in passages {
            for (position, (&id, &marker)) in passage.ids.iter().zip(&passage.markers).enumerate() {
                x[at..at + width].copy_from_slice(row(&self.words, id, width));
                let around = &mut around[at..at + width];
                around.copy_from_slice(&self.positions[position * width..][..width]);
                let marker = row(&self.readout.markers, marker, width);
                around.iter_mut().zip(marker).for_each(|(x, m)| *x += m);
                at += width;
            }
        }
        self.norm.apply(x, around);
        for layer in &self.layers[..layers] {
            layer.forward(&lengths, width, self.heads, scratch);
        }
    }

    /// The scores of the values of each passage, passage by passage.
    ///
    /// # Panics
    /// If a passage was read with another tokenizer than the model's.
    #[must_use]
    pub fn forward(&self, passages: &[&Encoded], scratch: &mut Scratch) -> Vec<Vec<ValueScores>> {
        self.encode(passages, self.shared, scratch);
        let mut shared = mem::take(&mut scratch.shared);
        mem::swap(&mut shared, &mut scratch.x);
        let mut scores = Vec::with_capacity(passages.len());
        let mut first = 0;
        for passage in passages {
            let tokens = &shared[first * self.width..][..passage.ids.len() * self.width];
            // A passage with many values goes through in parts, or its copies would leave the caches.
            let values: Vec<usize> = (0..passage.values.len()).collect();
            let at_once = (COPIED_TOKENS / passage.ids.len().max(1)).max(1);
            let parts = values.chunks(at_once).flat_map(|values| self.read_for(passage, values, tokens, scratch));
            scores.push(parts.collect());
            first += passage.ids.len();
        }
        scratch.shared = shared;
        scores
    }

    /// The scores of some of a passage's values, from its token vectors after the shared layers.
    fn read_for(&self, passage: &Encoded, values: &[usize], tokens: &[f32], scratch: &mut Scratch) -> Vec<ValueScores> {
        let (width, length) = (self.width, passage.ids.len());
        let x = room(&mut scratch.x, values.len() * length * width);
        for (x, &value) in x.chunks_exact_mut(length * width).zip(values) {
            x.copy_from_slice(tokens);
            let own = passage.values[value].first * width..(passage.values[value].last + 1) * width;
            for token in x[own].chunks_exact_mut(width) {
                token.iter_mut().zip(&self.readout.target).for_each(|(x, t)| *x += t);
            }
        }
        let lengths = vec![length; values.len()];
        for layer in &self.layers[self.shared..] {
            layer.forward(&lengths, width, self.heads, scratch);
        }
        self.readout.read(passage, values, &scratch.x, &mut scratch.readout)
    }

    /// Token vectors `[tokens, width]` of the passages, one after another, after all layers, without a value marked.
    ///
    /// # Panics
    /// As [`Engine::forward`].
    #[must_use]
    pub fn token_vectors(&self, passages: &[&Encoded], scratch: &mut Scratch) -> Vec<f32> {
        self.encode(passages, self.layers.len(), scratch);
        let tokens: usize = passages.iter().map(|p| p.ids.len()).sum();
        scratch.x[..tokens * self.width].to_vec()
    }
}

#[cfg(test)]
mod tests;
