//! The model tagger: a small BERT encoder with heads for kind, modality and roles, run by candle on the CPU.
//!
//! `features` turns a passage into tokens, `engine` computes, `decode` reads the tags off. `encoder` and `heads` are the
//! same network over tensors with gradients: what training works on and what the engine is compared with. `product` and
//! `rows` are the arithmetic of both. `weights`, `config` and `manifest` are the files of a model folder, `files` and
//! `weight_file` read them, `normalizer` looks into its tokenizer.

pub mod batch;
pub mod config;
mod decode;
pub mod encoder;
pub mod engine;
pub mod features;
pub mod files;
pub mod heads;
pub mod manifest;
mod normalizer;
mod ops;
pub mod product;
mod rows;
pub mod weight_file;
pub mod weights;

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use candle_core::Tensor;
use sha2::{Digest, Sha256};

use batch::Batch;
use config::Config;
pub(super) use decode::complete;
use encoder::Encoder;
use engine::{Engine, Precision, Scratch, ValueScores};
use features::{Encoded, Reader};
pub use files::{FILES, MANIFEST};
use heads::{Heads, Scores};
use manifest::Manifest;
use weight_file::{Wanted, WeightFile};
use weights::Weights;

use super::{Passage, Tag, Tagger};
use crate::error::{Error, Result};

/// Tokens of a batch: enough to fill the multipliers, few enough that activations stay in the caches.
const BATCH_TOKENS: usize = 1024;

/// The tagger that ships: see the module's page.
#[derive(Debug)]
pub struct ModelTagger {
    manifest: Manifest,
    reader: Reader,
    engine: Engine,
    /// Buffers of threads that are between two batches.
    idle: Mutex<Vec<Scratch>>,
}

/// Encoder and heads together.
#[derive(Debug)]
pub struct Network {
    encoder: Encoder,
    /// Layers that read a passage once for all its values.
    shared: usize,
    heads: Heads,
}

impl Network {
    /// The network of the weights.
    ///
    /// # Errors
    /// If a weight is missing or misshapen.
    pub fn load(weights: &Weights, config: &Config) -> Result<Self> {
        let shared = config.num_hidden_layers - config.value_layers;
        Ok(Self { encoder: Encoder::load(weights, config)?, shared, heads: Heads::load(weights, config)? })
    }

    /// Scores of a batch's values.
    ///
    /// # Errors
    /// If the batch does not fit the network.
    pub fn forward(&self, batch: &Batch) -> candle_core::Result<Scores> {
        let extra = Some((self.heads.markers(), batch.markers.as_slice()));
        let passages = self.encoder.embed(&batch.ids, extra)?;
        let passages = self.encoder.run(0..self.shared, passages, &batch.mask)?;
        let values = self.heads.copy_for_values(&passages, &batch.values)?;
        let rows = Tensor::new(batch.values.passages.as_slice(), batch.mask.device())?;
        let mask = batch.mask.index_select(&rows, 0)?;
        let values = self.encoder.run(self.shared..self.encoder.depth(), values, &mask)?;
        self.heads.score(&values, &batch.values)
    }
}

impl ModelTagger {
    /// The model that ships inside the library.
    ///
    /// # Errors
    /// If the build put a broken model in.
    pub fn embedded(precision: Precision) -> Result<Self> {
        let (manifest, files) = Self::embedded_files();
        Self::from_bytes(manifest, files, precision).map_err(|e| e.at_path("<embedded model>"))
    }

