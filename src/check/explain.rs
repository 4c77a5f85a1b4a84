//! Numbers, periods and rows as a reader reads them.

use rust_decimal::Decimal;

use crate::facts::Fact;
use crate::label::Kind;
use crate::quantity::{Period, Unit};

/// A value with its unit as a reader reads it: `6.82 trillion CNY`, `16.6 %`, `504 {product}`.
///
/// ```
/// use figcheck::{check::amount, quantity::Unit};
/// let cny = Unit::parse("CNY")?;
/// assert_eq!(amount("6820000000000".parse().unwrap_or_default(), &cny), "6.82 trillion CNY");
/// # Ok::<(), figcheck::error::Error>(())
/// ```
#[must_use]
pub fn amount(value: Decimal, unit: &Unit) -> String {
    match unit.code() {
        "1" => number(value),
        code => format!("{} {code}", number(value)),
    }
}

/// A number with a scale word from a million on, and with thousands separators below.
pub(super) fn number(value: Decimal) -> String {
    let value = value.normalize();
    let size = value.abs();
    for (zeros, word) in [(12, "trillion"), (9, "billion"), (6, "million")] {
        let scale = Decimal::from(10_i64.pow(zeros));
        if size >= scale
            && size < scale * Decimal::from(100_000)
            && let Some(scaled) = value.checked_div(scale)
        {
            return format!("{} {word}", rounded(scaled));
        }
    }
    let text = rounded(value).to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |d| ("-", d));
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(w, p)| (w, Some(p)));
    let mut grouped = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(c);
    }
    match part {
        Some(part) => format!("{sign}{grouped}.{part}"),
        None => format!("{sign}{grouped}"),
    }
}

/// At most seven significant digits, whole parts kept: enough to redo the sum, not more than a reader reads.
fn rounded(value: Decimal) -> Decimal {
    value
        .round_sf(7)
        .filter(|r| !r.is_zero() || value.is_zero())
        .filter(|_| value.abs() < Decimal::from(10_000_000))
        .unwrap_or(value.round_dp(2))
        .normalize()
}

/// What stands for the value in "… the text says …".
pub(super) fn claimed(text: &str, value: Option<Decimal>, unit: &Unit, kind: Kind) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match (kind, value) {
        (Kind::Growth | Kind::Change | Kind::AverageGrowth, Some(value)) if value.is_sign_negative() => {
            format!("{text} ({})", amount(value, unit))
        }
        _ => text,
    }
}

/// A period as a reader reads it: `Jan-Nov 2025`, `Q1 2025`, `2020 to 2024`.
pub(super) fn period(period: &Period) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (start, end) = (period.start(), period.end());
    let month = |m: i8| usize::try_from(m - 1).ok().and_then(|m| MONTHS.get(m)).copied().unwrap_or_default();
    if let Some(year) = period.as_year() {
        return year.to_string();
    }
    if start == end {
        return format!("{} {} {}", start.day(), month(start.month()), start.year());
    }
    match (period.months(), start.year() == end.year()) {
        (Some(1), _) => format!("{} {}", month(start.month()), start.year()),
        (Some(3), true) if end.month() % 3 == 0 => format!("Q{} {}", end.month() / 3, end.year()),
        (Some(_), true) => format!("{}-{} {}", month(start.month()), month(end.month()), end.year()),
        (Some(months), false) if months % 12 == 0 && start.month() == 1 => {
            format!("{} to {}", start.year(), end.year())
        }
        (Some(_), false) => {
            format!("{} {} to {} {}", month(start.month()), start.year(), month(end.month()), end.year())
        }
        (None, _) => period.to_string(),
    }
}

/// What a kind makes of its measure, before the measure's name.
pub(super) fn what(kind: Kind) -> &'static str {
    match kind {
        Kind::Growth => "growth of ",
        Kind::AverageGrowth => "average growth of ",
        Kind::Change => "change of ",
        Kind::Share => "share of ",
        Kind::Rank => "rank in ",
        Kind::Ratio => "multiple of ",
        Kind::Level => "",
    }
}

/// What a row is about: `bilateral trade of China with ASEAN, Jan-Nov 2025`.
pub(super) fn subject(fact: &Fact) -> String {
    let named = crate::facts::MeasureName::parse(&fact.measure);
    let what = if named.growth || named.share { "" } else { what(fact.kind) };
    let with = fact.counterpart.as_ref().map(|c| format!(" with {c}")).unwrap_or_default();
    let of = fact.of.as_ref().map(|of| format!(" in {of}")).unwrap_or_default();
    let since = fact.base_period.map(|b| format!(" on {}", period(&b))).unwrap_or_default();
    format!("{what}{} of {}{with}{of}, {}{since}", fact.measure, fact.entity, period(&fact.period))
}

/// The letter that stands for the `index`th row of a formula: `a` to `z`, then `a1` to `z1` and on.
pub(super) fn letter(index: usize) -> String {
    let letter = ('a'..='z').nth(index % 26).map(String::from).unwrap_or_default();
    if index < 26 { letter } else { format!("{letter}{}", index / 26) }
}

/// A row's value as a reader reads it.
pub(super) fn value(fact: &Fact) -> String {
    match fact.kind {
        Kind::Rank => format!("{}", fact.value.normalize()),
        Kind::Ratio => format!("{} times", number(fact.value)),
        _ => amount(fact.value, &fact.unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_readers() {
        let cases = [
            ("6820000000000", "6.82 trillion"),
            ("896910000000", "896.91 billion"),
            ("33000000", "33 million"),
            ("400000", "400,000"),
            ("504", "504"),
            ("-2000000000", "-2 billion"),
            ("-1234.5", "-1,234.5"),
            ("0.226", "0.226"),
            ("0", "0"),
            ("1234567890123", "1.234568 trillion"),
            ("12345678901234567890", "12,345,678,901,234,567,890"),
        ];
        for (value, expected) in cases {
            assert_eq!(number(value.parse().unwrap()), expected);
        }
    }

    #[test]
    fn periods_are_written_for_readers() {
        let cases = [
            ("2024", "2024"),
            ("2025-11", "Nov 2025"),
            ("2025-Q1", "Q1 2025"),
            ("2025-01/2025-11", "Jan-Nov 2025"),
            ("2025-03-31", "31 Mar 2025"),
            ("2020/2024", "2020 to 2024"),
            ("2013-04/2014-03", "Apr 2013 to Mar 2014"),
        ];
        for (text, expected) in cases {
            assert_eq!(period(&text.parse().unwrap()), expected);
        }
    }
}
