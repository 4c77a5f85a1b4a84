//! The head noun of a count: "504 industrial products" counts products.

use super::lexer::{Kind, Text};
use super::plural::{self, is_plural, singular};
use super::stops::STOPS;
use super::words;
use crate::span::Span;

/// A counted noun: where it stands, its singular, and the token after it.
pub(super) struct Noun {
    pub span: Span,
    pub singular: String,
    pub end: usize,
}

/// The head noun that follows a count; `first` is the token after the number, `one` tells whether the number is one.
pub(super) fn head(text: &Text, first: usize, one: bool) -> Option<Noun> {
    let mut i = first;
    let hyphen = text.is_hyphen(i);
    if hyphen {
        // "131-page document": the unit is the word that the hyphen binds.
        let word = text.word(i + 1);
        let usable = word.len() > 2 && word.chars().all(char::is_alphabetic);
        // "two-way trade" has no two ways, "three-dimensional" and "four-legged" things nothing of the kind;
        // "one-stop", "one-size-fits-all"
        let adjective = word.ends_with("ional")
            || word.ends_with("ed") && !word.ends_with("eed")
            || one && (text.any(i + 1, SINGLE) || text.is_dash(i + 2) && text.adjoins(i + 2));
        // "a 1,200-strong workforce"
        if word == "strong" {
            return Some(Noun { span: text.span(i + 1, i + 2)?, singular: "person".to_owned(), end: i + 2 });
        }
        return if usable && word != "way" && !adjective && !text.any(i + 1, STOPS) {
            Some(noun(text, i + 1)?)
        } else {
            None
        };
    }
    // "four more ships", but not "four more than" or "four more in May"
    let single = one && (goes_on(text, i + 2) || text.word(i + 1).ends_with("ed"));
    if text.any(i, &["more", "fewer"]) && text.kind(i + 1) == Some(Kind::Word) && !single {
        i += 1;
    }
    // "two of the recommendations", "three out of the four sectors"
    if text.is(i, "out") && text.is(i + 1, "of") {
        i += 1;
    }
    if text.is(i, "of") && text.any(i + 1, &["the", "these", "those", "its", "their", "our", "his", "her", "all", "my"])
    {
        if one {
            return None;
        }
        i += 2;
    } else if text.is(i, "of") && text.is(i + 1, "us") {
        return Some(Noun { span: text.span(i + 1, i + 2)?, singular: "person".to_owned(), end: i + 2 });
    }
    // "14 of them women"
    if text.is(i, "of") && text.is(i + 1, "them") && !one {
        return noun(text, i + 2).filter(|_| is_plural(text.word(i + 2)) && !text.any(i + 2, STOPS));
    }
    let start = i;
    let mut best = None;
    let mut last = None;
    for step in 0..8 {
        if !text.reads_on(i) || (text.starts_line(i) && text.starts_line(first)) {
            break;
        }
        match text.kind(i) {
            Some(Kind::Word) => {}
            // Quoted names and hyphens inside a compound are passed over, as are a second number's digits.
            Some(Kind::Mark('"' | '“' | '”' | '‘' | '’' | '\'')) if step < 6 => {
                i += 1;
                continue;
            }
            // "JTC 1/SC 7" counts nothing.
            Some(Kind::Mark('/')) if i == first => break,
            Some(Kind::Mark('-' | '–' | '/'))
                if text.adjoins(i) && text.adjoins(i + 1) && text.kind(i + 1) == Some(Kind::Word) =>
            {
                i += 1;
                continue;
            }
            // "two U.S. senators"
            Some(Kind::Mark('.'))
                if i > first
                    && text.adjoins(i)
                    && text.word(i - 1).len() == 1
                    && text.is_capitalised(i - 1)
                    && text.kind(i + 1) == Some(Kind::Word) =>
            {
                i += 1;
                continue;
            }
            // "20 new A321neo planes"
            Some(Kind::Opaque) if i > first && text.kind(i + 1) == Some(Kind::Word) => {
                i += 1;
                continue;
            }
            // "14 Boeing 757 jets", "two of its 12 lanes"
            Some(Kind::Number)
                if i > first
                    && (i == start
                        || text.is_capitalised(i - 1)
                        || text.any(i - 1, &["other", "remaining", "last", "next"])) =>
            {
                i += 1;
                continue;
            }
            // "four 24-pounders", "three 63-lap heats"
            Some(Kind::Number)
                if i == first
                    && text.kind(first.wrapping_sub(1)) == Some(Kind::Word)
                    && text.is_dash(i + 1)
                    && text.adjoins(i + 1)
                    && text.kind(i + 2) == Some(Kind::Word) =>
            {
                i += 1;
                continue;
            }
            Some(Kind::Mark(',')) if best.is_none() && i == first + 1 && small_adjectives(text, i) => {
                i += 1;
                continue;
            }
            _ => break,
        }
        // "12 new F-16 jets"
        if let Some(end) = designation(text, i).filter(|_| !one) {
            i = end;
            continue;
        }
        let word = text.word(i);
        // "12 current and former ministers"
        if best.is_none() && !one && last.is_some_and(|last| last + 1 == i) && joins_adjectives(text, i) {
            i += 1;
            continue;
        }
        // "against 206,100 twelve months ago", "Rank 1 China 1,412.5 million"
        let time = i == first && text.any(i + 2, &["ago", "earlier", "before", "later"]);
        if one && words::scale_word(word).is_some() || time && words::small_word(word).is_some() {
            break;
        }
        if last.is_some() && one && is_verb(text, i) {
            break;
        }
        // "two cross-over votes", "three follow-up visits"
        let bound = step > 0 && text.is_dash(i - 1) && text.adjoins(i) && text.adjoins(i - 1);
        // "his two most successful works"
        let most = text.is(i, "most") && (text.any_before(i, &["the"]) || i == start && goes_on(text, i + 1));
        // "600,000 such organisations"
        let such = text.is(i, "such") && i == start && goes_on(text, i + 1);
        // "13 US senators"
        let nation = text.word(i) == "US" && goes_on(text, i + 1);
        let superlative = bound || most || such || nation;
        if text.any(i, STOPS)
            && !superlative
            && !(text.any(i, &["used", "live", "lower", "near", "found", "led"])
                && text.kind(i + 1) == Some(Kind::Word)
                && step == 0)
        {
            break;
        }
        let possessive = text.is_possessive(i);
        if possessive {
            best = None;
        } else if one && is_plural(word) && !plural::same(word) {
            // "one expects a rise": of one thing nothing is plural; "one United States senator"
            if last.is_none() && !goes_on(text, i + 1) {
                return None;
            } else if !goes_on(text, i + 1) {
                break;
            }
        } else if is_plural(word) {
            best = Some(i);
            // "people", "men" and the like end a noun phrase.
            if text.any(i, &["people", "persons", "personnel", "men", "women"]) {
                break;
            }
        } else if best.is_some() {
            // A plural with another word behind is the head, unless more of the phrase follows.
            break;
        }
        if !possessive {
            last = Some(i);
        }
        i += 1;
    }
    // "men and women" are persons.
    if let Some(i) = best
        && text.any(i, &["men", "women"])
        && text.any(i + 1, &["and", "or"])
        && text.any(i + 2, &["men", "women"])
    {
        return Some(Noun { span: text.span(i, i + 3)?, singular: "person".to_owned(), end: i + 3 });
    }
    // "a 10 member panel", "the 36 bed ward": as if a hyphen stood there
    if best.is_none() && (text.any(start, BOUND) || !one && text.any(start, BOUND_MANY)) && goes_on(text, start + 1) {
        return noun(text, start);
    }
    match (best, last) {
        (Some(i), _) => noun(text, i),
        // Of one thing the head is the last word of the phrase: "one training squadron"; "one full-sized" leaves it
        // open.
        (None, Some(i)) if one && i < first + 5 => {
            noun(text, i).filter(|_| !(text.is_dash(i - 1) && text.word(i).ends_with("ed")))
        }
        _ => None,
    }
}

