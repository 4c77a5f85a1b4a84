//! Reasons to leave a claim open although every row that seems to be meant denies it.
//!
//! A false "refuted" is the worst error, and most come from a figure that speaks of something else than its words say to
//! us: another place, a part of the people, the ratio of two counts. Each reason here is one that a reader would see in the
//! sentence; those that need no row to be seen are in `wording`.

mod wording;

use rust_decimal::Decimal;

use super::derive::Answer;
use super::identity::{Identity, rivals};
use super::miss;
use super::search::{Hit, Search};
use crate::facts::{EntityName, Flow, canonical_words, places_in, plain_words};
use crate::label::Kind;
use crate::quantity::{Figure, months};

/// Further off than this many times, a figure is hardly one of the same thing.
const FAR: Decimal = Decimal::from_parts(50, 0, 0, false, 0);
/// A slip of the decimal point is off by a power of ten, give or take so much.
const SLIP: Decimal = Decimal::from_parts(1, 0, 0, false, 1);
/// Below this a growth is not refuted: its measure is taken for another thing's most often.
const LEAST_FOR_GROWTH: f32 = 0.7;
/// Words behind a value that may say whose it is: "78.7 years for males".
const BEHIND: usize = 4;

/// Why the best of the answers that deny a claim may speak of something else; `None` where nothing speaks for that.
pub(super) fn doubt(best: &Answer, all: &[Answer], search: &Search<'_, '_>) -> Option<&'static str> {
    let claim = search.question.claim;
    let unsure = search.question.kind == Kind::Growth && claim.confidence < LEAST_FOR_GROWTH;
    let contested = search.question.close.is_some_and(|close| close.contested);
    let reasons: [(&dyn Fn() -> bool, &'static str); 28] = [
        (&|| unsure, "it is not sure that the text claims this"),
        (&|| is_far_off(best, search), "a figure so far off is hardly one of the same thing"),
        (&|| is_rounded(best, search), "the row may be rounded to the zeros that it ends with"),
        (&|| is_elsewhere(best, search), "the sentence may speak of another place"),
        (&|| is_of_others(best, search), "the sentence says of whom, and the row is about others"),
        (&|| is_of_another_time(best, search), "it is the figure of another time, which the text may mean"),
        (&|| is_of_another_named(search), "it is the figure of another whom the sentence names"),
        (&|| is_told_by_its_sentence(best, search), "only the sentence as a whole comes close to the row"),
        (&|| wording::names_nothing(search), "the text does not name what it measures"),
        (&|| wording::has_its_own_subject(search), "the sentence has a subject of its own"),
        (&|| is_a_bare_balance(best, search), "the text does not say of what the balance is one"),
        (&|| is_growth_of_a_rate(best, search), "growth of a rate may be meant in points, or of something else"),
        (&|| is_a_benchmark(best, search), "the figure may be what something is held against"),
        (&|| is_of_a_quantile(best, search), "the text speaks of a part of those ranked by it, and the row of all"),
        (&|| wording::is_one_of_a_row(search), "the sentence gives several figures in turn"),
        (&|| is_counted_otherwise(best, search), "the text counts money and the row amounts, or the other way round"),
        (&|| has_other_terms(best, search), "the sentence says in what terms, and the row is in others"),
        (&|| is_done_by_others(best, search), "the sentence says by whom, and the row does not"),
        (&|| wording::is_a_part(search), "the text may give a part of it"),
        (&|| wording::is_restricted(search), "the text says of which of them, and the row does not"),
        (&|| leaves_out(best, search), "the text leaves something out, and the row does not"),
        (&|| wording::is_an_extreme(search), "the text may give the highest or lowest within that time"),
        (&|| wording::has_unnamed_base(search), "it is not clear since when"),
        (&|| wording::is_said_to_change(search), "the text may say by how much it changed"),
        (&|| leaves_out_for_how_many(best, search), "the text does not say for how many it is so much"),
        (&|| wording::is_a_revision(search), "the sentence speaks of a revision"),
        (&|| contested, "another measure comes closer to the sentence"),
        (&|| is_of_another_measure(all, search), "another row that may be meant agrees with the text"),
    ];
    reasons.into_iter().find_map(|(holds, why)| holds().then_some(why))
}

