//! Markdown: the text is the rendered prose, with a map back to the file.
//!
//! Markup, link targets, images, code blocks, raw HTML and struck-out words are left out; entities are decoded. Inside a
//! paragraph a line break of the file is a space, as it is rendered; blocks stand apart by a blank line, rows of a
//! table by a line break, their cells by a tab.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::script::Script;
use super::{Documents, Input, Reader, dateline, front_matter, whole};
use crate::doc::{Block, BlockKind, Document, Mapped};
use crate::span::Span;

/// The reader of Markdown.
#[derive(Clone, Copy, Debug)]
pub struct Markdown;

impl Reader for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md"]
    }

    fn read(&self, input: Input) -> Documents {
        whole(input, None, |id, source| Ok(document(id, &source)))
    }
}

/// The document of a Markdown file.
fn document(id: &str, source: &str) -> Document {
    let front = front_matter::read(source);
    let mut writer = Writer::new(source);
    // No mathematics: "$5 billion to $6 billion" is money. No single tildes: "~5" is about five.
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    for (event, range) in Parser::new_ext(&source[front.end..], options).into_offset_iter() {
        writer.event(event, Span::new(range.start + front.end, range.end + front.end));
    }
    writer.close();
    let Writer { mapped, blocks, title, .. } = writer;
    let (text, map) = mapped.finish();
    let title = front.title.or_else(|| title.map(|span| span.of(&text).to_owned()));
    let published = front.published.or_else(|| dateline::published(&text, 0));
    Document { id: id.to_owned(), title, published, url: front.url, text, blocks, source: map }
}

/// The text so far, and where in the structure of the file it goes on.
struct Writer<'a> {
    source: &'a str,
    mapped: Mapped<'a>,
    blocks: Vec<Block>,
    /// The first heading of level 1.
    title: Option<Span>,
    /// The block being written: where it starts in the text.
    open: Option<usize>,
    /// How many elements whose words are left out the place is in.
    hidden: usize,
    /// How many list items the place is in.
    items: usize,
    heading: Option<HeadingLevel>,
    in_row: bool,
    script: Option<Script>,
}

