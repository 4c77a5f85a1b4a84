//! The model tagger: a small BERT encoder with heads for kind, modality and roles, run by candle on the CPU.
//!
//! `features` turns a passage into tokens, `batch` lays passages side by side, `encoder` and `heads` compute, `decode`
//! reads the tags off. `weights`, `config` and `manifest` are the files of a model folder,
//! `files` and `weight_file` read them, `normalizer` looks into its tokenizer.

pub mod batch;
pub mod config;
mod decode;
pub mod encoder;
pub mod features;
pub mod files;
pub mod heads;
pub mod manifest;
mod normalizer;
mod ops;
pub mod weight_file;
pub mod weights;

use std::path::Path;

use sha2::{Digest, Sha256};

use batch::Batch;
use config::Config;
pub(super) use decode::complete;
use encoder::Encoder;
use features::{Encoded, Reader};
pub use files::{FILES, MANIFEST};
use heads::{Heads, Scores};
use manifest::Manifest;
use weight_file::{Wanted, WeightFile};
use weights::Weights;

use super::{Passage, Tag, Tagger};
use crate::error::{Error, Result};

/// Tokens of a batch, padding included: enough to fill the cores' multipliers, few enough to stay in their caches.
const BATCH_TOKENS: usize = 2048;

/// The tagger that ships: see the module's page.
#[derive(Debug)]
pub struct ModelTagger {
    manifest: Manifest,
    reader: Reader,
    network: Network,
}

/// Encoder and heads together.
#[derive(Debug)]
pub struct Network {
    encoder: Encoder,
    heads: Heads,
}

impl Network {
    /// The network of the weights.
    ///
    /// # Errors
    /// If a weight is missing or misshapen.
    pub fn load(weights: &Weights, config: &Config) -> Result<Self> {
        Ok(Self { encoder: Encoder::load(weights, config)?, heads: Heads::load(weights, config.hidden_size)? })
    }

    /// Scores of a batch's values.
    ///
    /// # Errors
    /// If the batch does not fit the network.
    pub fn forward(&self, batch: &Batch) -> candle_core::Result<Scores> {
        let extra = Some((self.heads.markers(), batch.markers.as_slice()));
        let tokens = self.encoder.forward(&batch.ids, &batch.mask, extra)?;
        self.heads.score(&tokens, &batch.values)
    }
}

impl ModelTagger {
    /// The model that ships inside the library.
    ///
    /// # Errors
    /// If the build put a broken model in.
    pub fn embedded() -> Result<Self> {
        let (manifest, files) = Self::embedded_files();
        Self::from_bytes(manifest, files).map_err(|e| e.at_path("<embedded model>"))
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
    pub fn open(folder: &Path) -> Result<Self> {
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
        Self::from_bytes(&json, [config, tokenizer, weights]).map_err(|e| {
            let path = e.path().map_or_else(|| folder.to_owned(), |name| folder.join(name));
            e.at_path(path)
        })
    }

    /// A model from the bytes of its manifest and of [`FILES`], hashes unchecked.
    ///
    /// # Errors
    /// If a file is not what it should be, or does not fit the others.
    pub fn from_bytes(manifest: &[u8], [config, tokenizer, weights]: [&[u8]; 3]) -> Result<Self> {
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
        let network = Network::load(&weights, &config).map_err(|e| e.at_path(FILES[2]))?;
        Ok(Self { manifest, reader, network })
    }

    /// The weights of a model with this encoder.
    #[must_use]
    pub fn weights(config: &Config) -> Vec<Wanted> {
        let heads = heads::shapes(config.hidden_size).into_iter().map(|(name, shape)| Wanted::new(name, shape));
        config.weights().into_iter().chain(heads).collect()
    }

    /// The kind logits of a passage's quantities, "no claim" first, with the index of each.
    ///
    /// # Errors
    /// If the model cannot run.
    pub fn kind_logits(&self, passage: &Passage<'_>) -> Result<Vec<(usize, Vec<f32>)>> {
        let encoded = self.reader.read(passage)?;
        if encoded.values.is_empty() {
            return Ok(Vec::new());
        }
        let logits = Batch::new(&[&encoded]).and_then(|b| self.network.forward(&b)).and_then(|s| s.kinds.to_vec2());
        let logits = logits.map_err(|e| Error::model(format!("the model cannot run: {e}")).caused_by(e))?;
        Ok(encoded.values.iter().map(|v| v.quantity).zip(logits).collect())
    }

    /// What the model says of itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }
}

impl Tagger for ModelTagger {
    fn tag(&self, passages: &[Passage<'_>]) -> Result<Vec<Vec<Tag>>> {
        let encoded: Vec<Encoded> = passages.iter().map(|p| self.reader.read(p)).collect::<Result<_>>()?;
        let mut tags: Vec<Vec<Tag>> = passages.iter().map(|_| Vec::new()).collect();
        for rows in batches(&encoded) {
            let members: Vec<&Encoded> = rows.iter().map(|&i| &encoded[i]).collect();
            let decoded = Batch::new(&members)
                .and_then(|batch| {
                    let scores = self.network.forward(&batch)?;
                    decode::tags(&scores, &batch.values, &members, self.manifest.temperature)
                })
                .map_err(|e| Error::model(format!("the model cannot run: {e}")).caused_by(e))?;
            for (row, decoded) in rows.into_iter().zip(decoded) {
                tags[row] = decoded;
            }
        }
        for (tags, passage) in tags.iter_mut().zip(passages) {
            decode::complete(tags, passage);
        }
        // Weights are finite, and yet what is computed of them may overflow.
        if tags.iter().flatten().any(|tag| !tag.confidence.is_finite()) {
            return Err(Error::model("the model computes numbers that are not finite"));
        }
        Ok(tags)
    }

    fn name(&self) -> &str {
        &self.manifest.name
    }
}

/// Passages with values in groups of similar length, each within [`BATCH_TOKENS`] (a longer passage goes alone).
///
/// The groups depend on the passages alone, so that the same document gives the same tags beside any others.
fn batches(encoded: &[Encoded]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..encoded.len()).filter(|&i| !encoded[i].values.is_empty()).collect();
    order.sort_by_key(|&i| (encoded[i].ids.len(), i));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for i in order {
        match groups.last_mut() {
            // The newcomer is the longest of its group: its length is what all are padded to.
            Some(group) if (group.len() + 1) * encoded[i].ids.len() <= BATCH_TOKENS => group.push(i),
            _ => groups.push(vec![i]),
        }
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