/// Whether a level or a change is off by more than [`FAR`], and by no power of ten.
fn is_far_off(best: &Answer, search: &Search<'_, '_>) -> bool {
    let question = search.question;
    if !matches!(question.kind, Kind::Level | Kind::Change) {
        return false;
    }
    let Figure::Point(number) = &question.claim.figure else { return false };
    let (claimed, expected) = (number.value.abs(), best.expected.abs());
    let (small, large) = (claimed.min(expected), claimed.max(expected));
    let Some(mut times) = large.checked_div(small) else {
        // One of them is nothing at all.
        return false;
    };
    if times < FAR {
        return false;
    }
    // Nobody writes hundreds for millions: a point slips by two places, and a word by three.
    let mut power = 0;
    while times >= Decimal::TEN - SLIP * Decimal::TEN {
        times /= Decimal::TEN;
        power += 1;
    }
    (times - Decimal::ONE).abs() > SLIP || power > 2 && power % 3 != 0
}

/// Whether a whole number of the table ends with two zeros or more, and the figure is that number if they are rounding:
/// 884,748 of a row that says 884,700.
fn is_rounded(best: &Answer, search: &Search<'_, '_>) -> bool {
    let [row] = best.rows.as_slice() else { return false };
    let Figure::Point(number) = &search.question.claim.figure else { return false };
    let mut place = Decimal::ONE;
    while let Some(next) = place.checked_mul(Decimal::TEN)
        && !best.expected.is_zero()
        && (best.expected % next).is_zero()
    {
        place = next;
    }
    let apart = (number.value - best.expected).abs();
    // With digits of its own where the row has zeros, and a row of some digits: 100 percent is not rounded.
    let finer = number.round_place < place && place <= best.expected.abs() / Decimal::ONE_HUNDRED;
    finer && row.fact.resolution < place && place >= Decimal::ONE_HUNDRED && apart <= place / Decimal::TWO
}

/// Whether the row has so many for each of something, and the figure goes without: "12.6" for 12.6 beds per 1,000 people.
fn leaves_out_for_how_many(best: &Answer, search: &Search<'_, '_>) -> bool {
    let each = |hit: &Hit| hit.fact.unit.code().contains("/{");
    let claim = search.question.claim;
    best.rows.len() == 1
        && best.rows.iter().any(each)
        && claim.unit.dimension().is_one()
        && !claim.unit.code().contains('/')
}

/// Whether the sentence names a place that is neither the row's nor known, and the claim's own entity is not named there.
fn is_elsewhere(best: &Answer, search: &Search<'_, '_>) -> bool {
    let question = search.question;
    let Some(row) = best.rows.first() else { return false };
    let sentence = question.context.sentence(question.claim);
    let claim = question.claim;
    let named = claim.entity.as_ref().filter(|e| claim.sentence.contains(e.span));
    if named.is_some_and(|e| EntityName::parse(&e.text).is_known() || places_in(&e.text).len() == 1) {
        return false;
    }
    // "Delegations from Kenya and Brazil met. Exports were": of two that are named together it may be either.
    if claim.entity.as_ref().is_some_and(|e| question.context.is_one_of_several(e, claim)) {
        return true;
    }
    // "1.7 times those of the United States": the place named is the other side.
    if question.comparand.is_some() || best.rows.iter().any(|hit| hit.fact.entity != row.fact.entity) {
        return false;
    }
    let own = EntityName::parse(&row.fact.entity);
    let places = places_in(sentence);
    if !places.is_empty() {
        return places.iter().all(|(_, place)| *place != own);
    }
    has_unknown_place(sentence)
}

