//! The way from a byte of a document's text back to the source that it was read from.
//!
//! The source is the file after decompression and decoding to UTF-8, without its byte order mark: what an editor shows.

use super::line_index::{LineIndex, Position};
use crate::span::Span;

/// From bytes of the text to bytes of the source: the same, run by run, or nowhere.
///
/// The map is monotone: of two bytes of the text, the later never leads to an earlier byte of the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap(Kind);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Kind {
    /// The text is the source.
    #[default]
    Identity,
    /// The text was put together anew; no byte of it has a place in the source.
    Extracted,
    /// Runs of the text, in order.
    Runs(Vec<Run>),
}

/// A run of the text that starts at a known place of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    text: usize,
    source: usize,
    /// Whether the run is copied byte for byte; otherwise (an entity, a blank line put between blocks) all of it stands
    /// for the one place in the source.
    copied: bool,
    position: Position,
}

impl SourceMap {
    /// The text is the source itself.
    #[must_use]
    pub fn identity() -> Self {
        Self(Kind::Identity)
    }

    /// The text was extracted in a way that lost its places in the source.
    #[must_use]
    pub fn extracted() -> Self {
        Self(Kind::Extracted)
    }

    /// Whether the text is the source itself.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.0 == Kind::Identity
    }

    /// The byte of the source where the byte of the text at `byte` comes from; `None` if the text was extracted.
    #[must_use]
    pub fn source(&self, byte: usize) -> Option<usize> {
        match &self.0 {
            Kind::Identity => Some(byte),
            Kind::Extracted => None,
            Kind::Runs(runs) => {
                let run = run_at(runs, byte)?;
                Some(if run.copied { run.source + (byte - run.text) } else { run.source })
            }
        }
    }

    /// The line and column of the source where the byte of the text at `byte` comes from; `None` if the text was
    /// extracted. `index` is the index of the document's text, not of the source.
    #[must_use]
    pub fn position(&self, index: &LineIndex<'_>, byte: usize) -> Option<Position> {
        match &self.0 {
            Kind::Identity => Some(index.position(byte)),
            Kind::Extracted => None,
            Kind::Runs(runs) => {
                let run = run_at(runs, byte)?;
                if !run.copied {
                    return Some(run.position);
                }
                let (from, to) = (index.position(run.text), index.position(byte));
                Some(if from.line == to.line {
                    Position { line: run.position.line, column: run.position.column + (to.column - from.column) }
                } else {
                    Position { line: run.position.line + (to.line - from.line), column: to.column }
                })
            }
        }
    }
}

/// The run that holds `byte`: the last one that starts at or before it.
fn run_at(runs: &[Run], byte: usize) -> Option<&Run> {
    let after = runs.partition_point(|run| run.text <= byte);
    runs.get(after.checked_sub(1)?)
}

/// A text put together from parts of a source, and the map that leads back.
#[derive(Debug)]
pub(crate) struct Mapped<'a> {
    source: LineIndex<'a>,
    text: String,
    runs: Vec<Run>,
    /// The least place in the source that a further run may have: the map stays monotone whatever the parser says.
    reached: usize,
}

impl<'a> Mapped<'a> {
    /// An empty text that takes its parts from `source`.
    pub(crate) fn new(source: &'a str) -> Self {
        Self { source: LineIndex::new(source), text: String::new(), runs: Vec::new(), reached: 0 }
    }

    /// The text so far.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Appends words that stand at `place` of the source: as they are, or in other letters there (an entity).
    pub(crate) fn push(&mut self, words: &str, place: Span) {
        if words.is_empty() {
            return;
        }
        let source = place.start.max(self.reached);
        let copied = source == place.start && self.source.text().get(place.start..place.end) == Some(words);
        let text = self.text.len();
        // A run that goes on where the last one stopped, in the text and in the source, is the same run.
        let goes_on =
            copied && self.runs.last().is_some_and(|last| last.copied && last.source + (text - last.text) == source);
        if !goes_on {
            let position = self.source.position(source);
            self.runs.push(Run { text, source, copied, position });
        }
        self.text.push_str(words);
        self.reached = if copied { place.end } else { source };
    }

    /// Takes back space at the end of the text, no further than `start`.
    pub(crate) fn trim_end(&mut self, start: usize) {
        let end = self.text.trim_end().len().max(start);
        self.text.truncate(end);
        while self.runs.last().is_some_and(|run| run.text >= end) {
            self.runs.pop();
        }
    }

    /// The text and its map.
    pub(crate) fn finish(self) -> (String, SourceMap) {
        (self.text, SourceMap(Kind::Runs(self.runs)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copied_run_keeps_its_distances() {
        let source = "a **bold** move &amp; more\nnext *line*";
        let mut mapped = Mapped::new(source);
        for (words, start, end) in [
            ("a ", 0, 2),
            ("bold", 4, 8),
            (" move ", 10, 16),
            ("&", 16, 21),
            (" more", 21, 26),
            ("\n", 26, 27),
            ("next ", 27, 32),
            ("line", 33, 37),
        ] {
            mapped.push(words, Span::new(start, end));
        }
        let (text, map) = mapped.finish();
        assert_eq!(text, "a bold move & more\nnext line");
        let index = LineIndex::new(&text);
        for word in ["bold", "move", "more", "next", "line"] {
            let (there, here) = (source.find(word).unwrap(), text.find(word).unwrap());
            assert_eq!(map.source(here), Some(there), "{word}");
            assert_eq!(map.position(&index, here), Some(LineIndex::new(source).position(there)), "{word}");
        }
        assert_eq!(map.source(text.find('&').unwrap()), Some(16));
    }

    #[test]
    fn the_map_never_runs_backwards() {
        let mut mapped = Mapped::new("one two three");
        mapped.push("three", Span::new(8, 13));
        mapped.push("one", Span::new(0, 3));
        let (text, map) = mapped.finish();
        let places: Vec<_> = (0..text.len()).map(|byte| map.source(byte)).collect();
        assert!(places.is_sorted(), "{places:?}");
    }

    #[test]
    fn an_extracted_text_has_no_place() {
        assert_eq!(SourceMap::extracted().source(0), None);
        assert_eq!(SourceMap::identity().source(7), Some(7));
    }
}
