//! Comparators: the words around a number that bound it. The phrases themselves stand in [`phrases`].

mod phrases;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use self::phrases::{
    AFTER, AFTER_LAST, BEFORE, BETWEEN, BOUND, DEGREES, FAR_NEGATIONS, HARDLY, MILESTONES, MODALS, MOTION, NEGATIONS,
    Reach, SPREAD,
};
use super::lexer::{Kind, Text};
use super::scan::{Found, Quantity};
use super::word_map::WordMap;
use super::words::small_word;
use crate::label::Comparator::{self, About, AtLeast, AtMost, Equal, Less, More};
use crate::span::Span;

struct Cue {
    words: Vec<&'static str>,
    comparator: Comparator,
    reach: Reach,
}

/// The cues before a number by their last word, the longer ones first.
static BY_LAST_WORD: LazyLock<WordMap<Vec<Cue>>> = LazyLock::new(|| {
    let mut index: BTreeMap<&str, Vec<Cue>> = BTreeMap::new();
    for (phrase, comparator, reach) in BEFORE {
        let words: Vec<&str> = phrase.split(' ').collect();
        if let Some(last) = words.last() {
            index.entry(last).or_default().push(Cue { words, comparator: *comparator, reach: *reach });
        }
    }
    for cues in index.values_mut() {
        cues.sort_by_key(|cue| std::cmp::Reverse(cue.words.len()));
    }
    WordMap::new(index)
});

/// How a quantity is bounded: by words after it, before it, or around what it converts.
pub(super) fn of(text: &Text, found: &Found, last: Option<&Quantity>) -> (Comparator, Option<Span>) {
    let noun_end = found.noun.map(|noun| text.token_at(found.end, noun.end)).filter(|&end| end > found.end);
    let after = after(text, found.end).or_else(|| after(text, noun_end?));
    if let Some((comparator, span, _)) = after {
        return (comparator, Some(span));
    }
    // "within three basic factors": only a stretch of something bounds
    let inside = |span: Span| found.noun.is_some() && span.of(text.raw).eq_ignore_ascii_case("within");
    // "Maximum 31C, minimum 17C": what a day's temperature reached.
    let reached = |span: Span| {
        matches!(found.unit.code(), "Cel" | "[degF]")
            && ["maximum", "minimum", "max"].iter().any(|word| span.of(text.raw).eq_ignore_ascii_case(word))
    };
    if let Some((comparator, span)) = before(text, found.cue_at).filter(|&(_, span)| !inside(span) && !reached(span)) {
        if lasts(text, found, last, span) {
            return (Equal, None);
        }
        // "more than 5 or equal to it"
        let equal = text.is(found.end, "or")
            && text.is(found.end + 1, "equal")
            && !(text.is(found.end + 2, "to") && text.is_number(found.end + 3));
        return match comparator {
            More if equal => (AtLeast, Some(span)),
            Less if equal => (AtMost, Some(span)),
            _ => (comparator, Some(span)),
        };
    }
    last.and_then(|last| again(text, found, last)).unwrap_or((Equal, None))
}

/// Whether "over" says how long something goes on that a quantity right before it measures: "$5 million a year over
/// four years", "16,000 jobs over two years"; "over four years ago" is a bound.
fn lasts(text: &Text, found: &Found, last: Option<&Quantity>, cue: Span) -> bool {
    let time = matches!(
        found.unit.code(),
        "a" | "mo" | "wk" | "d" | "h" | "{season}" | "{decade}" | "{quarter}" | "{game}" | "{match}" | "{term}"
    );
    if !time || !cue.of(text.raw).eq_ignore_ascii_case("over") || !text.any_before(found.cue_at, &["over"]) {
        return false;
    }
    let measured = last.is_some_and(|last| {
        let end = last.noun.map_or(last.span.end, |noun| noun.end.max(last.span.end));
        let between = text.raw.get(end..cue.start).unwrap_or("\n\n");
        let near = between.len() < 40 && between.bytes().filter(|&byte| byte == b' ').count() < 5;
        near && !between.contains([',', '.', ';', ':', '(', '\n']) && last.unit.code() != found.unit.code()
    });
    // "for over two years", "was over two years"
    let bounds = found.cue_at.checked_sub(2).is_some_and(|before| {
        text.any(before, &["for", "of", "in", "after", "than", "to", "is", "was", "were", "are", "be", "been", "took"])
            || text.any(before, &["take", "takes", "spent", "lasted", "lasts", "at", "by", "with", "and", "or", "just"])
    });
    let verb = found.cue_at.checked_sub(2).is_some_and(|before| text.word(before).ends_with("ing"));
    measured && !bounds && !verb && !text.any(found.end, &["ago", "old", "earlier", "later", "after", "before"])
}

