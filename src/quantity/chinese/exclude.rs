//! Chinese numbers that are no quantities: dates and times of day, words that hold a numeral, vague scales.

use rust_decimal::Decimal;

use super::chars::{at, before, digit, gap, is_formal, is_han, numeric, reads};
use super::numeral::{Numeral, Shape};
use super::table::{self, As, Name};
use super::value;

/// Words with a numeral that counts nothing.
const WORDS: &[&str] = &[
    "四川",
    "五台山",
    "五臺山",
    "三亚",
    "三亞",
    "九江",
    "六安",
    "一切",
    "一看",
    "一些",
    "一直",
    "一定",
    "一般",
    "一起",
    "一样",
    "一樣",
    "一边",
    "一方",
    "一带一路",
    "一致",
    "一旦",
    "一律",
    "一度",
    "一时",
    "一時",
    "一再",
    "一贯",
    "一向",
    "三农",
    "三明",
    "五粮液",
    "八卦",
    "十分",
    "十足",
    "七夕",
    "九寨沟",
    "三峡",
    "三星",
    "三国",
    "三菱",
    "三井",
    "一汽",
    "五矿",
    "五角大楼",
    "五角大樓",
];

/// Whether a number is one of a date or a time of day: 2024年, 5月, 12日, 8点, 八时.
pub(super) fn dated(text: &str, numeral: &Numeral) -> bool {
    let next = gap(text, numeral.end);
    let Some(c) = at(text, next) else { return false };
    let plain = numeral.plain.is_some() || matches!(numeral.shape, Shape::Row | Shape::Full | Shape::Lone);
    if !plain || numeral.scaled {
        return false;
    }
    let value = numeral.value();
    let below = |n: i64| value >= Decimal::ZERO && value <= Decimal::from(n) && value.is_integer();
    match c {
        '年' => year(text, numeral),
        '月' => below(12) && reads(text, next, "月大").is_none(),
        '日' | '号' | '號' => below(31) && table::name(text, next).is_none(),
        '点' | '點' | '时' | '時' => below(24) && !is_thing(text, next + c.len_utf8()),
        ':' | '：' => at(text, next + c.len_utf8()).is_some_and(|c| c.is_ascii_digit()) && below(24),
        _ => false,
    }
}

/// 2024年, 98年, 二〇二四年; 3年 and 1000年 are spans of time.
fn year(text: &str, numeral: &Numeral) -> bool {
    let after = reads(text, gap(text, numeral.end), "年").and_then(|end| at(text, end));
    let row = numeral.shape == Shape::Row;
    let four = numeral.plain == Some(4) && numeral.value() >= Decimal::from(1100);
    let two = numeral.plain == Some(2) && numeral.value() >= Decimal::from(50) && after != Some('来');
    row || four || two || after.is_some_and(|c| "代底末初".contains(c))
}

fn is_thing(text: &str, i: usize) -> bool {
    at(text, i).is_some_and(|c| matches!(c, '多' | '余' | '左'))
}

/// Whether the number is a vague one: 几十万, 数百亿, 上千.
pub(super) fn some(text: &str, numeral: &Numeral) -> bool {
    before(text, numeral.start).is_some_and(|c| "几幾数數".contains(c))
}

/// Whether the number is the second of a score or a time of day: 3比2, 8:30.
pub(super) fn scored(text: &str, numeral: &Numeral) -> bool {
    let joint = before(text, numeral.start).filter(|c| ":：比".contains(*c));
    joint.is_some_and(|c| {
        before(text, numeral.start - c.len_utf8()).is_some_and(|c| c.is_ascii_digit() || digit(c).is_some())
    })
}

/// Past the minutes and seconds of a time of day: 8:30.
pub(super) fn clock_end(text: &str, hours: &Numeral) -> usize {
    let rest = text.get(hours.end..).unwrap_or("").chars().take(6);
    let clock: usize = rest.take_while(|c| c.is_ascii_digit() || matches!(c, ':' | '：')).map(char::len_utf8).sum();
    hours.end + if dated(text, hours) { clock } else { 0 }
}

