//! Shares and fractions in words: "a third of", "nearly half", "one in five", "a quarter of a percentage point".

use rust_decimal::Decimal;

use super::counted::percent_near;
use super::cue;
use super::fraction::{self, Fraction};
use super::lexer::{Kind, Text};
use super::lexicon::name_at;
use super::multiple::multiple;
use super::number::{Form, Number};
use super::numeral::{self, Numeral};
use super::scan::Found;
use super::spelled::spelled;
use super::stops::STOPS;
use super::unit::Unit;
use super::words::Ending;

/// "every second household", "every other kilowatt-hour": a share of them; "every second day" is a time.
pub(super) fn every(text: &Text, i: usize) -> Option<Found> {
    if !text.is(i, "every") || !text.reads_on(i + 1) {
        return None;
    }
    let other = text.is(i + 1, "other");
    let (below, end) = if other || text.is(i + 1, "second") { (Decimal::TWO, i + 2) } else { nth(text, i + 1)? };
    let noun = text.word(end);
    let thing = text.reads_on(end)
        && noun.starts_with(char::is_lowercase)
        && !noun.ends_with('s')
        && noun.len() > 2
        && !text.any(end, OF_TIME);
    // "outsold every other car" speaks of all the others; of a measure it is one of two.
    let measure = || name_at(text, end).is_some();
    (thing && (!other || measure())).then(|| share_found(i, end, Decimal::ONE.checked_div(below)?))?
}

/// Words after "every second" that make a time of it, or no share.
const OF_TIME: &[&str] = &[
    "day", "week", "month", "year", "hour", "minute", "time", "night", "season", "weekend", "morning", "evening",
    "summer", "winter", "sunday", "weekday", "quarter", "decade", "and", "that", "the", "counted", "matter", "with",
    "for", "but", "you", "they", "when", "than", "was", "will", "has", "can", "may", "its", "our", "his", "her",
];

/// What may follow "a third" when it is a share, not an ordinal.
const AFTER_SHARE: &[&str] = &[
    "of", "the", "had", "have", "has", "are", "were", "was", "is", "will", "would", "could", "say", "said", "in",
    "from", "by", "to", "more", "less", "fewer", "higher", "lower", "larger", "smaller", "since", "than", "on", "over",
    "compared", "and", "or", "but", "as", "live", "come", "do", "did", "not", "its", "their", "our", "at", "during",
    "this", "last", "between", "for", "that", "those", "these", "all", "his", "her", "when", "while", "also", "who",
    "which", "below", "above", "off",
];

/// A share in words, or so much of a unit: "half of", "two-thirds", "tenth of a gallon".
pub(super) fn in_words(text: &Text, i: usize) -> Option<Found> {
    // "quarter-point", "quarter per cent"
    if text.is(i, "quarter")
        && (text.is_hyphen(i + 1) && text.is(i + 2, "point")
            || !text.any_before(
                i,
                &["a", "one", "first", "second", "third", "fourth", "last", "this", "each", "every", "the"],
            ))
        && let Some(found) = of_a_unit(text, i, i + 1, Decimal::new(25, 2))
            .filter(|found| !matches!(found.unit.code(), "h" | "min" | "s" | "d" | "wk"))
    {
        return Some(found);
    }
    // "tenth of a gallon"
    if let Some((below, end)) = nth(text, i)
        && text.is(end, "of")
        && !text.any_before(i, &["a", "an", "one", "the"])
        && let Some(found) =
            of_a_unit(text, i, end, Decimal::ONE.checked_div(below)?).filter(|found| !found.unit.is_time())
    {
        return Some(found);
    }
    // "half a million" and "a quarter of a million" are numbers.
    let opens = text.any(i, &["half", "a", "quarter"]);
    if numeral::read(text, i, false).is_some_and(|n| opens || n.words && n.vague && n.scaled) {
        return None;
    }
    one_in(text, i).or_else(|| half(text, i)).or_else(|| parts(text, i)).or_else(|| whole_point(text, i))
}

