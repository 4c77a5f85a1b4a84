//! Sums that a text gives in two currencies.

use rust_decimal::Decimal;

use super::{Finding, Item, finding};
use crate::check::explain;
use crate::facts::plain_words;
use crate::label::Kind;
use crate::quantity::{Interval, Unit};

/// Two amounts of one measure and time with so little between them are one sum in two currencies: in bytes.
const BESIDE: usize = 60;
/// Rates of one year differ by so much within a text, in percent: daily and yearly rates, rounding in between.
const RATE_DRIFT: i64 = 3;

/// One sum in two currencies.
struct Pair<'a> {
    items: [&'a Item<'a>; 2],
    /// The first currency by code, for one of the second.
    rate: Interval,
    exact: Decimal,
    year: Option<i16>,
}

/// "7.5 trillion yuan ($1.05 trillion)": the rates that such sums imply, against each other or a rate in the text.
///
/// Condition: two amounts of one measure and period in different currencies, one right after the other, in brackets or
/// after "or" and the like, and another such pair, or a rate, of the same currencies and year. An alarm means that the
/// rates differ by more than rounding and 3 %; sums whose year is not known raise none, and a lone pair only if the
/// currencies never had a rate anywhere near.
pub(super) fn currencies(items: &[Item<'_>]) -> Vec<Finding> {
    let amounts: Vec<&Item<'_>> = items.iter().filter(|i| i.claim.unit.is_currency()).collect();
    let pairs: Vec<Pair<'_>> = amounts.windows(2).filter_map(|w| Pair::new(w[0], w[1])).collect();
    let mut findings = Vec::new();
    for (i, pair) in pairs.iter().enumerate() {
        let alike = |p: &&Pair<'_>| p.currencies() == pair.currencies() && p.year == pair.year && !is_absurd(p);
        let peers: Vec<&Pair<'_>> = pairs.iter().filter(alike).collect();
        let stated = items.iter().find(|r| r.kind == Kind::Level && r.claim.unit == pair.unit() && same_year(r, pair));
        let [a, b] = pair.items;
        if is_absurd(pair) {
            let explanation = format!("{}, far from any rate that these currencies have had", pair.sum());
            findings.push(finding(&[a, b], "currency", false, explanation));
        } else if let Some(stated) = stated {
            let explanation = format!("{}, the text gives the rate as {}", pair.sum(), stated.said());
            findings.push(finding(&[a, b], "currency", pair.agrees(&stated.interval, stated.value), explanation));
        } else if let [first, second] = peers.as_slice() {
            // Two that differ: which is wrong, nothing says.
            if std::ptr::eq(*first, pair) {
                let [c, d] = second.items;
                let explanation = format!("{}; {}", pair.sum(), second.sum());
                let holds = pair.agrees(&second.rate, second.exact);
                if holds || pair.year.is_some() {
                    findings.push(finding(&[a, b, c, d], "currency", holds, explanation));
                }
            }
        } else if peers.len() > 2 {
            let mut others: Vec<&Pair<'_>> =
                peers.into_iter().filter(|p| !std::ptr::eq(*p, &raw const pairs[i])).collect();
            others.sort_by_key(|p| p.exact);
            let median = others[others.len() / 2];
            let explanation = format!("{}; other sums in the text give about {}", pair.sum(), rounded(median.exact));
            let holds = pair.agrees(&median.rate, median.exact);
            if holds || pair.year.is_some() {
                findings.push(finding(&[a, b], "currency", holds, explanation));
            }
        }
    }
    findings
}

/// What a United States dollar cost at its lowest and highest since 2000, by currency.
const DOLLAR: &[(&str, i64, i64)] = &[
    ("CNY", 600, 830),
    ("EUR", 60, 125),
    ("GBP", 45, 95),
    ("JPY", 7500, 16500),
    ("KRW", 90000, 160_000),
    ("INR", 3900, 9500),
    ("AUD", 90, 210),
    ("CAD", 90, 165),
    ("CHF", 70, 185),
    ("HKD", 770, 790),
    ("SGD", 120, 190),
    ("TWD", 2700, 3600),
    ("BRL", 150, 650),
    ("MXN", 900, 2500),
    ("ZAR", 550, 2100),
    ("SEK", 600, 1150),
    ("THB", 2800, 4700),
    ("MYR", 290, 490),
    ("IDR", 700_000, 1_750_000),
    ("PHP", 3800, 6200),
    ("VND", 1_400_000, 2_700_000),
    ("RUB", 2200, 13000),
];

/// Far beyond any rate that the two currencies ever had is twice as far: million for billion, not a day's rate.
fn is_absurd(pair: &Pair<'_>) -> bool {
    let (a, b) = pair.currencies();
    let (other, per_dollar) = match (a, b) {
        (other, "USD") => (other, Some(pair.exact)),
        ("USD", other) => (other, Decimal::ONE.checked_div(pair.exact)),
        _ => return false,
    };
    let bounds = DOLLAR.iter().find(|(code, _, _)| *code == other);
    bounds.zip(per_dollar).is_some_and(|(&(_, low, high), rate)| {
        rate < Decimal::new(low, 2) / Decimal::TWO || rate > Decimal::new(high * 2, 2)
    })
}

/// Whether what stands between two amounts makes the second the first once more: "(about", "or", "in 2024,
/// came to about".
fn is_restated(between: &str) -> bool {
    const OR: &[&str] = &[
        "or",
        "about",
        "around",
        "roughly",
        "some",
        "approximately",
        "approx",
        "nearly",
        "almost",
        "over",
        "more",
        "than",
        "just",
        "under",
        "i",
        "e",
        "ie",
        "in",
    ];
    const LIKENED: &[&str] = &["equivalent", "equal", "equals", "worth", "came", "converted"];
    let words = plain_words(between);
    let likened = words.iter().any(|w| LIKENED.contains(&w.as_str()));
    let binds = |w: &String| {
        let word = w.as_str();
        OR.contains(&word)
            || likened && (LIKENED.contains(&word) || ["to", "which", "is", "was"].contains(&word))
            || word.chars().all(|c| c.is_ascii_digit())
    };
    !between.contains([')', ']', ';']) && words.iter().all(binds)
}

fn same_year(rate: &Item<'_>, pair: &Pair<'_>) -> bool {
    rate.claim.period.is_none_or(|p| Some(p.end().year()) == pair.year)
}

fn rounded(rate: Decimal) -> String {
    explain::number(rate.round_sf(4).unwrap_or(rate))
}

impl<'a> Pair<'a> {
    fn new(first: &'a Item<'a>, second: &'a Item<'a>) -> Option<Self> {
        let near = first.same_sentence(second) && first.distance(second) <= BESIDE;
        let beside = near && is_restated(first.between(second));
        let (x, y) = (&first.claim.unit, &second.claim.unit);
        let money = x.is_currency() && y.is_currency() && x != y;
        let level = first.kind == second.kind && matches!(first.kind, Kind::Level | Kind::Change);
        let same = first.claim.measure.as_ref().map(|m| m.span) == second.claim.measure.as_ref().map(|m| m.span);
        let one_time = first.claim.period == second.claim.period;
        if !beside || !money || !level || !same || !one_time {
            return None;
        }
        let (a, b) = if x.code() < y.code() { (first, second) } else { (second, first) };
        let year = first.claim.period.map(|p| p.end().year());
        Some(Self { items: [a, b], rate: a.interval.div(&b.interval)?, exact: a.value.checked_div(b.value)?, year })
    }

    fn currencies(&self) -> (&str, &str) {
        (self.items[0].claim.unit.code(), self.items[1].claim.unit.code())
    }

    fn unit(&self) -> Unit {
        self.items[0].claim.unit.per(&self.items[1].claim.unit)
    }

    fn agrees(&self, rate: &Interval, exact: Decimal) -> bool {
        let drift = exact.abs().checked_mul(Decimal::new(RATE_DRIFT, 2));
        let wide = drift.and_then(|d| rate.add(&Interval::new(-d, d)));
        wide.is_none_or(|wide| wide.meets(&self.rate))
    }

    fn sum(&self) -> String {
        let [a, b] = self.items;
        let amount = |i: &Item<'_>| explain::amount(i.value, &i.claim.unit);
        format!("{} / {} is {} {}", amount(a), amount(b), rounded(self.exact), self.unit())
    }
}