/// Whether "in" or "at" stands before a name: a word with a capital that is no time.
fn has_unknown_place(sentence: &str) -> bool {
    const TIMES: &[&str] =
        &["quarter", "q1", "q2", "q3", "q4", "spring", "summer", "autumn", "winter", "easter", "christmas"];
    let words: Vec<&str> = sentence.split_whitespace().collect();
    words.windows(2).any(|pair| {
        let [preposition, name] = pair else { return false };
        let mut letters = name.chars().filter(|c| c.is_alphabetic());
        let is_name = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
        let lower = plain_words(name).into_iter().next().unwrap_or_default();
        let is_time = TIMES.contains(&lower.as_str())
            || months::MONTHS.contains(&lower.as_str())
            || months::MONTHS_SHORT.iter().any(|(month, _)| *month == lower);
        matches!(*preposition, "in" | "In" | "at" | "At") && is_name && !is_time
    })
}

/// Whether the words right behind the value name a rival of what the row is about: males where it is about females.
fn is_of_others(best: &Answer, search: &Search<'_, '_>) -> bool {
    let question = search.question;
    let behind: Vec<String> =
        canonical_words(question.context.behind(question.claim)).into_iter().take(BEHIND).collect();
    best.rows.iter().any(|hit| {
        let names = search.table.names(search.table.measure(hit.row));
        names.first().is_some_and(|name| rivals(&name.words, &behind))
    })
}

/// Words of the terms that prices are in, all for one thing: "in constant prices", "adjusted for inflation".
const REAL: &[&str] =
    &["in constant prices", "in real terms", "adjusted for inflation", "inflation-adjusted", "volume terms"];
/// Terms by which a figure is counted that change nothing.
const COMMON_TERMS: &[&str] =
    &["seasonally", "adjusted", "year", "annual", "monthly", "quarterly", "quarter", "regular", "daily"];

/// Whether the sentence says in what terms it counts, "on a full-time equivalent basis", "in constant prices", and the row
/// is not in those.
fn has_other_terms(best: &Answer, search: &Search<'_, '_>) -> bool {
    let sentence = search.question.context.sentence(search.question.claim);
    let lower = sentence.to_lowercase();
    let row_words = |hit: &Hit| {
        let fact = &hit.fact;
        let qualifiers = fact.qualifiers.iter().map(|(_, text)| text.as_str());
        let named = fact.aliases.iter().map(String::as_str).chain([fact.measure.as_str()]);
        canonical_words(&named.chain(qualifiers).collect::<Vec<_>>().join(" "))
    };
    let says = |words: &[String], hit: &Hit| {
        let own = row_words(hit);
        words.iter().all(|w| own.contains(w))
    };
    let real = REAL.iter().any(|terms| lower.contains(terms));
    if real && !best.rows.iter().all(|hit| says(&["real".to_owned()], hit)) {
        return true;
    }
    // "on a headcount basis", "on an FTE basis": the one nearest to the value.
    let start = search.question.claim.span.start - search.question.claim.sentence.start;
    let bases = lower.match_indices(" basis").filter_map(|(at, _)| {
        let from = lower.get(..at)?.rfind("on a")?;
        let words = canonical_words(lower.get(from + 4..at)?);
        let words: Vec<String> =
            words.into_iter().filter(|w| !COMMON_TERMS.contains(&w.as_str()) && w.len() > 1).collect();
        (words.len() <= 4 && !words.is_empty()).then_some((from.abs_diff(start), words))
    });
    let nearest = bases.min_by_key(|(distance, _)| *distance);
    nearest
        .is_some_and(|(_, words)| !best.rows.iter().all(|hit| words.iter().any(|w| says(std::slice::from_ref(w), hit))))
}

