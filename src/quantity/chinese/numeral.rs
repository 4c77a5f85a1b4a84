//! Number phrases in Chinese: 三千五百, 1亿2000万, 7.5万亿, 十二点五, 二〇二四, 三分之一, also in full-width digits.
//!
//! Written by hand: crates that read Chinese numerals know neither mixed ones (3.5万) nor how finely a number is
//! written.

use rust_decimal::Decimal;

use super::chars::{any, arabic, at, before, gap, is_han, numeric, reads};
use super::reader::Reader;
use crate::quantity::number::{Figure, Number};
use crate::span::Span;

/// How a number is put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One Han character, which may be part of a word.
    Lone,
    /// Nothing but scales: 百, 千万; vague as "thousands" are.
    Bare,
    /// Digits in a row: 二〇二四.
    Row,
    /// A fraction: 三分之一.
    Fraction,
    Full,
}

/// A number phrase, and what it says.
#[derive(Clone, Debug)]
pub(super) struct Numeral {
    pub start: usize,
    pub end: usize,
    /// A range for 二三十.
    pub figure: Figure,
    pub shape: Shape,
    /// Whether no digits of 0 to 9 are in it.
    pub words: bool,
    /// Whether 万 or more belongs to it.
    pub scaled: bool,
    /// What the scales multiply: for the other end of a range (3至5万).
    pub scale: Decimal,
    /// 余, 多, 几 inside: 500余万.
    pub more: Option<Span>,
    /// The digits of 0 to 9 alone, before any scale: how many before the point; nothing where there are others.
    pub plain: Option<usize>,
}

pub(super) const MORE: &[char] = &['余', '餘', '多', '几', '幾'];
const SIGNS: &[char] = &['负', '負', '-', '－', '−'];

impl Numeral {
    /// The number where it is one.
    pub(super) fn number(&self) -> Option<Number> {
        match self.figure {
            Figure::Point(number) => Some(number),
            Figure::Range { .. } => None,
        }
    }

    pub(super) fn value(&self) -> Decimal {
        self.figure.low()
    }

