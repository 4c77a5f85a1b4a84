//! Numbers that only tell one thing from others: telephone numbers, codes, addresses, digits bound to a name.

use super::super::lexer::{Kind, Text};
use super::super::words;
use super::date::unit_follows;

/// Three or more groups of digits joined by hyphens, points or brackets: "(202) 224-2551", "1-800-555-0199".
pub(super) fn telephone(text: &Text, i: usize) -> Option<usize> {
    let group = |at: usize| text.is_number(at) && text.str(at).len() <= 4 && text.plain(at).is_some();
    let mut at = i;
    let mut groups = 0;
    if text.is_mark(at, &['(']) {
        if !(group(at + 1)
            && text.str(at + 1).len() >= 3
            && text.is_mark(at + 2, &[')'])
            && group(at + 3)
            && text.is_dash(at + 4))
        {
            return None;
        }
        at += 3;
        groups = 1;
    } else if !group(at) {
        return None;
    }
    at += 1;
    groups += 1;
    while text.is_hyphen(at) && group(at + 1) && text.str(at + 1).len() >= 2 {
        at += 2;
        groups += 1;
    }
    // "1-800-HELP-NOW"
    let letters =
        groups == 2 && text.str(i) == "1" && text.str(i + 2).len() == 3 && text.is_dash(at) && text.adjoins(at + 1);
    if letters && text.is_capitalised(at + 1) {
        return Some(at + 2);
    }
    // "202 555 0123"
    let spaced = |at: usize, len: usize| text.str(at).len() == len && text.plain(at).is_some() && text.reads_on(at);
    if groups == 1 && spaced(i, 3) && spaced(i + 1, 3) && spaced(i + 2, 4) && !text.is_number(i + 3) {
        return Some(i + 3);
    }
    // "555-0199", not "100-1000 grams"
    let local = groups == 2 && text.str(i).len() == 3 && text.str(i + 2).len() == 4 && !unit_follows(text, i + 3);
    (groups > 2 || local).then_some(at)
}

/// "tel: 1 212 555 0123", "fax 555 0199": groups of digits behind a word for the telephone.
pub(super) fn announced_telephone(text: &Text, i: usize) -> Option<usize> {
    let mark = usize::from(i > 1 && text.is_mark(i - 1, &[':', '.']));
    let plus = usize::from(i > 1 + mark && text.is_mark(i - 1 - mark, &['+']));
    let label = i.checked_sub(1 + mark + plus)?;
    if !text.any(label, &["tel", "telephone", "phone", "fax", "mobile", "cell", "call", "ext", "hotline"]) {
        return None;
    }
    let (mut at, mut digits) = (i, 0);
    for _ in 0..12 {
        if text.plain(at).is_some() && text.reads_on(at) && !text.str(at).contains(',') {
            digits += text.str(at).len();
        } else if !(text.is_dash(at) || text.is_mark(at, &['(', ')', '/', '.']) && text.is_number(at + 1)) {
            break;
        }
        at += 1;
    }
    (digits > 5).then_some(at)
}

/// "9-1-1", "dial 911", "911 calls".
pub(super) fn emergency(text: &Text, i: usize) -> Option<usize> {
    let one = |at: usize| text.is_dash(at) && text.adjoins(at) && text.str(at + 1) == "1";
    if text.str(i) == "9" && one(i + 1) && one(i + 3) {
        return Some(i + 5);
    }
    let called = text.any_before(i, &["dial", "dialed", "dialled", "dialing", "call", "called", "calling", "phoned"])
        || text.any(
            i + 1,
            &["call", "calls", "caller", "callers", "dispatcher", "dispatchers", "operator", "operators", "emergency"],
        );
    (called && matches!(text.str(i), "911" | "999" | "112" | "000" | "311")).then_some(i + 1)
}