/// The token after a name of letters and digits that starts at token `i`: "F-16", "A321neo".
fn designation(text: &Text, i: usize) -> Option<usize> {
    let dash = usize::from(text.is_dash(i + 1) && text.adjoins(i + 1));
    let mut at = i + 1 + dash;
    if !(text.is_capitalised(i) && text.is_number(at) && text.adjoins(at)) {
        return None;
    }
    while text.adjoins(at) && matches!(text.kind(at), Some(Kind::Number | Kind::Word)) {
        at += 1;
    }
    Some(at)
}

/// Nouns in the singular that a number before another noun counts.
const BOUND: &[&str] =
    &["member", "bed", "page", "seat", "bedroom", "story", "storey", "person", "room", "unit", "vehicle"];

/// The same where it is not one: "a 12 nation pact", but "one man's show", "one game plan".
const BOUND_MANY: &[&str] = &["nation", "country", "game", "man", "woman", "team"];

/// Words that "one-" makes adjectives of.
const SINGLE: &[&str] = &["stop", "size", "time", "sided", "off", "on", "party"];

/// Whether the word at token `i` can belong to the noun phrase that the word before belongs to.
fn goes_on(text: &Text, i: usize) -> bool {
    text.kind(i) == Some(Kind::Word) && text.reads_on(i) && !text.any(i, STOPS) && !text.word(i).ends_with("ly")
}

