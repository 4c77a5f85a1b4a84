//! Multiples in words: "doubled", "four times", "threefold", "by a factor of ten", "five to one". The shares that start
//! with the same words stand in [`share`].

use rust_decimal::Decimal;

use super::lexer::{Kind, Text};
use super::number::{Figure, Form, Number};
use super::numeral::{self, Numeral};
use super::scan::Found;
use super::unit::Unit;
use super::words::{power_of_ten, small_word};
use super::{cue, rate, share};
use crate::label::Comparator;

/// Verbs that multiply, by their stems.
const VERBS: &[(&[&str], (i64, u32))] = &[
    (&["doubled", "doubles", "doubling"], (2, 0)),
    (&["tripled", "triples", "tripling", "trebled", "trebling", "trebles"], (3, 0)),
    (&["quadrupled", "quadruples", "quadrupling"], (4, 0)),
    (&["quintupled", "quintuples", "quintupling"], (5, 0)),
    (&["sextupled", "sextuples", "sextupling"], (6, 0)),
    (&["septupled", "septuples", "septupling"], (7, 0)),
    (&["halved", "halves", "halving"], (5, 1)),
];

/// Their infinitives, which are adjectives and nouns too.
const VERB_STEMS: &[(&str, (i64, u32))] = &[
    ("double", (2, 0)),
    ("triple", (3, 0)),
    ("treble", (3, 0)),
    ("quadruple", (4, 0)),
    ("quintuple", (5, 0)),
    ("halve", (5, 1)),
];

/// Words before "double" that make a verb or a multiple of it.
const BEFORE_STEM: &[&str] = &[
    "to",
    "will",
    "would",
    "could",
    "can",
    "may",
    "might",
    "should",
    "must",
    "than",
    "nearly",
    "almost",
    "roughly",
    "about",
    "approximately",
    "did",
    "not",
    "and",
    "or",
    "effectively",
    "is",
    "are",
    "was",
    "were",
    "over",
    "least",
];

/// Words after "double" or "twice" that make a multiple of it.
const AFTER_MULTIPLE: &[&str] = &[
    "the", "its", "their", "that", "what", "his", "her", "our", "as", "those", "this", "these", "last", "since",
    "from", "larger", "higher", "greater", "bigger", "more", "smaller", "lower", "faster", "longer", "stronger",
    "heavier", "wider", "taller", "likelier", "worse", "better", "fewer", "less",
];

/// Words a few tokens before "twice" or "three times" that make a growth of it.
const GROWTH_VERBS: &[&str] = &[
    "grew",
    "grown",
    "grow",
    "rose",
    "risen",
    "increased",
    "increase",
    "expanded",
    "expand",
    "jumped",
    "climbed",
    "multiplied",
    "rise",
    "by",
    "soared",
    "surged",
];

/// The words that multiples and fractions start with, beside number words.
pub(super) fn starts() -> Vec<&'static str> {
    let verbs = VERBS.iter().flat_map(|(forms, _)| forms.iter().copied());
    verbs.chain(VERB_STEMS.iter().map(|&(stem, _)| stem)).chain(["twice", "thrice", "every", "x"]).collect()
}

/// The multiple or fraction that starts at token `i`.
pub(super) fn read(text: &Text, i: usize) -> Option<Found> {
    if text.kind(i)? == Kind::Word {
        verb(text, i)
            .or_else(|| fold(text, i))
            .or_else(|| twice(text, i))
            .or_else(|| factor(text, i))
            .or_else(|| magnitude(text, i))
            .or_else(|| share::every(text, i))
            .or_else(|| again(text, i))
            .or_else(|| share::in_words(text, i))
            .or_else(|| ratio(text, i))
            .or_else(|| times(text, i))
    } else {
        fold(text, i)
            .or_else(|| factor(text, i))
            .or_else(|| ratio(text, i))
            .or_else(|| times(text, i))
            .or_else(|| share::in_digits(text, i))
    }
}

pub(super) fn multiple(first: usize, end: usize, value: Decimal) -> Option<Found> {
    let number = Number::vague(value)?;
    Some(Found::new(first, end, number, Unit::one(), Form::Multiple))
}

