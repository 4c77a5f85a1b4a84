//! Times in text: finding their words, and the period that they mean where they stand.
//!
//! [`find_times`] gives the words of each time with its preposition, as the annotation guideline draws the span:
//! "in the first 11 months", "between 2020 and 2024", "year on year". What the words say, a [`Time`], becomes a
//! [`Period`] only in a [`TimeContext`]: the publication date and what the text has named before. Nothing is resolved
//! against today, and what the context does not decide stays unresolved.
//!
//! The grammar is written by hand: crates that parse English dates resolve against a clock, and none gives the span
//! with its preposition, ranges, fiscal years or comparison bases.

mod calendar;
mod chinese;
mod date;
mod fiscal;
mod grammar;
mod idiom;
mod lexicon;
mod moment;
pub(crate) mod months;
mod occasion;
mod parser;
mod phrase;
mod relation;
mod stretch;
#[cfg(test)]
mod tests;
mod tokens;

use jiff::civil::Date;

pub use self::fiscal::FiscalYear;
use self::moment::{Moment, Part, Year};
use crate::quantity::Period;
use crate::span::Span;

/// The words of a time in a text, and what they say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// The words, preposition included.
    pub span: Span,
    /// What they say, still unresolved.
    pub time: Time,
    /// Of a time with two ends, the words of each, without prepositions: "2020" and "2024" of "between 2020 and 2024".
    pub ends: Option<[Span; 2]>,
}

impl TimeExpression {
    /// The two ends as expressions of their own, for figures that each have one ("from 3 % to 7 %, from 2020 to 2024").
    #[must_use]
    pub fn parts(&self) -> Option<[Self; 2]> {
        let [first, last] = self.ends?;
        let part = |span, time| Self { span, time, ends: None };
        Some([part(first, self.time.first()), part(last, self.time.last())])
    }

    /// A time found in a part of a text that starts at `by`, as one of the whole text.
    #[must_use]
    pub fn shift(self, by: usize) -> Self {
        Self { span: self.span.shift(by), ends: self.ends.map(|ends| ends.map(|s| s.shift(by))), ..self }
    }
}

/// What the words of a time say; which period that is depends on where and when they were written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Time {
    moment: Moment,
    comparison: bool,
}

/// Whether what a time is said of has been, or is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tense {
    Behind,
    Ahead,
}

/// What is known where a time stands.
///
/// ```
/// use figcheck::quantity::{TimeContext, find_times};
/// let mut context = TimeContext::new(None);
/// let times = find_times("Exports rose in the first 11 months of 2025. Imports fell in the first 11 months.");
/// let first = times[0].time.resolve(&context).expect("explicit");
/// context.remember(&times[0].time, first);
/// assert_eq!(times[1].time.resolve(&context).map(|p| p.to_string()), Some("2025-01/2025-11".to_owned()));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimeContext {
    /// When the document was published.
    pub published: Option<Date>,
    /// The period that the text before named last with its own year.
    pub explicit: Option<Period>,
    /// How the country that the document speaks of counts fiscal years.
    pub fiscal: Option<FiscalYear>,
    tense: Option<Tense>,
    last: Option<Period>,
    named: Vec<(Part, Period)>,
}

impl TimeContext {
    /// The context at the start of a document.
    #[must_use]
    pub fn new(published: Option<Date>) -> Self {
        Self { published, ..Self::default() }
    }

    /// The same context with the fiscal year of a country.
    #[must_use]
    pub fn with_fiscal(mut self, fiscal: Option<FiscalYear>) -> Self {
        self.fiscal = fiscal;
        self
    }

    /// Notes that `time` has been resolved to `period`, for the times after it: "over the same period", "in the first
    /// 11 months" after "in the first 11 months of 2025". Comparison bases are not noted.
    ///
    /// For a change whose ends were said apart ("from 3 in 2020 to 7 in 2024") note the whole, `base.to(&period)`.
    pub fn remember(&mut self, time: &Time, period: Period) {
        if time.comparison {
            return;
        }
        self.last = Some(period);
        if time.is_explicit() {
            self.explicit = Some(period);
        }
        let Moment::Window { part, year: Year::Given(_) | Year::Published(_) } = time.moment else { return };
        if part == Part::Whole {
            return;
        }
        match self.named.iter_mut().find(|(named, _)| *named == part) {
            // "In June 2014, … in June 2013": June is the later one.
            Some((_, known)) => *known = (*known).max(period),
            None => self.named.push((part, period)),
        }
    }

