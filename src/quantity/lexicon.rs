//! The words and symbols of the unit tables, ready for look-up at a place in a text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::chinese::is_han;
use super::unit::Unit;
use super::units::{self, Money, PREFIXES, Row};
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

/// The tables as they are read, row by row.
#[derive(Default)]
struct Builder {
    names: BTreeMap<String, Vec<Name>>,
    symbols: BTreeMap<char, Vec<Symbol>>,
    money: BTreeMap<char, Vec<Symbol>>,
}

/// ISO codes that are English words in capitals: read only where they adjoin the digits.
const WORDLIKE: &[&str] =
    &["ALL", "TOP", "TRY", "CUP", "PEN", "MAD", "SOS", "BAM", "GEL", "MOP", "RON", "ANG", "XXX", "XTS"];

/// Letters for a currency that stand behind a number too: "30 Dh", "6,490 DM".
const BEHIND: &[&str] = &[
    "Dh", "Dhs", "DH", "DHS", "DM", "FCFA", "Ft", "KSh", "Ksh", "Kč", "LE", "NIS", "RM", "RMB", "TL", "TSh", "Tk",
    "USh", "US$", "A$", "C$", "HK$", "NT$", "NZ$", "R$", "S$",
];

/// Letters for a currency that adjoin even small numbers: "Rs20", "RM42".
const ADJOINING: &[&str] = &["Rs", "RM"];

/// Names of currencies that their countries' English puts before the number: "Rupees 500", "ringgit 42".
const BEFORE: &[&str] = &["baht", "naira", "ringgit", "ringgits", "rupees", "taka"];

/// Coins worth other parts of their currency than a hundredth: name, currency, value. "Not one dime" is no sum.
const COINS: &[(&str, &str, Decimal)] = &[
    ("dimes", "USD", Decimal::from_parts(1, 0, 0, false, 1)),
    ("nickels", "USD", Decimal::from_parts(5, 0, 0, false, 2)),
];

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(Builder::from_tables()));

/// The words and symbols of the tables.
pub(super) fn lexicon() -> &'static Lexicon {
    &LEXICON
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

impl Builder {
    fn from_tables() -> Self {
        let mut all = Self::default();
        for row in units::rows() {
            all.add_unit(&row);
        }
        let currencies: Vec<Money> = units::currencies().collect();
        let sharers = sharers(&currencies);
        for money in &currencies {
            all.add_currency(money, &currencies, &sharers);
        }
        let listed = |code: &str| currencies.iter().any(|money| money.code == code);
        for code in units::iso_codes().filter(|code| !listed(code)) {
            all.add_code(&code);
        }
        for names in all.names.values_mut() {
            names.sort_by(|a, b| b.phrase.len().cmp(&a.phrase.len()).then_with(|| a.phrase.cmp(&b.phrase)));
        }
        all
    }

    fn add_unit(&mut self, row: &Row) {
        let prefixes = PREFIXES.iter().filter(|(symbol, _, _)| {
            // The micro sign and the Greek letter look the same.
            row.prefixes.contains(if *symbol == "µ" { "μ" } else { symbol })
        });
        let forms = std::iter::once(("", "")).chain(prefixes.map(|(symbol, name, _)| (*symbol, *name)));
        for (symbol, name) in forms {
            let code = prefixed_code(row.code, symbol.replace(['μ', 'µ'], "u").as_str());
            let Ok(unit) = Unit::parse(&code) else { continue };
            let meaning = Meaning { unit, factor: Decimal::ONE, alternatives: Vec::new() };
            for phrase in cells(row.names).flat_map(variants) {
                if let Some(phrase) = with_prefix(&phrase, name) {
                    self.add_name(&phrase, meaning.clone());
                }
            }
            for written in cells(row.symbols) {
                if let Some(text) = written.strip_prefix('<') {
                    let symbol = Symbol { text: text.to_owned(), strict: false, meaning: meaning.clone() };
                    add_symbol(&mut self.money, symbol);
                    continue;
                }
                let bare = written.strip_prefix('!').unwrap_or(written);
                let strict = written.starts_with('!') && (symbol.is_empty() || bare.chars().count() > 1);
                if bare.starts_with('_') && symbol.is_empty() {
                    continue;
                }
                if let Some(text) = with_prefix(bare, symbol) {
                    add_symbol(&mut self.symbols, Symbol { text, strict, meaning: meaning.clone() });
                }
            }
        }
    }

