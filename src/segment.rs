//! Text to sentences: where each sentence of a block starts and ends.
//!
//! A small rule segmenter for English news prose, one pass, linear in the text whatever it holds (a look around a full
//! stop is a few words wide at most). It knows abbreviations, initials, quotes, reference marks and list numbers; it
//! knows nothing of what a sentence says, and never crosses the end of its block. Sentences inside quotes are split like
//! any others. Where a full stop may or may not end a sentence ("in the U.S. Exports"), the two sides stay together:
//! a sentence too long still holds its claim, half a sentence loses what it is about.
//!
//! `sentencex` was tried first: it breaks "approx. | 4 p.m. | Tuesday", "1. | Introduction" and "Tab. | 2", keeps a
//! quote of five sentences as one, and brings a command-line parser along (see the tests for the cases).

use crate::span::Span;

/// How far, in bytes, the words around a full stop are read.
const REACH: usize = 48;

/// Before a name; never the end of a sentence.
#[rustfmt::skip]
const TITLES: &[&str] = &[
    "Mr", "Mrs", "Ms", "Mx", "Dr", "Prof", "Gen", "Sen", "Rep", "Gov", "Lt", "Col", "Capt", "Cmdr", "Adm", "Sgt",
    "Maj", "Rev", "Hon", "Pres", "Supt", "Messrs", "Mme", "Mlle", "Amb", "Atty", "Sec.-Gen",
];

/// Never the end of a sentence, in any case of letters.
#[rustfmt::skip]
const INNER: &[&str] = &[
    "vs", "e.g", "i.e", "eg", "ie", "cf", "approx", "ca", "viz", "incl", "excl", "resp", "est", "avg", "fig", "figs",
    "sq", "cu", "gov't", "esp",
];

/// Numbering words: the full stop is theirs when a number follows.
#[rustfmt::skip]
const NUMBERED: &[&str] = &[
    "No", "Nos", "no", "nos", "vol", "Vol", "vols", "p", "pp", "Tab", "Eq", "Eqs", "Art", "Arts", "Sec", "Sect", "Ch",
    "Chap", "Para", "para", "art", "sec", "ch", "Op", "Ver", "ver", "App", "c", "Ref", "Refs", "ref", "refs",
    "Tel", "tel", "Box",
    "Ser",
];

/// May end a sentence: it does when the next word is one that starts sentences rather than names.
#[rustfmt::skip]
const EITHER: &[&str] = &[
    "Inc", "Corp", "Co", "Cos", "Ltd", "Plc", "Bros", "Jr", "Sr", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug",
    "Sep", "Sept", "Oct", "Nov", "Dec", "Mon", "Tue", "Tues", "Wed", "Thu", "Thur", "Thurs", "Fri", "Sat", "Sun",
    "St", "Mt", "Ft", "Ave", "Blvd", "Rd", "Dept", "Univ", "Assn", "Bldg", "Intl", "Int'l", "Nat'l", "Natl", "Mfg",
    "al", "etc", "ed", "eds", "Calif", "Fla", "Mass", "Mich", "Minn", "Penn", "Tenn", "Wash", "Conn", "Ariz", "Colo",
    "Md", "Va", "Pa", "N.Y", "dept", "govt", "v", "S.p.A", "Ph.D",
];

/// Words that, capitalised after a full stop, start a sentence and hardly ever a name.
#[rustfmt::skip]
const STARTERS: &[&str] = &[
    "A", "About", "According", "Accordingly", "Additionally", "After", "Again", "All", "Almost", "Along", "Also",
    "Although", "Amid", "Among", "An", "And", "Another", "Any", "Around", "As", "At", "Back", "Because", "Before",
    "Behind", "Besides", "Between", "Beyond", "Both", "But", "By", "Compared", "Consequently", "Despite", "During",
    "Each", "Earlier", "Even", "Every", "Few", "Finally", "First", "Following", "For", "Four", "From", "Further",
    "Furthermore", "Given", "Half", "He", "Hence", "Her", "Here", "His", "How", "However", "I", "If", "In", "Indeed",
    "Instead", "Is", "It", "Its", "Just", "Last", "Later", "Like", "Many", "Meanwhile", "More", "Moreover", "Most",
    "Much", "My", "Nearly", "Nevertheless", "Next", "No", "None", "Nonetheless", "Not", "Notably", "Now", "Of", "On",
    "Once", "One", "Only", "Or", "Other", "Others", "Our", "Out", "Over", "Overall", "Part", "Roughly", "Second",
    "Several", "She", "Similarly", "Since", "So", "Some", "Specifically", "Still", "Such", "Than", "That", "The",
    "Their", "Then", "There", "Therefore", "These", "They", "This", "Those", "Though", "Three", "Through", "Thus",
    "To", "Today", "Together", "Total", "Two", "Under", "Unlike", "Until", "Up", "Was", "We", "Were", "What", "When",
    "Where", "Whether", "Which", "While", "Who", "Why", "With", "Within", "Without", "Yet", "You", "Your",
];

