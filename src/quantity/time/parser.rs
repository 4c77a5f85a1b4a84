//! Reading tokens at a place, and telling a year from a count by its neighbours.

use super::lexicon::{Lex, Word};
use super::moment::{Moment, Part, Year};
use super::tokens::{Token, is_han};

/// The tokens of a text, read from any place; every reading looks a bounded number of tokens ahead.
pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
}

/// A moment and the token after it.
pub(super) type Read = Option<(Moment, usize)>;

/// How sure the words before are that a four-digit number is a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// After "in", "since", "fiscal year", a month.
    Strong,
    /// After a determiner or a preposition that takes counts too.
    Medium,
    /// Nothing before.
    Bare,
}

/// How deep moments may be nested: the end of the first quarter of 2014 is three.
pub(super) const DEPTH: u8 = 4;

pub(super) const APOSTROPHES: [char; 2] = ['\'', '’'];

pub(super) fn whole(year: Year) -> Moment {
    Moment::Window { year, part: Part::Whole }
}

impl Parser<'_> {
    pub(super) fn lex(&self, i: usize) -> Lex {
        self.tokens.get(i).map_or(Lex::Break, |token| token.lex)
    }

    pub(super) fn is(&self, i: usize, word: Word) -> bool {
        self.lex(i) == Lex::Word(word)
    }

    pub(super) fn words(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |t| &self.text[t.start..t.end])
    }

    pub(super) fn skip(&self, i: usize, word: Word) -> usize {
        i + usize::from(self.is(i, word))
    }

    pub(super) fn mark(&self, i: usize, marks: &[char]) -> bool {
        matches!(self.lex(i), Lex::Mark(c) if marks.contains(&c))
    }

    /// Whether the token follows the one before without a space.
    pub(super) fn glued(&self, i: usize) -> bool {
        i > 0 && matches!((self.tokens.get(i - 1), self.tokens.get(i)), (Some(a), Some(b)) if a.end == b.start)
    }

    /// Past a hyphen or dash, also a doubled one; the dash need not be glued.
    pub(super) fn dash(&self, i: usize) -> Option<usize> {
        let dash = |i| self.mark(i, &['-', '–', '‑', '−', '—']);
        dash(i).then(|| if dash(i + 1) { i + 2 } else { i + 1 })
    }

    /// Past a hyphen that joins two words, if there is one.
    pub(super) fn hyphen(&self, i: usize) -> usize {
        if self.mark(i, &['-', '‑', '–']) && self.glued(i) && self.glued(i + 1) { i + 1 } else { i }
    }

    /// A number written with so many digits.
    pub(super) fn digits(&self, i: usize, length: usize) -> Option<i16> {
        let Lex::Number(n) = self.lex(i) else { return None };
        (self.words(i).len() == length).then(|| i16::try_from(n).ok())?
    }

    /// A count in digits or words, "a" being one.
    pub(super) fn count(&self, i: usize) -> Option<i32> {
        match self.lex(i) {
            Lex::Number(n) if n <= 1000 && self.ends_number(i) => i32::try_from(n).ok(),
            Lex::Cardinal(n) => Some(n.into()),
            Lex::Word(Word::A) => Some(1),
            _ => None,
        }
    }

    /// Whether nothing before the number makes it the tail of something else.
    pub(super) fn begins_number(&self, i: usize) -> bool {
        let mut before = self.text[..self.tokens.get(i).map_or(0, |t| t.start)].chars().rev();
        match before.next() {
            None => true,
            Some(',' | ';' | ':') => !before.next().is_some_and(|c| c.is_ascii_digit()),
            Some(c) => c.is_whitespace() || is_han(c) || "([{\"“”‘’'|—>*•~，、。；：（《".contains(c),
        }
    }

    /// Whether nothing after the number makes it the head of something else.
    pub(super) fn ends_number(&self, i: usize) -> bool {
        let mut after = self.text[self.tokens.get(i).map_or(self.text.len(), |t| t.end)..].chars();
        match after.next() {
            Some('.' | ',' | ':' | '/' | '·') => !after.next().is_some_and(|c| c.is_ascii_digit()),
            Some('-' | '‑') => !after.next().is_some_and(char::is_alphanumeric),
            Some(c) => (!c.is_alphanumeric() || is_han(c)) && !"%‰°$€£¥".contains(c),
            None => true,
        }
    }

    /// Four digits that can be a year, with nothing stuck to their end.
    pub(super) fn four(&self, i: usize) -> Option<i16> {
        self.digits(i, 4).filter(|y| (1500..=2100).contains(y))
    }

    /// Whether the word is one that closes a phrase: a verb, a preposition, a mark.
    pub(super) fn closes(&self, i: usize) -> bool {
        match self.lex(i) {
            Lex::Word(word) => !matches!(word, Word::Scale | Word::Percent | Word::Unit | Word::Noun | Word::Rise),
            Lex::Mark(c) => !"%$€£¥°+".contains(c),
            Lex::Break | Lex::Month(..) | Lex::Weekday(_) => true,
            _ => false,
        }
    }

    /// Whether a number before this token would be a measure: million, percent, kilometres.
    pub(super) fn measures(&self, i: usize) -> bool {
        matches!(self.lex(i), Lex::Word(Word::Scale | Word::Percent | Word::Unit) | Lex::Mark('%'))
    }

    /// A year by its number.
    pub(super) fn year(&self, i: usize, trust: Trust) -> Option<i16> {
        let year = self.four(i).filter(|_| self.ends_number(i) && !self.measures(i + 1))?;
        // A year before our era.
        if matches!(self.words(i + 1), "BC" | "BCE") {
            return None;
        }
        let modern = (1900..=2100).contains(&year);
        let counted = self.is(i + 1, Word::Noun);
        let fits = match trust {
            Trust::Strong => modern || self.closes(i + 1),
            Trust::Medium => modern && !counted,
            Trust::Bare => modern && self.stands_alone(i),
        };
        fits.then_some(year)
    }

    /// Whether the neighbours of a bare number let it be a year.
    pub(super) fn stands_alone(&self, i: usize) -> bool {
        let before = if i == 0 { Lex::Break } else { self.lex(i - 1) };
        let line = self.tokens.get(i).map_or(0, |t| t.start);
        let gap = i.checked_sub(1).map_or(0, |b| self.tokens[b].end);
        let row = i == 0 || self.text[gap..line].contains('\n');
        let numeric = |i| matches!(self.lex(i), Lex::Number(_)) || self.mark(i, &['-', '−', '$', '€', '£', '¥']);
        if row && numeric(i + 1) {
            return true;
        }
        match before {
            Lex::Word(Word::The | Word::A | Word::Its | Word::This) => !self.is(i + 1, Word::Noun),
            Lex::Word(
                Word::Cue
                | Word::Filler
                | Word::Over
                | Word::Than
                | Word::Label
                | Word::No
                | Word::Be
                | Word::Few
                | Word::Against
                | Word::Between
                | Word::Scale
                | Word::Unit,
            )
            | Lex::Number(_)
            | Lex::Cardinal(_) => false,
            Lex::Mark('$' | '€' | '£' | '¥' | '#' | '§' | '+' | '=' | '×') => false,
            // A name: the Development Report 2025, Vision 2030.
            Lex::Other if self.words(i - 1).starts_with(char::is_uppercase) => false,
            // Possessives: Australia's 2017 figures.
            Lex::Other if i > 1 && self.words(i - 1) == "s" && self.mark(i - 2, &APOSTROPHES) => {
                !self.is(i + 1, Word::Noun)
            }
            _ => self.closes(i + 1),
        }
    }
}
