//! TAT-QA's derivations with their operands searched for in the report's table.
//!
//! Every cell of the table becomes a fact: a row's label with its heading and the words above its column is the measure,
//! the year above it (or in the label) the period, and a label that names a country the entity. A table without years is
//! of one time. The question becomes a claim, built directly: kind, measure, whole and times by the words that all such
//! questions are made of ("percentage change in … between … and …"), the measure by searching the table as `facts search`
//! does. The text pipeline has no part in it, for it reads statements and not questions. The answer is what is claimed. It
//! is a success only when the claim is supported and the evidence gives the answer at its rounding; and wrong answers in
//! its place must not be supported.

use std::collections::BTreeMap;

use figcheck::check::{DocumentContext, Judgement, judge};
use figcheck::claim::{Claim, Mention};
use figcheck::facts::{BadRows, EntityKind, EntityName, FactTable};
use figcheck::label::{Kind, Verdict};
use figcheck::quantity::{Figure, Number, Period, Unit};
use figcheck::span::Span;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::super::{json, suite};
use super::{Expression, FILES, answer, ours, questions, rounds_to};

/// The years that words speak of.
fn years(text: &str) -> Vec<i16> {
    let year = |word: &str| word.parse().ok().filter(|y| word.len() == 4 && (1990..2050).contains(y));
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '/');
    // "2018/2019" is the year that ends in the second.
    let mut found: Vec<i16> = words.filter_map(|word| word.rsplit('/').find_map(year)).collect();
    // "F19", "FY18".
    let short = |word: &str| {
        let digits = word.trim_start_matches("FY").trim_start_matches('F');
        (digits.len() == 2 && digits.len() < word.len()).then(|| digits.parse::<i16>().ok()).flatten()
    };
    found.extend(text.split(|c: char| !c.is_alphanumeric()).filter_map(short).map(|y| 2000 + y));
    found
}

/// A cell's number, and whether it is a percentage: "(3.1)" is negative, "—" is zero.
fn cell(text: &str) -> Option<(Decimal, bool)> {
    let percent = text.contains('%');
    let negative = text.contains('(') || text.contains('−') || text.trim_start().starts_with('-');
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let other = text.chars().any(char::is_alphabetic);
    match digits.trim_matches('.').parse::<Decimal>() {
        Ok(value) if !other => Some((if negative { -value } else { value }, percent)),
        Err(_) if ["—", "–", "-", "$—", "$ —"].contains(&text.trim()) => Some((Decimal::ZERO, percent)),
        _ => None,
    }
}

/// The words of a heading that are no time: "Three months ended June 30, 2019" has none.
fn words_beside_time(text: &str) -> String {
    const TIMES: &[&str] = &[
        "year",
        "years",
        "ended",
        "fiscal",
        "fy",
        "as",
        "of",
        "at",
        "december",
        "june",
        "march",
        "september",
        "july",
        "january",
        "april",
        "october",
        "august",
        "may",
        "february",
        "november",
        "and",
        "the",
        "ending",
        "end",
        "for",
        "in",
    ];
    let time = |w: &&str| {
        let bare = w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        !TIMES.contains(&bare.as_str())
            && !bare.is_empty()
            && !bare.starts_with(|c: char| c.is_ascii_digit())
            && years(w).is_empty()
    };
    text.split_whitespace().filter(time).collect::<Vec<_>>().join(" ")
}

/// A label without the number of a footnote: "United Kingdom (2)".
fn without_note(label: &str) -> &str {
    let bare = label.trim_end_matches([':', '.', ' ']);
    let note = bare.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    note.filter(|(_, note)| !note.is_empty() && note.chars().all(|c| c.is_ascii_digit()))
        .map_or(bare, |(rest, _)| rest.trim_end())
}

/// A figure of the table, with all the words that say what it is.
struct Cell {
    label: String,
    heading: String,
    above: String,
    year: Option<i16>,
    value: Decimal,
    percent: bool,
    place: String,
}

