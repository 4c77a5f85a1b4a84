//! Numbers as programs write them: `1.5e-05`, `2.16994983e9`.

use std::borrow::Cow;

use rust_decimal::Decimal;

/// The number in plain digits, as far as it is one; anything else as it is, for the reader of rows to refuse.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if text.bytes().any(|b| matches!(b, b'e' | b'E'))
        && let Ok(value) = Decimal::from_scientific(text)
    {
        return Cow::Owned(value.to_string());
    }
    // More digits than a decimal holds are those of a binary fraction: its last ones mean nothing.
    if text.len() > 28
        && let Ok(value) = text.parse::<Decimal>()
    {
        return Cow::Owned(value.to_string());
    }
    Cow::Borrowed(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponents_become_digits() {
        let cases = [("1.5e-05", "0.000015"), ("2.16e9", "2160000000"), ("7.50", "7.50"), ("n/a", "n/a"), ("1e", "1e")];
        for (text, expected) in cases {
            assert_eq!(plain(text), expected);
        }
        assert!(plain("0.1234567890123456789012345678901234").len() <= 31);
    }
}
