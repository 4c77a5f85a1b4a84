//! Training: gold data in, a model folder out.
//!
//! `config` is the run, `examples` what is learned from, `vocabulary` the cut of the base's tokens, `loss` what is
//! minimized and `optimizer` how, `score` the dev scores, `publish` the model folder. The same configuration on the same
//! machine gives the same file: order and first weights come from the seed, and gradients are added in a fixed order.

mod config;
mod examples;
mod loss;
mod optimizer;
mod publish;
mod score;
mod vocabulary;

use std::fs;

use candle_core::{Device, Tensor};
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};

pub use config::TrainConfig;
pub use examples::{document, document_passages, gold_roles};
pub use optimizer::Parameter;
pub use score::TagScores;

use crate::error::{Error, Result};
use crate::gold::{self, GoldDocument};
use crate::tag::config::Config;
use crate::tag::engine::Precision;
use crate::tag::features::Reader;
use crate::tag::heads;
use crate::tag::weights::Weights;
use crate::tag::{ModelTagger, Network};
use examples::Example;
use optimizer::Rates;

/// What a run reports as it goes.
#[derive(Clone, Debug)]
pub enum Event {
    /// What was read: training and dev passages, and how gold spans met the grammar.
    Data(String),
    /// A step was made: its number, how many there are, and the loss.
    Step {
        /// Counted from 1.
        number: usize,
        /// Steps of the whole run.
        of: usize,
        /// Mean loss of the step's values.
        loss: f64,
    },
    /// An epoch ended, with the dev scores.
    Epoch {
        /// Counted from 1.
        number: usize,
        /// Scores on the dev set.
        scores: TagScores,
    },
}

/// Threads that a step is spread over. A constant, since the sum of the gradients depends on it in the last bits.
const PARTS: usize = 2;

/// Trains a model and writes its folder.
///
/// # Errors
/// If the configuration names files that are missing or do not fit, or if the folder cannot be written.
pub fn train(config: &TrainConfig, mut report: impl FnMut(Event)) -> Result<TagScores> {
    let read = |name: &str| {
        let path = config.base.join(name);
        fs::read(&path).map_err(|e| Error::io(&path, e))
    };
    let mut shape = Config::parse(&read("config.json")?).map_err(|e| e.at_path(config.base.join("config.json")))?;
    let tokenizer = read("tokenizer.json")?;
    let base_weights = read("model.safetensors")?;
    let mut weights = Weights::parse(&base_weights).map_err(|e| e.at_path(config.base.join("model.safetensors")))?;
    if let Some(layers) = config.layers {
        shape.num_hidden_layers = layers.min(shape.num_hidden_layers);
    }
    let layers = shape.num_hidden_layers;
    shape.value_layers = config.value_layers.min(layers);
    weights.retain(|name| {
        let layer = name.strip_prefix("encoder.layer.").and_then(|rest| rest.split('.').next()?.parse::<usize>().ok());
        !name.starts_with("pooler") && layer.is_none_or(|n| n < layers)
    });

    let (training, dev) = split(config)?;
    let (tokenizer, reader) = cut_vocabulary(config, tokenizer, &mut weights, &mut shape, &training)?;
    let (mut pool, aligned) = examples::examples(&reader, &training.iter().map(|(g, _)| g).collect::<Vec<_>>())?;
    let repeats = training.iter().map(|(_, repeat)| *repeat).max().unwrap_or(1);
    if repeats > 1 {
        for turn in 1..repeats {
            let again: Vec<&GoldDocument> = training.iter().filter(|(_, r)| *r > turn).map(|(g, _)| g).collect();
            pool.extend(examples::examples(&reader, &again)?.0);
        }
    }
    report(Event::Data(format!(
        "{} training records in {} passages, {} dev records; of {} gold claims the grammar proposes {} exactly and \
         overlaps {}",
        training.len(),
        pool.len(),
        dev.len(),
        aligned.claims,
        aligned.exact,
        aligned.overlapping
    )));

    let mut rng = StdRng::seed_from_u64(config.seed);
    for (name, dims) in heads::shapes(&shape) {
        weights.insert(name.clone(), first_weights(&name, &dims, &mut rng)?);
    }
    let mut parameters = parameters(&weights)?;
    let mut live = weights.clone();
    for parameter in &parameters {
        live.insert(parameter.name.clone(), parameter.var.as_tensor().clone());
    }
    let network = Network::load(&live, &shape)?;
    let files = |live: &Weights, temperature: f32| publish::Files::new(config, &shape, &tokenizer, live, temperature);
    let mut scores = TagScores::default();
    let steps = pool.len().div_ceil(config.schedule.batch) * config.schedule.epochs;
    let mut number = 0;
    for epoch in 1..=config.schedule.epochs {
        for batch in batches(&pool, config.schedule.batch, &mut rng) {
            number += 1;
            let members: Vec<Example> =
                batch.iter().map(|&i| hide(&pool[i], config.schedule.hide_tokens, &reader, &mut rng)).collect();
            let loss = descend(&network, &mut parameters, &members, config, number, steps)?;
            report(Event::Step { number, of: steps, loss });
        }
        if epoch == config.schedule.epochs || epoch % 2 == 0 {
            scores = score::score(&files(&live, 1.0)?.tagger()?, &dev)?;
            report(Event::Epoch { number: epoch, scores: scores.clone() });
        }
    }
    let temperature = if dev.is_empty() { 1.0 } else { score::temperature(&files(&live, 1.0)?.tagger()?, &dev)? };
    let files = files(&live, temperature)?;
    if !dev.is_empty() {
        scores = score::score(&files.tagger()?, &dev)?;
    }
    files.write(config, &training, &dev, &scores)?;
    // What was written is what will be loaded: hashes, shapes and labels are checked at once.
    ModelTagger::open(&config.out, Precision::fastest())?;
    Ok(scores)
}