/// The comparator of the quantity before, where this one converts it: "about 3 miles (5 km)", "(930 mi; 808 nmi)".
fn again(text: &Text, found: &Found, last: &Quantity) -> Option<(Comparator, Option<Span>)> {
    last.cue?;
    let start = text.get(found.first)?.start;
    let between = text.raw.get(last.span.end..start)?.trim();
    let same_kind = last.unit != found.unit
        && (last.unit.dimension() == found.unit.dimension() && !found.unit.dimension().is_one()
            || last.unit.is_currency() && found.unit.is_currency());
    let converts = same_kind && (between == "(" || matches!(between, ";" | "/") && equals(found, last));
    converts.then_some((last.comparator, last.cue))
}

/// Whether two quantities are one size in two units.
fn equals(found: &Found, last: &Quantity) -> bool {
    let sizes = || {
        let (a, b) = (last.figure.point()?, found.figure.point()?);
        let same = a.checked_mul(last.unit.factor_to(&found.unit)?)?;
        Some((same - b).abs() <= b.abs().checked_mul(Decimal::new(5, 2))?)
    };
    sizes().unwrap_or(false)
}

/// The cue that ends right before token `i`, where a value mention starts.
pub(super) fn before(text: &Text, i: usize) -> Option<(Comparator, Span)> {
    let mut end = i;
    // ">= 5" in signs.
    if end > 1 && text.reads_on(end) {
        let comparator = match (text.mark(end - 2), text.mark(end - 1)) {
            (Some('>'), Some('=')) | (Some('='), Some('>')) => Some(AtLeast),
            (Some('<'), Some('=')) | (Some('='), Some('<')) => Some(AtMost),
            // "<> 5": another number.
            (Some('<'), Some('>')) => return None,
            _ => None,
        };
        if let Some(comparator) = comparator {
            return Some((comparator, text.span(end - 2, end)?));
        }
    }
    if end > 0 && text.reads_on(end) && text.is_mark(end - 1, &['~', '≈', '∼', '>', '<', '≥', '≤', '≲', '≳'])
    {
        let comparator = match text.mark(end - 1)? {
            '>' | '≳' => More,
            '<' | '≲' => Less,
            '≥' => AtLeast,
            '≤' => AtMost,
            _ => About,
        };
        return Some((comparator, text.span(end - 1, end)?));
    }
    // "c. 500", "approx. 12"
    let circa = end > 1 && matches!(text.word(end - 2), "c" | "ca" | "approx" | "Approx") && !text.adjoins(end - 2);
    if circa && text.is_mark(end - 1, &['.']) && text.adjoins(end - 1) {
        return Some((About, text.span(end - 2, end)?));
    }
    let mut near = true;
    for _ in 0..3 {
        if end == 0 || !text.reads_on(end) {
            return None;
        }
        if let Some(found) = cue_ending(text, end, i, near) {
            return Some(found);
        }
        let word = end - 1;
        if text.any(word, &["a", "an"]) || text.any(word, BETWEEN) {
            end = word;
        } else if text.any(word, &["the", "its", "their", "that"]) {
            end = word;
            near = false;
        } else {
            return None;
        }
    }
    None
}

/// The cue that ends right before token `end`, for the number at token `i`.
fn cue_ending(text: &Text, end: usize, i: usize, near: bool) -> Option<(Comparator, Span)> {
    let last = text.word(end.checked_sub(1)?);
    if last.is_empty() || last.len() > 13 {
        return None;
    }
    let cues = BY_LAST_WORD.get(last)?;
    let cue = cues.iter().find(|cue| {
        let Some(first) = end.checked_sub(cue.words.len()) else { return false };
        let said = cue.words.iter().enumerate().all(|(k, word)| text.is(first + k, word));
        said && (first + 1..end).all(|k| text.reads_on(k)) && reaches(text, cue, first, i, near)
    })?;
    let first = end.checked_sub(cue.words.len())?;
    bounded(text, cue.comparator, first, end)
}

