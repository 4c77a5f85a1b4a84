//! Multiples and fractions in words: "doubled", "four times", "threefold", "a third of", "nearly half", "one in five".

use rust_decimal::Decimal;

use super::fraction as part;
use super::lexer::{Kind, Text};
use super::lexicon::lexicon;
use super::number::{Form, Number};
use super::numeral::{self, Numeral};
use super::scan::Found;
use super::unit::Unit;
use super::words::small_word;

const TWO: Decimal = Decimal::TWO;

/// Verbs that multiply, by their stems.
const VERBS: &[(&[&str], (i64, u32))] = &[
    (&["doubled", "doubles", "doubling"], (2, 0)),
    (&["tripled", "triples", "tripling", "trebled", "trebling", "trebles"], (3, 0)),
    (&["quadrupled", "quadruples", "quadrupling"], (4, 0)),
    (&["quintupled", "quintuples", "quintupling"], (5, 0)),
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
    verbs.chain(VERB_STEMS.iter().map(|&(stem, _)| stem)).chain(["twice", "thrice"]).collect()
}

/// The multiple or fraction that starts at token `i`.
pub(super) fn read(text: &Text, i: usize) -> Option<Found> {
    if text.kind(i)? == Kind::Word {
        verb(text, i)
            .or_else(|| fold(text, i))
            .or_else(|| twice(text, i))
            .or_else(|| fraction(text, i))
            .or_else(|| times(text, i))
    } else {
        fold(text, i).or_else(|| times(text, i)).or_else(|| slash(text, i))
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
        return if sport || halves { None } else { multiple(i, i + 1, value(*by)) };
    }
    let (_, by) = VERB_STEMS.iter().find(|(stem, _)| text.is(i, stem))?;
    let before = text.any_before(i, BEFORE_STEM);
    let after = text.any(
        i + 1,
        &["the", "its", "their", "that", "what", "his", "her", "our", "in", "by", "from", "over", "between", "since"],
    );
    // "the double standard", "a double room": an article before makes an adjective of it.
    (after && !text.any_before(i, &["a", "the", "an"])
        || before && !text.any_before(i, &["and", "or", "is", "are", "was", "were"]))
    .then(|| multiple(i, i + 1, value(*by)))?
}

/// "fivefold", "ten-fold", "18-fold", "2.3fold", "2x".
fn fold(text: &Text, i: usize) -> Option<Found> {
    if let Some(stem) = text.word(i).to_ascii_lowercase().strip_suffix("fold") {
        let value = small_word(stem).or(match stem {
            "hundred" => Some(100),
            "thousand" => Some(1000),
            _ => None,
        })?;
        return multiple(i, i + 1, value.into());
    }
    let numeral = numeral::read(text, i, false)?;
    let at = numeral.end;
    let hyphen = usize::from(text.is_dash(at) && text.adjoins(at));
    if text.is(at + hyphen, "fold") && text.reads_on(at + hyphen) {
        return counted(&numeral, at + hyphen + 1);
    }
    let again = text.is_number(at + 1);
    (text.any(at, &["x"]) && text.adjoins(at) && text.is_number(i) && !again).then(|| counted(&numeral, at + 1))?
}

/// A multiple whose number is given: "four times" is vague, "1.5 times" has its digit.
fn counted(numeral: &Numeral, end: usize) -> Option<Found> {
    let number = numeral.number()?;
    let number = if numeral.words { Number::vague(number.value)? } else { number };
    Some(Found { number_end: numeral.end, ..Found::new(numeral.first, end, number, Unit::one(), Form::Multiple) })
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
    Some(Found::new(i, i + 1, number, Unit::count("time"), Form::Words))
}

