//! Plain text: the text is the file, kept exactly as decoded, so offsets count from the file's start.
//!
//! Owns what a plain file says about itself, front matter and dateline. Which lines make a paragraph is the business
//! of `blocks`.

use super::{Documents, Input, Reader, blocks, dateline, front_matter, whole};
use crate::doc::{Document, SourceMap};

/// The reader of plain text.
#[derive(Clone, Copy, Debug)]
pub struct PlainText;

impl Reader for PlainText {
    fn name(&self) -> &'static str {
        "text"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt"]
    }

    fn read(&self, input: Input) -> Documents {
        whole(input, None, |id, text| Ok(document(id, text)))
    }
}

/// The document of a plain text, with its front matter and dateline.
///
/// ```
/// let document = figcheck::ingest::text::document("a.txt", "---\ndate: 2026-02-11\n---\nExports rose.\n".to_owned());
/// assert_eq!(document.published.map(|d| d.to_string()).as_deref(), Some("2026-02-11"));
/// assert_eq!(document.blocks[0].span.of(&document.text), "Exports rose.");
/// ```
#[must_use]
pub fn document(id: &str, text: String) -> Document {
    let front = front_matter::read(&text);
    let published = front.published.or_else(|| dateline::published(&text, front.end));
    let blocks = blocks::plain(&text, front.end);
    Document {
        id: id.to_owned(),
        title: front.title,
        published,
        url: front.url,
        text,
        blocks,
        source: SourceMap::identity(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_stays_in_the_text_and_out_of_the_blocks() {
        let text = "---\ntitle: A year\npublished: 2025-12-09\n---\r\n\r\nIt rose.\r\n";
        let document = document("a", text.to_owned());
        assert_eq!(document.text, text);
        assert_eq!(document.title.as_deref(), Some("A year"));
        let blocks: Vec<&str> = document.blocks.iter().map(|block| block.span.of(text)).collect();
        assert_eq!(blocks, ["It rose."]);
    }

    #[test]
    fn front_matter_goes_before_the_dateline() {
        let published = |text: &str| document("a", text.to_owned()).published.map(|date| date.to_string());
        assert_eq!(published("---\ndate: 2025-01-02\n---\n2026-02-11\n").as_deref(), Some("2025-01-02"));
        assert_eq!(published("---\ntitle: x\n---\n2026-02-11\n").as_deref(), Some("2026-02-11"));
        assert_eq!(published("It rose in 2026.").as_deref(), None);
    }
}
