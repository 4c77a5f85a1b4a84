//! One magnitude in two units: "5 ft 8 in", "three dollars and fifty cents", "2 hours 30 minutes", "75 USD million".

use rust_decimal::Decimal;

use super::after::After;
use super::lexer::{Kind, Text};
use super::lexicon::{name_at, unit_at};
use super::number::{Figure, Number};
use super::numeral::{self, Numeral};
use super::scan::Found;
use super::unit::Unit;
use super::words::{power_of_ten, scale_word};

/// A unit, the smaller one that may follow it, and how many of those it holds. The whole is said in the smaller unit,
/// which is exact.
const PARTS: &[(&str, &str, i64)] = &[
    ("[ft_i]", "[in_i]", 12),
    ("[yd_i]", "[ft_i]", 3),
    ("[lb_av]", "[oz_av]", 16),
    ("[stone_av]", "[lb_av]", 14),
    ("km", "m", 1000),
    ("m", "cm", 100),
    ("cm", "mm", 10),
    ("kg", "g", 1000),
    ("L", "mL", 1000),
    ("a", "mo", 12),
    ("wk", "d", 7),
    ("d", "h", 24),
    ("d", "min", 1440),
    ("d", "s", 86400),
    ("h", "min", 60),
    ("h", "s", 3600),
    ("min", "s", 60),
];

/// No magnitude is said in more units than this.
const MOST: usize = 4;

/// Takes in what follows the unit of `found` as a part of the same magnitude.
pub(super) fn read(text: &Text, found: &mut Found, unit: &After, last: &Numeral) {
    let Figure::Point(number) = found.figure else { return };
    if last.vague || last.scaled || number.value.is_sign_negative() {
        return;
    }
    if found.unit.is_currency() {
        let code = unit.word.len() == 3 && unit.word.chars().all(char::is_uppercase);
        if code && let Some(scale) = scale(text, found.end).and_then(|scale| number.scaled(scale)) {
            found.figure = Figure::Point(scale);
            found.end += 1;
        } else if unit.meaning.factor == Decimal::ONE
            && let Some((value, end)) = cents(text, found, unit)
        {
            extend(found, number.value.checked_add(value), end);
        }
        return;
    }
    let pound = matches!(unit.word.to_ascii_lowercase().as_str(), "pound" | "pounds");
    let first = if pound { Unit::parse("[lb_av]").unwrap_or_else(|_| found.unit.clone()) } else { found.unit.clone() };
    // "1.5 km, 400 m" are two, and so are "distances of 1 km and 500 m".
    let several = text.any_before(found.first, &["between", "both", "either", "from"])
        || text.any_before(found.first, &["of", "at"]) && text.word(found.first.wrapping_sub(2)).ends_with('s');
    if metric(&first) && (several || !number.value.is_integer()) {
        return;
    }
    let (mut whole, mut unit) = (number.value, first);
    for _ in 1..MOST {
        let Some((value, end, part)) = next_part(text, found, whole, &unit) else { return };
        if !extend(found, Some(value), end) {
            return;
        }
        found.alternatives.clear();
        found.unit = part.clone();
        (whole, unit) = (value, part);
    }
}

fn metric(unit: &Unit) -> bool {
    matches!(unit.code(), "km" | "m" | "cm" | "kg" | "L")
}

/// The magnitude with the part that follows it, in the smaller unit: both, and the token after.
fn next_part(text: &Text, found: &Found, whole: Decimal, unit: &Unit) -> Option<(Decimal, usize, Unit)> {
    let parts = PARTS.iter().filter(|(of, _, _)| *of == unit.code());
    let mut read = parts.filter_map(|&(_, part, factor)| {
        let said = smaller(text, found.end, part, factor.into()).or_else(|| minutes(text, found, part));
        said.map(|(value, end)| (value, end, part, factor))
    });
    let (value, end, part, factor) = read.next()?;
    let whole = whole.checked_mul(factor.into())?.checked_add(value)?;
    Some((whole, end, Unit::parse(part).ok()?))
}

