//! Figures that a text holds something against: "falls far short of the recommended ratio of 1:600" says that it is less.

use crate::label::Comparator;
use crate::span::Span;

/// What such figures are called.
const BENCHMARKS: &[&str] = &[
    "recommended",
    "recommendation",
    "target",
    "threshold",
    "standard",
    "limit",
    "guideline",
    "norm",
    "benchmark",
    "ceiling",
    "floor",
    "minimum",
    "maximum",
    "average",
];

/// Words that place something below or above it.
const SIDES: &[(&str, Comparator)] = &[
    ("short of", Comparator::Less),
    ("below", Comparator::Less),
    ("under", Comparator::Less),
    ("exceed", Comparator::More),
    ("exceeds", Comparator::More),
    ("exceeded", Comparator::More),
    ("exceeding", Comparator::More),
    ("above", Comparator::More),
    ("surpasses", Comparator::More),
    ("surpassed", Comparator::More),
];

/// How the words before the value at `value` bound it; `None` where no benchmark stands between them and the value.
pub(super) fn bound(text: &str, sentence: Span, value: Span) -> Option<Comparator> {
    let before = text.get(sentence.start..value.start)?;
    let clause = before.rsplit([',', ';', ':']).next()?.to_lowercase();
    let word = |at: usize, len: usize| {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        edge(clause[..at].chars().next_back()) && edge(clause[at + len..].chars().next())
    };
    let last = |side: &str| clause.rmatch_indices(side).map(|(at, _)| at).find(|&at| word(at, side.len()));
    let (at, side, comparator) = SIDES
        .iter()
        .filter_map(|(side, comparator)| Some((last(side)?, *side, *comparator)))
        .max_by_key(|(at, ..)| *at)?;
    let between = &clause[at + side.len()..];
    // "never dropping below a 60 percent share" is at least 60.
    let never = clause[..at].split_whitespace().rev().take(3).any(|w| w == "never");
    if never && between.split_whitespace().all(|w| ["a", "an", "the"].contains(&w)) {
        return Some(if comparator == Comparator::Less { Comparator::AtLeast } else { Comparator::AtMost });
    }
    let named = between.split(|c: char| !c.is_alphanumeric()).any(|w| BENCHMARKS.contains(&w));
    named.then_some(comparator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_benchmark_bounds_what_is_held_against_it() {
        let found = |text: &str, value: &str| {
            let start = text.find(value).unwrap();
            bound(text, Span::new(0, text.len()), Span::new(start, start + value.len()))
        };
        assert_eq!(found("It falls far short of the recommended ratio of 1:600.", "1:600"), Some(Comparator::Less));
        assert_eq!(found("Inflation exceeded the bank's target of 2 percent.", "2 percent"), Some(Comparator::More));
        assert_eq!(found("It grew, never dropping below a 60% share.", "60%"), Some(Comparator::AtLeast));
        assert_eq!(found("It never exceeded 5 percent.", "5 percent"), Some(Comparator::AtMost));
        assert_eq!(found("It fell below 5 percent.", "5 percent"), None);
        assert_eq!(found("The target of 5 percent was missed.", "5 percent"), None);
        assert_eq!(found("It is above the average, with 5 percent.", "5 percent"), None);
    }
}
