//! Bad input of every kind: one clear line with file and place, exit code 2, and no result of the other inputs lost.

use std::process::Stdio;

use crate::command::{FALSE, Folder, Run, TABLE, TRUE, check};

/// A folder with one good article beside whatever is bad.
fn folder() -> Folder {
    Folder::new().with("facts.csv", TABLE).with("good.txt", TRUE)
}

/// Checks `paths` and the good article after them; the good one's result must be there.
fn beside_good(folder: &Folder, paths: &[&str]) -> Run {
    let args = [&["--facts", "facts.csv", "--format", "jsonl", "-q"], paths, &["good.txt"]].concat();
    let run = folder.run(&check(&args));
    let last = run.documents().pop().unwrap();
    assert_eq!((last["id"].as_str(), last["claims"][0]["verdict"].as_str()), (Some("good.txt"), Some("supported")));
    run
}

/// One bad path: the message, which is also the document's error.
fn refused(folder: &Folder, path: &str) -> String {
    let run = beside_good(folder, &[path]);
    assert_eq!(run.code, Some(2), "{path}");
    let messages = run.messages();
    assert_eq!(messages.len(), 1, "{path}: {}", run.err);
    assert_eq!(run.documents()[0]["error"].as_str(), Some(messages[0]), "{path}");
    messages[0].to_owned()
}

#[test]
fn a_missing_file() {
    assert_eq!(refused(&folder(), "gone.txt"), "gone.txt: no such file or folder");
}

#[test]
fn a_folder_without_documents() {
    let folder = folder().with("empty/table.csv", TABLE);
    assert!(refused(&folder, "empty").starts_with("empty: holds no document, expected files that end in .txt"));
}

#[test]
fn an_empty_document() {
    let folder = folder().with("empty.txt", "").with("blank.txt", " \r\n\t\n");
    assert_eq!(refused(&folder, "empty.txt"), "empty.txt: is empty, expected a text");
    assert_eq!(refused(&folder, "blank.txt"), "blank.txt: is empty, expected a text");
}

#[test]
fn something_that_is_no_text() {
    let folder =
        folder().with("image.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").with("torn.txt.gz", b"\x1f\x8b\x08\0\0\0\0\0");
    assert!(refused(&folder, "image.txt").starts_with("image.txt: "));
    assert!(refused(&folder, "torn.txt.gz").starts_with("torn.txt.gz: "));
}

#[test]
fn malformed_json_on_a_line() {
    let lines = format!(
        "{{\"id\":\"one\",\"text\":{TRUE:?}}}\n{{\"id\":\"two\",\"text\":}}\n{{\"id\":\"three\",\"text\":{FALSE:?}}}\n"
    );
    let run = beside_good(&folder().with("a.jsonl", lines), &["a.jsonl"]);
    assert_eq!(run.code, Some(2));
    assert!(run.messages()[0].starts_with("a.jsonl:2:"), "{}", run.err);
    let verdicts: Vec<String> = run.documents().iter().map(|d| d["claims"][0]["verdict"].to_string()).collect();
    assert_eq!(verdicts, ["\"supported\"", "null", "\"refuted\"", "\"supported\""]);
}

