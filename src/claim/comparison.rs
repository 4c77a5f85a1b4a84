//! What a figure is compared with, by the words around it: what something exceeds, what it is a multiple of, since when.
//!
//! Like [`super::syntax`], each function states one regularity of written English; none knows a table or another document.

use crate::span::Span;

/// Words after a multiple or a difference that say what it is held against.
const BASES: [&str; 16] = [
    "that of",
    "those of",
    "its",
    "the level of",
    "the size of",
    "larger than",
    "higher than",
    "smaller than",
    "lower than",
    "more than",
    "less than",
    "greater than",
    "bigger than",
    "above",
    "below",
    "as much as",
];

/// What something exceeds by the value: "exceeded *those of Poland* by", "were higher than *those of Poland* by".
pub(super) fn exceeded_before(text: &str, sentence: Span, value: Span) -> Option<Span> {
    const EXCEEDS: [&str; 18] = [
        "fell short of",
        "falls short of",
        "exceeded",
        "exceed",
        "exceeds",
        "outstripped",
        "surpassed",
        "outdid",
        "topped",
        "beat",
        "outweighed",
        "trailed",
        "lagged",
        "led",
        "above",
        "below",
        "behind",
        "than",
    ];
    let before = text.get(sentence.start..value.start)?;
    let by = before.rfind(" by ")?;
    // Between "by" and the value only a comparator may stand.
    if before[by + " by ".len()..].split_whitespace().count() > 2 {
        return None;
    }
    let words = before[..by].trim_end();
    let start = EXCEEDS.iter().filter_map(|verb| Some(words.rfind(&format!(" {verb} "))? + verb.len() + 2)).max()?;
    let other = &words[start..];
    let named = ["those of ", "that of ", "the ", "its "].iter().any(|w| other.starts_with(w))
        || other.starts_with(char::is_uppercase);
    let short = other.split_whitespace().count() <= 8 && !other.contains([',', ';', '.']);
    (named && short).then(|| Span::new(sentence.start + start, sentence.start + start + other.len()))
}

/// What something exceeds by the value, right behind it: "were $73 billion above *Brazil's*", "exported $5 billion more
/// goods than *Chile*".
pub(super) fn exceeded_after(text: &str, sentence: Span, value: Span) -> Option<Span> {
    const THAN: [&str; 10] =
        ["more", "less", "fewer", "higher", "lower", "larger", "smaller", "greater", "bigger", "better"];
    /// Words between "more" and "than": "more goods than".
    const MOST: usize = 3;
    let after = text.get(value.end..sentence.end)?.strip_prefix(' ')?;
    let first = after.split(' ').next()?;
    let other = if THAN.contains(&first) {
        let than = after.find(" than ")?;
        let between = &after[..than];
        (between.split(' ').count() <= MOST + 1 && !between.contains([',', ';', '.']))
            .then(|| &after[than + " than ".len()..])?
    } else {
        ["above ", "below ", "ahead of ", "short of "].iter().find_map(|word| after.strip_prefix(word))?
    };
    let start = sentence.end - other.len();
    let end = other.find([',', ';', '.', '(']).unwrap_or(other.len());
    let from = usize::from(other.starts_with("in ")) * "in ".len();
    let end = [" in ", " last ", " over ", " and "]
        .iter()
        .filter_map(|w| Some(from + other[from..end].find(w)?))
        .fold(end, usize::min);
    (end > 0).then(|| Span::new(start, start + end))
}

/// What a sentence opens by holding everything against, where the value says by how much: "Set beside *those of Chile*, the
/// exports of Peru were $5 billion greater".
pub(super) fn exceeded_in_front(text: &str, sentence: Span, value: Span) -> Option<Span> {
    const OPENINGS: [&str; 10] = [
        "Set beside ",
        "Set against ",
        "Beside ",
        "Against ",
        "Next to ",
        "Compared with ",
        "Compared to ",
        "Relative to ",
        "Measured against ",
        "Alongside ",
    ];
    const MORE: [&str; 7] = ["greater", "higher", "larger", "bigger", "smaller", "lower", "less"];
    let words = text.get(sentence.start..value.start)?;
    let opening = OPENINGS.iter().find(|o| words.starts_with(**o))?;
    let other = &words[opening.len()..words.find(',')?];
    let behind = text.get(value.end..sentence.end)?.split_whitespace().next()?;
    let more = MORE.contains(&behind.trim_matches(['.', ',']));
    let named = other.starts_with("those of ")
        || other.starts_with("that of ")
        || other.ends_with("'s")
        || other.ends_with("’s");
    let start = sentence.start + opening.len();
    (more && named).then(|| Span::new(start, start + other.len()))
}

