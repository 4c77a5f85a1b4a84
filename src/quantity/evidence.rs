//! What a document as a whole says about signs and words that mean several units: the places it speaks of, and how it
//! marks its money.
//!
//! "$" is the Australian dollar in a release from Canberra and the US dollar in a report on Singapore's and China's
//! exports. One pass over the text counts the words of `evidence.tsv` and the marks of currencies ("US$", "A$", "£");
//! a unit is then settled among those that a sign allows, and the others stay its alternatives.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use super::unit::Unit;
use super::word_map::WordMap;

const TABLE: &str = include_str!("evidence.tsv");

/// The words of the table: the code's place in [`Words::codes`], by word; a phrase stands under its last word.
struct Words {
    codes: Vec<&'static str>,
    by_word: WordMap<Vec<Entry>>,
}

struct Entry {
    /// The word before, of a phrase of two.
    before: Option<&'static str>,
    /// The word in its own case.
    word: &'static str,
    code: usize,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut codes = Vec::new();
    let mut by_word: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let Some((code, cell)) = line.split_once('\t') else { continue };
        for phrase in cell.split('|') {
            let (before, word) = phrase.rsplit_once(' ').map_or((None, phrase), |(first, last)| (Some(first), last));
            by_word.entry(word.to_lowercase()).or_default().push(Entry { before, word, code: codes.len() });
        }
        codes.push(code);
    }
    for (at, &code) in codes.iter().enumerate().filter(|(_, code)| !WORDLIKE.contains(code)) {
        by_word.entry(code.to_lowercase()).or_default().push(Entry { before: None, word: code, code: at });
    }
    // "South Korea" before "Korea".
    for entries in by_word.values_mut() {
        entries.sort_by_key(|entry| entry.before.is_none());
    }
    Words { codes, by_word: WordMap::new(by_word) }
});

/// Codes that in capitals are more often something else ("COP26").
const WORDLIKE: &[&str] = &["COP", "CUP", "MAD", "RON", "SOS", "MUR", "EUR"];

/// Currencies whose own press writes "$" and the English one does not.
const PESOS: &[&str] = &["ARS", "CLP", "COP", "CUP", "MXN", "UYU", "TWD"];

/// Marks that say whose dollars they are: what stands before the sign.
const MARKS: &[(&str, &str)] = &[
    ("US", "USD"),
    ("U.S.", "USD"),
    ("USD", "USD"),
    ("A", "AUD"),
    ("AU", "AUD"),
    ("AUD", "AUD"),
    ("C", "CAD"),
    ("CA", "CAD"),
    ("CAD", "CAD"),
    ("CDN", "CAD"),
    ("Can", "CAD"),
    ("NZ", "NZD"),
    ("NZD", "NZD"),
    ("HK", "HKD"),
    ("HKD", "HKD"),
    ("S", "SGD"),
    ("SG", "SGD"),
    ("NT", "TWD"),
    ("TW", "TWD"),
    ("J", "JMD"),
    ("FJ", "FJD"),
    ("N", "NAD"),
    ("B", "BND"),
];

/// What a document says about the units that its signs leave open; made once a document, for any of its passages.
///
/// ```
/// use figcheck::quantity::{DocumentUnits, find_quantities_in};
/// let document = "CANBERRA: Australia's budget is in surplus.\n\nRoads get $5 million.";
/// let units = DocumentUnits::of(document);
/// assert_eq!(find_quantities_in("Roads get $5 million.", &units)[0].unit.code(), "AUD");
/// ```
#[derive(Clone, Debug)]
pub struct DocumentUnits<'a> {
    text: &'a str,
    /// Read only where a sign asks for it: most documents hold none that is open.
    spoken: OnceLock<Spoken>,
}

impl<'a> DocumentUnits<'a> {
    /// Of a document's whole text, which is read at most once.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        Self { text, spoken: OnceLock::new() }
    }

    fn spoken(&self) -> &Spoken {
        self.spoken.get_or_init(|| Spoken::of(self.text))
    }
}

/// What a text speaks of.
#[derive(Clone, Debug, Default)]
struct Spoken {
    /// How often words speak for each code of the table, by its place there.
    counts: Vec<u32>,
    /// How often dollars are marked as American, and as another country's.
    american: u32,
    marked: u32,
    dollars: u32,
    pounds: u32,
}

