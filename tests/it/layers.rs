//! The order of the rooms: a part of the library names only parts above it.

use std::fs;
use std::path::{Path, PathBuf};

/// Every part, bottom to top: that of `docs/ARCHITECTURE.md`. Parts on one line may name each other.
const LAYERS: &[&[&str]] = &[
    &["span", "error", "label"],
    &["doc"],
    &["quantity"],
    &["ingest"],
    &["segment"],
    &["tag"],
    &["claim"],
    &["facts", "seeds"],
    &["check"],
    &["report"],
    &["pipeline"],
    &["gold"],
    &["train"],
    &["eval"],
];

fn layer_of(part: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&part))
}

fn source_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(source_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The part that a file belongs to: the first component below `src`, without `.rs`.
fn part_of(file: &Path, src: &Path) -> String {
    let first = file.strip_prefix(src).unwrap().components().next().unwrap();
    first.as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

#[test]
fn every_part_has_its_layer_and_names_only_parts_above_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for file in source_files(&src) {
        let part = part_of(&file, &src);
        if part == "lib" || part == "bin" {
            continue;
        }
        let Some(layer) = layer_of(&part) else {
            wrong.push(format!("{}: the part {part:?} has no layer", file.display()));
            continue;
        };
        let text = fs::read_to_string(&file).unwrap();
        // Tests may use whatever they need.
        let code = text.split("#[cfg(test)]").next().unwrap();
        for (n, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for (at, _) in line.match_indices("crate::") {
                let rest = &line[at + "crate::".len()..];
                let named = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
                if layer_of(named).is_some_and(|other| other > layer) {
                    wrong.push(format!("{}:{}: {part} names {named}", file.display(), n + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
