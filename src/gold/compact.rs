//! The compact form, in which people annotate: spans are the words themselves, `words##2` the second time they occur.
//!
//! `docs/annotation.md` describes it. An occurrence is one of whole words and whole numbers. Of several occurrences
//! without a number, the nearest before the value counts, else the nearest after it; a value must be unambiguous.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{GoldClaim, decimal};
use crate::error::{Error, Result};
use crate::label::{Comparator, Kind, Modality};
use crate::span::Span;

/// One claim in the compact form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CompactClaim {
    value_text: String,
    kind: Kind,
    #[serde(default)]
    value: Option<Box<RawValue>>,
    #[serde(default)]
    low: Option<Box<RawValue>>,
    #[serde(default)]
    high: Option<Box<RawValue>>,
    unit: String,
    comparator: Comparator,
    #[serde(default)]
    modality: Modality,
    #[serde(default)]
    measure: Option<String>,
    #[serde(default)]
    entity: Option<String>,
    #[serde(default)]
    counterpart: Option<String>,
    #[serde(default)]
    of_text: Option<String>,
    #[serde(default)]
    period_text: Option<String>,
    #[serde(default)]
    period: Option<String>,
    #[serde(default)]
    base_text: Option<String>,
    #[serde(default)]
    base_period: Option<String>,
    #[serde(default)]
    cue_text: Option<String>,
}

impl CompactClaim {
    /// The claim with its words found in `text`.
    pub(super) fn locate(self, text: &str) -> Result<GoldClaim> {
        let span = locate(text, &self.value_text, None)?;
        let near = |words: &Option<String>| words.as_ref().map(|w| locate(text, w, Some(span))).transpose();
        // The year before is what growth is measured against: left out, it is not annotated rather than absent.
        let base_period = match (self.kind, self.base_period) {
            (Kind::Growth, None) => None,
            (_, base) => Some(base),
        };
        Ok(GoldClaim {
            span,
            kind: Some(self.kind),
            value: decimal(self.value.as_deref())?,
            low: decimal(self.low.as_deref())?,
            high: decimal(self.high.as_deref())?,
            unit: self.unit,
            comparator: self.comparator,
            modality: Some(self.modality),
            measure: Some(near(&self.measure)?),
            entity: Some(near(&self.entity)?),
            counterpart: Some(near(&self.counterpart)?),
            period: Some(self.period),
            base_period,
            of_text: near(&self.of_text)?,
            period_text: near(&self.period_text)?,
            base_text: near(&self.base_text)?,
            cue_text: near(&self.cue_text)?,
            verdict: None,
            error: None,
            confidence: None,
            evidence: None,
            candidates: None,
        })
    }
}

/// Where `words`, perhaps with `##n`, stand in `text`.
fn locate(text: &str, words: &str, value: Option<Span>) -> Result<Span> {
    let (bare, nth) = match words.rsplit_once("##").and_then(|(bare, n)| Some((bare, n.parse::<usize>().ok()?))) {
        Some((bare, n)) => (bare, Some(n)),
        None => (words, None),
    };
    if bare.trim().is_empty() {
        return Err(Error::document(format!("{words:?} holds no words")));
    }
    let all: Vec<Span> = text
        .match_indices(bare)
        .map(|(at, _)| Span::new(at, at + bare.len()))
        .filter(|s| !joined(text, s.start) && !joined(text, s.end))
        .collect();
    let missing = || Error::document(format!("{bare:?} does not occur in the text as whole words"));
    if let Some(n) = nth {
        let found = n.checked_sub(1).and_then(|i| all.get(i)).copied();
        return found.ok_or_else(|| Error::document(format!("{words:?}: only {} occurrences", all.len())));
    }
    let Some(value) = value else {
        return match all[..] {
            [] => Err(missing()),
            [only] => Ok(only),
            _ => Err(Error::document(format!("{bare:?} occurs {} times, expected {bare}##n", all.len()))),
        };
    };
    let before = all.iter().rfind(|s| s.end <= value.start);
    before.or_else(|| all.iter().find(|s| s.start >= value.end)).copied().ok_or_else(missing)
}

/// Whether a word or a number runs across `cut`.
fn joined(text: &str, cut: usize) -> bool {
    let mut left = text[..cut].chars().rev();
    let mut right = text[cut..].chars();
    let (Some(l), Some(r)) = (left.next(), right.next()) else {
        return false;
    };
    let mark = |c: char| c == '.' || c == ',';
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    (l.is_alphanumeric() && r.is_alphanumeric())
        || (mark(l) && r.is_ascii_digit() && digit(left.next()))
        || (l.is_ascii_digit() && mark(r) && digit(right.next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole_and_the_nearest_before_the_value_counts() {
        let text = "Trade rose 6.8 percent; traders said trade grew 8 percent, then trade fell.";
        assert_eq!(locate(text, "8 percent", None).unwrap().start, 48);
        let value = locate(text, "8 percent", None).unwrap();
        assert_eq!(locate(text, "trade", Some(value)).unwrap().start, 37);
        assert_eq!(locate(text, "trade##2", Some(value)).unwrap().start, 64);
        assert!(locate(text, "percent", None).unwrap_err().to_string().contains("2 times"));
        assert!(locate(text, "rade", None).is_err());
    }
}
