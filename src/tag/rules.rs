//! The rule tagger: what word lists and nearness alone can do. It is the baseline that the model has to beat, and is
//! never used unless it is asked for by name.

use super::{Passage, Role, Tag, Tagger};
use crate::error::Result;
use crate::label::{Kind, Modality};
use crate::quantity::{Form, Quantity, Unit};
use crate::span::Span;

/// Tags by word lists and nearness; see the module's page.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuleTagger;

/// What a rule is worth: rules do not know how sure they are.
const CONFIDENCE: f32 = 0.5;

const RISE_OR_FALL: &[&str] = &[
    "rose",
    "rise",
    "rising",
    "increase",
    "increased",
    "increasing",
    "up",
    "grew",
    "grow",
    "growing",
    "growth",
    "jumped",
    "surged",
    "surging",
    "climbed",
    "soared",
    "expanded",
    "gained",
    "fell",
    "fall",
    "falling",
    "dropped",
    "drop",
    "declined",
    "decline",
    "decreased",
    "decrease",
    "down",
    "shrank",
    "contracted",
    "slid",
    "slipped",
    "plunged",
    "tumbled",
    "narrowed",
    "higher",
    "lower",
    "gain",
    "slump",
    "dip",
    "dipped",
    "edged",
    "reduced",
    "cut",
];
const PARTS: &[&str] = &[
    "accounting",
    "accounted",
    "accounts",
    "account",
    "share",
    "proportion",
    "comprising",
    "representing",
    "contributes",
    "contributing",
    "contributed",
    "percentage",
    "made",
    "stake",
    "portion",
];
const FORECAST: &[&str] =
    &["expected", "forecast", "forecasts", "predict", "predicts", "will", "projected", "estimates"];
const TARGET: &[&str] = &["aims", "aiming", "aim", "target", "targets", "pledged", "plans", "goal", "commits"];
/// Words that end the name of what is measured.
const VERBS: &[&str] = &[
    "reached",
    "reaching",
    "hit",
    "stood",
    "totaled",
    "totalled",
    "amounted",
    "was",
    "were",
    "is",
    "are",
    "exceeded",
    "surpassed",
    "came",
    "has",
    "had",
    "have",
    "posted",
    "accounted",
    "accounts",
    "accounting",
    "valued",
    "worth",
    "will",
    "to",
    "of",
    "at",
    "by",
    "from",
    "recorded",
    "ranked",
    "ranks",
    "remained",
    "jumped",
    "fell",
    "rose",
    "grew",
    "climbed",
    "dropped",
    "declined",
    "increased",
    "surged",
    "expanded",
    "up",
    "down",
];

impl Tagger for RuleTagger {
    fn tag(&self, passages: &[Passage<'_>]) -> Result<Vec<Vec<Tag>>> {
        Ok(passages.iter().map(tag_passage).collect())
    }

    fn name(&self) -> &'static str {
        "rules"
    }
}

fn tag_passage(passage: &Passage<'_>) -> Vec<Tag> {
    (0..passage.quantities.len()).map(|n| tag_quantity(passage, n)).collect()
}

fn tag_quantity(passage: &Passage<'_>, n: usize) -> Tag {
    let quantity = &passage.quantities[n];
    let kind = kind_of(passage, n);
    let mut roles = [None; Role::ALL.len()];
    if kind.is_some() {
        let sentence = sentence_of(passage, quantity.span);
        roles[Role::Period as usize] = nearest_time(passage, quantity.span, false);
        roles[Role::Base as usize] = nearest_time(passage, quantity.span, true);
        roles[Role::Entity as usize] = entity(passage, quantity.span);
        roles[Role::Measure as usize] = measure(passage.text, sentence, quantity);
    }
    Tag { quantity: n, kind, modality: modality_of(passage, n), confidence: CONFIDENCE, roles }
}

/// The sentence that `value` stands in.
pub(super) fn sentence_of(passage: &Passage<'_>, value: Span) -> Span {
    passage.sentences.iter().copied().find(|s| s.overlaps(value)).unwrap_or(passage.span)
}

/// The kind of the passage's quantity `n` by its unit and the words around it.
pub(super) fn kind_of(passage: &Passage<'_>, n: usize) -> Option<Kind> {
    let quantity = &passage.quantities[n];
    let sentence = sentence_of(passage, quantity.span);
    let from = match n.checked_sub(1).map(|b| passage.quantities[b].span.end) {
        Some(end) if end > sentence.start => end,
        _ => sentence.start,
    };
    let before = lower_words(&passage.text[from.min(quantity.span.start)..quantity.span.start]);
    let after = lower_words(&passage.text[quantity.span.end.min(sentence.end)..sentence.end]);
    kind(quantity, &before, &after)
}

/// The modality of the passage's quantity `n` by the words of its sentence.
pub(super) fn modality_of(passage: &Passage<'_>, n: usize) -> Modality {
    let whole = lower_words(sentence_of(passage, passage.quantities[n].span).of(passage.text));
    let has = |list: &[&str]| whole.iter().any(|w| list.contains(&w.as_str()));
    match () {
        () if has(TARGET) => Modality::Target,
        () if has(FORECAST) => Modality::Forecast,
        () => Modality::Actual,
    }
}

