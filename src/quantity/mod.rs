//! Numbers as people write them: exact values, the interval that their digits and words assert, units, periods.
//!
//! This part knows text only as `&str`: no document, no claim, no file.

mod after;
mod article;
mod bracket;
mod carry;
mod chinese;
mod code;
mod compound;
mod counted;
mod cue;
mod evidence;
mod exclude;
mod fraction;
mod header;
mod interval;
mod lexer;
mod lexicon;
mod mention;
mod multiple;
mod noun;
mod number;
mod numeral;
mod ordinal;
mod period;
mod plural;
mod power;
mod range;
mod rate;
mod recent;
mod scan;
mod senses;
mod settle;
mod share;
mod spelled;
mod start;
#[cfg(test)]
mod tests;
mod time;
mod unit;
mod units;
mod value;
mod word_map;
mod words;

pub use evidence::DocumentUnits;
pub use interval::{Assertion, Interval};
pub use mention::{NumberMention, find_numbers};
pub use number::{Figure, Form, Number};
pub use period::Period;
pub use scan::{Quantity, find_quantities, find_quantities_in};
pub(crate) use time::months;
pub use time::{FiscalYear, Time, TimeContext, TimeExpression, find_times};
pub use unit::{Dimension, Unit};
