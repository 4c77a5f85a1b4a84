//! A period: a run of whole days that remembers how it is written.
//!
//! The forms are those of the reference tables: `2024`, `2025-Q1`, `2025-11`, `2025-03-31`, and `A/B` of any two of
//! them with both ends inclusive. Calendar arithmetic is jiff's; the clock is never read.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::Span;
use jiff::civil::{Date, date};

use crate::error::Error;

/// An inclusive range of days, and the form in which it is written.
///
/// Two periods are equal when they are written alike: `2024` and `2024-01/2024-12` are the [same days](Self::same_days)
/// but not equal. Periods sort by their first day, then by their last.
///
/// ```
/// use figcheck::quantity::Period;
/// let period: Period = "2025-01/2025-11".parse()?;
/// assert_eq!(period.months(), Some(11));
/// assert_eq!(period.years_before(1).map(|p| p.to_string()), Some("2024-01/2024-11".to_owned()));
/// # Ok::<(), figcheck::error::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    first: Slot,
    last: Slot,
}

/// One calendar unit: what stands on either side of the slash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Slot {
    Year(i16),
    Quarter(i16, i8),
    Month(i16, i8),
    Day(Date),
}

/// What a period may look like, for messages.
const FORMS: &str = "2024, 2025-Q1, 2025-11, 2025-03-31 or two of these with a slash";

/// The years that four digits can write.
const YEARS: std::ops::RangeInclusive<i16> = 1..=9999;

impl Slot {
    fn start(self) -> Date {
        match self {
            Self::Year(y) => date(y, 1, 1),
            Self::Quarter(y, q) => date(y, q * 3 - 2, 1),
            Self::Month(y, m) => date(y, m, 1),
            Self::Day(day) => day,
        }
    }

    fn end(self) -> Date {
        match self {
            Self::Year(y) => date(y, 12, 31),
            Self::Quarter(y, q) => date(y, q * 3, 1).last_of_month(),
            Self::Month(y, m) => date(y, m, 1).last_of_month(),
            Self::Day(day) => day,
        }
    }

    /// The slot `n` units of its own kind later.
    fn shift(self, n: i32) -> Option<Self> {
        Some(match self {
            Self::Year(y) => Self::Year(valid_year(i32::from(y).checked_add(n)?)?),
            Self::Quarter(y, q) => {
                let at = (i32::from(y) * 4 + i32::from(q) - 1).checked_add(n)?;
                Self::Quarter(valid_year(at.div_euclid(4))?, i8::try_from(at.rem_euclid(4)).ok()? + 1)
            }
            Self::Month(y, m) => {
                let at = (i32::from(y) * 12 + i32::from(m) - 1).checked_add(n)?;
                Self::Month(valid_year(at.div_euclid(12))?, i8::try_from(at.rem_euclid(12)).ok()? + 1)
            }
            Self::Day(day) => Self::day(day.checked_add(Span::new().try_days(n).ok()?).ok()?)?,
        })
    }

    /// The slot `n` months later; `None` where it would not be of the same form.
    fn shift_months(self, n: i32) -> Option<Self> {
        match self {
            Self::Year(_) if n % 12 == 0 => self.shift(n / 12),
            Self::Quarter(..) if n % 3 == 0 => self.shift(n / 3),
            Self::Month(..) => self.shift(n),
            Self::Day(day) => {
                let moved = day.checked_add(Span::new().try_months(n).ok()?).ok()?;
                // The last day of a month stays the last day: 30 June is a quarter after 31 March.
                Self::day(if day == day.last_of_month() { moved.last_of_month() } else { moved })
            }
            Self::Year(_) | Self::Quarter(..) => None,
        }
    }

    fn form(self) -> u8 {
        match self {
            Self::Year(_) => 0,
            Self::Quarter(..) => 1,
            Self::Month(..) => 2,
            Self::Day(_) => 3,
        }
    }

    fn around(day: Date, form: u8) -> Option<Self> {
        let slot = match form {
            0 => Self::Year(day.year()),
            1 => Self::Quarter(day.year(), (day.month() - 1) / 3 + 1),
            2 => Self::Month(day.year(), day.month()),
            3 => Self::Day(day),
            _ => return None,
        };
        YEARS.contains(&day.year()).then_some(slot)
    }

