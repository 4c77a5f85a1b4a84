//! Numbers that surely are no quantities: dates, years, times of day, telephone numbers, labels, section numbers, names.
//!
//! Only what the text makes sure is left out here; whether a quantity asserts anything is for others to decide.

use super::lexer::{Kind, Text};
use super::{bracket, noun, words};

mod date;
mod named;
mod tally;

pub(super) const WEEKDAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Words that make the number behind them its name, in any case.
const LABELS: &[&str] = &[
    "article",
    "articles",
    "section",
    "sections",
    "chapter",
    "chapters",
    "page",
    "pages",
    "table",
    "tables",
    "figure",
    "figures",
    "fig",
    "paragraph",
    "clause",
    "footnote",
    "appendix",
    "annex",
    "exhibit",
    "version",
    "pp",
    "vol",
    "volume",
    "no",
    "nos",
    "flight",
    "route",
    "highway",
    "exit",
    "interstate",
    "channel",
    "verse",
    "psalm",
    "line",
    "map",
    "chart",
    "graph",
    "box",
    "step",
    "equation",
    "note",
    "item",
    "bill",
    "p",
    "pg",
    "ext",
    "op",
    "resolution",
    "resolutions",
    "maps",
    "charts",
    "graphs",
    "paragraphs",
    "clauses",
    "routes",
    "highways",
    "parts",
    "phases",
    "stages",
    "grades",
    "rule",
    "rules",
];

/// Those of several things, whose numbers may be listed.
const PLURAL_LABELS: &[&str] = &[
    "articles",
    "sections",
    "chapters",
    "pages",
    "tables",
    "figures",
    "nos",
    "pp",
    "resolutions",
    "maps",
    "charts",
    "graphs",
    "paragraphs",
    "clauses",
    "routes",
    "highways",
    "parts",
    "phases",
    "stages",
    "grades",
    "rules",
    "gates",
    "rooms",
    "titles",
];

/// Labels whose number may be a word in small letters: "in grade two".
const SPELLED_LABELS: &[&str] = &["grade", "chapter", "phase", "stage", "step", "tier", "page", "season"];

/// Words that do so with a capital.
const TITLES: &[&str] = &[
    "Part",
    "Phase",
    "Stage",
    "Room",
    "Title",
    "Bill",
    "Act",
    "Rule",
    "Grade",
    "Class",
    "Type",
    "Tier",
    "Category",
    "Day",
    "Week",
    "Game",
    "Season",
    "Episode",
    "Boeing",
    "Airbus",
    "Windows",
    "Apollo",
    "Resolution",
    "Proposition",
    "Schedule",
    "Issue",
    "Level",
    "Group",
    "Team",
    "Suite",
    "Unit",
    "Building",
    "Region",
    "District",
    "Ward",
    "Zone",
    "Block",
    "Lot",
    "Gate",
    "Terminal",
    "Platform",
    "Track",
    "Pier",
    "Exit",
    "Mile",
    "Mission",
    "Expedition",
    "Soyuz",
    "Falcon",
    "Recommendation",
    "Priority",
    "Goal",
    "Target",
    "Objective",
    "Question",
    "Directive",
    "Regulation",
    "Protocol",
    "Convention",
    "Ordinance",
    "Order",
    "Public",
    "Formula",
    "Area",
    "Pillar",
    "Annex",
    "Round",
    "Lane",
    "Rt",
    "Rte",
    "Hwy",
    "Order",
    "Calendar",
    "Session",
    "Report",
    "Scenario",
    "Model",
    "Case",
    "Option",
    "Chapter",
    "Book",
    "Year",
    "Law",
    "Wave",
    "Gates",
    "Rooms",
    "Grades",
    "Titles",
];

/// The words that dates start with.
pub(super) fn starts() -> Vec<&'static str> {
    date::starts()
}

/// The words that make a label, or a fiscal year, of the number behind them.
pub(super) fn labels() -> Vec<&'static str> {
    [LABELS, TITLES, date::FISCAL].concat()
}

