//! Chinese numbers and quantities in a text of any language, read by bytes: Chinese has no spaces to cut at.
//!
//! The parts: [`numeral`] number phrases ([`reader`] without fractions), [`table`] units and what is counted, [`cue`]
//! comparators, [`value`] numbers with their units, [`exclude`] what is none. A text without a Han or full-width
//! character costs one look at its bytes. What is read here takes the place of what the grammar of English has found at
//! the same words.

mod chars;
mod cue;
mod exclude;
mod numeral;
mod range;
mod rank;
mod reader;
mod table;
#[cfg(test)]
mod tests;
mod value;
mod words;

pub(super) use self::chars::is_han;
use self::chars::{at, before, gap, gap_before, numeric};
use self::numeral::{Numeral, Shape};
pub(super) use self::table::defined;
use super::lexicon::lexicon;
use super::mention::NumberMention;
use super::number::Form;
use super::scan::Quantity;
use super::unit::Unit;
use super::words::scale_word;
use crate::label::Comparator;
use crate::span::Span;

/// Words that are settled here: a quantity, or none.
struct Ruling {
    span: Span,
    quantity: Option<Quantity>,
}

/// Puts the Chinese quantities of a text among the others.
pub(super) fn join(text: &str, others: Vec<Quantity>) -> Vec<Quantity> {
    if !chars::concerns(text) {
        return others;
    }
    merge(find(text), |ruling| ruling.span, others, |other| other.span, |ruling| ruling.quantity)
}

/// Puts the Chinese numbers of a text among the others.
pub(super) fn join_numbers(text: &str, others: Vec<NumberMention>) -> Vec<NumberMention> {
    if !chars::concerns(text) {
        return others;
    }
    merge(numbers(text), |number| number.span, others, |other| other.span, Some)
}

/// Both lists in order; of the others only those that touch none of ours.
fn merge<A, B>(
    ours: Vec<A>,
    our_span: impl Fn(&A) -> Span,
    others: Vec<B>,
    other_span: impl Fn(&B) -> Span,
    give: impl Fn(A) -> Option<B>,
) -> Vec<B> {
    let mut all = Vec::with_capacity(ours.len() + others.len());
    let mut rest = others.into_iter().peekable();
    for our in ours {
        let span = our_span(&our);
        while let Some(other) = rest.next_if(|other| other_span(other).start < span.end) {
            if other_span(&other).end <= span.start {
                all.push(other);
            }
        }
        all.extend(give(our));
    }
    all.extend(rest);
    all
}

/// All that is settled here, in order and without overlap.
fn find(text: &str) -> Vec<Ruling> {
    let mut all: Vec<Ruling> = Vec::new();
    let mut i = 0;
    while let Some(c) = at(text, i) {
        let (found, next) = step(text, i, c);
        if let Some(mut ruling) = found
            && all.last().is_none_or(|last| last.span.end <= ruling.span.start)
        {
            if let Some(quantity) = &mut ruling.quantity {
                convert(text, quantity, all.last());
            }
            all.push(ruling);
        }
        i = next.max(i + c.len_utf8());
    }
    all
}

/// What is settled at byte `i`, and where to go on.
fn step(text: &str, i: usize, c: char) -> (Option<Ruling>, usize) {
    let settled = |quantity: Quantity| {
        let end = quantity.noun.map_or(quantity.span.end, |noun| noun.end);
        (Some(Ruling { span: quantity.span, quantity: Some(quantity) }), end)
    };
    if c.is_ascii() && !c.is_ascii_digit() && !matches!(c, '-' | '$') && !c.is_ascii_alphabetic() {
        return (None, i + 1);
    }
    let before_number = match c {
        '翻' => words::doubled(text, i),
        '百' | '佰' | '千' | '仟' | '万' | '萬' => words::percent(text, i),
        '一' | '打' => words::half(text, i),
        '半' => words::half_of(text, i),
        '华' | '華' | '摄' | '攝' | '零' => words::temperature(text, i),
        '第' | '前' => return rank::read(text, i).map_or_else(|| rank::skip(text, i), settled),
        _ => None,
    };
    if let Some(quantity) = before_number {
        return settled(quantity);
    }
    if let Some((unit, number)) = money(text, i, c) {
        let read = numeral::read(text, number).ok().filter(|numeral| beside(text, i, numeral));
        let quantity = read.and_then(|numeral| value::read(text, i, &numeral, Some(&unit)));
        return quantity.map_or((None, number), settled);
    }
    if c.is_ascii_alphabetic() {
        return (None, name_end(text, i));
    }
    if !numeric(c) && !matches!(c, '负' | '負' | '-' | '－' | '−') {
        return (None, i + c.len_utf8());
    }
    let numeral = match numeral::read(text, i) {
        Ok(numeral) => numeral,
        Err(next) => return (None, next),
    };
    let ours = beside(text, i, &numeral);
    let quantity = if ours { value::read(text, i, &numeral, None) } else { None };
    match quantity {
        Some(quantity) => settled(quantity),
        None if ours => {
            let end = exclude::clock_end(text, &numeral);
            (Some(Ruling { span: Span::new(i, end), quantity: None }), end)
        }
        None => (None, numeral.end),
    }
}

