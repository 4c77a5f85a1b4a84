//! Plain text to blocks: which lines make one paragraph, and what is a heading, an item, a row.
//!
//! A text is either one line a paragraph or wrapped at some width, and its lines tell which: in a wrapped text a line
//! is nearly always so long that the first word of the next did not fit, and the next goes on in small letters. On top
//! of that, page breaks leave blank lines and odd spaces inside sentences ("the process" / blank / "of opening up").
//! A wrong join costs little (sentences are still split at their stops), a wrong break cuts a sentence in two.

use super::line::{self, Gap, Line, LineKind};
use crate::doc::{Block, BlockKind};
use crate::span::Span;

/// A line narrower than this is no part of a running sentence that a page break could have cut.
const NARROW: u32 = 40;
/// A wider line is no wrapped one.
const WIDEST_WRAP: usize = 200;
/// A heading is no wider, and has no more words.
const WIDEST_HEADING: u32 = 120;
const MOST_HEADING_WORDS: usize = 16;

/// Words that a sentence hardly ever ends with.
#[rustfmt::skip]
const DANGLING: &[&str] = &[
    "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "and", "or", "as", "than", "that",
    "which", "is", "are", "was", "were", "be", "been", "has", "have", "had", "its", "their", "his", "her", "our",
    "per", "about", "into", "between", "nearly", "almost", "more", "most", "some", "this", "these", "will", "would",
    "usd", "rmb", "us$", "$", "not", "while", "but", "through", "under", "among", "around", "approximately",
    "reached",
];

/// The blocks of a plain text from byte `from` on.
pub(crate) fn plain(text: &str, from: usize) -> Vec<Block> {
    let lines = line::read(text, from);
    let wrap = wrap_width(text, &lines);
    let mut drafts: Vec<Draft> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let last = at.checked_sub(1).and_then(|before| lines.get(before));
        if let (Some(draft), Some(last)) = (drafts.last_mut(), last)
            && joins(text, draft, last, line, wrap)
        {
            draft.span.end = line.end;
            draft.lines += 1;
        } else {
            drafts.push(Draft { span: Span::new(line.start, line.end), kind: line.kind, width: line.width, lines: 1 });
        }
    }
    let kinds: Vec<BlockKind> = (0..drafts.len()).map(|at| block_kind(text, &drafts, at)).collect();
    drafts.iter().zip(kinds).map(|(draft, kind)| Block { span: draft.span, kind }).collect()
}

/// A block in the making.
#[derive(Clone, Copy)]
struct Draft {
    span: Span,
    /// What its first line looks like.
    kind: LineKind,
    /// The width of its first line.
    width: u32,
    lines: usize,
}

/// The width at which the text is wrapped; `None` if each line is a paragraph.
fn wrap_width(text: &str, lines: &[Line]) -> Option<u32> {
    // Lines that another follows at once; all of them but headings end where the wrapping made them.
    let pairs = || {
        lines.windows(2).filter_map(|pair| {
            let [first, second] = pair else { return None };
            let prose = first.kind != LineKind::Row && second.kind == LineKind::Text && second.gap == Gap::None;
            prose.then_some((first, second))
        })
    };
    let mut widths = [0_usize; WIDEST_WRAP + 1];
    let mut count = 0;
    for (first, _) in pairs() {
        widths[WIDEST_WRAP.min(first.width as usize)] += 1;
        count += 1;
    }
    if count < 2 || widths[WIDEST_WRAP] * 4 > count {
        return None;
    }
    // The widest but for a stray few.
    let mut wider = 0;
    let width = (0..WIDEST_WRAP).rev().find(|&width| {
        wider += widths[width];
        wider * 50 > count
    })?;
    let width = u32::try_from(width).ok().filter(|&width| width >= NARROW)?;
    let (mut full, mut open, mut going_on) = (0, 0, 0);
    for (first, second) in pairs() {
        full += usize::from(is_full(text, first, second, width));
        open += usize::from(!is_closed(first.of(text)));
        going_on += usize::from(!second.of(text).starts_with(char::is_uppercase));
    }
    (full * 5 >= count * 3 && open * 3 >= count && going_on * 5 >= count * 2).then_some(width)
}

/// Whether the first word of `second` would not have fitted on the line of `first`, give or take a ragged edge.
fn is_full(text: &str, first: &Line, second: &Line, wrap: u32) -> bool {
    let reach = first.width + 1 + first_word(text, second);
    // Where the sentence ends with the line, it may be the last of its paragraph: less raggedness is allowed.
    let share = if is_closed(first.of(text)) { 90 } else { 80 };
    u64::from(reach) * 100 >= u64::from(wrap) * share
}

/// The width of the first word of a line, up to what matters.
fn first_word(text: &str, line: &Line) -> u32 {
    line.of(text).chars().take(30).take_while(|c| !c.is_whitespace()).map(|_| 1).sum()
}

