//! The ways to answer a claim from rows: one entry each in [`DERIVATIONS`].
//!
//! Searched backwards from the claim: its kind picks the entries, and each looks for the rows that it needs. The values are
//! intervals, so that the rounding of the rows is carried along. To add a way, add an entry.

mod lookup;
mod money;
mod outcome;
mod pairs;
mod ranking;
mod steps;
mod terms;

use rust_decimal::Decimal;

use super::identity::Identity;
use super::search::{Hit, Search, Want};
use crate::facts::Fact;
use crate::label::Kind;
use crate::quantity::{Interval, Unit};

/// One way to answer claims from rows.
#[derive(Clone, Copy)]
pub struct Derivation {
    /// Its name.
    pub name: &'static str,
    /// The formula shown with the evidence; its letters stand for the rows in order.
    pub formula: &'static str,
    /// How many rows it takes; `None` for any number.
    pub rows: Option<usize>,
    /// The kinds of claims that it answers.
    pub answers: &'static [Kind],
    find: fn(&Search<'_, '_>) -> Vec<Answer>,
}

impl std::fmt::Debug for Derivation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Derivation").field("name", &self.name).field("formula", &self.formula).finish_non_exhaustive()
    }
}

const ALL_KINDS: &[Kind] = Kind::ALL;

/// Every way, the plainest first.
pub const DERIVATIONS: &[Derivation] = &[
    Derivation { name: "look-up", formula: "lookup", rows: Some(1), answers: ALL_KINDS, find: lookup::lookup },
    // Relative change: (b / a - 1) × 100, a being the base.
    Derivation {
        name: "growth",
        formula: "growth(a, b)",
        rows: Some(2),
        answers: &[Kind::Growth],
        find: pairs::growth,
    },
    // Absolute change, in percentage points between percentages.
    Derivation { name: "change", formula: "a - b", rows: Some(2), answers: &[Kind::Change], find: pairs::change },
    // The value as a multiple of what it was.
    Derivation { name: "ratio", formula: "a / b", rows: Some(2), answers: &[Kind::Ratio], find: pairs::ratio },
    // A growth of 120 % makes 2.2 times.
    Derivation {
        name: "ratio of growth",
        formula: "1 + a / 100",
        rows: Some(1),
        answers: &[Kind::Ratio],
        find: pairs::ratio_of_growth,
    },
    // Part by whole, × 100.
    Derivation { name: "share", formula: "share(a, b)", rows: Some(2), answers: &[Kind::Share], find: pairs::share },
    // Compound growth a year: ((b / a)^(1/n) - 1) × 100 over n years.
    Derivation {
        name: "average growth",
        formula: "cagr(a, b, n)",
        rows: Some(2),
        answers: &[Kind::AverageGrowth],
        find: pairs::average_growth,
    },
    // Exports less imports; a deficit is the other way round.
    Derivation {
        name: "balance",
        formula: "a - b",
        rows: Some(2),
        answers: &[Kind::Level],
        find: terms::exports_less_imports,
    },
    // Exports and imports together.
    Derivation {
        name: "trade",
        formula: "a + b",
        rows: Some(2),
        answers: &[Kind::Level],
        find: terms::exports_and_imports,
    },
    // Parts that the text names together.
    Derivation {
        name: "sum of parts",
        formula: "a + b + …",
        rows: None,
        answers: &[Kind::Level, Kind::Share],
        find: terms::sum_of_parts,
    },
    // Months to a quarter, quarters to a year, of what adds up over time.
    Derivation {
        name: "sum over periods",
        formula: "a + b + …",
        rows: None,
        answers: &[Kind::Level],
        find: terms::sum_over_periods,
    },
    // The mean over the times within a longer one.
    Derivation {
        name: "average",
        formula: "(a + b + …) / n",
        rows: None,
        answers: &[Kind::Level, Kind::Share],
        find: terms::average,
    },
    // A total by the population.
    Derivation {
        name: "per head",
        formula: "a / b",
        rows: Some(2),
        answers: &[Kind::Level],
        find: terms::for_each_head,
    },
    // What happened in a year, by its days or hours.
    Derivation {
        name: "per unit of time",
        formula: "a / n",
        rows: Some(1),
        answers: &[Kind::Level],
        find: terms::per_time,
    },
    // A bound that every time within a longer one keeps.
    Derivation {
        name: "throughout",
        formula: "max(a)",
        rows: Some(1),
        answers: &[Kind::Level, Kind::Share],
        find: terms::throughout,
    },
    // Another currency, by a rate of the same time.
    Derivation {
        name: "currency",
        formula: "a * fx(b)",
        rows: Some(2),
        answers: &[Kind::Level, Kind::Change],
        find: money::converted,
    },
    // The same of sums, means and quotients.
    Derivation {
        name: "growth in two steps",
        formula: "growth(a + b, c + d)",
        rows: None,
        answers: &[Kind::Growth],
        find: steps::growth,
    },
    Derivation {
        name: "change in two steps",
        formula: "(a + b) - (c + d)",
        rows: None,
        answers: &[Kind::Change],
        find: steps::change,
    },
    Derivation {
        name: "ratio in two steps",
        formula: "(a + b) / (c + d)",
        rows: None,
        answers: &[Kind::Ratio],
        find: steps::ratio,
    },
    Derivation {
        name: "share in two steps",
        formula: "share(a + b, c)",
        rows: None,
        answers: &[Kind::Share],
        find: steps::share,
    },
    Derivation {
        name: "average growth in two steps",
        formula: "cagr(a + b, c + d, n)",
        rows: None,
        answers: &[Kind::AverageGrowth],
        find: steps::average_growth,
    },
    // One more than the rows above.
    Derivation { name: "rank", formula: "rank(a, b, …)", rows: None, answers: &[Kind::Rank], find: ranking::rank },
];