/// "doubled", "will double", but not "a double room".
fn verb(text: &Text, i: usize) -> Option<Found> {
    let value = |(digits, scale): (i64, u32)| Decimal::new(digits, scale);
    let hyphen = text.is_dash(i + 1) && text.adjoins(i + 1);
    let behind = i > 0 && text.is_dash(i - 1) && text.adjoins(i);
    if hyphen || behind {
        return None;
    }
    if let Some((_, by)) = VERBS.iter().find(|(forms, _)| text.any(i, forms)) {
        let sport = text.is(i, "doubles")
            && (text.any_before(
                i,
                &["men's", "women's", "mixed", "men’s", "women’s", "ladies", "in", "and", "the", "singles"],
            ) || text
                .any(i + 1, &["title", "match", "team", "partner", "final", "champion", "and", "titles", "tennis"]));
        let halves = text.is(i, "halves");
        // "four doubles and a walk"
        let hits = i > 0
            && text.reads_on(i)
            && text.word(i).ends_with('s')
            && (text.is_number(i - 1) || small_word(text.word(i - 1)).is_some());
        return if sport || halves || hits { None } else { multiple(i, i + 1, value(*by)) };
    }
    let (_, by) = VERB_STEMS.iter().find(|(stem, _)| text.is(i, stem))?;
    let before = text.any_before(i, BEFORE_STEM);
    let after = text.any(
        i + 1,
        &["the", "its", "their", "that", "what", "his", "her", "our", "in", "by", "from", "over", "between", "since"],
    );
    // "SALES TRIPLE TO"
    let plural = text.is(i + 1, "to") && i > 0 && text.reads_on(i) && text.word(i - 1).ends_with(['s', 'S']);
    // "the double standard", "a double room": an article before makes an adjective of it.
    (after && !text.any_before(i, &["a", "the", "an"])
        || plural
        || before && !text.any_before(i, &["and", "or", "is", "are", "was", "were"]))
    .then(|| multiple(i, i + 1, value(*by)))?
}

/// A number before "times" or "-fold", or two that make a range: "three to four times", "two- to threefold".
struct Numbers {
    first: usize,
    /// The token after the number, and after the hyphen that binds what follows.
    end: usize,
    figure: Figure,
}

fn numbers(text: &Text, i: usize) -> Option<Numbers> {
    let one = numeral::read(text, i, false)?;
    let value = |numeral: &Numeral| {
        let number = numeral.number()?;
        if numeral.words { Number::vague(number.value) } else { Some(number) }
    };
    let single = Numbers { first: one.first, end: one.end, figure: Figure::Point(value(&one)?) };
    let hanging = usize::from(text.is_dash(one.end) && text.adjoins(one.end) && !text.adjoins(one.end + 1));
    let at = one.end + hanging;
    let dash = text.is_hyphen(at);
    if !(dash || text.any(at, &["to", "or"])) || !text.reads_on(at + 1) {
        return Some(single);
    }
    let Some(upper) = numeral::read(text, at + 1, false) else { return Some(single) };
    let (&Figure::Point(low), Some(high)) = (&single.figure, value(&upper)) else { return Some(single) };
    let rises = low.value < high.value && high.value <= low.value.checked_mul(Decimal::ONE_HUNDRED)?;
    Some(if rises { Numbers { end: upper.end, figure: Figure::Range { low, high }, ..single } } else { single })
}

/// "fivefold", "ten-fold", "18-fold", "2.3fold", "2x", "x3", "three- to fourfold".
fn fold(text: &Text, i: usize) -> Option<Found> {
    if let Some(value) = folded(text.word(i)) {
        return multiple(i, i + 1, value);
    }
    // "x3", not the car "X3"
    let cross = text.str(i) == "x" || text.is_mark(i, &['×']);
    if cross
        && text.adjoins(i + 1)
        && !(i > 0 && (text.adjoins(i) && !text.is_mark(i - 1, &['(']) || text.is_number(i - 1)))
    {
        let numeral = numeral::read(text, i + 1, false).filter(|numeral| !numeral.words)?;
        let glued = text.adjoins(numeral.end) && matches!(text.kind(numeral.end), Some(Kind::Word | Kind::Number));
        // "x86", "x64" are processors.
        if glued || numeral.digits > Decimal::from(30) {
            return None;
        }
        let numbers = Numbers { first: i + 1, end: numeral.end, figure: Figure::Point(numeral.number()?) };
        return Some(Found { first: i, ..times_of(&numbers, numeral.end) });
    }
    let numbers = numbers(text, i)?;
    let at = numbers.end;
    let hyphen = usize::from(text.is_dash(at) && text.adjoins(at));
    if text.is(at + hyphen, "fold") && text.reads_on(at + hyphen) {
        return Some(times_of(&numbers, at + hyphen + 1));
    }
    // "three to fourfold": the upper number and "fold" are one word.
    let joint = at + usize::from(hyphen == 1 && !text.adjoins(at + 1));
    if text.any(joint, &["to", "or"])
        && let (&Figure::Point(low), Some(high)) = (&numbers.figure, folded(text.word(joint + 1)))
        && low.value < high
    {
        let figure = Figure::Range { low, high: Number::vague(high)? };
        return Some(times_of(&Numbers { end: joint + 2, figure, ..numbers }, joint + 2));
    }
    let again = text.is_number(at + 1);
    (text.any(at, &["x"]) && text.adjoins(at) && text.is_number(i) && !again).then(|| times_of(&numbers, at + 1))
}

