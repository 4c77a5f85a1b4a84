//! Units as publishers write them, in a column of their own or in the brackets of a title: "current US$", "% of GDP",
//! "million tonnes", "per 1,000 people", "2014-2016 = 100".
//!
//! Physical units, currencies and counts are read by [`find_quantities`], the reader of texts; this file owns what only
//! tables write: price bases, wholes of percentages, index bases, remarks.

use rust_decimal::Decimal;

use crate::label::Kind;
use crate::quantity::find_quantities;

/// What the words for a unit say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct UnitText {
    /// The unit's code.
    pub(super) unit: String,
    /// The power of ten that values are multiplied by.
    pub(super) scale: i32,
    /// What kind of magnitude the values are, where the unit says so.
    pub(super) kind: Option<Kind>,
    /// The whole of a percentage.
    pub(super) of: Option<String>,
    /// Words that tell this measure from another with the same title: "real", "per capita".
    pub(super) words: Vec<&'static str>,
    /// Remarks that make it another series: the base of prices or of an index, the method.
    pub(super) qualifiers: Vec<(&'static str, String)>,
    /// Qualifiers under the names that a mapping gives them.
    pub(super) given: Vec<(String, String)>,
}

/// Reads the words for a unit; `None` if they are none.
///
/// An index is never taken for a percentage, and a purchasing power parity never for the currency.
pub(super) fn read(text: &str) -> Option<UnitText> {
    let text = text.trim().trim_end_matches([',', ';', ':']).trim();
    let lower = text.to_lowercase();
    if is_index(&lower) {
        let mut read = UnitText { unit: "{index}".to_owned(), ..UnitText::default() };
        read.qualifiers.push(("base", text.to_owned()));
        return Some(read);
    }
    if let Some(read) = percent(text, &lower) {
        return Some(read);
    }
    if let Some(read) = money(text, &lower) {
        return Some(read);
    }
    // "BoP, current US$", "modeled estimate, per 100,000 live births": a remark, and the unit behind it.
    if let Some((remark, rest)) = text.split_once(", ")
        && let Some(mut read) = read(rest)
    {
        read.qualifiers.insert(0, ("method", remark.to_owned()));
        return Some(read);
    }
    quantity(text, &lower)
}

/// The unit in the brackets that end a title, and the title without them: `GDP (current US$)`.
pub(super) fn split_title(title: &str) -> Option<(&str, UnitText)> {
    let title = title.trim();
    let open = title.strip_suffix(')')?.rfind('(')?;
    let inside = title.get(open + 1..title.len() - 1)?;
    let before = title[..open].trim().trim_end_matches(',');
    if let Some(unit) = read(inside) {
        return Some((before, unit));
    }
    // "Unemployment (% of labor force) (modeled ILO estimate)": a remark behind the unit.
    let (title, mut unit) = split_title(before)?;
    unit.qualifiers.push(("method", inside.to_owned()));
    Some((title, unit))
}

/// The words of an index or a score: its values compare with nothing but its own base.
fn is_index(lower: &str) -> bool {
    let base = lower.split_once('=').is_some_and(|(before, after)| {
        let digit = |c: char| c.is_ascii_digit();
        before.trim_end().ends_with(digit) || after.trim_start().starts_with(digit)
    });
    base || ["index", "score", "rating"].iter().any(|w| lower.split(|c: char| !c.is_alphanumeric()).any(|t| t == *w))
}

fn percent(text: &str, lower: &str) -> Option<UnitText> {
    let is_growth = ["annual %", "annual % change", "annual % growth", "% change", "% growth", "percentage change"];
    let mut read = UnitText { unit: "%".to_owned(), ..UnitText::default() };
    if is_growth.iter().any(|g| lower.starts_with(g)) {
        read.kind = Some(Kind::Growth);
        return Some(read);
    }
    let rest = ["%", "percent", "per cent"].iter().find_map(|p| lower.strip_prefix(p))?;
    let rest = text.get(text.len() - rest.len()..)?.trim();
    if let Some(whole) = rest.strip_prefix("of ") {
        read.kind = Some(Kind::Share);
        read.of = Some(whole.strip_prefix("total ").unwrap_or(whole).to_owned());
    } else if !rest.is_empty() {
        read.qualifiers.push(("scope", rest.to_owned()));
    }
    Some(read)
}

