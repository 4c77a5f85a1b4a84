//! The words of names, brought to one form: case, apostrophes, dots, plural, synonyms (`synonyms.tsv`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The words of `text` in lower case, without possessives and punctuation; dotted initials closed up ("U.S." → `us`).
pub(crate) fn plain_words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let chars: Vec<char> = text.chars().map(straighten).collect();
    let at = |i: usize| chars.get(i).copied();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut flush = |word: &mut String| {
        // A lone "s" is what a possessive leaves behind: "China 's".
        if !word.is_empty() && word != "s" {
            words.push(std::mem::take(word));
        }
        word.clear();
    };
    let mut i = 0;
    while let Some(c) = at(i) {
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase().filter(|c| c.is_alphanumeric()));
        } else if c == '\'' && is_word(i.checked_sub(1).and_then(at)) {
            // "China's" loses its ending, "Côte d'Ivoire" does not.
            let possessive = matches!(at(i + 1), Some('s' | 'S')) && !is_word(at(i + 2));
            if possessive {
                i += 1;
            }
            if possessive || !is_word(at(i + 1)) {
                flush(&mut word);
            }
        } else if c == '.' && word.chars().count() <= 3 && is_initials(&chars, i) {
            // Inside "U.S.": the letters belong together.
        } else if c == '&' && is_word(i.checked_sub(1).and_then(at)) && is_word(at(i + 1)) {
            word.push('&');
        } else if c == '-' && word == "e" {
            // "e-commerce" is one word.
        } else {
            flush(&mut word);
        }
        i += 1;
    }
    flush(&mut word);
    words
}

/// Typographic variants as their plain letters.
fn straighten(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' | '`' => '\'',
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'Á' | 'À' | 'Â' | 'Ä' | 'Ã' | 'Å' => 'A',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'É' | 'È' | 'Ê' | 'Ë' => 'E',
        'í' | 'ì' | 'î' | 'ï' | 'ı' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        '₂' => '2',
        c => c,
    }
}

/// Whether the dot at `i` stands after a single letter that begins a word or follows another such dot.
fn is_initials(chars: &[char], i: usize) -> bool {
    let letter = |i: Option<usize>| i.and_then(|i| chars.get(i)).is_some_and(|c| c.is_alphabetic());
    let before = i.checked_sub(1);
    let two_before = i.checked_sub(2);
    letter(before) && two_before.and_then(|i| chars.get(i)).is_none_or(|c| !c.is_alphanumeric())
}

/// The word without its plural ending.
pub(crate) fn singular(word: &str) -> String {
    const SAME: &[&str] = &[
        "goods",
        "news",
        "series",
        "species",
        "gas",
        "us",
        "economics",
        "statistics",
        "logistics",
        "means",
        "crossborder",
        "overseas",
        "always",
        "plus",
        "minus",
        "customs",
        "less",
        "as",
        "is",
        "was",
        "has",
        "gdp",
        "cpi",
    ];
    const IRREGULAR: &[(&str, &str)] = &[
        ("children", "child"),
        ("people", "person"),
        ("men", "man"),
        ("women", "woman"),
        ("indices", "index"),
        ("indexes", "index"),
        ("tonnes", "tonne"),
        ("lives", "life"),
        ("deaths", "death"),
        ("wives", "wife"),
    ];
    if SAME.contains(&word) || word.len() < 3 || !word.ends_with('s') && !word.ends_with('n') && word != "people" {
        return word.to_owned();
    }
    if let Some((_, one)) = IRREGULAR.iter().find(|(many, _)| *many == word) {
        return (*one).to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|s| s.len() > 1) {
        return format!("{stem}y");
    }
    for ending in ["ches", "shes", "xes", "sses", "zzes", "oes"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].to_owned();
        }
    }
    let keeps = ["ss", "us", "is"].iter().any(|e| word.ends_with(e));
    word.strip_suffix('s').filter(|_| !keeps).unwrap_or(word).to_owned()
}

/// The words of a name, singular, each known synonym replaced by the name that is kept.
pub(crate) fn canonical_words(text: &str) -> Vec<String> {
    let words: Vec<String> = plain_words(text).iter().map(|w| singular(w)).collect();
    let mut out = Vec::with_capacity(words.len());
    let mut i = 0;
    while i < words.len() {
        let rest = &words[i..];
        let found = PHRASES.get(&words[i]).and_then(|list| {
            list.iter().find(|(variant, _)| rest.starts_with(variant)).map(|(v, kept)| (v.len(), kept))
        });
        if let Some((length, kept)) = found {
            out.extend(kept.iter().cloned());
            i += length;
        } else {
            out.push(words[i].clone());
            i += 1;
        }
    }
    out
}

static SYNONYMS: &str = include_str!("synonyms.tsv");

/// By first word, longest first: a phrase, and what replaces it.
type Phrases = BTreeMap<String, Vec<(Vec<String>, Vec<String>)>>;

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases::new();
    for (relation, names) in synonym_rows() {
        if relation != "=" {
            continue;
        }
        let rings: Vec<Vec<String>> =
            names.iter().map(|n| plain_words(n).iter().map(|w| singular(w)).collect()).collect();
        let Some((kept, variants)) = rings.split_first() else { continue };
        for variant in variants {
            if let Some(first) = variant.first() {
                phrases.entry(first.clone()).or_default().push((variant.clone(), kept.clone()));
            }
        }
    }
    for list in phrases.values_mut() {
        list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
    }
    phrases
});

/// The rows of the synonym data: relation, and names.
pub(super) fn synonym_rows() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    let lines = SYNONYMS.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty());
    lines.filter_map(|line| {
        let (relation, names) = line.split_once('\t')?;
        Some((relation, names.split('|').map(str::trim).collect()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_possessives_dots_and_plurals() {
        assert_eq!(plain_words("the U.S.'s e-commerce, Côte d'Ivoire"), ["the", "us", "ecommerce", "cote", "divoire"]);
        let cases = [
            ("countries", "country"),
            ("services", "service"),
            ("goods", "goods"),
            ("gas", "gas"),
            ("indices", "index"),
            ("buses", "buse"),
            ("boxes", "box"),
            ("people", "person"),
        ];
        for (many, one) in cases {
            assert_eq!(singular(many), one);
        }
    }

    #[test]
    fn every_row_of_the_data_is_well_formed_and_used_once() {
        let mut seen = std::collections::BTreeMap::new();
        for line in SYNONYMS.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
            let (relation, names) = line.split_once('\t').unwrap_or_else(|| panic!("no tab: {line}"));
            assert!(["=", "~"].contains(&relation) && names.split('|').count() > 1, "{line}");
            if relation == "=" {
                for variant in names.split('|').skip(1) {
                    assert!(!plain_words(variant).is_empty(), "{line}");
                    assert_eq!(seen.insert(plain_words(variant), line), None, "{variant} leads to two names");
                }
            }
        }
    }
}
