//! A document as the rest of the crate sees it: one text, its parts, and the way back to the file it came from.
//!
//! Owns the plain data ([`Document`], [`Block`]), the map from the text to its source ([`SourceMap`]) and the counting
//! of lines, columns and code points at the edge ([`LineIndex`]). Knows nothing of files, formats or what a claim is.

mod line_index;
mod source_map;

use jiff::civil::Date;

use crate::span::Span;

pub use line_index::{LineIndex, Position};
pub(crate) use source_map::Mapped;
pub use source_map::SourceMap;

/// One document: the text that claims are looked for in, and what is known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// A name that is stable from run to run: the path as given, or the `id` of a JSON line.
    pub id: String,
    /// The title, where the format or the front matter names one.
    pub title: Option<String>,
    /// The day of publication, which anchors "last year"; never guessed from the clock.
    pub published: Option<Date>,
    /// Where the document was published.
    pub url: Option<String>,
    /// The text as read. Every span of the document is a range of its bytes.
    pub text: String,
    /// The parts of `text` that are prose, in order, without overlap: each a paragraph, a heading, a list item, a table
    /// row. What lies outside (front matter, code) holds no claims.
    pub blocks: Vec<Block>,
    /// The way back to the bytes of the file, where the text is not the file itself.
    pub source: SourceMap,
}

impl Document {
    /// The blocks that are read for claims: all but the rows of tables, which are data and not sentences.
    pub fn prose(&self) -> impl Iterator<Item = Block> + '_ {
        self.blocks.iter().copied().filter(|block| block.kind != BlockKind::Row)
    }

    /// A document whose text is its own source: no title, date or address, and the whole text, trimmed, as one
    /// paragraph (none if there is nothing but space).
    ///
    /// ```
    /// use figcheck::doc::Document;
    ///
    /// let document = Document::new("note", "Exports rose 5 percent.\n");
    /// assert_eq!(document.blocks[0].span.of(&document.text), "Exports rose 5 percent.");
    /// ```
    #[must_use]
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let start = text.len() - text.trim_start().len();
        let end = text.trim_end().len();
        let blocks = if start < end { vec![Block::paragraph(Span::new(start, end))] } else { Vec::new() };
        Self { id: id.into(), title: None, published: None, url: None, text, blocks, source: SourceMap::identity() }
    }

    /// Where a byte of the text stands in the source that the document was read from, by line and column; `None` where
    /// the text was extracted and has no place in its source (HTML).
    ///
    /// `index` must be the [`LineIndex`] of this document's text.
    #[must_use]
    pub fn position(&self, index: &LineIndex<'_>, byte: usize) -> Option<Position> {
        self.source.position(index, byte)
    }
}

/// One run of prose: sentences do not cross its ends, and "it" or "the country" is looked for inside it first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Where it stands in the document's text.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

impl Block {
    /// A block of running text.
    #[must_use]
    pub fn paragraph(span: Span) -> Self {
        Self { span, kind: BlockKind::Paragraph }
    }
}

/// What a [`Block`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A title or a heading.
    Heading,
    /// One item of a list.
    Item,
    /// One row of a table.
    Row,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_document_is_one_trimmed_paragraph() {
        let document = Document::new("a", " \u{a0}Exports rose.\r\n");
        assert_eq!(document.blocks, [Block::paragraph(Span::new(3, 16))]);
        assert_eq!(document.position(&LineIndex::new(&document.text), 3), Some(Position { line: 1, column: 3 }));
    }

    #[test]
    fn a_text_of_space_has_no_block() {
        assert!(Document::new("a", " \n\t").blocks.is_empty());
        assert!(Document::new("a", "").blocks.is_empty());
    }
}
