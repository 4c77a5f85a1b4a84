//! Checkpoints: all that a run needs to go on after it was killed, as if nothing had happened.
//!
//! One safetensors file beside the model's folder holds the parameters, the optimizer's memory of them, the weights of the
//! best epoch, the step and the dev scores. The order of examples follows from the seed (see `epoch`), so nothing else is
//! needed. A new checkpoint is written beside the last one and then put in its place: there is always a whole one.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::{self, Write as _};
use std::fs::{self, File};
use std::path::PathBuf;

use safetensors::tensor::{Dtype, SafeTensors, View, serialize_to_file};
use sha2::{Digest, Sha256};

use super::base::Base;
use super::config::TrainConfig;
use super::data::Data;
use super::examples::Example;
use super::state::State;
use crate::error::{Error, Result};
use crate::tag::sha256;

/// The checkpoint's file.
const FILE: &str = "state.safetensors";
/// The file that is being written.
const UNFINISHED: &str = "state.safetensors.part";
/// Name of the vectors of the best epoch, beside those of the parameters.
const BEST: &str = "best";

/// Where a run keeps its checkpoint, and what makes it that run's.
#[derive(Debug)]
pub(super) struct Checkpoint {
    folder: PathBuf,
    fingerprint: String,
}

/// Removes the checkpoint of a configuration's run, if there is one: the next run starts anew.
///
/// # Errors
/// If it cannot be removed.
pub fn discard_checkpoint(config: &TrainConfig) -> Result<()> {
    let folder = config.checkpoint_folder();
    for name in [FILE, UNFINISHED] {
        let path = folder.join(name);
        if path.exists() {
            fs::remove_file(&path).map_err(|e| Error::io(&path, e))?;
        }
    }
    // A folder that is not there is gone, and one with something else in it stays.
    let _ = fs::remove_dir(&folder);
    Ok(())
}

impl Checkpoint {
    /// The checkpoint of a run over `pool`; its folder is made, so that a run that could not keep one fails at once.
    ///
    /// # Errors
    /// If the folder cannot be made.
    pub(super) fn new(config: &TrainConfig, base: &Base, pool: &[Example], data: &Data) -> Result<Self> {
        let folder = config.checkpoint_folder();
        fs::create_dir_all(&folder).map_err(|e| Error::io(&folder, e))?;
        Ok(Self { folder, fingerprint: fingerprint(config, base, pool, data) })
    }

    /// Takes up the state of the checkpoint, if there is one; whether there was.
    ///
    /// # Errors
    /// If it is another run's, or not whole.
    pub(super) fn load(&self, state: &mut State) -> Result<bool> {
        let path = self.folder.join(FILE);
        if !path.exists() {
            return Ok(false);
        }
        let bytes = fs::read(&path).map_err(|e| Error::io(&path, e))?;
        self.read(&bytes, state).map_err(|e| e.at_path(&path))?;
        Ok(true)
    }

    fn read(&self, bytes: &[u8], state: &mut State) -> Result<()> {
        let broken = |e: String| Error::model(format!("not a whole checkpoint: {e}"));
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(|e| broken(e.to_string()))?;
        let file = SafeTensors::deserialize(bytes).map_err(|e| broken(e.to_string()))?;
        let entry = |key: &str| header.metadata().as_ref().and_then(|m| m.get(key)).map_or("", String::as_str);
        if entry("fingerprint") != self.fingerprint {
            return Err(Error::model("is the checkpoint of a run with another configuration, base or data"));
        }
        let vector = |name: String, length: usize| -> Result<Vec<f32>> {
            let view = file.tensor(&name).map_err(|e| broken(format!("{name}: {e}")))?;
            if view.dtype() != Dtype::F32 || view.shape() != [length] {
                let (dtype, shape) = (view.dtype(), view.shape());
                return Err(broken(format!("{name} is {dtype:?} of shape {shape:?}, expected F32 of [{length}]")));
            }
            Ok(view.data().chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
        };
        let step = entry("step").parse().map_err(|e| broken(format!("step: {e}")))?;
        let history = entry("history").split_whitespace().map(str::parse).collect::<Result<Vec<f64>, _>>();
        let history = history.map_err(|e| broken(format!("history: {e}")))?;
        let mut best = Vec::new();
        for parameter in &mut state.parameters {
            let read = |(part, old): (&str, &[f32])| vector(format!("{part}/{}", parameter.name), old.len());
            let [a, b, c, d] = parameter.vectors().map(read);
            let vectors = [a?, b?, c?, d?];
            if !history.is_empty() {
                best.push(vector(format!("{BEST}/{}", parameter.name), vectors[0].len())?);
            }
            parameter.restore(vectors).map_err(|e| broken(e.to_string()))?;
        }
        (state.step, state.history, state.best) = (step, history, best);
        Ok(())
    }

    /// Writes a checkpoint in place of the last one.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(super) fn save(&self, state: &State) -> Result<()> {
        let (path, unfinished) = (self.folder.join(FILE), self.folder.join(UNFINISHED));
        let mut vectors = Vec::new();
        for parameter in &state.parameters {
            vectors.extend(parameter.vectors().map(|(part, v)| (format!("{part}/{}", parameter.name), Vector::new(v))));
        }
        for (parameter, best) in state.parameters.iter().zip(&state.best) {
            vectors.push((format!("{BEST}/{}", parameter.name), Vector::new(best)));
        }
        // Rust writes the shortest decimal that reads back as the same number.
        let history: Vec<String> = state.history.iter().map(f64::to_string).collect();
        let entries = [
            ("fingerprint", self.fingerprint.clone()),
            ("step", state.step.to_string()),
            ("history", history.join(" ")),
        ];
        let entries: HashMap<String, String> = entries.map(|(key, entry)| (key.to_owned(), entry)).into();
        serialize_to_file(vectors, Some(entries), &unfinished).map_err(|e| {
            Error::model(format!("the checkpoint cannot be written: {e}")).at_path(&unfinished).caused_by(e)
        })?;
        // On the disk before it takes the last one's place: after a power cut one of the two is whole.
        File::open(&unfinished).and_then(|file| file.sync_all()).map_err(|e| Error::io(&unfinished, e))?;
        fs::rename(&unfinished, &path).map_err(|e| Error::io(&path, e))
    }
}

