//! From bytes to what people and other languages count: lines, columns, Unicode code points.
//!
//! Inside the crate every offset is a UTF-8 byte; only renderers ask here.

/// Counting starts anew every so many bytes, which bounds the work of one look-up in a text that is not ASCII.
const STRIDE: usize = 1024;

/// A place in a text as editors show it: both numbers start at 1, columns count characters (code points).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
}

/// Lines and code points of one text, counted once.
///
/// Building is linear in the text; a look-up is a binary search among the lines plus, in a text that is not ASCII, at
/// most a kilobyte of counting. Lines end at `\n`, `\r\n` or a lone `\r`.
///
/// ```
/// use figcheck::doc::{LineIndex, Position};
///
/// let text = "Tür\n€5 billion";
/// let index = LineIndex::new(text);
/// let five = text.find('5').unwrap_or_default();
/// assert_eq!(index.position(five), Position { line: 2, column: 2 });
/// assert_eq!(index.code_point(five), 5);
/// assert_eq!(index.byte(5), five);
/// ```
#[derive(Clone, Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    /// First byte of each line.
    lines: Vec<usize>,
    /// Code points before byte `STRIDE * i`; empty if the text is ASCII.
    counts: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    /// Counts the lines and characters of `text`.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut lines = vec![0];
        for (at, &byte) in bytes.iter().enumerate() {
            if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                lines.push(at + 1);
            }
        }
        let mut counts = Vec::new();
        if !text.is_ascii() {
            let mut before = 0;
            for chunk in bytes.chunks(STRIDE) {
                counts.push(before);
                before += count(chunk);
            }
        }
        Self { text, lines, counts }
    }

    /// The text that was counted.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// How many lines there are; a text that ends with a line break has an empty last line.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// The line and column of a byte. A byte beyond the end counts as the end, one inside a character as its start.
    #[must_use]
    pub fn position(&self, byte: usize) -> Position {
        let byte = self.floor(byte);
        let line = self.lines.partition_point(|&start| start <= byte);
        let start = self.lines.get(line - 1).copied().unwrap_or(0);
        Position { line, column: self.code_point(byte) - self.code_point(start) + 1 }
    }

    /// How many code points stand before a byte. A byte beyond the end counts as the end, one inside a character as its
    /// start.
    #[must_use]
    pub fn code_point(&self, byte: usize) -> usize {
        let byte = self.floor(byte);
        // `byte` may be the length of the text and a multiple of the stride, one past the last checkpoint.
        let Some(chunk) = self.counts.len().checked_sub(1).map(|last| last.min(byte / STRIDE)) else { return byte };
        self.counts[chunk] + count(&self.text.as_bytes()[chunk * STRIDE..byte])
    }

    /// The byte where the code point number `code_point` (from 0) starts; the end of the text if there are fewer.
    #[must_use]
    pub fn byte(&self, code_point: usize) -> usize {
        let Some(chunk) = self.counts.partition_point(|&before| before <= code_point).checked_sub(1) else {
            return code_point.min(self.text.len());
        };
        let mut before = self.counts[chunk];
        for (at, &byte) in self.text.as_bytes().iter().enumerate().skip(chunk * STRIDE) {
            if is_start(byte) {
                if before == code_point {
                    return at;
                }
                before += 1;
            }
        }
        self.text.len()
    }

    fn floor(&self, byte: usize) -> usize {
        self.text.floor_char_boundary(byte)
    }
}

/// Whether a byte starts a character, rather than continues one.
fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

/// How many characters start in `bytes`.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| is_start(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, byte: usize) -> (usize, usize) {
        let Position { line, column } = LineIndex::new(text).position(byte);
        (line, column)
    }

    #[test]
    fn columns_count_characters_from_one() {
        assert_eq!(at("abc", 0), (1, 1));
        assert_eq!(at("Tür auf", 5), (1, 5));
        assert_eq!(at("日本 5", 7), (1, 4));
    }

    #[test]
    fn lines_end_at_each_kind_of_break() {
        assert_eq!(at("a\nb", 2), (2, 1));
        assert_eq!(at("a\r\nb", 3), (2, 1));
        assert_eq!(at("a\rb", 2), (2, 1));
        assert_eq!(at("a\n\nb", 3), (3, 1));
        assert_eq!(at("a\n", 2), (2, 1));
        assert_eq!(LineIndex::new("a\n").line_count(), 2);
    }

    #[test]
    fn a_byte_out_of_place_is_moved_to_the_nearest_before() {
        assert_eq!(at("é", 1), (1, 1));
        assert_eq!(at("é", 99), (1, 2));
        assert_eq!(at("", 0), (1, 1));
    }

    #[test]
    fn code_points_and_bytes_lead_back_to_each_other() {
        let long = "€1 and a half, ".repeat(700);
        for text in ["", "plain", "Tür\n€5", long.as_str(), &"x".repeat(3 * STRIDE), &"é".repeat(STRIDE)] {
            let index = LineIndex::new(text);
            let mut code_point = 0;
            for (byte, _) in text.char_indices() {
                assert_eq!((index.code_point(byte), index.byte(code_point)), (code_point, byte));
                code_point += 1;
            }
            assert_eq!((index.code_point(text.len()), index.byte(code_point)), (code_point, text.len()));
            assert_eq!(index.byte(code_point + 7), text.len());
        }
    }
}