/// The number of "threefold", "sixtyfold", "hundredfold".
fn folded(word: &str) -> Option<Decimal> {
    let stem = word.get(..word.len().checked_sub(4)?).filter(|_| word.to_ascii_lowercase().ends_with("fold"))?;
    match stem.to_ascii_lowercase().as_str() {
        "hundred" => return Some(Decimal::ONE_HUNDRED),
        "thousand" => return Some(Decimal::ONE_THOUSAND),
        _ => {}
    }
    let text = Text::new(stem);
    let numeral = numeral::read(&text, 0, false).filter(|numeral| numeral.words && text.get(numeral.end).is_none())?;
    Some(numeral.number()?.value)
}

/// A multiple whose number is given: "four times" is vague, "1.5 times" has its digit.
fn times_of(numbers: &Numbers, end: usize) -> Found {
    let low = match numbers.figure {
        Figure::Point(number) | Figure::Range { low: number, .. } => number,
    };
    let mut found = Found::new(numbers.first, end, low, Unit::one(), Form::Multiple);
    found.figure = numbers.figure.clone();
    found.number_end = numbers.end;
    found
}

/// "by a factor of ten", of which "ten" is the mention.
fn factor(text: &Text, i: usize) -> Option<Found> {
    let factor = i.checked_sub(2).filter(|&at| text.any_before(i, &["of"]) && text.any(at, &["factor", "factors"]))?;
    // "load factors of 84 percent" are no multiples.
    if !text.any_before(factor, &["a", "by"]) {
        return None;
    }
    let numbers = numbers(text, i)?;
    Some(times_of(&numbers, numbers.end))
}

/// "by a ratio of 2.6 to 1", "outnumber them five to one", "a 10-to-1 ratio": so many times as many.
fn ratio(text: &Text, i: usize) -> Option<Found> {
    let numeral = numeral::read(text, i, false).filter(|numeral| !numeral.scaled && numeral.end == i + 1)?;
    let first = usize::from(text.is_hyphen(i + 1));
    let second = usize::from(first == 1 && text.is_hyphen(i + 3));
    let to = i + 1 + first;
    let one = to + 1 + second;
    if first != second
        || !text.is(to, "to")
        || !(text.is(one, "one") || text.plain(one) == Some(1))
        || !text.reads_on(one)
    {
        return None;
    }
    let near = |k: usize| {
        text.any(k, &["ratio", "outnumber", "outnumbers", "outnumbered", "outnumbering", "outsold", "outweigh"])
            || text.any(k, &["advancers", "decliners", "advancing", "declining"])
    };
    // "a 100-to-1 disparity"; votes and odds have been passed over
    let named = first == 1 && numeral.digits > Decimal::TWO || (i.saturating_sub(8)..one + 3).any(near);
    let number = numeral.number()?;
    let number = if numeral.words { Number::vague(number.value)? } else { number };
    (named && number.value >= Decimal::ONE).then(|| Found::new(i, one + 1, number, Unit::one(), Form::Multiple))
}

/// "an order of magnitude", "two orders of magnitude": powers of ten, roughly.
fn magnitude(text: &Text, i: usize) -> Option<Found> {
    let power = match text.word(i) {
        word if text.any(i, &["a", "an"]) && !word.is_empty() => 1,
        word => small_word(word).filter(|power| (1..=12).contains(power))?,
    };
    let said = text.any(i + 1, &["order", "orders"]) && text.is(i + 2, "of") && text.is(i + 3, "magnitude");
    let value = said.then(|| power_of_ten(power))??;
    multiple(i, i + 4, value)
}

