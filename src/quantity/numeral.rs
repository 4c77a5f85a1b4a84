//! Number phrases in digits and words: "1,139", "5 1/2", "twenty-one point five", "two and a half million", "3×10⁵".

mod part;

use rust_decimal::Decimal;

use self::part::{and_part, fractional, mixed, part_of_scale, simple_fraction};
use super::lexer::{Kind, Text, vulgar};
use super::number::Number;
use super::power;
use super::senses;
use super::spelled::{Spelled, spelled, year};
use super::words::{DOZENS, Ending, power_of_ten, scale_word, single_scale, small_word, starts};

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

    fn said(first: usize, said: &Spelled) -> Self {
        Self {
            scale: said.scale,
            words: true,
            vague: said.bare,
            scaled: said.bare || said.scale > Decimal::ONE,
            ..Self::new(first, said.end, said.digits)
        }
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

/// The number phrase that starts at token `i`.
pub(super) fn read(text: &Text, i: usize, money: bool) -> Option<Numeral> {
    text.numerals.get(2 * i + usize::from(money), || read_new(text, i, money))
}

fn read_new(text: &Text, i: usize, money: bool) -> Option<Numeral> {
    match text.kind(i)? {
        Kind::Number => digits(text, i, money),
        Kind::Vulgar => {
            let (a, b) = vulgar(text.str(i).chars().next()?)?;
            let numeral = Numeral { fraction: true, ..fractional(i, i + 1, Decimal::ZERO, a, b)? };
            Some(scaled(text, numeral, money))
        }
        Kind::Word => words(text, i, money),
        _ => None,
    }
}

fn digits(text: &Text, i: usize, money: bool) -> Option<Numeral> {
    let value = text.decimal(i)?;
    let whole = text.plain(i).is_some();
    // "5½", "5-½"
    let at = text.after_hyphen(i + 1);
    if whole && text.kind(at) == Some(Kind::Vulgar) && text.reads_on(at) {
        let (a, b) = vulgar(text.str(at).chars().next()?)?;
        return Some(scaled(text, fractional(i, at + 1, value, a, b)?, money));
    }
    // "5 1/2", "5-1/2", "1/2"
    if whole {
        let at = if text.is_dash(i + 1) && text.adjoins(i + 1) { i + 2 } else { i + 1 };
        if let Some((a, b, end)) = simple_fraction(text, at).filter(|_| text.reads_on(at)) {
            return Some(scaled(text, fractional(i, end, value, a, b)?, money));
        }
        if let Some((a, b, end)) = simple_fraction(text, i) {
            let numeral = fractional(i, end, Decimal::ZERO, a, b)?;
            return Some(scaled(text, Numeral { fraction: true, ..numeral }, money));
        }
    }
    if let Some((value, end)) = said_point(text, i).filter(|_| whole) {
        return Some(scaled(text, Numeral::new(i, end, value), money));
    }
    let numeral = Numeral::new(i, i + 1, value);
    if let Some((digits, scale, end)) = power::of_ten(text, i, value) {
        return Some(Numeral { digits, scale, end, scaled: scale != Decimal::ONE, ..numeral });
    }
    if text.any(i + 1, DOZENS) && whole && !text.adjoins(i + 1) && !text.is(i + 2, "of") {
        return dozens(text, &numeral);
    }
    let numeral = and_part(text, &numeral).unwrap_or(numeral);
    let numeral = scaled(text, numeral, money);
    if !numeral.scaled || money {
        return Some(numeral);
    }
    Some(and_part(text, &numeral).unwrap_or_else(|| go_on(text, numeral).unwrap_or(numeral)))
}

/// "4 thousand 3 hundred and 21", "6 crore and two hundred": what goes on below the scale of the number before.
fn go_on(text: &Text, whole: Numeral) -> Option<Numeral> {
    let mut all = whole;
    let mut scale = whole.scale;
    for _ in 0..4 {
        let and = text.is(all.end, "and");
        let at = all.end + usize::from(and);
        if !text.reads_on(all.end) || !text.reads_on(at) || all.digits.scale() > 0 {
            break;
        }
        let hundred = text.is(all.end - 1, "hundred");
        let Some((value, below, end)) = smaller(text, at, and, hundred).filter(|&(value, ..)| value < scale) else {
            break;
        };
        let digits = all.digits.checked_mul(all.scale)?.checked_add(value)?;
        all = Numeral { digits, scale: Decimal::ONE, end, ..all };
        scale = below;
    }
    (all.end > whole.end).then_some(all)
}

/// A number with a scale word of its own, or one below a hundred behind "hundred": value, scale and the token after.
fn smaller(text: &Text, at: usize, and: bool, hundred: bool) -> Option<(Decimal, Decimal, usize)> {
    let Some(value) = text.plain(at).map(Decimal::from) else {
        let said = spelled(text, at).filter(|said| said.ending == Ending::Cardinal && !said.bare)?;
        let value = said.value()?;
        let round = value >= Decimal::ONE_HUNDRED || and && hundred;
        // "made 2 million and two hundred workers struck"
        let round = round && (!and || hundred || text.kind(said.end) != Some(Kind::Word));
        return (round && value > Decimal::ZERO).then_some((value, Decimal::ONE, said.end));
    };
    let scale = single_scale(text.word(at + 1)).filter(|_| text.reads_on(at + 1)).and_then(power_of_ten);
    match scale {
        Some(scale) if !text.adjoins(at + 1) => Some((value.checked_mul(scale)?, scale, at + 2)),
        // "3 hundred and 21", but not "3 hundred and 21.5" or "3 hundred and 2 hundred".
        None if and && hundred && (!text.adjoins(at + 1) || text.kind(at + 1) != Some(Kind::Word)) => {
            let below = value > Decimal::ZERO && value < Decimal::ONE_HUNDRED;
            below.then_some((value, Decimal::ONE, at + 1))
        }
        _ => None,
    }
}

/// "2 point 7" as it is taken down from speech: the value and the token after.
fn said_point(text: &Text, i: usize) -> Option<(Decimal, usize)> {
    if !text.is(i + 1, "point") || !text.reads_on(i + 1) || !text.reads_on(i + 2) || text.adjoins(i + 2) {
        return None;
    }
    let decimals = text.plain(i + 2).filter(|_| text.str(i + 2).len() <= 4)?;
    let places = u32::try_from(text.str(i + 2).len()).ok()?;
    let free =
        text.kind(i + 3) != Some(Kind::Word) || text.is(i + 3, "percent") || scale_word(text.word(i + 3)).is_some();
    let value = Decimal::from(text.plain(i)?).checked_add(Decimal::new(decimals.into(), places))?;
    free.then_some((value, i + 3))
}

/// Takes in the scale words and letters after the digits.
fn scaled(text: &Text, mut numeral: Numeral, money: bool) -> Numeral {
    for _ in 0..3 {
        let i = numeral.end;
        let hyphen = text.is_hyphen(i);
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
            None if letters && word == "K" && !money && senses::kelvins(text, at) => None,
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

/// "34.6m customers", "34.6M": millions by what follows or came before, where no currency stands before.
fn million_by_context(text: &Text, at: usize) -> Option<u32> {
    match text.str(at) {
        "M" => Some(6),
        "m" if counts(text, at + 1) || is_code(text.word(at + 1)) || again(text, at) => Some(6),
        "mil" if counts(text, at + 1) || is_code(text.word(at + 1)) => Some(6),
        "B" | "b" if counts(text, at + 1) => Some(9),
        _ => None,
    }
}

/// Words between a letter and what it counts millions of.
const COUNTED: &[&str] = &[
    "active",
    "new",
    "more",
    "monthly",
    "daily",
    "weekly",
    "paying",
    "extra",
    "additional",
    "registered",
    "fewer",
    "young",
    "other",
    "unique",
    "existing",
    "potential",
    "working",
    "domestic",
    "international",
    "foreign",
    "mobile",
    "private",
    "ordinary",
    "common",
    "preferred",
    "american",
    "british",
    "chinese",
];

/// Whether the word at token `i` is something that there are millions of: "people", "new customers".
fn counts(text: &Text, i: usize) -> bool {
    let next = text.word(if text.any(i, COUNTED) && text.reads_on(i) { i + 1 } else { i });
    let plural = next.len() > 3 && next.ends_with('s') && !next.ends_with("ss");
    plural || matches!(next, "bpd" | "people" | "yuan" | "yen" | "won" | "baht" | "rand" | "children" | "women" | "men")
}

/// "2.3m subscribers, up from 1.9m": whether the "m" at token `at` is held against one just before that is a million.
fn again(text: &Text, at: usize) -> bool {
    let held = at > 1 && text.any(at - 2, &["from", "to", "than", "against", "with", "versus"]);
    let here = |k: &usize| !text.is_mark(*k, &['.', ';', '!', '?']) && text.reads_on(*k);
    let million = |k: usize| text.str(k) == "m" && text.adjoins(k) && text.is_number(k - 1) && counts(text, k + 1);
    held && (at.saturating_sub(12).max(1)..at - 2).rev().take_while(here).any(million)
}

/// Three capitals, as codes of currencies are: "2m SEK".
pub(super) fn is_code(word: &str) -> bool {
    word.len() == 3 && word.bytes().all(|b| b.is_ascii_uppercase())
}

fn words(text: &Text, i: usize, money: bool) -> Option<Numeral> {
    if !starts(text.word(i)) {
        return None;
    }
    if let Some(numeral) = part_of_scale(text, i) {
        return Some(numeral);
    }
    if let Some(numeral) = mixed(text, i) {
        return Some(numeral);
    }
    let article = text.any(i, &["a", "an"]);
    let at = if article { text.after_hyphen(i + 1) } else { i };
    if (article || text.is(i, "dozen")) && text.any(at, &["dozen", "doz"]) && (at == i || text.reads_on(at)) {
        return dozen(i, at + 1, Decimal::ONE);
    }
    let said = spelled(text, i).filter(|said| said.ending == Ending::Cardinal)?;
    let numeral = Numeral::said(i, &said);
    let end = numeral.end;
    if text.any(end, DOZENS) && text.reads_on(end) && !text.is(end + 1, "of") {
        return dozens(text, &numeral);
    }
    if let Some(whole) = and_part(text, &numeral) {
        return Some(scaled(text, whole, money));
    }
    if numeral.scaled {
        return Some(numeral);
    }
    if text.is(end, "point") && text.reads_on(end) {
        // "one point two hundred" is not 120.
        let numeral = point(text, numeral)?;
        return Some(if text.is(numeral.end, "hundred") { numeral } else { scaled(text, numeral, money) });
    }
    // "the nineteen hundreds"
    if text.reads_on(end) && text.any(end, &["hundreds", "thousands"]) {
        return None;
    }
    // "nineteen ninety-nine" is a year, "twenty 20" a name.
    let ends_small = said.digits >= Decimal::TEN && said.digits <= Decimal::from(20);
    let tens = spelled(text, end).is_some_and(|next| next.digits >= Decimal::from(20));
    // "four 24-pounders"
    let compound = said.digits < Decimal::TEN && text.is_hyphen(end + 1) && text.kind(end + 2) == Some(Kind::Word);
    if text.plain(end).is_some() && !compound || text.reads_on(end) && ends_small && tens || year(text, i).is_some() {
        return None;
    }
    Some(numeral)
}

fn dozen(first: usize, end: usize, times: Decimal) -> Option<Numeral> {
    let digits = times.checked_mul(Decimal::from(12))?;
    Some(Numeral { words: true, ..Numeral::new(first, end, digits) })
}

/// "two dozen", "a hundred and two dozen": the dozens behind a number.
fn dozens(text: &Text, numeral: &Numeral) -> Option<Numeral> {
    let times = numeral.digits.checked_mul(numeral.scale)?;
    let found = dozen(numeral.first, numeral.end + 1, times)?;
    Some(Numeral { words: numeral.words, ..found }).filter(|_| text.reads_on(numeral.end))
}

/// "twenty-one point five", "one point four", "nought point eleven".
fn point(text: &Text, numeral: Numeral) -> Option<Numeral> {
    let first = numeral.end + 1;
    let digit = |i: usize| {
        let word = text.word(i);
        let nought = text.any(i, &["o", "oh"]).then_some(0);
        small_word(word).or(nought).filter(|&d| d < 10 && text.reads_on(i))
    };
    let mut digits = numeral.digits;
    let mut places = 0;
    let mut i = first;
    while let Some(value) = digit(i).filter(|_| places < 8) {
        places += 1;
        digits = digits.checked_add(Decimal::new(value.into(), places))?;
        i += 1;
    }
    if i == first
        && let Some(tens) = spelled(text, first).filter(|said| text.reads_on(first) && said.ending == Ending::Cardinal)
        && tens.value()? < Decimal::ONE_HUNDRED
    {
        digits = digits.checked_add(tens.digits.checked_div(Decimal::ONE_HUNDRED)?)?;
        i = tens.end;
    }
    // "one point to make"
    Some(if i == first { numeral } else { Numeral { digits, end: i, ..numeral } })
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
            ("5-¾ inches", "5.75", "5-¾"),
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
            ("16 and 2/3 percent", "16.666666666666667", "16 and 2/3"),
            ("three and three quarters percent", "3.75", "three and three quarters"),
            ("3 million and a half", "3500000", "3 million and a half"),
            ("two thirds of a billion", "666666666.666666666666667", "two thirds of a billion"),
            ("5 thousand 6 hundred and 12 houses", "5612", "5 thousand 6 hundred and 12"),
            ("8 crore and three hundred.", "80000300", "8 crore and three hundred"),
            ("2 million and 300 workers", "2000000", "2 million"),
            ("2 million and three hundred workers", "2000000", "2 million"),
            ("a million and a half of them", "1000000", "a million"),
            ("two and a third party", "2", "two"),
            ("seven point oh three", "7.03", "seven point oh three"),
            ("six point seventy-one", "6.71", "six point seventy-one"),
            ("2 point 75", "2.75", "2 point 75"),
            ("2 point 7 billion", "2700000000", "2 point 7 billion"),
            ("1 point 3 days", "1", "1"),
            ("3/1000 grams", "0.003", "3/1000"),
            ("3×10⁵ atoms", "300000", "3×10⁵"),
            ("1.5e6 cells", "1500000", "1.5e6"),
            ("2 x 10^6 cells", "2000000", "2 x 10^6"),
            ("10⁴ cells", "10000", "10⁴"),
            ("12 x 14 rooms", "12", "12"),
            ("forty and", "40", "forty"),
            ("five and six", "5", "five"),
        ] {
            assert_eq!(reads(raw), Some((value.to_owned(), span)), "{raw}");
        }
    }

    #[test]
    fn what_is_no_number_phrase() {
        for raw in [
            "nineteen ninety-nine",
            "twenty eleven",
            "twenty-fifth",
            "a year",
            "half of",
            "hundreds of",
            "millions",
            "half the",
            "a half",
        ] {
            assert_eq!(reads(raw), None, "{raw}");
        }
    }
}
