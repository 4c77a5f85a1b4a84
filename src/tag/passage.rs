//! The unit of tagging: a run of sentences of one block, with the quantities and times that the grammar found in it.

use crate::quantity::{DocumentUnits, Quantity, TimeExpression, find_quantities_in, find_times};
use crate::span::Span;

/// A run of sentences that the tagger reads together: the sentences before a quantity are the context in which its
/// measure, entity and period are often only named.
#[derive(Clone, Debug)]
pub struct Passage<'a> {
    /// The whole document's text.
    pub text: &'a str,
    /// Where the passage stands in it.
    pub span: Span,
    /// Its sentences, in order.
    pub sentences: Vec<Span>,
    /// The quantities to be tagged, in order: ranges of the whole text.
    pub quantities: Vec<Quantity>,
    /// The time expressions of the passage, in order: ranges of the whole text.
    pub times: Vec<TimeExpression>,
}

impl<'a> Passage<'a> {
    /// A text of its own, without a look for quantities in it.
    #[must_use]
    pub fn plain(text: &'a str) -> Self {
        let span = Span::new(0, text.len());
        Self { text, span, sentences: vec![span], quantities: Vec::new(), times: Vec::new() }
    }
}

/// Longest passage in bytes: some 200 tokens, so that a passage with its context fits the encoder's 512 positions even
/// where every character is a token of its own in a few words.
const LONGEST: usize = 900;

/// Cuts a block's sentences into passages that hold at least one quantity each; `units` is what the whole `text` says
/// about signs that mean several units.
///
/// A block that is too long for one passage is cut at sentence ends; the last sentence of a passage is repeated as
/// context of the next, where its quantities are not tagged again. A sentence that is too long by itself is cut at
/// white space.
#[must_use]
pub fn passages<'a>(text: &'a str, units: &DocumentUnits<'_>, sentences: &[Span]) -> Vec<Passage<'a>> {
    let mut all = Vec::new();
    let mut run: Vec<Span> = Vec::new();
    let mut fresh_from = 0;
    for &sentence in sentences {
        for piece in pieces(text, sentence) {
            let starts = run.first().map_or(piece.start, |s| s.start);
            if !run.is_empty() && piece.end - starts > LONGEST {
                all.extend(passage(text, units, &run, fresh_from));
                let last = run[run.len() - 1];
                run.clear();
                if last.len() + piece.len() <= LONGEST {
                    run.push(last);
                }
                fresh_from = piece.start;
            }
            if run.is_empty() {
                fresh_from = piece.start;
            }
            run.push(piece);
        }
    }
    all.extend(passage(text, units, &run, fresh_from));
    all
}

/// The passage of a run of sentences, unless no quantity starts at or after `fresh_from`. It ends with the last sentence
/// that has one: what names a value stands in its sentence or before it.
fn passage<'a>(text: &'a str, units: &DocumentUnits<'_>, run: &[Span], fresh_from: usize) -> Option<Passage<'a>> {
    let mut quantities = Vec::new();
    let mut kept = 0;
    for (n, sentence) in run.iter().enumerate().filter(|(_, s)| s.start >= fresh_from) {
        // Most sentences of most articles hold no quantity: the grammar is asked before anything else is built.
        let found = find_quantities_in(sentence.of(text), units);
        if !found.is_empty() {
            kept = n + 1;
        }
        quantities.extend(found.into_iter().map(|q| place_quantity(q, sentence.start)));
    }
    let run = &run[..kept];
    let span = Span::new(run.first()?.start, run.last()?.end);
    let times = run.iter().flat_map(|s| find_times(s.of(text)).into_iter().map(|t| t.shift(s.start))).collect();
    Some(Passage { text, span, sentences: run.to_vec(), quantities, times })
}

/// A quantity found in a part of a text that starts at `by`, as one of the whole text.
fn place_quantity(quantity: Quantity, by: usize) -> Quantity {
    Quantity {
        span: quantity.span.shift(by),
        number: quantity.number.shift(by),
        cue: quantity.cue.map(|s| s.shift(by)),
        noun: quantity.noun.map(|s| s.shift(by)),
        ..quantity
    }
}

/// A sentence in pieces of at most [`LONGEST`] bytes, cut at white space where there is some.
fn pieces(text: &str, sentence: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut rest = sentence;
    while rest.len() > LONGEST {
        let mut cut = rest.start + LONGEST;
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        let cut = match text[rest.start..cut].rfind(char::is_whitespace) {
            Some(at) if at > 0 => rest.start + at,
            _ => cut,
        };
        found.push(Span::new(rest.start, cut));
        let skipped = text[cut..rest.end].len() - text[cut..rest.end].trim_start().len();
        rest = Span::new(cut + skipped, rest.end);
    }
    if !rest.is_empty() {
        found.push(rest);
    }
    found
}
