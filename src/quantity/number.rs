//! The exact value of a number as written, and how finely it was written.

use rust_decimal::Decimal;

/// How a number is written, which decides how exactly it is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// "504", "6.82 trillion", "5 1/2".
    Digits,
    /// "eight", "twenty-one point five", "half a million", "a dozen".
    Words,
    /// "doubled", "halved", "four times", "1.5 times", "threefold".
    Multiple,
    /// "a third of", "two-thirds", "nearly half", "one in five".
    Fraction,
    /// "fourth-largest", "ranked sixth", "top three".
    Ordinal,
}

/// One number: its exact value, and the places that bound how exactly it was meant.
///
/// Every field carries the scale: "6.82 trillion" has value 6 820 000 000 000 and resolution 10 000 000 000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The value, scale applied.
    pub value: Decimal,
    /// The size of one unit in the last written place; zero where no digits say it ("a third", "doubled").
    pub resolution: Decimal,
    /// For a whole number that ends in zeros the place of its last other digit (400,000: 100 000), else the resolution.
    ///
    /// It is taken from the digits as written: "400 billion" is the whole number 400 and a scale, so 100 billion.
    pub round_place: Decimal,
    /// Whether nothing was rounded at all: ranks.
    pub exact: bool,
}

impl Number {
    /// Values beyond ±10^24 are no quantities of news; the limit leaves `Decimal` room for arithmetic on them.
    const LIMIT: Decimal = Decimal::from_parts(0xA100_0000, 0x1BCE_CCED, 0xD3C2, false, 0);

    /// The finest place that is kept; finer digits would leave no room for arithmetic.
    const PLACES: u32 = 15;

    /// Digits as written (`digits` × `scale`), `None` when out of range.
    ///
    /// The scale of `digits` counts: 4.250 was written to thousandths.
    #[must_use]
    pub fn written(digits: Decimal, scale: Decimal) -> Option<Self> {
        let last = Decimal::new(1, digits.scale().min(Self::PLACES));
        let mut place = last;
        if digits.scale() == 0 && !digits.is_zero() {
            let mut rest = digits;
            while rest.checked_rem(Decimal::TEN)?.is_zero() {
                rest = rest.checked_div(Decimal::TEN)?;
                place = place.checked_mul(Decimal::TEN)?;
            }
        }
        Self {
            value: digits.checked_mul(scale)?,
            resolution: last.checked_mul(scale)?,
            round_place: place.checked_mul(scale)?,
            exact: false,
        }
        .in_range()
    }

    /// A value said in words that show no last digit ("a third", "doubled", "half a million"); `None` out of range.
    #[must_use]
    pub fn vague(value: Decimal) -> Option<Self> {
        Self { value, resolution: Decimal::ZERO, round_place: Decimal::ZERO, exact: false }.in_range()
    }

    /// A position in an order.
    #[must_use]
    pub fn rank(position: u32) -> Self {
        Self { value: position.into(), resolution: Decimal::ZERO, round_place: Decimal::ZERO, exact: true }
    }

    /// The number times `factor`, as for "12 cents" in dollars; `None` out of range.
    #[must_use]
    pub fn scaled(self, factor: Decimal) -> Option<Self> {
        Self {
            value: self.value.checked_mul(factor)?.normalize(),
            resolution: self.resolution.checked_mul(factor)?.abs().normalize(),
            round_place: self.round_place.checked_mul(factor)?.abs().normalize(),
            exact: self.exact,
        }
        .in_range()
    }

