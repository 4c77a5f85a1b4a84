//! Closed intervals of decimals, and the interval that a written figure asserts.

use std::fmt;

use rust_decimal::{Decimal, MathematicalOps};

use super::number::{Figure, Form, HALF, Number};
use crate::label::Comparator;

/// A closed interval; a missing end is unbounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    low: Option<Decimal>,
    high: Option<Decimal>,
}

impl Interval {
    /// Everything.
    pub const ALL: Self = Self { low: None, high: None };

    /// The interval between two ends, in either order.
    #[must_use]
    pub fn new(a: Decimal, b: Decimal) -> Self {
        Self { low: Some(a.min(b)), high: Some(a.max(b)) }
    }

    /// One value.
    #[must_use]
    pub fn point(value: Decimal) -> Self {
        Self::new(value, value)
    }

    /// `center` ± `half`; an end that is out of range is unbounded.
    #[must_use]
    pub fn around(center: Decimal, half: Decimal) -> Self {
        let half = half.abs();
        Self { low: center.checked_sub(half), high: center.checked_add(half) }
    }

    /// From `low` on.
    #[must_use]
    pub fn at_least(low: Decimal) -> Self {
        Self { low: Some(low), high: None }
    }

    /// Up to `high`.
    #[must_use]
    pub fn at_most(high: Decimal) -> Self {
        Self { low: None, high: Some(high) }
    }

    /// The lower end; `None` when unbounded.
    #[must_use]
    pub fn low(&self) -> Option<Decimal> {
        self.low
    }

    /// The upper end; `None` when unbounded.
    #[must_use]
    pub fn high(&self) -> Option<Decimal> {
        self.high
    }

    /// Whether `value` lies inside; the ends do.
    #[must_use]
    pub fn contains(&self, value: Decimal) -> bool {
        self.low.is_none_or(|low| low <= value) && self.high.is_none_or(|high| value <= high)
    }

    /// Whether the two share at least one value; touching ends do.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        let below = |low: Option<Decimal>, high: Option<Decimal>| match (low, high) {
            (Some(low), Some(high)) => low <= high,
            _ => true,
        };
        below(self.low, other.high) && below(other.low, self.high)
    }

    /// The smallest interval that holds both.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        Self {
            low: self.low.zip(other.low).map(|(a, b)| a.min(b)),
            high: self.high.zip(other.high).map(|(a, b)| a.max(b)),
        }
    }

    /// Mirrored at zero.
    #[must_use]
    pub fn negate(&self) -> Self {
        Self { low: self.high.map(|d| -d), high: self.low.map(|d| -d) }
    }

    /// Moved by `by`; `None` on overflow.
    #[must_use]
    pub fn shift(&self, by: Decimal) -> Option<Self> {
        self.add(&Self::point(by))
    }

    /// Times `factor`; `None` on overflow.
    #[must_use]
    pub fn scale(&self, factor: Decimal) -> Option<Self> {
        let low = ends(self.low, |d| d.checked_mul(factor))?;
        let high = ends(self.high, |d| d.checked_mul(factor))?;
        Some(if factor.is_zero() {
            Self::point(Decimal::ZERO)
        } else if factor.is_sign_negative() {
            Self { low: high, high: low }
        } else {
            Self { low, high }
        })
    }

    /// The sums; `None` on overflow.
    #[must_use]
    pub fn add(&self, other: &Self) -> Option<Self> {
        let sum = |a: Option<Decimal>, b: Option<Decimal>| match (a, b) {
            (Some(a), Some(b)) => a.checked_add(b).map(Some),
            _ => Some(None),
        };
        Some(Self { low: sum(self.low, other.low)?, high: sum(self.high, other.high)? })
    }

    /// The differences; `None` on overflow.
    #[must_use]
    pub fn sub(&self, other: &Self) -> Option<Self> {
        self.add(&other.negate())
    }

    /// The products of two bounded intervals; `None` if one is unbounded, and on overflow.
    #[must_use]
    pub fn mul(&self, other: &Self) -> Option<Self> {
        self.corners(other, Decimal::checked_mul)
    }

    /// The quotients of two bounded intervals; `None` if one is unbounded, if `other` contains zero, and on overflow.
    #[must_use]
    pub fn div(&self, other: &Self) -> Option<Self> {
        if other.contains(Decimal::ZERO) {
            return None;
        }
        self.corners(other, Decimal::checked_div)
    }

    /// The `n`th roots of a bounded positive interval, as for growth a year over `n` years; `None` otherwise.
    #[must_use]
    pub fn root(&self, n: u32) -> Option<Self> {
        let exponent = Decimal::ONE.checked_div(n.into())?;
        let root = |d: Decimal| {
            // `checked_powd` works through logarithms: of what lies far from one it would lose digits or overflow.
            let usual = d > Decimal::new(1, 9) && d < Decimal::from(1_000_000_000);
            if usual { d.checked_powd(exponent) } else { None }
        };
        Some(Self::new(root(self.low?)?, root(self.high?)?))
    }

    fn corners(&self, other: &Self, f: impl Fn(Decimal, Decimal) -> Option<Decimal>) -> Option<Self> {
        let (a, b, c, d) = (self.low?, self.high?, other.low?, other.high?);
        let products = [f(a, c)?, f(a, d)?, f(b, c)?, f(b, d)?];
        let low = products.iter().copied().min()?;
        let high = products.iter().copied().max()?;
        Some(Self::new(low, high))
    }
}

