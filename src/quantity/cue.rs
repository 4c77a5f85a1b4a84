//! Comparators: the words around a number that bound it.

use super::lexer::Text;
use crate::label::Comparator::{self, About, AtLeast, AtMost, Less, More};
use crate::span::Span;

/// Where a cue may stand and what may come between it and the number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Directly before, a few words such as "an extra" aside.
    Near,
    /// A verb or adverb: an article may come between ("surpassing the $1 trillion threshold").
    Article,
}

/// Cues before the number. Of two that end alike the longer one stands first.
const BEFORE: &[(&[&str], Comparator, Reach)] = &[
    (&["more", "than", "or", "equal", "to"], AtLeast, Reach::Near),
    (&["greater", "than", "or", "equal", "to"], AtLeast, Reach::Near),
    (&["higher", "than", "or", "equal", "to"], AtLeast, Reach::Near),
    (&["less", "than", "or", "equal", "to"], AtMost, Reach::Near),
    (&["lower", "than", "or", "equal", "to"], AtMost, Reach::Near),
    (&["fewer", "than", "or", "equal", "to"], AtMost, Reach::Near),
    (&["equal", "to", "or", "more", "than"], AtLeast, Reach::Near),
    (&["equal", "to", "or", "greater", "than"], AtLeast, Reach::Near),
    (&["equal", "to", "or", "less", "than"], AtMost, Reach::Near),
    (&["equal", "to", "or", "lower", "than"], AtMost, Reach::Near),
    (&["bigger", "or", "equal", "than"], AtLeast, Reach::Near),
    (&["greater", "or", "equal", "to"], AtLeast, Reach::Near),
    (&["higher", "or", "equal", "than"], AtLeast, Reach::Near),
    (&["less", "or", "equal", "than"], AtMost, Reach::Near),
    (&["lower", "or", "equal", "than"], AtMost, Reach::Near),
    (&["smaller", "or", "equal", "than"], AtMost, Reach::Near),
    (&["no", "more", "than"], AtMost, Reach::Near),
    (&["not", "more", "than"], AtMost, Reach::Near),
    (&["no", "less", "than"], AtLeast, Reach::Near),
    (&["not", "less", "than"], AtLeast, Reach::Near),
    (&["never", "less", "than"], AtLeast, Reach::Near),
    (&["no", "fewer", "than"], AtLeast, Reach::Near),
    (&["not", "fewer", "than"], AtLeast, Reach::Near),
    (&["no", "lower", "than"], AtLeast, Reach::Near),
    (&["no", "higher", "than"], AtMost, Reach::Near),
    (&["no", "greater", "than"], AtMost, Reach::Near),
    (&["just", "more", "than"], More, Reach::Near),
    (&["slightly", "more", "than"], More, Reach::Near),
    (&["just", "less", "than"], Less, Reach::Near),
    (&["slightly", "less", "than"], Less, Reach::Near),
    (&["more", "than"], More, Reach::Article),
    (&["greater", "than"], More, Reach::Article),
    (&["higher", "than"], More, Reach::Near),
    (&["larger", "than"], More, Reach::Near),
    (&["bigger", "than"], More, Reach::Near),
    (&["longer", "than"], More, Reach::Near),
    (&["better", "than"], More, Reach::Near),
    (&["less", "than"], Less, Reach::Article),
    (&["fewer", "than"], Less, Reach::Article),
    (&["lower", "than"], Less, Reach::Near),
    (&["smaller", "than"], Less, Reach::Near),
    (&["shorter", "than"], Less, Reach::Near),
    (&["in", "excess", "of"], More, Reach::Near),
    (&["upwards", "of"], AtLeast, Reach::Near),
    (&["upward", "of"], AtLeast, Reach::Near),
    (&["north", "of"], More, Reach::Near),
    (&["south", "of"], Less, Reach::Near),
    (&["just", "shy", "of"], Less, Reach::Near),
    (&["shy", "of"], Less, Reach::Near),
    (&["just", "short", "of"], Less, Reach::Near),
    (&["short", "of"], Less, Reach::Near),
    (&["as", "much", "as"], AtMost, Reach::Near),
    (&["as", "many", "as"], AtMost, Reach::Near),
    (&["as", "high", "as"], AtMost, Reach::Near),
    (&["as", "long", "as"], AtMost, Reach::Near),
    (&["as", "large", "as"], AtMost, Reach::Near),
    (&["as", "far", "as"], AtMost, Reach::Near),
    (&["as", "low", "as"], AtLeast, Reach::Near),
    (&["as", "little", "as"], AtLeast, Reach::Near),
    (&["as", "few", "as"], AtLeast, Reach::Near),
    (&["at", "least"], AtLeast, Reach::Article),
    (&["at", "the", "least"], AtLeast, Reach::Near),
    (&["a", "minimum", "of"], AtLeast, Reach::Near),
    (&["minimum", "of"], AtLeast, Reach::Near),
    (&["at", "most"], AtMost, Reach::Article),
    (&["at", "the", "most"], AtMost, Reach::Near),
    (&["a", "maximum", "of"], AtMost, Reach::Near),
    (&["maximum", "of"], AtMost, Reach::Near),
    (&["up", "to"], AtMost, Reach::Article),
    (&["within"], AtMost, Reach::Near),
    (&["close", "to"], About, Reach::Article),
    (&["just", "over"], More, Reach::Near),
    (&["slightly", "over"], More, Reach::Near),
    (&["well", "over"], More, Reach::Near),
    (&["just", "above"], More, Reach::Near),
    (&["slightly", "above"], More, Reach::Near),
    (&["well", "above"], More, Reach::Near),
    (&["just", "under"], Less, Reach::Near),
    (&["slightly", "under"], Less, Reach::Near),
    (&["just", "below"], Less, Reach::Near),
    (&["slightly", "below"], Less, Reach::Near),
    (&["over"], More, Reach::Near),
    (&["above"], More, Reach::Near),
    (&["beyond"], More, Reach::Near),
    (&["exceed"], More, Reach::Article),
    (&["exceeds"], More, Reach::Article),
    (&["exceeded"], More, Reach::Article),
    (&["exceeding"], More, Reach::Article),
    (&["surpass"], More, Reach::Article),
    (&["surpasses"], More, Reach::Article),
    (&["surpassed"], More, Reach::Article),
    (&["surpassing"], More, Reach::Article),
    (&["topped"], More, Reach::Article),
    (&["topping"], More, Reach::Article),
    (&["tops"], More, Reach::Article),
    (&["under"], Less, Reach::Near),
    (&["below"], Less, Reach::Near),
    (&["almost"], About, Reach::Article),
    (&["nearly"], About, Reach::Article),
    (&["nearing"], About, Reach::Article),
    (&["approaching"], About, Reach::Article),
    (&["near"], About, Reach::Near),
    (&["about"], About, Reach::Near),
    (&["around"], About, Reach::Near),
    (&["roughly"], About, Reach::Article),
    (&["approximately"], About, Reach::Article),
    (&["approx"], About, Reach::Near),
    (&["circa"], About, Reach::Near),
    (&["ca"], About, Reach::Near),
    (&["c"], About, Reach::Near),
    (&["some"], About, Reach::Near),
    (&["virtually"], About, Reach::Near),
    (&["practically"], About, Reach::Near),
    (&["estimated"], About, Reach::Near),
];

