//! Idioms: comparison bases that need no moment ("year on year"), and times that are no period ("now").

use super::lexicon::{Lex, Step, Word};
use super::moment::{Moment, Year};
use super::parser::{APOSTROPHES, DEPTH, Parser, Trust, whole};
use super::phrase::{Phrase, base, named, plain};

impl Parser<'_> {
    /// The 2008 estimate, 2005 production, the size of 2012: what a figure is held against.
    pub(super) fn base_noun(&self, i: usize, any: bool) -> Option<Phrase> {
        let j = i + usize::from(self.is(i, Word::The));
        if let Some(year) = self.year(j, Trust::Medium).filter(|_| self.begins_number(j)) {
            let lower = self.words(j + 1).starts_with(|c: char| c.is_ascii_lowercase());
            let noun = any && lower && self.lex(j + 1) == Lex::Other && self.closes(j + 2);
            let noun = noun || self.is(j + 1, Word::Size);
            return noun.then(|| base((whole(Year::Given(year)), j + 2)));
        }
        let of = self.is(j, Word::Size) && self.is(j + 1, Word::Of) && j > i;
        let year = of.then(|| self.year(j + 2, Trust::Medium))??;
        Some(base((whole(Year::Given(year)), j + 3)))
    }

    /// y/y, q/q, y-o-y.
    pub(super) fn letters(&self, i: usize) -> Option<Phrase> {
        let step = match self.words(i) {
            "y" | "Y" => Step::Year,
            "q" => Step::Quarter,
            "m" => Step::Month,
            _ => return None,
        };
        let over = if self.mark(i + 1, &['/']) {
            i + 2
        } else if self.mark(i + 1, &['-']) && self.words(i + 2) == "o" && self.mark(i + 3, &['-']) {
            i + 4
        } else {
            return None;
        };
        let glued = (i + 1..=over).all(|k| self.glued(k)) && self.words(over).eq_ignore_ascii_case(self.words(i));
        let whole_word = !self.text[..self.tokens[i].start].ends_with(char::is_alphanumeric) && !self.glued(over + 1);
        let point = self.glued(over + 1) && matches!(self.lex(over + 1), Lex::Mark(_));
        (glued && (whole_word || point)).then(|| base((Moment::Earlier { step, n: 1 }, over + 1)))
    }

    /// Year on year, three-month on previous three-month, annually, per year, now, so far this year, the size of 2012.
    pub(super) fn idiom(&self, i: usize) -> Option<Phrase> {
        let vague = |end| Some(plain((Moment::Vague, end)));
        match self.lex(i) {
            Lex::Unit(Step::Day) if self.is(i + 1, Word::Before) && self.is(i + 2, Word::Yesterday) => {
                Some(plain((Moment::Shift { step: Step::Day, by: -2 }, i + 3)))
            }
            Lex::Unit(Step::Day) if self.is(i + 1, Word::After) && self.is(i + 2, Word::Tomorrow) => {
                Some(plain((Moment::Shift { step: Step::Day, by: 2 }, i + 3)))
            }
            Lex::Unit(step) => self.on_itself(i, step, 1).or_else(|| self.to_date(i)),
            Lex::Word(Word::Fiscal) => self.to_date(i),
            Lex::Cardinal(_) | Lex::Number(_) => {
                let n = self.count(i)?;
                let j = self.hyphen(i + 1);
                let Lex::Unit(step) = self.lex(j) else { return None };
                self.on_itself(j, step, n)
            }
            Lex::Word(Word::Now | Word::Annually) => vague(i + 1),
            Lex::Word(Word::Today) => {
                // Decided today, today announced: that very day; what is so today is so about now.
                let told = self.is(i + 1, Word::Announce) || i > 0 && self.is(i - 1, Word::Announce);
                let day = told || self.mark(i + 1, &APOSTROPHES) && self.words(i + 2) == "s";
                let moment = if day { Moment::Shift { step: Step::Day, by: 0 } } else { Moment::Vague };
                Some(plain((moment, i + 1)))
            }
            Lex::Word(Word::Tonight) => Some(plain((Moment::Shift { step: Step::Day, by: 0 }, i + 1))),
            Lex::Word(Word::Yesterday) => Some(plain((Moment::Shift { step: Step::Day, by: -1 }, self.daypart(i + 1)))),
            Lex::Word(Word::Tomorrow) => Some(plain((Moment::Shift { step: Step::Day, by: 1 }, i + 1))),
            Lex::Word(Word::Per) if self.is(i + 1, Word::Annum) => vague(i + 2),
            Lex::Word(Word::Per) if self.lex(i + 1) == Lex::Unit(Step::Year) => vague(i + 2),
            Lex::Word(Word::Yoy) => {
                let step = match self.words(i) {
                    "yoy" | "YoY" | "YOY" | "yoY" => Step::Year,
                    "QoQ" | "qoq" | "QOQ" => Step::Quarter,
                    // "mom" is somebody's mother.
                    "MoM" | "MOM" => Step::Month,
                    _ => return None,
                };
                Some(base((Moment::Earlier { step, n: 1 }, i + 1)))
            }
            Lex::Word(Word::So) if self.is(i + 1, Word::Far) => {
                let (moment, end) = self.moment(i + 2 + usize::from(self.is(i + 2, Word::In)), Trust::Strong, DEPTH)?;
                matches!(moment, Moment::Window { .. } | Moment::Shift { .. }).then(|| plain((moment, end)))
            }
            Lex::Word(Word::The) if self.is(i + 1, Word::Size) => self.base_noun(i, false),
            Lex::Word(Word::The) if self.lex(i + 1) == Lex::Unit(Step::Day) => self.idiom(i + 1),
            _ => None,
        }
    }

    /// Year to date, financial year-to-date 2014/15.
    fn to_date(&self, i: usize) -> Option<Phrase> {
        let fiscal = self.is(i, Word::Fiscal);
        let j = i + usize::from(fiscal);
        let to = self.hyphen(j + 1);
        let date = self.hyphen(to + 1);
        if self.lex(j) != Lex::Unit(Step::Year) || !self.is(to, Word::To) || self.words(date) != "date" {
            return None;
        }
        let named = self.moment(date + 1, Trust::Strong, DEPTH).filter(|(moment, _)| named(moment));
        Some(plain(match named {
            Some((_, end)) if fiscal => (Moment::Vague, end),
            Some(found) => found,
            None if fiscal => (Moment::Vague, date + 1),
            None => (whole(Year::Published(0)), date + 1),
        }))
    }

    /// Year on year, month-over-month, from the unit on; `n` of them on the previous `n`.
    fn on_itself(&self, i: usize, step: Step, n: i32) -> Option<Phrase> {
        let j = self.hyphen(i + 1);
        if !(self.is(j, Word::On) || self.is(j, Word::Over)) {
            return None;
        }
        let k = self.hyphen(j + 1);
        let k = k + usize::from(self.is(k, Word::Previous));
        let k = match self.count(k) {
            Some(again) if again == n => self.hyphen(k + 1),
            _ if n == 1 => k,
            _ => return None,
        };
        (self.lex(k) == Lex::Unit(step)).then(|| base((Moment::Earlier { step, n }, k + 1)))
    }
}
