//! The arithmetic of derivations, on intervals: whatever rows allow, the result allows.
//!
//! Each function is exact where its operands are points, and otherwise gives every value that some choice within the
//! operands gives (interval arithmetic: Moore, Interval Analysis, 1966). `None` stands for what has no value: a division
//! by an interval around zero, a growth from a negative base, an overflow.

use rust_decimal::Decimal;

use crate::quantity::Interval;

/// Relative change in percent: `(now / base - 1) × 100`; none where the sign changes, for that has no rate.
#[must_use]
pub fn growth(base: &Interval, now: &Interval) -> Option<Interval> {
    let ratio = now.div(base)?;
    if ratio.low()? < Decimal::ZERO {
        return None;
    }
    percent(&ratio.shift(Decimal::NEGATIVE_ONE)?)
}

/// Absolute change or gap: `a - b`; of two percentages in points.
#[must_use]
pub fn difference(a: &Interval, b: &Interval) -> Option<Interval> {
    a.sub(b)
}

/// How many times as much: `a / b`.
#[must_use]
pub fn ratio(a: &Interval, b: &Interval) -> Option<Interval> {
    a.div(b)
}

/// Part of a whole in percent: `part / whole × 100`.
#[must_use]
pub fn share(part: &Interval, whole: &Interval) -> Option<Interval> {
    percent(&part.div(whole)?)
}

/// Compound growth a year in percent over `years` years: `((now / base)^(1/years) - 1) × 100`.
#[must_use]
pub fn average_growth(base: &Interval, now: &Interval, years: u32) -> Option<Interval> {
    percent(&now.div(base)?.root(years)?.shift(Decimal::NEGATIVE_ONE)?)
}

/// The multiple that a growth in percent makes: 120 % makes 2.2 times.
#[must_use]
pub fn multiple(growth: &Interval) -> Option<Interval> {
    growth.scale(Decimal::new(1, 2))?.shift(Decimal::ONE)
}

/// All together; none of nothing.
#[must_use]
pub fn sum(values: &[Interval]) -> Option<Interval> {
    let (first, rest) = values.split_first()?;
    rest.iter().try_fold(*first, |sum, value| sum.add(value))
}

/// The mean of all; none of nothing.
#[must_use]
pub fn average(values: &[Interval]) -> Option<Interval> {
    sum(values)?.scale(Decimal::ONE.checked_div(Decimal::from(values.len()))?)
}

fn percent(value: &Interval) -> Option<Interval> {
    value.scale(Decimal::ONE_HUNDRED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(text: &str) -> Interval {
        Interval::point(text.parse().unwrap())
    }

    fn value(interval: Option<Interval>) -> String {
        interval.and_then(|i| i.low()).map_or_else(|| "none".to_owned(), |v| v.round_dp(4).normalize().to_string())
    }

    #[test]
    fn the_formulas_give_what_a_reader_reckons() {
        let (a, b, zero) = (point("50"), point("60"), point("0"));
        assert_eq!(value(growth(&a, &b)), "20");
        assert_eq!(value(growth(&b, &a)), "-16.6667");
        assert_eq!(value(growth(&zero, &a)), "none");
        assert_eq!(value(growth(&point("-5"), &a)), "none");
        assert_eq!(value(growth(&point("-5"), &point("-10"))), "100");
        assert_eq!(value(difference(&b, &a)), "10");
        assert_eq!(value(ratio(&b, &a)), "1.2");
        assert_eq!(value(share(&a, &b)), "83.3333");
        assert_eq!(value(average_growth(&point("100"), &point("121"), 2)), "10");
        assert_eq!(value(average_growth(&a, &b, 0)), "none");
        assert_eq!(value(multiple(&point("120"))), "2.2");
        assert_eq!(value(sum(&[a, b, zero])), "110");
        assert_eq!(value(average(&[a, b])), "55");
        assert_eq!(value(average(&[a, b, zero])), "36.6667");
        assert_eq!(value(sum(&[])), "none");
    }

    #[test]
    fn rounding_is_carried_through() {
        let (a, b) =
            (Interval::around(Decimal::from(50), Decimal::ONE), Interval::around(Decimal::from(60), Decimal::ONE));
        let grown = growth(&a, &b).unwrap();
        assert!(
            grown.contains(Decimal::new(205, 1))
                && grown.contains(Decimal::from(16))
                && !grown.contains(Decimal::from(25))
        );
        assert_eq!(sum(&[a, b]).unwrap(), Interval::around(Decimal::from(110), Decimal::TWO));
    }
}
