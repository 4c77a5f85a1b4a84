//! Checks numeric claims in text against a table of facts, locally, with the arithmetic shown.
//!
//! The flow, a module a stage:
//!
//! ```text
//! bytes ─ingest→ Document ─segment→ sentences ─tag→ Tag ─claim→ Claim ─check→ Judgement ─report→ bytes
//! ```
//!
//! [`quantity`] finds the numbers of a sentence and reads them exactly; a [`tag::Tagger`] decides which of them are claims
//! and which words name what is measured, of whom and when; [`claim`] puts both together; [`check`] searches a
//! [`facts::FactTable`] backwards from each claim and compares intervals, not bare numbers. [`pipeline::Checker`] is the
//! way through all of it, for one document or for many.
//!
//! ```
//! use figcheck::ingest::text;
//! use figcheck::label::Verdict;
//! use figcheck::pipeline::Checker;
//! use figcheck::seeds;
//! use figcheck::tag::RuleTagger;
//!
//! // Built once and shared by all threads. `ModelTagger::embedded` is the tagger of the command.
//! let checker = Checker::new(Box::new(RuleTagger)).with_facts(seeds::facts()?);
//! let text = "China's services trade reached 7.5 trillion yuan in 2024.";
//! let checked = checker.check(text::document("note", text.to_owned()));
//! assert_eq!(checked.verdict(0), Some(Verdict::Supported));
//! println!("{}", checked.judgements[0].explanation);
//! # Ok::<(), figcheck::Error>(())
//! ```
//!
//! Below the command (`src/bin/figcheck`) there is no network, no clock, no environment and no printing, and the same inputs
//! give the same results, whatever the number of threads. `docs/ARCHITECTURE.md` says what each part owns, and
//! `docs/format.md` what goes in and comes out.

pub mod check;
pub mod claim;
pub mod doc;
pub mod error;
pub mod eval;
pub mod facts;
pub mod gold;
pub mod ingest;
pub mod label;
pub mod pipeline;
pub mod quantity;
pub mod report;
pub mod seeds;
pub mod segment;
pub mod span;
pub mod tag;
#[cfg(feature = "model")]
pub mod train;

pub use error::{Error, Result};
