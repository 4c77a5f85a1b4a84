//! Gold data: documents with their claims, as people annotated them, in the form of `docs/format.md`.
//!
//! Every line of a file may be in the full form or in the compact one of `docs/annotation.md`. A third form, stand-off,
//! is a file of its own: it says where claims stand in texts that lie elsewhere.

mod compact;
mod standoff;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use self::compact::CompactClaim;
pub use self::standoff::read as read_standoff;
use crate::error::{Error, Result};
use crate::label::{Comparator, Kind, Modality, Verdict};
use crate::span::Span;

/// One annotated document.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldDocument {
    /// Its name, unique in its file.
    pub id: String,
    /// Its day of publication.
    pub published: Option<Date>,
    /// What it is about, one word: scores are also given topic by topic.
    pub topic: Option<String>,
    /// The document it was cut from, if it is a part of one; parts of one document never stand on both sides of a split.
    pub source: Option<String>,
    /// The licence of its text.
    pub licence: Option<String>,
    /// Its text.
    pub text: String,
    /// Its claims, in text order.
    pub claims: Vec<GoldClaim>,
    /// Its figures that are held against each other: indexes of claims and whether they agree.
    pub consistency: Option<Vec<GoldFinding>>,
    /// The line of the file.
    pub line: usize,
}

/// One annotated claim; spans are bytes of the document's text. `None` of a doubly optional key means "not annotated":
/// it is not scored.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldClaim {
    /// The value mention.
    pub span: Span,
    /// Its kind; `None` for a quantity that is no claim.
    pub kind: Option<Kind>,
    /// The value, unless there are two ends.
    pub value: Option<Decimal>,
    /// The lower end.
    pub low: Option<Decimal>,
    /// The upper end.
    pub high: Option<Decimal>,
    /// The unit's code.
    pub unit: String,
    /// The comparator.
    pub comparator: Comparator,
    /// The modality.
    pub modality: Option<Modality>,
    /// What is measured.
    pub measure: Option<Option<Span>>,
    /// Of whom or where.
    pub entity: Option<Option<Span>>,
    /// The partner.
    pub counterpart: Option<Option<Span>>,
    /// When.
    pub period: Option<Option<String>>,
    /// Against when.
    pub base_period: Option<Option<String>>,
    /// The words of the whole of a share.
    pub of_text: Option<Span>,
    /// The words of the time.
    pub period_text: Option<Span>,
    /// The words of the base.
    pub base_text: Option<Span>,
    /// The words of the comparator.
    pub cue_text: Option<Span>,
    /// What the table says of it.
    pub verdict: Option<Verdict>,
    /// What went wrong with a figure that is refuted: `year`, `scale`, …
    pub error: Option<String>,
    /// How sure a tool is that this is a claim, 0 to 1.
    pub confidence: Option<f64>,
    /// The rows that bear it out or refute it, best first; empty for none.
    pub evidence: Option<Vec<GoldEvidence>>,
    /// The rows that a tool found nearest where none decided, best first.
    pub candidates: Option<Vec<String>>,
}

/// Rows, and how a value follows from them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct GoldEvidence {
    /// Names of the rows, in the order of the derivation's letters.
    pub facts: Vec<String>,
    /// The formula.
    pub derivation: String,
}

/// A row that is near.
#[derive(Deserialize)]
struct RawCandidate {
    fact: String,
}

/// Figures of one document held against each other.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct GoldFinding {
    /// Indexes of the claims.
    pub claims: Vec<usize>,
    /// Name of the check.
    pub check: String,
    /// Whether they agree.
    pub holds: bool,
}

impl GoldFinding {
    /// The finding with the claims' places in text order, by those in the file.
    fn at(self, places: &BTreeMap<usize, usize>) -> Result<Self> {
        let at = |n: &usize| {
            let message = || format!("consistency: claim {n} is none of the {}, counted from 0", places.len());
            places.get(n).copied().ok_or_else(|| Error::document(message()))
        };
        let claims = self.claims.iter().map(at).collect::<Result<_>>()?;
        Ok(Self { claims, ..self })
    }
}