/// "0590 85 49 50", "1800 678 593", "+61 2 6261 3305", "802/862-5726", "D.C. 20510", "the 80's".
pub(super) fn code(text: &Text, i: usize) -> Option<usize> {
    text.plain(i)?;
    let raw = text.str(i);
    let groups_end = |mut at: usize| {
        while text.plain(at).is_some() && text.reads_on(at) && !text.starts_line(at) && text.str(at).len() <= 4 {
            at += 1;
        }
        at
    };
    let plus = i > 0 && text.is_mark(i - 1, &['+']) && text.plain(i + 1).is_some() && raw.len() <= 3;
    let free = matches!(raw, "1300" | "1800") && text.str(i + 1).len() == 3 && text.str(i + 2).len() == 3;
    let zero = raw.starts_with('0') && raw.len() > 1;
    if plus || free || zero {
        return Some(groups_end(i + 1).max(i + 1));
    }
    let slash = |at: usize| text.is_mark(at, &['/']) && text.adjoins(at) && text.adjoins(at + 1);
    if slash(i + 1)
        && text.is_dash(i + 3)
        && text.str(i + 2).len() == 3
        && text.str(i + 4).len() == 4
        && text.is_number(i + 4)
    {
        return Some(i + 5);
    }
    // "25 CFR Part 162"
    let law = text.any(i + 1, &["cfr", "usc"])
        || text.str(i + 1) == "U" && text.str(i + 3) == "S" && text.str(i + 5) == "C" && text.adjoins(i + 5);
    if law && text.reads_on(i + 1) {
        return Some(i + 2);
    }
    let capital = i > 1 && raw.len() == 5 && text.is_mark(i - 1, &['.']) && text.is(i - 2, "C");
    let decade = raw.len() == 2 && text.is_mark(i + 1, &['\'', '’']) && text.adjoins(i + 1) && text.is(i + 2, "s");
    if decade {
        return Some(i + 3);
    }
    capital.then_some(i + 1)
}

/// "3510 Main Street", "MN 55401".
pub(super) fn address(text: &Text, i: usize) -> Option<usize> {
    const STREETS: &[&str] = &[
        "Street",
        "St",
        "Avenue",
        "Ave",
        "Road",
        "Rd",
        "Drive",
        "Boulevard",
        "Blvd",
        "Lane",
        "Highway",
        "Parkway",
        "Plaza",
        "Building",
    ];
    // "the 605 Freeway", "104.5 FM", "980 AM"
    let road = ["Freeway", "Highway", "Expressway", "Turnpike", "Motorway"].contains(&text.word(i + 1));
    let radio = matches!(text.word(i + 1), "AM" | "FM") && text.decimal(i).is_some_and(|n| n > 12.into());
    if (road || radio) && text.reads_on(i + 1) {
        return Some(i + 2);
    }
    text.plain(i)?;
    let zip = text.str(i).len() == 5
        && i > 0
        && text.word(i - 1).len() == 2
        && text.word(i - 1).chars().all(char::is_uppercase);
    if zip {
        return Some(i + 1);
    }
    let named = (i + 1..i + 6).take_while(|&k| text.is_capitalised(k) && text.reads_on(k)).skip(1);
    named.into_iter().any(|k| STREETS.contains(&text.word(k))).then_some(i + 1)
}

/// "G20", "COVID-19", "F-16", "H5N1": digits bound to a name.
pub(super) fn bound(text: &Text, i: usize) -> Option<usize> {
    if i == 0 || !text.adjoins(i) {
        return None;
    }
    // "Asean+3"
    let plus = i > 1 && text.is_mark(i - 1, &['+']) && text.adjoins(i - 1) && named(text.word(i - 2));
    let joined = plus
        || text.kind(i - 1) == Some(Kind::Word)
        || text.is_mark(i - 1, &['_', '#', '@'])
        || (text.is_dash(i - 1)
            && i > 1
            && text.adjoins(i - 1)
            && text.kind(i - 2) == Some(Kind::Word)
            && (named(text.word(i - 2)) || labelled(text.word(i - 2))));
    if !joined {
        return None;
    }
    let mut at = i + 1;
    while text.adjoins(at)
        && (matches!(text.kind(at), Some(Kind::Word | Kind::Number))
            || (text.is_dash(at) && text.adjoins(at + 1) && text.is_number(at + 1)))
    {
        at += 1;
    }
    Some(at)
}

/// Words that a hyphen joins to a number that stays one: "mid-20", "sub-5", "twenty-5"; others make a name of it.
const JOINERS: &[&str] = &[
    "mid", "sub", "pre", "post", "non", "over", "under", "near", "above", "below", "plus", "minus", "negative",
    "around", "about", "nearly", "almost", "top", "last", "first", "next", "every", "per", "to", "and", "or", "by",
    "in", "of", "at", "from", "age", "aged", "ages", "early", "late", "the", "a", "an", "another", "all", "both",
    "some", "up", "down", "than", "super", "ultra", "semi", "anti", "inter", "multi",
];

/// "covid-19", "type-2", "scp-173": a word in small letters with a number for its name.
fn labelled(word: &str) -> bool {
    let small = words::small_word(word).is_some() || word.ends_with("ty");
    word.len() > 1 && !small && !JOINERS.iter().any(|joiner| joiner.eq_ignore_ascii_case(word))
}

fn named(word: &str) -> bool {
    word.chars().all(char::is_uppercase) || (word.chars().next().is_some_and(char::is_uppercase) && word.len() > 1)
}