/// Whether a name fits behind a number, so that both make a quantity.
pub(super) fn fits(text: &str, numeral: &Numeral, name: &Name, end: usize) -> bool {
    let lone = value::lone(text, numeral);
    let one = lone == Some(1);
    let next = at(text, end);
    let inside_word = lone.is_some() && in_word(text, numeral);
    if inside_word || numeral.shape == Shape::Bare || value::is_period(text, numeral, name) {
        return false;
    }
    if numeral.shape == Shape::Row && name.role != As::Unit {
        return false;
    }
    match name.text {
        // 一年, 一天, 一次, 一度: once, a year.
        "年" | "天" | "周" | "次" | "度" | "星期" | "人" if one => false,
        "年" => !year(text, numeral),
        "度" if lone.is_some() => false,
        "成" => numeral.value() <= Decimal::TEN && !(one && next == Some('不')) && !numeral.scaled,
        "块" | "塊" if lone.is_some() => {
            next.is_some_and(|c| digit(c).is_some()) || !one && next.is_none_or(|c| !is_han(c))
        }
        "点" | "點" => !numeral.words && (numeral.value() > Decimal::from(24) || !numeral.value().is_integer()),
        "国" | "元" | "圆" | "圓" if one || lone == Some(2) => next.is_none_or(|c| !is_han(c)) || name.text != "国",
        _ if value::wordlike(name) => !numeral.words || !one && lone.is_some() && tenths_follow(text, end),
        // 一家, 一个, 一种: an article.
        _ if one => name.role == As::Unit,
        _ => true,
    }
}

/// 两毛五, 两角五分, or the end of the words.
fn tenths_follow(text: &str, end: usize) -> bool {
    at(text, end).is_none_or(|c| numeric(c) || !is_han(c))
}

/// Whether a lone numeral is part of a word: 四川, 第一, 统一.
pub(super) fn in_word(text: &str, numeral: &Numeral) -> bool {
    let word = WORDS.iter().any(|word| reads(text, numeral.start, word).is_some());
    let head = before(text, numeral.start);
    let lead =
        head.is_some_and(|c| "第统統唯之万萬专專划單单另每某上下同".contains(c) && numeral.value() <= Decimal::ONE);
    let ordinal = head == Some('第');
    let formal = at(text, numeral.start).is_some_and(is_formal) && head.is_some_and(is_han);
    word || lead || ordinal || formal
}

/// 一半 in 一半以上 is a half; in 一半半 it is not.
pub(super) fn half_word(text: &str, i: usize, end: usize) -> bool {
    before(text, i).is_some_and(|c| digit(c).is_some()) || at(text, end).is_some_and(|c| "半径徑点點球".contains(c))
}

/// Whether a lone numeral is a number at all, for those who ask for every number: what follows or leads says so.
pub(super) fn is_number(text: &str, numeral: &Numeral) -> bool {
    let next = at(text, gap(text, numeral.end));
    let head = before(text, numeral.start);
    match numeral.shape {
        Shape::Bare => false,
        Shape::Lone => {
            let word = WORDS.iter().any(|word| *word != "五台山" && reads(text, numeral.start, word).is_some());
            let formal = at(text, numeral.start).is_some_and(is_formal);
            let free = |c: Option<char>| c.is_none_or(|c| !is_han(c));
            let said = head.is_some_and(|c| "是为為".contains(c));
            if word {
                return false;
            }
            if formal {
                return (free(head) || said) && (free(next) || next.is_some_and(numeric));
            }
            let unit = table::name(text, gap(text, numeral.end)).is_some();
            let led = said || head.is_some_and(|c| "前到至第".contains(c));
            let function =
                next.is_some_and(|c| "是不却而那这的和与或分".contains(c)) && value::lone(text, numeral) != Some(1);
            unit || free(next) && free(head)
                || led
                || free(next) && !head.is_some_and(|c| "统唯之万专划".contains(c))
                || function
        }
        _ => true,
    }
}
