//! The project's own reading cases, `eval/reading`: rules are mended on the misses of `dev`; `test` only gives figures.
//!
//! `FIGCHECK_MISSES=1 cargo test --test it reading::cases -- --nocapture` prints a row each, and the misses of `dev`.

use std::fmt::Write as _;

use figcheck::label::Comparator;
use figcheck::quantity::{
    Figure, FiscalYear, Period, Quantity, TimeContext, TimeExpression, Unit, find_quantities, find_times,
};
use figcheck::span::Span;
use rust_decimal::Decimal;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    id: String,
    text: String,
    published: Option<String>,
    quantities: Vec<Gold>,
    times: Option<Vec<GoldTime>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Gold {
    mention: String,
    value: Option<serde_json::Number>,
    low: Option<serde_json::Number>,
    high: Option<serde_json::Number>,
    unit: String,
    comparator: Comparator,
    cue: Option<String>,
    #[serde(default)]
    alternatives_ok: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GoldTime {
    mention: String,
    period: String,
}

/// What is counted, in percent where it is a share.
#[derive(Debug, Default)]
struct Tally {
    gold: usize,
    found: usize,
    /// Mentions with exactly the gold's span.
    spans: usize,
    /// Of these, with its value.
    values: usize,
    /// Of these, with its unit.
    units: usize,
    /// Of those with its span, with its comparator and cue.
    comparators: usize,
    times: usize,
    /// Times that are found with exactly the gold's span, and resolved to its period.
    time_spans: usize,
    periods: usize,
    misses: String,
}

/// Floors in percent.
struct Floors {
    span_f1: f64,
    value_unit_f1: f64,
    comparator: f64,
    period: f64,
}

#[test]
fn dev() {
    measure("dev", &Floors { span_f1: 98.0, value_unit_f1: 96.0, comparator: 98.0, period: 95.0 });
}

#[test]
fn test() {
    measure("test", &Floors { span_f1: 92.0, value_unit_f1: 89.0, comparator: 98.0, period: 93.0 });
}

fn measure(name: &str, floors: &Floors) {
    let path = format!("{}/eval/reading/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let lines = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let mut tally = Tally::default();
    for (n, line) in lines.lines().enumerate() {
        let record: Record = serde_json::from_str(line).unwrap_or_else(|e| panic!("{path}:{}: {e}", n + 1));
        tally.quantities(&record);
        tally.periods(&record);
    }
    if name == "dev" && std::env::var_os("FIGCHECK_MISSES").is_some() {
        eprint!("{}", tally.misses);
    }
    let f1 = |right: usize| 200.0 * right as f64 / (tally.gold + tally.found).max(1) as f64;
    let share = |right: usize, of: usize| 100.0 * right as f64 / of.max(1) as f64;
    let (span_f1, value_f1, unit_f1) = (f1(tally.spans), f1(tally.values), f1(tally.units));
    let comparator = share(tally.comparators, tally.spans);
    let period = share(tally.periods, tally.times);
    eprintln!(
        "reading/{name:<20} span F1 {span_f1:.1}, value {value_f1:.1}, value + unit {unit_f1:.1} (of {} quantities, {} \
         found); comparator {comparator:.1} %; times found {:.1} %, with their period {period:.1} % (of {})",
        tally.gold,
        tally.found,
        share(tally.time_spans, tally.times),
        tally.times
    );
    for (what, figure, floor) in [
        ("span F1", span_f1, floors.span_f1),
        ("value + unit F1", unit_f1, floors.value_unit_f1),
        ("comparators", comparator, floors.comparator),
        ("periods", period, floors.period),
    ] {
        assert!(figure >= floor, "reading/{name}: {what} at {figure:.1} is below the floor of {floor}");
    }
}

impl Tally {
    fn quantities(&mut self, record: &Record) {
        let text = &record.text;
        let found = find_quantities(text);
        self.gold += record.quantities.len();
        self.found += found.len();
        let mut wanted: Vec<Span> = Vec::new();
        for gold in &record.quantities {
            let span = place(text, &gold.mention).unwrap_or_else(|| panic!("{}: no {:?}", record.id, gold.mention));
            wanted.push(span);
            let Some(quantity) = found.iter().find(|quantity| quantity.span == span) else {
                let near: Vec<_> = found.iter().filter(|q| q.span.overlaps(span)).map(|q| q.span.of(text)).collect();
                let _ =
                    writeln!(self.misses, "  span\t{}\t{text}\n      {:?}, found {near:?}", record.id, gold.mention);
                continue;
            };
            self.spans += 1;
            let comparator = quantity.comparator == gold.comparator
                && gold.cue.as_deref().is_none_or(|cue| quantity.cue.is_some_and(|span| span.of(text) == bare(cue)));
            self.comparators += usize::from(comparator);
            let unit = gold.unit(quantity);
            let value =
                unit.as_ref().map_or_else(|| gold.figure(quantity, Decimal::ONE), |&f| gold.figure(quantity, f));
            self.values += usize::from(value);
            self.units += usize::from(value && unit.is_some());
            for (what, right) in [("value", value), ("unit", unit.is_some()), ("comparator", comparator)] {
                if !right {
                    let _ = writeln!(
                        self.misses,
                        "  {what}\t{}\t{text}\n      {:?} found {:?} {} {} {:?}",
                        record.id,
                        gold.mention,
                        quantity.figure,
                        quantity.unit,
                        quantity.comparator,
                        quantity.cue.map(|cue| cue.of(text))
                    );
                }
            }
        }
        for quantity in found.iter().filter(|quantity| !wanted.iter().any(|span| span.overlaps(quantity.span))) {
            let _ = writeln!(self.misses, "  extra\t{}\t{text}\n      {:?}", record.id, quantity.span.of(text));
        }
    }

    fn periods(&mut self, record: &Record) {
        let Some(times) = &record.times else { return };
        let mut context = TimeContext::new(record.published.as_ref().map(|day| day.parse().unwrap()))
            .with_fiscal(FiscalYear::of_text(&record.text));
        let found: Vec<(TimeExpression, Option<Period>)> = find_times(&record.text)
            .into_iter()
            .flat_map(|time| match time.parts() {
                Some([first, last]) => vec![time, first, last],
                None => vec![time],
            })
            .map(|time| {
                let period = time.time.resolve(&context);
                if let Some(period) = period {
                    context.remember(&time.time, period);
                }
                (time, period)
            })
            .collect();
        for gold in times {
            self.times += 1;
            let span =
                place(&record.text, &gold.mention).unwrap_or_else(|| panic!("{}: no {}", record.id, gold.mention));
            self.time_spans += usize::from(found.iter().any(|(time, _)| time.span == span));
            let overlapping = || found.iter().filter(|(time, _)| time.span.overlaps(span));
            let wanted = Period::parse(&gold.period).unwrap_or_else(|e| panic!("{}: {e}", record.id));
            let right = overlapping().any(|(_, period)| period.is_some_and(|period| period.same_days(&wanted)));
            self.periods += usize::from(right);
            if !right {
                let near: Vec<_> =
                    overlapping().map(|(t, p)| (t.span.of(&record.text), p.map(|p| p.to_string()))).collect();
                let _ = writeln!(
                    self.misses,
                    "  time\t{}\t{}\n      {:?} {}, found {near:?}",
                    record.id, record.text, gold.mention, gold.period
                );
            }
        }
    }
}

impl Gold {
    /// The factor from the unit found to this one, or to one that is as good; `None` if it is another unit.
    fn unit(&self, found: &Quantity) -> Option<Decimal> {
        [&self.unit].into_iter().chain(&self.alternatives_ok).find_map(|code| {
            let unit = Unit::parse(code).ok()?;
            // The noun of a count has to be the same, not only go with it.
            let nouns = unit.is_count() == found.unit.is_count();
            found.unit.factor_to(&unit).filter(|_| nouns)
        })
    }

    fn figure(&self, found: &Quantity, factor: Decimal) -> bool {
        let near = |value: Decimal, gold: &Option<serde_json::Number>| {
            let gold: Option<Decimal> = gold.as_ref().map(|gold| gold.to_string().parse().unwrap());
            gold.is_some_and(|gold| {
                (value * factor - gold).abs() <= Decimal::new(1, 6) * gold.abs().max(Decimal::new(1, 3))
            })
        };
        match found.figure {
            Figure::Point(number) => match found.tolerance.filter(|_| self.value.is_none()) {
                Some(half) => near(number.value - half.value, &self.low) && near(number.value + half.value, &self.high),
                None => near(number.value, &self.value),
            },
            Figure::Range { low, high } => near(low.value, &self.low) && near(high.value, &self.high),
        }
    }
}

/// Where a mention stands; "words##2" is its second occurrence.
fn place(text: &str, mention: &str) -> Option<Span> {
    let (words, n) = match mention.split_once("##") {
        Some((words, n)) => (words, n.parse().ok()?),
        None => (mention, 1),
    };
    let (start, _) = text.match_indices(words).nth(n - 1)?;
    Some(Span::new(start, start + words.len()))
}

fn bare(mention: &str) -> &str {
    mention.split_once("##").map_or(mention, |(words, _)| words)
}
