//! Comparators in Chinese: 约, 超过, 不到 before a number; 以上, 左右 after it; 多, 余 inside.

use super::chars::{any, at, before, gap, gap_before, is_han};
use crate::label::Comparator::{self, About, AtLeast, AtMost, Less, More};
use crate::span::Span;

/// Cues before the number. Of two that end alike the longer one stands first.
const BEFORE: &[(&str, Comparator)] = &[
    ("不超过", AtMost),
    ("不超過", AtMost),
    ("不高于", AtMost),
    ("不高於", AtMost),
    ("不多于", AtMost),
    ("不多於", AtMost),
    ("不大于", AtMost),
    ("不大於", AtMost),
    ("不低于", AtLeast),
    ("不低於", AtLeast),
    ("不少于", AtLeast),
    ("不少於", AtLeast),
    ("不小于", AtLeast),
    ("不小於", AtLeast),
    ("不下于", AtLeast),
    ("大于等于", AtLeast),
    ("小于等于", AtMost),
    ("至少", AtLeast),
    ("最少", AtLeast),
    ("起码", AtLeast),
    ("起碼", AtLeast),
    ("最多", AtMost),
    ("至多", AtMost),
    ("顶多", AtMost),
    ("頂多", AtMost),
    ("超过", More),
    ("超過", More),
    ("突破", More),
    ("冲破", More),
    ("多于", More),
    ("多於", More),
    ("大于", More),
    ("大於", More),
    ("高于", More),
    ("高於", More),
    ("不止", More),
    ("不只", More),
    ("低于", Less),
    ("低於", Less),
    ("少于", Less),
    ("少於", Less),
    ("小于", Less),
    ("小於", Less),
    ("不足", Less),
    ("不到", Less),
    ("未到", Less),
    ("不满", Less),
    ("不滿", Less),
    ("未满", Less),
    ("跌破", Less),
    ("大约", About),
    ("大約", About),
    ("大概", About),
    ("将近", About),
    ("將近", About),
    ("接近", About),
    ("逼近", About),
    ("几乎", About),
    ("幾乎", About),
    ("差不多", About),
    ("超", More),
    ("逾", More),
    ("约", About),
    ("約", About),
    ("近", About),
    ("＞", More),
    ("＜", Less),
    (">", More),
    ("<", Less),
    ("≥", AtLeast),
    ("≤", AtMost),
    ("~", About),
    ("≈", About),
];

/// What stands before a cue of one character and makes another word of it: 条约 treaty, 最近 lately, 英超 a league.
const NOT_BEFORE: &[(&str, &str)] = &[
    ("约", "条合公签契违节预制续纽履赴爽婉"),
    ("約", "條合公簽契違節預制續紐履赴爽婉"),
    ("近", "最附临臨靠邻鄰亲親远遠"),
    ("超", "英西中意反赶高华女"),
    ("逾", "不"),
];

/// What may stand between a cue and its number: 约为, 超过了, 至少有.
const BETWEEN: &[char] =
    &['为', '為', '占', '佔', '合', '有', '达', '達', '了', '至', '到', '共', '于', '於', '计', '計'];

/// Cues after the number.
const AFTER: &[(&str, Comparator)] = &[
    ("及以上", AtLeast),
    ("或以上", AtLeast),
    ("以上", AtLeast),
    ("及以下", AtMost),
    ("或以下", AtMost),
    ("以下", AtMost),
    ("以内", AtMost),
    ("以內", AtMost),
    ("左右", About),
    ("上下", About),
    ("开外", More),
    ("出头", More),
];

/// Right behind the number or its unit: 30多个, 两年多; 几 and 来 only before the unit.
const INSIDE: &[(char, Comparator)] =
    &[('余', More), ('餘', More), ('多', More), ('几', More), ('幾', More), ('来', About), ('來', About)];

/// The cue that ends right before byte `i`, where a value mention starts.
pub(super) fn ahead(text: &str, i: usize) -> Option<(Comparator, Span)> {
    let mut end = gap_before(text, i);
    for _ in 0..2 {
        if let Some(found) = ending(text, end) {
            return Some(found);
        }
        end -= before(text, end).filter(|c| BETWEEN.contains(c))?.len_utf8();
    }
    None
}

fn ending(text: &str, end: usize) -> Option<(Comparator, Span)> {
    let head = text.get(..end)?;
    BEFORE.iter().find_map(|(cue, comparator)| {
        let rest = head.strip_suffix(cue)?;
        let other = NOT_BEFORE.iter().any(|(one, not)| one == cue && rest.ends_with(|c| not.contains(c)));
        (!other).then(|| (*comparator, Span::new(rest.len(), end)))
    })
}

/// The cue that starts at byte `i`, right after a value mention or the noun of a count.
pub(super) fn after(text: &str, i: usize) -> Option<(Comparator, Span)> {
    let from = gap(text, i);
    AFTER.iter().find_map(|(cue, comparator)| {
        let (end, _) = any(text, from, &[*cue])?;
        Some((*comparator, Span::new(from, end)))
    })
}

/// 多 of 30多个 at byte `i`.
pub(super) fn inside(text: &str, i: usize) -> Option<(Comparator, Span)> {
    let from = gap(text, i);
    let c = at(text, from)?;
    let (_, comparator) = INSIDE.iter().find(|(cue, _)| *cue == c)?;
    Some((*comparator, Span::new(from, from + c.len_utf8())))
}

/// 多 of 两年多, 三公里多, where no other word begins with it (3人多次).
pub(super) fn behind(text: &str, i: usize) -> Option<(Comparator, Span)> {
    let (comparator, span) = inside(text, i).filter(|(_, span)| matches!(span.of(text), "多" | "余" | "餘"))?;
    let word =
        at(text, span.end).is_some_and(|c| is_han(c) && "次项項种種个個家样樣名位元边邊方少数數于於".contains(c));
    (!word).then_some((comparator, span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_are_found_on_both_sides() {
        for (text, cue, comparator) in [
            ("大约", "大约", "~"),
            ("约为", "约", "~"),
            ("不超过", "不超过", "<="),
            ("出口超过", "超过", ">"),
            ("超 ", "超", ">"),
            ("人口近", "近", "~"),
            ("至少有", "至少", ">="),
            ("不到", "不到", "<"),
        ] {
            let (found, span) = ahead(text, text.len()).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((span.of(text), found.as_str()), (cue, comparator), "{text}");
        }
        for text in ["条约", "纽约", "最近", "英超", "增长", ""] {
            assert!(ahead(text, text.len()).is_none(), "{text}");
        }
        assert_eq!(after("左右。", 0).map(|(c, _)| c), Some(About));
        assert_eq!(behind("多，", 0).map(|(c, _)| c), Some(More));
        assert!(behind("多次", 0).is_none());
    }
}
