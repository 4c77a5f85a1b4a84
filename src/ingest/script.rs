//! Letters above or below the line, which must not be read as part of the number before them: "10⁹" is not 109.

/// Letters above or below the line, which must not be read as part of the number before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    Above,
    Below,
}

impl Script {
    /// That of an element.
    pub(crate) fn of(element: &str) -> Option<Self> {
        match element {
            "sup" => Some(Self::Above),
            "sub" => Some(Self::Below),
            _ => None,
        }
    }

    /// The words with raised or lowered digits.
    pub(crate) fn write(self, words: &str) -> String {
        let digits = match self {
            Self::Above => ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'],
            Self::Below => ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'],
        };
        words.chars().map(|c| c.to_digit(10).map_or(c, |digit| digits[digit as usize])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_leave_the_line() {
        assert_eq!(Script::of("sup").map(|script| script.write("9 [1]")), Some("⁹ [¹]".to_owned()));
        assert_eq!(Script::of("sub").map(|script| script.write("2")), Some("₂".to_owned()));
        assert_eq!(Script::of("b"), None);
    }
}
