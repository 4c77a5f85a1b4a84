//! Moments: years, dates, quarters, runs of months; no prepositions before them.

use super::lexicon::{Lex, Step, Word};
use super::moment::{Moment, Part, Reading, Year};
use super::parser::{APOSTROPHES, Parser, Read, Trust, whole};

impl Parser<'_> {
    /// Any moment that begins here.
    pub(super) fn moment(&self, i: usize, trust: Trust, depth: u8) -> Read {
        let depth = depth.checked_sub(1)?;
        let det = self.is(i, Word::The);
        let j = i + usize::from(det);
        match self.lex(j) {
            Lex::Number(_) => self.number_first(j, trust, det).or_else(|| self.run(j, depth)).or_else(|| self.ago(j)),
            Lex::Month(..) => self.dated(j, trust),
            Lex::Weekday(day) => Some(self.weekday(j, day)),
            Lex::Ordinal(_) => {
                let found = self.ordinal_in(j).or_else(|| self.part(j)).or_else(|| self.day_month(j));
                let few = matches!(self.lex(j), Lex::Ordinal(1 | 2));
                found.or_else(|| if det || few { self.ordinal_day(j) } else { None })
            }
            Lex::Cardinal(_) => self.run(j, depth).or_else(|| self.ago(j)),
            Lex::Decade(year) => det.then_some((Moment::Decade(year), j + 1)),
            Lex::Feast(_) => self.feast(j),
            Lex::Other if self.words(j).len() <= 5 && self.capital(j) => {
                self.feast(j).or_else(|| self.short_weekday(j))
            }
            Lex::Unit(_) => {
                self.year_end(j).or_else(|| self.part(j)).or_else(|| self.run(j, depth)).or_else(|| self.unit_first(j))
            }
            Lex::Mark(c) if APOSTROPHES.contains(&c) || c == '‘' => self.short_decade(j),
            Lex::Word(word) => self.worded(j, word, trust, det, depth),
            _ => None,
        }
    }

    /// A moment that begins with a word of the lists.
    fn worded(&self, i: usize, word: Word, trust: Trust, det: bool, depth: u8) -> Read {
        match word {
            Word::End | Word::Start => self.edge(i, depth),
            Word::Early | Word::Late | Word::Mid | Word::Earlier | Word::Later => self.softened(i, depth),
            Word::Q | Word::H => self.part(i),
            Word::Fiscal if matches!(self.lex(i + 1), Lex::Ordinal(_)) => self.fiscal_part(i + 1, i + 2),
            Word::Fy | Word::Fiscal => self.fiscal(i).or_else(|| self.run(i, depth)),
            Word::Calendar => self.unit_first(i + 1).filter(|_| self.lex(i + 1) == Lex::Unit(Step::Year)),
            Word::A => self.ago(i).or_else(|| self.run(i, depth)).filter(|_| !det),
            Word::Period => self.ranged(i + 1, depth),
            Word::All => self.all_of(i),
            Word::Turn if det => self.turn(i),
            Word::New => self.feast(i),
            Word::Full if self.is(i + 1, Word::Of) => self.all_of(i),
            Word::Full => match self.lex(i + 1) {
                Lex::Word(Word::Fiscal) => self.fiscal(i + 1).or_else(|| self.run(i + 1, depth)),
                Lex::Unit(Step::Year) => self.unit_first(i + 1),
                _ => self.year(i + 1, trust).map(|y| (whole(Year::Given(y)), i + 2)),
            },
            Word::Same => self.same(i),
            Word::Season | Word::Fall => self.season(i),
            Word::This
            | Word::That
            | Word::Last
            | Word::Next
            | Word::Coming
            | Word::Previous
            | Word::Following
            | Word::Current => self.relative(i, word, det),
            Word::Recent if matches!(self.lex(i + 1), Lex::Unit(_)) => Some((Moment::Vague, i + 2)),
            Word::Each if matches!(self.lex(i + 1), Lex::Unit(_)) => Some((Moment::Vague, i + 2)),
            _ => None,
        }
    }

    /// All of 2017, the whole of last year.
    fn all_of(&self, i: usize) -> Read {
        let found = self.is(i + 1, Word::Of).then(|| self.moment(i + 2, Trust::Strong, 1))?;
        found.filter(|(moment, _)| matches!(moment, Moment::Window { part: Part::Whole, .. } | Moment::Fiscal { .. }))
    }

    /// 2024, 2012-13, 2025-03-31, 2024 Q3, 1990s, 22 July 2016, 3Q24.
    fn number_first(&self, i: usize, trust: Trust, det: bool) -> Read {
        if trust == Trust::Bare && !self.begins_number(i) {
            return None;
        }
        if self.four(i).is_none() {
            let part = self.part(i).or_else(|| self.day_month(i)).or_else(|| self.ordinal_in(i));
            return part.or_else(|| if det { self.short_decade(i) } else { None });
        }
        self.chinese_year(i)
            .or_else(|| self.iso(i))
            .or_else(|| self.split(i))
            .or_else(|| self.decade(i, det))
            .or_else(|| self.year_quarter(i))
            .or_else(|| {
                let year = self.year(i, if det && trust == Trust::Bare { Trust::Medium } else { trust })?;
                // The 2006 fiscal year.
                if self.is(i + 1, Word::Fiscal) && self.lex(i + 2) == Lex::Unit(Step::Year) {
                    return Some((Moment::Fiscal { year, part: Part::Whole }, i + 3));
                }
                Some((whole(Year::Given(year)), self.era(i + 1)))
            })
    }

    /// 2012-13, 2013/14, 2006–08, 1990 -- 91, 2019-2025.
    pub(super) fn split(&self, i: usize) -> Read {
        let from = self.four(i)?;
        let j = if self.mark(i + 1, &['/']) { i + 2 } else { self.dash(i + 1)? };
        let close = (i + 1..=j).all(|k| self.glued(k));
        let written_out = self.four(j);
        let to = if let Some(to) = written_out {
            to
        } else {
            let to = from - from % 100 + self.digits(j, 2)?;
            if to < from { to + 100 } else { to }
        };
        let spaced = written_out.is_some() || j > i + 2 || self.mark(i + 1, &['–']) && to - from == 1;
        let sensible = if written_out.is_some() { to - from < 200 } else { to - from <= 30 };
        let counted = self.measures(j + 1) || self.is(j + 1, Word::Noun);
        if !(close || spaced) || to <= from || to > 2100 || !sensible || counted || !self.ends_number(j) {
            return None;
        }
        let fiscal = self.is(j + 1, Word::Fiscal) && self.lex(j + 2) == Lex::Unit(Step::Year);
        if fiscal && to - from == 1 {
            return Some((Moment::Split { from, to, reading: Reading::Fiscal }, j + 3));
        }
        let named = matches!(self.lex(j + 1), Lex::Word(Word::Season | Word::Academic | Word::Event));
        let calendar = written_out.is_some() || named && !self.budget(j + 1);
        Some((Moment::Split { from, to, reading: if calendar { Reading::Calendar } else { Reading::Open } }, j + 1))
    }

    /// Past "AD" after a year.
    fn era(&self, i: usize) -> usize {
        let points = self.words(i) == "A" && self.mark(i + 1, &['.']) && self.words(i + 2) == "D";
        match self.words(i) {
            "AD" | "CE" => i + 1,
            "A" if points => i + 3 + usize::from(self.mark(i + 3, &['.']) && self.glued(i + 3)),
            _ => i,
        }
    }

    /// A budget is one of a fiscal year, which other occasions are not.
    fn budget(&self, i: usize) -> bool {
        self.words(i).eq_ignore_ascii_case("budget")
    }

    /// 1990s, and after an article 1990's.
    fn decade(&self, i: usize, det: bool) -> Read {
        let year = self.four(i).filter(|y| y % 10 == 0)?;
        let (s, j) = if self.mark(i + 1, &APOSTROPHES) { (det, i + 2) } else { (true, i + 1) };
        (s && self.words(j) == "s" && self.glued(j) && self.glued(i + 1)).then_some((Moment::Decade(year), j + 1))
    }

    /// The 90s, '90s, the 90's.
    fn short_decade(&self, i: usize) -> Read {
        let j = i + usize::from(matches!(self.lex(i), Lex::Mark(_)));
        let two = self.digits(j, 2).filter(|n| n % 10 == 0 && *n > 10)?;
        let k = if self.mark(j + 1, &APOSTROPHES) { j + 2 } else { j + 1 };
        (self.words(k) == "s" && self.glued(k)).then_some((Moment::Decade(1900 + two), k + 1))
    }

    /// 2024 Q3, 2024-Q3, 2024Q3, 2024 H1.
    fn year_quarter(&self, i: usize) -> Read {
        let year = Year::Given(self.four(i)?);
        let j = self.hyphen(i + 1);
        let (part, end) = match self.lex(j) {
            Lex::Unit(Step::Quarter) => self.numbered(j)?,
            Lex::Ordinal(n) if j == i + 1 => self.ordinal_part(j, n)?,
            _ => self.letter_part(j)?,
        };
        Some((Moment::Window { year, part }, end))
    }

    /// Q3, H1.
    fn letter_part(&self, i: usize) -> Option<(Part, usize)> {
        let n = i8::try_from(self.digits(i + 1, 1)?).ok().filter(|_| self.glued(i + 1))?;
        Some((letter_part(self.lex(i), n)?, i + 2))
    }

    /// Quarter 4.
    fn numbered(&self, i: usize) -> Option<(Part, usize)> {
        let n = i8::try_from(self.digits(i + 1, 1)?).ok().filter(|n| (1..=4).contains(n))?;
        (self.ends_number(i + 1) && !self.measures(i + 2)).then_some((Part::Quarter(n), i + 2))
    }

    /// The fourth fiscal quarter of 2024, fiscal third quarter: without the year, nothing tells which one.
    fn fiscal_part(&self, ordinal: usize, unit: usize) -> Read {
        let Lex::Ordinal(n) = self.lex(ordinal) else { return None };
        let part = match (n, self.lex(unit)) {
            (1..=4, Lex::Unit(Step::Quarter)) => Part::Quarter(n),
            (1, Lex::Unit(Step::Half)) => Part::Months(1, 6),
            (2, Lex::Unit(Step::Half)) => Part::Months(7, 12),
            _ => return None,
        };
        Some(match self.anchored(part, unit + 1) {
            (Moment::Window { year: Year::Given(year), part }, end) => (Moment::Fiscal { year, part }, end),
            (Moment::Fiscal { year, part }, end) => (Moment::Fiscal { year, part }, end),
            (_, end) => (Moment::Vague, end),
        })
    }

    /// The first and second quarters of 2024.
    fn two_quarters(&self, i: usize) -> Read {
        let (Lex::Ordinal(first), Lex::Ordinal(second)) = (self.lex(i), self.lex(i + 2)) else { return None };
        let quarters = (1..=3).contains(&first) && second == first + 1 && self.lex(i + 3) == Lex::Unit(Step::Quarter);
        let plural = quarters && self.words(i + 3).ends_with('s');
        plural.then(|| self.anchored(Part::Months(first * 3 - 2, second * 3), i + 4))
    }

    /// Past the second of "Q1-Q3".
    fn quarters_on(&self, part: Part, i: usize) -> (Part, usize) {
        let k = self.dash(i).filter(|_| self.glued(i));
        match (part, k.and_then(|k| self.letter_part(k))) {
            (Part::Quarter(first), Some((Part::Quarter(last), end))) if first < last => {
                (Part::Months(first * 3 - 2, last * 3), end)
            }
            _ => (part, i),
        }
    }

    /// The third quarter, the first half, the first 11 months, Q3, 3Q24, each with its year if one follows.
    fn part(&self, i: usize) -> Read {
        if self.is(i + 1, Word::Fiscal) {
            return self.fiscal_part(i, i + 2);
        }
        if self.is(i + 1, Word::And) {
            return self.two_quarters(i);
        }
        let (part, j) = match self.lex(i) {
            Lex::Word(Word::Q | Word::H) => {
                let (part, j) = self.letter_part(i)?;
                self.quarters_on(part, j)
            }
            Lex::Number(n @ 1..=4) if self.glued(i + 1) => {
                (letter_part(self.lex(i + 1), i8::try_from(n).ok()?)?, i + 2)
            }
            Lex::Ordinal(n) => self.ordinal_part(i, n)?,
            Lex::Unit(Step::Quarter) => self.numbered(i)?,
            _ => return None,
        };
        // 3Q24, Q4'24: two digits stuck to it.
        let k = j + usize::from(self.mark(j, &APOSTROPHES));
        if let Some(two) = self.digits(k, 2).filter(|_| self.glued(k) && self.ends_number(k)) {
            return Some((Moment::Window { year: Year::Given(2000 + two), part }, k + 1));
        }
        Some(self.anchored(part, j))
    }

    /// The first 11 months, the final quarter: an ordinal and what it counts.
    fn ordinal_part(&self, i: usize, n: i8) -> Option<(Part, usize)> {
        let j = self.hyphen(i + 1);
        match (n, self.lex(j)) {
            (1..=4, Lex::Unit(Step::Quarter)) => return Some((Part::Quarter(n), j + 1)),
            (-1, Lex::Unit(Step::Quarter)) => return Some((Part::Quarter(4), j + 1)),
            (1, Lex::Unit(Step::Half)) => return Some((Part::Months(1, 6), j + 1)),
            (2 | -1, Lex::Unit(Step::Half)) => return Some((Part::Months(7, 12), j + 1)),
            (1..=4, Lex::Weekday(day)) => {
                return self.of_month(j + 1).map(|(month, end)| (Part::Nth(month, day, n), end));
            }
            _ => {}
        }
        let count = i8::try_from(self.count(i + 1)?).ok()?;
        let months = match self.lex(self.hyphen(i + 2)) {
            Lex::Unit(Step::Month) => count,
            Lex::Unit(Step::Quarter) => count.checked_mul(3)?,
            _ => return None,
        };
        let end = self.hyphen(i + 2) + 1;
        match n {
            1 if (1..=12).contains(&months) => Some((Part::Months(1, months), end)),
            -1 if (1..=12).contains(&months) => Some((Part::Months(13 - months, 12), end)),
            _ => None,
        }
    }

    /// A part of a year with the year that follows it, if one does.
    pub(super) fn anchored(&self, part: Part, i: usize) -> (Moment, usize) {
        self.year_of(part, i).unwrap_or((Moment::Window { year: Year::Unsaid, part }, i))
    }

    /// The year that follows a part of it: "of 2025", "2025", "last year", "of the year", "of fiscal 2024".
    fn year_of(&self, part: Part, i: usize) -> Read {
        let joined = self.is(i, Word::Of) || self.is(i, Word::In);
        let j = i + usize::from(joined || self.mark(i, &[',']));
        if let Some(year) = self.year(j, Trust::Strong).filter(|_| self.split(j).is_none() && self.iso(j).is_none()) {
            return Some((Moment::Window { year: Year::Given(year), part }, j + 1));
        }
        match self.fiscal(self.skip(j, Word::The)) {
            Some((Moment::Fiscal { year, .. }, end)) => return Some((Moment::Fiscal { year, part }, end)),
            // Which months the first quarter of 2014/15 has, only the country says.
            Some((Moment::Split { .. }, end)) => return Some((Moment::Vague, end)),
            _ => {}
        }
        if let Some((Moment::Split { to, .. }, end)) = self.split(j) {
            return Some((Moment::Fiscal { year: to, part }, end));
        }
        let det = self.is(j, Word::The);
        let k = j + usize::from(det);
        let year = match (self.lex(k), self.lex(k + 1)) {
            (Lex::Word(Word::Last), Lex::Unit(Step::Year)) => Year::Published(-1),
            (Lex::Word(Word::This | Word::Current), Lex::Unit(Step::Year)) => Year::Published(0),
            (Lex::Word(Word::Next), Lex::Unit(Step::Year)) => Year::Published(1),
            (Lex::Word(Word::Previous), Lex::Unit(Step::Year)) => Year::Named(-1),
            (Lex::Word(Word::Following), Lex::Unit(Step::Year)) => Year::Named(1),
            (Lex::Word(Word::Coming), Lex::Unit(Step::Year)) => Year::Published(1),
            (Lex::Word(Word::That | Word::Same), Lex::Unit(Step::Year)) => Year::Named(0),
            (Lex::Word(Word::Calendar), Lex::Unit(Step::Year)) => Year::Unsaid,
            (Lex::Unit(Step::Year), _) if joined && det => {
                return Some((Moment::Window { year: Year::Unsaid, part }, k + 1));
            }
            _ => return None,
        };
        // After a comma a new phrase begins: in June, last year's …
        (joined || j == i).then_some((Moment::Window { year, part }, k + 2))
    }

    /// FY2006, FY 02, FY2023/24, fiscal 2024, fiscal year 2009, the financial year 2013/14.
    pub(super) fn fiscal(&self, i: usize) -> Read {
        let mut j = i + 1;
        match self.lex(i) {
            Lex::Word(Word::Fy) => j += usize::from(self.mark(j, &APOSTROPHES)),
            Lex::Word(Word::Fiscal) => j += usize::from(self.lex(j) == Lex::Unit(Step::Year)),
            _ => return None,
        }
        let j = if self.mark(j, &['-']) && self.glued(j) { j + 1 } else { j };
        if let Some((Moment::Split { from, to, .. }, end)) = self.split(j)
            && to - from == 1
        {
            return Some((Moment::Split { from, to, reading: Reading::Fiscal }, end));
        }
        let year = match self.year(j, Trust::Strong) {
            Some(year) => year,
            None if self.is(i, Word::Fy) => self
                .digits(j, 2)
                .filter(|_| self.ends_number(j))
                .map(|two| if two > 60 { 1900 + two } else { 2000 + two })?,
            None => return None,
        };
        Some((Moment::Fiscal { year, part: Part::Whole }, j + 1))
    }

    /// Fall 2004, the summer of 2012: no period that all would draw alike.
    fn season(&self, i: usize) -> Read {
        let j = self.skip(i + 1, Word::Of);
        self.year(j, Trust::Strong).map(|_| (Moment::Vague, j + 1))
    }
}

/// The part of the year that Q3 or H1 is.
fn letter_part(letter: Lex, n: i8) -> Option<Part> {
    match (letter, n) {
        (Lex::Word(Word::Q), 1..=4) => Some(Part::Quarter(n)),
        (Lex::Word(Word::H), 1) => Some(Part::Months(1, 6)),
        (Lex::Word(Word::H), 2) => Some(Part::Months(7, 12)),
        _ => None,
    }
}
