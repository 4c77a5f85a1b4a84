//! The words and symbols of the unit tables, ready for look-up at a place in a text.

mod build;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use self::build::Builder;
use super::chinese::is_han;
use super::lexer::Text;
use super::unit::Unit;
use super::word_map::WordMap;

/// What a word or symbol means as a unit.
#[derive(Clone, Debug)]
pub(super) struct Meaning {
    pub unit: Unit,
    /// What the number is multiplied by: 0.01 for "cents".
    pub factor: Decimal,
    /// Other units that the word may mean.
    pub alternatives: Vec<Unit>,
}

#[derive(Debug)]
struct Name {
    phrase: String,
    meaning: Meaning,
}

#[derive(Debug)]
struct Symbol {
    text: String,
    /// Read only where it adjoins the digits or no word follows.
    strict: bool,
    meaning: Meaning,
}

/// Every word and symbol of the tables.
pub(super) struct Lexicon {
    /// By first word; longest phrase first.
    names: WordMap<Vec<Name>>,
    /// By first character; longest first.
    symbols: Symbols,
    /// Currency signs, codes and the few units that stand before a number; longest first.
    money: Symbols,
}

/// Symbols by their first character.
#[derive(Default)]
struct Symbols {
    ascii: Vec<Vec<Symbol>>,
    others: BTreeMap<char, Vec<Symbol>>,
}

/// Letters for a currency that adjoin even small numbers: "Rs20", "RM42".
const ADJOINING: &[&str] = &["Rs", "RM"];

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(Builder::from_tables()));

/// The words and symbols of the tables.
pub(super) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

/// The unit name that starts at token `i`: the token after it, and its meaning.
pub(super) fn name_at(text: &Text, i: usize) -> Option<(usize, &'static Meaning)> {
    let (end, meaning) = lexicon().name(text.raw, text.get(i)?.start, text.word(i))?;
    Some((text.token_at(i, end), meaning))
}

/// The same with symbols, wherever they stand.
pub(super) fn unit_at(text: &Text, i: usize) -> Option<(usize, &'static Meaning)> {
    name_at(text, i).or_else(|| {
        let (end, meaning) = lexicon().symbol(text.raw, text.get(i)?.start, true)?;
        Some((text.token_at(i, end), meaning))
    })
}

impl Symbols {
    fn new(by_first: BTreeMap<char, Vec<Symbol>>) -> Self {
        let mut all = Self { ascii: (0..128).map(|_| Vec::new()).collect(), others: BTreeMap::new() };
        for (first, mut symbols) in by_first {
            symbols.sort_by(|a, b| b.text.len().cmp(&a.text.len()).then_with(|| a.text.cmp(&b.text)));
            match all.ascii.get_mut(first as usize) {
                Some(list) => *list = symbols,
                None => _ = all.others.insert(first, symbols),
            }
        }
        all
    }

    fn with(&self, first: char) -> &[Symbol] {
        let list = self.ascii.get(first as usize).or_else(|| self.others.get(&first));
        list.map_or(&[], Vec::as_slice)
    }
}

impl Lexicon {
    fn new(all: Builder) -> Self {
        Self { names: WordMap::new(all.names), symbols: Symbols::new(all.symbols), money: Symbols::new(all.money) }
    }

    /// The unit name that starts at byte `at` with the word `first`: its end and meaning.
    pub(super) fn name(&self, raw: &str, at: usize, first: &str) -> Option<(usize, &Meaning)> {
        // Names that start with a sign ("%-point") stand under the empty word.
        let candidates = self.names.get(first).or_else(|| self.names.get(first.strip_suffix("’s")?))?;
        candidates.iter().find_map(|name| Some((phrase_end(raw, at, &name.phrase)?, &name.meaning)))
    }

