//! The unit behind a number: names, symbols, ticks, units in brackets.

use rust_decimal::Decimal;

use super::lexer::{Gap, Kind, Text};
use super::lexicon::{Meaning, lexicon, name_at};
use super::numeral::Numeral;
use super::senses;
use super::stops::STOPS;
use super::unit::Unit;

/// A unit behind a number: what it means and the token after.
pub(super) struct After {
    pub meaning: Meaning,
    pub end: usize,
    pub word: String,
    /// Whether a hyphen binds it to the number: "five-minute".
    pub bound: bool,
}

pub(super) fn after(text: &Text, numeral: &Numeral) -> Option<After> {
    after_at(text, numeral.end, numeral)
}

/// Currency names and units that are common words: read only where the number makes them likely.
const WORDLIKE: &[&str] = &[
    "won", "real", "sol", "lei", "lev", "leu", "lek", "rand", "pula", "kip", "tala", "sen", "dong", "birr", "mark",
    "taka", "stone", "bar",
];

pub(super) fn after_at(text: &Text, end: usize, numeral: &Numeral) -> Option<After> {
    let hyphen = text.is_hyphen(end) && text.kind(end + 1) == Some(Kind::Word);
    let hyphen = hyphen || spaced_hyphen(text, end);
    let at = end + usize::from(hyphen);
    let token = text.get(at)?;
    if !text.reads_on(at) || (text.starts_line(at) && text.is_number(at)) {
        return None;
    }
    if let Some(unit) = bracketed(text, end) {
        return Some(unit);
    }
    if let Some(unit) = tick(text, at) {
        return Some(unit);
    }
    if at == end
        && let Some(meaning) = senses::read(text, at)
    {
        let word = text.str(at).to_owned();
        return Some(After { meaning: meaning.clone(), end: at + 1, word, bound: false });
    }
    if let Some(unit) = lone_tick(text, at).or_else(|| inches(text, at, numeral)) {
        return Some(After { bound: hyphen, ..unit });
    }
    let adjoins = token.gap == Gap::None;
    let word = text.word(at);
    let small = numeral.number().is_some_and(|n| n.value < Decimal::TEN);
    // "13 extra weeks", "three more years"
    if !hyphen && text.any(at, &["extra", "additional", "more", "further", "full", "whole"]) && numeral.end == end {
        let named = name_at(text, at + 1).filter(|_| text.reads_on(at + 1) && !text.any(at + 1, WORDLIKE));
        return named.map(|(end, meaning)| After {
            meaning: meaning.clone(),
            end,
            word: text.word(at + 1).to_owned(),
            bound: false,
        });
    }
    let name = lexicon().name(text.raw, token.start, word).filter(|_| !word.is_empty() || text.mark(at).is_some());
    let name = name.filter(|(stop, _)| {
        let phrase = &text.raw[token.start..*stop];
        let lower = phrase.to_ascii_lowercase();
        // "in 1998 won the title"
        let year = lower == "won"
            && text.plain(numeral.first).is_some_and(|n| (1500..2200).contains(&n))
            && text.any_before(numeral.first, &["in", "since", "of", "and", "by", "from"]);
        let unlikely = WORDLIKE.contains(&lower.as_str())
            && (small || year || !text.raw[token.start..].starts_with(|c: char| c.is_lowercase()));
        // "two second homes" has no seconds; "a 30-second spot" has.
        let second = lower == "second" && !(hyphen || numeral.digits == Decimal::ONE);
        !unlikely && !second && likely(text, &lower, text.token_at(at, *stop), numeral)
    });
    let (stop, meaning) = match name {
        Some(found) => found,
        None => lexicon()
            .symbol(text.raw, token.start, adjoins)
            .filter(|(stop, meaning)| symbol_fits(text, at, *stop, meaning, adjoins))?,
    };
    Some(After {
        meaning: meaning.clone(),
        end: text.token_at(at, stop),
        word: text.raw[token.start..stop].to_owned(),
        bound: hyphen,
    })
}

/// "28 - year - old", as texts cut into words have it: a unit in the singular behind a hyphen with spaces around.
fn spaced_hyphen(text: &Text, end: usize) -> bool {
    let spaced = text.is_mark(end, &['-']) && !text.adjoins(end) && !text.adjoins(end + 1) && text.reads_on(end + 1);
    let word = text.word(end + 1);
    spaced && !word.ends_with('s') && word != "second" && name_at(text, end + 1).is_some()
}

/// A tick that is an inch or a foot because a dimension follows: "10" long", "6' tall".
fn tick(text: &Text, at: usize) -> Option<After> {
    let code = match text.mark(at)? {
        '"' | '”' | '″' => "[in_i]",
        '\'' | '’' | '′' => "[ft_i]",
        _ => return None,
    };
    let measured = text.any(at + 1, &["long", "wide", "tall", "high", "deep", "thick"])
        || text.any(at + 1, &["in"]) && text.any(at + 2, &["length", "width", "height", "depth", "diameter"]);
    let meaning = Meaning { unit: Unit::parse(code).ok()?, factor: Decimal::ONE, alternatives: Vec::new() };
    measured.then(|| After { meaning, end: at + 1, word: text.str(at).to_owned(), bound: false })
}

