//! Digits and number words with their currency, unit, rate or counted noun, single or as a range.

use rust_decimal::Decimal;

use super::after::{After, after, after_at};
use super::counted::counted;
use super::evidence::Evidence;
use super::lexer::{Gap, Kind, Text};
use super::lexicon::{Meaning, lexicon};
use super::number::{Form, Number};
use super::numeral::{self, Numeral};
use super::scan::Found;
use super::settle::{Mention, settle};
use super::unit::Unit;
use super::{compound, noun, range, rate, spelled, words};

/// The words that say a sign.
const SIGNS: &[&str] = &["minus", "negative"];

/// The words that values start with, beside number words and what stands before a number.
pub(super) fn starts() -> Vec<&'static str> {
    SIGNS.to_vec()
}

/// A value at some token: sign, currency, number.
pub(super) struct Amount {
    pub first: usize,
    pub numeral: Numeral,
    pub negative: bool,
    /// The currency before the number, and its sign's text.
    pub money: Option<(Meaning, String)>,
}

/// Money with its sign or code before the number: "$1.05 trillion", "EUR1.2bn".
pub(super) fn money(text: &Text, context: &Evidence, i: usize) -> Option<Found> {
    let amount = amount(text, i).filter(|amount| amount.money.is_some())?;
    complete(text, context, amount)
}

/// Any other number.
pub(super) fn read(text: &Text, context: &Evidence, i: usize) -> Option<Found> {
    // "plus or minus" is a tolerance, read with the number before.
    complete(text, context, amount(text, i)?)
}

/// The token after a number that was no quantity: the whole phrase, so that no part of it is read again.
pub(super) fn rejected(text: &Text, i: usize) -> usize {
    match numeral::read(text, i, false) {
        Some(numeral) => numeral.end,
        None => spelled::year(text, i).map_or(i + 1, |(_, end)| end),
    }
}

fn is_sign(text: &Text, i: usize) -> Option<bool> {
    let free = text.get(i)?.gap != Gap::None || i == 0 || text.is_mark(i - 1, &['(', '[', '/', ':', '<', '>', '=']);
    // "-$162,117 for the university": a dash before a sum that opens a line or follows a name in brackets lists it.
    let opens = i == 0 || text.starts_line(i) || text.is_mark(i - 1, &[')']);
    let sum = text.get(i + 1).is_some_and(|next| lexicon().money(text.raw, next.start).is_some());
    if opens && sum && text.is_mark(i, &['-', '−', '–']) && text.kind(i + 3) == Some(Kind::Word) {
        return None;
    }
    if text.is_mark(i, &['-', '−', '–']) && text.adjoins(i + 1) && free {
        return Some(true);
    }
    if text.is_mark(i, &['+']) && text.adjoins(i + 1) && free {
        return Some(false);
    }
    (text.any(i, SIGNS) && text.reads_on(i + 1) && !text.any_before(i, &["or"])).then_some(true)
}

pub(super) fn amount(text: &Text, i: usize) -> Option<Amount> {
    let sign = is_sign(text, i);
    let mut at = i + usize::from(sign.is_some());
    let mut negative = sign.unwrap_or(false);
    let mut money = None;
    let token = text.get(at)?;
    if matches!(token.kind, Kind::Word | Kind::Mark(_))
        && !(text.adjoins(at) && at > 0 && text.kind(at - 1) == Some(Kind::Word) && token.kind == Kind::Word)
        && let Some((number, meaning)) = lexicon().money(text.raw, token.start)
    {
        let word = text.raw[token.start..number].trim_end().to_owned();
        at = text.token_at(at, number);
        money = Some((meaning.clone(), word));
        if text.is_mark(at, &['-', '−']) && text.adjoins(at + 1) {
            negative = true;
            at += 1;
        }
        at += usize::from(text.is_mark(at, &['~']));
    }
    // "$(1.2)", as statements write what is lost
    if let Some(amount) = bracketed(text, i, at).filter(|_| money.is_none() && sign.is_none()) {
        return Some(amount);
    }
    // "a $5", "a £1 million" start at the sign; number words after a sign are none.
    let numeral = numeral::read(text, at, money.is_some()).filter(|n| money.is_none() || !n.words)?;
    // "paid in rupees 20 years ago"
    let named = money.as_ref().is_some_and(|(_, word)| word.len() > 3 && word.ends_with(char::is_lowercase));
    if named && after(text, &numeral).is_some() {
        return None;
    }
    if sign.is_some() && money.is_none() && numeral.words && !text.any(i, SIGNS) {
        return None;
    }
    Some(Amount { first: i, numeral, negative, money })
}

