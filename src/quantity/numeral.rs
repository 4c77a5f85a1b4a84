//! Number phrases in digits and words: "1,139", "5 1/2", "twenty-one point five", "two and a half million".
//!
//! Written by hand although crates read number words: they give floats without the written precision, and do not know
//! digits with scale words, fractions or halves.

use rust_decimal::{Decimal, MathematicalOps};

use super::lexer::{Kind, Text, vulgar};
use super::number::Number;

/// A number phrase: tokens `first..end` and what they say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numeral {
    pub first: usize,
    pub end: usize,
    /// The number before its scale words, with the decimals as written.
    pub digits: Decimal,
    /// The product of the scale words.
    pub scale: Decimal,
    /// Whether the number itself is in words.
    pub words: bool,
    /// Whether it shows no last place ("half a million", "a hundred").
    pub vague: bool,
    /// Whether it is written as a fraction alone ("1/4").
    pub fraction: bool,
    /// Whether a scale word or letter belongs to it.
    pub scaled: bool,
}

impl Numeral {
    fn new(first: usize, end: usize, digits: Decimal) -> Self {
        Self { first, end, digits, scale: Decimal::ONE, words: false, vague: false, fraction: false, scaled: false }
    }

    pub(super) fn number(&self) -> Option<Number> {
        if self.vague {
            Number::vague(self.digits.checked_mul(self.scale)?)
        } else {
            Number::written(self.digits, self.scale)
        }
    }

    /// The same number on the scale of the other end of a range: "2.5" of "2.5 to 3 million".
    pub(super) fn on_scale_of(mut self, other: &Self) -> Self {
        if !self.scaled && other.scaled {
            self.scale = other.scale;
            self.scaled = true;
        }
        self
    }
}