/// "a third of", "two-thirds", "three quarters", "two-tenths of a percent".
fn parts(text: &Text, i: usize) -> Option<Found> {
    let part = fraction::read(text, i).or_else(|| further(text, i))?;
    if !part.is_proper() || part.below <= Decimal::TWO {
        return None;
    }
    let (end, at) = (part.end, part.end - 1);
    let share = part.value()?;
    if let Some(found) = of_a_unit(text, i, end, share) {
        return Some(found);
    }
    // "a quarter of a million" was a number; "a third party" and "one fifth grade" are ordinals.
    let cue = preceded_by_cue(text, i);
    let bounded = cue && text.is(i, "a") && !text.any(end, &["ago", "earlier", "later", "century", "party", "time"]);
    let follows = part.above != Decimal::ONE || bounded || after_share(text, end);
    let hyphenated_on = text.is_dash(end) && text.adjoins(end);
    let rate = text.is(i, "a")
        && text.is(at, "quarter")
        && !text.is(end, "of")
        && i > 0
        && text.kind(i - 1) != Some(Kind::Word);
    let ordinal = text.is(i, "a")
        && text.any(end, &["in", "at", "by", "for", "last", "this", "when", "who", "which", "and"])
        && !cue
        && !text.any_before(i, &["against", "than", "from", "to"])
        && !text.is(at, "quarter");
    let said = if compares(text, end) { multiple(i, end, share) } else { share_found(i, end, share) };
    said.filter(|_| follows && !hyphenated_on && !rate && !ordinal)
}

/// "a further third".
fn further(text: &Text, i: usize) -> Option<Fraction> {
    let said = text.any(i, &["a", "an"]) && text.any(i + 1, &["further", "full", "good"]) && text.reads_on(i + 2);
    let (below, end) = said.then(|| nth(text, i + 2))??;
    Some(Fraction { above: Decimal::ONE, below, end, article: true })
}

/// The parts that an ordinal at token `i` names, and the token after.
fn nth(text: &Text, i: usize) -> Option<(Decimal, usize)> {
    let said = spelled(text, i).filter(|said| said.ending == Ending::Ordinal)?;
    Some((said.value()?, said.end)).filter(|(below, _)| *below > Decimal::TWO)
}

/// "a percentage point", "a full point".
fn whole_point(text: &Text, i: usize) -> Option<Found> {
    let full = usize::from(text.any(i + 1, &["full", "whole", "further"]));
    let percentage = text.is(i + 1 + full, "percentage") && text.is(i + 2 + full, "point");
    let point = full == 1 && text.is(i + 2, "point") && (percent_near(text, i + 2) || rates_near(text, i + 2));
    if !text.is(i, "a") || !(percentage || point) || !text.reads_on(i + 1) {
        return None;
    }
    let number = Number::written(Decimal::ONE, Decimal::ONE)?;
    let mut found = Found::new(i, i + 2 + full + usize::from(percentage), number, Unit::points(), Form::Words);
    found.number_end = i + 1;
    Some(found)
}

/// Whether rates of interest are spoken of, some words around token `i`.
fn rates_near(text: &Text, i: usize) -> bool {
    (i.saturating_sub(12)..i + 12).any(|k| text.any(k, &["rate", "rates", "inflation", "growth", "yield", "yields"]))
}

/// Whether what stands at token `end` leaves the words before it a share.
pub(super) fn after_share(text: &Text, end: usize) -> bool {
    text.get(end).is_none_or(|_| !text.reads_on(end))
        || text.any(end, AFTER_SHARE)
        || text.kind(end) != Some(Kind::Word)
}

fn preceded_by_cue(text: &Text, i: usize) -> bool {
    cue::before(text, i).is_some() || text.any_before(i, &["by", "only", "just", "another", "least"])
}

fn share_found(first: usize, end: usize, share: Decimal) -> Option<Found> {
    let number = Number::vague(share.checked_mul(Decimal::ONE_HUNDRED)?)?;
    Some(Found::new(first, end, number, Unit::percent(), Form::Fraction))
}

