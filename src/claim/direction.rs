//! The sign of a change, from the verbs and nouns around the number: "fell 16.9 percent" is -16.9.

use crate::span::Span;

/// Words that say a magnitude went down.
const DOWN: &[&str] = &[
    "fell",
    "fall",
    "falls",
    "falling",
    "fallen",
    "drop",
    "drops",
    "dropped",
    "dropping",
    "decline",
    "declines",
    "declined",
    "declining",
    "decrease",
    "decreases",
    "decreased",
    "decreasing",
    "down",
    "downs",
    "shrank",
    "shrink",
    "shrinks",
    "shrunk",
    "shrinking",
    "contract",
    "contracts",
    "contracted",
    "contracting",
    "contraction",
    "slid",
    "slide",
    "slides",
    "sliding",
    "slip",
    "slips",
    "slipped",
    "slipping",
    "plunge",
    "plunged",
    "plunges",
    "plunging",
    "tumble",
    "tumbled",
    "tumbles",
    "tumbling",
    "narrowed",
    "narrowing",
    "narrows",
    "lost",
    "loses",
    "losing",
    "lose",
    "cut",
    "cuts",
    "cutting",
    "reduce",
    "reduced",
    "reduces",
    "reducing",
    "reduction",
    "lower",
    "lowered",
    "less",
    "fewer",
    "slump",
    "slumped",
    "slumps",
    "slumping",
    "dip",
    "dipped",
    "dips",
    "dipping",
    "sank",
    "sink",
    "sunk",
    "plummet",
    "plummeted",
    "plummeting",
    "retreat",
    "retreated",
    "shed",
    "sheds",
    "shedding",
    "below",
    "behind",
    "weaken",
    "weakened",
    "weakening",
    "trimmed",
    "trim",
    "crashed",
    "collapsed",
    "depreciated",
    "depreciation",
    "smaller",
    "cheaper",
    "nosedived",
    "receded",
    "subtracted",
    "pared",
    "slashed",
    "halved",
    "worse",
    "short",
    "dented",
    "shaved",
    "knocked",
    "wiped",
    "dwindled",
    "decreasingly",
    "lowering",
    "deteriorated",
    "shortened",
];

/// Words that say it went up; they end the search for a word of the other list.
const UP: &[&str] = &[
    "rose",
    "rise",
    "rises",
    "rising",
    "risen",
    "increase",
    "increases",
    "increased",
    "increasing",
    "up",
    "grew",
    "grow",
    "grows",
    "growing",
    "grown",
    "growth",
    "gain",
    "gains",
    "gained",
    "gaining",
    "jump",
    "jumps",
    "jumped",
    "jumping",
    "surge",
    "surges",
    "surged",
    "surging",
    "climb",
    "climbs",
    "climbed",
    "climbing",
    "soar",
    "soars",
    "soared",
    "soaring",
    "expand",
    "expands",
    "expanded",
    "expanding",
    "expansion",
    "add",
    "adds",
    "added",
    "adding",
    "higher",
    "more",
    "widened",
    "widening",
    "accelerated",
    "improved",
    "improvement",
    "advance",
    "advanced",
    "rebound",
    "rebounded",
    "exceeded",
    "above",
    "ahead",
    "raised",
    "raise",
    "raising",
    "lifted",
    "boosted",
    "boost",
    "faster",
    "bigger",
    "larger",
    "greater",
    "strengthened",
    "appreciated",
    "edged",
    "picked",
    "leapt",
    "leaped",
    "swelled",
    "spiked",
    "skyrocketed",
    "rallied",
    "recovered",
    "hike",
    "hiked",
    "upward",
    "uptick",
    "inched",
    "ticked",
];

/// How many words before a number its verb is looked for.
const REACH: usize = 14;

/// Whether the words around the number at `value`, within its `sentence`, say that the magnitude went down; `None` if
/// they do not say. `previous` is the end of the number before it in the sentence: what stands before that speaks of
/// this number only if nothing between does.
pub(super) fn falls(text: &str, sentence: Span, value: Span, previous: Option<usize>) -> Option<bool> {
    let after = Span::new(value.end.min(sentence.end), sentence.end).of(text);
    if let Some(direction) = just_after(after) {
        return Some(direction);
    }
    let from = previous.filter(|p| *p > sentence.start && *p <= value.start).unwrap_or(sentence.start);
    nearest_before(&text[from..value.start])
        .or_else(|| nearest_before(&text[sentence.start..from]).filter(|_| from > sentence.start))
}

