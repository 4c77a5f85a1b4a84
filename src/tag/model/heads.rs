//! What is read off the token vectors: for each value its kind and modality, and for each role the words that play it.
//!
//! Roles are scored jointly with the value: every token gets three scores for every (value, role), for beginning, being
//! inside and ending that role's words. A span's score is the sum over its tokens, the empty span scores 0, and training
//! maximizes the probability of the right span among all of them (a segment model with one segment, after Sarawagi and
//! Cohen, "Semi-Markov conditional random fields", 2004). So decoding needs no links, and its confidence is a
//! probability.

use candle_core::{Result, Tensor};

use super::config::Config;
use super::encoder::Linear;
use super::features::{BETWEEN, DISTANCES, Marker, SENTENCES};
use super::ops;
use super::weights::Weights;
use crate::label::{Kind, Modality};
use crate::tag::Role;

/// Width of the hidden layer over a value.
pub const VALUE_WIDTH: usize = 256;
/// Width of the hidden layer over a value and a token.
pub const PAIR_WIDTH: usize = 192;
/// A logit for each modality.
pub type Modalities = [f32; Modality::ALL.len()];
/// Kinds, with "no claim" first.
pub const KINDS: usize = Kind::ALL.len() + 1;
/// The weight that is added to the tokens of the value that a passage is read for.
pub const TARGET: &str = "embeddings.target_embeddings.weight";
/// Longest span of a role, in tokens.
pub const LONGEST_SPAN: usize = 28;
/// Scores a token gets for one role: begins, is inside, ends.
pub const PARTS: usize = 3;

/// The heads over an encoder.
#[derive(Debug)]
pub struct Heads {
    markers: Tensor,
    target: Option<Tensor>,
    value: Linear,
    value_marker: Tensor,
    kind: Linear,
    modality: Linear,
    pair_value: Linear,
    pair_token: Linear,
    distance: Tensor,
    sentence: Tensor,
    between: Tensor,
    roles: Linear,
}

/// Names and shapes of the tensors of the heads: embeddings `[rows, width]`, linear layers `[in, out]`.
#[must_use]
pub fn shapes(config: &Config) -> Vec<(String, Vec<usize>)> {
    let hidden = config.hidden_size;
    let mut shapes = vec![
        ("embeddings.marker_embeddings.weight".to_owned(), vec![Marker::COUNT, hidden]),
        ("heads.value_marker_embeddings.weight".to_owned(), vec![Marker::COUNT, VALUE_WIDTH]),
        ("heads.distance_embeddings.weight".to_owned(), vec![DISTANCES, PAIR_WIDTH]),
        ("heads.sentence_embeddings.weight".to_owned(), vec![SENTENCES, PAIR_WIDTH]),
        ("heads.between_embeddings.weight".to_owned(), vec![BETWEEN, PAIR_WIDTH]),
    ];
    if config.value_layers > 0 {
        shapes.push((TARGET.to_owned(), vec![1, hidden]));
    }
    for (name, inputs, outputs) in [
        ("value", 3 * hidden, VALUE_WIDTH),
        ("kind", VALUE_WIDTH, KINDS),
        ("modality", VALUE_WIDTH, Modality::ALL.len()),
        ("pair_value", VALUE_WIDTH, PAIR_WIDTH),
        ("pair_token", hidden, PAIR_WIDTH),
        ("roles", PAIR_WIDTH, Role::ALL.len() * PARTS),
    ] {
        shapes.push((format!("heads.{name}.weight"), vec![inputs, outputs]));
        shapes.push((format!("heads.{name}.bias"), vec![outputs]));
    }
    shapes
}

/// The values of a batch; each has its own copy of its passage's token vectors, `length` of them with the padding.
#[derive(Debug)]
pub struct Values {
    /// `[values, length]`: the weights that average a value's own tokens.
    pub own: Tensor,
    /// For each value the passage of the batch that it stands in.
    pub passages: Vec<u32>,
    /// The token before each value, as an index into `values * length`.
    pub before: Vec<u32>,
    /// The token after each value, likewise.
    pub after: Vec<u32>,
    /// Marker of each value.
    pub markers: Vec<u32>,
    /// For each token of each value's passage, `values * length` of them: classes of distance, sentence, values between.
    pub places: Vec<[u32; 3]>,
    /// For each token of each value's passage whether the words of a role may begin and end there.
    pub bounds: Vec<[bool; 2]>,
}

/// What the heads say of the values of a batch.
#[derive(Debug)]
pub struct Scores {
    /// `[values, KINDS]` logits.
    pub kinds: Tensor,
    /// `[values, 3]` logits.
    pub modalities: Tensor,
    /// `[values, length, roles * PARTS]`: scores of each token for beginning, being inside and ending each role's words.
    pub parts: Tensor,
}

