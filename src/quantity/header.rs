//! Rows of a table in text, whose unit stands in brackets before the numbers: "Output (million tonnes) 12.3 13.1".

use rust_decimal::Decimal;

use super::lexer::{Kind, Text};
use super::lexicon::{self, lexicon};
use super::number::{Figure, Form};
use super::rate;
use super::scan::{Found, Quantity};
use super::unit::Unit;
use super::words::{power_of_ten, scale_word};

/// What the head of a row says of its numbers.
#[derive(Clone, Debug)]
pub(super) struct Header {
    unit: Unit,
    factor: Decimal,
}

/// Gives a bare number in a row the unit and scale of the row's head, and returns these for the numbers that follow.
pub(super) fn over(text: &Text, found: &mut Found, last: Option<(&Quantity, &Header)>) -> Option<Header> {
    let Figure::Point(number) = found.figure else { return None };
    let bare = found.form == Form::Digits && found.unit == Unit::one() && found.noun.is_none();
    let scaled = found.number_end > found.number_first + 1;
    if !bare || scaled || found.by != Decimal::ONE || !ends(text, found.end) {
        return None;
    }
    let mut at = found.first;
    while at > 0 && text.reads_on(at) && text.is_mark(at - 1, &['|', '-', '–', '.', '(', '+']) {
        at -= 1;
    }
    let header = match last {
        Some((last, header)) if follows(text, found.first, last) => header.clone(),
        _ => before(text, at.checked_sub(1)?)?,
    };
    found.figure = Figure::Point(number.scaled(header.factor)?);
    found.alternatives = vec![Unit::one()];
    found.unit = header.unit.clone();
    Some(header)
}

/// Whether nothing goes on at token `i` that a number of prose would have behind it.
fn ends(text: &Text, i: usize) -> bool {
    text.kind(i) != Some(Kind::Word)
        || !text.reads_on(i)
        || text.starts_line(i)
        || text.adjoins(i)
        || text.any(i, &["n"])
}

/// Whether only gaps and marks stand between a quantity and the number at token `i`.
fn follows(text: &Text, i: usize, last: &Quantity) -> bool {
    let start = text.get(i).map_or(0, |token| token.start);
    let between = text.raw.get(last.span.end..start).unwrap_or("\n");
    between.len() < 40
        && !between.contains(|c: char| c == '\n' || c.is_ascii_digit() || c.is_alphabetic() && !"rpefna".contains(c))
}

/// The head whose bracket closes at token `close`, or a percent sign behind a comma: "Rate, %  5.4".
fn before(text: &Text, close: usize) -> Option<Header> {
    if text.is_mark(close, &['%']) && close > 0 && text.is_mark(close - 1, &[',']) && !text.adjoins(close + 1) {
        return Some(Header { unit: Unit::percent(), factor: Decimal::ONE });
    }
    if !text.is_mark(close, &[')', ']']) || text.adjoins(close + 1) {
        return None;
    }
    let open = (close.saturating_sub(7)..close).rev().find(|&at| text.is_mark(at, &['(', '[']))?;
    // A name stands before the bracket.
    if open == 0 || text.kind(open - 1) != Some(Kind::Word) || !text.reads_on(open) {
        return None;
    }
    let mut at = open + 1;
    at += usize::from(text.is(at, "in"));
    let mut unit = None;
    if let Some((end, found)) = sign(text, at).or_else(|| unit_at(text, at).filter(|(_, unit)| unit.is_currency())) {
        (unit, at) = (Some(found), end);
    }
    let mut factor = Decimal::ONE;
    let letter = unit.is_some() && text.any(at, &["m", "b", "k"]);
    if at < close
        && let Some((power, end)) = scale_at(text, at, letter)
    {
        (factor, at) = (power_of_ten(power)?, end);
        at += usize::from(text.is(at, "of"));
    }
    if at < close && unit.is_none() {
        let (end, found) = unit_at(text, at)?;
        (unit, at) = (Some(found), end);
    }
    let mut unit = unit.unwrap_or_else(Unit::one);
    if at < close {
        let rate = rate::read(text, at, true)?;
        (unit, at) = (unit.per(&rate.per), rate.end);
        factor = factor.checked_div(rate.by)?;
    }
    let says = unit != Unit::one() || factor != Decimal::ONE;
    (at == close && says).then_some(Header { unit, factor })
}

/// "million", "mn", "'000", "000s": a power of ten and the token after.
fn scale_at(text: &Text, at: usize, letter: bool) -> Option<(u32, usize)> {
    if letter {
        let power = match text.word(at) {
            "k" => 3,
            "m" => 6,
            _ => 9,
        };
        return Some((power, at + 1));
    }
    if let Some(power) = scale_word(text.word(at)) {
        return Some((power, at + 1));
    }
    let at = at + usize::from(text.is_mark(at, &['\'', '’', '‘']));
    let end = at + 1 + usize::from(text.adjoins(at + 1) && text.is(at + 1, "s"));
    (text.str(at) == "000").then_some((3, end))
}

/// A sign of money such as "US$", without its number, and the token after.
fn sign(text: &Text, at: usize) -> Option<(usize, Unit)> {
    let end = (at..at + 3).find(|&at| text.mark(at).is_some_and(|mark| "$€£¥₹".contains(mark)))?;
    let said = text.raw.get(text.get(at)?.start..text.get(end)?.end)?;
    let (stop, meaning) = lexicon().money(&format!("{said}1"), 0)?;
    (stop == said.len()).then(|| (end + 1, meaning.unit.clone()))
}

/// A unit in one of its units' own size, and the token after.
fn unit_at(text: &Text, at: usize) -> Option<(usize, Unit)> {
    let (end, meaning) = lexicon::unit_at(text, at)?;
    (meaning.factor == Decimal::ONE).then(|| (end, meaning.unit.clone()))
}

#[cfg(test)]
mod tests {
    use super::super::find_quantities;

    #[test]
    fn rows_take_the_unit_of_their_head() {
        for (text, values, unit) in [
            ("Imports (US$ mn) 1,250.5 1,300.0", vec!["1250500000", "1300000000"], "USD"),
            ("Output (million tonnes)\t12.5\t13.1", vec!["12500000", "13100000"], "t"),
            ("Growth (%) | -1.2 | 0.8", vec!["-1.2", "0.8"], "%"),
            ("Idle rate, %  5.4  5.6  ..", vec!["5.4", "5.6"], "%"),
            ("Staff (thousands)  12.4  11", vec!["12400", "11000"], "1"),
            ("Staff ('000s)  12.4", vec!["12400"], "1"),
            ("Fees (£ million) 7 n/a 9", vec!["7000000", "9000000"], "GBP"),
            ("Sales (2019) 12.4 13.5", vec!["12.4", "13.5"], "1"),
        ] {
            let found = find_quantities(text);
            let read: Vec<String> = found.iter().map(|q| q.figure.low().normalize().to_string()).collect();
            assert_eq!(read, values, "{text}");
            assert!(found.iter().all(|q| q.unit.code() == unit), "{text} {found:?}");
        }
        let prose = find_quantities("Growth (in dollars) 5 people saw");
        assert_eq!(prose[0].unit.code(), "{person}");
    }
}
