//! Scores: the pipeline's claims and verdicts, or anyone's in the same form, held against gold data.
//!
//! `item` holds claims against claims one by one; `tally` sums them up and knows every score as a function of the sums;
//! `bootstrap` says how sure a score is; `report` puts it all together as plain data, which `terminal` prints and `page`
//! draws; `compare` holds two reports against each other; `baseline` has the simple rules that stand beside ours. None of it
//! reads a clock.

mod baseline;
mod bootstrap;
mod compare;
mod item;
mod page;
mod report;
mod speed;
mod tally;
mod terminal;

pub use baseline::{RULES, Rule};
pub use bootstrap::{DRAWS, Difference, Interval};
pub use compare::{Change, Comparison, Moved, Turn};
pub use item::{DocumentItems, Findings, Found, Item, Outcome, Stage, align};
pub use page::page;
pub use report::{Miss, Report, SCHEMA, SLICED, Score, Slice, System};
pub use speed::{Run, Speed, StageTime};
pub use tally::{BINS, Bin, Confusion, Count, Formula, METRICS, Matches, Metric, Tally};
