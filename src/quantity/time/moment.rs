//! What the words of a time say, and which period that is, given what is known around them.

use std::cmp::Ordering;

use jiff::civil::{Date, Weekday};

use super::calendar::{
    containing, earlier, easter, grain, in_year, inside, months_in, moved, nth_quarter, run, shifted, weekday,
};
use super::lexicon::Step;
use super::{FiscalYear, Tense, TimeContext};
use crate::quantity::Period;

/// A time as the words give it: nothing in it depends on where or when they were written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Moment {
    /// A part of a calendar year, or all of it.
    Window { year: Year, part: Part },
    /// 2012-13, 2006–08, 2019-2025.
    Split { from: i16, to: i16, reading: Reading },
    /// A fiscal year, by the calendar year in which it ends, or a part of it.
    Fiscal { year: i16, part: Part },
    /// 1990s, counted from its first year.
    Decade(i16),
    /// Last financial year: fiscal years counted from the one that the publication falls in.
    FiscalShift(i16),
    /// Last month, this quarter, seven years ago: units of the calendar counted from the publication.
    Shift { step: Step, by: i32 },
    /// On this day so many years after the publication.
    Anniversary(i32),
    /// Over the past five years.
    Past { step: Step, n: i32 },
    /// The last such day up to the publication, or so many weeks after it.
    Weekday { day: i8, weeks: i8 },
    /// Friday, July 18: of the year in which it is one.
    DayOn { month: i8, day: i8, weekday: i8 },
    /// Monday of next week: so many weeks after that of the publication.
    WeekdayOf { day: i8, by: i32 },
    /// The week of May 6.
    WeekOf(Box<Moment>),
    /// On the 15th: of this month, or of the one before.
    MonthDay(i8),
    /// The first Monday of the month, the 20th of last month.
    InMonth { by: i32, n: i8, weekday: Option<i8> },
    /// The first week of October, the last day of the month: days and whole weeks counted from one end of a period.
    Inside { step: Step, n: i8, of: Box<Moment> },
    /// The three years to 2011-12, the year ending March 2014.
    Run { step: Step, n: i32, to: Box<Moment> },
    /// Over four years from 2014.
    Onward { step: Step, n: i32, from: Box<Moment> },
    /// The four years prior to 2008, the previous four years.
    Prior { step: Step, n: i32, before: Box<Moment> },
    /// From 2007 to 2021.
    Span(Box<Moment>, Box<Moment>),
    /// Since 2007: runs to the publication.
    Since(Box<Moment>),
    /// The end (or start) of a period: its last (or first) day, or month where no day is meant.
    Edge { of: Box<Moment>, end: bool, day: bool },
    /// Over the same period: the one named last.
    Same,
    /// The same period of another year.
    SameIn(Box<Moment>),
    /// In the quarter, in the month: the one named last.
    Running(Step),
    /// In the second, after "in the first quarter".
    Nth(i8),
    /// Twelve months later: counted from the period named last.
    Later { step: Step, n: i32 },
    /// By June: the last one or the next, as the verb has it.
    Limit(Box<Moment>),
    /// A year earlier, the previous quarter: counted from the period that the figure speaks of.
    Earlier { step: Step, n: i32 },
    /// A time that is no period of the calendar: now, each year, over four years.
    Vague,
}

/// Which year the words mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Year {
    /// Named by its number.
    Given(i16),
    /// Counted from the year of publication: last year is -1.
    Published(i16),
    /// Counted from the year named last: that year is 0.
    Named(i16),
    /// Not said: in March.
    Unsaid,
    /// The last by the publication, whatever the tense: last March.
    Latest,
    /// The next after the publication: next March.
    Coming,
}

/// Which part of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    Whole,
    Quarter(i8),
    Months(i8, i8),
    Day(i8, i8),
    /// The second Tuesday of a month, -1 being the last: month, day of the week, which.
    Nth(i8, i8, i8),
    /// So many days after Easter Sunday.
    Easter(i8),
}

/// How two years joined by a mark are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Reading {
    /// Open: a fiscal year where the document's country has one.
    Open,
    /// Named as a fiscal year.
    Fiscal,
    /// A season, or years written out.
    Calendar,
}

impl Part {
    /// The part of a calendar year.
    pub(super) fn of(self, year: i16) -> Option<Period> {
        match self {
            Self::Whole => Period::year_of(year),
            Self::Quarter(quarter) => Period::quarter_of(year, quarter),
            Self::Months(from, to) if from == to => Period::month_of(year, from),
            Self::Months(from, to) => Period::months_of(year, from, to),
            Self::Day(month, day) => Period::day_of(Date::new(year, month, day).ok()?),
            Self::Nth(month, day, n) => {
                let day = Weekday::from_monday_one_offset(day).ok()?;
                Period::day_of(Date::new(year, month, 1).ok()?.nth_weekday_of_month(n, day).ok()?)
            }
            Self::Easter(days) => Period::day_of(moved(easter(year)?, days.into())?),
        }
    }

