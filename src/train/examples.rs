//! Gold documents as training examples: passages in tokens, and what the network should say of each value.

use crate::doc::Document;
use crate::error::Result;
use crate::gold::{GoldClaim, GoldDocument};
use crate::ingest;
use crate::label::{Kind, Modality};
use crate::quantity::DocumentUnits;
use crate::segment::sentences;
use crate::span::Span;
use crate::tag::features::{Encoded, Reader};
use crate::tag::{Passage, Role, passages};

/// One passage with its targets.
#[derive(Clone, Debug)]
pub(super) struct Example {
    /// The passage in tokens.
    pub encoded: Encoded,
    /// One target for each of its values.
    pub targets: Vec<Target>,
}

/// What the network should say of one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// 0 for no claim, else 1 + the kind's place.
    pub kind: u32,
    /// The modality's place.
    pub modality: u32,
    /// First and last token of each role's words, in the order of [`Role::ALL`].
    pub roles: [Option<(usize, usize)>; Role::ALL.len()],
}

/// How well gold spans met what the grammar proposes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Alignment {
    /// Gold claims in all.
    pub claims: usize,
    /// Those whose value mention the grammar proposes exactly.
    pub exact: usize,
    /// Those that a proposal only overlaps.
    pub overlapping: usize,
}

/// The words of each role that the annotation names, in the order of [`Role::ALL`].
#[must_use]
pub(super) fn gold_roles(claim: &GoldClaim) -> [Option<Span>; Role::ALL.len()] {
    [
        claim.measure.flatten(),
        claim.entity.flatten(),
        claim.counterpart.flatten(),
        claim.of_text,
        claim.period_text,
        claim.base_text,
    ]
}

/// The document of a gold record, cut as a document of the batch is.
#[must_use]
pub(super) fn document(gold: &GoldDocument) -> Document {
    let mut document = ingest::text::document(&gold.id, gold.text.clone());
    document.published = gold.published;
    document
}

/// The passages of a document, in text order; without `context`, each of its sentences alone.
#[must_use]
pub(super) fn document_passages(document: &Document, context: bool) -> Vec<Passage<'_>> {
    let longest = if context { usize::MAX } else { 1 };
    let units = DocumentUnits::of(&document.text);
    let mut all = Vec::new();
    for block in document.prose() {
        for run in sentences(&document.text, block.span).chunks(longest) {
            all.extend(passages(&document.text, &units, run));
        }
    }
    all
}

/// The examples of gold documents.
///
/// # Errors
/// If the tokenizer fails.
pub(super) fn examples(reader: &Reader, gold: &[&GoldDocument], context: bool) -> Result<(Vec<Example>, Alignment)> {
    let mut all = Vec::new();
    let mut alignment = Alignment::default();
    for gold in gold {
        let document = document(gold);
        alignment.claims += gold.claims.iter().filter(|c| c.kind.is_some()).count();
        for passage in document_passages(&document, context) {
            let encoded = reader.read(&passage)?;
            let targets: Vec<Target> = encoded
                .values
                .iter()
                .map(|value| {
                    let span = passage.quantities[value.quantity].span;
                    let claim = claim_at(gold, span);
                    if let Some(claim) = claim {
                        if claim.span == span {
                            alignment.exact += 1;
                        } else {
                            alignment.overlapping += 1;
                        }
                    }
                    target(claim, &encoded)
                })
                .collect();
            if !targets.is_empty() {
                all.push(Example { encoded, targets });
            }
        }
    }
    Ok((all, alignment))
}

/// The gold claim whose value mention is `span`, or else the first that overlaps it.
#[must_use]
pub(super) fn claim_at(gold: &GoldDocument, span: Span) -> Option<&GoldClaim> {
    let claims = || gold.claims.iter().filter(|c| c.kind.is_some());
    claims().find(|c| c.span == span).or_else(|| claims().find(|c| c.span.overlaps(span)))
}

fn target(claim: Option<&GoldClaim>, encoded: &Encoded) -> Target {
    let Some(claim) = claim else {
        return Target { kind: 0, modality: 0, roles: [None; Role::ALL.len()] };
    };
    let place = |found: Option<usize>| found.and_then(|i| u32::try_from(i).ok()).unwrap_or(0);
    Target {
        kind: claim.kind.map_or(0, |kind| 1 + place(Kind::ALL.iter().position(|k| *k == kind))),
        modality: place(claim.modality.and_then(|m| Modality::ALL.iter().position(|n| *n == m))),
        roles: gold_roles(claim).map(|span| span.and_then(|s| encoded.tokens(s))),
    }
}