/// A negative amount behind a sign of money: "$(1,250)", "$(4.5) million".
fn bracketed(text: &Text, i: usize, at: usize) -> Option<Amount> {
    let sign = text.mark(at).is_some_and(|mark| matches!(mark, '$' | '€' | '£'));
    let closed = text.is_mark(at + 1, &['(']) && text.is_number(at + 2) && text.is_mark(at + 3, &[')']);
    if !sign || !closed || !text.adjoins(at + 1) || !text.adjoins(at + 2) || !text.adjoins(at + 3) {
        return None;
    }
    let word = text.str(at).to_owned();
    let (_, meaning) = lexicon().money(&format!("{word}1"), 0)?;
    let numeral = numeral::read(text, at + 2, true).filter(|numeral| numeral.end == at + 3)?;
    let scale = words::single_scale(text.word(at + 4)).filter(|_| text.reads_on(at + 4)).and_then(words::power_of_ten);
    let numeral = Numeral {
        end: at + 4 + usize::from(scale.is_some()),
        scale: scale.unwrap_or(Decimal::ONE),
        scaled: scale.is_some(),
        ..numeral
    };
    Some(Amount { first: i, numeral, negative: true, money: Some((meaning.clone(), word)) })
}

#[expect(clippy::needless_pass_by_value, reason = "an amount is used up")]
fn complete(text: &Text, context: &Evidence, amount: Amount) -> Option<Found> {
    let numeral = amount.numeral;
    let number = signed(numeral.number()?, amount.negative);
    let form = if numeral.words { Form::Words } else { Form::Digits };
    let mut found = Found::new(amount.first, numeral.end, number, Unit::one(), form);
    found.number_first = numeral.first;
    found.number_end = numeral.end;
    if amount.money.is_none() && marked(text, &numeral) {
        return Some(found);
    }
    let unit = match amount.money {
        Some(_) => None,
        None => after(text, &numeral),
    };
    if unit.is_none() && glued(text, numeral.end) {
        return None;
    }
    if let Some(found) = range::read(text, context, &amount, unit.as_ref()) {
        return Some(found);
    }
    if unit.is_none()
        && amount.money.is_none()
        && let Some(last) = suspended(text, numeral.end)
    {
        return shared(text, found, &last);
    }
    finish(text, context, &amount, unit, found, &numeral)
}

/// "the 10- and 30-year yields", "42-, 50- and 65-inch screens", "two- or three-bedroom flats": the last number, to which
/// the hyphen at token `end` leaves the unit.
fn suspended(text: &Text, mut end: usize) -> Option<Numeral> {
    for _ in 0..4 {
        if !text.is_dash(end) || !text.adjoins(end) || text.adjoins(end + 1) && !text.is_mark(end + 1, &[',']) {
            return None;
        }
        let comma = end + 1 + usize::from(text.is_mark(end + 1, &[',']));
        let at = comma + usize::from(text.any(comma, &["and", "or"]));
        if at == end + 1 || !text.reads_on(at) {
            return None;
        }
        let next = numeral::read(text, at, false).filter(|next| !next.fraction && !next.scaled)?;
        if text.is_hyphen(next.end) && text.kind(next.end + 1) == Some(Kind::Word) {
            return Some(next);
        }
        end = next.end;
    }
    None
}

/// A figure with the unit or noun of the number that its hyphen looks to.
fn shared(text: &Text, mut found: Found, last: &Numeral) -> Option<Found> {
    if let Some(unit) = after(text, last) {
        found.figure = found.figure.scaled(unit.meaning.factor)?;
        (found.unit, found.alternatives) = (unit.meaning.unit, unit.meaning.alternatives);
    } else if let Some(head) = noun::head(text, last.end, false) {
        found.unit = Unit::count(&head.singular);
        found.noun = Some(head.span);
    }
    Some(found)
}