/// Money with the basis of its prices: "constant 2015 US$", "international-$ in 2021 prices".
fn money(text: &str, lower: &str) -> Option<UnitText> {
    let has = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    if !has(&["$", "usd", "dollar", "lcu", "local currency", "£", "€", "euro", "gbp", "eur"]) {
        return None;
    }
    let per = text.split(" per ").nth(1);
    // A remark before it: "BoP, current US$".
    if text.contains(", ") {
        return None;
    }
    let constant = has(&["constant", "prices"]) && !has(&["current prices"]);
    let parity = has(&["international", "ppp"]);
    let mut read = UnitText::default();
    if constant {
        read.words.push("real");
        read.qualifiers.push(("prices", text.to_owned()));
    } else if has(&["current"]) {
        read.qualifiers.push(("prices", "current".to_owned()));
    }
    (read.unit, read.scale) = if parity {
        ("{international dollar}".to_owned(), 0)
    } else if has(&["lcu", "local currency"]) {
        ("{local currency unit}".to_owned(), 0)
    } else {
        let basis = |w: &&str| {
            let year = w.chars().all(|c| c.is_ascii_digit());
            year || ["current", "constant", "in", "at", "prices"].contains(&w.to_lowercase().as_str())
        };
        let bare: Vec<&str> = text.split_whitespace().take_while(|w| *w != "per").filter(|w| !basis(w)).collect();
        probe(&bare.join(" "))?
    };
    if let Some(per) = per {
        let (unit, scale) = probe(per)?;
        if scale != 0 {
            return None;
        }
        read.unit = format!("{}/{unit}", read.unit);
    }
    Some(read)
}

/// Anything that the reader of texts knows: "terawatt-hours", "per 1,000 people", "one-year-olds".
fn quantity(text: &str, lower: &str) -> Option<UnitText> {
    let mut read = UnitText::default();
    if ["", "number", "count", "persons", "people", "thousands", "millions", "000's", "000s"].contains(&lower) {
        let (unit, scale) = match lower {
            "persons" | "people" => ("{person}", 0),
            "thousands" | "000's" | "000s" => ("1", 3),
            "millions" => ("1", 6),
            _ => ("1", 0),
        };
        (read.unit, read.scale) = (unit.to_owned(), scale);
        return Some(read);
    }
    // Emissions are given as the gas that would warm as much; the mass is the unit, the gas a remark.
    let (bare, gas) = match text.split_once(" of CO") {
        Some((bare, gas)) => (bare, Some(gas)),
        None => (text, None),
    };
    if let Some(gas) = gas {
        read.qualifiers.push(("equivalent", format!("CO{gas}")));
    }
    (read.unit, read.scale) = probe(bare)?;
    Some(read)
}

/// Unit and power of ten of the words behind a number, as a text would write them.
fn probe(words: &str) -> Option<(String, i32)> {
    // "m tonnes", "mil. US$", "£m", "$ bn".
    let words = words.trim();
    let spelled =
        [("mil. ", "million "), ("m ", "million "), ("bn ", "billion "), ("mn ", "million "), ("000 ", "thousand ")];
    let words = spelled
        .iter()
        .find_map(|(short, long)| words.strip_prefix(short).map(|rest| format!("{long}{rest}")))
        .unwrap_or_else(|| words.to_owned());
    let sign = words.chars().next().filter(|c| ['$', '£', '€', '¥'].contains(c));
    let phrase = match sign {
        Some(sign) => format!("{sign}2{}", words.trim_start_matches(sign)),
        None => format!("2 {words}"),
    };
    let found = find_quantities(&phrase);
    let [quantity] = found.as_slice() else { return None };
    let unit = quantity.unit.code();
    // Words that are left over behind the unit would be lost: "days late".
    let end = quantity.noun.map_or(quantity.span.end, |noun| noun.end.max(quantity.span.end));
    let covered = phrase.get(end..).is_none_or(|rest| rest.trim().is_empty());
    if unit == "1" || !covered {
        return None;
    }
    let factor = quantity.figure.point()?.checked_div(Decimal::TWO)?;
    Some((unit.to_owned(), power_of_ten(factor)?))
}