/// Goes on after "a.m." and "p.m.".
#[rustfmt::skip]
const AFTER_TIME: &[&str] = &[
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Mon", "Tue", "Wed", "Thu", "Fri",
    "Sat", "Sun", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "ET",
    "EST", "EDT", "CT", "CST", "CDT", "MT", "MST", "MDT", "PT", "PST", "PDT", "GMT", "UTC", "BST", "CET", "CEST",
    "HKT", "SGT", "JST", "KST", "IST", "AEST", "AEDT", "Eastern", "Central", "Pacific", "Beijing", "London", "Tokyo",
];

/// The sentences of one block of `text`, trimmed, in order, as spans of `text`.
///
/// ```
/// use figcheck::segment::sentences;
/// use figcheck::span::Span;
///
/// let text = "U.S. exports reached $1.05 trillion. In 2023 they fell.";
/// let found: Vec<&str> = sentences(text, Span::new(0, text.len())).iter().map(|s| s.of(text)).collect();
/// assert_eq!(found, ["U.S. exports reached $1.05 trillion.", "In 2023 they fell."]);
/// ```
#[must_use]
pub fn sentences(text: &str, block: Span) -> Vec<Span> {
    let block_text = block.of(text);
    let mut found = Vec::new();
    // Where the current sentence starts; kept off space, so that nothing is skipped over twice.
    let mut start = block_text.len() - block_text.trim_start().len();
    let mut quote_open = false;
    let mut at = start;
    while let Some(c) = block_text[at..].chars().next() {
        if !is_stop(c) {
            quote_open ^= c == '"';
            at += c.len_utf8();
            continue;
        }
        let stop = Stop::read(block_text, at, quote_open);
        quote_open ^= block_text[at..stop.end].matches('"').count() % 2 == 1;
        if ends_sentence(block_text, start, &stop) {
            keep(block_text, start, stop.end, block.start, &mut found);
            start = block_text.len() - block_text[stop.end..].trim_start().len();
        }
        at = stop.end;
    }
    keep(block_text, start, block_text.len(), block.start, &mut found);
    found
}