/// Gives a figure its unit, rate, tolerance and noun.
pub(super) fn finish(
    text: &Text,
    context: &Evidence,
    amount: &Amount,
    unit: Option<After>,
    mut found: Found,
    last: &Numeral,
) -> Option<Found> {
    tolerance(text, &mut found);
    let unit = if found.tolerance.is_some() && unit.is_none() { after_at(text, found.end, last) } else { unit };
    if let Some((meaning, sign)) = &amount.money {
        let mention = Mention { at: amount.first, end: found.end, word: sign, scaled: last.scaled };
        (found.unit, found.alternatives) = settle(text, context, meaning, &mention);
        if meaning.factor != Decimal::ONE {
            found.figure = found.figure.scaled(meaning.factor)?;
        }
        // "$5 million dollars", "$5 million AUD", "US$3 (A$5)"
        if let Some(name) = after_at(text, found.end, last)
            .filter(|name| name.meaning.unit.is_currency() && name.meaning.factor == Decimal::ONE && !name.bound)
            .filter(|name| !(text.mark(name.end - 1).is_some() && text.is_number(name.end)))
        {
            let same = name.meaning.unit == found.unit || found.alternatives.contains(&name.meaning.unit);
            if same {
                found.end = name.end;
                if name.meaning.alternatives.is_empty() {
                    (found.unit, found.alternatives) = (name.meaning.unit, Vec::new());
                }
            }
        }
        if !last.scaled && !last.vague {
            compound::read_cents(text, &mut found);
        }
    } else if let Some(unit) = unit {
        if unit.meaning.factor != Decimal::ONE {
            found.figure = found.figure.scaled(unit.meaning.factor)?;
        }
        found.end = unit.end;
        let mention = Mention { at: amount.first, end: unit.end, word: &unit.word, scaled: last.scaled };
        (found.unit, found.alternatives) = settle(text, context, &unit.meaning, &mention);
        compound::read(text, &mut found, &unit, last);
    } else {
        return counted(text, found, last);
    }
    inverted(text, &mut found);
    tolerance_of_unit(text, &mut found);
    rated(text, found)
}

pub(super) fn signed(number: Number, negative: bool) -> Number {
    if negative { number.negated() } else { number }
}

/// Letters that adjoin the digits without being a unit make a name of both: "5G", "737s", "3D".
pub(super) fn glued(text: &Text, end: usize) -> bool {
    text.adjoins(end) && text.kind(end) == Some(Kind::Word) && text.kind(end.wrapping_sub(1)) != Some(Kind::Word)
}

/// "56.7r  57.1  58.0p": a letter glued to a number in a row of numbers marks it as revised, provisional, estimated.
fn marked(text: &Text, numeral: &Numeral) -> bool {
    let mark = text.adjoins(numeral.end) && matches!(text.str(numeral.end), "r" | "p" | "e" | "f" | "b");
    let written = text.str(numeral.first).contains(['.', ',']) && numeral.end == numeral.first + 1;
    if !mark || !written {
        return false;
    }
    let next = numeral.end + 1;
    let row = |at: usize| text.is_number(at) && text.str(at).contains(['.', ',']) && !text.starts_line(at);
    let gap = || {
        let before = text.get(numeral.first).and_then(|token| text.raw.get(..token.start)).unwrap_or_default();
        before.ends_with(['\t', '|']) || before.ends_with("  ")
    };
    text.get(next).is_none_or(|token| token.gap != Gap::None)
        && (row(next)
            || numeral.first > 0 && row(numeral.first - 1)
            || numeral.first > 1 && row(numeral.first - 2)
            || gap())
}

/// "472 cm−1": an exponent of minus one behind the unit.
fn inverted(text: &Text, found: &mut Found) {
    let at = found.end;
    let one =
        text.is_mark(at, &['−', '-']) && text.adjoins(at) && text.adjoins(at + 1) && text.plain(at + 1) == Some(1);
    let ends = text.get(at + 2).is_none_or(|next| next.gap != Gap::None) || text.is_mark(at + 2, &[',', ';', ')']);
    if one && ends && !found.unit.has_currency() && !found.unit.is_percent() {
        found.unit = Unit::one().per(&found.unit);
        found.alternatives.clear();
        found.end = at + 2;
    }
}