/// The `n` of 10^n; `None` for any other number.
fn power_of_ten(value: Decimal) -> Option<i32> {
    let value = value.normalize();
    let digits = value.mantissa().to_string();
    let zeros = i32::try_from(digits.trim_start_matches('1').len()).ok()?;
    let is_power = digits.starts_with('1') && digits[1..].bytes().all(|b| b == b'0');
    is_power.then(|| zeros.checked_sub(i32::try_from(value.scale()).ok()?)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> (String, i32) {
        read(text).map_or_else(|| (format!("none: {text}"), 0), |u| (u.unit, u.scale))
    }

    #[test]
    fn units_are_read_as_publishers_write_them() {
        let cases = [
            ("%", "%", 0),
            ("% of GDP", "%", 0),
            ("annual %", "%", 0),
            ("current US$", "USD", 0),
            ("BoP, current US$", "USD", 0),
            ("constant 2015 US$", "USD", 0),
            ("usd", "USD", 0),
            ("£m", "GBP", 6),
            ("£bn", "GBP", 9),
            ("terawatt-hours", "TW.h", 0),
            ("tonnes per hectare", "t/har", 0),
            ("million tonnes", "t", 6),
            ("m tonnes", "t", 6),
            ("million square kilometers", "km2", 6),
            ("billion cubic meters", "m3", 9),
            ("tonnes of CO₂ equivalents", "t", 0),
            ("thousand metric tons of CO2 equivalent", "t", 3),
            ("kt of CO2 equivalent", "kt", 0),
            ("kWh per capita", "kW.h/{person}", 0),
            ("deaths", "{death}", 0),
            ("people", "{person}", 0),
            ("Persons", "{person}", 0),
            ("thousands", "1", 3),
            ("per 1,000 people", "1/{person}", -3),
            ("Per 1,000 people", "1/{person}", -3),
            ("homicides per 100,000 population", "{homicide}/{person}", -5),
            ("live births per woman", "{birth}/{woman}", 0),
            ("2014-2016 = 100", "{index}", 0),
            ("1=low to 6=high", "{index}", 0),
            ("Index", "{index}", 0),
            ("current international $", "{international dollar}", 0),
            ("international-$ in 2021 prices", "{international dollar}", 0),
            ("years", "a", 0),
        ];
        for (text, unit, scale) in cases {
            assert_eq!(code(text), (unit.to_owned(), scale), "{text}");
        }
    }

    #[test]
    fn what_else_a_unit_says_is_kept() {
        let share = read("% of total population").unwrap();
        assert_eq!((share.kind, share.of.as_deref()), (Some(Kind::Share), Some("population")));
        assert_eq!(read("annual %").unwrap().kind, Some(Kind::Growth));
        assert_eq!(read("constant 2015 US$").unwrap().words, ["real"]);
        assert_eq!(read("current US$").unwrap().words, Vec::<&str>::new());
        assert_eq!(read("DOD, current US$").unwrap().qualifiers[0], ("method", "DOD".to_owned()));
    }

    #[test]
    fn a_unit_is_split_from_the_title_that_ends_with_it() {
        let (title, unit) = split_title("Access to electricity, rural (% of rural population)").unwrap();
        assert_eq!((title, unit.unit.as_str()), ("Access to electricity, rural", "%"));
        let (title, unit) = split_title("GDP (current US$)").unwrap();
        assert_eq!((title, unit.unit.as_str()), ("GDP", "USD"));
        assert_eq!(split_title("Deaths (all causes, both sexes)"), None);
        assert_eq!(split_title("Population, total"), None);
    }
}
