//! What the wording around a value settles about its attributes, whatever the tagger made of it.
//!
//! Each function states one regularity of written English; none knows a table or another document.

use crate::label::{Kind, Modality};
use crate::span::Span;

/// Words that a rate a year over several years is told with.
const AVERAGES: [&str; 9] =
    ["average", "averaged", "averaging", "compound", "compounded", "cagr", "annualized", "annualised", "annually"];
const A_YEAR: [&str; 5] = ["a year", "per year", "each year", "every year", "per annum"];

/// Verbs whose subject is the part and whose object is the whole.
const MAKES_UP: [&str; 14] = [
    "accounted for",
    "accounting for",
    "accounts for",
    "account for",
    "made up",
    "making up",
    "makes up",
    "make up",
    "represented",
    "representing",
    "represents",
    "comprised",
    "comprising",
    "constituted",
];

/// The whole right after a share: "60 percent of *the world's base stations* and 3 million users".
pub(super) fn whole_after(text: &str, sentence: Span, value: Span) -> Option<Span> {
    let after = text.get(value.end..sentence.end)?;
    let rest = after.strip_prefix(" of ")?;
    let end = rest.find([',', ';', '.', ':', '(']).unwrap_or(rest.len());
    let end = [" and ", " in ", " while ", " but "].iter().filter_map(|w| rest[..end].find(w)).fold(end, usize::min);
    let start = value.end + " of ".len();
    (end > 0).then(|| Span::new(start, start + end))
}

/// What a mean is taken over.
const GROUPS: [&str; 6] = ["countries", "economies", "nations", "provinces", "cities", "member states"];

/// Nouns of movement that a rate follows.
const MOVES: [&str; 8] =
    ["surge of", "increase of", "rise of", "growth of", "decline of", "drop of", "fall of", "jump of"];

/// Nouns of movement, as they stand behind a rate: "a 3 percent *increase* in".
const MOVEMENTS: [&str; 14] = [
    "increase",
    "rise",
    "growth",
    "decline",
    "drop",
    "fall",
    "gain",
    "jump",
    "surge",
    "decrease",
    "reduction",
    "expansion",
    "contraction",
    "hike",
];

/// Words of what is expected or wanted.
const MODALS: [&str; 19] = [
    "will", "would", "could", "may", "might", "should", "expect", "forecast", "predict", "project", "estimate",
    "likely", "plan", "intend", "propos", "set to", "outlook", "call", "seek",
];
const TARGETS: [&str; 8] = ["aim", "target", "pledg", "goal", "commit", "ambition", "vow", "promis"];

/// Flows whose object follows: "exports of …", "surplus in …".
const FLOWS: [&str; 16] = [
    "exports",
    "imports",
    "export",
    "import",
    "trade",
    "surplus",
    "deficit",
    "balance",
    "revenue",
    "sales",
    "output",
    "production",
    "investment",
    "price",
    "prices",
    "consumption",
];

/// The kind, where the words before the value leave no doubt: a rate is an average over years only if the sentence says so,
/// and what something "accounted for" is a share.
pub(super) fn settle_kind(kind: Kind, text: &str, sentence: Span, value: Span) -> Kind {
    let before = text[sentence.start..value.start].to_lowercase();
    let near = last_words(&before, 10);
    let after = text[value.end.min(sentence.end)..sentence.end].to_lowercase();
    let after = &after[..after.find([',', ';', '[', '.']).unwrap_or(after.len())];
    let averages = ["average annual", "annual average", "average yearly", "compound annual"];
    let growing = ["growth", "grew", "grow", "increase", "rose", "expan"];
    match kind {
        Kind::Growth | Kind::Level if MAKES_UP.iter().any(|verb| last_words(&before, 5).contains(verb)) => Kind::Share,
        Kind::Growth | Kind::Level
            if ["proportion of", "share of"].iter().any(|w| near.contains(w)) && near.contains("exceed") =>
        {
            Kind::Share
        }
        Kind::Share if MOVES.iter().any(|w| last_words(&before, 4).contains(w)) && !after.starts_with(" of ") => {
            Kind::Growth
        }
        // A mean over countries is a level.
        Kind::AverageGrowth | Kind::Growth
            if near.contains("average")
                && !near.contains("annual")
                && GROUPS.iter().any(|g| first_words(after, 6).contains(g)) =>
        {
            Kind::Level
        }
        Kind::AverageGrowth => {
            let words = |text: &str| text.split(|c: char| !c.is_alphanumeric()).any(|w| AVERAGES.contains(&w));
            let year = A_YEAR.iter().any(|w| after.trim_start().starts_with(w));
            if year || words(&before) || words(first_words(after, 4)) { kind } else { Kind::Growth }
        }
        Kind::Growth | Kind::Level
            if averages.iter().any(|w| near.contains(w)) && growing.iter().any(|w| near.contains(w)) =>
        {
            Kind::AverageGrowth
        }
        _ => kind,
    }
}