    fn add_currency(&mut self, money: &Money, all: &[Money], sharers: &Sharers) {
        let Ok(unit) = Unit::parse(money.code) else { return };
        let plain = Meaning { unit: unit.clone(), factor: Decimal::ONE, alternatives: Vec::new() };
        for (names, factor) in [(money.names, Decimal::ONE), (money.minor, Decimal::new(1, 2))] {
            for name in cells(names) {
                let shared = name.strip_prefix('*');
                // Single letters ("p", "¢") are symbols, which adjoin the digits.
                for phrase in variants(shared.unwrap_or(name)).into_iter().filter(|p| p.chars().count() > 1) {
                    let alternatives = if shared.is_some() { sharing(&phrase, money, sharers) } else { Vec::new() };
                    self.add_name(&phrase, Meaning { factor, alternatives, ..plain.clone() });
                }
            }
        }
        for &(name, _, factor) in COINS.iter().filter(|(_, code, _)| *code == money.code) {
            self.add_name(name, Meaning { factor, ..plain.clone() });
        }
        for name in cells(money.names).flat_map(|name| variants(name.trim_start_matches('*'))) {
            if BEFORE.iter().any(|word| name.ends_with(word)) {
                let capital = name.chars().take(1).flat_map(char::to_uppercase).chain(name.chars().skip(1)).collect();
                for text in [name, capital] {
                    add_symbol(&mut self.money, Symbol { text, strict: false, meaning: plain.clone() });
                }
            }
        }
        for text in cells(money.symbols) {
            let strict = text.starts_with('!');
            let text = text.strip_prefix('!').unwrap_or(text).to_owned();
            let symbol = Symbol { text, strict, meaning: plain.clone() };
            let behind = BEHIND.contains(&symbol.text.as_str());
            if !strict && (behind || !symbol.text.starts_with(|c: char| c.is_ascii_alphabetic())) {
                add_symbol(&mut self.symbols, Symbol { text: symbol.text.clone(), strict, meaning: plain.clone() });
            }
            add_symbol(&mut self.money, symbol);
        }
        for text in cells(money.bare).filter_map(|bare| bare.strip_prefix('*')) {
            let sharers =
                all.iter().filter(|other| other.code != money.code && cells(other.bare).any(|bare| bare == text));
            let alternatives = sharers.filter_map(|other| Unit::parse(other.code).ok()).collect();
            let meaning = Meaning { alternatives, ..plain.clone() };
            add_symbol(&mut self.symbols, Symbol { text: text.to_owned(), strict: false, meaning: meaning.clone() });
            add_symbol(&mut self.money, Symbol { text: text.to_owned(), strict: false, meaning });
        }
        self.add_code(money.code);
        for (text, factor) in cells(money.minor).filter(|m| m.chars().count() == 1).map(|m| (m, Decimal::new(1, 2))) {
            let meaning = Meaning { factor, ..plain.clone() };
            add_symbol(&mut self.symbols, Symbol { text: text.to_owned(), strict: true, meaning });
        }
    }

    fn add_code(&mut self, code: &str) {
        let Ok(unit) = Unit::parse(code) else { return };
        let meaning = Meaning { unit, factor: Decimal::ONE, alternatives: Vec::new() };
        let strict = WORDLIKE.contains(&code);
        // Nordic reports write "MSEK 120" and "30 MEUR".
        if !strict {
            let text = format!("M{code}");
            let millions = Meaning { factor: Decimal::from(1_000_000), ..meaning.clone() };
            add_symbol(&mut self.symbols, Symbol { text: text.clone(), strict, meaning: millions.clone() });
            add_symbol(&mut self.money, Symbol { text, strict, meaning: millions });
        }
        add_symbol(&mut self.symbols, Symbol { text: code.to_owned(), strict, meaning: meaning.clone() });
        add_symbol(&mut self.money, Symbol { text: code.to_owned(), strict, meaning });
    }