fn ends(end: Option<Decimal>, f: impl Fn(Decimal) -> Option<Decimal>) -> Option<Option<Decimal>> {
    match end {
        Some(end) => f(end).map(Some),
        None => Some(None),
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low == high => write!(f, "{}", low.normalize()),
            (Some(low), Some(high)) => write!(f, "{} to {}", low.normalize(), high.normalize()),
            (Some(low), None) => write!(f, "at least {}", low.normalize()),
            (None, Some(high)) => write!(f, "at most {}", high.normalize()),
            (None, None) => f.write_str("anything"),
        }
    }
}

/// What a written figure asserts: the values that bear it out, and the wider ones that do not yet contradict it.
///
/// A table's interval that meets `inner` supports the claim; one that does not meet `outer` refutes it; between the
/// two there is not enough information.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assertion {
    /// What the figure is borne out by.
    pub inner: Interval,
    /// What does not contradict it.
    pub outer: Interval,
}

impl Assertion {
    /// The intervals that digits, words and comparator assert.
    ///
    /// - `=`: half a unit of the last digit each way; zeros that end a whole number widen `outer` to half of the place
    ///   of the last other digit. A scale word changes nothing in that: "400 billion" is the whole number 400 counted
    ///   in billions, borne out within 0.5 billion and contradicted beyond 50 billion; "41 trillion" has ± 0.5 trillion
    ///   for both. Counts in words ("eight nodes") are numbers like those in digits.
    /// - `~`, and words that show no last digit ("doubled", "a third", "half a million"): 5 % (or half a unit if that
    ///   is more), and 10 %. The zeros of "about 400,000" give no further room: `~` says how much there is.
    /// - `>`, `>=`, `<`, `<=`: open-ended, with half a unit of room in `outer`. Of a negative value they bound the
    ///   magnitude: "fell more than 2 percent" is -2 and below, "fell less than 2 percent" is -2 to 0. Of "halved" they
    ///   bound how far it fell: "more than halved" is 0.5 and below.
    /// - Ranks are exact. The ends of a range stand each for itself. A tolerance ("± 0.3") takes the place of the
    ///   half unit where it is more.
    #[must_use]
    pub fn of(figure: &Figure, comparator: Comparator, form: Form, tolerance: Option<&Number>) -> Self {
        match *figure {
            Figure::Point(number) => Self::of_number(number, comparator, form, tolerance),
            Figure::Range { low, high } => match comparator {
                // "at least 5 to 7 percent" bounds from the end that its words speak of: of a fall that of magnitude.
                Comparator::More | Comparator::AtLeast => {
                    let end = if high.value.is_sign_negative() { high } else { low };
                    Self::of_number(end, comparator, form, tolerance)
                }
                Comparator::Less | Comparator::AtMost => {
                    let end = if high.value.is_sign_negative() { low } else { high };
                    Self::of_number(end, comparator, form, tolerance)
                }
                Comparator::Equal | Comparator::About => {
                    let low = Self::of_number(low, comparator, form, tolerance);
                    let high = Self::of_number(high, comparator, form, tolerance);
                    Self { inner: low.inner.hull(&high.inner), outer: low.outer.hull(&high.outer) }
                }
            },
        }
    }

