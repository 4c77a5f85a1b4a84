//! Every number of a text, whatever it is for: the first stage of reading, without units and without judgement.

use super::lexer::Text;
use super::number::{Form, Number};
use super::{chinese, numeral};
use crate::span::Span;

/// One number as the text writes it.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberMention {
    /// From the sign or first digit to the last digit or scale word.
    pub span: Span,
    /// The exact value, sign and scale applied.
    pub number: Number,
    /// How it is written.
    pub form: Form,
}

/// Every number of `text` in order and without overlap, years, labels and pronouns included; what of them is a quantity
/// is [`super::find_quantities`]' to say.
///
/// ```
/// let found = figcheck::quantity::find_numbers("In 2024, twenty-one point five million of 98");
/// let values: Vec<String> = found.iter().map(|n| n.number.value.to_string()).collect();
/// assert_eq!(values, ["2024", "21500000", "98"]);
/// ```
#[must_use]
pub fn find_numbers(text: &str) -> Vec<NumberMention> {
    let tokens = Text::new(text);
    let mut all = Vec::new();
    let mut i = 0;
    while i < tokens.tokens.len() {
        let read = numeral::read(&tokens, i, false).and_then(|numeral| {
            let form = if numeral.words { Form::Words } else { Form::Digits };
            let span = tokens.span(numeral.first, numeral.end)?;
            Some((numeral.end, NumberMention { span, number: numeral.number()?, form }))
        });
        match read {
            Some((end, mention)) => {
                all.push(mention);
                i = end.max(i + 1);
            }
            None => i += 1,
        }
    }
    chinese::join_numbers(text, all)
}
