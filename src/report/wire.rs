//! The wire format: `docs/format.md` as structs, apart from the inner types so that those can change and this cannot.
//!
//! Keys stand in the order of the structs. Places are counted in code points of the document's text. Numbers are exact
//! decimals, written out in digits: 6820000000000, never 6.82e12.

mod across;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use serde_json::value::RawValue;

use super::Checked;
use crate::check::{self, Judgement};
use crate::claim::{self, Mention};
use crate::doc::LineIndex;
use crate::facts::EntityName;
use crate::label::{Comparator, Modality, Verdict};
use crate::quantity::Figure;
use crate::span::Span;

pub use across::{ACROSS_SCHEMA, Across, AcrossFigure, Contradiction, Quote};

/// The version of the format, which every line carries.
pub const SCHEMA: &str = "figcheck/1";

/// The `kind` of a quantity that is no claim.
const NO_CLAIM: &str = "none";

/// One document's result: one line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Always [`SCHEMA`]; another version is refused.
    #[serde(deserialize_with = "this_schema")]
    pub schema: String,
    /// The document's name.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// Its day of publication, ISO 8601.
    pub published: Option<String>,
    /// Why it could not be read.
    pub error: Option<String>,
    /// Its claims, in text order.
    pub claims: Vec<Claim>,
    /// Its figures held against each other; left out where claims alone were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consistency: Option<Vec<Finding>>,
}

/// One claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// First code point of the value mention.
    pub start: usize,
    /// One past its last.
    pub end: usize,
    /// Its words.
    pub text: String,
    /// A kind of claim, or `none`.
    pub kind: String,
    /// The value; null where the text gives a range.
    pub value: Option<Number>,
    /// The lower end of a range.
    pub low: Option<Number>,
    /// The upper end of a range.
    pub high: Option<Number>,
    /// The unit's code.
    pub unit: String,
    /// Other units that the words allow, where a sign or a name has several; left out if there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<String>,
    /// How the words bound the value.
    pub comparator: Comparator,
    /// The words that do.
    #[serde(default)]
    pub cue: Option<Words>,
    /// The values that bear the figure out, by its digits and its comparator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asserts: Option<Bounds>,
    /// Measured, expected or wanted.
    pub modality: Modality,
    /// What is measured.
    pub measure: Option<Words>,
    /// Of whom or where.
    pub entity: Option<Named>,
    /// The partner of a bilateral figure.
    pub counterpart: Option<Named>,
    /// When.
    pub period: Option<String>,
    /// Against when.
    pub base_period: Option<String>,
    /// How sure the tagger is: 0 to 1.
    pub confidence: Number,
    /// What the table says; left out, as are the keys below, where claims alone were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// Why, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
    /// The rows and derivations that decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Vec<Evidence>>,
    /// The nearest rows, where none decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub candidates: Option<Vec<Candidate>>,
}

/// An interval, both ends included; null where it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// The lower end.
    pub low: Option<Number>,
    /// The upper end.
    pub high: Option<Number>,
}

/// Words of the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The words.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// Words of the document that name somebody or some place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The words.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The name that tables use for it.
    pub id: Option<String>,
}

/// A value that follows from rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Names of the rows, in the order of the derivation's letters.
    pub facts: Vec<String>,
    /// The value that follows.
    pub expected: Number,
    /// Its unit.
    pub unit: String,
    /// How it follows: `lookup`, `growth(a, b)`.
    pub derivation: String,
}

/// A row that is near, yet did not decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Name of the row.
    pub fact: String,
    /// What it measures.
    pub measure: String,
    /// Of whom or where.
    pub entity: String,
    /// The partner of a bilateral figure.
    pub counterpart: Option<String>,
    /// When.
    pub period: String,
    /// Its value.
    pub value: Number,
    /// The value's unit.
    pub unit: String,
    /// What keeps the row from deciding.
    pub why: String,
}

