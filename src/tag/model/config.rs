//! The shape of a model: `config.json` of the encoder, in the words of the Hugging Face BERT configuration.

use serde::{Deserialize, Serialize};

use super::weight_file::Wanted;
use crate::error::{Error, Result};

/// Shape of a BERT encoder; keys that do not concern inference are ignored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Config {
    /// Always `bert`.
    #[serde(default = "bert")]
    pub model_type: String,
    /// Rows of the word embedding.
    pub vocab_size: usize,
    /// Width of every token vector.
    pub hidden_size: usize,
    /// Number of layers.
    pub num_hidden_layers: usize,
    /// Heads of each attention; divides `hidden_size`.
    pub num_attention_heads: usize,
    /// Width of the feed-forward part.
    pub intermediate_size: usize,
    /// Longest input in tokens.
    pub max_position_embeddings: usize,
    /// Rows of the segment embedding.
    pub type_vocab_size: usize,
    /// Added to the variance in layer norms.
    pub layer_norm_eps: f64,
    /// How many of the layers, from the top, read the passage once for each value, which is marked for them; the layers
    /// below read it once for all.
    #[serde(default)]
    pub value_layers: usize,
    /// Activation; only `gelu` is known.
    #[serde(default = "gelu")]
    pub hidden_act: String,
}

fn bert() -> String {
    "bert".to_owned()
}

fn gelu() -> String {
    "gelu".to_owned()
}

impl Config {
    /// Reads and checks a `config.json`.
    ///
    /// # Errors
    /// If it is no BERT configuration, or one whose sizes cannot be meant.
    pub fn parse(json: &[u8]) -> Result<Self> {
        let config: Self = serde_json::from_slice(json)
            .map_err(|e| Error::model(format!("not a BERT configuration: {e}")).caused_by(e))?;
        config.check()?;
        Ok(config)
    }

    /// The weights that an encoder of this shape has.
    #[must_use]
    pub fn weights(&self) -> Vec<Wanted> {
        let (hidden, inner) = (self.hidden_size, self.intermediate_size);
        let mut wanted = vec![
            Wanted::new("embeddings.word_embeddings.weight", vec![self.vocab_size, hidden]),
            Wanted::new("embeddings.position_embeddings.weight", vec![self.max_position_embeddings, hidden]),
            Wanted::new("embeddings.token_type_embeddings.weight", vec![self.type_vocab_size, hidden]),
            Wanted::new("embeddings.LayerNorm.weight", vec![hidden]),
            Wanted::new("embeddings.LayerNorm.bias", vec![hidden]),
        ];
        for layer in 0..self.num_hidden_layers {
            let mut add = |part: &str, shape| wanted.push(Wanted::new(format!("encoder.layer.{layer}.{part}"), shape));
            for (part, inputs, outputs) in [
                ("attention.self.query", hidden, hidden),
                ("attention.self.key", hidden, hidden),
                ("attention.self.value", hidden, hidden),
                ("attention.output.dense", hidden, hidden),
                ("intermediate.dense", hidden, inner),
                ("output.dense", inner, hidden),
            ] {
                add(&format!("{part}.weight"), vec![inputs, outputs]);
                add(&format!("{part}.bias"), vec![outputs]);
            }
            for part in ["attention.output.LayerNorm", "output.LayerNorm"] {
                add(&format!("{part}.weight"), vec![hidden]);
                add(&format!("{part}.bias"), vec![hidden]);
            }
        }
        wanted
    }

    /// Refuses what cannot be meant.
    pub(crate) fn check(&self) -> Result<()> {
        if self.model_type != "bert" || self.hidden_act != "gelu" {
            let found = format!("model_type {:?} with hidden_act {:?}", self.model_type, self.hidden_act);
            return Err(Error::model(format!("{found}: expected \"bert\" with \"gelu\"")));
        }
        // Upper bounds keep a hostile file from asking for terabytes before its weights are even looked at.
        let sizes = [
            ("vocab_size", self.vocab_size, 1_000_000),
            ("hidden_size", self.hidden_size, 8_192),
            ("num_hidden_layers", self.num_hidden_layers, 128),
            ("num_attention_heads", self.num_attention_heads, 256),
            ("intermediate_size", self.intermediate_size, 65_536),
            ("max_position_embeddings", self.max_position_embeddings, 65_536),
            ("type_vocab_size", self.type_vocab_size, 1_024),
        ];
        for (name, size, most) in sizes {
            if size == 0 || size > most {
                return Err(Error::model(format!("{name} is {size}: expected 1 to {most}")));
            }
        }
        if self.value_layers > self.num_hidden_layers {
            let (found, most) = (self.value_layers, self.num_hidden_layers);
            return Err(Error::model(format!("value_layers is {found}: expected 0 to {most}, the number of layers")));
        }
        if !self.hidden_size.is_multiple_of(self.num_attention_heads) {
            let (hidden, heads) = (self.hidden_size, self.num_attention_heads);
            return Err(Error::model(format!("hidden_size {hidden} is no multiple of num_attention_heads {heads}")));
        }
        if !(self.layer_norm_eps >= 0.0 && self.layer_norm_eps < 1.0) {
            return Err(Error::model(format!("layer_norm_eps is {}: expected 0 to 1", self.layer_norm_eps)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_that_cannot_be_meant_are_refused() {
        let sound = r#"{"vocab_size": 60, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4,
            "intermediate_size": 48, "max_position_embeddings": 40, "type_vocab_size": 2, "layer_norm_eps": 1e-12}"#;
        assert!(Config::parse(sound.as_bytes()).is_ok());
        for (key, was, is) in [
            ("vocab_size", "60", "18446744073709551615"),
            ("vocab_size", "60", "-1"),
            ("hidden_size", "32", "0"),
            ("num_hidden_layers", "2", "4000000000"),
            ("num_attention_heads", "4", "5"),
            ("max_position_embeddings", "40", "1e300"),
            ("layer_norm_eps", "1e-12", "-1"),
        ] {
            let bad = sound.replace(&format!("\"{key}\": {was}"), &format!("\"{key}\": {is}"));
            let error = Config::parse(bad.as_bytes()).unwrap_err();
            assert!(error.is_model(), "{key}: {error}");
        }
    }
}