/// Cues after the number.
const AFTER: &[(&[&str], Comparator)] = &[
    (&["or", "near", "the", "top"], About),
    (&["or", "near", "top"], About),
    (&["or", "more"], AtLeast),
    (&["or", "above"], AtLeast),
    (&["or", "over"], AtLeast),
    (&["or", "higher"], AtLeast),
    (&["or", "greater"], AtLeast),
    (&["or", "older"], AtLeast),
    (&["and", "above"], AtLeast),
    (&["and", "over"], AtLeast),
    (&["and", "older"], AtLeast),
    (&["and", "more"], AtLeast),
    (&["or", "less"], AtMost),
    (&["or", "below"], AtMost),
    (&["or", "under"], AtMost),
    (&["or", "fewer"], AtMost),
    (&["or", "lower"], AtMost),
    (&["or", "younger"], AtMost),
    (&["and", "below"], AtMost),
    (&["and", "under"], AtMost),
    (&["or", "so"], About),
    (&["or", "thereabouts"], About),
    (&["odd"], About),
    (&["plus"], More),
];

/// Words that may stand between a cue and its number: "about an extra $1.9 billion", "up to an expected $2.5 billion".
const BETWEEN: &[&str] =
    &["extra", "additional", "expected", "further", "estimated", "another", "total", "full", "whole", "mere"];

