//! One row's cells, checked and turned into a fact, whatever format they come from.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Fact;
use crate::error::Error;
use crate::label::{Kind, Modality};
use crate::quantity::{Period, Unit};

/// The columns that every table has.
pub(super) const REQUIRED: &[&str] = &["measure", "entity", "period", "value", "unit"];

/// The columns that a table may have; any other is a qualifier.
pub(super) const OPTIONAL: &[&str] =
    &["kind", "scale", "base_period", "counterpart", "of", "modality", "aliases", "id", "source", "url", "published"];

/// The largest power of ten that a value is multiplied by, either way.
const LARGEST_SCALE: i32 = 24;

/// Where a table comes from.
pub(super) struct Origin {
    pub(super) path: PathBuf,
    pub(super) name: Arc<str>,
}

impl Origin {
    pub(super) fn new(path: &Path) -> Self {
        let name = path.file_name().map_or_else(|| path.to_string_lossy(), |n| n.to_string_lossy());
        Self { path: path.to_owned(), name: name.as_ref().into() }
    }

    /// An error at a line, or at a row of a file that has no lines; of the file as a whole where that is 0.
    pub(super) fn error(&self, line: usize, message: impl Into<String>) -> Error {
        let error = Error::table(message).at_path(&self.path);
        if line == 0 { error } else { error.at_line(line) }
    }
}

/// Reads one row; `cell` gives the trimmed, non-empty text of a column by its lower-case name.
///
/// # Errors
/// One for every bad cell, each naming line, column and what was expected.
pub(super) fn read<'a>(
    origin: &Origin,
    line: usize,
    cell: impl Fn(&str) -> Option<&'a str>,
    qualifiers: Vec<(String, String)>,
) -> Result<Fact, Vec<Error>> {
    let mut errors = Vec::new();
    let mut bad = |column: &str, what: String| {
        errors.push(origin.error(line, format!("column {column:?}: {what}")));
    };
    for &column in REQUIRED {
        if cell(column).is_none() {
            bad(column, format!("is empty, expected {}", expected(column)));
        }
    }
    let text = |column: &str| cell(column).unwrap_or_default().to_owned();
    let optional = |column: &str| cell(column).map(str::to_owned);

    let kind: Kind = parse(&cell, "kind", &mut bad).unwrap_or(Kind::Level);
    let modality: Modality = parse(&cell, "modality", &mut bad).unwrap_or_default();
    let period: Option<Period> = parse(&cell, "period", &mut bad);
    let base_period: Option<Period> = parse(&cell, "base_period", &mut bad);
    let unit: Option<Unit> = parse(&cell, "unit", &mut bad);
    let published = cell("published").and_then(|text| {
        let read = Date::from_str(text).ok().filter(|d| d.to_string() == text);
        if read.is_none() {
            bad("published", format!("{text:?} is no date, expected one like 2025-12-09"));
        }
        read
    });
    let scale = cell("scale").map_or(Some(0), |text| {
        let read = text.parse::<i32>().ok().filter(|s| s.abs() <= LARGEST_SCALE);
        if read.is_none() {
            bad(
                "scale",
                format!(
                    "{text:?} is no power of ten, expected a whole number from -{LARGEST_SCALE} to {LARGEST_SCALE}"
                ),
            );
        }
        read
    });
    let number = cell("value").and_then(|text| match decimal(text) {
        Ok(digits) => Some(digits),
        Err(what) => {
            bad("value", what);
            None
        }
    });
    let scaled = number.zip(scale).and_then(|(digits, scale)| {
        let scaled = apply_scale(digits, scale);
        if scaled.is_none() {
            bad(
                "value",
                format!(
                    "{digits} × 10^{scale} is out of range, expected at most 24 digits before the point and 15 after"
                ),
            );
        }
        scaled
    });
    if let Some(unit) = &unit
        && let Some(wanted) = unit_of_kind(kind)
        && unit.factor_to(&wanted).is_none()
    {
        bad("unit", format!("{:?} cannot be the unit of kind {kind}, expected {:?}", unit.code(), wanted.code()));
    }
    if let (Some(period), Some(base)) = (&period, &base_period)
        && base.start() > period.end()
    {
        bad("base_period", format!("{base} lies after the period {period}, expected an earlier one"));
    }
    let (Some(period), Some(unit), Some((value, resolution))) = (period, unit, scaled) else {
        return Err(errors);
    };
    if !errors.is_empty() {
        return Err(errors);
    }
    let aliases = cell("aliases").unwrap_or_default().split('|').map(str::trim).filter(|a| !a.is_empty());
    Ok(Fact {
        id: optional("id").unwrap_or_else(|| format!("{}:{line}", origin.name)),
        measure: text("measure"),
        aliases: aliases.map(str::to_owned).collect(),
        entity: text("entity"),
        counterpart: optional("counterpart"),
        of: optional("of"),
        period,
        base_period,
        value,
        resolution: if kind == Kind::Rank { Decimal::ZERO } else { resolution },
        unit,
        kind,
        modality,
        source: optional("source"),
        url: optional("url"),
        published,
        qualifiers,
        table: origin.name.clone(),
        line,
    })
}

