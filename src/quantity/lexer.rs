//! Text to tokens in one pass: words, numbers with their marks, single characters, and what is opaque to the grammar.

mod digits;

use rust_decimal::Decimal;

use super::numeral::Numeral;
use super::recent::Recent;
use super::spelled::Spelled;
use crate::span::Span;

/// What stands between a token and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing: the two adjoin.
    None,
    /// White space on one line.
    Space,
    /// The end of a line, as in wrapped text.
    Line,
    /// A blank line or the start of the text: nothing reads across it.
    Break,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, inner apostrophes included: "nation's".
    Word,
    /// Digits with thousands marks and one decimal mark.
    Number,
    /// Digits with more points than a number has: versions, section numbers, dates.
    Dotted,
    /// "½".
    Vulgar,
    /// Any other character.
    Mark(char),
    /// Addresses, reference marks and the like: no quantity is read inside.
    Opaque,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    pub gap: Gap,
}

/// A text and its tokens; every question about a token that does not exist has the answer "no".
pub(super) struct Text<'a> {
    pub raw: &'a str,
    pub tokens: Vec<Token>,
    /// Whether the text writes decimals with a comma and thousands with a point: "1.234,56".
    commas: bool,
    /// The number phrases and the numbers in words that were read last.
    pub numerals: Recent<Option<Numeral>>,
    pub spelled: Recent<Option<Spelled>>,
    /// Where what surely is no quantity ended that was looked for last.
    pub excluded: Recent<Option<usize>>,
}

impl<'a> Text<'a> {
    pub(super) fn new(raw: &'a str) -> Self {
        let commas = digits::shows_decimal_commas(raw);
        let tokens = Lexer { raw, at: 0, gap: Gap::Break, chunk_end: 0, commas }.run();
        Self { raw, tokens, commas, numerals: Recent::new(), spelled: Recent::new(), excluded: Recent::new() }
    }

    pub(super) fn get(&self, i: usize) -> Option<Token> {
        self.tokens.get(i).copied()
    }

    pub(super) fn str(&self, i: usize) -> &'a str {
        self.get(i).map_or("", |t| &self.raw[t.start..t.end])
    }

    /// The letters of a word token, else nothing.
    pub(super) fn word(&self, i: usize) -> &'a str {
        if self.kind(i) == Some(Kind::Word) { self.str(i) } else { "" }
    }

    pub(super) fn kind(&self, i: usize) -> Option<Kind> {
        self.get(i).map(|t| t.kind)
    }

    pub(super) fn is_number(&self, i: usize) -> bool {
        self.kind(i) == Some(Kind::Number)
    }

    /// Whether token `i` is this word in any case.
    pub(super) fn is(&self, i: usize, word: &str) -> bool {
        self.word(i).eq_ignore_ascii_case(word)
    }

    /// Whether token `i` is one of these words (lower case) in any case.
    pub(super) fn any(&self, i: usize, words: &[&str]) -> bool {
        let word = self.word(i);
        !word.is_empty() && words.iter().any(|w| w.eq_ignore_ascii_case(word))
    }

    /// Whether the token before `i` is one of these words.
    pub(super) fn any_before(&self, i: usize, words: &[&str]) -> bool {
        i > 0 && self.reads_on(i) && self.any(i - 1, words)
    }

    pub(super) fn mark(&self, i: usize) -> Option<char> {
        match self.kind(i) {
            Some(Kind::Mark(c)) => Some(c),
            _ => None,
        }
    }

    pub(super) fn is_mark(&self, i: usize, marks: &[char]) -> bool {
        self.mark(i).is_some_and(|c| marks.contains(&c))
    }

    pub(super) fn is_dash(&self, i: usize) -> bool {
        self.is_mark(i, &['-', '–', '‐', '‑'])
    }

    /// Whether token `i` is a dash that adjoins the tokens on both sides.
    pub(super) fn is_hyphen(&self, i: usize) -> bool {
        self.is_dash(i) && self.adjoins(i) && self.adjoins(i + 1)
    }

    /// Token `i`, or the one behind it if it is a hyphen.
    pub(super) fn after_hyphen(&self, i: usize) -> usize {
        i + usize::from(self.is_hyphen(i))
    }

    /// The same with hyphens that are free on both sides too, as in text taken apart into words: "fifty - two".
    pub(super) fn after_loose_hyphen(&self, i: usize) -> usize {
        let loose = self.is_mark(i, &['-']) && !self.adjoins(i) && !self.adjoins(i + 1) && self.reads_on(i + 1);
        if loose { i + 1 } else { self.after_hyphen(i) }
    }

    /// Whether token `i` is a word with "'s".
    pub(super) fn is_possessive(&self, i: usize) -> bool {
        self.word(i).ends_with("'s") || self.word(i).ends_with("’s")
    }

    /// Whether token `i` adjoins the one before it.
    pub(super) fn adjoins(&self, i: usize) -> bool {
        self.get(i).is_some_and(|t| t.gap == Gap::None)
    }

    /// Whether a phrase may go on from token `i - 1` to token `i`: no blank line between.
    pub(super) fn reads_on(&self, i: usize) -> bool {
        self.get(i).is_some_and(|t| t.gap < Gap::Break)
    }

    /// Whether token `i` is the first of its line.
    pub(super) fn starts_line(&self, i: usize) -> bool {
        self.get(i).is_some_and(|t| t.gap >= Gap::Line)
    }

    pub(super) fn is_capitalised(&self, i: usize) -> bool {
        self.word(i).chars().next().is_some_and(char::is_uppercase)
    }

    /// The span from token `first` up to, not including, token `end`.
    pub(super) fn span(&self, first: usize, end: usize) -> Option<Span> {
        let (a, b) = (self.get(first)?, self.get(end.checked_sub(1)?)?);
        (a.start <= b.end).then(|| Span::new(a.start, b.end))
    }

    /// The first token that starts at byte `at` or later, looked for from token `from` on.
    pub(super) fn token_at(&self, from: usize, at: usize) -> usize {
        from + self.tokens[from.min(self.tokens.len())..].iter().take_while(|t| t.start < at).count()
    }

    /// The value of a number token, its written decimals kept; `None` if it has too many digits.
    pub(super) fn decimal(&self, i: usize) -> Option<Decimal> {
        if !self.is_number(i) {
            return None;
        }
        digits::value(self.str(i), self.commas)
    }

    /// The value of a number token that is a plain run of digits, as years and page numbers are.
    pub(super) fn plain(&self, i: usize) -> Option<u32> {
        if self.is_number(i) && self.str(i).bytes().all(|b| b.is_ascii_digit()) {
            self.str(i).parse().ok()
        } else {
            None
        }
    }
}

