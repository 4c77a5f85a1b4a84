//! Letters and marks behind a number that are a unit only in company: "25 C" beside a temperature, "12 kn" of a ship.
//!
//! `senses.tsv` holds what each may mean and the words that speak for it. Where none of them stands in the sentence, or
//! two senses have as many, nothing is read here.

use std::collections::HashMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::lexer::{Kind, Text};
use super::lexicon::Meaning;
use super::stops::STOPS;
use super::unit::Unit;

const TABLE: &str = include_str!("senses.tsv");

/// How far a sentence is looked through, in tokens each way.
const REACH: usize = 16;

struct Sense {
    meaning: Meaning,
    words: Vec<&'static str>,
}

static SENSES: LazyLock<HashMap<&'static str, Vec<Sense>>> = LazyLock::new(|| {
    let mut all: HashMap<&'static str, Vec<Sense>> = HashMap::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(form), Some(code), Some(factor), Some(words)) =
            (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        let (Ok(unit), Ok(factor)) = (Unit::parse(code), factor.parse::<Decimal>()) else { continue };
        let others: &[&str] = if code == "USD" { &["AUD", "CAD", "NZD", "EUR", "ZAR"] } else { &[] };
        let alternatives = others.iter().filter_map(|code| Unit::parse(code).ok()).collect();
        let sense = Sense { meaning: Meaning { unit, factor, alternatives }, words: words.split('|').collect() };
        all.entry(form).or_default().push(sense);
    }
    all
});

/// What the letter or mark at token `at`, right behind a number in digits, means in its sentence.
pub(super) fn read(text: &Text, at: usize) -> Option<&'static Meaning> {
    let short = text.str(at).len() <= 5;
    let senses = SENSES.get(text.str(at)).filter(|_| short && text.is_number(at.wrapping_sub(1)))?;
    if let Some(mark) = text.mark(at) {
        // "Channel 4's"
        let owner = text.adjoins(at + 1) && text.kind(at + 1) == Some(Kind::Word);
        if !text.adjoins(at) || owner || matches!(mark, '\'' | '"') && quoted(text, at, mark) {
            return None;
        }
    } else if text.adjoins(at + 1) && matches!(text.kind(at + 1), Some(Kind::Number | Kind::Word))
        || text.is_dash(at + 1) && text.adjoins(at + 1)
    {
        return None;
    }
    if let Some(sense) = below_zero(text, at, senses) {
        return Some(&sense.meaning);
    }
    let mut counts = vec![0_usize; senses.len()];
    for k in sentence(text, at) {
        let word = text.word(k);
        if word.is_empty() {
            continue;
        }
        for (count, sense) in counts.iter_mut().zip(senses) {
            *count += usize::from(sense.words.iter().any(|known| known.eq_ignore_ascii_case(word)));
        }
    }
    let best = counts.iter().copied().max().filter(|&most| most > 0)?;
    let mut winners = counts.iter().zip(senses).filter(|(count, _)| **count == best);
    let (_, sense) = winners.next()?;
    winners.next().is_none().then_some(&sense.meaning)
}

/// The tokens around token `at` in its sentence, the nearest before it first.
fn sentence<'a>(text: &'a Text, at: usize) -> impl Iterator<Item = usize> + 'a {
    let inside = |k: usize| !text.is_mark(k, &['.', '!', '?', ';']);
    let before = (at.saturating_sub(REACH)..at).rev().take_while(move |&k| inside(k) && text.reads_on(k + 1));
    before.chain((at + 1..at + REACH).take_while(move |&k| inside(k) && text.reads_on(k)))
}

/// "it was -10C": what is less than nothing is a temperature.
fn below_zero<'a>(text: &Text, at: usize, senses: &'a [Sense]) -> Option<&'a Sense> {
    let sign = at.checked_sub(2)?;
    let signed = text.is_mark(sign, &['-', '−', '–']) && text.adjoins(sign + 1) && (sign == 0 || !text.adjoins(sign));
    senses.iter().find(|sense| signed && matches!(sense.meaning.unit.code(), "Cel" | "[degF]"))
}

/// Whether the "K" at token `at`, which may be a thousand, means kelvins: "(300 °C, 573.15K)".
pub(super) fn kelvins(text: &Text, at: usize) -> bool {
    let free = text.kind(at + 1) != Some(Kind::Word) || !text.reads_on(at + 1) || text.any(at + 1, STOPS);
    let near = |k: usize| {
        text.is_mark(k, &['°']) || text.any(k, &["temperature", "temperatures", "kelvin", "degrees", "celsius"])
    };
    free && sentence(text, at).any(near)
}

/// Whether the mark may close a quotation: one is open, or the paragraph starts too far back to see.
pub(super) fn may_close(text: &Text, at: usize, mark: char) -> bool {
    let first = at.saturating_sub(4 * REACH);
    let seen = first == 0 || (first..at).any(|k| !text.reads_on(k));
    !seen || quoted(text, at, mark) || text.is_mark(at.wrapping_sub(1), &['`'])
}

/// Whether the mark closes a quotation that one like it opened.
fn quoted(text: &Text, at: usize, mark: char) -> bool {
    let mut open = false;
    for k in (at.saturating_sub(4 * REACH)..at).rev() {
        open ^= text.is_mark(k, &[mark, '“', '‘', '`']);
        if !text.reads_on(k) {
            break;
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::super::find_quantities;

    #[test]
    fn the_words_around_say_which_unit() {
        for (text, unit) in [
            ("the oven stood at 400 F", "[degF]"),
            ("a capacitor of 2 F", "F"),
            ("winds of 30 kn at the pier", "[kn_i]"),
            ("a ticket to Zagreb for 30 kn", "HRK"),
            ("a 60\" screen", "[in_i]"),
            ("by dawn it was -12C", "Cel"),
            ("boils at a temperature of 4.2K", "K"),
            ("a town of 20K", "1"),
            ("31C outside", "Cel"),
            ("sweets for 30 c at the store", "USD"),
            ("snow fell as it was -7 C overnight", "Cel"),
        ] {
            let found = find_quantities(text);
            assert_eq!(found.first().map(|q| q.unit.code()), Some(unit), "{text}");
        }
        assert_eq!(find_quantities("he wrote \"we sold a screen for 60\"")[0].unit.code(), "1");
    }

    #[test]
    fn every_row_has_a_unit() {
        let rows = super::TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(super::SENSES.values().map(Vec::len).sum::<usize>(), rows);
    }
}