/// The token after what starts at token `i` and surely is no quantity; `None` if nothing of the kind starts there.
pub(super) fn skip(text: &Text, i: usize) -> Option<usize> {
    match text.kind(i)? {
        Kind::Opaque | Kind::Dotted => Some(i + 1),
        Kind::Word => date::month(text, i)
            .or_else(|| label(text, i))
            .or_else(|| date::fiscal(text, i))
            .or_else(|| priority(text, i))
            .or_else(|| spelled_label(text, i))
            .or_else(|| tally::read(text, i))
            .or_else(|| named::in_words(text, i)),
        Kind::Number => identifier(text, i)
            .or_else(|| reference(text, i))
            .or_else(|| section_number(text, i))
            .or_else(|| named::read(text, i))
            .or_else(|| tally::read(text, i))
            .or_else(|| date::clock(text, i))
            .or_else(|| date::era(text, i))
            .or_else(|| date::day_of_month(text, i))
            .or_else(|| date::written_date(text, i))
            .or_else(|| digits_of_a_code(text, i))
            .or_else(|| telephone(text, i))
            .or_else(|| date::year(text, i))
            .or_else(|| date::noted_year(text, i))
            .or_else(|| address(text, i)),
        Kind::Mark('§') if text.is_number(i + 1) || text.kind(i + 1) == Some(Kind::Dotted) => {
            let mut at = i + 2;
            while text.is_dash(at) && text.adjoins(at) && text.adjoins(at + 1) && text.plain(at + 1).is_some() {
                at += 2;
            }
            Some(at)
        }
        Kind::Mark('#') if text.adjoins(i + 1) && text.is_number(i + 1) => Some(i + 2),
        Kind::Mark('\'' | '’') if text.adjoins(i + 1) && text.str(i + 1).len() == 2 && text.is_number(i + 1) => {
            Some(i + 2)
        }
        // "+1602555-0123"
        Kind::Mark('+')
            if text.plain(i + 1).is_some()
                && text.str(i + 1).len() > 6
                && text.is_dash(i + 2)
                && text.adjoins(i + 2)
                && text.plain(i + 3).is_some() =>
        {
            Some(i + 4)
        }
        Kind::Mark('(') => telephone(text, i),
        // "+61 2 6261 3305"
        Kind::Mark('+')
            if text.adjoins(i + 1)
                && text.str(i + 1).len() <= 3
                && (1..3).all(|k| {
                    text.plain(i + k).is_some() && text.reads_on(i + k) || k > 1 && text.plain(i + k).is_some()
                })
                && text.plain(i + 3).is_some() =>
        {
            digits_of_a_code(text, i + 1)
        }
        _ => None,
    }
}

/// "his number one priority": where it is no rank it is no number either.
fn priority(text: &Text, i: usize) -> Option<usize> {
    let one = text.is(i, "number") && text.reads_on(i + 1) && super::words::small_word(text.word(i + 1)).is_some();
    let noun = text.word(i + 2).starts_with(char::is_lowercase) && !text.any(i + 2, &["of", "times", "or", "to"]);
    (one && noun).then_some(i + 2)
}

