//! One magnitude in two units: "5 ft 8 in", "three dollars and fifty cents", "2 hours 30 minutes", "75 USD million".

use rust_decimal::{Decimal, MathematicalOps};

use super::after::After;
use super::lexer::Text;
use super::lexicon::lexicon;
use super::number::{Figure, Number};
use super::numeral::{self, Numeral};
use super::scan::Found;
use super::unit::Unit;
use super::words::scale_word;

/// A unit, the smaller one that may follow it, and how many of those it holds. The whole is said in the smaller unit,
/// which is exact.
const PARTS: &[(&str, &str, i64)] = &[
    ("[ft_i]", "[in_i]", 12),
    ("[yd_i]", "[ft_i]", 3),
    ("[lb_av]", "[oz_av]", 16),
    ("[stone_av]", "[lb_av]", 14),
    ("a", "mo", 12),
    ("d", "h", 24),
    ("h", "min", 60),
    ("h", "s", 3600),
    ("min", "s", 60),
];

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
    let code = if pound { "[lb_av]" } else { found.unit.code() };
    let parts = PARTS.iter().filter(|(whole, _, _)| *whole == code);
    let read = parts.map(|&(_, part, factor)| {
        let said = smaller(text, found.end, part, factor.into());
        (said.or_else(|| minutes(text, found, part)), part, factor)
    });
    if let Some((Some((value, end)), part, factor)) = read.into_iter().find(|(value, _, _)| value.is_some())
        && let Ok(unit) = Unit::parse(part)
    {
        let whole = number.value.checked_mul(factor.into()).and_then(|whole| whole.checked_add(value));
        if extend(found, whole, end) {
            found.unit = unit;
            found.alternatives.clear();
        }
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
    Decimal::TEN.checked_powu(u64::from(power))
}

/// The token after "and", a comma or a hyphen that joins the part to the whole.
fn joined(text: &Text, i: usize) -> usize {
    let joint =
        text.is(i, "and") || text.is_mark(i, &[',']) || text.is_dash(i) && text.adjoins(i) && text.adjoins(i + 1);
    i + usize::from(joint)
}

/// "8 in", "and 2 inches", "-2": a number below `factor` with the smaller unit.
fn smaller(text: &Text, end: usize, part: &str, factor: Decimal) -> Option<(Decimal, usize)> {
    let at = joined(text, end);
    let numeral = numeral::read(text, at, false).filter(|n| text.reads_on(at) && !n.scaled && n.digits < factor)?;
    let bound = text.is_dash(numeral.end) && text.adjoins(numeral.end) && text.adjoins(numeral.end + 1);
    let next = numeral.end + usize::from(bound);
    let token = text.get(next).filter(|_| text.reads_on(next))?;
    // "in" is an inch only here.
    if part == "[in_i]" && text.is(next, "in") && !text.is(end, "and") {
        return Some((numeral.digits, next + 1));
    }
    if part == "[lb_av]" && text.any(next, &["pound", "pounds"]) {
        return Some((numeral.digits, next + 1));
    }
    let named = lexicon().name(text.raw, token.start, text.word(next));
    let (stop, meaning) = named.or_else(|| lexicon().symbol(text.raw, token.start, true))?;
    (meaning.unit.code() == part && meaning.factor == Decimal::ONE).then(|| (numeral.digits, text.token_at(next, stop)))
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
    let at = joined(text, found.end);
    let numeral = numeral::read(text, at, false)
        .filter(|n| text.reads_on(at) && !n.scaled && !n.fraction && n.digits < Decimal::ONE_HUNDRED)?;
    // "8 euros a dozen"
    if text.any(at, &["a", "an", "half", "dozen"]) {
        return None;
    }
    let hundredth = numeral.digits.checked_div(Decimal::ONE_HUNDRED)?;
    let token = text.get(numeral.end);
    if let Some(token) = token.filter(|_| text.reads_on(numeral.end))
        && let Some((stop, meaning)) = lexicon().name(text.raw, token.start, text.word(numeral.end))
    {
        let minor = meaning.factor == Decimal::new(1, 2)
            && (meaning.unit == unit.meaning.unit || unit.meaning.alternatives.contains(&meaning.unit));
        return minor.then(|| (hundredth, text.token_at(numeral.end, stop)));
    }
    // Two digits that end the sentence: "it cost 15 dollars 50."
    let ends = token.is_none() || text.is_mark(numeral.end, &['.', '!', '?', ';']) || !text.reads_on(numeral.end);
    let two = numeral.digits.scale() == 0 && (numeral.words || text.str(at).len() == 2);
    let range = text.any_before(found.first, &["between", "from"]) || text.is_mark(found.end, &[',']);
    (ends && two && !range).then_some((hundredth, numeral.end))
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
            ("for 4 euros 20 cents", "4 euros", "4", "EUR"),
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
