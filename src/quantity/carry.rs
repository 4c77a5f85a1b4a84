//! Units that a number leaves to the one before it: "5.1 percent, down from 4.8", "from 48 minutes to 19", "42 million
//! euros, of which 15.5 million".

use rust_decimal::Decimal;

use super::lexer::{Kind, Text};
use super::number::{Figure, Form};
use super::scan::{Found, Quantity};
use super::unit::Unit;

/// The longest stretch, in bytes, between a number and the one whose unit it takes.
const REACH: usize = 120;

/// Gives a bare number the unit of the quantity `last` that it is held against; `by` is what a rate divided that by.
pub(super) fn carry(text: &Text, found: &mut Found, last: &Quantity, by: Decimal) {
    let Figure::Point(number) = found.figure else { return };
    let bare = matches!(found.form, Form::Digits | Form::Words) && found.unit == Unit::one() && found.noun.is_none();
    if !bare || last.unit == Unit::one() {
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

/// "27.9 per thousand women, compared with 30.1 in 2011", "5.1 percent, down from 4.8".
fn against_rate(text: &Text, found: &Found, last: &Quantity, between: &str, rate: bool) -> bool {
    let first = found.first;
    let held = text.any_before(first, &["from", "with", "than", "against"])
        || first > 1 && text.any_before(first, &["to"]) && text.any(first - 2, &["compared"]);
    // "fell by 9 percent from 1,192": what a change is from is no percentage.
    let changed = text.raw.get(..last.span.start).is_some_and(|before| before.trim_end().ends_with(" by"));
    let large = found.figure.high() >= Decimal::ONE_THOUSAND;
    // "to 4.5 percent and deaths from 34"
    let other = between.contains(" and ") && text.any_before(first, &["from"]) && !led(text, first);
    held && (rate || !changed && !large && !other)
}

/// Whether "up", "down" or "compared" stands before the word before token `first`.
fn led(text: &Text, first: usize) -> bool {
    first > 1 && text.any(first - 2, &["up", "down", "compared"])
}

/// The token before `first` and before the words of a cue there ("to about 19").
fn lead(text: &Text, first: usize) -> Option<usize> {
    let cues = &["about", "nearly", "almost", "just", "only", "around", "some", "roughly", "over", "approximately"];
    let mut at = first.checked_sub(1)?;
    while text.any(at, cues) {
        at = at.checked_sub(1)?;
    }
    Some(at)
}

/// "from 48 minutes to 19", "1,200 jobs, down from 1,500", "300 students compared with 280", "four days instead of five".
fn against(text: &Text, first: usize, last: &Quantity, between: &str) -> bool {
    let Some(at) = lead(text, first) else { return false };
    let two = |before: &[&str]| at > 0 && text.any(at - 1, before);
    let from = text.raw.get(..last.span.start).is_some_and(|before| {
        let mut words = before.split_ascii_whitespace().rev();
        words.next() == Some("from") || words.next() == Some("from")
    });
    let reaches = text.is(at, "to") && from && !between.contains(',') && between.len() < 60;
    reaches
        || text.is(at, "from") && two(&["up", "down"])
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
    comma
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
}
