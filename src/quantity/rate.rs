//! What a value is said to be for each of: "a barrel", "per thousand women", "/kWh", "annually".

use rust_decimal::Decimal;

use super::lexer::{Kind, Text};
use super::lexicon::lexicon;
use super::noun;
use super::numeral;
use super::unit::Unit;

/// A denominator: its unit, what the value is divided by, and the token after.
pub(super) struct Rate {
    pub per: Unit,
    pub by: Decimal,
    pub end: usize,
    /// Whether it is a span of time.
    pub time: bool,
}

/// Nouns that an article alone makes a denominator: "$5 a head".
const EACH: &[&str] = &[
    "head",
    "person",
    "piece",
    "copy",
    "share",
    "night",
    "ticket",
    "seat",
    "vehicle",
    "household",
    "child",
    "student",
    "unit",
    "family",
];

/// The denominator that starts at token `i`; `articles` allows "a barrel" and "annually", which need an amount before.
pub(super) fn read(text: &Text, i: usize, articles: bool) -> Option<Rate> {
    if !text.reads_on(i) {
        return None;
    }
    if articles && let Some(rate) = adverb(text, i) {
        return Some(rate);
    }
    let slash = text.is_mark(i, &['/']) && text.adjoins(i + 1);
    let per = text.is(i, "per") && text.reads_on(i + 1);
    if slash || per {
        return denominator(text, i + 1, slash);
    }
    if articles && text.any(i, &["a", "an"]) {
        let (end, unit) = unit_at(text, i + 1)?;
        let single = !text.word(end.checked_sub(1)?).ends_with('s');
        // "4.8 a year ago" is a time, not a rate.
        let ago = text.any(end, &["ago", "earlier", "before", "later"]);
        return if single && !ago && (is_time(&unit) || !unit.is_percent() && !unit.has_currency()) {
            Some(rate(unit, end))
        } else {
            None
        };
    }
    None
}

fn rate(per: Unit, end: usize) -> Rate {
    let time = is_time(&per);
    Rate { per, by: Decimal::ONE, end, time }
}

fn is_time(unit: &Unit) -> bool {
    matches!(unit.code(), "a" | "mo" | "wk" | "d" | "h" | "min" | "s" | "{quarter}")
}

/// "annually", "per annum", "p.a.", "monthly".
fn adverb(text: &Text, i: usize) -> Option<Rate> {
    let unit = |code: &str| Unit::parse(code).ok();
    if text.is(i, "per") && text.is(i + 1, "annum") {
        return Some(rate(unit("a")?, i + 2));
    }
    if text.is(i, "p") && text.is_mark(i + 1, &['.']) && text.is(i + 2, "a") && text.adjoins(i + 2) {
        return Some(rate(unit("a")?, i + 3 + usize::from(text.is_mark(i + 3, &['.']))));
    }
    let code = match text.word(i).to_ascii_lowercase().as_str() {
        "annually" | "yearly" => "a",
        "monthly" => "mo",
        "weekly" => "wk",
        "daily" => "d",
        "hourly" => "h",
        _ => return None,
    };
    // "weekly earnings" is an adjective.
    let adverb = code == "a"
        || text.kind(i + 1) != Some(Kind::Word)
        || text.any(i + 1, &["in", "for", "to", "from", "by", "and", "on", "at"]);
    if adverb { Some(rate(unit(code)?, i + 1)) } else { None }
}

fn unit_at(text: &Text, i: usize) -> Option<(usize, Unit)> {
    let token = text.get(i)?;
    if !text.reads_on(i) {
        return None;
    }
    if text.is(i, "quarter") {
        return Some((i + 1, Unit::count("quarter")));
    }
    if text.any(i, EACH) {
        return Some((i + 1, Unit::count(&text.word(i).to_lowercase())));
    }
    // Symbols come second: "h" and "m" are more often words' first letters than units here.
    let named = lexicon().name(text.raw, token.start, text.word(i));
    let found = named.or_else(|| lexicon().symbol(text.raw, token.start, true))?;
    Some((text.token_at(i, found.0), found.1.unit.clone()))
}

fn denominator(text: &Text, i: usize, slash: bool) -> Option<Rate> {
    let (mut by, mut at) = (Decimal::ONE, i);
    if let Some(numeral) = numeral::read(text, i, false).filter(|n| !n.vague) {
        by = numeral.number()?.value;
        at = numeral.end;
        // "802/862" is no rate.
        let round = numeral.digits.to_string().trim_end_matches('0') == "1" || numeral.scaled;
        if slash && !round {
            return None;
        }
        // "per 100,000" at the end of a phrase: of people, most often, but nobody says so.
        if !text.reads_on(at) || text.kind(at) != Some(Kind::Word) {
            return by.gt(&Decimal::ONE).then(|| Rate { per: Unit::one(), by, end: at, time: false });
        }
    } else if let Some(power) =
        text.any(i, &["hundred", "thousand", "million", "billion"]).then(|| text.word(i).to_ascii_lowercase())
    {
        by = match power.as_str() {
            "hundred" => Decimal::ONE_HUNDRED,
            "thousand" => Decimal::ONE_THOUSAND,
            "million" => Decimal::from(1_000_000),
            _ => Decimal::from(1_000_000_000),
        };
        at = i + 1;
    }
    let mut rate = if let Some((end, unit)) = unit_at(text, at) {
        Rate { by, ..rate(unit, end) }
    } else {
        let many = by > Decimal::ONE;
        let noun = if many {
            noun::head(text, at, false).or_else(|| noun::noun(text, at).filter(|n| !n.singular.is_empty()))
        } else {
            single(text, at)
        }?;
        let name = match noun.singular.as_str() {
            "capita" | "head" | "population" | "people" => "person",
            name => name,
        };
        // A word glued to a stroke may be anything ("km/x"); a noun has three letters.
        if name.len() < 3 || text.kind(noun.end - 1) != Some(Kind::Word) {
            return None;
        }
        Rate { by, ..rate(Unit::count(name), noun.end) }
    };
    // "60¢/LIPA customer/month", "tonnes per head per year"
    let again = text.is_mark(rate.end, &['/']) && slash || text.is(rate.end, "per");
    if again && let Some((end, unit)) = unit_at(text, rate.end + 1) {
        rate.per = rate.per.with(&unit);
        rate.end = end;
    }
    Some(rate)
}

/// The noun of "per child", "per LIPA customer": one word, or the one behind a name.
fn single(text: &Text, i: usize) -> Option<noun::Noun> {
    if text.kind(i) != Some(Kind::Word) || !text.reads_on(i) {
        return None;
    }
    let named =
        text.word(i).chars().all(char::is_uppercase) && text.kind(i + 1) == Some(Kind::Word) && text.reads_on(i + 1);
    noun::noun(text, i + usize::from(named))
}
