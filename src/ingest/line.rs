//! The lines of a plain text, each with what it looks like by itself: prose, a list item, a table row.

/// What a line looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineKind {
    /// Prose or a heading.
    Text,
    /// Starts with a section number: "2.1 Global export scale".
    Section,
    /// Starts with a bullet: "- ", "• ".
    Bullet,
    /// Starts with a list number: "1. ", "(2) ", "b) ".
    Numbered,
    /// Mostly numbers, or cells.
    Row,
}

/// What stands between a line and the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Nothing: the two are neighbours.
    None,
    /// Blank lines.
    Blank,
    /// The start of the text, or a line without letters and digits ("////", "* * *").
    Rule,
}

/// A line that holds letters or digits, without the space around it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Characters, without the indent.
    pub(crate) width: u32,
    /// Characters of space before it.
    pub(crate) indent: u16,
    pub(crate) gap: Gap,
    pub(crate) kind: LineKind,
}

impl Line {
    pub(crate) fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }
}

/// The lines of `text` from byte `from` on that are not blank.
pub(crate) fn read(text: &str, from: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut gap = Gap::Rule;
    let mut at = from;
    // A "\r\n" splits twice; the empty line between is none.
    let mut after_return = false;
    for raw in text[from..].split_inclusive(['\n', '\r']) {
        let start = at;
        at += raw.len();
        let follows_return = std::mem::replace(&mut after_return, raw.ends_with('\r'));
        if raw == "\n" && follows_return {
            continue;
        }
        let trimmed = raw.trim_start();
        let indent = raw.len() - trimmed.len();
        let words = trimmed.trim_end();
        if words.is_empty() {
            gap = if gap == Gap::Rule { Gap::Rule } else { Gap::Blank };
            continue;
        }
        if !words.contains(char::is_alphanumeric) {
            gap = Gap::Rule;
            continue;
        }
        lines.push(Line {
            start: start + indent,
            end: start + indent + words.len(),
            width: u32::try_from(words.chars().count()).unwrap_or(u32::MAX),
            indent: u16::try_from(raw[..indent].chars().count()).unwrap_or(u16::MAX),
            gap,
            kind: kind(words),
        });
        gap = Gap::None;
    }
    lines
}

fn kind(line: &str) -> LineKind {
    if line.starts_with(['•', '‣', '◦', '▪', '●', '∙', '➢', '·']) {
        return LineKind::Bullet;
    }
    if is_row(line) {
        return LineKind::Row;
    }
    if let Some(rest) = line.strip_prefix(['-', '*', '–', '—', '+']) {
        let spaced = rest.starts_with(char::is_whitespace);
        return if spaced { LineKind::Bullet } else { LineKind::Text };
    }
    numbering(line).unwrap_or(LineKind::Text)
}

/// The numbers that lines start with: "2.1 Global", "1. Introduction", "(3) third", "b) second".
fn numbering(line: &str) -> Option<LineKind> {
    let bare = line.strip_prefix('(').unwrap_or(line);
    let opened = bare.len() < line.len();
    let length = bare.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'.').take(12).count();
    let (mark, rest) = bare.split_at(length);
    let mark_trimmed = mark.trim_end_matches('.');
    let dotted = mark_trimmed.len() < mark.len();
    let digits = |part: &str| !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
    let closed = rest.starts_with(')');
    let rest = if closed { &rest[1..] } else { rest };
    if !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let numbered = digits(mark_trimmed)
        || (mark_trimmed.len() == 1 && mark_trimmed.bytes().all(|b| b.is_ascii_lowercase()))
        || (mark_trimmed.len() <= 4 && !mark.is_empty() && mark_trimmed.bytes().all(|b| b"ivx".contains(&b)));
    if numbered && (closed || (dotted && !opened)) {
        return Some(LineKind::Numbered);
    }
    // "2.1 Global" heads a section, "2.1 trillion" does not.
    let section = mark_trimmed.contains('.') && mark_trimmed.split('.').all(digits) && !opened && !closed;
    (section && rest.trim_start().starts_with(char::is_uppercase)).then_some(LineKind::Section)
}