    /// Manifest and [`FILES`] of the model that ships inside the library.
    #[must_use]
    pub fn embedded_files() -> (&'static [u8], [&'static [u8]; 3]) {
        (
            include_bytes!("../../../models/default/manifest.json"),
            [
                include_bytes!("../../../models/default/config.json"),
                include_bytes!("../../../models/default/tokenizer.json"),
                include_bytes!("../../../models/default/model.safetensors"),
            ],
        )
    }

    /// The model in a folder, its files checked against the manifest's hashes.
    ///
    /// # Errors
    /// If a file is missing, was changed, or does not fit the others; the error names it.
    pub fn open(folder: &Path, precision: Precision) -> Result<Self> {
        let json = files::read(folder, MANIFEST)?;
        let manifest = Manifest::parse(&json).map_err(|e| e.at_path(folder.join(MANIFEST)))?;
        let mut contents = Vec::with_capacity(FILES.len());
        for name in FILES {
            let bytes = files::read(folder, name)?;
            let (found, expected) = (sha256(&bytes), manifest.files.get(name).map_or("", String::as_str));
            if found != expected {
                let message = format!("SHA-256 is {found}, the manifest says {expected:?}: fetch or train it again");
                return Err(Error::model(message).at_path(folder.join(name)));
            }
            contents.push(bytes);
        }
        let [config, tokenizer, weights] = [0, 1, 2].map(|i: usize| contents[i].as_slice());
        Self::from_bytes(&json, [config, tokenizer, weights], precision).map_err(|e| {
            let path = e.path().map_or_else(|| folder.to_owned(), |name| folder.join(name));
            e.at_path(path)
        })
    }

    /// A model from the bytes of its manifest and of [`FILES`], hashes unchecked.
    ///
    /// # Errors
    /// If a file is not what it should be, or does not fit the others.
    pub fn from_bytes(manifest: &[u8], [config, tokenizer, weights]: [&[u8]; 3], precision: Precision) -> Result<Self> {
        let manifest = Manifest::parse(manifest).map_err(|e| e.at_path(MANIFEST))?;
        let config = Config::parse(config).map_err(|e| e.at_path(FILES[0]))?;
        let reader = Reader::new(tokenizer, config.max_position_embeddings).map_err(|e| e.at_path(FILES[1]))?;
        if reader.vocabulary() != config.vocab_size {
            let (found, expected) = (reader.vocabulary(), config.vocab_size);
            return Err(Error::model(format!("{found} tokens, the configuration says {expected}")).at_path(FILES[1]));
        }
        reader.check(config.vocab_size).map_err(|e| e.at_path(FILES[1]))?;
        let file = WeightFile::parse(weights).map_err(|e| e.at_path(FILES[2]))?;
        let weights = file.read(&Self::weights(&config)).map_err(|e| e.at_path(FILES[2]))?;
        let engine = Engine::load(&weights, &config, precision).map_err(|e| e.at_path(FILES[2]))?;
        Ok(Self { manifest, reader, engine, idle: Mutex::default() })
    }

    /// The weights of a model with this encoder.
    #[must_use]
    pub fn weights(config: &Config) -> Vec<Wanted> {
        let heads = heads::shapes(config).into_iter().map(|(name, shape)| Wanted::new(name, shape));
        config.weights().into_iter().chain(heads).collect()
    }

    /// The scores of each passage's values, in order, with the passages as the model reads them.
    ///
    /// # Errors
    /// If a passage cannot be read.
    pub fn scores(&self, passages: &[Passage<'_>]) -> Result<Vec<(Encoded, Vec<ValueScores>)>> {
        let encoded: Vec<Encoded> = passages.iter().map(|p| self.reader.read(p)).collect::<Result<_>>()?;
        let mut scores = vec![Vec::new(); encoded.len()];
        let valued = (0..encoded.len()).filter(|&i| !encoded[i].values.is_empty());
        self.with_scratch(|scratch| {
            for rows in batches(&encoded, valued) {
                let members: Vec<&Encoded> = rows.iter().map(|&i| &encoded[i]).collect();
                for (row, found) in rows.into_iter().zip(self.engine.forward(&members, scratch)) {
                    scores[row] = found;
                }
            }
        });
        Ok(encoded.into_iter().zip(scores).collect())
    }

    /// Vectors of unit length `[texts, hidden size]` in which texts of like meaning lie close: the mean of their token
    /// vectors (Reimers & Gurevych, Sentence-BERT, 2019), which the encoder was pretrained for.
    ///
    /// # Errors
    /// If a text cannot be read.
    pub fn vectors(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>> {
        let read = |text: &&str| self.reader.read(&Passage::plain(text));
        let encoded: Vec<Encoded> = texts.iter().map(read).collect::<Result<_>>()?;
        let mut vectors = Vec::with_capacity(texts.len());
        self.with_scratch(|scratch| {
            for rows in batches(&encoded, 0..encoded.len()) {
                let members: Vec<&Encoded> = rows.iter().map(|&i| &encoded[i]).collect();
                let found = self.engine.token_vectors(&members, scratch);
                let width = found.len() / members.iter().map(|e| e.ids.len()).sum::<usize>().max(1);
                let mut first = 0;
                for passage in members {
                    let own = &found[first * width..][..passage.ids.len() * width];
                    vectors.push(mean(own, width));
                    first += passage.ids.len();
                }
            }
        });
        Ok(vectors)
    }

    /// Lends the buffers of a thread that is done with them.
    fn with_scratch(&self, work: impl FnOnce(&mut Scratch)) {
        // A thread that panicked leaves buffers that are merely half overwritten.
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = idle().pop().unwrap_or_default();
        work(&mut scratch);
        idle().push(scratch);
    }

    /// How the network is computed.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// What the model says of itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }
}

impl Tagger for ModelTagger {
    fn tag(&self, passages: &[Passage<'_>]) -> Result<Vec<Vec<Tag>>> {
        let tagged = passages.iter().zip(self.scores(passages)?).map(|(passage, (encoded, scores))| {
            let mut tags = decode::tags(&encoded, &scores, self.manifest.temperature);
            decode::complete(&mut tags, passage);
            tags
        });
        let tagged: Vec<Vec<Tag>> = tagged.collect();
        // Weights are finite, and yet what is computed of them may overflow.
        if tagged.iter().flatten().any(|tag| !tag.confidence.is_finite()) {
            return Err(Error::model("the model computes numbers that are not finite"));
        }
        Ok(tagged)
    }

    fn name(&self) -> &str {
        &self.manifest.name
    }

    fn tokens(&self, passages: &[Passage<'_>]) -> Option<Result<usize>> {
        Some(passages.iter().map(|passage| Ok(self.reader.read(passage)?.ids.len())).sum())
    }

    fn embed(&self, texts: &[&str]) -> Option<Result<Vec<Vec<f32>>>> {
        Some(self.vectors(texts))
    }
}

/// The mean of vectors `[n, width]` one after another, brought to unit length.
fn mean(vectors: &[f32], width: usize) -> Vec<f32> {
    let mut sum = vec![0.0_f32; width];
    for vector in vectors.chunks_exact(width.max(1)) {
        sum.iter_mut().zip(vector).for_each(|(sum, x)| *sum += x);
    }
    let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    for x in &mut sum {
        *x /= length;
    }
    sum
}

/// Passages, by index, in groups within [`BATCH_TOKENS`] (a longer passage goes alone), in order.
fn batches(encoded: &[Encoded], which: impl Iterator<Item = usize>) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut tokens = 0;
    for i in which {
        let length = encoded[i].ids.len();
        match groups.last_mut() {
            Some(group) if tokens + length <= BATCH_TOKENS => group.push(i),
            _ => {
                tokens = 0;
                groups.push(vec![i]);
            }
        }
        tokens += length;
    }
    groups
}

/// The SHA-256 of `bytes` in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write;

    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
