//! Units that a number leaves to the one before it: "5.1 percent, down from 4.8", "from 48 minutes to 19", "42 million
//! euros, of which 15.5 million".

use rust_decimal::Decimal;

use super::cue;
use super::lexer::{Kind, Text};
use super::number::{Figure, Form};
use super::scan::{Found, Quantity};
use super::unit::Unit;

/// Words between a number and what holds it against another one: "down from almost 80".
const CUES: &[&str] =
    &["under", "just", "only", "more", "less", "fewer", "than", "a", "the", "peak", "high", "low", "record", "of"];

/// Words behind which a number is of something else than the figure before it.
const APART: &[&str] = &[
    "to", "at", "by", "of", "from", "in", "on", "for", "about", "around", "under", "over", "page", "table", "figure",
    "version", "no", "per", "the", "a", "an", "near", "some", "nearly", "almost", "just", "only", "through", "until",
];

/// Words of change: what follows "rose 5 percent from" is no percentage.
const CHANGED: &[&str] = &[
    "by",
    "rose",
    "fell",
    "up",
    "down",
    "grew",
    "increased",
    "decreased",
    "declined",
    "dropped",
    "jumped",
    "climbed",
    "gained",
    "lost",
    "surged",
    "slipped",
    "added",
    "shed",
    "rise",
    "fall",
    "increase",
    "decrease",
    "rising",
    "falling",
    "soared",
    "slid",
    "plunged",
    "tumbled",
    "advanced",
    "expanded",
    "shrank",
    "eased",
];

/// The longest stretch, in bytes, between a number and the one whose unit it takes.
const REACH: usize = 120;

/// The last quantity that is no age: "78 births per thousand women aged 15-44, from 80 in 2011".
pub(super) fn measured<'a>(raw: &str, all: &'a [Quantity]) -> Option<&'a Quantity> {
    let (last, before) = all.split_last()?;
    if is_age(raw, last) { before.last() } else { Some(last) }
}

/// Whether a quantity is the age of those whom another one counts: "aged under 18".
pub(super) fn is_age(raw: &str, quantity: &Quantity) -> bool {
    let lead = raw.get(..quantity.span.start).unwrap_or_default().trim_end();
    let lead = lead.strip_suffix("under").or_else(|| lead.strip_suffix("over")).unwrap_or(lead).trim_end();
    quantity.unit.code() == "a" && lead.ends_with(" aged")
}

/// Gives a bare number the unit of the quantity `last` that it is held against; `by` is what a rate divided that by.
pub(super) fn carry(text: &Text, found: &mut Found, last: &Quantity, by: Decimal) {
    degrees(found, last);
    let Figure::Point(number) = found.figure else { return };
    let bare = matches!(found.form, Form::Digits | Form::Words) && found.unit == Unit::one() && found.noun.is_none();
    // "numbered from 1 to 6"
    let ranged = text.is(found.end, "to") && text.is_number(found.end + 1);
    if !bare || ranged || last.unit == Unit::one() {
        return;
    }
    let Some(between) = between(text, found, last) else { return };
    let rate = by != Decimal::ONE;
    let unit = &last.unit;
    let takes = if unit.is_percent() || rate {
        found.form == Form::Digits && against_rate(text, found, last, between, rate)
    } else {
        let like = |factor: Decimal| {
            let (one, other) = (number.value.abs(), last.figure.high().abs());
            let scaled = |value: Decimal| value.checked_mul(factor).unwrap_or(Decimal::MAX);
            one <= scaled(other) && other <= scaled(one)
        };
        // "700 migrants; 200 more swam"
        let more = text.is(found.end, "more") && text.reads_on(found.end) && !text.is(found.end + 1, "than");
        let counted = last.unit.code().starts_with('{');
        let more = more && counted && like(Decimal::TEN);
        let part = more
            || number.value <= last.figure.high() && counted && of_those(text, found.first, last)
            || number.value <= last.figure.high() && part_of(text, found.cue_at);
        let listed = counted && like(Decimal::ONE_HUNDRED) && listed(text, found, between);
        part || listed || like(Decimal::TEN) && against(text, found.cue_at, last, between)
    };
    let divided = Decimal::ONE.checked_div(by).and_then(|factor| number.scaled(factor));
    if takes && let Some(number) = divided {
        found.figure = Figure::Point(number);
        found.alternatives = vec![found.unit.clone()];
        found.unit = unit.clone();
        found.by = by;
    }
}

/// The text between the two, if one sentence holds both and they are near each other.
fn between<'a>(text: &Text<'a>, found: &Found, last: &Quantity) -> Option<&'a str> {
    let start = text.get(found.first)?.start;
    let between = text.raw.get(last.span.end..start)?;
    (between.len() < REACH && !between.contains(['.', ';', '\n'])).then_some(between)
}

