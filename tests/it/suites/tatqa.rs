//! Arithmetic of financial reports: TAT-QA's derivations (CC BY 4.0), once with the operands given and once searched for
//! in the report's table.
//!
//! Given the operands, each derivation is taken apart into our formulas, one inside the other where it has several steps.
//! Set aside and counted: products and other shapes that no formula of the derivation table has, growth across a change
//! of sign, which has no rate, and answers that their own derivation does not give. For the search the rows of the table
//! that have a year above them become facts, the question becomes a claim by the words that all such questions are made
//! of ("percentage change in … between … and …"), and the answer is what is claimed. It is only then a success when the
//! claim is supported by a derivation, and a wrong answer in its place is not.

use std::collections::BTreeMap;

use figcheck::check::{DocumentContext, formula, judge};
use figcheck::claim::{Claim, Mention};
use figcheck::facts::{BadRows, FactTable};
use figcheck::label::{Comparator, Kind, Modality, Verdict};
use figcheck::quantity::{Figure, Form, Interval, Number, Period, Unit};
use figcheck::span::Span;
use rust_decimal::Decimal;
use serde_json::{Value, json};

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

/// The outermost formula of a derivation, and its value by ours; `Err` says what is outside the derivation table.
fn ours(of: &Expression, percent: bool) -> Result<(&'static str, Interval), &'static str> {
    let none = "no value: a base of another sign or zero";
    let inner = |of: &Expression, percent| ours(of, percent).map(|(_, value)| value);
    match of {
        Leaf(value) => Ok(("number", Interval::point(*value))),
        Negative(of) => ours(of, percent).map(|(name, value)| (name, value.negate())),
        Pair('*', of, hundred) if hundred.is(100) => ours(of, true),
        Pair('/', change, base) if matches!(&**change, Pair('-', _, b) if b.plain() == base.plain()) => {
            let Pair(_, now, _) = &**change else { return Err(none) };
            let grown = formula::growth(&inner(base, false)?, &inner(now, false)?).ok_or(none)?;
            Ok(("growth", if percent { grown } else { grown.scale(Decimal::new(1, 2)).ok_or(none)? }))
        }
        Pair('-', ratio, one) if one.is(1) && matches!(&**ratio, Pair('/', ..)) => {
            let Pair(_, now, base) = &**ratio else { return Err(none) };
            let grown = formula::growth(&inner(base, false)?, &inner(now, false)?).ok_or(none)?;
            Ok(("growth", if percent { grown } else { grown.scale(Decimal::new(1, 2)).ok_or(none)? }))
        }
        Pair('/', sum, count) if sum.addends().len() > 1 && count.plain() == Some(sum.addends().len().into()) => {
            let values = sum.addends().into_iter().map(|of| inner(of, percent)).collect::<Result<Vec<_>, _>>()?;
            Ok(("average", formula::average(&values).ok_or(none)?))
        }
        Pair('/', a, b) => {
            let (a, b) = (inner(a, false)?, inner(b, false)?);
            if percent {
                return Ok(("share", formula::share(&a, &b).ok_or(none)?));
            }
            Ok(("ratio", formula::ratio(&a, &b).ok_or(none)?))
        }
        Pair('-', a, b) => {
            let (a, b) = (inner(a, percent)?, inner(b, percent)?);
            Ok(("difference", formula::difference(&a, &b).ok_or(none)?))
        }
        Pair('+', ..) => {
            let values = of.addends().into_iter().map(|of| inner(of, percent)).collect::<Result<Vec<_>, _>>()?;
            Ok(("sum", formula::sum(&values).ok_or(none)?))
        }
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
    for file in FILES {
        for (_, question) in questions(&json(&folder.join(file))) {
            let written = question["derivation"].as_str().unwrap();
            let percent = question["scale"] == "percent";
            let (Some(expected), Some(read)) = (answer(question), Expression::parse(written)) else {
                *aside.entry("not an expression of numbers").or_default() += 1;
                continue;
            };
            // "(7.2% - 11.6%) * 100" is a matter of taste in percent signs, so is a missing "* 100".
            let plain = read.plain();
            let given = [1, 100].iter().any(|&f| plain.is_some_and(|p| rounds_to(p * Decimal::from(f), expected)));
            let given = given || plain.is_some_and(|p| rounds_to(p / Decimal::ONE_HUNDRED, expected));
            match ours(&read, percent) {
                _ if !given => *aside.entry("an answer that its derivation does not give").or_default() += 1,
                Err(why) => *aside.entry(why).or_default() += 1,
                Ok((name, value)) if value.low().is_some_and(|v| rounds_to(v, expected)) => {
                    *right.entry(name).or_default() += 1;
                }
                Ok((_, value)) if value.low().is_some_and(|v| off_by_hundred(v, expected)) => {
                    *aside.entry("percent or not, which the answer leaves open").or_default() += 1;
                }
                Ok((name, value)) => wrong.push(format!("{name} {written} = {expected}, ours {:?}", value.low())),
            }
        }
    }
    let all: usize = right.values().sum();
    eprintln!("TAT-QA, operands given: {all} of {} right {right:?}, aside {aside:?}", all + wrong.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(all > 1200 && aside.values().sum::<usize>() < 60, "{right:?} {aside:?}");
}

/// The year that a heading speaks of.
fn years(text: &str) -> Vec<i16> {
    let year = |word: &str| word.parse().ok().filter(|y| word.len() == 4 && (1990..2050).contains(y));
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '/');
    // "2018/2019" is the year that ends in the second.
    words.filter_map(|word| word.rsplit('/').find_map(year)).collect()
}

/// A cell's number: "(3.1)" is negative, "—" is zero.
fn cell(text: &str) -> Option<(Decimal, bool)> {
    let percent = text.contains('%');
    let negative = text.contains('(') || text.contains('−') || text.trim_start().starts_with('-');
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let other = text.chars().any(char::is_alphabetic);
    match digits.trim_matches('.').parse::<Decimal>() {
        Ok(value) if !other => Some((if negative { -value } else { value }, percent)),
        Err(_) if text.trim() == "—" || text.trim() == "-" => Some((Decimal::ZERO, percent)),
        _ => None,
    }
}

/// The rows of a report's table as facts: a row's label is the measure, the year above a column its period.
fn table(context: &Value) -> Option<FactTable> {
    let grid = context["table"]["table"].as_array().or_else(|| context["table"].as_array())?;
    let rows: Vec<Vec<&str>> = grid
        .iter()
        .map(|row| row.as_array().unwrap().iter().map(|c| c.as_str().unwrap_or_default()).collect())
        .collect();
    let width = rows.iter().map(Vec::len).max()?;
    let mut above: Vec<Option<i16>> = vec![None; width];
    let mut facts = Vec::new();
    let mut heading = String::new();
    for (number, row) in rows.iter().enumerate() {
        let label = row.first().copied().unwrap_or_default().trim();
        let cells: Vec<Option<(Decimal, bool)>> = row.iter().map(|text| cell(text)).collect();
        let dated: Vec<Vec<i16>> = row.iter().map(|text| years(text)).collect();
        let is_head = dated.iter().skip(1).any(|y| !y.is_empty())
            && row.iter().zip(&dated).skip(1).all(|(text, y)| text.is_empty() || !y.is_empty() || cell(text).is_none());
        if is_head {
            let mut last = None;
            for (column, above) in above.iter_mut().enumerate().skip(1) {
                let text = row.get(column).copied().unwrap_or_default();
                match dated.get(column).map(Vec::as_slice) {
                    Some([.., year]) => last = Some(*year),
                    _ if text.is_empty() => {}
                    // "Change" beside the years.
                    _ => last = None,
                }
                *above = last.or(if text.is_empty() { *above } else { None });
            }
            continue;
        }
        if cells.iter().skip(1).all(Option::is_none) {
            if !label.is_empty() {
                label.trim_end_matches(':').clone_into(&mut heading);
            }
            continue;
        }
        for (column, above) in above.iter().enumerate().skip(1) {
            let (Some(year), Some(Some((value, percent)))) = (above, cells.get(column)) else { continue };
            let label = if label.is_empty() { "total" } else { label };
            facts.push(json!({
                "measure": label.trim_end_matches([':', '.', ' ']), "aliases": format!("{heading} {label}"),
                "entity": "Company", "period": year.to_string(), "value": value.to_string(),
                "unit": if *percent { "%" } else { "USD" }, "id": format!("{number}:{column}"),
            }));
        }
    }
    // One figure a year and measure: a second column of the same year is another thing.
    let lines: Vec<String> = facts.iter().map(ToString::to_string).collect();
    (!lines.is_empty())
        .then(|| {
            FactTable::from_jsonl("t.jsonl", lines.join("\n").as_bytes(), BadRows::Refuse)
                .map_err(|e| eprintln!("{e}"))
                .ok()
        })?
        .map(|loaded| loaded.table)
}

/// Words of questions that name neither measure nor time.
const ASKING: &[&str] = &[
    "what",
    "is",
    "was",
    "were",
    "are",
    "the",
    "how",
    "much",
    "did",
    "does",
    "company",
    "company's",
    "percentage",
    "percent",
    "change",
    "changes",
    "increase",
    "decrease",
    "(decrease)",
    "difference",
    "growth",
    "rate",
    "/",
    "in",
    "of",
    "for",
    "from",
    "between",
    "to",
    "and",
    "over",
    "during",
    "year",
    "years",
    "fiscal",
    "fy",
    "fye",
    "ended",
    "december",
    "june",
    "march",
    "september",
    "31,",
    "30,",
    "31",
    "30",
    "as",
    "at",
    "both",
    "period",
    "across",
    "2-year",
    "3",
    "three",
    "two",
    "amount",
    "annual",
    "increase/",
    "increase/(decrease)",
    "respectively",
    "fys",
    "compared",
    "with",
    "by",
    "end",
    "on",
    "a",
    "within",
    "their",
    "its",
    "values",
    "value",
];

/// The words between the asking and the times.
fn topic(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let asks = |w: &&str| {
        let w = w.to_lowercase();
        let bare = w.trim_end_matches([',', '?', '.', ':']);
        ASKING.contains(&bare) || ASKING.contains(&w.as_str()) || !years(&w).is_empty()
    };
    let from = words.iter().position(|w| !asks(w)).unwrap_or(0);
    let to = words.iter().rposition(|w| !asks(w)).map_or(0, |i| i + 1);
    let kept = words.get(from..to.max(from)).unwrap_or_default();
    let kept: Vec<&str> = kept.iter().filter(|w| years(w).is_empty()).copied().collect();
    kept.join(" ").trim_end_matches([',', '?', '.']).to_owned()
}

/// The measure of the table that the words fit best, by its own name.
fn measure(words: &str, table: &FactTable) -> Option<Mention> {
    let found = table.search(words, None, None);
    mention(&found.first().map_or_else(|| words.to_owned(), |best| table.measure_text(best.measure)))
}

fn mention(text: &str) -> Option<Mention> {
    (!text.is_empty()).then(|| Mention { span: Span::new(0, text.len()), text: text.to_owned(), carried: false })
}

/// What is asked to be the part of what, in either order.
fn part_and_whole(question: &str) -> Option<(&str, &str)> {
    let joined = [" as a percentage of ", " out of ", " over ", " among ", " in the total ", " in total ", " in "];
    let reversed = [" was ", " is ", " are ", " were ", " does ", " do "];
    let after = |words: &str| question.split_once(words).map(|(_, rest)| rest);
    if let Some(rest) = after("percentage of ").or_else(|| after("proportion of ")).or_else(|| after("percent of "))
        && !question.contains(" as a percentage of ")
        && let Some((whole, part)) = reversed.iter().find_map(|words| rest.split_once(words))
    {
        return Some((part, whole));
    }
    joined.iter().find_map(|words| question.split_once(words))
}

/// The claim that the question's answer is `value`.
fn claim(question: &str, scale: &str, value: Decimal, table: &FactTable) -> Option<Claim> {
    let lower = question.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    let percent = scale == "percent";
    let mut named = years(question);
    named.sort_unstable();
    named.dedup();
    if named.is_empty() {
        // "the average" of all that the table has.
        named = table.facts().map(|f| f.period.start().year()).collect();
        named.sort_unstable();
        named.dedup();
    }
    let (first, last) = (*named.first()?, *named.last()?);
    let year = |y: i16| Period::year_of(y);
    let span = if first == last { year(last)? } else { year(first)?.to(&year(last)?)? };
    let mut claim = Claim {
        span: Span::new(0, 0),
        text: value.to_string(),
        kind: Some(Kind::Level),
        figure: Figure::Point(Number::written(value, Decimal::ONE)?),
        unit: Unit::currency("USD")?,
        alternatives: vec![Unit::percent()],
        form: Form::Digits,
        tolerance: None,
        comparator: Comparator::Equal,
        cue: None,
        modality: Modality::Actual,
        measure: None,
        entity: None,
        counterpart: None,
        whole: None,
        period: year(last),
        period_text: None,
        base_period: None,
        base_text: None,
        sentence: Span::new(0, 0),
        confidence: 1.0,
        problems: Vec::new(),
    };
    let cut = |at: &str| lower.find(at).map(|i| (&question[..i], &question[i + at.len()..]));
    if says(&[
        "percentage change",
        "percentage increase",
        "percentage decrease",
        "percent change",
        "growth rate",
        "% change",
    ]) {
        claim.kind = Some(Kind::Growth);
        claim.unit = Unit::percent();
        claim.base_period = (first != last).then(|| year(first)).flatten();
        claim.measure = measure(&topic(question), table);
    } else if says(&["average"]) && !(says(&["weighted average", "weighted-average"]) && says(&["change", "increase"]))
    {
        claim.period = Some(span);
        let (_, after) = cut("average")?;
        claim.measure = measure(&topic(after), table);
        claim.measure = claim.measure.and_then(|m| mention(&format!("average {}", m.text)));
    } else if percent && says(&["percentage", "proportion", "what percent"]) {
        claim.kind = Some(Kind::Share);
        claim.unit = Unit::percent();
        let (part, whole) = part_and_whole(&lower)?;
        claim.measure = measure(&topic(part.split_once(" of ").map_or(part, |(_, rest)| rest)), table);
        claim.whole = measure(&topic(whole), table);
    } else if says(&["ratio of"]) {
        claim.kind = Some(Kind::Ratio);
        claim.unit = Unit::one();
        let (_, after) = cut("ratio of")?;
        let (part, whole) = after.split_once(" to ").or_else(|| after.split_once(" over "))?;
        claim.base_period = (first != last).then(|| year(first)).flatten();
        claim.measure = measure(&topic(part), table);
        claim.base_text = Some(topic(whole)).filter(|t| !t.is_empty()).and_then(|t| measure(&t, table));
    } else if says(&["change", "increase", "decrease", "difference"]) {
        claim.kind = Some(Kind::Change);
        claim.alternatives = vec![Unit::points()];
        claim.base_period = (first != last).then(|| year(first)).flatten();
        match (first == last).then(|| cut("between ")).flatten().and_then(|(_, after)| after.split_once(" and ")) {
            Some((a, b)) => {
                claim.measure = measure(&topic(a), table);
                claim.base_text = measure(&topic(b), table);
            }
            None => claim.measure = measure(&topic(question), table),
        }
    } else if says(&["total", "sum"]) {
        claim.period = Some(span);
        let (_, after) = cut("total ").or_else(|| cut("sum "))?;
        claim.measure = measure(&topic(after), table);
    } else {
        return None;
    }
    Some(claim)
}

#[test]
fn derivations_whose_operands_are_searched_for() {
    let Some(folder) = suite("TAT-QA") else { return };
    let mut right: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut wrong, mut fooled, mut refuted, mut no_table) = (0, 0, 0, 0);
    for file in FILES {
        for (context, question) in questions(&json(&folder.join(file))) {
            let written = question["derivation"].as_str().unwrap();
            let scale = question["scale"].as_str().unwrap_or_default();
            let (Some(expected), Some(read)) = (answer(question), Expression::parse(written)) else { continue };
            let Ok((name, value)) = ours(&read, scale == "percent") else { continue };
            // What takes figures from the text beside the table is not searched for in the table.
            if question["answer_from"] != "table" || !value.low().is_some_and(|v| rounds_to(v, expected)) {
                continue;
            }
            let Some(table) = table(context) else {
                no_table += 1;
                continue;
            };
            let text = question["question"].as_str().unwrap();
            let judged = |value: Decimal| {
                let context = DocumentContext::default().with_default_entity("Company");
                claim(text, scale, value, &table).map(|claim| judge(&claim, &context, &table))
            };
            let found = judged(expected);
            let supported = found.as_ref().is_some_and(|j| j.verdict == Verdict::Supported);
            let counts = right.entry(name).or_default();
            counts.0 += usize::from(supported);
            counts.1 += 1;
            wrong += usize::from(found.as_ref().is_some_and(|j| j.verdict == Verdict::Refuted));
            if !supported && std::env::var_os("FIGCHECK_MISSES").is_some() {
                let said = found.map(|j| format!("{}: {}", j.verdict, j.explanation));
                eprintln!("    {name} {text:?} {written} = {expected}: {said:?}");
            }
            // The same claim with a figure that no rounding of the rows explains.
            let other = expected + expected.abs() + Decimal::from(250);
            if supported && let Some(judgement) = judged(other) {
                fooled += usize::from(judgement.verdict == Verdict::Supported);
                if judgement.verdict == Verdict::Supported && std::env::var_os("FIGCHECK_MISSES").is_some() {
                    eprintln!("    supported although wrong, {other}: {text:?}: {}", judgement.explanation);
                }
                refuted += usize::from(judgement.verdict == Verdict::Refuted);
            }
        }
    }
    let (found, all) = right.values().fold((0, 0), |sum, n| (sum.0 + n.0, sum.1 + n.1));
    let percent = 100.0 * found as f64 / all as f64;
    eprintln!(
        "TAT-QA, operands searched: {found} of {all} = {percent:.1} % {right:?}; right answers refuted: {wrong}; without a year in the heading: {no_table}"
    );
    eprintln!("    wrong answers in their place: {refuted} refuted, {fooled} supported, of {found}");
    assert!(percent >= 70.0 && fooled == 0, "{percent} {fooled}");
}
