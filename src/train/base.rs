//! The encoder that a run starts from: its files, cut to the layers and the vocabulary that the run keeps.

use std::fs;

use candle_core::{Device, Tensor};
use rand::Rng;
use rand::rngs::StdRng;

use super::config::TrainConfig;
use super::data::Data;
use super::epoch::random;
use super::optimizer::Parameter;
use super::{failed, vocabulary};
use crate::error::{Error, Result};
use crate::tag::config::Config;
use crate::tag::features::Reader;
use crate::tag::weights::Weights;
use crate::tag::{heads, sha256};

/// A base encoder with fresh heads.
#[derive(Debug)]
pub(super) struct Base {
    /// Its shape.
    pub shape: Config,
    /// Its `tokenizer.json`.
    pub tokenizer: Vec<u8>,
    /// The reader of that tokenizer.
    pub reader: Reader,
    /// Every weight as it starts.
    pub weights: Weights,
    /// A hash of its files and of what was cut.
    pub hash: String,
}

impl Base {
    /// Reads the base of a run. The vocabulary is cut to the tokens that the training data and the run's texts use.
    ///
    /// # Errors
    /// If a file is missing or is not what it should be.
    pub(super) fn read(config: &TrainConfig, data: &Data) -> Result<Self> {
        let read = |name: &str| {
            let path = config.base.join(name);
            fs::read(&path).map_err(|e| Error::io(&path, e))
        };
        let mut shape = Config::parse(&read("config.json")?).map_err(|e| e.at_path(config.base.join("config.json")))?;
        let tokenizer = read("tokenizer.json")?;
        let bytes = read("model.safetensors")?;
        let mut weights = Weights::parse(&bytes).map_err(|e| e.at_path(config.base.join("model.safetensors")))?;
        if let Some(layers) = config.layers {
            shape.num_hidden_layers = layers.min(shape.num_hidden_layers);
        }
        let layers = shape.num_hidden_layers;
        shape.value_layers = config.value_layers.min(layers);
        weights.retain(|name| {
            let rest = name.strip_prefix("encoder.layer.");
            let layer = rest.and_then(|rest| rest.split('.').next()?.parse::<usize>().ok());
            !name.starts_with("pooler") && layer.is_none_or(|n| n < layers)
        });
        let (tokenizer, reader) = cut_vocabulary(config, tokenizer, &mut weights, &mut shape, data)?;
        let hash = sha256([sha256(&bytes), sha256(&tokenizer)].concat().as_bytes());
        let mut random = random(config.seed, "heads", 0);
        for (name, dims) in heads::shapes(&shape) {
            weights.insert(name.clone(), first_weights(&name, &dims, &mut random)?);
        }
        Ok(Self { shape, tokenizer, reader, weights, hash })
    }

    /// The weights that are trained: all but those that the run freezes.
    ///
    /// # Errors
    /// If something is to be frozen that is not there, or everything is.
    pub(super) fn parameters(&self, config: &TrainConfig) -> Result<Vec<Parameter>> {
        if let Some(part) = config.frozen.iter().find(|part| !self.weights.iter().any(|(n, _)| n.contains(*part))) {
            return Err(Error::value(format!("frozen: no weight has {part:?} in its name")));
        }
        let trained = self.weights.iter().filter(|(name, _)| !config.frozen.iter().any(|part| name.contains(part)));
        let averaged = config.schedule.average.is_some();
        let parameter = |(name, tensor): (&str, &Tensor)| {
            Parameter::new(name, tensor, name.starts_with("heads."), averaged).map_err(failed)
        };
        let parameters: Vec<Parameter> = trained.map(parameter).collect::<Result<_>>()?;
        if parameters.is_empty() {
            return Err(Error::value("frozen: nothing is left to train"));
        }
        Ok(parameters)
    }
}

fn cut_vocabulary(
    config: &TrainConfig,
    tokenizer: Vec<u8>,
    weights: &mut Weights,
    shape: &mut Config,
    data: &Data,
) -> Result<(Vec<u8>, Reader)> {
    let reader = Reader::new(&tokenizer, shape.max_position_embeddings)?;
    let Some(vocabulary) = &config.vocabulary else {
        return Ok((tokenizer, reader));
    };
    let mut counts = vec![0; shape.vocab_size];
    for path in &vocabulary.texts {
        vocabulary::count(&reader, path, &mut counts)?;
    }
    for record in &data.training {
        vocabulary::count_text(&reader, &record.gold.text, &mut counts)?;
    }
    let tokenizer = vocabulary::cut(&tokenizer, weights, &counts, vocabulary.size)?;
    let reader = Reader::new(&tokenizer, shape.max_position_embeddings)?;
    shape.vocab_size = reader.vocabulary();
    Ok((tokenizer, reader))
}

/// Uniform within the inverse root of the inputs for linear layers; zero for biases and for tables that are added to
/// what the base already computes.
#[expect(clippy::cast_precision_loss, reason = "layers are a few hundred wide")]
fn first_weights(name: &str, dims: &[usize], random: &mut StdRng) -> Result<Tensor> {
    let count: usize = dims.iter().product();
    let bound = if name.ends_with("bias") || name.contains("embeddings") { 0.0 } else { 1.0 / (dims[0] as f32).sqrt() };
    let values: Vec<f32> = (0..count).map(|_| (random.random::<f32>() * 2.0 - 1.0) * bound).collect();
    Tensor::from_vec(values, dims, &Device::Cpu).map_err(failed)
}