/// "27.9 per thousand women, compared with 30.1 in 2011", "5.1 percent, down from 4.8", "the Kospi 2.3".
fn against_rate(text: &Text, found: &Found, last: &Quantity, between: &str, rate: bool) -> bool {
    let large = found.figure.high() >= Decimal::ONE_THOUSAND;
    match held(text, found.first, last) {
        // "to 4.5 percent and deaths from 34"
        Some(Held::Compared) => {
            let other = between.contains(" and ") && text.any_before(found.first, &["from"]) && !led(text, found.first);
            rate || !large && !other && !changed(text, found, last)
        }
        Some(Held::FromTo) => rate || !large,
        None => last.unit.is_percent() && gapped(text, found, found.figure.high()),
    }
}

/// "49.9 °C in the sun, 0.8 degrees shy of the record": degrees are of the scale named before them.
fn degrees(found: &mut Found, last: &Quantity) {
    if found.unit.code() == "deg" && matches!(last.unit.code(), "Cel" | "[degF]") {
        found.alternatives = vec![found.unit.clone()];
        found.unit = last.unit.clone();
    }
}

enum Held {
    /// "compared with", "down from", "than", "against".
    Compared,
    /// "from 8 percent in May to 5".
    FromTo,
}

/// How the number at token `i` is held against the quantity `last`.
fn held(text: &Text, i: usize, last: &Quantity) -> Option<Held> {
    let mut at = i;
    for _ in 0..4 {
        if at == 0 || !text.reads_on(at) {
            return None;
        }
        at -= 1;
        // "than" is a word of both kinds.
        let than = text.is(at, "than") && !text.any_before(at, &["more", "less", "fewer"]);
        if than || text.any(at, &["from", "with", "against", "versus"]) {
            return Some(Held::Compared);
        }
        if text.is(at, "to") {
            if text.any_before(at, &["compared"]) {
                return Some(Held::Compared);
            }
            return starts_from(text.raw, last).then_some(Held::FromTo);
        }
        if !cue::hedges(text, at) && !text.any(at, CUES) {
            return None;
        }
    }
    None
}

/// Whether "from" leads to a quantity.
fn starts_from(raw: &str, last: &Quantity) -> bool {
    let start = last.cue.map_or(last.span.start, |cue| cue.start.min(last.span.start));
    let before = raw.get(..start).unwrap_or_default().trim_end();
    let before = before.strip_suffix(" a").or_else(|| before.strip_suffix(" the")).unwrap_or(before);
    let before = before.strip_suffix("from").or_else(|| before.strip_suffix("From"));
    before.is_some_and(|before| !before.ends_with(char::is_alphanumeric))
}