/// A currency before its number: 人民币50元, ￥300, US$3亿.
fn money(text: &str, i: usize, c: char) -> Option<(Unit, usize)> {
    let number = |at_number: usize| at(text, at_number).is_some_and(numeric).then_some(at_number);
    if let Some((name, next)) = table::leading(text, i) {
        return Some((name.unit.clone(), number(next)?));
    }
    let starts = !before(text, i).is_some_and(|c| c.is_ascii_alphanumeric());
    if is_han(c) || c.is_ascii_digit() || !(starts || c == '$') {
        return None;
    }
    let (next, meaning) = lexicon().money(text, i)?;
    Some((meaning.unit.clone(), number(next)?))
}

/// Past a word in Latin letters, with the digits that make a name of it: C919, COVID-19.
fn name_end(text: &str, i: usize) -> usize {
    let rest = text.get(i..).unwrap_or("");
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '-';
    i + rest.find(|c| !inside(c)).unwrap_or(rest.len()).max(1)
}

/// Whether a number is ours to read: it has Han or full-width characters, or such stand beside it or its unit.
fn beside(text: &str, start: usize, numeral: &Numeral) -> bool {
    let own = text.get(start..numeral.end).is_some_and(|number| !number.is_ascii());
    let han = |c: Option<char>| c.is_some_and(is_han);
    let unit = gap(text, numeral.end);
    // An English scale is read with its number: 成本US$1.5 billion（约117亿港元）.
    let after = text.get(unit..).unwrap_or("");
    let word = after.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
    if !own && scale_word(word).is_some() {
        return false;
    }
    // A unit in other letters is short: 14.4%以上, 168cm的.
    let rest = after.chars().take(8);
    let letters = rest.take_while(|c| !is_han(*c) && !c.is_whitespace() && !matches!(c, '，' | '。'));
    let stop = unit + letters.map(char::len_utf8).sum::<usize>();
    own || han(before(text, gap_before(text, start))) || han(at(text, unit)) || han(at(text, gap(text, stop)))
}

/// A bracketed conversion is bounded by the words before what it converts: 超过7万亿元（约合1万亿美元）.
fn convert(text: &str, quantity: &mut Quantity, last: Option<&Ruling>) {
    let Some(last) = last.and_then(|ruling| ruling.quantity.as_ref()) else { return };
    let between = text.get(last.span.end..quantity.span.start).unwrap_or("");
    let bracket = between.trim_start().trim_end_matches(['约', '合', '約']);
    let money = last.unit.is_currency() && quantity.unit.is_currency() && last.unit != quantity.unit;
    if quantity.comparator == Comparator::Equal && matches!(bracket, "（" | "(") && money {
        (quantity.comparator, quantity.cue) = (last.comparator, last.cue);
    }
}

/// Every Chinese number of a text, those in full-width digits too.
fn numbers(text: &str) -> Vec<NumberMention> {
    let mut all = Vec::new();
    let mut i = 0;
    while let Some(c) = at(text, i) {
        let sign = matches!(c, '负' | '負' | '－' | '−' | '-');
        if !sign && !numeric(c) {
            i += c.len_utf8();
            continue;
        }
        // Of 百分之三十 the number is thirty.
        if let Some((_, number)) = words::percent_head(text, i) {
            i = number;
            continue;
        }
        match numeral::read(text, i) {
            Ok(numeral) => {
                i = numeral.end;
                let ascii = numeral.span().of(text).is_ascii();
                if let Some(number) = numeral.number().filter(|_| !ascii && exclude::is_number(text, &numeral)) {
                    let form = match numeral.shape {
                        Shape::Fraction => Form::Fraction,
                        _ if numeral.words => Form::Words,
                        _ => Form::Digits,
                    };
                    all.push(NumberMention { span: numeral.span(), number, form });
                }
            }
            Err(next) => i = next.max(i + c.len_utf8()),
        }
    }
    all
}
