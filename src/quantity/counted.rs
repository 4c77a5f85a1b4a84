//! A number without a unit: what it counts, said right behind it, behind the next number or not at all.

use rust_decimal::Decimal;

use super::after::after;
use super::lexer::{Gap, Kind, Text};
use super::lexicon::name_at;
use super::number::Figure;
use super::numeral::{self, Numeral};
use super::scan::Found;
use super::stops::STOPS;
use super::unit::Unit;
use super::value::{per, rated};
use super::{bracket, cue, exclude, noun, rate};

/// Units that are read behind an adjective too: nothing else is called so.
const MEASURES: &[&str] =
    &["acre", "hectare", "mile", "yard", "kilometre", "kilometer", "tonne", "gallon", "litre", "liter", "euro"];

/// A number without a unit: what it counts, or nothing.
pub(super) fn counted(text: &Text, mut found: Found, numeral: &Numeral) -> Option<Found> {
    let end = found.end;
    let one = numeral.digits == Decimal::ONE && !numeral.scaled;
    if numeral.fraction && !numeral.scaled && matches!(found.figure, Figure::Point(_)) {
        return None;
    }
    if let Some(rate) = rate::read(text, end, false) {
        let firm = rate.by != Decimal::ONE || rate.time || text.is(end, "per") || !rate.per.dimension().is_one();
        if firm {
            found.end = rate.end;
            return per(found, &rate);
        }
    }
    if text.is(end, "times") && text.reads_on(end) {
        found.unit = Unit::count("time");
        found.noun = text.span(end, end + 1);
        // "four times a week"
        if let Some(rate) = rate::read(text, end + 1, true).filter(|rate| rate.time) {
            return per(found, &rate);
        }
        return Some(found);
    }
    // "women aged under 18", whatever word comes after
    if numeral.end == end && aged_directly(text, found.first, numeral.digits) {
        found.unit = Unit::parse("a").ok()?;
        return Some(found);
    }
    // "a two-speed recovery"
    let kind = text.is_hyphen(end) && text.any(end + 1, KINDS);
    if kind && numeral.words && numeral.digits < Decimal::TEN {
        return None;
    }
    // "100 or more ships", "50-plus farms"
    let counted_from = cue::after(text, end).map_or(end, |(_, _, next)| next);
    // "one or more chronic conditions"
    let head = noun::head(text, counted_from, one && counted_from == end)
        .filter(|_| !(numeral.words && numeral.digits.is_zero() && text.is_dash(end)));
    // "than the 4.5 million analysts had expected"
    let expecting = |head: &noun::Noun| {
        let verb = head.end + usize::from(text.any(head.end, &["had", "were", "have", "polled", "surveyed"]));
        text.any(head.end - 1, FORECASTERS) && text.any(verb, FORECAST) && head.end == end + 1
    };
    if numeral.scaled
        && text.any_before(found.first, &["the", "than", "to", "with", "versus"])
        && head.as_ref().is_some_and(expecting)
    {
        return Some(found);
    }
    // "fell 0.3 point": less than one is one point.
    let head =
        head.or_else(|| noun::noun(text, end).filter(|_| text.is(end, "point") && numeral.digits < Decimal::ONE));
    if let Some(head) = &head {
        return of_noun(text, found, numeral, head, counted_from);
    }
    // "traded at 740 to the dollar"
    if text.is(end, "to")
        && let Some(rate) = rate::read(text, end, true).filter(|rate| rate.per.is_currency())
    {
        found.end = rate.end;
        return per(found, &rate);
    }
    // "+6,000 a year", "21,000 annually"
    if let Some(rate) = rate::read(text, end, true).filter(|rate| rate.time) {
        found.end = rate.end;
        return per(found, &rate);
    }
    if let Some((unit, rate)) = unsaid(text, &found, numeral) {
        found.unit = unit;
        return match rate {
            Some(rate) => per(found, &rate),
            None => Some(found),
        };
    }
    if is_none(text, &found, numeral) { None } else { Some(found) }
}

