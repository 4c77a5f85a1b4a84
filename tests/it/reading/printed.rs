//! What is printed is read again, to the digit.

use figcheck::quantity::{Unit, find_numbers, find_quantities};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::invariants;

/// What surrounds numbers in real and in broken text.
const PIECES: &[&str] = &[
    "5",
    "2012",
    "1,234.5",
    "1.234,5",
    "1 000",
    "½",
    "1/3",
    "twenty-one",
    "half a",
    "million",
    "bn",
    "lakh",
    "dozen",
    "a",
    "third",
    "of",
    "and",
    "to",
    "between",
    "-",
    "–",
    "−",
    "±",
    "+",
    "$",
    "US$",
    "€",
    "¥",
    "Rs",
    "%",
    "percent",
    "points",
    "pp",
    "bp",
    "kg",
    "km/h",
    "°C",
    "per",
    "/",
    "a year",
    "barrel",
    "about",
    "more than",
    "at least",
    "or more",
    "doubled",
    "times",
    "fold",
    "fourth",
    "-largest",
    "top",
    "(",
    ")",
    "[1]",
    ".",
    ",",
    "'",
    "’",
    "\n",
    "\n\n",
    "\u{a0}",
    "\u{2009}",
    "May",
    "Q3",
    "FY24",
    "last year",
    "中",
    "亿",
    "元",
    "三成",
    "百分之",
    "７",
    "％",
    "é",
    "e\u{301}",
    "\u{200d}",
    "people",
    "women",
    "99999999999999999999999999999",
    "0.0000000000000000000001",
    "1e9",
    "x",
    "6.82",
    "400,000",
    "2024",
    "1/2",
    "EUR",
    " ",
    "trillion",
    "yuan",
    "half",
    "from",
    "more",
    "than",
    "twice",
    "four",
    "twenty",
    "point",
    "hundred",
    "[",
    "]",
    "'s",
    "second",
    "largest",
    "km",
    "in",
    "products",
    "year",
    "basis points",
    "no",
    "crore",
    "one",
    "one in five",
    "minus",
    "every",
    "other",
    "household",
    "order of magnitude",
    "factor of",
    "number",
    "#",
    "below zero",
    "never exceeded",
    "at most",
    "again",
    "as",
    "plus or minus",
    "8- to",
    "hour",
    "an",
    "respectively",
    "\t",
    "|",
    "twentyfifth",
    "only to",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        invariants::hold(&text);
    }

    #[test]
    fn any_pieces_are_read(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..32),
        spaced in any::<bool>(),
    ) {
        invariants::hold(&pieces.join(if spaced { " " } else { "" }));
    }

    #[test]
    fn digits_are_read_to_the_last(digits in 1_i64..1_000_000_000_000, places in 0_u32..7, style in 0_usize..5) {
        let value = Decimal::new(digits, places);
        let text = format!("The index stood at {} in the end.", grouped(value, style));
        let found = find_numbers(&text);
        prop_assert_eq!(found.len(), 1, "{}", text);
        prop_assert_eq!(found[0].number.value, value.normalize(), "{}", text);
        prop_assert_eq!(found[0].number.resolution, Decimal::new(1, places).normalize(), "{}", text);
    }

    #[test]
    fn whole_numbers_in_words_are_read(value in 0_u64..1_000_000_000_000) {
        let words = in_words(value);
        let found = find_numbers(&words);
        prop_assert_eq!(found.len(), 1, "{}", words);
        prop_assert_eq!(found[0].number.value, Decimal::from(value), "{}", words);
        prop_assert_eq!(found[0].span.of(&words), words.as_str());
    }

    #[test]
    fn a_unit_is_read_behind_its_number(digits in 1_i64..1_000_000, places in 0_u32..3, unit in proptest::sample::select(UNITS)) {
        let value = Decimal::new(digits, places);
        let (written, code) = unit;
        let mention = written.replace('#', &value.to_string());
        let text = format!("It came to {mention} after all.");
        let found = find_quantities(&text);
        prop_assert_eq!(found.len(), 1, "{}", text);
        prop_assert_eq!(found[0].figure.point(), Some(value.normalize()), "{}", text);
        prop_assert_eq!(found[0].unit.code(), code, "{}", text);
        prop_assert_eq!(found[0].span.of(&text), mention.as_str());
    }

    #[test]
    fn conversion_leads_back(from in proptest::sample::select(CODES), to in proptest::sample::select(CODES), digits in -1_000_000_i64..1_000_000) {
        let (from, to) = (Unit::parse(from).unwrap(), Unit::parse(to).unwrap());
        let value = Decimal::new(digits, 2);
        let Some(there) = from.convert(value, &to) else {
            prop_assert!(from.dimension() != to.dimension() || from.code() != to.code());
            return Ok(());
        };
        let back = to.convert(there, &from);
        prop_assert!(back.is_some(), "{} {} back from {}", value, from, to);
        let off = (back.unwrap_or_default() - value).abs();
        prop_assert!(off <= Decimal::new(1, 9) * value.abs().max(Decimal::ONE), "{value} {from} is {there} {to}, and back off by {off}");
    }
}

