//! Numbers that lead through a text: of its sections, of the items of its lists, of its notes.

use super::super::lexer::Text;
use super::super::{bracket, numeral};

/// "2.1 Global export scale", "1. Introduction", "3)" at the start of a line; "(1)" anywhere.
pub(super) fn number(text: &Text, i: usize) -> Option<usize> {
    let short = text.str(i).len() <= 4 && !text.str(i).contains(',');
    if i > 0
        && text.is_mark(i - 1, &['('])
        && text.is_mark(i + 1, &[')'])
        && text.plain(i).is_some()
        && text.str(i).len() <= 2
        && bracket::counted(text, i, i + 1).is_none()
    {
        return Some(i + 1);
    }
    // "1 ) first, 2 ) then", as texts cut into words have it; "either 1) this or 2) that".
    if text.is_mark(i + 1, &[')']) && text.str(i).len() <= 2 && text.plain(i).is_some() {
        let before = (i.saturating_sub(40)..i).rev().find(|&k| text.is_mark(k, &['(', ')']));
        if before.is_none_or(|k| text.is_mark(k, &[')'])) {
            return Some(i + 2);
        }
    }
    // "as planned. 2. The next", where lines were lost
    let closes =
        text.is_mark(i + 1, &['.']) && text.adjoins(i + 1) && text.plain(i).is_some() && text.str(i).len() <= 2;
    if closes
        && i > 1
        && text.is_mark(i - 1, &['.', '?', '!'])
        && text.adjoins(i - 1)
        && text.word(i - 2).len() > 2
        && !text.adjoins(i)
    {
        return Some(i + 1);
    }
    if !short || !(text.starts_line(i) || (i > 0 && text.is_mark(i - 1, &['(', '•', '*']) && text.starts_line(i - 1)))
    {
        return None;
    }
    let parts_short = text.str(i).split('.').all(|part| part.len() <= 2);
    let marked = !text.adjoins(i + 2) || text.is_mark(i + 2, &['*', ')']);
    if text.is_mark(i + 1, &['.', ')', ':']) && text.adjoins(i + 1) && parts_short && marked {
        return Some(i + 2);
    }
    let decimal = text.str(i).contains('.') && parts_short;
    (decimal
        && text.is_capitalised(i + 1)
        && !text.adjoins(i + 1)
        && !text.starts_line(i + 1)
        && numeral::read(text, i, false).is_some_and(|n| n.end == i + 1))
    .then_some(i + 1)
}

/// "power plants.7 Today": the mark of a note behind a full stop.
pub(super) fn note(text: &Text, i: usize) -> Option<usize> {
    let mark = i > 1 && text.adjoins(i) && text.is_mark(i - 1, &['.', ',', '”', '"', '’', ')']) && text.adjoins(i - 1);
    let word = i > 1 && text.word(i - 2).len() > 1;
    (mark && word && text.plain(i).is_some() && text.str(i).len() <= 3 && !text.adjoins(i + 1)).then_some(i + 1)
}