/// "two-tenths of a percent", "a quarter of a percentage point", "half a percentage point", "half an hour".
fn of_a_unit(text: &Text, first: usize, end: usize, share: Decimal) -> Option<Found> {
    let mut at = end;
    at += usize::from(text.is(at, "of"));
    // "a quarter-point" begins at "quarter".
    let hyphen = text.is_hyphen(at) && at == end && first + 1 == end;
    at += usize::from(hyphen);
    let article = text.any(at, &["a", "an", "one"]);
    at += usize::from(article);
    if !text.reads_on(at) || (at > end && !article && !hyphen) {
        return None;
    }
    // "a quarter point", "half a point": of interest rates and other percentages.
    let halves = text.any(end - 1, &["half", "halves"]);
    if text.any(at, &["point", "points"]) && !(text.is_dash(at + 1) && text.adjoins(at + 1)) {
        let percent = !halves || percent_near(text, at) || rates_near(text, at);
        let number = Number::written(share.normalize(), Decimal::ONE)?;
        let mut found = Found::new(first, at + 1, number, Unit::points(), Form::Words);
        found.number_end = end;
        return percent.then_some(found);
    }
    let (stop, meaning) = name_at(text, at)?;
    // "a third pound" is an ordinal; without an article shares of a percent are sure, and "half hour", "quarter-mile".
    let broken =
        first + 1 >= end && text.any(end - 1, &["half", "quarter"]) || text.any(first, &["a", "one"]) && halves;
    let measure = broken && !meaning.unit.has_currency() && !matches!(meaning.unit.code(), "a" | "mo");
    if !article && !measure && !matches!(meaning.unit.code(), "%" | "pp" | "bp") {
        return None;
    }
    let value = share.checked_mul(meaning.factor)?;
    let vague = share.scale() > 3;
    let number = if vague { Number::vague(value)? } else { Number::written(value.normalize(), Decimal::ONE)? };
    let mut found = Found::new(first, stop, number, meaning.unit.clone(), Form::Words);
    found.number_end = end;
    found.alternatives.clone_from(&meaning.alternatives);
    Some(found)
}

/// "half of", "nearly half", "half the states", "in half", "half an hour", "a half percentage point".
fn half(text: &Text, i: usize) -> Option<Found> {
    let article = text.any(i, &["a", "one"]) && text.is(text.after_hyphen(i + 1), "half");
    let at = if article { text.after_hyphen(i + 1) } else { i };
    if !text.is(at, "half") {
        return None;
    }
    let end = at + 1;
    // "a century and a half"
    if i > 1 && text.any_before(i, &["a"]) && text.is(i - 2, "and") {
        return None;
    }
    if i > 0 && text.is_dash(i - 1) && text.adjoins(i) || article && text.any_before(i, &["and"]) {
        return None;
    }
    if let Some(found) = of_a_unit(text, i, end, Decimal::new(5, 1)) {
        return Some(found);
    }
    if text.is_dash(end) && text.adjoins(end) {
        return None;
    }
    if text.any_before(i, &["in"]) {
        // "cut in half" is the multiple 0.5.
        let cut = (2..=9).any(|back| {
            i >= back
                && text.any(
                    i - back,
                    &[
                        "cut", "cuts", "cutting", "slash", "slashed", "slashing", "reduce", "reduced", "reducing",
                        "split", "drop", "dropped", "fell", "fall",
                    ],
                )
        });
        return if cut { multiple(i, end, Decimal::new(5, 1)) } else { None };
    }
    let half = Decimal::new(5, 1);
    let said = if compares(text, end) { multiple(i, end, half) } else { share_found(i, end, half) };
    said.filter(|_| is_half(text, i, end))
}

/// What is so much of another one's is a multiple, not a share: "half the pace", "a third of what it was".
const MEASURES: &[&str] = &["rate", "pace", "level", "levels", "speed", "price", "size", "average", "figure"];

/// Whether what follows token `end` sets another magnitude beside the fraction: "half that of men", "a fifth as many",
/// "a quarter of the level of 2007"; "half of that came from" is a share.
fn compares(text: &Text, end: usize) -> bool {
    if !text.reads_on(end) {
        return false;
    }
    if text.is(end, "as") {
        let again = (end + 2..end + 4).any(|at| text.is(at, "again"));
        return text.any(end + 1, &["many", "much", "big", "large", "high", "long", "likely", "fast"]) && !again;
    }
    let of = text.is(end, "of");
    let at = end + usize::from(of);
    if text.is(at, "that") {
        // "half of that came from", but "half that is more usual"
        return !of
            || text.kind(at + 1) != Some(Kind::Word)
            || text.any(at + 1, &["in", "of", "figure", "amount", "level", "rate", "number", "today"]);
    }
    if of && text.is(at, "what") {
        return text.any(at + 1, &["it", "they", "he", "she"])
            && text.any(at + 2, &["was", "were", "is", "are", "had", "costs", "cost"]);
    }
    let measure =
        |&k: &usize| text.any(k, MEASURES) && (text.kind(k + 1) != Some(Kind::Word) || text.any(k + 1, STOPS));
    text.any(at, &["the", "its", "their"]) && (at + 1..at + 4).take_while(|&k| text.reads_on(k)).any(|k| measure(&k))
}

