//! How a refuted figure went wrong: the slip that, undone, would make the text true.
//!
//! An editor mends a sentence faster when told that the figure is the year before's than when told the right figure
//! alone. Each slip is one entry of [`SLIPS`], tried in order: undo it, and see whether the rows then agree. A figure of
//! few digits fits some other year or country by chance, so slips that look at other rows want a figure with digits
//! enough, more of them for countries that the text does not name.

use rust_decimal::Decimal;

use super::derive::{Answer, answers};
use super::explain;
use super::question::{Question, When};
use super::search::{Search, conversion, same};
use crate::claim::Claim;
use crate::facts::{EntityName, Flow, MeasureName, RowId, plain_words};
use crate::label::Kind;
use crate::quantity::{Figure, Period, Unit};

/// What went wrong with a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slip {
    /// True before the figure was revised.
    Superseded,
    /// Million for billion.
    Scale,
    /// A rise that was a fall.
    Sign,
    /// Percent for percentage points, or the other way round.
    Points,
    /// One currency labelled as another.
    Currency,
    /// Exports for imports.
    Flow,
    /// In real terms for nominal, or the other way round.
    Prices,
    /// The value of another time.
    Period,
    /// The value of another entity or partner.
    Entity,
    /// Two digits that stand side by side, swapped.
    Digits,
}

/// The slip that a refuted figure comes from, as far as the rows tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// What went wrong.
    pub slip: Slip,
    /// In words, with the rows that show it.
    pub explanation: String,
}

type Finder = fn(&Search<'_, '_>, &Answer) -> Option<String>;

/// Every slip, the ones that are least likely to fit by chance first.
const SLIPS: &[(Slip, Finder)] = &[
    (Slip::Superseded, superseded),
    (Slip::Scale, scale),
    (Slip::Sign, sign),
    (Slip::Points, points),
    (Slip::Currency, currency),
    (Slip::Flow, flow),
    (Slip::Prices, prices),
    (Slip::Period, period),
    (Slip::Entity, entity),
    (Slip::Digits, digits),
];

/// The slip that explains why `answer` refutes the claim; `None` if no single one does.
pub(super) fn miss(search: &Search<'_, '_>, answer: &Answer) -> Option<Miss> {
    SLIPS.iter().find_map(|&(slip, find)| Some(Miss { slip, explanation: find(search, answer)? }))
}

/// A sure answer to a question that is asked otherwise, if it bears the figure out as written.
fn agreeing(search: &Search<'_, '_>, question: &Question<'_>) -> Option<Answer> {
    let mut asked = Search::new(search.table, question);
    asked.superseded = search.superseded;
    let search = asked;
    answers(&search).into_iter().find(|a| a.identity.may_refute() && question.assertion.inner.contains(a.expected))
}

/// "(a)", "(a, b)": the rows of an answer.
fn rows(answer: &Answer) -> String {
    let ids: Vec<&str> = answer.rows.iter().map(|h| h.fact.id.as_str()).collect();
    format!("({})", ids.join(", "))
}

fn superseded(search: &Search<'_, '_>, _: &Answer) -> Option<String> {
    let mut with_old = Search::new(search.table, search.question);
    with_old.superseded = true;
    let old = answers(&with_old);
    let fits = old.iter().find(|a| {
        a.identity.may_refute()
            && a.value.meets(&search.question.assertion.inner)
            && a.rows.iter().any(|h| !search.is_active(h.row))
    })?;
    let row = fits.rows.iter().find(|h| !search.is_active(h.row))?;
    let later = search.table.fact(search.table.superseded_by(row.row)?);
    let date = later.published.map(|d| format!(" of {d}")).unwrap_or_default();
    Some(format!("true only of the superseded {}, which {}{date} replaced", row.fact.id, later.id))
}

/// Words for powers of a thousand; the first of each is the one that is shown.
const SCALES: &[(u32, &[&str])] = &[
    (3, &["thousand", "thousands", "k"]),
    (6, &["million", "millions", "mn", "mln", "m"]),
    (9, &["billion", "billions", "bn", "bln", "b"]),
    (12, &["trillion", "trillions", "tn", "trn"]),
];

