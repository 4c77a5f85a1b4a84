//! Token classifiers of the BERT family, trained elsewhere, whose labels say what ours say.
//!
//! Their encoders differ from ours in names and in the first position alone, so ours runs them: one forward pass, and
//! one way for weights into memory. The grammar still proposes the quantities; the classifier decides which of them are
//! claims, and which words name their attributes. `config` reads what a classifier is, `labels` what its outputs say,
//! `decode` makes tags of them.

pub mod config;
mod decode;
pub mod labels;

use std::path::Path;

use candle_core::{DType, Device, Tensor};

use super::encoder::{Encoder, Linear};
use super::features::{Encoded, Reader};
use super::files::{self, FILES};
use super::model::complete;
use super::weight_file::WeightFile;
use super::weights::Weights;
use super::{Passage, Tag, Tagger};
use crate::error::{Error, Result};
use config::ClassifierConfig;

/// A tagger over a token classifier: see the module's page.
#[derive(Debug)]
pub struct TokenClassifier {
    config: ClassifierConfig,
    name: String,
    reader: Reader,
    encoder: Encoder,
    head: Linear,
}

impl TokenClassifier {
    /// The classifier in a folder: [`FILES`], without a manifest that vouches for them.
    ///
    /// # Errors
    /// If a file is missing or does not fit the others; the error names it.
    pub fn open(folder: &Path) -> Result<Self> {
        let (config, tokenizer) = (files::read(folder, FILES[0])?, files::read(folder, FILES[1])?);
        let weights = files::read(folder, FILES[2]).map_err(|e| Self::without_weights(folder, e))?;
        Self::from_bytes([&config, &tokenizer, &weights]).map_err(|e| {
            let path = e.path().map_or_else(|| folder.to_owned(), |name| folder.join(name));
            e.at_path(path)
        })
    }

    /// Says why weights in another form than one safetensors file are not read.
    fn without_weights(folder: &Path, error: Error) -> Error {
        let why = if folder.join("model.safetensors.index.json").exists() {
            "the weights are in several files, expected one model.safetensors"
        } else if folder.join("pytorch_model.bin").exists() {
            "pytorch_model.bin is a pickle, which can run code when it is read: expected a model.safetensors"
        } else {
            return error;
        };
        Error::model(why).at_path(folder.join(FILES[2])).caused_by(error)
    }

    /// A classifier from the bytes of [`FILES`].
    ///
    /// # Errors
    /// If a file is not what it should be, or does not fit the others.
    pub fn from_bytes([config, tokenizer, weights]: [&[u8]; 3]) -> Result<Self> {
        let mut config = ClassifierConfig::parse(config).map_err(|e| e.at_path(FILES[0]))?;
        let reader = Reader::new(tokenizer, config.longest_input()).map_err(|e| e.at_path(FILES[1]))?;
        reader.check(config.encoder.vocab_size).map_err(|e| e.at_path(FILES[1]))?;
        let file = WeightFile::parse(weights).map_err(|e| e.at_path(FILES[2]))?;
        let mut weights = file.read(&config.weights(&file)).map_err(|e| e.at_path(FILES[2]))?;
        fit(&mut weights, &mut config).map_err(|e| Error::model(e.to_string()).caused_by(e).at_path(FILES[2]))?;
        let (hidden, labels) = (config.encoder.hidden_size, config.labels.all().len());
        Ok(Self {
            encoder: Encoder::load(&weights, &config.encoder).map_err(|e| e.at_path(FILES[2]))?,
            head: Linear::load(&weights, "classifier", hidden, labels).map_err(|e| e.at_path(FILES[2]))?,
            name: format!("{} token classifier", config.model_type),
            config,
            reader,
        })
    }

    /// What it is.
    #[must_use]
    pub fn config(&self) -> &ClassifierConfig {
        &self.config
    }

    /// The logits of a passage's tokens, a number for each label.
    ///
    /// # Errors
    /// If the model cannot run.
    pub fn logits(&self, passage: &Passage<'_>) -> Result<Vec<Vec<f32>>> {
        self.run(&self.reader.read(passage)?)
    }

    fn run(&self, encoded: &Encoded) -> Result<Vec<Vec<f32>>> {
        if encoded.ids.is_empty() {
            return Ok(Vec::new());
        }
        let run = || {
            let length = encoded.ids.len();
            let ids = Tensor::from_slice(&encoded.ids, (1, length), &Device::Cpu)?;
            let mask = Tensor::ones((1, length), DType::F32, &Device::Cpu)?;
            let tokens = self.encoder.forward(&ids, &mask, None)?.squeeze(0)?;
            self.head.forward(&tokens)?.to_vec2::<f32>()
        };
        let logits = run().map_err(|e| Error::model(format!("the model cannot run: {e}")).caused_by(e))?;
        if logits.iter().flatten().all(|l| l.is_finite()) {
            Ok(logits)
        } else {
            Err(Error::model("the model computes numbers that are not finite"))
        }
    }

    fn tag_passage(&self, passage: &Passage<'_>) -> Result<Vec<Tag>> {
        let encoded = self.reader.read(passage)?;
        let mut tags = decode::tags(passage, &encoded, &self.run(&encoded)?, &self.config.labels);
        complete(&mut tags, passage);
        Ok(tags)
    }
}

/// Gives the weights the form that our encoder knows: a segment, and positions that begin with the first token's.
fn fit(weights: &mut Weights, config: &mut ClassifierConfig) -> candle_core::Result<()> {
    const POSITIONS: &str = "embeddings.position_embeddings.weight";
    const SEGMENTS: &str = "embeddings.token_type_embeddings.weight";

    let find = |weights: &Weights, name: &str| weights.iter().find(|(n, _)| *n == name).map(|(_, t)| t.clone());
    let shape = &mut config.encoder;
    if find(weights, SEGMENTS).is_none() {
        let none = Tensor::zeros((shape.type_vocab_size, shape.hidden_size), DType::F32, &Device::Cpu)?;
        weights.insert(SEGMENTS, none);
    }
    if let Some(positions) = find(weights, POSITIONS).filter(|_| config.first_position > 0) {
        shape.max_position_embeddings -= config.first_position;
        let positions = positions.narrow(0, config.first_position, shape.max_position_embeddings)?;
        weights.insert(POSITIONS, positions.contiguous()?);
        config.first_position = 0;
    }
    Ok(())
}

impl Tagger for TokenClassifier {
    fn tag(&self, passages: &[Passage<'_>]) -> Result<Vec<Vec<Tag>>> {
        passages.iter().map(|passage| self.tag_passage(passage)).collect()
    }

    fn name(&self) -> &str {
        &self.name
    }
}
