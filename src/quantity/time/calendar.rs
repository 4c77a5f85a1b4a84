//! Calendar arithmetic on periods: units around a day, runs that end with a period, the same period of another year.
//!
//! Days are jiff's; what is here is what a time's words mean by a week, a quarter or a decade.

use jiff::Span;
use jiff::civil::{Date, Weekday};

use super::lexicon::Step;
use crate::quantity::Period;

/// The unit of the calendar that holds the day.
pub(super) fn containing(day: Date, step: Step) -> Option<Period> {
    let (year, month) = (day.year(), day.month());
    match step {
        Step::Day => Period::day_of(day),
        Step::Week => {
            let monday = moved(day, -i64::from(day.weekday().to_monday_zero_offset()))?;
            Period::day_of(monday)?.to(&Period::day_of(moved(monday, 6)?)?)
        }
        Step::Month => Period::month_of(year, month),
        Step::Quarter => Period::quarter_of(year, (month - 1) / 3 + 1),
        Step::Half => Period::months_of(year, if month > 6 { 7 } else { 1 }, if month > 6 { 12 } else { 6 }),
        Step::Year => Period::year_of(year),
        Step::Decade | Step::Century => {
            let length = if step == Step::Decade { 10 } else { 100 };
            let first = year - year.rem_euclid(length);
            Period::year_of(first.max(1))?.to(&Period::year_of(first + length - 1)?)
        }
    }
}

/// How finely a period is written.
pub(super) fn grain(period: &Period) -> Step {
    match period.months() {
        None => Step::Day,
        Some(1) => Step::Month,
        Some(3) => Step::Quarter,
        Some(_) if period.first().as_year().is_some() => Step::Year,
        Some(_) => Step::Month,
    }
}

/// The unit of the calendar that lies `by` units after that of the day.
pub(super) fn shifted(day: Date, step: Step, by: i32) -> Option<Period> {
    let n = i64::from(by);
    let (span, step) = match step {
        Step::Day => (Span::new().try_days(n), Step::Day),
        Step::Week => (Span::new().try_weeks(n), Step::Week),
        Step::Month => (Span::new().try_months(n), Step::Month),
        Step::Quarter => (Span::new().try_months(n.checked_mul(3)?), Step::Quarter),
        Step::Half => (Span::new().try_months(n.checked_mul(6)?), Step::Half),
        Step::Year => (Span::new().try_years(n), Step::Year),
        // Two decades ago is a year, and no decade of the calendar.
        Step::Decade => (Span::new().try_years(n.checked_mul(10)?), Step::Year),
        Step::Century => (Span::new().try_years(n.checked_mul(100)?), Step::Year),
    };
    containing(day.checked_add(span.ok()?).ok()?, step)
}

/// The day of the week up to the publication, moved by whole weeks.
pub(super) fn weekday(published: Date, day: i8, weeks: i8) -> Option<Period> {
    let day = Weekday::from_monday_one_offset(day).ok()?;
    let back = i64::from(day.until(published.weekday()));
    // Last Friday, said on a Friday, is a week ago.
    let back = if weeks < 0 && back == 0 { 7 } else { back };
    let ahead = if weeks > 0 { 7 * i64::from(weeks) } else { 0 };
    Period::day_of(moved(published, ahead - back)?)
}

/// `n` units that end with `last`.
pub(super) fn run(step: Step, n: i32, last: Period) -> Option<Period> {
    if n < 1 {
        return None;
    }
    // The week to 5 May.
    if let Some(days) = days_in(step) {
        let first = moved(last.end(), 1 - days.checked_mul(n.into())?)?;
        return Period::day_of(first)?.to(&Period::day_of(last.end())?);
    }
    let unit = months_in(step)?;
    if last.months() == Some(unit) {
        // Written as the last of them is: the three years to 2012 are 2010/2012.
        let first = if unit % 12 == 0 {
            last.years_before(i16::try_from((n - 1).checked_mul(unit / 12)?).ok()?)?
        } else {
            (1..n.min(1200)).try_fold(last, |first, _| first.previous())?
        };
        return first.first().to(&last.last());
    }
    // Else in months; a day that ends the last month stands for it.
    let end = last.end();
    let back = Span::new().try_months(n.checked_mul(unit)? - 1).ok()?;
    let first = end.first_of_month().checked_sub(back).ok()?;
    Period::month_of(first.year(), first.month())?.to(&Period::month_of(end.year(), end.month())?)
}