/// Whether `line` goes on with the block that ends with the line `last`.
fn joins(text: &str, draft: &Draft, last: &Line, line: &Line, wrap: Option<u32>) -> bool {
    let (before, after) = (last.of(text), line.of(text));
    if line.gap == Gap::Rule || draft.kind == LineKind::Row || line.kind == LineKind::Row {
        return false;
    }
    let open = !is_closed(before);
    if line.gap == Gap::Blank {
        // What a page break cut.
        let caption = draft.lines == 1 && is_caption(before);
        let goes_on = !caption && (goes_on(after) || ends_in_phrase(before));
        return open && goes_on && last.width >= NARROW && line.kind == LineKind::Text;
    }
    let full = wrap.is_some_and(|wrap| is_full(text, last, line, wrap));
    match line.kind {
        LineKind::Section => return false,
        // "- a dash" or "12. The" may be the start of a wrapped line, but not after a line that is an item itself.
        LineKind::Bullet if !after.starts_with(['-', '*', '–', '—', '+']) => return false,
        LineKind::Bullet | LineKind::Numbered => return full && open && draft.kind == LineKind::Text,
        _ => {}
    }
    // A section's heading fills its line only by chance.
    if draft.kind == LineKind::Section && draft.lines == 1 && open && !goes_on(after) && !dangles(before) {
        return false;
    }
    // The hanging indent of an item.
    let hangs = matches!(draft.kind, LineKind::Bullet | LineKind::Numbered) && line.indent >= 2;
    hangs || full || (open && last.width >= NARROW && (goes_on(after) || dangles(before)))
}

/// Whether a line ends as sentences and headings of lists end: with a stop, or a colon, inside any closing marks.
fn is_closed(line: &str) -> bool {
    // The last but one item of a list: "more jobs; and".
    if line.ends_with("; and") || line.ends_with("; or") {
        return true;
    }
    let bare = line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', ' ']);
    bare.ends_with(['.', '!', '?', ':', ';', '…', '。', '！', '？']) || ends_with_mark(line)
}

/// Whether a line ends with a stop and a reference mark: `of its GDP.[7]`.
fn ends_with_mark(line: &str) -> bool {
    let Some((before, mark)) = line.rsplit_once('[') else { return false };
    mark.len() <= 12 && mark.ends_with(']') && before.trim_end().ends_with(['.', '!', '?'])
}

/// Whether a line can only be the rest of a sentence: it starts with a small letter, a closing mark, a reference.
fn goes_on(line: &str) -> bool {
    let mut letters = line.chars();
    let (first, second) = (letters.next(), letters.next());
    let small = first.is_some_and(char::is_lowercase) && !second.is_some_and(char::is_uppercase);
    let site = line.starts_with("www.") || line.starts_with("http") || (!line.contains(' ') && line.contains('@'));
    let closing = first.is_some_and(|c| matches!(c, ',' | ')' | ']' | '%' | ';' | '’' | '”'));
    let reference = first == Some('[') && second.is_some_and(|c| c.is_ascii_digit());
    (small && !site) || closing || reference || line.starts_with("'s ")
}

