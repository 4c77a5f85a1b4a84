//! What a value is said to be for each of: "a barrel", "per thousand women", "/kWh", "annually".

use rust_decimal::Decimal;

use super::lexer::{Gap, Kind, Text};
use super::lexicon::{self, lexicon, name_at};
use super::noun;
use super::numeral;
use super::stops::STOPS;
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
    "ticket",
    "seat",
    "vehicle",
    "household",
    "child",
    "student",
    "family",
    "dozen",
    "unit",
    "night",
    "visit",
    "patient",
    "pupil",
    "worker",
];

/// Adjectives of what is counted below the stroke.
const QUALIFIERS: &[&str] = &[
    "additional",
    "average",
    "basic",
    "common",
    "diluted",
    "dry",
    "eligible",
    "extra",
    "full",
    "individual",
    "married",
    "new",
    "ordinary",
    "qualified",
    "single",
    "wet",
    "working",
];

/// Words for people at large are persons.
fn general(noun: &str) -> &str {
    match noun {
        "capita" | "head" | "population" | "people" => "person",
        noun => noun,
    }
}

/// The denominator that starts at token `i`; `articles` allows "a barrel" and "annually", which need an amount before.
pub(super) fn read(text: &Text, i: usize, articles: bool) -> Option<Rate> {
    if !text.reads_on(i) {
        return None;
    }
    if articles && let Some(rate) = adverb(text, i).or_else(|| hyphened(text, i)) {
        return Some(rate);
    }
    // "90 km / h", as texts cut into words have it
    let apart =
        || !text.adjoins(i) && !text.adjoins(i + 1) && text.any(i + 1, &["h", "hr", "s", "year", "day", "month"]);
    let slash = text.is_mark(i, &['/']) && (text.adjoins(i + 1) || apart());
    let per = text.is(i, "per") && text.reads_on(i + 1);
    if slash || per {
        return denominator(text, i + 1, slash);
    }
    if let Some(rate) = inverse(text, i) {
        return Some(rate);
    }
    if articles && text.is(i, "for") && text.any(i + 1, &["every", "each"]) && text.reads_on(i + 2) {
        return for_every(text, i + 2);
    }
    // "0.4 inhabitants to the square mile", "14,400 rupiah to the dollar"
    if articles && text.is(i, "to") && text.is(i + 1, "the") && text.reads_on(i + 2) {
        let (end, meaning) = name_at(text, i + 2)?;
        let single = !text.word(end.checked_sub(1)?).ends_with('s');
        let place = is_time(&meaning.unit) || meaning.unit.is_percent() || meaning.factor != Decimal::ONE;
        // "close to the euro zone's"
        let named = meaning.unit.is_currency() && text.reads_on(end) && text.kind(end) == Some(Kind::Word);
        let place = place || named && !text.any(end, STOPS);
        return (single && !place).then(|| rate(meaning.unit.clone(), end));
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

/// "-a-year", "-per-month", "- a - share": hyphens bind the denominator to its amount.
fn hyphened(text: &Text, i: usize) -> Option<Rate> {
    let bound = text.is_dash(i) && text.any(i + 1, &["a", "an", "per"]) && text.is_dash(i + 2);
    let even = text.adjoins(i) == text.adjoins(i + 1) && text.adjoins(i + 2) == text.adjoins(i + 3);
    if !bound || !even || !(text.adjoins(i) || text.reads_on(i + 3)) {
        return None;
    }
    let (end, unit) = unit_at(text, i + 3)?;
    (!unit.has_currency()).then(|| rate(unit, end))
}

/// "for every 1,000 males", "for each child"; money for money ("$2 for every $1") is no rate, and neither is a list.
fn for_every(text: &Text, i: usize) -> Option<Rate> {
    if lexicon().money(text.raw, text.get(i)?.start).is_some() {
        return None;
    }
    if text.is_number(i) || numeral::read(text, i, false).is_some_and(|n| n.words && n.scaled) {
        return denominator(text, i, false);
    }
    // "for each further kilometre"
    let at = i + usize::from(text.any(i, &["further", "additional", "extra"]));
    if let Some((end, unit)) = unit_at(text, at) {
        return (!unit.has_currency()).then(|| rate(unit, end));
    }
    let noun = noun::head(text, i, true)?;
    let listed = text.is_mark(noun.end, &[','])
        || text.any(noun.end, &["and", "or"])
            && text.kind(noun.end + 1) == Some(Kind::Word)
            && !text.is_number(noun.end + 1)
            && noun.end == i + 1
            && text.any(noun.end + 1, &["woman", "man", "child", "girl", "boy"]);
    (!listed && noun.singular.len() > 2).then(|| rate(Unit::count(&noun.singular), noun.end))
}

/// "kWh −1", "s-1": a symbol with an exponent of minus one divides.
fn inverse(text: &Text, i: usize) -> Option<Rate> {
    let token = text.get(i).filter(|_| text.kind(i) == Some(Kind::Word))?;
    let (stop, meaning) = lexicon().symbol(text.raw, token.start, true)?;
    let sign = text.token_at(i, stop);
    let minus = text.is_mark(sign, &['-', '−', '–']) && text.adjoins(sign + 1) && text.plain(sign + 1) == Some(1);
    let ends = text.get(sign + 2).is_none_or(|next| next.gap != Gap::None)
        || text.is_mark(sign + 2, &['.', ',', ';', ')']) && !text.is_number(sign + 3);
    // "20 J-1 visas"
    let class = text.str(i).len() == 1 && text.is_capitalised(i) && text.is_mark(sign, &['-']);
    (minus && ends && !class && !meaning.unit.is_currency()).then(|| rate(meaning.unit.clone(), sign + 2))
}

fn rate(per: Unit, end: usize) -> Rate {
    let time = is_time(&per);
    Rate { per, by: Decimal::ONE, end, time }
}

fn is_time(unit: &Unit) -> bool {
    unit.is_time() || unit.code() == "{quarter}"
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
    if !text.reads_on(i) {
        return None;
    }
    if text.is(i, "quarter") {
        return Some((i + 1, Unit::count("quarter")));
    }
    if text.any(i, EACH) {
        return Some((i + 1, Unit::count(general(&text.word(i).to_lowercase()))));
    }
    // Prices are per pound of goods.
    if text.is(i, "pound") {
        return Some((i + 1, Unit::parse("[lb_av]").ok()?));
    }
    // Symbols come second: "h" and "m" are more often words' first letters than units here.
    let (end, meaning) = lexicon::unit_at(text, i)?;
    Some((end, meaning.unit.clone()))
}

fn power_word(word: &str) -> Option<Decimal> {
    const POWERS: &[(&str, u64)] =
        &[("hundred", 100), ("thousand", 1_000), ("million", 1_000_000), ("billion", 1_000_000_000)];
    POWERS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|&(_, value)| value.into())
}

/// A currency sign at token `i`, a number or a scale word behind it: the token after the sign.
fn money(text: &Text, i: usize) -> Option<(usize, Unit)> {
    let token = text.get(i)?;
    if let Some((number, meaning)) = lexicon().money(text.raw, token.start) {
        return Some((text.token_at(i, number), meaning.unit.clone()));
    }
    let (end, meaning) = lexicon().symbol(text.raw, token.start, true)?;
    let after = text.token_at(i, end);
    (meaning.unit.is_currency() && power_word(text.word(after)).is_some()).then(|| (after, meaning.unit.clone()))
}

/// Whether no noun goes on at token `i`: "per 100,000 in 2012", "per million."
fn ends(text: &Text, i: usize) -> bool {
    !text.reads_on(i) || text.kind(i) != Some(Kind::Word) || text.any(i, STOPS) && !text.is(i, "live")
}

/// "per 100,000" alone: of people, most often, but nobody says so.
fn bare(by: Decimal, end: usize) -> Option<Rate> {
    let per = if by >= Decimal::ONE_THOUSAND { Unit::count("person") } else { Unit::one() };
    by.gt(&Decimal::ONE).then_some(Rate { per, by, end, time: false })
}

fn denominator(text: &Text, i: usize, slash: bool) -> Option<Rate> {
    // "$2,400/mo"
    if slash && text.is(i, "mo") && text.adjoins(i) {
        return Some(rate(Unit::parse("mo").ok()?, i + 1));
    }
    let (mut by, mut at) = (Decimal::ONE, i);
    if let Some(numeral) = numeral::read(text, i, false).filter(|n| !n.vague) {
        by = numeral.number()?.value;
        at = numeral.end;
        // "802/862" is no rate.
        let round = numeral.digits.to_string().trim_end_matches('0') == "1" || numeral.scaled;
        if slash && !round {
            return None;
        }
        if ends(text, at) {
            return bare(by, at);
        }
    } else if let Some(power) = power_word(text.word(i)) {
        by = power;
        at = i + 1;
        if ends(text, at) {
            return bare(by, at);
        }
    } else if let Some((after, unit)) = money(text, i) {
        // "per £ million", "per $1,000"
        let numeral = numeral::read(text, after, true).filter(|n| !n.vague);
        let power = power_word(text.word(after));
        return match (numeral, power) {
            (Some(numeral), _) => Some(Rate { by: numeral.number()?.value, ..rate(unit, numeral.end) }),
            (None, Some(by)) => Some(Rate { by, ..rate(unit, after + 1) }),
            _ => None,
        }
        .filter(|rate| rate.by > Decimal::ZERO);
    }
    // "per eligible adult", "per wet metric ton"
    if by == Decimal::ONE && text.any(at, QUALIFIERS) && !ends(text, at + 1) {
        at += 1;
    }
    // "per 1,000 mid-2012 population"
    if text.is(at, "mid") && text.is_dash(at + 1) && text.is_number(at + 2) {
        at += 3;
    }
    // "per thousand married population"
    if by > Decimal::ONE && text.is(at + 1, "population") && text.reads_on(at + 1) {
        at += 1;
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
        let name = general(&noun.singular);
        // A word glued to a stroke may be anything ("km/x"); a noun has three letters.
        if name.len() < 3 || text.kind(noun.end - 1) != Some(Kind::Word) {
            return None;
        }
        Rate { by, ..rate(Unit::count(name), noun.end) }
    };
    // "60¢/LIPA customer/month", "tonnes per head per year"
    let article =
        !rate.time && text.any(rate.end, &["a", "an"]) && unit_at(text, rate.end + 1).is_some_and(|u| is_time(&u.1));
    let again = text.is_mark(rate.end, &['/']) && slash || text.is(rate.end, "per") || article;
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

#[cfg(test)]
mod tests {
    use super::super::find_quantities;

    #[test]
    fn denominators_of_all_kinds() {
        for (text, mention, unit) in [
            ("a $7 billion-a-year trade", "$7 billion-a-year", "USD/a"),
            ("there were 940 boys for every 1,000 girls", "940 boys for every 1,000 girls", "{boy}/{girl}"),
            ("gets €50 for each child in school", "€50 for each child", "EUR/{child}"),
            ("gives €3 for every €2 raised", "€3", "EUR"),
            ("paid 60 euros per eligible farmer and more", "60 euros per eligible farmer", "EUR/{farmer}"),
            ("3.1 deaths per million in May", "3.1 deaths per million", "{death}/{person}"),
            ("0.2 tonnes per € million of sales", "0.2 tonnes per € million", "t/EUR"),
            ("at 90 cents a pound", "90 cents a pound", "USD/[lb_av]"),
            ("a room at $700/mo now", "$700/mo", "USD/mo"),
            ("gold fell to $1,900 an ounce", "$1,900 an ounce", "USD/[oz_tr]"),
            ("saffron at $90 an ounce", "$90 an ounce", "USD/[oz_av]"),
            ("12 people to the square mile", "12 people to the square mile", "{person}/[mi_i]2"),
            ("9 euros a month per user", "9 euros a month per user", "EUR/mo/{user}"),
            (
                "4 patents per 100,000 inhabitants a year",
                "4 patents per 100,000 inhabitants a year",
                "{patent}/({inhabitant}.a)",
            ),
            ("rose to 8 euros a dozen", "8 euros a dozen", "EUR/{dozen}"),
        ] {
            let found = find_quantities(text);
            let first = &found[0];
            assert_eq!((first.span.of(text), first.unit.code()), (mention, unit), "{text}");
        }
    }
}
