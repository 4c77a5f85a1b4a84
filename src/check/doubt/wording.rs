//! Reasons to leave a claim open that its sentence gives by itself, whatever the row is.

use super::BEHIND;
use crate::check::search::Search;
use crate::facts::plain_words;
use crate::label::Kind;

/// Whether a word for a change stands right before what was read as a level: "the gain was 0.8 years".
pub(super) fn is_said_to_change(search: &Search<'_, '_>) -> bool {
    const CHANGES: [&str; 9] =
        ["gain", "increase", "rise", "drop", "fall", "decline", "decrease", "loss", "improvement"];
    let question = search.question;
    let before = plain_words(question.context.before(question.claim));
    question.kind == Kind::Level && before.iter().rev().take(BEHIND).any(|w| CHANGES.contains(&w.as_str()))
}

/// Whether the words before the value say that it is a part of what the measure names.
pub(super) fn is_a_part(search: &Search<'_, '_>) -> bool {
    const PARTS: &[&str] = &["remaining", "remainder", "rest", "other", "another", "further", "additional", "extra"];
    let claim = search.question.claim;
    let before = search.question.context.before(claim);
    let words = plain_words(before);
    words.iter().rev().take(2).any(|w| PARTS.contains(&w.as_str()))
}

/// Whether what is measured is only some of it, by a clause behind its name: "people in work were born abroad".
pub(super) fn is_restricted(search: &Search<'_, '_>) -> bool {
    let question = search.question;
    let Some(measure) = question.claim.measure.as_ref().filter(|m| question.claim.sentence.contains(m.span)) else {
        return false;
    };
    let behind = plain_words(question.context.slice(measure.span.end, question.claim.sentence.end));
    let first = behind.iter().map(String::as_str).find(|w| !["were", "are", "was", "is"].contains(w));
    first.is_some_and(|w| ["who", "whose", "born", "aged", "mentioning", "involving", "concerning"].contains(&w))
}

/// Whether the words for the measure name no thing: "Medicare, which *cost* $865 billion".
pub(super) fn names_nothing(search: &Search<'_, '_>) -> bool {
    const NOTHING: &[&str] = &[
        "cost", "costs", "paid", "pay", "money", "worth", "sum", "amount", "figure", "value", "took", "got", "received",
    ];
    let measure = search.question.claim.measure.as_ref();
    measure.is_some_and(|m| NOTHING.contains(&m.text.to_lowercase().as_str()))
}

/// Whether the measure is one of an earlier sentence although this one says of what it tells: "the share of the young".
pub(super) fn has_its_own_subject(search: &Search<'_, '_>) -> bool {
    const SUBJECTS: &[&str] = &["share of", "number of", "proportion of", "rate of", "price of", "cost of", "value of"];
    let before = search.question.context.before(search.question.claim).to_lowercase();
    let carried = search.question.claim.measure.as_ref().is_some_and(|m| m.carried);
    carried && SUBJECTS.iter().any(|words| before.contains(words))
}

/// Whether the words give several figures to several things in turn: "the deficits on oil and food narrowed to £2 billion
/// and £4 billion respectively".
pub(super) fn is_one_of_a_row(search: &Search<'_, '_>) -> bool {
    let question = search.question;
    let several = question.claim.measure.as_ref().is_some_and(|m| m.text.contains(" and "));
    several && question.context.sentence(question.claim).contains("respectively")
}

/// Whether the value is said to be the highest or the lowest of a time of months, which no mean over it denies.
pub(super) fn is_an_extreme(search: &Search<'_, '_>) -> bool {
    const EXTREMES: &[&str] =
        &["highest", "lowest", "peak", "peaked", "peaking", "trough", "bottomed", "maximum", "minimum", "record"];
    let question = search.question;
    let words = plain_words(question.context.before(question.claim));
    let says = words.iter().any(|w| EXTREMES.contains(&w.as_str()));
    match question.kind {
        Kind::Level => says && question.claim.period.and_then(|p| p.months()).is_some_and(|months| months > 1),
        // "From peak to trough in 2009 it shrank by 7.2%": neither end is named.
        Kind::Growth | Kind::Change => says && question.claim.base_period.is_none(),
        _ => false,
    }
}

/// Whether a change is one between an earlier and a later figure of the same thing.
pub(super) fn is_a_revision(search: &Search<'_, '_>) -> bool {
    let changed = matches!(search.question.kind, Kind::Growth | Kind::Change);
    let words = plain_words(search.question.context.sentence(search.question.claim));
    let says = |stems: &[&str]| words.iter().any(|w| stems.iter().any(|stem| w.starts_with(stem)));
    changed && (says(&["revis"]) || says(&["provisional", "preliminary"]) && says(&["final"]))
}

/// Whether a growth is one over "the same period", which other words have to tell, or the growth of "the same period a year
/// earlier", which is another time than the claim's.
pub(super) fn has_unnamed_base(search: &Search<'_, '_>) -> bool {
    let claim = search.question.claim;
    if !matches!(search.question.kind, Kind::Growth | Kind::AverageGrowth | Kind::Change | Kind::Ratio) {
        return false;
    }
    let behind = search.question.context.behind(claim).to_lowercase();
    let earlier = ["during the same period a", "in the same period a", "in the same period last"];
    if earlier.iter().any(|words| behind.contains(words)) && !behind.contains("compared") && !behind.contains("than") {
        return true;
    }
    if claim.base_period.is_some() {
        return false;
    }
    let words = plain_words(search.question.context.sentence(claim));
    let at = |i: usize, word: &str| words.get(i).is_some_and(|w| w == word);
    (0..words.len()).any(|i| {
        let period = ["same", "this", "that", "whole", "entire"].iter().any(|w| at(i, w)) && at(i + 1, "period");
        // "than in the same period of 2024", "the same period a year earlier" say since when.
        let told = ["of", "in", "a", "last", "one", "the"].iter().any(|w| at(i + 2, w));
        period && !told
    })
}
