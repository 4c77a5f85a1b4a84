//! Finds every quantity in a text: one pass from left to right, total, in time linear in the text's length.
//!
//! The parts: [`super::lexer`] tokens, [`super::numeral`] number phrases, [`super::lexicon`] units, [`super::rate`]
//! denominators, [`super::cue`] comparators, [`super::counted`] and [`super::noun`] what is counted, [`super::carry`] units left to the number before, [`super::multiple`] and
//! [`super::ordinal`] the values in words, [`super::value`] digits with their unit, [`super::exclude`] what is none.

use rust_decimal::Decimal;

use super::evidence::{DocumentUnits, Evidence};
use super::exclude;
use super::lexer::Text;
use super::number::{Figure, Form, Number};
use super::unit::Unit;
use super::{article, bracket, carry, chinese, cue, header, multiple, ordinal, start, value};
use crate::label::Comparator;
use crate::span::Span;

/// One quantity as the text writes it, whether or not it claims anything.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The value mention: from the first character of the number, currency sign included, to the last of its unit; the
    /// noun of a count stays outside.
    pub span: Span,
    /// The number alone, scale words included.
    pub number: Span,
    /// The exact value or range; its sign is the written one ("minus 0.8", "-2.7"), not a verb's.
    pub figure: Figure,
    /// The unit; for a count its noun's singular in braces, for multiples, ranks and bare numbers `1`.
    pub unit: Unit,
    /// Other units that the words allow.
    pub alternatives: Vec<Unit>,
    /// How the number is written.
    pub form: Form,
    /// How the words around it bound it.
    pub comparator: Comparator,
    /// Those words alone.
    pub cue: Option<Span>,
    /// The head noun of a count.
    pub noun: Option<Span>,
    /// The half-width that "± 0.3" gives.
    pub tolerance: Option<Number>,
}

/// A quantity in tokens, before its comparator is looked for.
#[derive(Debug)]
pub(super) struct Found {
    pub first: usize,
    /// The token after the mention.
    pub end: usize,
    pub number_first: usize,
    pub number_end: usize,
    pub figure: Figure,
    pub unit: Unit,
    pub alternatives: Vec<Unit>,
    pub form: Form,
    pub noun: Option<Span>,
    pub tolerance: Option<Number>,
    /// What a rate's "per thousand" divided the number by.
    pub by: Decimal,
    /// A comparator that the mention itself carries ("top three"), with its words.
    pub comparator: Option<(Comparator, Option<Span>)>,
    /// Where its words begin for a cue before them: "between" of a range is passed over.
    pub cue_at: usize,
}

impl Found {
    pub(super) fn new(first: usize, end: usize, number: Number, unit: Unit, form: Form) -> Self {
        Self {
            first,
            end,
            number_first: first,
            number_end: end,
            figure: Figure::Point(number),
            unit,
            alternatives: Vec::new(),
            form,
            noun: None,
            tolerance: None,
            by: Decimal::ONE,
            comparator: None,
            cue_at: first,
        }
    }
}

/// Words that start sentences with a capital although they are no names.
pub(super) const SENTENCE_STARTS: &[&str] = &[
    "a",
    "about",
    "after",
    "all",
    "almost",
    "an",
    "and",
    "another",
    "approximately",
    "around",
    "as",
    "at",
    "between",
    "but",
    "by",
    "during",
    "each",
    "even",
    "every",
    "for",
    "from",
    "he",
    "her",
    "his",
    "if",
    "in",
    "it",
    "its",
    "just",
    "last",
    "more",
    "most",
    "nearly",
    "of",
    "on",
    "only",
    "or",
    "our",
    "over",
    "roughly",
    "she",
    "since",
    "so",
    "some",
    "than",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "to",
    "total",
    "under",
    "until",
    "up",
    "was",
    "we",
    "were",
    "when",
    "while",
    "with",
    "within",
    "you",
    "your",
    "are",
    "is",
    "have",
    "has",
    "had",
    "reached",
    "totalled",
    "totaled",
    "age",
    "aged",
];

