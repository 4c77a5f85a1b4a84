//! The head noun of a count: "504 industrial products" counts products.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::lexer::{Kind, Text};
use super::words;
use crate::span::Span;

/// Words that end a noun phrase, or never are its head.
pub(super) const STOPS: &[&str] = &[
    "a",
    "about",
    "above",
    "according",
    "across",
    "after",
    "against",
    "ago",
    "all",
    "alone",
    "along",
    "also",
    "although",
    "am",
    "among",
    "an",
    "and",
    "annually",
    "are",
    "around",
    "as",
    "at",
    "away",
    "be",
    "became",
    "because",
    "become",
    "been",
    "before",
    "behind",
    "being",
    "below",
    "between",
    "both",
    "but",
    "by",
    "came",
    "can",
    "come",
    "could",
    "did",
    "do",
    "does",
    "down",
    "due",
    "during",
    "each",
    "either",
    "every",
    "except",
    "expected",
    "fell",
    "followed",
    "for",
    "from",
    "gave",
    "get",
    "go",
    "got",
    "had",
    "has",
    "have",
    "he",
    "her",
    "here",
    "higher",
    "his",
    "how",
    "however",
    "if",
    "in",
    "into",
    "is",
    "it",
    "its",
    "just",
    "less",
    "live",
    "lived",
    "longer",
    "lower",
    "made",
    "make",
    "may",
    "me",
    "might",
    "more",
    "most",
    "must",
    "my",
    "near",
    "no",
    "nor",
    "not",
    "now",
    "of",
    "off",
    "on",
    "once",
    "only",
    "onto",
    "or",
    "our",
    "out",
    "outside",
    "over",
    "per",
    "plus",
    "ran",
    "rather",
    "resided",
    "rose",
    "said",
    "saw",
    "say",
    "she",
    "should",
    "since",
    "so",
    "some",
    "such",
    "take",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "through",
    "throughout",
    "to",
    "took",
    "toward",
    "towards",
    "under",
    "until",
    "up",
    "upon",
    "us",
    "via",
    "versus",
    "was",
    "we",
    "went",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "why",
    "will",
    "with",
    "within",
    "without",
    "won",
    "worth",
    "would",
    "yet",
    "you",
    "your",
    "aged",
    "apart",
    "older",
    "younger",
    "times",
    "whether",
    "respectively",
    "instead",
    "almost",
    "nearly",
    "already",
    "including",
    "excluding",
    "later",
    "earlier",
    "today",
    "yesterday",
    "tomorrow",
    "again",
    "together",
    "overall",
    "nationwide",
    "worldwide",
    "globally",
    "percent",
    "took",
    "left",
    "met",
    "held",
    "set",
    "put",
    "led",
    "began",
    "found",
    "told",
    "used",
];

/// Irregular plurals and words in -s that are none, from the table beside this file.
static IRREGULAR: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let rows = include_str!("plurals.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| row.split_once('\t')).collect()
});

/// Names of peoples that no ending shows; with a capital they are persons.
const PEOPLES: &[&str] = &[
    "afghans",
    "arabs",
    "bangladeshis",
    "britons",
    "croats",
    "czechs",
    "danes",
    "filipinos",
    "finns",
    "greeks",
    "iraqis",
    "israelis",
    "jews",
    "kurds",
    "londoners",
    "muslims",
    "pakistanis",
    "poles",
    "rohingyas",
    "saudis",
    "scots",
    "serbs",
    "slovaks",
    "slovenes",
    "somalis",
    "spaniards",
    "swedes",
    "thais",
    "turks",
    "uighurs",
    "uyghurs",
    "hoosiers",
];

/// A counted noun: where it stands, its singular, and the token after it.
pub(super) struct Noun {
    pub span: Span,
    pub singular: String,
    pub end: usize,
}

