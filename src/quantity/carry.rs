//! A number without a unit that takes it from the quantity before: "5.1 percent, down from 4.8", "from 48 minutes to 19".

use rust_decimal::Decimal;

use super::lexer::{Kind, Text};
use super::number::{Figure, Form};
use super::scan::{Found, Quantity};
use super::unit::Unit;

/// Words between a number and what holds it against another one: "down from almost 80".
const CUES: &[&str] = &[
    "about",
    "around",
    "nearly",
    "almost",
    "roughly",
    "approximately",
    "some",
    "over",
    "under",
    "just",
    "only",
    "more",
    "less",
    "fewer",
    "than",
    "a",
    "the",
    "peak",
    "high",
    "low",
    "record",
    "of",
];

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

/// Gives a bare number the unit, and the divisor `by`, of the quantity `last` that it is held against.
pub(super) fn over(text: &Text, found: &mut Found, last: &Quantity, by: Decimal) {
    degrees(found, last);
    let Figure::Point(number) = found.figure else { return };
    let bare = found.form == Form::Digits && found.unit == Unit::one() && found.noun.is_none();
    let rate = by != Decimal::ONE;
    let unitless = last.unit == Unit::one() || last.form == Form::Ordinal || last.form == Form::Multiple;
    if !bare || unitless || text.tokens.len() <= found.first {
        return;
    }
    let start = text.tokens[found.first].start;
    let between = text.raw.get(last.span.end..start).unwrap_or("\n\n");
    if between.len() >= 120 || between.contains(['.', ';', '\n']) {
        return;
    }
    // "numbered from 1 to 6"
    if text.is(found.end, "to") && text.is_number(found.end + 1) {
        return;
    }
    let held = held(text, found.first, last);
    let carries = match held {
        Some(Held::Compared) if rate => true,
        Some(Held::Compared) if last.unit.is_percent() => {
            number.value < Decimal::ONE_THOUSAND && !changed(text, found, last)
        }
        Some(Held::FromTo) if rate || last.unit.is_percent() => number.value < Decimal::ONE_THOUSAND,
        Some(_) => alike(text, number.value, last) && !last.unit.is_percent(),
        None => last.unit.is_percent() && gapped(text, found, number.value),
    };
    if carries && let Some(number) = Decimal::ONE.checked_div(by).and_then(|factor| number.scaled(factor)) {
        found.figure = Figure::Point(number);
        found.alternatives = vec![found.unit.clone()];
        found.unit = last.unit.clone();
        found.by = by;
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
        if !text.any(at, CUES) {
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

/// Whether two values are of one size, so that a unit may be carried: not "$3.1 billion … from 4".
fn alike(text: &Text, value: Decimal, last: &Quantity) -> bool {
    let Some(point) = last.figure.point() else { return false };
    let factor = Decimal::from(20);
    let (a, b) = (point.abs(), value.abs());
    let time = matches!(last.unit.code(), "a" | "mo" | "wk" | "d" | "h" | "min" | "s");
    let said =
        text.raw.get(last.span.start..last.span.end).is_some_and(|said| said.starts_with(|c: char| !c.is_alphabetic()));
    let near = |a: Decimal, b: Decimal| a.checked_mul(factor).is_some_and(|a| a >= b);
    !time && said && near(a, b) && near(b, a)
}

/// "the Kospi 2.3, the Nikkei 3.7": a decimal behind a name or a noun, where its clause ends.
fn gapped(text: &Text, found: &Found, value: Decimal) -> bool {
    if value.scale() == 0 || value.abs() >= Decimal::ONE_HUNDRED || found.first == 0 {
        return false;
    }
    let before = found.first - 1;
    let named = text.is_mark(before, &[':'])
        || text.kind(before) == Some(Kind::Word) && !text.any(before, APART) && !text.any(before, CUES);
    let ends = text.kind(found.end) != Some(Kind::Word) && !text.is_mark(found.end, &['(', '-', '–', '/', '×', '='])
        || !text.reads_on(found.end)
        || text.any(found.end, &["and", "in", "the", "last", "this", "a", "for", "while", "but"]);
    named && ends && text.reads_on(found.first)
}

#[cfg(test)]
mod tests {
    use super::super::find_quantities;

    #[test]
    fn a_number_takes_the_unit_it_is_held_against() {
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