/// What rows say in answer to a claim.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    /// The values that the rows allow, in `unit`.
    pub(super) value: Interval,
    /// The value of the rows as written.
    pub(super) expected: Decimal,
    pub(super) unit: Unit,
    pub(super) identity: Identity,
    pub(super) rows: Vec<Hit>,
    /// The formula with its numbers of years and letters filled in.
    pub(super) derivation: String,
    /// The sum with numbers, for a reader to redo; empty for a look-up.
    pub(super) working: String,
    /// What a claim must miss to be refuted: more than `value` where a row is itself only a bound, or a rate is not that of
    /// the text.
    pub(super) possible: Interval,
    /// Whether it may refute, however sure the rows are.
    pub(super) decisive: bool,
}

impl Answer {
    pub(super) fn is_lookup(&self) -> bool {
        self.derivation == "lookup"
    }
}

/// The words of `text` that name one part each, with the words that name all: ("wind", "wind and solar").
pub(super) fn members(text: &str) -> Vec<(String, String)> {
    terms::members(text)
}

/// Every answer, surest first, look-ups before derivations of the same rank.
pub(super) fn answers(search: &Search<'_, '_>) -> Vec<Answer> {
    let kind = search.question.kind;
    let mut all: Vec<Answer> =
        DERIVATIONS.iter().filter(|d| d.answers.contains(&kind)).flat_map(|d| (d.find)(search)).collect();
    // A stable sort: of equals the plainer derivation and the earlier row come first.
    all.sort_by_key(|a| (std::cmp::Reverse(a.identity.score()), !a.is_lookup()));
    all
}

const LEVELS: &[(Kind, u8)] = &[(Kind::Level, 100)];

/// Rows that are sure enough to reckon with.
fn usable(search: &Search<'_, '_>, want: &Want<'_>) -> Vec<Hit> {
    search.find(want).into_iter().filter(|h| h.identity.may_support()).collect()
}

/// What a row's value only bounds, where a qualifier says so: a source's "more than $933 billion" refutes nothing above.
fn bound(fact: &Fact) -> Option<Interval> {
    let named =
        fact.qualifiers.iter().find(|(name, _)| ["bound", "comparator"].contains(&name.to_lowercase().as_str()));
    let value = fact.value;
    Some(match named?.1.as_str() {
        "more than" | "over" | "above" | "exceeding" | "at least" | ">" | ">=" => Interval::at_least(value),
        "less than" | "under" | "below" | "at most" | "up to" | "<" | "<=" => Interval::at_most(value),
        "about" | "around" | "roughly" | "nearly" | "almost" | "some" | "~" => {
            Interval::around(value, value.checked_div(Decimal::TEN)?)
        }
        _ => return None,
    })
}

/// A computed value without the tail of digits that division leaves.
fn neat(value: Decimal) -> Decimal {
    value.round_sf(12).unwrap_or(value).normalize()
}

