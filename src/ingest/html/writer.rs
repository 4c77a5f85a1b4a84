//! Elements to text: words, the blocks they make, the cells of rows.

use dom_smoothie::Readability;

use crate::doc::{Block, BlockKind};
use crate::ingest::blocks;
use crate::ingest::script::Script;
use crate::span::Span;

/// Elements whose words are no prose.
const SKIPPED: &[&str] = &[
    "head", "script", "style", "noscript", "template", "svg", "math", "button", "select", "option", "textarea",
    "iframe", "object", "audio", "video", "canvas", "dialog", "title",
];
/// Elements that are not the main text, where nothing better tells.
const AROUND: &[&str] = &["nav", "footer", "aside", "menu"];
/// Elements that stand apart from what is around them.
#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "blockquote", "ul", "ol", "dl",
    "dt", "dd", "li", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "pre", "figure", "figcaption",
    "hr", "address", "details", "summary", "fieldset", "legend", "form", "body", "h1", "h2", "h3", "h4", "h5", "h6",
];

/// Writes the words of `html`, element by element; without what surrounds the main text if `whole_page`.
///
/// No recursion: pages may nest as deep as they like.
pub(super) fn walk(html: &str, whole_page: bool, writer: &mut Writer) {
    let page = Readability::from(html);
    // Elements still to open, and those to close.
    let mut stack = vec![(page.doc.root(), false)];
    while let Some((node, closing)) = stack.pop() {
        if node.is_text() {
            writer.words(&node.text());
            continue;
        }
        let name = node.node_name();
        let name = name.as_deref().unwrap_or_default();
        if closing {
            writer.end(name);
            continue;
        }
        let around = whole_page && AROUND.contains(&name);
        if around || SKIPPED.contains(&name) || node.is_comment() || node.is_doctype() {
            continue;
        }
        writer.start(name);
        stack.push((node, true));
        stack.extend(node.children_it(true).map(|child| (child, false)));
    }
    writer.close();
}

/// What the words being written belong to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Prose,
    Heading,
    Row,
    /// Preformatted text, whose lines are those of a plain text.
    Pre,
}

/// The text so far, and the block that is being written.
#[derive(Default)]
pub(super) struct Writer {
    pub(super) text: String,
    pub(super) blocks: Vec<Block>,
    /// Where the block being written starts.
    open: Option<usize>,
    /// Whether space was passed over since the last word.
    spaced: bool,
    /// How many list items the place is in.
    items: usize,
    inside: Inside,
    script: Option<Script>,
}

impl Writer {
    /// Puts a heading before everything, unless it stands among the first blocks.
    pub(super) fn head(&mut self, words: &str) {
        if self.blocks.iter().take(8).any(|block| block.span.of(&self.text) == words) {
            return;
        }
        let length = words.len() + 2;
        self.text.insert_str(0, &format!("{words}\n\n"));
        for block in &mut self.blocks {
            block.span = block.span.shift(length);
        }
        self.blocks.insert(0, Block { span: Span::new(0, words.len()), kind: BlockKind::Heading });
    }

    /// Whether anything but the title was written.
    pub(super) fn has_body(&self) -> bool {
        self.blocks.iter().any(|block| block.kind != BlockKind::Heading)
    }

    fn start(&mut self, name: &str) {
        let in_row = self.inside == Inside::Row;
        match name {
            "br" if in_row => self.spaced = true,
            "br" => self.line_break(),
            "td" | "th" if in_row => self.next_cell(),
            _ if in_row && BLOCKS.contains(&name) => self.spaced = true,
            _ if BLOCKS.contains(&name) => self.close(),
            _ => {}
        }
        match name {
            "li" | "dd" => self.items += 1,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !in_row => self.inside = Inside::Heading,
            "tr" => self.inside = Inside::Row,
            "pre" if !in_row => self.inside = Inside::Pre,
            _ => self.script = Script::of(name).or(self.script),
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "tr" => self.close(),
            _ if self.inside == Inside::Row && BLOCKS.contains(&name) => self.spaced = true,
            _ if BLOCKS.contains(&name) => self.close(),
            _ => {}
        }
        match (name, self.inside) {
            ("li" | "dd", _) => self.items = self.items.saturating_sub(1),
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", Inside::Heading) | ("tr", Inside::Row) | ("pre", Inside::Pre) => {
                self.inside = Inside::Prose;
            }
            ("sup" | "sub", _) => self.script = None,
            _ => {}
        }
    }

    fn next_cell(&mut self) {
        if self.open.is_some() {
            self.text.truncate(self.text.trim_end_matches(' ').len());
            self.text.push('\t');
            self.spaced = false;
        }
    }

    /// A line break; two in a row are how old pages part paragraphs.
    fn line_break(&mut self) {
        let Some(start) = self.open else { return };
        if self.inside != Inside::Pre && self.text[start..].ends_with('\n') {
            self.close();
            return;
        }
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.text.push('\n');
        self.spaced = false;
    }

    /// Words with space collapsed as a browser does; a no-break space is no such space.
    fn words(&mut self, words: &str) {
        if self.inside == Inside::Pre {
            let words = if self.open.is_none() { words.trim_start() } else { words };
            if !words.is_empty() {
                self.begin();
                self.text.push_str(words);
            }
            return;
        }
        let mut first = true;
        for part in words.split([' ', '\t', '\n', '\r', '\u{c}']) {
            if !std::mem::take(&mut first) {
                self.spaced = true;
            }
            // At the start of a block a no-break space is an indent.
            let part = if self.open.is_none() { part.trim_start() } else { part };
            if part.is_empty() {
                continue;
            }
            if self.open.is_none() {
                self.begin();
            } else if self.spaced && !self.text.ends_with(['\n', '\t']) {
                self.text.push(' ');
            }
            self.spaced = false;
            match self.script {
                Some(script) => self.text.push_str(&script.write(part)),
                None => self.text.push_str(part),
            }
        }
    }

    /// Begins a block, if none is open.
    fn begin(&mut self) {
        if self.open.is_some() {
            return;
        }
        let apart = match self.blocks.last() {
            None => "",
            Some(Block { kind: BlockKind::Row, .. }) if self.inside == Inside::Row => "\n",
            Some(Block { kind: BlockKind::Item, .. }) if self.items > 0 => "\n",
            Some(_) => "\n\n",
        };
        self.text.push_str(apart);
        self.open = Some(self.text.len());
    }

    /// Ends the open block, or takes it back if it holds no letter or digit.
    fn close(&mut self) {
        self.spaced = false;
        let Some(start) = self.open.take() else { return };
        self.text.truncate(start + self.text[start..].trim_end().len());
        if !self.text[start..].contains(char::is_alphanumeric) {
            self.text.truncate(self.blocks.last().map_or(0, |block| block.span.end));
            return;
        }
        let kind = match self.inside {
            Inside::Row => BlockKind::Row,
            Inside::Heading => BlockKind::Heading,
            Inside::Pre => {
                self.blocks.extend(blocks::plain(&self.text, start));
                return;
            }
            Inside::Prose if self.items > 0 => BlockKind::Item,
            Inside::Prose => BlockKind::Paragraph,
        };
        self.blocks.push(Block { span: Span::new(start, self.text.len()), kind });
    }
}
