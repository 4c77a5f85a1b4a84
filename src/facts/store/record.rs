//! A row as it lies in an image: numbers, and where its texts stand. Rows sort as bytes: by series, period, base period,
//! date of publication and order in the files.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::intern::TextId;
use crate::quantity::Period;

/// Bytes of a row.
pub(super) const ROW: usize = 80;
/// The first bytes of a row: equal where two rows are about the same thing.
pub(super) const SAME: usize = 20;

/// In an id: the text is only what follows `TABLE:LINE`.
pub(super) const SUFFIX: u64 = 1 << 63;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) series: u32,
    pub(super) period: Period,
    pub(super) base: Option<Period>,
    pub(super) published: Option<Date>,
    /// Its number in the order of the files.
    pub(super) order: u32,
    pub(super) form: u32,
    pub(super) line: u32,
    /// 0 for `TABLE:LINE`.
    pub(super) id: TextId,
    pub(super) value: Decimal,
    pub(super) resolution: Decimal,
}

/// A day as a number that sorts as days do; 0 is no day.
pub(super) fn day_number(day: Date) -> u32 {
    let part = |n: i8| u32::try_from(n).unwrap_or(0);
    u32::try_from(day.year()).unwrap_or(0) << 9 | part(day.month()) << 5 | part(day.day())
}

pub(super) fn day_of(number: u32) -> Option<Date> {
    let part = |n: u32| i8::try_from(n).ok();
    Date::new(i16::try_from(number >> 9).ok()?, part(number >> 5 & 15)?, part(number & 31)?).ok()
}

impl Row {
    pub(super) fn write(&self) -> [u8; ROW] {
        let mut bytes = [0; ROW];
        let days = |p: &Period| (day_number(p.start()), day_number(p.end()));
        let (start, end) = days(&self.period);
        let (base_start, base_end) = self.base.as_ref().map_or((0, 0), days);
        let published = self.published.map_or(0, day_number);
        let numbers = [self.series, start, end, base_start, base_end, published, self.order, self.form, self.line];
        for (into, number) in bytes.chunks_exact_mut(4).zip(numbers) {
            into.copy_from_slice(&number.to_be_bytes());
        }
        (bytes[36], bytes[37]) = self.period.forms();
        (bytes[38], bytes[39]) = self.base.map_or((0, 0), |p| p.forms());
        bytes[40..48].copy_from_slice(&self.id.to_be_bytes());
        write_decimal(self.value, &mut bytes[48..64]);
        write_decimal(self.resolution, &mut bytes[64..80]);
        bytes
    }

    /// `None` if the bytes are no row.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let period = period(bytes)?;
        Some(Self {
            series: number(bytes, 0)?,
            period,
            base: base(bytes)?,
            published: published(bytes)?,
            order: order(bytes)?,
            form: form(bytes)?,
            line: number(bytes, 8)?,
            id: u64::from_be_bytes(bytes.get(40..48)?.try_into().ok()?),
            value: read_decimal(bytes.get(48..64)?)?,
            resolution: read_decimal(bytes.get(64..80)?)?,
        })
    }
}

fn number(bytes: &[u8], index: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(index * 4..index * 4 + 4)?.try_into().ok()?))
}

/// The first and the last day, as [`day_number`] gives them: what tells times apart without reading them.
pub(super) fn days(bytes: &[u8]) -> Option<(u32, u32)> {
    Some((number(bytes, 1)?, number(bytes, 2)?))
}

pub(super) fn period(bytes: &[u8]) -> Option<Period> {
    Period::of_forms(day_of(number(bytes, 1)?)?, day_of(number(bytes, 2)?)?, (*bytes.get(36)?, *bytes.get(37)?))
}

/// The outer `None` if the bytes are no row.
pub(super) fn base(bytes: &[u8]) -> Option<Option<Period>> {
    let start = number(bytes, 3)?;
    if start == 0 {
        return Some(None);
    }
    Period::of_forms(day_of(start)?, day_of(number(bytes, 4)?)?, (*bytes.get(38)?, *bytes.get(39)?)).map(Some)
}

/// The outer `None` if the bytes are no row.
pub(super) fn published(bytes: &[u8]) -> Option<Option<Date>> {
    let number = number(bytes, 5)?;
    if number == 0 { Some(None) } else { day_of(number).map(Some) }
}

pub(super) fn series(bytes: &[u8]) -> Option<u32> {
    number(bytes, 0)
}

pub(super) fn order(bytes: &[u8]) -> Option<u32> {
    number(bytes, 6)
}

pub(super) fn form(bytes: &[u8]) -> Option<u32> {
    number(bytes, 7)
}

pub(super) fn value(bytes: &[u8]) -> Option<Decimal> {
    read_decimal(bytes.get(48..64)?)
}

fn write_decimal(value: Decimal, into: &mut [u8]) {
    let digits = value.mantissa().unsigned_abs().to_be_bytes();
    into[..12].copy_from_slice(&digits[4..]);
    into[12] = u8::try_from(value.scale()).unwrap_or(0);
    into[13] = u8::from(value.is_sign_negative());
}

fn read_decimal(bytes: &[u8]) -> Option<Decimal> {
    let mut digits = [0; 16];
    digits[4..].copy_from_slice(bytes.get(..12)?);
    let digits = i128::try_from(u128::from_be_bytes(digits)).ok()?;
    let mut value = Decimal::try_from_i128_with_scale(digits, u32::from(*bytes.get(12)?)).ok()?;
    value.set_sign_negative(*bytes.get(13)? == 1);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_comes_back_as_it_was() {
        for (period, base, value) in [
            ("2024", None, "7.50"),
            ("2025-Q1", Some("2024-Q1"), "-0.003"),
            ("2025-01/2025-11", None, "79228162514264337593543950335"),
            ("0001-02-28/9999", Some("0001"), "-1"),
        ] {
            let row = Row {
                series: 7,
                period: period.parse().unwrap(),
                base: base.map(|b: &str| b.parse().unwrap()),
                published: base.map(|_| jiff::civil::date(2025, 12, 31)),
                order: 3,
                form: u32::MAX,
                line: 12,
                id: SUFFIX | 5,
                value: value.parse().unwrap(),
                resolution: "0.01".parse().unwrap(),
            };
            let again = Row::read(&row.write()).unwrap();
            assert_eq!(again, row);
            assert_eq!(again.value.scale(), row.value.scale());
        }
    }
}
