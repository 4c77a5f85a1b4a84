//! What was found, for people and for programs.
//!
//! Owns the result of one document ([`Checked`]), the counts of a run ([`Summary`]) and a [`Renderer`] for each
//! [`Format`]: `terminal` (diagnostics with the sentence), `concise` (a line a claim), `jsonl` over `wire` (the frozen form of
//! `docs/format.md`). Knows nothing of where the bytes go, of threads and of what a terminal is: colours and width are
//! options. Only here do byte spans become lines, columns and code points.

mod concise;
mod jsonl;
mod layout;
mod terminal;
pub mod wire;
mod words;

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

pub use layout::line as one_line;

use crate::check::{Across, Contradiction, Finding, Judgement};
use crate::claim::Claim;
use crate::doc::Document;
use crate::error::Error;
use crate::facts::FactTable;
use crate::label::Verdict;

/// The result of one document.
#[derive(Debug)]
pub struct Checked {
    /// The document; empty but for its name if it could not be read.
    pub document: Document,
    /// Its claims, in text order.
    pub claims: Vec<Claim>,
    /// What the table says of each claim; empty where no table was asked (`figcheck tag`).
    pub judgements: Vec<Judgement>,
    /// Figures of the document held against each other; their indexes are those of `claims`.
    pub findings: Vec<Finding>,
    /// Why the document could not be read or checked.
    pub error: Option<Error>,
}

impl Checked {
    /// The result of a document that could not be read.
    #[must_use]
    pub fn failed(id: impl Into<String>, error: Error) -> Self {
        let document = Document::new(id, "");
        Self { document, claims: Vec::new(), judgements: Vec::new(), findings: Vec::new(), error: Some(error) }
    }

    /// The verdict on a claim, where a table was asked.
    #[must_use]
    pub fn verdict(&self, claim: usize) -> Option<Verdict> {
        self.judgements.get(claim).map(|j| j.verdict)
    }
}

/// What a whole run came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents, unreadable ones among them.
    pub documents: usize,
    /// Documents that could not be read.
    pub unreadable: usize,
    /// Claims.
    pub claims: usize,
    /// Quantities that are no claims, where they were asked for.
    pub quantities: usize,
    /// Claims that the table bears out.
    pub supported: usize,
    /// Claims that it contradicts.
    pub refuted: usize,
    /// Claims that it does not speak of.
    pub not_enough_info: usize,
    /// Figures of one document that do not agree with each other.
    pub inconsistencies: usize,
    /// Where documents contradict each other, and where a revision may explain that they differ; `None` where they were
    /// not held against each other.
    pub across: Option<(usize, usize)>,
    judged: bool,
}

impl Summary {
    /// Counts one more document.
    pub fn add(&mut self, checked: &Checked) {
        self.documents += 1;
        self.unreadable += usize::from(checked.error.is_some());
        let claims = checked.claims.iter().filter(|c| c.kind.is_some()).count();
        self.claims += claims;
        self.quantities += checked.claims.len() - claims;
        self.judged |= !checked.judgements.is_empty();
        for (claim, judgement) in checked.claims.iter().zip(&checked.judgements) {
            if claim.kind.is_some() {
                *self.count(judgement.verdict) += 1;
            }
        }
        self.inconsistencies += checked.findings.iter().filter(|f| !f.holds).count();
    }

    /// Counts where the documents contradict each other.
    pub fn add_across(&mut self, contradictions: &[Contradiction]) {
        let revisions = contradictions.iter().filter(|c| c.revision.is_some()).count();
        self.across = Some((contradictions.len() - revisions, revisions));
    }

    fn count(&mut self, verdict: Verdict) -> &mut usize {
        match verdict {
            Verdict::Supported => &mut self.supported,
            Verdict::Refuted => &mut self.refuted,
            Verdict::NotEnoughInfo => &mut self.not_enough_info,
        }
    }
}

impl fmt::Display for Summary {
    /// One line: "18 documents, 124 claims: 71 supported, 22 refuted, 31 not enough info; 3 inconsistencies; 0
    /// unreadable". Without a table only what was counted.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let many = |n: usize, one: &str, more: &str| format!("{n} {}", if n == 1 { one } else { more });
        write!(f, "{}, {}", many(self.documents, "document", "documents"), many(self.claims, "claim", "claims"))?;
        if self.quantities > 0 {
            write!(f, ", {}", many(self.quantities, "other quantity", "other quantities"))?;
        }
        if self.judged || self.claims == 0 {
            let (yes, no, open) = (self.supported, self.refuted, self.not_enough_info);
            if self.claims > 0 {
                write!(f, ": {yes} supported, {no} refuted, {open} not enough info")?;
            }
            if self.judged {
                write!(f, "; {}", many(self.inconsistencies, "inconsistency", "inconsistencies"))?;
            }
        }
        if let Some((contradictions, revisions)) = self.across {
            write!(f, "; {} across documents", many(contradictions, "contradiction", "contradictions"))?;
            if revisions > 0 {
                write!(f, ", {}", many(revisions, "possible revision", "possible revisions"))?;
            }
        }
        write!(f, "; {} unreadable", self.unreadable)
    }
}