impl<'a> Writer<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            mapped: Mapped::new(source),
            blocks: Vec::new(),
            title: None,
            open: None,
            hidden: 0,
            items: 0,
            heading: None,
            in_row: false,
            script: None,
        }
    }

    fn event(&mut self, event: Event<'_>, place: Span) {
        match event {
            Event::Start(tag) => self.start(&tag, place),
            Event::End(tag) => self.end(tag, place),
            Event::Text(words) => self.words(&words, place),
            Event::Code(words) => self.words(&words, self.inside(&words, place)),
            Event::SoftBreak => self.space(" ", place),
            Event::HardBreak => self.space("\n", place),
            Event::InlineHtml(tag) => self.tag(&tag, place),
            Event::Rule => self.close(),
            Event::Html(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, place: Span) {
        match tag {
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                self.close();
                self.hidden += 1;
            }
            Tag::Image { .. } => self.hidden += 1,
            Tag::Strikethrough if self.is_struck(place) => self.hidden += 1,
            Tag::Strikethrough => self.words("~", Span::new(place.start, place.start + 1)),
            Tag::Item => {
                self.close();
                self.items += 1;
            }
            Tag::Heading { level, .. } => {
                self.close();
                self.heading = Some(*level);
            }
            Tag::TableHead | Tag::TableRow => {
                self.close();
                self.in_row = true;
            }
            Tag::TableCell => {
                if self.open.is_some() {
                    self.mapped.push("\t", Span::new(place.start, place.start));
                }
            }
            Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Superscript | Tag::Subscript => {}
            _ => self.close(),
        }
    }

    fn end(&mut self, tag: TagEnd, place: Span) {
        match tag {
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) | TagEnd::Image => {
                self.hidden = self.hidden.saturating_sub(1);
            }
            TagEnd::Strikethrough if self.is_struck(place) => self.hidden = self.hidden.saturating_sub(1),
            TagEnd::Strikethrough => self.words("~", Span::new(place.end - 1, place.end)),
            TagEnd::Item => {
                self.close();
                self.items = self.items.saturating_sub(1);
            }
            TagEnd::Heading(_) => {
                self.close();
                self.heading = None;
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                self.close();
                self.in_row = false;
            }
            TagEnd::TableCell
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Link
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
            _ => self.close(),
        }
    }

    /// Words of the file, in a new block if none is open.
    fn words(&mut self, mut words: &str, mut place: Span) {
        if self.hidden > 0 {
            return;
        }
        if self.open.is_none() {
            let trimmed = words.trim_start();
            if trimmed.is_empty() {
                return;
            }
            if self.source.get(place.start..place.end) == Some(words) {
                place.start += words.len() - trimmed.len();
            }
            words = trimmed;
            let apart = match self.blocks.last() {
                None => "",
                Some(Block { kind: BlockKind::Row, .. }) if self.in_row => "\n",
                Some(Block { kind: BlockKind::Item, .. }) if self.items > 0 => "\n",
                Some(_) => "\n\n",
            };
            self.mapped.push(apart, Span::new(place.start, place.start));
            self.open = Some(self.mapped.text().len());
        }
        match self.script {
            Some(script) => self.mapped.push(&script.write(words), place),
            None => self.mapped.push(words, place),
        }
    }

    fn space(&mut self, space: &str, place: Span) {
        if self.open.is_some() && self.hidden == 0 {
            self.mapped.push(space, place);
        }
    }

    /// Raw tags are left out, but "10<sup>9</sup>" must not become 109, nor "5<br>6" 56.
    fn tag(&mut self, tag: &str, place: Span) {
        let tag = tag.to_ascii_lowercase();
        if tag.starts_with("<br") {
            self.space("\n", place);
        } else if let Some(script) = Script::of(tag.trim_matches(['<', '>', ' '])) {
            self.script = Some(script);
        } else if tag.starts_with("</su") {
            self.script = None;
        }
    }

    /// Ends the open block.
    fn close(&mut self) {
        let Some(start) = self.open.take() else { return };
        self.script = None;
        self.mapped.trim_end(start);
        let span = Span::new(start, self.mapped.text().len());
        if !span.of(self.mapped.text()).contains(char::is_alphanumeric) {
            return;
        }
        let kind = match self.heading {
            _ if self.in_row => BlockKind::Row,
            Some(_) => BlockKind::Heading,
            None if self.items > 0 => BlockKind::Item,
            None => BlockKind::Paragraph,
        };
        if self.heading == Some(HeadingLevel::H1) && self.title.is_none() {
            self.title = Some(span);
        }
        self.blocks.push(Block { span, kind });
    }

    /// Whether the words between tildes are struck out: by two; one is "about".
    fn is_struck(&self, place: Span) -> bool {
        self.source.get(place.start..).is_some_and(|rest| rest.starts_with("~~"))
    }

    /// Where the words of inline code stand, between the backticks of `place`.
    fn inside(&self, words: &str, place: Span) -> Span {
        let found = self.source.get(place.start..place.end).and_then(|part| part.find(words));
        found.map_or(place, |at| Span::new(at, at + words.len()).shift(place.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::LineIndex;

    const SAMPLE: &str = "---\ntitle: Front\ndate: 2025-12-09\n---\n# Trade *doubles* in 2025\n\nExports of [chips](http://x.org/5)\nrose by **5&nbsp;percent** &amp; more,\nor `$5` ~~4~~ ~6.[^1] ![7 things](8.png)\n\n```\n9 bottles\n```\n\n<div>10 divs</div>\n\n- first *item*\n- second,\n  going on\n\n  with 2 paragraphs\n1. third\n\n| Year | Exports |\n|---|---|\n| 2024 | 1,234.5 |\n\n> Quoted 11<sup>2</sup> km<sup>2</sup>,<br>CO<sub>2</sub>\n\n[^1]: A note.\n";

    fn sample() -> Document {
        document("a.md", SAMPLE)
    }

    #[test]
    fn blocks_are_what_is_rendered() {
        let document = sample();
        let blocks: Vec<(BlockKind, &str)> =
            document.blocks.iter().map(|b| (b.kind, b.span.of(&document.text))).collect();
        assert_eq!(
            blocks,
            [
                (BlockKind::Heading, "Trade doubles in 2025"),
                (BlockKind::Paragraph, "Exports of chips rose by 5\u{a0}percent & more, or $5  ~6."),
                (BlockKind::Item, "first item"),
                (BlockKind::Item, "second, going on"),
                (BlockKind::Item, "with 2 paragraphs"),
                (BlockKind::Item, "third"),
                (BlockKind::Row, "Year\tExports"),
                (BlockKind::Row, "2024\t1,234.5"),
                (BlockKind::Paragraph, "Quoted 11² km²,\nCO₂"),
                (BlockKind::Paragraph, "A note."),
            ]
        );
        assert_eq!(document.title.as_deref(), Some("Front"));
        assert_eq!(document.published.map(|date| date.to_string()).as_deref(), Some("2025-12-09"));
    }

    #[test]
    fn words_lead_back_to_the_file() {
        let document = sample();
        let (index, file) = (LineIndex::new(&document.text), LineIndex::new(SAMPLE));
        for word in [
            "doubles", "chips", "rose", "percent", "more", "$5", "first", "going", "third", "1,234.5", "Quoted",
            "A note",
        ] {
            let (here, there) = (document.text.find(word).unwrap(), SAMPLE.find(word).unwrap());
            assert_eq!(document.source.source(here), Some(there), "{word}");
            assert_eq!(document.position(&index, here), Some(file.position(there)), "{word}");
        }
    }

    #[test]
    fn the_first_heading_of_level_one_is_the_title() {
        let title = |source: &str| document("a", source).title;
        assert_eq!(title("## Two\n\n# One\n\n# Other").as_deref(), Some("One"));
        assert_eq!(title("One\n===\n").as_deref(), Some("One"));
        assert_eq!(title("text"), None);
    }

    #[test]
    fn a_line_with_a_date_is_the_day_of_publication() {
        let published = |source: &str| document("a", source).published.map(|date| date.to_string());
        assert_eq!(published("# T\n\n*Published 9 December 2025*\n\nText.").as_deref(), Some("2025-12-09"));
    }

    #[test]
    fn money_and_tildes_are_no_markup() {
        let text = |source: &str| document("a", source).text;
        assert_eq!(text("From $5 billion to $6 billion, ~5 to ~6"), "From $5 billion to $6 billion, ~5 to ~6");
        assert_eq!(text("a ~5~ and ~~6~~ b"), "a ~5~ and  b");
        assert_eq!(text(""), "");
        assert_eq!(text("![only](a.png)"), "");
    }
}
