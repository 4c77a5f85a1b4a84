//! Model files from strangers: whatever is in them, they are used or refused, and no memory is lost to them.

#[cfg(target_os = "linux")]
use std::fs;
#[cfg(target_os = "linux")]
use std::process::{Command, Stdio};

use figcheck::quantity::DocumentUnits;
use figcheck::segment::sentences;
use figcheck::span::Span;
use figcheck::tag::engine::Precision;
use figcheck::tag::{FILES, ModelTagger, Passage, Tagger, TokenClassifier, passages};
use proptest::prelude::*;

use crate::command::TRUE;
#[cfg(target_os = "linux")]
use crate::command::{Folder, Run};
use crate::models::{self, Files};

/// Bytes in base64, as tokenizers keep their tables.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    let group = |chunk: &[u8]| {
        let bits = chunk.iter().chain([&0, &0]).take(3).fold(0u32, |bits, byte| bits << 8 | u32::from(*byte));
        let digit = |i: usize| char::from(DIGITS[(bits >> (18 - 6 * i) & 63) as usize]);
        (0..4).map(|i| if i <= chunk.len() { digit(i) } else { '=' }).collect::<String>()
    };
    bytes.chunks(3).map(group).collect()
}

fn sample() -> Vec<Passage<'static>> {
    passages(TRUE, &DocumentUnits::of(TRUE), &sentences(TRUE, Span::new(0, TRUE.len())))
}