    /// First and last month, counted from the start of the year.
    pub(super) fn months(self) -> (i8, i8) {
        match self {
            Self::Whole => (1, 12),
            Self::Quarter(quarter) => (quarter * 3 - 2, quarter * 3),
            Self::Months(from, to) => (from, to),
            Self::Day(month, _) | Self::Nth(month, ..) => (month, month),
            Self::Easter(_) => (3, 4),
        }
    }

    /// Whether the publication may speak of this part as of something that was: the first eleven months once the
    /// eleventh runs, a quarter or a month once it has begun.
    fn begun(self, year: i16, published: Date) -> bool {
        let last = match self {
            Self::Months(1, to) => Self::Months(to, to).of(year),
            other => other.of(year),
        };
        last.is_some_and(|last| last.start() <= published)
    }

    /// Whether some of this part is still to come.
    fn ahead(self, year: i16, published: Date) -> bool {
        self.of(year).is_some_and(|period| period.end() >= published)
    }
}

impl Year {
    fn resolve(self, part: Part, context: &TimeContext) -> Option<i16> {
        let of_publication = context.published.map(Date::year);
        let of_document = context.explicit.map(|period| period.end().year());
        match self {
            Self::Given(year) => Some(year),
            Self::Published(by) => of_publication?.checked_add(by),
            Self::Named(by) => of_document.or(of_publication)?.checked_add(by),
            Self::Unsaid => match context.published {
                Some(day) if context.tense == Some(Tense::Ahead) => {
                    [day.year(), day.year() + 1].into_iter().find(|&year| part.ahead(year, day))
                }
                Some(day) => [day.year(), day.year() - 1].into_iter().find(|&year| part.begun(year, day)),
                None => of_document,
            },
            Self::Latest => {
                let day = context.published?;
                [day.year(), day.year() - 1].into_iter().find(|&year| part.begun(year, day))
            }
            Self::Coming => {
                let day = context.published?;
                let coming = |year: i16| part.of(year).is_some_and(|period| period.start() > day);
                [day.year(), day.year() + 1].into_iter().find(|&year| coming(year))
            }
        }
    }
}

impl Moment {
    /// Whether it needs nothing but its own words.
    pub(super) fn is_explicit(&self) -> bool {
        match self {
            Self::Window { year, .. } => matches!(year, Year::Given(_)),
            Self::Split { .. } | Self::Fiscal { .. } | Self::Decade(_) => true,
            Self::Onward { from, .. } => from.is_explicit(),
            Self::Run { to: of, .. }
            | Self::Prior { before: of, .. }
            | Self::Edge { of, .. }
            | Self::Inside { of, .. }
            | Self::WeekOf(of) => of.is_explicit(),
            // One year serves both ends: from January to May 2014.
            Self::Span(_, last) => last.is_explicit(),
            _ => false,
        }
    }

    /// Whether it counts from the publication.
    pub(super) fn is_relative(&self) -> bool {
        match self {
            Self::Window { year, .. } => matches!(year, Year::Published(_) | Year::Latest | Year::Coming),
            Self::DayOn { .. } | Self::WeekdayOf { .. } | Self::MonthDay(_) | Self::InMonth { .. } => true,
            Self::Shift { .. }
            | Self::FiscalShift(_)
            | Self::Past { .. }
            | Self::Weekday { .. }
            | Self::Since(_)
            | Self::Anniversary(_) => true,
            Self::Run { to: of, .. }
            | Self::Prior { before: of, .. }
            | Self::Edge { of, .. }
            | Self::Inside { of, .. }
            | Self::WeekOf(of) => of.is_relative(),
            Self::Span(_, last) => last.is_relative(),
            _ => false,
        }
    }