/// Past tenses without "-ed" that are no nouns, as in "one passenger shot".
const PAST: &[&str] = &[
    "shot", "sold", "paid", "wrote", "spoke", "drove", "flew", "grew", "knew", "broke", "chose", "caught", "bought",
    "brought", "thought", "taught", "sent", "spent", "stood", "sat", "kept", "felt", "lost", "sought", "threw", "wore",
    "gets", "dead", "injured", "does", "didn't", "doesn't", "won't", "can't", "isn't", "wasn't",
];

/// Words that a verb has behind it, and a noun in the plural has not.
const OBJECTS: &[&str] = &[
    "the", "a", "an", "its", "their", "his", "her", "our", "that", "how", "why", "what", "it", "they", "we", "out",
    "up", "over", "down", "about", "him", "them", "us",
];

/// "one passenger died in the crash": a verb, not part of the noun phrase; "one newly elected member" has a participle.
fn is_verb(text: &Text, i: usize) -> bool {
    let regular = text.word(i).len() > 3 && text.word(i).ends_with("ed") && !goes_on(text, i + 1);
    // "one maker claims that", "one earmark provides $2 million"
    let number = text.is_number(i + 1) || text.is_mark(i + 1, &['$', '€', '£']);
    let present = text.word(i).starts_with(char::is_lowercase) && is_plural(text.word(i));
    let present = present && (number || text.any(i + 1, OBJECTS));
    (text.any(i, PAST) || regular || present) && !text.is_dash(i - 1)
}

/// "small, rural" of "14 small, rural districts"; `comma` is the token between.
fn small_adjectives(text: &Text, comma: usize) -> bool {
    let small =
        |at: usize| text.word(at).starts_with(char::is_lowercase) && !is_plural(text.word(at)) && !text.any(at, STOPS);
    let noun = text.word(comma + 2);
    small(comma - 1) && small(comma + 1) && text.reads_on(comma + 2) && is_plural(noun) && !text.any(comma + 2, STOPS)
}

/// "current and former", "Democratic or Republican": whether a word of the same noun phrase follows the "and" at `i`.
fn joins_adjectives(text: &Text, i: usize) -> bool {
    text.any(i, &["and", "or"])
        && goes_on(text, i + 1)
        && !words::starts(text.word(i + 1))
        && !is_plural(text.word(i + 1))
        && text.word(i - 1).starts_with(char::is_lowercase) == text.word(i + 1).starts_with(char::is_lowercase)
}

/// The noun at token `i`, whatever its number.
pub(super) fn noun(text: &Text, i: usize) -> Option<Noun> {
    Some(Noun { span: text.span(i, i + 1)?, singular: singular(text.word(i)), end: i + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_found_behind_their_modifiers() {
        for (raw, one, expected) in [
            ("industrial products globally", false, Some("product")),
            ("mobile payment users.", false, Some("user")),
            ("national hub nodes has", false, Some("node")),
            ("African nations", false, Some("nation")),
            ("areas.", false, Some("area")),
            ("space shuttle orbiters will", false, Some("orbiter")),
            ("of the recommendations:", false, Some("recommendation")),
            ("Australians travelled", false, Some("person")),
            ("people with HIV", false, Some("person")),
            ("new personnel.", false, Some("person")),
            ("training squadron.", true, Some("squadron")),
            ("sack, one", true, Some("sack")),
            ("-page document", false, Some("page")),
            ("and 12", false, None),
            ("in the world", false, None),
            ("of the best", true, None),
            ("separate academic units", false, Some("unit")),
            ("\"wildcard ery\" roadies manage", false, Some("roadie")),
            ("out of the four main retail sectors", false, Some("sector")),
            ("military construction projects in", false, Some("project")),
            ("new A321neo planes", false, Some("plane")),
            ("F-16 jets", false, Some("jet")),
            ("U.S. senators", false, Some("senator")),
            ("US senators", false, Some("senator")),
            ("in the U.S. Ships", false, None),
            ("more likely", false, None),
            ("more ships in", false, Some("ship")),
            ("current and former ministers", false, Some("minister")),
            ("small, rural districts", false, Some("district")),
            ("overall, officials said", false, None),
            ("passenger died", true, Some("passenger")),
            ("expects a rise", true, None),
            ("newly elected member", true, Some("member")),
            ("cross-over votes", false, Some("vote")),
            ("-dimensional view", false, None),
            ("-stop shop", true, None),
            ("MPs", false, Some("mp")),
            ("member expert panel", false, Some("member")),
            ("of them dairies", false, Some("dairy")),
            ("of them", false, None),
            ("-strong crew", false, Some("person")),
            ("nation trade pact", false, Some("nation")),
            ("most successful works", false, Some("work")),
            ("most of the time", false, None),
            ("Ohio towns includes", false, Some("town")),
        ] {
            let whole = if raw.starts_with('-') { format!("5{raw}") } else { format!("5 {raw}") };
            let text = Text::new(&whole);
            assert_eq!(head(&text, 1, one).map(|noun| noun.singular).as_deref(), expected, "{raw}");
        }
    }
}
