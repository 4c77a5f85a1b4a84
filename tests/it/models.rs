//! Tiny models with weights that nobody trained, as folders of files.

use std::collections::{BTreeMap, HashMap};

use candle_core::{Device, Tensor};
use figcheck::tag::classifier::config::ClassifierConfig;
use figcheck::tag::config::Config;
use figcheck::tag::manifest::{self, FORMAT, Manifest};
use figcheck::tag::weight_file::{Wanted, WeightFile};
use figcheck::tag::weights::Weights;
use figcheck::tag::{FILES, MANIFEST, ModelTagger, sha256};

/// The files of a model by name.
pub(crate) type Files = BTreeMap<&'static str, Vec<u8>>;

/// Numbers without a pattern that an encoder could be insensitive to, the same everywhere.
#[expect(clippy::cast_precision_loss, reason = "24 bits fit")]
pub(crate) fn noise(count: usize, seed: &mut u64) -> Vec<f32> {
    (0..count)
        .map(|_| {
            *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((*seed >> 40) as f32 / (1u64 << 24) as f32 - 0.5) * 0.6
        })
        .collect()
}

/// Words that the tokenizers know; whatever else there is they read as unknown.
const WORDS: [&str; 12] =
    ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "trade", "services", "percent", "trillion", "yuan", "in", "rose", "."];

/// A tokenizer of whole words, with `[CLS]` and `[SEP]` around a text.
pub(crate) fn tokenizer() -> Vec<u8> {
    let vocabulary: BTreeMap<&str, usize> = WORDS.iter().enumerate().map(|(id, word)| (*word, id)).collect();
    let special = |id: usize| {
        serde_json::json!({"id": id, "content": WORDS[id], "single_word": false, "lstrip": false, "rstrip": false,
            "normalized": false, "special": true})
    };
    let in_template = |id: usize| serde_json::json!({"id": WORDS[id], "ids": [id], "tokens": [WORDS[id]]});
    let json = serde_json::json!({
        "version": "1.0", "truncation": null, "padding": null,
        "added_tokens": [special(0), special(1), special(2), special(3)],
        "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {"[CLS]": in_template(2), "[SEP]": in_template(3)},
        },
        "decoder": null,
        "model": {"type": "WordLevel", "vocab": vocabulary, "unk_token": "[UNK]"},
    });
    serde_json::to_vec(&json).unwrap()
}

/// A model in this project's layout.
pub(crate) fn figcheck() -> Files {
    let config = format!(
        r#"{{"vocab_size": {}, "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
            "intermediate_size": 24, "max_position_embeddings": 64, "type_vocab_size": 2, "layer_norm_eps": 1e-12}}"#,
        WORDS.len()
    );
    let mut weights = Weights::new();
    let mut seed = 11;
    for Wanted { name, shape, .. } in ModelTagger::weights(&Config::parse(config.as_bytes()).unwrap()) {
        let values = noise(shape.iter().product(), &mut seed);
        weights.insert(name, Tensor::from_vec(values, shape, &Device::Cpu).unwrap());
    }
    sealed(FILES.into_iter().zip([config.into_bytes(), tokenizer(), weights.to_bytes().unwrap()]).collect())
}

/// The same files with a manifest that vouches for them.
pub(crate) fn sealed(mut files: Files) -> Files {
    files.remove(MANIFEST);
    let manifest = Manifest {
        format: FORMAT,
        name: "tiny".to_owned(),
        kinds: manifest::kinds(),
        modalities: manifest::modalities(),
        roles: manifest::roles(),
        temperature: 1.0,
        files: files.iter().map(|(name, bytes)| ((*name).to_owned(), sha256(bytes))).collect(),
        training: serde_json::Value::Null,
    };
    files.insert(MANIFEST, serde_json::to_vec(&manifest).unwrap());
    files
}

/// The configuration of a token classifier with these labels, with every key that a published one has.
pub(crate) fn classifier_config(model_type: &str, labels: &[&str]) -> String {
    let id2label: BTreeMap<String, &str> = labels.iter().enumerate().map(|(i, l)| (i.to_string(), *l)).collect();
    let mut json = serde_json::json!({
        "model_type": model_type, "vocab_size": WORDS.len(), "id2label": id2label, "max_position_embeddings": 64,
        "initializer_range": 0.02, "pad_token_id": 0, "position_embedding_type": "absolute",
    });
    let shape = if model_type == "distilbert" {
        serde_json::json!({"dim": 16, "n_layers": 2, "n_heads": 2, "hidden_dim": 24, "activation": "gelu"})
    } else {
        serde_json::json!({"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 24,
            "hidden_act": "gelu", "type_vocab_size": 2, "layer_norm_eps": 1e-5, "hidden_dropout_prob": 0.1,
            "attention_probs_dropout_prob": 0.1})
    };
    json.as_object_mut().unwrap().extend(shape.as_object().unwrap().clone());
    serde_json::to_string(&json).unwrap()
}

/// The tensors of a token classifier, in the layout and under the names of published files.
pub(crate) fn classifier_tensors(config: &str) -> HashMap<String, Tensor> {
    // Of an empty file the prefixed names are asked.
    let empty = [&2u64.to_le_bytes()[..], b"{}"].concat();
    let wanted = ClassifierConfig::parse(config.as_bytes()).unwrap().weights(&WeightFile::parse(&empty).unwrap());
    let mut seed = 5;
    let tensors = wanted.into_iter().map(|Wanted { stored, mut shape, .. }| {
        if shape.len() == 2 && !stored.contains("embeddings") {
            shape.reverse();
        }
        let values = noise(shape.iter().product(), &mut seed);
        (stored, Tensor::from_vec(values, shape, &Device::Cpu).unwrap())
    });
    tensors.collect()
}

/// The bytes of a safetensors file.
pub(crate) fn safetensors(tensors: &HashMap<String, Tensor>) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.safetensors");
    candle_core::safetensors::save(tensors, &path).unwrap();
    std::fs::read(path).unwrap()
}

/// A token classifier that gives every word the last of its labels.
pub(crate) fn classifier(labels: &[&str]) -> Files {
    let config = classifier_config("bert", labels);
    let mut tensors = classifier_tensors(&config);
    let mut bias = vec![0f32; labels.len()];
    bias[labels.len() - 1] = 50.0;
    tensors.insert("classifier.bias".to_owned(), Tensor::from_vec(bias, labels.len(), &Device::Cpu).unwrap());
    FILES.into_iter().zip([config.into_bytes(), tokenizer(), safetensors(&tensors)]).collect()
}