    fn day(day: Date) -> Option<Self> {
        YEARS.contains(&day.year()).then_some(Self::Day(day))
    }
}

fn valid_year(year: i32) -> Option<i16> {
    i16::try_from(year).ok().filter(|y| YEARS.contains(y))
}

impl Period {
    /// Reads a period as tables write it.
    ///
    /// # Errors
    /// If the text has none of the forms, names a day that no calendar has, or ends before it starts; the message
    /// says what was expected.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let Some((first, last)) = text.split_once('/') else {
            return parse_slot(text, text).map(|slot| Self { first: slot, last: slot });
        };
        let period = Self { first: parse_slot(first, text)?, last: parse_slot(last, text)? };
        if period.end() < period.start() {
            return Err(Error::value(format!("period {text:?} ends before it starts")));
        }
        Ok(period)
    }

    /// The calendar year; `None` outside 1 to 9999.
    #[must_use]
    pub fn year_of(year: i16) -> Option<Self> {
        YEARS.contains(&year).then_some(Slot::Year(year)).map(Self::single)
    }

    /// A quarter (1 to 4) of a calendar year.
    #[must_use]
    pub fn quarter_of(year: i16, quarter: i8) -> Option<Self> {
        let valid = YEARS.contains(&year) && (1..=4).contains(&quarter);
        valid.then_some(Slot::Quarter(year, quarter)).map(Self::single)
    }

    /// A month (1 to 12) of a calendar year.
    #[must_use]
    pub fn month_of(year: i16, month: i8) -> Option<Self> {
        let valid = YEARS.contains(&year) && (1..=12).contains(&month);
        valid.then_some(Slot::Month(year, month)).map(Self::single)
    }

    /// One day.
    #[must_use]
    pub fn day_of(day: Date) -> Option<Self> {
        Slot::day(day).map(Self::single)
    }

    /// The run from month `from` to month `to` of one year, as 2025-01/2025-11.
    #[must_use]
    pub fn months_of(year: i16, from: i8, to: i8) -> Option<Self> {
        Self::month_of(year, from)?.to(&Self::month_of(year, to)?)
    }

    /// The run from the first day of `self` to the last of `last`, each end written as it was; `None` if it would end
    /// before it starts.
    #[must_use]
    pub fn to(&self, last: &Self) -> Option<Self> {
        let period = Self { first: self.first, last: last.last };
        (period.start() <= period.end()).then_some(period)
    }

    fn single(slot: Slot) -> Self {
        Self { first: slot, last: slot }
    }

    /// The first day.
    #[must_use]
    pub fn start(&self) -> Date {
        self.first.start()
    }

    /// The last day, inclusive.
    #[must_use]
    pub fn end(&self) -> Date {
        self.last.end()
    }

    /// What stands before the slash, as a period: 2020 of 2020/2024; the whole where there is no slash.
    #[must_use]
    pub fn first(&self) -> Self {
        Self::single(self.first)
    }

    /// What stands after the slash, as a period: 2024 of 2020/2024; the whole where there is no slash.
    #[must_use]
    pub fn last(&self) -> Self {
        Self::single(self.last)
    }

    /// Whether it is written with a slash.
    #[must_use]
    pub fn is_range(&self) -> bool {
        self.first != self.last
    }

    /// Whether both cover the same days, however they are written.
    #[must_use]
    pub fn same_days(&self, other: &Self) -> bool {
        self.start() == other.start() && self.end() == other.end()
    }

    /// Whether every day of `other` lies in it.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        self.start() <= other.start() && other.end() <= self.end()
    }

    /// Whether the two share a day.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start() <= other.end() && other.start() <= self.end()
    }

    /// How each end is written: 0 a year, 1 a quarter, 2 a month, 3 a day.
    pub(crate) fn forms(&self) -> (u8, u8) {
        (self.first.form(), self.last.form())
    }

    /// The period from one day to another whose ends are written so; `None` where these days do not begin and end such
    /// units.
    pub(crate) fn of_forms(start: Date, end: Date, (first, last): (u8, u8)) -> Option<Self> {
        let period = Self { first: Slot::around(start, first)?, last: Slot::around(end, last)? };
        (period.start() == start && period.end() == end && start <= end).then_some(period)
    }

    /// Number of days.
    #[must_use]
    pub fn days(&self) -> i64 {
        i64::from((self.end() - self.start()).get_days()) + 1
    }

    /// Number of months, where it is made of whole calendar months.
    #[must_use]
    pub fn months(&self) -> Option<i32> {
        let (start, end) = (self.start(), self.end());
        let whole = start.day() == 1 && end == end.last_of_month();
        let years = i32::from(end.year()) - i32::from(start.year());
        whole.then(|| years * 12 + i32::from(end.month()) - i32::from(start.month()) + 1)
    }

    /// The calendar year that it is, however it is written.
    #[must_use]
    pub fn as_year(&self) -> Option<i16> {
        let year = self.start().year();
        (self.start() == date(year, 1, 1) && self.end() == date(year, 12, 31)).then_some(year)
    }

    /// The same period `n` years before, written alike; 29 February falls back to the 28th.
    #[must_use]
    pub fn years_before(&self, n: i16) -> Option<Self> {
        let months = i32::from(n).checked_mul(-12)?;
        Some(Self { first: self.first.shift_months(months)?, last: self.last.shift_months(months)? })
    }

    /// The period of the same length that ends where this one starts: 2024-Q4 before 2025-Q1.
    #[must_use]
    pub fn previous(&self) -> Option<Self> {
        if !self.is_range() {
            return self.first.shift(-1).map(Self::single);
        }
        if let Some(months) = self.months()
            && let (Some(first), Some(last)) = (self.first.shift_months(-months), self.last.shift_months(-months))
        {
            return Some(Self { first, last });
        }
        let days = -self.days();
        let day = |d: Date| Slot::day(d.checked_add(Span::new().try_days(days).ok()?).ok()?);
        Some(Self { first: day(self.start())?, last: day(self.end())? })
    }
}

