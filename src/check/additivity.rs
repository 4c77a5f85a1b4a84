//! Whether values of several times may be added: flows may, stocks and rates may not.
//!
//! A flow is measured over a time (exports of a year are those of its months together), a stock at a moment (the
//! population of a year is not the sum of its months' populations), a rate is a quotient whose mean depends on weights
//! (System of National Accounts 2008, 3.4-3.8 on flows and stocks).

use jiff::ToSpan as _;

use crate::facts::{Fact, MeasureName};
use crate::label::Kind;
use crate::quantity::{Period, Unit};

/// How the values of parts of a time make the value of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Additivity {
    /// Added.
    Flow,
    /// The last one stands.
    Stock,
    /// Averaged at best.
    Rate,
    /// The name does not tell.
    Unknown,
}

/// Words of what is counted at a moment.
const STOCKS: &[&str] = &[
    "population",
    "stock",
    "reserve",
    "debt",
    "outstanding",
    "employment",
    "employed",
    "unemployed",
    "unemployment",
    "workforce",
    "job",
    "holding",
    "asset",
    "liability",
    "wealth",
    "inhabitant",
    "capacity",
    "inventory",
    "deposit",
    "area",
    "network",
    "user",
    "subscriber",
    "subscription",
    "vacancy",
];

/// Words of quotients and of positions on a scale.
const RATES: &[&str] = &[
    "rate",
    "ratio",
    "index",
    "price",
    "average",
    "mean",
    "median",
    "per",
    "capita",
    "density",
    "intensity",
    "yield",
    "wage",
    "earnings",
    "salary",
    "productivity",
    "inflation",
    "proportion",
    "percentage",
    "expectancy",
    "temperature",
    "age",
];

/// Words of what happens over a time.
const FLOWS: &[&str] = &[
    "sale",
    "production",
    "output",
    "revenue",
    "spending",
    "expenditure",
    "consumption",
    "investment",
    "generation",
    "gdp",
    "birth",
    "death",
    "arrival",
    "departure",
    "visit",
    "visitor",
    "marriage",
    "divorce",
    "income",
    "profit",
    "loss",
    "emission",
    "delivery",
    "order",
    "registration",
    "turnover",
    "borrowing",
    "receipt",
    "payment",
    "transfer",
    "donation",
    "aid",
    "accident",
    "passenger",
    "export",
    "import",
    "shipment",
    "harvest",
    "catch",
    "rainfall",
    "remittance",
    "fdi",
    "inflow",
    "outflow",
    "completion",
    "start",
    "conception",
    "adoption",
];

impl Additivity {
    /// What a row tells.
    pub(super) fn of_fact(fact: &Fact) -> Self {
        Self::of(&MeasureName::parse(&fact.measure), &fact.unit, fact.kind)
    }

    /// What the name, unit and kind of a measure tell.
    pub(super) fn of(name: &MeasureName, unit: &Unit, kind: Kind) -> Self {
        let has = |words: &[&str]| name.words.iter().any(|w| words.contains(&w.as_str()));
        if kind != Kind::Level || unit.is_percent() || unit.code().contains('/') || name.share || has(RATES) {
            Self::Rate
        } else if has(STOCKS) {
            Self::Stock
        } else if name.flow.is_some() || has(FLOWS) {
            Self::Flow
        } else {
            Self::Unknown
        }
    }
}

/// Those of the periods, by index, that follow one another without gap or overlap and fill `whole`, all of one length
/// shorter than it; the longest such length first. `None` if none do.
pub(super) fn partition(whole: &Period, parts: &[Period]) -> Option<Vec<usize>> {
    const LENGTHS: [i32; 4] = [12, 6, 3, 1];
    let all = whole.months()?;
    LENGTHS.into_iter().filter(|&months| months < all && all % months == 0).find_map(|months| {
        let mut within: Vec<usize> =
            (0..parts.len()).filter(|&i| parts[i].months() == Some(months) && whole.contains(&parts[i])).collect();
        within.sort_by_key(|&i| (parts[i].start(), i));
        within.dedup_by_key(|i| parts[*i].start());
        let follow = within
            .windows(2)
            .all(|pair| parts[pair[0]].end().checked_add(1.day()).is_ok_and(|next| next == parts[pair[1]].start()));
        let (first, last) = (parts[*within.first()?], parts[*within.last()?]);
        (follow && first.start() == whole.start() && last.end() == whole.end()).then_some(within)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_units_tell_flows_from_stocks_and_rates() {
        let cases = [
            ("exports of services", "USD", Additivity::Flow),
            ("retail sales", "GBP", Additivity::Flow),
            ("foreign exchange reserves", "USD", Additivity::Stock),
            ("population", "{person}", Additivity::Stock),
            ("unemployment rate", "%", Additivity::Rate),
            ("average weekly earnings", "GBP", Additivity::Rate),
            ("GDP per capita", "USD", Additivity::Rate),
            ("crude oil", "USD/[bbl_us]", Additivity::Rate),
            ("goods handled", "t", Additivity::Unknown),
        ];
        for (name, unit, expected) in cases {
            let unit = Unit::parse(unit).unwrap();
            assert_eq!(Additivity::of(&MeasureName::parse(name), &unit, Kind::Level), expected, "{name}");
        }
    }

    #[test]
    fn a_whole_is_filled_by_parts_of_one_length_or_not_at_all() {
        let periods = |text: &str| text.split(' ').map(|p| p.parse().unwrap()).collect::<Vec<Period>>();
        let whole = |text: &str| text.parse::<Period>().unwrap();
        let quarters = periods("2024-Q2 2024-Q1 2024-Q3 2024-Q4 2024 2025-Q1");
        assert_eq!(partition(&whole("2024"), &quarters), Some(vec![1, 0, 2, 3]));
        assert_eq!(partition(&whole("2024-Q1"), &quarters), None);
        assert_eq!(partition(&whole("2024/2025"), &quarters), None);
        let gap = periods("2024-Q1 2024-Q3 2024-Q4 2024-04 2024-05");
        assert_eq!(partition(&whole("2024"), &gap), None);
        assert_eq!(partition(&whole("2020/2022"), &periods("2020 2021 2022")), Some(vec![0, 1, 2]));
        assert_eq!(partition(&whole("2024-Q2"), &periods("2024-04 2024-05 2024-06")), Some(vec![0, 1, 2]));
    }
}
