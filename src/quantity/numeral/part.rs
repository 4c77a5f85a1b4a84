//! Number phrases with a fraction in them: "5 1/2", "two and a half million", "a quarter of a million".

use rust_decimal::Decimal;

use super::super::fraction::{self, Fraction};
use super::super::lexer::{Kind, Text};
use super::super::lexicon::name_at;
use super::super::spelled::{spelled, spelled_before};
use super::super::words::{Ending, power_of_ten, scale_word, single_scale};
use super::Numeral;

/// "1/2" at token `i`: numerator, denominator, the token after.
pub(super) fn simple_fraction(text: &Text, i: usize) -> Option<(u32, u32, usize)> {
    let bar = text.is_mark(i + 1, &['/', '⁄']) && text.adjoins(i + 1) && text.adjoins(i + 2);
    let (a, b) = (text.plain(i)?, text.plain(i + 2)?);
    let usual = matches!(b, 2..=10 | 12 | 16 | 20 | 25 | 32 | 64 | 100) || b == 1000 && name_at(text, i + 3).is_some();
    let usual = usual && a > 0 && a < b;
    let dated = text.is_mark(i + 3, &['/']) && text.adjoins(i + 3);
    (bar && usual && !dated).then_some((a, b, i + 3))
}

pub(super) fn fractional(first: usize, end: usize, whole: Decimal, a: u32, b: u32) -> Option<Numeral> {
    let part = ratio(a, b)?;
    // Thirds and the like have no last place.
    let vague = part.scale() > 6;
    Some(Numeral { vague, ..Numeral::new(first, end, whole.checked_add(part)?) })
}

/// "half a million", "half-a-billion", "half a dozen", "half million", "a quarter of a million", "two thirds of a
/// million".
pub(super) fn part_of_scale(text: &Text, i: usize) -> Option<Numeral> {
    let (part, end) = match text.word(i) {
        word if word.eq_ignore_ascii_case("half") => (Decimal::new(5, 1), i + 1),
        word if word.eq_ignore_ascii_case("quarter") => (Decimal::new(25, 2), i + 1),
        _ => {
            let part = fraction::read(text, i).filter(Fraction::is_proper)?;
            (part.value()?, part.end)
        }
    };
    let half = text.is(end - 1, "half");
    let mut at = text.after_hyphen(end);
    if half && text.any(at, &["a", "an"]) {
        at = text.after_hyphen(at + 1);
    } else if text.is(at, "of") && text.is(at + 1, "a") {
        at += 2;
    } else if !matches!(text.word(end - 1).len(), 4..=8) {
        return None;
    }
    if !text.reads_on(at) {
        return None;
    }
    let numeral = |digits: Decimal, scale: Decimal| Numeral {
        words: true,
        vague: true,
        scaled: true,
        scale,
        ..Numeral::new(i, at + 1, digits)
    };
    if half && text.any(at, &["dozen", "doz"]) {
        return Some(numeral(Decimal::from(6), Decimal::ONE));
    }
    // "a third million" is the third one.
    let scale = single_scale(text.word(at)).filter(|_| at > end || text.any(end - 1, &["half", "quarter"]))?;
    Some(numeral(part, power_of_ten(scale)?))
}

/// "two hundred and fifty-four hundredths", "two million and one half": the parts make less than one, so only what
/// stands behind "and" is in them.
pub(super) fn mixed(text: &Text, i: usize) -> Option<Numeral> {
    let said = spelled(text, i)?;
    let and = (i + 1..said.end).rev().find(|&at| text.is(at, "and"))?;
    let ends = |part: &Fraction| part.end > said.end || said.ending != Ending::Cardinal;
    fraction::read(text, and + 1).filter(|part| part.is_proper() && ends(part))?;
    let whole = spelled_before(text, i, and).filter(|whole| whole.end == and && whole.ending == Ending::Cardinal)?;
    and_part(text, &Numeral::said(i, &whole))
}

/// The number with the fraction behind its "and": "two and a half", "3 million and a half", "16 and 2/3".
pub(super) fn and_part(text: &Text, whole: &Numeral) -> Option<Numeral> {
    let and = text.after_hyphen(whole.end);
    if !text.is(and, "and") || !text.reads_on(and) {
        return None;
    }
    let at = text.after_hyphen(and + 1);
    let (part, end) = if let Some((a, b, end)) = simple_fraction(text, at) {
        (ratio(a, b)?, end)
    } else {
        let part = fraction::read(text, at).filter(|part| part.is_proper() && follows_part(text, part))?;
        (part.value()?, part.end)
    };
    if whole.digits.scale() > 0 || !text.reads_on(at) {
        return None;
    }
    let vague = whole.vague || part.scale() > 6;
    // "one billion and a half million": the part has a scale of its own.
    if let Some(scale) = single_scale(text.word(end)).filter(|_| text.reads_on(end) && whole.scaled) {
        let part = part.checked_mul(power_of_ten(scale)?)?;
        let digits = whole.digits.checked_mul(whole.scale)?.checked_add(part)?.normalize();
        return Some(Numeral { end: end + 1, digits, scale: Decimal::ONE, vague, ..*whole });
    }
    // "two million and a half" are two and a half million, "a hundred and a half" is 100.5.
    let (digits, scale) = if whole.scale >= Decimal::ONE_THOUSAND {
        (whole.digits.checked_add(part)?, whole.scale)
    } else {
        (whole.digits.checked_mul(whole.scale)?.checked_add(part)?, Decimal::ONE)
    };
    Some(Numeral { end, digits, scale, vague, ..*whole })
}

/// Whether what follows "and a third" leaves it a fraction: not in "between two and a third party", "a million and a
/// half of them".
fn follows_part(text: &Text, part: &Fraction) -> bool {
    let next = part.end;
    if text.kind(next) != Some(Kind::Word) || !text.reads_on(next) {
        return !(text.is_dash(next) && text.adjoins(next)) || text.is(next - 1, "half");
    }
    if text.any(next, &["of", "the", "as", "an"]) {
        return false;
    }
    let sure = !part.article || part.below == Decimal::TWO || text.is(next - 1, "quarter");
    sure || text.word(next).ends_with('s') || scale_word(text.word(next)).is_some() || text.is(next, "percent")
}

fn ratio(a: u32, b: u32) -> Option<Decimal> {
    Decimal::from(a).checked_div(b.into())
}