/// Whether the word before what is held against the value says that it is the greater of the two: "trailed *those of
/// Brazil* by", "stood 5 points below *that of 2020*".
pub(super) fn is_less(text: &str, sentence: Span, other: Span) -> bool {
    let before = text.get(sentence.start..other.start).unwrap_or_default().trim_end();
    let before = before.strip_suffix(" of").unwrap_or(before);
    ["trailed", "lagged", "below", "behind", "short"].iter().any(|word| before.ends_with(word))
}

/// The second of two that the value lies between: "the gap between the exports of Brazil and *those of Chile* was".
///
/// Which of the two is the greater it does not say.
pub(super) fn between_two(text: &str, sentence: Span, value: Span) -> Option<Span> {
    const GAPS: [&str; 4] = ["gap between ", "difference between ", "gulf between ", "distance between "];
    const VERBS: [&str; 8] =
        [" was ", " is ", " came ", " reached ", " stood ", " amounted ", " widened ", " narrowed "];
    let before = text.get(sentence.start..value.start)?;
    let start = GAPS.iter().filter_map(|gap| Some(before.rfind(gap)? + gap.len())).max()?;
    let two = &before[start..];
    let verb = VERBS.iter().filter_map(|verb| two.find(verb)).min()?;
    let and = two[..verb].rfind(" and ")? + " and ".len();
    Some(Span::new(sentence.start + start + and, sentence.start + start + verb))
}

/// What a value in brackets is told of, where it stands behind a comparison: "was greater than *business deaths* (255,000)".
pub(super) fn bracketed(text: &str, sentence: Span, value: Span) -> Option<Span> {
    let before = text.get(sentence.start..value.start)?.trim_end().strip_suffix('(')?.trim_end();
    let start = before.rfind(" than ")? + " than ".len();
    let words = &before[start..];
    let plain = words.split(' ').count() <= 4 && words.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-');
    let lower =
        words.starts_with(char::is_lowercase) && !["in ", "the ", "a ", "for "].iter().any(|w| words.starts_with(w));
    (plain && lower).then(|| Span::new(sentence.start + start, sentence.start + before.len()))
}

/// Whether the verb right before the value says that something moved by it: "gained about $20 billion", "rose by 5,000".
pub(super) fn is_moved_by(text: &str, sentence: Span, value: Span) -> bool {
    // Not what is lost or cut, which is counted as often as it is compared, nor what exceeds a mark.
    const MOVED: [&str; 24] = [
        "gained",
        "rose",
        "grew",
        "climbed",
        "increased",
        "jumped",
        "surged",
        "soared",
        "advanced",
        "expanded",
        "swelled",
        "widened",
        "fell",
        "dropped",
        "declined",
        "decreased",
        "shrank",
        "contracted",
        "slid",
        "slipped",
        "plunged",
        "tumbled",
        "narrowed",
        "risen",
    ];
    const BETWEEN: [&str; 10] =
        ["by", "about", "around", "some", "nearly", "almost", "roughly", "over", "approximately", "another"];
    let before = text.get(sentence.start..value.start).unwrap_or_default();
    let verb = before.split_whitespace().rev().find(|w| !BETWEEN.contains(w));
    verb.is_some_and(|w| MOVED.contains(&w))
}

/// Whether the words between two values hold the first against the second: "6 billion, *compared with* 9 billion", "35
/// percent, *after* 58 percent".
pub(super) fn is_held_against(text: &str, value: Span, other: Span) -> bool {
    const WORDS: [&str; 8] =
        ["compared with", "compared to", "against", "after", "up from", "down from", "versus", "from"];
    let gap = text.get(value.end..other.start).unwrap_or_default().trim_matches([' ', ',', '(']).to_lowercase();
    let gap = gap.trim_end_matches(" about").trim_end_matches(" some").trim_end_matches(" a");
    WORDS.contains(&gap.trim())
}

/// Whether a time before a value is that of another value which the change began with: "fell from $2 trillion *in 2014* to
/// $1.8 trillion".
pub(super) fn leads_from(text: &str, sentence: Span, value: Span, time: Span) -> bool {
    if time.end > value.start || time.start < sentence.start {
        return false;
    }
    let (before, between) = (text.get(sentence.start..time.start), text.get(time.end..value.start));
    let from = before.and_then(|b| b.to_lowercase().rfind("from ").map(|at| b[at..].split_whitespace().count()));
    let to = between.is_some_and(|b| {
        let mut words = b.split_whitespace().rev().filter(|w| !["about", "some", "nearly", "just", "over"].contains(w));
        words.next() == Some("to") && !b.contains(';')
    });
    // "From $2 trillion in 2014": a value stands between.
    to && from.is_some_and(|words| (2..=5).contains(&words))
        && before.is_some_and(|b| b.rsplit("from ").next().is_some_and(|b| b.contains(|c: char| c.is_ascii_digit())))
}

