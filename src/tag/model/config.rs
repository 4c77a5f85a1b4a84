//! The shape of a model: `config.json` of the encoder, in the words of the Hugging Face BERT configuration.

use serde::{Deserialize, Serialize};

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

    fn check(&self) -> Result<()> {
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
        Ok(())
    }
}