    /// The period, or nothing where the context does not decide it.
    pub(super) fn resolve(&self, context: &TimeContext) -> Option<Period> {
        match self {
            Self::Window { year: Year::Unsaid, part } if context.named(*part).is_some() => context.named(*part),
            Self::Window { year, part } => part.of(year.resolve(*part, context)?),
            Self::Split { from, to, reading } => split(*from, *to, *reading, context.fiscal),
            Self::Fiscal { year, part } => context.fiscal.unwrap_or(FiscalYear::UNITED_STATES).called(*year, *part),
            Self::Decade(year) => Period::year_of(*year)?.to(&Period::year_of(year.checked_add(9)?)?),
            Self::Shift { step: Step::Year, by: -1 } | Self::Shift { step: Step::Month, by: -12 } => {
                year_ago(context).or_else(|| shifted(context.published?, Step::Year, -1))
            }
            // This decade is one of the calendar, and the one ten years ago is not.
            Self::Shift { step, by: 0 } => containing(context.published?, *step),
            Self::Shift { step, by } => shifted(context.published?, *step, *by),
            Self::FiscalShift(by) => context.fiscal?.around(context.published?, *by),
            Self::Anniversary(years) => {
                Period::day_of(context.published?)?.years_before(i16::try_from(years.checked_neg()?).ok()?)
            }
            // The past twelve months are whole ones, and the running month is not over.
            Self::Past { step: step @ (Step::Day | Step::Week | Step::Month | Step::Quarter), n } if *n > 1 => {
                let published = context.published?;
                shifted(published, *step, -n)?.first().to(&shifted(published, *step, -1)?.last())
            }
            Self::Past { step, n } => {
                shifted(context.published?, *step, -n)?.first().to(&shifted(context.published?, *step, 0)?.last())
            }
            Self::Weekday { day, weeks } => {
                let found = weekday(context.published?, *day, *weeks)?;
                let ahead =
                    context.tense == Some(Tense::Ahead) && *weeks == 0 && Some(found.start()) < context.published;
                if ahead { Period::day_of(moved(found.start(), 7)?) } else { Some(found) }
            }
            Self::DayOn { month, day, weekday } => day_on(*month, *day, *weekday, context),
            Self::WeekOf(day) => containing(day.resolve(context)?.start(), Step::Week),
            Self::WeekdayOf { day, by } => {
                let monday = shifted(context.published?, Step::Week, *by)?.start();
                Period::day_of(moved(monday, i64::from(*day) - 1)?)
            }
            Self::MonthDay(day) => {
                let published = context.published?;
                let ahead = context.tense == Some(Tense::Ahead);
                let by = match (ahead, published.day().cmp(day)) {
                    (false, Ordering::Less) => -1,
                    (true, Ordering::Greater) => 1,
                    _ => 0,
                };
                let month = shifted(published, Step::Month, by)?.start();
                Period::day_of(Date::new(month.year(), month.month(), *day).ok()?)
            }
            Self::InMonth { by, n, weekday } => {
                let month = shifted(context.published?, Step::Month, *by)?.start();
                match weekday {
                    Some(day) => Part::Nth(month.month(), *day, *n).of(month.year()),
                    None => Part::Day(month.month(), *n).of(month.year()),
                }
            }
            Self::Inside { step, n, of } => inside(&of.resolve(context)?, *step, *n),
            Self::Run { step, n, to } => run(*step, *n, to.resolve(context)?),
            Self::Onward { step, n, from } => {
                let first = from.resolve(context)?;
                first.to(&earlier(&first, *step, 1 - n)?)
            }
            // Ten days before Christmas is one day, and which one is seldom meant so exactly.
            Self::Prior { step: Step::Day | Step::Week, before, .. } if **before != Self::Same => None,
            Self::Prior { step, n, before } => {
                let end = before.resolve(context)?.first().start().yesterday().ok()?;
                run(*step, *n, containing(end, *step)?)
            }
            Self::Span(first, last) => {
                let last = last.resolve(context)?;
                first.before(&last, context)?.to(&last)
            }
            Self::Since(from) => {
                let from = from.resolve(context)?;
                let step = grain(&from);
                let now = containing(context.published?, step)?;
                from.to(&now)
            }
            Self::Edge { of, end, day } => {
                let of = of.resolve(context)?;
                let date = if *end { of.end() } else { of.start() };
                if *day { Period::day_of(date) } else { Period::month_of(date.year(), date.month()) }
            }
            Self::Same => context.last(),
            Self::SameIn(year) => in_year(&context.last()?, &year.resolve(context)?),
            Self::Earlier { step, n } => match context.last() {
                Some(last) => earlier(&last, *step, *n),
                None if *step == Step::Year => None,
                None => shifted(context.published?, *step, -n),
            },
            Self::Running(step) => context.last().filter(|last| last.months() == months_in(*step)),
            Self::Nth(n) => nth_quarter(&context.last()?, *n, context.published),
            Self::Later { step, n } => earlier(&context.last()?, *step, -n),
            Self::Limit(of) => context.tense.and_then(|_| of.resolve(context)),
            Self::Vague => None,
        }
    }

    /// As the first end of a range that ends with `last`: its year, where not said, is the latest that fits.
    fn before(&self, last: &Period, context: &TimeContext) -> Option<Period> {
        match self {
            Self::Window { year: Year::Unsaid, part } => {
                let year = last.end().year();
                [year, year - 1].into_iter().filter_map(|y| part.of(y)).find(|first| first.start() <= last.start())
            }
            Self::Edge { of, end, day } => {
                let of = of.before(last, context)?;
                let date = if *end { of.end() } else { of.start() };
                if *day { Period::day_of(date) } else { Period::month_of(date.year(), date.month()) }
            }
            _ => self.resolve(context),
        }
    }