    /// The unit symbol that starts at byte `at`; `adjoins` tells whether the digits end there.
    pub(super) fn symbol(&self, raw: &str, at: usize, adjoins: bool) -> Option<(usize, &Meaning)> {
        let first = raw.get(at..)?.chars().next()?;
        self.symbols.with(first).iter().find_map(|symbol| {
            let end = symbol_end(raw, at, &symbol.text)?;
            let rest = raw[end..].strip_prefix(' ').filter(|rest| rest.starts_with(char::is_alphabetic));
            let followed = rest.is_some_and(|rest| !measures(rest));
            (adjoins || !symbol.strict || !followed).then_some((end, &symbol.meaning))
        })
    }

    /// The currency sign or code that starts at byte `at` and stands before a number: the number's byte and the
    /// meaning.
    pub(super) fn money(&self, raw: &str, at: usize) -> Option<(usize, &Meaning)> {
        let first = raw.get(at..)?.chars().next()?;
        self.money.with(first).iter().find_map(|symbol| {
            let rest = raw[at..].strip_prefix(symbol.text.as_str())?;
            let number = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
            let gap = rest.len() - number.len();
            let letters = symbol.text.ends_with(|c: char| c.is_ascii_alphabetic());
            let starts = number.starts_with(|c: char| c.is_ascii_digit() || c == '.')
                || (gap == 0 && !letters && number.starts_with(['-', '−', '~']));
            // "BD4" and "SR5" are names; "BD 4.5", "Rs500" and "R23 billion" are money.
            let digits = number.bytes().take_while(u8::is_ascii_digit).count();
            let short = letters
                && gap == 0
                && symbol.text.len() < 3
                && digits < 3
                && !ADJOINING.contains(&symbol.text.as_str());
            let scales = [" million", " billion", " trillion", "bn", "mn"];
            let scaled = scales.iter().any(|scale| number[digits..].starts_with(scale));
            // "R18 500"
            let grouped = digits > 0
                && number.as_bytes().get(digits) == Some(&b' ')
                && number.bytes().skip(digits + 1).take_while(u8::is_ascii_digit).count() == 3;
            let sum = scaled || grouped || number[digits..].starts_with(['.', ',']);
            if short && !sum {
                return None;
            }
            let near = gap == 0 || (!symbol.strict && gap <= 2);
            (starts && near).then_some((at + symbol.text.len() + gap, &symbol.meaning))
        })
    }
}

/// Whether a text goes on with the dimension that a length is of: "27 m *tall*", "130 m *above* sea level",
/// or with a word that no counted noun starts: "20 m *of* fronds".
fn measures(rest: &str) -> bool {
    const DIMENSIONS: &[&str] = &[
        "tall",
        "high",
        "long",
        "wide",
        "deep",
        "thick",
        "above",
        "below",
        "beneath",
        "short",
        "apart",
        "away",
        "asl",
        "a.s.l",
        "of",
        "in",
        "on",
        "at",
        "by",
        "to",
        "from",
        "and",
        "or",
        "x",
        "with",
        "between",
        "under",
        "over",
        "across",
        "behind",
        "ahead",
        "up",
        "down",
        "off",
        "into",
        "for",
        "is",
        "was",
        "north",
        "south",
        "east",
        "west",
        "more",
        "less",
        "before",
        "after",
        "ago",
        "old",
        "worth",
        "valued",
        "per",
        "a",
        "an",
        "tower",
        "dash",
        "race",
        "hurdles",
        "relay",
        "freestyle",
        "final",
        "sprint",
    ];
    let ends = |after: &str| !after.starts_with(char::is_alphanumeric);
    DIMENSIONS.iter().any(|word| rest.strip_prefix(word).is_some_and(ends))
}

