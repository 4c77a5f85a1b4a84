//! Times as phrases: a moment with its preposition, ranges, comparison bases, and times that are no period.

use super::lexicon::{Lex, Step, Word};
use super::moment::{Moment, Part, Reading, Year};
use super::parser::{APOSTROPHES, DEPTH, Parser, Trust};
use super::relation::pairs;
use super::tokens::{is_han, tokens};
use super::{Time, TimeExpression};
use crate::span::Span;

/// Every time of a text; see [`find_times`](super::find_times).
pub(super) fn find(text: &str) -> Vec<TimeExpression> {
    let tokens = tokens(text);
    let parser = Parser { text, tokens: &tokens };
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let Some(phrase) = parser.phrase(i).filter(|phrase| phrase.end > i) else {
            i += 1;
            continue;
        };
        found.push(TimeExpression {
            span: parser.span(i, phrase.end),
            ends: phrase
                .ends
                .map(|ends| ends.map(|(start, end)| parser.span(start, end)))
                .or_else(|| parser.years(&phrase, i)),
            time: Time { moment: phrase.moment, comparison: phrase.comparison },
        });
        i = phrase.end;
    }
    found
}

/// A time found: what it says, and the token after it.
pub(super) struct Phrase {
    pub(super) moment: Moment,
    pub(super) end: usize,
    pub(super) comparison: bool,
    /// First and past-the-last token of both ends of a range.
    pub(super) ends: Option<[(usize, usize); 2]>,
}

/// What a preposition makes of the moment after it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Prep {
    In,
    On,
    At,
    By,
    Since,
    From,
    Starting,
    Between,
    Over,
    To,
    For,
    After,
    Than,
    Beside,
}

pub(super) fn plain((moment, end): (Moment, usize)) -> Phrase {
    // A year earlier is always a base.
    let comparison = match &moment {
        Moment::Earlier { step, .. } => !matches!(step, Step::Day | Step::Week),
        Moment::SameIn(_) => true,
        _ => false,
    };
    Phrase { moment, end, comparison, ends: None }
}

pub(super) fn base((moment, end): (Moment, usize)) -> Phrase {
    Phrase { comparison: true, ..plain((moment, end)) }
}