/// The half-width that token `at` starts: "± 0.3", "plus or minus 3".
fn half_width(text: &Text, at: usize) -> Option<Numeral> {
    let minus = text.is_dash(at + 2) || text.is_mark(at + 2, &['−']);
    let signs = text.is_mark(at, &['+']) && text.is_mark(at + 1, &['/']) && minus;
    let words = text.is(at, "plus") && text.is(at + 1, "or") && text.is(at + 2, "minus");
    let first = if text.is_mark(at, &['±']) {
        at + 1
    } else if signs || words {
        at + 3
    } else {
        return None;
    };
    numeral::read(text, first, false)
}

/// "5.0 ± 0.3 kg": a tolerance between the number and its unit.
fn tolerance(text: &Text, found: &mut Found) {
    if let Some(numeral) = half_width(text, found.end)
        && let Some(number) = numeral.number()
    {
        found.tolerance = Some(number);
        found.end = numeral.end;
    }
}

/// "12.5% ± 3.7%", "5 kg plus or minus 1": a tolerance behind the unit, in the same unit or points of it.
fn tolerance_of_unit(text: &Text, found: &mut Found) {
    let Some(numeral) = half_width(text, found.end).filter(|_| found.tolerance.is_none()) else { return };
    let end = match after(text, &numeral) {
        Some(unit) if unit.meaning.unit == found.unit => unit.end,
        Some(unit) if found.unit.is_percent() && unit.meaning.unit == Unit::points() => unit.end,
        Some(_) => return,
        None => numeral.end,
    };
    if let Some(number) = numeral.number() {
        found.tolerance = Some(number);
        found.end = end;
    }
}

/// A rate behind a unit: "$65 a barrel", "44 `GWh` annually", "3000 gigalitres of water a year".
pub(super) fn rated(text: &Text, mut found: Found) -> Option<Found> {
    let duration = matches!(found.unit.code(), "a" | "mo");
    if matches!(found.unit.code(), "%" | "pp" | "bp" | "Cel" | "[degF]") || duration {
        return Some(found);
    }
    if let Some(mut rate) = rate::read(text, found.end, true) {
        if rate.per.code() == "[oz_av]" && found.unit.has_currency() && of_metal(text, found.first) {
            rate.per = Unit::parse("[oz_tr]").ok()?;
        }
        found.end = rate.end;
        let time = rate.time;
        let mut found = per(found, &rate)?;
        // "$5 a month per user"
        if time
            && text.is(found.end, "per")
            && let Some(again) =
                rate::read(text, found.end, false).filter(|again| !again.time && again.by == Decimal::ONE)
        {
            found.end = again.end;
            found = per(found, &again)?;
        }
        return Some(found);
    }
    // "of water a year": the rate is the unit's, the words between stay outside of the mention.
    if text.is(found.end, "extra")
        && let Some(rate) = rate::read(text, found.end + 1, false)
    {
        return per(found, &rate);
    }
    if text.is(found.end, "of") && !found.unit.has_currency() {
        for at in found.end + 2..found.end + 5 {
            if text.kind(at) != Some(Kind::Word) {
                break;
            }
            // "of CO2 per tonne of steel"
            if let Some(rate) = rate::read(text, at, true).filter(|rate| rate.time || text.is(at, "per")) {
                return per(found, &rate);
            }
        }
    }
    Some(found)
}

/// Whether a precious metal is spoken of near token `i`: its ounces are troy ounces.
fn of_metal(text: &Text, i: usize) -> bool {
    let metal = |k: usize| text.any(k, &["gold", "silver", "platinum", "palladium", "bullion"]);
    (i.saturating_sub(20)..i + 12).any(metal)
}

/// The figure divided by what its rate says.
pub(super) fn per(mut found: Found, rate: &rate::Rate) -> Option<Found> {
    found.unit = found.unit.per(&rate.per);
    found.alternatives = found.alternatives.iter().map(|unit| unit.per(&rate.per)).collect();
    if rate.by != Decimal::ONE {
        found.by = rate.by;
        found.figure = found.figure.scaled(Decimal::ONE.checked_div(rate.by)?)?;
    }
    Some(found)
}