/// Whether what is measured is that of some who the row does not name: "expenditure by the government sector".
fn is_done_by_others(best: &Answer, search: &Search<'_, '_>) -> bool {
    const MOST: usize = 4;
    let question = search.question;
    let Some(measure) = question.claim.measure.as_ref().filter(|m| m.span.end <= question.claim.span.start) else {
        return false;
    };
    let between = question.context.slice(measure.span.end, question.claim.span.start);
    let Some((_, by)) = between.split_once(" by ") else { return false };
    let by: Vec<&str> = by.split_whitespace().take(MOST).collect();
    // "rose by 3%", "was driven by" the value itself.
    if by.len() < MOST || by.first().is_some_and(|w| w.starts_with(|c: char| !c.is_alphabetic())) {
        return false;
    }
    let named = canonical_words(&by.join(" "));
    best.rows.iter().any(|hit| {
        let fact = &hit.fact;
        let own = canonical_words(&format!("{} {} {}", fact.measure, fact.aliases.join(" "), fact.entity));
        !named.iter().any(|w| own.contains(w))
    })
}

/// Whether the time is not said with the figure itself, and the rows have the figure at another time.
fn is_of_another_time(best: &Answer, search: &Search<'_, '_>) -> bool {
    let (question, claim) = (search.question, search.question.claim);
    let said = claim.period_text.as_ref().is_none_or(|time| {
        if time.carried || !claim.sentence.contains(time.span) {
            return false;
        }
        let behind = time.span.start >= claim.span.end;
        let (from, to) = if behind { (claim.span.end, time.span.start) } else { (time.span.end, claim.span.start) };
        let between = question.context.slice(from, to).trim_start();
        // "rose 3 percent to 4 billion in 2021" tells both of one time; a time that opens a sentence is that of all of it.
        let opens = time.span.start <= claim.sentence.start + 3;
        if behind && between.starts_with("to ") {
            return true;
        }
        // Another figure, or a new clause, between the two: the time may be that one's.
        !between.contains(|c: char| c.is_ascii_digit() || c == ';' || c == ',' && !opens)
    });
    !(said && claim.period.is_some()) && miss::period(search, best).is_some()
}

/// Whether the figure is that of another place which the sentence names.
fn is_of_another_named(search: &Search<'_, '_>) -> bool {
    let places = places_in(search.question.context.sentence(search.question.claim));
    miss::of_named(search, places.iter().map(|(_, place)| place)).is_some()
}

/// Whether the claim's measure shares no word of substance with the row's, which only the sentence as a whole comes close to:
/// that may bear a claim out, and denies nothing.
fn is_told_by_its_sentence(best: &Answer, search: &Search<'_, '_>) -> bool {
    let Some(own) = search.question.measure().filter(|_| search.question.close.is_some()) else { return false };
    best.rows.first().is_some_and(|hit| {
        let names = search.table.names(search.table.measure(hit.row));
        !names.iter().any(|name| own.shares_subject(name))
    })
}

/// Whether a surplus or a deficit is named without what it is one of, which only the text before says.
fn is_a_bare_balance(best: &Answer, search: &Search<'_, '_>) -> bool {
    let question = search.question;
    let bare = question.measures.first().is_some_and(|reading| {
        let balance = matches!(reading.name.flow, Some(Flow::Surplus | Flow::Deficit | Flow::Balance));
        balance && reading.name.words.iter().all(|w| w == "trade")
    });
    let trade = |w: &String| ["goods", "merchandise", "trade", "export", "import"].contains(&w.as_str());
    let near = question.near.before.iter().chain(&question.near.earlier).any(trade);
    // "It leaves a surplus" after exports to one country is no balance with all.
    let alone = best.rows.iter().all(|hit| hit.fact.counterpart.is_none()) && question.counterpart.is_some();
    bare && (!near || alone)
}

/// Whether a growth is reckoned from rates, unless the claim gives the points between them.
fn is_growth_of_a_rate(best: &Answer, search: &Search<'_, '_>) -> bool {
    let [before, after] = best.rows.as_slice() else { return false };
    let rate = search.question.kind == Kind::Growth && [before, after].iter().all(|hit| hit.fact.unit.is_percent());
    let points = (after.fact.value - before.fact.value).abs();
    let slip = match &search.question.claim.figure {
        Figure::Point(number) => (number.value.abs() - points).abs() <= number.round_place.max(Decimal::new(1, 1)),
        Figure::Range { .. } => false,
    };
    rate && !slip
}

