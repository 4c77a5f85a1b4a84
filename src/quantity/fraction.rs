//! Fractions in words: "two thirds", "a thirtieth", "five hundredths", "twenty-three fifths".

use rust_decimal::Decimal;

use super::lexer::Text;
use super::spelled::{Spelled, spelled, spelled_before};
use super::words::{self, Ending};

/// So many parts of so many.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fraction {
    pub above: Decimal,
    pub below: Decimal,
    /// The token after.
    pub end: usize,
    /// Whether an article stands for the one part: "a third".
    pub article: bool,
}

impl Fraction {
    pub(super) fn value(&self) -> Option<Decimal> {
        self.above.checked_div(self.below)
    }

    pub(super) fn is_proper(&self) -> bool {
        self.above < self.below
    }
}

/// The fraction that starts at token `i` with an article or the number of its parts.
pub(super) fn read(text: &Text, i: usize) -> Option<Fraction> {
    let fraction = |above: Decimal, (below, end, plural): (Decimal, usize, bool)| {
        let one = above == Decimal::ONE;
        let agrees = above > Decimal::ZERO && one != plural;
        agrees.then_some(Fraction { above, below, end, article: false })
    };
    if text.any(i, &["a", "an"]) {
        let at = text.after_loose_hyphen(i + 1);
        let part = named(text, at).filter(|_| text.reads_on(at)).and_then(|part| fraction(Decimal::ONE, part));
        if let Some(part) = part {
            return Some(Fraction { article: true, ..part });
        }
    }
    let number = spelled(text, i)?;
    match number.ending {
        Ending::Cardinal => {
            let at = text.after_loose_hyphen(number.end);
            let part = named(text, at).filter(|_| text.reads_on(at))?;
            fraction(number.value()?, part)
        }
        Ending::Ordinal | Ending::Ordinals => {
            let (above, part) = split(text, i, &number)?;
            fraction(above, part)
        }
    }
}

/// "100 millionths", "2 thirds": the parts at token `i` of a number in digits.
pub(super) fn of_digits(text: &Text, above: Decimal, i: usize) -> Option<Fraction> {
    let (below, end, plural) = named(text, i).filter(|_| text.reads_on(i))?;
    (plural && above > Decimal::ONE).then_some(Fraction { above, below, end, article: false })
}

/// What the parts are: "half", "quarters", "twenty-fifths", "hundredth"; how many make the whole, the token after, and
/// whether it is a plural.
fn named(text: &Text, i: usize) -> Option<(Decimal, usize, bool)> {
    match text.word(i) {
        word if word.eq_ignore_ascii_case("half") => Some((Decimal::TWO, i + 1, false)),
        word if word.eq_ignore_ascii_case("halves") => Some((Decimal::TWO, i + 1, true)),
        word if word.eq_ignore_ascii_case("quarter") => Some((4.into(), i + 1, false)),
        word if word.eq_ignore_ascii_case("quarters") => Some((4.into(), i + 1, true)),
        _ => ordinal(&spelled(text, i)?),
    }
}

fn ordinal(number: &Spelled) -> Option<(Decimal, usize, bool)> {
    let below = number.value()?;
    // "a first", "ten seconds"
    let parts = number.ending != Ending::Cardinal && below > Decimal::TWO;
    parts.then_some((below, number.end, number.ending == Ending::Ordinals))
}

/// "one hundred thirty-fifths" is hundred of thirty-five parts: where an ordinal phrase comes apart into a number and
/// the largest ordinal that leaves one.
fn split(text: &Text, i: usize, whole: &Spelled) -> Option<(Decimal, (Decimal, usize, bool))> {
    let last = whole.end - 1;
    // "fifty-four hundredths" are not so many four-hundredths.
    let round = text.any(last, &["hundredth", "hundredths", "thousandth", "thousandths"]);
    let from = if round || last - i > 12 { last } else { i + 1 };
    (from.max(i + 1)..=last).find_map(|at| {
        let hyphen = text.is_dash(at - 1);
        let tens = hyphen && text.any(at.checked_sub(2)?, words::TENS);
        let scale = at < last && words::scale_word(text.word(at)).is_some();
        if tens || scale || text.is_dash(at) {
            return None;
        }
        let part = ordinal(&spelled(text, at)?).filter(|&(_, end, _)| end == whole.end)?;
        let stop = if hyphen { at - 1 } else { at };
        let above = spelled_before(text, i, stop).filter(|n| n.end == stop && n.ending == Ending::Cardinal)?;
        Some((above.value()?, part))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_come_apart_where_they_must() {
        for (raw, above, below) in [
            ("two thirds", 2, 3),
            ("one - eighth", 1, 8),
            ("three-sevenths", 3, 7),
            ("a fortieth", 1, 40),
            ("a hundred millionths", 100, 1_000_000),
            ("seven hundredths", 7, 100),
            ("eighty-one fifths", 81, 5),
            ("thirty fifths", 30, 5),
            ("one sixty-fourth", 1, 64),
            ("seven sixty-fourths", 7, 64),
            ("seven sixty fourths", 7, 64),
            ("four hundred twenty-fifths", 400, 25),
            ("four hundred and twenty fifths", 420, 5),
            ("forty-four hundredths", 44, 100),
            ("one half", 1, 2),
            ("three quarters", 3, 4),
        ] {
            let text = Text::new(raw);
            let found = read(&text, 0).map(|f| (f.above, f.below, f.end));
            assert_eq!(found, Some((above.into(), below.into(), text.tokens.len())), "{raw}");
        }
        for raw in [
            "twenty-first",
            "sixty-fourths",
            "a first",
            "ten seconds",
            "three third",
            "one thirds",
            "fifth",
            "hundredth",
        ] {
            assert!(read(&Text::new(raw), 0).is_none(), "{raw}");
        }
    }
}
