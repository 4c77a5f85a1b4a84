//! Labels: words that make the number behind them a name, as in "Table 1", "No. 5", "Phase Two".

use super::super::lexer::{Kind, Text};
use super::super::stops::STOPS;
use super::super::words;
use super::date::unit_follows;

/// Words that make the number behind them its name, in any case.
pub(super) const LABELS: &[&str] = &[
    "article",
    "section",
    "chapter",
    "page",
    "table",
    "figure",
    "fig",
    "paragraph",
    "clause",
    "footnote",
    "appendix",
    "annex",
    "exhibit",
    "version",
    "vol",
    "volume",
    "no",
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
    "rule",
];

/// Those of several things, whose numbers may be listed.
pub(super) const PLURAL_LABELS: &[&str] = &[
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
];

/// Titles of several things, likewise.
const PLURAL_TITLES: &[&str] = &["Gates", "Rooms", "Titles"];

/// Labels whose number may be a word in small letters: "in grade two".
const SPELLED_LABELS: &[&str] = &["grade", "chapter", "phase", "stage", "step", "tier", "page", "season"];

/// Words that do so with a capital.
pub(super) const TITLES: &[&str] = &[
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

/// "Table 1", "No. 5", "Articles 12 and 13", "Boeing 737".
pub(super) fn read(text: &Text, i: usize) -> Option<usize> {
    if text.kind(i + 1) == Some(Kind::Word) {
        return None;
    }
    // "no 5 people", "a line 3 km long"
    let common = text.any(i, &["no", "line", "box", "item", "note"]);
    let meant = text.is_capitalised(i)
        || text.is_mark(i + 1, &['.'])
        || text.is(i, "note") && text.any_before(i, &["background", "see"]);
    if !is_label(text, i) || common && !meant {
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
    if text.kind(at) == Some(Kind::Number) && (text.str(at).contains(',') || unit_follows(text, at + 1)) {
        return None;
    }
    at += 1;
    if text.any(i, PLURAL_LABELS) || text.any(i, PLURAL_TITLES) {
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
pub(in crate::quantity) fn is_label(text: &Text, i: usize) -> bool {
    text.any(i, LABELS) || text.any(i, PLURAL_LABELS) || TITLES.contains(&text.word(i))
}

/// "Phase Two", "in grade two": a label's number in a word.
pub(super) fn in_words(text: &Text, i: usize) -> Option<usize> {
    words::small_word(text.word(i))?;
    let before = i.checked_sub(1).filter(|_| text.reads_on(i))?;
    // "KRS-One"
    if text.is_capitalised(i) && text.is_dash(before) && text.adjoins(before) && text.adjoins(i) && i > 1 {
        let name = text.word(i - 2);
        return (name.len() > 1 && name.chars().all(char::is_uppercase)).then_some(i + 1);
    }
    let both =
        text.is_capitalised(i) && text.is_capitalised(before) && !text.starts_line(before) && is_label(text, before);
    let ends = text.kind(i + 1) != Some(Kind::Word) && !text.is_dash(i + 1) || text.any(i + 1, STOPS);
    (both || ends && text.any(before, SPELLED_LABELS)).then_some(i + 1)
}

/// "his number one priority": where it is no rank it is no number either.
pub(super) fn priority(text: &Text, i: usize) -> Option<usize> {
    let one = text.is(i, "number") && text.reads_on(i + 1) && words::small_word(text.word(i + 1)).is_some();
    let noun = text.word(i + 2).starts_with(char::is_lowercase) && !text.any(i + 2, &["of", "times", "or", "to"]);
    (one && noun).then_some(i + 2)
}
