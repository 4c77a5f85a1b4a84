//! The `config.json` of a token classifier, and where its weights are.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::labels::Labels;
use crate::error::{Error, Result};
use crate::tag::config::Config;
use crate::tag::weight_file::{Wanted, WeightFile};

/// The families of encoders that are BERT but for names and the first position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// BERT itself.
    Bert,
    /// DistilBERT: BERT without segments, under other names.
    DistilBert,
    /// RoBERTa, XLM-RoBERTa, CamemBERT: BERT whose positions begin after the padding's.
    Roberta,
}

/// Values of `model_type` and what they are.
const MODEL_TYPES: [(&str, Family); 5] = [
    ("bert", Family::Bert),
    ("distilbert", Family::DistilBert),
    ("roberta", Family::Roberta),
    ("xlm-roberta", Family::Roberta),
    ("camembert", Family::Roberta),
];

/// Longest input in tokens, whatever the positions allow: what bounds the memory of a passage.
pub(super) const LONGEST_INPUT: usize = 512;

/// A token classifier as its `config.json` describes it.
#[derive(Clone, Debug)]
pub struct ClassifierConfig {
    /// The value of `model_type`.
    pub model_type: String,
    /// Shape of the encoder; its positions are those that the file has.
    pub encoder: Config,
    /// What its outputs say.
    pub labels: Labels,
    /// Rows of the position embedding that stand before that of the first token.
    pub first_position: usize,
    family: Family,
}

/// The keys of every family that concern inference.
#[derive(Deserialize)]
struct Published {
    model_type: Option<String>,
    #[serde(default)]
    id2label: BTreeMap<String, String>,
    #[serde(default)]
    position_embedding_type: Option<String>,
    #[serde(default)]
    pad_token_id: Option<usize>,
}

/// The shape in the words of DistilBERT's configuration.
#[derive(Deserialize)]
struct DistilBert {
    vocab_size: usize,
    dim: usize,
    n_layers: usize,
    n_heads: usize,
    hidden_dim: usize,
    max_position_embeddings: usize,
    #[serde(default = "gelu")]
    activation: String,
}

fn gelu() -> String {
    "gelu".to_owned()
}

impl ClassifierConfig {
    /// Reads and checks the `config.json` of a token classifier.
    ///
    /// # Errors
    /// If it is none of a known family, its sizes cannot be meant, or its labels do not say what a value is.
    pub fn parse(json: &[u8]) -> Result<Self> {
        let foreign =
            |e: serde_json::Error| Error::model(format!("not a token classifier's configuration: {e}")).caused_by(e);
        let published: Published = serde_json::from_slice(json).map_err(foreign)?;
        let model_type = published.model_type.unwrap_or_default();
        let family = MODEL_TYPES.iter().find(|(name, _)| *name == model_type).map(|(_, family)| *family);
        let family = family.ok_or_else(|| {
            let expected: Vec<&str> = MODEL_TYPES.iter().map(|(name, _)| *name).collect();
            Error::model(format!("model_type is {model_type:.40?}: expected one of {}", expected.join(", ")))
        })?;
        if let Some(positions) = published.position_embedding_type.filter(|p| p != "absolute") {
            return Err(Error::model(format!("position_embedding_type is {positions:.40?}: expected \"absolute\"")));
        }
        let labels = Labels::parse(&published.id2label)?;
        let encoder = match family {
            Family::DistilBert => {
                let shape: DistilBert = serde_json::from_slice(json).map_err(foreign)?;
                Config {
                    model_type: "bert".to_owned(),
                    vocab_size: shape.vocab_size,
                    hidden_size: shape.dim,
                    num_hidden_layers: shape.n_layers,
                    num_attention_heads: shape.n_heads,
                    intermediate_size: shape.hidden_dim,
                    max_position_embeddings: shape.max_position_embeddings,
                    type_vocab_size: 1,
                    layer_norm_eps: 1e-12,
                    value_layers: 0,
                    hidden_act: shape.activation,
                }
            }
            Family::Bert | Family::Roberta => {
                let shape: Config = serde_json::from_slice(json).map_err(foreign)?;
                Config { model_type: "bert".to_owned(), value_layers: 0, ..shape }
            }
        };
        encoder.check()?;
        let first_position = match family {
            Family::Roberta => published.pad_token_id.unwrap_or(1).saturating_add(1),
            Family::Bert | Family::DistilBert => 0,
        };
        if first_position >= encoder.max_position_embeddings {
            let (first, positions) = (first_position, encoder.max_position_embeddings);
            return Err(Error::model(format!("pad_token_id leaves no position: the first is {first} of {positions}")));
        }
        Ok(Self { model_type, encoder, labels, first_position, family })
    }

