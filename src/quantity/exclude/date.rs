//! Dates, years and times of day.

use std::sync::LazyLock;

use super::super::lexer::{Kind, Text};
use super::super::lexicon::{lexicon, name_at};
use super::super::months::{MONTHS, MONTHS_SHORT};
use super::super::noun;
use super::super::senses;
use super::super::word_map::WordMap;

/// Letters that make a fiscal year, a quarter or a half of the number behind them.
pub(super) const FISCAL: &[&str] = &["fy", "q", "h", "cy"];

/// The words that dates start with.
pub(super) fn starts() -> Vec<&'static str> {
    MONTHS.into_iter().chain(MONTHS_SHORT.into_iter().map(|(short, _)| short)).collect()
}

/// Words before a plain number of four digits that make it a year.
const YEAR_BEFORE: &[&str] = &[
    "in", "since", "by", "until", "till", "from", "during", "before", "after", "mid", "early", "late", "fiscal",
    "year", "years", "to", "of", "for", "and", "through", "circa", "between", "fy", "summer", "winter", "spring",
    "fall", "autumn", "ended", "ending", "end", "the", "on", "its", "their", "his", "our", "vs", "versus", "around",
    "about", "than", "or", "s",
];

/// What happens in a year that is named before it: "2011 Census outputs", "the 2013 election campaign".
const EVENTS: &[&str] = &[
    "census",
    "election",
    "budget",
    "season",
    "campaign",
    "games",
    "olympics",
    "tour",
    "summit",
    "edition",
    "survey",
    "championship",
    "championships",
    "presidential",
    "olympic",
    "data",
    "agreement",
    "act",
];

fn is_month(text: &Text, i: usize) -> bool {
    static NAMES: LazyLock<WordMap<()>> = LazyLock::new(|| WordMap::new(starts().into_iter().map(|name| (name, ()))));
    let named = NAMES.get(text.word(i)).is_some();
    // In small letters "may", "march" and "mar" are words of their own, unless "on" leads to the date.
    let word = || {
        !text.any(i, &["may", "march", "mar"])
            || text.any_before(i, &["on"])
            || i > 1 && text.any_before(i - 1, &["on"])
    };
    named && (text.is_capitalised(i) || word())
}

fn is_year(text: &Text, i: usize) -> bool {
    text.plain(i).is_some_and(|y| (1000..2200).contains(&y)) && text.str(i).len() == 4
}

fn is_day(text: &Text, i: usize) -> bool {
    text.plain(i).is_some_and(|d| (1..=31).contains(&d)) && text.str(i).len() <= 2
}

fn after_ordinal(text: &Text, i: usize) -> usize {
    i + usize::from(text.adjoins(i) && text.any(i, &["st", "nd", "rd", "th"]))
}

/// "Oct. 14, 2025", "October 2025", "July 1-5", "May 5 and 6".
pub(super) fn month(text: &Text, i: usize) -> Option<usize> {
    if !is_month(text, i) {
        return None;
    }
    let mut at = i + 1;
    // "in mid-May, 4 percent less"
    let day = !(text.is_mark(at, &[',']) && is_day(text, at + 1) && unit_follows(text, at + 2));
    at += usize::from(day && text.is_mark(at, &['.', ',', '-']));
    at += usize::from(text.is(at, "of"));
    let first = at;
    if is_day(text, at) && text.reads_on(at) {
        at = after_ordinal(text, at + 1);
        let joined = text.is_dash(at) || text.any(at, &["and", "to"]) || text.is_mark(at, &[',', '/']);
        // "on October 31, 4 percent less"
        if joined && is_day(text, at + 1) && !is_month(text, at + 2) && !unit_follows(text, at + 2) {
            at = after_ordinal(text, at + 2);
        }
        let comma = usize::from(text.is_mark(at, &[',']));
        if is_year(text, at + comma) && text.reads_on(at + comma) {
            at += comma + 1;
        }
        // "May 12 people": no month is followed by a count.
        return Some(at);
    }
    if text.is_mark(at, &['\'', '’']) && text.is_number(at + 1) {
        return Some(at + 2);
    }
    if is_year(text, at) && text.reads_on(at) {
        return Some(year_end(text, at));
    }
    (at > first).then_some(at)
}

