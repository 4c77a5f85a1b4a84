//! Labels of words to tags of quantities.
//!
//! A word is a run of characters without white space, and its label is that of its first token: most classifiers are
//! trained on that one alone. A quantity is what the words of its number say on average; the words of a role go to every
//! claim of the sentence that has none nearer by.

use super::labels::{Labels, Meaning};
use crate::label::Kind;
use crate::span::Span;
use crate::tag::features::Encoded;
use crate::tag::{Passage, Role, Tag, rules};

/// No claim, each kind, a value of any kind, each role.
const CLASSES: usize = 1 + Kind::ALL.len() + 1 + Role::ALL.len();
/// The class of values whose kind the labels leave open.
const VALUE: usize = 1 + Kind::ALL.len();

fn class(meaning: Meaning) -> usize {
    match meaning {
        Meaning::Nothing => 0,
        Meaning::Kind(kind) => 1 + kind as usize,
        Meaning::Value => VALUE,
        Meaning::Role(role) => VALUE + 1 + role as usize,
    }
}

/// A word and what its label says.
#[derive(Debug)]
struct Word {
    span: Span,
    /// Probability of each class; they add up to 1.
    classes: [f32; CLASSES],
    /// For each class whether it more likely begins here than goes on.
    begins: [bool; CLASSES],
}

/// The tags of the quantities of a passage whose words the classifier has seen; `logits` has a row of one number a label
/// for each token.
pub(super) fn tags(passage: &Passage<'_>, encoded: &Encoded, logits: &[Vec<f32>], labels: &Labels) -> Vec<Tag> {
    let words = words(passage, encoded, logits, labels);
    let mut tags: Vec<Tag> = (0..passage.quantities.len()).filter_map(|n| tag(passage, n, &words, labels)).collect();
    let values: Vec<Span> =
        tags.iter().filter(|t| t.kind.is_some()).map(|t| passage.quantities[t.quantity].span).collect();
    for role in Role::ALL {
        let spans = spans(passage, role, &words, &values);
        for tag in tags.iter_mut().filter(|t| t.kind.is_some()) {
            let value = passage.quantities[tag.quantity].span;
            tag.roles[role as usize] = if labels.say(Meaning::Role(role)) {
                nearest(&spans, value, rules::sentence_of(passage, value))
            } else {
                // The grammar proposes times as it proposes quantities.
                match role {
                    Role::Period => rules::nearest_time(passage, value, false),
                    Role::Base => rules::nearest_time(passage, value, true),
                    _ => None,
                }
            };
        }
    }
    tags
}

fn words(passage: &Passage<'_>, encoded: &Encoded, logits: &[Vec<f32>], labels: &Labels) -> Vec<Word> {
    let text = passage.span.of(passage.text);
    let spans = text.split_whitespace().map(|word| {
        let start = passage.span.start + (word.as_ptr() as usize - text.as_ptr() as usize);
        Span::new(start, start + word.len())
    });
    spans
        .filter_map(|span| {
            let (token, _) = encoded.tokens(span)?;
            let (classes, begins) = read(logits.get(token)?, labels);
            Some(Word { span, classes, begins })
        })
        .collect()
}

/// The probabilities of the classes from the logits of one token.
fn read(row: &[f32], labels: &Labels) -> ([f32; CLASSES], [bool; CLASSES]) {
    let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = row.iter().map(|l| (l - most).exp()).sum();
    let (mut classes, mut first) = ([0f32; CLASSES], [0f32; CLASSES]);
    for (label, logit) in labels.all().iter().zip(row) {
        let probability = (logit - most).exp() / sum;
        classes[class(label.meaning)] += probability;
        if label.begins {
            first[class(label.meaning)] += probability;
        }
    }
    (classes, std::array::from_fn(|i| first[i] > classes[i] / 2.0))
}

/// What the words of quantity `n` say, if the classifier has seen any.
fn tag(passage: &Passage<'_>, n: usize, words: &[Word], labels: &Labels) -> Option<Tag> {
    let quantity = &passage.quantities[n];
    let mut said = [0f32; VALUE + 1];
    let mut count = 0f32;
    for word in words.iter().filter(|w| w.span.overlaps(quantity.number)) {
        for (class, probability) in word.classes.iter().enumerate() {
            // Words of a role are no value.
            said[if class > VALUE { 0 } else { class }] += probability;
        }
        count += 1.0;
    }
    if count <= 0.0 {
        return None;
    }
    // The first among equals, so that in doubt nothing is claimed.
    let (best, sum) =
        said.iter().copied().enumerate().fold((0, f32::NEG_INFINITY), |a, b| if b.1 > a.1 { b } else { a });
    let kind = match best {
        0 => None,
        VALUE => Some(rules::kind_of(passage, n).unwrap_or(Kind::Level)),
        kind => Some(Kind::ALL[kind - 1]),
    };
    debug_assert!(best == 0 || labels.all().iter().any(|l| class(l.meaning) == best), "a class that no label says");
    let modality = rules::modality_of(passage, n);
    Some(Tag { quantity: n, kind, modality, confidence: sum / count, roles: [None; Role::ALL.len()] })
}