/// "fell by 9 percent from 1,192": what a change is from is no percentage, unless that went "down from" something.
fn changed(text: &Text, found: &Found, last: &Quantity) -> bool {
    let start = last.cue.map_or(last.span.start, |cue| cue.start.min(last.span.start));
    let before = text.raw.get(..start).unwrap_or_default().trim_end();
    let word = before.rsplit([' ', '\n', '(']).next().unwrap_or_default();
    let compared = found.first > 1
        && (text.any_before(found.first, &["with", "than", "against", "to"])
            || text.any(found.first - 2, &["up", "down", "compared"]));
    word == "by" || !compared && CHANGED.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// "the Kospi 2.3, the Nikkei 3.7": a decimal behind a name or a noun, where its clause ends.
fn gapped(text: &Text, found: &Found, value: Decimal) -> bool {
    if value.scale() == 0 || value.abs() >= Decimal::ONE_HUNDRED || found.first == 0 {
        return false;
    }
    let before = found.first - 1;
    let named = text.is_mark(before, &[':'])
        || text.kind(before) == Some(Kind::Word)
            && !text.any(before, APART)
            && !cue::hedges(text, before)
            && !text.any(before, CUES);
    let ends = text.kind(found.end) != Some(Kind::Word) && !text.is_mark(found.end, &['(', '-', '–', '/', '×', '='])
        || !text.reads_on(found.end)
        || text.any(found.end, &["and", "in", "the", "last", "this", "a", "for", "while", "but"]);
    named && ends && text.reads_on(found.first)
}

/// Whether "up", "down" or "compared" stands before the word before token `first`.
fn led(text: &Text, first: usize) -> bool {
    first > 1 && text.any(first - 2, &["up", "down", "compared"])
}

/// The token before `first` and before the words of a cue there ("to about 19").
fn lead(text: &Text, first: usize) -> Option<usize> {
    let mut at = first.checked_sub(1)?;
    loop {
        if text.is(at, "than") && text.any_before(at, &["more", "less", "fewer"]) {
            at = at.checked_sub(2)?;
        } else if cue::hedges(text, at) || text.any(at, &["just", "only"]) {
            at = at.checked_sub(1)?;
        } else {
            break;
        }
    }
    Some(at)
}

/// "from 48 minutes to 19", "1,200 jobs, down from 1,500", "300 students compared with 280", "four days instead of
/// five".
fn against(text: &Text, first: usize, last: &Quantity, between: &str) -> bool {
    let Some(at) = lead(text, first) else { return false };
    let two = |before: &[&str]| at > 0 && text.any(at - 1, before);
    let from = text.raw.get(..last.span.start).is_some_and(|before| {
        let mut words = before.split_ascii_whitespace().rev();
        words.next() == Some("from") || words.next() == Some("from")
    });
    let reaches = text.is(at, "to") && from && !between.contains(',') && between.len() < 60;
    reaches
        || text.is(at, "from")
            && (two(&["up", "down"]) || between.trim_start_matches(',').trim_start().starts_with("from"))
        || text.any(at, &["with", "to"]) && two(&["compared"])
        || text.is(at, "of") && two(&["instead"])
        || text.is(at, "than") && two(&["rather"])
        || text.is(at, "against")
}

/// "of which 15.5 million", "of whom three", "including two".
fn part_of(text: &Text, first: usize) -> bool {
    let Some(at) = lead(text, first) else { return false };
    let of = at > 0 && text.is(at - 1, "of");
    of && text.any(at, &["which", "whom", "those", "these", "them"]) || text.is(at, "including")
}

/// "13,000 troops for the army, 9,000 for the navy": what comes in a list with the same preposition behind each.
fn listed(text: &Text, found: &Found, between: &str) -> bool {
    let joined = found.first > 0
        && (text.is_mark(found.first - 1, &[',']) || text.is(found.first - 1, "and"))
        && text.reads_on(found.end);
    let preposition = text.word(found.end);
    joined
        && ["for", "in", "from", "at", "to", "on"].contains(&preposition)
        && between.split_ascii_whitespace().any(|word| word == preposition)
}

/// "Of the 206 members, 146 replied": a number right behind the comma that ends "of" and the quantity `last`.
fn of_those(text: &Text, first: usize, last: &Quantity) -> bool {
    let comma = first > 0 && text.is_mark(first - 1, &[',']) && text.kind(first + 1) == Some(Kind::Word);
    // "23 people, 14 of them women"
    let them = comma && text.is(first + 1, "of") && text.is(first + 2, "them");
    them || comma
        && text.raw.get(..last.span.start).is_some_and(|before| {
            let before = before.trim_end();
            let before = before.strip_suffix("the").map_or(before, str::trim_end);
            before.ends_with("Of") || before.ends_with(", of") || before.ends_with("\nof")
        })
}

#[cfg(test)]
mod tests {
    use super::super::find_quantities;

    #[test]
    fn bare_numbers_take_the_unit_before() {
        for (text, value, unit) in [
            ("The rate was 5.1 percent, down from 4.8.", "4.8", "%"),
            ("The wait fell from 48 minutes to about 19 last year.", "19", "min"),
            ("It has 1,200 stores, up from 1,100.", "1100", "{store}"),
            ("It took 42 million euros, of which 15.5 million went to schools.", "15500000", "EUR"),
            ("They hired 30 teachers, including 12 last week.", "12", "{teacher}"),
            ("It sent 300 troops to Mali, 90 to Chad and 40 to Niger.", "40", "{troop}"),
            ("Of the 206 members, 146 replied.", "146", "{member}"),
            ("It hired 30 teachers and wants 20 more by May.", "20", "{teacher}"),
            ("They hired 30 teachers, compared with 280,000 elsewhere.", "280000", "1"),
            ("Output rose to 4.5 percent and deaths from 34.", "34", "1"),
            ("The club rose from 12 members to 30 members.", "30", "{member}"),
        ] {
            let found = find_quantities(text);
            let last = found.last().unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (last.figure.high().normalize().to_string().as_str(), last.unit.code()),
                (value, unit),
                "{text}"
            );
        }
    }

    #[test]
    fn rates_are_held_against_rates() {
        for (text, mention, unit) in [
            ("The rate was 6.1 percent, down from 6.8 in May", "6.8", "%"),
            ("It eased from 6.1 percent in May to 5.8", "5.8", "%"),
            ("Prices shed 2.5 percent, wages 1.3, rents 0.4.", "0.4", "%"),
            ("Sales fell 9 percent from 192", "192", "1"),
            ("Sales fell 9 percent to 192.5", "192.5", "1"),
            ("It shipped 61,200 cars against 57,000 then", "57,000", "{car}"),
            ("It planted 300 hectares, up from 270", "270", "har"),
            ("It lost $2.3 billion, up from 4 then", "4", "1"),
            ("paid 2.1 billion euros, compared with 1.9 billion", "1.9 billion", "EUR"),
            ("from 12 births per 1,000 women to 9", "9", "{birth}/{woman}"),
        ] {
            let found = find_quantities(text);
            let read = found.iter().find(|q| q.span.of(text) == mention).unwrap_or_else(|| panic!("{text}: {found:?}"));
            assert_eq!(read.unit.code(), unit, "{text}");
        }
    }
}