fn scale(search: &Search<'_, '_>, answer: &Answer) -> Option<String> {
    let question = search.question;
    if !matches!(question.kind, Kind::Level | Kind::Change) || question.claim.unit.is_percent() {
        return None;
    }
    let inner = question.assertion.inner;
    let fits = |zeros: u32, up: bool| {
        let thousandfold = Decimal::from(10_i64.checked_pow(zeros)?);
        let factor = if up { thousandfold } else { Decimal::ONE.checked_div(thousandfold)? };
        inner.scale(factor)?.contains(answer.expected).then_some((zeros, up))
    };
    let closed = inner.low().is_some() && inner.high().is_some();
    let (zeros, up) = [3, 6, 9].into_iter().flat_map(|z| [(z, true), (z, false)]).find_map(|(z, u)| fits(z, u))?;
    if !closed {
        return None;
    }
    let times = ["a thousand", "a million", "a billion"][usize::try_from(zeros / 3 - 1).ok()?];
    let much = format!("{times} times too {}", if up { "small" } else { "large" });
    let words = plain_words(&question.claim.text);
    let written = SCALES.iter().find(|(_, names)| words.iter().any(|w| names.contains(&w.as_str())));
    let meant = written.and_then(|(power, _)| {
        let meant = if up { power.checked_add(zeros)? } else { power.checked_sub(zeros)? };
        SCALES.iter().find(|(power, _)| *power == meant)
    });
    Some(match (written, meant) {
        (Some((_, written)), Some((_, meant))) => format!("{much}: {} for {}", written[0], meant[0]),
        _ => much,
    })
}

fn sign(search: &Search<'_, '_>, answer: &Answer) -> Option<String> {
    let question = search.question;
    let signed = matches!(question.kind, Kind::Growth | Kind::Change | Kind::AverageGrowth);
    // "by more than 5 %" of a fall of 2 % is wrong in its size too.
    if !signed || answer.expected.is_zero() || !question.assertion.inner.negate().contains(answer.expected) {
        return None;
    }
    let (was, not) = if answer.expected.is_sign_negative() { ("fall", "rise") } else { ("rise", "fall") };
    Some(format!("the sign is reversed: it was a {was}, not a {not}"))
}

fn points(search: &Search<'_, '_>, _: &Answer) -> Option<String> {
    let question = search.question;
    let claim = question.claim;
    let (kind, unit, words) = match question.kind {
        Kind::Growth => (Kind::Change, Unit::points(), "in percentage points, not percent"),
        Kind::Change if claim.unit.factor_to(&Unit::points()).is_some() => {
            (Kind::Growth, Unit::percent(), "in percent, not percentage points")
        }
        _ => return None,
    };
    let other = Claim { kind: Some(kind), unit, alternatives: Vec::new(), ..claim.clone() };
    let other = Question { claim: &other, kind, assertion: other.assertion(), ..question.clone() };
    let fits = agreeing(search, &other)?;
    Some(format!("the figure fits {words} {}", rows(&fits)))
}

fn currency(search: &Search<'_, '_>, _: &Answer) -> Option<String> {
    const AMOUNTS: &[(Kind, u8)] = &[(Kind::Level, 100), (Kind::Change, 100)];
    let question = search.question;
    let claim = question.claim;
    if !claim.unit.is_currency() || !question.is_specific() {
        return None;
    }
    let mut tried: Vec<Unit> = Vec::new();
    for hit in search.find(&search.want(AMOUNTS)) {
        let unit = &hit.fact.unit;
        if !unit.is_currency() || *unit == claim.unit || tried.contains(unit) {
            continue;
        }
        tried.push(unit.clone());
        let other = Claim { unit: unit.clone(), alternatives: Vec::new(), ..claim.clone() };
        let other = Question { claim: &other, assertion: other.assertion(), ..question.clone() };
        if let Some(fits) = agreeing(search, &other) {
            let (there, here) = (unit.code(), claim.unit.code());
            return Some(format!("the figure fits in {there}, not {here} {}", rows(&fits)));
        }
    }
    None
}

fn flow(search: &Search<'_, '_>, _: &Answer) -> Option<String> {
    const FLOWS: &[(Flow, &str)] = &[
        (Flow::Export, "exports"),
        (Flow::Import, "imports"),
        (Flow::Trade, "exports and imports together"),
        (Flow::Surplus, "the surplus"),
        (Flow::Deficit, "the deficit"),
    ];
    let question = search.question;
    let own = question.measure()?.flow?;
    if !question.is_specific() {
        return None;
    }
    FLOWS.iter().filter(|(flow, _)| *flow != own).find_map(|&(flow, words)| {
        let mut other = question.clone();
        for reading in &mut other.measures {
            reading.name.flow = Some(flow);
        }
        let fits = agreeing(search, &other)?;
        Some(format!("it is the figure of {words} {}", rows(&fits)))
    })
}

