//! Numbers in words: cardinals such as "nine hundred and ninety-nine trillion", and the ordinals that end like them.
//!
//! Written by hand although crates read number words: they give floats without the written precision, and do not know
//! digits with scale words, fractions or halves.

use rust_decimal::Decimal;

use super::lexer::{Kind, Text};
use super::words::{
    DOZENS, Ending, SMALL, TENS, is_plural, ordinal_word, power_of_ten, run_together, scale_ordinal, scale_word,
    single_scale, small_ordinal, small_word, starts, tens_ordinal, tens_word,
};

/// A number in words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spelled {
    /// The token after its last word.
    pub end: usize,
    /// The number before its scale words, where one number stands before them all, else the whole.
    pub digits: Decimal,
    /// The product of the scale words above "hundred" where one number stands before them all.
    pub scale: Decimal,
    /// Whether nothing but scale words says it: "a hundred thousand", "million".
    pub bare: bool,
    pub ending: Ending,
}

impl Spelled {
    pub(super) fn value(&self) -> Option<Decimal> {
        self.digits.checked_mul(self.scale)
    }
}

/// The number in words that starts at token `i`, ordinal or not.
pub(super) fn spelled(text: &Text, i: usize) -> Option<Spelled> {
    text.spelled.get(i, || Reader { text, first: i, stop: text.tokens.len() }.spelled(i))
}

/// The same, of the tokens before `stop` alone.
pub(super) fn spelled_before(text: &Text, i: usize, stop: usize) -> Option<Spelled> {
    Reader { text, first: i, stop }.spelled(i)
}

/// A year as it is said, and the token after: "nineteen seventy-three", "nineteen oh five", "twenty fifteen".
pub(super) fn year(text: &Text, i: usize) -> Option<(u32, usize)> {
    let century = small_word(text.word(i)).or_else(|| tens_word(text.word(i))).filter(|n| (15..=20).contains(n))?;
    let nought = text.any(i + 1, &["o", "oh"]);
    let at = i + 1 + usize::from(nought);
    if !text.reads_on(i + 1) || !text.reads_on(at) {
        return None;
    }
    let reader = Reader { text, first: i, stop: text.tokens.len() };
    let (rest, end, ending) = reader.below_hundred(at)?;
    let fits = ending == Ending::Cardinal && if nought { (1..10).contains(&rest) } else { rest >= 10 };
    // A row of numbers, and "twenty fifteen-year-olds".
    let row = i > 0 && text.reads_on(i) && (text.any(i - 1, SMALL) || text.any(i - 1, TENS));
    let goes_on = scale_word(text.word(end)).is_some() || text.is_dash(end) && text.adjoins(end);
    (fits && !row && !goes_on).then_some((century * 100 + rest, end))
}

/// A number below ten thousand and the scale words behind it: "three hundred and five thousand".
struct Term {
    group: u32,
    scale: Decimal,
    end: usize,
    bare: bool,
    ending: Ending,
}

impl Term {
    fn value(&self) -> Option<Decimal> {
        Decimal::from(self.group).checked_mul(self.scale)
    }
}

/// Words before a scale word that leave its number open: "several hundred thousand".
const OPEN: &[&str] = &["several", "few", "many", "couple", "of", "per", "multiple", "these", "those", "every", "the"];

struct Reader<'a, 't> {
    text: &'a Text<'t>,
    /// Where the phrase starts, whatever stands before.
    first: usize,
    /// The token that it may not take in.
    stop: usize,
}

