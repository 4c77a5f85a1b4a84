//! Training runs: killed and taken up again, stopped early, refused.

use std::fmt::Write as _;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use figcheck::tag::config::Config;
use figcheck::tag::weights::Weights;
use figcheck::train::{Event, Setting, TrainConfig, train};

use crate::command::{Folder, root};
use crate::encoder::{checkpoint, safetensors_bytes};

/// An encoder that is trained in no time; its tokenizer is that of the model that ships.
const BASE: &str = r#"{"model_type": "bert", "vocab_size": 12000, "hidden_size": 16, "num_hidden_layers": 1,
    "num_attention_heads": 2, "intermediate_size": 24, "hidden_act": "gelu", "max_position_embeddings": 64,
    "type_vocab_size": 2, "layer_norm_eps": 1e-12}"#;

const RUN: &str = r#"
name = "tiny"
out = "tiny"
base = "base"
seed = 5
checkpoint_steps = 2

[[data]]
path = "data.jsonl"

[dev]
every = 3

[schedule]
epochs = 4
batch = 4
encoder_rate = 1e-3
heads_rate = 1e-2
hide_tokens = 0.1
average = 0.9
"#;

/// The files of a model folder.
const FILES: [&str; 5] = ["config.json", "tokenizer.json", "model.safetensors", "manifest.json", "README.md"];

fn folder() -> Folder {
    let config = Config::parse(BASE.as_bytes()).unwrap();
    let mut lines = String::new();
    for n in 1..=24 {
        let what = ["Exports", "Imports", "Sales", "Output"][n % 4];
        let claim = format!(
            r#"{{"value_text":"{n}.5 billion yuan","kind":"level","value":{n}500000000,"unit":"CNY","comparator":"=",
            "measure":"{what}","entity":"Chile","period_text":"in May"}}"#
        );
        let text = format!("{what} of Chile reached {n}.5 billion yuan in May. A bolt of {n} mm held.");
        let record = format!(r#"{{"id":"r{n}","source":"s{n}","text":"{text}","claims":[{claim}]}}"#);
        let _ = writeln!(lines, "{}", record.replace('\n', " "));
    }
    Folder::new()
        .with("base/config.json", BASE)
        .with("base/tokenizer.json", fs::read(root().join("models/default/tokenizer.json")).unwrap())
        .with("base/model.safetensors", safetensors_bytes(&checkpoint(&config)))
        .with("data.jsonl", lines)
        .with("run.toml", RUN)
}

fn config(folder: &Folder, settings: &[&str]) -> TrainConfig {
    let settings: Vec<Setting> = settings.iter().map(|s| s.parse().unwrap()).collect();
    TrainConfig::read(&folder.path("run.toml"), &settings).unwrap()
}

