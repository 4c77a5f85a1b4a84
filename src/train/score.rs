//! How good the tags are: scores of a tagger on gold documents, before values are normalized.

use std::iter::Sum;
use std::panic::resume_unwind;
use std::thread;

use serde::Serialize;

use super::examples::{claim_at, document, document_passages, gold_roles};
use crate::error::Result;
use crate::gold::GoldDocument;
use crate::label::Kind;
use crate::span::Span;
use crate::tag::{Role, Tagger};

/// How well a set of found claims matches the gold; shares are between 0 and 1, and 0 where nothing was found or is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Exactness {
    /// Gold claims.
    pub claims: usize,
    /// Share of found claims that are gold.
    pub precision: f64,
    /// Share of gold claims that were found.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

impl Exactness {
    fn new(claims: usize, proposed: usize, right: usize) -> Self {
        let (precision, recall) = (share(right, proposed), share(right, claims));
        let f1 = if right == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
        Self { claims, precision, recall, f1 }
    }
}

/// Scores of tags; all are shares between 0 and 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TagScores {
    /// Gold claims.
    pub claims: usize,
    /// Exact value spans: share of found claims that are gold.
    pub precision: f64,
    /// Exact value spans: share of gold claims that were found.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
    /// Share of found claims with the right kind.
    pub kind: f64,
    /// Share of found claims with the right modality.
    pub modality: f64,
    /// For each role, the share of found claims whose words overlap the gold's by half or more of the tokens of both
    /// (or that rightly have none).
    pub roles: Vec<(&'static str, f64)>,
    /// For each kind, how well the claims of that kind were found: span and kind exactly.
    pub kinds: Vec<(&'static str, Exactness)>,
}

impl TagScores {
    /// The one number by which epochs and runs are compared: the mean of the F1 of value spans and of the shares of found
    /// claims whose kind, measure, entity and period are right. Counterpart, whole and base are left out since they are
    /// rare: saying "none" throughout scores high.
    #[must_use]
    pub fn dev_score(&self) -> f64 {
        let roles = [Role::Measure, Role::Entity, Role::Period];
        let role = |role: Role| self.roles.get(role as usize).map_or(0.0, |(_, score)| *score);
        (self.f1 + self.kind + roles.into_iter().map(role).sum::<f64>()) / 5.0
    }
}

impl std::fmt::Display for TagScores {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let percent = |x: f64| x * 100.0;
        write!(
            f,
            "dev {:.2}: spans P {:.1} R {:.1} F1 {:.1}, kind {:.1}, modality {:.1}",
            percent(self.dev_score()),
            percent(self.precision),
            percent(self.recall),
            percent(self.f1),
            percent(self.kind),
            percent(self.modality)
        )?;
        self.roles.iter().try_for_each(|(name, score)| write!(f, ", {name} {:.1}", percent(*score)))
    }
}

/// Counts of one document, or the sum of several, from which scores are shares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    claims: usize,
    proposed: usize,
    found: usize,
    right_kind: usize,
    right_modality: usize,
    right_roles: [usize; Role::ALL.len()],
    /// For each kind: gold claims, claims proposed, and claims that are right in span and kind.
    kinds: [[usize; 3]; Kind::ALL.len()],
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), |mut sum, tally| {
            sum.claims += tally.claims;
            sum.proposed += tally.proposed;
            sum.found += tally.found;
            sum.right_kind += tally.right_kind;
            sum.right_modality += tally.right_modality;
            sum.right_roles.iter_mut().zip(tally.right_roles).for_each(|(sum, n)| *sum += n);
            sum.kinds.as_flattened_mut().iter_mut().zip(tally.kinds.as_flattened()).for_each(|(sum, n)| *sum += n);
            sum
        })
    }
}

impl Tally {
    /// What a tagger says of one document.
    fn of(tagger: &dyn Tagger, gold: &GoldDocument, context: bool) -> Result<Self> {
        let mut tally = Self::default();
        for kind in gold.claims.iter().filter_map(|c| c.kind) {
            tally.claims += 1;
            tally.kinds[kind as usize][0] += 1;
        }
        let document = document(gold);
        let passages = document_passages(&document, context);
        for (passage, tags) in passages.iter().zip(tagger.tag(&passages)?) {
            for (tag, kind) in tags.iter().filter_map(|t| Some((t, t.kind?))) {
                tally.proposed += 1;
                tally.kinds[kind as usize][1] += 1;
                let span = passage.quantities[tag.quantity].span;
                let Some(claim) = claim_at(gold, span).filter(|c| c.span == span) else {
                    continue;
                };
                tally.found += 1;
                if claim.kind == tag.kind {
                    tally.right_kind += 1;
                    tally.kinds[kind as usize][2] += 1;
                }
                tally.right_modality += usize::from(claim.modality.is_none_or(|m| m == tag.modality));
                for ((right, gold), ours) in tally.right_roles.iter_mut().zip(gold_roles(claim)).zip(tag.roles) {
                    *right += usize::from(same_words(&document.text, gold, ours));
                }
            }
        }
        Ok(tally)
    }