impl Spoken {
    fn of(text: &str) -> Self {
        let table = &*WORDS;
        let mut all = Self { counts: vec![0; table.codes.len()], ..Self::default() };
        let bytes = text.as_bytes();
        let mut at = 0;
        let mut previous = "";
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'$' => {
                    all.mark(&text[..at]);
                    at += 1;
                }
                0xC2 if bytes.get(at + 1) == Some(&0xA3) => {
                    all.pounds += 1;
                    at += 2;
                }
                _ if is_letter(byte) => {
                    let end = at + word_length(&bytes[at..]);
                    // A boundary: what ends a word is ASCII, and what starts one is a letter's first byte.
                    let word = text.get(at..end).unwrap_or_default();
                    if byte.is_ascii_uppercase() || matches!(word, "yuan" | "yen" | "renminbi" | "eurozone") {
                        all.word(previous, word.trim_end_matches('.'));
                    } else if matches!(word, "sterling" | "pence") {
                        all.pounds += 1;
                    }
                    previous = word;
                    at = end;
                }
                _ => at += 1,
            }
        }
        all
    }

    fn word(&mut self, previous: &str, word: &str) {
        let table = &*WORDS;
        if let Some(entries) = table.by_word.get(word)
            && let Some(entry) =
                entries.iter().find(|entry| entry.word == word && entry.before.is_none_or(|before| before == previous))
        {
            self.add(entry.code);
        }
    }

    fn add(&mut self, code: usize) {
        if let Some(count) = self.counts.get_mut(code) {
            *count = count.saturating_add(1);
        }
    }

    /// A dollar sign behind `before`.
    fn mark(&mut self, before: &str) {
        self.dollars += 1;
        let bytes = before.as_bytes();
        let mut start = bytes.len();
        while start > 0
            && bytes.len() - start < 4
            && (bytes[start - 1].is_ascii_alphabetic() || bytes[start - 1] == b'.')
        {
            start -= 1;
        }
        let mark = before.get(start..).unwrap_or_default();
        match MARKS.iter().find(|(text, _)| *text == mark) {
            Some((_, "USD")) => self.american += 1,
            Some((_, code)) => {
                self.marked += 1;
                if let Some(code) = WORDS.codes.iter().position(|known| known == code) {
                    self.add(code);
                }
            }
            None => {}
        }
    }

    fn count(&self, code: &str) -> u32 {
        let at = WORDS.codes.iter().position(|known| *known == code);
        at.and_then(|at| self.counts.get(at)).copied().unwrap_or(0)
    }

    /// The currency that the document speaks for among `default` and `others`.
    ///
    /// The US dollar is the money of reports on any country, so another dollar has to outweigh all other places too,
    /// unless the document marks its American dollars: then the unmarked ones are not American.
    fn currency(&self, default: &Unit, others: &[Unit]) -> Option<Unit> {
        if self.counts.iter().all(|&count| count == 0) {
            return None;
        }
        let mut best: Option<(&Unit, u32)> = None;
        for unit in others.iter().filter(|unit| default.code() != "USD" || !PESOS.contains(&unit.code())) {
            let count = self.count(unit.code());
            if count > best.map_or(0, |(_, most)| most) {
                best = Some((unit, count));
            }
        }
        let (best, count) = best?;
        let own = self.count(default.code());
        let wins = if default.code() == "USD" {
            let all: u32 = self.counts.iter().fold(0, |sum, count| sum.saturating_add(*count));
            let rivals = others.iter().filter(|unit| !PESOS.contains(&unit.code()));
            let local: u32 = rivals.fold(0, |sum, unit| sum.saturating_add(self.count(unit.code())));
            let abroad = all.saturating_sub(own).saturating_sub(local);
            count.saturating_mul(2) > local && (self.american > 0 || count > own && count > abroad)
        } else {
            count > own
        };
        wins.then(|| best.clone())
    }
}

/// What a passage and its document say, the passage first.
pub(super) struct Evidence<'a> {
    passage: DocumentUnits<'a>,
    /// Nothing where the passage is the document.
    document: Option<&'a DocumentUnits<'a>>,
}

impl<'a> Evidence<'a> {
    pub(super) fn of_document(text: &'a str) -> Self {
        Self { passage: DocumentUnits::of(text), document: None }
    }

