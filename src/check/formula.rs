//! The arithmetic of derivations, on intervals: whatever rows allow, the result allows.
//!
//! Every entry of [`DERIVATIONS`](super::DERIVATIONS) reckons with one of these, and the search with the same ones. Each
//! is exact where its operands are points, and otherwise gives every value that some choice within the operands gives
//! (interval arithmetic: Moore, Interval Analysis, 1966). `None` stands for what has no value: a wrong number of operands,
//! a division by an interval around zero, a growth across a change of sign, an overflow.

use rust_decimal::Decimal;

use crate::quantity::Interval;

/// What a formula takes beside its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Args {
    /// The `n` of the formula: years of an average growth, days or hours of a period. One where the formula has none.
    pub n: Decimal,
}

impl Default for Args {
    fn default() -> Self {
        Self { n: Decimal::ONE }
    }
}

impl From<u32> for Args {
    fn from(n: u32) -> Self {
        Self { n: n.into() }
    }
}

/// The value of operands in order.
pub type Formula = fn(&[Interval], Args) -> Option<Interval>;

/// The row's own value.
#[must_use]
pub fn itself(values: &[Interval], _: Args) -> Option<Interval> {
    let [a] = values else { return None };
    Some(*a)
}

/// Relative change in percent, from the first to the second: `(b / a - 1) × 100` (Eurostat, Statistics Explained: "Growth
/// rate"); none where the sign changes, for that has no rate.
#[must_use]
pub fn growth(values: &[Interval], _: Args) -> Option<Interval> {
    let [base, now] = values else { return None };
    let ratio = now.div(base)?;
    // What may be zero or just beside it still fell by all of itself.
    if ratio.high()? < Decimal::ZERO {
        return None;
    }
    percent(&ratio.shift(Decimal::NEGATIVE_ONE)?)
}

/// Absolute change or gap: `a - b`; of two percentages in points (Eurostat, Statistics Explained: "Percentage point").
#[must_use]
pub fn difference(values: &[Interval], _: Args) -> Option<Interval> {
    let [a, b] = values else { return None };
    a.sub(b)
}

/// How many times as much, and a total for each head: `a / b` (World Bank, metadata of "per capita" indicators: divided by
/// midyear population).
#[must_use]
pub fn ratio(values: &[Interval], _: Args) -> Option<Interval> {
    let [a, b] = values else { return None };
    a.div(b)
}

/// Part of a whole in percent: `a / b × 100`.
#[must_use]
pub fn share(values: &[Interval], args: Args) -> Option<Interval> {
    percent(&ratio(values, args)?)
}

/// Compound growth a year in percent over `n` years: `((b / a)^(1/n) - 1) × 100` (OECD, Glossary of Statistical Terms:
/// "Compound growth rate").
#[must_use]
pub fn average_growth(values: &[Interval], args: Args) -> Option<Interval> {
    let [base, now] = values else { return None };
    let years = u32::try_from(args.n).ok()?;
    percent(&now.div(base)?.root(years)?.shift(Decimal::NEGATIVE_ONE)?)
}

/// The multiple that a growth in percent makes: `1 + a / 100`, so 120 % makes 2.2 times.
#[must_use]
pub fn multiple(values: &[Interval], _: Args) -> Option<Interval> {
    let [growth] = values else { return None };
    growth.scale(Decimal::new(1, 2))?.shift(Decimal::ONE)
}

/// All together: `a + b + …`; none of nothing. Whether values may be added is `additivity`'s to say.
#[must_use]
pub fn sum(values: &[Interval], _: Args) -> Option<Interval> {
    let (first, rest) = values.split_first()?;
    rest.iter().try_fold(*first, |sum, value| sum.add(value))
}

/// The arithmetic mean, every value with the same weight: `(a + b + …) / count`; none of nothing.
#[must_use]
pub fn average(values: &[Interval], args: Args) -> Option<Interval> {
    sum(values, args)?.scale(Decimal::ONE.checked_div(Decimal::from(values.len()))?)
}

/// What falls on one of `n` equal times: `a / n`.
#[must_use]
pub fn per_time(values: &[Interval], args: Args) -> Option<Interval> {
    let [a] = values else { return None };
    a.div(&Interval::point(args.n))
}

/// How many share one, of how many each has: `1 / a`.
#[must_use]
pub fn reciprocal(values: &[Interval], _: Args) -> Option<Interval> {
    let [a] = values else { return None };
    Interval::point(Decimal::ONE).div(a)
}

/// An amount in another currency by units of it for one of the first: `a × b`.
#[must_use]
pub fn converted(values: &[Interval], _: Args) -> Option<Interval> {
    let [amount, rate] = values else { return None };
    amount.mul(rate)
}