struct Lexer<'a> {
    raw: &'a str,
    at: usize,
    gap: Gap,
    /// Where the run of characters without white space ends that was last looked at as a whole.
    chunk_end: usize,
    /// Whether a comma is known to be a decimal mark.
    commas: bool,
}

impl Lexer<'_> {
    fn run(mut self) -> Vec<Token> {
        let mut tokens = Vec::with_capacity(self.raw.len() / 5);
        while let Some(c) = self.first(self.at) {
            if c.is_whitespace() {
                self.skip_space();
                continue;
            }
            let start = self.at;
            let (end, kind) = self.next(c);
            tokens.push(Token { start, end, kind, gap: self.gap });
            self.at = end;
            self.gap = Gap::None;
        }
        tokens
    }

    /// The character at a byte; one of ASCII without decoding.
    fn first(&self, at: usize) -> Option<char> {
        match self.raw.as_bytes().get(at)? {
            &byte if byte.is_ascii() => Some(char::from(byte)),
            _ => self.raw[at..].chars().next(),
        }
    }

    fn skip_space(&mut self) {
        let start = self.at;
        // Nearly always one space stands between two words.
        if let [b' ', next, ..] = &self.raw.as_bytes()[start..]
            && is_plain(*next)
        {
            self.at += 1;
            self.gap = self.gap.max(Gap::Space);
            return;
        }
        while let Some(c) = self.first(self.at).filter(|c| c.is_whitespace()) {
            self.at += c.len_utf8();
        }
        let lines = self.raw[start..self.at].matches('\n').count();
        self.gap = self.gap.max(match lines {
            0 => Gap::Space,
            1 => Gap::Line,
            _ => Gap::Break,
        });
    }

    fn next(&mut self, first: char) -> (usize, Kind) {
        if self.at >= self.chunk_end
            && let Some(end) = self.address()
        {
            return (end, Kind::Opaque);
        }
        let bytes = self.raw.as_bytes();
        let digit_at = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let free = self.gap != Gap::None || self.at == 0 || matches!(bytes[self.at - 1], b'(' | b'$' | b'-' | b'+');
        match first {
            c if c.is_ascii_alphabetic() => (self.word(), Kind::Word),
            '0'..='9' => self.number(),
            '.' if digit_at(self.at + 1) && free => self.number(),
            '[' => match reference(&bytes[self.at..]) {
                Some(len) => (self.at + len, Kind::Opaque),
                None => (self.at + 1, Kind::Mark('[')),
            },
            c if c.is_ascii() => (self.at + 1, Kind::Mark(c)),
            c if vulgar(c).is_some() => (self.at + c.len_utf8(), Kind::Vulgar),
            c if c.is_alphabetic() => (self.word(), Kind::Word),
            c => (self.at + c.len_utf8(), Kind::Mark(c)),
        }
    }

    /// Looks at the characters up to the next white space as a whole: the end of an address among them.
    fn address(&mut self) -> Option<usize> {
        let start = self.at;
        // Every address has one of these.
        let mut telling = false;
        let mut end = start;
        loop {
            end += self.raw.as_bytes()[end..].iter().take_while(|&&byte| is_plain(byte)).count();
            let Some(c) = self.first(end).filter(|c| !c.is_whitespace()) else { break };
            telling |= c.is_ascii();
            end += c.len_utf8();
        }
        self.chunk_end = end;
        if !telling {
            return None;
        }
        let chunk = &self.raw[start..end];
        let kept = chunk.trim_end_matches(['.', ',', ';', ')']).len();
        let least = chunk.chars().next().map_or(0, char::len_utf8);
        is_address(chunk).then(|| start + kept.max(least))
    }

    fn word(&self) -> usize {
        let bytes = self.raw.as_bytes();
        let mut at = self.at;
        loop {
            while bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
                at += 1;
            }
            let Some(c) = self.first(at).filter(|&c| !c.is_ascii() || c == '\'') else { return at };
            let next = at + c.len_utf8();
            let inside = c.is_alphabetic()
                || ('\u{300}'..='\u{36f}').contains(&c)
                || (matches!(c, '\'' | '’') && at > self.at && self.first(next).is_some_and(char::is_alphabetic));
            if !inside {
                return at;
            }
            at = next;
        }
    }
}