/// "14 October 2025", "the 14th of October", "5-7 May".
pub(super) fn day_of_month(text: &Text, i: usize) -> Option<usize> {
    if !is_day(text, i) {
        return None;
    }
    let mut at = after_ordinal(text, i + 1);
    if (text.is_dash(at) || text.any(at, &["and", "to", "or"]) || text.is_mark(at, &[',', '/'])) && is_day(text, at + 1)
    {
        let end = after_ordinal(text, at + 2);
        if is_month(text, end) {
            at = end;
        }
    }
    at += usize::from(text.is(at, "of"));
    at += usize::from(text.is_dash(at));
    (is_month(text, at) && text.reads_on(at)).then(|| month(text, at).unwrap_or(at + 1))
}

/// "2026-02-11", "02/11/2026", "9/11", "24/7".
pub(super) fn written_date(text: &Text, i: usize) -> Option<usize> {
    let joint = |at: usize, marks: &[char]| text.is_mark(at, marks) && text.adjoins(at) && text.adjoins(at + 1);
    text.plain(i)?;
    if joint(i + 1, &['-']) && joint(i + 3, &['-']) && is_year(text, i) && is_day(text, i + 2) && is_day(text, i + 4) {
        return Some(i + 5);
    }
    // "the 9-11 attacks"
    if joint(i + 1, &['-', '–']) && (text.str(i), text.str(i + 2)) == ("9", "11") {
        let named = [
            "terrorist",
            "terror",
            "attack",
            "attacks",
            "commission",
            "hijackers",
            "victims",
            "anniversary",
            "type",
            "style",
        ];
        if text.any(i + 3, &named) || text.any_before(i, &["since", "after", "before"]) && !unit_follows(text, i + 3) {
            return Some(i + 3);
        }
    }
    if joint(i + 1, &['/']) && text.plain(i + 2).is_some() && text.str(i + 2).len() <= 4 {
        if joint(i + 3, &['/']) && text.plain(i + 4).is_some() {
            return Some(i + 5);
        }
        let pair = (text.str(i), text.str(i + 2));
        if matches!(pair, ("9", "11") | ("7" | "24", "7") | ("50", "50")) {
            return Some(i + 3);
        }
    }
    None
}

/// "10:30 p.m.", "5pm", "5 o'clock", "1500 GMT".
pub(super) fn clock(text: &Text, i: usize) -> Option<usize> {
    // "2.13 am"
    if let Some((hour, minute)) = text.str(i).split_once('.')
        && minute.len() == 2
        && hour.parse::<u32>().is_ok_and(|hour| hour <= 24)
        && minute.parse::<u32>().is_ok_and(|minute| minute < 60)
    {
        // "06.15", "6.30-10am"
        let zero = hour.len() == 2 && hour.starts_with('0') && !unit_follows(text, i + 1);
        let span = text.is_dash(i + 1) && text.is_number(i + 2) && meridiem(text, i + 3).is_some();
        return meridiem(text, i + 1).or((zero || span).then_some(i + 1));
    }
    let hour = text.plain(i)?;
    let mut at = i + 1;
    let colon = hour < 25 && text.is_mark(at, &[':']) && text.adjoins(at) && text.adjoins(at + 1);
    if colon && text.str(at + 1).len() == 2 && text.is_number(at + 1) {
        at += 2;
        if text.is_mark(at, &[':']) && text.adjoins(at) && text.is_number(at + 1) {
            at += 2;
        }
        return Some(meridiem(text, at).unwrap_or(at));
    }
    if text.is_mark(at, &[':']) && text.adjoins(at) && text.adjoins(at + 1) && text.is_number(at + 1) {
        // "3:1", "12:34.5": odds, verses, lap times.
        return Some(at + 2);
    }
    if hour <= 12
        && let Some(end) = meridiem(text, at)
    {
        return Some(end);
    }
    let zone = text.any(at, &["gmt", "utc", "bst", "cet"])
        || (text.any(at, &["hrs", "hours"]) && text.str(i).len() == 4 && text.str(i).starts_with('0'));
    (text.str(i).len() == 4 && hour < 2400 && zone).then_some(at + 1)
}

