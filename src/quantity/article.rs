//! One of a unit, said with an article: "less than a day", "an hour and a half".

use rust_decimal::Decimal;

use super::compound;
use super::cue;
use super::lexer::{Kind, Text};
use super::lexicon::lexicon;
use super::number::{Form, Number};
use super::numeral::Numeral;
use super::scan::Found;
use super::value::After;

/// Words that may follow a unit without making an adjective of it: "more than a mile of", not "about a dollar store".
const FREE: &[&str] = &[
    "of", "in", "on", "at", "to", "for", "from", "and", "or", "but", "per", "a", "each", "apiece", "long", "wide", "high",
    "deep", "thick", "tall", "away", "north", "south", "east", "west", "down", "up", "off", "than", "by", "with", "is",
    "was", "the", "its", "their", "when", "while", "as",
];

/// The quantity that the article at token `i` starts: only where a cue bounds it or a half is added is "a" a number.
pub(super) fn read(text: &Text, i: usize) -> Option<Found> {
    if !text.any(i, &["a", "an"]) || !text.reads_on(i + 1) {
        return None;
    }
    let (stop, meaning) = lexicon().name(text.raw, text.get(i + 1)?.start, text.word(i + 1))?;
    let end = text.token_at(i + 1, stop);
    if text.word(end.checked_sub(1)?).ends_with('s') || meaning.unit.is_percent() {
        return None;
    }
    let half = text.is(end, "and") && text.any(end + 1, &["a", "one"]) && text.is(end + 2, "half") && text.reads_on(end);
    // "more than a year ago" is a time, "a second and a half-hearted" none.
    let split = text.is_dash(end + 3) && text.adjoins(end + 3);
    let (value, end) = if half && !split { (Decimal::new(15, 1), end + 3) } else { (Decimal::ONE, end) };
    let free = text.kind(end) != Some(Kind::Word) && !(text.is_dash(end) && text.adjoins(end))
        || !text.reads_on(end)
        || text.any(end, FREE);
    let bounded = || cue::before(text, i).is_some_and(|(_, span)| text.get(i - 1).is_some_and(|t| t.end == span.end));
    let number = Number::written(value, Decimal::ONE)?.scaled(meaning.factor)?;
    let mut found = Found::new(i, end, number, meaning.unit.clone(), Form::Words);
    found.number_end = i + 1;
    found.alternatives.clone_from(&meaning.alternatives);
    if half {
        return Some(found);
    }
    // "an hour and 45 minutes", "a dollar and 42 cents"
    let one = Numeral {
        first: i,
        end: i + 1,
        digits: Decimal::ONE,
        scale: Decimal::ONE,
        words: true,
        vague: false,
        fraction: false,
        scaled: false,
    };
    let word = text.raw.get(text.get(i + 1)?.start..stop)?.to_owned();
    compound::read(text, &mut found, &After { meaning: meaning.clone(), end, word, bound: false }, &one);
    (found.end > end || free && bounded()).then_some(found)
}
