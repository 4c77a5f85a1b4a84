//! Dates: days and months of a year with what may follow them, days of the week, days of a month.

use super::lexicon::{Lex, Step, Word};
use super::moment::{Moment, Part, Year};
use super::parser::{APOSTROPHES, Parser, Read, Trust};

impl Parser<'_> {
    /// 2025-03-31, 2026/02/11, 2025-3-9, 2025-11.
    pub(super) fn iso(&self, i: usize) -> Read {
        let mark = |i: usize| self.mark(i, &['-', '/']) && self.glued(i) && self.glued(i + 1);
        let year = self.four(i).filter(|_| mark(i + 1))?;
        let full = mark(i + 3) && self.lex(i + 1) == self.lex(i + 3);
        // 2025-3-9.
        let short = |i| self.digits(i, 2).or_else(|| self.digits(i, 1).filter(|_| full));
        let month = i8::try_from(short(i + 2)?).ok().filter(|m| (1..=12).contains(m))?;
        if full {
            let day = i8::try_from(short(i + 4)?).ok().filter(|d| (1..=31).contains(d))?;
            // A time of day may follow: 2025-03-31T10:00.
            let part = Part::Day(month, day);
            return Some((Moment::Window { year: Year::Given(year), part }, i + 5));
        }
        // 2010-12 are three years, 2025-11 is a month.
        let years = month > i8::try_from(year % 100).ok()?;
        let part = Part::Months(month, month);
        (!years && self.mark(i + 1, &['-']) && self.ends_number(i + 2))
            .then_some((Moment::Window { year: Year::Given(year), part }, i + 3))
    }

    /// Past the point of an abbreviation: Oct.
    pub(super) fn past_point(&self, i: usize) -> usize {
        if self.mark(i, &['.']) && self.glued(i) && self.abbreviated(i - 1) { i + 1 } else { i }
    }

    fn abbreviated(&self, i: usize) -> bool {
        matches!(self.lex(i), Lex::Month(_, true)) && !matches!(self.words(i), "May" | "March")
    }

    /// A day of the month.
    fn day(&self, i: usize) -> Option<i8> {
        let day = match self.lex(i) {
            Lex::Number(n) if self.words(i).len() <= 2 && (self.ends_number(i) || self.hyphen(i + 1) > i + 1) => {
                i8::try_from(n).ok()?
            }
            Lex::Ordinal(n) if self.words(i).starts_with(|c: char| c.is_ascii_digit()) => n,
            _ => return None,
        };
        ((1..=31).contains(&day) && !self.measures(i + 1) && !self.is(i + 1, Word::Noun)).then_some(day)
    }

    /// The day after the name of its month: 14, 14th, the 14th, first.
    fn day_after(&self, i: usize) -> Option<(i8, usize)> {
        let the = self.is(i, Word::The) && matches!(self.lex(i + 1), Lex::Ordinal(_));
        let j = i + usize::from(the);
        match self.lex(j) {
            // "In March first orders came", but "on March first, 2015".
            Lex::Ordinal(n @ 1..=31) if self.words(j).starts_with(char::is_alphabetic) => {
                let ends = matches!(self.lex(j + 1), Lex::Mark(_) | Lex::Break) || self.four(j + 1).is_some();
                ends.then_some((n, j + 1))
            }
            _ => self.day(j).map(|day| (day, j + 1)),
        }
    }

    /// June 2014, Oct. 14, 2025, January-November, June; "may" and "march" alone only where a preposition says so.
    pub(super) fn dated(&self, i: usize, trust: Trust) -> Read {
        let Lex::Month(month, doubtful) = self.lex(i) else { return None };
        let j = self.past_point(i + 1);
        if let Some(k) = self.dash(j)
            && let Lex::Month(last, _) = self.lex(k)
            && month != last
        {
            let end = self.past_point(k + 1);
            // The January-March quarter.
            let stretch = self.is(end, Word::Period) || self.lex(end) == Lex::Unit(Step::Quarter);
            let end = end + usize::from(stretch);
            if month < last {
                return Some(self.anchored(Part::Months(month, last), end));
            }
            let (last, end) = self.anchored(Part::Months(last, last), end);
            let first = Moment::Window { year: Year::Unsaid, part: Part::Months(month, month) };
            return Some((Moment::Span(Box::new(first), Box::new(last)), end));
        }
        if let Some((day, end)) = self.day_after(j) {
            return Some(self.days(month, day, end));
        }
        // The June quarter ends with June.
        if self.lex(j) == Lex::Unit(Step::Quarter) && month % 3 == 0 {
            return Some(self.anchored(Part::Quarter(month / 3), j + 1));
        }
        let (moment, end) = self.anchored(Part::Months(month, month), j);
        if end > j {
            return Some((moment, end));
        }
        let ranged = self.is(j, Word::To) && matches!(self.lex(j + 1), Lex::Month(..));
        // The point of "Dec." may end the sentence.
        (!doubtful || trust != Trust::Bare || ranged).then_some((moment, i + 1))
    }

    /// What may follow the first day of a date: a second day, the year.
    fn days(&self, month: i8, day: i8, i: usize) -> (Moment, usize) {
        if let Some(k) = self.until_day(i)
            && let Some(last) = self.day(k).filter(|&last| last > day)
        {
            let (last, end) = self.anchored(Part::Day(month, last), k + 1);
            let first = Moment::Window { year: Year::Unsaid, part: Part::Day(month, day) };
            return (Moment::Span(Box::new(first), Box::new(last)), end);
        }
        self.anchored(Part::Day(month, day), i)
    }

    /// Past what joins a day to the last of its run: July 1-5, July 13 through 15, 27th - 29th. A plain "to" may lead
    /// to another figure instead ("from 12 on July 13 to 15").
    fn until_day(&self, i: usize) -> Option<usize> {
        let ordinal = |i| matches!(self.lex(i), Lex::Ordinal(_));
        let k = match self.lex(i) {
            Lex::Word(Word::Through) => i + 1,
            Lex::Word(Word::To | Word::Until) => self.skip(i + 1, Word::The),
            _ => return self.dash(i).filter(|&k| self.glued(i) || ordinal(k)),
        };
        (self.is(i, Word::Through) || ordinal(k)).then_some(k)
    }

    /// 13 to 15 July, 1-8 September 2014, the 13th to the 15th of July; with "and" after "between".
    fn days_month(&self, i: usize, between: bool) -> Read {
        let first = self.day_in_run(i).filter(|_| self.begins_number(i))?;
        let j = match self.lex(i + 1) {
            Lex::Word(Word::To | Word::Until | Word::Through) if !between => i + 2,
            Lex::Word(Word::And) if between => i + 2,
            _ => self.dash(i + 1).filter(|_| self.glued(i + 1))?,
        };
        let j = self.skip(j, Word::The);
        let last = self.day_in_run(j).filter(|&last| last > first)?;
        let k = self.skip(j + 1, Word::Of);
        let Lex::Month(month, _) = self.lex(k) else { return None };
        let (last, end) = self.anchored(Part::Day(month, last), self.past_point(k + 1));
        let first = Moment::Window { year: Year::Unsaid, part: Part::Day(month, first) };
        Some((Moment::Span(Box::new(first), Box::new(last)), end))
    }

    fn day_in_run(&self, i: usize) -> Option<i8> {
        match self.lex(i) {
            Lex::Number(n @ 1..=31) if self.words(i).len() <= 2 => i8::try_from(n).ok(),
            Lex::Ordinal(n @ 1..=31) if self.words(i).starts_with(|c: char| c.is_ascii_digit()) => Some(n),
            _ => None,
        }
    }

    /// 31/12/1974, 12/31/1974: where only one of the two can be the month.
    pub(super) fn slashed(&self, i: usize) -> Read {
        let mark = self.mark(i + 1, &['/', '.', '-']) && self.lex(i + 1) == self.lex(i + 3);
        let glued = mark && (i + 1..=i + 4).all(|k| self.glued(k)) && self.begins_number(i);
        let year = self.four(i + 4).filter(|_| glued && self.ends_number(i + 4))?;
        let (a, b) = (self.day_in_run(i)?, self.day_in_run(i + 2)?);
        let (month, day) = match (a, b) {
            (a, b) if a <= 12 && b > 12 || a == b => (a, b),
            (a, b) if a > 12 && b <= 12 => (b, a),
            _ => return None,
        };
        Some((Moment::Window { year: Year::Given(year), part: Part::Day(month, day) }, i + 5))
    }

    /// 31-Oct-74, 31/Oct/1974.
    fn hyphened(&self, i: usize) -> Read {
        let mark = self.mark(i + 1, &['/', '-']) && self.lex(i + 1) == self.lex(i + 3);
        let glued = mark && (i + 1..=i + 4).all(|k| self.glued(k)) && self.begins_number(i);
        let (day, Lex::Month(month, _)) = (self.day_in_run(i).filter(|_| glued)?, self.lex(i + 2)) else { return None };
        let year = self.four(i + 4).or_else(|| {
            let two = self.digits(i + 4, 2)?;
            Some(if two > 60 { 1900 + two } else { 2000 + two })
        });
        let part = Part::Day(month, day);
        year.filter(|_| self.ends_number(i + 4)).map(|year| (Moment::Window { year: Year::Given(year), part }, i + 5))
    }

    /// The third of March, said with its article: "a third of March" is a share; the first and second need none.
    pub(super) fn ordinal_day(&self, i: usize) -> Read {
        let Lex::Ordinal(day @ 1..=31) = self.lex(i) else { return None };
        let Lex::Month(month, _) = self.lex(i + 2) else { return None };
        self.is(i + 1, Word::Of).then(|| self.anchored(Part::Day(month, day), self.past_point(i + 3)))
    }

    /// The first Monday of the month, the 20th of this month, the first day of March.
    pub(super) fn ordinal_in(&self, i: usize) -> Read {
        let n = match self.lex(i) {
            Lex::Ordinal(n) => n,
            _ if self.is(i + 1, Word::Of) => self.day_in_run(i)?,
            _ => return None,
        };
        let (weekday, j) = match self.lex(i + 1) {
            Lex::Weekday(day) if (1..=4).contains(&n) => (Some(day), i + 2),
            Lex::Unit(step @ (Step::Day | Step::Week)) if n > 0 => return self.inside(i + 2, step, n),
            Lex::Word(Word::Last) if n > 1 => {
                let Lex::Unit(step @ (Step::Day | Step::Week)) = self.lex(i + 2) else { return None };
                return self.inside(i + 3, step, -n);
            }
            Lex::Word(Word::Of) if (1..=31).contains(&n) => (None, i + 1),
            _ => return None,
        };
        if !self.is(j, Word::Of) && !self.is(j, Word::In) {
            return None;
        }
        let the = self.is(j + 1, Word::The);
        let k = j + 1 + usize::from(the);
        let (by, unit) = match self.lex(k) {
            Lex::Unit(Step::Month) if the => (0, k),
            Lex::Word(Word::This | Word::Current) => (0, k + 1),
            Lex::Word(Word::Last | Word::Previous) => (-1, k + 1),
            Lex::Word(Word::Next) => (1, k + 1),
            _ => return None,
        };
        // "20 of this month's 30 cases" are no day.
        let whose = self.mark(unit + 1, &APOSTROPHES) && !matches!(self.lex(i), Lex::Ordinal(_));
        (self.lex(unit) == Lex::Unit(Step::Month) && !whose).then_some((Moment::InMonth { by, n, weekday }, unit + 1))
    }

    /// The first day, the last week "of October 2015".
    pub(super) fn inside(&self, i: usize, step: Step, n: i8) -> Read {
        let joined = self.is(i, Word::Of) || self.is(i, Word::In);
        let (of, next) = if joined { self.moment(i + 1, Trust::Strong, 1)? } else { return None };
        let fits = matches!(of, Moment::Window { .. } | Moment::Fiscal { .. } | Moment::Shift { .. });
        fits.then(|| (Moment::Inside { step, n, of: Box::new(of) }, next))
    }

    /// On the 15th.
    pub(super) fn day_alone(&self, i: usize) -> Read {
        let the = self.is(i, Word::The) && matches!(self.lex(i + 1), Lex::Ordinal(_));
        let day = self.day_in_run(i + 1).filter(|_| the)?;
        self.closes(i + 2).then_some((Moment::MonthDay(day), i + 2))
    }

    /// Fri, Jul 18; a day's name cut short is one only before a date.
    pub(super) fn short_weekday(&self, i: usize) -> Read {
        const SHORT: [(&str, i8); 11] = [
            ("Mon", 1),
            ("Tue", 2),
            ("Tues", 2),
            ("Wed", 3),
            ("Weds", 3),
            ("Thu", 4),
            ("Thur", 4),
            ("Thurs", 4),
            ("Fri", 5),
            ("Sat", 6),
            ("Sun", 7),
        ];
        let j = i + 1 + usize::from(self.mark(i + 1, &['.']));
        let j = j + usize::from(self.mark(j, &[',']));
        let dated = matches!(self.lex(j), Lex::Month(..) | Lex::Number(_) | Lex::Ordinal(_));
        let (_, day) = SHORT.iter().find(|(name, _)| dated && *name == self.words(i))?;
        let date = self.dated(j, Trust::Bare).or_else(|| self.day_month(j));
        let date = date.filter(|(moment, _)| matches!(moment, Moment::Window { part: Part::Day(..), .. }));
        date.map(|(moment, end)| (on_weekday(moment, *day), end))
    }

    /// 22 July 2016, the 3rd of June.
    pub(super) fn day_month(&self, i: usize) -> Read {
        let between = i > 0 && self.is(i - 1, Word::Between) || i > 1 && self.is(i - 2, Word::Between);
        if let Some(found) = self.days_month(i, between).or_else(|| self.hyphened(i)).or_else(|| self.slashed(i)) {
            return Some(found);
        }
        let day = self.day(i).filter(|_| self.begins_number(i))?;
        let j = self.skip(i + 1, Word::Of);
        let Lex::Month(month, doubtful) = self.lex(j) else { return None };
        let end = self.past_point(j + 1);
        let (moment, end) = self.anchored(Part::Day(month, day), end);
        (!doubtful || self.words(j) != "May" || end > j).then_some((moment, end))
    }

    /// Friday; Friday, October 14, 2025.
    pub(super) fn weekday(&self, i: usize, day: i8) -> (Moment, usize) {
        let j = i + 1 + usize::from(self.mark(i + 1, &[',']));
        let date = self.dated(j, Trust::Bare).or_else(|| self.day_month(j));
        match date {
            Some((moment @ Moment::Window { part: Part::Day(..), .. }, end)) => (on_weekday(moment, day), end),
            _ => self.weekday_alone(i, day),
        }
    }

    /// Friday, Friday the 13th, Monday of next week, Wednesday evening.
    fn weekday_alone(&self, i: usize, day: i8) -> (Moment, usize) {
        let j = self.skip(i + 1, Word::The);
        if matches!(self.lex(j), Lex::Ordinal(_))
            && let Some(date) = self.day_in_run(j).filter(|_| self.closes(j + 1))
        {
            return (Moment::MonthDay(date), j + 1);
        }
        let k = self.skip(i + 1, Word::Of);
        let by = match self.lex(k) {
            Lex::Word(Word::This) => Some(0),
            Lex::Word(Word::Last) => Some(-1),
            Lex::Word(Word::Next) => Some(1),
            _ => None,
        };
        if let Some(by) = by.filter(|_| self.lex(k + 1) == Lex::Unit(Step::Week)) {
            return (Moment::WeekdayOf { day, by }, k + 2);
        }
        (Moment::Weekday { day, weeks: 0 }, self.daypart(i + 1))
    }
}

/// A date beside the day of the week that it is: that tells its year, where the words do not.
fn on_weekday(date: Moment, weekday: i8) -> Moment {
    match date {
        Moment::Window { year: Year::Unsaid, part: Part::Day(month, day) } => Moment::DayOn { month, day, weekday },
        other => other,
    }
}
