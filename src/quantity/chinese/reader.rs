//! A Chinese number character by character: digits, 十百千, 万亿兆, a point, and what may stand among them.

use rust_decimal::Decimal;

use super::chars::{arabic, at, big, digit, gap, is_pair, numeric, small};
use super::numeral::{MORE, Numeral, Shape};
use super::table;
use crate::quantity::number::{Figure, Number};
use crate::span::Span;

const POINTS: &[char] = &['点', '點'];

/// A digit or digits that wait for what multiplies them.
#[derive(Clone, Copy)]
struct Pending {
    value: Decimal,
    start: usize,
    kind: Waiting,
    after_zero: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Waiting {
    Digit,
    Pair,
    Row,
    Literal,
}

enum Step {
    Go(usize),
    Stop,
    /// What follows makes no number of the whole: 十四五.
    Broken,
}

/// Reads one number from left to right: what waits, the section below the last scale, and what scales have multiplied.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing about the characters read so far")]
pub(super) struct Reader<'a> {
    text: &'a str,
    start: usize,
    at: usize,
    /// Of 二三十 read the higher.
    high: bool,
    approximate: bool,
    /// What 万 and 亿 have multiplied, and by how much.
    stack: Vec<(Decimal, Decimal)>,
    section: Decimal,
    /// The last of 千, 百, 十 in this section, and of all units.
    small: Decimal,
    last: Decimal,
    zero: bool,
    pending: Option<Pending>,
    /// Digits of 0 to 9 that are the only ones, and the product of what has multiplied them.
    literal: Option<(Decimal, Decimal)>,
    plain: Option<usize>,
    han: bool,
    arabic: bool,
    counted: bool,
    scaled: bool,
    more: Option<Span>,
}