/// Keeps `start..end` without the space at its end, if anything is left.
fn keep(text: &str, start: usize, end: usize, offset: usize, found: &mut Vec<Span>) {
    let length = text[start..end].trim_end().len();
    if length > 0 {
        found.push(Span::new(start, start + length).shift(offset));
    }
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

/// A run of stops with what closes after it: quotes, brackets, reference marks.
struct Stop {
    /// First byte of the run.
    at: usize,
    /// One past the last byte of what belongs to the sentence before.
    end: usize,
    /// Whether the run is one full stop and nothing else.
    single: bool,
    /// Whether a quote closes, or a reference mark stands, after it.
    closed: bool,
    /// Whether it ends a sentence by itself, as in Chinese.
    wide: bool,
}

impl Stop {
    fn read(text: &str, at: usize, mut quote_open: bool) -> Self {
        let run: &str = text[at..].split(|c| !is_stop(c)).next().unwrap_or_default();
        let mut end = at + run.len();
        let single = run == ".";
        let wide = run.starts_with(['。', '！', '？']);
        let mut closed = false;
        loop {
            let rest = &text[end..];
            let Some(c) = rest.chars().next() else { break };
            let taken = match c {
                '”' | '’' | ')' | ']' | '»' | '\'' | '」' | '』' => c.len_utf8(),
                // Right after a stop a straight quote closes, unless none is open and a word follows at once.
                '"' if quote_open || !rest[1..].starts_with(char::is_alphanumeric) => {
                    quote_open = false;
                    1
                }
                '[' => match reference_mark(rest) {
                    Some(length) => length,
                    None => break,
                },
                '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' => c.len_utf8(),
                // Spaced quotes, as in `" a strategy. " In`: a mark with space on both sides closes what is open.
                ' ' if quote_open && rest[1..].starts_with('"') => {
                    let after = rest[2..].chars().next();
                    if after.is_some_and(|c| !c.is_whitespace()) {
                        break;
                    }
                    quote_open = false;
                    2
                }
                ' ' => match reference_mark(&rest[1..]) {
                    Some(length) => length + 1,
                    None => break,
                },
                _ => break,
            };
            end += taken;
            closed |= !matches!(c, ')' | ']');
        }
        Self { at, end, single, closed, wide }
    }
}

/// The length of a reference mark at the start of `rest`: `[7]`, `[2, 5-8]`, `[l]`.
fn reference_mark(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('[')?;
    let length = inner.bytes().take(REACH).position(|b| b == b']')?;
    let is_mark = |b: u8| b.is_ascii_digit() || matches!(b, b',' | b' ' | b'-' | b'l' | 0xE2 | 0x80 | 0x93);
    (length > 0 && inner.bytes().take(length).all(is_mark)).then_some(length + 2)
}

/// Whether the sentence that started at `start` ends with this stop.
fn ends_sentence(text: &str, start: usize, stop: &Stop) -> bool {
    let rest = &text[stop.end..];
    let next = rest.trim_start();
    if next.is_empty() || stop.wide {
        return true;
    }
    let before = word_before(text, start, stop.at);
    let next = Next::read(next);
    if rest.len() == next.rest.len() {
        return is_missing_space(before, stop, &next);
    }
    if next.is_lower {
        return false;
    }
    if !stop.single {
        // A name that carries its own mark.
        return !(before.ends_with("Yahoo") && text[stop.at..].starts_with('!'));
    }
    if before.is_empty() {
        // A stop that stands alone after space: part of an ellipsis, or the paper's spaced full stop.
        return !next.rest.starts_with('.');
    }
    if is_list_number(text, start, before, stop) {
        return false;
    }
    ends_after_word(before, &next, stop.closed)
}

fn ends_after_word(before: &str, next: &Next<'_>, closed: bool) -> bool {
    let starts = STARTERS.binary_search(&next.word).is_ok();
    if TITLES.contains(&before) || INNER.iter().any(|known| known.eq_ignore_ascii_case(before)) {
        return false;
    }
    if NUMBERED.contains(&before) {
        return !next.is_digit;
    }
    if matches!(before, "a.m" | "p.m" | "am" | "pm" | "A.M" | "P.M") {
        return !next.is_digit && !AFTER_TIME.contains(&next.word);
    }
    if EITHER.contains(&before) || is_initials(before) {
        return (starts || closed) && !next.is_digit;
    }
    true
}

/// Whether the stop ends a sentence although the next word follows at once: `per cent.The`, `GDP.[7]The`.
fn is_missing_space(before: &str, stop: &Stop, next: &Next<'_>) -> bool {
    if !next.is_name_like || before.contains(['.', '/', '@', '\\', '_', ':']) {
        return false;
    }
    // "example.Com" and "Node.Js" are names: what follows must be a word of its own.
    let goes_on = next.after.is_some_and(|c| matches!(c, '.' | '/' | '@' | '_' | ':' | '('));
    let mut letters = before.chars();
    let plain =
        before.len() > 1 && letters.all(|c| c.is_lowercase() || c.is_ascii_digit() || matches!(c, '%' | ',' | '-'));
    !goes_on && (stop.closed || plain || before.ends_with('%'))
}

/// The word that the stop at `at` ends, without opening brackets and quotes, no longer than [`REACH`].
fn word_before(text: &str, start: usize, at: usize) -> &str {
    let from = text.ceil_char_boundary(start.max(at.saturating_sub(REACH)));
    let window = &text[from..at];
    let word = window.rsplit(|c: char| c.is_whitespace() || matches!(c, '—' | '–')).next().unwrap_or_default();
    word.trim_start_matches(['(', '[', '"', '“', '‘', '\'', '«', '$', '€', '£'])
}

/// "1." at the start of a sentence is the number of what follows.
fn is_list_number(text: &str, start: usize, before: &str, stop: &Stop) -> bool {
    let first = &text[start..stop.at];
    let digits = |part: &str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit());
    let roman = before.len() <= 4 && before.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
    let letter = before.len() == 1 && before.bytes().all(|b| b.is_ascii_lowercase());
    first == before && !stop.closed && (before.split('.').all(digits) || roman || letter)
}

