//! Days and stretches of a year that have names: Christmas, the first Monday of May, the middle and the turn of the
//! year, the night of a day, and what happens in a year: the 2011 census.

use super::lexicon::{Feast, Lex, Step, Word};
use super::moment::{Moment, Part, Year};
use super::parser::{APOSTROPHES, Parser, Read, whole};

const FRIDAY: i8 = 5;
const THURSDAY: i8 = 4;
const SATURDAY: i8 = 6;

impl Parser<'_> {
    /// Christmas, Christmas Eve 2013, Easter Monday, Thanksgiving, New Year's Eve.
    pub(super) fn feast(&self, i: usize) -> Read {
        let (part, j) = self.feast_day(i)?;
        Some(self.anchored(part, j))
    }

    /// The day of the year that is named here.
    pub(super) fn feast_day(&self, i: usize) -> Option<(Part, usize)> {
        let day = |j| self.lex(j) == Lex::Unit(Step::Day);
        let weekday = |j, day| self.lex(j) == Lex::Weekday(day);
        match self.lex(i) {
            Lex::Feast(Feast::Christmas) if self.is(i + 1, Word::Eve) => Some((Part::Day(12, 24), i + 2)),
            Lex::Feast(Feast::Christmas) => Some((Part::Day(12, 25), i + 1 + usize::from(day(i + 1)))),
            Lex::Feast(Feast::Halloween) => Some((Part::Day(10, 31), i + 1)),
            Lex::Feast(Feast::Thanksgiving) => Some((Part::Nth(11, THURSDAY, 4), i + 1 + usize::from(day(i + 1)))),
            Lex::Feast(Feast::Easter) if self.lex(i + 1) == Lex::Weekday(1) => Some((Part::Easter(1), i + 2)),
            Lex::Feast(Feast::Easter) if weekday(i + 1, SATURDAY) => Some((Part::Easter(-1), i + 2)),
            Lex::Feast(Feast::Easter) => Some((Part::Easter(0), i + 1 + usize::from(weekday(i + 1, 7)))),
            Lex::Word(Word::New) if self.lex(i + 1) == Lex::Unit(Step::Year) && self.capital(i + 1) => {
                let j = i + 2 + usize::from(self.mark(i + 2, &APOSTROPHES));
                let j = j + usize::from(self.words(j) == "s");
                if day(j) {
                    Some((Part::Day(1, 1), j + 1))
                } else if self.is(j, Word::Eve) {
                    Some((Part::Day(12, 31), j + 1))
                } else {
                    None
                }
            }
            // Good Friday.
            Lex::Other if self.words(i) == "Good" && weekday(i + 1, FRIDAY) => Some((Part::Easter(-2), i + 2)),
            _ => None,
        }
    }

    pub(super) fn capital(&self, i: usize) -> bool {
        self.words(i).starts_with(|c: char| c.is_ascii_uppercase())
    }

    /// The month after "the first Monday of" and its like, and the token after it.
    pub(super) fn of_month(&self, i: usize) -> Option<(i8, usize)> {
        let joined = self.is(i, Word::Of) || self.is(i, Word::In);
        match self.lex(i + 1) {
            Lex::Month(month, _) if joined => Some((month, self.past_point(i + 2))),
            _ => None,
        }
    }

    /// The turn of the year; that of a century is no period.
    pub(super) fn turn(&self, i: usize) -> Read {
        let the = self.is(i + 1, Word::Of) && self.is(i + 2, Word::The);
        match self.lex(i + 3) {
            Lex::Unit(Step::Year) if the => {
                Some((Moment::Edge { of: Box::new(whole(Year::Unsaid)), end: false, day: false }, i + 4))
            }
            Lex::Unit(Step::Century | Step::Decade) if the => Some((Moment::Vague, i + 4)),
            _ => None,
        }
    }

    /// Past the part of a day that follows one: Wednesday evening.
    pub(super) fn daypart(&self, i: usize) -> usize {
        self.skip(i, Word::Daypart)
    }

    /// What happens in the year before it: the 2011 census, the 2016/17 season, the 2012/13 academic year.
    pub(super) fn occasion(&self, i: usize) -> Option<usize> {
        if self.is(i, Word::Academic) && self.lex(i + 1) == Lex::Unit(Step::Year) {
            return Some(i + 2);
        }
        matches!(self.lex(i), Lex::Word(Word::Event | Word::Season | Word::Period)).then_some(i + 1)
    }
}