impl Heads {
    /// The heads of the weights, for token vectors of width `hidden`.
    ///
    /// # Errors
    /// If a weight is missing or misshapen.
    pub fn load(weights: &Weights, config: &Config) -> crate::Result<Self> {
        let hidden = config.hidden_size;
        let linear = |name: &str, i, o| Linear::load(weights, &format!("heads.{name}"), i, o);
        let table = |name: &str, rows, width| weights.get(&format!("{name}_embeddings.weight"), &[rows, width]);
        Ok(Self {
            markers: table("embeddings.marker", Marker::COUNT, hidden)?,
            target: (config.value_layers > 0).then(|| weights.get(TARGET, &[1, hidden])).transpose()?,
            value: linear("value", 3 * hidden, VALUE_WIDTH)?,
            value_marker: table("heads.value_marker", Marker::COUNT, VALUE_WIDTH)?,
            kind: linear("kind", VALUE_WIDTH, KINDS)?,
            modality: linear("modality", VALUE_WIDTH, Modality::ALL.len())?,
            pair_value: linear("pair_value", VALUE_WIDTH, PAIR_WIDTH)?,
            pair_token: linear("pair_token", hidden, PAIR_WIDTH)?,
            distance: table("heads.distance", DISTANCES, PAIR_WIDTH)?,
            sentence: table("heads.sentence", SENTENCES, PAIR_WIDTH)?,
            between: table("heads.between", BETWEEN, PAIR_WIDTH)?,
            roles: linear("roles", PAIR_WIDTH, Role::ALL.len() * PARTS)?,
        })
    }

    /// The table of what each marker adds to the embeddings.
    #[must_use]
    pub fn markers(&self) -> &Tensor {
        &self.markers
    }

    /// The token vectors of each value's passage, `[values * length, hidden]`, with the value marked, from those of the
    /// passages, `[batch * length, hidden]`.
    ///
    /// # Errors
    /// If the indexes of `values` do not fit the token vectors.
    #[expect(clippy::cast_possible_truncation, reason = "a batch holds some thousand tokens")]
    pub fn copy_for_values(&self, tokens: &Tensor, values: &Values) -> Result<Tensor> {
        let (count, length) = values.own.dims2()?;
        let (rows, hidden) = tokens.dims2()?;
        let zero = Tensor::zeros((1, hidden), tokens.dtype(), tokens.device())?;
        let target = self.target.as_ref().unwrap_or(&zero);
        let own = values.own.flatten_all()?.to_vec1::<f32>()?;
        let picks = (0..count * length).map(|i| {
            let token = values.passages[i / length] * length as u32 + (i % length) as u32;
            [token, rows as u32 + u32::from(own[i] == 0.0)]
        });
        ops::sum_rows(&Tensor::cat(&[tokens, target, &zero], 0)?, picks.collect())
    }

    /// Scores of the values from the token vectors of each one's passage, `[values * length, hidden]`.
    ///
    /// # Errors
    /// If the indexes of `values` do not fit the token vectors.
    #[expect(clippy::cast_possible_truncation, reason = "a batch holds some thousand tokens")]
    pub fn score(&self, tokens: &Tensor, values: &Values) -> Result<Scores> {
        let (count, length) = values.own.dims2()?;
        let hidden = tokens.dim(1)?;
        let one = |rows: &[u32]| rows.iter().map(|r| [*r]).collect();

        let own = ops::matmul(&values.own.unsqueeze(1)?, &tokens.reshape((count, length, hidden))?)?.squeeze(1)?;
        let (before, after) = (ops::sum_rows(tokens, one(&values.before))?, ops::sum_rows(tokens, one(&values.after))?);
        let marker = ops::sum_rows(&self.value_marker, one(&values.markers))?;
        let value = ops::gelu(&(self.value.forward(&Tensor::cat(&[own, before, after], 1)?)? + marker)?)?;

        // What is added up for a value and a token are rows of one table: the token, the value, and where they stand.
        let parts = [
            &self.pair_token.forward(tokens)?,
            &self.pair_value.forward(&value)?,
            &self.distance,
            &self.sentence,
            &self.between,
        ];
        let offset = |n: usize| parts[..n].iter().map(|t| t.dims()[0] as u32).sum::<u32>();
        let (of_values, of_places) = (offset(1), [offset(2), offset(3), offset(4)]);
        let picks = values.places.iter().enumerate().map(|(i, place)| {
            let [distance, sentence, between] = [0, 1, 2].map(|n: usize| of_places[n] + place[n]);
            [i as u32, of_values + (i / length) as u32, distance, sentence, between]
        });
        let pair = ops::gelu(&ops::sum_rows(&Tensor::cat(&parts, 0)?, picks.collect())?)?;
        let parts = self.roles.forward(&pair)?.reshape((count, length, Role::ALL.len() * PARTS))?;
        Ok(Scores { kinds: self.kind.forward(&value)?, modalities: self.modality.forward(&value)?, parts })
    }
}
