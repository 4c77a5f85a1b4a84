//! Our encoder against `candle_transformers`' `BertModel`, and the gradients that `BertModel` does not have.

use std::collections::HashMap;
use std::path::Path;

use candle_core::{DType, Device, Tensor, Var};
use candle_nn::VarBuilder;
use candle_transformers::models::bert::{BertModel, Config as ReferenceConfig};
use figcheck::tag::config::Config;
use figcheck::tag::encoder::Encoder;
use figcheck::tag::weights::Weights;

const CONFIG: &str = r#"{"model_type": "bert", "vocab_size": 60, "hidden_size": 32, "num_hidden_layers": 2,
    "num_attention_heads": 4, "intermediate_size": 48, "hidden_act": "gelu", "hidden_dropout_prob": 0.1,
    "max_position_embeddings": 40, "type_vocab_size": 2, "initializer_range": 0.02, "layer_norm_eps": 1e-12,
    "pad_token_id": 0}"#;

#[expect(clippy::cast_precision_loss, reason = "24 bits fit")]
/// Numbers without a pattern that an encoder could be insensitive to, the same everywhere.
fn noise(count: usize, seed: &mut u64) -> Vec<f32> {
    (0..count)
        .map(|_| {
            *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((*seed >> 40) as f32 / (1u64 << 24) as f32 - 0.5) * 0.6
        })
        .collect()
}

/// Every tensor of the checkpoint that a configuration asks for, in the layout of files.
pub(crate) fn checkpoint(config: &Config) -> HashMap<String, Tensor> {
    let (h, i) = (config.hidden_size, config.intermediate_size);
    let mut shapes = vec![
        ("embeddings.word_embeddings.weight".to_owned(), vec![config.vocab_size, h]),
        ("embeddings.position_embeddings.weight".to_owned(), vec![config.max_position_embeddings, h]),
        ("embeddings.token_type_embeddings.weight".to_owned(), vec![config.type_vocab_size, h]),
        ("embeddings.LayerNorm.weight".to_owned(), vec![h]),
        ("embeddings.LayerNorm.bias".to_owned(), vec![h]),
    ];
    for layer in 0..config.num_hidden_layers {
        for (name, out, inputs) in [
            ("attention.self.query", h, h),
            ("attention.self.key", h, h),
            ("attention.self.value", h, h),
            ("attention.output.dense", h, h),
            ("intermediate.dense", i, h),
            ("output.dense", h, i),
        ] {
            shapes.push((format!("encoder.layer.{layer}.{name}.weight"), vec![out, inputs]));
            shapes.push((format!("encoder.layer.{layer}.{name}.bias"), vec![out]));
        }
        for name in ["attention.output.LayerNorm", "output.LayerNorm"] {
            shapes.push((format!("encoder.layer.{layer}.{name}.weight"), vec![h]));
            shapes.push((format!("encoder.layer.{layer}.{name}.bias"), vec![h]));
        }
    }
    let mut seed = 7;
    let tensor = |(name, shape): (String, Vec<usize>)| {
        let values = noise(shape.iter().product(), &mut seed);
        (name, Tensor::from_vec(values, shape, &Device::Cpu).unwrap())
    };
    shapes.into_iter().map(tensor).collect()
}

/// Ids and mask of two inputs, the second padded.
fn inputs(length: usize, vocabulary: usize) -> (Tensor, Tensor) {
    let ids: Vec<u32> = (0..2 * length).map(|i| u32::try_from((i * 17 + 3) % vocabulary).unwrap()).collect();
    let mask: Vec<f32> = (0..2 * length).map(|i| if i < length || i < 2 * length - 3 { 1.0 } else { 0.0 }).collect();
    let shape = (2, length);
    (Tensor::from_vec(ids, shape, &Device::Cpu).unwrap(), Tensor::from_vec(mask, shape, &Device::Cpu).unwrap())
}