/// Numbers as they go into a file.
struct Vector<'a> {
    values: &'a [f32],
    shape: [usize; 1],
}

impl<'a> Vector<'a> {
    fn new(values: &'a [f32]) -> Self {
        Self { values, shape: [values.len()] }
    }
}

impl View for Vector<'_> {
    fn dtype(&self) -> Dtype {
        Dtype::F32
    }

    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn data(&self) -> Cow<'_, [u8]> {
        self.values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>().into()
    }

    fn data_len(&self) -> usize {
        size_of_val(self.values)
    }
}

/// A hash of all that decides a run's result but not where its files lie: configuration, base, examples and dev set.
///
/// The examples are hashed as the network sees them, so that a change of the grammar or the tokenizer counts as well. How
/// `Debug` writes them may change with a version; a checkpoint is not meant to outlive that.
fn fingerprint(config: &TrainConfig, base: &Base, pool: &[Example], data: &Data) -> String {
    let mut config = config.clone();
    (config.name, config.out, config.base, config.checkpoint_steps) = Default::default();
    config.data.iter_mut().for_each(|d| (d.path, d.texts) = Default::default());
    config.vocabulary.iter_mut().for_each(|v| v.texts.clear());
    let mut hash = Hash(Sha256::new());
    // Writing to a hash cannot fail.
    let _ = writeln!(hash, "{} {config:?} {:?} {}", env!("CARGO_PKG_VERSION"), base.shape, base.hash);
    let _ = pool.iter().try_for_each(|example| writeln!(hash, "{example:?}"));
    let _ = data.dev.iter().try_for_each(|record| writeln!(hash, "{:?}", record.gold));
    // Hashed once more for its hexadecimal form.
    sha256(&hash.0.finalize())
}

struct Hash(Sha256);

impl fmt::Write for Hash {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use candle_core::{Device, Tensor};

    use super::*;
    use crate::train::optimizer::Parameter;

    fn state(value: f32) -> State {
        let tensor = Tensor::new(&[value, -value], &Device::Cpu).unwrap();
        State::new(vec![Parameter::new("w", &tensor, true, true).unwrap()])
    }

    fn checkpoint(folder: &tempfile::TempDir, fingerprint: &str) -> Checkpoint {
        Checkpoint { folder: folder.path().to_owned(), fingerprint: fingerprint.to_owned() }
    }

    #[test]
    fn a_state_comes_back_bit_by_bit() {
        let folder = tempfile::tempdir().unwrap();
        let checkpoint = checkpoint(&folder, "x");
        let mut other = state(0.0);
        assert!(!checkpoint.load(&mut other).unwrap());
        let mut state = state(0.1);
        state.step = 7;
        state.record(1.0 / 3.0);
        state.parameters[0].restore([vec![0.3, f32::MIN_POSITIVE], vec![1.0; 2], vec![2.0; 2], vec![3.0; 2]]).unwrap();
        state.record(0.1);
        checkpoint.save(&state).unwrap();
        assert!(checkpoint.load(&mut other).unwrap());
        assert_eq!((other.step, &other.best), (7, &vec![vec![0.1, -0.1]]));
        let bits = |history: &[f64]| history.iter().map(|s| s.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&other.history), bits(&state.history));
        assert_eq!(other.parameters[0].vectors(), state.parameters[0].vectors());
        assert_eq!(other.parameters[0].var.to_vec1::<f32>().unwrap(), [0.3, f32::MIN_POSITIVE]);
        assert!(!folder.path().join(UNFINISHED).exists());
    }

    #[test]
    fn a_broken_or_foreign_checkpoint_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let own = checkpoint(&folder, "x");
        own.save(&state(0.5)).unwrap();
        let message = checkpoint(&folder, "y").load(&mut state(0.0)).unwrap_err().to_string();
        assert!(message.contains(FILE) && message.contains("another configuration"), "{message}");
        let path = folder.path().join(FILE);
        let whole = fs::read(&path).unwrap();
        for length in [0, 4, 8, 60, whole.len() - 1] {
            fs::write(&path, &whole[..length]).unwrap();
            let error = own.load(&mut state(0.0)).unwrap_err();
            assert!(error.is_model() && error.message().starts_with("not a whole checkpoint"), "{length}: {error}");
        }
        let tensor = Tensor::new(&[1f32], &Device::Cpu).unwrap();
        let mut shorter = State::new(vec![Parameter::new("w", &tensor, true, true).unwrap()]);
        fs::write(&path, whole).unwrap();
        assert!(own.load(&mut shorter).unwrap_err().message().contains("value/w is F32 of shape [2]"));
    }
}