/// The file's own form of a document.
#[derive(Deserialize)]
struct RawDocument {
    id: String,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    topic: Option<String>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    licence: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    error: Option<String>,
    claims: Vec<AnyClaim>,
    #[serde(default)]
    consistency: Option<Vec<GoldFinding>>,
}

/// A claim in either form, told apart by its keys.
enum AnyClaim {
    Full(Box<RawClaim>),
    Compact(Box<CompactClaim>),
}

impl<'de> Deserialize<'de> for AnyClaim {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // By hand, since serde's untagged enums cannot hold raw numbers and give no reason for a refusal.
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let keys: BTreeMap<&str, &RawValue> = serde_json::from_str(raw.get()).map_err(D::Error::custom)?;
        if keys.contains_key("value_text") {
            serde_json::from_str(raw.get()).map(Self::Compact).map_err(D::Error::custom)
        } else {
            serde_json::from_str(raw.get()).map(Self::Full).map_err(D::Error::custom)
        }
    }
}

#[derive(Deserialize)]
struct RawClaim {
    start: usize,
    end: usize,
    text: String,
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
    measure: Option<Option<RawSpan>>,
    #[serde(default, deserialize_with = "present")]
    entity: Option<Option<RawSpan>>,
    #[serde(default, deserialize_with = "present")]
    counterpart: Option<Option<RawSpan>>,
    #[serde(default, deserialize_with = "present")]
    period: Option<Option<String>>,
    #[serde(default, deserialize_with = "present")]
    base_period: Option<Option<String>>,
    #[serde(default)]
    of_text: Option<RawSpan>,
    #[serde(default)]
    period_text: Option<RawSpan>,
    #[serde(default)]
    base_text: Option<RawSpan>,
    #[serde(default)]
    cue_text: Option<RawSpan>,
    #[serde(default)]
    verdict: Option<Verdict>,
    #[serde(default)]
    error: Option<String>,
    #[serde(default)]
    confidence: Option<f64>,
    #[serde(default)]
    evidence: Option<Vec<GoldEvidence>>,
    #[serde(default)]
    candidates: Option<Vec<RawCandidate>>,
}

#[derive(Deserialize)]
struct RawSpan {
    text: String,
    start: usize,
    end: usize,
}

/// Tells a key that is null from one that is not there.
fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Reads a gold file.
///
/// # Errors
/// If the file cannot be read, or at the first line that is malformed, repeats an id, or has a span that does not hold
/// the words it says.
pub fn read(path: &Path) -> Result<Vec<GoldDocument>> {
    let text_of =
        |raw: &RawDocument| raw.text.clone().ok_or_else(|| Error::document("text is missing, expected the document's"));
    let documents = parse_lines(&file(path)?, text_of).map_err(|e| e.at_path(path))?;
    for document in &documents {
        if let Some(pair) = document.claims.windows(2).find(|pair| pair[0].span == pair[1].span) {
            let words = pair[1].span.of(&document.text);
            let message = format!("{words:?} is annotated twice at the same place, expected each value once");
            return Err(Error::document(message).at_path(path).at_line(document.line));
        }
    }
    Ok(documents)
}

/// Reads what a tool said of the documents of a gold file: the output of `figcheck check --format jsonl`, or any other
/// tool's in the same form. Documents that the gold file does not have are left out.
///
/// # Errors
/// As for [`read`]; spans are held against the gold file's texts.
pub fn read_predictions(path: &Path, gold: &[GoldDocument]) -> Result<Vec<GoldDocument>> {
    parse_predictions(&file(path)?, gold).map_err(|e| e.at_path(path))
}

