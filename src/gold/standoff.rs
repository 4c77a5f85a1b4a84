//! The stand-off form: claims by their places in texts that lie elsewhere, for texts that may not be copied here.
//!
//! A line names a document by `file` and `source`, the passage by the code points `start` to `end` of its text, and every
//! span of a claim as a pair of code points of the passage. Nothing is kept of the text but these places.
//! `eval/standoff.py` writes it, `docs/training.md` describes it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{GoldClaim, GoldDocument, Places, date, decimal, present};
use crate::error::{Error, Result};
use crate::label::{Comparator, Modality};
use crate::span::Span;

/// A passage by its place.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPassage {
    id: String,
    source: String,
    file: String,
    start: usize,
    end: usize,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    licence: Option<String>,
    claims: Vec<RawClaim>,
}

/// First code point and the one after the last.
type Ends = [usize; 2];

/// A claim by its places; keys are those of the compact form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClaim {
    value_text: Ends,
    kind: String,
    #[serde(default)]
    value: Option<Box<RawValue>>,
    #[serde(default)]
    low: Option<Box<RawValue>>,
    #[serde(default)]
    high: Option<Box<RawValue>>,
    unit: String,
    comparator: Comparator,
    #[serde(default)]
    modality: Option<Modality>,
    #[serde(default, deserialize_with = "present")]
    measure: Option<Option<Ends>>,
    #[serde(default, deserialize_with = "present")]
    entity: Option<Option<Ends>>,
    #[serde(default, deserialize_with = "present")]
    counterpart: Option<Option<Ends>>,
    #[serde(default, deserialize_with = "present")]
    period: Option<Option<String>>,
    #[serde(default, deserialize_with = "present")]
    base_period: Option<Option<String>>,
    #[serde(default)]
    of_text: Option<Ends>,
    #[serde(default)]
    period_text: Option<Ends>,
    #[serde(default)]
    base_text: Option<Ends>,
    #[serde(default)]
    cue_text: Option<Ends>,
}

/// A document of the texts; its other keys are of no concern.
#[derive(Deserialize)]
struct RawText {
    id: String,
    text: String,
}

/// Texts by file and document.
type Texts = BTreeMap<String, BTreeMap<String, String>>;

/// Reads a stand-off file; a line's text is the document `source` of `texts/FILE.jsonl.gz`.
///
/// # Errors
/// If a file cannot be read, or at the first line that is malformed, repeats an id, names a document that is not there, or
/// has a span outside of its text.
pub fn read(path: &Path, texts: &Path) -> Result<Vec<GoldDocument>> {
    let lines = super::file(path)?;
    let mut passages = Vec::new();
    let mut ids = BTreeSet::new();
    for (n, line) in (1..).zip(lines.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let refused = |message: String| Error::document(message).at_path(path).at_line(n);
        let passage: RawPassage =
            serde_json::from_str(line).map_err(|e| refused(format!("not a stand-off passage: {e}")).caused_by(e))?;
        if !ids.insert(passage.id.clone()) {
            return Err(refused(format!("id {:?} stands on an earlier line already", passage.id)));
        }
        if passage.file.is_empty() || passage.file.contains(['/', '\\']) {
            return Err(refused(format!("{:?}: file {:?} is no plain file name", passage.id, passage.file)));
        }
        passages.push((n, passage));
    }
    let texts = load(texts, &passages)?;
    let located = passages.into_iter().map(|(n, passage)| {
        let id = passage.id.clone();
        let refused = |e: Error| Error::document(format!("{id:?}: {}", e.message())).at_path(path).at_line(n);
        locate(passage, n, &texts).map_err(refused)
    });
    located.collect()
}

/// The documents that the passages speak of. Each file is read once, whatever the order of the passages, and nothing else
/// of it is kept.
fn load(folder: &Path, passages: &[(usize, RawPassage)]) -> Result<Texts> {
    let mut wanted: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (_, passage) in passages {
        wanted.entry(&passage.file).or_default().insert(&passage.source);
    }
    let mut texts = Texts::new();
    for (file, sources) in wanted {
        let path: PathBuf = folder.join(format!("{file}.jsonl.gz"));
        let opened = File::open(&path).map_err(|e| Error::io(&path, e))?;
        let mut found = BTreeMap::new();
        for (n, line) in (1..).zip(BufReader::new(MultiGzDecoder::new(opened)).lines()) {
            let line = line.map_err(|e| Error::io(&path, e).at_line(n))?;
            let text: RawText = serde_json::from_str(&line).map_err(|e| {
                Error::document(format!("not a document with id and text: {e}")).at_path(&path).at_line(n).caused_by(e)
            })?;
            if sources.contains(text.id.as_str()) {
                found.insert(text.id, text.text);
            }
        }
        texts.insert(file.to_owned(), found);
    }
    Ok(texts)
}

/// The passage with its text.
fn locate(raw: RawPassage, line: usize, texts: &Texts) -> Result<GoldDocument> {
    let document = texts.get(&raw.file).and_then(|file| file.get(&raw.source));
    let document =
        document.ok_or_else(|| Error::document(format!("{}.jsonl.gz has no document {:?}", raw.file, raw.source)))?;
    let text = Places::new(document).range(raw.start, raw.end)?.of(document).to_owned();
    let places = Places::new(&text);
    let claims = raw.claims.into_iter().enumerate().map(|(n, claim)| {
        let located = claim.locate(&places);
        located.map_err(|e| Error::document(format!("claim {}: {}", n + 1, e.message())))
    });
    let mut claims: Vec<GoldClaim> = claims.collect::<Result<_>>()?;
    claims.sort_by_key(|c| (c.span.start, c.span.end));
    Ok(GoldDocument {
        id: raw.id,
        published: raw.published.as_deref().map(date).transpose()?,
        topic: None,
        source: Some(raw.source),
        licence: raw.licence,
        text,
        claims,
        consistency: None,
        line,
    })
}

