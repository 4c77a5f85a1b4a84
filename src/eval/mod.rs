//! Scores: the pipeline's claims and verdicts, or anyone's in the same form, held against gold data.
//!
//! `score` counts stage by stage, `table` prints; neither runs the pipeline itself.

mod score;
mod table;

pub use score::{Confusion, Count, Miss, Scores, score};
