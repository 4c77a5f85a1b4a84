//! Arithmetic of financial reports: TAT-QA's derivations (CC BY 4.0) with their operands given.
//!
//! Each derivation is taken apart into entries of our derivation table, one inside the other where it has several steps.
//! Set aside, counted and listed with `FIGCHECK_MISSES`: products and other shapes that no entry has, growth across a
//! change of sign, which has no rate, and answers that their own derivation does not give. `searched` looks for the
//! operands in the report's table.

mod searched;

use std::collections::BTreeMap;

use figcheck::check::Derivation;
use figcheck::check::formula::Args;
use figcheck::quantity::Interval;
use rust_decimal::Decimal;
use serde_json::Value;

use super::{json, suite};

const FILES: [&str; 2] = ["tatqa_dataset_test_gold.json", "tatqa_dataset_dev.json"];

/// A derivation as it is written.
#[derive(Clone, Debug)]
enum Expression {
    Number(Decimal),
    Negative(Box<Expression>),
    Pair(char, Box<Expression>, Box<Expression>),
}

use Expression::{Negative, Number as Leaf, Pair};

impl Expression {
    /// Reads `((1,571.7 - 8) / 8) * 100`; brackets of both kinds, currency and percent signs without meaning.
    fn parse(text: &str) -> Option<Self> {
        let plain = |c: char| match c {
            '[' => '(',
            ']' => ')',
            '–' | '−' => '-',
            c => c,
        };
        let kept = |c: &char| c.is_ascii_digit() || "+-*/().".contains(*c);
        let text = text.replace("million", "").replace("billion", "").replace('x', "*");
        let chars: Vec<char> = text.chars().map(plain).filter(kept).collect();
        let mut at = 0;
        let read = Self::sum(&chars, &mut at)?;
        (at == chars.len()).then_some(read)
    }

    fn sum(chars: &[char], at: &mut usize) -> Option<Self> {
        Self::chain(chars, at, "+-", Self::product)
    }

    fn product(chars: &[char], at: &mut usize) -> Option<Self> {
        Self::chain(chars, at, "*/", Self::value)
    }

    fn chain(
        chars: &[char],
        at: &mut usize,
        signs: &str,
        part: fn(&[char], &mut usize) -> Option<Self>,
    ) -> Option<Self> {
        let mut left = part(chars, at)?;
        while let Some(&sign) = chars.get(*at).filter(|c| signs.contains(**c)) {
            *at += 1;
            left = Pair(sign, Box::new(left), Box::new(part(chars, at)?));
        }
        Some(left)
    }

    fn value(chars: &[char], at: &mut usize) -> Option<Self> {
        match chars.get(*at)? {
            '-' => {
                *at += 1;
                Some(Negative(Box::new(Self::value(chars, at)?)))
            }
            '(' => {
                *at += 1;
                let inner = Self::sum(chars, at)?;
                *at += 1;
                (chars.get(*at - 1) == Some(&')')).then_some(inner)
            }
            _ => {
                let digits: String = chars[*at..].iter().take_while(|c| c.is_ascii_digit() || **c == '.').collect();
                *at += digits.len();
                Some(Leaf(digits.parse().ok()?))
            }
        }
    }

    /// What it comes to, by plain arithmetic.
    fn plain(&self) -> Option<Decimal> {
        match self {
            Leaf(value) => Some(*value),
            Negative(inner) => Some(-inner.plain()?),
            Pair('+', a, b) => a.plain()?.checked_add(b.plain()?),
            Pair('-', a, b) => a.plain()?.checked_sub(b.plain()?),
            Pair('*', a, b) => a.plain()?.checked_mul(b.plain()?),
            Pair(_, a, b) => a.plain()?.checked_div(b.plain()?),
        }
    }

    fn is(&self, value: i64) -> bool {
        self.plain() == Some(value.into())
    }

    fn addends(&self) -> Vec<&Expression> {
        match self {
            Pair('+', a, b) => a.addends().into_iter().chain([&**b]).collect(),
            one => vec![one],
        }
    }
}

/// What an entry of the derivation table makes of operands.
fn entry(name: &'static str, operands: &[Interval]) -> Result<(&'static str, Interval), &'static str> {
    let entry = Derivation::named(name).unwrap_or_else(|| panic!("no entry {name}"));
    let value = (entry.reckon)(operands, Args::default());
    value.map(|value| (name, value)).ok_or("no value: a base of another sign or zero")
}