/// "$20 and 43 cents", "$7 25c": a part of the money whose sign stands before it.
pub(super) fn read_cents(text: &Text, found: &mut Found) {
    let Figure::Point(number) = found.figure else { return };
    if !number.value.is_integer() || number.value.is_sign_negative() || text.is_mark(found.end, &[',', '-']) {
        return;
    }
    if let Some((value, end)) = named_cents(text, found.end, &found.unit, &found.alternatives) {
        extend(found, number.value.checked_add(value), end);
    }
}

fn extend(found: &mut Found, value: Option<Decimal>, end: usize) -> bool {
    let Some(number) = value.and_then(|value| Number::written(value, Decimal::ONE)) else { return false };
    found.figure = Figure::Point(number);
    found.end = end;
    true
}

fn scale(text: &Text, i: usize) -> Option<Decimal> {
    let power = scale_word(text.word(i)).filter(|&power| power > 2 && text.reads_on(i))?;
    power_of_ten(power)
}

/// The token after "and", a comma or a hyphen that joins the part to the whole.
fn joined(text: &Text, i: usize) -> usize {
    if text.is_mark(i, &[',']) && text.is(i + 1, "and") {
        return i + 2;
    }
    let joint = text.is(i, "and") || text.is_mark(i, &[',']) || text.is_hyphen(i);
    i + usize::from(joint)
}

/// "8 in", "and 2 inches", "-2": a number below `factor` with the smaller unit.
fn smaller(text: &Text, end: usize, part: &str, factor: Decimal) -> Option<(Decimal, usize)> {
    let at = joined(text, end);
    let numeral = numeral::read(text, at, false).filter(|n| text.reads_on(at) && !n.scaled && n.digits < factor)?;
    let bound = text.is_hyphen(numeral.end);
    let next = numeral.end + usize::from(bound);
    if !text.reads_on(next) {
        return None;
    }
    // "6' 2\"", "6' 2 ''"
    if part == "[in_i]" && text.is_mark(end.wrapping_sub(1), &['\'', '′', '’']) {
        let two = text.is_mark(next, &['\'']) && text.is_mark(next + 1, &['\'']) && text.adjoins(next + 1);
        let tick = two || text.is_mark(next, &['"', '″', '”']);
        return tick.then_some((numeral.digits, next + 1 + usize::from(two)));
    }
    // "in" is an inch only here.
    if part == "[in_i]" && text.is(next, "in") && !text.is(end, "and") {
        return Some((numeral.digits, next + 1));
    }
    if part == "[lb_av]" && text.any(next, &["pound", "pounds"]) {
        return Some((numeral.digits, next + 1));
    }
    let (end, meaning) = unit_at(text, next)?;
    (meaning.unit.code() == part && meaning.factor == Decimal::ONE).then_some((numeral.digits, end))
}

/// "one hour thirty", "2 hours and 10": minutes that nobody names.
fn minutes(text: &Text, found: &Found, part: &str) -> Option<(Decimal, usize)> {
    if part != "min" || text.is_mark(found.end, &[',']) || text.any_before(found.first, &["between", "from"]) {
        return None;
    }
    let at = joined(text, found.end);
    let numeral =
        numeral::read(text, at, false).filter(|n| text.reads_on(at) && !n.scaled && !n.fraction && !n.vague)?;
    let ends = text.get(numeral.end).is_none()
        || text.is_mark(numeral.end, &['.', '!', '?', ';', ','])
        || !text.reads_on(numeral.end);
    let two = numeral.words || text.str(at).len() == 2;
    (ends && two && numeral.digits.is_integer() && numeral.digits < Decimal::from(60))
        .then_some((numeral.digits, numeral.end))
}

/// "50 cents", "and 50." behind "3 dollars".
fn cents(text: &Text, found: &Found, unit: &After) -> Option<(Decimal, usize)> {
    if let Some(named) = named_cents(text, found.end, &unit.meaning.unit, &unit.meaning.alternatives) {
        return Some(named);
    }
    let (at, numeral, hundredth) = hundredths(text, found.end)?;
    let token = text.get(numeral.end);
    if text.reads_on(numeral.end) && name_at(text, numeral.end).is_some() {
        return None;
    }
    // Two digits that end the sentence: "it cost 15 dollars 50."
    let ends = token.is_none() || text.is_mark(numeral.end, &['.', '!', '?', ';']) || !text.reads_on(numeral.end);
    let two = numeral.digits.scale() == 0 && (numeral.words || text.str(at).len() == 2);
    let range = text.any_before(found.first, &["between", "from"]) || text.is_mark(found.end, &[',']);
    (ends && two && !range).then_some((hundredth, numeral.end))
}

