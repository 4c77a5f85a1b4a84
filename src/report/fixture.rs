//! One result with everything in it that a renderer has to show, shared by the tests of all of them.

use rust_decimal::Decimal;

use super::Checked;
use crate::check::{Candidate, Evidence, Finding, Judgement};
use crate::claim::{Claim, Mention};
use crate::doc::Document;
use crate::label::{Kind, Verdict};
use crate::quantity::{Figure, Number, Period, Unit};
use crate::span::Span;

const TEXT: &str = "Größer: China's trade with ASEAN reached 6.28 trillion yuan in the first 11 months of 2025,\n\
    up 8.5 percent.\n\nGrowth of 5 to 7 percent is expected, and $2 billion more.";

/// A document with four claims: one supported, one refuted, a range and one more open; two of them at odds.
pub(crate) fn trade() -> Checked {
    let mut document = Document::new("articles/trade.txt", TEXT);
    document.published = Some("2025-12-09".parse().unwrap());
    let first = sentence("Größer", "8.5 percent.");
    let second = sentence("Growth of", "more.");
    let claims = vec![
        claim("6.28 trillion yuan", first, Kind::Level, point("6.28", 1_000_000_000_000), "CNY"),
        claim("8.5 percent", first, Kind::Growth, point("8.5", 1), "%"),
        claim("5 to 7 percent", second, Kind::Growth, range("5", "7"), "%"),
        claim("$2 billion", second, Kind::Change, point("2", 1_000_000_000), "USD"),
    ];
    let level = Judgement {
        explanation: "trade of China with ASEAN, Jan-Nov 2025: 6.82 trillion CNY (partners.csv:2)".to_owned(),
        evidence: vec![evidence(&["partners.csv:2"], "6820000000000", "CNY", "lookup")],
        ..judgement(Verdict::Refuted)
    };
    let growth = Judgement {
        explanation: "growth of it from a year before: 8.5 %".to_owned(),
        evidence: vec![evidence(&["partners.csv:3", "partners.csv:2"], "8.5", "%", "growth(a, b)")],
        ..judgement(Verdict::Supported)
    };
    let open = Judgement {
        explanation: "no row speaks of the same measure, entity and period".to_owned(),
        candidates: vec![candidate()],
        ..judgement(Verdict::NotEnoughInfo)
    };
    let finding = Finding {
        claims: vec![0, 3],
        check: "difference",
        holds: false,
        explanation: "6.28 trillion CNY is not 2 billion USD more".to_owned(),
    };
    Checked {
        document,
        claims,
        judgements: vec![level, growth, open.clone(), open],
        findings: vec![finding],
        error: None,
    }
}

fn find(words: &str) -> Span {
    let start = TEXT.find(words).unwrap();
    Span::new(start, start + words.len())
}

fn sentence(from: &str, to: &str) -> Span {
    Span::new(find(from).start, find(to).end)
}

fn point(digits: &str, scale: i64) -> Figure {
    Figure::Point(number(digits, scale))
}

fn range(low: &str, high: &str) -> Figure {
    Figure::Range { low: number(low, 1), high: number(high, 1) }
}

fn number(digits: &str, scale: i64) -> Number {
    Number::written(digits.parse().unwrap(), Decimal::from(scale)).unwrap()
}

fn claim(words: &str, sentence: Span, kind: Kind, figure: Figure, unit: &str) -> Claim {
    let mention = |words: &str| Some(Mention { span: find(words), text: words.to_owned(), carried: false });
    Claim {
        span: find(words),
        text: words.to_owned(),
        measure: mention("trade"),
        entity: mention("China"),
        counterpart: mention("ASEAN"),
        period: Some(Period::parse("2025-01/2025-11").unwrap()),
        sentence,
        confidence: 0.98,
        ..Claim::new(Some(kind), figure, Unit::parse(unit).unwrap())
    }
}

fn judgement(verdict: Verdict) -> Judgement {
    let (entity, counterpart) = (Some("China".to_owned()), Some("ASEAN".to_owned()));
    Judgement {
        verdict,
        explanation: String::new(),
        evidence: Vec::new(),
        candidates: Vec::new(),
        entity,
        counterpart,
        miss: None,
    }
}

fn candidate() -> Candidate {
    Candidate {
        fact: "partners.csv:9".to_owned(),
        measure: "trade".to_owned(),
        entity: "China".to_owned(),
        counterpart: Some("ASEAN".to_owned()),
        period: Period::parse("2024").unwrap(),
        value: Decimal::from(6_990_000_000_000_i64),
        unit: Unit::parse("CNY").unwrap(),
        why: "its period is 2024, the text's Jan-Nov 2025".to_owned(),
    }
}

fn evidence(facts: &[&str], expected: &str, unit: &str, derivation: &str) -> Evidence {
    Evidence {
        facts: facts.iter().map(|&f| f.to_owned()).collect(),
        expected: expected.parse().unwrap(),
        unit: Unit::parse(unit).unwrap(),
        derivation: derivation.to_owned(),
    }
}