/// Whether a word tells of a movement up or down.
pub(super) fn is_move(word: &str) -> bool {
    let word = bare(word);
    DOWN.contains(&word.as_str()) || UP.contains(&word.as_str())
}

/// "a 3 percent decline", "5 points lower", "2 million fewer": the next words up to the first mark.
fn just_after(after: &str) -> Option<bool> {
    // "7.9% down on a year earlier".
    for (on, down) in [("down on ", true), ("up on ", false)] {
        if after.trim_start().starts_with(on) {
            return Some(down);
        }
    }
    let mut words = after.split_whitespace();
    for word in words.by_ref().take(3) {
        let bare = bare(word);
        let ends = word.ends_with([',', '.', ';', ':', ')']);
        // "up" and "down" after a number belong to what follows: "rose 3 percent, up from".
        let noun = !matches!(bare.as_str(), "up" | "down" | "below" | "above" | "behind" | "ahead");
        if noun && DOWN.contains(&bare.as_str()) {
            return Some(true);
        }
        if noun && UP.contains(&bare.as_str()) {
            return Some(false);
        }
        let glue = matches!(bare.as_str(), "year-on-year" | "annual" | "a" | "year" | "in" | "points" | "point");
        if ends || !glue {
            return None;
        }
    }
    None
}

/// The last word before the number that names a direction, unless the number is only where it led: "fell to 3".
fn nearest_before(before: &str) -> Option<bool> {
    let words: Vec<String> = before.split_whitespace().map(bare).collect();
    for (n, word) in words.iter().enumerate().rev().take(REACH) {
        let down = DOWN.contains(&word.as_str());
        let up = UP.contains(&word.as_str());
        // "edged down", "ticked lower": the second word decides.
        let decided = match words.get(n + 1).map(String::as_str) {
            Some("down" | "lower" | "downward" | "off") if down || up => Some(true),
            _ if down => Some(true),
            _ if up => Some(false),
            _ => None,
        };
        // Parts "add up to" their sum.
        let sum = word == "up" && n.checked_sub(1).and_then(|n| words.get(n)).is_some_and(|w| w.starts_with("add"));
        if sum {
            return None;
        }
        let comparator = matches!(word.as_str(), "more" | "less" | "fewer" | "below" | "above" | "short")
            && matches!(words.get(n + 1).map(String::as_str), Some("than") | None);
        if decided.is_some() && !comparator {
            return decided;
        }
    }
    None
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign(text: &str, number: &str) -> Option<bool> {
        let start = text.rfind(number).unwrap();
        falls(text, Span::new(0, text.len()), Span::new(start, start + number.len()), None)
    }

    #[test]
    fn the_verb_or_noun_nearest_to_the_number_decides() {
        let cases = [
            ("Trade with the bloc fell 16.9 percent in the first half", "16.9 percent", Some(true)),
            ("Exports rose by 5.4 percent", "5.4 percent", Some(false)),
            ("with the average price down 9.4 percent", "9.4 percent", Some(true)),
            ("the agency reported a 3 percent decline in output", "3 percent", Some(true)),
            ("imports edged down 0.3 percent", "0.3 percent", Some(true)),
            ("output dropped in May before a 2 percent rise", "2 percent", Some(false)),
            ("prices fell by more than 4 percent", "4 percent", Some(true)),
            ("an index of 4 percent", "4 percent", None),
        ];
        for (text, number, falls) in cases {
            assert_eq!(sign(text, number), falls, "{text}");
        }
    }

    #[test]
    fn a_number_without_its_own_verb_shares_the_one_before() {
        let text = "Sales fell 3 percent in May and 5 percent in June";
        let (first, second) = (text.find("3 percent").unwrap(), text.find("5 percent").unwrap());
        let end = Some(first + "3 percent".len());
        assert_eq!(falls(text, Span::new(0, text.len()), Span::new(second, second + 9), end), Some(true));
    }
}