/// A number, and whether it was one of two (二三十).
pub(super) struct Read {
    pub numeral: Numeral,
    pub approximate: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, start: usize, high: bool) -> Self {
        Self {
            text,
            start,
            at: start,
            high,
            approximate: false,
            stack: Vec::new(),
            section: Decimal::ZERO,
            small: Decimal::from(10_000),
            last: Decimal::ZERO,
            zero: false,
            pending: None,
            literal: None,
            plain: None,
            han: false,
            arabic: false,
            counted: false,
            scaled: false,
            more: None,
        }
    }

    pub(super) fn run(mut self) -> Result<Read, usize> {
        loop {
            let from = if self.at == self.start { self.at } else { gap(self.text, self.at) };
            let Some(c) = at(self.text, from) else { break };
            let step = if arabic(c).is_some() {
                self.digits(from)
            } else if let Some(digit) = digit(c) {
                self.digit(from, c, digit)
            } else if let Some((unit, implied)) = small(c) {
                self.unit(from, c, unit, implied)
            } else if let Some(scale) = big(c) {
                self.scale(from, c, scale)
            } else if POINTS.contains(&c) {
                if let Some(read) = self.decimals(from + c.len_utf8()) {
                    return Ok(read);
                }
                Step::Stop
            } else if MORE.contains(&c) {
                self.infix(from, c)
            } else {
                Step::Stop
            };
            match step {
                Step::Go(end) => self.at = end,
                Step::Stop => break,
                Step::Broken => return Err(self.past(from)),
            }
        }
        let past = self.past(self.at);
        self.finish().ok_or(past)
    }

    /// Past all that numbers are made of, and at least one character.
    fn past(&self, from: usize) -> usize {
        let rest = self.text.get(from..).unwrap_or("");
        let run: usize = rest.chars().take_while(|c| numeric(*c)).map(char::len_utf8).sum();
        let first = at(self.text, self.start).map_or(1, char::len_utf8);
        (from + run).max(self.start + first)
    }

    fn empty(&self) -> bool {
        self.at == self.start
    }

    /// "1,234.5", "４，５６５".
    fn digits(&mut self, from: usize) -> Step {
        if self.pending.is_some() {
            return if from == self.at { Step::Broken } else { Step::Stop };
        }
        let Some((value, end, places)) = literal(self.text, from) else { return Step::Broken };
        let goes_on = || at(self.text, gap(self.text, end)).is_some_and(|c| small(c).is_some() || big(c).is_some());
        if !self.empty() && (!value.is_integer() || (from > self.at || value >= self.last) && !goes_on()) {
            return Step::Stop;
        }
        if self.empty() {
            self.literal = Some((value, Decimal::ONE));
            self.plain = Some(places);
        } else {
            self.literal = None;
        }
        self.pending = Some(Pending { value, start: self.at, kind: Waiting::Literal, after_zero: true });
        (self.arabic, self.counted, self.zero) = (true, true, false);
        Step::Go(end)
    }

    fn digit(&mut self, from: usize, c: char, n: u32) -> Step {
        let end = from + c.len_utf8();
        let next = at(self.text, gap(self.text, end));
        self.han = true;
        let kind = if is_pair(c) { Waiting::Pair } else { Waiting::Digit };
        let Some(pending) = self.pending else {
            if n == 0 && !self.empty() {
                let goes_on = next.is_some_and(|c| numeric(c) && big(c).is_none() || MORE[3..].contains(&c));
                self.zero = true;
                return if goes_on { Step::Go(end) } else { Step::Stop };
            }
            self.pending = Some(Pending { value: n.into(), start: self.at, kind, after_zero: self.zero });
            (self.counted, self.zero, self.literal) = (true, false, None);
            return Step::Go(end);
        };
        if from > self.at || pending.kind == Waiting::Literal {
            return Step::Stop;
        }
        // 二三十, 七八个: one or the other.
        let unit = next.is_some_and(|c| small(c).is_some() || big(c).is_some()) || table::starts(self.text, end);
        let one_more = pending.value.checked_add(Decimal::ONE) == Some(n.into()) && !pending.value.is_zero();
        if one_more && unit && pending.kind != Waiting::Row && !is_pair(c) && !self.approximate {
            self.approximate = true;
            self.pending =
                Some(Pending { value: if self.high { n.into() } else { pending.value }, after_zero: true, ..pending });
            return Step::Go(end);
        }
        if kind == Waiting::Pair {
            // 二两: an ounce of silver.
            return Step::Stop;
        }
        if pending.kind == Waiting::Digit && self.section.is_zero() && self.stack.is_empty() {
            return self.row(from, pending);
        }
        Step::Broken
    }

    /// 二〇二四.
    fn row(&mut self, from: usize, first: Pending) -> Step {
        let mut value = first.value;
        let mut end = from;
        for c in self.text.get(from..).unwrap_or("").chars() {
            let Some(n) = digit(c).filter(|_| !is_pair(c)) else { break };
            let Some(longer) = value.checked_mul(Decimal::TEN).and_then(|v| v.checked_add(n.into())) else {
                return Step::Broken;
            };
            value = longer;
            end += c.len_utf8();
        }
        self.pending = Some(Pending { value, kind: Waiting::Row, ..first });
        Step::Go(end)
    }

    fn unit(&mut self, from: usize, c: char, unit: u32, implied: Option<u32>) -> Step {
        let unit = Decimal::from(unit);
        if !self.empty() && table::starts(self.text, from) {
            // 千 of 千瓦时.
            return Step::Stop;
        }
        if unit >= self.small {
            return if self.pending.is_some() && from == self.at { Step::Broken } else { Step::Stop };
        }
        let times = match (self.pending, implied) {
            (Some(Pending { kind: Waiting::Row, .. }), _) => return Step::Broken,
            // 零十 is ten.
            (Some(pending), None) if pending.value.is_zero() && unit == Decimal::TEN => Decimal::ONE,
            (Some(pending), None) => pending.value,
            (None, Some(times)) => times.into(),
            (None, None) if unit == Decimal::TEN || self.empty() => Decimal::ONE,
            (Some(_), Some(_)) | (None, None) => return Step::Stop,
        };
        let Some(section) = unit.checked_mul(times).and_then(|v| v.checked_add(self.section)) else {
            return Step::Broken;
        };
        self.counted |= self.pending.is_some() || unit == Decimal::TEN;
        (self.section, self.small, self.last, self.pending, self.han, self.zero) =
            (section, unit, unit, None, true, false);
        self.multiply(unit);
        Step::Go(from + c.len_utf8())
    }

    fn scale(&mut self, from: usize, c: char, scale: Decimal) -> Step {
        if self.empty() || table::starts(self.text, from) {
            // 兆 of 兆瓦.
            return Step::Stop;
        }
        if self.pending.is_some_and(|p| p.kind == Waiting::Row) {
            return Step::Broken;
        }
        let pending = self.pending.map_or(Decimal::ZERO, |p| p.value);
        let Some(mut all) = self.section.checked_add(pending) else { return Step::Broken };
        // 万亿 multiplies, 1亿2000万 adds.
        while let Some(&(value, of)) = self.stack.last()
            && (of < scale || all.is_zero())
        {
            let Some(sum) = all.checked_add(value) else { return Step::Broken };
            all = sum;
            self.stack.pop();
        }
        let ordered = self.stack.last().is_none_or(|&(_, of)| of > scale);
        let Some(value) = all.checked_mul(scale).filter(|value| ordered && !value.is_zero()) else {
            return Step::Broken;
        };
        self.stack.push((value, scale));
        (self.section, self.small, self.last, self.pending) = (Decimal::ZERO, Decimal::from(10_000), scale, None);
        (self.han, self.zero, self.scaled) = (true, false, true);
        self.multiply(scale);
        Step::Go(from + c.len_utf8())
    }

    fn multiply(&mut self, by: Decimal) {
        self.literal = self.literal.and_then(|(value, scale)| Some((value, scale.checked_mul(by)?)));
    }

    /// 余 of 500余万: only before a scale, else it is no part of the number.
    fn infix(&mut self, from: usize, c: char) -> Step {
        let end = from + c.len_utf8();
        let scale = gap(self.text, end);
        let before_scale = at(self.text, scale).is_some_and(|c| big(c).is_some()) && !table::starts(self.text, scale);
        let digit = self.pending.is_some_and(|p| p.kind != Waiting::Literal);
        if self.empty() || digit || self.more.is_some() || !before_scale {
            return Step::Stop;
        }
        self.more = Some(Span::new(from, end));
        Step::Go(end)
    }

    /// 点五 of 十二点五, and the scales after it.
    fn decimals(&mut self, from: usize) -> Option<Read> {
        let zero = self.total().is_some_and(|v| v.is_zero()) && self.han;
        let literal = self.pending.is_some_and(|p| p.kind == Waiting::Literal);
        if self.empty() || literal || self.approximate {
            return None;
        }
        let mut end = gap(self.text, from);
        let (mut value, mut places) = (Decimal::ZERO, 0);
        while let Some(c) = at(self.text, end)
            && let Some(n) = digit(c).filter(|_| !is_pair(c)).or_else(|| arabic(c).filter(|_| zero)?.to_digit(10))
        {
            places += 1;
            value = value.checked_mul(Decimal::TEN)?.checked_add(n.into())?;
            end += c.len_utf8();
        }
        // 三点二十: a time of day.
        if places == 0
            || places > 15
            || at(self.text, end).is_some_and(|c| small(c).is_some_and(|(unit, _)| unit == 10))
        {
            return None;
        }
        let part = value.checked_mul(Decimal::new(1, places))?;
        let digits = self.total()?.checked_add(part)?;
        let mut scale = Decimal::ONE;
        while let Some(c) = at(self.text, gap(self.text, end))
            && let Some(by) = big(c).filter(|_| self.stack.is_empty() && !table::starts(self.text, gap(self.text, end)))
        {
            scale = scale.checked_mul(by)?;
            end = gap(self.text, end) + c.len_utf8();
        }
        (self.at, self.scaled) = (end, self.scaled || scale > Decimal::ONE);
        self.numeral(digits, scale, Shape::Full)
    }

    /// The value so far; the last digit of 两千四百五 stands for tens.
    fn total(&self) -> Option<Decimal> {
        let mut sum = self.section;
        for &(value, _) in &self.stack {
            sum = sum.checked_add(value)?;
        }
        let Some(pending) = self.pending else { return Some(sum) };
        let implied = pending.kind == Waiting::Digit && !pending.after_zero && self.last >= Decimal::ONE_HUNDRED;
        let value =
            if implied { pending.value.checked_mul(self.last.checked_div(Decimal::TEN)?)? } else { pending.value };
        sum.checked_add(value)
    }

    fn finish(mut self) -> Option<Read> {
        if self.empty() {
            return None;
        }
        // 三千两百两: the last of them weighs.
        if let Some(pending) = self.pending
            && pending.kind == Waiting::Pair
            && pending.start > self.start
        {
            self.at = pending.start;
            self.pending = None;
        }
        let total = self.total()?;
        let (digits, scale) = match (self.literal, self.stack.last()) {
            (Some(literal), _) => literal,
            // 三亿五千万 is written in 万.
            (None, Some(&(_, scale))) if self.section.is_zero() && self.pending.is_none() => {
                (total.checked_div(scale)?.normalize(), scale)
            }
            _ => (total, Decimal::ONE),
        };
        let characters = self.text.get(self.start..self.at)?.chars().count();
        let shape = match self.pending {
            _ if !self.counted => Shape::Bare,
            Some(Pending { kind: Waiting::Row, .. }) => Shape::Row,
            _ if characters == 1 && !self.arabic => Shape::Lone,
            _ => Shape::Full,
        };
        self.numeral(digits, scale, shape)
    }

    fn numeral(&self, digits: Decimal, scale: Decimal, shape: Shape) -> Option<Read> {
        let figure = Figure::Point(Number::written(digits, scale)?);
        let numeral = Numeral {
            start: self.start,
            end: self.at,
            figure,
            shape,
            words: !self.arabic,
            scaled: self.scaled,
            scale,
            more: self.more,
            plain: self.plain.filter(|_| !self.han),
        };
        Some(Read { numeral, approximate: self.approximate })
    }
}