/// What stands in a column, for messages.
pub(super) fn expected(column: &str) -> &'static str {
    match column {
        "measure" => "what is measured, like \"services trade\"",
        "entity" => "of whom or where, like \"China\"",
        "period" => "a period like 2024, 2025-11, 2025-Q1, 2025-03-31 or 2025-01/2025-11",
        "value" => "a decimal number like 6.82",
        "unit" => "an ISO 4217 or UCUM unit like CNY, %, t or {product}",
        _ => "a value",
    }
}

fn parse<'a, T: FromStr<Err = Error>>(
    cell: &impl Fn(&str) -> Option<&'a str>,
    column: &str,
    bad: &mut impl FnMut(&str, String),
) -> Option<T> {
    match cell(column)?.parse() {
        Ok(value) => Some(value),
        Err(error) => {
            bad(column, error.message().to_owned());
            None
        }
    }
}

/// The one unit that values of a kind are given in, or anything that converts to it.
fn unit_of_kind(kind: Kind) -> Option<Unit> {
    match kind {
        Kind::Growth | Kind::AverageGrowth | Kind::Share => Some(Unit::percent()),
        Kind::Ratio | Kind::Rank => Some(Unit::one()),
        Kind::Level | Kind::Change => None,
    }
}

/// A plain decimal number, its written digits kept.
fn decimal(text: &str) -> Result<Decimal, String> {
    let wrong =
        |what: &str| format!("{text:?} {what}, expected a decimal number without thousands separators, like 7500.5");
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.ends_with('%') {
        return Err(format!(
            "{text:?} holds a sign of percent, expected the number alone, and % in the column \"unit\""
        ));
    }
    let grouped = digits.contains([',', '\'', '_', ' ', '\u{a0}', '\u{202f}']);
    if grouped && digits.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(wrong("has thousands separators or a decimal comma"));
    }
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(part) {
        return Err(wrong("is no decimal number"));
    }
    Decimal::from_str_exact(text.strip_prefix('+').unwrap_or(text))
        .map_err(|_| wrong("has more digits than can be kept"))
}

/// The value and the size of its last written digit, both times 10^scale, exactly; `None` out of range.
fn apply_scale(digits: Decimal, scale: i32) -> Option<(Decimal, Decimal)> {
    let ten = |power: u32| Decimal::TEN.checked_powu_exact(power);
    let last = Decimal::new(1, digits.scale());
    let (value, resolution) = if scale >= 0 {
        let factor = ten(scale.unsigned_abs())?;
        (digits.checked_mul(factor)?, last.checked_mul(factor)?)
    } else {
        let mut value = digits;
        let places = digits.scale().checked_add(scale.unsigned_abs()).filter(|&p| p <= 28)?;
        value.set_scale(places).ok()?;
        (value, Decimal::new(1, places))
    };
    let limit = ten(24)?;
    (value.abs() <= limit).then(|| (value.normalize(), resolution.normalize()))
}

trait PowersOfTen: Sized {
    fn checked_powu_exact(self, power: u32) -> Option<Self>;
}

impl PowersOfTen for Decimal {
    fn checked_powu_exact(self, power: u32) -> Option<Self> {
        (0..power).try_fold(Decimal::ONE, |product, _| product.checked_mul(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_written_digits_give_the_resolution() {
        let cases = [
            ("6.82", 12, "6820000000000", "10000000000"),
            ("7.50", 0, "7.5", "0.01"),
            ("400000", 0, "400000", "1"),
            ("-5", -2, "-0.05", "0.01"),
            ("0.226", 0, "0.226", "0.001"),
            ("+3", 0, "3", "1"),
        ];
        for (text, scale, value, resolution) in cases {
            let found = apply_scale(decimal(text).unwrap(), scale);
            assert_eq!(found, Some((value.parse().unwrap(), resolution.parse().unwrap())), "{text}e{scale}");
        }
        assert_eq!(apply_scale(Decimal::ONE_HUNDRED, 24), None);
    }

    #[test]
    fn what_is_no_plain_decimal_is_refused_with_the_reason() {
        let cases = [
            ("7,500", "thousands separators"),
            ("7 500", "thousands separators"),
            ("1.2.3", "no decimal number"),
            (".5", "no decimal number"),
            ("5.", "no decimal number"),
            ("1e9", "no decimal number"),
            ("n/a", "no decimal number"),
            ("−3", "no decimal number"),
            ("8.5%", "percent"),
            ("123456789012345678901234567890123", "more digits"),
        ];
        for (text, reason) in cases {
            let message = decimal(text).unwrap_err();
            assert!(message.contains(reason), "{text}: {message}");
        }
    }
}
