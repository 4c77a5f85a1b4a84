//! The engine against the network over tensors, on random weights.

use candle_core::{Device, Tensor};

use super::*;
use crate::span::Span;
use crate::tag::Network;
use crate::tag::batch::Batch;
use crate::tag::features::{Marker, Value};
use crate::tag::heads;

fn config() -> Config {
    Config::parse(
        br#"{"model_type": "bert", "vocab_size": 60, "hidden_size": 48, "num_hidden_layers": 2,
        "num_attention_heads": 4, "intermediate_size": 72, "hidden_act": "gelu", "max_position_embeddings": 40,
        "type_vocab_size": 2, "layer_norm_eps": 1e-12, "value_layers": 1}"#,
    )
    .unwrap()
}

/// Numbers without a pattern that a network could be insensitive to, the same everywhere.
#[expect(clippy::cast_precision_loss, reason = "24 bits fit")]
fn noise(count: usize, seed: &mut u64) -> Vec<f32> {
    let mut next = || {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((*seed >> 40) as f32 / (1u64 << 24) as f32 - 0.5) * 0.6
    };
    (0..count).map(|_| next()).collect()
}

fn weights(config: &Config) -> Weights {
    let (h, i) = (config.hidden_size, config.intermediate_size);
    let mut shapes = heads::shapes(config);
    for (part, rows) in [("word", 60), ("position", 40), ("token_type", 2)] {
        shapes.push((format!("embeddings.{part}_embeddings.weight"), vec![rows, h]));
    }
    let mut norms = vec!["embeddings.LayerNorm".to_owned()];
    for layer in 0..config.num_hidden_layers {
        let name = format!("encoder.layer.{layer}");
        for (part, inputs, outputs) in [
            ("attention.self.query", h, h),
            ("attention.self.key", h, h),
            ("attention.self.value", h, h),
            ("attention.output.dense", h, h),
            ("intermediate.dense", h, i),
            ("output.dense", i, h),
        ] {
            shapes.push((format!("{name}.{part}.weight"), vec![inputs, outputs]));
            shapes.push((format!("{name}.{part}.bias"), vec![outputs]));
        }
        norms.extend([format!("{name}.attention.output.LayerNorm"), format!("{name}.output.LayerNorm")]);
    }
    for norm in norms {
        shapes.extend([(format!("{norm}.weight"), vec![h]), (format!("{norm}.bias"), vec![h])]);
    }
    let mut seed = 11;
    let mut weights = Weights::new();
    for (name, shape) in shapes {
        let mut values = noise(shape.iter().product(), &mut seed);
        if name.ends_with("LayerNorm.weight") {
            for value in &mut values {
                *value += 1.0;
            }
        }
        weights.insert(name, Tensor::from_vec(values, shape, &Device::Cpu).unwrap());
    }
    weights
}

/// A passage of `length` tokens, every token a word, with values at some of them.
fn passage(length: usize, values: &[(usize, usize)]) -> Encoded {
    let mut markers = vec![Marker::None as u32; length];
    for &(first, last) in values {
        markers[first..=last].fill(Marker::Money as u32);
    }
    let number = |i: usize| u32::try_from(i).unwrap();
    Encoded {
        ids: (0..length).map(|i| number((i * 17 + length) % 60)).collect(),
        markers,
        spans: (0..length).map(|i| Span::new(i, i + 1)).collect(),
        starts_word: vec![true; length],
        ends_word: vec![true; length],
        sentences: (0..length).map(|i| i / 9).collect(),
        values: values
            .iter()
            .enumerate()
            .map(|(quantity, &(first, last))| Value { quantity, first, last, marker: Marker::Money })
            .collect(),
    }
}

fn passages() -> Vec<Encoded> {
    vec![passage(23, &[(2, 4), (9, 9), (21, 22)]), passage(5, &[(1, 1)]), passage(40, &[(0, 0), (38, 39)])]
}

/// What the network over tensors says, in the form of the engine.
fn reference(weights: &Weights, passages: &[&Encoded]) -> Vec<Vec<ValueScores>> {
    let network = Network::load(weights, &config()).unwrap();
    let batch = Batch::new(passages).unwrap();
    let scores = network.forward(&batch).unwrap();
    let (kinds, modalities) = (scores.kinds.to_vec2::<f32>().unwrap(), scores.modalities.to_vec2::<f32>().unwrap());
    let parts = scores.parts.to_vec3::<f32>().unwrap();
    let mut value = 0;
    let mut of_passage = |passage: &&Encoded| -> Vec<ValueScores> {
        let mut next = || {
            value += 1;
            ValueScores {
                kinds: kinds[value - 1].clone().try_into().unwrap(),
                modalities: modalities[value - 1].clone().try_into().unwrap(),
                parts: parts[value - 1][..passage.ids.len()].concat(),
            }
        };
        passage.values.iter().map(|_| next()).collect()
    };
    passages.iter().map(&mut of_passage).collect()
}

/// The numbers of scores, one after another.
fn numbers_of(scores: &[Vec<ValueScores>]) -> Vec<f32> {
    let one = |s: &ValueScores| [&s.kinds[..], &s.modalities[..], &s.parts[..]].concat();
    scores.iter().flatten().flat_map(one).collect()
}

/// The root of the mean square of the differences over that of the reference; NaN where anything is NaN.
fn distance(ours: &[f32], reference: &[f32]) -> f32 {
    assert_eq!(ours.len(), reference.len());
    let square = |values: &mut dyn Iterator<Item = f32>| values.map(|v| v * v).sum::<f32>();
    let off = square(&mut ours.iter().zip(reference).map(|(a, b)| a - b));
    (off / square(&mut reference.iter().copied())).sqrt()
}

#[test]
fn floats_equal_the_network_over_tensors() {
    let (weights, passages) = (weights(&config()), passages());
    let members: Vec<&Encoded> = passages.iter().collect();
    let engine = Engine::load(&weights, &config(), Precision::F32).unwrap();
    let (ours, wanted) = (engine.forward(&members, &mut Scratch::default()), reference(&weights, &members));
    for (a, b) in numbers_of(&ours).iter().zip(&numbers_of(&wanted)) {
        // Written so that a NaN on either side fails.
        assert!((a - b).abs() <= 2e-5, "{a} is not {b}");
    }
    assert_eq!(ours.iter().map(Vec::len).collect::<Vec<_>>(), [3, 1, 2]);
}

#[test]
fn bytes_stay_near_the_floats() {
    if Precision::fastest() != Precision::Int8 {
        eprintln!("SKIPPED: this processor does not multiply bytes");
        return;
    }
    let (weights, passages) = (weights(&config()), passages());
    let members: Vec<&Encoded> = passages.iter().collect();
    let engine = Engine::load(&weights, &config(), Precision::Int8).unwrap();
    assert_eq!(engine.precision(), Precision::Int8);
    let ours = numbers_of(&engine.forward(&members, &mut Scratch::default()));
    let off = distance(&ours, &numbers_of(&reference(&weights, &members)));
    assert!(off < 0.03, "the scores are {off} away");
}

#[test]
fn a_passage_has_the_same_scores_alone_and_among_others() {
    let (weights, passages) = (weights(&config()), passages());
    let members: Vec<&Encoded> = passages.iter().collect();
    for precision in [Precision::F32, Precision::Int8] {
        let engine = Engine::load(&weights, &config(), precision).unwrap();
        let mut scratch = Scratch::default();
        let together = engine.forward(&members, &mut scratch);
        for (passage, expected) in members.iter().zip(&together) {
            assert_eq!(engine.forward(&[passage], &mut scratch), std::slice::from_ref(expected));
        }
    }
}
