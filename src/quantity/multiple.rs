//! Multiples and fractions in words: "doubled", "four times", "threefold", "a third of", "nearly half", "one in five".

use rust_decimal::{Decimal, MathematicalOps};

use super::counted::percent_near;
use super::fraction as part;
use super::lexer::{Kind, Text};
use super::lexicon::lexicon;
use super::noun;
use super::number::{Figure, Form, Number};
use super::numeral::{self, Numeral};
use super::rate;
use super::scan::Found;
use super::unit::Unit;
use super::words::{Ending, small_word, spelled};
use crate::label::Comparator;

const TWO: Decimal = Decimal::TWO;

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
    "larger", "heavier", "wider", "taller", "likelier", "worse", "better", "fewer", "less",
];

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
            .or_else(|| every(text, i))
            .or_else(|| again(text, i))
            .or_else(|| fraction(text, i))
            .or_else(|| ratio(text, i))
            .or_else(|| times(text, i))
    } else {
        fold(text, i)
            .or_else(|| factor(text, i))
            .or_else(|| ratio(text, i))
            .or_else(|| times(text, i))
            .or_else(|| slash(text, i))
    }
}

fn multiple(first: usize, end: usize, value: Decimal) -> Option<Found> {
    let number = Number::vague(value)?;
    Some(Found::new(first, end, number, Unit::one(), Form::Multiple))
}

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
    // "the double standard", "a double room": an article before makes an adjective of it.
    // "SALES TRIPLE TO"
    let plural = text.is(i + 1, "to") && i > 0 && text.reads_on(i) && text.word(i - 1).ends_with(['s', 'S']);
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
    let dash = text.is_dash(at) && text.adjoins(at) && text.adjoins(at + 1);
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
    let first = usize::from(text.is_dash(i + 1) && text.adjoins(i + 1) && text.adjoins(i + 2));
    let second = usize::from(first == 1 && text.is_dash(i + 3) && text.adjoins(i + 3) && text.adjoins(i + 4));
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
    let value = said.then(|| Decimal::TEN.checked_powu(power.into()))??;
    multiple(i, i + 4, value)
}

/// "every second household", "every other kilowatt-hour": a share of them; "every second day" is a time.
fn every(text: &Text, i: usize) -> Option<Found> {
    if !text.is(i, "every") || !text.reads_on(i + 1) {
        return None;
    }
    let other = text.is(i + 1, "other");
    let (below, end) = if other || text.is(i + 1, "second") { (TWO, i + 2) } else { nth(text, i + 1)? };
    let noun = text.word(end);
    let thing = text.reads_on(end)
        && noun.starts_with(char::is_lowercase)
        && !noun.ends_with('s')
        && noun.len() > 2
        && !text.any(end, OF_TIME);
    // "outsold every other car" speaks of all the others; of a measure it is one of two.
    let measure = || text.get(end).is_some_and(|token| lexicon().name(text.raw, token.start, noun).is_some());
    (thing && (!other || measure())).then(|| share_found(i, end, Decimal::ONE.checked_div(below)?))?
}

/// Words after "every second" that make a time of it, or no share.
const OF_TIME: &[&str] = &[
    "day", "week", "month", "year", "hour", "minute", "time", "night", "season", "weekend", "morning", "evening",
    "summer", "winter", "sunday", "weekday", "quarter", "decade", "and", "that", "the", "counted", "matter", "with",
    "for", "but", "you", "they", "when", "than", "was", "will", "has", "can", "may", "its", "our", "his", "her",
];

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
        TWO
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
    let owns = |at: usize| text.word(at).ends_with("'s") || text.word(at).ends_with("’s");
    let whose = owns(next) || text.kind(next) == Some(Kind::Word) && owns(next + 1);
    // "ten times last year's rate", "five times 2024's total"
    let dated = text.is_number(next) && text.is_mark(next + 1, &['\'', '’']) && text.is(next + 2, "s");
    let last = text.any(next, &["last", "this"]) && owns(next + 1) || dated;
    let broken = matches!(numbers.figure, Figure::Point(number) if !number.value.is_integer());
    // "nearly three times inflation"
    let about = super::cue::before(text, i).is_some_and(|(comparator, _)| comparator == Comparator::About);
    let ranged = matches!(numbers.figure, Figure::Range { .. });
    if compared || grown || broken || last || ranged && something || (is || whose || about) && something {
        return Some(times_of(&numbers, next));
    }
    None
}

/// Words after "three times" that leave it a count of occasions.
const NOT_A_MEASURE: &[&str] = &[
    "in", "on", "at", "by", "for", "and", "or", "but", "between", "over", "during", "last", "since", "this", "before",
    "a", "an", "each", "every", "per", "daily", "weekly", "monthly", "yearly", "annually", "to", "with", "when",
    "while", "after", "until", "already", "now", "he", "she", "they", "it", "we", "i", "you", "who", "under", "within",
    "without", "then", "so", "because", "if", "across", "around", "through", "against", "before", "is", "are", "was",
    "were",
];

