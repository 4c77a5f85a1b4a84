//! Moments told by others: the end of 2012, last year, seven years ago, the year to June 2014, the same period of 2019.

use super::lexicon::{Lex, Step, Word};
use super::moment::{Moment, Part, Year};
use super::parser::{Parser, Read, Trust, whole};

impl Parser<'_> {
    /// The end of 2012, the start of the year, end-June 2014.
    pub(super) fn edge(&self, i: usize, depth: u8) -> Read {
        let end = self.is(i, Word::End);
        let hyphen = self.hyphen(i + 1);
        let j = if hyphen > i + 1 { hyphen } else { i + 1 + usize::from(self.is(i + 1, Word::Of)) };
        if j == i + 1 {
            // "End 2023", but not "start Friday".
            self.year(j, Trust::Strong).filter(|_| end)?;
        }
        let (of, next) = self.moment(j, Trust::Strong, depth).or_else(|| self.the_year(j))?;
        let fits = matches!(
            of,
            Moment::Window { .. }
                | Moment::Fiscal { .. }
                | Moment::Split { .. }
                | Moment::Shift { .. }
                | Moment::Decade(_)
        );
        fits.then(|| (Moment::Edge { of: Box::new(of), end, day: true }, next))
    }

    /// "The year" after "the end of".
    fn the_year(&self, i: usize) -> Read {
        let year = self.is(i, Word::The) && self.lex(i + 1) == Lex::Unit(Step::Year);
        year.then_some((whole(Year::Unsaid), i + 2))
    }

    /// Year-end 2023.
    pub(super) fn year_end(&self, i: usize) -> Read {
        let j = self.hyphen(i + 1);
        if self.lex(i) != Lex::Unit(Step::Year) || j == i + 1 || !self.is(j, Word::End) {
            return None;
        }
        let (year, next) = match self.year(j + 1, Trust::Strong) {
            Some(year) => (Year::Given(year), j + 2),
            None => (Year::Unsaid, j + 1),
        };
        Some((Moment::Edge { of: Box::new(whole(year)), end: true, day: true }, next))
    }

    /// The year 2000; year-earlier, the year before.
    pub(super) fn unit_first(&self, i: usize) -> Read {
        let Lex::Unit(step) = self.lex(i) else { return None };
        if step == Step::Year
            && let Some(year) = self.year(i + 1, Trust::Strong)
        {
            return Some((whole(Year::Given(year)), i + 2));
        }
        if step == Step::Week && self.is(i + 1, Word::Of) {
            let (day, end) = self.moment(i + 2, Trust::Medium, 1)?;
            let dated = matches!(day, Moment::Window { part: Part::Day(..), .. } | Moment::DayOn { .. });
            return dated.then(|| (Moment::WeekOf(Box::new(day)), end));
        }
        let j = self.hyphen(i + 1);
        let quarter = matches!(self.lex(j + 1), Lex::Unit(Step::Quarter | Step::Month) | Lex::Word(Word::Period));
        if self.is(j, Word::Earlier) || self.is(j, Word::Ago) && (j > i + 1 || quarter) {
            // The year-earlier period.
            let period = self.is(j + 1, Word::Period) || matches!(self.lex(j + 1), Lex::Unit(_));
            let end = j + 1 + usize::from(period && (j > i + 1 || quarter));
            return Some((Moment::Earlier { step, n: 1 }, end));
        }
        let before = self.is(i + 1, Word::Before) && matches!(self.lex(i + 2), Lex::Mark(_) | Lex::Break);
        before.then_some((Moment::Earlier { step, n: 1 }, i + 2))
    }

    /// Early 2026, mid-2012, late in 2023, early 1990s; earlier this year: the whole of it.
    pub(super) fn softened(&self, i: usize, depth: u8) -> Read {
        let comparative = matches!(self.lex(i), Lex::Word(Word::Earlier | Word::Later));
        let hyphen = self.hyphen(i + 1);
        let j = if hyphen == i + 1 && (self.is(i + 1, Word::In) || self.is(i + 1, Word::Of)) { i + 2 } else { hyphen };
        let (moment, end) = self.moment(j, Trust::Strong, depth)?;
        let fits = match moment {
            Moment::Window { part: Part::Day(..), .. } => false,
            Moment::Window { year: Year::Published(_) | Year::Named(_), .. } | Moment::Shift { .. } => true,
            Moment::Window { .. } | Moment::Decade(_) | Moment::Fiscal { .. } => {
                !comparative || self.is(i + 1, Word::In)
            }
            _ => false,
        };
        fits.then_some((moment, end))
    }

    /// Two years ago, a year earlier, two years ahead.
    pub(super) fn ago(&self, i: usize) -> Read {
        let n = self.count(i)?;
        let j = self.hyphen(i + 1);
        let Lex::Unit(step) = self.lex(j) else { return None };
        let k = self.hyphen(j + 1);
        match self.lex(k) {
            Lex::Word(Word::Ago) => Some((Moment::Shift { step, by: -n }, k + 1)),
            Lex::Word(Word::Earlier) => Some((Moment::Earlier { step, n }, k + 1)),
            Lex::Word(Word::Before) if matches!(self.lex(k + 1), Lex::Mark(_) | Lex::Break) => {
                Some((Moment::Earlier { step, n }, k + 1))
            }
            Lex::Word(Word::Later) if n > 0 => Some((Moment::Later { step, n }, k + 1)),
            Lex::Word(Word::Ahead | Word::Later) => Some((Moment::Vague, k + 1)),
            _ => None,
        }
    }

    /// The three years to 2011-12, the year ending March 2014, the four years prior to 2008, the 14 years from 2007 to
    /// 2021.
    pub(super) fn run(&self, i: usize, depth: u8) -> Read {
        let i = i + usize::from(self.is(i, Word::Fiscal));
        let (n, j) = match self.count(i) {
            Some(n) => (n, self.hyphen(i + 1)),
            None => (1, i),
        };
        let Lex::Unit(step) = self.lex(j) else { return None };
        let (step, n) = if step == Step::Decade { (Step::Year, n * 10) } else { (step, n) };
        let j = if self.is(j + 1, Word::Period) { j + 2 } else { j + 1 };
        let prior = (self.is(j, Word::Prior) && self.is(j + 1, Word::To)).then_some(j + 2);
        if let Some(k) = prior.or_else(|| self.is(j, Word::Before).then_some(j + 1)) {
            let (before, end) = self.moment(k, Trust::Strong, depth)?;
            let fits = matches!(before, Moment::Window { .. } | Moment::Fiscal { .. } | Moment::Split { .. });
            return fits.then(|| (Moment::Prior { step, n, before: Box::new(before) }, end));
        }
        let j = j + usize::from(self.is(j, Word::That) && self.is(j + 1, Word::Ending));
        // The five years leading up to 2020.
        let j = j + usize::from(self.is(j, Word::Leading));
        let j = j + usize::from(self.is(j, Word::Up) && self.is(j + 1, Word::To));
        let k = match self.lex(j) {
            // A rate: 6 percent a year through 2014.
            Lex::Word(Word::Through) if self.is(i, Word::A) || i > 0 && self.is(i - 1, Word::A) => return None,
            Lex::Word(Word::To | Word::Through) => j + 1,
            Lex::Word(Word::Ending) => {
                j + 1 + usize::from(matches!(self.lex(j + 1), Lex::Word(Word::In | Word::On | Word::At)))
            }
            Lex::Word(Word::From | Word::Between) if n > 1 => {
                return self.ranged(j, depth).or_else(|| self.onward(step, n, j, depth));
            }
            _ => return None,
        };
        let k = k + usize::from(self.is(k, Word::Early) || self.is(k, Word::Late));
        let (to, end) = self.moment(k, Trust::Strong, depth)?;
        let fits = match to {
            Moment::Window { .. } | Moment::Fiscal { .. } | Moment::Split { .. } | Moment::Edge { .. } => true,
            Moment::Shift { step, .. } => step != Step::Day,
            _ => false,
        };
        let days = matches!(step, Step::Day | Step::Week);
        let day = matches!(
            to,
            Moment::Window { part: Part::Day(..), .. }
                | Moment::Weekday { .. }
                | Moment::DayOn { .. }
                | Moment::MonthDay(_)
        );
        let fits = if days { day } else { fits };
        fits.then(|| (Moment::Run { step, n, to: Box::new(to) }, end))
    }

    /// Over four years from 2014: begins at its preposition.
    fn onward(&self, step: Step, n: i32, i: usize, depth: u8) -> Read {
        let years = self.is(i, Word::From) && step == Step::Year;
        let (from, end) = if years { self.moment(i + 1, Trust::Strong, depth)? } else { return None };
        let fits = match from {
            Moment::Window { year: Year::Given(_), part } => part == Part::Whole,
            Moment::Fiscal { .. } | Moment::Split { .. } => true,
            _ => false,
        };
        fits.then(|| (Moment::Onward { step, n, from: Box::new(from) }, end))
    }

    /// From 2007 to 2021, between May and June: begins at its preposition.
    pub(super) fn ranged(&self, i: usize, depth: u8) -> Read {
        self.two_ends(i, depth).map(|(first, last, _, end)| (Moment::Span(Box::new(first), Box::new(last)), end))
    }

    /// Both ends of a range that begins at its preposition, the token at which the last begins, and the one after it.
    pub(super) fn two_ends(&self, i: usize, depth: u8) -> Option<(Moment, Moment, usize, usize)> {
        let between = match self.lex(i) {
            Lex::Word(Word::Between) => true,
            Lex::Word(Word::From) => false,
            _ => return None,
        };
        // Between March to May 2013 and March to May 2014: each end may be a run of months.
        let moment = |k: usize| {
            let found = self.moment(k, Trust::Strong, depth)?;
            Some(if between { self.run_of_months(k, found) } else { found })
        };
        let (first, j) = moment(i + 1)?;
        let k = self.joined(j, between)?;
        let (last, end) = moment(k)?;
        let last = alike(&first, last, between);
        // Between 2000 and 2020 people.
        let counted = between && self.is(end, Word::Noun) && matches!(last, Moment::Window { part: Part::Whole, .. });
        (pairs(&first, &last) && !counted).then_some((first, last, k, end))
    }

    /// Past what joins the ends of a range: "and", or "to" and its like.
    pub(super) fn joined(&self, j: usize, between: bool) -> Option<usize> {
        match self.lex(j) {
            Lex::Word(Word::And) if between => Some(j + 1),
            Lex::Word(Word::To | Word::Through | Word::Until) if !between => Some(j + 1),
            Lex::Word(Word::Up) if !between && self.is(j + 1, Word::To) => Some(j + 2),
            Lex::Mark('-' | '–' | '—') => Some(j + 1),
            _ => None,
        }
    }

    /// The same period; the same period of 2019, last year, a year earlier.
    pub(super) fn same(&self, i: usize) -> Read {
        let counted = self.count(i + 1).is_some();
        let j = i + 1 + usize::from(counted);
        let year = match self.lex(j) {
            Lex::Unit(step) => step == Step::Year,
            Lex::Word(Word::Period | Word::Time | Word::Season) => false,
            _ => return None,
        };
        let k = j + 1;
        let of = k + usize::from(self.is(k, Word::Of) || self.is(k, Word::In));
        let (other, end) = match self.year(of, Trust::Strong) {
            Some(year) => (whole(Year::Given(year)), of + 1),
            None => match self.other_year(of) {
                Some(found) => found,
                None if year => return Some((whole(Year::Named(0)), k)),
                None => return Some((Moment::Same, k)),
            },
        };
        Some((Moment::SameIn(Box::new(other)), end))
    }

    /// The year that "the same period" is moved to.
    fn other_year(&self, i: usize) -> Read {
        let j = i + usize::from(self.is(i, Word::The));
        let unit = self.lex(j + 1) == Lex::Unit(Step::Year);
        match self.lex(j) {
            Lex::Word(Word::Last) if unit => Some((whole(Year::Published(-1)), j + 2)),
            Lex::Word(Word::This) if unit => Some((whole(Year::Published(0)), j + 2)),
            Lex::Word(Word::Previous) if unit => Some((whole(Year::Named(-1)), j + 2)),
            Lex::Unit(Step::Year) => self.unit_first(j).filter(|(m, _)| matches!(m, Moment::Earlier { .. })),
            _ => self.fiscal(j).or_else(|| self.ago(j)).filter(|(m, _)| *m != Moment::Vague),
        }
    }

    /// Last year, this month, the past five years, the previous quarter, next Friday, that year.
    pub(super) fn relative(&self, i: usize, word: Word, det: bool) -> Read {
        if let Some(n) = self.count(i + 1).or_else(|| self.is(i + 1, Word::Few).then_some(0)) {
            return self.several(i, word, n);
        }
        // In previous years, these days: no one unit of the calendar.
        if matches!(self.lex(i + 1), Lex::Unit(_)) && self.words(i + 1).ends_with('s') {
            return Some((Moment::Vague, i + 2));
        }
        let by = match word {
            Word::Last => -1,
            Word::Next | Word::Coming => 1,
            _ => 0,
        };
        if self.is(i + 1, Word::Fiscal) && self.lex(i + 2) == Lex::Unit(Step::Year) {
            let by = if word == Word::Previous { -1 } else { by };
            return Some((Moment::FiscalShift(by), i + 3));
        }
        if let Some((part, end)) = self.feast_day(i + 1) {
            let year = match word {
                Word::Last => Year::Latest,
                Word::Next | Word::Coming => Year::Coming,
                _ => Year::Published(0),
            };
            return Some((Moment::Window { year, part }, end));
        }
        let past = det && word == Word::Last || self.words(i).eq_ignore_ascii_case("past");
        // Next calendar year.
        let calendar = self.is(i + 1, Word::Calendar) && self.lex(i + 2) == Lex::Unit(Step::Year);
        let i = i + usize::from(calendar);
        let end = i + 2;
        match (word, self.lex(i + 1)) {
            (Word::Last, Lex::Unit(step @ (Step::Day | Step::Week))) if self.of_dated(end) => {
                self.inside(end, step, -1)
            }
            (Word::Last, Lex::Unit(Step::Day)) => self.inside(end, Step::Day, -1),
            (Word::Last, Lex::Unit(Step::Week)) if past && !det => {
                Some((Moment::Shift { step: Step::Week, by: -1 }, end))
            }
            (Word::Last, Lex::Unit(Step::Quarter)) => Some((Moment::Shift { step: Step::Quarter, by: -1 }, end)),
            (Word::Last, Lex::Unit(step)) if past => Some((Moment::Past { step, n: 1 }, end)),
            (Word::Next, Lex::Unit(_)) if det && !calendar => Some((Moment::Vague, end)),
            (Word::Last | Word::Next | Word::Coming | Word::This | Word::Current, Lex::Unit(Step::Year)) => {
                Some((whole(Year::Published(by)), end))
            }
            (Word::Last | Word::Next | Word::Coming, Lex::Unit(Step::Decade | Step::Century)) => {
                Some((Moment::Vague, end))
            }
            (Word::Last | Word::Next | Word::Coming | Word::This | Word::Current, Lex::Unit(step)) => {
                Some((Moment::Shift { step, by: by.into() }, end))
            }
            (Word::Previous, Lex::Unit(Step::Year)) => Some((whole(Year::Named(-1)), end)),
            (Word::Previous, Lex::Unit(step)) => Some((Moment::Earlier { step, n: 1 }, end)),
            (Word::Following, Lex::Unit(Step::Year)) if det => Some((whole(Year::Named(1)), end)),
            (Word::That, Lex::Unit(Step::Year)) => Some((whole(Year::Named(0)), end)),
            (Word::That, Lex::Word(Word::Period)) => Some((Moment::Same, end)),
            (Word::That | Word::This | Word::Following, Lex::Unit(_) | Lex::Word(Word::Time | Word::Period)) => {
                Some((Moment::Vague, end))
            }
            (Word::This, Lex::Word(Word::Daypart)) => Some((Moment::Shift { step: Step::Day, by: 0 }, end)),
            (Word::Last, Lex::Word(Word::Daypart)) if self.words(i + 1) == "night" => {
                Some((Moment::Shift { step: Step::Day, by: -1 }, end))
            }
            (Word::Last | Word::Next | Word::This, Lex::Weekday(day)) if !past || self.of_month(end).is_some() => {
                // The last Monday of May.
                if let Some((month, end)) = self.of_month(end).filter(|_| word == Word::Last) {
                    return Some(self.anchored(Part::Nth(month, day, -1), end));
                }
                if word == Word::Next {
                    return Some((Moment::WeekdayOf { day, by: 1 }, self.daypart(end)));
                }
                let weeks = i8::try_from(by).unwrap_or(0);
                Some((Moment::Weekday { day, weeks }, self.daypart(end)))
            }
            (Word::This, Lex::Month(month, _)) => {
                Some((Moment::Window { year: Year::Published(0), part: Part::Months(month, month) }, end))
            }
            (Word::Last, Lex::Month(month, _)) if !past => {
                Some((Moment::Window { year: Year::Latest, part: Part::Months(month, month) }, end))
            }
            (Word::Next, Lex::Month(month, _)) => {
                Some((Moment::Window { year: Year::Coming, part: Part::Months(month, month) }, end))
            }
            (
                Word::Last | Word::Next | Word::This | Word::Current,
                Lex::Word(Word::Season | Word::Fiscal | Word::Fall),
            ) => {
                let year = self.lex(end) == Lex::Unit(Step::Year);
                Some((Moment::Vague, end + usize::from(year)))
            }
            _ => None,
        }
    }

    /// "Of October", "of 2018": what a last week or day can be counted in.
    fn of_dated(&self, i: usize) -> bool {
        let joined = self.is(i, Word::Of) || self.is(i, Word::In);
        let unit = matches!(self.lex(i + 2), Lex::Unit(Step::Month | Step::Year));
        let named = matches!(self.lex(i + 1), Lex::Month(..)) || self.four(i + 1).is_some();
        joined
            && (named || unit && matches!(self.lex(i + 1), Lex::Word(Word::The | Word::This | Word::Last | Word::Next)))
    }

    /// The past five years, the next few months, the last three months of 2024.
    fn several(&self, i: usize, word: Word, n: i32) -> Read {
        let j = self.hyphen(i + 2);
        let Lex::Unit(step) = self.lex(j) else { return None };
        let end = j + 1;
        if word == Word::Last
            && step == Step::Month
            && self.is(end, Word::Of)
            && let Ok(months @ 1..=12) = i8::try_from(n)
            && let Some(year) = self.year(end + 1, Trust::Strong)
        {
            let part = Part::Months(13 - months, 12);
            return Some((Moment::Window { year: Year::Given(year), part }, end + 2));
        }
        match word {
            Word::Last if n > 0 => Some((Moment::Past { step, n }, end)),
            Word::Previous if n > 1 => Some((Moment::Prior { step, n, before: Box::new(Moment::Same) }, end)),
            Word::Last | Word::Next | Word::Coming | Word::Previous | Word::Following | Word::That => {
                Some((Moment::Vague, end))
            }
            _ => None,
        }
    }
}