/// Reads a report's table: headings above, labels at the left, and lines without figures that head those below.
fn figures(context: &Value) -> Vec<Cell> {
    let Some(grid) = context["table"]["table"].as_array().or_else(|| context["table"].as_array()) else {
        return Vec::new();
    };
    let rows: Vec<Vec<&str>> = grid
        .iter()
        .map(|row| row.as_array().unwrap().iter().map(|c| c.as_str().unwrap_or_default()).collect())
        .collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut year: Vec<Option<i16>> = vec![None; width];
    let mut above: Vec<String> = vec![String::new(); width];
    let mut heading = String::new();
    let mut in_head = true;
    let mut all = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let text = |column: usize| row.get(column).copied().unwrap_or_default().trim();
        let label = text(0);
        let filled: Vec<usize> = (1..width).filter(|&c| !text(c).is_empty()).collect();
        let dated = filled.iter().any(|&c| !years(text(c)).is_empty());
        let is_head = !filled.is_empty()
            && if dated {
                filled.iter().all(|&c| !years(text(c)).is_empty() || cell(text(c)).is_none())
            } else {
                in_head && filled.iter().all(|&c| cell(text(c)).is_none())
            };
        if is_head {
            if dated && !in_head {
                // A second table below the first.
                above = vec![String::new(); width];
            }
            in_head = true;
            let (mut last, mut words) = (None, String::new());
            let at: Vec<usize> = filled.iter().copied().filter(|&c| !years(text(c)).is_empty()).collect();
            for column in 1..width {
                // A heading over several columns may stand over any of them: one alone is over all, and several that
                // are as far apart as the first is from the labels each over those to its left.
                let here = match at.as_slice() {
                    [only] if filled.len() == 1 => text(*only),
                    [first, rest @ ..]
                        if *first > 1
                            && !rest.is_empty()
                            && filled == at
                            && at.iter().enumerate().all(|(i, c)| *c == first * (i + 1)) =>
                    {
                        at.iter().find(|c| **c >= column).map_or("", |&c| text(c))
                    }
                    _ => text(column),
                };
                if !here.is_empty() {
                    let found = years(here);
                    last = found.last().copied();
                    words = words_beside_time(here);
                }
                if dated {
                    year[column] = last.or(if here.is_empty() { year[column] } else { None });
                }
                // What stands over several columns is carried over those to its right, words that stand under it are not.
                if !here.is_empty() || dated {
                    format!("{} {words}", above[column]).trim().clone_into(&mut above[column]);
                }
            }
            continue;
        }
        let is_empty = (1..width).all(|c| cell(text(c)).is_none());
        if is_empty {
            if !label.is_empty() {
                heading = if years(label).is_empty() {
                    label.trim_end_matches(':').to_owned()
                } else {
                    words_beside_time(label)
                };
            }
            // A heading across the whole width speaks of a time at most.
            if let (true, [.., y]) = (number < 3, years(label).as_slice()) {
                for slot in year.iter_mut().filter(|y| y.is_none()) {
                    *slot = Some(*y);
                }
            }
            continue;
        }
        in_head = false;
        let label = without_note(label);
        let label_year = years(label).last().copied();
        let place = EntityName::parse(label.trim_end_matches([':', '.', ' ']));
        // Of what is itself lost or spent the brackets say nothing more: "Net loss (3.1)" is a loss of 3.1.
        let spends =
            ["loss", "expense", "cost", "depreciation", "amorti", "used in", "paid", "payment", "disposal", "purchase"];
        let lower = label.to_lowercase();
        let is_spent = spends.iter().any(|w| lower.contains(w))
            && !lower.contains("income")
            && !lower.contains("gain")
            && (1..width).filter_map(|c| cell(text(c))).all(|(value, percent)| !percent && value <= Decimal::ZERO);
        let is_place = [EntityKind::Country, EntityKind::Region, EntityKind::Group].contains(&place.kind);
        for column in 1..width {
            let Some((value, percent)) = cell(text(column)) else { continue };
            let plain = if label_year.is_some() { words_beside_time(label) } else { label.to_owned() };
            let plain = plain.trim_end_matches([':', '.', ' ']);
            all.push(Cell {
                label: if plain.is_empty() { "total".to_owned() } else { plain.to_owned() },
                heading: heading.clone(),
                above: above[column].clone(),
                year: year[column].or(label_year),
                value: if is_spent { value.abs() } else { value },
                percent,
                place: if is_place { place.id.clone() } else { "Company".to_owned() },
            });
        }
    }
    // "Change" and "Percent of revenue" beside the years are no figures of a year.
    if all.iter().any(|f| f.year.is_some()) {
        all.retain(|f| f.year.is_some());
    }
    all
}