/// Writes results in one format, a document at a time.
pub trait Renderer {
    /// Writes what stands before all documents.
    ///
    /// # Errors
    /// If `out` fails.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let _ = out;
        Ok(())
    }

    /// Writes one document's result.
    ///
    /// # Errors
    /// If `out` fails.
    fn document(&mut self, checked: &Checked, out: &mut dyn Write) -> io::Result<()>;

    /// Writes where the documents contradict each other, after all of them; only where that was asked for.
    ///
    /// # Errors
    /// If `out` fails.
    fn across(&mut self, across: &Across, contradictions: &[Contradiction], out: &mut dyn Write) -> io::Result<()> {
        let _ = (across, contradictions, out);
        Ok(())
    }

    /// Writes what stands after all documents.
    ///
    /// # Errors
    /// If `out` fails.
    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let _ = (summary, out);
        Ok(())
    }
}

/// How a report looks; a format takes what concerns it.
#[derive(Clone, Debug)]
pub struct Style<'a> {
    /// Whether to write ANSI colours.
    pub colour: bool,
    /// Columns of a line.
    pub width: usize,
    /// The verdicts to show, all if empty; not for programs, whose claims have their indexes.
    pub only: &'a [Verdict],
    /// Whether verdicts are part of the result at all, or the claims alone.
    pub verdicts: bool,
    /// The table that was asked, whose rows are shown with their sources.
    pub facts: Option<&'a FactTable>,
}

impl Default for Style<'_> {
    fn default() -> Self {
        Self { colour: false, width: 100, only: &[], verdicts: true, facts: None }
    }
}

impl Style<'_> {
    /// Whether a claim of the result is to be shown.
    fn shows(&self, checked: &Checked, claim: usize) -> bool {
        self.only.is_empty() || checked.verdict(claim).is_some_and(|v| self.only.contains(&v))
    }
}

/// The formats of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// A diagnostic for each claim, with its sentence.
    #[default]
    Full,
    /// A line for each claim.
    Concise,
    /// A JSON object for each document: the wire format.
    Jsonl,
}

impl Format {
    /// Every format with its name: a new one is a file of this folder and a row here.
    pub const ALL: [(&'static str, Self); 3] =
        [("full", Self::Full), ("concise", Self::Concise), ("jsonl", Self::Jsonl)];

    /// The renderer of the format.
    #[must_use]
    pub fn renderer<'a>(self, style: Style<'a>) -> Box<dyn Renderer + 'a> {
        match self {
            Self::Full => Box::new(terminal::Terminal::new(style)),
            Self::Concise => Box::new(concise::Concise::new(style)),
            Self::Jsonl => Box::new(jsonl::JsonLines::new(style.verdicts)),
        }
    }

    /// Whether people read it, rather than programs.
    #[must_use]
    pub fn is_for_people(self) -> bool {
        self != Self::Jsonl
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let found = Self::ALL.iter().find(|(name, _)| *name == text);
        found.map(|(_, format)| *format).ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|(name, _)| *name).collect();
            Error::value(format!("format {text:?} is none of {}", names.join(", ")))
        })
    }
}

#[cfg(test)]
pub(crate) mod fixture;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_counts_what_was_found() {
        let mut summary = Summary::default();
        summary.add(&fixture::trade());
        summary.add(&Checked::failed("gone.txt", Error::document("gone")));
        assert_eq!(
            summary.to_string(),
            "2 documents, 4 claims: 1 supported, 1 refuted, 2 not enough info; 1 inconsistency; 1 unreadable"
        );
    }

    #[test]
    fn a_summary_of_claims_alone_says_nothing_of_verdicts() {
        let mut summary = Summary::default();
        summary.add(&Checked { judgements: Vec::new(), findings: Vec::new(), ..fixture::trade() });
        assert_eq!(summary.to_string(), "1 document, 4 claims; 0 unreadable");
    }

    #[test]
    fn every_format_reads_its_name() {
        for (name, format) in Format::ALL {
            assert_eq!(name.parse::<Format>().unwrap(), format);
        }
        assert!("json".parse::<Format>().unwrap_err().to_string().contains("jsonl"));
    }
}
