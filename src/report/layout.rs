//! A sentence as it can be shown: hostile characters neutralised, wrapped to a width, its spans still in place.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::span::Span;

/// Characters that are shown before and after the marks of a very long sentence.
const CONTEXT: usize = 320;

/// What stands for a character that could steer a terminal.
const NEUTRAL: char = '\u{FFFD}';

/// Part of a text laid out in lines, with the byte ranges of its marks.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) text: String,
    pub(super) marks: Vec<Range<usize>>,
}

/// A character of the text: where it stood and what is shown for it.
#[derive(Clone, Copy)]
struct Shown {
    at: usize,
    char: char,
}

/// One line of any text: white space collapsed, what could steer a terminal neutralised.
#[must_use]
pub fn line(text: &str) -> String {
    shown(text, Span::new(0, text.len())).into_iter().map(|s| s.char).collect()
}

/// Lays out `sentence` of `text` in lines of at most `width` columns, broken at spaces outside `marks` where there are
/// some, and so that `beside` columns are left after each mark for what is said of it. Of a very long sentence only the
/// surroundings of the marks are shown.
pub(super) fn lay_out(text: &str, sentence: Span, marks: &[Span], width: usize, beside: usize) -> Layout {
    let window = window(text, sentence, marks);
    let mut chars = shown(text, window);
    if window.start > sentence.start {
        chars.insert(0, Shown { at: window.start, char: '…' });
    }
    if window.end < sentence.end {
        chars.push(Shown { at: window.end, char: '…' });
    }
    set(&chars, marks, width, beside)
}

/// A text in lines of at most `width` columns; of one that nobody would read to its end, the beginning.
pub(super) fn wrap(text: &str, width: usize) -> String {
    let end = text.floor_char_boundary(8 * CONTEXT);
    let mut chars = shown(text, Span::new(0, end));
    if end < text.len() {
        chars.push(Shown { at: end, char: '…' });
    }
    set(&chars, &[], width, 0).text
}

fn set(chars: &[Shown], marks: &[Span], width: usize, beside: usize) -> Layout {
    let breaks = breaks(chars, marks, width.max(20), beside);
    let mut layout = Layout { text: String::with_capacity(chars.len() + 8), marks: vec![0..0; marks.len()] };
    let mut open = vec![false; marks.len()];
    for (i, shown) in chars.iter().enumerate() {
        let start = layout.text.len();
        match breaks.get(&i) {
            Some(Break::Instead) => layout.text.push('\n'),
            Some(Break::Before) => layout.text.extend(['\n', shown.char]),
            None => layout.text.push(shown.char),
        }
        for (m, mark) in marks.iter().enumerate() {
            if mark.start <= shown.at && shown.at < mark.end {
                if !open[m] {
                    open[m] = true;
                    layout.marks[m].start = start + usize::from(matches!(breaks.get(&i), Some(Break::Before)));
                }
                layout.marks[m].end = layout.text.len();
            }
        }
    }
    layout
}

/// The part of the sentence that is shown: all of it, or the surroundings of the marks.
fn window(text: &str, sentence: Span, marks: &[Span]) -> Span {
    let first = marks.iter().map(|m| m.start).min().unwrap_or(sentence.start).max(sentence.start);
    let last = marks.iter().map(|m| m.end).max().unwrap_or(first).clamp(first, sentence.end);
    // A character has at most four bytes, so that only as many are looked at as may be shown.
    let before = &text[text.floor_char_boundary(first.saturating_sub(4 * CONTEXT)).max(sentence.start)..first];
    let after = &text[last..text.ceil_char_boundary(last + 4 * CONTEXT).min(sentence.end)];
    let mut start =
        before.char_indices().rev().nth(CONTEXT).map_or(first - before.len(), |(i, _)| first - before.len() + i);
    let mut end = after.char_indices().nth(CONTEXT).map_or(last + after.len(), |(i, _)| last + i);
    if start > sentence.start {
        start = text[start..first].find(' ').map_or(start, |i| start + i + 1);
    }
    if end < sentence.end {
        end = text[last..end].rfind(' ').map_or(end, |i| last + i);
    }
    Span::new(start, end)
}

/// The characters of a part of the text, trimmed, each white space a single space.
fn shown(text: &str, part: Span) -> Vec<Shown> {
    let mut all: Vec<Shown> = Vec::new();
    for (i, char) in part.of(text).char_indices() {
        let char = match char {
            _ if char.is_whitespace() => ' ',
            _ if char.is_control() || is_hidden(char) => NEUTRAL,
            _ => char,
        };
        if char != ' ' || all.last().is_some_and(|last| last.char != ' ') {
            all.push(Shown { at: part.start + i, char });
        }
    }
    if all.last().is_some_and(|last| last.char == ' ') {
        all.pop();
    }
    all
}

