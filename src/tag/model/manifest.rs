//! `manifest.json`: what a model's other files are, and how they were made.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::label::{Kind, Modality};
use crate::tag::Role;

/// The layout of model folders that this version reads and writes.
pub const FORMAT: u32 = 1;

/// Longest name of a model in bytes.
const LONGEST_NAME: usize = 200;

/// What the other files of a model folder are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the layout; another one is refused.
    pub format: u32,
    /// Name of the model.
    pub name: String,
    /// Kinds in the order of the model's outputs, after "none".
    pub kinds: Vec<String>,
    /// Modalities in the order of the model's outputs.
    pub modalities: Vec<String>,
    /// Roles in the order of the model's outputs.
    pub roles: Vec<String>,
    /// What the kind logits are divided by, so that confidences are frequencies (Guo et al., arXiv:1706.04599).
    pub temperature: f32,
    /// SHA-256 of each file, in hexadecimal.
    pub files: BTreeMap<String, String>,
    /// How the model was trained: data with licences, schedule, seed, scores.
    #[serde(default)]
    pub training: serde_json::Value,
}

impl Manifest {
    /// Reads a manifest and checks that its labels are this version's.
    ///
    /// # Errors
    /// If it is none, of another format, or of other labels.
    pub fn parse(json: &[u8]) -> Result<Self> {
        let manifest: Self = serde_json::from_slice(json)
            .map_err(|e| Error::model(format!("not a model manifest: {e}")).caused_by(e))?;
        if manifest.format != FORMAT {
            return Err(Error::model(format!("model format {}, expected {FORMAT}", manifest.format)));
        }
        // It goes into reports and onto terminals.
        let name = &manifest.name;
        if name.is_empty() || name.len() > LONGEST_NAME || name.chars().any(char::is_control) {
            let expected = format!("expected at most {LONGEST_NAME} bytes without control characters");
            return Err(Error::model(format!("name is {name:.40?}: {expected}")));
        }
        let pairs = [
            ("kinds", &manifest.kinds, kinds()),
            ("modalities", &manifest.modalities, modalities()),
            ("roles", &manifest.roles, roles()),
        ];
        for (what, found, expected) in pairs {
            if *found != expected {
                let (found, expected) = (found.join(", "), expected.join(", "));
                return Err(Error::model(format!("{what} of the model are {found}: expected {expected}")));
            }
        }
        if !(manifest.temperature > 0.0 && manifest.temperature.is_finite()) {
            return Err(Error::model(format!("temperature is {}, expected above 0", manifest.temperature)));
        }
        Ok(manifest)
    }
}

/// The kinds as a manifest lists them.
#[must_use]
pub fn kinds() -> Vec<String> {
    Kind::ALL.iter().map(ToString::to_string).collect()
}

/// The modalities as a manifest lists them.
#[must_use]
pub fn modalities() -> Vec<String> {
    Modality::ALL.iter().map(ToString::to_string).collect()
}

/// The roles as a manifest lists them.
#[must_use]
pub fn roles() -> Vec<String> {
    Role::ALL.iter().map(|r| r.as_str().to_owned()).collect()
}
