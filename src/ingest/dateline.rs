//! The day of publication that the head of a plain text names: a line that is only a date, or a classical dateline.
//!
//! A date inside a sentence or a caption is none, nor is a dateline without a year: better no date than a wrong one.

use jiff::civil::Date;

use super::date;

/// How many lines, and how many bytes, make the head of a text.
const HEAD_LINES: usize = 15;
const HEAD_BYTES: usize = 1500;
/// Longer lines are prose.
const LONGEST_DATE_LINE: usize = 200;

/// Words that may stand around the date on its line.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "published", "publish", "posted", "issued", "released", "release", "created", "date", "dated", "time", "first",
    "last", "on", "at", "updated", "update", "modified", "revised", "edited", "monday", "tuesday", "wednesday",
    "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat",
    "sun", "am", "pm", "a.m", "p.m", "gmt", "utc", "et", "est", "edt", "ct", "cst", "cdt", "pst", "pdt", "bst", "cet",
    "cest", "hkt", "sgt", "jst", "kst", "ist", "z", "local", "beijing",
];

/// Labels of a later change: a date behind one counts only if there is no other.
const LATER: &[&str] = &["updated", "update", "modified", "revised", "edited"];

/// Words that introduce a name, which then may stand before the date without a mark between.
const INTRODUCERS: &[&str] =
    &["by", "source", "sources", "editor", "editors", "author", "authors", "reporter", "writer"];

/// The day of publication that the head of `text`, from byte `from` on, names.
pub(crate) fn published(text: &str, from: usize) -> Option<Date> {
    let mut updated = None;
    let mut passed = 0;
    let lines = text[from..].split(['\n', '\r']).take_while(|line| {
        let before = passed;
        passed += line.len() + 1;
        before < HEAD_BYTES
    });
    for line in lines.map(str::trim).filter(|line| !line.is_empty()).take(HEAD_LINES) {
        match date_line(line) {
            Some((date, false)) => return Some(date),
            Some((date, true)) => updated = updated.or(Some(date)),
            None => {
                if let Some(date) = dateline(line) {
                    return Some(date);
                }
            }
        }
    }
    updated
}

/// What a part of a line is to a date line.
#[derive(Clone, Copy)]
enum Part {
    /// Something else: the line is none.
    Foreign,
    /// A name or a label.
    Label,
    /// A date, and whether it is that of a later change.
    Date(Date, bool),
}

/// The date of a line that holds nothing but a date, its labels, a time of day and names of sources; and whether it
/// is the date of a later change.
fn date_line(line: &str) -> Option<(Date, bool)> {
    if line.len() > LONGEST_DATE_LINE || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut found: Option<(Date, bool)> = None;
    for part in line.split(['|', '•', '·', '\t']) {
        match date_part(part) {
            Part::Foreign => return None,
            Part::Label => {}
            Part::Date(date, later) => {
                if found.is_none_or(|(_, found_later)| found_later && !later) {
                    found = Some((date, later));
                }
            }
        }
    }
    found
}

fn date_part(part: &str) -> Part {
    let mut rest = part;
    let mut found: Option<(Date, bool)> = None;
    let mut later = false;
    // Whether a name was introduced, and how many words of names came since.
    let (mut introduced, mut names) = (false, 0);
    loop {
        let skipped = rest.trim_start_matches(|c: char| c.is_whitespace() || ",:;-–—()".contains(c));
        let marked = rest[..rest.len() - skipped.len()].contains(|c: char| !c.is_whitespace());
        rest = skipped;
        if rest.is_empty() {
            break;
        }
        if let Some((date, after)) = date::leading(rest) {
            // "China Daily, Feb. 11, 2026" and "Xinhua 2026-02-11" name a source, "Apple Event Feb. 11, 2026" does not;
            // "by Feb. 11, 2026" is a deadline.
            let most = match rest.starts_with(|c: char| c.is_ascii_digit()) {
                _ if marked => 4,
                true => 2,
                false => 0,
            };
            if (introduced && names == 0) || (!introduced && names > most) {
                return Part::Foreign;
            }
            if found.is_none_or(|(_, found_later)| found_later && !later) {
                found = Some((date, later));
            }
            (rest, later, introduced, names) = (after, false, false, 0);
            continue;
        }
        if let Some(after) = time_of_day(rest) {
            rest = after;
            continue;
        }
        let length = rest.find(|c: char| !(c.is_alphanumeric() || ".'’&".contains(c))).unwrap_or(rest.len());
        let (written, after) = rest.split_at(length);
        let word = written.trim_end_matches('.').to_lowercase();
        if INTRODUCERS.contains(&word.as_str()) {
            // "Apply by" introduces no name.
            if names > 0 && !introduced {
                return Part::Foreign;
            }
            (introduced, names) = (true, 0);
        } else if LABELS.contains(&word.as_str()) {
            later |= LATER.contains(&word.as_str());
        } else if is_name_word(written) || (introduced && !word.is_empty() && word.chars().all(char::is_alphabetic)) {
            names += 1;
        } else {
            return Part::Foreign;
        }
        rest = after;
    }
    let most = match found {
        _ if introduced => 8,
        Some(_) => 3,
        None => 6,
    };
    match found {
        _ if names > most => Part::Foreign,
        Some((date, later)) => Part::Date(date, later),
        None => Part::Label,
    }
}

/// A word of a name: capitalised, or the small words of "Bank of the West".
fn is_name_word(word: &str) -> bool {
    let letters = word.chars().any(char::is_alphabetic) && !word.contains(|c: char| c.is_ascii_digit());
    (letters && word.starts_with(char::is_uppercase)) || matches!(word, "&" | "of" | "the" | "de" | "and")
}

