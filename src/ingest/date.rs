//! Days as people and machines write them, where a document says when it was published.
//!
//! Only whole days: "December 2025" is no day, and "03/04/2025", which may be two, is none. What a period in a claim
//! means is the business of `quantity`.

use jiff::civil::Date;

use crate::quantity::months::MONTHS;

/// An ISO 8601 date, alone or with a time of day: the day as written, in whatever zone.
pub(crate) fn iso(text: &str) -> Option<Date> {
    let text = text.trim();
    let (day, time) = text.split_at_checked(10).unwrap_or((text, ""));
    let time_follows = time.strip_prefix(['T', 't', ' ']).is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
    if !(time.is_empty() || time_follows) {
        return None;
    }
    let mut cursor = Cursor(day);
    let date = cursor.year_first()?;
    (cursor.0.is_empty() && day.len() == 10 && day.bytes().filter(|&b| b == b'-').count() == 2).then_some(date)
}

/// A day in any of the usual written forms, alone or with a time of day.
pub(crate) fn written(text: &str) -> Option<Date> {
    let text = text.trim();
    iso(text).or_else(|| {
        let (date, rest) = leading(text)?;
        (rest.is_empty() || rest.starts_with([' ', 'T', ','])).then_some(date)
    })
}

/// A day at the start of `text`, and what follows it: "2026-02-11", "2026/2/11", "Feb. 11, 2026", "9 December 2025",
/// "11th of February 2026", "31/12/2025".
pub(crate) fn leading(text: &str) -> Option<(Date, &str)> {
    type Form<'a> = fn(&mut Cursor<'a>) -> Option<Date>;
    let forms: [Form<'_>; 4] = [Cursor::year_first, Cursor::day_first, Cursor::month_first, Cursor::slashed];
    forms.iter().find_map(|form| {
        let mut cursor = Cursor(text);
        let date = form(&mut cursor)?;
        let ends = !cursor.0.starts_with(|c: char| c.is_ascii_digit());
        ends.then_some((date, cursor.0))
    })
}

/// What is left to read.
#[derive(Clone, Copy)]
struct Cursor<'a>(&'a str);

impl Cursor<'_> {
    /// 2026-02-11, 2026/2/11, 2026.2.11
    fn year_first(&mut self) -> Option<Date> {
        let year = self.number(4, 4)?;
        let mark = self.one_of(&['-', '/', '.'])?;
        let month = self.number(1, 2)?;
        self.one_of(&[mark])?;
        let day = self.number(1, 2)?;
        date(year, month, day)
    }

    /// 9 December 2025, 9th of Dec., 2025, 9-Dec-2025
    fn day_first(&mut self) -> Option<Date> {
        let day = self.number(1, 2)?;
        self.ordinal();
        self.space();
        if self.word("of").is_some() {
            self.space();
        }
        let month = self.month()?;
        self.space();
        let year = self.number(4, 4)?;
        date(year, month, day)
    }

    /// December 9, 2025, Dec. 9th 2025
    fn month_first(&mut self) -> Option<Date> {
        let month = self.month()?;
        self.space();
        let day = self.number(1, 2)?;
        self.ordinal();
        // "Dec 12025" is nothing.
        self.space().then_some(())?;
        let year = self.number(4, 4)?;
        date(year, month, day)
    }

    /// 31/12/2025 or 12/31/2025, if only one of the two readings is a day.
    fn slashed(&mut self) -> Option<Date> {
        let first = self.number(1, 2)?;
        let mark = self.one_of(&['/', '.', '-'])?;
        let second = self.number(1, 2)?;
        self.one_of(&[mark])?;
        let year = self.number(4, 4)?;
        match (first > 12, second > 12) {
            (true, false) => date(year, second, first),
            (false, true) => date(year, first, second),
            (false, false) if first == second => date(year, first, second),
            _ => None,
        }
    }

    /// A number of `least` to `most` digits.
    fn number(&mut self, least: usize, most: usize) -> Option<i16> {
        let length = self.0.bytes().take_while(u8::is_ascii_digit).count();
        if length < least || length > most {
            return None;
        }
        let (digits, rest) = self.0.split_at(length);
        self.0 = rest;
        digits.parse().ok()
    }

    fn one_of(&mut self, marks: &[char]) -> Option<char> {
        let mark = self.0.chars().next().filter(|c| marks.contains(c))?;
        self.0 = &self.0[mark.len_utf8()..];
        Some(mark)
    }

    /// Skips space, a comma and the hyphens of "9-Dec-2025"; whether there was any.
    fn space(&mut self) -> bool {
        let rest = self.0.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '-'));
        let any = rest.len() < self.0.len();
        self.0 = rest;
        any
    }

    fn word(&mut self, word: &str) -> Option<()> {
        let (head, rest) = self.0.split_at_checked(word.len())?;
        (head.eq_ignore_ascii_case(word) && !rest.starts_with(char::is_alphabetic)).then(|| self.0 = rest)
    }

    fn ordinal(&mut self) {
        let _ = ["st", "nd", "rd", "th"].iter().find_map(|end| self.word(end));
    }

    /// The name of a month, or its first three letters (four of September) with or without a full stop.
    fn month(&mut self) -> Option<i16> {
        let length = self.0.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (name, rest) = self.0.split_at(length);
        let name = name.to_ascii_lowercase();
        let short = name.len() == 3 || name == "sept";
        let at = MONTHS.iter().position(|month| *month == name || (short && month.starts_with(&name)))?;
        self.0 = rest.strip_prefix('.').unwrap_or(rest);
        i16::try_from(at + 1).ok()
    }
}

/// A day of the calendar within living memory of news.
fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    if !(1800..2200).contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_forms_are_read() {
        for (text, expected) in [
            ("2026-02-11", "2026-02-11"),
            ("2026/2/11 09:15", "2026-02-11"),
            ("February 11, 2026", "2026-02-11"),
            ("Feb. 11, 2026", "2026-02-11"),
            ("FEB 11th 2026", "2026-02-11"),
            ("Sept. 5, 2024", "2024-09-05"),
            ("9 December 2025", "2025-12-09"),
            ("9th of Dec., 2025", "2025-12-09"),
            ("9-Dec-2025", "2025-12-09"),
            ("31/12/2025", "2025-12-31"),
            ("12/31/2025", "2025-12-31"),
            ("2025-12-09T10:00:00+08:00", "2025-12-09"),
        ] {
            assert_eq!(written(text).map(|d| d.to_string()).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_one_day_is_not_read() {
        for text in [
            "",
            "2025",
            "2025-12",
            "December 2025",
            "03/04/2025",
            "2025-02-30",
            "Feb. 11 (Xinhua)",
            "Marching 1, 2025",
            "2026-02-113",
            "1. 5 million",
            "41.21 trillion",
            "Dec 12025",
            "9999-01-01",
            "é",
        ] {
            assert_eq!(written(text), None, "{text}");
        }
    }

    #[test]
    fn iso_is_strict() {
        for (text, expected) in [
            ("2025-12-09", true),
            (" 2025-12-09 ", true),
            ("2025-12-09T23:59Z", true),
            ("2025-12-09 08:00", true),
            ("2025-12-9", false),
            ("2025/12/09", false),
            ("2025-12-09x", false),
            ("2025-12", false),
            ("9 December 2025", false),
            ("日本日本日本日本", false),
        ] {
            assert_eq!(iso(text).is_some(), expected, "{text}");
        }
    }
}
