//! Training: gold data in, a model folder out. `docs/training.md` is its manual.
//!
//! `config` is the run, `data` its records, `base` the encoder it starts from, `vocabulary` the cut of its tokens;
//! `examples` is what is learned from and `epoch` in which order, `loss` what is minimized and `optimizer` how; `state` is
//! what changes as the run goes and `checkpoint` keeps it; `score` and `calibration` say how good the result is, `publish`
//! and `card` write it down.
//!
//! The same configuration on the same machine gives the same files, whether the run was interrupted or not: order and
//! first weights follow from the seed, and gradients are added in a fixed order.

mod base;
mod calibration;
mod card;
mod checkpoint;
mod config;
mod data;
mod epoch;
mod examples;
mod loss;
mod optimizer;
mod publish;
mod score;
mod state;
mod vocabulary;

use std::ops::ControlFlow;

use candle_core::Tensor;

pub use checkpoint::discard_checkpoint;
pub use config::{DataConfig, DevConfig, Schedule, Setting, TrainConfig, VocabularyConfig};
pub use score::{Exactness, TagScores};

use crate::error::{Error, Result};
use crate::gold::GoldDocument;
use crate::tag::engine::Precision;
use crate::tag::weights::Weights;
use crate::tag::{ModelTagger, Network};
use base::Base;
use checkpoint::Checkpoint;
use data::Data;
use examples::Example;
use optimizer::Rates;
use publish::{Files, Outcome};
use score::Tally;
use state::State;

/// What a run reports as it goes.
#[derive(Clone, Debug)]
pub enum Event {
    /// What was read: training and dev passages, and how gold spans met the grammar.
    Data(String),
    /// The run goes on from a checkpoint.
    Resumed {
        /// Steps made before.
        step: usize,
        /// Steps of the whole run.
        of: usize,
    },
    /// A step was made: its number, how many there are, and the loss.
    Step {
        /// Counted from 1.
        number: usize,
        /// Steps of the whole run, unless it ends early.
        of: usize,
        /// Mean loss of the step's values.
        loss: f64,
    },
    /// An epoch ended, with the dev scores; not reported without a dev set.
    Epoch {
        /// Counted from 1.
        number: usize,
        /// Scores on the dev set.
        scores: TagScores,
        /// The epoch with the best dev score so far, and that score.
        best: (usize, f64),
    },
}

/// Threads that a step is spread over. A constant, since the sum of the gradients depends on it in the last bits.
const PARTS: usize = 2;

/// Trains a model and writes its folder; a run that was interrupted goes on where its last checkpoint is.
///
/// When `report` breaks, the run stops there and then, as if it had been killed, and nothing is returned. When all is
/// written the checkpoint is removed, and what is returned are the scores of the model on the dev set.
///
/// # Errors
/// If the configuration names files that are missing or do not fit, if there is a checkpoint of another run or a broken
/// one ([`discard_checkpoint`] removes it), or if the folder cannot be written.
pub fn train(config: &TrainConfig, mut report: impl FnMut(Event) -> ControlFlow<()>) -> Result<Option<TagScores>> {
    let data = Data::read(config)?;
    if data.dev.is_empty() && config.schedule.patience.is_some() {
        return Err(Error::value("schedule.patience waits for dev scores, but the dev set is empty"));
    }
    let base = Base::read(config, &data)?;
    let (pool, summary) = pool(config, &base, &data)?;
    if report(Event::Data(summary)).is_break() {
        return Ok(None);
    }
    let mut state = State::new(base.parameters(config)?);
    let checkpoint = Checkpoint::new(config, &base, &pool, &data)?;
    let steps_per_epoch = epoch::steps(pool.len(), config.schedule.batch);
    let steps = steps_per_epoch * config.schedule.epochs;
    if checkpoint.load(&mut state)? && report(Event::Resumed { step: state.step, of: steps }).is_break() {
        return Ok(None);
    }

    let dev = data.dev_gold();
    let mut live = base.weights.clone();
    for parameter in &state.parameters {
        live.insert(parameter.name.clone(), parameter.var.as_tensor().clone());
    }
    let unknown = base.reader.tokenizer().token_to_id("[UNK]");
    let mut batches = Vec::new();
    while !state.ended(steps, config.schedule.patience) {
        let (epoch, place) = (1 + state.step / steps_per_epoch, state.step % steps_per_epoch);
        if batches.is_empty() || place == 0 {
            batches = epoch::batches(&pool, config.schedule.batch, config.seed, epoch);
        }
        state.step += 1;
        let mut random = epoch::random(config.seed, "step", state.step);
        let hidden = |&i: &usize| epoch::hide(&pool[i], config.schedule.hide_tokens, unknown, &mut random);
        let members: Vec<Example> = batches[place].iter().map(hidden).collect();
        // Loaded anew for every step: a network may compute with copies of its weights, which the optimizer leaves behind.
        let network = Network::load(&live, &base.shape)?;
        let loss = descend(&network, &mut state, &members, config, steps)?;
        if report(Event::Step { number: state.step, of: steps, loss }).is_break() {
            return Ok(None);
        }
        if place + 1 == steps_per_epoch {
            if !dev.is_empty() {
                let weights = with_parameters(&base, &state, |n| state.parameters[n].settled())?;
                let tagger = Files::new(config, &base, &weights, 1.0)?.tagger()?;
                let tallies = score::tally(&tagger, &dev, config.context, PARTS)?;
                let scores = tallies.into_iter().sum::<Tally>().scores();
                state.record(scores.dev_score());
                let best = state.best_epoch().unwrap_or((epoch, 0.0));
                if report(Event::Epoch { number: epoch, scores, best }).is_break() {
                    return Ok(None);
                }
            }
            checkpoint.save(&state)?;
        } else if state.step.is_multiple_of(config.checkpoint_steps) {
            checkpoint.save(&state)?;
        }
    }

    let scores = publish(config, &base, &data, &state)?;
    discard_checkpoint(config)?;
    Ok(Some(scores))
}