/// Figures of the document held against each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Indexes of the claims.
    pub claims: Vec<usize>,
    /// What was held against what.
    pub check: String,
    /// Whether they agree.
    pub holds: bool,
    /// The sum, with its numbers.
    pub explanation: String,
}

/// An exact decimal, written as a JSON number in plain digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number(pub Decimal);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // `Decimal` prints plain digits whatever its size; zero may carry a sign, which JSON readers would keep.
        let digits = if self.0.is_zero() { "0".to_owned() } else { self.0.normalize().to_string() };
        RawValue::from_string(digits).map_err(ser::Error::custom)?.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let digits = Decimal::from_str_exact(raw.get()).or_else(|_| Decimal::from_scientific(raw.get()));
        digits.map(Self).map_err(|_| de::Error::custom(format!("{} is no decimal number", raw.get())))
    }
}

fn this_schema<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let found = String::deserialize(deserializer)?;
    if found == SCHEMA {
        Ok(found)
    } else {
        Err(de::Error::custom(format!("schema is {found:?}, expected {SCHEMA:?}")))
    }
}

impl Document {
    /// A document's result on the wire; without `verdicts` the claims alone.
    #[must_use]
    pub fn new(checked: &Checked, verdicts: bool) -> Self {
        let document = &checked.document;
        let places = Places(LineIndex::new(&document.text));
        let claims = checked.claims.iter().enumerate();
        let judgement = |i: usize| checked.judgements.get(i).filter(|_| verdicts);
        Self {
            schema: SCHEMA.to_owned(),
            id: document.id.clone(),
            title: document.title.clone(),
            published: document.published.map(|d| d.to_string()),
            error: checked.error.as_ref().map(ToString::to_string),
            claims: claims.map(|(i, claim)| places.claim(claim, judgement(i))).collect(),
            consistency: verdicts.then(|| checked.findings.iter().map(Finding::from).collect()),
        }
    }
}

/// From bytes to code points.
struct Places<'a>(LineIndex<'a>);

impl Places<'_> {
    fn of(&self, span: Span) -> (usize, usize) {
        (self.0.code_point(span.start), self.0.code_point(span.end))
    }

    fn claim(&self, claim: &claim::Claim, judgement: Option<&Judgement>) -> Claim {
        let (start, end) = self.of(claim.span);
        let (value, low, high) = match &claim.figure {
            Figure::Point(number) => (Some(Number(number.value)), None, None),
            Figure::Range { low, high } => (None, Some(Number(low.value)), Some(Number(high.value))),
        };
        let asserted = claim.assertion().inner;
        Claim {
            start,
            end,
            text: claim.text.clone(),
            kind: claim.kind.map_or(NO_CLAIM, |k| k.as_str()).to_owned(),
            value,
            low,
            high,
            unit: claim.unit.to_string(),
            alternatives: claim.alternatives.iter().map(ToString::to_string).collect(),
            comparator: claim.comparator,
            cue: claim.cue.map(|span| self.place(span, span.of(self.0.text()))),
            asserts: Some(Bounds { low: asserted.low().map(Number), high: asserted.high().map(Number) }),
            modality: claim.modality,
            measure: claim.measure.as_ref().map(|m| self.words(m)),
            entity: claim.entity.as_ref().map(|m| self.named(m, judgement.and_then(|j| j.entity.as_deref()))),
            counterpart: claim
                .counterpart
                .as_ref()
                .map(|m| self.named(m, judgement.and_then(|j| j.counterpart.as_deref()))),
            period: claim.period.as_ref().map(ToString::to_string),
            base_period: claim.base_period.as_ref().map(ToString::to_string),
            confidence: Number(confidence(claim.confidence)),
            verdict: judgement.map(|j| j.verdict),
            explanation: judgement.map(|j| j.explanation.clone()),
            evidence: judgement.map(|j| j.evidence.iter().map(Evidence::from).collect()),
            candidates: judgement.map(|j| j.candidates.iter().map(Candidate::from).collect()),
        }
    }

    fn words(&self, mention: &Mention) -> Words {
        self.place(mention.span, &mention.text)
    }

    fn place(&self, span: Span, text: &str) -> Words {
        let (start, end) = self.of(span);
        Words { text: text.to_owned(), start, end }
    }

    /// A mention with its name in tables: whom it was found to mean ("the country"), or what the words say.
    fn named(&self, mention: &Mention, meant: Option<&str>) -> Named {
        let Words { text, start, end } = self.words(mention);
        let id = meant.map_or_else(|| EntityName::parse(&text).id, str::to_owned);
        Named { text, start, end, id: Some(id).filter(|id| !id.is_empty()) }
    }
}