fn kind(quantity: &Quantity, before: &[String], after: &[String]) -> Option<Kind> {
    let recent = |list: &[&str]| before.iter().rev().take(6).any(|w| list.contains(&w.as_str()));
    let average = before.iter().rev().take(8).any(|w| w == "average" || w == "annual" || w == "compound");
    let followed_by_of = after.first().is_some_and(|w| w == "of");
    match quantity.form {
        Form::Multiple => return Some(Kind::Ratio),
        Form::Ordinal => return Some(Kind::Rank),
        Form::Fraction => return Some(Kind::Share),
        Form::Digits | Form::Words => {}
    }
    let unit = &quantity.unit;
    if unit.factor_to(&Unit::points()).is_some() {
        return Some(Kind::Change);
    }
    if unit.is_percent() {
        return Some(match () {
            () if average && recent(&["growth", "rate", "grew", "growing"]) => Kind::AverageGrowth,
            () if recent(PARTS) || followed_by_of => Kind::Share,
            () if recent(RISE_OR_FALL) => Kind::Growth,
            () if after.iter().take(3).any(|w| RISE_OR_FALL.contains(&w.as_str())) => Kind::Growth,
            () => Kind::Level,
        });
    }
    // "fell by $2 billion" is a difference, "fell to $2 billion" what was left.
    if recent(RISE_OR_FALL) && before.last().is_some_and(|w| w == "by") {
        return Some(Kind::Change);
    }
    let year = Unit::parse("a").ok();
    let duration = year.is_some_and(|year| unit.factor_to(&year).is_some());
    let nothing = (unit.dimension().is_one() && !unit.is_count()) || duration;
    (!nothing).then_some(Kind::Level)
}

/// The time expression nearest to the value in its sentence, else the last before it.
pub(super) fn nearest_time(passage: &Passage<'_>, value: Span, comparison: bool) -> Option<Span> {
    let sentence = sentence_of(passage, value);
    let distance = |s: Span| if s.start >= value.end { s.start - value.end } else { value.start.saturating_sub(s.end) };
    let times = || passage.times.iter().filter(|t| t.time.is_comparison() == comparison).map(|t| t.span);
    let within = times().filter(|s| sentence.contains(*s)).min_by_key(|s| distance(*s));
    within.or_else(|| times().rfind(|s| s.end <= value.start && !comparison))
}

/// The last run of capitalized words before the value that does not just open a sentence.
fn entity(passage: &Passage<'_>, value: Span) -> Option<Span> {
    let text = Span::new(passage.span.start, value.start).of(passage.text);
    let mut best = None;
    let mut run: Option<Span> = None;
    for word in words(text) {
        let at = word.shift(passage.span.start);
        let name = word.of(text).chars().next().is_some_and(char::is_uppercase)
            && !passage.times.iter().any(|t| t.span.overlaps(at))
            && !passage.sentences.iter().any(|s| s.start == at.start && is_common(word.of(text)));
        if name {
            run = Some(run.map_or(at, |r| Span::new(r.start, at.end)));
            best = run;
        } else {
            run = None;
        }
    }
    best
}

fn is_common(word: &str) -> bool {
    let lower = word.to_lowercase();
    ["the", "in", "a", "an", "it", "its", "this", "that", "with", "at", "for", "by", "meanwhile", "however", "total"]
        .contains(&lower.as_str())
        || lower.ends_with("ly")
}

/// The lower-case words before the last verb before the value.
fn measure(text: &str, sentence: Span, quantity: &Quantity) -> Option<Span> {
    if let Some(noun) = quantity.noun {
        return Some(Span::new(quantity.span.end, noun.end.max(quantity.span.end))).filter(|s| !s.is_empty());
    }
    let before = Span::new(sentence.start, quantity.span.start.max(sentence.start)).of(text);
    let all: Vec<Span> = words(before).collect();
    let lower = |i: usize| all[i].of(before).to_lowercase();
    let verb = (0..all.len()).rev().find(|&i| VERBS.contains(&lower(i).as_str()))?;
    let mut verb = verb;
    while verb > 0 && VERBS.contains(&lower(verb - 1).as_str()) {
        verb -= 1;
    }
    let mut first = verb;
    while first > 0 && verb - first < 6 {
        let word = all[first - 1].of(before);
        let gap = &before[all[first - 1].end..all[first].start];
        let name = word.chars().next().is_some_and(char::is_uppercase);
        if gap.contains([',', ';', '(', ')', '"', ':']) || name || ["the", "a", "an", "its"].contains(&word) {
            break;
        }
        first -= 1;
    }
    (first < verb).then(|| Span::new(all[first].start, all[verb - 1].end).shift(sentence.start))
}

/// Runs of letters, digits and inner hyphens.
fn words(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let inside = |c: char| c.is_alphanumeric() || c == '-';
        let start = at + text[at..].find(inside)?;
        let end = text[start..].find(|c| !inside(c)).map_or(text.len(), |n| start + n);
        at = end;
        Some(Span::new(start, end))
    })
}

fn lower_words(text: &str) -> Vec<String> {
    words(text).map(|w| w.of(text).to_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::DocumentUnits;
    use crate::tag::passages;

    fn tags(text: &str) -> Vec<Tag> {
        let all = passages(text, &DocumentUnits::of(text), &[Span::new(0, text.len())]);
        RuleTagger.tag(&all).unwrap().remove(0)
    }

    #[test]
    fn kinds_follow_units_and_verbs() {
        let cases = [
            ("Exports rose 8.5 percent in May.", Kind::Growth),
            ("Trade with the bloc was worth $4 billion.", Kind::Level),
            ("It made up a share of 16.6 percent of the total.", Kind::Share),
            ("Sales doubled in 2024.", Kind::Ratio),
            ("The rate rose by 0.5 percentage points.", Kind::Change),
        ];
        for (text, kind) in cases {
            assert_eq!(tags(text)[0].kind, Some(kind), "{text}");
        }
    }
}