/// The one time of a table without years.
const NO_YEAR: i16 = 2000;

/// The table's figures as facts.
///
/// A figure has the shortest name that no other of its year has; all its words are another name of it.
fn table(context: &Value) -> Option<FactTable> {
    let all = figures(context);
    let names = |f: &Cell| {
        let join = |parts: &[&str]| parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join(" ");
        // A label that is a place is the entity.
        let label = if f.place == "Company" { f.label.as_str() } else { "" };
        let names = [&[label][..], &[label, &f.above], &[&f.heading, label], &[&f.heading, label, &f.above]].map(join);
        names.map(|name| if name.is_empty() { "total".to_owned() } else { name })
    };
    let named: Vec<[String; 4]> = all.iter().map(names).collect();
    let mut lines = Vec::new();
    let (all, named) = (&all, &named);
    for (i, figure) in all.iter().enumerate() {
        let sole = |i: usize, k: usize| {
            let alike = |j: &usize| all[*j].year == all[i].year && all[*j].place == all[i].place;
            (0..all.len()).filter(alike).filter(|&j| named[j][k].eq_ignore_ascii_case(&named[i][k])).count() == 1
        };
        let same_label =
            |i: usize| (0..all.len()).filter(move |&j| named[j][0] == named[i][0] && all[j].place == all[i].place);
        let is_total = figure.place == "Company" && figure.label.eq_ignore_ascii_case("total");
        // The same for every year of a label, so that its years are one series.
        let k = (usize::from(is_total)..4).find(|&k| same_label(i).all(|j| sole(j, k))).unwrap_or(3);
        let fact = json!({
            "measure": named[i][k], "aliases": named[i][3], "entity": figure.place,
            "period": figure.year.unwrap_or(NO_YEAR).to_string(), "value": figure.value.to_string(),
            "unit": if figure.percent { "%" } else { "USD" }, "id": format!("f{i}"),
        });
        lines.push(fact.to_string());
    }
    if lines.is_empty() {
        return None;
    }
    let loaded = FactTable::from_jsonl("t.jsonl", lines.join("\n").as_bytes(), BadRows::Refuse);
    Some(loaded.unwrap_or_else(|e| panic!("{e}")).table)
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
    "do",
    "company",
    "company's",
    "percentage",
    "percent",
    "change",
    "changes",
    "increase",
    "decrease",
    "increased",
    "decreased",
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
    "as",
    "at",
    "both",
    "period",
    "across",
    "2-year",
    "3-year",
    "2",
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
    "ending",
    "nominal",
    "2019:",
    "more",
    "less",
    "than",
    "constitution",
    "proportion",
    "expressed",
    "out",
    "among",
    "it",
    "that",
];

/// The words between the asking and the times.
fn topic(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let asks = |w: &&str| {
        let bare = w.to_lowercase();
        let bare = bare.trim_matches([',', '?', '.', ':', '"', '\'']);
        ASKING.contains(&bare) || !years(w).is_empty() || bare.chars().all(|c| c.is_ascii_digit())
    };
    let from = words.iter().position(|w| !asks(w)).unwrap_or(words.len());
    let to = words.iter().rposition(|w| !asks(w)).map_or(from, |i| i + 1);
    let kept = words.get(from..to.max(from)).unwrap_or_default();
    let kept: Vec<&str> = kept.iter().filter(|w| years(w).is_empty()).copied().collect();
    kept.join(" ").trim_end_matches([',', '?', '.']).to_owned()
}

