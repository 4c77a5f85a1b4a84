//! Every number of a text, whatever it is for: the first stage of reading, without units and without judgement.

use rust_decimal::{Decimal, MathematicalOps};

use super::fraction;
use super::lexer::{Gap, Kind, Text};
use super::number::{Form, Number};
use super::power;
use super::share;
use super::spelled::{self, spelled};
use super::words::{self, Ending, NOUGHTS, SMALL, power_of_ten};
use super::{chinese, numeral};
use crate::span::Span;

/// One number as the text writes it.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberMention {
    /// From the sign or first digit to the last digit or scale word.
    pub span: Span,
    /// The exact value, sign and scale applied.
    pub number: Number,
    /// How it is written.
    pub form: Form,
}

/// Every number of `text` in order and without overlap, years, labels and ordinals included; what of them is a quantity
/// is [`super::find_quantities`]' to say.
///
/// Left out: "the one" as a pronoun, and digits that letters adjoin ("5G", "180ml"), which only units tell from names.
///
/// ```
/// let found = figcheck::quantity::find_numbers("In 2024, twenty-one point five million of 98");
/// let values: Vec<String> = found.iter().map(|n| n.number.value.to_string()).collect();
/// assert_eq!(values, ["2024", "21500000", "98"]);
/// ```
#[must_use]
pub fn find_numbers(text: &str) -> Vec<NumberMention> {
    let tokens = Text::new(text);
    let mut all = Vec::new();
    let mut i = 0;
    while i < tokens.tokens.len() {
        match signed(&tokens, i) {
            Some(found) => {
                if let Some(span) = tokens.span(i, found.end) {
                    all.push(NumberMention { span, number: found.number, form: found.form });
                }
                i = found.end.max(i + 1);
            }
            None => i = skip(&tokens, i).max(i + 1),
        }
    }
    chinese::join_numbers(text, all)
}

/// A number in tokens: what it says and the token after it.
struct Found {
    number: Number,
    end: usize,
    form: Form,
}

fn found(number: Option<Number>, end: usize, form: Form) -> Option<Found> {
    number.map(|number| Found { number, end, form })
}

/// The number at token `i` with its sign: "-9.2", "minus two", "negative one over 20".
fn signed(text: &Text, i: usize) -> Option<Found> {
    if is_minus(text, i) {
        let found = number(text, i + 1)?;
        return Some(Found { number: found.number.negated(), ..found });
    }
    number(text, i)
}

fn is_minus(text: &Text, i: usize) -> bool {
    if text.is_mark(i, &['-', '−']) {
        let free =
            i == 0 || !text.adjoins(i) || text.is_mark(i - 1, &['(', '[', '/', ':', '<', '>', '=', '$', '£', '€']);
        return free && (text.adjoins(i + 1) || opens_line(text, i) && alone(text, i + 1));
    }
    text.any(i, &["minus", "negative"]) && text.reads_on(i + 1) && !text.any_before(i, &["or"])
}

fn opens_line(text: &Text, i: usize) -> bool {
    text.starts_line(i)
}

/// Whether the number at token `i` is all that its line says; "- 10 apples" is of a list.
fn alone(text: &Text, i: usize) -> bool {
    unsigned(text, i).is_some_and(|found| text.get(found.end).is_none_or(|next| next.gap >= Gap::Line))
}

/// Digits with letters at their end are passed over whole.
fn skip(text: &Text, i: usize) -> usize {
    let mut at = i + 1;
    while text.is_number(i) && text.adjoins(at) && matches!(text.kind(at), Some(Kind::Word | Kind::Number)) {
        at += 1;
    }
    at
}

/// The number at token `i`, and what makes another one of it: "one in five", "2000 over 3".
fn number(text: &Text, i: usize) -> Option<Found> {
    if let Some((above, below, end)) = share::proportion(text, i) {
        return found(above.checked_div(below).and_then(Number::vague), end, Form::Fraction);
    }
    let first = unsigned(text, i)?;
    let money = after_money(text, i);
    if text.is(first.end, "over") && text.reads_on(first.end) && first.form != Form::Ordinal && !money {
        let below = unsigned(text, first.end + 1).filter(|below| text.kind(below.end) != Some(Kind::Word));
        if let Some(below) = below.filter(|below| below.form != Form::Ordinal) {
            let value = first.number.value.checked_div(below.number.value);
            return found(value.and_then(Number::vague), below.end, Form::Fraction).or(Some(first));
        }
    }
    Some(first)
}