/// The spans that name `role`, none of which runs over a value or out of its sentence.
fn spans(passage: &Passage<'_>, role: Role, words: &[Word], values: &[Span]) -> Vec<Span> {
    let class = class(Meaning::Role(role));
    let mut runs: Vec<Span> = Vec::new();
    let mut open = false;
    for word in words {
        let best = (0..CLASSES).fold(0, |a, b| if word.classes[b] > word.classes[a] { b } else { a });
        if best != class || values.iter().any(|v| v.overlaps(word.span)) {
            open = false;
            continue;
        }
        let sentence_starts = passage.sentences.iter().any(|s| s.start == word.span.start);
        match runs.last_mut().filter(|_| open && !word.begins[class] && !sentence_starts) {
            Some(run) => run.end = word.span.end,
            None => runs.push(word.span),
        }
        open = true;
    }
    runs.into_iter().filter_map(|run| trimmed(passage.text, run)).collect()
}

/// A span without the punctuation around it and a closing possessive.
fn trimmed(text: &str, span: Span) -> Option<Span> {
    let words = span.of(text);
    let front = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    let start = span.start + (words.len() - front.len());
    let inner = front.trim_end_matches(|c: char| !c.is_alphanumeric());
    let inner = ["'s", "’s"].iter().find_map(|s| inner.strip_suffix(s)).unwrap_or(inner);
    (!inner.is_empty()).then(|| Span::new(start, start + inner.len()))
}

/// The span of the sentence that is nearest to the value, the earlier among equals.
fn nearest(spans: &[Span], value: Span, sentence: Span) -> Option<Span> {
    let distance = |s: Span| if s.start >= value.end { s.start - value.end } else { value.start.saturating_sub(s.end) };
    spans.iter().copied().filter(|s| sentence.contains(*s)).min_by_key(|s| distance(*s))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::quantity::DocumentUnits;
    use crate::tag::passages;

    const NAMES: [&str; 6] = ["O", "B-GROWTH", "I-GROWTH", "B-MEASURE", "I-MEASURE", "VALUE"];

    /// Tags of one sentence whose words a tokenizer kept whole, with the likeliest label of each.
    fn decode(text: &str, said: &[&str]) -> Vec<Tag> {
        let labels: BTreeMap<String, String> =
            NAMES.iter().enumerate().map(|(i, n)| (i.to_string(), (*n).to_owned())).collect();
        let labels = Labels::parse(&labels).unwrap();
        let passage = passages(text, &DocumentUnits::of(text), &[Span::new(0, text.len())]).remove(0);
        let spans: Vec<Span> = text
            .split_whitespace()
            .map(|w| {
                let start = w.as_ptr() as usize - text.as_ptr() as usize;
                Span::new(start, start + w.len())
            })
            .collect();
        assert_eq!(spans.len(), said.len());
        let count = spans.len();
        let row = |said: &str| NAMES.map(|name| if name == said { 4.0 } else { 0.0 }).to_vec();
        let logits: Vec<Vec<f32>> = said.iter().map(|said| row(said)).collect();
        let encoded = Encoded {
            ids: vec![0; count],
            markers: vec![0; count],
            spans,
            starts_word: vec![true; count],
            ends_word: vec![true; count],
            sentences: vec![0; count],
            values: Vec::new(),
        };
        tags(&passage, &encoded, &logits, &labels)
    }

    #[test]
    fn a_quantity_is_of_the_kind_that_its_number_is_labelled_with() {
        let text = "Exports of steel rose 8.5 percent in May.";
        let tags = decode(text, &["B-MEASURE", "I-MEASURE", "I-MEASURE", "O", "B-GROWTH", "I-GROWTH", "O", "O"]);
        assert_eq!(tags[0].kind, Some(Kind::Growth));
        assert!(tags[0].confidence > 0.9, "{}", tags[0].confidence);
        assert_eq!(tags[0].role(Role::Measure).unwrap().of(text), "Exports of steel");
        // No label names periods: the grammar's time is taken.
        assert_eq!(tags[0].role(Role::Period).unwrap().of(text), "in May");
    }

    #[test]
    fn a_value_without_kind_gets_it_from_its_unit() {
        let tags = decode("It was worth $4 billion.", &["O", "O", "O", "VALUE", "VALUE"]);
        assert_eq!(tags[0].kind, Some(Kind::Level));
        let tags = decode("Sales doubled in 2024.", &["O", "VALUE", "O", "O"]);
        assert_eq!(tags[0].kind, Some(Kind::Ratio));
    }

    #[test]
    fn a_quantity_that_is_labelled_as_no_value_claims_nothing() {
        let tags = decode("It was worth $4 billion.", &["O", "O", "O", "O", "O"]);
        assert_eq!((tags.len(), tags[0].kind), (1, None));
    }

    #[test]
    fn a_span_loses_punctuation_and_possessive_and_two_of_a_kind_stay_apart() {
        let text = "(China's steel, Japan's steel) rose 8.5 percent";
        let said = ["B-MEASURE", "O", "B-MEASURE", "I-MEASURE", "O", "B-GROWTH", "I-GROWTH"];
        let tags = decode(text, &said);
        assert_eq!(tags[0].role(Role::Measure).unwrap().of(text), "Japan's steel");
        assert_eq!(trimmed(text, Span::new(0, 8)).unwrap().of(text), "China");
    }
}
