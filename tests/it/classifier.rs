//! Token classifiers: our encoder under their names equals `candle_transformers`' own, and what does not fit is refused.

use std::fs;

use candle_core::{DType, Device, Tensor};
use candle_nn::{Module, VarBuilder};
use candle_transformers::models::{bert, distilbert, xlm_roberta};
use figcheck::quantity::DocumentUnits;
use figcheck::segment::sentences;
use figcheck::span::Span;
use figcheck::tag::classifier::TokenClassifier;
use figcheck::tag::features::Reader;
use figcheck::tag::{FILES, passages};

use crate::command::{Folder, Run, TRUE};
use crate::models::{self, Files};

const SENTENCE: &str = "Services trade rose 14.4 percent to 7.5 trillion yuan in 2024.";
const LABELS: [&str; 4] = ["O", "B-LEVEL", "I-LEVEL", "B-MEASURE"];

/// Compares the logits of a classifier with those of `reference` and a linear head; `forward` gets ids and tensors.
fn compare(model_type: &str, within: f32, forward: impl FnOnce(&Tensor, VarBuilder<'_>, &str) -> Tensor) {
    let config = models::classifier_config(model_type, &LABELS);
    let tensors = models::classifier_tensors(&config);
    let (tokenizer, weights) = (models::tokenizer(), models::safetensors(&tensors));
    let ours = TokenClassifier::from_bytes([config.as_bytes(), &tokenizer, &weights]).unwrap();
    let passage =
        passages(SENTENCE, &DocumentUnits::of(SENTENCE), &sentences(SENTENCE, Span::new(0, SENTENCE.len()))).remove(0);
    let encoded = Reader::new(&tokenizer, 64).unwrap().read(&passage).unwrap();
    assert!(encoded.ids.len() > 10 && encoded.ids.iter().any(|id| *id != encoded.ids[1]), "{:?}", encoded.ids);

    let ids = Tensor::from_slice(&encoded.ids, (1, encoded.ids.len()), &Device::Cpu).unwrap();
    let builder = VarBuilder::from_tensors(tensors, DType::F32, &Device::Cpu);
    let head = candle_nn::linear(16, LABELS.len(), builder.pp("classifier")).unwrap();
    let expected = head.forward(&forward(&ids, builder, &config)).unwrap().squeeze(0).unwrap();
    let expected = expected.to_vec2::<f32>().unwrap();
    let found = ours.logits(&passage).unwrap();
    assert_eq!(found.len(), expected.len());
    for (token, (found, expected)) in found.iter().zip(&expected).enumerate() {
        assert_eq!(found.len(), LABELS.len());
        for (a, b) in found.iter().zip(expected) {
            // Written so that a NaN on either side fails.
            assert!((a - b).abs() <= within, "{model_type}, token {token}: {a} is not {b}");
        }
    }
}

#[test]
fn bert_equals_the_reference() {
    compare("bert", 1e-5, |ids, builder, config| {
        let model = bert::BertModel::load(builder, &serde_json::from_str(config).unwrap()).unwrap();
        model.forward(ids, &ids.zeros_like().unwrap(), None).unwrap()
    });
}

#[test]
fn roberta_equals_the_reference() {
    compare("xlm-roberta", 1e-5, |ids, builder, config| {
        let config: xlm_roberta::Config = serde_json::from_str(config).unwrap();
        let model = xlm_roberta::XLMRobertaModel::new(&config, builder.pp("roberta")).unwrap();
        let mask = ids.ones_like().unwrap();
        model.forward(ids, &mask, &ids.zeros_like().unwrap(), None, None, None).unwrap()
    });
}

#[test]
fn distilbert_equals_the_reference() {
    // The reference computes GELU by its tanh approximation, where the published models and ours use erf.
    compare("distilbert", 5e-3, |ids, builder, config| {
        let model = distilbert::DistilBertModel::load(builder, &serde_json::from_str(config).unwrap()).unwrap();
        // Its mask says what to leave out.
        model.forward(ids, &ids.zeros_like().unwrap().to_dtype(DType::U8).unwrap()).unwrap()
    });
}

/// Runs `model verify` on a folder with these files.
fn verify(files: &Files) -> Run {
    let mut folder = Folder::new();
    for (name, bytes) in files {
        folder = folder.with(&format!("model/{name}"), bytes);
    }
    folder.run(&["model", "verify", "--model", "model"])
}

#[test]
fn a_classifier_in_a_folder_is_verified_described_and_used() {
    let files = models::classifier(&["O", "B-MEASURE", "LEVEL"]);
    let mut folder = Folder::new().with("good.txt", TRUE);
    for (name, bytes) in &files {
        folder = folder.with(&format!("model/{name}"), bytes);
    }
    let run = folder.run(&["model", "verify", "--model", "model"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{run:?}");
    assert!(run.out.contains("self-test") && run.out.contains("is level (1.00)"), "{}", run.out);
    let run = folder.run(&["model", "info", "--model", "model"]);
    assert!(run.out.contains("label        LEVEL: a value of kind level\n"), "{}", run.out);
    assert!(run.out.contains("label        B-MEASURE: the measure of a claim\n"), "{}", run.out);
    let run = folder.run(&["tag", "--format", "jsonl", "--model", "model", "good.txt"]);
    assert_eq!(run.documents()[0]["claims"][0]["kind"], "level", "{run:?}");
}

#[test]
fn every_misfit_is_told_at_once() {
    let files = models::classifier(&LABELS);
    let other = models::classifier_config("bert", &["O", "B-LEVEL"]).replace("\"vocab_size\":12", "\"vocab_size\":9");
    let run = verify(&files.into_iter().chain([("config.json", other.into_bytes())]).collect());
    assert_eq!(run.code, Some(2));
    let messages = run.messages();
    let has = |words: &str| assert!(messages.iter().any(|m| m.contains(words)), "{words}: {}", run.err);
    has("model/tokenizer.json: has the token id 11, expected ids below the vocab_size 9");
    has("model/model.safetensors: weight bert.embeddings.word_embeddings.weight has shape [12, 16], expected [9, 16]");
    has("model/model.safetensors: weight classifier.bias has shape [4], expected [2]");
    // What is in order is told as well.
    assert!(run.out.starts_with("ok   config.json"), "{}", run.out);
}

#[test]
fn labels_without_a_value_are_refused_with_both_sides() {
    let run = verify(
        &models::classifier(&LABELS)
            .into_iter()
            .chain([("config.json", models::classifier_config("bert", &["O", "B-PER", "I-PER"]).into_bytes())])
            .collect(),
    );
    assert_eq!(run.code, Some(2));
    assert!(
        run.messages()[0].contains("labels are O, B-PER, I-PER: expected at least one of level, change"),
        "{}",
        run.err
    );
}

#[test]
fn weights_as_a_pickle_or_in_pieces_are_refused_with_the_reason() {
    for (other, words) in [("pytorch_model.bin", "pickle"), ("model.safetensors.index.json", "several files")] {
        let mut files = models::classifier(&LABELS);
        let weights = files.remove("model.safetensors").unwrap();
        files.insert(other, weights);
        let mut folder = Folder::new().with("good.txt", TRUE);
        for (name, bytes) in &files {
            folder = folder.with(&format!("model/{name}"), bytes);
        }
        let run = folder.run(&["tag", "--model", "model", "good.txt"]);
        assert_eq!(run.code, Some(2));
        assert!(run.messages()[0].starts_with("model/model.safetensors: ") && run.err.contains(words), "{}", run.err);
    }
}

#[test]
fn a_file_of_a_model_that_claims_to_be_enormous_is_not_read() {
    let files = models::classifier(&LABELS);
    let mut folder = Folder::new();
    for (name, bytes) in &files {
        folder = folder.with(&format!("model/{name}"), bytes);
    }
    for name in FILES {
        // Sparse: large to the eye, nothing on the disk.
        let path = folder.path("model").join(name);
        let kept = fs::read(&path).unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_len(1 << 42).unwrap();
        let run = folder.run(&["model", "verify", "--model", "model"]);
        assert_eq!(run.code, Some(2));
        let expected = format!("model/{name}: has 4398046511104 bytes, expected at most");
        assert!(run.messages()[0].starts_with(&expected), "{}", run.err);
        fs::write(path, kept).unwrap();
    }
}

#[test]
fn a_tokenizer_that_crashes_is_a_problem_of_its_file() {
    let mut files = models::classifier(&LABELS);
    let text = String::from_utf8(files["tokenizer.json"].clone()).unwrap();
    // Tables of no length, and none at all: one crashes when it is used, the other when it is read.
    for table in ["AAAAAA==", ""] {
        let normalizer = format!(r#"{{"type":"Precompiled","precompiled_charsmap":"{table}"}}"#);
        files.insert("tokenizer.json", text.replace(r#"{"type":"Lowercase"}"#, &normalizer).into_bytes());
        let run = verify(&files);
        assert_eq!((run.code, run.messages().len()), (Some(2), 1), "{table:?}: {run:?}");
        assert!(run.messages()[0].starts_with("model/tokenizer.json: the tokenizer crashes"), "{run:?}");
    }
}