/// A training record, and how often it is seen in an epoch.
type Repeated = (GoldDocument, usize);

/// Training records and dev records.
fn split(config: &TrainConfig) -> Result<(Vec<Repeated>, Vec<GoldDocument>)> {
    let (mut training, mut dev) = (Vec::new(), Vec::new());
    for data in &config.data {
        for record in gold::read(&data.path)? {
            let licence = record.licence.as_deref().unwrap_or("");
            if data.hold_out_licences.iter().any(|word| licence.contains(word))
                || examples::is_dev(&record, config.dev.every)
            {
                dev.push(record);
            } else {
                training.push((record, data.repeat));
            }
        }
    }
    Ok((training, dev))
}

fn cut_vocabulary(
    config: &TrainConfig,
    tokenizer: Vec<u8>,
    weights: &mut Weights,
    shape: &mut Config,
    training: &[(GoldDocument, usize)],
) -> Result<(Vec<u8>, Reader)> {
    let reader = Reader::new(&tokenizer, shape.max_position_embeddings)?;
    let Some(vocabulary) = &config.vocabulary else {
        return Ok((tokenizer, reader));
    };
    let mut counts = vec![0; shape.vocab_size];
    for path in &vocabulary.texts {
        vocabulary::count(&reader, path, &mut counts)?;
    }
    for (record, _) in training {
        vocabulary::count_text(&reader, &record.text, &mut counts)?;
    }
    let tokenizer = vocabulary::cut(&tokenizer, weights, &counts, vocabulary.size)?;
    let reader = Reader::new(&tokenizer, shape.max_position_embeddings)?;
    shape.vocab_size = reader.vocabulary();
    Ok((tokenizer, reader))
}

