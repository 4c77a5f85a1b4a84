//! The line that says where the documents of a run contradict each other.

use serde::Serialize;

use super::Number;
use crate::check;
use crate::label::Modality;

/// The version of the line.
pub const ACROSS_SCHEMA: &str = "figcheck-across/1";

/// What was found across the documents of a run: one line after theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Across {
    /// Always [`ACROSS_SCHEMA`].
    pub schema: &'static str,
    /// How many documents were held against each other.
    pub documents: usize,
    /// How many things at least two of them give a figure for.
    pub compared: usize,
    /// Where they contradict each other, or may have revised a figure.
    pub contradictions: Vec<Contradiction>,
}

/// Values of one thing that cannot all be right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contradiction {
    /// What is measured, in the words of the first document.
    pub measure: String,
    /// Of whom or where, by the name that tables use.
    pub entity: String,
    /// The partner of a bilateral figure.
    pub counterpart: Option<String>,
    /// For a share, of what, in the words of the first document.
    pub of: Option<String>,
    /// When.
    pub period: String,
    /// Against when.
    pub base_period: Option<String>,
    /// The kind of the claims.
    pub kind: &'static str,
    /// Measured or wanted.
    pub modality: Modality,
    /// `said` where a text speaks of a revision, `dates` where the documents were published weeks apart, else null.
    pub revision: Option<&'static str>,
    /// The values, that of most documents first.
    pub figures: Vec<AcrossFigure>,
    /// The values side by side, in a sentence.
    pub explanation: String,
}

/// One of the values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AcrossFigure {
    /// The value.
    pub value: Number,
    /// Its unit, as the quoted document gives it.
    pub unit: String,
    /// How many documents give it.
    pub documents: usize,
    /// The first of them.
    pub quote: Quote,
}

/// Where a document gives a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// The document's name.
    pub id: String,
    /// Its day of publication, ISO 8601.
    pub published: Option<String>,
    /// First code point of the value mention.
    pub start: usize,
    /// One past its last.
    pub end: usize,
    /// Its words.
    pub text: String,
    /// The sentence that it stands in; of a very long one the part around the value.
    pub sentence: String,
}

impl Across {
    /// What was found across the documents, on the wire.
    #[must_use]
    pub fn new(across: &check::Across, contradictions: &[check::Contradiction]) -> Self {
        let contradictions = contradictions.iter().map(Contradiction::from).collect();
        Self { schema: ACROSS_SCHEMA, documents: across.documents(), compared: across.compared(), contradictions }
    }
}

impl From<&check::Contradiction> for Contradiction {
    fn from(inner: &check::Contradiction) -> Self {
        let subject = &inner.subject;
        Self {
            measure: subject.measure.clone(),
            entity: subject.entity.clone(),
            counterpart: subject.counterpart.clone(),
            of: subject.whole.clone(),
            period: subject.period.to_string(),
            base_period: subject.base_period.as_ref().map(ToString::to_string),
            kind: subject.kind.as_str(),
            modality: subject.modality,
            revision: inner.revision.map(check::Revision::as_str),
            figures: inner.figures.iter().map(AcrossFigure::from).collect(),
            explanation: inner.explanation.clone(),
        }
    }
}

impl From<&check::AcrossFigure> for AcrossFigure {
    fn from(inner: &check::AcrossFigure) -> Self {
        let quote = &inner.quote;
        let (start, end) = quote.points;
        let quote = Quote {
            id: quote.document.clone(),
            published: quote.published.map(|day| day.to_string()),
            start,
            end,
            text: quote.mark.of(&quote.sentence).to_owned(),
            sentence: quote.sentence.clone(),
        };
        Self { value: Number(inner.value), unit: inner.unit.to_string(), documents: inner.documents, quote }
    }
}