    pub(super) fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// The number phrase that starts at byte `i`, sign included; where there is none, where to look for the next one.
pub(super) fn read(text: &str, i: usize) -> Result<Numeral, usize> {
    let step = i + at(text, i).map_or(1, char::len_utf8);
    let negative = at(text, i).is_some_and(|c| SIGNS.contains(&c));
    if negative {
        let start = gap(text, step);
        let sign = at(text, i).is_some_and(is_han) || (start == step && sign_fits(text, i));
        let number =
            at(text, start).is_some_and(|c| arabic(c).is_some() || numeric(c) && at(text, i).is_some_and(is_han));
        if !sign || !number {
            return Err(step);
        }
        return unsigned(text, start)
            .map(|numeral| Numeral { start: i, figure: numeral.figure.negate(), ..numeral })
            .map_err(|_| step);
    }
    unsigned(text, i)
}

/// Whether a dash is a minus: nothing that it could join stands before it.
fn sign_fits(text: &str, i: usize) -> bool {
    before(text, i).is_none_or(|c| !c.is_alphanumeric() || is_han(c) && !numeric(c))
}

fn unsigned(text: &str, i: usize) -> Result<Numeral, usize> {
    let whole = plain(text, i)?;
    Ok(mixed(text, &whole).or_else(|| fraction(text, &whole)).or_else(|| stroke(text, &whole)).unwrap_or(whole))
}

/// 三分之一: the part of the whole before it.
fn fraction(text: &str, below: &Numeral) -> Option<Numeral> {
    let divided = reads(text, gap(text, below.end), "分")?;
    let start = reads(text, gap(text, divided), "之")?;
    let above = gap(text, start);
    let above = SIGNS[..2].iter().find_map(|sign| reads(text, above, sign.encode_utf8(&mut [0; 4]))).unwrap_or(above);
    let above = plain(text, above).ok()?;
    let value = above.number()?.value.checked_div(below.number()?.value)?;
    ratio(below, above.end, value, below.words && above.words)
}

/// 一又二分之一.
fn mixed(text: &str, whole: &Numeral) -> Option<Numeral> {
    let and = reads(text, gap(text, whole.end), "又")?;
    let part = fraction(text, &plain(text, gap(text, and)).ok()?)?;
    let value = whole.number()?.value.checked_add(part.number()?.value)?;
    ratio(whole, part.end, value, whole.words && part.words)
}

/// ３／５, 1 ３/5: with full-width characters only, what is ASCII alone is read elsewhere.
fn stroke(text: &str, first: &Numeral) -> Option<Numeral> {
    let bar = |end| any(text, end, &["/", "／"]).map(|(end, _)| end);
    let whole = |n: &Numeral| n.number().filter(|number| n.plain.is_some() && number.value.is_integer());
    let (start, lead) = match bar(first.end) {
        Some(_) => (first.clone(), Decimal::ZERO),
        None if gap(text, first.end) > first.end => (plain(text, gap(text, first.end)).ok()?, whole(first)?.value),
        None => return None,
    };
    let below = plain(text, bar(start.end)?).ok()?;
    if text.get(first.start..below.end)?.is_ascii() || bar(below.end).is_some() {
        return None;
    }
    let value = whole(&start)?.value.checked_div(whole(&below)?.value)?;
    ratio(first, below.end, lead.checked_add(value)?, false)
}

fn ratio(first: &Numeral, end: usize, value: Decimal, words: bool) -> Option<Numeral> {
    let figure = Figure::Point(Number::vague(value)?);
    Some(Numeral { end, figure, words, shape: Shape::Fraction, plain: None, more: None, ..first.clone() })
}

/// A number without sign or fraction.
fn plain(text: &str, i: usize) -> Result<Numeral, usize> {
    let low = Reader::new(text, i, false).run()?;
    if !low.approximate {
        return Ok(low.numeral);
    }
    // 二三十: once with the lower digit, once with the higher.
    let high = Reader::new(text, i, true).run()?.numeral;
    let (Some(a), Some(b)) = (low.numeral.number(), high.number()) else { return Err(low.numeral.end) };
    Ok(Numeral { figure: Figure::Range { low: a, high: b }, ..low.numeral })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<(String, usize)> {
        let numeral = read(text, 0).ok()?;
        Some((numeral.number()?.value.normalize().to_string(), text[numeral.end..].chars().count()))
    }

    #[test]
    fn numbers_are_read_in_every_form() {
        for (text, expected, left) in [
            ("三千五百", "3500", 0),
            ("三千五百元", "3500", 1),
            ("两万六", "26000", 0),
            ("两万零六", "20006", 0),
            ("一百二十万", "1200000", 0),
            ("九万八千亿", "9800000000000", 0),
            ("1亿2000万", "120000000", 0),
            ("7.5万亿元", "7500000000000", 1),
            ("3 万", "30000", 0),
            ("１２３．５％", "123.5", 1),
            ("４，５００", "4500", 0),
            ("十二点五", "12.5", 0),
            ("三点五亿", "350000000", 0),
            ("零点零五", "0.05", 0),
            ("二〇二四年", "2024", 1),
            ("壹佰贰拾叁万", "1230000", 0),
            ("廿五", "25", 0),
            ("負四十", "-40", 0),
            ("负2.5亿", "-250000000", 0),
            ("四分之三", "0.75", 0),
            ("二又二分之一", "2.5", 0),
            ("300余万", "3000000", 0),
            ("二十几万", "200000", 0),
            ("五千千瓦", "5000", 2),
            ("50兆瓦", "50", 2),
            ("三两", "3", 1),
            ("8点30分", "8", 4),
            ("三点二十分", "3", 4),
            ("５／８", "0.625", 0),
        ] {
            assert_eq!(value(text), Some((expected.to_owned(), left)), "{text}");
        }
        for text in ["十四五", "万一", "1.2.3", "九一八八八八八八八八八八八八八八八八八八八八八八八八八八八八八八八八"]
        {
            assert_eq!(value(text), None, "{text}");
        }
    }

    #[test]
    fn the_last_written_place_carries_the_scale() {
        let number = |text| read(text, 0).unwrap().number().unwrap();
        assert_eq!(number("7.50万亿").resolution, Decimal::from(10_000_000_000_i64));
        assert_eq!(number("1亿2000万").resolution, Decimal::from(10_000));
        assert_eq!(number("三亿五千万").round_place, Decimal::from(10_000_000));
        assert!(number("三分之一").is_vague());
    }

    #[test]
    fn two_digits_in_a_row_before_a_unit_are_a_range() {
        for (text, low, high) in [("二三十", 20, 30), ("三四百万", 3_000_000, 4_000_000), ("十五六人", 15, 16)]
        {
            let figure = read(text, 0).unwrap().figure;
            assert_eq!((figure.low(), figure.high()), (Decimal::from(low), Decimal::from(high)), "{text}");
        }
    }
}