/// Whether a byte is of ASCII, prints, and tells nothing of an address.
fn is_plain(byte: u8) -> bool {
    (0x21..0x7F).contains(&byte) && !matches!(byte, b':' | b'@' | b'/' | b'.')
}

/// Whether a run of characters without spaces is a network address or an identifier of a publication.
fn is_address(chunk: &str) -> bool {
    let bare = chunk.trim_start_matches(['(', '<', '[', '"']);
    let starts = |head: &str| bare.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head));
    if ["http:", "https:", "www.", "ftp:", "doi:", "arxiv:", "isbn:", "urn:"].iter().any(|head| starts(head)) {
        return true;
    }
    let doi = bare.starts_with("10.") && bare.len() > 8 && bare[3..].find('/').is_some_and(|at| at >= 4);
    doi || bare.contains("://") || bare.find('@').is_some_and(|at| at > 0 && bare[at..].contains('.'))
}

/// The length of a bracketed reference such as `[7]` or `[3, 5-8]` at the start of `bytes`.
fn reference(bytes: &[u8]) -> Option<usize> {
    let inner =
        bytes.iter().skip(1).take(24).take_while(|b| matches!(b, b'0'..=b'9' | b',' | b'-' | b' ' | b';')).count();
    let digits = bytes[1..=inner].iter().filter(|b| b.is_ascii_digit()).count();
    (digits > 0 && bytes.get(inner + 1) == Some(&b']')).then_some(inner + 2)
}

/// The value of a fraction character as numerator and denominator.
pub(super) fn vulgar(c: char) -> Option<(u32, u32)> {
    Some(match c {
        '½' => (1, 2),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅚' => (5, 6),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(raw: &str) -> Vec<&str> {
        let text = Text::new(raw);
        (0..text.tokens.len()).map(|i| text.str(i)).collect()
    }

    #[test]
    fn numbers_keep_their_marks_together() {
        for (raw, expected) in [
            ("1,234,567.89 x", vec!["1,234,567.89", "x"]),
            ("1,50,000", vec!["1,50,000"]),
            ("1\u{202f}234 567", vec!["1\u{202f}234", "567"]),
            ("10 000 people", vec!["10 000", "people"]),
            ("1'234'567", vec!["1'234'567"]),
            ("in 2012, 345 more", vec!["in", "2012", ",", "345", "more"]),
            ("2,3,5", vec!["2", ",", "3", ",", "5"]),
            ("31,32,35,36", vec!["31", ",", "32", ",", "35", ",", "36"]),
            ("2.345,60 or 7,5", vec!["2.345,60", "or", "7,5"]),
            ("7,50 or 8,00", vec!["7", ",", "50", "or", "8,00"]),
            ("20 000,5 m", vec!["20 000,5", "m"]),
            ("3 456 789.", vec!["3 456 789", "."]),
            ("3,5 %", vec!["3,5", "%"]),
            ("v2.4.1.", vec!["v", "2.4.1", "."]),
            ("rose .5%", vec!["rose", ".5", "%"]),
            ("135 %[10],", vec!["135", "%", "[10]", ","]),
            ("2019 190,180 -2.7 62,372 33", vec!["2019", "190,180", "-", "2.7", "62,372", "33"]),
            ("see https://a.b/12.", vec!["see", "https://a.b/12", "."]),
            ("a@b.com 5", vec!["a@b.com", "5"]),
        ] {
            assert_eq!(tokens(raw), expected);
        }
    }

    #[test]
    fn values_keep_their_decimals() {
        let value = |raw| Text::new(raw).decimal(0).map(|d| d.to_string());
        assert_eq!(value("1,234.50").as_deref(), Some("1234.50"));
        assert_eq!(value("1.234.567").as_deref(), Some("1234567"));
        assert_eq!(value("3,5 %").as_deref(), Some("3.5"));
        assert_eq!(value("1.234 and 6.543,21").as_deref(), Some("1234"));
        assert_eq!(value("1.234.567,8").as_deref(), Some("1234567.8"));
        assert_eq!(value("12,34,567.5").as_deref(), Some("1234567.5"));
        assert_eq!(value(".5").as_deref(), Some("0.5"));
        assert_eq!(value("123456789012345678901234567890123"), None);
    }
}