/// "nearly four times the size of 2012"; "visited five times" counts times and is left to the counts.
fn times(text: &Text, i: usize) -> Option<Found> {
    let numeral = numeral::read(text, i, false)?;
    if !text.is(numeral.end, "times") || !text.reads_on(numeral.end) {
        return None;
    }
    let next = numeral.end + 1;
    let grown = (1..=4).any(|back| i >= back && text.any(i - back, GROWTH_VERBS));
    let compared = text.any(next, AFTER_MULTIPLE) && !text.any(next, &["last", "since", "this", "these"]);
    // "were about three times world exports": what is so many times something else, rather than happens so often.
    let is = (1..=4).any(|back| i >= back && text.any(i - back, &["was", "were", "is", "are"]));
    let something = text.word(next).starts_with(char::is_alphabetic) && !text.any(next, NOT_A_MEASURE);
    // "ten times last year's rate", "1.4 times operating profit": nothing happens 1.4 times.
    let whose = text.get(next).is_some_and(|token| {
        let mut words = text.raw[token.start..].split(' ').take(2);
        words.any(|word| word.contains("'s") || word.contains("’s"))
    });
    let broken = numeral.number().is_some_and(|n| !n.value.is_integer());
    if compared || grown || (is || whose || broken) && something {
        return counted(&numeral, next);
    }
    None
}

/// Words after "three times" that leave it a count of occasions.
const NOT_A_MEASURE: &[&str] = &[
    "in", "on", "at", "by", "for", "and", "or", "but", "between", "over", "during", "last", "since", "this", "before",
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
    // "half a million" and "a quarter of a million" are numbers.
    let opens = text.any(i, &["half", "a", "quarter"]);
    if numeral::read(text, i, false).is_some_and(|n| opens || n.words && n.vague && n.scaled) {
        return None;
    }
    one_in(text, i).or_else(|| half(text, i)).or_else(|| parts(text, i))
}

/// "a third of", "two-thirds", "three quarters", "two-tenths of a percent".
fn parts(text: &Text, i: usize) -> Option<Found> {
    let part = part::read(text, i).filter(|part| part.is_proper() && part.below > TWO && !text.is(i, "an"))?;
    let (end, at) = (part.end, part.end - 1);
    let share = part.value()?;
    if let Some(found) = of_a_unit(text, i, end, share) {
        return Some(found);
    }
    // "a quarter of a million" was a number; "a third party" and "one fifth grade" are ordinals.
    let follows = part.above != Decimal::ONE || after_share(text, end);
    let hyphenated_on = text.is_dash(end) && text.adjoins(end);
    let rate = text.is(i, "a")
        && text.is(at, "quarter")
        && !text.is(end, "of")
        && i > 0
        && text.kind(i - 1) != Some(Kind::Word);
    let ordinal = text.is(i, "a")
        && text.any(end, &["in", "at", "by", "for", "last", "this", "when", "who", "which", "and"])
        && !preceded_by_cue(text, i)
        && !text.is(at, "quarter");
    (follows && !hyphenated_on && !rate && !ordinal).then(|| share_found(i, end, share))?
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
    let article = text.any(at, &["a", "an", "one"]);
    at += usize::from(article);
    if !text.reads_on(at) || (at > end && !article) {
        return None;
    }
    let start = text.get(at)?.start;
    let (stop, meaning) = lexicon().name(text.raw, start, text.word(at))?;
    // "a third pound" is an ordinal; "a half mile" and "a quarter hour" are not.
    let led = text.any(first, &["a", "an"]) && end > first + 1 && share.scale() <= 2 && !meaning.unit.has_currency();
    if !article && !led && !matches!(meaning.unit.code(), "%" | "pp" | "bp") {
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
    is_half(text, i, end).then(|| share_found(i, end, Decimal::new(5, 1)))?
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
    let out_of = text.is(at, "out") && text.is(at + 1, "of");
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

/// "1/3 of"; "3 in 10" in digits.
fn slash(text: &Text, i: usize) -> Option<Found> {
    if let Some(found) = one_in(text, i) {
        return Some(found);
    }
    let numeral = numeral::read(text, i, false).filter(|n| n.fraction && !n.scaled)?;
    let of = text.is(numeral.end, "of") && !text.any(numeral.end + 1, &["a", "an", "one"]);
    if let Some(found) = of_a_unit(text, i, numeral.end, numeral.digits).filter(|_| !of) {
        return Some(found);
    }
    of.then(|| share_found(i, numeral.end, numeral.digits))?
}
