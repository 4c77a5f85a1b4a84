//! Builds the look-up from the tables: every prefix, plural and sign of a row, with what it means.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::super::unit::Unit;
use super::super::units::{self, Money, PREFIXES, Row};
use super::{Meaning, Name, Symbol};

/// The tables as they are read, row by row.
#[derive(Default)]
pub(super) struct Builder {
    pub names: BTreeMap<String, Vec<Name>>,
    pub symbols: BTreeMap<char, Vec<Symbol>>,
    pub money: BTreeMap<char, Vec<Symbol>>,
}

/// ISO codes that are English words in capitals: read only where they adjoin the digits.
const WORDLIKE: &[&str] =
    &["ALL", "TOP", "TRY", "CUP", "PEN", "MAD", "SOS", "BAM", "GEL", "MOP", "RON", "ANG", "XXX", "XTS"];

/// Letters for a currency that stand behind a number too: "30 Dh", "6,490 DM".
const BEHIND: &[&str] = &[
    "Dh", "Dhs", "DH", "DHS", "DM", "FCFA", "Ft", "KSh", "Ksh", "Kč", "LE", "NIS", "RM", "RMB", "TL", "TSh", "Tk",
    "USh", "US$", "A$", "C$", "HK$", "NT$", "NZ$", "R$", "S$",
];

/// Names of currencies that their countries' English puts before the number: "Rupees 500", "ringgit 42".
const BEFORE: &[&str] = &["baht", "naira", "ringgit", "ringgits", "rupees", "taka"];

/// Coins worth other parts of their currency than a hundredth: name, currency, value. "Not one dime" is no sum.
const COINS: &[(&str, &str, Decimal)] = &[
    ("dimes", "USD", Decimal::from_parts(1, 0, 0, false, 1)),
    ("nickels", "USD", Decimal::from_parts(5, 0, 0, false, 2)),
];

impl Builder {
    pub(super) fn from_tables() -> Self {
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
}