    /// Longest input in tokens.
    #[must_use]
    pub fn longest_input(&self) -> usize {
        (self.encoder.max_position_embeddings - self.first_position).min(LONGEST_INPUT)
    }

    /// The weights to read from `file`, named as our encoder names them, and `classifier`.
    #[must_use]
    pub fn weights(&self, file: &WeightFile<'_>) -> Vec<Wanted> {
        let prefix = match self.family {
            Family::Bert => "bert.",
            Family::DistilBert => "distilbert.",
            Family::Roberta => "roberta.",
        };
        // Written by itself, an encoder has no prefix; below a head it has.
        let plain = file.contains("embeddings.word_embeddings.weight");
        let prefix = if plain { "" } else { prefix };
        let mut wanted = self.encoder.weights();
        if self.family == Family::DistilBert {
            wanted.retain(|w| !w.name.contains("token_type"));
        }
        for weight in &mut wanted {
            weight.stored = match self.family {
                Family::DistilBert => format!("{prefix}{}", distilbert_name(&weight.name)),
                Family::Bert | Family::Roberta => format!("{prefix}{}", weight.name),
            };
        }
        let (hidden, labels) = (self.encoder.hidden_size, self.labels.all().len());
        wanted.push(Wanted::new("classifier.weight", vec![hidden, labels]));
        wanted.push(Wanted::new("classifier.bias", vec![labels]));
        wanted
    }
}

/// The name that DistilBERT gives a weight of BERT.
fn distilbert_name(name: &str) -> String {
    const NAMES: [(&str, &str); 9] = [
        ("encoder.layer", "transformer.layer"),
        ("attention.self.query", "attention.q_lin"),
        ("attention.self.key", "attention.k_lin"),
        ("attention.self.value", "attention.v_lin"),
        ("attention.output.dense", "attention.out_lin"),
        ("attention.output.LayerNorm", "sa_layer_norm"),
        ("intermediate.dense", "ffn.lin1"),
        ("output.dense", "ffn.lin2"),
        ("output.LayerNorm", "output_layer_norm"),
    ];
    NAMES.iter().fold(name.to_owned(), |name, (bert, distilbert)| name.replace(bert, distilbert))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BERT: &str = r#"{"model_type": "bert", "vocab_size": 60, "hidden_size": 32, "num_hidden_layers": 1,
        "num_attention_heads": 4, "intermediate_size": 48, "max_position_embeddings": 40, "type_vocab_size": 2,
        "layer_norm_eps": 1e-12, "id2label": {"0": "O", "1": "B-LEVEL"}}"#;

    fn refused(from: &str, to: &str) -> String {
        assert!(BERT.contains(from));
        ClassifierConfig::parse(BERT.replace(from, to).as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn what_cannot_be_run_is_refused_with_what_was_expected() {
        assert!(ClassifierConfig::parse(BERT.as_bytes()).is_ok());
        assert!(refused("\"bert\"", "\"gpt2\"").contains("expected one of bert, distilbert"));
        assert!(
            refused("\"model_type\"", "\"position_embedding_type\": \"relative_key\", \"model_type\"")
                .contains("absolute")
        );
        assert!(refused("B-LEVEL", "B-PER").contains("labels are O, B-PER: expected"));
        assert!(refused("\"hidden_size\": 32", "\"hidden_size\": 4000000000").contains("hidden_size is 4000000000"));
        assert!(refused("\"bert\"", "\"roberta\", \"pad_token_id\": 39").contains("leaves no position"));
    }

    #[test]
    fn distilbert_has_its_own_names() {
        assert_eq!(
            distilbert_name("encoder.layer.0.output.LayerNorm.weight"),
            "transformer.layer.0.output_layer_norm.weight"
        );
        assert_eq!(
            distilbert_name("encoder.layer.1.attention.output.LayerNorm.bias"),
            "transformer.layer.1.sa_layer_norm.bias"
        );
        assert_eq!(
            distilbert_name("encoder.layer.1.attention.output.dense.bias"),
            "transformer.layer.1.attention.out_lin.bias"
        );
    }
}
