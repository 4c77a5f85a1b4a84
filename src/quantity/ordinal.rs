//! Ranks: "fourth-largest", "ranked sixth", "top three", "finished 3rd", "peaked at number 3".

use super::lexer::{Kind, Text};
use super::months::MONTHS;
use super::number::{Form, Number};
use super::numeral;
use super::scan::Found;
use super::unit::Unit;
use super::words::{Ending, small_word, spelled};
use crate::label::Comparator;

/// Superlatives that do not end in -est.
const SUPERLATIVES: &[&str] =
    &["most", "least", "leading", "best", "worst", "top", "busiest", "ranked", "ranking", "placed", "rated"];

/// Words in -est that are no superlatives.
const NO_SUPERLATIVE: &[&str] = &[
    "interest", "request", "forest", "harvest", "protest", "guest", "contest", "west", "east", "test", "rest",
    "invest", "quest", "arrest", "chest", "nest", "priest", "conquest",
];

/// Verbs of ranking, right before the ordinal or with "at", "as" and the like between.
const RANKING: &[&str] = &[
    "rank",
    "ranks",
    "ranked",
    "ranking",
    "rankings",
    "finish",
    "finished",
    "finishing",
    "finishes",
    "placed",
    "place",
    "places",
    "came",
    "come",
    "comes",
    "coming",
    "rated",
    "stands",
    "stood",
    "sits",
    "lies",
    "took",
    "takes",
    "take",
    "won",
    "win",
    "remains",
    "remained",
    "placing",
    "rose",
    "fell",
    "climbed",
    "slipped",
    "dropped",
    "moved",
    "jumped",
    "was",
    "is",
    "be",
    "were",
    "are",
    "position",
    "seeded",
    "puts",
    "put",
];

/// What a plain ordinal is when one of these follows: a name, a repeated event, a part of time.
const NOT_RANKED: &[&str] = &[
    "round",
    "annual",
    "quarter",
    "half",
    "time",
    "century",
    "centuries",
    "anniversary",
    "day",
    "days",
    "year's",
    "grade",
    "graders",
    "grader",
    "party",
    "parties",
    "world",
    "phase",
    "term",
    "terms",
    "reading",
    "amendment",
    "class",
    "generation",
    "edition",
    "wave",
    "person",
    "floor",
    "month",
    "week",
    "hour",
    "minute",
    "thoughts",
    "hand",
    "language",
    "session",
    "congress",
    "step",
    "stage",
    "part",
    "chapter",
    "district",
    "circuit",
    "street",
    "avenue",
    "st",
    "infantry",
    "army",
    "fleet",
    "division",
    "battalion",
    "regiment",
    "brigade",
    "opinion",
    "look",
    "chance",
    "homes",
    "home",
    "nature",
    "estate",
    "reich",
    "republic",
    "war",
    "millennium",
    "birthday",
    "series",
    "and",
    "or",
    "but",
    "thing",
    "option",
    "reason",
    "point",
    "question",
    "paragraph",
    "section",
    "article",
    "sentence",
    "level",
    "tier",
    "degree",
    "the",
    "a",
    "an",
    "he",
    "she",
    "it",
    "they",
    "we",
    "you",
    "i",
    "to",
    "is",
    "was",
    "of",
    "stop",
    "step",
    "line",
    "case",
    "column",
    "row",
    "set",
    "season",
    "year",
    "consecutive",
    "straight",
    "successive",
    "baby",
    "child",
    "wife",
    "husband",
    "marriage",
    "son",
    "daughter",
    "sunday",
    "saturday",
    "quarters",
];

/// The words that ranks start with, beside number words.
pub(super) fn starts() -> Vec<&'static str> {
    vec!["top", "no", "number"]
}