/// A tick that closes no quotation, where nothing around says what it measures: "9\"" are inches or seconds, "2'" feet
/// or minutes, "5''" inches; behind degrees it is a part of them.
fn lone_tick(text: &Text, at: usize) -> Option<After> {
    let mark = text.mark(at).filter(|mark| matches!(mark, '\'' | '"'))?;
    let second = mark == '\'' && text.is_mark(at + 1, &['\'']) && text.adjoins(at + 1);
    let next = at + 1 + usize::from(second);
    let number = matches!(text.kind(at.checked_sub(1)?), Some(Kind::Number | Kind::Vulgar)) && text.adjoins(at);
    let free = !text.adjoins(next) || text.is_mark(next, &['.', ',', ';', ')', '/', '-', '?', '!']);
    // "5'10\""
    let free = free || text.is_number(next) && text.is_mark(next + 1, &['"']);
    let degrees = at > 1 && text.is_mark(at - 2, &['°', '\'', '′']);
    // "18' N", "the 3' end" of a strand
    let other = matches!(text.word(next), "N" | "S" | "E" | "W" | "UTR") || text.any(next, PRIMED);
    if !number || !free || degrees || other || senses::may_close(text, at, mark) {
        return None;
    }
    let (code, other) = if mark == '"' || second { ("[in_i]", "s") } else { ("[ft_i]", "min") };
    let alternatives = if second { Vec::new() } else { vec![Unit::parse(other).ok()?] };
    let meaning = Meaning { unit: Unit::parse(code).ok()?, factor: Decimal::ONE, alternatives };
    Some(After { meaning, end: next, word: text.str(at).to_owned(), bound: false })
}

/// What the primed numbers of a molecule name.
const PRIMED: &[&str] =
    &["carbon", "end", "ends", "overhang", "position", "region", "side", "strand", "terminus", "to"];

/// "in" that is an inch and no preposition: glued to its digits ("a 5in gun"), at the end of what is said ("it is 2
/// in."), or before the dimension that is measured ("1 1/2 in thick").
fn inches(text: &Text, at: usize, numeral: &Numeral) -> Option<After> {
    if text.word(at) != "in" || numeral.words || numeral.scaled || !text.reads_on(at) {
        return None;
    }
    let next = at + 1;
    let glued = text.adjoins(at);
    let ends = text.get(next).is_none_or(|token| token.gap == Gap::Break)
        || text.is_mark(next, &['.', ')', ';']) && !(text.adjoins(next + 1) && text.kind(next + 1) == Some(Kind::Word));
    let bare = |k: usize| text.kind(k) != Some(Kind::Word) || !text.reads_on(k) || text.any(k, STOPS);
    let measured = text.any(next, &["long", "wide", "tall", "high", "deep", "thick"]) && bare(next + 1);
    let bound = text.is_dash(next) && text.adjoins(next) && !(glued && text.kind(next + 1) == Some(Kind::Word));
    // "the best that 1998 in"
    let year = text.plain(at.wrapping_sub(1)).is_some_and(|number| (1000..2200).contains(&number));
    if bound || year || !(glued || ends || measured) {
        return None;
    }
    let meaning = Meaning { unit: Unit::parse("[in_i]").ok()?, factor: Decimal::ONE, alternatives: Vec::new() };
    Some(After { meaning, end: next, word: "in".to_owned(), bound: false })
}

/// "20 (kg)", `1,200 [km]`: a unit alone in brackets.
fn bracketed(text: &Text, end: usize) -> Option<After> {
    let open = text.mark(end)?;
    let close = match open {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '<' => '>',
        _ => return None,
    };
    let token = text.get(end + 1).filter(|_| text.adjoins(end + 1))?;
    let named = lexicon().name(text.raw, token.start, text.word(end + 1));
    let (stop, meaning) = named.or_else(|| lexicon().symbol(text.raw, token.start, true))?;
    let after = text.token_at(end + 1, stop);
    // "at 5 (am)"
    let time = text.any(end + 1, &["am", "pm"]);
    let alone = text.is_mark(after, &[close]) && stop - token.start > 1 && !time;
    alone.then(|| After {
        meaning: meaning.clone(),
        end: after + 1,
        word: text.raw[token.start..stop].to_owned(),
        bound: false,
    })
}