/// Whether a line names a table or a figure: "Table 1 Global exports".
fn is_caption(line: &str) -> bool {
    let rest = ["Table ", "Figure ", "Fig. ", "Chart ", "Box "].iter().find_map(|word| line.strip_prefix(word));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a line stops in the middle of a phrase: at "of the", a comma, a hyphen.
fn dangles(line: &str) -> bool {
    line.ends_with([',', '-', '–', '—', '(', '/', '&', '$']) || ends_in_phrase(line)
}

/// Whether a line stops at a word that another must follow.
fn ends_in_phrase(line: &str) -> bool {
    let word = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    word.len() <= 13 && DANGLING.contains(&word.to_lowercase().as_str())
}

fn block_kind(text: &str, drafts: &[Draft], at: usize) -> BlockKind {
    let draft = drafts[at];
    let listed = |other: Option<&Draft>| other.is_some_and(|other| other.kind == LineKind::Numbered);
    match draft.kind {
        LineKind::Row => BlockKind::Row,
        LineKind::Bullet => BlockKind::Item,
        // A number alone among its neighbours heads a section: "1. Introduction".
        LineKind::Numbered => {
            let among = listed(at.checked_sub(1).and_then(|before| drafts.get(before))) || listed(drafts.get(at + 1));
            if !among && is_heading(text, draft) { BlockKind::Heading } else { BlockKind::Item }
        }
        LineKind::Section if is_heading(text, draft) => BlockKind::Heading,
        LineKind::Text if drafts.len() > 1 && is_heading(text, draft) => BlockKind::Heading,
        LineKind::Section | LineKind::Text => BlockKind::Paragraph,
    }
}

/// A short line without a stop at its end or inside.
fn is_heading(text: &str, draft: Draft) -> bool {
    let words = draft.span.of(text);
    draft.lines == 1
        && draft.width <= WIDEST_HEADING
        && !is_closed(words)
        && !words.ends_with([',', '-', '—', '–'])
        && words.contains(char::is_alphabetic)
        && words.split_whitespace().count() <= MOST_HEADING_WORDS
        && !words.contains(". ")
        || (draft.kind == LineKind::Numbered && draft.lines == 1 && is_heading_after_number(words, draft.width))
}

/// The same for "1. Introduction", whose number has a stop.
fn is_heading_after_number(words: &str, width: u32) -> bool {
    let rest = words.split_once(char::is_whitespace).map_or("", |(_, rest)| rest);
    width <= WIDEST_HEADING
        && !is_closed(rest)
        && !rest.contains(". ")
        && rest.starts_with(char::is_uppercase)
        && rest.split_whitespace().count() <= MOST_HEADING_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The blocks of a text, one letter for the kind and the words with line breaks as "/".
    fn shown(text: &str) -> Vec<String> {
        let letter = |kind| match kind {
            BlockKind::Paragraph => 'P',
            BlockKind::Heading => 'H',
            BlockKind::Item => 'I',
            BlockKind::Row => 'R',
        };
        plain(text, 0)
            .iter()
            .map(|block| {
                format!("{} {}", letter(block.kind), block.span.of(text).replace("\r\n", "/").replace('\n', "/"))
            })
            .collect()
    }

    #[test]
    fn one_line_a_paragraph() {
        let long = "China's sector made great strides last year, and it is now one of the most dynamic in the world.";
        let text = format!("Digital trade leaps\n\n\n{long}\n{long}\nRosy outlook\n{long}\n");
        let p = format!("P {long}");
        assert_eq!(shown(&text), ["H Digital trade leaps", &p, &p, "H Rosy outlook", &p]);
    }

    #[test]
    fn wrapped_lines_make_one_paragraph() {
        let text = "Exports of digital services\nAs shown in Table 1, global exports of goods and services\nhave exhibited distinct trends over the period. In 2020,\ndespite the decline, digitally delivered exports rose by\n13.7%, which shows momentum.\nBy 2025, digital delivery exports had reached a total of\n$4,915.5 billion.\n\n2.1 Global scale\nIt grew further in the year, by a rate that nobody had\nforeseen.";
        let blocks = shown(text);
        assert_eq!(blocks.len(), 5, "{blocks:#?}");
        assert_eq!(blocks[0], "H Exports of digital services");
        assert!(blocks[1].ends_with("13.7%, which shows momentum."));
        assert_eq!(blocks[2], "P By 2025, digital delivery exports had reached a total of/$4,915.5 billion.");
        assert_eq!(blocks[3], "H 2.1 Global scale");
    }

    #[test]
    fn what_a_page_break_cut_is_joined() {
        let first = "Under the background of globalization and the accelerating process";
        for (rest, joined) in [
            ("\n\nof China's opening, it grew.", true),
            ("\n service trade.", true),
            ("\n\n[11].", true),
            ("\n\nExports fell.", false),
            (".\n\nof China.", false),
            ("\n////\nof China.", false),
            ("\n\nwww.example.org", false),
            (" of the\n\nEuropean Union, it grew.", true),
            ("; and\n\nEuropean growth", false),
            ("\n\nb) other processes", false),
        ] {
            let text = format!("{first}{rest}");
            assert_eq!(plain(&text, 0).len() == 1, joined, "{text}");
        }
    }

    #[test]
    fn lists_and_tables_are_kept_line_by_line() {
        let text = "Key figures:\n- exports rose by 5 percent in the year\n- imports fell\n  and fell\n\nYear Exports Growth\n2019 190,180 -2.7\n2020 176,529 21.2\n\n1. First\n2. Second\n";
        assert_eq!(
            shown(text),
            [
                "P Key figures:",
                "I - exports rose by 5 percent in the year",
                "I - imports fell/  and fell",
                "H Year Exports Growth",
                "R 2019 190,180 -2.7",
                "R 2020 176,529 21.2",
                "I 1. First",
                "I 2. Second",
            ]
        );
    }

    #[test]
    fn headlines_below_each_other_stay_apart() {
        let text = "China's exports rise 5 percent in the first half of 2025\nGermany's factory orders fall again in the second quarter\nJapan's trade surplus shrinks as the price of oil goes up\n";
        assert_eq!(shown(text).len(), 3);
    }

    #[test]
    fn a_text_of_one_line_is_a_paragraph() {
        assert_eq!(shown("Exports rose 5 percent"), ["P Exports rose 5 percent"]);
        assert_eq!(shown("\n \n////\n"), Vec::<String>::new());
    }
}
