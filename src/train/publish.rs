//! The model folder: weights in 8 bits a row, tokenizer, configuration, manifest and card.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::json;

use super::config::TrainConfig;
use super::score::TagScores;
use crate::error::{Error, Result};
use crate::gold::GoldDocument;
use crate::tag::config::Config;
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

impl Files {
    /// The files of the weights as they are now.
    ///
    /// # Errors
    /// If a weight cannot be read.
    pub(super) fn new(
        config: &TrainConfig,
        shape: &Config,
        tokenizer: &[u8],
        weights: &Weights,
        temperature: f32,
    ) -> Result<Self> {
        let shape = serde_json::to_vec_pretty(shape).map_err(|e| Error::model(e.to_string()).caused_by(e))?;
        let files = [shape, tokenizer.to_vec(), weights.to_bytes()?];
        let hashes = FILES.iter().zip(&files).map(|(name, bytes)| ((*name).to_owned(), sha256(bytes)));
        let manifest = Manifest {
            format: FORMAT,
            name: config.name.clone(),
            kinds: manifest::kinds(),
            modalities: manifest::modalities(),
            roles: manifest::roles(),
            temperature,
            files: hashes.collect(),
            training: serde_json::Value::Null,
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
    pub(super) fn write(
        mut self,
        config: &TrainConfig,
        training: &[(GoldDocument, usize)],
        dev: &[GoldDocument],
        scores: &TagScores,
    ) -> Result<()> {
        let folder = &config.out;
        fs::create_dir_all(folder).map_err(|e| Error::io(folder, e))?;
        let licences = licences(training.iter().map(|(record, _)| record));
        self.manifest.training = json!({
            "schedule": config.schedule,
            "seed": config.seed,
            "records": training.len(),
            "claims": training.iter().map(|(r, _)| r.claims.len()).sum::<usize>(),
            "licences": licences,
            "dev_records": dev.len(),
            "dev_scores": scores,
        });
        for (name, bytes) in FILES.iter().zip(&self.files) {
            write(&folder.join(name), bytes)?;
        }
        write(&folder.join(MANIFEST), &to_json(&self.manifest)?)?;
        let card = card(config, &licences, training, dev, scores, &self);
        write(&folder.join("README.md"), card.as_bytes())
    }
}

fn to_json(manifest: &Manifest) -> Result<Vec<u8>> {
    serde_json::to_vec_pretty(manifest).map_err(|e| Error::model(e.to_string()).caused_by(e))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).map_err(|e| Error::io(path, e))
}

/// How many records stand under each licence.
fn licences<'a>(records: impl Iterator<Item = &'a GoldDocument>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for record in records {
        *counts.entry(record.licence.clone().unwrap_or_else(|| "written for this project".to_owned())).or_default() +=
            1;
    }
    counts
}

#[expect(clippy::cast_precision_loss, reason = "megabytes to one digit")]
fn card(
    config: &TrainConfig,
    licences: &BTreeMap<String, usize>,
    training: &[(GoldDocument, usize)],
    dev: &[GoldDocument],
    scores: &TagScores,
    files: &Files,
) -> String {
    let claims: usize = training.iter().map(|(r, _)| r.claims.len()).sum();
    let size: usize = files.files.iter().map(Vec::len).sum();
    let mut card = String::new();
    let _ = write!(
        card,
        "# {name}\n\n\
         Tells which quantities of an English text are numeric claims, of what kind, and which words name their measure,\n\
         entity, partner, whole, period and base. Written by `figcheck train`; do not edit.\n\n\
         - Base: all-MiniLM-L6-v2 (Apache-2.0), fine-tuned; matrices in 8 bits a row; {size:.1} MB.\n\
         - Trained on {records} passages with {claims} claims, seed {seed}, {epochs} epochs.\n\
         - Temperature of its confidences: {temperature}.\n\n\
         ## Training data by licence\n\n| licence | passages |\n| --- | --- |\n",
        name = config.name,
        size = size as f64 / 1e6,
        records = training.len(),
        seed = config.seed,
        epochs = config.schedule.epochs,
        temperature = files.manifest.temperature,
    );
    for (licence, count) in licences {
        let _ = writeln!(card, "| {licence} | {count} |");
    }
    let _ = write!(
        card,
        "\n## Scores\n\nOn {} passages ({} claims) of other sources that it was not trained on:\n\n| what | % |\n| --- | --- |\n",
        dev.len(),
        scores.claims
    );
    let rows = [
        ("claims found, exact value span: precision", scores.precision),
        ("claims found, exact value span: recall", scores.recall),
        ("claims found, exact value span: F1", scores.f1),
        ("kind of found claims", scores.kind),
        ("modality of found claims", scores.modality),
    ];
    for (what, score) in rows {
        let _ = writeln!(card, "| {what} | {:.1} |", score * 100.0);
    }
    for (role, score) in &scores.roles {
        let _ = writeln!(card, "| {role} of found claims (overlap of at least half) | {:.1} |", score * 100.0);
    }
    card.push_str(
        "\n## Limits\n\nEnglish news, press releases and reports. Measure and entity are named in another sentence for many\n\
         claims, and then they are often missed; irony, headlines without verbs and tables turned into text are weak.\n",
    );
    card
}