/// Who says beforehand how many it will be, and what they do.
const FORECASTERS: &[&str] = &["analysts", "economists", "forecasters", "investors", "experts"];
const FORECAST: &[&str] =
    &["expected", "forecast", "forecasted", "predicted", "estimated", "projected", "expecting", "anticipated"];

/// The count of a noun that is said behind it.
fn of_noun(text: &Text, mut found: Found, numeral: &Numeral, head: &noun::Noun, counted_from: usize) -> Option<Found> {
    let end = found.end;
    let one = numeral.digits == Decimal::ONE && !numeral.scaled;
    // "12 long years" are years.
    let unit = name_at(text, head.end - 1);
    if let Some((_, meaning)) = unit.filter(|&(_, meaning)| {
        head.end <= counted_from + 2 && meaning.factor == Decimal::ONE && meaning.unit.is_time()
    }) {
        found.unit = meaning.unit.clone();
        found.end = head.end;
        return Some(found);
    }
    // "eight million surface acres", "6,000 total yards"
    if let Some((_, meaning)) =
        unit.filter(|_| head.end == end + 2 && !text.is_dash(end) && MEASURES.contains(&head.singular.as_str()))
    {
        found.figure = found.figure.scaled(meaning.factor)?;
        (found.unit, found.end) = (meaning.unit.clone(), head.end);
        found.alternatives.clone_from(&meaning.alternatives);
        return rated(text, found);
    }
    // "20 killed and 30 others injured"
    let people = head.singular == "other" && text.any(head.end, CASUALTIES);
    found.unit = Unit::count(if people { "person" } else { &head.singular });
    found.noun = Some(head.span);
    if head.singular == "point" {
        // Beside percentages, points are theirs.
        found.alternatives = vec![Unit::points()];
        let next = head.span.end == text.span(end, end + 1)?.end;
        if next && percent_near(text, end) && !of_an_index(text, found.first, end) && !scored(text, end) {
            found.unit = Unit::points();
            found.alternatives = vec![Unit::count("point")];
            found.noun = None;
            found.end = end + 1;
            return Some(found);
        }
    }
    if let Some(rate) =
        rate::read(text, head.end, true).filter(|rate| rate.time || text.any(head.end, &["per", "for", "to"]))
    {
        // "2.4 people per household" is one figure; of "21,000 new cases a year" only the number is the value.
        if !rate.time {
            found.end = rate.end;
        }
        return per(found, &rate);
    }
    if let Some(rate) = distant_rate(text, head.end) {
        found.end = rate.end;
        return per(found, &rate);
    }
    let bare_one = one
        && (text.is(end, "of")
            || text.any_before(found.first, &["no", "any", "every", "which", "this", "that", "the"]));
    let said = one && numeral.words && text.any(end, &["day", "thing", "time", "way", "another", "point", "reason"]);
    if bare_one || said { None } else { Some(found) }
}

/// What players make beside points.
const SCORED: &[&str] =
    &["rebounds", "assists", "steals", "blocks", "goals", "turnovers", "wins", "points", "games", "boards", "tackles"];

/// "23.4 points and 7.8 rebounds", "20 points a game": whether the points at token `at` are a player's.
fn scored(text: &Text, at: usize) -> bool {
    let next = at + 1;
    let game =
        text.any(next, &["a", "per", "each", "in"]) && text.any(next + 1, &["game", "match", "start", "minutes"]);
    let list = text.is(next, "and") || text.is_mark(next, &[',']);
    let number = next + 1 + usize::from(text.is(next + 1, "and"));
    text.reads_on(next + 1) && (game || list && text.any(number + 1, SCORED))
}