/// Whether a value is said to lie above or below something, with no verb of movement: "up 3 percent", "up by 254,000".
pub(super) fn is_state(text: &str, sentence: Span, value: Span) -> bool {
    let before = text.get(sentence.start..value.start).unwrap_or_default();
    // A bracket gives the same figure in other terms: "up 14 million (1.4%)".
    let before = match before.strip_suffix('(') {
        Some(outside) => outside.trim_end().rsplit_once(' ').map_or("", |(before, number)| {
            if number.starts_with(|c: char| c.is_ascii_digit()) {
                before
            } else {
                before.rsplit_once(' ').map_or("", |b| b.0)
            }
        }),
        None => before,
    };
    let mut words = before.split_whitespace().rev().filter(|w| *w != "by");
    words.next().is_some_and(|w| ["up", "down"].contains(&w.to_lowercase().as_str()))
}

/// Whether the words between a value and a time hold the value against it: "254,000 more than *for December*", "up 14
/// million (1.4%) from *March*". `compared` says that the time's own words do: "on a year earlier".
pub(super) fn leads_to_base(text: &str, value: Span, time: Span, compared: bool) -> bool {
    /// Words between a value and what it is compared with.
    const MOST: usize = 10;
    const BETWEEN: [&str; 30] = [
        "its", "their", "peak", "more", "fewer", "less", "higher", "lower", "larger", "smaller", "greater", "up",
        "down", "than", "for", "in", "at", "the", "on", "from", "compared", "with", "to", "when", "against", "versus",
        "level", "figure", "same", "of",
    ];
    let Some(gap) = text.get(value.end..time.start) else { return false };
    // What stands in brackets behind a value is the same figure in other terms.
    let gap = gap.trim_start().trim_start_matches(')');
    let gap = match gap.strip_prefix('(') {
        Some(rest) => rest.split_once(')').map_or("", |(_, behind)| behind),
        None => gap,
    };
    let own = time.of(text).to_lowercase();
    let gap = gap.to_lowercase();
    // "when compared to the number of visits in May 2013".
    let opening = gap.trim_start().trim_start_matches("when ").trim_start_matches("as ");
    let compared_with =
        ["compared with ", "compared to ", "relative to ", "measured against "].iter().any(|w| opening.starts_with(w));
    if compared_with && !gap.contains([',', ';']) && gap.split_whitespace().count() <= MOST {
        return true;
    }
    let mut between = gap.split_whitespace();
    if !between.clone().all(|word| BETWEEN.contains(&word)) {
        return false;
    }
    let first = own.split_whitespace().next().unwrap_or_default();
    let held = |word: &str| ["than", "from", "compared", "against", "versus"].contains(&word);
    between.any(held) || held(first) || compared && (gap.trim().is_empty() || gap.trim() == "on")
}

/// Whether the words before a time in its sentence hold something against it: "relative to 2020".
pub(super) fn is_compared(text: &str, sentence: Span, time: Span) -> bool {
    const WORDS: [&str; 10] = [
        "relative to",
        "compared with",
        "compared to",
        "in comparison with",
        "against",
        "versus",
        "measured from",
        "those of",
        "that of",
        "starting from",
    ];
    let before = text.get(sentence.start..time.start).unwrap_or_default().trim_end().to_lowercase();
    let own = time.of(text).to_lowercase();
    let both = |words: &str| words.rsplit_once(' ').is_some_and(|(a, b)| before.ends_with(a) && own.starts_with(b));
    // "Comparing May with March, employment rose".
    let comparing = before.starts_with("comparing ") && (before.ends_with(" with") || own.starts_with("with "));
    comparing || WORDS.iter().any(|words| before.ends_with(words) || own.starts_with(words) || both(words))
}

/// Whether a time is one between two others: "between April and May 2014".
pub(super) fn is_between(text: &str, time: Span) -> bool {
    let is = |word: Option<&str>| word.is_some_and(|w| w.eq_ignore_ascii_case("between"));
    is(time.of(text).split_whitespace().next())
        || is(text.get(..time.start).and_then(|t| t.split_whitespace().next_back()))
}