/// The modality, where the sentence has no word for another, or one for what somebody wants.
pub(super) fn settle_modality(modality: Modality, text: &str, sentence: Span) -> Modality {
    if modality == Modality::Actual {
        return modality;
    }
    let words = sentence.of(text).to_lowercase();
    let has = |stems: &[&str]| {
        stems.iter().any(|stem| {
            words.match_indices(stem).any(|(at, _)| !words[..at].chars().next_back().is_some_and(char::is_alphanumeric))
        })
    };
    match (has(&TARGETS), has(&MODALS)) {
        (true, false) => Modality::Target,
        (false, false) if !words.contains(" to ") => Modality::Actual,
        _ => modality,
    }
}

/// What a rank is a rank in, right after it: "ranked eighth in the *competitiveness of services*". A place alone ("in the
/// region") is not what is ranked.
pub(super) fn field_after(text: &str, sentence: Span, value: Span) -> Option<Span> {
    let after = text.get(value.end..sentence.end)?;
    let rest = after.strip_prefix(" in the ")?;
    let start = value.end + (after.len() - rest.len());
    let end = rest.find([',', ';', '.', ':', '(']).unwrap_or(rest.len());
    let end = [" and ", " in ", " while ", " but "].iter().filter_map(|w| rest[..end].find(w)).fold(end, usize::min);
    let (field, named) = (&rest[..end], |word: &str| word.starts_with(char::is_uppercase));
    let noun = field.contains(" of ") && !field.split(' ').any(named);
    noun.then(|| Span::new(start, start + field.len()))
}

/// Words of a time that was named before, in a sentence that names none itself: "over those months".
pub(super) fn time_pointing_back(text: &str, sentence: Span) -> Option<Span> {
    const BACK: [&str; 8] = [
        "over those months",
        "in those months",
        "over those years",
        "in those years",
        "over that period",
        "in that period",
        "over the same period",
        "in the same period",
    ];
    let words = sentence.of(text);
    let found = BACK.iter().find_map(|w| Some((words.find(w)?, w.len()))).filter(|_| !has_year(words));
    found.map(|(at, length)| Span::new(sentence.start + at, sentence.start + at + length))
}

/// Whether a year stands in the words.
fn has_year(words: &str) -> bool {
    let numbers = words.split(|c: char| !c.is_ascii_digit());
    numbers.filter(|n| n.len() == 4).any(|n| n.starts_with("19") || n.starts_with("20"))
}

/// Whether something that is yet to come is expected or wanted, by the words of its sentence.
pub(super) fn modality_to_come(text: &str, sentence: Span) -> Modality {
    match settle_modality(Modality::Forecast, text, sentence) {
        Modality::Target => Modality::Target,
        Modality::Actual | Modality::Forecast => Modality::Forecast,
    }
}