    pub(super) fn of_passage(text: &'a str, document: &'a DocumentUnits<'a>) -> Self {
        Self { passage: DocumentUnits::of(text), document: Some(document) }
    }

    fn document(&self) -> &Spoken {
        self.document.unwrap_or(&self.passage).spoken()
    }

    /// The currency that is spoken for among `default` and `others`; a passage that speaks of the default's country
    /// alone keeps it.
    pub(super) fn currency(&self, default: &Unit, others: &[Unit]) -> Option<Unit> {
        if self.document.is_some() {
            let passage = self.passage.spoken();
            if let Some(unit) = passage.currency(default, others) {
                return Some(unit);
            }
            if passage.count(default.code()) > 0 && others.iter().all(|unit| passage.count(unit.code()) == 0) {
                return None;
            }
        }
        self.document().currency(default, others)
    }

    /// Whether dollars are marked as another country's somewhere: then what stands in brackets behind them is American.
    pub(super) fn marks_dollars(&self) -> bool {
        self.document().marked > 0
    }

    /// Whether "pounds" with nothing else around are weight: the money of the document is in dollars.
    pub(super) fn weighs_pounds(&self) -> bool {
        self.document().dollars > 0 && !self.sterling()
    }

    /// Whether money of the document is in pounds.
    pub(super) fn sterling(&self) -> bool {
        self.document().pounds > 0 || self.document().count("GBP") > 0
    }

    /// Whether the document is of the United States and of nowhere else, so that tons are short tons.
    pub(super) fn is_american(&self) -> bool {
        let own = self.document().count("USD");
        let all: u32 = self.document().counts.iter().fold(0, |sum, count| sum.saturating_add(*count));
        own > 0 && own.saturating_mul(2) > all
    }
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0xC3
}

/// The bytes of the word at the start: letters, inner points and hyphens ("U.S.", "Murray-Darling").
fn word_length(bytes: &[u8]) -> usize {
    let inside = |at: usize| {
        bytes.get(at).is_some_and(|&byte| {
            byte.is_ascii_alphabetic()
                || byte >= 0x80 && !(byte == 0xE2 || byte == 0xC2)
                || byte == b'.' && at == 1
                || byte == b'.' && at == 3 && bytes.get(1) == Some(&b'.')
        })
    };
    let mut end = 0;
    while inside(end) {
        end += 1;
    }
    // A sign of three bytes ("’") that starts like no letter ends the word, its own bytes not looked at.
    end.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dollar(text: &str) -> String {
        let (default, others) = (Unit::parse("USD").unwrap(), ["AUD", "CAD", "NZD", "SGD", "HKD"]);
        let others: Vec<Unit> = others.iter().map(|code| Unit::parse(code).unwrap()).collect();
        Spoken::of(text).currency(&default, &others).map_or_else(|| "-".to_owned(), |u| u.code().to_owned())
    }

    #[test]
    fn a_dollar_belongs_to_the_place_that_the_text_speaks_of() {
        for (text, code) in [
            ("Australia’s roads get $5 million", "AUD"),
            ("OTTAWA - Canadian farmers get $5", "CAD"),
            ("New Zealand's budget: $5 million", "NZD"),
            ("new houses in Zealand for $5", "-"),
            ("exports of Singapore and China rose to $5", "-"),
            ("exports of Singapore, Chinese and Indian ones rose to $5", "-"),
            ("Australia and the United States, the U.S. Army: $5", "-"),
            ("Hong Kong lost US$3 million and won $5 million in China, India and Japan", "HKD"),
            ("nothing at all for $5", "-"),
            ("A$5 and $5", "AUD"),
        ] {
            assert_eq!(dollar(text), code, "{text}");
        }
    }

    #[test]
    fn every_word_of_the_table_has_one_code_that_is_a_currency() {
        let mut seen = std::collections::BTreeSet::new();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let (code, words) = line.split_once('\t').unwrap();
            assert!(Unit::currency(code).is_some(), "{code}");
            for word in words.split('|') {
                assert!(seen.insert(word), "{word} stands twice");
            }
        }
    }

    #[test]
    fn any_text_is_read() {
        for text in ["", "’", "é’A", "中$£", "U.S.A.$", "\u{a0}£"] {
            let _ = Spoken::of(text);
        }
    }
}