/// Digits with thousands marks and a point, in half or full width: value, end, digits before the point.
fn literal(text: &str, i: usize) -> Option<(Decimal, usize, usize)> {
    let mut written = String::new();
    let run = |from: usize, written: &mut String| {
        let mut end = from;
        for c in text.get(from..).unwrap_or("").chars() {
            let Some(digit) = arabic(c) else { break };
            written.push(digit);
            end += c.len_utf8();
        }
        end
    };
    let mut end = run(i, &mut written);
    let head = written.len();
    while let Some(mark) = at(text, end).filter(|c| matches!(c, ',' | '，') && (1..=3).contains(&head)) {
        // A full-width comma divides a number only where its digits are as wide.
        let start = end + mark.len_utf8();
        let mut group = String::new();
        let stop = run(start, &mut group);
        let wide = mark == ',' || at(text, start).is_some_and(|c| !c.is_ascii());
        if group.len() != 3 || !wide {
            break;
        }
        written.push_str(&group);
        end = stop;
    }
    let places = written.len();
    if let Some(point) = at(text, end).filter(|c| matches!(c, '.' | '．')) {
        let start = end + point.len_utf8();
        if at(text, start).is_some_and(|c| arabic(c).is_some()) {
            written.push('.');
            end = run(start, &mut written);
        }
    }
    // A second point makes a version or a date of it.
    let dotted = at(text, end).is_some_and(|c| matches!(c, '.' | '．'))
        && at(text, end + at(text, end).map_or(1, char::len_utf8)).is_some_and(|c| arabic(c).is_some());
    let value = Decimal::from_str_exact(&written).ok().filter(|_| !dotted)?;
    Some((value, end, places))
}
