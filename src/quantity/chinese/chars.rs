//! The characters that Chinese numbers are written with, and steps through a text of them.

use rust_decimal::Decimal;

/// Whether a character is one of the Chinese script.
pub(in crate::quantity) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '〇')
}

/// Whether a text can hold anything Chinese: no byte that begins a Han or a full-width character means no.
pub(super) fn concerns(text: &str) -> bool {
    text.bytes().any(|b| matches!(b, 0xe3..=0xe9 | 0xef))
}

/// A digit of its own; the formal ones stand on cheques and contracts.
pub(super) fn digit(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '贰' | '貳' | '两' | '兩' | '俩' | '倆' => 2,
        '三' | '叁' | '參' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// "Two" as it is counted, never as it is spelled out: no digit of 二零二二 or behind a point.
pub(super) fn is_pair(c: char) -> bool {
    matches!(c, '两' | '兩' | '俩' | '倆')
}

/// Digits that are everyday words too (陆 land, 拾 to pick up): numbers by themselves only among their like.
pub(super) fn is_formal(c: char) -> bool {
    "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟俩倆".contains(c)
}

/// Tens, hundreds and thousands; of 廿 (twenty) and the like also how many.
pub(super) fn small(c: char) -> Option<(u32, Option<u32>)> {
    Some(match c {
        '十' | '拾' => (10, None),
        '廿' => (10, Some(2)),
        '卅' => (10, Some(3)),
        '卌' => (10, Some(4)),
        '百' | '佰' => (100, None),
        '千' | '仟' => (1000, None),
        _ => return None,
    })
}

/// The scales, which multiply all that stands before them: 10^4, 10^8, 10^12.
pub(super) fn big(c: char) -> Option<Decimal> {
    Some(match c {
        '万' | '萬' => Decimal::from(10_000),
        '亿' | '億' => Decimal::from(100_000_000),
        '兆' => Decimal::from(1_000_000_000_000_i64),
        _ => return None,
    })
}

/// A digit of 0 to 9, also in full width.
pub(super) fn arabic(c: char) -> Option<char> {
    let full = u32::from(c).checked_sub(u32::from('０')).filter(|n| *n < 10);
    full.map_or(c.is_ascii_digit().then_some(c), |n| char::from_digit(n, 10))
}

/// Whether numbers are made of it.
pub(super) fn numeric(c: char) -> bool {
    digit(c).is_some() || small(c).is_some() || big(c).is_some() || arabic(c).is_some()
}

/// The character at this byte.
pub(super) fn at(text: &str, i: usize) -> Option<char> {
    text.get(i..)?.chars().next()
}

/// The character that ends at this byte.
pub(super) fn before(text: &str, i: usize) -> Option<char> {
    text.get(..i)?.chars().next_back()
}

/// Past some spaces of one line, ideographic ones too.
pub(super) fn gap(text: &str, i: usize) -> usize {
    let spaces = text.get(i..).unwrap_or("").chars().take(4).take_while(|c| is_space(*c));
    i + spaces.map(char::len_utf8).sum::<usize>()
}

/// Back over at most one space.
pub(super) fn gap_before(text: &str, i: usize) -> usize {
    match before(text, i) {
        Some(c) if is_space(c) => i - c.len_utf8(),
        _ => i,
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{3000}')
}

/// The end of these characters where they stand here, spaces between them passed over.
pub(super) fn reads(text: &str, i: usize, characters: &str) -> Option<usize> {
    let mut end = i;
    for (n, expected) in characters.chars().enumerate() {
        let from = if n == 0 { end } else { gap(text, end) };
        if at(text, from) != Some(expected) {
            return None;
        }
        end = from + expected.len_utf8();
    }
    Some(end)
}

/// The first of these phrases that stands here, and its end.
pub(super) fn any<'a>(text: &str, i: usize, phrases: &[&'a str]) -> Option<(usize, &'a str)> {
    phrases.iter().find_map(|phrase| Some((reads(text, i, phrase)?, *phrase)))
}