/// Three or more groups of digits joined by hyphens, points or brackets: "(202) 224-2551", "1-800-555-0199".
fn telephone(text: &Text, i: usize) -> Option<usize> {
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
    while text.is_dash(at) && text.adjoins(at) && text.adjoins(at + 1) && group(at + 1) && text.str(at + 1).len() >= 2 {
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
    let local = groups == 2 && text.str(i).len() == 3 && text.str(i + 2).len() == 4 && !date::unit_follows(text, i + 3);
    (groups > 2 || local).then_some(at)
}

/// "Table 1", "No. 5", "Articles 12 and 13", "Boeing 737".
fn label(text: &Text, i: usize) -> Option<usize> {
    if text.kind(i + 1) == Some(Kind::Word) {
        return None;
    }
    if !is_label(text, i)
        || (text.any(i, &["no", "line", "box", "item", "note"])
            && !text.is_capitalised(i)
            && !text.is_mark(i + 1, &['.'])
            && !(text.is(i, "note") && text.any_before(i, &["background", "see"])))
    {
        return None;
    }
    let mut at = i + 1;
    at += usize::from(
        text.is_mark(at, &['.'])
            && text.adjoins(at)
            && text.any(i, &["no", "nos", "fig", "vol", "pp", "p", "pg", "ext", "op"]),
    );
    if !(text.is_number(at) || text.kind(at) == Some(Kind::Dotted))
        || !text.reads_on(at)
        || text.starts_line(at) && !text.is(i, "table")
    {
        return None;
    }
    // "Part 5,000" and "Day 2.5" are no labels.
    if text.kind(at) == Some(Kind::Number) && (text.str(at).contains(',') || date::unit_follows(text, at + 1)) {
        return None;
    }
    at += 1;
    if text.any(i, PLURAL_LABELS) {
        while let Some(next) = listed(text, at) {
            at = next;
        }
    }
    // "No. 3:24-cv-0118", "Boeing 737-800"
    let bound =
        |at: usize| (text.is_dash(at) || text.is_mark(at, &[':', '/'])) && text.adjoins(at) && text.adjoins(at + 1);
    while bound(at) && matches!(text.kind(at + 1), Some(Kind::Number | Kind::Word | Kind::Opaque)) {
        at += 2;
    }
    // "12(b)", "5A"
    at += usize::from(text.adjoins(at) && text.word(at).len() == 1);
    Some(at)
}

/// The token after another number of a list of labels: "and 13", ", 14", ", and 15".
fn listed(text: &Text, at: usize) -> Option<usize> {
    let comma = usize::from(text.is_mark(at, &[',']));
    let word = usize::from(text.any(at + comma, &["and", "to", "or"]));
    let joined = text.is_dash(at) || text.is_mark(at, &['&']) || comma + word > 0;
    let next = at + (comma + word).max(1);
    (joined && text.plain(next).is_some_and(|n| n < 1000) && text.reads_on(next)).then_some(next + 1)
}

/// Whether the word at token `i` names the number behind it.
pub(super) fn is_label(text: &Text, i: usize) -> bool {
    text.any(i, LABELS) || TITLES.contains(&text.word(i))
}

/// "Phase Two", "in grade two": a label's number in a word.
fn spelled_label(text: &Text, i: usize) -> Option<usize> {
    words::small_word(text.word(i))?;
    let before = i.checked_sub(1).filter(|_| text.reads_on(i))?;
    // "KRS-One"
    if text.is_capitalised(i) && text.is_dash(before) && text.adjoins(before) && text.adjoins(i) && i > 1 {
        let name = text.word(i - 2);
        return (name.len() > 1 && name.chars().all(char::is_uppercase)).then_some(i + 1);
    }
    let both =
        text.is_capitalised(i) && text.is_capitalised(before) && !text.starts_line(before) && is_label(text, before);
    let ends = text.kind(i + 1) != Some(Kind::Word) && !text.is_dash(i + 1) || text.any(i + 1, noun::STOPS);
    (both || ends && text.any(before, SPELLED_LABELS)).then_some(i + 1)
}

/// "G20", "COVID-19", "F-16", "H5N1": digits bound to a name.
fn identifier(text: &Text, i: usize) -> Option<usize> {
    if i == 0 || !text.adjoins(i) {
        return None;
    }
    // "Asean+3"
    let plus = i > 1 && text.is_mark(i - 1, &['+']) && text.adjoins(i - 1) && named(text.word(i - 2));
    let bound = plus
        || text.kind(i - 1) == Some(Kind::Word)
        || text.is_mark(i - 1, &['_', '#', '@'])
        || (text.is_dash(i - 1)
            && i > 1
            && text.adjoins(i - 1)
            && text.kind(i - 2) == Some(Kind::Word)
            && (named(text.word(i - 2)) || labelled(text.word(i - 2))));
    if !bound {
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
    let small = super::words::small_word(word).is_some() || word.ends_with("ty");
    word.len() > 1 && !small && !JOINERS.iter().any(|joiner| joiner.eq_ignore_ascii_case(word))
}

fn named(word: &str) -> bool {
    word.chars().all(char::is_uppercase) || (word.chars().next().is_some_and(char::is_uppercase) && word.len() > 1)
}

/// "2.1 Global export scale", "1. Introduction", "3)" at the start of a line; "(1)" anywhere.
fn section_number(text: &Text, i: usize) -> Option<usize> {
    let short = text.str(i).len() <= 4 && !text.str(i).contains(',');
    if i > 0
        && text.is_mark(i - 1, &['('])
        && text.is_mark(i + 1, &[')'])
        && text.plain(i).is_some()
        && text.str(i).len() <= 2
        && bracket::counted(text, i, i + 1).is_none()
    {
        return Some(i + 1);
    }
    // "1 ) first, 2 ) then", as texts cut into words have it; "either 1) this or 2) that".
    if text.is_mark(i + 1, &[')']) && text.str(i).len() <= 2 && text.plain(i).is_some() {
        let before = (i.saturating_sub(40)..i).rev().find(|&k| text.is_mark(k, &['(', ')']));
        if before.is_none_or(|k| text.is_mark(k, &[')'])) {
            return Some(i + 2);
        }
    }
    // "as planned. 2. The next", where lines were lost
    let closes =
        text.is_mark(i + 1, &['.']) && text.adjoins(i + 1) && text.plain(i).is_some() && text.str(i).len() <= 2;
    if closes
        && i > 1
        && text.is_mark(i - 1, &['.', '?', '!'])
        && text.adjoins(i - 1)
        && text.word(i - 2).len() > 2
        && !text.adjoins(i)
    {
        return Some(i + 1);
    }
    if !short || !(text.starts_line(i) || (i > 0 && text.is_mark(i - 1, &['(', '•', '*']) && text.starts_line(i - 1)))
    {
        return None;
    }
    let parts_short = text.str(i).split('.').all(|part| part.len() <= 2);
    let marked = !text.adjoins(i + 2) || text.is_mark(i + 2, &['*', ')']);
    if text.is_mark(i + 1, &['.', ')', ':']) && text.adjoins(i + 1) && parts_short && marked {
        return Some(i + 2);
    }
    let decimal = text.str(i).contains('.') && parts_short;
    (decimal
        && text.is_capitalised(i + 1)
        && !text.adjoins(i + 1)
        && !text.starts_line(i + 1)
        && super::numeral::read(text, i, false).is_some_and(|n| n.end == i + 1))
    .then_some(i + 1)
}

/// "power plants.7 Today": the mark of a note behind a full stop.
fn reference(text: &Text, i: usize) -> Option<usize> {
    let mark = i > 1 && text.adjoins(i) && text.is_mark(i - 1, &['.', ',', '”', '"', '’', ')']) && text.adjoins(i - 1);
    let word = i > 1 && text.word(i - 2).len() > 1;
    (mark && word && text.plain(i).is_some() && text.str(i).len() <= 3 && !text.adjoins(i + 1)).then_some(i + 1)
}

/// "0590 85 49 50", "1800 678 593", "+61 2 6261 3305", "802/862-5726", "D.C. 20510", "the 80's".
fn digits_of_a_code(text: &Text, i: usize) -> Option<usize> {
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
fn address(text: &Text, i: usize) -> Option<usize> {
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

/// Whether a bare number without unit or noun surely is none: scores, names, years, ages of lists.
pub(super) fn bare(text: &Text, first: usize, end: usize) -> bool {
    let Some(value) = text.plain(first) else { return false };
    let digits = text.str(first).len();
    // "3-2", "11–5 record"
    let joint = |at: usize| text.is_dash(at) && text.adjoins(at) && text.adjoins(at + 1);
    let joint = |at: usize| joint(at) || text.is_dash(at) && !text.adjoins(at) && !text.adjoins(at + 1);
    let score = joint(end) && text.plain(end + 1).is_some_and(|other| other < 200 && value < 200);
    let second = first > 1 && joint(first - 1) && text.plain(first - 2).is_some_and(|other| other < 200 && value < 200);
    // "84/100", "1/0"
    let slash = |at: usize| text.is_mark(at, &['/']) && text.adjoins(at) && text.adjoins(at + 1);
    let over = slash(end) && text.is_number(end + 1)
        || first > 1 && slash(first - 1) && text.is_number(first - 2) && !text.is_number(first.wrapping_sub(4));
    // "1×10=0.1×10"
    let formula = first > 0 && text.adjoins(first) && text.is_mark(first - 1, &['×', '=', '*', '^'])
        || text.adjoins(end) && text.is_mark(end, &['×', '=', '*', '^']);
    // "In 348 Pachomius died"
    let ancient = value < 1500 && digits == 3 && text.any_before(first, &["in", "since", "until", "c", "circa"]);
    // "ISO 639"
    let acronym = first > 0
        && text.reads_on(first)
        && !text.starts_line(first)
        && text.word(first - 1).len() > 1
        && text.word(first - 1).chars().all(char::is_uppercase)
        && digits <= 4;
    // "Joy of Life 2": a capitalised name right before, in the middle of a sentence.
    let name = first > 1
        && text.is_capitalised(first - 1)
        && !text.starts_line(first - 1)
        && !text.is_mark(first - 2, &['.', '!', '?', ':', '"', '“'])
        && text.reads_on(first)
        && !text.starts_line(first)
        && digits <= 4
        && !text.any(first - 1, super::scan::SENTENCE_STARTS)
        && !text.any(first - 1, WEEKDAYS);
    score || second || over || formula || ancient || acronym || name
}