/// Whether a figure is one of a part of those ranked by it: "a rise of 2.7% for the 90th percentile".
fn is_of_a_quantile(best: &Answer, search: &Search<'_, '_>) -> bool {
    const QUANTILES: &[&str] = &["percentile", "decile", "quintile", "quartile", "tercile", "median"];
    let of = |text: &str| {
        let words = canonical_words(text);
        QUANTILES.iter().copied().find(|q| words.iter().any(|w| w.trim_end_matches('s') == *q))
    };
    let said = of(search.question.context.sentence(search.question.claim));
    said.is_some_and(|said| best.rows.iter().any(|hit| of(&hit.fact.measure) != Some(said)))
}

/// Whether the measure is said to be counted in money and the row in amounts of things, or the other way round: "the value
/// of retail sales" against a quantity.
fn is_counted_otherwise(best: &Answer, search: &Search<'_, '_>) -> bool {
    const MONEY: &[&str] = &["value", "amount"];
    const THINGS: &[&str] = &["quantity", "volume"];
    let question = search.question;
    let Some(measure) = question.claim.measure.as_ref() else { return false };
    let before = plain_words(question.context.slice(question.claim.sentence.start, measure.span.end));
    let of = |words: &[String], of: &[&str]| words.iter().any(|w| of.contains(&w.as_str()));
    let own = plain_words(&measure.text).len();
    let near: Vec<String> = before.iter().rev().take(own + 2).cloned().collect();
    best.rows.iter().any(|hit| {
        let named = plain_words(&hit.fact.measure);
        of(&near, MONEY) && of(&named, THINGS) || of(&near, THINGS) && of(&named, MONEY)
    })
}

/// Whether the figure is one that something is held against, of another place: "below the EU's estimate of 2.06%".
fn is_a_benchmark(best: &Answer, search: &Search<'_, '_>) -> bool {
    const SIDES: &[&str] = &["below", "above", "than", "under", "over", "exceeds", "exceeded"];
    const FIGURES: &[&str] =
        &["average", "mean", "estimate", "figure", "level", "rate", "provisional", "of", "the", "a", "s", "28", "27"];
    let before = search.question.context.before(search.question.claim);
    let Some((place, name)) = places_in(before).pop() else { return false };
    let behind = plain_words(before.get(place.end..).unwrap_or_default());
    let ahead = plain_words(before.get(..place.start).unwrap_or_default());
    let side = ahead.iter().rev().take(2).any(|w| SIDES.contains(&w.as_str()));
    let figure = behind.len() > 1 && behind.iter().all(|w| FIGURES.contains(&w.as_str()));
    side && figure && best.rows.iter().all(|hit| EntityName::parse(&hit.fact.entity) != name)
}

/// Whether the sentence says that something is left out, and the row says nothing like it.
fn leaves_out(best: &Answer, search: &Search<'_, '_>) -> bool {
    let words = plain_words(search.question.context.sentence(search.question.claim));
    let removed =
        words.iter().any(|w| ["removed", "excluding", "excludes", "exclude", "excluded"].contains(&w.as_str()));
    removed
        && best.rows.iter().any(|hit| {
            let named = plain_words(&format!("{} {}", hit.fact.measure, hit.fact.aliases.join(" ")));
            !named.iter().any(|w| w.starts_with("excl") || w == "ex" || w == "without")
        })
}

/// Whether a row of a measure that shares much with the claim's agrees with a figure that has digits enough.
fn is_of_another_measure(all: &[Answer], search: &Search<'_, '_>) -> bool {
    let question = search.question;
    question.is_specific()
        && all.iter().any(|a| {
            a.is_lookup() && a.identity.measure >= LEAST_SHARED && {
                let same = Identity { measure: 100, ..a.identity };
                same.may_refute() && a.value.meets(&question.assertion.inner)
            }
        })
}

/// From here on a measure shares enough with the claim's that its agreeing is no chance.
const LEAST_SHARED: u8 = 50;