/// Whether the words from token `i` up to `end` are a half of something, not a part of time or of a game.
pub(super) fn is_half(text: &Text, i: usize, end: usize) -> bool {
    let ordinal = &[
        "first", "second", "latter", "last", "other", "better", "past", "early", "each", "next", "final", "top",
        "bottom", "upper", "lower", "opening", "closing", "this", "northern", "southern", "the", "2nd", "back",
        "front", "previous", "third",
    ];
    if text.any_before(i, ordinal) {
        return false;
    }
    let cue = preceded_by_cue(text, i) || text.any_before(i, &["about"]);
    let of =
        text.any(end, &["of", "the", "its", "their", "our", "his", "her", "all", "that", "those", "these", "my", "as"]);
    let bracket = text.is_mark(end, &['(']) && text.is_number(end + 1);
    cue || of || bracket
}

/// "one in five", "3 in 10", "two out of three".
fn one_in(text: &Text, i: usize) -> Option<Found> {
    let (above, below, end) = proportion(text, i)?;
    share_found(i, end, above.checked_div(below)?)
}

/// So many in, or out of, so many: both numbers and the token after.
pub(super) fn proportion(text: &Text, i: usize) -> Option<(Decimal, Decimal, usize)> {
    let whole = |n: &Numeral| n.digits.is_integer() && !n.fraction;
    let above = numeral::read(text, i, false).filter(|n| whole(n) && !n.scaled)?;
    let mut at = text.after_hyphen(above.end);
    let out_of = text.is(at, "out") && text.is(at + 1, "of") || text.is(at, "of") && text.is(at + 1, "every");
    if out_of {
        at += 2;
    } else if text.is(at, "in") {
        at += 1;
    } else {
        return None;
    }
    at += usize::from(text.any(at, &["every"]));
    at = text.after_hyphen(at);
    let below = numeral::read(text, at, false).filter(|n| whole(n) && text.reads_on(at))?;
    // "two in 10 years" counts events; "one in 10 seconds" too.
    let timed = name_at(text, below.end).is_some();
    // "3 in 2009"
    let year = !out_of && text.plain(at).is_some_and(|n| n > 1000);
    let (above, under) = (above.digits, below.number()?.value);
    let fits = above > Decimal::ZERO && above < under && !timed && !year;
    fits.then_some((above, under, below.end))
}

/// "1/40 of the length": any proper fraction is a share where its whole follows.
fn quotient(text: &Text, i: usize) -> Option<Found> {
    let bar = text.is_mark(i + 1, &['/', '⁄']) && text.adjoins(i + 1) && text.adjoins(i + 2);
    let (above, below) = (text.plain(i)?, text.plain(i + 2)?);
    let whole = text.is(i + 3, "of") && text.any(i + 4, &["the", "its", "their", "all", "that", "what"]);
    let share =
        (bar && whole && above < below && below <= 1000).then(|| Decimal::from(above).checked_div(below.into()))??;
    share_found(i, i + 3, share)
}

/// "1/3 of"; "3 in 10" in digits.
pub(super) fn in_digits(text: &Text, i: usize) -> Option<Found> {
    if let Some(found) = one_in(text, i) {
        return Some(found);
    }
    if let Some(found) = quotient(text, i) {
        return Some(found);
    }
    let numeral = numeral::read(text, i, false).filter(|n| !n.scaled)?;
    // "0.25 of a percentage point"
    if !numeral.fraction && numeral.digits < Decimal::ONE && text.is(numeral.end, "of") {
        let found = of_a_unit(text, i, numeral.end, numeral.digits).filter(|found| found.end > numeral.end + 2)?;
        return Some(Found { form: Form::Digits, ..found });
    }
    if !numeral.fraction {
        return None;
    }
    let of = text.is(numeral.end, "of") && !text.any(numeral.end + 1, &["a", "an", "one"]);
    if let Some(found) = of_a_unit(text, i, numeral.end, numeral.digits).filter(|_| !of) {
        return Some(found);
    }
    of.then(|| share_found(i, numeral.end, numeral.digits))?
}