impl Parser<'_> {
    fn span(&self, start: usize, end: usize) -> Span {
        let start = self.tokens[start].start;
        Span::new(start, self.tokens[..end].last().map_or(start, |last| last.end.max(start)))
    }

    /// The two years of 2006–08, by their digits.
    fn years(&self, phrase: &Phrase, start: usize) -> Option<[Span; 2]> {
        let mut numbers = (start..phrase.end).filter(|&i| matches!(self.lex(i), Lex::Number(_)));
        let split = matches!(phrase.moment, Moment::Split { .. });
        let (first, last) = split.then(|| Some((numbers.next()?, numbers.next_back()?)))??;
        Some([self.span(first, first + 1), self.span(last, last + 1)])
    }

    /// The time that begins at this token.
    fn phrase(&self, i: usize) -> Option<Phrase> {
        match self.lex(i) {
            Lex::Mark(c) if is_han(c) => self.chinese(i),
            Lex::Number(_) if self.mark_is_han(i + 1) || self.mark_is_han(i + 3) => self
                .chinese(i)
                .or_else(|| self.chinese_years(i))
                .or_else(|| self.headed(i))
                .or_else(|| self.idiom(i))
                .or_else(|| self.bare(i)),
            Lex::Mark(c) if !APOSTROPHES.contains(&c) => None,
            Lex::Break | Lex::Word(Word::Verb | Word::Be | Word::And | Word::Its | Word::With | Word::Rise) => None,
            Lex::Word(Word::Of) => self.of_value(i),
            Lex::Other if self.words(i).len() == 1 => self.letters(i),
            Lex::Other if self.words(i).len() > 5 || !self.capital(i) => None,
            Lex::Other if self.words(i) == "Good" => self.bare(i),
            Lex::Other => self.short_weekday(i).map(plain),
            _ => self.headed(i).or_else(|| self.idiom(i)).or_else(|| self.bare(i)),
        }
    }

    fn mark_is_han(&self, i: usize) -> bool {
        matches!(self.lex(i), Lex::Mark(c) if is_han(c))
    }

    /// 0.5 percent of the first quarter, the 860,000 of 2019: the time of the figure before it.
    fn of_value(&self, i: usize) -> Option<Phrase> {
        let before = i.checked_sub(1).map_or(Lex::Break, |before| self.lex(before));
        let value =
            matches!(before, Lex::Number(_) | Lex::Mark('%') | Lex::Word(Word::Percent | Word::Scale | Word::Unit));
        let (moment, end) = if value { self.moment(i + 1, Trust::Strong, DEPTH)? } else { return None };
        let fits = match moment {
            Moment::Window { part, .. } => !matches!(part, Part::Day(..)),
            Moment::Fiscal { .. } | Moment::Split { .. } | Moment::Earlier { .. } | Moment::Shift { .. } => true,
            _ => false,
        };
        let owner = self.mark(end, &APOSTROPHES) && self.words(end + 1) == "s";
        (fits && self.closes(end) && !owner).then(|| plain((moment, end)))
    }

    /// A time after a preposition.
    fn headed(&self, i: usize) -> Option<Phrase> {
        let (prep, j) = self.prep(i)?;
        let filled = (j..j + 2).take_while(|&k| self.is(k, Word::Filler)).count();
        // For over 100 years.
        let over = usize::from(self.is(j, Word::Over) && self.count(j + 1).is_some());
        let k = j + filled + over;
        match prep {
            Prep::In => self.range_inside(k).or_else(|| self.object(k)).or_else(|| self.running(k)),
            Prep::Starting => self.object(k),
            // Delayed by three months is no time.
            Prep::By => self.object(k).filter(|_| self.duration(k).is_none()).map(|mut phrase| {
                phrase.moment = match by(phrase.moment) {
                    // By June: the last or the next one, and nothing here tells which.
                    limit @ Moment::Window { year: Year::Unsaid, .. } => Moment::Limit(Box::new(limit)),
                    other => other,
                };
                phrase
            }),
            Prep::Since => self.since(k),
            Prep::From => self.range(i).or_else(|| self.from(i, k)),
            Prep::Between => self.range(i).or_else(|| {
                let found = self.moment(k, Trust::Strong, DEPTH)?;
                matches!(found.0, Moment::Span(..)).then(|| plain(found))
            }),
            Prep::Over => {
                let whole = [k, k + 1].iter().any(|&k| self.is(k, Word::Full) || self.is(k, Word::All));
                let found = self.range_inside(k).or_else(|| self.object(k)).or_else(|| self.running(k));
                found.filter(|phrase| whole || lasting(&phrase.moment)).or_else(|| self.plain_range(k))
            }
            Prep::For => self.range_inside(k).or_else(|| self.object(k)).or_else(|| self.this_year(k)),
            Prep::To => self.moment(k, Trust::Medium, DEPTH).filter(|(m, _)| *m != Moment::Vague).map(plain),
            Prep::On => self.on(i, k),
            Prep::At => self.at(k),
            Prep::After => {
                let found = self.duration(k).or_else(|| self.moment(k, Trust::Medium, DEPTH))?;
                Some(plain((Moment::Vague, found.1)))
            }
            Prep::Than => self.base_noun(k, true).or_else(|| {
                let more = matches!(self.words(i.saturating_sub(1)), "more" | "less" | "fewer" | "later" | "earlier");
                let trust = if j > i + 1 { Trust::Strong } else { Trust::Medium };
                let found = self.moment(k, trust, DEPTH).filter(|(m, _)| *m != Moment::Vague)?;
                // More than 2000, more than a decade ago; but 3 percent more than a year ago.
                let earlier = matches!(found.0, Moment::Earlier { .. } | Moment::SameIn(_));
                let count = more && j == i + 1 && !earlier && !self.risen(i.saturating_sub(1));
                (!count).then(|| Phrase { comparison: true, ..self.extended(k, found) })
            }),
            Prep::Beside => self.base_noun(k, true).filter(|_| filled == 0),
        }
    }

    /// The preposition that begins here, and the token after it.
    fn prep(&self, i: usize) -> Option<(Prep, usize)> {
        let Lex::Word(word) = self.lex(i) else { return None };
        let is = |n: usize, word| self.is(i + n, word);
        let inner = |n: usize| {
            let more = matches!(self.lex(i + n), Lex::Word(Word::In | Word::During | Word::On | Word::At));
            i + n + usize::from(more)
        };
        match word {
            Word::In | Word::During => Some((Prep::In, i + 1 + usize::from(is(1, Word::Both)))),
            Word::Back if is(1, Word::In) => Some((Prep::In, i + 2)),
            Word::As if is(1, Word::Of) || is(1, Word::At) => Some((Prep::In, i + 2)),
            Word::By if is(1, Word::No) && is(2, Word::Later) && is(3, Word::Than) => Some((Prep::By, i + 4)),
            Word::No if is(1, Word::Later) && is(2, Word::Than) => Some((Prep::By, i + 3)),
            Word::Through if is(1, Word::To) => Some((Prep::By, i + 2)),
            Word::By | Word::Through | Word::Until => Some((Prep::By, i + 1)),
            Word::Up if is(1, Word::To) || is(1, Word::Until) => Some((Prep::By, i + 2)),
            Word::Since => Some((Prep::Since, i + 1)),
            Word::Beginning if is(1, Word::From) => Some((Prep::Since, i + 2)),
            Word::Beginning if is(1, Word::In) => Some((Prep::Starting, i + 2)),
            Word::Start if is(1, Word::In) && self.words(i).eq_ignore_ascii_case("beginning") => {
                Some((Prep::Starting, i + 2))
            }
            Word::Beginning if is(1, Word::On) => Some((Prep::On, i + 2)),
            Word::From => Some((Prep::From, i + 1)),
            Word::Between => Some((Prep::Between, i + 1)),
            Word::Over => Some((Prep::Over, i + 1)),
            Word::To => Some((Prep::To, i + 1)),
            Word::For => Some((Prep::For, i + 1)),
            Word::On => Some((Prep::On, i + 1)),
            Word::At => Some((Prep::At, i + 1)),
            Word::After | Word::Before => Some((Prep::After, i + 1)),
            Word::Prior if is(1, Word::To) => Some((Prep::After, i + 2)),
            Word::Than => Some((Prep::Than, inner(1))),
            Word::Compared if is(1, Word::With) || is(1, Word::To) => Some((Prep::Than, inner(2))),
            Word::When if is(1, Word::Compared) && (is(2, Word::With) || is(2, Word::To)) => {
                Some((Prep::Than, inner(3)))
            }
            Word::Against => Some((Prep::Than, inner(1 + usize::from(self.mark(i + 1, &['.']))))),
            Word::Beside => Some((Prep::Beside, i + 1)),
            _ => None,
        }
    }

    /// What may stand after "in", "during", "by", "for": a moment or a length of time.
    fn object(&self, i: usize) -> Option<Phrase> {
        let found = self
            .term(i)
            .or_else(|| self.stretch(i))
            .or_else(|| self.moment(i, Trust::Strong, DEPTH))
            .or_else(|| self.duration(i))?;
        self.listed(i, found)
    }

    /// In 2015 and 2016: years that follow each other are one span.
    ///
    /// A year that belongs to a noun is found without the preposition: in the FY2006 Defense Bill.
    fn listed(&self, start: usize, (moment, end): (Moment, usize)) -> Option<Phrase> {
        // The June quarter is no June.
        let stretch = matches!(self.lex(end.saturating_sub(1)), Lex::Unit(_) | Lex::Word(Word::Period));
        let modifies = named(&moment) || matches!(self.lex(start + 1), Lex::Month(..)) && !stretch;
        if self.is(start, Word::The) && modifies {
            match self.occasion(end) {
                Some(after) if named(&moment) => return Some(plain((moment, after))),
                _ if self.lex(end) == Lex::Other => return None,
                _ => {}
            }
        }
        if let Some(months) = self.two_months(start, &moment, end) {
            return Some(months);
        }
        let whole_year = |m: &Moment| match m {
            Moment::Window { year: Year::Given(year), part: Part::Whole } => Some((*year, *year)),
            Moment::Split { from, to, .. } => Some((*from, *to)),
            _ => None,
        };
        if self.is(end, Word::And)
            && let Some((_, before)) = whole_year(&moment)
            && let Some((second, after)) = self.moment(end + 1, Trust::Medium, DEPTH)
            && let Some((from, to)) = whole_year(&second)
            && (from == before || from == before + 1)
            && to > before
        {
            let ends = Some([(start, end), (end + 1, after)]);
            let moment = Moment::Span(Box::new(moment), Box::new(second));
            return Some(Phrase { moment, end: after, comparison: false, ends });
        }
        let end = if moment == Moment::Vague { self.beyond(end) } else { self.as_a_whole(end) };
        Some(self.extended(start, (moment, end)))
    }

    /// In December 2013 to February 2014: a month that goes on to another.
    fn extended(&self, start: usize, (moment, end): (Moment, usize)) -> Phrase {
        let dated = |m: &Moment| matches!(m, Moment::Window { part: Part::Months(..) | Part::Day(..), .. });
        if dated(&moment)
            && let Some(k) = self.joined(end, false)
            && let Some((last, after)) = self.moment(k, Trust::Strong, DEPTH)
            && dated(&last)
            && explicit(&last)
        {
            let ends = Some([(start, end), (k, after)]);
            let moment = Moment::Span(Box::new(moment), Box::new(last));
            return Phrase { moment, end: after, comparison: false, ends };
        }
        plain((moment, end))
    }

    /// March to May 2013: a moment that begins at `start` with the months that it goes on to.
    pub(super) fn run_of_months(&self, start: usize, found: (Moment, usize)) -> (Moment, usize) {
        let run = self.extended(start, found);
        (run.moment, run.end)
    }

    /// Between 2020 and 2024, from 2009 to 2023: begins at its preposition.
    fn range(&self, i: usize) -> Option<Phrase> {
        let (first, last, k, end) = self.two_ends(i, DEPTH)?;
        let joint = (i + 1..k).rev().find(|&j| self.joined(j, self.is(i, Word::Between)) == Some(k))?;
        let moment = if first == Moment::Vague || last == Moment::Vague {
            Moment::Vague
        } else {
            Moment::Span(Box::new(first), Box::new(last))
        };
        Some(Phrase { moment, end, comparison: false, ends: Some([(i + 1, joint), (k, end)]) })
    }

    /// In the 14 years from 2007 to 2021: begins after the preposition.
    fn range_inside(&self, i: usize) -> Option<Phrase> {
        let j = i + usize::from(self.is(i, Word::The));
        let j = j + usize::from(self.count(j).is_some());
        let unit = matches!(self.lex(j), Lex::Unit(_) | Lex::Word(Word::Period));
        if !unit {
            return None;
        }
        let k = self.skip(j + 1, Word::Of);
        self.range(j + 1).or_else(|| self.plain_range(k)).or_else(|| {
            // Over the years 2006-2010.
            let (moment, end) = self.split(k)?;
            Some(plain((moment, end)))
        })
    }

    /// Since 2007, since then.
    fn since(&self, i: usize) -> Option<Phrase> {
        if self.is(i, Word::Then) {
            return Some(plain((Moment::Vague, i + 1)));
        }
        let (from, end) = self.moment(i, Trust::Strong, DEPTH)?;
        let moment = match by(from) {
            Moment::Vague => Moment::Vague,
            from @ (Moment::Window { .. }
            | Moment::Fiscal { .. }
            | Moment::Split { .. }
            | Moment::Decade(_)
            | Moment::Shift { .. }
            | Moment::Weekday { .. }
            | Moment::Edge { .. }) => Moment::Since(Box::new(from)),
            _ => return None,
        };
        Some(plain((moment, end)))
    }

    /// From 2022, from a year earlier, from 2012 onwards, from then on.
    fn from(&self, i: usize, k: usize) -> Option<Phrase> {
        if self.is(k, Word::Then) && self.is(k + 1, Word::On) {
            return Some(plain((Moment::Vague, k + 2)));
        }
        if let Some(found) = self.base_noun(k, false) {
            return Some(found);
        }
        let (moment, end) = self.moment(k, Trust::Strong, DEPTH).filter(|(m, _)| *m != Moment::Vague)?;
        if self.is(end, Word::On) && matches!(self.lex(end + 1), Lex::Mark(_) | Lex::Break)
            || self.is(end, Word::Beyond)
        {
            return Some(plain((Moment::Since(Box::new(moment)), end + 1)));
        }
        let back = match moment {
            Moment::Window { year: Year::Published(by) | Year::Named(by), .. } => by < 0,
            Moment::Shift { by, .. } => by < 0,
            _ => false,
        };
        Some(if back || self.risen(i) { base((moment, end)) } else { plain((moment, end)) })
    }

    /// Whether the words before speak of a change: an increase from 2011.
    fn risen(&self, i: usize) -> bool {
        let before = i.checked_sub(1).map_or(Lex::Break, |before| self.lex(before));
        matches!(before, Lex::Word(Word::Rise | Word::Percent | Word::Up | Word::Fall) | Lex::Mark('%'))
    }

    /// On May 28, 2012; on Friday; on the previous year; a decrease on 2011; 3 percent on year.
    fn on(&self, i: usize, k: usize) -> Option<Phrase> {
        let unit = k + usize::from(self.is(k, Word::The));
        if self.is(k, Word::This)
            && self.lex(k + 1) == Lex::Unit(Step::Day)
            && let Some((Moment::Shift { step: step @ (Step::Year | Step::Decade), by }, end)) = self.ago(k + 2)
        {
            let years = if step == Step::Decade { by.saturating_mul(10) } else { by };
            return Some(plain((Moment::Anniversary(years), end)));
        }
        if let Lex::Unit(step) = self.lex(unit)
            && self.risen(i)
        {
            return Some(base((Moment::Earlier { step, n: 1 }, unit + 1)));
        }
        let (moment, end) = self.moment(k, Trust::Strong, DEPTH).or_else(|| self.day_alone(k))?;
        match moment {
            Moment::DayOn { .. } | Moment::Inside { .. } => Some(plain((moment, end))),
            Moment::WeekdayOf { .. } | Moment::MonthDay(_) | Moment::InMonth { .. } => Some(plain((moment, end))),
            Moment::Window { part: Part::Day(..) | Part::Nth(..) | Part::Easter(_), .. } | Moment::Weekday { .. } => {
                Some(plain((moment, end)))
            }
            Moment::Span(..) | Moment::Edge { .. } => Some(plain((moment, end))),
            Moment::Earlier { .. } | Moment::SameIn(_) => Some(base((moment, end))),
            Moment::Window { year: Year::Named(-1) | Year::Published(-1), .. } => Some(base((moment, end))),
            Moment::Window { .. } if self.risen(i) => Some(base((moment, end))),
            _ => None,
        }
    }

    /// At the end of 2012, at present, at that time.
    fn at(&self, i: usize) -> Option<Phrase> {
        let j = i + usize::from(self.is(i, Word::The));
        if self.is(j, Word::Present) || self.is(j, Word::Time) {
            // At the time of the census is told by the census.
            return (!self.is(j + 1, Word::Of)).then(|| plain((Moment::Vague, j + 1)));
        }
        let (moment, end) = self.moment(i, Trust::Medium, DEPTH)?;
        let fits = match moment {
            Moment::Edge { .. } | Moment::Vague | Moment::Same | Moment::SameIn(_) => true,
            // At Q1 2010; at Christmas.
            Moment::Window { year: Year::Given(_), part: Part::Quarter(_) } => true,
            Moment::Window { part: Part::Day(..) | Part::Nth(..) | Part::Easter(_), .. } => {
                matches!(self.lex(i), Lex::Feast(_))
            }
            Moment::Window { part: Part::Whole, .. } => {
                let occasion = self.occasion(end).filter(|_| self.is(i, Word::The) && named(&moment));
                return occasion.map(|after| plain((moment, after)));
            }
            _ => false,
        };
        fits.then(|| plain((moment, end)))
    }

    /// A time without a preposition.
    fn bare(&self, i: usize) -> Option<Phrase> {
        let (moment, end) = self.moment(i, Trust::Bare, DEPTH)?;
        // The article belongs to the noun after the year: the 2008 estimate.
        let modifies = named(&moment) || matches!(self.lex(i + 1), Lex::Month(..)) && self.lex(end) == Lex::Other;
        if self.is(i, Word::The) && modifies && !matches!(self.lex(i + 1), Lex::Unit(_)) {
            return None;
        }
        if let Some(k) = self.joined(end, false).filter(|_| !self.mark(end, &['-']) || explicit(&moment))
            && explicit(&moment)
            && let Some((last, after)) = self.moment(k, Trust::Medium, DEPTH)
            && explicit(&last)
            && pairs(&moment, &last)
        {
            let ends = Some([(i, end), (k, after)]);
            let moment = Moment::Span(Box::new(moment), Box::new(last));
            return Some(Phrase { moment, end: after, comparison: false, ends });
        }
        Some(plain((moment, end)))
    }
}

