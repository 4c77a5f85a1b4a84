//! One of a unit, said with an article, and mixed amounts of it: "less than a day", "an hour and a half".

use rust_decimal::Decimal;

use super::after::After;
use super::compound;
use super::cue;
use super::lexer::{Kind, Text};
use super::lexicon::{lexicon, name_at};
use super::number::{Form, Number};
use super::numeral::{self, Numeral};
use super::scan::Found;

use super::words::small_word;

/// Words that may follow a unit without making an adjective of it: "more than a mile of", not "about a dollar store".
const FREE: &[&str] = &[
    "of", "in", "on", "at", "to", "for", "from", "and", "or", "but", "per", "a", "each", "apiece", "long", "wide",
    "high", "deep", "thick", "tall", "away", "north", "south", "east", "west", "down", "up", "off", "than", "by",
    "with", "is", "was", "the", "its", "their", "when", "while", "as",
];

/// "two and a quarter hours", "one and three quarters of an hour", "one hour and half": a whole number and a part of a
/// unit of time, in the ways that they are said and written.
fn mixed(text: &Text, i: usize) -> Option<Found> {
    let whole =
        numeral::read(text, i, false).filter(|n| n.end == i + 1 && !n.scaled && !n.vague && n.digits.is_integer())?;
    let time = |at: usize| {
        let (end, meaning) = name_at(text, at).filter(|_| text.reads_on(at))?;
        meaning.unit.is_time().then_some((end, &meaning.unit))
    };
    let before = time(whole.end);
    let and = before.map_or(whole.end, |(end, _)| end);
    if !text.is(and, "and") || !text.reads_on(and) {
        return None;
    }
    let (part, end) = part(text, and + 1)?;
    let (end, unit) = if let Some((_, unit)) = before {
        (end, unit)
    } else {
        let of = usize::from(text.is(end, "of"));
        let article = usize::from(of == 1 && text.any(end + 1, &["a", "an"]));
        time(end + of + article)?
    };
    // "one hour and half the cast"
    if before.is_some() && text.kind(end) == Some(Kind::Word) && text.reads_on(end) && !text.any(end, FREE)
        || text.is(end, "of")
    {
        return None;
    }
    let number = Number::written(whole.digits.checked_add(part)?, Decimal::ONE)?;
    let mut found = Found::new(i, end, number, unit.clone(), Form::Words);
    found.number_end = i + 1;
    Some(found)
}

/// "a quarter", "three quarters", "half", "an half": halves and quarters of one, and the token after.
fn part(text: &Text, i: usize) -> Option<(Decimal, usize)> {
    let count = if text.any(i, &["a", "an"]) { Some(1) } else { small_word(text.word(i)) };
    let at = i + usize::from(count.is_some());
    let count = Decimal::from(count.unwrap_or(1));
    let one = if text.is(at, "half") {
        Decimal::new(5, 1)
    } else if text.any(at, &["quarter", "quarters"]) {
        Decimal::new(25, 2)
    } else {
        return None;
    };
    let part = count.checked_mul(one)?;
    (part < Decimal::ONE && !part.is_zero()).then_some((part, at + 1))
}

/// The quantity that the article or number at token `i` starts: "a" is a number only where a cue bounds it or a half is
/// added.
pub(super) fn read(text: &Text, i: usize) -> Option<Found> {
    if !text.any(i, &["a", "an"]) {
        return mixed(text, i);
    }
    if !text.reads_on(i + 1) {
        return None;
    }
    let (stop, meaning) = lexicon().name(text.raw, text.get(i + 1)?.start, text.word(i + 1))?;
    let end = text.token_at(i + 1, stop);
    if text.word(end.checked_sub(1)?).ends_with('s') || meaning.unit.is_percent() {
        return None;
    }
    let half =
        text.is(end, "and") && text.any(end + 1, &["a", "one"]) && text.is(end + 2, "half") && text.reads_on(end);
    // "more than a year ago" is a time, "a second and a half-hearted" none.
    let split = text.is_dash(end + 3) && text.adjoins(end + 3);
    let (value, end) = if half && !split { (Decimal::new(15, 1), end + 3) } else { (Decimal::ONE, end) };
    let free = text.kind(end) != Some(Kind::Word) && !(text.is_dash(end) && text.adjoins(end))
        || !text.reads_on(end)
        || text.any(end, FREE);
    let bounded =
        || cue::before(text, i).is_some_and(|(_, span)| i > 0 && text.get(i - 1).is_some_and(|t| t.end == span.end));
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

#[cfg(test)]
mod tests {
    use super::super::find_quantities;

    #[test]
    fn one_of_a_unit_and_its_parts() {
        for (text, mention, value, unit) in [
            ("it took less than a day", "a day", "1", "d"),
            ("a walk of a mile and a half", "a mile and a half", "1.5", "[mi_i]"),
            ("some two and a quarter hours", "two and a quarter hours", "2.25", "h"),
            ("one and three quarters of an hour", "one and three quarters of an hour", "1.75", "h"),
            ("it ran an hour and 40 minutes", "an hour and 40 minutes", "100", "min"),
            ("it took one hour thirty.", "one hour thirty", "90", "min"),
        ] {
            let found = find_quantities(text);
            let first = found.first().unwrap_or_else(|| panic!("{text}"));
            let read = (first.span.of(text), first.figure.high().normalize().to_string(), first.unit.code());
            assert_eq!(read, (mention, value.to_owned(), unit), "{text}");
        }
        for text in ["a year ago", "more than a year ago", "a pound store", "about a dollar store"] {
            assert!(find_quantities(text).is_empty(), "{text}");
        }
    }
}