/// What a number counts that has no noun behind it, as far as the words around tell: its unit and rate.
fn unsaid(text: &Text, found: &Found, numeral: &Numeral) -> Option<(Unit, Option<rate::Rate>)> {
    let end = found.end;
    if let Some(noun) = bracket::counted(text, found.first, end) {
        return Some((Unit::count(&noun.singular), None));
    }
    if aged(text, found.first, numeral.digits) {
        return Some((Unit::parse("a").ok()?, None));
    }
    if text.any(end, CASUALTIES) && text.reads_on(end) || harmed(text, found.cue_at, end) {
        return Some((Unit::count("person"), None));
    }
    let one = numeral.digits == Decimal::ONE && !numeral.scaled;
    let from = text.any_before(found.first, &["from"]) && text.is(end, "to");
    if let Some(shared) = shared_noun(text, end, from).filter(|_| !one) {
        return Some(shared);
    }
    if let Some(noun) = numbered(text, found.cue_at) {
        return Some((Unit::count(&noun.singular), None));
    }
    of_people(text, found.cue_at).then(|| (Unit::count("person"), None))
}

/// Whether a number without anything that it counts is none at all: of a section, in a name, the pronoun "one".
fn is_none(text: &Text, found: &Found, numeral: &Numeral) -> bool {
    let end = found.end;
    let one = numeral.digits == Decimal::ONE && !numeral.scaled;
    let alone = text.starts_line(found.first) && text.get(end).is_none_or(|next| next.gap >= Gap::Line);
    if alone
        && !numeral.scaled
        && matches!(found.figure, Figure::Point(_))
        && (numeral.words || text.plain(numeral.first).is_some())
    {
        // A section's number, a page's, an article's in a data base.
        return true;
    }
    // "the only one"
    let only = text.any_before(found.first, &["only", "just", "least", "exactly"])
        && !(found.first > 1 && text.is(found.first - 2, "the"));
    let word_one = one && numeral.words && !only;
    let zero = numeral.words && numeral.digits.is_zero();
    // "the Nine News desk": a name
    let name = numeral.words
        && !numeral.scaled
        && found.first > 0
        && text.is_capitalised(found.first)
        && text.word(found.first).chars().nth(1).is_some_and(char::is_lowercase)
        && text.kind(found.first - 1) == Some(Kind::Word)
        && text.reads_on(found.first)
        && text.is_capitalised(end)
        && text.reads_on(end);
    word_one
        || zero
        || name
        || exclude::bare(text, numeral.first, numeral.end)
        || (numeral.words && idle(text, found.first, end))
}

/// What has happened to people who are counted without being named: "50 injured", "seven dead".
const CASUALTIES: &[&str] = &[
    "dead",
    "killed",
    "injured",
    "wounded",
    "hurt",
    "missing",
    "homeless",
    "arrested",
    "hospitalized",
    "hospitalised",
    "displaced",
    "infected",
    "unaccounted",
    "aboard",
];

/// "killing at least 12 and injuring 40.": the participle before tells that they are persons.
fn harmed(text: &Text, first: usize, end: usize) -> bool {
    let lead = (1..4).take_while(|&back| first >= back).map(|back| first - back);
    let verb = lead.into_iter().find(|&at| !text.any(at, BETWEEN));
    let ends = text.kind(end) != Some(Kind::Word) && !text.is_mark(end, &['%', '-', '–']) || text.any(end, STOPS);
    verb.is_some_and(|at| text.any(at, &["killing", "injuring", "wounding", "killed", "injured", "wounded"])) && ends
}

/// "people aged 90 and over per 100,000 population": a denominator of many, some words behind the noun.
fn distant_rate(text: &Text, head: usize) -> Option<rate::Rate> {
    let inside = |at: &usize| text.reads_on(*at) && matches!(text.kind(*at), Some(Kind::Word | Kind::Number));
    let at = (head..head + 8).take_while(inside).find(|&at| text.is(at, "per"))?;
    if text.is_number(at.checked_sub(1)?) {
        return None;
    }
    rate::read(text, at, false).filter(|rate| rate.by >= Decimal::ONE_HUNDRED)
}