    fn of_number(number: Number, comparator: Comparator, form: Form, tolerance: Option<&Number>) -> Self {
        let value = number.value;
        let exact = number.exact || form == Form::Ordinal;
        let (half, place) = if exact {
            (Decimal::ZERO, Decimal::ZERO)
        } else {
            let given = tolerance.map_or(Decimal::ZERO, |t| t.value.abs());
            (number.half_unit().max(given), number.half_place().max(given))
        };
        let by_words = comparator == Comparator::Equal && number.is_vague() && !exact && half.is_zero();
        let falls = value.is_sign_negative() && !value.is_zero();
        // "more than halved" bounds how far it fell, so what is left is less than half.
        let shrinks = form == Form::Multiple && number.is_vague() && value < Decimal::ONE && !falls;
        let comparator = match comparator {
            Comparator::More | Comparator::AtLeast if shrinks => Comparator::AtMost,
            Comparator::Less | Comparator::AtMost if shrinks => Comparator::AtLeast,
            other => other,
        };
        match comparator {
            Comparator::About => Self::within_percent(value, half),
            Comparator::Equal if by_words => Self::within_percent(value, half),
            Comparator::Equal => Self { inner: Interval::around(value, half), outer: Interval::around(value, place) },
            Comparator::More | Comparator::AtLeast if falls => {
                Self { inner: Interval::at_most(value), outer: Interval::at_most(value + half) }
            }
            Comparator::More | Comparator::AtLeast => {
                Self { inner: Interval::at_least(value), outer: Interval::at_least(value - half) }
            }
            Comparator::Less | Comparator::AtMost if falls => {
                Self { inner: Interval::new(value, Decimal::ZERO), outer: Interval::new(value - half, half) }
            }
            Comparator::Less | Comparator::AtMost => {
                Self { inner: Interval::at_most(value), outer: Interval::at_most(value + half) }
            }
        }
    }