fn mention(text: &str) -> Option<Mention> {
    (!text.is_empty()).then(|| Mention { span: Span::new(0, text.len()), text: text.to_owned(), carried: false })
}

/// The measure of the table that the words fit best, by its own name, and the place among its entities that they name.
fn measure(words: &str, table: &FactTable) -> (Option<Mention>, Option<Mention>) {
    let mut places: Vec<String> = table.facts().map(|f| f.entity.clone()).filter(|e| e != "Company").collect();
    places.dedup();
    let place = places.into_iter().find(|place| {
        let named = |from: usize, words: &[&str]| EntityName::parse(&words[from..].join(" ")).id == *place;
        let words: Vec<&str> = words.split_whitespace().collect();
        (0..words.len()).any(|i| (i + 1..=(i + 4).min(words.len())).any(|j| named(i, &words[..j])))
    });
    let entity = EntityName::parse(place.as_deref().unwrap_or("Company"));
    let found = table.search(words, Some(&entity), None);
    if let (true, Some(place)) = (found.is_empty(), &place) {
        // A row that is labelled by the place alone.
        let own = table.facts().find(|f| f.entity == *place).map(|f| f.measure.clone());
        return (own.and_then(|m| mention(&m)), mention(place));
    }
    let found = if found.is_empty() { table.search(words, None, None) } else { found };
    (
        mention(&found.first().map_or_else(|| words.to_owned(), |best| table.measure_text(best.measure))),
        place.and_then(|p| mention(&p)),
    )
}

/// The two measures that words name together, unless both are the same.
fn both(words: &str, table: &FactTable) -> Option<Mention> {
    let (a, b) = words.rsplit_once(" and ")?;
    let (a, b) = (measure(a, table).0?, measure(b, table).0?);
    if a.text == b.text { None } else { mention(&format!("{} and {}", a.text, b.text)) }
}

/// What is asked to be the part of what, in either order.
fn part_and_whole(question: &str) -> Option<(&str, &str)> {
    let joined = [
        " expressed as a percentage of ",
        " expressed as a percentage to ",
        " as a percentage of ",
        " as a percentage to ",
        " as a total of ",
        " out of ",
        " over ",
        " among ",
        " in the total ",
        " in total ",
        " relative to ",
        " in ",
    ];
    let explicit = &joined[..6];
    let found = explicit.iter().find_map(|words| question.split_once(words));
    if found.is_some() {
        return found;
    }
    // "What percentage of total revenue was from services", "proportion of the total are services".
    let reversed = [" was ", " is ", " are ", " were ", " does ", " do ", " did "];
    let of = ["percentage of ", "proportion of ", "percent of "].iter().find_map(|w| question.split_once(w));
    let turned = of.and_then(|(before, rest)| {
        before.trim_end().ends_with("what").then(|| reversed.iter().find_map(|words| rest.split_once(words)))?
    });
    if let Some((whole, part)) = turned {
        return Some((part, whole));
    }
    joined.iter().find_map(|words| question.split_once(words))
}