/// Whether the sign or the code of a currency stands before token `i`: "$", "US$", "EUR".
fn after_money(text: &Text, i: usize) -> bool {
    i > 0 && (text.is_mark(i - 1, &['$', '£', '€', '¥', '₹']) || text.reads_on(i) && numeral::is_code(text.word(i - 1)))
}

fn unsigned(text: &Text, i: usize) -> Option<Found> {
    match text.kind(i)? {
        Kind::Word => in_words(text, i),
        Kind::Number | Kind::Vulgar => in_digits(text, i),
        _ => None,
    }
}

fn in_digits(text: &Text, i: usize) -> Option<Found> {
    // "G20", "COVID19"
    let bound = |word: &str| word != "x" && !word.ends_with(chinese::is_han);
    if i > 0 && text.adjoins(i) && text.kind(i - 1) == Some(Kind::Word) && bound(text.word(i - 1)) {
        return None;
    }
    if let Some(value) = text.plain(i)
        && text.adjoins(i + 1)
        && text.any(i + 1, &["st", "nd", "rd", "th"])
    {
        return found(Some(Number::rank(value)), i + 2, Form::Ordinal);
    }
    let mut numeral = numeral::read(text, i, after_money(text, i))?;
    if let Some(raised) = raised(text, i, numeral.end, numeral.digits).filter(|_| !numeral.scaled) {
        return Some(raised);
    }
    if !numeral.scaled && text.reads_on(numeral.end) {
        // "2.33 k", "1.2b": a letter is a scale where the phrase ends with it.
        let adjoins = text.adjoins(numeral.end);
        let power = match text.word(numeral.end) {
            "k" | "K" if !adjoins => Some(3),
            "M" if !adjoins => Some(6),
            "b" | "B" if adjoins && numeral.digits.scale() > 0 => Some(9),
            _ => None,
        };
        if let Some(power) = power.filter(|_| text.kind(numeral.end + 1) != Some(Kind::Word)) {
            (numeral.scale, numeral.end) = (power_of_ten(power)?, numeral.end + 1);
        }
    }
    if let Some(part) = fraction::of_digits(text, numeral.digits, numeral.end).filter(|_| !numeral.scaled) {
        return found(part.value().and_then(Number::vague), part.end, Form::Fraction);
    }
    let glued = text.adjoins(numeral.end)
        && text.kind(numeral.end) == Some(Kind::Word)
        && text.kind(numeral.end - 1) == Some(Kind::Number)
        && !text.word(numeral.end).starts_with(chinese::is_han);
    if glued { None } else { found(numeral.number(), numeral.end, Form::Digits) }
}

/// "1.1^23", "2.5^-1".
fn raised(text: &Text, first: usize, at: usize, base: Decimal) -> Option<Found> {
    let sign = text.is_mark(at, &['^']) && text.adjoins(at) && text.adjoins(at + 1) && at == first + 1;
    let (power, end) = power::whole_power(text, at + 1).filter(|_| sign)?;
    let value = base.checked_powi(i64::from(power.unsigned_abs()))?;
    let value = if power < 0 { Decimal::ONE.checked_div(value)? } else { value };
    found(Number::vague(value), end, Form::Digits)
}

fn in_words(text: &Text, i: usize) -> Option<Found> {
    if let Some(found) = zeros(text, i).or_else(|| two(text, i)).or_else(|| year(text, i)).or_else(|| hundreds(text, i))
    {
        return Some(found);
    }
    let numeral = numeral::read(text, i, false);
    let part = part(text, i).filter(|part| numeral.is_none_or(|n| n.end < part.end));
    if part.is_some() {
        return part;
    }
    if let Some(numeral) = numeral {
        return if is_pronoun(text, i, numeral.end) { None } else { found(numeral.number(), numeral.end, Form::Words) };
    }
    let said = spelled(text, i).filter(|said| !is_time(text, i, said.end))?;
    let value = said.value()?;
    match said.ending {
        Ending::Cardinal => found(Number::written(said.digits, said.scale), said.end, Form::Words),
        Ending::Ordinal | Ending::Ordinals => {
            let number = Number::written(value, Decimal::ONE).map(|number| Number { exact: true, ..number });
            found(number, said.end, Form::Ordinal)
        }
    }
}