fn ordinal(text: &Text, i: usize) -> Option<(u32, usize)> {
    if text.kind(i)? == Kind::Word {
        let said = spelled(text, i).filter(|said| said.ending == Ending::Ordinal)?;
        let value = u32::try_from(said.value()?).ok()?;
        return Some((value, said.end)).filter(|_| value < 2000);
    }
    let value = text.plain(i).filter(|n| (1..2000).contains(n))?;
    let suffix = text.adjoins(i + 1) && text.any(i + 1, &["st", "nd", "rd", "th"]);
    suffix.then_some((value, i + 2))
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
    text.is_number(i).then(|| ordinal(text, i))?.map(|(_, end)| end)
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
        || text.any(next, &["percent", "per", "million", "billion", "of"])
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

/// "number 3", "No. 1" where a verb of ranking leads to it.
fn numbered(text: &Text, i: usize) -> Option<Found> {
    let mut at = i + 1;
    if text.is(i, "no") {
        at += usize::from(text.is_mark(at, &['.']) && text.adjoins(at));
    } else if !text.is(i, "number") {
        return None;
    }
    let value = small_word(text.word(at)).or_else(|| text.plain(at)).filter(|n| (1..=1000).contains(n))?;
    let led = text.any_before(
        i,
        &[
            "ranked", "ranks", "ranking", "rank", "at", "to", "reached", "hit", "reaching", "rated", "the", "world's",
            "nation's",
        ],
    ) && (text.any_before(i, RANKING)
        || (i > 1
            && text.any(
                i - 2,
                &[
                    "peaked",
                    "ranked",
                    "peaking",
                    "debuted",
                    "increased",
                    "rose",
                    "climbed",
                    "jumped",
                    "went",
                    "is",
                    "fell",
                    "came",
                ],
            ))
        || text.any_before(i, &["reached", "hit", "reaching", "world's", "nation's"]));
    led.then(|| rank(i, at + 1, value))
}

/// "the two largest mines": ranks up to two.
fn several(text: &Text, i: usize) -> Option<Found> {
    let value = small_word(text.word(i)).or_else(|| text.plain(i)).filter(|n| (2..=100).contains(n))?;
    let led = text.any_before(i, &["the", "its", "their", "our", "these"])
        || (i > 0 && (text.word(i - 1).ends_with("'s") || text.word(i - 1).ends_with("’s")));
    let next = i + 1;
    let superlative = is_superlative(text, next)
        && !text
            .any(next, &["leading", "ranked", "ranking", "placed", "rated", "least", "most", "best", "top", "worst"]);
    (led && superlative && text.reads_on(next))
        .then(|| Found { comparator: Some((Comparator::AtMost, None)), ..rank(i, next + 1, value) })
}

/// "fourth-largest", "12th most populous", "ranked sixth", "second place", "Australia's third".
fn position(text: &Text, i: usize) -> Option<Found> {
    let (value, end) = ordinal(text, i)?;
    if i > 0 && text.adjoins(i) && text.is_dash(i - 1) {
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
    let direct = text.any_before(
        i,
        &[
            "ranked",
            "ranks",
            "rank",
            "ranking",
            "finished",
            "finish",
            "finishing",
            "placed",
            "came",
            "comes",
            "rated",
            "seeded",
            "won",
            "took",
            "finishes",
        ],
    );
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
    if value == 1 {
        // "first" alone is an adverb; only a verb of ranking, or "first in the world", makes a rank of it.
        let firm = text.any_before(
            i,
            &["ranks", "ranked", "rank", "ranking", "finished", "finishing", "placed", "won", "took", "came", "rated"],
        ) && (bare_after || place);
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
    if led && bare_after && !text.any(end, &["of", "with"]) {
        return Some(rank(i, end, value));
    }
    if text.any(end, &["out"]) && text.is(end + 1, "of") || text.is(end, "among") {
        return Some(rank(i, end, value));
    }
    // "Australia's third research centre", "its 39th mission", "the fourth channel".
    let owned = i > 0
        && text.reads_on(i)
        && (text.word(i - 1).ends_with("'s")
            || text.word(i - 1).ends_with("’s")
            || text.any(i - 1, &["its", "his", "her", "their", "our", "the"]));
    // "the Fourth Global Digital Trade Expo" is a name.
    let name = text.is_capitalised(i) && text.is_capitalised(end) && i > 0 && !text.starts_line(i);
    let owned = owned && !name || text.is_number(i) && text.any_before(i, &["and"]);
    let noun = text.kind(end) == Some(Kind::Word) && text.reads_on(end) && !text.any(end, NOT_RANKED);
    let counted_year = text.any(end, &["season", "year", "mission", "home", "child", "term"])
        && owned
        && !text.any_before(i, &["the"]);
    let date = text.any(end, &["of", "day"]);
    (owned && (noun || counted_year) && !date && !text.any(end, &MONTHS) && !text.any(end, CENTURIES))
        .then(|| rank(i, end, value))
}

const CENTURIES: &[&str] = &["century", "centuries", "c", "congress", "anniversary"];