fn parse_slot(part: &str, whole: &str) -> Result<Slot, Error> {
    let wrong = |what: String| Error::value(format!("period {whole:?}: {what}"));
    let form = || wrong(format!("expected {FORMS}"));
    let number = |digits: &str, length: usize| -> Option<i16> {
        (digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok())?
    };
    let mut fields = part.split('-');
    let year = fields.next().and_then(|f| number(f, 4)).ok_or_else(form)?;
    if !YEARS.contains(&year) {
        return Err(wrong("expected a year from 0001 to 9999".to_owned()));
    }
    let Some(second) = fields.next() else { return Ok(Slot::Year(year)) };
    if let Some(quarter) = second.strip_prefix('Q') {
        let quarter = number(quarter, 1).filter(|_| fields.next().is_none()).ok_or_else(form)?;
        return match i8::try_from(quarter) {
            Ok(q @ 1..=4) => Ok(Slot::Quarter(year, q)),
            _ => Err(wrong(format!("expected a quarter from Q1 to Q4, found Q{quarter}"))),
        };
    }
    let month = number(second, 2).ok_or_else(form)?;
    let Ok(month @ 1..=12) = i8::try_from(month) else {
        return Err(wrong(format!("expected a month from 01 to 12, found {month:02}")));
    };
    let Some(third) = fields.next() else { return Ok(Slot::Month(year, month)) };
    let day = number(third, 2).filter(|_| fields.next().is_none()).ok_or_else(form)?;
    i8::try_from(day).ok().and_then(|d| Date::new(year, month, d).ok()).map(Slot::Day).ok_or_else(|| {
        let last = date(year, month, 1).days_in_month();
        wrong(format!("expected a day from 01 to {last} in {year:04}-{month:02}, found {day:02}"))
    })
}