/// "aged 15", "aged under 18", "aged over 65": the words of [`aged`] that leave nothing else to be counted.
fn aged_directly(text: &Text, first: usize, digits: Decimal) -> bool {
    let lead = usize::from(text.any_before(first, &["under", "over", "between", "from"]));
    let said = first > lead && text.reads_on(first) && text.reads_on(first - lead) && text.is(first - lead - 1, "aged");
    said && digits < Decimal::from(120)
}

/// Kinds that a number in a word and a hyphen name: nothing is counted in "a two-speed recovery".
const KINDS: &[&str] = &[
    "way",
    "speed",
    "tier",
    "tiered",
    "sided",
    "off",
    "stop",
    "piece",
    "dimensional",
    "horse",
    "wheeler",
    "track",
    "on",
];

/// "a population of 600", "a crowd of about 81,000": those who make it up are persons.
fn of_people(text: &Text, first: usize) -> bool {
    const BODIES: &[&str] =
        &["population", "workforce", "crowd", "audience", "staff", "congregation", "attendance", "crew"];
    let mut at = first;
    for _ in 0..3 {
        at = match at.checked_sub(1) {
            Some(before) if cue::hedges(text, before) || text.any(before, &["just", "under", "only"]) => before,
            Some(before) if text.any(before, &["than", "least"]) => before.saturating_sub(1),
            _ => break,
        };
    }
    at > 1 && text.is(at - 1, "of") && text.any(at - 2, BODIES)
}

/// "the number of meth labs rose from 177 to 1,500": what is numbered before the verb.
fn numbered(text: &Text, first: usize) -> Option<noun::Noun> {
    let mut at = first.checked_sub(1)?;
    while text.any(at, BETWEEN) && !text.is(at, "to") {
        at = at.checked_sub(1)?;
    }
    if !text.any(at, &["from", "to", "was", "were", "at", "is", "reached", "exceeded", "totalled", "totaled", "hit"]) {
        return None;
    }
    let inside = |k: &usize| !text.is_mark(*k, &['.', ';', ':', ',', '!', '?', '(', '%']) && text.reads_on(*k);
    let of = (at.saturating_sub(16)..at)
        .rev()
        .take_while(inside)
        .find(|&k| text.is(k, "of") && text.any(k - k.min(1), &["number", "numbers"]))?;
    let start = of + 1 + usize::from(text.any(of + 1, &["the", "these", "its", "their", "all"]));
    noun::head(text, start, false).filter(|noun| noun.end <= at)
}

/// Words between "and" and the number behind it.
const BETWEEN: &[&str] = &[
    "as", "many", "much", "more", "than", "up", "to", "about", "some", "nearly", "almost", "over", "at", "least",
    "the", "another",
];

/// What a number counts whose noun is said only behind the next number, and per what: "33 of 36 races", "three and as
/// many as five ships", "37.4 and 41.0 deaths per million"; `from` tells that it is "from 24 to 30 members".
fn shared_noun(text: &Text, end: usize, from: bool) -> Option<(Unit, Option<rate::Rate>)> {
    if !text.reads_on(end) || !(from || text.any(end, &["of", "and", "or"])) {
        return None;
    }
    let next = (end + 1..end + 6).take_while(|&at| text.reads_on(at)).find(|&at| !text.any(at, BETWEEN))?;
    let numeral = numeral::read(text, next, false).filter(|next| !next.fraction)?;
    if after(text, &numeral).is_some() || text.is_dash(numeral.end) {
        return None;
    }
    let head = noun::head(text, numeral.end, false)?;
    if head.singular == "point" && percent_near(text, end) {
        return Some((Unit::points(), None));
    }
    Some((
        Unit::count(&head.singular),
        rate::read(text, head.end, true).filter(|rate| rate.time || text.is(head.end, "per")),
    ))
}