    /// The scores.
    pub(super) fn scores(&self) -> TagScores {
        let spans = Exactness::new(self.claims, self.proposed, self.found);
        let of_found = |right: usize| share(right, self.found);
        let kinds = Kind::ALL.iter().zip(self.kinds);
        TagScores {
            claims: self.claims,
            precision: spans.precision,
            recall: spans.recall,
            f1: spans.f1,
            kind: of_found(self.right_kind),
            modality: of_found(self.right_modality),
            roles: Role::ALL.iter().zip(self.right_roles).map(|(role, n)| (role.as_str(), of_found(n))).collect(),
            kinds: kinds.map(|(kind, [a, b, c])| (kind.as_str(), Exactness::new(a, b, c))).collect(),
        }
    }
}

/// What a tagger says of each document, in order; the documents are spread over `threads` threads.
///
/// # Errors
/// If the tagger fails.
pub(super) fn tally(tagger: &dyn Tagger, gold: &[&GoldDocument], context: bool, threads: usize) -> Result<Vec<Tally>> {
    let parts = gold.chunks(gold.len().div_ceil(threads).max(1));
    let parts: Vec<Result<Vec<Tally>>> = thread::scope(|scope| {
        let one = |part: &[&GoldDocument]| part.iter().map(|gold| Tally::of(tagger, gold, context)).collect();
        let running: Vec<_> = parts.map(|part| scope.spawn(move || one(part))).collect();
        running.into_iter().map(|t| t.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    Ok(parts.into_iter().collect::<Result<Vec<_>>>()?.concat())
}

#[expect(clippy::cast_precision_loss, reason = "counts of claims")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Whether two spans share at least half of the words of both, or neither is there.
fn same_words(text: &str, gold: Option<Span>, ours: Option<Span>) -> bool {
    match (gold, ours) {
        (None, None) => true,
        (Some(gold), Some(ours)) if gold.overlaps(ours) => {
            let words = |span: Span| span.of(text).split_whitespace().count();
            let shared = Span::new(gold.start.max(ours.start), gold.end.min(ours.end));
            // Twice the shared words against the words of both: Dice's coefficient of at least a half.
            4 * words(shared) >= words(gold) + words(ours)
        }
        // The same name at another place of the text names the same thing.
        (Some(gold), Some(ours)) => gold.of(text).eq_ignore_ascii_case(ours.of(text)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::Modality;
    use crate::tag::{Passage, Tag};

    /// Says that every quantity is a level whose measure is the first word.
    struct Levels;

    impl Tagger for Levels {
        fn tag(&self, passages: &[Passage<'_>]) -> Result<Vec<Vec<Tag>>> {
            let first =
                |p: &Passage<'_>| p.span.of(p.text).find(' ').map(|n| Span::new(p.span.start, p.span.start + n));
            let tag = |p: &Passage<'_>, quantity| {
                let mut roles = [None; Role::ALL.len()];
                roles[Role::Measure as usize] = first(p);
                Tag { quantity, kind: Some(Kind::Level), modality: Modality::Actual, confidence: 1.0, roles }
            };
            Ok(passages.iter().map(|p| (0..p.quantities.len()).map(|q| tag(p, q)).collect()).collect())
        }

        fn name(&self) -> &'static str {
            "levels"
        }
    }

    fn gold(id: &str, text: &str, claims: &str) -> GoldDocument {
        let line = format!("{{\"id\":{id:?},\"text\":{text:?},\"claims\":{claims}}}");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gold.jsonl");
        std::fs::write(&path, line).unwrap();
        crate::gold::read(&path).unwrap().remove(0)
    }

    #[test]
    fn counts_become_shares_and_documents_add_up() {
        let text = "Exports reached 5 billion yuan, up 4 percent. Imports reached 3 billion yuan.";
        let claim = |words: &str, kind: &str, unit: &str| {
            format!(
                "{{\"value_text\":{words:?},\"kind\":{kind:?},\"value\":1,\"unit\":{unit:?},\"comparator\":\"=\",\
                 \"measure\":\"Exports\"}}"
            )
        };
        let claims = [claim("5 billion yuan", "level", "CNY"), claim("4 percent", "growth", "%")].join(",");
        let (first, second) = (gold("a", text, &format!("[{claims}]")), gold("b", "Imports fell.", "[]"));
        let tallies = tally(&Levels, &[&first, &second], true, 2).unwrap();
        assert_eq!((tallies.len(), tallies[1]), (2, Tally::default()));
        let scores = tallies.into_iter().sum::<Tally>().scores();
        // Three quantities are proposed, two of them are gold, one of those has the right kind.
        assert_eq!(scores.claims, 2);
        assert!((scores.precision - 2.0 / 3.0).abs() < 1e-12 && (scores.recall - 1.0).abs() < 1e-12, "{scores:?}");
        assert!((scores.kind - 0.5).abs() < 1e-12, "{scores:?}");
        assert_eq!((scores.kinds[0].0, scores.kinds[0].1.claims), ("level", 1));
        assert!((scores.kinds[0].1.precision - 1.0 / 3.0).abs() < 1e-12, "{scores:?}");
        // F1 0.8, kind 0.5, measure 1, entity and period 1: there are none and none is said.
        assert!((scores.dev_score() - 0.86).abs() < 1e-12, "{scores:?}");
    }

    #[test]
    fn sentences_alone_lose_what_stands_before_them() {
        let text = "Exports grew fast. They reached 5 billion yuan.";
        let document = document(&gold("a", text, "[]"));
        let firsts = |context| document_passages(&document, context).iter().map(|p| p.span.start).collect::<Vec<_>>();
        assert_eq!((firsts(true), firsts(false)), (vec![0], vec![19]));
    }
}