/// The examples of an epoch, and what there is to say of them.
fn pool(config: &TrainConfig, base: &Base, data: &Data) -> Result<(Vec<Example>, String)> {
    let seen = |turn: usize| -> Vec<&GoldDocument> {
        data.training.iter().filter(|record| record.repeat > turn).map(|record| &record.gold).collect()
    };
    let (mut pool, aligned) = examples::examples(&base.reader, &seen(0), config.context)?;
    for turn in 1..data.training.iter().map(|record| record.repeat).max().unwrap_or(1) {
        pool.extend(examples::examples(&base.reader, &seen(turn), config.context)?.0);
    }
    if pool.is_empty() {
        return Err(Error::value("no training record holds a quantity: expected passages with numbers"));
    }
    let summary = format!(
        "{} training records in {} passages, {} dev records; of {} gold claims the grammar proposes {} exactly and \
         overlaps {}",
        data.training.len(),
        pool.len(),
        data.dev.len(),
        aligned.claims,
        aligned.exact,
        aligned.overlapping
    );
    Ok((pool, summary))
}

/// The base's weights with the elements that `of` gives for each parameter.
fn with_parameters<'a>(base: &Base, state: &State, of: impl Fn(usize) -> &'a [f32]) -> Result<Weights> {
    let mut weights = base.weights.clone();
    for (n, parameter) in state.parameters.iter().enumerate() {
        let tensor = Tensor::from_slice(of(n), parameter.var.shape(), parameter.var.device()).map_err(failed)?;
        weights.insert(parameter.name.clone(), tensor);
    }
    Ok(weights)
}

/// Calibrates, scores and writes what a run has come to.
fn publish(config: &TrainConfig, base: &Base, data: &Data, state: &State) -> Result<TagScores> {
    let published = state.published();
    let weights = with_parameters(base, state, |n| published[n])?;
    let dev = data.dev_gold();
    let tagger = Files::new(config, base, &weights, 1.0)?.tagger()?;
    let cases = calibration::cases(&tagger, &dev, config.context)?;
    let temperature = calibration::temperature(&cases);
    let outcome = Outcome {
        config,
        data,
        history: &state.history,
        best: state.best_epoch(),
        tallies: score::tally(&tagger, &dev, config.context, PARTS)?,
        uncalibrated: calibration::reliability(&cases, 1.0),
        calibrated: calibration::reliability(&cases, temperature),
    };
    Files::new(config, base, &weights, temperature)?.write(&outcome)?;
    // What was written is what will be loaded: hashes, shapes and labels are checked at once.
    ModelTagger::open(&config.out, Precision::fastest())?;
    Ok(outcome.scores())
}

/// One step of the optimizer, the `state.step`-th of `of`; the loss.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "counts of steps and values"
)]
fn descend(network: &Network, state: &mut State, members: &[Example], config: &TrainConfig, of: usize) -> Result<f64> {
    let schedule = &config.schedule;
    let weight = schedule.roles_weight;
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
    let (done, warm_up) = (state.step as f64 / of as f64, schedule.warm_up.max(1e-9));
    let slope = if done < warm_up { done / warm_up } else { (1.0 - done) / (1.0 - warm_up).max(1e-9) };
    let rates = Rates {
        encoder: schedule.encoder_rate * slope,
        heads: schedule.heads_rate * slope,
        weight_decay: schedule.weight_decay,
        average: schedule.average.unwrap_or(0.0),
    };
    let number = state.step as i32;
    optimizer::step(&mut state.parameters, &stores, 1.0 / values as f32, rates, number).map_err(failed)?;
    Ok(losses / values as f64)
}

fn failed(error: candle_core::Error) -> Error {
    Error::model(format!("training cannot go on: {error}")).caused_by(error)
}
