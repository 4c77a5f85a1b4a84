//! Numbers as people write them: exact values, the interval that their digits and words assert, units, periods.
//!
//! This part knows text only as `&str`: no document, no claim, no file.

// Rooms in the order of the reading; the head of `scan` says who asks whom.

// Text: its tokens, where a quantity can start, look-up by word, what was read last, function words.
mod lexer;
mod recent;
mod start;
mod stops;
mod word_map;

// Numbers: every one of a text; phrases in digits and words, single number words, fractions, powers of ten.
mod fraction;
mod mention;
mod numeral;
mod power;
mod spelled;
mod words;

// Units: what they are, their codes and tables; their names and symbols in text; behind a number, in company ("25 C"),
// in two parts ("5 ft 8 in"), per another one; what a sign of several means, and what the document says about it.
mod after;
mod code;
mod compound;
mod evidence;
mod lexicon;
mod rate;
mod senses;
mod settle;
mod unit;
mod units;

// Counts: what is counted, its head noun and its singular.
mod counted;
mod noun;
mod plural;

// Quantities: what is read at a token, from what surely is none to ranks, multiples, shares, "a day", ranges and the
// rest.
mod article;
mod exclude;
mod multiple;
mod ordinal;
mod proportion;
mod range;
mod scan;
mod share;
mod value;

// What stands around a quantity: units said before it or over it, losses in brackets, comparators.
mod bracket;
mod carry;
mod cue;
mod header;

// Numbers and quantities in Chinese; times in any language.
mod chinese;
mod time;

// What is found: exact values, what a figure asserts, runs of days.
mod interval;
mod number;
mod period;

#[cfg(test)]
mod tests;

pub use evidence::DocumentUnits;
pub use interval::{Assertion, Interval};
pub use mention::{NumberMention, find_numbers};
pub use number::{Figure, Form, Number};
pub use period::Period;
pub use scan::{Quantity, find_quantities, find_quantities_in};
pub(crate) use time::months;
pub use time::{FiscalYear, Time, TimeContext, TimeExpression, find_times};
pub use unit::{Dimension, Unit};
