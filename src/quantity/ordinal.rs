//! Ranks: "fourth-largest", "ranked sixth", "top three", "finished 3rd", "peaked at number 3".

mod lists;

use self::lists::{
    AFTER_RANK, CENTURIES, DIRECT, FIELDS, LEADING, MOVED, NO_SUPERLATIVE, NOT_RANKED, NUMBERED, RANKING, RISING,
    SUPERLATIVES,
};
use super::lexer::{Kind, Text};
use super::months::{MONTHS, WEEKDAYS};
use super::number::{Form, Number};
use super::numeral;
use super::scan::Found;
use super::spelled::spelled;
use super::stops::SENTENCE_STARTS;
use super::unit::Unit;
use super::words::{Ending, SMALL_ORDINALS, TENS, small_word};
use crate::label::Comparator;

/// The words that ranks start with, beside number words.
pub(super) fn starts() -> Vec<&'static str> {
    vec!["top", "no", "number"]
}

/// "first", "ninetieth", "twenty-fifth", "42nd", "50,000th", "2 millionth": the position and the token after it.
fn ordinal(text: &Text, i: usize) -> Option<(u32, usize)> {
    if text.kind(i)? == Kind::Word {
        if let Some(found) = glued(text, i) {
            return Some(found);
        }
        let said = spelled(text, i).filter(|said| said.ending == Ending::Ordinal)?;
        let value = u32::try_from(said.value()?).ok()?;
        return Some((value, said.end)).filter(|_| (1..=1_000_000_000).contains(&value));
    }
    let digits = text.decimal(i)?;
    let value = digits.is_integer().then(|| u32::try_from(digits).ok())?.filter(|n| (1..=1_000_000_000).contains(n))?;
    let year = text.plain(i).is_some_and(|n| n >= 2000);
    let suffix = text.adjoins(i + 1) && text.any(i + 1, &["st", "nd", "rd", "th"]);
    if suffix && !year { Some((value, i + 2)) } else { counted(text, i) }
}

/// "twenty—fifth", "forty second", "twentyfifth": ordinals that a dash, a space or nothing holds together.
fn glued(text: &Text, i: usize) -> Option<(u32, usize)> {
    let word = text.word(i);
    let ones = |word: &str| {
        let at = SMALL_ORDINALS.iter().take(9).position(|ordinal| ordinal.eq_ignore_ascii_case(word))?;
        u32::try_from(at + 1).ok()
    };
    TENS.iter().zip((20..).step_by(10)).find_map(|(stem, tens)| {
        let rest = word.get(..stem.len()).filter(|head| head.eq_ignore_ascii_case(stem)).and(word.get(stem.len()..))?;
        if !rest.is_empty() {
            return Some((tens + ones(rest)?, i + 1));
        }
        let dash = text.is_dash(i + 1) || text.is_mark(i + 1, &['—']);
        let at = i + 1 + usize::from(dash && text.adjoins(i + 1) && text.adjoins(i + 2));
        Some((tens + ones(text.word(at))?, at + 1)).filter(|_| text.reads_on(at))
    })
}

/// "2 millionth".
fn counted(text: &Text, i: usize) -> Option<(u32, usize)> {
    let count = text.plain(i).filter(|n| (1..1000).contains(n))?;
    let scale = match text.word(i + 1).to_ascii_lowercase().as_str() {
        "millionth" => 1_000_000,
        "billionth" => 1_000_000_000,
        _ => return None,
    };
    Some((count.checked_mul(scale)?, i + 2))
}

fn is_superlative(text: &Text, i: usize) -> bool {
    let word = text.word(i).to_ascii_lowercase();
    let est = word.len() > 5 && word.ends_with("est") && !NO_SUPERLATIVE.contains(&word.as_str());
    est || (SUPERLATIVES.contains(&word.as_str()) && !word.is_empty()) || word == "largest"
}

fn rank(first: usize, end: usize, position: u32) -> Found {
    Found::new(first, end, Number::rank(position), Unit::one(), Form::Ordinal)
}

/// The rank that starts at token `i`.
pub(super) fn read(text: &Text, i: usize) -> Option<Found> {
    top(text, i).or_else(|| numbered(text, i)).or_else(|| several(text, i)).or_else(|| position(text, i))
}

/// Skips what a plain ordinal says beside a rank: "19th century", "March 21st"; the token after it.
pub(super) fn skip(text: &Text, i: usize) -> Option<usize> {
    if text.is_number(i) { ordinal(text, i).map(|(_, end)| end) } else { None }
}