/// The same of lines in memory.
///
/// # Errors
/// As for [`read_predictions`].
pub fn parse_predictions(lines: &str, gold: &[GoldDocument]) -> Result<Vec<GoldDocument>> {
    let texts: BTreeMap<&str, &str> = gold.iter().map(|g| (g.id.as_str(), g.text.as_str())).collect();
    let mut predictions = parse_lines(lines, |raw| {
        let known = texts.get(raw.id.as_str()).map(|text| (*text).to_owned());
        if let (Some(known), Some(text)) = (&known, &raw.text)
            && known != text
        {
            let message = format!("the text of {:?} is not the one in the gold file, expected the same", raw.id);
            return Err(Error::document(message));
        }
        // A document that could not be read has no claims, and one that is not asked for none that count.
        let none = raw.error.is_some() || raw.claims.is_empty();
        known
            .or_else(|| none.then(String::new))
            .ok_or_else(|| Error::document(format!("document {:?} is not in the gold file", raw.id)))
    })?;
    predictions.retain(|p| texts.contains_key(p.id.as_str()));
    Ok(predictions)
}

fn file(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).map_err(|e| Error::io(path, e))?;
    String::from_utf8(bytes).map_err(|e| Error::document("not UTF-8, expected JSON lines").at_path(path).caused_by(e))
}

fn parse_lines(lines: &str, text_of: impl Fn(&RawDocument) -> Result<String>) -> Result<Vec<GoldDocument>> {
    let mut ids = BTreeSet::new();
    let mut documents = Vec::new();
    for (n, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !is_of_all(line)) {
        let document = parse(line, n + 1, &text_of).map_err(|e| e.at_line(n + 1))?;
        if !ids.insert(document.id.clone()) {
            let message = format!("id {:?} stands on an earlier line already", document.id);
            return Err(Error::document(message).at_line(n + 1));
        }
        documents.push(document);
    }
    Ok(documents)
}

/// Whether a line speaks of all documents together: the one that `check --across` ends with.
fn is_of_all(line: &str) -> bool {
    #[derive(Deserialize)]
    struct Head {
        schema: String,
    }
    serde_json::from_str::<Head>(line).is_ok_and(|head| head.schema.starts_with("figcheck-across/"))
}

fn parse(line: &str, number: usize, text_of: impl Fn(&RawDocument) -> Result<String>) -> Result<GoldDocument> {
    let raw: RawDocument =
        serde_json::from_str(line).map_err(|e| Error::document(format!("not a gold document: {e}")).caused_by(e))?;
    let text = text_of(&raw)?;
    let places = Places::new(&text);
    let claims = raw.claims.into_iter().enumerate();
    let read = |claim: AnyClaim| match claim {
        AnyClaim::Full(claim) => places.claim(*claim),
        AnyClaim::Compact(claim) => claim.locate(&text),
    };
    let mut claims: Vec<(usize, GoldClaim)> = claims
        .map(|(n, c)| read(c).map(|c| (n, c)).map_err(|e| Error::document(format!("claim {}: {}", n + 1, e.message()))))
        .collect::<Result<_>>()?;
    claims.sort_by_key(|(_, c)| (c.span.start, c.span.end));
    let places: BTreeMap<usize, usize> = claims.iter().enumerate().map(|(at, (n, _))| (*n, at)).collect();
    let consistency = raw.consistency.map(|findings| findings.into_iter().map(|f| f.at(&places)).collect());
    let claims = claims.into_iter().map(|(_, claim)| claim).collect();
    Ok(GoldDocument {
        id: raw.id,
        published: raw.published.as_deref().map(date).transpose()?,
        topic: raw.topic,
        source: raw.source,
        licence: raw.licence,
        claims,
        consistency: consistency.transpose()?,
        text,
        line: number,
    })
}

/// Code points to bytes.
struct Places<'a> {
    text: &'a str,
    bytes: Vec<usize>,
}

impl<'a> Places<'a> {
    fn new(text: &'a str) -> Self {
        let bytes = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Self { text, bytes }
    }

