//! Numbers that surely are no quantities: dates and times of day, labels, section numbers, names, identifiers.
//!
//! Only what the text makes sure is left out here; whether a quantity asserts anything is for others to decide. The
//! parts: [`date`] dates, years and times of day, [`label`] "Table 1" and "Phase Two", [`section`] numbers of sections,
//! list items and notes, [`named`] bills, grades, wars, [`identifier`] telephone numbers, codes, addresses, [`tally`]
//! votes and scores.

mod date;
mod identifier;
mod label;
mod named;
mod section;
mod tally;

pub(super) use self::label::is_label;
use super::lexer::{Kind, Text};
use super::months::WEEKDAYS;
use super::stops::SENTENCE_STARTS;

/// The words that dates start with.
pub(super) fn starts() -> Vec<&'static str> {
    date::starts()
}

/// The words that make a label, or a fiscal year, of the number behind them.
pub(super) fn labels() -> Vec<&'static str> {
    [label::LABELS, label::PLURAL_LABELS, label::TITLES, date::FISCAL].concat()
}

/// The token after what starts at token `i` and surely is no quantity; `None` if nothing of the kind starts there.
pub(super) fn skip(text: &Text, i: usize) -> Option<usize> {
    text.excluded.get(i, || skip_new(text, i))
}

fn skip_new(text: &Text, i: usize) -> Option<usize> {
    match text.kind(i)? {
        Kind::Opaque | Kind::Dotted => Some(i + 1),
        Kind::Word => date::month(text, i)
            .or_else(|| label::read(text, i))
            .or_else(|| date::fiscal(text, i))
            .or_else(|| label::priority(text, i))
            .or_else(|| label::in_words(text, i))
            .or_else(|| tally::read(text, i))
            .or_else(|| named::in_words(text, i)),
        Kind::Number => identifier::bound(text, i)
            .or_else(|| section::note(text, i))
            .or_else(|| section::number(text, i))
            .or_else(|| named::bill(text, i))
            .or_else(|| identifier::emergency(text, i))
            .or_else(|| identifier::announced_telephone(text, i))
            .or_else(|| named::in_digits(text, i))
            .or_else(|| tally::read(text, i))
            .or_else(|| date::clock(text, i))
            .or_else(|| date::era(text, i))
            .or_else(|| date::day_of_month(text, i))
            .or_else(|| date::written_date(text, i))
            .or_else(|| identifier::code(text, i))
            .or_else(|| identifier::telephone(text, i))
            .or_else(|| date::year(text, i))
            .or_else(|| date::noted_year(text, i))
            .or_else(|| identifier::address(text, i)),
        Kind::Mark('§') if text.is_number(i + 1) || text.kind(i + 1) == Some(Kind::Dotted) => {
            let mut at = i + 2;
            while text.is_hyphen(at) && text.plain(at + 1).is_some() {
                at += 2;
            }
            Some(at)
        }
        Kind::Mark('#') if text.adjoins(i + 1) && text.is_number(i + 1) => Some(i + 2),
        Kind::Mark('\'' | '’') if text.adjoins(i + 1) && text.str(i + 1).len() == 2 && text.is_number(i + 1) => {
            Some(i + 2)
        }
        // "+1602555-0123"
        Kind::Mark('+')
            if text.plain(i + 1).is_some()
                && text.str(i + 1).len() > 6
                && text.is_dash(i + 2)
                && text.adjoins(i + 2)
                && text.plain(i + 3).is_some() =>
        {
            Some(i + 4)
        }
        Kind::Mark('(') => identifier::telephone(text, i),
        // "+61 2 6261 3305"
        Kind::Mark('+')
            if text.adjoins(i + 1)
                && text.str(i + 1).len() <= 3
                && (1..3).all(|k| {
                    text.plain(i + k).is_some() && text.reads_on(i + k) || k > 1 && text.plain(i + k).is_some()
                })
                && text.plain(i + 3).is_some() =>
        {
            identifier::code(text, i + 1)
        }
        _ => None,
    }
}

/// Whether a bare number without unit or noun surely is none: scores, names, years, ages of lists.
pub(super) fn bare(text: &Text, first: usize, end: usize) -> bool {
    let Some(value) = text.plain(first) else { return false };
    let digits = text.str(first).len();
    // "3-2", "11–5 record"
    let joint = |at: usize| text.is_hyphen(at) || text.is_dash(at) && !text.adjoins(at) && !text.adjoins(at + 1);
    let score = joint(end) && text.plain(end + 1).is_some_and(|other| other < 200 && value < 200);
    let second = first > 1 && joint(first - 1) && text.plain(first - 2).is_some_and(|other| other < 200 && value < 200);
    // "84/100", "1/0"
    let slash = |at: usize| text.is_mark(at, &['/']) && text.adjoins(at) && text.adjoins(at + 1);
    let over = slash(end) && text.is_number(end + 1)
        || first > 1 && slash(first - 1) && text.is_number(first - 2) && !text.is_number(first.wrapping_sub(4));
    // "1×10=0.1×10"
    let formula = first > 0 && text.adjoins(first) && text.is_mark(first - 1, &['×', '=', '*', '^'])
        || text.adjoins(end) && text.is_mark(end, &['×', '=', '*', '^']);
    // "In 348 Pachomius died"
    let ancient = value < 1500 && digits == 3 && text.any_before(first, &["in", "since", "until", "c", "circa"]);
    // "ISO 639"
    let acronym = first > 0
        && text.reads_on(first)
        && !text.starts_line(first)
        && text.word(first - 1).len() > 1
        && text.word(first - 1).chars().all(char::is_uppercase)
        && digits <= 4;
    // "Joy of Life 2": a capitalised name right before, in the middle of a sentence.
    let name = first > 1
        && text.is_capitalised(first - 1)
        && !text.starts_line(first - 1)
        && !text.is_mark(first - 2, &['.', '!', '?', ':', '"', '“'])
        && text.reads_on(first)
        && !text.starts_line(first)
        && digits <= 4
        && !text.any(first - 1, SENTENCE_STARTS)
        && !text.any(first - 1, &WEEKDAYS);
    score || second || over || formula || ancient || acronym || name
}