/// "top three", "top-10": a rank that is at most that.
fn top(text: &Text, i: usize) -> Option<Found> {
    if !text.is(i, "top") {
        return None;
    }
    let at = i + 1 + usize::from(text.is_dash(i + 1) && text.adjoins(i + 1));
    let value = small_word(text.word(at))
        .or_else(|| text.plain(at))
        .or_else(|| tens(text, at))
        .filter(|n| (1..=500).contains(n))?;
    let next = at + 1;
    let share = text.is_mark(next, &['%'])
        || text.any(next, &["percent", "per", "million", "billion"])
        || text.is_number(at) && text.is(next, "of")
        || (text.is_dash(next) && text.adjoins(next));
    if share || text.adjoins(next) && text.kind(next) == Some(Kind::Word) {
        return None;
    }
    Some(Found { comparator: Some((Comparator::AtMost, None)), ..rank(i, next, value) })
}

fn tens(text: &Text, i: usize) -> Option<u32> {
    let numeral = numeral::read(text, i, false).filter(|n| n.words && n.end == i + 1 && !n.scaled && !n.vague)?;
    u32::try_from(numeral.digits).ok()
}

/// "number 3", "No. 1", "#2" where a verb of ranking leads to it, or where it says which of its kind something is.
fn numbered(text: &Text, i: usize) -> Option<Found> {
    let mut at = i + 1;
    if text.is(i, "no") {
        at += usize::from(text.is_mark(at, &['.']) && text.adjoins(at));
    } else if text.is_mark(i, &['#']) {
        if !text.adjoins(at) {
            return None;
        }
    } else if !text.is(i, "number") {
        return None;
    }
    let value = small_word(text.word(at)).or_else(|| text.plain(at)).filter(|n| (1..=1000).contains(n))?;
    let end = at + 1;
    if text.adjoins(end) && matches!(text.kind(end), Some(Kind::Word | Kind::Number)) {
        return None;
    }
    let possessive = i > 0 && text.reads_on(i) && text.is_possessive(i - 1);
    let noun = text.reads_on(end) && text.word(end).starts_with(char::is_lowercase) && !text.any(end, AFTER_RANK);
    // "the number two cause of death", not "the No. 19 bus"
    let kind = noun && !text.any(end, NUMBERED) && (possessive || text.any_before(i, &["the", "a", "its", "their"]));
    let alone = !noun && (possessive || text.any_before(i, &["the"])) && !text.any(end, &["of"]) && !text.is(i, "no");
    let to = text.any_before(i, &["at", "to", "as", "from", "the"]) && i > 1 && text.any(i - 2, RISING)
        || text.any_before(i, &["at"])
            && (2..5).any(|back| i > back && text.any(i - back, &["ranked", "ranks", "placed"]));
    let led = text.any_before(i, LEADING) && !noun && !text.any(end, &["of", "and", "or"]) || to && !noun;
    (kind || alone || led).then(|| rank(i, end, value))
}

/// "the two largest mines", "the three most common causes": ranks up to two, up to three.
fn several(text: &Text, i: usize) -> Option<Found> {
    let value = small_word(text.word(i)).or_else(|| text.plain(i)).filter(|n| (2..=200).contains(n))?;
    let owner = i > 0 && text.reads_on(i) && (text.is_possessive(i - 1) || owned_by_plural(text, i));
    let led = text.any_before(i, &["the", "its", "their", "our", "these"]) || owner;
    let next = i + 1;
    if !led || !text.reads_on(next) {
        return None;
    }
    let adjective = text.kind(next + 1) == Some(Kind::Word) && text.reads_on(next + 1);
    if text.any(next, &["most", "least"]) && adjective && !text.any(next + 1, &["of", "in"]) {
        return Some(Found { comparator: Some((Comparator::AtMost, None)), ..rank(i, next + 2, value) });
    }
    let superlative = is_superlative(text, next)
        && !text
            .any(next, &["leading", "ranked", "ranking", "placed", "rated", "least", "most", "best", "top", "worst"]);
    superlative.then(|| Found { comparator: Some((Comparator::AtMost, None)), ..rank(i, next + 1, value) })
}

/// "the Netherlands' four largest": an apostrophe before token `i` that belongs to a word in -s.
fn owned_by_plural(text: &Text, i: usize) -> bool {
    i > 1 && text.is_mark(i - 1, &['\'', '’']) && text.adjoins(i - 1) && text.word(i - 2).ends_with('s')
}

