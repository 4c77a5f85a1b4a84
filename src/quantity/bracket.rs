//! Amounts in brackets that are negative: "Net loss  (1,234)  (987)" of a statement, not "504 (498)" of prose.

use super::lexer::Text;
use super::number::Figure;
use super::scan::Found;

/// The quantity with the sign that brackets around it give.
pub(super) fn signed(text: &Text, mut found: Found) -> Found {
    let Figure::Point(number) = found.figure else { return found };
    if number.value.is_sign_positive() && is_accounting(text, &found) {
        found.figure = Figure::Point(number.negated());
    }
    found
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
    let said = text.any_before(open, &["is", "was", "were", "of"]) && amount.is_some_and(|a| a.contains(['$', '€', '£']));
    said || is_cell(text, open, found.end)
}

/// Whether the text from token `open` to token `close` has the gaps of a table's cell on both sides.
fn is_cell(text: &Text, open: usize, close: usize) -> bool {
    let (Some(open), Some(close)) = (text.get(open), text.get(close)) else { return false };
    let before = text.raw.get(..open.start).unwrap_or_default();
    let after = text.raw.get(close.end..).unwrap_or_default();
    let gap_before = before.ends_with(['\t', '|']) || before.ends_with("  ") || before.ends_with("| ");
    let gap_after = after.starts_with(['\t', '|', '\n']) || after.starts_with("  ") || after.starts_with(" |");
    gap_before && (gap_after || after.is_empty()) || gap_after && after.starts_with(['\t', '|', ' ']) && before.ends_with('\n')
}