/// What may follow "a third" when it is a share, not an ordinal.
const AFTER_SHARE: &[&str] = &[
    "of", "the", "had", "have", "has", "are", "were", "was", "is", "will", "would", "could", "say", "said", "in",
    "from", "by", "to", "more", "less", "fewer", "higher", "lower", "larger", "smaller", "since", "than", "on", "over",
    "compared", "and", "or", "but", "as", "live", "come", "do", "did", "not", "its", "their", "our", "at", "during",
    "this", "last", "between", "for", "that", "those", "these", "all", "his", "her", "when", "while", "also", "who",
    "which", "below", "above", "off",
];

fn fraction(text: &Text, i: usize) -> Option<Found> {
    // "quarter-point", "quarter per cent"
    if text.is(i, "quarter")
        && !text
            .any_before(i, &["a", "one", "first", "second", "third", "fourth", "last", "this", "each", "every", "the"])
        && let Some(found) = of_a_unit(text, i, i + 1, Decimal::new(25, 2))
            .filter(|found| !matches!(found.unit.code(), "h" | "min" | "s" | "d" | "wk"))
    {
        return Some(found);
    }
    // "tenth of a gallon"
    if let Some((below, end)) = nth(text, i)
        && text.is(end, "of")
        && !text.any_before(i, &["a", "an", "one", "the"])
        && let Some(found) = of_a_unit(text, i, end, Decimal::ONE.checked_div(below)?)
            .filter(|found| !matches!(found.unit.code(), "a" | "mo" | "wk" | "d" | "h" | "min" | "s"))
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
    let part = part::read(text, i).or_else(|| further(text, i))?;
    if !part.is_proper() || part.below <= TWO {
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
fn further(text: &Text, i: usize) -> Option<part::Fraction> {
    let said = text.any(i, &["a", "an"]) && text.any(i + 1, &["further", "full", "good"]) && text.reads_on(i + 2);
    let (below, end) = said.then(|| nth(text, i + 2))??;
    Some(part::Fraction { above: Decimal::ONE, below, end, article: true })
}

/// The parts that an ordinal at token `i` names, and the token after.
fn nth(text: &Text, i: usize) -> Option<(Decimal, usize)> {
    let said = spelled(text, i).filter(|said| said.ending == Ending::Ordinal)?;
    Some((said.value()?, said.end)).filter(|(below, _)| *below > TWO)
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
    super::cue::before(text, i).is_some() || text.any_before(i, &["by", "only", "just", "another", "least"])
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
    let hyphen = text.is_dash(at) && text.adjoins(at) && text.adjoins(at + 1) && at == end && first + 1 == end;
    at += usize::from(hyphen);
    let article = text.any(at, &["a", "an", "one"]);
    at += usize::from(article);
    if !text.reads_on(at) || (at > end && !article && !hyphen) {
        return None;
    }
    let start = text.get(at)?.start;
    // "a quarter point", "half a point": of interest rates and other percentages.
    let halves = text.any(end - 1, &["half", "halves"]);
    if text.any(at, &["point", "points"]) && !(text.is_dash(at + 1) && text.adjoins(at + 1)) {
        let percent = !halves || percent_near(text, at) || rates_near(text, at);
        let number = Number::written(share.normalize(), Decimal::ONE)?;
        let mut found = Found::new(first, at + 1, number, Unit::points(), Form::Words);
        found.number_end = end;
        return percent.then_some(found);
    }
    let (stop, meaning) = lexicon().name(text.raw, start, text.word(at))?;
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
    let mut found = Found::new(first, text.token_at(at, stop), number, meaning.unit.clone(), Form::Words);
    found.number_end = end;
    found.alternatives.clone_from(&meaning.alternatives);
    Some(found)
}

/// "half of", "nearly half", "half the states", "in half", "half an hour", "a half percentage point".
fn half(text: &Text, i: usize) -> Option<Found> {
    let article = text.any(i, &["a", "one"]) && text.is(after_dash(text, i + 1), "half");
    let at = if article { after_dash(text, i + 1) } else { i };
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
        |&k: &usize| text.any(k, MEASURES) && (text.kind(k + 1) != Some(Kind::Word) || text.any(k + 1, noun::STOPS));
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

fn after_dash(text: &Text, i: usize) -> usize {
    i + usize::from(text.is_dash(i) && text.adjoins(i) && text.adjoins(i + 1))
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
    let mut at = after_dash(text, above.end);
    let out_of = text.is(at, "out") && text.is(at + 1, "of") || text.is(at, "of") && text.is(at + 1, "every");
    if out_of {
        at += 2;
    } else if text.is(at, "in") {
        at += 1;
    } else {
        return None;
    }
    at += usize::from(text.any(at, &["every"]));
    at = after_dash(text, at);
    let below = numeral::read(text, at, false).filter(|n| whole(n) && text.reads_on(at))?;
    // "two in 10 years" counts events; "one in 10 seconds" too.
    let start = text.get(below.end).map_or(text.raw.len(), |t| t.start);
    let timed = lexicon().name(text.raw, start, text.word(below.end)).is_some();
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
fn slash(text: &Text, i: usize) -> Option<Found> {
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
