//! Which tokens something can start at that the grammar reads, or passes over as a whole: one look-up a token, so that
//! the many words that cannot cost next to nothing.

use std::sync::LazyLock;

use super::lexer::{Kind, Text};
use super::lexicon::{self, lexicon};
use super::word_map::WordMap;
use super::{exclude, multiple, ordinal, value, words};

/// The words that start numbers, multiples, ranks, signs and dates, and those that name the number right behind them.
static WORDS: LazyLock<WordMap<Start>> = LazyLock::new(|| {
    let others = [multiple::starts(), ordinal::starts(), value::starts(), exclude::starts()].concat();
    let others = others.into_iter().map(|word| (word.to_owned(), Start::Anywhere));
    let numbers = words::list().into_iter().map(|word| (word, Start::Anywhere));
    let labels = exclude::labels().into_iter().map(|word| (word.to_owned(), Start::BeforeNumber));
    WordMap::new(numbers.chain(others).chain(labels))
});

#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    Anywhere,
    /// Only where no word follows.
    BeforeNumber,
}

/// Whether it is worth to read at token `i`. Where it is not, nothing starts.
pub(super) fn possible(text: &Text, i: usize) -> bool {
    match text.kind(i) {
        Some(Kind::Number | Kind::Vulgar) => true,
        Some(Kind::Word) => {
            let word = text.word(i);
            let listed = WORDS.get(word).is_some_and(|start| {
                *start == Start::Anywhere || matches!(text.kind(i + 1), Some(kind) if kind != Kind::Word)
            });
            (listed && (word.len() > 2 || !text.any(i, &["a", "an"]) || leads(text, i + 1)))
                || word.ends_with("fold")
                || money(text, i)
        }
        Some(Kind::Mark(_)) => !matches!(text.kind(i + 1), None | Some(Kind::Word | Kind::Opaque)) || money(text, i),
        Some(Kind::Dotted | Kind::Opaque) | None => false,
    }
}

/// Whether an article before token `i` can start something: most often it does not, and articles are frequent.
fn leads(text: &Text, i: usize) -> bool {
    const OTHERS: &[&str] = &["further", "full", "good", "whole", "percentage", "point", "order", "single", "mere"];
    let word = text.word(i);
    word.is_empty() || words::starts(word) || text.any(i, OTHERS) || lexicon::name_at(text, i).is_some()
}

/// Whether token `i` may go on with a currency's sign, or is the number that it stands before: not the comma of a
/// clause.
fn signed(text: &Text, i: usize) -> bool {
    match text.mark(i) {
        Some('.') => text.is_number(i + 1) || text.mark(i + 1).is_some(),
        Some(mark) => !matches!(mark, ',' | ';' | ':' | '!' | '?' | ')' | '(' | '\'' | '"'),
        None => true,
    }
}

/// A currency or another unit that stands before its number.
fn money(text: &Text, i: usize) -> bool {
    let bracketed = text.is_mark(i, &['$', '€', '£']) && text.is_mark(i + 1, &['(']) && text.is_number(i + 2);
    bracketed
        || matches!(text.kind(i + 1), Some(Kind::Number | Kind::Vulgar | Kind::Mark(_)))
            && signed(text, i + 1)
            && text.get(i).is_some_and(|token| lexicon().money(text.raw, token.start).is_some())
}