/// Whether a cue from token `first` on speaks of the number at token `i`.
fn reaches(text: &Text, cue: &Cue, first: usize, i: usize, near: bool) -> bool {
    // "other than 5", "rather more than"
    if cue.words.len() == 2 && text.any_before(first, &["rather", "other"]) {
        return false;
    }
    // "more than the 1.6 percent of its neighbour" compares; "more than the 5 million mark" bounds.
    let called = || (i + 1..i + 7).take_while(|&k| text.reads_on(k)).any(|k| text.any(k, MILESTONES));
    if !near {
        return called() && cue.reach != Reach::Price;
    }
    match cue.words.as_slice() {
        ["over"] if text.any_before(first, SPREAD) => return false,
        // "under a $70 million plan", "within a 5 percent band"
        ["over" | "under" | "within" | "above" | "below" | "beyond" | "near"]
            if text.any(first + 1, &["a", "an"]) && first + 2 == i =>
        {
            return false;
        }
        // "parts that added up to 5 million" are as much.
        ["up", "to"] if text.any_before(first, &["add", "adds", "added", "adding", "sums", "summed"]) => return false,
        ["up", "to"] if text.any_before(first, MOTION) => {
            return (2..4).any(|back| first >= back && text.any(first - back, MODALS));
        }
        // "the top 5 percent" are the uppermost; "sales will top 5 million" bounds.
        ["top"]
            if !text.any_before(first, &["will", "to", "would", "could", "may", "might", "likely", "should"])
                && !text.word(first.wrapping_sub(1)).ends_with('s')
                && !text.word(first.wrapping_sub(1)).ends_with('S') =>
        {
            return false;
        }
        // "the winter maximum of 5 km" was reached.
        ["maximum" | "minimum", ..] => return !text.any_before(first, &["winter", "summer", "daily", "annual"]),
        ["hardly" | "scarcely"] if text.any(i, &["a", "an", "one"]) => return false,
        _ => {}
    }
    match cue.reach {
        Reach::Near | Reach::Article => true,
        // "pass a $2 billion bill"
        Reach::Large => first + cue.words.len() == i && is_large(text, i) || called(),
        Reach::Price => is_sum(text, i) && !(i + 1..i + 7).take_while(|&k| text.reads_on(k)).any(|k| text.is(k, "to")),
    }
}

/// Whether token `i` starts a sum of money: a sign, or digits with the name of a currency.
fn is_sum(text: &Text, i: usize) -> bool {
    text.mark(i).is_some_and(|mark| matches!(mark, '$' | '€' | '£' | '¥' | '₹'))
        || text.kind(i) == Some(Kind::Word) && text.word(i).chars().all(char::is_uppercase)
        || text.is_number(i)
            && text.any(
                i + 1,
                &[
                    "euros", "dollars", "pounds", "yuan", "yen", "rupees", "francs", "kronor", "dinars", "pesos",
                    "reais",
                ],
            )
}

/// Whether a number is of a size, or in a unit, that things are not counted in one by one.
fn is_large(text: &Text, i: usize) -> bool {
    let scale = |k: usize| text.any(k, &["million", "billion", "trillion", "thousand", "hundred", "crore", "lakh"]);
    let dash = usize::from(text.is_dash(i + 1));
    is_sum(text, i)
        || text.is_number(i) && text.str(i).len() > 4
        || scale(i + 1 + dash)
        || text.is_mark(i + 1, &['%'])
        || text.any(i + 1, &["percent", "per", "bn", "mn", "m"])
}