    /// The period resolved last.
    #[must_use]
    pub fn last(&self) -> Option<Period> {
        self.last.or(self.explicit)
    }

    fn in_tense(&self, tense: Tense) -> Self {
        Self { tense: Some(tense), ..self.clone() }
    }

    fn named(&self, part: Part) -> Option<Period> {
        self.named.iter().find(|(named, _)| *named == part).map(|&(_, period)| period)
    }
}

impl Time {
    /// The period that the words mean, or nothing where the context does not decide it.
    ///
    /// A time with two ends is the whole from first to last; for a change over it see
    /// [`resolve_change`](Self::resolve_change).
    #[must_use]
    pub fn resolve(&self, context: &TimeContext) -> Option<Period> {
        self.moment.resolve(context)
    }

    /// The period, where what the time is said of has been: "by February" is the last one.
    #[must_use]
    pub fn resolve_behind(&self, context: &TimeContext) -> Option<Period> {
        self.moment.resolve(&context.in_tense(Tense::Behind))
    }

    /// The period, where what the time is said of is forecast or wanted: "in March", "on Saturday", "by June" are the
    /// next ones after the publication.
    #[must_use]
    pub fn resolve_ahead(&self, context: &TimeContext) -> Option<Period> {
        self.moment.resolve(&context.in_tense(Tense::Ahead))
    }

    /// The period that a figure of `period` is held against: 2013-Q1 for "than a year ago" said of 2014-Q1.
    #[must_use]
    pub fn resolve_base(&self, period: Option<&Period>, context: &TimeContext) -> Option<Period> {
        self.moment.resolve_base(period, context)
    }

    /// Base and period of a change over the time: 2020 and 2024 for "between 2020 and 2024", 2013-04 and 2014-04 for
    /// "in the year to April 2014"; nothing for a time that is one period ("in the first 11 months").
    #[must_use]
    pub fn resolve_change(&self, context: &TimeContext) -> Option<(Period, Period)> {
        self.moment.resolve_change(context)
    }

    /// Whether it runs from a time to the day of the text: "since 2018".
    #[must_use]
    pub fn is_since(&self) -> bool {
        matches!(self.moment, Moment::Since(_))
    }

    /// The first of its two ends; the time itself where it has none.
    #[must_use]
    pub fn first(&self) -> Self {
        self.end(true)
    }

    /// The last of its two ends; the time itself where it has none.
    #[must_use]
    pub fn last(&self) -> Self {
        self.end(false)
    }

    fn end(&self, first: bool) -> Self {
        let moment = match &self.moment {
            Moment::Span(a, b) => Moment::clone(if first { a } else { b }),
            Moment::Split { from, to, .. } => {
                Moment::Window { year: Year::Given(if first { *from } else { *to }), part: Part::Whole }
            }
            other => other.clone(),
        };
        // The year is said once, at the last end.
        let moment = match (&self.moment, moment) {
            (Moment::Span(_, last), Moment::Window { year: Year::Unsaid, part }) if first => match &**last {
                Moment::Window { year, .. } => Moment::Window { year: *year, part },
                _ => Moment::Window { year: Year::Unsaid, part },
            },
            (_, moment) => moment,
        };
        Self { moment, comparison: self.comparison }
    }

    /// Whether it is resolved by its own words alone.
    #[must_use]
    pub fn is_explicit(&self) -> bool {
        self.moment.is_explicit()
    }

    /// Whether it is counted from the publication date: "last year", "on Friday", "since 2007".
    #[must_use]
    pub fn is_relative(&self) -> bool {
        self.moment.is_relative()
    }

    /// Whether it is no period of the calendar: "now", "each year", "over the next five years".
    #[must_use]
    pub fn is_vague(&self) -> bool {
        self.moment == Moment::Vague
    }

    /// Whether it says what a figure is held against, not when the figure was: "year on year", "than in 2019".
    #[must_use]
    pub fn is_comparison(&self) -> bool {
        self.comparison
    }

    /// Whether it runs from one end to another: "between 2020 and 2024", "2006–08".
    #[must_use]
    pub fn is_range(&self) -> bool {
        matches!(self.moment, Moment::Span(..) | Moment::Split { .. })
    }
}

/// Every time that a text speaks of, in order, without overlaps.
///
/// Linear in the length of the text.
#[must_use]
pub fn find_times(text: &str) -> Vec<TimeExpression> {
    phrase::find(text)
}