/// Words that say in which prices an amount is, each with what it is called.
const PRICES: &[(&[&str], &str)] = &[
    (&["real"], "in real terms"),
    (&["constant", "price"], "at constant prices"),
    (&["nominal"], "in nominal terms"),
    (&["current", "price"], "at current prices"),
];

fn prices(search: &Search<'_, '_>, _: &Answer) -> Option<String> {
    let question = search.question;
    let own = question.measure()?;
    if !question.is_specific() {
        return None;
    }
    let says = |basis: &[&str]| basis.iter().all(|w| own.words.iter().any(|o| o == w));
    let stated = PRICES.iter().filter(|(basis, _)| says(basis)).flat_map(|(basis, _)| *basis).collect::<Vec<_>>();
    let bare = |name: &MeasureName| {
        let mut name = name.clone();
        name.words.retain(|w| !stated.contains(&&w.as_str()));
        name
    };
    let plain = (!stated.is_empty()).then_some((&[][..], "without adjustment for prices"));
    let others = PRICES.iter().filter(|(basis, _)| !says(basis)).copied();
    plain.into_iter().chain(others).find_map(|(basis, words)| {
        let basis = MeasureName { words: basis.iter().map(|w| (*w).to_owned()).collect(), ..MeasureName::default() };
        let mut other = question.clone();
        for reading in &mut other.measures {
            reading.name = bare(&reading.name).joined(&basis);
        }
        let fits = agreeing(search, &other)?;
        let main = fits.rows.first()?;
        Some(format!("the figure fits {words}: {} {}", main.fact.measure, rows(&fits)))
    })
}

/// The value of another time.
pub(super) fn period(search: &Search<'_, '_>, answer: &Answer) -> Option<String> {
    let question = search.question;
    if !question.is_specific() {
        return None;
    }
    let own = answer.rows.first()?;
    let there = |period: &Period| explain::period(period);
    if answer.is_lookup() {
        let far = |period: &Period| (period.end() - own.fact.period.end()).get_days().abs();
        let mut others = search.siblings(own);
        others.sort_by_key(|h| (far(&h.fact.period), h.row));
        let fits = others.into_iter().find(|other| {
            let value = conversion(&other.fact.unit, question).and_then(|(factor, ..)| other.value().scale(factor));
            !other.fact.period.same_days(&own.fact.period)
                && value.and_then(|v| v.low()).is_some_and(|v| question.assertion.inner.contains(v))
        })?;
        return Some(format!("it is the figure of {} ({})", there(&fits.fact.period), fits.fact.id));
    }
    let When::At(asked) = question.when else { return None };
    let years = [1, -1, 2, -2].into_iter().filter_map(|n| asked.years_before(n));
    years.chain(asked.previous()).find_map(|when| {
        let fits = agreeing(search, &Question { when: When::At(when), ..question.clone() })?;
        Some(format!("it is the figure of {} {}", there(&when), rows(&fits)))
    })
}

fn entity(search: &Search<'_, '_>, answer: &Answer) -> Option<String> {
    of_named(search, search.question.context.places()).or_else(|| of_any(search, answer))
}

/// The value of one other entity or partner among those that a text names.
pub(super) fn of_named<'n>(search: &Search<'_, '_>, places: impl Iterator<Item = &'n EntityName>) -> Option<String> {
    /// Entities of a text that are tried.
    const MOST: usize = 20;
    let question = search.question;
    if !question.is_specific() {
        return None;
    }
    let own: Vec<&EntityName> = question.entity.iter().map(|(name, _)| name).chain(&question.counterpart).collect();
    let named = places.filter(|place| !own.iter().any(|name| same(name, place)));
    let mut others: Vec<&EntityName> = Vec::new();
    for place in named {
        if others.len() < MOST && !others.iter().any(|other| same(other, place)) {
            others.push(place);
        }
    }
    // Two that fit are a coincidence of digits.
    let (place, fits) = only(others.into_iter().filter_map(|place| {
        let swapped = match &question.counterpart {
            Some(_) => Question { counterpart: Some(place.clone()), ..question.clone() },
            None => Question { entity: Some((place.clone(), 100)), ..question.clone() },
        };
        Some((place, agreeing(search, &swapped)?))
    }))?;
    let which = if question.counterpart.is_some() { "with" } else { "of" };
    Some(format!("it is the figure {which} {} {}", place.id, rows(&fits)))
}