/// The largest difference at places that are no padding; fails on NaN and on unequal lengths.
fn assert_close(ours: &Tensor, theirs: &Tensor, mask: &Tensor, within: f32) {
    assert_eq!(ours.dims(), theirs.dims());
    let width = ours.dim(2).unwrap();
    let read = |t: &Tensor| t.flatten_all().unwrap().to_vec1::<f32>().unwrap();
    let (ours, theirs, mask) = (read(ours), read(theirs), read(mask));
    assert_eq!(ours.len(), theirs.len());
    for (at, (a, b)) in ours.iter().zip(&theirs).enumerate().filter(|(at, _)| mask[at / width] > 0.0) {
        // Written so that a NaN on either side fails.
        assert!((a - b).abs() <= within, "element {at}: {a} is not {b}");
    }
}

fn compare(config: &str, tensors: HashMap<String, Tensor>, length: usize, within: f32) {
    let config_here = Config::parse(config.as_bytes()).unwrap();
    let reference: ReferenceConfig = serde_json::from_str(config).unwrap();
    let bytes = safetensors_bytes(&tensors);
    let builder = VarBuilder::from_tensors(tensors, DType::F32, &Device::Cpu);
    let theirs = BertModel::load(builder, &reference).unwrap();
    let ours = Encoder::load(&Weights::parse(&bytes).unwrap(), &config_here).unwrap();
    let (ids, mask) = inputs(length, config_here.vocab_size);
    let types = ids.zeros_like().unwrap();
    let expected = theirs.forward(&ids, &types, Some(&mask)).unwrap();
    assert_close(&ours.forward(&ids, &mask, None).unwrap(), &expected, &mask, within);
}

pub(crate) fn safetensors_bytes(tensors: &HashMap<String, Tensor>) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.safetensors");
    candle_core::safetensors::save(tensors, &path).unwrap();
    std::fs::read(path).unwrap()
}

#[test]
fn the_encoder_equals_bert_model() {
    compare(CONFIG, checkpoint(&Config::parse(CONFIG.as_bytes()).unwrap()), 11, 1e-5);
}

#[test]
fn the_encoder_equals_bert_model_on_the_published_weights() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/base");
    if !base.join("model.safetensors").exists() {
        eprintln!("SKIPPED: models/base is not there (just base-model fetches it)");
        return;
    }
    let config = std::fs::read_to_string(base.join("config.json")).unwrap();
    let tensors = candle_core::safetensors::load(base.join("model.safetensors"), &Device::Cpu).unwrap();
    compare(&config, tensors, 48, 1e-5);
}

#[test]
fn every_variable_gets_a_gradient() {
    let config = Config::parse(CONFIG.as_bytes()).unwrap();
    let mut weights = Weights::parse(&safetensors_bytes(&checkpoint(&config))).unwrap();
    let variables: Vec<(String, Var)> =
        weights.iter().map(|(name, tensor)| (name.to_owned(), Var::from_tensor(tensor).unwrap())).collect();
    for (name, variable) in &variables {
        weights.insert(name.clone(), variable.as_tensor().clone());
    }
    let (ids, mask) = inputs(9, config.vocab_size);
    let output = Encoder::load(&weights, &config).unwrap().forward(&ids, &mask, None).unwrap();
    // Squares, since the plain sum of a layer norm's output hardly depends on its input.
    let gradients = output.sqr().unwrap().sum_all().unwrap().backward().unwrap();
    for (name, variable) in &variables {
        let gradient = gradients.get(variable).unwrap_or_else(|| panic!("{name} has no gradient"));
        let size = gradient.abs().unwrap().sum_all().unwrap().to_scalar::<f32>().unwrap();
        // Softmax does not see what all keys share, so their bias has none but rounding.
        let vanishes = name.ends_with("key.bias");
        assert!(size.is_finite() && (vanishes || size > 0.0), "{name} has the gradient {size}");
    }
}
