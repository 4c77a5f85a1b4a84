//! The ways to answer a claim from rows: one entry each in [`DERIVATIONS`].
//!
//! Searched backwards from the claim: its kind picks the entries, and each looks for the rows that it needs. The values are
//! intervals, so that the rounding of the rows is carried along. To add a way, add an entry.

mod heads;
mod lookup;
mod money;
mod outcome;
mod over_time;
mod pairs;
mod parts;
mod ranking;
mod steps;
mod terms;

pub(super) use over_time::TIMES;
pub(super) use parts::single;
use rust_decimal::Decimal;

use super::formula::{self, Formula};
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
    /// Its arithmetic, on operands in the formula's order and in one unit. What has two steps takes the results of the
    /// first.
    pub reckon: Formula,
    find: fn(&Search<'_, '_>) -> Vec<Answer>,
}

impl Derivation {
    /// The entry of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        DERIVATIONS.iter().find(|d| d.name == name)
    }
}

impl std::fmt::Debug for Derivation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Derivation").field("name", &self.name).field("formula", &self.formula).finish_non_exhaustive()
    }
}

const ALL_KINDS: &[Kind] = Kind::ALL;

/// Every way, the plainest first. The sources of the formulas stand with them in [`formula`].
pub const DERIVATIONS: &[Derivation] = &[
    Derivation {
        name: "look-up",
        formula: "lookup",
        rows: Some(1),
        answers: ALL_KINDS,
        reckon: formula::itself,
        find: lookup::lookup,
    },
    // Relative change, `a` being the base: the year before where the text names none.
    Derivation {
        name: "growth",
        formula: "growth(a, b)",
        rows: Some(2),
        answers: &[Kind::Growth],
        reckon: formula::growth,
        find: pairs::growth,
    },
    // Absolute change or gap, in points between percentages; basis points are a unit of those.
    Derivation {
        name: "change",
        formula: "a - b",
        rows: Some(2),
        answers: &[Kind::Change],
        reckon: formula::difference,
        find: pairs::change,
    },
    // The value as a multiple of what it was, or of another's.
    Derivation {
        name: "ratio",
        formula: "a / b",
        rows: Some(2),
        answers: &[Kind::Ratio],
        reckon: formula::ratio,
        find: pairs::ratio,
    },
    // A growth of 120 % makes 2.2 times.
    Derivation {
        name: "ratio of growth",
        formula: "1 + a / 100",
        rows: Some(1),
        answers: &[Kind::Ratio],
        reckon: formula::multiple,
        find: pairs::ratio_of_growth,
    },
    // Part by whole, × 100.
    Derivation {
        name: "share",
        formula: "share(a, b)",
        rows: Some(2),
        answers: &[Kind::Share],
        reckon: formula::share,
        find: pairs::share,
    },
    // Compound growth a year over `n` years.
    Derivation {
        name: "average growth",
        formula: "cagr(a, b, n)",
        rows: Some(2),
        answers: &[Kind::AverageGrowth],
        reckon: formula::average_growth,
        find: pairs::average_growth,
    },
    // Exports less imports; a deficit is the other way round.
    Derivation {
        name: "balance",
        formula: "a - b",
        rows: Some(2),
        answers: &[Kind::Level],
        reckon: formula::difference,
        find: |search| terms::answers(terms::balance, search),
    },
    // Exports and imports together.
    Derivation {
        name: "trade",
        formula: "a + b",
        rows: Some(2),
        answers: &[Kind::Level],
        reckon: formula::sum,
        find: |search| terms::answers(terms::trade, search),
    },
    // Parts, or places, that the text names together.
    Derivation {
        name: "sum of parts",
        formula: "a + b + …",
        rows: None,
        answers: &[Kind::Level, Kind::Share],
        reckon: formula::sum,
        find: |search| terms::answers(parts::named, search),
    },
    // The members of a group that has no row of its own. Supports only.
    Derivation {
        name: "sum of members",
        formula: "a + b + …",
        rows: None,
        answers: &[Kind::Level],
        reckon: formula::sum,
        find: |search| terms::answers(parts::members, search),
    },
    // Months to a quarter, quarters to a year, of what adds up over time.
    Derivation {
        name: "sum over periods",
        formula: "a + b + …",
        rows: None,
        answers: &[Kind::Level],
        reckon: formula::sum,
        find: |search| terms::answers(over_time::sums, search),
    },
    // The mean over the times within a longer one, or over places named together.
    Derivation {
        name: "average",
        formula: "(a + b + …) / n",
        rows: None,
        answers: &[Kind::Level, Kind::Share],
        reckon: formula::average,
        find: |search| terms::answers(over_time::means, search),
    },
    // A total by the population.
    Derivation {
        name: "per head",
        formula: "a / b",
        rows: Some(2),
        answers: &[Kind::Level],
        reckon: formula::ratio,
        find: |search| terms::answers(heads::per_head, search),
    },
    // How many share one, of how many each has. Supports only.
    Derivation {
        name: "reciprocal",
        formula: "1 / a",
        rows: Some(1),
        answers: &[Kind::Level, Kind::Ratio],
        reckon: formula::reciprocal,
        find: heads::reciprocal,
    },
    // What happened in a year, by its days or hours.
    Derivation {
        name: "per unit of time",
        formula: "a / n",
        rows: Some(1),
        answers: &[Kind::Level],
        reckon: formula::per_time,
        find: over_time::per_time,
    },
    // A bound that the largest of a run keeps.
    Derivation {
        name: "never above",
        formula: "max(a)",
        rows: None,
        answers: &[Kind::Level, Kind::Share],
        reckon: formula::greatest,
        find: over_time::never_above,
    },
    // A bound that the smallest of a run keeps.
    Derivation {
        name: "never below",
        formula: "min(a)",
        rows: None,
        answers: &[Kind::Level, Kind::Share],
        reckon: formula::least,
        find: over_time::never_below,
    },
    // Another currency, by a rate of the same time; `a / fx(b)` where the rate is written the other way round.
    Derivation {
        name: "currency",
        formula: "a * fx(b)",
        rows: Some(2),
        answers: &[Kind::Level, Kind::Change],
        reckon: formula::converted,
        find: money::converted,
    },
    // The same of sums, means, quotients and converted amounts.
    Derivation {
        name: "growth in two steps",
        formula: "growth(a + b, c + d)",
        rows: None,
        answers: &[Kind::Growth],
        reckon: formula::growth,
        find: steps::growth,
    },
    Derivation {
        name: "change in two steps",
        formula: "(a + b) - (c + d)",
        rows: None,
        answers: &[Kind::Change],
        reckon: formula::difference,
        find: steps::change,
    },
    Derivation {
        name: "ratio in two steps",
        formula: "(a + b) / (c + d)",
        rows: None,
        answers: &[Kind::Ratio],
        reckon: formula::ratio,
        find: steps::ratio,
    },
    Derivation {
        name: "share in two steps",
        formula: "share(a + b, c)",
        rows: None,
        answers: &[Kind::Share],
        reckon: formula::share,
        find: steps::share,
    },
    Derivation {
        name: "average growth in two steps",
        formula: "cagr(a + b, c + d, n)",
        rows: None,
        answers: &[Kind::AverageGrowth],
        reckon: formula::average_growth,
        find: steps::average_growth,
    },
    // One more than the rows above.
    Derivation {
        name: "rank",
        formula: "rank(a, b, …)",
        rows: None,
        answers: &[Kind::Rank],
        reckon: formula::rank,
        find: ranking::rank,
    },
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

/// Every answer, surest first, look-ups before derivations of the same rank.
pub(super) fn answers(search: &Search<'_, '_>) -> Vec<Answer> {
    let question = search.question;
    let mut all: Vec<Answer> = Vec::new();
    for derivation in DERIVATIONS.iter().filter(|d| d.answers.contains(&question.kind)) {
        // A row that surely speaks of the claim and bears it out ends the matter: nothing is derived against it.
        let said = |a: &Answer| a.is_lookup() && a.identity.may_refute() && a.value.meets(&question.assertion.inner);
        if all.iter().any(said) {
            break;
        }
        all.extend((derivation.find)(search));
    }
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
    use crate::check::formula::Args;
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
                // Weighted by people in work it is hardly as far from the plain mean as this, and easily as far as that.
                (
                    "level 7.8 % | m=average unemployment rate | e=France | p=2022/2024",
                    NO,
                    "(a + b + c) / 3 u22 u23 u24",
                ),
                ("level 7.64 % | m=average unemployment rate | e=France | p=2022/2024", UNKNOWN, ""),
            ],
        );
    }

    #[test]
    fn a_bound_over_a_run_is_kept_by_every_row_or_broken_by_one() {
        let facts = table(
            "measure,entity,period,value,unit,id\nunemployment rate,France,2022,7.3,%,u22\n\
             unemployment rate,France,2023,7.4,%,u23\nunemployment rate,France,2024,7.9,%,u24\n",
        );
        let every = "Unemployment in France never came to 8 percent.";
        let plain = "Unemployment in France came to 8 percent.";
        let at = |text: &str| format!("s=0 | at={}", text.find('8').unwrap());
        let cases = [
            (every, "<8", YES, "max(a) u24"),
            (every, "<7.5", NO, "max(a) u24"),
            (every, ">7.0", YES, "min(a) u22"),
            (every, ">7.5", NO, "min(a) u22"),
            (plain, "<8", YES, "max(a) u24"),
            // The first or the last may be meant, and they keep the bound or do not.
            (plain, "<7.5", UNKNOWN, ""),
            (plain, "<7.0", NO, "max(a) u24"),
        ];
        for (text, bound, verdict, how) in cases {
            let line = format!("level {bound} % | m=unemployment rate | e=France | p=2022/2024 | {}", at(text));
            let (found, formula, explanation) = judged(&facts, &line, text);
            assert_eq!((found, formula.as_str()), (verdict, how), "{text} {line}: {explanation}");
        }
        let line = format!("level <8 % | m=unemployment rate | e=France | p=2022/2024 | {}", at(every));
        let (_, _, explanation) = judged(&facts, &line, every);
        assert!(explanation.contains("largest of 3 values, in 2024: 7.9 % (a: u24)"), "{explanation}");
    }

    #[test]
    fn a_group_without_a_row_is_the_sum_of_its_members_and_refutes_nothing() {
        let places = ["Canada", "France", "Germany", "Italy", "Japan", "United Kingdom", "United States"];
        let rows = |places: &[&str]| {
            let rows = places.iter().enumerate().map(|(i, p)| format!("energy consumption,{p},2020,10,TW.h,m{i}\n"));
            format!("measure,entity,period,value,unit,id\n{}", rows.collect::<String>())
        };
        let (all, some) = (table(&rows(&places)), table(&rows(&places[1..])));
        let claim = |value: u8| format!("level {value} TW.h | m=energy consumption | e=G7 | p=2020");
        let (verdict, how, _) = judged(&all, &claim(70), "");
        assert_eq!((verdict, how.split(" m").count()), (YES, 8), "{how}");
        assert!(how.starts_with("a + b + c + d + e + f + g "), "{how}");
        assert_eq!(judged(&all, &claim(90), "").0, UNKNOWN);
        assert_eq!(judged(&some, &claim(60), "").0, UNKNOWN);
    }

    #[test]
    fn a_mean_over_places_lies_among_them() {
        let facts = table(
            "measure,entity,period,value,unit,id\nlife expectancy,Chile,2020,80,a,c\nlife expectancy,Peru,2020,76,a,p\n",
        );
        check(
            &facts,
            &[
                ("level 78 a | m=average life expectancy | e=Chile and Peru | p=2020", YES, "(a + b) / 2 c p"),
                ("level 77.2 a | m=average life expectancy | e=Chile and Peru | p=2020", UNKNOWN, ""),
                ("level 82 a | m=average life expectancy | e=Chile and Peru | p=2020", NO, "(a + b) / 2 c p"),
                ("level 156 a | m=life expectancy | e=Chile and Peru | p=2020", UNKNOWN, ""),
            ],
        );
    }

    #[test]
    fn one_for_so_many_is_so_many_for_one_turned_round() {
        let facts = table("measure,entity,period,value,unit,scale,id\ndoctors,Ghana,2020,1.600,1/{person},-3,d\n");
        check(
            &facts,
            &[
                ("level 625 {person} | m=doctors | e=Ghana | p=2020", YES, "1 / a d"),
                ("ratio 625 1 | m=doctors | e=Ghana | p=2020", YES, "1 / a d"),
                ("level 900 {person} | m=doctors | e=Ghana | p=2020", UNKNOWN, ""),
            ],
        );
    }

    #[test]
    fn a_change_in_another_currency_takes_each_times_own_rate() {
        let facts = table(
            "measure,entity,period,value,unit,scale,id\nservices trade,China,2024,7.500,CNY,12,s24\n\
             services trade,China,2023,6.556,CNY,12,s23\nexchange rate,China,2024,7.120,CNY/USD,,f24\n\
             exchange rate,China,2023,7.050,CNY/USD,,f23\n",
        );
        check(
            &facts,
            &[
                (
                    "change 123e9 USD | m=services trade | e=China | p=2024 | b=2023",
                    YES,
                    "(a / fx(b)) - (c / fx(d)) s24 f24 s23 f23",
                ),
                // Rates of other days leave much open.
                ("change 140e9 USD | m=services trade | e=China | p=2024 | b=2023", UNKNOWN, ""),
                (
                    "change 944e9 USD | m=services trade | e=China | p=2024 | b=2023",
                    NO,
                    "(a / fx(b)) - (c / fx(d)) s24 f24 s23 f23",
                ),
            ],
        );
        let (_, _, how) = judged(&facts, "change 123e9 USD | m=services trade | e=China | p=2024 | b=2023", "");
        assert!(how.contains("(7.5 trillion CNY / 7.12) - (6.556 trillion CNY / 7.05) = 123.4"), "{how}");
    }

    #[test]
    fn where_data_sets_disagree_the_base_is_of_the_same_one_or_every_one_must_deny() {
        let facts = table(
            "measure,entity,period,value,unit,adjustment,id\nretail sales,France,2024,110,EUR,adjusted,a24\n\
             retail sales,France,2023,100,EUR,adjusted,a23\nretail sales,France,2023,90,EUR,,r23\n\
             car sales,France,2024,110,EUR,x,c24\ncar sales,France,2023,100,EUR,y,c23\ncar sales,France,2023,90,EUR,z,d23\n",
        );
        check(
            &facts,
            &[
                ("growth 10 % | m=retail sales | e=France | p=2024", YES, "growth(a, b) a23 a24"),
                ("growth 22.2 % | m=retail sales | e=France | p=2024", NO, "growth(a, b) a23 a24"),
                ("growth 10 % | m=car sales | e=France | p=2024", YES, "growth(a, b) c23 c24"),
                ("growth 22.2 % | m=car sales | e=France | p=2024", YES, "growth(a, b) d23 c24"),
                ("growth 50 % | m=car sales | e=France | p=2024", NO, "growth(a, b) c23 c24"),
            ],
        );
    }

    #[test]
    fn the_formula_of_an_entry_is_the_one_that_its_answers_come_from() {
        let facts = table(
            "measure,entity,period,value,unit,kind,id\nsales,Chile,2020,50,EUR,level,\nsales,Chile,2021,60,EUR,level,\n\
             sales,Chile,2020/2021,130,EUR,level,\nexports,Chile,2021,7,EUR,level,\nimports,Chile,2021,9,EUR,level,\n\
             population,Chile,2021,19,{person},level,\nsales,Chile,2022,20.0,%,growth,\n",
        );
        let lines = [
            ("look-up", "level 50 EUR | m=sales | e=Chile | p=2020"),
            ("growth", "growth 1 % | m=sales | e=Chile | p=2021"),
            ("change", "change 1 EUR | m=sales | e=Chile | p=2021 | b=2020"),
            ("ratio", "ratio 2 1 | m=sales | e=Chile | p=2021 | b=2020"),
            ("ratio of growth", "ratio 2 1 | m=sales | e=Chile | p=2022 | b=2021"),
            ("share", "share 1 % | m=exports | w=sales | e=Chile | p=2021"),
            ("average growth", "average_growth 1 % | m=sales | e=Chile | p=2021 | b=2020"),
            ("balance", "level 1 EUR | m=trade deficit | e=Chile | p=2021"),
            ("trade", "level 1 EUR | m=trade | e=Chile | p=2021"),
            ("sum over periods", "level 1 EUR | m=sales | e=Chile | p=2020/2021"),
            ("average", "level 1 EUR | m=average sales | e=Chile | p=2020/2021"),
            ("per head", "level 1 EUR | m=sales per head | e=Chile | p=2021"),
        ];
        for (name, line) in lines {
            let entry = Derivation::named(name).unwrap();
            let claim = claim(line);
            let context = DocumentContext::default();
            let question = crate::check::question::Question::new(&claim, &context).unwrap();
            let found = (entry.find)(&Search::new(&facts, &question));
            assert!(!found.is_empty(), "{name}: {line}");
            for answer in found {
                let rows: Vec<Interval> = answer.rows.iter().map(Hit::interval).collect();
                assert_eq!((entry.reckon)(&rows, Args::default()), Some(answer.value), "{name}: {line}");
            }
        }
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
