//! Numbers in digits as they are written: marks of thousands and decimals, where a number ends, and its value.

use rust_decimal::Decimal;

use super::{Kind, Lexer};

/// Whether a text somewhere has a number with points for thousands and a comma for decimals.
pub(super) fn shows_decimal_commas(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    raw.match_indices(',').any(|(at, _)| {
        let decimals = digit(at + 1) && !(digit(at + 2) && digit(at + 3));
        decimals && at >= 5 && digit(at - 1) && digit(at - 2) && digit(at - 3) && bytes[at - 4] == b'.' && digit(at - 5)
    })
}

/// The value of a number, its written decimals kept; `commas` tells whether the text writes decimals with a comma.
/// `None` if it has too many digits.
pub(super) fn value(raw: &str, commas: bool) -> Option<Decimal> {
    let mut digits = String::with_capacity(raw.len());
    let comma_decimals = is_decimal_comma(raw);
    let points = raw.bytes().filter(|&b| b == b'.').count();
    let grouped = points > 1 || points == 1 && (comma_decimals || commas && is_point_group(raw));
    for c in raw.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '.' if !grouped => digits.push('.'),
            ',' if comma_decimals => digits.push('.'),
            _ => {}
        }
    }
    if digits.starts_with('.') {
        digits.insert(0, '0');
    }
    Decimal::from_str_exact(&digits).ok()
}

impl Lexer<'_> {
    /// The end of the number that starts here, and what it is.
    pub(super) fn number(&self) -> (usize, Kind) {
        let bytes = self.raw.as_bytes();
        let digits = |at: usize| bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
        let mut at = self.at;
        let head = digits(at);
        at += head;
        let whole_end = at;
        // Thousands marks: "1,234,567", "1 234 567" (with narrow or hard spaces), "1'234'567", "1,50,000".
        if (1..=3).contains(&head) {
            while let Some(mark) = group_mark(&self.raw[at..]) {
                let group = digits(at + mark);
                let indian = group == 2 && lakhs(&bytes[at..]);
                if group == 3 || indian { at += mark + group } else { break }
            }
            // "80, 000", as texts cut into words have it: no number is written "000".
            while bytes[at..].starts_with(b", 000") && digits(at + 2) == 3 {
                at += 5;
            }
            // Plain spaces group digits only where no two numbers could stand: "10 000", "1 234 567".
            if at == whole_end && byte(at) == b' ' && !self.in_row() {
                let mut end = at;
                let mut groups = 0;
                while byte(end) == b' ' && digits(end + 1) == 3 {
                    end += 4;
                    groups += 1;
                }
                let decimals = byte(end) == b'.' && digits(end + 1) > 0;
                // "2 500 kWh", "R18 500": a unit or a currency speaks for one group.
                let said = || {
                    const UNITS: &[&str] = &[
                        " kWh",
                        " MWh",
                        " GWh",
                        " TWh",
                        " kW",
                        " MW",
                        " GW",
                        " km",
                        " kg",
                        " tonnes",
                        " hectares",
                        " ha ",
                        " people",
                        " metres",
                        " litres",
                        " t ",
                        " t.",
                    ];
                    let sign = self.raw[..self.at].ends_with(['R', '$', '€', '£', '₹']);
                    sign || UNITS.iter().any(|unit| self.raw[end..].starts_with(unit))
                };
                if groups > 0 && !decimals && (groups > 1 || &bytes[at + 1..end] == b"000" || said()) {
                    at = end;
                }
            }
        }
        if byte(at) == b'.' && digits(at + 1) > 0 {
            let mut points = Vec::new();
            while byte(at) == b'.' && digits(at + 1) > 0 && points.len() < 8 {
                points.push(digits(at + 1));
                at += 1 + digits(at + 1);
            }
            let grouped = (1..=3).contains(&head) && points.iter().all(|&len| len == 3);
            // "1.234,56", "1.234.567,8"
            if grouped && byte(at) == b',' && matches!(digits(at + 1), 1 | 2) {
                return (at + 1 + digits(at + 1), Kind::Number);
            }
            return (at, if points.len() == 1 || grouped { Kind::Number } else { Kind::Dotted });
        }
        // A decimal comma only where no list is meant: a unit, zeros or the other numbers of the text settle it.
        let spaced = at > whole_end && !bytes[self.at..at].contains(&b',');
        if (at == whole_end || spaced) && byte(at) == b',' && matches!(digits(at + 1), 1 | 2) {
            let end = at + 1 + digits(at + 1);
            let rest = self.raw[end..].trim_start_matches([' ', '\u{a0}']);
            let unit = ["%", "percent", "per cent", "million", "billion", "trillion", "€"];
            let listed = matches!(byte(end), b',' | b'.') && digits(end + 1) > 0
                || self.at > 0 && matches!(byte(self.at - 1), b',');
            let zeros = &bytes[at + 1..end] == b"00";
            if unit.iter().any(|unit| rest.starts_with(unit)) || !listed && (zeros || spaced || self.commas) {
                at = end;
            }
        }
        (at, Kind::Number)
    }

    /// Whether the number stands in a row of numbers, as in a table without rules.
    fn in_row(&self) -> bool {
        let before = self.raw[..self.at].trim_end_matches(' ');
        before.as_bytes().last().is_some_and(u8::is_ascii_digit)
    }
}

/// Whether `rest` goes on with groups of two digits after commas and ends in one of three: ",34,567" of "12,34,567".
fn lakhs(mut rest: &[u8]) -> bool {
    for _ in 0..6 {
        let digits = rest.iter().skip(1).take_while(|b| b.is_ascii_digit()).count();
        if rest.first() != Some(&b',') || !matches!(digits, 2 | 3) {
            return false;
        }
        if digits == 3 {
            return true;
        }
        rest = &rest[3..];
    }
    false
}

/// The length of a thousands mark at the start of `rest`.
fn group_mark(rest: &str) -> Option<usize> {
    let c = rest.chars().next()?;
    matches!(c, ',' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '’').then_some(c.len_utf8())
}

/// Whether the comma of a number token is its decimal mark: "3,5", "1.234,56".
fn is_decimal_comma(raw: &str) -> bool {
    let Some((whole, decimals)) = raw.split_once(',') else { return false };
    let plain = !decimals.contains([',', '.']) && decimals.trim_start().len() != 3;
    plain || whole.contains('.') && !decimals.contains([',', '.'])
}

/// "1.234": what a point divides where commas divide decimals.
fn is_point_group(raw: &str) -> bool {
    raw.split_once('.').is_some_and(|(whole, group)| group.len() == 3 && !matches!(whole, "" | "0"))
}