/// What a multiple or a difference is held against, right after the value: "1.6 times *that of China*".
pub(super) fn base_after(text: &str, sentence: Span, value: Span) -> Option<Span> {
    let after = text.get(value.end..sentence.end)?;
    let mut start = after.len() - after.trim_start().len();
    let words = &after[start..];
    let opens = BASES.iter().any(|b| words.get(..b.len()).is_some_and(|w| w.eq_ignore_ascii_case(b)));
    let lower = words.starts_with(char::is_lowercase);
    let preposition = ["in ", "on ", "at ", "by ", "over ", "for ", "and ", "between ", "during "];
    let owner = words.split(' ').next().is_some_and(|w| w.contains('\'') || w.contains('’'));
    let multiple =
        value.of(text).ends_with("times") && (lower || owner) && !preposition.iter().any(|w| words.starts_with(w));
    if !opens && !multiple {
        return None;
    }
    // "larger than its trade with the Union over those months": from "than" to the time.
    if let Some(than) = words.find("than ").filter(|at| *at > 0 && words[..*at].split_whitespace().count() == 1) {
        start += than;
    }
    let words = &after[start..];
    let end = words.find([',', ';', '.', ')']).unwrap_or(words.len());
    let end = [" over those", " over these", " over the same", " in the same"]
        .iter()
        .filter_map(|w| words[..end].find(w))
        .fold(end, usize::min);
    (end > 0).then(|| Span::new(value.end + start, value.end + start + words[..end].trim_end().len()))
}

#[cfg(test)]
mod tests {
    use super::super::places::{all, find};
    use super::*;

    #[test]
    fn what_something_exceeds_stands_before_or_behind() {
        fn before(text: &str) -> Option<&str> {
            let value = find(text, "$5 billion");
            let other = exceeded_before(text, all(text), value).or_else(|| exceeded_after(text, all(text), value));
            other.map(|s| s.of(text))
        }
        assert_eq!(
            before("Exports of Chile exceeded those of Peru by about $5 billion in 2020"),
            Some("those of Peru")
        );
        assert_eq!(before("Exports were higher than those of Peru by $5 billion"), Some("those of Peru"));
        assert_eq!(before("Exports were $5 billion above Peru's in 2020"), Some("Peru's"));
        assert_eq!(before("Exports exceeded expectations, and rose by $5 billion"), None);
        assert_eq!(before("Chile exported $5 billion more goods than Peru in 2020"), Some("Peru"));
        assert_eq!(before("Exports were $5 billion more than in 2019"), Some("in 2019"));
        let text = "The gap between the exports of Chile and those of Peru was $5 billion";
        assert_eq!(between_two(text, all(text), find(text, "$5 billion")).unwrap().of(text), "those of Peru");
        let moved = |text: &str| is_moved_by(text, all(text), find(text, "$5 billion"));
        assert!(moved("Exports gained about $5 billion") && moved("Exports rose by $5 billion"));
        assert!(!moved("Exports rose to $5 billion") && !moved("Exports exceeded $5 billion"));
    }

    #[test]
    fn words_behind_a_value_lead_to_its_base() {
        let leads =
            |text: &str, value: &str, time: &str| leads_to_base(text, find(text, value), find(text, time), false);
        assert!(leads("were 254,000 more than for December 2013", "254,000", "for December 2013"));
        assert!(leads("up 14.1 million (1.4%) from December", "14.1 million", "from December"));
        assert!(leads("up 14.1 million (1.4%) from December", "1.4%", "from December"));
        assert!(leads("rose 3% when compared to the number of jobs in December", "3%", "in December"));
        assert!(!leads("rose 3% in December", "3%", "in December"));
        assert!(!leads("rose 3%, compared with the target, in May", "3%", "in May"));
    }

    #[test]
    fn times_that_something_is_held_against() {
        let text = "Relative to 2020, imports rose between April and May 2014";
        assert!(is_compared(text, all(text), find(text, "2020")));
        assert!(!is_compared(text, all(text), find(text, "May 2014")));
        assert!(
            is_between(text, find(text, "between April and May 2014")) && is_between(text, find(text, "April and May"))
        );
        assert!(!is_between(text, find(text, "2020")));
    }

    #[test]
    fn what_follows_a_multiple_is_its_base() {
        let text = "It was 1.6 times that of China in 2025, and grew";
        assert_eq!(base_after(text, all(text), find(text, "1.6 times")).unwrap().of(text), "that of China in 2025");
        let text = "It was 3 billion yuan larger than its trade with the Union over those months";
        let base = base_after(text, all(text), find(text, "3 billion yuan"));
        assert_eq!(base.unwrap().of(text), "than its trade with the Union");
        let text = "It was visited 3 times in May";
        assert_eq!(base_after(text, all(text), find(text, "3 times")), None);
    }

    #[test]
    fn brackets_are_told_of_what_stands_before_them() {
        let text = "Births (270,000) were greater than business deaths (255,000) in 2012";
        assert_eq!(bracketed(text, all(text), find(text, "255,000")).unwrap().of(text), "business deaths");
        assert_eq!(bracketed(text, all(text), find(text, "270,000")), None);
    }
}
