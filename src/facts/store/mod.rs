//! The store below a table: one image of bytes, the same in memory and in a file.
//!
//! Owns how rows lie in an image ([`layout`], [`record`]), how an image is built with bounded memory ([`compile`]) and how
//! it is read ([`segment`]). Rows about the same thing, whatever their time, are a *series*: same measure, entity,
//! counterpart, whole, unit, kind, modality and qualifiers. The rows of a series lie together by period, base period and
//! date of publication, so that vintages are neighbours, and what tells series apart is read once for all their rows.

mod compile;
mod image;
mod intern;
mod layout;
mod lazy;
mod record;
mod segment;
mod sort;
mod spool;
#[cfg(test)]
mod tests;
mod verify;

pub(super) use compile::{Builder, Built, duplicate};
pub(super) use layout::is_index;
pub(super) use segment::{NONE, Observation, Segment, Series};

/// Qualifier columns that remark on a row without making it a row about something else.
pub(super) const REMARKS: &[&str] =
    &["note", "notes", "remark", "remarks", "comment", "comments", "misprint", "bound", "table", "page", "quote"];