/// Whether a line is the row of a table: cells by tabs, bars or wide space, or numbers alone with a name at most.
fn is_row(line: &str) -> bool {
    if line.len() > 400 {
        return false;
    }
    if line.contains('\t') || line.contains('|') {
        let cells: Vec<&str> = line.split(['\t', '|']).map(str::trim).filter(|cell| !cell.is_empty()).collect();
        let numbers = cells.iter().filter(|cell| is_number(cell)).count();
        let framed = line.len() > 1 && line.starts_with('|') && line.ends_with('|');
        return framed || (cells.len() >= 2 && numbers >= 1) || (line.contains('\t') && cells.len() >= 3);
    }
    if line.contains("  ") {
        let cells: Vec<&str> = line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
        let numbers = cells.iter().filter(|cell| is_number(cell)).count();
        if cells.len() >= 2 && numbers >= 1 && numbers * 2 >= cells.len() && cells.iter().all(|cell| cell.len() <= 60) {
            return true;
        }
    }
    let mut labels = 0;
    let mut numbers = 0;
    for word in line.split_whitespace().filter(|word| *word != "%") {
        if is_number(word) {
            numbers += 1;
        } else if numbers == 0 {
            labels += 1;
        } else {
            return false;
        }
    }
    if labels == 0 { numbers >= 2 } else { numbers >= 3 && labels <= 5 }
}

/// Whether a cell is a number, or says that there is none.
fn is_number(cell: &str) -> bool {
    if matches!(cell, "-" | "–" | "—" | ".." | "n/a" | "N/A" | "n.a.") {
        return true;
    }
    let digits = cell
        .trim_start_matches(['$', '€', '£', '¥', '+', '-', '−', '(', '~', '<', '>', ' '])
        .trim_end_matches(['%', ')', '*', '†', ' ']);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '/' | '-' | '–' | ' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_each_kind_of_break() {
        let text = "one\r\ntwo\rthree\n\u{a0}\n four \n////\nfive";
        let lines = read(text, 0);
        let words: Vec<&str> = lines.iter().map(|line| line.of(text)).collect();
        assert_eq!(words, ["one", "two", "three", "four", "five"]);
        let gaps: Vec<Gap> = lines.iter().map(|line| line.gap).collect();
        assert_eq!(gaps, [Gap::Rule, Gap::None, Gap::None, Gap::Blank, Gap::Rule]);
        assert_eq!(read("a\r\n\r\nb", 0)[1].gap, Gap::Blank);
    }

    #[test]
    fn lines_look_like_what_they_are() {
        for (line, expected) in [
            ("2019 190,180 -2.7 62,372 33 28,193 5.0", LineKind::Row),
            ("China 3.4 5.6 % 7.8 %", LineKind::Row),
            ("United States\t21.4", LineKind::Row),
            ("| Year | Exports |", LineKind::Row),
            ("Exports of goods    285,170    2.1", LineKind::Row),
            ("- CHINA & THE WORLD - News", LineKind::Bullet),
            ("• first", LineKind::Bullet),
            ("-5 percent was the fall", LineKind::Text),
            ("1. Introduction", LineKind::Numbered),
            ("(2) the second", LineKind::Numbered),
            ("b) other", LineKind::Numbered),
            ("2.1 Global export scale and trend", LineKind::Section),
            ("2.3.1 Changes", LineKind::Section),
            ("2.1 trillion yuan was spent", LineKind::Text),
            ("2025 was a good year.", LineKind::Text),
            ("2007 to 2021, it grew", LineKind::Text),
            ("2023. In that year", LineKind::Text),
            ("|\u{a0}February 11, 2026", LineKind::Text),
            ("By LIU | China Daily | Updated: 2025-09-26 09:05", LineKind::Text),
            ("I agree", LineKind::Text),
            ("9013865", LineKind::Text),
        ] {
            assert_eq!(kind(line), expected, "{line}");
        }
    }
}