/// The day or whole week of that number in a period; negative numbers count from its end.
pub(super) fn inside(period: &Period, step: Step, n: i8) -> Option<Period> {
    let (start, end, n) = (period.start(), period.end(), i64::from(n));
    let day = match step {
        Step::Day if n > 0 => moved(start, n - 1)?,
        Step::Day => moved(end, n + 1)?,
        Step::Week if n > 0 => {
            let to_monday = (7 - i64::from(start.weekday().to_monday_zero_offset())) % 7;
            moved(start, to_monday + 7 * (n - 1))?
        }
        Step::Week => {
            let past_sunday = i64::from(end.weekday().to_sunday_zero_offset());
            moved(end, 7 * n - past_sunday + 1)?
        }
        _ => return None,
    };
    let last = if step == Step::Week { moved(day, 6)? } else { day };
    let found = if day == last { Period::day_of(day)? } else { Period::day_of(day)?.to(&Period::day_of(last)?)? };
    period.contains(&found).then_some(found)
}

/// The quarter of that number nearest to another: the fourth, beside the first, is that of the year before where its
/// own is still to come.
pub(super) fn nth_quarter(last: &Period, n: i8, published: Option<Date>) -> Option<Period> {
    let year = last.end().year();
    let quarter = Period::quarter_of(year, n).filter(|_| last.months() == Some(3))?;
    let over = published.is_none_or(|published| quarter.end() <= published);
    if over { Some(quarter) } else { quarter.years_before(1) }
}

/// Easter Sunday by the Gregorian rule, which jiff does not have: Gauss's, as Meeus and Jones give it.
pub(super) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let epact = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (b % 4) + 2 * (c / 4) - epact - c % 4) % 7;
    let days = epact + weekday - 7 * ((a + 11 * epact + 22 * weekday) / 451) + 114;
    Date::new(year, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?).ok()
}

/// The day so many days after.
pub(super) fn moved(day: Date, by: i64) -> Option<Date> {
    day.checked_add(Span::new().try_days(by).ok()?).ok()
}

pub(super) fn days_in(step: Step) -> Option<i64> {
    match step {
        Step::Day => Some(1),
        Step::Week => Some(7),
        _ => None,
    }
}

pub(super) fn months_in(step: Step) -> Option<i32> {
    match step {
        Step::Day | Step::Week => None,
        Step::Month => Some(1),
        Step::Quarter => Some(3),
        Step::Half => Some(6),
        Step::Year => Some(12),
        Step::Decade => Some(120),
        Step::Century => Some(1200),
    }
}

/// A period moved back by `n` units, written alike: a year earlier than 2014-Q1 is 2013-Q1.
pub(super) fn earlier(period: &Period, step: Step, n: i32) -> Option<Period> {
    match step {
        Step::Year => period.years_before(i16::try_from(n).ok()?),
        Step::Month if n % 12 == 0 => period.years_before(i16::try_from(n / 12).ok()?),
        Step::Decade => period.years_before(i16::try_from(n.checked_mul(10)?).ok()?),
        // The month before makes sense of a month only, the quarter before of a quarter.
        _ if period.months() == months_in(step) => (0..n.clamp(0, 100)).try_fold(*period, |p, _| p.previous()),
        Step::Day if period.days() == 1 => (0..n.clamp(0, 100)).try_fold(*period, |p, _| p.previous()),
        _ => None,
    }
}

/// The period at the same place of another year; a period that is no year is taken as it is.
pub(super) fn in_year(period: &Period, year: &Period) -> Option<Period> {
    match year.as_year() {
        Some(year) => period.years_before(period.end().year().checked_sub(year)?),
        None => Some(*year),
    }
}