/// "seconds", "a second": time, not an ordinal.
fn is_time(text: &Text, i: usize, end: usize) -> bool {
    let bound = i > 0 && text.is_dash(i - 1) && text.adjoins(i) && text.adjoins(i - 1);
    end == i + 1
        && (text.is(i, "second") && bound
            || text.any(i, &["seconds", "firsts", "tenths"])
            || text.is(i, "second") && text.any_before(i, &["a", "per", "every", "one", "each", "split"]))
}

/// "two thirds", "a fifth", "nearly half".
fn part(text: &Text, i: usize) -> Option<Found> {
    if text.is(i, "half") {
        return share::is_half(text, i, i + 1)
            .then(|| found(Number::vague(Decimal::new(5, 1)), i + 1, Form::Fraction))?;
    }
    let part = fraction::read(text, i)?;
    // "a third party", "one fifth grade"
    let sure = part.above != Decimal::ONE || share::after_share(text, part.end);
    let hyphen = text.is_dash(part.end) && text.adjoins(part.end);
    found(part.value().and_then(Number::vague), part.end, Form::Fraction).filter(|_| sure && !hyphen)
}

/// "the one", "which one": no number.
fn is_pronoun(text: &Text, i: usize, end: usize) -> bool {
    const BEFORE: &[&str] = &[
        "the", "this", "that", "which", "another", "each", "every", "any", "no", "some", "last", "next", "first",
        "only", "previous", "current", "other", "new", "right", "wrong",
    ];
    end == i + 1 && text.is(i, "one") && text.any_before(i, BEFORE)
}

/// "zero zero five", "o eight": the noughts of a number said digit by digit belong to it.
fn zeros(text: &Text, i: usize) -> Option<Found> {
    if text.is(i, "nil") {
        return found(Number::written(Decimal::ZERO, Decimal::ONE), i + 1, Form::Words);
    }
    let zero = |at: usize| text.is(at, SMALL[0]) || text.any(at, NOUGHTS);
    let letter = |at: usize| text.any(at, &["o", "oh"]);
    let mut at = i;
    while at < i + 12 && (zero(at) || letter(at)) && (at == i || text.reads_on(at)) {
        at += 1;
    }
    if at == i {
        return None;
    }
    let next = spelled(text, at).filter(|said| text.reads_on(at) && said.ending == Ending::Cardinal);
    match next {
        Some(said) => found(Number::written(said.digits, said.scale), said.end, Form::Words),
        None if zero(i) && at > i + 1 && zero(at - 1) => {
            found(Number::written(Decimal::ZERO, Decimal::ONE), at, Form::Words)
        }
        None => None,
    }
}

/// "a pair of", "a couple of": two of them.
fn two(text: &Text, i: usize) -> Option<Found> {
    let ends = text.kind(i + 2) != Some(Kind::Word) || text.is(i + 2, "of") && !text.any(i + 3, PARTNERS);
    let said = text.is(i, "a") && text.any(i + 1, &["pair", "couple"]) && text.reads_on(i + 1);
    (said && ends).then(|| found(Number::written(Decimal::TWO, Decimal::ONE), i + 2, Form::Words))?
}

/// Scale words, of which a couple is no two.
const PARTNERS: &[&str] = &["hundred", "thousand", "million", "billion", "dozen"];

/// "one twenty two", as people say 122, where nothing goes on behind it.
fn hundreds(text: &Text, i: usize) -> Option<Found> {
    let hundreds = words::small_word(text.word(i)).filter(|n| (1..10).contains(n))?;
    let rest = spelled(text, i + 1).filter(|said| text.reads_on(i + 1) && said.ending == Ending::Cardinal)?;
    let below = rest.value().filter(|value| (Decimal::from(20)..Decimal::ONE_HUNDRED).contains(value))?;
    let row = i > 0 && text.reads_on(i) && spelled(text, i - 1).is_some();
    let free = text.kind(rest.end) != Some(Kind::Word) && !text.is_dash(rest.end) || !text.reads_on(rest.end);
    let value = Decimal::from(hundreds * 100).checked_add(below)?;
    (free && !row).then(|| found(Number::written(value, Decimal::ONE), rest.end, Form::Words))?
}