    /// The period as what a figure of `period` is held against.
    pub(super) fn resolve_base(&self, period: Option<&Period>, context: &TimeContext) -> Option<Period> {
        match self {
            Self::Earlier { step, n } => earlier(period?, *step, *n),
            // A year ago, the previous year: said of a quarter, the same quarter.
            Self::Shift { step: Step::Year, by: -1 } if period.is_some() => earlier(period?, Step::Year, 1),
            Self::Window { year: Year::Named(by), part: Part::Whole } if period.is_some() => period?.years_before(-by),
            Self::Window { year: Year::Published(_), part: Part::Whole } if period.is_some() => {
                in_year(period?, &self.resolve(context)?)
            }
            Self::SameIn(year) => match &**year {
                Self::Earlier { step, n } => earlier(period?, *step, *n),
                Self::Window { year: Year::Named(by), part: Part::Whole } => period?.years_before(-by),
                year => in_year(period?, &year.resolve(context)?),
            },
            // An increase since 2011 is an increase on 2011.
            Self::Since(from) => from.resolve(context),
            Self::Span(first, last) => first.before(&last.resolve(context)?, context),
            Self::Past { step, n } => shifted(context.published?, *step, -n),
            Self::Same => None,
            Self::Window { year: Year::Unsaid, part } => match period {
                // Compared with May, said of June 2014: the latest before it.
                Some(period) => [period.end().year(), period.end().year() - 1]
                    .into_iter()
                    .filter_map(|year| part.of(year))
                    .find(|base| base.start() < period.start()),
                None => self.resolve(context),
            },
            _ => self.resolve(context),
        }
    }

    /// Both ends of a change over the time, base first.
    pub(super) fn resolve_change(&self, context: &TimeContext) -> Option<(Period, Period)> {
        match self {
            Self::Span(first, last) => {
                let last = last.resolve(context)?;
                Some((first.before(&last, context)?, last))
            }
            Self::Split { from, to, reading: Reading::Calendar } => {
                Some((Period::year_of(*from)?, Period::year_of(*to)?))
            }
            Self::Since(_) | Self::Past { .. } => {
                let all = self.resolve(context)?;
                Some((all.first(), all.last()))
            }
            Self::Run { step, n, to } => {
                let last = to.resolve(context)?;
                Some((earlier(&last, *step, *n)?, last))
            }
            Self::Same => context.last().filter(Period::is_range).map(|all| (all.first(), all.last())),
            _ => None,
        }
    }
}

/// Two years joined by a mark.
fn split(from: i16, to: i16, reading: Reading, fiscal: Option<FiscalYear>) -> Option<Period> {
    let years = || Period::year_of(from)?.to(&Period::year_of(to)?);
    if to - from != 1 {
        return years();
    }
    match (reading, fiscal) {
        (Reading::Calendar, _) => years(),
        (Reading::Open, fiscal) => match fiscal.filter(|fiscal| fiscal.splits()) {
            Some(fiscal) => fiscal.ending(to, Part::Whole),
            None => years(),
        },
        // A financial year over two calendar years is April to March in most countries that write it so.
        (Reading::Fiscal, fiscal) => {
            let fiscal = fiscal.filter(|fiscal| !fiscal.is_calendar()).unwrap_or(FiscalYear::UNITED_KINGDOM);
            fiscal.ending(to, Part::Whole)
        }
    }
}

/// A year ago, said beside a period of this year that is no year itself: the same one of the year before.
fn year_ago(context: &TimeContext) -> Option<Period> {
    let published = context.published?;
    let last = context.last().filter(|last| last.as_year().is_none())?;
    let recent = last.end() <= published && last.end() >= moved(published, -400)?;
    if recent { last.years_before(1) } else { None }
}

/// A date with its day of the week but without its year: the latest of the years around that agree with it, or the
/// next one of what is to come; where none agrees, the date alone decides.
fn day_on(month: i8, day: i8, weekday: i8, context: &TimeContext) -> Option<Period> {
    let published = context.published?;
    let agrees = |date: &Date| date.weekday().to_monday_one_offset() == weekday;
    let on = |year: i16| Date::new(year, month, day).ok().filter(agrees);
    let year = published.year();
    let behind = || [year, year - 1].into_iter().filter_map(on).find(|date| *date <= published);
    let ahead = || [year, year + 1].into_iter().filter_map(on).find(|date| *date >= published);
    let found = if context.tense == Some(Tense::Ahead) { ahead().or_else(behind) } else { behind().or_else(ahead) };
    match found {
        Some(date) => Period::day_of(date),
        None => Moment::Window { year: Year::Unsaid, part: Part::Day(month, day) }.resolve(context),
    }
}
