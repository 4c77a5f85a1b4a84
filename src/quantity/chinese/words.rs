//! Values whose words stand before the number or hold it: 百分之三十, 一半, 翻一番, 零下5度.

use rust_decimal::Decimal;

use super::chars::{any, before, gap, numeric, reads};
use super::table::{self, As};
use super::value::{Measured, TIMES, finish, form, plain, vague, wordlike};
use super::{exclude, numeral};
use crate::quantity::number::Form;
use crate::quantity::scan::Quantity;
use crate::quantity::unit::Unit;
use crate::span::Span;

/// 百分之三十, 千分之五: the number behind 分之 in percent.
pub(super) fn percent(text: &str, i: usize) -> Option<Quantity> {
    let (below, from) = percent_head(text, i)?;
    let numeral = numeral::read(text, from).ok()?;
    let figure = numeral.figure.scaled(Decimal::ONE_HUNDRED.checked_div(below)?)?;
    let whole = Measured { cue: None, ..plain(&numeral, figure, Unit::percent(), form(&numeral)) };
    Some(finish(text, i, numeral.span(), whole))
}

/// 百分之, 千分之, 万分之: what it divides by, and where its number begins.
pub(super) fn percent_head(text: &str, i: usize) -> Option<(Decimal, usize)> {
    let mut below = Decimal::ONE;
    let mut end = i;
    for c in text.get(i..)?.chars().filter(|c| *c != ' ').take(4) {
        below = below.checked_mul(match c {
            '百' | '佰' => Decimal::ONE_HUNDRED,
            '千' | '仟' => Decimal::ONE_THOUSAND,
            '万' | '萬' => Decimal::from(10_000),
            _ => break,
        })?;
        end = gap(text, end) + c.len_utf8();
    }
    let from = reads(text, gap(text, reads(text, gap(text, end), "分")?), "之")?;
    (end > i).then(|| (below, gap(text, from)))
}

/// 一半, 打对折: halves.
pub(super) fn half(text: &str, i: usize) -> Option<Quantity> {
    let (end, words) = any(text, i, &["一半", "打对折", "打對折"])?;
    let start = if words == "一半" { i } else { i + "打".len() };
    let whole = vague(Decimal::from(50), Unit::percent(), Form::Fraction, end)?;
    (!exclude::half_word(text, i, end)).then(|| finish(text, start, Span::new(start, end), whole))
}

/// 半公升: half of a unit.
pub(super) fn half_of(text: &str, i: usize) -> Option<Quantity> {
    let end = reads(text, i, "半")?;
    let (name, stop) =
        table::name(text, end).filter(|(name, _)| name.role == As::Unit && !TIMES.contains(&name.unit.code()))?;
    let value = name.factor.checked_mul(Decimal::new(5, 1))?;
    let whole = vague(value, name.unit.clone(), Form::Words, stop)?;
    let inside = before(text, i).is_some_and(|c| numeric(c) || "一多大上下前后後过過".contains(c));
    (!inside && !wordlike(name)).then(|| finish(text, i, Span::new(i, end), whole))
}

/// 翻一番, 翻了两番, 翻番: doubled so many times.
pub(super) fn doubled(text: &str, i: usize) -> Option<Quantity> {
    let verb = reads(text, i, "翻")?;
    let past = reads(text, verb, "了").unwrap_or(verb);
    let (times, number) = match numeral::read(text, past) {
        Ok(numeral) => (u32::try_from(numeral.number()?.value).ok().filter(|n| (1..=20).contains(n))?, numeral.end),
        Err(_) => (1, past),
    };
    let (end, _) = any(text, number, &["番", "倍"])?;
    let value = Decimal::from(2_u64.checked_pow(times)?);
    let whole = vague(value, Unit::one(), Form::Multiple, end)?;
    Some(finish(text, i, Span::new(i, end), whole))
}

/// 华氏98度, 摄氏温度37°, 零下5度: the scale or sign stands before the number.
pub(super) fn temperature(text: &str, i: usize) -> Option<Quantity> {
    const SCALES: &[&str] = &["华氏温度", "華氏溫度", "华氏", "華氏", "摄氏温度", "攝氏溫度", "摄氏", "攝氏", "零下"];
    let (from, scale) = any(text, i, SCALES)?;
    let below = reads(text, from, "零下");
    let numeral = numeral::read(text, gap(text, below.unwrap_or(from))).ok()?;
    let (unit, end) = table::name(text, gap(text, numeral.end))?;
    let fahrenheit = scale.starts_with(['华', '華']) || unit.unit.code() == "[degF]";
    let degrees = matches!(unit.unit.code(), "deg" | "Cel" | "[degF]");
    let figure = if below.is_some() || scale == "零下" { numeral.figure.negate() } else { numeral.figure.clone() };
    let unit = Unit::parse(if fahrenheit { "[degF]" } else { "Cel" }).ok().filter(|_| degrees)?;
    let whole = Measured { end, ..plain(&numeral, figure, unit, form(&numeral)) };
    Some(finish(text, i, numeral.span(), whole))
}