impl FromStr for Period {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text)
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(y) => write!(f, "{y:04}"),
            Self::Quarter(y, q) => write!(f, "{y:04}-Q{q}"),
            Self::Month(y, m) => write!(f, "{y:04}-{m:02}"),
            Self::Day(day) => write!(f, "{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_range() { write!(f, "{}/{}", self.first, self.last) } else { write!(f, "{}", self.first) }
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Period({self})")
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> Ordering {
        // The written form breaks ties, so that the order agrees with equality.
        let key = |p: &Self| (p.start(), p.end(), p.first, p.last);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl serde::Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_is_written_as_it_was_read() {
        let cases = [
            ("2024", "2024-01-01", "2024-12-31"),
            ("2025-Q1", "2025-01-01", "2025-03-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2025-03-31", "2025-03-31", "2025-03-31"),
            ("2025-01/2025-11", "2025-01-01", "2025-11-30"),
            ("2013-04/2014-03", "2013-04-01", "2014-03-31"),
            ("2025/2025-Q2", "2025-01-01", "2025-06-30"),
        ];
        for (text, start, end) in cases {
            let read = period(text);
            assert_eq!((read.start().to_string(), read.end().to_string()), (start.to_owned(), end.to_owned()));
            assert_eq!(read.to_string(), text);
        }
    }

    #[test]
    fn an_impossible_period_is_refused_with_what_was_expected() {
        let cases = [
            ("2025-13", "month from 01 to 12"),
            ("2025-00", "month from 01 to 12"),
            ("2025-02-30", "day from 01 to 28"),
            ("2025-Q5", "quarter from Q1 to Q4"),
            ("2025-01/2024-11", "ends before it starts"),
            ("0000", "year from 0001"),
            ("", "expected 2024"),
            ("25", "expected 2024"),
            ("2025-1", "expected 2024"),
            ("2025-01-01-01", "expected 2024"),
            ("2025-Q1-01", "expected 2024"),
            ("2025/", "expected 2024"),
            ("2025/2026/2027", "expected 2024"),
            (" 2025", "expected 2024"),
            ("+025", "expected 2024"),
            ("２０２５", "expected 2024"),
        ];
        for (text, expected) in cases {
            let message = Period::parse(text).unwrap_err().to_string();
            assert!(message.contains(expected), "{text}: {message}");
        }
    }

    #[test]
    fn a_year_before_keeps_the_form() {
        let cases = [
            ("2025", 1, "2024"),
            ("2025-Q3", 1, "2024-Q3"),
            ("2025-01/2025-11", 1, "2024-01/2024-11"),
            ("2024-02-29", 1, "2023-02-28"),
            ("2025", -1, "2026"),
        ];
        for (text, n, expected) in cases {
            assert_eq!(period(text).years_before(n), Some(period(expected)), "{text}");
        }
        assert_eq!(period("0001").years_before(1), None);
    }

    #[test]
    fn the_previous_period_has_the_same_length() {
        let cases = [
            ("2025", "2024"),
            ("2025-Q1", "2024-Q4"),
            ("2025-01", "2024-12"),
            ("2025-03-01", "2025-02-28"),
            ("2025-01/2025-06", "2024-07/2024-12"),
            ("2020/2024", "2015/2019"),
            ("2013-04/2014-03", "2012-04/2013-03"),
            ("2025-03-08/2025-03-14", "2025-03-01/2025-03-07"),
        ];
        for (text, expected) in cases {
            assert_eq!(period(text).previous(), Some(period(expected)), "{text}");
        }
    }

    #[test]
    fn days_not_forms_decide_what_contains_what() {
        assert!(period("2024").same_days(&period("2024-01/2024-12")) && period("2024") != period("2024-01/2024-12"));
        assert_eq!(period("2024-Q1/2024-Q4").as_year(), Some(2024));
        assert_eq!(period("2024-01-01/2024-12-31").months(), Some(12));
        assert!(period("2024").contains(&period("2024-Q3")) && !period("2024-Q3").contains(&period("2024")));
        assert!(period("2024-12/2025-02").overlaps(&period("2025")) && !period("2024").overlaps(&period("2025")));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[0-9Q/é-]{0,24}") {
            if let Ok(read) = Period::parse(&text) {
                prop_assert_eq!(Period::parse(&read.to_string()).unwrap(), read);
                prop_assert!(read.start() <= read.end());
            }
        }

        #[test]
        fn printing_and_parsing_are_inverse(y in 1i16..=9999, m in 1i8..=12, d in 1i8..=31, more in 0i32..400, form in 0..4) {
            let slot = match form {
                0 => Slot::Year(y),
                1 => Slot::Quarter(y, (m - 1) / 3 + 1),
                2 => Slot::Month(y, m),
                _ => Slot::Day(Date::new(y, m, d.min(date(y, m, 1).days_in_month())).unwrap()),
            };
            let written = Period { first: slot, last: slot.shift(more).unwrap_or(slot) };
            prop_assert_eq!(Period::parse(&written.to_string()).unwrap(), written);
            let _ = (written.previous(), written.years_before(7), written.years_before(i16::MIN), written.months());
        }
    }
}