/// Runs until so many steps are made, and all steps that were.
fn steps(config: &TrainConfig, most: usize) -> Vec<usize> {
    let mut made = Vec::new();
    let done = train(config, |event| {
        if let Event::Step { number, .. } = event {
            made.push(number);
        }
        if made.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    assert_eq!(done.unwrap().is_none(), made.len() == most);
    made
}

fn bytes(out: &Path) -> Vec<Vec<u8>> {
    FILES.iter().map(|name| fs::read(out.join(name)).unwrap()).collect()
}

fn manifest(out: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap()
}

#[test]
fn a_run_that_was_killed_gives_the_same_files() {
    let folder = folder();
    let whole = config(&folder, &[]);
    let all = steps(&whole, usize::MAX);
    assert!(!whole.checkpoint_folder().exists());
    let killed = config(&folder, &["out=\"killed\""]);
    // Killed in the middle of an epoch, after steps that no checkpoint holds, and again right before an epoch's end.
    assert_eq!(steps(&killed, 7), all[..7]);
    assert!(killed.checkpoint_folder().join("state.safetensors").exists() && !killed.out.exists());
    let second = steps(&killed, 2);
    assert!(second[0] > 1 && second[0] <= 7, "{second:?}");
    let third = steps(&killed, usize::MAX);
    assert_eq!((third.last(), third.len() < all.len()), (all.last(), true));
    assert!(bytes(&whole.out) == bytes(&killed.out), "the files differ");
    assert!(!killed.checkpoint_folder().exists());
}

#[test]
fn a_killed_process_gives_the_same_files() {
    let folder = folder();
    let args = ["train", "--config", "run.toml", "--set", "checkpoint_steps=1", "--set", "schedule.epochs=12"];
    let state = folder.path("killed.checkpoint/state.safetensors");
    let mut child = folder.command(&[&args[..], &["--out", "killed"]].concat()).stderr(Stdio::null()).spawn().unwrap();
    let started = Instant::now();
    while !state.exists() && child.try_wait().unwrap().is_none() && started.elapsed() < Duration::from_mins(2) {
        thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(state.exists() && !folder.path("killed/manifest.json").exists());
    // What a kill in the middle of a checkpoint leaves behind is of no concern.
    fs::write(folder.path("killed.checkpoint/state.safetensors.part"), "half").unwrap();
    let again = folder.run(&[&args[..], &["--out", "killed"]].concat());
    assert!(again.err.contains("goes on from the checkpoint at step "), "{}", again.err);
    let whole = folder.run(&[&args[..], &["--out", "whole"]].concat());
    assert_eq!((again.code, whole.code), (Some(0), Some(0)), "{}", whole.err);
    // Without a terminal there is a line for each epoch.
    let epochs: Vec<&str> = whole.messages().into_iter().filter(|m| m.starts_with("epoch ")).collect();
    assert!(epochs.len() == 12 && epochs[11].contains("loss ") && epochs[11].contains("; best "), "{}", whole.err);
    assert!(bytes(&folder.path("killed")) == bytes(&folder.path("whole")), "the files differ");
    assert!(!folder.names().iter().any(|name| name.ends_with(".checkpoint")), "{:?}", folder.names());
}

#[test]
fn a_foreign_or_broken_checkpoint_is_refused_until_it_is_discarded() {
    let folder = folder();
    steps(&config(&folder, &[]), 5);
    let run = |args: &[&str]| folder.run(&[&["train", "--config", "run.toml"], args].concat());
    let other = run(&["--set", "seed=6"]);
    assert_eq!(other.code, Some(2));
    let message = other.messages().pop().unwrap().to_owned();
    assert!(
        message.starts_with("tiny.checkpoint/state.safetensors: is the checkpoint of a run with another"),
        "{message}"
    );
    assert!(message.contains("--fresh"), "{message}");
    let state = folder.path("tiny.checkpoint/state.safetensors");
    let whole = fs::read(&state).unwrap();
    fs::write(&state, &whole[..whole.len() / 2]).unwrap();
    let broken = run(&[]);
    let message = broken.messages().pop().unwrap().to_owned();
    assert!(broken.code == Some(2) && message.contains("not a whole checkpoint"), "{}", broken.err);
    let fresh = run(&["--fresh", "--set", "schedule.epochs=1"]);
    assert_eq!(fresh.code, Some(0), "{}", fresh.err);
    assert!(!state.exists());
}

#[test]
fn patience_ends_a_run_and_the_best_epoch_is_published() {
    let folder = folder();
    let config = config(&folder, &["schedule.epochs=40", "schedule.patience=2", "schedule.heads_rate=0.03"]);
    let (mut epochs, mut bests) = (Vec::new(), Vec::new());
    let scores = train(&config, |event| {
        if let Event::Epoch { scores, best, .. } = event {
            epochs.push(scores);
            bests.push(best.0);
        }
        ControlFlow::Continue(())
    });
    let scores = scores.unwrap().unwrap();
    let best = *bests.last().unwrap();
    assert!(epochs.len() < 40 && epochs.len() == best + 2, "{bests:?}");
    // The scores of what was written are those of the best epoch, and no other epoch has better ones.
    assert_eq!(scores, epochs[best - 1]);
    assert!(epochs.iter().all(|e| e.dev_score() <= scores.dev_score()));
    let training = &manifest(&config.out)["training"];
    assert_eq!(training["best_epoch"], best);
    assert_eq!(training["dev_score_by_epoch"].as_array().unwrap().len(), epochs.len());
}

#[test]
fn the_card_tells_where_the_data_is_from_and_how_sure_the_model_is() {
    let folder = folder();
    let config = config(&folder, &["schedule.epochs=1"]);
    let scores = train(&config, |_| ControlFlow::Continue(())).unwrap().unwrap();
    let card = fs::read_to_string(config.out.join("README.md")).unwrap();
    let (training, dev) = (24 - scores.claims, scores.claims);
    assert!(dev > 2 && training > 8);
    for line in [
        format!("| data.jsonl | written for this project | {training} | {training} | {dev} | {dev} |"),
        "The dev set is one source in 3, by a hash of its name; no source is on both sides.".to_owned(),
        format!("On {dev} passages ({dev} claims) of other sources that it was not trained on:"),
        format!("| level | {dev} | "),
        "| 90-100 % | ".to_owned(),
    ] {
        assert!(card.contains(&line), "{line} is not in\n{card}");
    }
    let training = &manifest(&config.out)["training"];
    assert_eq!(training["reliability"]["after"]["bins"].as_array().unwrap().len(), 10);
    assert_eq!(training["licences"]["written for this project"], training["records"]);
}

#[test]
fn curves_and_ablations_need_no_files_of_their_own() {
    let folder = folder();
    let records = |settings: &[&str]| {
        let config = config(&folder, &[settings, &["schedule.epochs=1"]].concat());
        train(&config, |_| ControlFlow::Continue(()))
            .map(|_| manifest(&config.out)["training"]["records"].as_u64().unwrap())
    };
    let (all, half) = (records(&[]).unwrap(), records(&["data_share=0.5"]).unwrap());
    assert!(half > 0 && half < all);
    assert_eq!(records(&["data.0.share=0.5"]).unwrap(), half);
    assert!(records(&["data_share=0"]).unwrap_err().to_string().contains("no training records are left"));
    assert_eq!(records(&["context=false"]).unwrap(), all);
    let tables = r#"frozen=["word_embeddings", "position_embeddings", "token_type_embeddings", "between_embeddings"]"#;
    let zero = |table: &str| {
        let bytes = fs::read(folder.path("tiny/model.safetensors")).unwrap();
        let weights = Weights::parse(&bytes).unwrap();
        let (_, table) = weights.iter().find(|(name, _)| *name == table).unwrap();
        table.abs().unwrap().sum_all().unwrap().to_scalar::<f32>().unwrap().to_bits() == 0
    };
    assert!(!zero("heads.between_embeddings.weight"));
    assert_eq!(records(&[tables]).unwrap(), all);
    // A table of the heads that is frozen is not there: it starts at zero.
    assert!(zero("heads.between_embeddings.weight") && !zero("heads.distance_embeddings.weight"));
    assert!(records(&[r#"frozen=["."]"#]).unwrap_err().to_string().contains("nothing is left to train"));
    assert!(records(&[r#"frozen=["betwixt"]"#]).unwrap_err().to_string().contains("no weight has \"betwixt\""));
    let run = folder.run(&["train", "--config", "run.toml", "--set", "schedul.epochs=1"]);
    assert!(
        run.code == Some(2) && run.err.contains("run.toml: with schedul.epochs set: unknown field `schedul`"),
        "{}",
        run.err
    );
}