    fn within_percent(value: Decimal, half: Decimal) -> Self {
        // A twentieth and a tenth; a number's range leaves room for both products.
        let near = (value.abs() * HALF * Decimal::new(1, 1)).max(half);
        let far = (value.abs() * Decimal::new(1, 1)).max(near);
        Self { inner: Interval::around(value, near), outer: Interval::around(value, far) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn interval(low: &str, high: &str) -> Interval {
        Interval { low: low.parse().ok(), high: high.parse().ok() }
    }

    fn written(digits: &str, scale: i64) -> Figure {
        Figure::Point(Number::written(dec(digits), scale.into()).unwrap())
    }

    fn check(figure: &Figure, comparator: &str, form: Form, inner: (&str, &str), outer: (&str, &str)) {
        let found = Assertion::of(figure, comparator.parse().unwrap(), form, None);
        let expected = Assertion { inner: interval(inner.0, inner.1), outer: interval(outer.0, outer.1) };
        assert_eq!(found, expected, "{figure:?} {comparator}");
    }

    #[test]
    fn digits_assert_what_the_contract_says() {
        const T: i64 = 1_000_000_000_000;
        let cases = [
            (written("6.82", T), "=", ("6815000000000", "6825000000000"), ("6815000000000", "6825000000000")),
            (written("41", T), "=", ("40500000000000", "41500000000000"), ("40500000000000", "41500000000000")),
            (written("400000", 1), "=", ("399999.5", "400000.5"), ("350000", "450000")),
            (written("400", 1_000_000_000), "=", ("399500000000", "400500000000"), ("350000000000", "450000000000")),
            (written("504", 1), "=", ("503.5", "504.5"), ("503.5", "504.5")),
            (written("14.4", 1), "~", ("13.68", "15.12"), ("12.96", "15.84")),
            (written("2", 1), "~", ("1.5", "2.5"), ("1.5", "2.5")),
            (written("33", 1), ">", ("33", ""), ("32.5", "")),
            (written("33", 1), ">=", ("33", ""), ("32.5", "")),
            (written("33", 1), "<", ("", "33"), ("", "33.5")),
            (written("33", 1), "<=", ("", "33"), ("", "33.5")),
            (written("33", 1).negate(), ">", ("", "-33"), ("", "-32.5")),
            (written("33", 1).negate(), "<", ("-33", "0"), ("-33.5", "0.5")),
        ];
        for (figure, comparator, inner, outer) in cases {
            check(&figure, comparator, Form::Digits, inner, outer);
        }
    }

    #[test]
    fn words_ranks_and_ranges() {
        let doubled = Figure::Point(Number::vague(Decimal::TWO).unwrap());
        check(&doubled, "=", Form::Multiple, ("1.9", "2.1"), ("1.8", "2.2"));
        check(&doubled, ">", Form::Multiple, ("2", ""), ("2", ""));
        check(&doubled, "<", Form::Multiple, ("", "2"), ("", "2"));
        let halved = Figure::Point(Number::vague(dec("0.5")).unwrap());
        check(&halved, "=", Form::Multiple, ("0.475", "0.525"), ("0.45", "0.55"));
        check(&halved, ">", Form::Multiple, ("", "0.5"), ("", "0.5"));
        check(&halved, "<", Form::Multiple, ("0.5", ""), ("0.5", ""));
        check(&written("0.8", 1), ">", Form::Multiple, ("0.8", ""), ("0.75", ""));
        let third = Figure::Point(Number::vague(dec("33.333333")).unwrap());
        check(&third, "~", Form::Fraction, ("31.66666635", "34.99999965"), ("29.9999997", "36.6666663"));
        check(&third, ">=", Form::Fraction, ("33.333333", ""), ("33.333333", ""));
        check(&written("8", 1), "=", Form::Words, ("7.5", "8.5"), ("7.5", "8.5"));
        let rank = Figure::Point(Number::rank(3));
        check(&rank, "=", Form::Ordinal, ("3", "3"), ("3", "3"));
        check(&rank, "<=", Form::Ordinal, ("", "3"), ("", "3"));
        let (Figure::Point(low), Figure::Point(high)) = (written("5", 1), written("7", 1)) else { unreachable!() };
        let range = Figure::Range { low, high };
        check(&range, "=", Form::Digits, ("4.5", "7.5"), ("4.5", "7.5"));
        check(&range, "~", Form::Digits, ("4.5", "7.5"), ("4.5", "7.7"));
        check(&range, ">=", Form::Digits, ("5", ""), ("4.5", ""));
        check(&range, "<", Form::Digits, ("", "7"), ("", "7.5"));
        let fall = Figure::Range { low: high.negated(), high: low.negated() };
        check(&fall, ">", Form::Digits, ("", "-5"), ("", "-4.5"));
        check(&fall, "<=", Form::Digits, ("-7", "0"), ("-7.5", "0.5"));
    }

    #[test]
    fn a_tolerance_widens() {
        let tolerance = Number::written(dec("0.3"), Decimal::ONE).unwrap();
        let found = Assertion::of(&written("5.0", 1), Comparator::Equal, Form::Digits, Some(&tolerance));
        assert_eq!(found.inner, interval("4.7", "5.3"));
    }

    #[test]
    fn arithmetic_carries_both_ends() {
        let (a, b) = (interval("9", "11"), interval("-2", "4"));
        assert_eq!(a.add(&b), Some(interval("7", "15")));
        assert_eq!(a.sub(&b), Some(interval("5", "13")));
        assert_eq!(a.mul(&b), Some(interval("-22", "44")));
        assert_eq!(a.div(&b), None);
        assert_eq!(b.div(&interval("2", "4")), Some(interval("-1", "2")));
        assert_eq!(a.add(&Interval::at_least(Decimal::ONE)), Some(Interval::at_least(Decimal::TEN)));
        assert_eq!(a.mul(&Interval::ALL), None);
        assert_eq!(a.scale(Decimal::NEGATIVE_ONE), Some(interval("-11", "-9")));
        let roots = interval("1.4641", "16").root(4).unwrap();
        let near = |a: Option<Decimal>, b: &str| (a.unwrap() - dec(b)).abs() < dec("0.000001");
        assert!(near(roots.low(), "1.1") && near(roots.high(), "2"), "{roots}");
        assert_eq!(Interval::point(Decimal::MAX).add(&Interval::point(Decimal::MAX)), None);
    }

    #[test]
    fn touching_intervals_meet() {
        assert!(interval("1", "2").meets(&interval("2", "3")));
        assert!(!interval("1", "2").meets(&interval("2.1", "3")));
        assert!(Interval::at_least(dec("5")).meets(&interval("", "5")));
    }
}
