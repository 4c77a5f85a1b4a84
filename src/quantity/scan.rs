//! Finds every quantity in a text: one pass from left to right, total, in time linear in the text's length.
//!
//! The parts, in the order of the reading:
//!
//! 1. The text: [`super::evidence`] what the document says about signs of several meanings, [`super::lexer`] the tokens
//!    (with [`super::recent`] what was read at the last ones), [`super::start`] where something can start (by
//!    [`super::word_map`], as all look-ups of words).
//! 2. What is read there, the first that fits: [`super::ordinal`] ranks; money by [`super::value`]; [`super::exclude`]
//!    what is none; [`super::multiple`] multiples and, among them, [`super::share`] shares; [`super::article`] one of a
//!    unit; [`super::value`] everything else.
//! 3. What these ask for the number: [`super::numeral`] the phrase, with [`super::spelled`] numbers in words (over
//!    [`super::words`], single ones), [`super::fraction`] parts in words, [`super::power`] powers of ten.
//! 4. What [`super::value`] asks for the unit: [`super::after`] the one behind the number, by [`super::lexicon`] names
//!    and symbols and [`super::senses`] letters in company; [`super::range`] a second number; [`super::settle`] which
//!    of several units it is; [`super::compound`] a second, smaller unit; else [`super::counted`] what is counted, with
//!    [`super::noun`] its head ([`super::stops`] ends it) and [`super::plural`] its singular; [`super::rate`] what it
//!    is for each of.
//! 5. What stands around: [`super::carry`] the unit of the quantity before, [`super::header`] that of a row's head,
//!    [`super::bracket`] signs, [`super::cue`] comparators.
//! 6. [`super::chinese`] reads the same text for itself and takes its place at the end.

use rust_decimal::Decimal;

use super::evidence::{DocumentUnits, Evidence};
use super::exclude;
use super::lexer::Text;
use super::number::{Figure, Form, Number};
use super::unit::Unit;
use super::{article, bracket, carry, chinese, cue, header, multiple, ordinal, proportion, start, value};
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
pub fn find_quantities_in(text: &str, document: &DocumentUnits<'_>) -> Vec<Quantity> {
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
    ordinal::read(text, i).or_else(|| proportion::read(text, i)).or_else(|| value::money(text, units, i)).or_else(
        || {
            if exclude::skip(text, i).is_some() { None } else { Some(()) }.and_then(|()| {
                multiple::read(text, i).or_else(|| article::read(text, i)).or_else(|| value::read(text, units, i))
            })
        },
    )
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