const SMALL: &[&str] = &[
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
const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

pub(super) fn small_word(word: &str) -> Option<u32> {
    let at = SMALL.iter().position(|w| w.eq_ignore_ascii_case(word))?;
    u32::try_from(at).ok()
}

fn tens_word(word: &str) -> Option<u32> {
    if word.eq_ignore_ascii_case("fourty") {
        return Some(40);
    }
    let at = TENS.iter().position(|w| w.eq_ignore_ascii_case(word))?;
    Some(20 + 10 * u32::try_from(at).ok()?)
}

/// Scale words that stand after a space or a hyphen, as powers of ten.
pub(super) fn scale_word(word: &str) -> Option<u32> {
    const WORDS: &[(&str, u32)] = &[
        ("hundred", 2),
        ("thousand", 3),
        ("thousands", 3),
        ("lakh", 5),
        ("lakhs", 5),
        ("million", 6),
        ("millions", 6),
        ("mn", 6),
        ("mln", 6),
        ("mio", 6),
        ("crore", 7),
        ("crores", 7),
        ("billion", 9),
        ("billions", 9),
        ("bn", 9),
        ("bln", 9),
        ("trillion", 12),
        ("trillions", 12),
        ("tn", 12),
        ("trn", 12),
        ("quadrillion", 15),
    ];
    WORDS.iter().find(|(w, _)| w.eq_ignore_ascii_case(word)).map(|&(_, power)| power)
}

/// Scale letters that adjoin the digits; `money` tells whether a currency stands before them.
fn scale_letters(word: &str, money: bool) -> Option<u32> {
    match word {
        "k" | "K" => Some(3),
        "M" | "MM" | "mm" if money => Some(6),
        "m" | "mil" if money => Some(6),
        "b" | "B" if money => Some(9),
        "t" | "T" if money => Some(12),
        "cr" | "Cr" => Some(7),
        _ => None,
    }
}

fn power_of_ten(power: u32) -> Option<Decimal> {
    Decimal::TEN.checked_powu(u64::from(power))
}

fn ratio(a: u32, b: u32) -> Option<Decimal> {
    Decimal::from(a).checked_div(b.into())
}

/// The number phrase that starts at token `i`.
pub(super) fn read(text: &Text, i: usize, money: bool) -> Option<Numeral> {
    match text.kind(i)? {
        Kind::Number => digits(text, i, money),
        Kind::Vulgar => {
            let (a, b) = vulgar(text.str(i).chars().next()?)?;
            let numeral = Numeral { fraction: true, ..fractional(text, i, i + 1, Decimal::ZERO, a, b)? };
            Some(scaled(text, numeral, money))
        }
        Kind::Word => words(text, i, money),
        _ => None,
    }
}

fn digits(text: &Text, i: usize, money: bool) -> Option<Numeral> {
    let value = text.decimal(i)?;
    let whole = text.plain(i).is_some();
    // "5½"
    if whole && text.kind(i + 1) == Some(Kind::Vulgar) && text.reads_on(i + 1) {
        let (a, b) = vulgar(text.str(i + 1).chars().next()?)?;
        return Some(scaled(text, fractional(text, i, i + 2, value, a, b)?, money));
    }
    // "5 1/2", "5-1/2", "1/2"
    if whole {
        let at = if text.is_dash(i + 1) && text.adjoins(i + 1) { i + 2 } else { i + 1 };
        if let Some((a, b, end)) = simple_fraction(text, at).filter(|_| text.reads_on(at)) {
            return Some(scaled(text, fractional(text, i, end, value, a, b)?, money));
        }
        if let Some((a, b, end)) = simple_fraction(text, i) {
            let numeral = fractional(text, i, end, Decimal::ZERO, a, b)?;
            return Some(scaled(text, Numeral { fraction: true, ..numeral }, money));
        }
    }
    let mut numeral = Numeral::new(i, i + 1, value);
    // "2 and a half million"
    if text.is(i + 1, "and") && (text.is(i + 2, "a") || text.is(i + 2, "one")) && text.is(i + 3, "half") {
        numeral = Numeral { end: i + 4, digits: value.checked_add(Decimal::new(5, 1))?, ..numeral };
    }
    Some(scaled(text, numeral, money))
}

/// "1/2" at token `i`: numerator, denominator, the token after.
fn simple_fraction(text: &Text, i: usize) -> Option<(u32, u32, usize)> {
    let bar = text.is_mark(i + 1, &['/', '⁄']) && text.adjoins(i + 1) && text.adjoins(i + 2);
    let (a, b) = (text.plain(i)?, text.plain(i + 2)?);
    let usual = matches!(b, 2..=10 | 12 | 16 | 20 | 25 | 32 | 64 | 100) && a > 0 && a < b;
    let dated = text.is_mark(i + 3, &['/']) && text.adjoins(i + 3);
    (bar && usual && !dated).then_some((a, b, i + 3))
}

fn fractional(_text: &Text, first: usize, end: usize, whole: Decimal, a: u32, b: u32) -> Option<Numeral> {
    let part = ratio(a, b)?;
    // Thirds and the like have no last place.
    let vague = part.scale() > 6;
    Some(Numeral { vague, ..Numeral::new(first, end, whole.checked_add(part)?) })
}

/// Takes in the scale words and letters after the digits.
fn scaled(text: &Text, mut numeral: Numeral, money: bool) -> Numeral {
    for _ in 0..3 {
        let i = numeral.end;
        let hyphen = text.is_dash(i) && text.adjoins(i) && text.adjoins(i + 1);
        let at = if hyphen { i + 1 } else { i };
        if !text.reads_on(at) {
            break;
        }
        let word = text.word(at);
        let letters = text.adjoins(at) && !hyphen;
        // "£5 m", "Rs 5 cr": spaced letters are a scale only after a currency.
        let spaced = money && matches!(word, "m" | "b" | "t" | "cr" | "M" | "B");
        let power = match scale_word(word) {
            Some(power) => Some(power),
            None if (letters || spaced) && !numeral.scaled => {
                scale_letters(word, money).or_else(|| million_by_context(text, at))
            }
            None => None,
        };
        let Some(scale) = power.and_then(power_of_ten).and_then(|p| numeral.scale.checked_mul(p)) else { break };
        // "3 hundreds of" and "millions of" are vague plurals; "2.5 millions" is not.
        numeral = Numeral { scale, end: at + 1, scaled: true, ..numeral };
    }
    numeral
}

/// "34.6m customers", "34.6M": millions by what follows, where no currency stands before.
fn million_by_context(text: &Text, at: usize) -> Option<u32> {
    let next = text.word(at + 1);
    let plural = next.len() > 3 && next.ends_with('s') && !next.ends_with("ss");
    let counted =
        plural || matches!(next, "people" | "yuan" | "yen" | "won" | "baht" | "rand" | "children" | "women" | "men");
    match text.str(at) {
        "M" => Some(6),
        "m" | "mil" if counted => Some(6),
        "B" | "b" if counted => Some(9),
        _ => None,
    }
}

fn words(text: &Text, i: usize, money: bool) -> Option<Numeral> {
    let word = text.word(i);
    match word.to_ascii_lowercase().as_str() {
        "a" | "an" => article(text, i),
        "half" => half(text, i, i),
        "quarter" => quarter(text, i, i),
        "dozen" => Some(dozen(i, i + 1, Decimal::ONE)?),
        _ => counted(text, i, money),
    }
}

fn dozen(first: usize, end: usize, times: Decimal) -> Option<Numeral> {
    let digits = times.checked_mul(Decimal::from(12))?;
    Some(Numeral { words: true, ..Numeral::new(first, end, digits) })
}

/// Skips one hyphen that adjoins on both sides.
fn after_hyphen(text: &Text, i: usize) -> usize {
    if text.is_dash(i) && text.adjoins(i) && text.adjoins(i + 1) { i + 1 } else { i }
}

/// "a million", "a dozen", "a hundred", "a half million", "a quarter of a million", "a million and a half".
fn article(text: &Text, i: usize) -> Option<Numeral> {
    let at = after_hyphen(text, i + 1);
    if !text.reads_on(at) {
        return None;
    }
    if text.is(at, "dozen") {
        return dozen(i, at + 1, Decimal::ONE);
    }
    if text.is(at, "half") {
        return half(text, i, at);
    }
    if text.is(at, "quarter") {
        return quarter(text, i, at);
    }
    let power = scale_word(text.word(at)).filter(|_| !text.word(at).ends_with('s'))?;
    let mut digits = Decimal::ONE;
    let mut end = at + 1;
    if text.is(end, "and") && text.is(end + 1, "a") && text.is(end + 2, "half") {
        digits = Decimal::new(15, 1);
        end += 3;
    }
    let numeral = Numeral { words: true, vague: true, scaled: true, ..Numeral::new(i, end, digits) };
    let mut numeral = Numeral { scale: power_of_ten(power)?, ..numeral };
    // "a hundred million"
    if let Some(scale) =
        scale_word(text.word(numeral.end)).filter(|_| text.reads_on(numeral.end)).and_then(power_of_ten)
    {
        numeral = Numeral { scale: numeral.scale.checked_mul(scale)?, end: numeral.end + 1, ..numeral };
    }
    Some(numeral)
}

/// "half a million", "half-a-billion", "half a dozen", "half million", from the word "half" at `at`.
fn half(text: &Text, first: usize, at: usize) -> Option<Numeral> {
    let mut i = after_hyphen(text, at + 1);
    if text.any(i, &["a", "an"]) {
        i = after_hyphen(text, i + 1);
    }
    if !text.reads_on(i) {
        return None;
    }
    let vague = |digits: Decimal, scale: Decimal| Numeral {
        words: true,
        vague: true,
        scaled: true,
        scale,
        ..Numeral::new(first, i + 1, digits)
    };
    if text.is(i, "dozen") {
        return Some(vague(Decimal::from(6), Decimal::ONE));
    }
    let power = scale_word(text.word(i)).filter(|_| !text.word(i).ends_with('s'))?;
    Some(vague(Decimal::new(5, 1), power_of_ten(power)?))
}

/// "a quarter of a million", "quarter million", from the word "quarter" at `at`.
fn quarter(text: &Text, first: usize, at: usize) -> Option<Numeral> {
    let mut i = after_hyphen(text, at + 1);
    if text.is(i, "of") && text.is(i + 1, "a") {
        i += 2;
    }
    let power = scale_word(text.word(i)).filter(|_| text.reads_on(i) && !text.word(i).ends_with('s'))?;
    let numeral = Numeral::new(first, i + 1, Decimal::new(25, 2));
    Some(Numeral { words: true, vague: true, scaled: true, scale: power_of_ten(power)?, ..numeral })
}

/// Numbers said in full: "one hundred and forty-two thousand five hundred", "twenty-one point five", "two dozen".
fn counted(text: &Text, first: usize, money: bool) -> Option<Numeral> {
    let (mut group, mut i) = below_hundred(text, first)?;
    let mut total = Decimal::ZERO;
    let mut largest = u32::MAX;
    let mut single: Option<(Decimal, u32)> = None;
    loop {
        // A group up to 999, then the scale words below the last one.
        if text.is(i, "hundred") && text.reads_on(i) && group < 100 {
            group *= 100;
            i += 1;
            let at = if text.is(i, "and") { i + 1 } else { i };
            if let Some((rest, end)) = below_hundred(text, at).filter(|_| text.reads_on(at)) {
                group += rest;
                i = end;
            }
        }
        let at = after_hyphen(text, i);
        let power = scale_word(text.word(at)).filter(|&p| p > 2 && p < largest && text.reads_on(at));
        let power = power.filter(|_| !text.word(at).ends_with('s'));
        let Some(power) = power else {
            total = total.checked_add(group.into())?;
            single = if single.is_none() && total == Decimal::from(group) { None } else { single };
            break;
        };
        single = if largest == u32::MAX { Some((group.into(), power)) } else { None };
        total = total.checked_add(Decimal::from(group).checked_mul(power_of_ten(power)?)?)?;
        largest = power;
        i = at + 1;
        let next = if text.is(i, "and") { i + 1 } else { i };
        match below_hundred(text, next).filter(|_| text.reads_on(next)) {
            Some((value, end)) => {
                (group, i) = (value, end);
                single = None;
            }
            None => break,
        }
    }
    let mut numeral = Numeral { words: true, ..Numeral::new(first, i, total) };
    if let Some((digits, power)) = single {
        numeral = Numeral { digits, scale: power_of_ten(power)?, scaled: true, ..numeral };
    }
    if numeral.scaled {
        return Some(scaled_again(text, numeral));
    }
    if text.is(i, "dozen") && text.reads_on(i) {
        return dozen(first, i + 1, total);
    }
    if let Some(end) = and_a_half(text, i) {
        numeral = Numeral { end, digits: total.checked_add(Decimal::new(5, 1))?, ..numeral };
    } else if text.is(i, "point") && text.reads_on(i) {
        numeral = point(text, numeral)?;
    } else if text.plain(i).is_some() || tens_word(text.word(i)).is_some_and(|_| (10..=20).contains(&group)) {
        // "nineteen ninety-nine" is a year, "twenty 20" a name.
        return None;
    }
    Some(Numeral { words: true, ..scaled(text, numeral, money) })
}

/// "five hundred million million", "one lakh crore".
fn scaled_again(text: &Text, numeral: Numeral) -> Numeral {
    let more = scale_word(text.word(numeral.end)).filter(|_| text.reads_on(numeral.end));
    match more.and_then(power_of_ten).and_then(|p| numeral.scale.checked_mul(p)) {
        Some(scale) => Numeral { scale, end: numeral.end + 1, ..numeral },
        None => numeral,
    }
}

/// "seven", "forty", "forty-eight", "forty eight" at token `i`.
fn below_hundred(text: &Text, i: usize) -> Option<(u32, usize)> {
    let word = text.word(i);
    if let Some(value) = small_word(word) {
        return Some((value, i + 1));
    }
    let tens = tens_word(word)?;
    let at = after_hyphen(text, i + 1);
    let ones = small_word(text.word(at)).filter(|v| (1..10).contains(v) && text.reads_on(at));
    // "twenty-one" adjoins its hyphen; "twenty one" is the same number.
    Some(ones.map_or((tens, i + 1), |ones| (tens + ones, at + 1)))
}

/// The token after "and a half", "-and-a-half".
fn and_a_half(text: &Text, i: usize) -> Option<usize> {
    let and = after_hyphen(text, i);
    let a = after_hyphen(text, and + 1);
    let half = after_hyphen(text, a + 1);
    let said = text.is(and, "and") && text.any(a, &["a", "one"]) && text.is(half, "half");
    (said && text.reads_on(and)).then_some(half + 1)
}

/// "twenty-one point five", "one point four".
fn point(text: &Text, numeral: Numeral) -> Option<Numeral> {
    let mut digits = numeral.digits;
    let mut place = Decimal::ONE;
    let mut i = numeral.end + 1;
    while let Some(digit) = small_word(text.word(i)).filter(|&d| d < 10 && text.reads_on(i)) {
        place = place.checked_div(Decimal::TEN)?;
        digits = digits.checked_add(place.checked_mul(digit.into())?)?;
        i += 1;
        if i > numeral.end + 8 {
            break;
        }
    }
    Some(if i == numeral.end + 1 { numeral } else { Numeral { digits, end: i, ..numeral } })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(raw: &str) -> Option<(String, &str)> {
        let text = Text::new(raw);
        let numeral = read(&text, 0, false)?;
        let span = text.span(numeral.first, numeral.end)?;
        Some((numeral.number()?.value.to_string(), span.of(raw)))
    }

    #[test]
    fn number_phrases_read_whole() {
        for (raw, value, span) in [
            ("6.82 trillion yuan", "6820000000000", "6.82 trillion"),
            ("5 1/2 tons", "5.5", "5 1/2"),
            ("6-1/2 percent", "6.5", "6-1/2"),
            ("5½ hours", "5.5", "5½"),
            ("½ percent", "0.5", "½"),
            ("1/4 percent", "0.25", "1/4"),
            ("twenty-one point five percent", "21.5", "twenty-one point five"),
            ("twenty-five million people", "25000000", "twenty-five million"),
            ("one hundred forty-two thousand five hundred", "142500", "one hundred forty-two thousand five hundred"),
            ("two hundred and fifty thousand", "250000", "two hundred and fifty thousand"),
            ("one point four trillion", "1400000000000", "one point four trillion"),
            ("two and a half million", "2500000", "two and a half million"),
            ("two-and-a-half years", "2.5", "two-and-a-half"),
            ("half a million people", "500000", "half a million"),
            ("half-a-billion dollars", "500000000", "half-a-billion"),
            ("a quarter of a million", "250000", "a quarter of a million"),
            ("a million and a half", "1500000", "a million and a half"),
            ("a dozen eggs", "12", "a dozen"),
            ("two dozen eggs", "24", "two dozen"),
            ("half a dozen", "6", "half a dozen"),
            ("1.5 lakh crore", "1500000000000", "1.5 lakh crore"),
            ("730mn", "730000000", "730mn"),
            ("1.2bn", "1200000000", "1.2bn"),
            ("34.6m users", "34600000", "34.6m"),
            ("10k runners", "10000", "10k"),
            ("2.5-million-tonne", "2500000", "2.5-million"),
            ("Ninety-seven percent", "97", "Ninety-seven"),
            ("six thousand students", "6000", "six thousand"),
            ("one hundred and five", "105", "one hundred and five"),
            ("three hundred million people", "300000000", "three hundred million"),
            ("forty and", "40", "forty"),
            ("five and six", "5", "five"),
        ] {
            assert_eq!(reads(raw), Some((value.to_owned(), span)), "{raw}");
        }
    }

    #[test]
    fn what_is_no_number_phrase() {
        for raw in ["nineteen ninety-nine", "a year", "half of", "hundreds of", "millions", "half the", "a half"] {
            assert_eq!(reads(raw), None, "{raw}");
        }
    }
}
