//! The length of time that a count is one of, where it stands apart from it: "at least 10 people die from cancer *every hour*".

use crate::quantity::Unit;
use crate::span::Span;

/// Times of rates with their codes; a year is what counts are for without a word.
const TIMES: &[(&str, &str)] =
    &[("second", "s"), ("minute", "min"), ("hour", "h"), ("day", "d"), ("week", "wk"), ("month", "mo")];

/// The unit of the count at `value` with the time that the words after it name; `None` if they name none.
pub(super) fn timed(text: &str, sentence: Span, value: Span, unit: &Unit) -> Option<Unit> {
    if !unit.is_count() {
        return None;
    }
    let after = text.get(value.end..sentence.end)?;
    // What another mark parts from the count is said of something else.
    let clause = after.split([',', ';', ':', '(']).next()?;
    let words: Vec<&str> = clause.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let pair = words.windows(2).find_map(|pair| {
        let each = matches!(pair[0].to_lowercase().as_str(), "every" | "each" | "per");
        let (_, code) = TIMES.iter().find(|(name, _)| pair[1].eq_ignore_ascii_case(name))?;
        each.then_some(*code)
    })?;
    Some(unit.per(&Unit::parse(pair).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_takes_the_time_that_its_clause_names() {
        let unit = |text: &str, value: &str| {
            let start = text.find(value).unwrap();
            let value = Span::new(start, start + value.len());
            timed(text, Span::new(0, text.len()), value, &Unit::count("person")).map(|u| u.code().to_owned())
        };
        assert_eq!(unit("At least 10 people died from cancer every hour.", "10 people").as_deref(), Some("{person}/h"));
        assert_eq!(unit("Some 300 people cross each day, they say.", "300 people").as_deref(), Some("{person}/d"));
        assert_eq!(unit("Some 300 people live here, and trains run every hour.", "300 people"), None);
        assert_eq!(unit("Every hour 300 people came.", "300 people"), None);
    }
}
