//! Numbers that are names: of bills ("H.R. 3215", "S. 147"), of grades and stages ("grade 4", "day five"), of wars.

use super::super::lexer::{Kind, Text};
use super::super::{noun, words};
use super::date::unit_follows;

/// Words that the number behind them names, as long as it counts nothing.
const SERIES: &[&str] =
    &["grade", "grades", "stage", "phase", "type", "tier", "category", "chapter", "act", "scene", "lap"];

/// Words that do so only where nothing countable follows.
const LOOSE: &[&str] = &[
    "day",
    "days",
    "week",
    "round",
    "part",
    "step",
    "level",
    "question",
    "lane",
    "code",
    "season",
    "episode",
    "room",
    "apartment",
    "suite",
    "gate",
    "platform",
    "inning",
];

/// Before these words the number behind belongs to something else: "a day five people died", "to stage 12 concerts".
const OTHERWISE: &[&str] = &[
    "per", "a", "an", "each", "every", "one", "this", "that", "last", "next", "same", "the", "to", "will", "can",
    "could", "would", "should", "may", "which", "some", "any", "first", "other", "another", "and",
];

/// The token after the number word at token `i` if it is a name: "day five", "the Thirty Years' War".
pub(super) fn in_words(text: &Text, i: usize) -> Option<usize> {
    if !words::starts(text.word(i)) {
        return None;
    }
    // "at ten o'clock", "I for one think so"
    if text.is(i + 1, "o'clock") || text.is(i + 1, "o’clock") {
        return Some(i + 2);
    }
    let speaker = &["i", "he", "she", "we", "they", "you", "who"];
    if text.is(i, "one") && i > 1 && text.is(i - 1, "for") && text.any(i - 2, speaker) {
        return Some(i + 1);
    }
    war(text, i).or_else(|| if words::small_word(text.word(i)).is_some() { in_series(text, i) } else { None })
}

/// The same for a number in digits.
pub(super) fn in_digits(text: &Text, i: usize) -> Option<usize> {
    let number = text.plain(i)?;
    in_series(text, i)
        .or_else(|| resolution(text, i, number))
        .or_else(|| index(text, i, number))
        .or_else(|| paragraph(text, i))
}

/// "a 401(k) account", "501(c)(3) groups": a paragraph of a law, and what is called so.
fn paragraph(text: &Text, i: usize) -> Option<usize> {
    let mut at = i + 1;
    let letter = |at: usize| text.str(at).len() == 1 && matches!(text.kind(at), Some(Kind::Word | Kind::Number));
    while text.is_mark(at, &['('])
        && (at..at + 3).all(|k| text.adjoins(k))
        && letter(at + 1)
        && text.is_mark(at + 2, &[')'])
    {
        at += 3;
    }
    (at > i + 1 && text.str(i).len() == 3 && text.kind(i + 2) == Some(Kind::Word)).then_some(at)
}

/// Lists of companies and indices of their shares that a number names.
const INDICES: &[&str] = &["nikkei", "nasdaq", "stoxx", "fortune", "russell", "eurofirst", "kospi", "csi", "topix"];

/// "Nasdaq 100 futures", "the Fortune 500 companies": a number that belongs to the name.
fn index(text: &Text, i: usize, number: u32) -> Option<usize> {
    const SIZES: &[u32] = &[50, 100, 200, 225, 250, 300, 500, 600, 1000, 2000, 3000];
    let named = i > 0 && text.any(i - 1, INDICES) && text.is_capitalised(i - 1) && text.reads_on(i);
    let whole = !text.str(i).contains(',') && text.mark(i + 1) != Some('%') && !text.any(i + 1, &["points", "percent"]);
    (named && whole && SIZES.contains(&number)).then_some(i + 1)
}

/// What is shown in so many lines.
const SHOWN: &[&str] = &[
    "video",
    "videos",
    "screen",
    "screens",
    "display",
    "displays",
    "resolution",
    "hd",
    "full",
    "recording",
    "footage",
    "camera",
    "cameras",
    "tv",
    "tvs",
    "panel",
    "monitor",
    "monitors",
    "streaming",
    "lcd",
    "oled",
    "and",
    "webcam",
    "at",
    "projector",
    "sets",
    "content",
    "ultra",
    "players",
    "movies",
];

/// "a 1080p display", "720p and 1080p video", "4K sets": a name of how much a screen shows, no price.
fn resolution(text: &Text, i: usize, number: u32) -> Option<usize> {
    let lines = matches!(number, 480 | 720 | 1080 | 1440 | 2160) && text.str(i + 1) == "p" && text.adjoins(i + 1);
    let wide = matches!(number, 4 | 8) && text.str(i + 1) == "K" && text.adjoins(i + 1) && !text.is(i + 2, "and");
    ((lines || wide) && text.reads_on(i + 2) && text.any(i + 2, SHOWN)).then_some(i + 2)
}