/// A measure with the flow that it is the object of: "exports of *chips*", "surplus in telecom, *computer services*".
pub(super) fn with_flow(text: &str, measure: Span) -> Span {
    /// How far before the measure the flow may stand.
    const REACH: usize = 80;
    let mut from = measure.start.saturating_sub(REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = &text[from..measure.start];
    let Some((at, word)) = [" of ", " in "].iter().filter_map(|w| before.rfind(w).map(|at| (at, *w))).max() else {
        return measure;
    };
    // Between the flow and the measure only items of the same list may stand.
    let between = &before[at + word.len()..];
    let list = between.is_empty() || between.trim_end().ends_with(',');
    let lower = between.chars().all(|c| c.is_lowercase() || c == ' ' || c == ',' || c == '-');
    let start = before[..at].rfind(|c: char| !c.is_alphanumeric()).map_or(0, |n| n + 1);
    if list && lower && FLOWS.contains(&before[start..at].to_lowercase().as_str()) {
        return Span::new(from + start, measure.end);
    }
    measure
}

/// A balance with the trade that it is of: "*surplus* in telecom and computer services came to".
pub(super) fn with_trade(text: &str, measure: Span) -> Span {
    /// How far the trade's words may go.
    const REACH: usize = 100;
    const VERBS: [&str; 18] = [
        "came", "comes", "was", "is", "reached", "rose", "fell", "stood", "hit", "totalled", "totaled", "grew",
        "widened", "narrowed", "shrank", "amounted", "dropped", "climbed",
    ];
    const OTHERS: [&str; 9] = ["the", "a", "an", "its", "early", "late", "mid", "total", "real"];
    let balance = [" surplus", " deficit"].iter().any(|word| format!(" {}", measure.of(text)).ends_with(word));
    let Some(rest) = text[measure.end..].strip_prefix(" in ").filter(|_| balance) else { return measure };
    let mut end = 0;
    for word in rest.split_inclusive(' ') {
        let bare = word.trim_end_matches([' ', ',']);
        if VERBS.contains(&bare) && end > 0 {
            let words = rest[..end].trim_end();
            return Span::new(measure.start, measure.end + " in ".len() + words.len());
        }
        let fits = !bare.is_empty() && bare.chars().all(|c| c.is_lowercase() || c == '-');
        if !fits || end == 0 && OTHERS.contains(&bare) || end > REACH {
            break;
        }
        end += word.len();
    }
    measure
}

/// The object right after a rate: "6 percent increase *in services trade*", "8 percent *in digital trade*".
pub(super) fn object_after(text: &str, sentence: Span, value: Span) -> Option<Span> {
    const OTHERS: [&str; 18] = [
        "the",
        "previous",
        "preceding",
        "a",
        "an",
        "total",
        "real",
        "nominal",
        "value",
        "all",
        "terms",
        "line",
        "year",
        "years",
        "months",
        "quarter",
        "early",
        "late",
    ];
    let after = text.get(value.end..sentence.end)?;
    let mut words = after.split_whitespace();
    let first = words.next()?;
    let head = if MOVEMENTS.contains(&first) { words.next()? } else { first };
    if head != "in" {
        return None;
    }
    let start = after.find(" in ")? + " in ".len();
    let rest = &after[start..];
    let end = rest.find([',', ';', '.', ':', '(']).unwrap_or(rest.len());
    let end = [" and ", " to ", " from ", " in ", " over ", " by ", " for ", " this ", " last ", " compared"]
        .iter()
        .filter_map(|w| rest[..end].find(w))
        .fold(end, usize::min);
    let object = rest[..end].trim_end();
    let lower = object.starts_with(char::is_lowercase) && !object.contains(|c: char| c.is_ascii_digit());
    // "reflected rises of 4.4% in the electricity sector": "in the" names whose rise it is, behind such a noun.
    let before = text.get(sentence.start..value.start)?.trim_end();
    let moved = before.strip_suffix(" of").and_then(|b| b.rsplit(' ').next()).is_some_and(|noun| {
        let one = noun.strip_suffix('s').unwrap_or(noun);
        MOVEMENTS.contains(&one)
    });
    let (start, object) = match object.strip_prefix("the ").filter(|_| moved) {
        Some(rest) => (start + "the ".len(), rest),
        None => (start, object),
    };
    let lower = lower && object.starts_with(char::is_lowercase);
    let known = object.split_whitespace().next().is_some_and(|w| OTHERS.contains(&w));
    let fits = lower && !known && object.split_whitespace().count() <= 6;
    fits.then(|| Span::new(value.end + start, value.end + start + object.len()))
}

/// What "which" stands for in "that of total global trade, which grew at 9.7 percent". `from` is where the value before
/// ends.
pub(super) fn antecedent(text: &str, from: usize, value: Span) -> Option<Span> {
    let before = text.get(from..value.start)?;
    let which = before.rfind(", which ")?;
    let noun = &before[..which];
    let start = [",", ";", "(", " of ", " than ", " by ", " from ", " in ", " to ", " as "]
        .iter()
        .filter_map(|w| noun.rfind(w).map(|at| at + w.len()))
        .max()?;
    let words = noun[start..].trim();
    let start = start + noun[start..].len() - noun[start..].trim_start().len();
    let count = words.split_whitespace().count();
    let fits = (1..=5).contains(&count) && words.starts_with(char::is_lowercase);
    fits.then(|| Span::new(from + start, from + start + words.len()))
}

/// What a rank is by, where the sentence opens with it: "By *exports of services*, Canada was fourth".
pub(super) fn ranked_by(text: &str, sentence: Span) -> Option<Span> {
    const MOST: usize = 8;
    let words = sentence.of(text);
    let rest = words.strip_prefix("By ").or_else(|| words.strip_prefix("In terms of "))?;
    let start = sentence.start + words.len() - rest.len();
    let end = rest.find(',')?;
    let by = &rest[..end];
    let fits = by.split_whitespace().count() <= MOST && by.starts_with(char::is_lowercase);
    (fits && !by.contains(|c: char| c.is_ascii_digit())).then(|| Span::new(start, start + end))
}

/// What is counted in the clause of a value: "the number of *unemployed people* fell by 121,000".
pub(super) fn number_of(text: &str, sentence: Span, value: Span, is_move: impl Fn(&str) -> bool) -> Option<Span> {
    /// Words between the verb and the value: "by about".
    const MOST: usize = 2;
    const NUMBER: &str = "number of ";
    let before = text.get(sentence.start..value.start)?;
    let start = before.rfind(NUMBER)? + NUMBER.len();
    let mut end = start;
    for word in before[start..].split_inclusive(' ') {
        if is_move(word.trim()) {
            let near = before[end + word.len()..].split_whitespace().count() <= MOST;
            let words = before[start..end].trim_end();
            return (near && !words.is_empty())
                .then(|| Span::new(sentence.start + start, sentence.start + start + words.len()));
        }
        end += word.len();
    }
    None
}

/// The words before the verb of a change, up to the mark before: "*the import of travel services* surged by".
pub(super) fn subject_before(text: &str, from: usize, value: Span, is_move: impl Fn(&str) -> bool) -> Option<Span> {
    let before = text.get(from..value.start)?;
    let mut at = before.len();
    let verb = before.split(' ').rev().find_map(|word| {
        at -= word.len();
        let place = at;
        at = at.saturating_sub(1);
        is_move(word).then_some(place)
    })?;
    let start = before[..verb].rfind([',', ';', ':', '.']).map_or(0, |n| n + 1);
    let words = before[start..verb].trim();
    let start = start + before[start..verb].len() - before[start..verb].trim_start().len();
    let count = words.split_whitespace().count();
    (1..=7).contains(&count).then(|| Span::new(from + start, from + start + words.len()))
}

/// Whether a clause speaks of how things are, rather than of what happened: it takes no time over from the sentence before.
pub(super) fn is_present(text: &str, sentence: Span, value: Span) -> bool {
    const PRESENT: [&str; 17] = [
        "has", "have", "is", "are", "accounts", "account", "exceeds", "exceed", "remains", "stands", "ranks", "makes",
        "adds", "contains", "holds", "owns", "still",
    ];
    let before = text.get(sentence.start..value.start).unwrap_or("").to_lowercase();
    before.split(|c: char| !c.is_alphanumeric()).any(|w| PRESENT.contains(&w))
}

/// The subject of "… made up 65 percent of": the part of the whole. `from` is where the value before ends.
pub(super) fn part_of_share(text: &str, from: usize, value: Span) -> Option<Span> {
    let before = text.get(from..value.start)?;
    let lower = before.to_lowercase();
    let verb = MAKES_UP.iter().filter_map(|verb| lower.rfind(verb)).max().filter(|_| lower.len() == before.len())?;
    let clause = before[..verb].rfind([',', ';', '.', ':', '(']).map_or(0, |n| n + 1);
    let mut start = clause;
    for opener in ["and ", "but ", "while ", "with "] {
        let rest = before[start..verb].trim_start();
        if rest.to_lowercase().starts_with(opener) {
            start = verb - rest.len() + opener.len();
        }
    }
    let words = before[start..verb].trim();
    let pronoun = ["which", "that", "it", "this", "they", "these", ""].contains(&words.to_lowercase().as_str());
    let at = start + before[start..verb].len() - before[start..verb].trim_start().len();
    (!pronoun && words.split_whitespace().count() <= 6).then(|| Span::new(from + at, from + at + words.len()))
}

/// Whether only "to" (and an approximator) stands between two values: "rose 5 percent to about 3 million" speaks of one
/// thing.
pub(super) fn leads_to(text: &str, first: Span, second: Span) -> bool {
    let between = text.get(first.end..second.start).unwrap_or("").to_lowercase();
    // "by 254,000 (to 30.64 million)".
    let mut words = between.trim_start().trim_start_matches('(').split_whitespace().filter(|w| {
        !["about", "around", "nearly", "almost", "roughly", "some", "over", "more", "than", "a", "record"].contains(w)
    });
    words.next() == Some("to") && words.next().is_none()
}

/// Whether two values are the ends of one "from … to …".
pub(super) fn from_to(text: &str, sentence: Span, first: Span, second: Span) -> bool {
    let before = text.get(sentence.start..first.start).unwrap_or("").to_lowercase();
    let about = ["about", "around", "nearly", "some", "over", "roughly"];
    let word = before.split_whitespace().rfind(|w| !about.contains(w));
    word.is_some_and(|w| w.ends_with("from")) && leads_to(text, first, second)
}

/// Whether the text between two places says that something "has since" changed.
pub(super) fn has_since(text: &str, from: usize, to: usize) -> bool {
    let between = text.get(from..to).unwrap_or_default();
    ["has since", "have since", "had since"].iter().any(|words| between.contains(words))
}

/// Whether a comma, a semicolon or "and", "while" … lies in the text between two places.
pub(super) fn is_apart(text: &str, from: usize, to: usize) -> bool {
    let between = text.get(from..to).unwrap_or("").to_lowercase();
    between.contains([',', ';']) || [" and ", " while ", " but "].iter().any(|w| between.contains(w))
}

fn last_words(text: &str, count: usize) -> &str {
    let at = text.match_indices(' ').rev().nth(count).map_or(0, |(at, _)| at);
    &text[at..]
}

fn first_words(text: &str, count: usize) -> &str {
    let at = text.match_indices(' ').nth(count).map_or(text.len(), |(at, _)| at);
    &text[..at]
}

#[cfg(test)]
mod tests {
    use super::super::names;
    use super::super::places::{all, find};
    use super::*;

    #[test]
    fn a_rate_is_an_average_only_if_the_sentence_says_so() {
        let cases = [
            ("Trade grew strongly at a rate of 18.7 %", Kind::AverageGrowth, Kind::Growth),
            ("with an average annual growth rate of 18.7 %", Kind::Growth, Kind::AverageGrowth),
            ("Trade grew by 18.7 % a year", Kind::AverageGrowth, Kind::AverageGrowth),
            ("The nodes have accounted for more than 18.7 %", Kind::Growth, Kind::Share),
        ];
        for (text, tagged, kind) in cases {
            assert_eq!(settle_kind(tagged, text, all(text), find(text, "18.7 %")), kind, "{text}");
        }
    }

    #[test]
    fn a_flow_belongs_to_its_object() {
        let text = "The surplus in telecom, computer and information services reached 3 billion";
        let whole = with_flow(text, find(text, "computer and information services"));
        assert_eq!(whole.of(text), "surplus in telecom, computer and information services");
        let text = "Growth in the north of chips";
        assert_eq!(with_flow(text, find(text, "chips")).of(text), "chips");
        for (text, whole) in [
            (
                "Its surplus in legal, audit and design services came to 4 million.",
                "surplus in legal, audit and design services",
            ),
            ("Its surplus in the first quarter came to 4 million.", "surplus"),
            ("Its surplus in May came to 4 million.", "surplus"),
            ("Its surplus in services with Chile was 4 million.", "surplus"),
        ] {
            assert_eq!(with_trade(text, find(text, "surplus")).of(text), whole);
        }
    }

    #[test]
    fn the_subject_of_making_up_is_the_part() {
        let text = "It ran a deficit of $3, and travel and transport made up more than 65 percent of it";
        let from = text.find("$3").unwrap() + 2;
        assert_eq!(part_of_share(text, from, find(text, "65 percent")).unwrap().of(text), "travel and transport");
        let text = "It was up, which accounted for 5 percent";
        assert_eq!(part_of_share(text, 0, find(text, "5 percent")), None);
    }

    #[test]
    fn objects_partners_and_antecedents_are_read_off_the_words_beside() {
        let text = "aiming for a 6 percent increase in services trade and more than 8 percent in digital trade.";
        let object = |words: &str| object_after(text, all(text), find(text, words)).map(|s| s.of(text));
        assert_eq!((object("6 percent"), object("8 percent")), (Some("services trade"), Some("digital trade")));
        let text = "grew 5 percent in early 2026";
        assert_eq!(object_after(text, all(text), find(text, "5 percent")), None);
        let text = "China's trade with the U.S., its third partner, fell 16.9 percent";
        assert_eq!(names::partner_after(text, all(text), find(text, "trade")).unwrap().of(text), "U.S.");
        let text = "It outpaced that of total global trade, which grew at an average rate of 9.7 percent";
        assert_eq!(antecedent(text, 0, find(text, "9.7 percent")).unwrap().of(text), "total global trade");
        let text = "In 2023, the import of travel services surged by 66.8 %";
        let subject = subject_before(text, 0, find(text, "66.8 %"), |w| w == "surged");
        assert_eq!(subject.unwrap().of(text), "the import of travel services");
    }

    #[test]
    fn a_rank_has_a_field() {
        let text = "It ranked eighth in the competitiveness of services in 2023.";
        assert_eq!(field_after(text, all(text), find(text, "eighth")).unwrap().of(text), "competitiveness of services");
        for text in ["It ranked eighth in the region.", "It ranked eighth in the Republic of Korea."] {
            assert_eq!(field_after(text, all(text), find(text, "eighth")), None, "{text}");
        }
    }

    #[test]
    fn times_point_back_only_where_none_is_named() {
        let text = "It was 3 billion larger over those months.";
        assert_eq!(time_pointing_back(text, all(text)).unwrap().of(text), "over those months");
        let text = "In 2024 it was 3 billion larger over those months.";
        assert_eq!(time_pointing_back(text, all(text)), None);
    }

    #[test]
    fn a_forecast_needs_a_word_for_it() {
        let text = "In 2020 it cost under $45 a barrel.";
        assert_eq!(settle_modality(Modality::Forecast, text, all(text)), Modality::Actual);
        let text = "Zhejiang aims for a 9 percent increase.";
        assert_eq!(settle_modality(Modality::Forecast, text, all(text)), Modality::Target);
    }
}