/// The number below a hundred behind a sum: its token, itself, and what it adds.
fn hundredths(text: &Text, end: usize) -> Option<(usize, Numeral, Decimal)> {
    let at = joined(text, end);
    let numeral = numeral::read(text, at, false)
        .filter(|n| text.reads_on(at) && !n.scaled && !n.fraction && n.digits < Decimal::ONE_HUNDRED)?;
    // "8 euros a dozen"
    let article = text.any(at, &["a", "an", "half", "dozen"]);
    Some((at, numeral, numeral.digits.checked_div(Decimal::ONE_HUNDRED)?)).filter(|_| !article)
}

/// "50 cents", "43c", "25 paise" behind a sum in `unit`; cents are the hundredths of many currencies.
fn named_cents(text: &Text, end: usize, unit: &Unit, others: &[Unit]) -> Option<(Decimal, usize)> {
    let (_, numeral, hundredth) = hundredths(text, end)?;
    let next = numeral.end;
    if !text.reads_on(next) {
        return None;
    }
    let sign = text.adjoins(next) && (text.str(next) == "c" || text.is_mark(next, &['¢']));
    if sign || text.any(next, &["cent", "cents"]) && unit.code() != "GBP" {
        let glued = text.adjoins(next + 1) && matches!(text.kind(next + 1), Some(Kind::Word | Kind::Number));
        return (!glued).then_some((hundredth, next + 1));
    }
    let (end, meaning) = name_at(text, next)?;
    let minor = meaning.factor == Decimal::new(1, 2) && (meaning.unit == *unit || others.contains(&meaning.unit));
    minor.then_some((hundredth, end))
}

#[cfg(test)]
mod tests {
    use super::super::find_quantities;

    #[test]
    fn two_units_are_one_magnitude() {
        for (text, mention, value, unit) in [
            ("a bar of 3 ft 6 in or so", "3 ft 6 in", "42", "[in_i]"),
            ("he stood six feet and one inch tall", "six feet and one inch", "73", "[in_i]"),
            ("a 6-foot-3-inch guard", "6-foot-3-inch", "75", "[in_i]"),
            ("born at 8 pounds 2 ounces", "8 pounds 2 ounces", "130", "[oz_av]"),
            ("took 4 hours and 10 minutes", "4 hours and 10 minutes", "250", "min"),
            ("for two dollars and ten cents", "two dollars and ten cents", "2.1", "USD"),
            ("for 4 euros 20 cents", "4 euros 20 cents", "4.2", "EUR"),
            ("a guard, 6'2\", from Ohio", "6'2\"", "74", "[in_i]"),
            ("a guard, 5' 10 '' tall", "5' 10 ''", "70", "[in_i]"),
            ("for $20 and 43c", "$20 and 43c", "20.43", "USD"),
            ("for 3 CHF 4 cents", "3 CHF 4 cents", "3.04", "CHF"),
            ("for $20 and 43 chairs", "$20", "20", "USD"),
            ("a climb of 2 km and 60 m", "2 km and 60 m", "2060", "m"),
            ("at distances of 2 km and 60 m", "2 km", "2", "km"),
            ("a cliff of 2.5 km and 60 m", "2.5 km", "2.5", "km"),
            ("it went on for 2 days, 4 hours, and 30 seconds", "2 days, 4 hours, and 30 seconds", "187230", "s"),
            ("a child of 9 kg 400 g", "9 kg 400 g", "9400", "g"),
            ("cost 12 dollars 75.", "12 dollars 75", "12.75", "USD"),
            ("lost 30 USD million", "30 USD million", "30000000", "USD"),
            ("5 ft in the air", "5 ft", "5", "[ft_i]"),
        ] {
            let found = find_quantities(text);
            let first = &found[0];
            let read = (first.span.of(text), first.figure.high().normalize().to_string(), first.unit.code());
            assert_eq!(read, (mention, value.to_owned(), unit), "{text}");
        }
    }
}