/// Uniform within the inverse root of the inputs for linear layers; zero for biases and for tables that are added to
/// what the base already computes.
#[expect(clippy::cast_precision_loss, reason = "layers are a few hundred wide")]
fn first_weights(name: &str, dims: &[usize], rng: &mut StdRng) -> Result<Tensor> {
    let count: usize = dims.iter().product();
    let bound = if name.ends_with("bias") || name.contains("embeddings") { 0.0 } else { 1.0 / (dims[0] as f32).sqrt() };
    let values: Vec<f32> = (0..count).map(|_| (rng.random::<f32>() * 2.0 - 1.0) * bound).collect();
    Tensor::from_vec(values, dims, &Device::Cpu).map_err(failed)
}

/// Everything is trained but the large tables: frozen word embeddings cost no accuracy and halve the gradient.
fn parameters(weights: &Weights) -> Result<Vec<Parameter>> {
    let frozen = ["word_embeddings", "position_embeddings", "token_type_embeddings"];
    weights
        .iter()
        .filter(|(name, _)| !frozen.iter().any(|f| name.contains(f)))
        .map(|(name, tensor)| Parameter::new(name, tensor, name.starts_with("heads.")).map_err(failed))
        .collect()
}

/// Indexes of the examples in a new order, in batches of similar length.
fn batches(pool: &[Example], size: usize, rng: &mut StdRng) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..pool.len()).collect();
    order.shuffle(rng);
    let mut batches: Vec<Vec<usize>> = Vec::new();
    for stretch in order.chunks_mut(size * 16) {
        stretch.sort_by_key(|&i| (pool[i].encoded.ids.len(), i));
        batches.extend(stretch.chunks(size).map(<[usize]>::to_vec));
    }
    batches.shuffle(rng);
    batches
}

/// The example with some tokens outside its values replaced by the unknown token.
fn hide(example: &Example, probability: f64, reader: &Reader, rng: &mut StdRng) -> Example {
    let mut example = example.clone();
    let unknown = reader.tokenizer().token_to_id("[UNK]").filter(|_| probability > 0.0);
    if let Some(unknown) = unknown {
        let encoded = &mut example.encoded;
        for (i, id) in encoded.ids.iter_mut().enumerate() {
            if !encoded.spans[i].is_empty() && encoded.markers[i] == 0 && rng.random_bool(probability) {
                *id = unknown;
            }
        }
    }
    example
}

/// One step of the optimizer; the loss.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "counts of steps and values"
)]
fn descend(
    network: &Network,
    parameters: &mut [Parameter],
    members: &[Example],
    config: &TrainConfig,
    number: usize,
    of: usize,
) -> Result<f64> {
    let weight = config.schedule.roles_weight;
    // Every second example goes to the same part: lengths are sorted, so both have the same work.
    let parts: Vec<Vec<&Example>> = (0..PARTS)
        .map(|part| members.iter().skip(part).step_by(PARTS).collect::<Vec<_>>())
        .filter(|part| !part.is_empty())
        .collect();
    let results: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = parts.iter().map(|part| scope.spawn(|| loss::gradients(network, part, weight))).collect();
        threads.into_iter().map(|t| t.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    let (mut losses, mut stores) = (0.0, Vec::new());
    for result in results {
        let (loss, store) = result.map_err(failed)?;
        losses += loss;
        stores.push(store);
    }
    let values: usize = members.iter().map(|m| m.targets.len()).sum();
    let schedule = &config.schedule;
    let (done, warm_up) = (number as f64 / of as f64, schedule.warm_up.max(1e-9));
    let slope = if done < warm_up { done / warm_up } else { (1.0 - done) / (1.0 - warm_up).max(1e-9) };
    let rates = Rates {
        encoder: schedule.encoder_rate * slope,
        heads: schedule.heads_rate * slope,
        weight_decay: schedule.weight_decay,
    };
    optimizer::step(parameters, &stores, 1.0 / values as f32, rates, number as i32).map_err(failed)?;
    Ok(losses / values as f64)
}

fn failed(error: candle_core::Error) -> Error {
    Error::model(format!("training cannot go on: {error}")).caused_by(error)
}