/// The outermost entry of a derivation, and its value by ours; `Err` says what is outside the derivation table.
fn ours(of: &Expression, percent: bool) -> Result<(&'static str, Interval), &'static str> {
    let inner = |of: &Expression, percent| ours(of, percent).map(|(_, value)| value);
    let all = |of: &Expression| of.addends().into_iter().map(|of| inner(of, percent)).collect::<Result<Vec<_>, _>>();
    let grown = |base: &Expression, now: &Expression| {
        let (name, value) = entry("growth", &[inner(base, false)?, inner(now, false)?])?;
        Ok((name, if percent { value } else { value.scale(Decimal::new(1, 2)).ok_or("overflow")? }))
    };
    match of {
        Leaf(value) => Ok(("look-up", Interval::point(*value))),
        Negative(of) => ours(of, percent).map(|(name, value)| (name, value.negate())),
        Pair('*', of, hundred) if hundred.is(100) => ours(of, true),
        Pair('/', change, base) if matches!(&**change, Pair('-', _, b) if b.plain() == base.plain()) => match &**change
        {
            Pair(_, now, _) => grown(base, now),
            _ => unreachable!("a pair"),
        },
        Pair('-', ratio, one) if one.is(1) && matches!(&**ratio, Pair('/', ..)) => match &**ratio {
            Pair(_, now, base) => grown(base, now),
            _ => unreachable!("a pair"),
        },
        Pair('/', sum, count) if sum.addends().len() > 1 && count.plain() == Some(sum.addends().len().into()) => {
            entry("average", &all(sum)?)
        }
        Pair('/', a, b) => entry(if percent { "share" } else { "ratio" }, &[inner(a, false)?, inner(b, false)?]),
        Pair('-', a, b) => entry("change", &[inner(a, percent)?, inner(b, percent)?]),
        Pair('+', ..) => entry("sum of parts", &all(of)?),
        Pair(..) => Err("a product of two figures"),
    }
}

/// The answer as written: its number and how many decimals it has.
fn answer(question: &Value) -> Option<Decimal> {
    let text = match &question["answer"] {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.replace(',', ""),
        _ => return None,
    };
    text.parse().ok()
}

/// Whether a value is the answer at the answer's own rounding.
fn rounds_to(value: Decimal, answer: Decimal) -> bool {
    let half = Decimal::new(5, answer.scale() + 1);
    (value - answer).abs() <= half + Decimal::new(1, 9)
}

/// Whether a value is the answer but for a percent sign.
fn off_by_hundred(value: Decimal, answer: Decimal) -> bool {
    rounds_to(value * Decimal::ONE_HUNDRED, answer) || rounds_to(value / Decimal::ONE_HUNDRED, answer)
}

fn questions(contexts: &Value) -> impl Iterator<Item = (&Value, &Value)> {
    let contexts = contexts.as_array().unwrap().iter();
    let all = contexts.flat_map(|c| c["questions"].as_array().unwrap().iter().map(move |q| (c, q)));
    all.filter(|(_, question)| question["answer_type"] == "arithmetic")
}

#[test]
fn derivations_with_their_operands_given() {
    let Some(folder) = suite("TAT-QA") else { return };
    let mut right: BTreeMap<&str, usize> = BTreeMap::new();
    let mut aside: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut outside = Vec::new();
    for file in FILES {
        for (_, question) in questions(&json(&folder.join(file))) {
            let written = question["derivation"].as_str().unwrap();
            let percent = question["scale"] == "percent";
            let (Some(expected), Some(read)) = (answer(question), Expression::parse(written)) else {
                outside.push(("not an expression of numbers", written.to_owned()));
                continue;
            };
            // "(7.2% - 11.6%) * 100" is a matter of taste in percent signs, so is a missing "* 100".
            let plain = read.plain();
            let given = [1, 100].iter().any(|&f| plain.is_some_and(|p| rounds_to(p * Decimal::from(f), expected)));
            let given = given || plain.is_some_and(|p| rounds_to(p / Decimal::ONE_HUNDRED, expected));
            match ours(&read, percent) {
                _ if !given => {
                    outside.push(("an answer that its derivation does not give", format!("{written} = {expected}")));
                }
                Err(why) => outside.push((why, written.to_owned())),
                Ok((name, value)) if value.low().is_some_and(|v| rounds_to(v, expected)) => {
                    *right.entry(name).or_default() += 1;
                }
                Ok((_, value)) if value.low().is_some_and(|v| off_by_hundred(v, expected)) => {
                    outside.push(("percent or not, which the answer leaves open", format!("{written} = {expected}")));
                }
                Ok((name, value)) => wrong.push(format!("{name} {written} = {expected}, ours {:?}", value.low())),
            }
        }
    }
    for (why, written) in &outside {
        *aside.entry(why).or_default() += 1;
        if std::env::var_os("FIGCHECK_MISSES").is_some() {
            eprintln!("    outside the derivation table: {why}: {written}");
        }
    }
    let all: usize = right.values().sum();
    eprintln!("TAT-QA, operands given: {all} of {} right {right:?}, aside {aside:?}", all + wrong.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(all > 1200 && aside.values().sum::<usize>() < 60, "{right:?} {aside:?}");
}
