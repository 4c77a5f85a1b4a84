//! The rows of a table, whatever kind of file holds them.

use csv::ByteRecord;

#[cfg(any(feature = "parquet", feature = "sqlite"))]
use super::decoded::Decoded;
use super::{Delimited, Input};
use crate::error::Error;
use crate::facts::row::Origin;

/// Rows of cells, each with the line or row that it has in its file.
pub(super) enum Rows {
    /// Of delimited text.
    Text(Box<Delimited<Input>>),
    /// Of a file that another library decodes.
    #[cfg(any(feature = "parquet", feature = "sqlite"))]
    Decoded(Decoded),
}

impl Rows {
    /// The next row and its number in the file: the line where it starts in a text, else its row, from 1; `None` at the end.
    ///
    /// # Errors
    /// If the file cannot be read further.
    pub(super) fn next(&mut self, origin: &Origin) -> Result<Option<(usize, &ByteRecord)>, Error> {
        match self {
            Self::Text(rows) => rows.next(origin),
            #[cfg(any(feature = "parquet", feature = "sqlite"))]
            Self::Decoded(rows) => rows.next(origin),
        }
    }
}