/// "Belgium third.", "Rwanda 88th and Burundi last", "6,100 yards passing, sixth in the league": a place without a
/// verb.
fn placed(text: &Text, i: usize, end: usize) -> bool {
    if i == 0 || !text.reads_on(i) || text.is_capitalised(i) && text.kind(i) == Some(Kind::Word) {
        return false;
    }
    let before = i - 1;
    let field = text.is(end, "in") && text.is(end + 1, "the") && text.any(end + 2, FIELDS);
    if field
        && (text.is_mark(before, &[',', '(', '–', '—']) || text.any(before, &["now", "only", "currently", "still"]))
    {
        return true;
    }
    // "(D-WA 6th)" is a district.
    let name = text.is_capitalised(before)
        && text.word(before).len() > 2
        && text.word(before).ends_with(char::is_lowercase)
        && !text.starts_line(before)
        && before > 0
        && !text.is_number(before - 1)
        && !text.is_mark(before - 1, &['.', '!', '?', '"', '“', ':'])
        && !text.any(before, &MONTHS)
        && !text.any(before, SENTENCE_STARTS)
        && !text.any(before, &WEEKDAYS);
    // "an Australian first."
    let closes = text.get(end).is_none() || text.is_mark(end, &['.', ';', ')']) || text.is(end, "with");
    let stops = closes && !text.is(i, "first")
        || text.is_mark(end, &[',']) && text.is_capitalised(end + 1)
        || text.is(end, "and") && text.is_capitalised(end + 1);
    name && stops
}

/// "from fifth to fourth", "slipped to third", "down from sixth", "puts it seventh", "second only to".
fn moved(text: &Text, i: usize, end: usize) -> bool {
    let to = text.is(end, "to") && ordinal(text, end + 1).is_some_and(|(_, after)| is_free(text, after));
    let from = text.any_before(i, &["from"]);
    let was = (2..=3).any(|back| i >= back && ordinal(text, i - back).is_some_and(|(_, end)| end + 1 == i));
    let after_from = text.any_before(i, &["to"]) && was && is_free(text, end);
    let by = i > 1 && text.any_before(i, &["to", "from"]) && text.any(i - 2, MOVED) && is_free(text, end);
    let puts = text.any_before(i, &["it", "them", "him", "her", "us"])
        && i > 1
        && text.any(
            i - 2,
            &["puts", "put", "putting", "ranks", "ranked", "ranking", "rated", "rates", "placed", "places", "makes"],
        )
        && is_free(text, end);
    let only = text.is(end, "only") && text.is(end + 1, "to");
    let at = text.is_number(i)
        && text.any_before(i, &["at"])
        && text.is_mark(end, &[','])
        && i > 1
        && text.is_mark(i - 2, &[',']);
    from && to || after_from || by || puts || only || at
}

/// Whether no thing follows that the ordinal would count: "to second with 5 million", not "to second base".
fn is_free(text: &Text, end: usize) -> bool {
    text.kind(end) != Some(Kind::Word)
        || !text.reads_on(end)
        || text.any(end, AFTER_RANK)
        || text
            .any(end, &["place", "spot", "position", "out", "only", "a", "the", "two", "three", "four", "five", "ten"])
}