/// Whether a moment without a preposition can begin or end a range.
pub(super) fn explicit(moment: &Moment) -> bool {
    match moment {
        Moment::Window { year: Year::Given(_), .. } | Moment::Fiscal { .. } => true,
        Moment::Window { year: Year::Unsaid, part } => matches!(part, Part::Months(..) | Part::Day(..)),
        Moment::Split { reading, .. } => *reading != Reading::Calendar,
        _ => false,
    }
}

/// As a limit: by the end of June is June.
fn by(moment: Moment) -> Moment {
    match moment {
        Moment::Edge { of, end, .. } => Moment::Edge { of, end, day: false },
        other => other,
    }
}

/// Whether it is a year by its own name.
pub(super) fn named(moment: &Moment) -> bool {
    matches!(
        moment,
        Moment::Window { year: Year::Given(_), part: Part::Whole } | Moment::Split { .. } | Moment::Fiscal { .. }
    )
}

/// Whether something can go on over it: "over 2014-19", not "over 2000".
fn lasting(moment: &Moment) -> bool {
    match moment {
        Moment::Window { year, part } => {
            *part != Part::Whole && !matches!(part, Part::Day(..)) || !matches!(year, Year::Given(_))
        }
        Moment::Earlier { .. } | Moment::Edge { .. } | Moment::Weekday { .. } => false,
        _ => true,
    }
}
