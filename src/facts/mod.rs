//! The reference table: what is known, one observation a row, and where it was published.
//!
//! Owns reading and validating tables ([`FactTable::read`]), the names of measures and entities in one form, vintages, and
//! the look-up of rows by measure and entity. Knows nothing of texts and claims: which row a claim speaks of is for
//! `check`.

mod delimited;
mod entity;
mod find;
mod import;
mod index;
mod meaning;
mod names;
mod read;
mod row;
mod store;
mod table;
mod words;
mod write;

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::label::{Kind, Modality};
use crate::quantity::{Interval, Period, Unit};

pub use entity::{EntityKind, EntityName, Pointer};
pub use find::{Found, topic};
pub use import::{Import, Mapping, import};
pub use index::{IndexBuilder, IndexSummary, is_index};
pub use meaning::MeasureVectors;
pub use names::{Flow, MeasureName};
pub use read::{BadRows, Loaded, Refused, files};
pub use table::{FactTable, MeasureId, Observation, RowId, Series, SeriesId, Totals};
pub use write::{FactWriter, WriteFormat};

pub(crate) use entity::places_in;
pub(crate) use words::{canonical_words, plain_words};

/// One observation: a row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The stable name of the row: given, or `FILE:LINE`.
    pub id: String,
    /// What is measured, in plain words.
    pub measure: String,
    /// Other names of the measure.
    pub aliases: Vec<String>,
    /// Of whom or where.
    pub entity: String,
    /// The partner of a bilateral figure.
    pub counterpart: Option<String>,
    /// For a share: the whole that it is a share of.
    pub of: Option<String>,
    /// When.
    pub period: Period,
    /// For change, growth, average growth and ratio: against when. `None` for growth means the same period a year before.
    pub base_period: Option<Period>,
    /// The value, scale applied.
    pub value: Decimal,
    /// One unit of the last written digit, scale applied; zero for a rank, which is exact.
    pub resolution: Decimal,
    /// The unit.
    pub unit: Unit,
    /// What kind of magnitude it is.
    pub kind: Kind,
    /// Whether it was measured, is expected, or is aimed for.
    pub modality: Modality,
    /// Who published it.
    pub source: Option<String>,
    /// Where.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<Date>,
    /// Every other column, shown with the evidence.
    pub qualifiers: Vec<(String, String)>,
    /// The table's file name, without its folder.
    pub table: Arc<str>,
    /// The line that the row starts in, 1-based.
    pub line: usize,
}

impl Fact {
    /// The values that the written digits allow: half a unit of the last one each way.
    #[must_use]
    pub fn interval(&self) -> Interval {
        match self.resolution.checked_div(Decimal::TWO) {
            Some(half) => Interval::around(self.value, half),
            None => Interval::point(self.value),
        }
    }
}