/// Names of units that are names of other things too: "three cups" are won, "1/2 cup" is poured.
fn likely(text: &Text, word: &str, next: usize, numeral: &Numeral) -> bool {
    match word {
        "cup" | "cups" => {
            numeral.fraction || text.is(next, "of") && !text.any(next + 1, &["the", "this", "his", "her"])
        }
        "marks" => numeral.digits.scale() > 0 || numeral.number().is_some_and(|n| n.value >= Decimal::ONE_THOUSAND),
        "stone" => text.kind(next) != Some(Kind::Word) || text.any(next, STOPS),
        "tesla" | "teslas" | "newton" | "newtons" | "henry" | "pascal" | "kelvin" | "curie" => {
            !text.is_capitalised(next.wrapping_sub(1))
        }
        _ => true,
    }
}

/// Symbols that are letters stand alone: "5 m", not "5 M" of a name; a percent sign may follow after a space.
fn symbol_fits(text: &Text, at: usize, stop: usize, meaning: &Meaning, adjoins: bool) -> bool {
    // "$" behind a number belongs to the next number: "5 $10 notes".
    let next = text.token_at(at, stop);
    let sign = meaning.unit.is_currency() && !text.word(at).is_empty();
    let money_follows = meaning.unit.is_currency() && text.adjoins(next) && text.is_number(next);
    // "the 80s", "over 65s", "7s" are plurals of numbers, not seconds.
    if text.str(at) == "s" && adjoins && text.plain(at.wrapping_sub(1)).is_some() {
        return false;
    }
    // "2.123 pm" is no time of day, whose minutes have two digits.
    if matches!(text.str(at), "pm" | "am")
        && !matches!(text.str(at.wrapping_sub(1)).split_once('.'), Some((_, places)) if places.len() != 2)
    {
        return false;
    }
    // "one B-36", "2 L-202": a letter behind a number word, or with a number of its own, is a name.
    let letter = text.word(at).chars().count() == 1;
    if letter && text.is_hyphen(next) && text.is_number(next + 1) {
        return false;
    }
    // "2.1 million b/d"
    let scaled = next > at + 1 && text.is_mark(at + 1, &['/']) && text.is(at.wrapping_sub(1), "million");
    if letter
        && !scaled
        && (!text.is_number(at.wrapping_sub(1)) || adjoins && text.str(at) == "K" && !senses::kelvins(text, at))
    {
        return false;
    }
    let line = text.starts_line(at);
    let new_line = line && !adjoins && text.kind(at) != Some(Kind::Word);
    !money_follows && !new_line && (adjoins || !sign || text.get(at).is_some_and(|token| stop > token.start + 1))
}

#[cfg(test)]
mod tests {
    use super::super::find_quantities;

    #[test]
    fn units_in_all_dress() {
        for (text, mention, unit) in [
            ("a depth of 31 m in places", "31 m", "m"),
            ("a load of 12 (kg) at most", "12 (kg)", "kg"),
            ("a 9 - inch nail", "9 - inch", "[in_i]"),
            ("a shelf 40\" wide", "40\"", "[in_i]"),
            ("the pipe is 1 1/2 in thick", "1 1/2 in", "[in_i]"),
            ("its wheels are 20 in.", "20 in", "[in_i]"),
            ("a 4in pipe", "4in", "[in_i]"),
            ("a lens of 8\", say", "8\"", "[in_i]"),
            ("a drop of 6''", "6''", "[in_i]"),
            ("a lens of 2.345 pm", "2.345 pm", "pm"),
            ("a fee of 20 US$ a day", "20 US$ a day", "USD/d"),
            ("a fee of Rs20", "Rs20", "INR"),
            ("a fee of 30RM", "30RM", "MYR"),
            ("paid Rupees 700 crore", "Rupees 700 crore", "INR"),
            ("paid in rupees 20 years ago", "20 years", "a"),
            ("packets of 1500 b", "1500 b", "bit"),
            ("for 3 dimes", "3 dimes", "USD"),
            ("a block of 4 km cubed", "4 km cubed", "km3"),
            ("loses 3 J/m^2 per day", "3 J/m^2 per day", "J/(m2.d)"),
            ("paid 800 marks", "800", "{mark}"),
            ("paid 8,000 marks", "8,000 marks", "DEM"),
            ("won three cups", "three", "{cup}"),
            ("add 1/2 cup of milk", "1/2 cup", "[cup_us]"),
            ("order 7 L-800 parts", "7", "{part}"),
            ("invested MSEK 40 there", "MSEK 40", "SEK"),
            ("for 25 usd", "25 usd", "USD"),
            ("a fare of 30 Dh", "30 Dh", "AED"),
            ("from $3 -4 billion", "$3 -4 billion", "USD"),
            ("yields 2.5pc today", "2.5pc", "%"),
        ] {
            let found = find_quantities(text);
            let first = found.first().unwrap_or_else(|| panic!("{text}"));
            assert_eq!((first.span.of(text), first.unit.code()), (mention, unit), "{text}");
        }
    }
}