/// What follows a time of day at the start of `text`: "09:15", "10:32:30", "T10:00:00Z", "9 am", "+08:00".
fn time_of_day(text: &str) -> Option<&str> {
    let digits = text.trim_start_matches(['T', '+']);
    let hour = digits.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&hour) {
        return None;
    }
    let rest = &digits[hour..];
    if rest.starts_with(':') {
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || ":.".contains(c));
        return Some(rest.strip_prefix('Z').unwrap_or(rest));
    }
    let half = rest.trim_start();
    ["am", "pm", "a.m.", "p.m."].iter().find_map(|mark| {
        let (head, after) = half.split_at_checked(mark.len())?;
        (head.eq_ignore_ascii_case(mark) && !after.starts_with(char::is_alphanumeric)).then_some(after)
    })
}

/// The date of a classical dateline with a year: `BEIJING, Feb. 11, 2026 (Xinhua) --`,
/// `NEW YORK, Dec. 9, 2025 /PRNewswire/ --`.
fn dateline(line: &str) -> Option<Date> {
    let head = &line[..line.floor_char_boundary(60)];
    let starts = head.char_indices().filter(|&(at, c)| at > 0 && c.is_ascii_alphanumeric());
    let mut before = '\0';
    for (at, _) in starts {
        let edge = !line[..at].ends_with(char::is_alphanumeric);
        if !edge {
            continue;
        }
        let Some((date, after)) = date::leading(&line[at..]) else { continue };
        before = line[..at].trim_end().chars().next_back().unwrap_or(before);
        let place = &line[..at];
        let words = || place.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|w| !w.is_empty());
        let named = words().next().is_some() && words().all(is_name_word) && words().count() <= 6;
        return (named && matches!(before, ',' | ')' | '—' | '–' | '-' | '(' | '.') && closes(after)).then_some(date);
    }
    None
}

/// Whether what follows the date is the end of a dateline: an agency in brackets or slashes, or a dash.
fn closes(after: &str) -> bool {
    let mut rest = after.trim_start_matches([' ', '\u{a0}', ',', ')']);
    for (open, close) in [('(', ')'), ('/', '/')] {
        let agency = rest.strip_prefix(open).and_then(|inner| inner.split_once(close));
        if let Some((name, _)) = agency
            && name.len() <= 40
        {
            rest = "--";
        }
    }
    rest.starts_with("--") || rest.starts_with(['—', '–']) || rest.starts_with("- ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> String {
        published(text, 0).map_or_else(|| "none".to_owned(), |date| date.to_string())
    }

    #[test]
    fn a_line_that_is_only_a_date_is_the_day_of_publication() {
        for (text, expected) in [
            ("Title\n\nChina Daily\n|\u{a0}February 11, 2026\n2026-02-11\n\nText.", "2026-02-11"),
            ("Title\n2026-02-11\nText.", "2026-02-11"),
            ("Title\r\n9 December 2025\r\nText.", "2025-12-09"),
            ("By LIU ZHIHUA | China Daily | Updated: 2025-09-26 09:05", "2025-09-26"),
            ("Published: Tuesday, 9 December 2025, 10:32 a.m. GMT", "2025-12-09"),
            ("Source: Xinhua| 2025-12-09 15:32:30|Editor: huaxia", "2025-12-09"),
            ("Source: Xinhua Editor: huaxia 2025-12-09 15:32:30", "2025-12-09"),
            ("Xinhua 2025-12-09 15:32", "2025-12-09"),
            ("Published 8 Dec 2025 • Updated 9 Dec 2025", "2025-12-08"),
            ("Updated 9 Dec 2025 | Published 8 Dec 2025", "2025-12-08"),
            ("Updated: 9 Dec 2025\nBody.", "2025-12-09"),
            ("Last updated: Dec 9, 2025\n\nPosted on Dec 8, 2025 at 9 pm", "2025-12-08"),
            ("Reuters, Dec 9, 2025", "2025-12-09"),
            ("2025-12-09T10:00:00Z", "2025-12-09"),
            ("By Jane Doe, December 9, 2025", "2025-12-09"),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn a_dateline_needs_its_year() {
        for (text, expected) in [
            ("BEIJING, Feb. 11, 2026 (Xinhua) -- China's exports rose.", "2026-02-11"),
            ("Title\n\nNEW YORK, Dec. 9, 2025 /PRNewswire/ -- Acme said.", "2025-12-09"),
            ("LONDON (Reuters), Dec 9, 2025 — Prices rose.", "2025-12-09"),
            ("BEIJING, Feb. 11 (Xinhua) -- China's exports rose.", "none"),
            ("BEIJING, Feb. 11 (Xinhua) -- In Dec. 9, 2025 (sic) it rose.", "none"),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn captions_and_sentences_are_no_dates() {
        for text in [
            "Qingdao, December 10, 2025. /VCG",
            "A view of Qingdao Port, east China's Shandong Province, December 10, 2025. /VCG",
            "Robots in Yiwu, east China's Zhejiang Province, Oct. 14, 2025. [Photo/Xinhua]",
            "Since December 1, 2024, China has fully implemented it.",
            "Apple Reports Strong Results For Its Quarter February 11, 2026",
            "On December 10, 2025 (a Wednesday) it rose.",
            "9013865",
            "December 2025",
            "Apply by December 9, 2025",
            "Apple Event December 9, 2025",
        ] {
            assert_eq!(found(text), "none", "{text}");
        }
    }

    #[test]
    fn only_the_head_is_read() {
        assert_eq!(found(&format!("{}2026-02-11", "Line.\n\n".repeat(15))), "none");
        assert_eq!(found(&format!("{}\n2026-02-11", "Long line. ".repeat(150))), "none");
    }
}