    fn add_name(&mut self, phrase: &str, meaning: Meaning) {
        let phrase = phrase.to_lowercase();
        let first: String = phrase.chars().take_while(|c| c.is_alphabetic()).collect();
        let names = self.names.entry(first).or_default();
        if !names.iter().any(|name| name.phrase == phrase) {
            names.push(Name { phrase, meaning });
        }
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

    /// The currency sign or code that starts at byte `at` and stands before a number: the number's byte and the meaning.
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
            let grouped = number.as_bytes().get(digits) == Some(&b' ')
                && number.bytes().skip(digits + 1).take_while(u8::is_ascii_digit).count() == 3;
            if short && !scaled && !(digits > 0 && grouped) && !number[digits..].starts_with(['.', ',']) {
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

fn cells(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split('|').filter(|part| !part.is_empty())
}

/// "dollar(s)" is "dollar" and "dollars".
fn variants(name: &str) -> Vec<String> {
    let (Some(open), Some(close)) = (name.find('('), name.find(')')) else { return vec![name.to_owned()] };
    let (head, inner, tail) = (&name[..open], &name[open + 1..close], &name[close + 1..]);
    variants(tail).into_iter().flat_map(|tail| [format!("{head}{tail}"), format!("{head}{inner}{tail}")]).collect()
}

/// "square _metre" with "kilo" is "square kilometre"; without a place for the prefix it stands in front.
fn with_prefix(name: &str, prefix: &str) -> Option<String> {
    if name.contains('_') {
        return Some(name.replacen('_', prefix, 1));
    }
    // A second word would have to say where the prefix goes.
    (prefix.is_empty() || !name.contains([' ', '°'])).then(|| format!("{prefix}{name}"))
}

fn prefixed_code(code: &str, prefix: &str) -> String {
    match code.strip_prefix('{') {
        Some(inner) => format!("{{{prefix}{inner}"),
        None => format!("{prefix}{code}"),
    }
}

/// Currencies whose names end in the word that they share: all dollars.
fn sharing(word: &str, own: &Money, sharers: &Sharers) -> Vec<Unit> {
    let codes = sharers.get(word).into_iter().flatten().filter(|&&code| code != own.code);
    codes.filter_map(|code| Unit::parse(code).ok()).collect()
}

/// The codes of the currencies that have a name of several words, by its last one, in the table's order.
type Sharers = BTreeMap<String, Vec<&'static str>>;

fn sharers(all: &[Money]) -> Sharers {
    let mut sharers = Sharers::new();
    for money in all {
        for name in cells(money.names).chain(cells(money.minor)).flat_map(variants) {
            if let Some((_, word)) = name.rsplit_once(' ') {
                let codes = sharers.entry(word.to_owned()).or_default();
                if codes.last() != Some(&money.code) {
                    codes.push(money.code);
                }
            }
        }
    }
    sharers
}

fn add_symbol(symbols: &mut BTreeMap<char, Vec<Symbol>>, symbol: Symbol) {
    let Some(first) = symbol.text.chars().next() else { return };
    let all = symbols.entry(first).or_default();
    if !all.iter().any(|known| known.text == symbol.text) {
        all.push(symbol);
    }
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
    fn no_name_means_two_units() {
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        let mut add = |phrase: String, code: &str| {
            if let Some(other) = seen.insert(phrase.to_lowercase(), code.to_owned()) {
                assert_eq!(other, code, "{phrase:?} names two units");
            }
        };
        for row in units::rows() {
            for phrase in cells(row.names).flat_map(variants) {
                add(phrase, row.code);
            }
        }
        for money in units::currencies() {
            for name in cells(money.names).chain(cells(money.minor)) {
                for phrase in variants(name.trim_start_matches('*')) {
                    add(phrase, money.code);
                }
            }
        }
    }

    #[test]
    fn no_symbol_means_two_units() {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        for row in units::rows() {
            for symbol in cells(row.symbols) {
                assert_eq!(seen.insert(symbol.trim_start_matches('!'), row.code), None, "{symbol:?} means two units");
            }
        }
        for money in units::currencies() {
            for symbol in cells(money.symbols).chain(cells(money.bare).filter_map(|bare| bare.strip_prefix('*'))) {
                assert_eq!(seen.insert(symbol, money.code), None, "{symbol:?} means two units");
            }
        }
    }

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