impl<'t> Reader<'_, 't> {
    /// The word at token `i`, if the phrase may go on there.
    fn word(&self, i: usize) -> &'t str {
        if i < self.stop && (i == self.first || self.text.reads_on(i)) { self.text.word(i) } else { "" }
    }

    fn is(&self, i: usize, word: &str) -> bool {
        self.word(i).eq_ignore_ascii_case(word)
    }

    fn spelled(&self, i: usize) -> Option<Spelled> {
        if !starts(self.word(i)) {
            return None;
        }
        let first = self.term(i, self.opening(i)?)?;
        let mut all = Spelled {
            end: first.end,
            digits: first.group.into(),
            scale: first.scale,
            bare: first.bare,
            ending: first.ending,
        };
        let mut last = first;
        while last.ending == Ending::Cardinal && last.scale >= Decimal::ONE_THOUSAND {
            let Some(next) = self.next_term(&last) else { break };
            let total = all.value()?.checked_add(next.value()?)?;
            all = Spelled { end: next.end, digits: total, scale: Decimal::ONE, bare: false, ending: next.ending };
            last = next;
        }
        Some(all)
    }

    /// What goes on below the last term's scale: "five thousand" of "two million and five thousand".
    fn next_term(&self, last: &Term) -> Option<Term> {
        let and = self.is(last.end, "and");
        let comma = !and && last.end < self.stop && self.text.is_mark(last.end, &[',']);
        let at = last.end + usize::from(and || comma);
        // "two million, three hundred thousand" is one number, "two million, three of them" are two.
        let term = self.term(at, self.below_hundred(at)?)?;
        let value = term.value()?;
        let whole = !comma || value >= Decimal::ONE_HUNDRED;
        let dozens = and && self.text.any(term.end, DOZENS);
        (whole && !dozens && value > Decimal::ZERO && value < last.scale).then_some(term)
    }

    /// What a number phrase opens with: a number below a hundred, or a scale word with an article or alone.
    fn opening(&self, i: usize) -> Option<(u32, usize, Ending)> {
        if let Some(found) = self.below_hundred(i) {
            return Some(found);
        }
        let article = self.is(i, "a") || self.is(i, "an");
        let at = if article { self.text.after_hyphen(i + 1) } else { i };
        let word = self.word(at);
        // "hundred thousand dollars", "thousand and nine hundred": alone only where a number goes on.
        let goes_on = || {
            let next = self.text.after_hyphen(at + 1);
            let next = next + usize::from(self.is(next, "and"));
            !(self.text.any_before(i, OPEN) || i > 0 && self.text.adjoins(i))
                && (self.below_hundred(next).is_some_and(|(value, ..)| value > 0)
                    || next == at + 1 && single_scale(self.word(next)).is_some())
                || i > 0 && self.text.any_before(i, &["the", "our", "its", "this", "that"]) && self.is_money(at + 1)
        };
        let scale = word.len() > 3 && single_scale(word).is_some() && (article || goes_on());
        // A "hundredth" alone is an ordinal.
        let ordinal = ordinal_word(word, scale_ordinal).is_some() && !article;
        (scale || ordinal).then_some((1, at, Ending::Cardinal))
    }

    /// "our trillion dollar economy"
    fn is_money(&self, i: usize) -> bool {
        let dash = self.text.after_hyphen(i);
        self.text.any(dash, &["dollar", "dollars", "pound", "euro", "euros", "yuan", "rupee"])
            && self.text.reads_on(dash)
            && !self.text.is(i.wrapping_sub(1), "hundred")
    }

    /// "seven", "forty", "forty-eight", "forty eight", "forty-eighth" at token `i`.
    fn below_hundred(&self, i: usize) -> Option<(u32, usize, Ending)> {
        let word = self.word(i);
        if word.len() < 3 {
            return None;
        }
        if let Some(value) = small_word(word) {
            return Some((value, i + 1, Ending::Cardinal));
        }
        if let Some((value, ending)) = ordinal_word(word, small_ordinal).or_else(|| ordinal_word(word, tens_ordinal)) {
            return Some((value, i + 1, ending));
        }
        let Some(tens) = tens_word(word) else { return run_together(word).map(|(value, how)| (value, i + 1, how)) };
        let at = self.text.after_loose_hyphen(i + 1);
        let ones = self.word(at);
        if let Some(ones) = small_word(ones).filter(|v| (1..10).contains(v)) {
            return Some((tens + ones, at + 1, Ending::Cardinal));
        }
        if let Some((ones, ending)) = ordinal_word(ones, small_ordinal).filter(|&(v, _)| v < 10) {
            // "twenty seconds" are time, and so is "a thirty-second spot"; "the thirty-second president" is a rank.
            let time = ones == 2 && (at == i + 1 || self.text.kind(at + 1) == Some(Kind::Word) && !self.is_led(i));
            if !time {
                return Some((tens + ones, at + 1, ending));
            }
        }
        Some((tens, i + 1, Ending::Cardinal))
    }

    /// Whether an article or a possessive before token `i` makes a rank of what follows.
    fn is_led(&self, i: usize) -> bool {
        const LEADS: &[&str] = &["the", "its", "their", "his", "her", "our", "my", "your"];
        let owner = i > 0 && self.text.word(i - 1).ends_with(['s', 'S']) && self.text.word(i - 1).contains(['\'', '’']);
        owner || self.text.any_before(i, LEADS)
    }

    /// Takes in "hundred" with what it goes on with, and the scale words.
    fn term(&self, first: usize, (mut group, mut end, mut ending): (u32, usize, Ending)) -> Option<Term> {
        let bare = end <= first + 1 && group == 1 && !self.is(first, "one") && ending == Ending::Cardinal;
        let mut bare = bare || self.text.is_dash(first + 1) && self.is(first, "a");
        let mut plural = false;
        if ending == Ending::Cardinal && (1..100).contains(&group) {
            let at = self.text.after_hyphen(end);
            if self.is(at, "hundred") {
                group *= 100;
                end = at + 1;
                if let Some((rest, stop, how)) = self.below_the_hundred(end) {
                    (group, end, ending, bare) = (group + rest, stop, how, false);
                }
            } else if self.is(at, "hundreds") && self.counts(first, at) {
                (group, end, plural) = (group * 100, at + 1, true);
            } else if let Some((2, how)) = ordinal_word(self.word(at), scale_ordinal) {
                (group, end, ending) = (group * 100, at + 1, how);
            }
        }
        let mut scale = Decimal::ONE;
        let mut before = 0;
        while ending == Ending::Cardinal && !plural && group > 0 {
            let at = self.text.after_hyphen(end);
            let word = self.word(at);
            // "a thousand million" and "a million million", but no "thousand thousand".
            let power = scale_word(word).filter(|&p| p > 2 && (p != before || p >= 6));
            if let Some(power) = power.filter(|_| !is_plural(word) || self.counts(first, at)) {
                (before, plural) = (power, is_plural(word));
                scale = scale.checked_mul(power_of_ten(power)?)?;
                end = at + 1;
            } else {
                if let Some((power, how)) = ordinal_word(word, scale_ordinal).filter(|&(p, _)| p > 2) {
                    scale = scale.checked_mul(power_of_ten(power)?)?;
                    (end, ending) = (at + 1, how);
                }
                break;
            }
        }
        Some(Term { group, scale, end, bare, ending })
    }

    /// "and forty-two", "forty-two" behind a "hundred".
    fn below_the_hundred(&self, i: usize) -> Option<(u32, usize, Ending)> {
        // "nine-hundred-and-twelve"
        let at = self.text.after_hyphen(i);
        let and = self.is(at, "and") || at < self.stop && self.text.reads_on(at) && self.text.is_mark(at, &['&']);
        let at = if and { self.text.after_hyphen(at + 1) } else { at };
        let (value, end, ending) = self.below_hundred(at)?;
        // "three hundred and two hundred" are two numbers, "three hundred and two dozen" a sum.
        let own = scale_word(self.word(end)) == Some(2) || and && self.text.any(end, DOZENS);
        // "a hundred second homes", "the first hundred first-time buyers"
        let adjective = ending != Ending::Cardinal && (value == 2 || self.text.is_dash(end) && self.text.adjoins(end));
        (value > 0 && !own && !adjective).then_some((value, end, ending))
    }

    /// Whether a plural scale word counts: not in "two hundreds of" or "the nineteen hundreds".
    fn counts(&self, first: usize, at: usize) -> bool {
        !self.text.is(at + 1, "of") && !self.text.any_before(first, &["the"])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(raw: &str) -> Option<(String, usize, Ending)> {
        let text = Text::new(raw);
        let found = spelled(&text, 0)?;
        let end = text.span(0, found.end)?.end;
        Some((found.value()?.to_string(), end, found.ending))
    }

    #[test]
    fn cardinals_and_ordinals_of_every_size() {
        use Ending::{Cardinal, Ordinal, Ordinals};
        for (raw, value, ending) in [
            ("seventy-six", "76", Cardinal),
            ("eighty - one", "81", Cardinal),
            ("nought", "0", Cardinal),
            ("a hundred and twelve", "112", Cardinal),
            ("hundred thousand", "100000", Cardinal),
            ("thousand and seven hundred ten", "1710", Cardinal),
            ("eighteen hundred and twelve", "1812", Cardinal),
            ("three hundred and six thousand", "306000", Cardinal),
            ("seven-hundred-and-two", "702", Cardinal),
            ("four trillion and eight hundred", "4000000000800", Cardinal),
            ("six million, four hundred thousand and two", "6400002", Cardinal),
            ("seven lakh crore", "7000000000000", Cardinal),
            ("two cr eleven lac six thousand", "21106000", Cardinal),
            ("six hundred & twelve", "612", Cardinal),
            ("fortyfive", "45", Cardinal),
            ("Thirtysecond", "32", Ordinal),
            ("a thousand million", "1000000000", Cardinal),
            ("eighty thousands", "80000", Cardinal),
            ("thirty-third", "33", Ordinal),
            ("two hundred and eleventh", "211", Ordinal),
            ("six hundredth", "600", Ordinal),
            ("nine millionths", "9000000", Ordinals),
            ("forty-fourths", "44", Ordinals),
        ] {
            assert_eq!(reads(raw), Some((value.to_owned(), raw.len(), ending)), "{raw}");
        }
    }

    #[test]
    fn years_are_said_in_two_halves() {
        for (raw, value) in [
            ("eighteen sixty-one", Some(1861)),
            ("nineteen oh seven", Some(1907)),
            ("twenty eleven", Some(2011)),
            ("twenty fifteen-year-olds", None),
            ("seventeen thirty million", None),
            ("fourteen forty", None),
            ("nineteen seven", None),
        ] {
            assert_eq!(year(&Text::new(raw), 0).map(|(year, _)| year), value, "{raw}");
        }
    }

    #[test]
    fn what_does_not_belong_to_the_number_stays_outside() {
        for (raw, value, end) in [
            ("two hundred and three hundred", "200", 11),
            ("four thousand and five million", "4000", 13),
            ("six thousand, three of them", "6000", 12),
            ("eighty eleven", "80", 6),
            ("forty seconds", "40", 5),
            ("seven hundreds of", "7", 5),
        ] {
            assert_eq!(reads(raw).map(|(value, end, _)| (value, end)), Some((value.to_owned(), end)), "{raw}");
        }
        for raw in ["hundred of", "millions", "thousand people", "a", "an apple", "mn"] {
            assert_eq!(reads(raw), None, "{raw}");
        }
    }
}