fn year(text: &Text, i: usize) -> Option<Found> {
    let (year, end) = spelled::year(text, i).filter(|_| fraction::read(text, i).is_none())?;
    found(Number::written(year.into(), Decimal::ONE), end, Form::Words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(raw: &str) -> Vec<(String, String)> {
        let text = |n: &NumberMention| (n.span.of(raw).to_owned(), n.number.value.to_string());
        find_numbers(raw).iter().map(text).collect()
    }

    #[test]
    fn one_number_of_every_kind() {
        for (raw, value) in [
            ("7", "7"),
            ("-3.25", "-3.25"),
            ("- 2 1/2", "-2.5"),
            ("minus four", "-4"),
            ("negative three eighths", "-0.375"),
            ("12,34,567.5", "1234567.5"),
            ("9.876.543,2", "9876543.2"),
            ("4,00", "4"),
            ("2.5^3", "15.625"),
            ("2^-2", "0.25"),
            ("4.2e-3", "0.0042"),
            ("7x10^5", "700000"),
            ("6.5 k", "6500"),
            ("3.1b", "3100000000"),
            ("5 tln", "5000000000000"),
            ("4 dozens", "48"),
            ("80 hundredths", "0.8"),
            ("nine tenths", "0.9"),
            ("eleven halves", "5.5"),
            ("three over four", "0.75"),
            ("1 over 8", "0.125"),
            ("one in four", "0.25"),
            ("three out of sixty", "0.05"),
            ("seven and one quarter", "7.25"),
            ("four million and a quarter", "4250000"),
            ("two billion and a half million", "2000500000"),
            ("five and sixteen hundredths", "5.16"),
            ("six hundred and sixteen hundredths", "600.16"),
            ("eighteen sixty-one", "1861"),
            ("zero zero nine", "9"),
            ("oh six", "6"),
            ("nought point nought five", "0.05"),
            ("ninety-second", "92"),
            ("third", "3"),
            ("102nd", "102"),
            ("a half", "0.5"),
            ("a pair", "2"),
            ("a couple", "2"),
            ("three forty one", "341"),
            ("nil", "0"),
        ] {
            assert_eq!(reads(raw), [(raw.to_owned(), value.to_owned())], "{raw}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_words_and_marks_are_read(words in proptest::collection::vec(proptest::sample::select(SOUP), 0..24)) {
            let raw = words.join(" ").replace(" # ", "");
            let found = find_numbers(&raw);
            for pair in found.windows(2) {
                proptest::prop_assert!(pair[0].span.end <= pair[1].span.start);
            }
            for mention in &found {
                proptest::prop_assert!(raw.get(mention.span.start..mention.span.end).is_some_and(|words| !words.is_empty()));
            }
            let _ = crate::quantity::find_quantities(&raw);
        }
    }

    /// What number phrases are made of; "#" joins its neighbours.
    const SOUP: &[&str] = &[
        "a",
        "one",
        "two",
        "nineteen",
        "twenty",
        "ninety",
        "hundred",
        "hundreds",
        "thousand",
        "million",
        "trillion",
        "quintillion",
        "lakh",
        "crore",
        "third",
        "thirds",
        "second",
        "twentieth",
        "hundredth",
        "trillionths",
        "half",
        "halves",
        "quarter",
        "dozen",
        "dozens",
        "and",
        "of",
        "point",
        "over",
        "in",
        "out",
        "zero",
        "o",
        "minus",
        "-",
        "#",
        "#",
        "#",
        "7",
        "10",
        "1.5",
        "1/2",
        "2/3",
        "99999999999999999999999999",
        "0",
        "1.234,5",
        "3,5",
        "k",
        "b",
        "e",
        "x",
        "^",
        "⁵",
        "½",
        "$",
        "%",
        "percent",
        "per",
        "times",
        "apples",
        ",",
        ".",
        "\n\n",
        "\u{202f}",
    ];

    #[test]
    fn numbers_among_words() {
        for (raw, found) in [
            ("this one and the one there", vec![]),
            ("a 5G mast of 40m", vec![]),
            ("earn $300 over 2 years", vec!["300", "2"]),
            ("9 in 4 and 9 in 2011", vec!["9", "4", "9", "2011"]),
            ("a thirty-second spot", vec!["30"]),
            ("a third party", vec!["3"]),
            ("- 10 apples", vec!["10"]),
            ("pages 3-5", vec!["3", "5"]),
            ("several hundred thousand", vec![]),
            ("more than half the seats", vec!["0.5"]),
            ("eight nine ten eleven", vec!["8", "9", "10", "11"]),
        ] {
            let values: Vec<String> = reads(raw).into_iter().map(|(_, value)| value).collect();
            assert_eq!(values, found, "{raw}");
        }
    }
}