/// "776 BC", "347 AD", "from 373 to 374 CE", "54 B.C.".
pub(super) fn era(text: &Text, i: usize) -> Option<usize> {
    if text.str(i).contains('.') {
        return None;
    }
    let joined = text.is_dash(i + 1) || text.any(i + 1, &["and", "to", "or"]);
    let named = |at: usize| {
        if !text.reads_on(at) {
            return None;
        }
        match text.str(at) {
            "BC" | "BCE" | "AD" | "CE" => Some(at + 1),
            "B" | "A" => {
                let second = if text.str(at) == "B" { "C" } else { "D" };
                let dotted = text.is_mark(at + 1, &['.']) && text.adjoins(at + 2) && text.str(at + 2) == second;
                dotted.then_some(at + 3)
            }
            _ => None,
        }
    };
    named(i + 1).or_else(|| named(i + 3).filter(|_| joined && text.is_number(i + 2)))
}

fn meridiem(text: &Text, i: usize) -> Option<usize> {
    if text.any(i, &["am", "pm"]) || text.is(i, "o'clock") || text.is(i, "o’clock") || text.is(i, "noon") {
        return Some(i + 1);
    }
    let dotted = text.any(i, &["a", "p"]) && text.is_mark(i + 1, &['.']) && text.is(i + 2, "m") && text.adjoins(i + 2);
    dotted.then(|| i + 3 + usize::from(text.is_mark(i + 3, &['.']) && text.adjoins(i + 3)))
}

/// "2024", "2019-2025", "2012-13", "2012/13", "1990s" where the words around make a year of it.
pub(super) fn year(text: &Text, i: usize) -> Option<usize> {
    let year = text.plain(i).filter(|_| text.str(i).len() == 4)?;
    let next = i + 1;
    if text.adjoins(next) && text.is(next, "s") {
        return Some(next + 1);
    }
    // "1800-5000" leads from no year.
    let wide = text.is_dash(next) && text.adjoins(next) == text.adjoins(next + 1);
    if wide && text.str(next + 1).len() == 4 && text.plain(next + 1).is_some_and(|other| other >= 2200) {
        return None;
    }
    let end = year_end(text, i);
    if end > next && (1500..2200).contains(&year) {
        return Some(end);
    }
    if text.adjoins(next) && text.kind(next) == Some(Kind::Word) {
        return None;
    }
    let likely = (1900..=2060).contains(&year);
    let possible = (1000..2200).contains(&year);
    let before = text.any_before(i, YEAR_BEFORE)
        || text.any(next, EVENTS) && text.reads_on(next)
        // "the tragic 2009 Victorian fires", but "2000 Australian soldiers"
        || year % 100 != 0 && text.is_capitalised(next) && text.reads_on(next)
        || i > 1 && text.is_capitalised(i - 1) && text.reads_on(i) && year % 100 != 0
        || i > 0 && text.reads_on(i) && text.is_possessive(i - 1)
        || i > 0 && (is_month(text, i - 1) || text.is_mark(i - 1, &['-', '–', '/', '(', ',', '.', ';']));
    // A currency sign, a unit or a percent sign was read before this is asked; what is left is a count or a year.
    let counted = noun::head(text, next, false).is_some_and(|noun| plural_of_things(noun.span.of(text.raw)));
    // "in 1835 Maori settlers came": a count has its noun behind it
    let counted = counted && !(text.any_before(i, &["in"]) && !text.str(i).contains(',') && text.is_capitalised(next));
    let about = text.any_before(
        i,
        &[
            "above",
            "below",
            "exceed",
            "exceeds",
            "exceeded",
            "exceeding",
            "surpassed",
            "surpassing",
            "about",
            "around",
            "almost",
            "nearly",
            "over",
            "than",
            "approximately",
            "some",
            "roughly",
            "least",
            "estimated",
        ],
    );
    // "in 1998 won the title"
    let won = text.is(next, "won") && text.any_before(i, &["in", "since", "of", "and", "by", "from"]);
    // "packets of 1500 b"
    let sense = !text.word(next).is_empty() && senses::read(text, next).is_some();
    let unit_follows = |next: usize| (unit_follows(text, next) || sense) && !won;
    let is_year = match (likely, possible) {
        (true, _) => !(counted && (about || !before)) && !unit_follows(next),
        (false, true) => !counted && !about && !unit_follows(next) && (before || !text.starts_line(i)),
        _ => false,
    };
    is_year.then_some(next)
}