impl RawClaim {
    fn locate(self, places: &Places<'_>) -> Result<GoldClaim> {
        let one = |[start, end]: Ends| places.range(start, end);
        let maybe = |ends: Option<Ends>| -> Result<Option<Span>> { ends.map(one).transpose() };
        let known = |ends: Option<Option<Ends>>| ends.map(maybe).transpose();
        Ok(GoldClaim {
            span: one(self.value_text)?,
            kind: if self.kind == "none" { None } else { Some(self.kind.parse()?) },
            value: decimal(self.value.as_deref())?,
            low: decimal(self.low.as_deref())?,
            high: decimal(self.high.as_deref())?,
            unit: self.unit,
            comparator: self.comparator,
            modality: self.modality,
            measure: known(self.measure)?,
            entity: known(self.entity)?,
            counterpart: known(self.counterpart)?,
            period: self.period,
            base_period: self.base_period,
            of_text: maybe(self.of_text)?,
            period_text: maybe(self.period_text)?,
            base_text: maybe(self.base_text)?,
            cue_text: maybe(self.cue_text)?,
            verdict: None,
            error: None,
            confidence: None,
            evidence: None,
            candidates: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use tempfile::TempDir;

    use super::*;

    const TEXTS: &str = "{\"id\":\"d0\",\"text\":\"Nothing.\",\"date\":\"\"}\n\
        {\"id\":\"d1\",\"text\":\"Vorab. Größe: trade hit 6.82 trillion yuan in 2024. Und mehr.\"}\n";
    const LINE: &str = concat!(
        r#"{"id":"a","source":"d1","file":"news","start":7,"end":50,"published":"2025-01-02","licence":"X","claims":["#,
        r#"{"value_text":[17,35],"kind":"level","value":6820000000000,"unit":"CNY","comparator":"=","#,
        r#""measure":[7,12],"entity":null,"period_text":[36,43],"period":"2024"}]}"#
    );

    fn folder(lines: &str) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(TEXTS.as_bytes()).unwrap();
        std::fs::write(folder.path().join("news.jsonl.gz"), packed.finish().unwrap()).unwrap();
        std::fs::write(folder.path().join("a.jsonl"), format!("\n{lines}\n")).unwrap();
        folder
    }

    fn read_lines(lines: &str) -> Result<Vec<GoldDocument>> {
        let folder = folder(lines);
        read(&folder.path().join("a.jsonl"), folder.path())
    }

    #[test]
    fn places_are_found_in_the_document() {
        let documents = read_lines(LINE).unwrap();
        let (document, claim) = (&documents[0], &documents[0].claims[0]);
        assert_eq!(document.text, "Größe: trade hit 6.82 trillion yuan in 2024");
        assert_eq!((document.source.as_deref(), document.line), (Some("d1"), 2));
        let words = |span: Option<Span>| span.map(|s| s.of(&document.text));
        assert_eq!(words(Some(claim.span)), Some("6.82 trillion yuan"));
        assert_eq!(words(claim.measure.flatten()), Some("trade"));
        assert_eq!(words(claim.period_text), Some("in 2024"));
        // Null is "the text does not say", a missing key "not annotated".
        assert_eq!((claim.entity, claim.counterpart), (Some(None), None));
    }

    #[test]
    fn what_does_not_fit_is_refused_with_its_place() {
        let cases = [
            ("\"d1\"", "\"d9\"", "a.jsonl:2: \"a\": news.jsonl.gz has no document \"d9\""),
            ("\"end\":50", "\"end\":500", "a.jsonl:2: \"a\": span 7..500 lies outside a text of 61 characters"),
            ("[17,35]", "[17,350]", "a.jsonl:2: \"a\": claim 1: span 17..350 lies outside"),
            ("[17,35]", "[35,17]", "a.jsonl:2: \"a\": claim 1: span 35..17 is empty"),
            ("\"news\"", "\"more\"", "more.jsonl.gz: no such file"),
            ("\"news\"", "\"../news\"", "a.jsonl:2: \"a\": file \"../news\" is no plain file name"),
            (
                "\"claims\"",
                "\"text\":\"copied\",\"claims\"",
                "a.jsonl:2: not a stand-off passage: unknown field `text`",
            ),
            ("2025-01-02", "soon", "a.jsonl:2: \"a\": published \"soon\" is no ISO 8601 date"),
        ];
        for (old, new, expected) in cases {
            let message = read_lines(&LINE.replacen(old, new, 1)).unwrap_err().to_string();
            assert!(message.contains(expected), "{old} to {new}: {message}");
        }
        let message = read_lines(&format!("{LINE}\n{LINE}")).unwrap_err().to_string();
        assert!(message.ends_with("a.jsonl:3: id \"a\" stands on an earlier line already"), "{message}");
    }

    #[test]
    fn broken_texts_are_refused() {
        let folder = folder(LINE);
        std::fs::write(folder.path().join("news.jsonl.gz"), b"not gzip").unwrap();
        let error = read(&folder.path().join("a.jsonl"), folder.path()).unwrap_err();
        assert!(error.path().is_some_and(|p| p.ends_with("news.jsonl.gz")), "{error}");
    }
}