/// The last end of a range as what the first one is: fiscal years 2003 and 2006, April 2012 and 2013.
fn alike(first: &Moment, last: Moment, between: bool) -> Moment {
    let Moment::Window { year: Year::Given(year), part: Part::Whole } = last else { return last };
    match *first {
        Moment::Fiscal { part: Part::Whole, .. } => Moment::Fiscal { year, part: Part::Whole },
        Moment::Window { year: Year::Given(_), part: part @ Part::Months(..) } if between => {
            Moment::Window { year: Year::Given(year), part }
        }
        _ => last,
    }
}

/// Whether two moments can be the ends of one range.
pub(super) fn pairs(first: &Moment, last: &Moment) -> bool {
    let end = |m: &Moment| {
        matches!(
            m,
            Moment::Window { .. }
                | Moment::Fiscal { .. }
                | Moment::Split { .. }
                | Moment::Span(..)
                | Moment::Decade(_)
                | Moment::Edge { .. }
                | Moment::Shift { .. }
                | Moment::Weekday { .. }
                | Moment::DayOn { .. }
                | Moment::Vague
        )
    };
    let ordered = match (first, last) {
        (
            Moment::Window { year: Year::Given(a), part: Part::Whole },
            Moment::Window { year: Year::Given(b), part: Part::Whole },
        ) => a <= b,
        _ => true,
    };
    end(first) && end(last) && ordered && (*first != Moment::Vague || *last != Moment::Vague)
}