/// A confidence to a thousandth: what lies below is noise of the machine's arithmetic.
fn confidence(of: f32) -> Decimal {
    Decimal::try_from(of).unwrap_or_default().clamp(Decimal::ZERO, Decimal::ONE).round_dp(3)
}

impl From<&check::Evidence> for Evidence {
    fn from(inner: &check::Evidence) -> Self {
        Self {
            facts: inner.facts.clone(),
            expected: Number(inner.expected),
            unit: inner.unit.to_string(),
            derivation: inner.derivation.clone(),
        }
    }
}

impl From<&check::Candidate> for Candidate {
    fn from(inner: &check::Candidate) -> Self {
        Self {
            fact: inner.fact.clone(),
            measure: inner.measure.clone(),
            entity: inner.entity.clone(),
            counterpart: inner.counterpart.clone(),
            period: inner.period.to_string(),
            value: Number(inner.value),
            unit: inner.unit.to_string(),
            why: inner.why.clone(),
        }
    }
}

impl From<&check::Finding> for Finding {
    fn from(inner: &check::Finding) -> Self {
        Self {
            claims: inner.claims.clone(),
            check: inner.check.to_owned(),
            holds: inner.holds,
            explanation: inner.explanation.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn number(text: &str) -> String {
        serde_json::to_string(&Number(text.parse().unwrap())).unwrap()
    }

    #[test]
    fn numbers_are_written_out_exactly() {
        assert_eq!(number("6820000000000"), "6820000000000");
        assert_eq!(number("16.60"), "16.6");
        assert_eq!(number("-0.05"), "-0.05");
        assert_eq!(number("-0"), "0");
        assert_eq!(number("1000000000000000000000000"), "1000000000000000000000000");
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        for verdicts in [true, false] {
            let document = Document::new(&fixture::trade(), verdicts);
            let json = serde_json::to_string(&document).unwrap();
            assert_eq!(serde_json::from_str::<Document>(&json).unwrap(), document);
        }
    }

    #[test]
    fn claims_alone_have_no_key_of_a_verdict() {
        let json = serde_json::to_string(&Document::new(&fixture::trade(), false)).unwrap();
        for key in ["verdict", "explanation", "evidence", "candidates", "consistency"] {
            assert!(!json.contains(&format!("\"{key}\"")), "{key} in {json}");
        }
    }

    #[test]
    fn places_are_code_points() {
        let checked = fixture::trade();
        let document = Document::new(&checked, true);
        let points: Vec<char> = checked.document.text.chars().collect();
        for claim in &document.claims {
            assert_eq!(points[claim.start..claim.end].iter().collect::<String>(), claim.text);
        }
        assert!(!checked.document.text.is_ascii());
    }

    #[test]
    fn a_range_has_two_ends_and_no_value() {
        let document = Document::new(&fixture::trade(), true);
        let range = document.claims.iter().find(|c| c.value.is_none()).unwrap();
        assert_eq!((range.low, range.high), (Some(Number(5.into())), Some(Number(7.into()))));
    }

    #[test]
    fn another_version_is_refused() {
        let json = serde_json::to_string(&Document::new(&fixture::trade(), true)).unwrap();
        let other = json.replace("figcheck/1", "figcheck/2");
        assert!(serde_json::from_str::<Document>(&other).unwrap_err().to_string().contains("figcheck/2"));
    }
}
