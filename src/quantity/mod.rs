//! Numbers as people write them: exact values, the interval that their digits and words assert, units, periods.
//!
//! This part knows text only as `&str`: no document, no claim, no file. Where to look:
//!
//! - The three things found: [`mention`] numbers, [`scan`] quantities (its head lists their parts in the order of the
//!   reading), [`mod@time`] times; [`chinese`] has its own readers of the first two.
//! - What they are made of: [`number`] exact values, [`interval`] what a figure asserts, [`mod@unit`] units with [`code`]
//!   their codes and [`units`] their tables, [`period`] runs of days.
//! - Text: [`lexer`] tokens, [`word_map`] look-up by word, [`recent`] what was read last, [`stops`] function words.
//! - Numbers: [`numeral`] phrases, [`spelled`] numbers in words, [`words`] single number words, [`fraction`], [`power`].
//! - Units of numbers: [`lexicon`] names and symbols, [`after`] behind the number, [`senses`] letters in company,
//!   [`settle`] and [`evidence`] signs of several meanings, [`compound`] two units, [`rate`] denominators, [`counted`],
//!   [`noun`] and [`plural`] what is counted, [`carry`] and [`header`] units said elsewhere.
//! - Values: [`start`] where one can be, [`value`] in digits and words, [`range`], [`article`] "a day", [`multiple`],
//!   [`share`], [`ordinal`] ranks, [`bracket`] losses, [`cue`] comparators, [`exclude`] what is none.

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
mod stops;
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