/// The smallest: what all of a run are at least.
#[must_use]
pub fn least(values: &[Interval], _: Args) -> Option<Interval> {
    let low = values.iter().map(Interval::low).collect::<Option<Vec<_>>>()?.into_iter().min()?;
    let high = values.iter().map(Interval::high).collect::<Option<Vec<_>>>()?.into_iter().min()?;
    Some(Interval::new(low, high))
}

/// The largest: what all of a run are at most.
#[must_use]
pub fn greatest(values: &[Interval], _: Args) -> Option<Interval> {
    let low = values.iter().map(Interval::low).collect::<Option<Vec<_>>>()?.into_iter().max()?;
    let high = values.iter().map(Interval::high).collect::<Option<Vec<_>>>()?.into_iter().max()?;
    Some(Interval::new(low, high))
}

/// The place of the first among all, from the top: one more than those above it, and up to as many more as may be
/// (standard competition ranking: "1224").
#[must_use]
pub fn rank(values: &[Interval], _: Args) -> Option<Interval> {
    let (own, others) = values.split_first()?;
    let above = others.iter().filter(|other| other.low() > own.high()).count();
    let perhaps = others.iter().filter(|other| other.low() <= own.high() && other.meets(own)).count();
    let first = Decimal::from(above).checked_add(Decimal::ONE)?;
    Some(Interval::new(first, first.checked_add(perhaps.into())?))
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

    /// The value of a formula at points, written out.
    fn value(formula: Formula, operands: &str, n: u32) -> String {
        let operands: Vec<Interval> = operands.split_whitespace().map(point).collect();
        let found = formula(&operands, n.into()).and_then(|i| i.low());
        found.map_or_else(|| "none".to_owned(), |v| v.round_dp(4).normalize().to_string())
    }

    #[test]
    fn the_formulas_give_what_a_reader_reckons() {
        let cases: &[(Formula, &str, u32, &str)] = &[
            (itself, "50", 1, "50"),
            (itself, "50 60", 1, "none"),
            (growth, "50 60", 1, "20"),
            (growth, "60 50", 1, "-16.6667"),
            (growth, "0 50", 1, "none"),
            (growth, "50 0", 1, "-100"),
            (growth, "-5 50", 1, "none"),
            (growth, "-5 -10", 1, "100"),
            (difference, "60 50", 1, "10"),
            (ratio, "60 50", 1, "1.2"),
            (share, "50 60", 1, "83.3333"),
            (average_growth, "100 121", 2, "10"),
            (average_growth, "50 60", 0, "none"),
            (multiple, "120", 1, "2.2"),
            (sum, "50 60 0", 1, "110"),
            (sum, "", 1, "none"),
            (average, "50 60", 1, "55"),
            (average, "50 60 0", 1, "36.6667"),
            (per_time, "365", 365, "1"),
            (per_time, "365", 0, "none"),
            (reciprocal, "0.0016", 1, "625"),
            (reciprocal, "0", 1, "none"),
            (converted, "7.5 0.14", 1, "1.05"),
            (least, "3 1 2", 1, "1"),
            (greatest, "3 1 2", 1, "3"),
            (greatest, "", 1, "none"),
            (rank, "5 9 1 7", 1, "3"),
            (rank, "5", 1, "1"),
        ];
        for (formula, operands, n, expected) in cases {
            assert_eq!(value(*formula, operands, *n), *expected, "{operands}, {n}");
        }
    }

    #[test]
    fn rounding_is_carried_through() {
        let around = |value: i64| Interval::around(Decimal::from(value), Decimal::ONE);
        let (a, b) = (around(50), around(60));
        let grown = growth(&[a, b], Args::default()).unwrap();
        assert!(
            grown.contains(Decimal::new(205, 1))
                && grown.contains(Decimal::from(16))
                && !grown.contains(Decimal::from(25))
        );
        assert_eq!(sum(&[a, b], Args::default()), Some(Interval::around(Decimal::from(110), Decimal::TWO)));
        // 50 and 51 may be either way round, 60 is surely above.
        let place = rank(&[a, around(51), b], Args::default()).unwrap();
        assert_eq!((place.low(), place.high()), (Some(Decimal::TWO), Some(3.into())));
        assert_eq!(greatest(&[a, around(51)], Args::default()), Some(around(51)));
        // A fall to nothing, of which rounding leaves a little on either side.
        let nothing = Interval::around(Decimal::ZERO, Decimal::ONE);
        assert!(growth(&[a, nothing], Args::default()).unwrap().contains(Decimal::from(-100)));
    }
}
