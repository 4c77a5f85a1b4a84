//! A training run in one TOML file.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Everything that decides what a training run gives. Paths are relative to the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainConfig {
    /// Name of the model; it is written to `out`.
    pub name: String,
    /// Folder for the finished model.
    pub out: PathBuf,
    /// Folder with the base encoder's `config.json`, `tokenizer.json` and `model.safetensors`.
    pub base: PathBuf,
    /// Layers of the base that are kept, from the bottom; all if left out.
    #[serde(default)]
    pub layers: Option<usize>,
    /// Layers, from the top, that read a passage once for each value, which is marked for them.
    #[serde(default)]
    pub value_layers: usize,
    /// Seed of the order of examples and of the heads' first weights.
    pub seed: u64,
    /// Annotated data.
    pub data: Vec<DataConfig>,
    /// Which part of the data is kept for the dev score.
    pub dev: DevConfig,
    /// Which tokens of the base are kept; all if left out.
    #[serde(default)]
    pub vocabulary: Option<VocabularyConfig>,
    /// Steps and rates.
    pub schedule: Schedule,
}

/// One file of annotated data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataConfig {
    /// The gold file.
    pub path: PathBuf,
    /// How often each of its passages is seen in an epoch.
    #[serde(default = "once")]
    pub repeat: usize,
    /// Records whose licence contains one of these words are left out of training and go to the dev set.
    #[serde(default)]
    pub hold_out_licences: Vec<String>,
}

/// How dev data is chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DevConfig {
    /// One source in so many goes to the dev set, by a hash of its name; 0 keeps none.
    pub every: u64,
}

/// How the vocabulary is cut.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VocabularyConfig {
    /// Number of tokens to keep, the most frequent in `texts` and in the training data.
    pub size: usize,
    /// Text files, JSON lines with a `text` key among them, to count tokens in.
    #[serde(default)]
    pub texts: Vec<PathBuf>,
}

/// Steps and rates of `AdamW` with a linear warm-up and decay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Times that the training data is gone through.
    pub epochs: usize,
    /// Passages a step.
    pub batch: usize,
    /// Peak learning rate of the encoder.
    pub encoder_rate: f64,
    /// Peak learning rate of the heads.
    pub heads_rate: f64,
    /// Share of the steps in which the rates rise.
    #[serde(default = "tenth")]
    pub warm_up: f64,
    /// Decay of the matrices' weights.
    #[serde(default = "hundredth")]
    pub weight_decay: f64,
    /// Weight of the loss of roles beside that of kinds.
    #[serde(default = "half")]
    pub roles_weight: f64,
    /// Probability that a token of the input is hidden, against learning names by heart.
    #[serde(default)]
    pub hide_tokens: f64,
}

fn once() -> usize {
    1
}

fn tenth() -> f64 {
    0.1
}

fn hundredth() -> f64 {
    0.01
}

fn half() -> f64 {
    0.5
}

impl TrainConfig {
    /// Reads a configuration; its paths become relative to the working directory.
    ///
    /// # Errors
    /// If the file cannot be read, has an unknown or missing key, or asks for nothing to be done.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|e| Error::io(path, e))?;
        let mut config: Self = toml::from_str(&text).map_err(|e| {
            let line = e.span().map(|s| text[..s.start.min(text.len())].matches('\n').count() + 1);
            let error = Error::value(e.message().to_owned()).at_path(path);
            line.map_or_else(|| Error::value(e.message().to_owned()).at_path(path), |l| error.at_line(l))
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for file in [&mut config.out, &mut config.base] {
            *file = folder.join(&*file);
        }
        for file in config.data.iter_mut().map(|d| &mut d.path) {
            *file = folder.join(&*file);
        }
        for file in config.vocabulary.iter_mut().flat_map(|v| &mut v.texts) {
            *file = folder.join(&*file);
        }
        let schedule = &config.schedule;
        if schedule.epochs == 0 || schedule.batch == 0 || config.data.is_empty() {
            return Err(Error::value("expected at least one epoch, a batch of one and one data file").at_path(path));
        }
        Ok(config)
    }
}