/// "fourth-largest", "12th most populous", "ranked sixth", "second place", "Australia's third".
fn position(text: &Text, i: usize) -> Option<Found> {
    let (value, end) = ordinal(text, i)?;
    if i > 0 && text.adjoins(i) && text.is_dash(i - 1) {
        return None;
    }
    // "a forty-second film" lasts as long; only a verb of ranking makes a place of it.
    let seconds = end > i + 1 && text.is(end - 1, "second") && !text.is_number(i);
    if seconds && !text.any_before(i, DIRECT) {
        return None;
    }
    // "second - highest" of broken text is the same mention.
    let dash = text.is_dash(end);
    let at = end + usize::from(dash && text.reads_on(end + 1));
    if is_superlative(text, at) && text.reads_on(at) {
        let mut stop = at + 1;
        // "most populous", "least densely populated": the adjective belongs to it.
        if text.any(at, &["most", "least"]) {
            if text.any(at, &["most"]) && text.word(stop).ends_with("ly") && text.kind(stop + 1) == Some(Kind::Word) {
                stop += 1;
            }
            stop += usize::from(text.kind(stop) == Some(Kind::Word) && text.reads_on(stop));
        }
        // "seventh-highest-grossing", "third-best-selling"
        if text.is_hyphen(stop) && text.word(stop + 1).ends_with("ing") {
            stop += 2;
        }
        // "first ranked" and "first most" are no better than first; "first best" is nothing.
        return (value > 1).then(|| rank(i, stop, value));
    }
    if dash && text.adjoins(end) {
        return None;
    }
    if text.is(end, "richest") {
        return Some(rank(i, end + 1, value));
    }
    let place = text.any(end, &["place", "position", "spot"]) && !text.any(end + 1, &["to", "where"]);
    let back = if text.any_before(
        i,
        &["the", "in", "at", "as", "to", "a", "its", "into", "from", "joint", "only", "currently", "now"],
    ) {
        i - 1
    } else {
        i
    };
    let back =
        if back < i && text.any_before(back, &["to", "in", "at", "as", "from", "into"]) { back - 1 } else { back };
    let led = back > 0 && text.reads_on(back) && text.any(back - 1, RANKING);
    let direct = text.any_before(i, DIRECT);
    let bare_after = text.kind(end) != Some(Kind::Word)
        || !text.reads_on(end)
        || text.any(
            end,
            &[
                "in",
                "among",
                "out",
                "at",
                "on",
                "overall",
                "behind",
                "globally",
                "nationally",
                "worldwide",
                "with",
                "for",
                "of",
                "and",
                "or",
                "after",
                "from",
                "by",
                "while",
                "this",
                "when",
            ],
        );
    let in_place = place && text.any(end, &["place", "spot"]) && !text.any_before(i, &["the", "a", "this", "that"]);
    if in_place && value == 1 && !text.any(end + 1, &["finish", "trophy", "winner", "finishes"]) {
        return Some(rank(i, end + 1, 1));
    }
    if moved(text, i, end) {
        return Some(rank(i, end + usize::from(place && value > 1), value));
    }
    if placed(text, i, end) {
        return Some(rank(i, end, value));
    }
    if value == 1 {
        // "first" alone is an adverb; only a verb of ranking, or "first in the world", makes a rank of it.
        let firm = text.any_before(
            i,
            &["ranks", "ranked", "rank", "ranking", "finished", "finishing", "placed", "won", "took", "came", "rated"],
        ) && (bare_after || place)
            || text.any_before(i, &["comes"]) && text.any(end, &["in", "with", "among", "overall"]);
        let world = text.any_before(i, &["is", "be", "are", "was", "were"])
            && text.any(end, &["in", "among"])
            && text.any(end + 1, &["the", "nations", "countries", "europe", "asia", "africa"]);
        return (firm || world).then(|| rank(i, end, 1));
    }
    if place && !text.any_before(i, &["a"]) {
        return Some(rank(i, end + 1, value));
    }
    if direct && (bare_after || text.is(end, "overall")) {
        return Some(rank(i, end, value));
    }
    let with = text.is(end, "with") && text.any_before(i, &["now", "currently", "still", "only"]);
    if led && bare_after && (with || !text.any(end, &["of", "with"])) {
        return Some(rank(i, end, value));
    }
    if text.any(end, &["out"]) && text.is(end + 1, "of") || text.is(end, "among") {
        return Some(rank(i, end, value));
    }
    // "Australia's third research centre", "its 39th mission", "the fourth channel".
    let owned = i > 0
        && text.reads_on(i)
        && (text.is_possessive(i - 1) || text.any(i - 1, &["its", "his", "her", "their", "our", "the"]));
    // "the Fourth Global Digital Trade Expo" is a name.
    let name = text.is_capitalised(i) && text.is_capitalised(end) && i > 0 && !text.starts_line(i);
    let owned = owned && !name || text.is_number(i) && text.any_before(i, &["and"]);
    let noun = text.kind(end) == Some(Kind::Word) && text.reads_on(end) && !text.any(end, NOT_RANKED);
    let counted_year = (text.any(end, &["season", "year", "mission", "home", "child", "term"])
        || text.is_number(i) && text.any(end, &["day", "week"]))
        && owned
        && !text.any_before(i, &["the"]);
    let date = text.is(end, "of") || text.is(end, "day") && !counted_year;
    (owned && !seconds && (noun || counted_year) && !date && !text.any(end, &MONTHS) && !text.any(end, CENTURIES))
        .then(|| rank(i, end, value))
}