/// The claim that the question's answer is `value`; `None` where the question is of another making.
fn claim(question: &str, scale: &str, value: Decimal, table: &FactTable) -> Option<Claim> {
    let lower = question.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    let percent = scale == "percent";
    let mut known: Vec<i16> = table.facts().map(|f| f.period.start().year()).collect();
    known.sort_unstable();
    known.dedup();
    let mut named = years(question);
    named.retain(|y| known.contains(y));
    named.sort_unstable();
    named.dedup();
    let average = says(&["average", "mean "]) && !says(&["weighted average", "weighted-average"]);
    if named.is_empty() {
        // "the average" of all that the table has, the change over the two years that it has.
        named.clone_from(&known);
    } else if let (true, [year]) = (average, named.as_slice()) {
        // The average of a year in reports is that of its opening and closing balance.
        named = known.iter().copied().filter(|y| [year - 1, *year].contains(y)).collect();
    }
    let (first, last) = (*named.first()?, *named.last()?);
    let year = |y: i16| Period::year_of(y);
    let span = if first == last { year(last)? } else { year(first)?.to(&year(last)?)? };
    let figure = Figure::Point(Number::written(value, Decimal::ONE)?);
    let mut claim = Claim {
        text: value.to_string(),
        alternatives: vec![Unit::percent()],
        period: year(last),
        ..Claim::new(Some(Kind::Level), figure, Unit::currency("USD")?)
    };
    let base = (first != last).then(|| year(first)).flatten();
    let cut = |at: &str| lower.find(at).map(|i| (&lower[..i], &lower[i + at.len()..]));
    let growing = [
        "percentage change",
        "percentage increase",
        "percentage decrease",
        "percent change",
        "growth rate",
        "% change",
        "percentage growth",
    ];
    let changing = says(&["change", "increase", "decrease", "difference", "grow", "how much more", "how much less"]);
    let of = |text: &str| measure(&topic(text), table);
    if says(&growing) {
        claim.kind = Some(Kind::Growth);
        claim.unit = Unit::percent();
        claim.base_period = base;
        (claim.measure, claim.entity) = of(question);
    } else if average && !changing {
        claim.period = Some(span);
        let topic = topic(question);
        (claim.measure, claim.entity) = measure(&topic, table);
        if first == last {
            claim.measure = both(&topic, table).or(claim.measure);
        }
        claim.measure = claim.measure.and_then(|m| mention(&format!("average {}", m.text)));
    } else if percent && says(&["percentage", "proportion", "percent "]) && !changing {
        claim.kind = Some(Kind::Share);
        claim.unit = Unit::percent();
        let (part, whole) = part_and_whole(&lower)?;
        (claim.measure, claim.entity) = of(part.split_once("percentage of ").map_or(part, |(_, rest)| rest));
        claim.whole = of(whole).0;
    } else if says(&["ratio of", "proportion of"]) {
        claim.kind = Some(Kind::Ratio);
        claim.unit = Unit::one();
        let (_, after) = cut("ratio of").or_else(|| cut("proportion of"))?;
        let (part, whole) =
            [" over ", " to total ", " to the ", " to "].iter().find_map(|words| after.split_once(words))?;
        claim.base_period = None;
        (claim.measure, claim.entity) = of(part);
        claim.base_text = of(whole).0;
    } else if changing {
        claim.kind = Some(Kind::Change);
        claim.alternatives = vec![Unit::points()];
        claim.base_period = base;
        let between = ["between ", "difference in ", "difference of "].iter().find_map(|words| cut(words));
        let pair = between.and_then(|(_, after)| after.split_once(" and "));
        let compared = [" as compared to ", " compared to ", " compared with ", " than "]
            .iter()
            .find_map(|words| lower.split_once(words))
            .filter(|_| says(&["how much more", "how much less"]));
        let sides = pair.or(compared).filter(|_| base.is_none());
        if let Some((a, b)) = sides {
            (claim.measure, claim.entity) = of(a);
            claim.base_text = of(b).0;
        } else {
            (claim.measure, claim.entity) = of(question);
        }
        // "decreased by 5" is said of a fall.
        if says(&["decrease by", "decreased by", "decline by", "decreased from", "decrease from"])
            && !value.is_sign_negative()
        {
            claim.figure = claim.figure.negate();
        }
        let level = claim.measure.as_ref().map(|m| m.text.clone()).unwrap_or_default();
        let in_percent = table.facts().any(|f| f.measure == level && f.unit.is_percent());
        if percent && !in_percent {
            claim.kind = Some(Kind::Growth);
            claim.unit = Unit::percent();
        }
    } else if says(&["total", "sum"]) {
        claim.period = Some(span);
        let topic = topic(question);
        (claim.measure, claim.entity) = measure(&topic, table);
        // "The total of wages and pensions", unless one row has that name.
        if base.is_none() {
            claim.measure = both(&topic, table).or(claim.measure);
        }
    } else {
        return None;
    }
    Some(claim)
}