/// "H.R. 3215", "S. 147", "S. Con. Res. 12", "Pub. L. 110-53", "secs. 12 and 14".
pub(super) fn bill(text: &Text, i: usize) -> Option<usize> {
    text.plain(i)?;
    let dot = i.checked_sub(2).filter(|_| text.is_mark(i - 1, &['.']) && text.adjoins(i - 1) && text.reads_on(i))?;
    let dotted = |at: usize, word: &str| text.str(at) == word && text.is_mark(at + 1, &['.']);
    let before = |word: &str| i > 3 && dotted(i - 4, word);
    let known = match text.str(dot) {
        "S" => !(i > 2 && (text.is_mark(i - 3, &['.']) && text.adjoins(dot) || text.is_capitalised(i - 3))),
        "R" => before("H"),
        "L" => before("P") || before("Pub"),
        "Res" => true,
        "secs" | "Secs" | "sec" | "Sec" => !(i > 2 && text.is_number(i - 3)),
        _ => false,
    };
    if !known || text.str(i).contains(',') || unit_follows(text, i + 1) {
        return None;
    }
    let mut at = i + 1;
    while (text.is_dash(at) || text.is_mark(at, &[',']) || text.any(at, &["and", "through"]))
        && text.plain(at + 1).is_some()
        && !text.str(at + 1).contains(',')
        && text.str(dot).len() > 2
    {
        at += 2;
    }
    // "and 7701 of the Code"
    if text.is_mark(at, &[',']) && text.is(at + 1, "and") && text.plain(at + 2).is_some() {
        at += 3;
    }
    Some(at)
}

/// "grade 4", "grades 4 and 8", "stage three", "on day five".
fn in_series(text: &Text, i: usize) -> Option<usize> {
    let label = i.checked_sub(1).filter(|_| text.reads_on(i) && !text.starts_line(i) && !text.adjoins(i))?;
    let series = text.any(label, SERIES);
    if !series && !text.any(label, LOOSE) {
        return None;
    }
    let verb = label > 0 && text.any(label - 1, OTHERWISE);
    let end = i + 1;
    let bound = text.is_dash(end) && text.adjoins(end) && text.kind(end + 1) == Some(Kind::Word);
    let clear = !unit_follows(text, end) && !bound && !text.is_mark(end, &['%', '°', '/', '$']);
    let large =
        text.plain(i).is_some_and(|value| value > 100) && !text.any(label, &["code", "room", "apartment", "suite"]);
    if !clear || verb && (!series || label > 0 && text.is(label - 1, "to")) || large {
        return None;
    }
    if !series && noun::head(text, end, false).is_some() {
        return None;
    }
    let joined = |at: usize| text.is_dash(at) || text.any(at, &["and", "or", "to", "through"]);
    let more = text.word(label).ends_with('s') && joined(end) && number(text, end + 1) && !unit_follows(text, end + 2);
    Some(if more { end + 2 } else { end })
}

fn number(text: &Text, i: usize) -> bool {
    text.plain(i).is_some() || words::small_word(text.word(i)).is_some()
}

/// "the Thirty Years' War", "the Six-Day War".
fn war(text: &Text, i: usize) -> Option<usize> {
    if !text.is_capitalised(i) {
        return None;
    }
    let at = i + 1 + usize::from(text.is_dash(i + 1));
    let years = text.is_capitalised(at) && text.any(at, &["year", "years", "day", "days", "years’", "years'"]);
    let tick = at + 1 + usize::from(text.is_mark(at + 1, &['\'', '’']));
    (years && text.str(tick) == "War").then_some(tick + 1)
}

#[cfg(test)]
mod tests {
    use super::super::super::find_quantities;

    #[test]
    fn names_are_no_quantities() {
        for text in [
            "The House passed H.R. 412 today.",
            "He sponsored S. 88, which failed.",
            "Under S. Con. Res. 12 it may.",
            "under secs. 412, 415 and 420 of the act",
            "Call 9-1-1 at once, or dial 911.",
            "Tel: 1 212-555-0123.",
            "Pupils in grades 4 and 8 improved.",
            "It was day five of the trial.",
            "She has type 2 diabetes and stage three cancer.",
            "It burned in the Thirty Years' War.",
            "He came at ten o'clock.",
            "I for one think so.",
            "her sonata Op. 27",
            "from Gates 10 & 11",
            "Call +1602555-0123.",
            "Call 1-800-ASK-NOW today.",
            "press office 202 555 0123",
            "We may either 1) wait or 2) act.",
        ] {
            assert!(find_quantities(text).is_empty(), "{text}: {:?}", find_quantities(text));
        }
        for (text, count) in [
            ("On that day five people died.", 1),
            ("They want to stage 12 concerts.", 1),
            ("the U.S. 200 million people", 1),
            ("Every week 20 firms close.", 1),
            ("a call from 911 people", 1),
        ] {
            assert_eq!(find_quantities(text).len(), count, "{text}");
        }
    }
}
