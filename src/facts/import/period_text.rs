//! Periods as publishers write them, brought to the contract's forms.

use std::borrow::Cow;

use jiff::Span;
use jiff::civil::Date;

/// `1987 Q1`, `1987Q1`, `2010M05`, `2010 MAY`, `2010-S1`, `YR2010` as `1987-Q1`, `2010-05`, `2010-01/2010-06`, `2010`;
/// anything else as it is, for the reader of rows to refuse.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let year_first = |t: &str| t.len() >= 4 && t.bytes().take(4).all(|b| b.is_ascii_digit());
    if let Some(rest) = text.strip_prefix("YR").filter(|r| year_first(r)) {
        return Cow::Owned(rest.to_owned());
    }
    if !year_first(text) {
        // "June 2014".
        let (month, year) = text.split_once([' ', '-']).unwrap_or((text, ""));
        return match month_number(month).filter(|_| year.len() == 4 && year_first(year)) {
            Some(month) => Cow::Owned(format!("{year}-{month:02}")),
            None => Cow::Borrowed(text),
        };
    }
    if text.len() == 4 {
        return Cow::Borrowed(text);
    }
    let (year, rest) = text.split_at(4);
    let rest = rest.trim_start_matches([' ', '-']);
    let digits = |prefix: char| {
        let number = rest.strip_prefix(prefix)?.parse::<u8>().ok()?;
        Some(number)
    };
    // "1991-1993": whole years, both inclusive.
    if text.len() == 9 && text.as_bytes().get(4) == Some(&b'-') && year_first(rest) && !rest.starts_with('0') {
        return Cow::Owned(format!("{year}/{rest}"));
    }
    if let Some(quarter) = digits('Q').or_else(|| digits('q')) {
        return Cow::Owned(format!("{year}-Q{quarter}"));
    }
    if let Some(month) = digits('M').or_else(|| digits('m')) {
        return Cow::Owned(format!("{year}-{month:02}"));
    }
    match rest {
        "S1" | "B1" | "H1" => return Cow::Owned(format!("{year}-01/{year}-06")),
        "S2" | "B2" | "H2" => return Cow::Owned(format!("{year}-07/{year}-12")),
        "A1" | "A" => return Cow::Owned(year.to_owned()),
        // Times of the day, as `2010-01-01T00:00:00` or `2010-01-01 00:00`.
        _ => {}
    }
    if let Some(month) = month_number(rest) {
        return Cow::Owned(format!("{year}-{month:02}"));
    }
    if let Some(day) = text.get(..10).filter(|_| matches!(text.as_bytes().get(10), Some(b'T' | b' '))) {
        return Cow::Owned(day.to_owned());
    }
    Cow::Borrowed(text)
}

/// So many months around a month, itself the middle one: `2014-04` and 3 are `2014-03/2014-05`. What is no month stays as it
/// is.
pub(super) fn around(text: &str, months: u8) -> String {
    let middle = plain(text).into_owned();
    let Ok(month) = format!("{middle}-01").parse::<Date>() else { return middle };
    let half = i32::from(months / 2);
    let moved = |by: i32| month.checked_add(Span::new().months(by)).ok().map(|d| d.strftime("%Y-%m").to_string());
    match (moved(-half), moved(i32::from(months) - 1 - half)) {
        (Some(first), Some(last)) if months > 1 => format!("{first}/{last}"),
        _ => middle,
    }
}

/// The month of an English name or its first three letters.
fn month_number(name: &str) -> Option<usize> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let lower = name.trim_end_matches('.').to_lowercase();
    let at = MONTHS.iter().position(|month| *month == lower || lower.len() == 3 && month.starts_with(&lower))?;
    Some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_around_the_middle_one() {
        assert_eq!(around("2014 APR", 3), "2014-03/2014-05");
        assert_eq!(around("2013-12", 3), "2013-11/2014-01");
        assert_eq!(around("2013-12", 1), "2013-12");
        assert_eq!(around("2013-Q4", 3), "2013-Q4");
    }

    #[test]
    fn forms_of_publishers() {
        let cases = [
            ("1987 Q1", "1987-Q1"),
            ("1987Q4", "1987-Q4"),
            ("2010M05", "2010-05"),
            ("2010-M5", "2010-05"),
            ("2010 MAY", "2010-05"),
            ("2010-S1", "2010-01/2010-06"),
            ("2010-A1", "2010"),
            ("YR2010", "2010"),
            ("2010-01-31T00:00:00", "2010-01-31"),
            ("June 2014", "2014-06"),
            ("1991-1993", "1991/1993"),
            ("2010", "2010"),
            ("2010-05", "2010-05"),
            ("2010/2011", "2010/2011"),
            ("soon", "soon"),
        ];
        for (text, expected) in cases {
            assert_eq!(plain(text), expected, "{text}");
        }
    }
}