    /// The characters from `start` to `end`.
    fn range(&self, start: usize, end: usize) -> Result<Span> {
        let (Some(&from), Some(&to)) = (self.bytes.get(start), self.bytes.get(end)) else {
            let length = self.bytes.len() - 1;
            return Err(Error::document(format!("span {start}..{end} lies outside a text of {length} characters")));
        };
        if from >= to {
            return Err(Error::document(format!("span {start}..{end} is empty")));
        }
        Ok(Span::new(from, to))
    }

    /// The characters from `start` to `end`, which must be `words`.
    fn span(&self, start: usize, end: usize, words: &str) -> Result<Span> {
        let span = self.range(start, end)?;
        let found = span.of(self.text);
        if found != words {
            return Err(Error::document(format!("span {start}..{end} holds {found:?}, not {words:?}")));
        }
        Ok(span)
    }

    fn claim(&self, raw: RawClaim) -> Result<GoldClaim> {
        let one = |s: &RawSpan| self.span(s.start, s.end, &s.text);
        let maybe = |s: &Option<RawSpan>| s.as_ref().map(one).transpose();
        let known = |s: &Option<Option<RawSpan>>| s.as_ref().map(maybe).transpose();
        let kind = if raw.kind == "none" { None } else { Some(raw.kind.parse()?) };
        Ok(GoldClaim {
            span: self.span(raw.start, raw.end, &raw.text)?,
            kind,
            value: decimal(raw.value.as_deref())?,
            low: decimal(raw.low.as_deref())?,
            high: decimal(raw.high.as_deref())?,
            unit: raw.unit,
            comparator: raw.comparator,
            modality: raw.modality,
            measure: known(&raw.measure)?,
            entity: known(&raw.entity)?,
            counterpart: known(&raw.counterpart)?,
            period: raw.period,
            base_period: raw.base_period,
            of_text: maybe(&raw.of_text)?,
            period_text: maybe(&raw.period_text)?,
            base_text: maybe(&raw.base_text)?,
            cue_text: maybe(&raw.cue_text)?,
            verdict: raw.verdict,
            error: raw.error,
            confidence: raw.confidence,
            evidence: raw.evidence,
            candidates: raw.candidates.map(|all| all.into_iter().map(|candidate| candidate.fact).collect()),
        })
    }
}

/// A day of publication.
fn date(text: &str) -> Result<Date> {
    text.parse()
        .map_err(|e: jiff::Error| Error::document(format!("published {text:?} is no ISO 8601 date")).caused_by(e))
}

/// The exact decimal of a JSON number.
fn decimal(raw: Option<&RawValue>) -> Result<Option<Decimal>> {
    let Some(text) = raw.map(RawValue::get).filter(|t| *t != "null") else {
        return Ok(None);
    };
    let parsed = Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text));
    parsed.map(Some).map_err(|e| Error::document(format!("{text} is no decimal number")).caused_by(e))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"id":"a","text":"Größe: 6.82 trillion yuan","claims":[{"start":7,"end":25,
        "text":"6.82 trillion yuan","kind":"level","value":6820000000000,"unit":"CNY","comparator":"=","period":null}]}"#;

    fn parse_line(line: &str) -> Result<GoldDocument> {
        parse(&line.replace('\n', " "), 1, |raw| Ok(raw.text.clone().unwrap()))
    }

    #[test]
    fn code_points_become_bytes_and_missing_keys_stay_apart_from_null() {
        let document = parse_line(LINE).unwrap();
        let claim = &document.claims[0];
        assert_eq!(claim.span.of(&document.text), "6.82 trillion yuan");
        assert_eq!(claim.value, Some(Decimal::from(6_820_000_000_000_i64)));
        assert_eq!((claim.period.clone(), claim.entity), (Some(None), None));
    }

    #[test]
    fn a_span_that_does_not_hold_its_words_is_refused() {
        let message = parse_line(&LINE.replace("\"start\":7", "\"start\":6")).unwrap_err().to_string();
        assert!(message.contains("claim 1") && message.contains("6.82 trillion yuan"), "{message}");
    }
}
