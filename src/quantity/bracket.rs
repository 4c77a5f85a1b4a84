//! What makes an amount negative besides a sign: brackets in a statement ("Net loss  (1,234)  (987)", not "504 (498)"
//! of prose), "below zero", and a dash that stands off alone ("- 4 degrees").

use super::counted::percent_near;
use super::exclude;
use super::lexer::{Gap, Text};
use super::lexicon::name_at;
use super::noun::{self, Noun};
use super::number::Figure;
use super::plural::is_plural;
use super::scan::Found;
use super::stops::STOPS;
use super::unit::Unit;
use super::words;

/// The quantity with the sign that the brackets around it or the words behind it give.
pub(super) fn signed(text: &Text, mut found: Found) -> Found {
    let Figure::Point(number) = found.figure else { return found };
    let degrees = matches!(found.unit.code(), "deg" | "Cel" | "[degF]");
    // "12 degrees below zero", "2 below zero"
    if number.value.is_sign_positive()
        && (degrees || found.unit == Unit::one() && found.noun.is_none())
        && text.is(found.end, "below")
        && text.is(found.end + 1, "zero")
        && text.reads_on(found.end)
    {
        found.figure = Figure::Point(number.negated());
        if !degrees && let Ok(unit) = Unit::parse("deg") {
            found.unit = unit;
        }
        return found;
    }
    if degrees && number.value.is_sign_positive() && is_loosely_signed(text, &found) {
        found.first -= 1;
        found.figure = Figure::Point(number.negated());
        return found;
    }
    if number.value.is_sign_positive() && is_accounting(text, &found) {
        found.figure = Figure::Point(number.negated());
    }
    found
}

/// The noun of a count that stands in brackets behind it, in a list: "domestic sales (26), foreign ones (14)".
pub(super) fn counted(text: &Text, first: usize, end: usize) -> Option<Noun> {
    let open = first.checked_sub(1).filter(|&at| at > 0 && text.is_mark(at, &['(']) && text.is_mark(end, &[')']))?;
    let count = text.is_number(first) && end == first + 1 && !text.str(first).contains('.');
    let word = text.word(open - 1);
    let small = word.starts_with(char::is_lowercase) && is_plural(word) && !text.any(open - 1, STOPS);
    let small = small && name_at(text, open - 1).is_none();
    let small = small && !text.any(open - 1, &["points"]) && !words::starts(word) && !percent_near(text, first);
    let listed = text.get(end + 1).is_none()
        || text.is_mark(end + 1, &[',', ';', '.'])
        || text.any(end + 1, &["and", "or", "in", "to", "were", "was", "had", "compared"]);
    let free = !text.adjoins(open) && text.reads_on(open) && text.plain(first) != Some(1);
    (count && small && listed && free && !exclude::is_label(text, open - 1)).then(|| noun::noun(text, open - 1))?
}

/// "- 4 degrees" as a whole line: a list is of more than degrees.
fn is_loosely_signed(text: &Text, found: &Found) -> bool {
    let sign = found.first.checked_sub(1).filter(|&at| text.is_mark(at, &['-', '−']) && text.starts_line(at));
    sign.is_some() && !text.starts_line(found.first) && text.get(found.end).is_none_or(|next| next.gap >= Gap::Line)
}

/// Whether brackets hold nothing but the amount, and stand alone in a cell or are what something is said to be.
fn is_accounting(text: &Text, found: &Found) -> bool {
    let Some(open) = found.first.checked_sub(1).filter(|&at| text.is_mark(at, &['('])) else { return false };
    if !text.is_mark(found.end, &[')']) || text.starts_line(found.first) {
        return false;
    }
    // "(2)" numbers a list.
    let amount = text.raw.get(text.get(found.first).map_or(0, |t| t.start)..text.get(found.end).map_or(0, |t| t.start));
    if !amount.is_some_and(|amount| amount.contains([',', '.', '$', '€', '£']) || amount.len() > 2) {
        return false;
    }
    // "net loss: ($4.5 million)"
    let colon = open > 0 && text.is_mark(open - 1, &[':']);
    let said = (colon || text.any_before(open, &["is", "was", "were", "of"]))
        && amount.is_some_and(|a| a.contains(['$', '€', '£']));
    said || is_cell(text, open, found.end)
}

/// Whether the text from token `open` to token `close` has the gaps of a table's cell on both sides.
fn is_cell(text: &Text, open: usize, close: usize) -> bool {
    let (Some(open), Some(close)) = (text.get(open), text.get(close)) else { return false };
    let before = text.raw.get(..open.start).unwrap_or_default();
    let after = text.raw.get(close.end..).unwrap_or_default();
    let gap_before = before.ends_with(['\t', '|']) || before.ends_with("  ") || before.ends_with("| ");
    let gap_after = after.starts_with(['\t', '|', '\n']) || after.starts_with("  ") || after.starts_with(" |");
    gap_before && (gap_after || after.is_empty())
        || gap_after && after.starts_with(['\t', '|', ' ']) && before.ends_with('\n')
}

#[cfg(test)]
mod tests {
    use super::super::find_quantities;

    #[test]
    fn brackets_are_negative_in_statements() {
        for (text, values) in [
            ("Net loss  (1,234)  (987)  412", vec!["-1234", "-987", "412"]),
            ("| Net loss | (1,234) | 56.5 |", vec!["-1234", "56.5"]),
            ("The result was ($4.5 million).", vec!["-4500000"]),
            ("Result after tax: ($4.5 million)", vec!["-4500000"]),
            ("sales rose to 504 million (498 million) this year", vec!["504000000", "498000000"]),
            ("about 3 miles (5 km) north", vec!["3", "5"]),
            ("It was 12 degrees below zero", vec!["-12"]),
            ("It was 12 degrees, below average", vec!["12"]),
            ("- 4 degrees", vec!["-4"]),
            ("- 4 degrees warmer than before", vec!["4"]),
        ] {
            let found = find_quantities(text);
            let read: Vec<String> = found.iter().map(|q| q.figure.low().normalize().to_string()).collect();
            assert_eq!(read, values, "{text}");
        }
    }
}