/// The value of one other partner or entity that the table has beside the row; only for figures whose digits hardly any
/// other row has by chance.
fn of_any(search: &Search<'_, '_>, answer: &Answer) -> Option<String> {
    /// Rows beside the row that are looked at.
    const MOST: usize = 10_000;
    let (table, question) = (search.table, search.question);
    let Figure::Point(number) = &question.claim.figure else { return None };
    let own = answer.rows.first().filter(|_| answer.is_lookup() && question.is_specific())?;
    let (measure, partners) = (table.measure(own.row), table.counterpart(own.row).is_some());
    // Three digits tell some dozens of partners apart, four some hundreds of countries.
    let digits = number.value.checked_div(number.round_place)?.abs();
    if digits < if partners { Decimal::ONE_HUNDRED } else { Decimal::ONE_THOUSAND } {
        return None;
    }
    let rows = if partners { table.rows_at(measure, table.entity(own.row)) } else { table.rows_of(measure) };
    let fits = |&&row: &&RowId| {
        let fact = table.fact(row);
        let alike = fact.kind == own.fact.kind
            && fact.modality == own.fact.modality
            && fact.period.same_days(&own.fact.period)
            && table.counterpart(row).is_some() == partners
            && search.is_active(row);
        let value = conversion(&fact.unit, question).and_then(|(factor, ..)| fact.value.checked_mul(factor));
        row != own.row && alike && value.is_some_and(|v| question.assertion.inner.contains(v))
    };
    let row = only(rows.iter().take(MOST).filter(fits))?;
    let fact = table.fact(*row);
    Some(match &fact.counterpart {
        Some(partner) if partners => format!("it is the figure with {partner} ({})", fact.id),
        _ => format!("it is the figure of {} ({})", fact.entity, fact.id),
    })
}

/// The item of an iterator that has no other.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}