/// The judgement of a claim that `value` answers the question, and whether its evidence gives that value.
///
/// A difference or a decrease asked for has no direction, and reports put expenses in brackets that questions ask for as
/// amounts: either sign may be meant, but for growth.
fn judged(question: &str, scale: &str, value: Decimal, table: &FactTable) -> Option<(Judgement, bool)> {
    let context = DocumentContext::default().with_default_entity("Company");
    let claim = claim(question, scale, value, table)?;
    let gives = |judgement: Judgement| {
        let shown = judgement.evidence.first().is_some_and(|e| rounds_to(e.expected.abs(), value.abs()));
        let good = judgement.verdict == Verdict::Supported && shown;
        (judgement, good)
    };
    let first = gives(judge(&claim, &context, table));
    let either = claim.kind != Some(Kind::Growth);
    if first.1 || !either {
        return Some(first);
    }
    let turned = Claim { figure: claim.figure.negate(), ..claim };
    let second = gives(judge(&turned, &context, table));
    Some(if second.1 || second.0.verdict == Verdict::Supported { second } else { first })
}

#[test]
fn derivations_whose_operands_are_searched_for() {
    let Some(folder) = suite("TAT-QA") else { return };
    let misses = std::env::var_os("FIGCHECK_MISSES").is_some();
    let mut right: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut wrong, mut tried, mut refuted) = (0, 0, 0);
    let (mut fooled, mut fooled_far) = (Vec::new(), 0);
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
            let text = question["question"].as_str().unwrap();
            let table = table(context);
            let found = table.as_ref().and_then(|table| judged(text, scale, expected, table));
            let good = found.as_ref().is_some_and(|(_, good)| *good);
            let counts = right.entry(name).or_default();
            counts.0 += usize::from(good);
            counts.1 += 1;
            wrong += usize::from(found.as_ref().is_some_and(|(j, _)| j.verdict == Verdict::Refuted));
            if !good && misses {
                let said = found.map(|(j, _)| format!("{}: {}", j.verdict, j.explanation));
                eprintln!("    {name} {text:?} {written} = {expected}: {said:?}");
            }
            // The same claim with wrong figures: one near by, and one that is far off.
            let near = (expected * Decimal::new(15, 1)).round_dp(expected.scale());
            let far = expected + expected.abs() + Decimal::from(250);
            for other in [near, far] {
                if !good || rounds_to(other, expected) || other == expected {
                    continue;
                }
                tried += 1;
                let Some((judgement, _)) = table.as_ref().and_then(|t| judged(text, scale, other, t)) else { continue };
                refuted += usize::from(judgement.verdict == Verdict::Refuted);
                if judgement.verdict == Verdict::Supported {
                    fooled_far += usize::from(other == far);
                    fooled.push(format!("{other} for {expected}: {text:?}: {}", judgement.explanation));
                }
            }
        }
    }
    let (found, all) = right.values().fold((0, 0), |sum, n| (sum.0 + n.0, sum.1 + n.1));
    let percent = 100.0 * found as f64 / all as f64;
    eprintln!("TAT-QA, operands searched: {found} of {all} = {percent:.1} % {right:?}; right answers refuted: {wrong}");
    eprintln!("    wrong answers in their place: {refuted} refuted, {} supported, of {tried}", fooled.len());
    if misses {
        eprintln!("    supported although wrong: {fooled:#?}");
    }
    // Of all questions that the table alone answers, tables without years and labels that need a reader's sense included.
    assert!(percent >= 70.0, "{percent:.1} %");
    // Of small figures of few digits rounding leaves much open: a ratio of 1 of 3 bears out 0.5 of 2.
    assert!(fooled_far == 0 && 100 * fooled.len() <= 2 * tried, "{fooled:#?}");
}
