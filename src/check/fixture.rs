//! Claims and tables for this part's tests.

use rust_decimal::Decimal;

use crate::claim::{Claim, Mention};
use crate::facts::{BadRows, FactTable};
use crate::label::{Comparator, Kind};
use crate::quantity::{Figure, Form, Number, Unit};
use crate::span::Span;

/// A claim from a line: `level 6.82e12 CNY | m=trade | e=China | c=ASEAN | w=whole | p=2025 | b=2024 | f=words`.
///
/// `6.82e12` is 6.82 written with a scale word; a comparator stands before the number: `>33e9`, `~2`.
pub(super) fn claim(line: &str) -> Claim {
    let mut parts = line.split(" | ");
    let head: Vec<&str> = parts.next().unwrap().split_whitespace().collect();
    let kind: Kind = head[0].parse().unwrap();
    let digits = head[1].trim_start_matches(['>', '<', '=', '~']);
    let comparator = match &head[1][..head[1].len() - digits.len()] {
        "" => Comparator::Equal,
        other => other.parse().unwrap(),
    };
    let figure = figure(digits, kind);
    let mut claim = Claim {
        span: Span::new(0, digits.len()),
        text: format!("{digits} {}", head[2]),
        form: if kind == Kind::Rank { Form::Ordinal } else { Form::Digits },
        comparator,
        ..Claim::new(Some(kind), figure, Unit::parse(head[2]).unwrap())
    };
    let mention = |text: &str| Some(Mention { span: Span::new(0, text.len()), text: text.to_owned(), carried: false });
    for part in parts {
        let (key, value) = part.split_once('=').unwrap();
        match key {
            "m" => claim.measure = mention(value),
            "e" => claim.entity = mention(value),
            "c" => claim.counterpart = mention(value),
            "w" => claim.whole = mention(value),
            "p" => claim.period = Some(value.parse().unwrap()),
            "pt" => claim.period_text = mention(value),
            "b" => claim.base_period = Some(value.parse().unwrap()),
            "mod" => claim.modality = value.parse().unwrap(),
            "s" => claim.sentence = Span::new(value.parse().unwrap(), 1000),
            "at" => claim.span = Span::new(value.parse().unwrap(), value.parse::<usize>().unwrap() + 1),
            "alt" => claim.alternatives = vec![Unit::parse(value).unwrap()],
            "t" => claim.text = value.to_owned(),
            "f" => {
                claim.form = Form::Multiple;
                claim.figure = Figure::Point(Number::vague(digits.parse().unwrap()).unwrap());
            }
            _ => panic!("{part}"),
        }
    }
    claim
}

fn figure(digits: &str, kind: Kind) -> Figure {
    if kind == Kind::Rank {
        return Figure::Point(Number::rank(digits.parse().unwrap()));
    }
    let (digits, zeros) = digits.split_once('e').unwrap_or((digits, "0"));
    let scale = Decimal::from(10_i64.pow(zeros.parse().unwrap()));
    let (sign, digits) = digits.strip_prefix('-').map_or((1, digits), |d| (-1, d));
    let number = Number::written(digits.parse().unwrap(), scale).unwrap();
    Figure::Point(if sign < 0 { number.negated() } else { number })
}

/// A table from CSV whose columns `measure,entity,period,value,unit` stand first in `header`.
pub(super) fn table(csv: &str) -> FactTable {
    let loaded = FactTable::from_csv("t.csv", csv.as_bytes(), BadRows::Refuse);
    loaded.unwrap_or_else(|e| panic!("{e}")).table
}