fn digits(search: &Search<'_, '_>, answer: &Answer) -> Option<String> {
    let question = search.question;
    let Figure::Point(number) = &question.claim.figure else { return None };
    if !question.is_specific() {
        return None;
    }
    let place = number.round_place;
    let written = number.value.checked_div(place)?.round();
    let text: Vec<char> = written.abs().normalize().to_string().chars().collect();
    let half = place.checked_div(Decimal::TWO)?;
    let swapped = (1..text.len()).filter(|&i| text[i] != text[i - 1]).find_map(|i| {
        let mut other = text.clone();
        other.swap(i, i - 1);
        let value = other.into_iter().collect::<String>().parse::<Decimal>().ok()?.checked_mul(place)?;
        let value = if number.value.is_sign_negative() { -value } else { value };
        (answer.expected.checked_sub(value)?.abs() <= half).then_some(value)
    })?;
    Some(format!("two digits are swapped: {} for {}", explain::number(number.value), explain::number(swapped)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{claim, table};
    use crate::check::{DocumentContext, judge};
    use crate::label::Verdict;

    const FACTS: &str = "measure,entity,period,value,unit,scale,id,counterpart,published\n\
        services trade,China,2024,7.5,CNY,12,s24,,\n\
        services trade,China,2023,6.5564,CNY,12,s23,,\n\
        services trade,China,2022,5.98,CNY,12,s22,,\n\
        services exports,China,2024,3.18,CNY,12,sx24,,\n\
        services imports,China,2024,4.32,CNY,12,si24,,\n\
        services exports,Japan,2024,32.45,CNY,11,jx24,,\n\
        goods trade,China,2024,6.99,CNY,12,gt-asean,ASEAN,\n\
        goods trade,China,2024,5.59,CNY,12,gt-eu,European Union,\n\
        unemployment rate,France,2024,7.4,%,0,u24,,\n\
        unemployment rate,France,2023,7.3,%,0,u23,,\n\
        unemployment rate,France,2020,8.0,%,0,u20,,\n\
        industrial output,Japan,2024,100.0,1,0,old,,2025-01-01\n\
        industrial output,Japan,2024,97.1,1,0,new,,2025-06-30\n\
        GDP,Ghana,2020,70.04,USD,9,gdp,,\n\
        real GDP,Ghana,2020,61.24,USD,9,rgdp,,\n";

    fn found(line: &str, text: &str) -> (Verdict, Option<Slip>, String) {
        let judgement = judge(&claim(line), &DocumentContext::new(text, None, None), &table(FACTS));
        let slip = judgement.miss.as_ref().map(|m| m.slip);
        (judgement.verdict, slip, judgement.explanation)
    }

    #[test]
    fn a_slip_is_named_with_the_rows_that_show_it() {
        let cases = [
            (
                "level 100.0 1 | m=industrial output | e=Japan | p=2024",
                Slip::Superseded,
                "which new of 2025-06-30 replaced",
            ),
            (
                "level 7.5e9 CNY | m=services trade | e=China | p=2024 | t=7.5 billion yuan",
                Slip::Scale,
                "a thousand times too small: billion for trillion",
            ),
            ("growth -14.4 % | m=services trade | e=China | p=2024", Slip::Sign, "it was a rise, not a fall"),
            (
                "growth -0.6 % | m=unemployment rate | e=France | p=2024 | b=2020",
                Slip::Points,
                "the figure fits in percentage points, not percent (u24, u20)",
            ),
            (
                "change -7.5 pp | m=unemployment rate | e=France | p=2024 | b=2020",
                Slip::Points,
                "the figure fits in percent, not percentage points (u20, u24)",
            ),
            (
                "level 3.18e12 CNY | m=services imports | e=China | p=2024",
                Slip::Flow,
                "it is the figure of exports (sx24)",
            ),
            ("level 61.24e9 USD | m=GDP | e=Ghana | p=2020", Slip::Prices, "in real terms: real GDP (rgdp)"),
            (
                "level 70.04e9 USD | m=real GDP | e=Ghana | p=2020",
                Slip::Prices,
                "without adjustment for prices: GDP (gdp)",
            ),
            (
                "level 6.5564e12 CNY | m=services trade | e=China | p=2024",
                Slip::Period,
                "it is the figure of 2023 (s23)",
            ),
            ("growth 9.6 % | m=services trade | e=China | p=2024", Slip::Period, "it is the figure of 2023 (s22, s23)"),
        ];
        for (line, slip, words) in cases {
            let (verdict, found, explanation) = found(line, "");
            assert_eq!((verdict, found), (Verdict::Refuted, Some(slip)), "{line}: {explanation}");
            assert!(explanation.ends_with(words), "{explanation}");
        }
    }

    #[test]
    fn a_currency_label_that_is_wrong_is_told_from_a_wrong_sum() {
        let facts = table(
            "measure,entity,period,value,unit,scale,id\n\
             services trade,China,2024,7.5,CNY,12,cny\nservices trade,China,2024,1.05,USD,12,usd\n",
        );
        let judged = |line: &str| judge(&claim(line), &DocumentContext::default(), &facts);
        let wrong = judged("level 7.5e12 USD | m=services trade | e=China | p=2024");
        assert!(wrong.explanation.ends_with("the figure fits in CNY, not USD (cny)"), "{}", wrong.explanation);
        assert_eq!(judged("level 8.6e12 USD | m=services trade | e=China | p=2024").miss, None);
    }

    #[test]
    fn another_entity_needs_more_digits_where_the_text_does_not_name_it() {
        let line = "level 3.24e12 CNY | m=services exports | e=China | p=2024";
        assert_eq!(found(line, "").1, None);
        let (_, slip, explanation) = found(line, "Japan and China export services.");
        assert_eq!(slip, Some(Slip::Entity));
        assert!(explanation.ends_with("it is the figure of Japan (jx24)"), "{explanation}");
        assert_eq!(found("level 3.245e12 CNY | m=services exports | e=China | p=2024", "").1, Some(Slip::Entity));
        let line = "level 5.59e12 CNY | m=goods trade | e=China | p=2024 | c=ASEAN";
        assert_eq!(found(line, "").1, Some(Slip::Entity));
        let (_, slip, explanation) = found(line, "China's trade with ASEAN and with the European Union grew.");
        assert_eq!(slip, Some(Slip::Entity));
        assert!(explanation.ends_with("it is the figure with European Union (gt-eu)"), "{explanation}");
    }

    #[test]
    fn swapped_digits_are_the_last_guess() {
        let (_, slip, explanation) = found("level 5.7e12 CNY | m=services trade | e=China | p=2024", "");
        assert_eq!(slip, Some(Slip::Digits));
        assert!(explanation.ends_with("two digits are swapped: 5.7 trillion for 7.5 trillion"), "{explanation}");
    }

    #[test]
    fn what_no_single_slip_explains_has_no_miss() {
        for line in [
            "level 9.9e12 CNY | m=services trade | e=China | p=2024",
            "level >9.9e12 CNY | m=services trade | e=China | p=2024",
            "growth 41.3 % | m=services trade | e=China | p=2024",
        ] {
            let (verdict, slip, explanation) = found(line, "China and Japan");
            assert_eq!((verdict, slip), (Verdict::Refuted, None), "{explanation}");
        }
    }
}