#[cfg(test)]
mod tests {
    use crate::check::context::DocumentContext;
    use crate::check::fixture::{claim, table};
    use crate::check::judge::judge;
    use crate::facts::FactTable;
    use crate::label::Verdict;
    use crate::span::Span;

    fn rows() -> FactTable {
        table(
            "measure,entity,period,value,unit,kind,id\n\
             female life expectancy,United Kingdom,2012,82.7,a,level,f\n\
             expenditure,United Kingdom,2012,27.0,GBP,level,x\n\
             expenditure,United Kingdom,2011,27.5,GBP,level,y\n\
             marriages,United Kingdom,2012,262240,1,level,m\n\
             marriages,United Kingdom,2011,249133,1,level,n\n",
        )
    }

    /// The verdict and explanation of a claim whose value stands in a text of one sentence.
    fn judged(line: &str, text: &str) -> (Verdict, String) {
        let mut claim = claim(line);
        let value = claim.text.split(' ').next().unwrap().to_owned();
        let start = text.find(&value).unwrap();
        claim.span = Span::new(start, start + value.len());
        claim.sentence = Span::new(0, text.len());
        for mention in [&mut claim.measure, &mut claim.entity].into_iter().flatten() {
            let at = text.find(&mention.text).unwrap_or(0);
            mention.span = Span::new(at, at + mention.text.len());
        }
        let judgement = judge(&claim, &DocumentContext::new(text, None, None), &rows());
        (judgement.verdict, judgement.explanation)
    }

    fn is_left_open(line: &str, text: &str, why: &str) {
        let (verdict, explanation) = judged(line, text);
        assert_eq!(verdict, Verdict::NotEnoughInfo, "{text}: {explanation}");
        assert!(explanation.contains(why), "{text}: {explanation}");
    }

    #[test]
    fn a_figure_far_off_speaks_of_something_else_but_a_slip_of_the_point_does_not() {
        let line = |value: &str| format!("level {value} 1 | m=marriages | e=United Kingdom | p=2012");
        let text = "In 2012 the United Kingdom had marriages of VALUE";
        is_left_open(&line("336"), &text.replace("VALUE", "336"), "so far off");
        let (verdict, explanation) = judged(&line("2622400"), &text.replace("VALUE", "2622400"));
        assert_eq!(verdict, Verdict::Refuted, "{explanation}");
    }

    #[test]
    fn what_is_said_of_others_is_left_open() {
        let line = "level 78.7 a | m=female life expectancy | e=United Kingdom | p=2012";
        is_left_open(line, "female life expectancy in the United Kingdom was 78.7 years for males", "about others");
        let line = "level 86.6 a | m=female life expectancy | p=2012";
        is_left_open(line, "female life expectancy was highest in Purbeck at 86.6 years", "");
        let line = "level 5.4 GBP | m=expenditure | e=United Kingdom | p=2012";
        is_left_open(line, "the remaining 5.4 of expenditure of the United Kingdom", "a part");
        let text = "expenditure in the United Kingdom by the government and research councils was 5.4";
        is_left_open(line, text, "by whom");
    }

    #[test]
    fn other_terms_bases_and_revisions_are_left_open() {
        let line = "growth 3.0 % | m=expenditure | e=United Kingdom | p=2012";
        let text = "Adjusted for inflation, expenditure of the United Kingdom rose 3.0 %";
        is_left_open(line, text, "in what terms");
        let text = "Since 2002 much has changed, and over the same period expenditure of the United Kingdom rose 3.0 %";
        is_left_open(line, text, "since when");
        let text =
            "Compared with a rise of 3.0 % in expenditure of the United Kingdom during the same period a year earlier";
        is_left_open(line, text, "since when");
        let text = "Between the provisional and the final estimate expenditure of the United Kingdom rose 3.0 %";
        is_left_open(line, text, "revision");
        let (verdict, explanation) = judged(line, "In 2012 expenditure of the United Kingdom rose 3.0 %");
        assert_eq!(verdict, Verdict::Refuted, "{explanation}");
    }
}