/// Whether a percentage stands in the same sentence, some words around token `i`.
pub(super) fn percent_near(text: &Text, i: usize) -> bool {
    let percent = |k: usize| text.is_mark(k, &['%']) || text.any(k, &["percent", "percentage", "cent"]);
    let here = |k: &usize| in_sentence(text, *k);
    (i.saturating_sub(40)..i).rev().take_while(here).any(percent) || (i..i + 20).take_while(here).any(percent)
}

/// Whether token `i` ends no sentence.
fn in_sentence(text: &Text, i: usize) -> bool {
    !text.is_mark(i, &['.', ';', '!', '?']) || text.adjoins(i + 1)
}

/// Names of what is counted in points of its own.
const INDICES: &[&str] = &["index", "dow", "nasdaq", "ftse", "dax", "nikkei", "cac", "sensex", "kospi", "composite"];

/// "The Dow fell 112.5 points, or 0.8 percent": points of an index, whose change is also said in percent.
fn of_an_index(text: &Text, first: usize, end: usize) -> bool {
    let here = |k: &usize| in_sentence(text, *k);
    if (first.saturating_sub(12)..first).rev().take_while(here).any(|k| text.any(k, INDICES)) {
        return true;
    }
    let comma = usize::from(text.is_mark(end + 1, &[',']));
    let at = end + 1 + comma;
    (text.is(at, "or") || comma == 0 && text.is_mark(at, &['(']))
        && numeral::read(text, at + 1, false)
            .is_some_and(|n| text.is_mark(n.end, &['%']) || text.any(n.end, &["percent", "per", "pct"]))
}

/// "aged 65", "the pension age from 65 to 67": years, though nobody says so.
pub(super) fn aged(text: &Text, first: usize, digits: Decimal) -> bool {
    let age = |at: usize| text.any(at, &["age", "aged", "ages"]);
    let lead = &["from", "of", "between", "is", "at", "to", "over", "under"];
    let young = digits < Decimal::from(120);
    let near = first > 0 && text.reads_on(first);
    young && near && (age(first - 1) || first > 1 && text.any(first - 1, lead) && age(first - 2))
}

/// Number words that count nothing: "at one", "two-way", "on all fours".
fn idle(text: &Text, first: usize, end: usize) -> bool {
    (text.is_hyphen(end)) || (first > 0 && text.is_dash(first - 1) && text.adjoins(first) && text.adjoins(first - 1))
}

#[cfg(test)]
mod tests {
    use super::super::find_quantities;

    #[test]
    fn counts_take_their_noun_from_where_it_stands() {
        for (text, mention, unit) in [
            ("At least 12 killed in a fire", "12", "{person}"),
            ("The quake left 300 homeless.", "300", "{person}"),
            ("She hurt 3 guards and 2 others injured themselves.", "3", "{guard}"),
            ("They led in 33 of 36 races.", "33", "{race}"),
            ("from 12 and as many as 20 ships", "12", "{ship}"),
            ("It grew from 24 to 30 members.", "24", "{member}"),
            ("37.4 and 41.0 deaths per million people", "37.4", "{death}/{person}"),
            ("a crowd of about 81,000", "81,000", "{person}"),
            ("The Dow lost 112 points, or 0.8 percent.", "112", "{point}"),
            ("The rate of 5 percent rose 2 points.", "5 percent", "%"),
            ("one or more chronic conditions", "one", "{condition}"),
            ("two or more years in jail", "two or more years", "a"),
            ("The number of meth labs seized rose to more than 1,500.", "1,500", "{lab}"),
        ] {
            let found = find_quantities(text);
            let first = found.first().unwrap_or_else(|| panic!("{text}"));
            assert_eq!((first.span.of(text), first.unit.code()), (mention, unit), "{text}");
        }
        for text in ["It is the only one.", "He works at the Nine News desk.", "one of five finalists"] {
            let found = find_quantities(text);
            assert!(found.iter().all(|q| !q.span.of(text).eq_ignore_ascii_case("one")), "{text}");
        }
    }
}
