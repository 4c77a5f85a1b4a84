//! One line a claim, as compilers and editors read it: `FILE:LINE:COLUMN: verdict: words: explanation`.

use std::io::{self, Write};

use super::layout::line;
use super::words::{contradiction, findings_after, kind, place, place_at, reading, verdict};
use super::{Checked, Renderer, Style, Summary};
use crate::check::{Across, Contradiction};
use crate::doc::LineIndex;

/// Writes a line for each claim and for each finding that does not hold.
#[derive(Debug)]
pub(super) struct Concise<'a> {
    style: Style<'a>,
}

impl<'a> Concise<'a> {
    pub(super) fn new(style: Style<'a>) -> Self {
        Self { style }
    }
}

impl Renderer for Concise<'_> {
    fn document(&mut self, checked: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let index = LineIndex::new(&checked.document.text);
        for (i, claim) in checked.claims.iter().enumerate() {
            let place = place(&checked.document, &index, claim.span.start);
            let words = line(&claim.text);
            if self.style.shows(checked, i) {
                match checked.judgements.get(i) {
                    Some(judgement) => {
                        let (verdict, why) = (verdict(judgement.verdict), line(&judgement.explanation));
                        writeln!(out, "{place}: {verdict}: {words}: {why}")?;
                    }
                    None => {
                        writeln!(out, "{place}: {}: {words}: {}", kind(claim), line(&reading(claim)))?;
                    }
                }
            }
            for finding in findings_after(&self.style, checked, i) {
                writeln!(out, "{place}: inconsistent: {words}: {}", line(&finding.explanation))?;
            }
        }
        Ok(())
    }

    fn across(&mut self, _: &Across, contradictions: &[Contradiction], out: &mut dyn Write) -> io::Result<()> {
        for found in contradictions {
            // The figure that fewest documents give is the one to look at.
            if let Some(quote) = found.figures.last().map(|figure| &figure.quote) {
                let (place, words) = (place_at(&quote.document, quote.position), line(quote.mark.of(&quote.sentence)));
                writeln!(out, "{place}: {}: {words}: {}", contradiction(found), line(&found.explanation))?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{summary}")
    }
}
