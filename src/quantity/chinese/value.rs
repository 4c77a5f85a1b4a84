//! What a Chinese number measures or counts: 7.5万亿元, 3.5个百分点, 5元3角, 504家企业, 5至7元.

use rust_decimal::Decimal;

use super::chars::{any, at, before, digit, gap, gap_before, is_han, numeric, reads};
use super::numeral::{self, Numeral, Shape};
use super::table::{self, As, Name};
use super::{cue, exclude, range};
use crate::label::Comparator;
use crate::quantity::lexicon::{Meaning, lexicon};
use crate::quantity::number::{Figure, Form, Number};
use crate::quantity::scan::Quantity;
use crate::quantity::unit::Unit;
use crate::span::Span;

/// A number with its unit, before the words around it are looked at.
pub(super) struct Measured {
    pub figure: Figure,
    /// What the written number was multiplied by to be in the unit.
    pub factor: Decimal,
    pub unit: Unit,
    pub alternatives: Vec<Unit>,
    pub form: Form,
    pub end: usize,
    pub noun: Option<Span>,
    pub cue: Option<(Comparator, Span)>,
}

/// Names of tenths and hundredths of a currency that are read only behind the currency's own name (5元3角2分), and how
/// many make one.
const MINOR: &[(&str, u32)] =
    &[("分钱", 100), ("分錢", 100), ("角", 10), ("毛", 10), ("毫", 10), ("分", 100), ("仙", 100)];

/// Names that a digit of tenths may follow: 五块六, 两毛五, 三米九, 七成六.
const TAILED: &[&str] = &["块", "塊", "毛", "毫", "蚊", "角", "米", "成"];

/// Names of prices that are everyday words too: read behind Han digits only together with the currency's.
const WORDLIKE: &[&str] = &["角", "毛", "毫", "毛钱"];

/// Units of time, whose numbers may be a period's: 前11个月, 近5年.
pub(super) const TIMES: &[&str] = &["a", "mo", "wk", "d"];

/// What makes a period of a number and a unit of time.
const PERIODS: &[&str] =
    &["前", "头", "頭", "近", "过去", "過去", "最近", "未来", "未來", "今后", "今後", "第", "这", "這", "那", "每"];

/// A quantity whose number is `numeral`; `start` is where its mention begins, with a sign or a currency before it.
pub(super) fn read(text: &str, start: usize, numeral: &Numeral, money: Option<&Unit>) -> Option<Quantity> {
    if let Some(range) = range::read(text, start, numeral, money) {
        return range;
    }
    if exclude::dated(text, numeral) || exclude::some(text, numeral) {
        return None;
    }
    let measured = match money {
        Some(unit) => paid(text, numeral, unit),
        None => multiple(text, numeral)
            .or_else(|| discount(text, numeral))
            .or_else(|| part(text, numeral))
            .or_else(|| measured(text, numeral))
            .or_else(|| bare(text, numeral)),
    }?;
    Some(finish(text, start, numeral.span(), measured))
}

pub(super) fn form(numeral: &Numeral) -> Form {
    if numeral.words { Form::Words } else { Form::Digits }
}

/// Puts the comparator to it.
pub(super) fn finish(text: &str, start: usize, number: Span, measured: Measured) -> Quantity {
    let counted = measured.noun.map_or(measured.end, |noun| noun.end);
    let cue = measured
        .cue
        .or_else(|| cue::after(text, counted))
        .or_else(|| cue::behind(text, measured.end).filter(|_| measured.noun.is_none()))
        .or_else(|| cue::ahead(text, start));
    Quantity {
        span: Span::new(start, measured.end),
        number,
        figure: measured.figure,
        unit: measured.unit,
        alternatives: measured.alternatives,
        form: measured.form,
        comparator: cue.map_or(Comparator::Equal, |(comparator, _)| comparator),
        cue: cue.map(|(_, span)| span),
        noun: measured.noun,
        tolerance: None,
    }
}

/// 3倍, 1.5倍.
pub(super) fn multiple(text: &str, numeral: &Numeral) -> Option<Measured> {
    let more = inner(text, numeral);
    let end = reads(text, gap(text, more.map_or(numeral.end, |(_, span)| span.end.max(numeral.end))), "倍")?;
    if at(text, end).is_some_and(|c| "数數率频頻".contains(c)) || numeral.shape == Shape::Bare {
        return None;
    }
    let figure = match numeral.figure {
        Figure::Point(number) if numeral.words => Figure::Point(Number::vague(number.value)?),
        ref other => other.clone(),
    };
    Some(Measured { end, cue: more, ..plain(numeral, figure, Unit::one(), Form::Multiple) })
}