/// The comparator of a cue with the words before it that narrow it or turn it around.
fn bounded(text: &Text, comparator: Comparator, first: usize, end: usize) -> Option<(Comparator, Span)> {
    if matches!(comparator, More | Less) {
        let phrase = |words: &[&'static str]| words.iter().find_map(|phrase| ends_with(text, first, phrase));
        // "a little over" before "little over"
        if let Some(start) = phrase(DEGREES) {
            return turned(text, comparator, start, first, end);
        }
        if comparator == More
            && let Some(start) = phrase(HARDLY)
        {
            return Some((About, text.span(start, end)?));
        }
        return turned(text, comparator, first, first, end);
    }
    let very = if comparator == About && text.any_before(first, &["very"]) { first - 1 } else { first };
    Some((comparator, text.span(very, end)?))
}

/// The token where `phrase` starts if it ends right before token `end`.
fn ends_with(text: &Text, end: usize, phrase: &str) -> Option<usize> {
    let mut at = end;
    for word in phrase.rsplit(' ') {
        if !text.reads_on(at) {
            return None;
        }
        at = at.checked_sub(1)?;
        if !text.is(at, word) {
            return None;
        }
    }
    Some(at)
}

/// "never exceeded" is at most, "not less than" at least; the cue then begins at the negation.
fn turned(text: &Text, comparator: Comparator, start: usize, first: usize, end: usize) -> Option<(Comparator, Span)> {
    let mut at = start;
    for back in 1..=5 {
        if at == 0 || !text.reads_on(at) || text.kind(at - 1) != Some(Kind::Word) {
            break;
        }
        at -= 1;
        if text.any(
            at,
            &[
                "but", "and", "or", "that", "which", "who", "only", "just", "merely", "because", "yet", "doubt",
                "longer",
            ],
        ) {
            break;
        }
        let near = back <= 2 && start == first && (text.any(at, NEGATIONS) || text.word(at).ends_with("n’t"));
        let none = back <= 3 && text.is(at, "no") && back > 1;
        if near || none || text.any(at, FAR_NEGATIONS) {
            let turned = if comparator == More { AtMost } else { AtLeast };
            return Some((turned, text.span(at, end)?));
        }
    }
    Some((comparator, text.span(start, end)?))
}

/// Whether token `i` is one of the words that most often stand between a number and what leads to it.
pub(super) fn hedges(text: &Text, i: usize) -> bool {
    text.any(i, &["about", "around", "nearly", "almost", "roughly", "approximately", "some", "over"])
}

/// The cue that starts at token `i`, right after a value mention, and the token after it.
pub(super) fn after(text: &Text, i: usize) -> Option<(Comparator, Span, usize)> {
    if text.is_mark(i, &['+']) && text.adjoins(i) && !text.is_number(i + 1) {
        return Some((AtLeast, text.span(i, i + 1)?, i + 1));
    }
    if text.is_dash(i) && text.adjoins(i) {
        let (_, comparator) = BOUND.iter().find(|(word, _)| text.is(i + 1, word))?;
        return Some((*comparator, text.span(i + 1, i + 2)?, i + 2));
    }
    let start = i + usize::from(text.is_mark(i, &[',']) && text.is(i + 1, "or"));
    if let Some((comparator, end)) = starting(text, start, AFTER) {
        // "5 or more than 6" and "and over 20 others" go on with another number.
        let goes_on = text.is_number(end) || text.any(end, &["than", "a", "the"]);
        return if goes_on { None } else { Some((comparator, text.span(start, end)?, end)) };
    }
    let i = i + usize::from(text.is_mark(i, &[',']) && text.is(i + 1, "at"));
    let (comparator, end) = starting(text, i, AFTER_LAST)?;
    // "40 at most recent count", "at least partly", "10 at least 3"
    let ends = text.get(end).is_none()
        || !text.reads_on(end)
        || matches!(text.kind(end), Some(Kind::Mark(mark)) if !matches!(mark, '$' | '€' | '£'))
        || text.any(end, &["of", "in", "and", "but", "for", "by", "to", "at", "from", "on", "this", "a", "per"])
            && small_word(text.word(end + 1)).is_none();
    let sure = !text.starts_line(i) || text.reads_on(i);
    (ends && sure).then_some((comparator, text.span(i, end)?, end))
}

fn starting(text: &Text, i: usize, cues: &[(&str, Comparator)]) -> Option<(Comparator, usize)> {
    let first = text.word(i).bytes().next()?.to_ascii_lowercase();
    cues.iter().filter(|(phrase, _)| phrase.as_bytes().first() == Some(&first)).find_map(|(phrase, comparator)| {
        let mut end = i;
        for word in phrase.split(' ') {
            if !text.is(end, word) || !text.reads_on(end) {
                return None;
            }
            end += 1;
        }
        Some((*comparator, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_are_found_before_the_number() {
        for (raw, cue, comparator) in [
            ("more\nthan", "more\nthan", ">"),
            ("no more than", "no more than", "<="),
            ("as high as more than", "more than", ">"),
            ("about an extra", "about", "~"),
            ("an estimated", "estimated", "~"),
            ("worth at least", "at least", ">="),
            ("c.", "c.", "~"),
            ("~", "~", "~"),
            (">=", ">=", ">="),
            ("was greater than or equal to", "greater than or equal to", ">="),
            ("just over", "just over", ">"),
        ] {
            let whole = format!("{raw} 5");
            let text = Text::new(&whole);
            let (found, span) = before(&text, text.tokens.len() - 1).unwrap_or_else(|| panic!("{raw}"));
            assert_eq!((span.of(&whole), found.as_str()), (cue, comparator));
        }
        for raw in ["over the", "the", "in", "rather than", "surpassing the", "spread over", "crept up to"] {
            let whole = format!("{raw} 5");
            let text = Text::new(&whole);
            assert!(before(&text, text.tokens.len() - 1).is_none(), "{raw}");
        }
    }

    fn bound(raw: &str) -> Option<(&str, &str)> {
        let text = Text::new(raw);
        let at = (0..text.tokens.len()).find(|&i| text.is_number(i) || text.is_mark(i, &['$']))?;
        before(&text, at).map(|(comparator, span)| (span.of(raw), comparator.as_str()))
    }

    #[test]
    fn bounds_are_narrowed_and_turned_around() {
        for (raw, cue, comparator) in [
            ("surpassing the 5 million mark", "surpassing", ">"),
            ("sales passed 20,000", "passed", ">"),
            ("a little under 5 km", "a little under", "<"),
            ("little more than 5 km", "little more than", "~"),
            ("it seldom exceeds 5 km", "seldom exceeds", "<="),
            ("it never had a rate above 5 percent", "never had a rate above", "<="),
            ("she has never got less than 5 percent", "never got less than", ">="),
            ("not to exceed $5", "not to exceed", "<="),
            ("it can go up to 40 km/h", "up to", "<="),
            ("tickets start at $5", "start at", ">="),
            ("very nearly 5 km", "very nearly", "~"),
            ("upwards of 5 km", "upwards of", ">"),
        ] {
            assert_eq!(bound(raw), Some((cue, comparator)), "{raw}");
        }
        for raw in [
            "parliament passed 12 laws",
            "to pass a $5 bill",
            "more than the 5 percent of its neighbour",
            "the top 5 percent",
            "the rate inched up to 5 percent",
            "fares start at $5 and go to",
        ] {
            assert_eq!(bound(raw), None, "{raw}");
        }
    }

    #[test]
    fn the_maximum_of_a_day_is_what_it_reached() {
        for (raw, comparator) in [("Maximum 28 °C, rain", "="), ("maximum 28 kg", "<="), ("a maximum of 28 °C", "<=")]
        {
            let found = crate::quantity::find_quantities(raw);
            assert_eq!(found.first().map(|q| q.comparator.as_str()), Some(comparator), "{raw}");
        }
    }

    #[test]
    fn cues_are_found_after_the_number() {
        for (raw, cue, comparator) in [
            ("5 or more", "or more", ">="),
            ("5-plus", "plus", ">"),
            ("5+", "+", ">="),
            ("5 or so", "or so", "~"),
            ("5 at most.", "at most", "<="),
            ("5, or less", "or less", "<="),
        ] {
            let text = Text::new(raw);
            let (found, span, _) = after(&text, 1).unwrap_or_else(|| panic!("{raw}"));
            assert_eq!((span.of(raw), found.as_str()), (cue, comparator));
        }
        assert!(after(&Text::new("5 or more than 6"), 1).is_none());
        assert!(after(&Text::new("5 plus 6"), 1).is_none());
    }
}