/// A computed value as a reader needs it.
fn short(value: Decimal) -> Decimal {
    if value.abs() >= Decimal::ONE_THOUSAND {
        value.round_sf(6).unwrap_or(value)
    } else {
        value.round_sf(4).unwrap_or(value)
    }
    .normalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{claim, table};
    use crate::check::{DocumentContext, judge};
    use crate::facts::FactTable;

    const YES: &str = "supported";
    const NO: &str = "refuted";
    const UNKNOWN: &str = "not_enough_info";

    /// Verdict, formula with its rows, and the sum with numbers, of a claim made in `text`.
    fn judged(facts: &FactTable, line: &str, text: &str) -> (&'static str, String, String) {
        let found = judge(&claim(line), &DocumentContext::new(text, None, None), facts);
        let formula = found.evidence.first().map(|e| format!("{} {}", e.derivation, e.facts.join(" ")));
        (found.verdict.as_str(), formula.unwrap_or_default(), found.explanation)
    }

    fn check(facts: &FactTable, cases: &[(&str, &str, &str)]) {
        for (line, verdict, formula) in cases {
            let (found, how, explanation) = judged(facts, line, "");
            assert_eq!((found, how.as_str()), (*verdict, *formula), "{line}: {explanation}");
        }
    }

    #[test]
    fn parts_that_are_named_together_are_added() {
        let facts = table(
            "measure,entity,period,value,unit,scale,id\n\
             share of electricity from wind,Australia,2006,0.8,%,0,w06\n\
             share of electricity from solar,Australia,2006,0.1,%,0,s06\n\
             share of electricity from wind,Australia,2020,9.2,%,0,w20\n\
             share of electricity from solar,Australia,2020,9.4,%,0,s20\n\
             exports of goods,Chile,2020,71.7,USD,9,g20\nexports of services,Chile,2020,6.4,USD,9,v20\n\
             exports of goods,Chile,2019,68.8,USD,9,g19\nexports of services,Chile,2019,9.2,USD,9,v19\n\
             GDP,Chile,2020,254,USD,9,gdp\nexports of goods,Peru,2020,42.0,USD,9,p20\n",
        );
        check(
            &facts,
            &[
                ("share 0.9 % | m=electricity from wind and solar | e=Australia | p=2006", YES, "a + b w06 s06"),
                ("share <2 % | m=electricity from wind and solar | e=Australia | p=2020", NO, "a + b w20 s20"),
                ("level 78.1e9 USD | m=exports of goods and services | e=Chile | p=2020", YES, "a + b g20 v20"),
                ("level 87.1e9 USD | m=goods and services exports | e=Chile | p=2020", NO, "a + b g20 v20"),
                ("level 113.7e9 USD | m=exports of goods | e=Chile and Peru | p=2020", YES, "a + b g20 p20"),
                (
                    "growth 0.1 % | m=exports of goods and services | e=Chile | p=2020",
                    YES,
                    "growth(a + b, c + d) g19 v19 g20 v20",
                ),
                (
                    "change 1.1e9 USD | m=exports of goods and services | e=Chile | p=2020 | b=2019",
                    NO,
                    "(a + b) - (c + d) g20 v20 g19 v19",
                ),
                (
                    "share 30.7 % | m=exports of goods and services | e=Chile | w=GDP | p=2020",
                    YES,
                    "share(a + b, c) g20 v20 gdp",
                ),
                ("level 70.1e9 USD | m=exports of goods and tourism | e=Chile | p=2020", UNKNOWN, ""),
            ],
        );
        let (_, _, explanation) =
            judged(&facts, "growth 0.1 % | m=exports of goods and services | e=Chile | p=2020", "");
        assert!(
            explanation.contains("(71.7 billion + 6.4 billion) / (68.8 billion + 9.2 billion) - 1 = 0.1282 %"),
            "{explanation}"
        );
    }

    #[test]
    fn what_flows_adds_up_over_time_and_what_stands_does_not() {
        let facts = table(
            "measure,entity,period,value,unit,scale,id\n\
             retail sales,France,2024-Q1,10,EUR,9,q1\nretail sales,France,2024-Q2,11,EUR,9,q2\n\
             retail sales,France,2024-Q3,12,EUR,9,q3\nretail sales,France,2024-Q4,14,EUR,9,q4\n\
             retail sales,France,2023,45,EUR,9,y23\n\
             foreign exchange reserves,France,2024-Q1,10,EUR,9,r1\nforeign exchange reserves,France,2024-Q2,11,EUR,9,r2\n\
             foreign exchange reserves,France,2024-Q3,12,EUR,9,r3\nforeign exchange reserves,France,2024-Q4,14,EUR,9,r4\n\
             unemployment rate,France,2022,7.3,%,0,u22\nunemployment rate,France,2023,7.4,%,0,u23\n\
             unemployment rate,France,2024,7.9,%,0,u24\n",
        );
        check(
            &facts,
            &[
                ("level 47e9 EUR | m=retail sales | e=France | p=2024", YES, "a + b + c + d q1 q2 q3 q4"),
                ("level 23e9 EUR | m=retail sales | e=France | p=2024-03/2024-08", UNKNOWN, ""),
                ("level 52.0e9 EUR | m=retail sales | e=France | p=2024", NO, "a + b + c + d q1 q2 q3 q4"),
                ("level 47e9 EUR | m=foreign exchange reserves | e=France | p=2024", UNKNOWN, ""),
                (
                    "level 7.5 % | m=average unemployment rate | e=France | p=2022/2024",
                    YES,
                    "(a + b + c) / 3 u22 u23 u24",
                ),
                (
                    "level 9.5 % | m=average unemployment rate | e=France | p=2022/2024",
                    NO,
                    "(a + b + c) / 3 u22 u23 u24",
                ),
                ("level 7.8 % | m=average unemployment rate | e=France | p=2022/2024", UNKNOWN, ""),
                ("level <8 % | m=unemployment rate | e=France | p=2022/2024", YES, "max(a) u24"),
                ("level <7.5 % | m=unemployment rate | e=France | p=2022/2024", NO, "max(a) u24"),
                ("level >7.0 % | m=unemployment rate | e=France | p=2022/2024", YES, "min(a) u22"),
            ],
        );
    }

    #[test]
    fn a_total_is_shared_out_over_heads_and_over_days() {
        let facts = table(
            "measure,entity,period,value,unit,scale,id\n\
             GDP,Ghana,2020,70.04,USD,9,gdp\npopulation,Ghana,2020,31.07,{person},6,pop\n\
             GDP,Ghana,2019,68.34,USD,9,gdp19\npopulation,Ghana,2019,30.42,{person},6,pop19\n\
             deaths from cancer,Nigeria,2019,72000,{death},0,can\npopulation,Nigeria,2019,200,{person},6,npop\n\
             doctors,Ghana,2020,0.16,1/{person},-3,doc\n",
        );
        check(
            &facts,
            &[
                ("level 2254 USD | m=GDP per capita | e=Ghana | p=2020", YES, "a / b gdp pop"),
                ("level 2554 USD | m=GDP per capita | e=Ghana | p=2020", NO, "a / b gdp pop"),
                ("level 2290 USD | m=GDP per capita | e=Ghana | p=2020", UNKNOWN, ""),
                ("growth 0.3 % | m=GDP per capita | e=Ghana | p=2020", YES, "growth(a / b, c / d) gdp19 pop19 gdp pop"),
                ("level 197 {person}/d | m=deaths from cancer | e=Nigeria | p=2019", YES, "a / 365 can"),
                ("level ~8.2 {death}/h | m=deaths from cancer | e=Nigeria | p=2019", YES, "a / 8760 can"),
                ("level ~3000 {death}/d | m=deaths from cancer | e=Nigeria | p=2019", NO, "a / 365 can"),
                ("level 550000 {person}/d | m=population | e=Nigeria | p=2019", UNKNOWN, ""),
            ],
        );
    }

    #[test]
    fn every_entry_has_its_own_name_and_letters_for_its_rows() {
        for (i, d) in DERIVATIONS.iter().enumerate() {
            assert!(DERIVATIONS[..i].iter().all(|other| other.name != d.name), "{d:?}");
            let letters = ['a', 'b']
                .iter()
                .filter(|&&c| d.formula.split(|c: char| !c.is_alphanumeric()).any(|w| w == c.to_string()))
                .count();
            if let Some(rows) = d.rows.filter(|_| d.formula != "lookup") {
                assert_eq!(letters, rows, "{d:?}");
            }
            assert!(!d.answers.is_empty());
        }
    }

    #[test]
    fn every_kind_can_be_answered() {
        for kind in Kind::ALL {
            assert!(DERIVATIONS.iter().any(|d| d.answers.contains(kind)));
        }
    }
}
