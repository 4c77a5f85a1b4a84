//! The model folder: weights in 8 bits a row, tokenizer, configuration, manifest and card.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::base::Base;
use super::calibration::Reliability;
use super::card::card;
use super::config::TrainConfig;
use super::data::Data;
use super::score::{TagScores, Tally};
use crate::error::{Error, Result};
use crate::tag::engine::Precision;
use crate::tag::manifest::{self, FORMAT, Manifest};
use crate::tag::weights::Weights;
use crate::tag::{FILES, MANIFEST, ModelTagger, sha256};

/// The files of a model, in memory.
#[derive(Debug)]
pub(super) struct Files {
    manifest: Manifest,
    files: [Vec<u8>; 3],
}

/// What a run came to, beside the model itself.
#[derive(Debug)]
pub(super) struct Outcome<'a> {
    /// The run.
    pub config: &'a TrainConfig,
    /// Its records.
    pub data: &'a Data,
    /// The dev score of each epoch.
    pub history: &'a [f64],
    /// The published epoch and its dev score, if there is a dev set.
    pub best: Option<(usize, f64)>,
    /// What the model says of each dev record, in their order.
    pub tallies: Vec<Tally>,
    /// How good its confidences were at temperature 1.
    pub uncalibrated: Reliability,
    /// How good they are at the model's temperature.
    pub calibrated: Reliability,
}

impl Outcome<'_> {
    /// Scores on the dev set.
    pub(super) fn scores(&self) -> TagScores {
        self.tallies.iter().copied().sum::<Tally>().scores()
    }

    /// Scores on each part of the dev set, by the family of its texts' licence, with the number of records.
    pub(super) fn parts(&self) -> BTreeMap<String, (usize, TagScores)> {
        let mut parts: BTreeMap<String, Vec<Tally>> = BTreeMap::new();
        for (record, tally) in self.data.dev.iter().zip(&self.tallies) {
            parts.entry(record.licence_family()).or_default().push(*tally);
        }
        let scores = |tallies: Vec<Tally>| (tallies.len(), tallies.into_iter().sum::<Tally>().scores());
        parts.into_iter().map(|(part, tallies)| (part, scores(tallies))).collect()
    }

    /// How the model was made, as its manifest tells it.
    fn training(&self) -> Value {
        let config = self.config;
        let training = &self.data.training;
        let mut licences: BTreeMap<&str, usize> = BTreeMap::new();
        for record in training {
            *licences.entry(record.licence()).or_default() += 1;
        }
        let scores = self.scores();
        json!({
            "schedule": config.schedule,
            "seed": config.seed,
            "layers": config.layers,
            "frozen": config.frozen,
            "context": config.context,
            "data_share": config.data_share,
            "records": training.len(),
            "claims": training.iter().map(|r| r.gold.claims.len()).sum::<usize>(),
            "licences": licences,
            "data": self.data.origins(),
            "dev_records": self.data.dev.len(),
            "dev_score": scores.dev_score(),
            "dev_score_by_epoch": self.history,
            "best_epoch": self.best.map(|(epoch, _)| epoch),
            "dev_scores": scores,
            "dev_scores_by_part": self.parts(),
            "reliability": { "before": self.uncalibrated, "after": self.calibrated },
        })
    }
}

impl Files {
    /// The files of a run's weights.
    ///
    /// # Errors
    /// If a weight cannot be read.
    pub(super) fn new(config: &TrainConfig, base: &Base, weights: &Weights, temperature: f32) -> Result<Self> {
        let shape = serde_json::to_vec_pretty(&base.shape).map_err(|e| Error::model(e.to_string()).caused_by(e))?;
        let files = [shape, base.tokenizer.clone(), weights.to_bytes()?];
        let hashes = FILES.iter().zip(&files).map(|(name, bytes)| ((*name).to_owned(), sha256(bytes)));
        let manifest = Manifest {
            format: FORMAT,
            name: config.name.clone(),
            kinds: manifest::kinds(),
            modalities: manifest::modalities(),
            roles: manifest::roles(),
            temperature,
            files: hashes.collect(),
            training: Value::Null,
        };
        Ok(Self { manifest, files })
    }

    /// The tagger of the files, as it will be when they are loaded again.
    ///
    /// # Errors
    /// If they do not fit each other.
    pub(super) fn tagger(&self) -> Result<ModelTagger> {
        let manifest = to_json(&self.manifest)?;
        let [config, tokenizer, weights] = &self.files;
        ModelTagger::from_bytes(&manifest, [config, tokenizer, weights], Precision::fastest())
    }

    /// Writes the folder, with how the model was made.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(super) fn write(mut self, outcome: &Outcome<'_>) -> Result<()> {
        let folder = &outcome.config.out;
        fs::create_dir_all(folder).map_err(|e| Error::io(folder, e))?;
        self.manifest.training = outcome.training();
        for (name, bytes) in FILES.iter().zip(&self.files) {
            write(&folder.join(name), bytes)?;
        }
        write(&folder.join(MANIFEST), &to_json(&self.manifest)?)?;
        let size = self.files.iter().map(Vec::len).sum();
        write(&folder.join("README.md"), card(outcome, self.manifest.temperature, size).as_bytes())
    }
}

fn to_json(manifest: &Manifest) -> Result<Vec<u8>> {
    serde_json::to_vec_pretty(manifest).map_err(|e| Error::model(e.to_string()).caused_by(e))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).map_err(|e| Error::io(path, e))
}