/// Written mentions, `#` for the number, and the codes of their units.
const UNITS: &[(&str, &str)] = &[
    ("#%", "%"),
    ("# percent", "%"),
    ("# percentage points", "pp"),
    ("# basis points", "bp"),
    ("US$#", "USD"),
    ("€#", "EUR"),
    ("A$#", "AUD"),
    ("£#", "GBP"),
    ("HK$#", "HKD"),
    ("# yuan", "CNY"),
    ("# rupees", "INR"),
    ("# kilometres", "km"),
    ("# km", "km"),
    ("# kg", "kg"),
    ("# tonnes", "t"),
    ("# GWh", "GW.h"),
    ("# hectares", "har"),
    ("# square miles", "[mi_i]2"),
    ("#°C", "Cel"),
    ("# degrees Fahrenheit", "[degF]"),
    ("# cubic metres", "m3"),
    ("# megawatts", "MW"),
    ("# barrels", "[bbl_us]"),
    ("# litres", "L"),
    ("# km/h", "km/h"),
    ("# mph", "[mi_i]/h"),
    ("# acres", "[acr_us]"),
    ("# kWh", "kW.h"),
];

/// Codes of every family, some of them commensurable.
const CODES: &[&str] = &[
    "%",
    "1",
    "pp",
    "bp",
    "USD",
    "EUR",
    "USD/a",
    "USD/mo",
    "USD/[bbl_us]",
    "USD/L",
    "m",
    "km",
    "[ft_i]",
    "[mi_i]",
    "[in_i]",
    "kg",
    "t",
    "[lb_av]",
    "[oz_av]",
    "[ston_av]",
    "g",
    "s",
    "min",
    "h",
    "d",
    "wk",
    "a",
    "mo",
    "m2",
    "km2",
    "har",
    "[acr_us]",
    "[sft_i]",
    "m3",
    "L",
    "[gal_us]",
    "[bbl_us]",
    "kW.h",
    "GW.h",
    "J",
    "MJ",
    "[Btu]",
    "W",
    "MW",
    "[HP]",
    "Cel",
    "[degF]",
    "K",
    "km/h",
    "m/s",
    "[mi_i]/h",
    "[kn_i]",
    "Pa",
    "kPa",
    "bar",
    "[psi]",
    "bit",
    "By",
    "GBy",
    "Mbit/s",
    "{product}",
    "{person}",
    "{person}/km2",
    "{person}/[mi_i]2",
    "{birth}/{woman}",
    "kW.h/{person}",
];

/// `value` with thousands marks of a kind.
fn grouped(value: Decimal, style: usize) -> String {
    let text = value.to_string();
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), String::new()), |(w, f)| (w, format!(".{f}")));
    let mark = ["", ",", "\u{a0}", "\u{202f}", "'"][style];
    let mut marked = String::new();
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n).is_multiple_of(3) {
            marked.push_str(mark);
        }
        marked.push(digit);
    }
    marked + &rest
}

/// A whole number in words, as English spells it.
fn in_words(value: u64) -> String {
    const SMALL: &[&str] = &[
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let at = |list: &[&'static str], n: u64| list[usize::try_from(n).unwrap()];
    let joined = |head: String, rest: u64, joint: &str| match rest {
        0 => head,
        _ => format!("{head}{joint}{}", in_words(rest)),
    };
    match value {
        0..20 => at(SMALL, value).to_owned(),
        20..100 => joined(at(TENS, value / 10 - 2).to_owned(), value % 10, "-"),
        100..1000 => joined(format!("{} hundred", in_words(value / 100)), value % 100, " and "),
        1000..1_000_000 => joined(format!("{} thousand", in_words(value / 1000)), value % 1000, " "),
        1_000_000..1_000_000_000 => joined(format!("{} million", in_words(value / 1_000_000)), value % 1_000_000, " "),
        _ => joined(format!("{} billion", in_words(value / 1_000_000_000)), value % 1_000_000_000, " "),
    }
}