/// Opens a model and lets it tag; that it does not panic is the test.
fn open_and_tag(files: &Files) {
    let bytes = FILES.map(|name| files[name].as_slice());
    let tagger: Option<Box<dyn Tagger>> = match files.get("manifest.json") {
        Some(manifest) => {
            ModelTagger::from_bytes(manifest, bytes, Precision::fastest()).ok().map(|t| Box::new(t) as Box<dyn Tagger>)
        }
        None => TokenClassifier::from_bytes(bytes).ok().map(|t| Box::new(t) as Box<dyn Tagger>),
    };
    if let Some(Ok(tags)) = tagger.map(|tagger| tagger.tag(&sample())) {
        assert!(tags.iter().flatten().all(|tag| (0.0..=1.0).contains(&tag.confidence)), "{tags:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_are_used_or_refused(
        own in any::<bool>(),
        file in 0..3usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        // Most of the structure is at the front; numbers of weights may be anything anyway.
        front in any::<bool>(),
    ) {
        let mut files = if own { models::figcheck() } else { models::classifier(&["O", "LEVEL"]) };
        let bytes = files.get_mut(FILES[file]).unwrap();
        let within = if front { bytes.len().min(600) } else { bytes.len() };
        for (at, byte) in changes {
            bytes[at.index(within)] = byte;
        }
        open_and_tag(&files);
    }

    #[test]
    fn other_numbers_in_json_are_used_or_refused(
        own in any::<bool>(),
        file in 0..2usize,
        which in any::<prop::sample::Index>(),
        number in prop::sample::select(vec!["0", "-1", "1", "3", "16", "65536", "4294967296", "18446744073709551615", "1e308", "null"]),
    ) {
        let mut files = if own { models::figcheck() } else { models::classifier(&["O", "LEVEL"]) };
        let bytes = files.get_mut(FILES[file]).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let starts: Vec<usize> = (1..text.len())
            .filter(|&i| text.as_bytes()[i].is_ascii_digit() && [b':', b' '].contains(&text.as_bytes()[i - 1]))
            .collect();
        let start = starts[which.index(starts.len())];
        let end = start + text[start..].find(|c: char| !c.is_ascii_digit()).unwrap();
        *bytes = format!("{}{number}{}", &text[..start], &text[end..]).into_bytes();
        open_and_tag(&files);
    }

    #[test]
    fn tables_of_a_normalizer_are_used_or_refused(table in prop::collection::vec(any::<u8>(), 0..80), size in 0..40u32) {
        let mut files = models::classifier(&["O", "LEVEL"]);
        let table = base64(&[&size.to_le_bytes()[..], &table].concat());
        let normalizer = format!(r#"{{"type":"Precompiled","precompiled_charsmap":"{table}"}}"#);
        let text = String::from_utf8(files["tokenizer.json"].clone()).unwrap();
        let other = text.replace(r#"{"type":"Lowercase"}"#, &normalizer);
        assert_ne!(text, other);
        files.insert("tokenizer.json", other.into_bytes());
        open_and_tag(&files);
    }
}

/// Runs `model verify` on these files with at most 1 GB of address space; the weights are filled up with zeros to
/// `length` bytes, without taking them from the disk.
#[cfg(target_os = "linux")]
fn verify_in_a_gigabyte(files: &Files, length: Option<usize>) -> Run {
    let mut folder = Folder::new();
    for (name, bytes) in files {
        folder = folder.with(&format!("model/{name}"), bytes);
    }
    if let Some(length) = length {
        let weights = fs::File::options().write(true).open(folder.path("model/model.safetensors")).unwrap();
        weights.set_len(length as u64).unwrap();
    }
    let script = format!("ulimit -v 1000000 && exec {} model verify --model model", env!("CARGO_BIN_EXE_figcheck"));
    let mut command = Command::new("sh");
    command.args(["-c", &script]).current_dir(folder.path(".")).env_clear().stdin(Stdio::null());
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

#[test]
#[cfg(target_os = "linux")]
fn sizes_that_a_configuration_dreams_up_allocate_nothing() {
    for (mut files, is_own) in [(models::figcheck(), true), (models::classifier(&["O", "LEVEL"]), false)] {
        let mut json: serde_json::Value = serde_json::from_slice(&files["config.json"]).unwrap();
        let sizes = [
            ("vocab_size", 1_000_000),
            ("hidden_size", 8192),
            ("intermediate_size", 65_536),
            ("num_hidden_layers", 128),
        ];
        for (key, size) in sizes {
            json[key] = size.into();
        }
        files.insert("config.json", serde_json::to_vec(&json).unwrap());
        let seal = |files: &Files| if is_own { models::sealed(files.clone()) } else { files.clone() };
        let run = verify_in_a_gigabyte(&seal(&files), None);
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(run.err.contains("has shape") && run.err.contains("expected [1000000, 8192]"), "{run:?}");
        // A header that agrees, in a file that does not hold what it speaks of.
        let tensor = r#"{"dtype":"F32","shape":[1000000,8192],"data_offsets":[0,32768000000]}"#;
        let header = format!(r#"{{"embeddings.word_embeddings.weight":{tensor}}}"#);
        let bytes = [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &[0; 64]].concat();
        files.insert("model.safetensors", bytes);
        let run = verify_in_a_gigabyte(&seal(&files), None);
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(run.err.contains("at bytes 0 to 32768000000 of 64, expected it within"), "{run:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_large_tensor_that_nobody_asks_for_costs_no_more_than_the_file() {
    let mut files = models::classifier(&["O", "LEVEL"]);
    let bytes = &files["model.safetensors"];
    let length = usize::try_from(u64::from_le_bytes(bytes[..8].try_into().unwrap())).unwrap();
    let (header, data) = (std::str::from_utf8(&bytes[8..8 + length]).unwrap(), &bytes[8 + length..]);
    // 400 MB in the file; as `f32` numbers they would not fit.
    let end = data.len() + 400_000_000;
    let other = format!(r#""other":{{"dtype":"I8","shape":[400000000],"data_offsets":[{},{end}]}}"#, data.len());
    let header = format!("{},{other}}}", header.trim_end().strip_suffix('}').unwrap());
    let bytes = [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), data].concat();
    files.insert("model.safetensors", bytes);
    let run = verify_in_a_gigabyte(&files, Some(8 + header.len() + end));
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{run:?}");
}