/// Where `phrase` (lower case, single spaces) ends in `raw` from byte `at`, at a word's end; a space stands for any
/// white space short of a blank line, or for a hyphen.
fn phrase_end(raw: &str, at: usize, phrase: &str) -> Option<usize> {
    let mut rest = raw.get(at..)?;
    for expected in phrase.chars() {
        if expected == ' ' {
            let space = rest.len() - rest.trim_start().len();
            if space == 0 {
                rest = rest.strip_prefix(['-', '–'])?;
            } else if rest[..space].matches('\n').count() > 1 {
                return None;
            }
            rest = rest.trim_start();
            continue;
        }
        let found = rest.chars().next()?;
        if found != expected && !found.to_lowercase().eq(std::iter::once(expected)) {
            return None;
        }
        rest = &rest[found.len_utf8()..];
    }
    let ends = phrase.ends_with(|c: char| !c.is_alphanumeric()) || !rest.starts_with(char::is_alphanumeric);
    ends.then_some(raw.len() - rest.len())
}

/// Where `symbol` ends in `raw` from byte `at`, if no letter or digit goes on.
fn symbol_end(raw: &str, at: usize, symbol: &str) -> Option<usize> {
    let rest = raw.get(at..)?.strip_prefix(symbol)?;
    let letters = symbol.ends_with(char::is_alphanumeric);
    let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() && !is_han(c) || matches!(c, '²' | '³')) && letters;
    (!goes_on).then_some(raw.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_with_prefixes_and_plurals() {
        for (text, code, end) in [
            ("square kilometres of", "km2", 17),
            ("kilowatt-hours per", "kW.h", 14),
            ("percentage points,", "pp", 17),
            ("per\ncent of", "%", 8),
            ("US dollars", "USD", 10),
            ("dollar-denominated", "USD", 6),
            ("tonnes of oil equivalent", "{toe}", 24),
            ("tonnes of iron", "t", 6),
            ("yuan", "CNY", 4),
        ] {
            let first: String = text.chars().take_while(|c| c.is_alphabetic()).collect();
            let (found, meaning) = lexicon().name(text, 0, &first).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((meaning.unit.code(), found), (code, end), "{text}");
        }
        let (_, dollars) = lexicon().name("dollars", 0, "dollars").unwrap();
        assert!(dollars.alternatives.iter().any(|unit| unit.code() == "AUD"));
        assert!(lexicon().name("yuanish", 0, "yuanish").is_none());
    }

    #[test]
    fn symbols_are_exact() {
        for (text, code) in [
            ("km/h.", "km/h"),
            ("GWh", "GW.h"),
            ("Mbps", "Mbit/s"),
            ("EFlops", "{EFLOPS}"),
            ("m²", "m2"),
            ("km2", "km2"),
            ("°C", "Cel"),
            ("bpd", "[bbl_us]/d"),
            ("%", "%"),
            ("$", "USD"),
            ("€", "EUR"),
            ("Mtoe", "{Mtoe}"),
        ] {
            let (_, meaning) = lexicon().symbol(text, 0, true).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(meaning.unit.code(), code, "{text}");
        }
        assert!(lexicon().symbol("kmx", 0, true).is_none());
        assert!(lexicon().symbol("m people", 0, false).is_none());
        for text in ["m tall", "m above sea level", "m in length."] {
            assert_eq!(lexicon().symbol(text, 0, false).unwrap().1.unit.code(), "m", "{text}");
        }
    }

    #[test]
    fn currency_signs_stand_before_numbers() {
        for (text, code, number) in [
            ("US$5", "USD", 3),
            ("EUR1.2bn", "EUR", 3),
            ("$ 385.9", "USD", 2),
            ("USD 5", "USD", 4),
            ("HK$9", "HKD", 3),
            ("Rs 1.5", "INR", 3),
            ("R23 billion", "ZAR", 1),
            ("T$17.3 billion", "TWD", 2),
            ("Rupees 500", "INR", 7),
            ("Malaysian ringgit 42", "MYR", 18),
            ("RM5", "MYR", 2),
        ] {
            let (at, meaning) = lexicon().money(text, 0).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((meaning.unit.code(), at), (code, number), "{text}");
        }
        assert!(lexicon().money("TOP 10", 0).is_none());
        assert!(lexicon().money("R23 road", 0).is_none());
        assert!(lexicon().money("USD fell", 0).is_none());
    }
}
