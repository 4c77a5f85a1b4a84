//! Votes, scores and odds that are no ranges: "by 76 to 21", "a 3-1 win", "a 5-to-4 decision", "odds of 10 to 1".

use super::super::lexer::Text;
use super::super::words;
use super::date::unit_follows;

/// What is decided by a tally.
const DECIDED: &[&str] = &[
    "vote",
    "votes",
    "decision",
    "ruling",
    "verdict",
    "win",
    "victory",
    "loss",
    "defeat",
    "draw",
    "lead",
    "record",
    "tie",
    "score",
    "margin",
    "triumph",
    "thrashing",
    "scoreline",
    "odds",
    "favorite",
    "favourite",
    "majority",
];

/// Words that a tally follows, directly or behind "of", "by", "at".
const BEFORE: &[&str] = &[
    "vote", "votes", "voted", "ruled", "odds", "score", "decided", "passed", "won", "lost", "beat", "drew", "tally",
    "win", "lose", "winning", "leading",
];

/// The token after the two numbers from token `i` that are a tally.
pub(super) fn read(text: &Text, i: usize) -> Option<usize> {
    // "went 2-for-3", "a one-on-one meeting"
    if text.is_hyphen(i + 1)
        && text.any(i + 2, &["for", "on", "by"])
        && text.is_hyphen(i + 3)
        && number(text, i + 4).is_some()
    {
        return Some(i + 5);
    }
    let (joint, second) = if text.is_hyphen(i + 1) && text.is(i + 2, "to") && text.is_hyphen(i + 3) {
        ('t', i + 4)
    } else if text.is(i + 1, "to") {
        ('t', i + 2)
    } else if text.is_hyphen(i + 1) {
        ('-', i + 2)
    } else {
        return None;
    };
    let (first, other) = (number(text, i)?, number(text, second)?);
    let end = second + 1;
    if unit_follows(text, end) || text.is_mark(end, &['%', '/']) || !text.reads_on(second) {
        return None;
    }
    // "a 3-1 home win"; the second number's hyphen binds nothing else.
    // "10 to 12 votes" is a range, "by 52 to 48 votes" none.
    let ordered = first <= other && joint == 't' && text.word(end).ends_with('s');
    let decided = !ordered && !text.is_dash(end) && (end..end + 2).any(|at| text.reads_on(at) && text.any(at, DECIDED));
    let falls = joint == '-' && first > other && first < 200 && text.plain(i).is_some() && !text.is_hyphen(end);
    let at = i.checked_sub(1);
    let told = at.is_some_and(|at| {
        text.any(at, BEFORE)
            || at > 0 && text.any(at, &["of", "by", "at", "was", "is", "stood"]) && text.any(at - 1, BEFORE)
    });
    let close = first <= 1000 && other <= 1000;
    (close && (decided || told && joint == 't' || falls)).then_some(end)
}

fn number(text: &Text, i: usize) -> Option<u32> {
    text.plain(i).filter(|_| !text.str(i).contains(',')).or_else(|| words::small_word(text.word(i)))
}

#[cfg(test)]
mod tests {
    use super::super::super::find_quantities;

    #[test]
    fn tallies_are_no_quantities() {
        for text in [
            "The bill passed by a vote of 76 to 21.",
            "The judges ruled five to four against it.",
            "a 3-1 home win",
            "a 5-to-4 decision",
            "at odds of 10 to 1",
            "after a 1-2 defeat",
            "He went 2-for-3 at the plate.",
            "a one-on-one meeting",
            "The Senate vote was 79 to 14.",
        ] {
            assert!(find_quantities(text).is_empty(), "{text}: {:?}", find_quantities(text));
        }
        for text in [
            "a gain of 3 to 5 points",
            "a rate of 6-1/4 percent",
            "10 to 12 votes",
            "cut from 12 to 9 seats",
            "20 to 30 people",
        ] {
            assert!(!find_quantities(text).is_empty(), "{text}");
        }
    }
}
