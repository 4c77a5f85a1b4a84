//! Powers of ten: "1.5e6", "2 x 10^6", "3×10⁵", "10⁴".

use rust_decimal::Decimal;

use super::lexer::{Gap, Kind, Text};
use super::words::power_of_ten;

const RAISED: &[char] = &['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// The number in digits at token `i`, of value `value`, with its power of ten: both, and the token after.
pub(super) fn of_ten(text: &Text, i: usize, value: Decimal) -> Option<(Decimal, Decimal, usize)> {
    let next = i + 1;
    let ten = |at: usize| text.str(at) == "10";
    let (power, end) = if text.any(next, &["e"]) && text.adjoins(next) && text.adjoins(next + 1) {
        // "1E10" without a point is a code.
        let sure = text.str(next) == "e" || value.scale() > 0;
        whole_power(text, next + 1).filter(|_| sure)?
    } else if (text.is_mark(next, &['×', '·', '*', '⋅']) || text.any(next, &["x"])) && ten(next + 1) {
        raised(text, next + 2)?
    } else if ten(i) && text.adjoins(next) && !text.is_dash(next) && !text.is_mark(next, &['−']) {
        let (power, end) = raised(text, next)?;
        return Some((scale(power)?, Decimal::ONE, end));
    } else {
        return None;
    };
    Some((value, scale(power)?, end))
}

fn scale(power: i32) -> Option<Decimal> {
    let scale = power_of_ten(power.unsigned_abs())?;
    if power < 0 { Decimal::ONE.checked_div(scale) } else { Some(scale) }
}

/// "^6", "^-4", "⁵" behind a ten.
fn raised(text: &Text, i: usize) -> Option<(i32, usize)> {
    if text.is_mark(i, &['^']) && text.adjoins(i) && text.adjoins(i + 1) {
        return whole_power(text, i + 1);
    }
    // "10-3": raised digits that lost their raise.
    let flat = text.is_mark(i, &['-', '−']) && text.adjoins(i) && text.adjoins(i + 1);
    if flat {
        return whole_power(text, i);
    }
    let minus = text.is_mark(i, &['⁻']) && text.adjoins(i);
    let mut at = i + usize::from(minus);
    let mut power = 0;
    while let Some(digit) = text.mark(at).filter(|_| text.adjoins(at)).and_then(|c| RAISED.iter().position(|&r| r == c))
    {
        power = i32::try_from(digit).ok()?.checked_add(10 * power).filter(|&p| p <= 24)?;
        at += 1;
    }
    (at > i + usize::from(minus)).then_some((if minus { -power } else { power }, at))
}

/// A power of ten within reason, with its sign.
pub(super) fn whole_power(text: &Text, i: usize) -> Option<(i32, usize)> {
    let minus = text.is_mark(i, &['-', '−']);
    let at = i + usize::from(minus || text.is_mark(i, &['+']));
    let power = text.plain(at).filter(|&p| p <= 24 && text.get(at).is_some_and(|t| t.gap == Gap::None))?;
    let free = !(text.adjoins(at + 1) && text.kind(at + 1) == Some(Kind::Word));
    let power = i32::try_from(power).ok().filter(|_| free)?;
    Some((if minus { -power } else { power }, at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_ten_in_every_notation() {
        for (raw, value) in [
            ("2.5e4", Some("25000.0")),
            ("4e-2", Some("0.04")),
            ("7 x 10^3", Some("7000")),
            ("7×10⁻³", Some("0.007")),
            ("5×10−2", Some("0.05")),
            ("10-3", None),
            ("10⁶", Some("1000000")),
            ("10^3", Some("1000")),
            ("3E8", None),
            ("6e99", None),
            ("6e4x", None),
            ("5 x 10 rooms", None),
            ("10²⁹", None),
        ] {
            let text = Text::new(raw);
            let found = text.decimal(0).and_then(|value| of_ten(&text, 0, value));
            let found = found.and_then(|(digits, scale, _)| digits.checked_mul(scale));
            assert_eq!(found.map(|d| d.to_string()).as_deref(), value, "{raw}");
        }
    }
}