/// The head noun that follows a count; `first` is the token after the number, `one` tells whether the number is one.
pub(super) fn head(text: &Text, first: usize, one: bool) -> Option<Noun> {
    let mut i = first;
    let hyphen = text.is_dash(i) && text.adjoins(i) && text.adjoins(i + 1);
    if hyphen {
        // "131-page document": the unit is the word that the hyphen binds.
        let word = text.word(i + 1);
        let usable = word.len() > 2 && word.chars().all(char::is_alphabetic);
        return if usable && !text.any(i + 1, STOPS) { Some(noun(text, i + 1)?) } else { None };
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
            Some(Kind::Mark('-' | '–' | '/'))
                if !(i == first && text.is_mark(i, &['/']))
                    && text.adjoins(i)
                    && text.adjoins(i + 1)
                    && text.kind(i + 1) == Some(Kind::Word) =>
            {
                i += 1;
                continue;
            }
            Some(Kind::Number) if (step > 0 || i > first) && (best.is_none() || text.adjoins(i)) => {
                i += 1;
                continue;
            }
            _ => break,
        }
        let word = text.word(i);
        let superlative = text.is(i, "most") && text.any_before(i, &["the"])
            // "20 new A321neo planes"
            || text.is_number(i + 1) && text.adjoins(i + 1);
        if text.any(i, STOPS)
            && !superlative
            && !(text.any(i, &["used", "live", "lower", "near", "found", "led"])
                && text.kind(i + 1) == Some(Kind::Word)
                && step == 0)
        {
            break;
        }
        // "against 206,100 twelve months ago", "Rank 1 China 1,412.5 million"
        let time = i == first && text.any(i + 2, &["ago", "earlier", "before", "later"]);
        if one && words::scale_word(word).is_some() || time && words::small_word(word).is_some() {
            break;
        }
        let possessive = word.ends_with("'s") || word.ends_with("’s");
        if one && is_verb(text, i, last) {
            break;
        }
        if possessive {
            best = None;
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
    match (best, last) {
        (Some(i), _) => noun(text, i),
        // Of one thing the head is the last word of the phrase: "one training squadron".
        (None, Some(i)) if one && i < first + 4 => noun(text, i),
        _ => None,
    }
}

/// Whether the word at token `i` of a phrase that "one" starts is its verb: "one maker claims that", "one earmark
/// provides $2 million", "what one reaps at".
fn is_verb(text: &Text, i: usize, last: Option<usize>) -> bool {
    const OBJECTS: &[&str] = &[
        "the", "a", "an", "its", "their", "his", "her", "our", "that", "how", "why", "what", "it", "they", "we", "out",
        "up", "over", "down", "about", "him", "them", "us",
    ];
    let word = text.word(i);
    if !word.starts_with(char::is_lowercase) || last.is_none() {
        return false;
    }
    let number = text.is_number(i + 1) || text.is_mark(i + 1, &['$', '€', '£']);
    is_plural(word) && (text.any(i + 1, OBJECTS) || number)
        || word.ends_with("ed") && (text.any(i + 1, STOPS) || number)
}

/// The noun at token `i`, whatever its number.
pub(super) fn noun(text: &Text, i: usize) -> Option<Noun> {
    Some(Noun { span: text.span(i, i + 1)?, singular: singular(text.word(i)), end: i + 1 })
}

pub(super) fn is_plural(word: &str) -> bool {
    let lower = word.to_lowercase();
    if let Some(one) = IRREGULAR.get(lower.as_str()) {
        return *one != "-";
    }
    let upper = word.chars().skip(1).any(char::is_uppercase);
    let ending = lower.ends_with('s') && !lower.ends_with("ss") && !lower.ends_with("us") && !lower.ends_with("is");
    ending && lower.len() > 3 - usize::from(upper)
}

/// The singular of a noun, in lower case; names of peoples are persons.
pub(super) fn singular(word: &str) -> String {
    let lower = word.to_lowercase();
    if let Some(one) = IRREGULAR.get(lower.as_str()) {
        return if *one == "-" { lower } else { (*one).to_owned() };
    }
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    let acronym = word.chars().all(char::is_uppercase);
    let people = ["ans", "ians", "ers", "ons", "ese", "iards", "oles", "anes", "eks", "wedes", "urks", "abs"];
    if capital && !acronym && lower.ends_with("ans") && people.iter().any(|ending| lower.ends_with(ending)) {
        return "person".to_owned();
    }
    if capital && !acronym && (PEOPLES.contains(&lower.as_str()) || lower.ends_with("landers")) {
        return "person".to_owned();
    }
    let swap = |ending: &str, with: &str| lower.strip_suffix(ending).map(|stem| format!("{stem}{with}"));
    for (ending, with) in
        [("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("zzes", "z"), ("oes", "o"), ("ies", "y")]
    {
        if lower.len() > ending.len() + 1
            && let Some(one) = swap(ending, with)
        {
            return one;
        }
    }
    match lower.strip_suffix('s') {
        Some(stem) if is_plural(&lower) => stem.to_owned(),
        _ => lower,
    }
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
        ] {
            let whole = if raw.starts_with('-') { format!("5{raw}") } else { format!("5 {raw}") };
            let text = Text::new(&whole);
            assert_eq!(head(&text, 1, one).map(|noun| noun.singular).as_deref(), expected, "{raw}");
        }
    }

    #[test]
    fn singulars() {
        for (plural, one) in [
            ("cities", "city"),
            ("churches", "church"),
            ("boxes", "box"),
            ("houses", "house"),
            ("buses", "bus"),
            ("Americans", "person"),
            ("copies", "copy"),
            ("women", "woman"),
            ("taxes", "tax"),
            ("matches", "match"),
            ("wins", "win"),
            ("TEAMS", "team"),
            ("series", "series"),
            ("glass", "glass"),
        ] {
            assert_eq!(singular(plural), one);
        }
    }
}
