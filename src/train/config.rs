//! A training run in one TOML file.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use crate::error::{Error, Result};

/// Everything that decides what a training run gives. Paths are relative to the file. `docs/training.md` explains each key.
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
    /// Steps from one checkpoint to the next; each epoch's end is one as well.
    #[serde(default = "two_hundred")]
    pub checkpoint_steps: usize,
    /// Share of the training sources of every file that is used: the abscissa of a learning curve.
    #[serde(default = "whole")]
    pub data_share: f64,
    /// Whether a passage is a run of sentences; without it every sentence stands alone, which is an ablation only: the
    /// pipeline always reads runs.
    #[serde(default = "yes")]
    pub context: bool,
    /// Parts of names of weights that stay as they start.
    #[serde(default = "large_tables")]
    pub frozen: Vec<String>,
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
    /// Folder of the documents that a stand-off file speaks of; a gold file without it holds its texts itself.
    #[serde(default)]
    pub texts: Option<PathBuf>,
    /// Share of its training sources that is used, by a hash of their names: 0.2 is a part of 0.4. Dev data stay whole.
    #[serde(default = "whole")]
    pub share: f64,
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
    /// Times that the training data is gone through, at most.
    pub epochs: usize,
    /// Epochs without a better dev score after which the run ends early; never if left out.
    #[serde(default)]
    pub patience: Option<usize>,
    /// Decay of a moving average of the weights, which is then what is scored and published; none if left out.
    #[serde(default)]
    pub average: Option<f64>,
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

fn two_hundred() -> usize {
    200
}

fn whole() -> f64 {
    1.0
}

fn yes() -> bool {
    true
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

/// Frozen word embeddings cost no accuracy and halve the gradient.
fn large_tables() -> Vec<String> {
    ["word_embeddings", "position_embeddings", "token_type_embeddings"].map(str::to_owned).to_vec()
}

impl TrainConfig {
    /// Reads a configuration, with some of its keys set to other values (see [`Setting`]); its paths become relative to
    /// the working directory.
    ///
    /// # Errors
    /// If the file cannot be read, has an unknown or missing key, or a value that cannot be meant.
    pub fn read(path: &Path, settings: &[Setting]) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|e| Error::io(path, e))?;
        Self::parse(&text, path.parent().unwrap_or(Path::new("")), settings).map_err(|e| e.at_path(path))
    }

    /// The configuration of a file's text; its paths are taken from `folder`.
    ///
    /// # Errors
    /// As for [`TrainConfig::read`].
    pub fn parse(text: &str, folder: &Path, settings: &[Setting]) -> Result<Self> {
        let refused = |e: toml::de::Error| {
            let line = e.span().map(|s| text[..s.start.min(text.len())].matches('\n').count() + 1);
            let error = Error::value(e.message().to_owned());
            match line {
                Some(line) => error.at_line(line),
                None => error,
            }
        };
        // The file is held against its form by itself first: only so is an error's line known.
        let mut config: Self = toml::from_str(text).map_err(refused)?;
        if !settings.is_empty() {
            let mut table: Table = toml::from_str(text).map_err(refused)?;
            for setting in settings {
                setting.apply(&mut table)?;
            }
            let keys: Vec<&str> = settings.iter().map(|s| s.key.as_str()).collect();
            let changed = table.try_into();
            config = changed.map_err(|e| Error::value(format!("with {} set: {}", keys.join(", "), e.message())))?;
        }
        config.check()?;
        let files = [&mut config.out, &mut config.base].into_iter();
        let files = files.chain(config.data.iter_mut().flat_map(|d| std::iter::once(&mut d.path).chain(&mut d.texts)));
        for file in files.chain(config.vocabulary.iter_mut().flat_map(|v| &mut v.texts)) {
            *file = folder.join(&*file);
        }
        Ok(config)
    }

    /// The folder beside `out` that holds the run's checkpoint until the model is written.
    #[must_use]
    pub fn checkpoint_folder(&self) -> PathBuf {
        // By components, or `out/` would get a folder inside.
        let mut name = self.out.components().collect::<PathBuf>().into_os_string();
        name.push(".checkpoint");
        name.into()
    }

    fn check(&self) -> Result<()> {
        let schedule = &self.schedule;
        let counts = [
            ("data", self.data.len()),
            ("checkpoint_steps", self.checkpoint_steps),
            ("schedule.epochs", schedule.epochs),
            ("schedule.batch", schedule.batch),
            ("schedule.patience", schedule.patience.unwrap_or(1)),
        ];
        let mut counts = counts.into_iter().chain(self.data.iter().map(|d| ("data.repeat", d.repeat)));
        if let Some((key, _)) = counts.find(|(_, count)| *count == 0) {
            return Err(Error::value(format!("{key} is 0 or empty, expected at least one")));
        }
        let shares = [
            ("data_share", self.data_share),
            ("schedule.average", schedule.average.unwrap_or(0.0)),
            ("schedule.warm_up", schedule.warm_up),
            ("schedule.hide_tokens", schedule.hide_tokens),
        ];
        let shares = shares.into_iter().chain(self.data.iter().map(|d| ("data.share", d.share)));
        for (key, share) in shares {
            if !(0.0..=1.0).contains(&share) {
                return Err(Error::value(format!("{key} is {share}, expected 0 to 1")));
            }
        }
        let rates = [
            ("schedule.encoder_rate", schedule.encoder_rate),
            ("schedule.heads_rate", schedule.heads_rate),
            ("schedule.weight_decay", schedule.weight_decay),
            ("schedule.roles_weight", schedule.roles_weight),
        ];
        for (key, rate) in rates {
            if !(rate >= 0.0 && rate.is_finite()) {
                return Err(Error::value(format!("{key} is {rate}, expected a number of at least 0")));
            }
        }
        Ok(())
    }
}