#[test]
fn other_encodings_are_read() {
    let euro = "“Services” cost €5 – China's services trade reached 7.5 trillion yuan in 2024.\n";
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(euro.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let windows: Vec<u8> = euro
        .chars()
        .map(|c| match c {
            '“' => 0x93,
            '”' => 0x94,
            '€' => 0x80,
            '–' => 0x96,
            c => u8::try_from(c).unwrap(),
        })
        .collect();
    let folder =
        folder().with("utf16.txt", utf16).with("windows.txt", windows).with("utf8.txt", format!("\u{feff}{euro}"));
    let run = beside_good(&folder, &["utf8.txt", "utf16.txt", "windows.txt"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let documents = run.documents();
    for document in &documents[..3] {
        assert_eq!(document["claims"], documents[0]["claims"], "{}", document["id"]);
    }
    assert!(documents[0]["claims"].as_array().unwrap().iter().any(|c| c["text"] == "7.5 trillion yuan"));
}

#[test]
fn invalid_utf8_in_a_json_line_names_the_place() {
    let mut lines = format!("{{\"id\":\"one\",\"text\":{TRUE:?}}}\n").into_bytes();
    lines.extend(b"{\"id\":\"two\",\"text\":\"caf\xe9 5 percent\"}\n");
    let run = beside_good(&folder().with("a.jsonl", lines), &["a.jsonl"]);
    assert_eq!(run.code, Some(2));
    assert!(run.messages()[0].starts_with("a.jsonl:2:"), "{}", run.err);
}

#[test]
fn a_text_of_50_megabytes() {
    // As it is when somebody leaves an attachment in: the size is the subject here, not the speed of reading prose.
    let line = format!("{}\n", "attachmentleftin".repeat(8));
    let text = line.repeat((50 << 20) / line.len()) + "\n" + TRUE;
    let run = beside_good(&folder().with("large.txt", text), &["large.txt"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert_eq!(run.documents()[0]["claims"][0]["verdict"], "supported");
}

#[test]
fn a_line_of_10_megabytes() {
    let words = "exports rose again and again ".repeat((10 << 20) / 29);
    let object = format!("{{\"id\":\"long\",\"text\":\"{words}. {}\"}}\n", TRUE.trim_end());
    let folder = folder().with("line.txt", format!("{words}. {TRUE}")).with("line.jsonl", object);
    let run = beside_good(&folder, &["line.txt", "line.jsonl"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    for document in &run.documents()[..2] {
        assert_eq!(document["claims"][0]["verdict"], "supported");
    }
    // A report of it is as short as of any other.
    let run = folder.run(&check(&["--facts", "facts.csv", "line.txt"]));
    assert!(run.out.len() < 4000, "{} bytes", run.out.len());
}

#[test]
fn a_table_with_a_bad_row() {
    let folder = folder().with("bad.csv", format!("{TABLE}trade,China,20x4,many,0,CNY\n"));
    let run = folder.run(&check(&["--facts", "bad.csv", "good.txt"]));
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    assert!(run.messages().iter().all(|m| m.starts_with("bad.csv:3")), "{}", run.err);
    assert!(run.err.contains("period") && run.err.contains("20x4") && run.err.contains("expected"), "{}", run.err);
    // Left out, it is counted and reported, and the rest of the table decides.
    let run = folder.run(&check(&["--facts", "bad.csv", "--skip-bad-rows", "good.txt"]));
    assert_eq!(run.code, Some(0));
    assert_eq!(run.messages().last(), Some(&"bad.csv: 1 bad row left out"));
    assert!(run.out.starts_with("supported"), "{}", run.out);
}

#[test]
fn a_table_without_a_column() {
    let folder = folder().with("bad.csv", "measure,entity,period,unit\nservices trade,China,2024,CNY\n");
    let run = folder.run(&check(&["--facts", "bad.csv", "good.txt"]));
    assert_eq!((run.code, run.out.as_str(), run.messages().len()), (Some(2), "", 1));
    assert!(run.messages()[0].starts_with("bad.csv:1: ") && run.err.contains("value"), "{}", run.err);
}

#[test]
fn a_refused_table_beside_a_good_one() {
    let folder = folder().with("bad.csv", "measure\n");
    let run = folder.run(&check(&["--facts", "bad.csv", "--facts", "facts.csv", "good.txt"]));
    assert_eq!(run.code, Some(2));
    assert!(
        run.out.starts_with("supported") && run.messages()[0].starts_with("bad.csv:1: "),
        "{} {}",
        run.out,
        run.err
    );
}

#[test]
fn an_output_that_cannot_be_written() {
    let folder = folder();
    let refused = |path: &str| {
        let run = folder.run(&check(&["--facts", "facts.csv", "good.txt", "-o", path]));
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
        run.messages().join("\n")
    };
    assert_eq!(refused("no/such/folder.txt"), "no/such/folder.txt: no such file or folder");
    assert_eq!(refused("."), ".: is a folder, expected a file");
    if cfg!(target_os = "linux") {
        assert!(refused("/dev/full").starts_with("/dev/full: "));
    }
}

#[test]
fn standard_output_that_is_full() {
    if cfg!(target_os = "linux") {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let mut command = folder().command(&check(&["--facts", "facts.csv", "good.txt"]));
        let folder = folder();
        let command = command.current_dir(folder.path(".")).stdout(full).stderr(Stdio::piped());
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stderr.starts_with(b"figcheck: <stdout>: "), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// What is wrong with a model folder, as far as the run is concerned.
fn model_refused(folder: &Folder) -> String {
    let run = folder.run(&["check", "--facts", "facts.csv", "--model", "model", "good.txt"]);
    assert_eq!((run.code, run.out.as_str(), run.messages().len()), (Some(2), "", 1), "{}", run.err);
    run.messages()[0].to_owned()
}

#[test]
#[cfg(not(feature = "model"))]
fn without_models_the_rules_do_not_step_in() {
    assert!(model_refused(&folder()).contains("--model rules"));
}

#[cfg(feature = "model")]
mod model {
    use std::fs;

    use super::*;
    use crate::command::root;

    /// The shipped model, with one file replaced.
    fn with_file(name: &str, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Folder {
        let mut folder = folder();
        for file in ["manifest.json", "config.json", "tokenizer.json", "model.safetensors"] {
            folder = folder.with(&format!("model/{file}"), fs::read(root().join("models/default").join(file)).unwrap());
        }
        let bytes = fs::read(folder.path("model").join(name)).unwrap();
        folder.with(&format!("model/{name}"), change(bytes))
    }

    #[test]
    fn a_folder_that_is_not_there() {
        assert!(model_refused(&folder()).starts_with("model/manifest.json: no such file or folder; give --model "));
    }

    #[test]
    fn a_truncated_file_is_named_with_a_remedy() {
        for name in ["config.json", "tokenizer.json", "model.safetensors"] {
            let folder = with_file(name, |bytes| bytes[..bytes.len() / 2].to_vec());
            let message = model_refused(&folder);
            assert!(message.starts_with(&format!("model/{name}: ")) && message.contains("give --model"), "{message}");
        }
    }

    #[test]
    fn a_foreign_file_is_named_with_a_remedy() {
        for (name, bytes) in
            [("manifest.json", "{\"format\": 99}"), ("manifest.json", "PK\u{3}\u{4}"), ("model.safetensors", "GGUF")]
        {
            let message = model_refused(&with_file(name, |_| bytes.into()));
            assert!(message.starts_with(&format!("model/{name}: ")) && message.contains("give --model"), "{message}");
        }
    }
}