/// Every quantity of `text`, claims and others alike, in order and without overlap.
///
/// Dates, years, times of day, telephone numbers, scores, identifiers and the numbers of lists, sections and
/// references are left out where the text makes that sure; what is unsure is proposed.
///
/// ```
/// let found = figcheck::quantity::find_quantities("Trade rose 14.4% to more than 7.5 trillion yuan in 2024.");
/// assert_eq!(found.len(), 2);
/// assert_eq!(found[1].unit.code(), "CNY");
/// assert_eq!(found[1].comparator.as_str(), ">");
/// ```
#[must_use]
pub fn find_quantities(text: &str) -> Vec<Quantity> {
    scan(text, &Evidence::of_document(text), false)
}

/// As [`find_quantities`] in a passage of a document: what the passage's signs leave open, the document settles.
#[must_use]
pub fn find_quantities_in(text: &str, document: &DocumentUnits) -> Vec<Quantity> {
    scan(text, &Evidence::of_passage(text, document), false)
}

/// Reads `text`, at every token or, as is enough, only where something can start.
pub(super) fn scan(text: &str, units: &Evidence, all_tokens: bool) -> Vec<Quantity> {
    let tokens = Text::new(text);
    let mut all: Vec<Quantity> = Vec::new();
    let mut by = Decimal::ONE;
    let mut header = None;
    let mut i = 0;
    while i < tokens.tokens.len() {
        if !all_tokens && !start::possible(&tokens, i) {
            i += 1;
            continue;
        }
        let mut found = read(&tokens, units, i);
        if let Some(found) = &mut found
            && let Some(last) = carry::measured(text, &all)
        {
            carry::carry(&tokens, found, last, by);
        }
        if let Some(found) = &mut found {
            header = header::over(&tokens, found, all.last().zip(header.as_ref()));
        }
        let divided = found.as_ref().map_or(Decimal::ONE, |found| found.by);
        match found.and_then(|found| Some((found.end, finish(&tokens, found, all.last())?))) {
            Some((end, quantity)) => {
                if !carry::is_age(text, &quantity) {
                    by = divided;
                }
                all.push(quantity);
                i = end.max(i + 1);
            }
            None => i = skip(&tokens, i).max(i + 1),
        }
    }
    chinese::join(text, all)
}

fn read(text: &Text, units: &Evidence, i: usize) -> Option<Found> {
    // What surely is a date or a name goes before the reading of plain numbers, but after that of money and ranks.
    ordinal::read(text, i).or_else(|| value::money(text, units, i)).or_else(|| {
        if exclude::skip(text, i).is_some() { None } else { Some(()) }.and_then(|()| {
            multiple::read(text, i).or_else(|| article::read(text, i)).or_else(|| value::read(text, units, i))
        })
    })
}

/// Where to go on when no quantity starts at token `i`.
fn skip(text: &Text, i: usize) -> usize {
    exclude::skip(text, i).or_else(|| ordinal::skip(text, i)).unwrap_or_else(|| value::rejected(text, i))
}

/// Puts the comparator to a quantity and its tokens into bytes.
fn finish(text: &Text, found: Found, last: Option<&Quantity>) -> Option<Quantity> {
    let found = bracket::signed(text, found);
    let span = text.span(found.first, found.end)?;
    let number = text.span(found.number_first, found.number_end)?;
    if last.is_some_and(|last| last.span.end > span.start) {
        return None;
    }
    let (comparator, cue) = found.comparator.unwrap_or_else(|| cue::of(text, &found, last));
    Some(Quantity {
        span,
        number,
        figure: found.figure,
        unit: found.unit,
        alternatives: found.alternatives,
        form: found.form,
        comparator,
        cue,
        noun: found.noun,
        tolerance: found.tolerance,
    })
}