/// "half as big again", "half again as much": one and a half times.
fn again(text: &Text, i: usize) -> Option<Found> {
    if !text.is(i, "half") || !text.reads_on(i + 1) {
        return None;
    }
    let end = if text.is(i + 1, "as") && text.is(i + 3, "again") {
        i + 4
    } else if text.is(i + 1, "again") && text.is(i + 2, "as") {
        i + 2
    } else {
        return None;
    };
    multiple(i, end, Decimal::new(15, 1))
}

/// "twice the size", "expanded more than twice"; otherwise twice is a count of times.
fn twice(text: &Text, i: usize) -> Option<Found> {
    let value = if text.is(i, "twice") {
        Decimal::TWO
    } else if text.is(i, "thrice") {
        Decimal::from(3)
    } else {
        return None;
    };
    let grown = (1..=4).any(|back| i >= back && text.any(i - back, GROWTH_VERBS));
    if text.any(i + 1, AFTER_MULTIPLE) && !text.any(i + 1, &["last", "since", "this"]) || grown {
        return multiple(i, i + 1, value);
    }
    let number = Number::written(value, Decimal::ONE)?;
    let mut found = Found::new(i, i + 1, number, Unit::count("time"), Form::Words);
    // "twice daily", "twice a week"
    if let Some(rate) = rate::read(text, i + 1, true).filter(|rate| rate.time) {
        found.end = rate.end;
        found.unit = found.unit.per(&rate.per);
    }
    Some(found)
}

/// "nearly four times the size of 2012"; "visited five times" counts times and is left to the counts.
fn times(text: &Text, i: usize) -> Option<Found> {
    let numbers = numbers(text, i)?;
    if !text.is(numbers.end, "times") || !text.reads_on(numbers.end) {
        return None;
    }
    let next = numbers.end + 1;
    let grown = (1..=4).any(|back| i >= back && text.any(i - back, GROWTH_VERBS));
    let compared = text.any(next, AFTER_MULTIPLE) && !text.any(next, &["last", "since", "this", "these"]);
    // "were about three times world exports": what is so many times something else, rather than happens so often.
    let is = (1..=4).any(|back| i >= back && text.any(i - back, &["was", "were", "is", "are"]));
    let something = text.word(next).starts_with(char::is_alphabetic) && !text.any(next, NOT_A_MEASURE);
    // "ten times last year's rate", "1.4 times operating profit": nothing happens 1.4 times.
    let whose = text.is_possessive(next) || text.kind(next) == Some(Kind::Word) && text.is_possessive(next + 1);
    // "ten times last year's rate", "five times 2024's total"
    let dated = text.is_number(next) && text.is_mark(next + 1, &['\'', '’']) && text.is(next + 2, "s");
    let last = text.any(next, &["last", "this"]) && text.is_possessive(next + 1) || dated;
    let broken = matches!(numbers.figure, Figure::Point(number) if !number.value.is_integer());
    // "nearly three times inflation"
    let about = cue::before(text, i).is_some_and(|(comparator, _)| comparator == Comparator::About);
    let ranged = matches!(numbers.figure, Figure::Range { .. });
    let priced = text.any(next, PRICED);
    if compared || grown || broken || last || priced || ranged && something || (is || whose || about) && something {
        return Some(times_of(&numbers, next));
    }
    None
}

/// What companies and shares are priced at so many times of: "at 15 times earnings", "eight times forward sales".
const PRICED: &[&str] = &[
    "earnings",
    "ebitda",
    "sales",
    "revenue",
    "revenues",
    "profit",
    "profits",
    "cash",
    "book",
    "forward",
    "trailing",
    "projected",
    "prospective",
    "estimated",
    "expected",
    "core",
    "annual",
    "net",
    "operating",
    "gross",
];

/// Words after "three times" that leave it a count of occasions.
const NOT_A_MEASURE: &[&str] = &[
    "in", "on", "at", "by", "for", "and", "or", "but", "between", "over", "during", "last", "since", "this", "before",
    "a", "an", "each", "every", "per", "daily", "weekly", "monthly", "yearly", "annually", "to", "with", "when",
    "while", "after", "until", "already", "now", "he", "she", "they", "it", "we", "i", "you", "who", "under", "within",
    "without", "then", "so", "because", "if", "across", "around", "through", "against", "is", "are", "was", "were",
];
