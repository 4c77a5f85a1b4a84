//! What two levels give together, written so that a reader can redo it.

use super::terms::Term;
use super::{Answer, neat, short};
use crate::check::explain;
use crate::check::formula::{self, Args, Formula};
use crate::quantity::{Interval, Unit};

/// What is reckoned of two levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// From the first to the second, in percent.
    Growth,
    /// From the first to the second in so many years, in percent a year.
    AverageGrowth(u32),
    /// The first less the second; of percentages in points.
    Difference,
    /// The first by the second.
    Ratio,
    /// The first as a part of the second, in percent.
    Share,
}

impl Outcome {
    fn formula(self) -> Formula {
        match self {
            Self::Growth => formula::growth,
            Self::AverageGrowth(_) => formula::average_growth,
            Self::Difference => formula::difference,
            Self::Ratio => formula::ratio,
            Self::Share => formula::share,
        }
    }

    fn args(self) -> Args {
        if let Self::AverageGrowth(years) = self { years.into() } else { Args::default() }
    }

    fn unit(self, of: &Unit) -> Unit {
        match self {
            Self::Growth | Self::AverageGrowth(_) | Self::Share => Unit::percent(),
            Self::Ratio => Unit::one(),
            Self::Difference if of.is_percent() => Unit::points(),
            Self::Difference => of.clone(),
        }
    }

    /// The formula, its letters standing for rows in order.
    fn letters(self, a: &str, b: &str) -> String {
        match self {
            Self::Growth => format!("growth({a}, {b})"),
            Self::AverageGrowth(years) => format!("cagr({a}, {b}, {years})"),
            Self::Difference => format!("{a} - {b}"),
            Self::Ratio => format!("{a} / {b}"),
            Self::Share => format!("share({a}, {b})"),
        }
    }

    /// The sum with numbers.
    fn numbers(self, a: &str, b: &str) -> String {
        match self {
            Self::Growth => format!("{b} / {a} - 1"),
            Self::AverageGrowth(years) => format!("({b} / {a})^(1/{years}) - 1"),
            Self::Difference => format!("{a} - {b}"),
            Self::Ratio | Self::Share => format!("{a} / {b}"),
        }
    }

    /// The answer of two levels; `None` where their units do not convert or the formula has no value.
    ///
    /// It works on intervals, so the rounding of the rows is carried along, and on their plain values.
    pub(super) fn of(self, a: &Term, b: &Term) -> Option<Answer> {
        let rows: Vec<_> = a.rows.iter().chain(&b.rows).cloned().collect();
        // Nothing is compared with itself.
        if a.rows.iter().map(|hit| hit.row).eq(b.rows.iter().map(|hit| hit.row)) {
            return None;
        }
        let factor = b.unit.factor_to(&a.unit)?;
        let reckon = |a: &Interval, b: &Interval| self.formula()(&[*a, b.scale(factor)?], self.args());
        let expected = reckon(&a.exact, &b.exact)?.low()?;
        let unit = self.unit(&a.unit);
        let inside = |term: &Term| term.rows.len() > 1;
        let close = |text: String, term: &Term| if inside(term) { format!("({text})") } else { text };
        let numbers = self.numbers(&close(a.numbers(None)?, a), &close(b.numbers(Some(factor))?, b));
        // A function's commas keep its parts apart; signs need parentheses.
        let plain = !matches!(self, Self::Difference | Self::Ratio);
        let letters = |term: &Term, from| if plain { term.letters(from) } else { close(term.letters(from), term) };
        Some(Answer {
            value: reckon(&a.value, &b.value)?,
            possible: reckon(&a.possible, &b.possible)?,
            expected: neat(expected),
            identity: a.identity.and(&b.identity),
            derivation: self.letters(&letters(a, 0), &letters(b, a.rows.len())),
            working: format!("{numbers} = {}", explain::amount(short(expected), &unit)),
            unit,
            rows,
            decisive: a.decisive && b.decisive,
        })
    }
}