/// The cue that ends right before token `i`, where a value mention starts.
pub(super) fn before(text: &Text, i: usize) -> Option<(Comparator, Span)> {
    // "c. 500", "approx. 12"
    let mut end = i;
    // ">= 5" in signs.
    if end > 1 && text.is_mark(end - 1, &['=']) && text.is_mark(end - 2, &['>', '<']) && text.reads_on(end) {
        let comparator = if text.is_mark(end - 2, &['>']) { AtLeast } else { AtMost };
        return Some((comparator, text.span(end - 2, end)?));
    }
    if end > 0 && text.is_mark(end - 1, &['~', '≈', '>', '<', '≥', '≤']) && text.reads_on(end) {
        let comparator = match text.mark(end - 1)? {
            '>' => More,
            '<' => Less,
            '≥' => AtLeast,
            '≤' => AtMost,
            _ => About,
        };
        return Some((comparator, text.span(end - 1, end)?));
    }
    let circa = end > 1 && matches!(text.word(end - 2), "c" | "ca" | "approx" | "Approx") && !text.adjoins(end - 2);
    if circa && text.is_mark(end - 1, &['.']) && text.adjoins(end - 1) {
        return Some((About, text.span(end - 2, end)?));
    }
    let mut near = true;
    for _ in 0..3 {
        if end == 0 || !text.reads_on(end) {
            return None;
        }
        if let Some((comparator, span)) = cue_ending(text, end, near) {
            return Some((comparator, span));
        }
        let word = end - 1;
        if text.any(word, &["a", "an"]) || text.any(word, BETWEEN) {
            end = word;
        } else if text.any(word, &["the", "its", "their", "that"]) {
            end = word;
            near = false;
        } else {
            return None;
        }
    }
    None
}

fn cue_ending(text: &Text, end: usize, near: bool) -> Option<(Comparator, Span)> {
    BEFORE.iter().find_map(|(words, comparator, reach)| {
        let first = end.checked_sub(words.len())?;
        let said = words.iter().enumerate().all(|(k, word)| text.is(first + k, word));
        let joined = (first + 1..end).all(|k| text.reads_on(k));
        let single_letter = words.len() == 1 && words[0].len() < 3;
        if !said || !joined || single_letter || !(near || *reach == Reach::Article) {
            return None;
        }
        // "some" of "in some 12 ..." is a cue, that of "at some 5-star" too; a noun's "over" and "above" are not.
        let negated = words.len() == 2 && text.any_before(first, &["rather", "other"]);
        if negated { None } else { Some((*comparator, text.span(first, end)?)) }
    })
}

/// The cue that starts at token `i`, right after a value mention, and the token after it.
pub(super) fn after(text: &Text, i: usize) -> Option<(Comparator, Span, usize)> {
    if text.is_mark(i, &['+']) && text.adjoins(i) {
        return Some((AtLeast, text.span(i, i + 1)?, i + 1));
    }
    let start = if text.is_dash(i) && text.adjoins(i) { i + 1 } else { i };
    AFTER.iter().find_map(|(words, comparator)| {
        // A single word is a cue only with its hyphen: "$1 trillion-plus", "30-odd".
        let hyphen = start > i;
        let said = words.iter().enumerate().all(|(k, word)| text.is(start + k, word) && text.reads_on(start + k));
        let end = start + words.len();
        // "5 or more than 6" and "and over 20 others" go on with another number.
        let goes_on = words.len() > 1 && (text.is_number(end) || text.any(end, &["than", "a", "the"]));
        (said && (hyphen == (words.len() == 1)) && !goes_on).then_some((*comparator, text.span(start, end)?, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_are_found_before_the_number() {
        for (raw, cue, comparator) in [
            ("more\nthan", "more\nthan", ">"),
            ("no more than", "no more than", "<="),
            ("as high as more than", "more than", ">"),
            ("surpassing the", "surpassing", ">"),
            ("about an extra", "about", "~"),
            ("an estimated", "estimated", "~"),
            ("worth at least", "at least", ">="),
            ("c.", "c.", "~"),
            ("~", "~", "~"),
            (">=", ">=", ">="),
            ("was greater than or equal to", "greater than or equal to", ">="),
            ("just over", "just over", ">"),
        ] {
            let whole = format!("{raw} 5");
            let text = Text::new(&whole);
            let (found, span) = before(&text, text.tokens.len() - 1).unwrap_or_else(|| panic!("{raw}"));
            assert_eq!((span.of(&whole), found.as_str()), (cue, comparator));
        }
        for raw in ["over the", "the", "in", "rather than"] {
            let whole = format!("{raw} 5");
            let text = Text::new(&whole);
            assert!(before(&text, text.tokens.len() - 1).is_none(), "{raw}");
        }
    }

    #[test]
    fn cues_are_found_after_the_number() {
        for (raw, cue, comparator) in
            [("5 or more", "or more", ">="), ("5-plus", "plus", ">"), ("5+", "+", ">="), ("5 or so", "or so", "~")]
        {
            let text = Text::new(raw);
            let (found, span, _) = after(&text, 1).unwrap_or_else(|| panic!("{raw}"));
            assert_eq!((span.of(raw), found.as_str()), (cue, comparator));
        }
        assert!(after(&Text::new("5 or more than 6"), 1).is_none());
        assert!(after(&Text::new("5 plus 6"), 1).is_none());
    }
}
