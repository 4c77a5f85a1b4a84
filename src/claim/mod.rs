//! What a document asserts with a number, in a form that can be held against a table.

mod benchmark;
mod build;
mod carry;
mod comparison;
mod direction;
mod names;
mod periods;
mod rate;
mod syntax;

pub use build::claims;

use crate::label::{Comparator, Kind, Modality};
use crate::quantity::{Assertion, Figure, Form, Number, Period, Unit};
use crate::span::Span;

/// One numeric claim, every value read, every name still in the document's own words.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The value mention: from the first character of the number (currency sign included) to the last of its unit.
    pub span: Span,
    /// The words of the value mention.
    pub text: String,
    /// What kind of magnitude it is; `None` for a quantity that asserts nothing of the world.
    pub kind: Option<Kind>,
    /// The exact value or range, signed by the verb: "fell 16.9 percent" is -16.9.
    pub figure: Figure,
    /// The unit; percentages are in `%`, 16.6 rather than 0.166.
    pub unit: Unit,
    /// Other units that the words allow ("$" may be `AUD`).
    pub alternatives: Vec<Unit>,
    /// How the number is written.
    pub form: Form,
    /// The half-width that "± 0.3" gives.
    pub tolerance: Option<Number>,
    /// How the words around it bound the value.
    pub comparator: Comparator,
    /// Those words: "more than".
    pub cue: Option<Span>,
    /// Whether it is said of the world as it is, as it will be, or as somebody wants it.
    pub modality: Modality,
    /// What is measured.
    pub measure: Option<Mention>,
    /// Of whom or where.
    pub entity: Option<Mention>,
    /// The partner of a bilateral figure.
    pub counterpart: Option<Mention>,
    /// For a share: the whole that it is a share of.
    pub whole: Option<Mention>,
    /// When.
    pub period: Option<Period>,
    /// The words of the time.
    pub period_text: Option<Mention>,
    /// For change, growth, average growth and ratio: against when. `None` for growth means the year before.
    pub base_period: Option<Period>,
    /// The words of the base: "from a year earlier", "than in 2019".
    pub base_text: Option<Mention>,
    /// The sentence that the value stands in.
    pub sentence: Span,
    /// How sure the tagger is that this is a claim of this kind: 0 to 1.
    pub confidence: f32,
    /// What could not be read: shown with the claim, never an error.
    pub problems: Vec<String>,
}

/// Words of the document that name something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where they stand.
    pub span: Span,
    /// The words.
    pub text: String,
    /// Whether they were carried over from an earlier sentence than the value's.
    pub carried: bool,
}

impl Claim {
    /// A claim of a figure and nothing else: measured, surely claimed, with no words around it.
    #[must_use]
    pub fn new(kind: Option<Kind>, figure: Figure, unit: Unit) -> Self {
        Self {
            span: Span::new(0, 0),
            text: String::new(),
            kind,
            figure,
            unit,
            alternatives: Vec::new(),
            form: Form::Digits,
            tolerance: None,
            comparator: Comparator::Equal,
            cue: None,
            modality: Modality::Actual,
            measure: None,
            entity: None,
            counterpart: None,
            whole: None,
            period: None,
            period_text: None,
            base_period: None,
            base_text: None,
            sentence: Span::new(0, 0),
            confidence: 1.0,
            problems: Vec::new(),
        }
    }

    /// The intervals that the digits, the words and the comparator assert.
    #[must_use]
    pub fn assertion(&self) -> Assertion {
        Assertion::of(&self.figure, self.comparator, self.form, self.tolerance.as_ref())
    }
}

/// Places of words, for the tests of this part.
#[cfg(test)]
mod places {
    use crate::span::Span;

    pub(super) fn find(text: &str, words: &str) -> Span {
        let start = text.find(words).unwrap();
        Span::new(start, start + words.len())
    }

    pub(super) fn all(text: &str) -> Span {
        Span::new(0, text.len())
    }
}
