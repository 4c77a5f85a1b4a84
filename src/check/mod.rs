//! Holding claims against facts: which rows speak of the same thing, what follows from them, and whether it agrees.
//!
//! Pure: the same claim, context and table give the same [`Judgement`]. The steps, a file each:
//! `question` (a claim in the table's terms) → `search` (rows, each with an [`Identity`]) → `derive` (a table of ways
//! to answer) → `judge` (intervals compared, verdict explained, a refuted figure's slip named by `miss`). Beside it,
//! without any table, `consistency` holds the figures of one document against each other, and `across` those of the
//! documents of one batch. Knows nothing of files, formats and taggers.

mod across;
mod additivity;
mod closeness;
mod consistency;
mod context;
mod derive;
mod doubt;
mod explain;
#[cfg(test)]
mod fixture;
pub mod formula;
mod identity;
mod judge;
mod miss;
mod question;
mod search;

pub use across::{Across, AcrossFigure, Contradiction, Quote, Revision, Subject};
pub use closeness::Closeness;
pub use consistency::{Finding, consistency};
pub use context::DocumentContext;
pub use derive::{DERIVATIONS, Derivation};
pub use explain::amount;
pub use identity::Identity;
pub use judge::{Candidate, Evidence, Judgement, judge, judge_by_meaning};
pub use miss::{Miss, Slip};
pub use search::candidates;