/// Characters that are not seen themselves and change what is seen around them: direction marks, byte order marks,
/// interlinear and tag characters.
fn is_hidden(char: char) -> bool {
    matches!(char,
        '\u{061C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Where a line ends: instead of a space, or before a character where there is no space.
#[derive(Clone, Copy)]
enum Break {
    Instead,
    Before,
}

fn breaks(chars: &[Shown], marks: &[Span], width: usize, beside: usize) -> BTreeMap<usize, Break> {
    let mut breaks = BTreeMap::new();
    let (mut column, mut space) = (0, None);
    for (i, shown) in chars.iter().enumerate() {
        let inside = marks.iter().any(|m| m.start < shown.at && shown.at < m.end);
        column += columns(shown.char);
        // A mark begins a line of its own where only that leaves room for what is said of it.
        let begins =
            marks.iter().find(|m| m.start <= shown.at && shown.at < m.end && (i == 0 || chars[i - 1].at < m.start));
        let full = begins.is_some_and(|mark| {
            let whole: usize = chars[i..].iter().take_while(|c| c.at < mark.end).map(|c| columns(c.char)).sum();
            let needed = whole + beside;
            needed <= width && column - columns(shown.char) + needed > width && space.is_some()
        });
        if (column > width || full) && shown.char != ' ' {
            if let Some((at, columns)) = space.take() {
                breaks.insert(at, Break::Instead);
                column -= columns;
            } else {
                breaks.insert(i, Break::Before);
                column = columns(shown.char);
            }
        }
        if shown.char == ' ' && !inside {
            space = Some((i, column));
        }
    }
    breaks
}

/// Columns that a terminal gives a character: two for East Asian wide ones and emoji, none for combining marks.
fn columns(char: char) -> usize {
    match u32::from(char) {
        0x0300..=0x036F | 0x200C..=0x200D | 0xFE00..=0xFE0F => 0,
        0x1100..=0x115F
        | 0x2E80..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1FAFF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, mark: &str, width: usize) -> (String, String) {
        let start = text.find(mark).unwrap();
        let mark = Span::new(start, start + mark.len());
        let layout = lay_out(text, Span::new(0, text.len()), &[mark], width, 0);
        let words = layout.text[layout.marks[0].clone()].to_owned();
        (layout.text, words)
    }

    #[test]
    fn lines_break_at_spaces_but_not_in_a_mark() {
        let (text, words) =
            marked("Exports of the region rose to 6.82 trillion yuan in 2025.", "6.82 trillion yuan", 40);
        assert_eq!(text, "Exports of the region rose to\n6.82 trillion yuan in 2025.");
        assert_eq!(words, "6.82 trillion yuan");
        assert!(text.lines().all(|l| l.chars().count() <= 40));
    }

    #[test]
    fn line_breaks_and_indents_of_the_source_are_spaces() {
        let (text, words) = marked("  Exports rose 5\r\n\t percent\u{a0}a year. ", "5\r\n\t percent", 80);
        assert_eq!((text.as_str(), words.as_str()), ("Exports rose 5 percent a year.", "5 percent"));
    }

    #[test]
    fn nothing_that_steers_a_terminal_gets_through() {
        let (text, words) = marked("\u{1b}[31mred\u{202e} 5 %\u{7}\u{9b}2J", "5 %", 80);
        assert_eq!((text.as_str(), words.as_str()), ("�[31mred� 5 %��2J", "5 %"));
    }

    #[test]
    fn a_huge_sentence_is_cut_around_its_mark() {
        let huge = format!("{}grew 5 percent {}", "word ".repeat(100_000), "then ".repeat(100_000));
        let (text, words) = marked(&huge, "5 percent", 100);
        assert_eq!(words, "5 percent");
        assert!(text.starts_with('…') && text.ends_with('…') && text.len() < 900, "{}", text.len());
    }

    #[test]
    fn a_text_without_spaces_is_broken_all_the_same() {
        let (text, words) = marked(&format!("{}42{}", "中".repeat(80), "中".repeat(80)), "42", 60);
        assert_eq!(words, "42");
        assert!(text.lines().all(|l| l.chars().map(columns).sum::<usize>() <= 60), "{text}");
    }

    #[test]
    fn there_is_room_for_what_is_said_of_a_mark() {
        let text = "Trade came to 6.82 trillion yuan in 2025.";
        let mark = [Span::new(14, 32)];
        let laid = |beside| lay_out(text, Span::new(0, text.len()), &mark, 50, beside).text;
        assert_eq!(laid(10), text);
        assert_eq!(laid(20), "Trade came to\n6.82 trillion yuan in 2025.");
        // Where no line has room, the mark stays where it is.
        assert_eq!(laid(40), text);
    }

    #[test]
    fn several_marks_keep_their_order() {
        let text = "from 5 to 7 percent";
        let layout = lay_out(text, Span::new(0, text.len()), &[Span::new(5, 6), Span::new(10, 19)], 80, 0);
        assert_eq!(layout.marks, [5..6, 10..19]);
    }

    #[test]
    fn one_line_stays_one_line() {
        assert_eq!(line("a\n b\u{1b}c "), "a b\u{FFFD}c");
    }
}