/// 打八折: what is left of the price.
fn discount(text: &str, numeral: &Numeral) -> Option<Measured> {
    let end = reads(text, gap(text, numeral.end), "折")?;
    let other = at(text, end).is_some_and(|c| "合算叠疊射旧舊断斷磨腾騰".contains(c));
    let value = numeral.number()?.value;
    if other || value >= Decimal::ONE_HUNDRED || value <= Decimal::ZERO || numeral.scaled || value == Decimal::TEN {
        return None;
    }
    let factor = if value < Decimal::TEN { Decimal::TEN } else { Decimal::ONE };
    let figure = numeral.figure.scaled(factor)?;
    Some(Measured { end, ..plain(numeral, figure, Unit::percent(), form(numeral)) })
}

/// 三分之一 alone is a part of a whole; 四分之一公升 has a unit.
pub(super) fn part(text: &str, numeral: &Numeral) -> Option<Measured> {
    let unit = matches!(behind(text, numeral.end), Some(Behind::Chinese(name, _)) if name.role == As::Unit);
    if numeral.shape != Shape::Fraction || numeral.value() >= Decimal::ONE || unit {
        return None;
    }
    let figure = numeral.figure.scaled(Decimal::ONE_HUNDRED)?;
    Some(plain(numeral, figure, Unit::percent(), Form::Fraction))
}

pub(super) fn plain(numeral: &Numeral, figure: Figure, unit: Unit, form: Form) -> Measured {
    let cue = numeral.more.map(|span| (Comparator::More, span));
    Measured { figure, factor: Decimal::ONE, unit, alternatives: Vec::new(), form, end: numeral.end, noun: None, cue }
}

/// What words without digits measure.
pub(super) fn vague(value: Decimal, unit: Unit, form: Form, end: usize) -> Option<Measured> {
    let figure = Figure::Point(Number::vague(value)?);
    Some(Measured { figure, factor: Decimal::ONE, unit, alternatives: Vec::new(), form, end, noun: None, cue: None })
}

/// 余 of 500余万, 多 of 30多个 where the unit follows.
fn inner(text: &str, numeral: &Numeral) -> Option<(Comparator, Span)> {
    numeral.more.map(|span| (Comparator::More, span)).or_else(|| cue::inside(text, numeral.end))
}

