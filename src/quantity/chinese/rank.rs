//! Positions in an order: 第三大, 位居第二, 排名前十.

use super::Ruling;
use super::chars::{any, at, is_han};
use super::numeral::{self, Numeral};
use crate::label::Comparator;
use crate::quantity::number::{Figure, Form, Number};
use crate::quantity::scan::Quantity;
use crate::quantity::unit::Unit;
use crate::span::Span;

/// What predicates a position right before it.
const PREDICATES: &[&str] = &[
    "位居", "位列", "名列", "排名", "排在", "排行", "跃居", "躍居", "升至", "跻身", "躋身", "居", "列", "位", "全球",
    "世界", "全国", "全國",
];

/// Adjectives that make a superlative of the ordinal before them.
const SUPERLATIVES: &[&str] = &["大", "高", "长", "長", "快", "低", "富", "小"];

fn number(text: &str, i: usize) -> Option<(u32, Numeral)> {
    let numeral = numeral::read(text, i).ok()?;
    let position = u32::try_from(numeral.number().filter(|n| n.value.is_integer())?.value).ok()?;
    (1..=1000).contains(&position).then_some((position, numeral))
}

/// A rank that starts with 第 or 前 at byte `i`.
pub(super) fn read(text: &str, i: usize) -> Option<Quantity> {
    let first = at(text, i)?;
    let (position, numeral) = number(text, i + first.len_utf8())?;
    let led = PREDICATES.iter().any(|word| text.get(..i).is_some_and(|head| head.ends_with(word)));
    let place = any(text, numeral.end, &["位", "名"]).map_or(numeral.end, |(end, _)| end);
    let superlative = any(text, numeral.end, SUPERLATIVES).filter(|_| position > 1 && first == '第');
    let (end, comparator) = match (first, superlative) {
        (_, Some((end, _))) if at(text, end).is_some_and(|c| is_han(c) && c != '类') => (end, Comparator::Equal),
        // 位居第二; 排名第3次 goes on.
        ('第', _) if led && !goes_on(text, place) => (place, Comparator::Equal),
        ('前', _) if led && !goes_on(text, place) && position > 1 => (place, Comparator::AtMost),
        _ => return None,
    };
    let rank = Number::rank(position);
    Some(Quantity {
        span: Span::new(i, end),
        number: numeral.span(),
        figure: Figure::Point(rank),
        unit: Unit::one(),
        alternatives: Vec::new(),
        form: Form::Ordinal,
        comparator,
        cue: None,
        noun: None,
        tolerance: None,
    })
}

/// Whether a measure follows, so that the ordinal is its number: 第3次, 第二季度, 前三季度.
fn goes_on(text: &str, i: usize) -> bool {
    at(text, i).is_some_and(|c| "次季届屆期章条條年月周天个個批轮輪号號卷部".contains(c))
}

/// Past an ordinal that is no rank: 第三季度, 第5号.
pub(super) fn skip(text: &str, i: usize) -> (Option<Ruling>, usize) {
    let first = at(text, i);
    let next = i + first.map_or(1, char::len_utf8);
    match numeral::read(text, next) {
        Ok(numeral) if first == Some('第') => (Some(Ruling { span: numeral.span(), quantity: None }), numeral.end),
        _ => (None, next),
    }
}