    /// The same number with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { value: -self.value, ..self }
    }

    /// Half a unit of the last written place.
    #[must_use]
    pub fn half_unit(&self) -> Decimal {
        self.resolution * HALF
    }

    /// Half the place down to which the number may have been rounded.
    #[must_use]
    pub fn half_place(&self) -> Decimal {
        self.round_place.max(self.resolution) * HALF
    }

    /// Whether words without digits say it, so that no last place bounds it.
    #[must_use]
    pub fn is_vague(&self) -> bool {
        !self.exact && self.resolution.is_zero()
    }

    fn in_range(self) -> Option<Self> {
        (self.value.abs() <= Self::LIMIT && self.round_place <= Self::LIMIT).then(|| Self {
            value: self.value.round_dp(Self::PLACES).normalize(),
            resolution: self.resolution.normalize(),
            round_place: self.round_place.normalize(),
            ..self
        })
    }
}

/// One half; every product with it stays in range because [`Number`]s do.
pub(super) const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

/// A single number, or a range that the text gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// One number.
    Point(Number),
    /// "between 5 and 7 percent", "$40-50 million".
    Range {
        /// The lower end.
        low: Number,
        /// The upper end.
        high: Number,
    },
}

impl Figure {
    /// The single value; `None` for a range.
    #[must_use]
    pub fn point(&self) -> Option<Decimal> {
        match self {
            Self::Point(number) => Some(number.value),
            Self::Range { .. } => None,
        }
    }

    /// The value, or a range's lower end.
    #[must_use]
    pub fn low(&self) -> Decimal {
        match self {
            Self::Point(number) | Self::Range { low: number, .. } => number.value,
        }
    }

    /// The value, or a range's upper end.
    #[must_use]
    pub fn high(&self) -> Decimal {
        match self {
            Self::Point(number) | Self::Range { high: number, .. } => number.value,
        }
    }

    /// The figure with the other sign; a range's ends change places.
    #[must_use]
    pub fn negate(&self) -> Self {
        match *self {
            Self::Point(number) => Self::Point(number.negated()),
            Self::Range { low, high } => Self::Range { low: high.negated(), high: low.negated() },
        }
    }

    /// The figure times a positive `factor`; `None` out of range.
    #[must_use]
    pub fn scaled(&self, factor: Decimal) -> Option<Self> {
        Some(match *self {
            Self::Point(number) => Self::Point(number.scaled(factor)?),
            Self::Range { low, high } => Self::Range { low: low.scaled(factor)?, high: high.scaled(factor)? },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(digits: &str, scale: i64) -> Number {
        Number::written(digits.parse().unwrap(), scale.into()).unwrap()
    }

    #[test]
    fn the_last_digit_carries_the_scale() {
        let n = written("6.82", 1_000_000_000_000);
        assert_eq!(n.value, Decimal::from(6_820_000_000_000_i64));
        assert_eq!(n.resolution, Decimal::from(10_000_000_000_i64));
        assert_eq!(n.round_place, n.resolution);
    }

    #[test]
    fn zeros_at_the_end_may_be_rounding() {
        assert_eq!(written("400000", 1).round_place, Decimal::from(100_000));
        assert_eq!(written("400000", 1).resolution, Decimal::ONE);
        assert_eq!(written("400", 1_000_000_000).round_place, Decimal::from(100_000_000_000_i64));
        assert_eq!(written("400.0", 1).round_place, Decimal::new(1, 1));
        assert_eq!(written("504", 1).round_place, Decimal::ONE);
        assert_eq!(written("0", 1).round_place, Decimal::ONE);
    }

    #[test]
    fn the_limit_is_a_septillion() {
        assert_eq!(Number::LIMIT.to_string(), "1000000000000000000000000");
        assert_eq!(Number::LIMIT.to_string().len(), 25);
    }

    #[test]
    fn out_of_range_is_no_number() {
        assert_eq!(Number::written(Decimal::MAX, Decimal::ONE), None);
        assert_eq!(Number::written(Decimal::MAX, Decimal::MAX), None);
        assert_eq!(Number::vague(Decimal::MIN), None);
    }

    #[test]
    fn a_negated_range_keeps_its_order() {
        let range = Figure::Range { low: written("5", 1), high: written("7", 1) }.negate();
        assert_eq!((range.low(), range.high()), (Decimal::from(-7), Decimal::from(-5)));
    }
}