/// A name behind a number: what it is, and where it ends.
enum Behind {
    Chinese(&'static Name, usize),
    Other(Unit, Vec<Unit>, Decimal, usize),
}

fn behind(text: &str, i: usize) -> Option<Behind> {
    let from = gap(text, i);
    let other = || {
        let (end, meaning) = symbol(text, from, from == i)?;
        Some(Behind::Other(meaning.unit.clone(), meaning.alternatives.clone(), meaning.factor, end))
    };
    if at(text, from).is_some_and(|c| !is_han(c) && !c.is_ascii_digit())
        && let Some(other) = other()
    {
        return Some(other);
    }
    let (name, end) = table::name(text, from)?;
    // 3个小时, 20个比特币: measures may take the general classifier.
    if name.role == As::Classifier
        && matches!(name.text, "个" | "個")
        && let Some((unit, end)) = table::name(text, gap(text, end)).filter(|(unit, _)| unit.role == As::Unit)
        && unit.text.chars().count() > 1
    {
        return Some(Behind::Chinese(unit, end));
    }
    Some(Behind::Chinese(name, end))
}

/// A unit in other letters: cm, °C, feet.
fn symbol(text: &str, from: usize, adjoins: bool) -> Option<(usize, &'static Meaning)> {
    lexicon().symbol(text, from, adjoins).or_else(|| {
        let rest = text.get(from..)?;
        let word = rest.find(|c: char| !c.is_alphabetic() || is_han(c)).unwrap_or(rest.len());
        lexicon().name(text, from, rest.get(..word)?).filter(|_| word > 0)
    })
}

/// A number with the unit or noun behind it.
pub(super) fn measured(text: &str, numeral: &Numeral) -> Option<Measured> {
    let more = inner(text, numeral);
    let past = more.map_or(numeral.end, |(_, span)| span.end.max(numeral.end));
    let (name, end) = match behind(text, past)? {
        Behind::Chinese(name, end) => (name, end),
        Behind::Other(unit, alternatives, factor, end) => {
            let figure = numeral.figure.scaled(factor)?;
            return Some(Measured {
                factor,
                alternatives,
                end,
                cue: more,
                ..plain(numeral, figure, unit, form(numeral))
            });
        }
    };
    if !exclude::fits(text, numeral, name, end) {
        return None;
    }
    let figure = numeral.figure.scaled(name.factor)?;
    let whole =
        Measured { factor: name.factor, end, cue: more, ..plain(numeral, figure, name.unit.clone(), form(numeral)) };
    match name.role {
        As::Unit => {
            let whole = compound(text, whole, name)?;
            Some(rated(text, whole))
        }
        As::Noun => Some(Measured { end: numeral.end, noun: noun(text, past, end), ..whole }),
        As::Classifier => {
            // 504家企业: what is counted by the classifier, if the table knows it.
            let (noun, unit) = match table::name(text, gap(text, end)) {
                Some((thing, stop)) if thing.role == As::Noun && thing.text.chars().count() > 1 => {
                    (noun(text, end, stop), thing.unit.clone())
                }
                _ => (noun(text, past, end), name.unit.clone()),
            };
            Some(Measured { end: numeral.end, noun, unit, ..whole })
        }
    }
}

fn noun(text: &str, from: usize, end: usize) -> Option<Span> {
    let start = gap(text, from);
    (start < end).then(|| Span::new(start, end))
}

/// Half of one more, a digit of tenths, smaller units: 两米半, 五块六, 5元3角, 1小时30分钟.
fn compound(text: &str, mut whole: Measured, name: &Name) -> Option<Measured> {
    let Figure::Point(first) = whole.figure else { return Some(whole) };
    let money = name.unit.is_currency();
    let add = |value: Decimal| Some(Figure::Point(Number::written(first.value.checked_add(value)?, Decimal::ONE)?));
    let next = gap(text, whole.end);
    if let Some(end) = reads(text, whole.end, "半")
        .filter(|_| first.value.checked_div(name.factor).is_some_and(|count| count.is_integer()))
    {
        whole.figure = add(name.factor.checked_mul(Decimal::new(5, 1))?)?;
        whole.end = end;
        return Some(whole);
    }
    if let Some((tail, end)) = tenths(text, next, name.text) {
        whole.figure = add(tail.checked_mul(name.factor)?)?;
        whole.end = end;
        return Some(whole);
    }
    let mut sum = first.value;
    let mut last = name.factor;
    for _ in 0..3 {
        let Some((mut amount, factor, mut end)) = smaller(text, whole.end, name, money, last) else { break };
        // 五块七毛八
        let minor = before(text, end).filter(|_| money).map(String::from).unwrap_or_default();
        if let Some((tail, stop)) = tenths(text, end, &minor) {
            amount = amount.checked_add(tail.checked_mul(factor)?)?;
            end = stop;
        }
        sum = sum.checked_add(amount)?;
        (last, whole.end) = (factor, end);
        whole.figure = Figure::Point(Number::written(sum, Decimal::ONE)?);
    }
    Some(whole)
}

/// A digit of tenths behind some names, what it adds and its end: 五块六; 零四 of 三块零四 are hundredths.
fn tenths(text: &str, i: usize, name: &str) -> Option<(Decimal, usize)> {
    let tail = numeral::read(text, i).ok().filter(|tail| TAILED.contains(&name) && tail.words)?;
    let alone = at(text, tail.end).is_none_or(|c| !numeric(c))
        && table::name(text, gap(text, tail.end)).is_none()
        && !MINOR.iter().any(|(minor, _)| reads(text, tail.end, minor).is_some());
    let tenth = match tail.shape {
        Shape::Row => Decimal::new(1, 2),
        Shape::Lone if !exclude::in_word(text, &tail) => Decimal::new(1, 1),
        _ => return None,
    };
    let value = tail.number()?.value;
    (alone && value < Decimal::TEN).then_some((value.checked_mul(tenth)?, tail.end))
}

/// A number in a smaller unit right behind: how much that is in the whole's unit, what one of it is, its end.
fn smaller(text: &str, i: usize, name: &Name, money: bool, last: Decimal) -> Option<(Decimal, Decimal, usize)> {
    let start = any(text, i, &["又", "零", "〇"]).map_or(i, |(end, _)| end);
    let part = numeral::read(text, start).ok().filter(|part| !part.scaled && part.start == start)?;
    let minor = MINOR
        .iter()
        .find_map(|&(minor, many)| Some((Decimal::from(many), reads(text, part.end, minor)?)).filter(|_| money));
    // How many of the smaller make one is exact where its part is not: 60 minutes.
    let (many, end) = match (table::name(text, part.end), minor) {
        (Some((unit, end)), _) if unit.role == As::Unit && (unit.unit == name.unit || !money) => {
            (name.unit.factor_to(&unit.unit)?.checked_div(unit.factor)?, end)
        }
        (_, Some(minor)) => minor,
        _ => return None,
    };
    let amount = part.number()?.value.checked_div(many)?.normalize();
    let factor = Decimal::ONE.checked_div(many)?;
    (factor < last && amount.scale() <= 6 && amount >= Decimal::ZERO).then_some((amount, factor, end))
}

/// 65美元/桶, 3元每吨.
fn rated(text: &str, mut whole: Measured) -> Measured {
    let per = any(text, whole.end, &["/", "／", "每"]).and_then(|(from, _)| {
        let (name, end) = table::name(text, from)?;
        (name.factor == Decimal::ONE && name.role != As::Classifier && !whole.unit.is_percent())
            .then_some((name.unit.clone(), end))
    });
    if let Some((unit, end)) = per {
        (whole.unit, whole.end) = (whole.unit.per(&unit), end);
    }
    whole
}

/// A number behind a currency: 人民币50元, US$3亿, 港币三块四.
pub(super) fn paid(text: &str, numeral: &Numeral, unit: &Unit) -> Option<Measured> {
    let more = inner(text, numeral);
    let past = more.map_or(numeral.end, |(_, span)| span.end.max(numeral.end));
    let own = Measured {
        cue: numeral.more.map(|span| (Comparator::More, span)),
        ..plain(numeral, numeral.figure.clone(), unit.clone(), form(numeral))
    };
    let Some((name, end)) = table::name(text, gap(text, past)).filter(|(name, _)| name.unit.is_currency()) else {
        return Some(own);
    };
    // 元 and 块 say a unit of any currency.
    let yuan = name.unit.code() == "CNY";
    if name.unit != *unit && !yuan {
        return Some(own);
    }
    let figure = numeral.figure.scaled(name.factor)?;
    compound(text, Measured { figure, factor: name.factor, end, cue: more, ..own }, name)
}

/// A number alone: only where it surely is one, and nothing that goes on makes a name of it.
pub(super) fn bare(text: &str, numeral: &Numeral) -> Option<Measured> {
    let next = at(text, numeral.end);
    let glued =
        next.is_some_and(|c| c.is_alphanumeric() && !is_han(c) || matches!(c, '/' | '／' | ':' | '：' | '-' | '.'));
    if glued || matches!(numeral.shape, Shape::Lone | Shape::Bare | Shape::Row) || numeral.words && !numeral.scaled {
        return None;
    }
    let value = numeral.number()?.value;
    let words_follow = at(text, gap(text, numeral.end)).is_some_and(is_han)
        && cue::after(text, numeral.end).is_none()
        && inner(text, numeral).is_none();
    let broken = !value.is_integer();
    let year = numeral.plain == Some(4) && value >= Decimal::from(1500) && value <= Decimal::from(2100);
    let behind_word = before(text, gap_before(text, numeral.start)).is_some_and(is_han);
    let sure = numeral.scaled || broken && behind_word || behind_word && !words_follow && !year;
    let label = before(text, numeral.start).is_some_and(|c| "表图圖附件章款号號版型第卷期注註页頁条條".contains(c));
    if !sure || label || exclude::scored(text, numeral) {
        return None;
    }
    let more = inner(text, numeral);
    Some(Measured { cue: more, ..plain(numeral, numeral.figure.clone(), Unit::one(), form(numeral)) })
}

/// Whether a digit of tenths, a word-like price or the like keeps a name from being read behind this number.
pub(super) fn wordlike(name: &Name) -> bool {
    WORDLIKE.contains(&name.text)
}

/// Whether a number before a unit of time belongs to a period: 前11个月.
pub(super) fn is_period(text: &str, numeral: &Numeral, name: &Name) -> bool {
    let head = text.get(..gap_before(text, numeral.start)).unwrap_or("");
    TIMES.contains(&name.unit.code()) && PERIODS.iter().any(|word| head.ends_with(word))
}

/// Whether the number is one Han digit, and which.
pub(super) fn lone(text: &str, numeral: &Numeral) -> Option<u32> {
    (numeral.shape == Shape::Lone).then(|| at(text, numeral.start).and_then(digit))?
}