/// Initials and dotted short forms: "J", "U.S", "J.K", "a.m".
fn is_initials(word: &str) -> bool {
    !word.is_empty()
        && word.split('.').all(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
        })
        && (word.contains('.') || word.starts_with(char::is_uppercase))
}

/// What follows a stop.
struct Next<'a> {
    /// The text from its first byte that is not space.
    rest: &'a str,
    /// Its first word, inside any opening quotes and brackets, up to an apostrophe: "It" of "It's".
    word: &'a str,
    /// What stands right after that word.
    after: Option<char>,
    is_lower: bool,
    is_digit: bool,
    /// Capital, then a small letter or nothing: "The", "A".
    is_name_like: bool,
}

impl<'a> Next<'a> {
    fn read(rest: &'a str) -> Self {
        let window = &rest[..rest.floor_char_boundary(REACH)];
        let inner = window.trim_start_matches(|c: char| !c.is_alphanumeric());
        let opening = &window[..window.len() - inner.len()];
        let length = inner.find(|c: char| !c.is_alphanumeric()).unwrap_or(inner.len());
        let word = &inner[..length];
        let mut letters = word.chars();
        let (first, second) = (letters.next(), letters.next());
        let first_lower = first.is_some_and(char::is_lowercase);
        // A small letter starts a sentence only in names such as iPhone and eBay.
        let is_lower = first_lower && !second.is_some_and(char::is_uppercase);
        // What goes on with punctuation of the inner sentence goes on.
        let goes_on = opening.starts_with([',', ';', ':', '/', '%']);
        Self {
            rest,
            word,
            after: inner[length..].chars().next(),
            is_lower: is_lower || goes_on,
            is_digit: first.is_some_and(char::is_numeric),
            is_name_like: first.is_some_and(char::is_uppercase)
                && second.is_none_or(char::is_lowercase)
                && opening.chars().all(|c| matches!(c, '"' | '“' | '‘' | '(')),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each case is one text with `|` where a sentence ends.
    fn check(cases: &[&str]) {
        for case in cases {
            let expected: Vec<&str> = case.split('|').map(str::trim).collect();
            let text = expected.join(" ");
            let found: Vec<&str> = sentences(&text, Span::new(0, text.len())).iter().map(|s| s.of(&text)).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn starters_are_sorted() {
        assert!(STARTERS.is_sorted());
    }

    #[test]
    fn a_full_stop_before_a_capital_ends_a_sentence() {
        check(&[
            "It came to 7.5 trillion yuan ($1.05 trillion). | In contrast, it was $1.05 trillion. | In all, it rose.",
            "It jumped from 3.06 % to 6.86 %. | In 2023, the total fell (by 3 percentage points). | Exports fell.",
            "It rose in 2020. | Exports fell. | $5 billion was lost. | 2024 was better. | -5 is low.",
            "Really? | Yes! | Yahoo! Inc. grew.",
            "It cost 1.2 trn. | Mt. Everest is 8,848 m. | Others are 5 km. | Fine.",
        ]);
    }

    #[test]
    fn abbreviations_do_not_end_a_sentence() {
        check(&[
            "U.S. GDP rose 2.5% in Q3 vs. Q2. | Exports fell.",
            "Dr. Smith of Acme Corp. had $5. | Mr. X met Gen. Lee, Sen. Li and J. K. Rowling in St. Louis. | He left.",
            "Tel. 6853 1212, in Jan. 2024 and on Sept. 5, No. 5 of vol. 5, pp. 3-5, Fig. 3, Tab. 2, Eq. 4 and Art. 5 were read.",
            "It opens at approx. 4 p.m. Tuesday, i.e. tomorrow. | It closes at 5 p.m. ET. | It was 5 p.m. | Exports rose.",
            "Then e.g. 3 m. rose by 500 sq. ft. in all.",
            "Trade with the U.S. Department of Commerce, D.C. Circuit and U.K. Treasury rose. | Apple Inc. iPhones sold.",
        ]);
    }

    #[test]
    fn an_abbreviation_before_a_starting_word_does() {
        check(&[
            "Trade with the U.S. | In 2024 it rose. | It's in the U.S. | It's big. | The EU is next.",
            "Shares of Apple Inc. | The rest. | It fell in Jan. | The rest was flat, etc. | He left.",
            "He answered no. | The rest is plan B. | It failed.",
        ]);
    }

    #[test]
    fn quotes_are_split_and_keep_their_marks() {
        check(&[
            "Chen, of China Open Economy Studies, said: \"The sharp fall signals. | It suggests more.\" | He left.",
            "\"Digital trade is thriving. | It has grown,\" Kong said. | \"Fine.\" | \"It is.\"",
            "“It rose,” he said. | “It fell.” | She left. | “Why?” he asked.",
            "A strategy of \" technology-system-market. \" | In the short term, a \" New Plan, \" and more. | Fine.",
            "The dual increase of ' gold content ' and ' new content '. | Behind this leap, China 's trade grew.",
        ]);
    }

    #[test]
    fn reference_marks_stay_with_their_sentence() {
        check(&[
            "It was 4 percent of GDP.[7] | The next cost 5 billion.[6] | Then all exports. [6] | Macao[l]. | These rose.²³ | He left.",
        ]);
        let text = "It was 5 percent.[7]The rest fell.";
        assert_eq!(sentences(text, Span::new(0, text.len())), [Span::new(0, 20), Span::new(20, 34)]);
    }

    #[test]
    fn a_missing_space_is_seen_only_between_words() {
        let text = "It rose 5 per cent.The rest, at 5%.In 2024.We left.";
        let found: Vec<&str> = sentences(text, Span::new(0, text.len())).iter().map(|s| s.of(text)).collect();
        assert_eq!(found, ["It rose 5 per cent.", "The rest, at 5%.", "In 2024.", "We left."]);
        check(&["See www.bbc.com or www.a.Com, example.Com/x, v2.0, Node.Js, U.S.-China and 3.5."]);
    }

    #[test]
    fn ellipses_end_a_sentence_before_a_capital() {
        check(&["He waited... and left. | He waited... | Then he left… | Then . . . he went . . . | He left."]);
    }

    #[test]
    fn list_numbers_stay_with_their_text() {
        check(&["1. Introduction to it. | 2. The rest. | 2.1. The third.", "a. The first.", "IV. The fourth."]);
    }

    #[test]
    fn sentences_are_trimmed_and_stay_in_their_block() {
        let text = "One. Two.\n Three.\r\n\u{a0}Four. Five.";
        let found: Vec<&str> = sentences(text, Span::new(5, 26)).iter().map(|s| s.of(text)).collect();
        assert_eq!(found, ["Two.", "Three.", "Four."]);
        assert!(sentences(" \n ", Span::new(0, 3)).is_empty());
        assert!(sentences("", Span::new(0, 0)).is_empty());
    }

    /// Whatever repeats, twice the text takes about twice the time; a quadratic step would take minutes here.
    #[test]
    fn hostile_texts_take_linear_time() {
        let parts = ["a", "a.b", ".", ". ", ".[", "\"", ". \"", "\u{a0}", "a. \n \n", "é.", "...Z", "]", "A. B", "5."];
        for part in parts {
            let text = part.repeat(200_000 / part.len());
            assert!(sentences(&text, Span::new(0, text.len())).iter().all(|span| !span.is_empty()));
        }
        let spaced = format!("X.{}a{}", " ".repeat(200_000), ". a".repeat(100_000));
        assert!(!sentences(&spaced, Span::new(0, spaced.len())).is_empty());
    }
}