/// A key of the configuration with another value than the file's: `schedule.epochs=3`, `data.0.share=0.5`.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    key: String,
    value: Value,
}

impl FromStr for Setting {
    type Err = Error;

    /// Reads `KEY=VALUE`: names joined by dots (a number picks from a list, counted from 0), and a value in TOML.
    fn from_str(text: &str) -> Result<Self> {
        let expected = "expected KEY=VALUE with a value in TOML, such as schedule.epochs=3 or name=\"trial\"";
        let (key, value) =
            text.split_once('=').ok_or_else(|| Error::value(format!("{text:?} has no \"=\": {expected}")))?;
        let mut table: Table = toml::from_str(&format!("value = {value}"))
            .map_err(|e| Error::value(format!("{text:?}: {}: {expected}", e.message())))?;
        let value = table.remove("value").filter(|_| table.is_empty());
        let value = value.ok_or_else(|| Error::value(format!("{text:?} is more than one value: {expected}")))?;
        Ok(Self { key: key.trim().to_owned(), value })
    }
}

impl Setting {
    /// Puts the value in its place; tables on the way there are made.
    fn apply(&self, table: &mut Table) -> Result<()> {
        let (path, last): (Vec<&str>, &str) = match self.key.rsplit_once('.') {
            Some((path, last)) => (path.split('.').collect(), last),
            None => (Vec::new(), self.key.as_str()),
        };
        let nowhere = |what: &str| Error::value(format!("{:?} cannot be set: {what}", self.key));
        let mut parts = path.into_iter();
        let mut here = table;
        while let Some(part) = parts.next() {
            let mut next = here.entry(part).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Array(list) = next {
                let length = list.len();
                let index = parts.next().and_then(|n| n.parse::<usize>().ok());
                let item = index.and_then(|n| list.get_mut(n));
                next = item.ok_or_else(|| nowhere(&format!("expected {part}.N, N below {length}")))?;
            }
            here = next.as_table_mut().ok_or_else(|| nowhere(&format!("{part} has no keys")))?;
        }
        here.insert(last.to_owned(), self.value.clone());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
        name = "trial"
        out = "trial"
        base = "base"
        seed = 1
        [[data]]
        path = "a.jsonl"
        [[data]]
        path = "b.jsonl"
        texts = "texts"
        [dev]
        every = 10
        [schedule]
        epochs = 2
        batch = 4
        encoder_rate = 1e-4
        heads_rate = 1e-3
    "#;

    fn parse(settings: &[&str]) -> Result<TrainConfig> {
        let settings: Vec<Setting> = settings.iter().map(|s| s.parse()).collect::<Result<_>>()?;
        TrainConfig::parse(FILE, Path::new("runs"), &settings)
    }

    #[test]
    fn paths_are_relative_to_the_file() {
        let config = parse(&[]).unwrap();
        assert_eq!(config.out, Path::new("runs/trial"));
        assert_eq!(config.checkpoint_folder(), Path::new("runs/trial.checkpoint"));
        assert_eq!(config.data[1].texts.as_deref(), Some(Path::new("runs/texts")));
        assert_eq!((config.data[0].texts.as_deref(), config.schedule.patience, config.frozen.len()), (None, None, 3));
    }

    #[test]
    fn keys_can_be_set_from_outside() {
        let config = parse(&["schedule.epochs=5", "data.1.share = 0.25", "frozen=[]", "vocabulary.size=100"]).unwrap();
        assert_eq!((config.schedule.epochs, config.data[0].share, config.data[1].share), (5, 1.0, 0.25));
        assert_eq!((config.frozen.len(), config.vocabulary.unwrap().size), (0, 100));
    }

    #[test]
    fn what_cannot_be_meant_is_refused_by_name() {
        let cases: [(&[&str], &str); 12] = [
            (&["schedule.epoch=5"], "unknown field `epoch`"),
            (&["nonsense.key=5"], "unknown field `nonsense`"),
            (&["data.2.share=0.5"], "expected data.N, N below 2"),
            (&["data.share=0.5"], "expected data.N, N below 2"),
            (&["seed.x=1"], "seed has no keys"),
            (&["seed"], "no \"=\""),
            (&["name=trial"], "expected KEY=VALUE"),
            (&["name=\"a\"\nout=\"b\""], "more than one value"),
            (&["data_share=1.5"], "data_share is 1.5, expected 0 to 1"),
            (&["schedule.patience=0"], "schedule.patience is 0"),
            (&["data.1.repeat=0"], "data.repeat is 0"),
            (&["schedule.heads_rate=nan"], "schedule.heads_rate is NaN"),
        ];
        for (settings, expected) in cases {
            let message = parse(settings).unwrap_err().to_string();
            assert!(message.contains(expected), "{settings:?}: {message}");
        }
    }

    #[test]
    fn an_error_of_the_file_has_its_line() {
        let error = TrainConfig::parse(&FILE.replace("every", "evry"), Path::new(""), &[]).unwrap_err();
        assert_eq!(error.line(), Some(12));
    }
}