/// "in 2014.8 The industry": a year and the mark of a note.
pub(super) fn noted_year(text: &Text, i: usize) -> Option<usize> {
    let (year, note) = text.str(i).split_once('.')?;
    let year = year.parse::<u32>().is_ok_and(|year| year.to_string().len() == 4 && (1900..2100).contains(&year));
    let led =
        text.any_before(i, &["in", "since", "until", "to", "by", "from", "through", "during", "of", "fiscal", "year"]);
    let ends =
        text.get(i + 1).is_none() || text.is_capitalised(i + 1) || text.is_number(i + 1) || !text.reads_on(i + 1);
    let note = note.len() <= 2 && !note.starts_with('0') && !unit_follows(text, i + 1);
    (year && led && ends && note).then_some(i + 1)
}

/// The token after a year and what joins it: "2019-2025", "2012-13", "2013/14".
fn year_end(text: &Text, i: usize) -> usize {
    let joint = (text.is_dash(i + 1) || text.is_mark(i + 1, &['/'])) && text.adjoins(i + 1) && text.adjoins(i + 2);
    let second = text.plain(i + 2).is_some() && matches!(text.str(i + 2).len(), 2 | 4);
    let short = text.str(i + 2).len() == 2 && text.plain(i + 2) > text.plain(i).map(|year| year % 100);
    let spaced = text.is_dash(i + 1)
        && !text.adjoins(i + 1)
        && (is_year(text, i + 2) || short && text.plain(i + 2).is_some())
        && is_year(text, i);
    // "Decree 2005-981"
    let joint_any = text.is_hyphen(i + 1) && text.plain(i + 2).is_some();
    if (joint && second && is_year(text, i)) || spaced || joint_any && is_year(text, i) {
        let end = i + 3;
        return end + usize::from(text.adjoins(end) && text.is(end, "s"));
    }
    i + 1 + usize::from(text.adjoins(i + 1) && text.is(i + 1, "s"))
}

/// Whether a word behind a year-like number is what it counts; "2012 elections" are those of a year.
fn plural_of_things(word: &str) -> bool {
    const OF_A_YEAR: &[&str] = &[
        "games",
        "elections",
        "plans",
        "levels",
        "figures",
        "prices",
        "results",
        "census",
        "olympics",
        "budgets",
        "estimates",
    ];
    word.chars().next().is_some_and(char::is_lowercase) && !OF_A_YEAR.contains(&word) || word.ends_with("ans")
}

pub(super) fn unit_follows(text: &Text, i: usize) -> bool {
    let Some(token) = text.get(i).filter(|_| text.reads_on(i)) else { return false };
    text.any(i, &["million", "billion", "trillion", "thousand", "hundred", "times"])
        || name_at(text, i).is_some()
        || lexicon().symbol(text.raw, token.start, false).is_some_and(|(_, meaning)| !meaning.unit.has_currency())
}

/// "FY2023/24", "Q3 2024".
pub(super) fn fiscal(text: &Text, i: usize) -> Option<usize> {
    if !text.any(i, FISCAL) || !text.is_number(i + 1) {
        return None;
    }
    if text.any(i, &["fy", "cy"]) {
        let long = is_year(text, i + 1) || text.str(i + 1).len() == 2;
        return long.then(|| if is_year(text, i + 1) { year_end(text, i + 1) } else { i + 2 });
    }
    text.adjoins(i + 1).then_some(i + 2)
}
