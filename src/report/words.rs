//! The words that the reports for people share.

use std::fmt::Write;

use super::layout::line;
use super::{Checked, Style};
use crate::check::{Contradiction, Finding, amount};
use crate::claim::{Claim, Mention};
use crate::doc::{Document, LineIndex, Position};
use crate::label::{Comparator, Kind, Modality, Verdict};
use crate::quantity::Figure;

/// A verdict as people say it.
pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Supported => "supported",
        Verdict::Refuted => "refuted",
        Verdict::NotEnoughInfo => "not enough info",
    }
}

/// `FILE:LINE:COLUMN`, or `FILE` where the text was extracted and has no place in its file.
pub(super) fn place(document: &Document, index: &LineIndex<'_>, byte: usize) -> String {
    place_at(&document.id, document.position(index, byte))
}

/// The same of a place that is known already.
pub(super) fn place_at(document: &str, position: Option<Position>) -> String {
    let name = line(document);
    match position {
        Some(position) => format!("{name}:{}:{}", position.line, position.column),
        None => name,
    }
}

/// The findings that do not hold and whose last claim in the text is claim `i`: that is where they are reported. None
/// where the claims alone are.
pub(super) fn findings_after<'a>(
    style: &Style<'_>,
    checked: &'a Checked,
    i: usize,
) -> impl Iterator<Item = &'a Finding> + use<'a> {
    let shown = style.verdicts;
    checked.findings.iter().filter(move |f| shown && !f.holds && f.claims.iter().max() == Some(&i))
}

/// What a difference between documents is, as people say it.
pub(super) fn contradiction(found: &Contradiction) -> &'static str {
    if found.revision.is_some() { "revised?" } else { "contradiction" }
}

/// A claim's kind as people say it.
pub(super) fn kind(claim: &Claim) -> &'static str {
    match claim.kind {
        Some(Kind::AverageGrowth) => "average growth",
        Some(kind) => kind.as_str(),
        None => "no claim",
    }
}

/// How the claim was read, but for its kind: `> 8.5 %: bilateral trade of China with ASEAN, 2025-01/2025-11`.
pub(super) fn reading(claim: &Claim) -> String {
    let mut text = match claim.comparator {
        Comparator::Equal => String::new(),
        other => format!("{other} "),
    };
    match &claim.figure {
        Figure::Point(number) => text += &amount(number.value, &claim.unit),
        Figure::Range { low, high } => {
            let (low, high) = (amount(low.value, &claim.unit), amount(high.value, &claim.unit));
            let _ = write!(text, "{low} to {high}");
        }
    }
    if claim.modality != Modality::Actual {
        let _ = write!(text, " ({})", claim.modality);
    }
    if claim.kind.is_none() {
        return text;
    }
    let named = |words: &Option<Mention>| words.as_ref().map(|m| m.text.clone());
    let _ = write!(text, ": {}", named(&claim.measure).as_deref().unwrap_or("(measure not clear)"));
    for (word, words) in [("of", &claim.entity), ("with", &claim.counterpart), ("in", &claim.whole)] {
        if let Some(words) = named(words) {
            let _ = write!(text, " {word} {words}");
        }
    }
    if let Some(period) = claim.period {
        let _ = write!(text, ", {period}");
    }
    if let Some(base) = claim.base_period {
        let _ = write!(text, " against {base}");
    }
    text
}
