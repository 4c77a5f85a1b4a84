//! Number words by themselves: "nine", "ninetieth", "dozen", "trillion", and what each is worth.

use std::sync::LazyLock;

use rust_decimal::{Decimal, MathematicalOps};

use super::word_map::WordMap;

/// The words below twenty, by value.
pub(super) const SMALL: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

/// Other words for nothing.
pub(super) const NOUGHTS: &[&str] = &["nought", "naught"];

/// The tens from twenty on.
pub(super) const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// The ordinals of [`SMALL`] from one on.
pub(super) const SMALL_ORDINALS: &[&str] = &[
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];

/// The ordinals of [`TENS`].
pub(super) const TENS_ORDINALS: &[&str] =
    &["twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"];

/// Scale words that stand after a space or a hyphen, as powers of ten.
pub(super) const SCALES: &[(&str, u32)] = &[
    ("hundred", 2),
    ("hundreds", 2),
    ("thousand", 3),
    ("thousands", 3),
    ("lakh", 5),
    ("lakhs", 5),
    ("lac", 5),
    ("lacs", 5),
    ("lkh", 5),
    ("lkhs", 5),
    ("million", 6),
    ("millions", 6),
    ("mn", 6),
    ("mln", 6),
    ("mio", 6),
    ("crore", 7),
    ("crores", 7),
    ("krore", 7),
    ("krores", 7),
    ("cr", 7),
    ("crs", 7),
    ("billion", 9),
    ("billions", 9),
    ("bn", 9),
    ("bln", 9),
    ("trillion", 12),
    ("trillions", 12),
    ("tn", 12),
    ("tln", 12),
    ("trn", 12),
    ("quadrillion", 15),
    ("quadrillions", 15),
    ("quintillion", 18),
];

/// The ordinals of scale words.
pub(super) const SCALE_ORDINALS: &[(&str, u32)] =
    &[("hundredth", 2), ("thousandth", 3), ("millionth", 6), ("billionth", 9), ("trillionth", 12)];

/// Twelve, and how it is shortened.
pub(super) const DOZENS: &[&str] = &["dozen", "dozens", "doz", "dozs", "dz", "dzs"];

/// Other words that a number phrase starts with: articles, parts, common misspellings.
pub(super) const OPENINGS: &[&str] = &["a", "an", "half", "quarter", "dozen", "halves", "fourty", "nineth"];

static STARTS: LazyLock<WordMap<()>> = LazyLock::new(|| WordMap::new(list().into_iter().map(|word| (word, ()))));

/// Every word that a number phrase starts with, and those that they are the singular of.
pub(super) fn list() -> Vec<String> {
    let words = [SMALL, NOUGHTS, TENS, SMALL_ORDINALS, TENS_ORDINALS, OPENINGS];
    let scales = SCALES.iter().chain(SCALE_ORDINALS).map(|(word, _)| *word);
    let singles = words.into_iter().flatten().copied().chain(scales);
    let ones = SMALL[1..10].iter().chain(&SMALL_ORDINALS[..9]);
    let run = ones.flat_map(|ones| TENS.iter().map(move |tens| format!("{tens}{ones}")));
    singles.map(str::to_owned).chain(run).flat_map(|word| [format!("{word}s"), word]).collect()
}

/// Whether a number phrase may start with `word`.
pub(super) fn starts(word: &str) -> bool {
    STARTS.get(word).is_some()
}

fn position(list: &[&str], word: &str) -> Option<u32> {
    let at = list.iter().position(|w| w.eq_ignore_ascii_case(word))?;
    u32::try_from(at).ok()
}

/// The value of a word below twenty.
pub(super) fn small_word(word: &str) -> Option<u32> {
    position(SMALL, word).or_else(|| position(NOUGHTS, word).map(|_| 0))
}

pub(super) fn tens_word(word: &str) -> Option<u32> {
    if word.eq_ignore_ascii_case("fourty") {
        return Some(40);
    }
    Some(20 + 10 * position(TENS, word)?)
}

/// The power of ten of a scale word.
pub(super) fn scale_word(word: &str) -> Option<u32> {
    SCALES.iter().find(|(w, _)| w.eq_ignore_ascii_case(word)).map(|&(_, power)| power)
}

/// The power of ten of a scale word that is not a plural.
pub(super) fn single_scale(word: &str) -> Option<u32> {
    scale_word(word).filter(|_| !is_plural(word))
}

pub(super) fn is_plural(word: &str) -> bool {
    word.ends_with(['s', 'S'])
}

pub(super) fn power_of_ten(power: u32) -> Option<Decimal> {
    Decimal::TEN.checked_powu(u64::from(power))
}

/// How a number phrase ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// "twenty-five".
    Cardinal,
    /// "twenty-fifth".
    Ordinal,
    /// "twenty-fifths".
    Ordinals,
}

/// The value of an ordinal word by `value`, and whether it is a plural.
pub(super) fn ordinal_word(word: &str, value: impl Fn(&str) -> Option<u32>) -> Option<(u32, Ending)> {
    value(word).map(|n| (n, Ending::Ordinal)).or_else(|| {
        let single = word.strip_suffix(['s', 'S'])?;
        value(single).map(|n| (n, Ending::Ordinals))
    })
}

pub(super) fn small_ordinal(word: &str) -> Option<u32> {
    if word.eq_ignore_ascii_case("nineth") {
        return Some(9);
    }
    position(SMALL_ORDINALS, word).map(|at| at + 1)
}

/// "fortyfive", "twentyfirst": tens and ones run together.
pub(super) fn run_together(word: &str) -> Option<(u32, Ending)> {
    let tens = TENS.iter().find(|tens| word.get(..tens.len()).is_some_and(|head| head.eq_ignore_ascii_case(tens)))?;
    let ones = word.get(tens.len()..)?;
    let (ones, ending) =
        small_word(ones).map(|n| (n, Ending::Cardinal)).or_else(|| ordinal_word(ones, small_ordinal))?;
    (1..10).contains(&ones).then_some((tens_word(tens)? + ones, ending))
}

pub(super) fn tens_ordinal(word: &str) -> Option<u32> {
    position(TENS_ORDINALS, word).map(|at| 20 + 10 * at)
}

pub(super) fn scale_ordinal(word: &str) -> Option<u32> {
    SCALE_ORDINALS.iter().find(|(w, _)| w.eq_ignore_ascii_case(word)).map(|&(_, power)| power)
}
