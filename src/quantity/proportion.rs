//! Proportions with a colon: "a doctor-to-population ratio of 1:600", "a ratio of about 1:4,000-5,000".
//!
//! The value is the quotient, 1/600. Without the word "ratio" shortly before it, digits about a colon are scores and times
//! of day.

use rust_decimal::Decimal;

use super::lexer::Text;
use super::number::{Figure, Form, Number};
use super::numeral;
use super::scan::Found;
use super::unit::Unit;

/// Tokens before the first number among which the word "ratio" must stand.
const NEAR: usize = 6;

pub(super) fn read(text: &Text, i: usize) -> Option<Found> {
    let colon = |at: usize| text.is_mark(at, &[':']) && text.adjoins(at) && text.adjoins(at + 1);
    if !text.is_number(i) || !colon(i + 1) || !text.is_number(i + 2) {
        return None;
    }
    let named = (i.saturating_sub(NEAR)..i).any(|at| text.any(at, &["ratio", "ratios", "odds", "proportion"]));
    let above = text.str(i).parse::<Decimal>().ok().filter(|_| named)?;
    let first = numeral::read(text, i + 2, false)?;
    let below = first.number()?;
    let other = (text.is_dash(first.end) && text.adjoins(first.end) && text.adjoins(first.end + 1))
        .then(|| numeral::read(text, first.end + 1, false))
        .flatten();
    let (end, figure) = match other {
        Some(last) => {
            let (low, high) = (quotient(above, last.number()?)?, quotient(above, below)?);
            (last.end, Figure::Range { low, high })
        }
        None => (first.end, Figure::Point(quotient(above, below)?)),
    };
    let mut found = Found::new(i, end, quotient(above, below)?, Unit::one(), Form::Digits);
    found.figure = figure;
    Some(found)
}

/// The quotient; what one unit of the divisor's last digit makes is one of the quotient's.
fn quotient(above: Decimal, below: Number) -> Option<Number> {
    /// More places say nothing of a proportion and leave no room for arithmetic.
    const PLACES: u32 = 15;
    let value = above.checked_div(below.value)?.round_dp(PLACES);
    let of = |place: Decimal| Some(value.checked_mul(place)?.checked_div(below.value)?.round_dp(PLACES));
    let number = Number { value, resolution: of(below.resolution)?, round_place: of(below.round_place)?, exact: false };
    number.scaled(Decimal::ONE)
}

#[cfg(test)]
mod tests {
    use crate::quantity::{Figure, find_quantities};

    #[test]
    fn a_ratio_with_a_colon_is_a_quotient() {
        let found = find_quantities("It has a doctor-to-population ratio of 1:600.");
        assert_eq!(found.len(), 1, "{found:?}");
        let Figure::Point(number) = found[0].figure else { panic!("{found:?}") };
        assert_eq!(number.value.round_dp(6).to_string(), "0.001667");
        let found = find_quantities("a ratio of about 1:4,000-5,000 was found");
        assert_eq!(
            (found[0].figure.low().to_string(), found[0].figure.high().to_string()),
            ("0.0002".into(), "0.00025".into())
        );
        assert_eq!(found[0].comparator.as_str(), "~");
    }

    #[test]
    fn scores_and_times_are_no_ratios() {
        for text in ["They won 3:1 at home.", "It began at 1:30 pm.", "Verse 1:12 says so."] {
            assert!(find_quantities(text).is_empty(), "{text}");
        }
    }
}
