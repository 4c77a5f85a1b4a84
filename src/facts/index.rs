//! Indexes: tables compiled into one file that is mapped instead of read.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::Fact;
use super::store::{self, Builder};
use crate::error::{Error, Result};

/// Compiles rows into an index, one by one, in bounded memory: what does not fit goes to temporary files without a name.
#[derive(Debug)]
pub struct IndexBuilder {
    builder: Builder,
}

/// What an index holds.
#[derive(Debug)]
pub struct IndexSummary {
    /// Rows.
    pub rows: usize,
    /// Series.
    pub series: usize,
    /// Measures.
    pub measures: usize,
    /// Bytes of the file.
    pub bytes: u64,
    /// Rows that were left out because an earlier one has their id.
    pub duplicates: usize,
    /// An error for each of them, at most a thousand.
    pub errors: Vec<Error>,
}

impl IndexBuilder {
    /// A builder with a folder for temporary files: about as many bytes as the index will have.
    #[must_use]
    pub fn new(temporary: impl Into<PathBuf>) -> Self {
        Self { builder: Builder::new(temporary.into()) }
    }

    /// Takes a row.
    ///
    /// # Errors
    /// If there are too many, or the temporary folder cannot be written.
    pub fn push(&mut self, fact: &Fact) -> Result<()> {
        self.builder.push(fact)
    }

    /// Rows taken so far.
    #[must_use]
    pub fn taken(&self) -> u64 {
        self.builder.taken().into()
    }

    /// Writes the index and gives the output back; `done` is told how many rows of how many are written.
    ///
    /// # Errors
    /// If the output or the temporary folder cannot be written.
    pub fn finish<W: Write>(self, out: W, done: &mut dyn FnMut(u64, u64)) -> io::Result<(W, IndexSummary)> {
        let built = self.builder.finish(out, done)?;
        let summary = IndexSummary {
            rows: built.rows as usize,
            series: built.series,
            measures: built.measures,
            bytes: built.bytes(),
            duplicates: built.duplicates,
            errors: built.errors,
        };
        Ok((built.out, summary))
    }
}

/// Whether a file begins as an index does, of whatever version.
#[must_use]
pub fn is_index(path: &Path) -> bool {
    let mut head = [0; 8];
    File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok() && store::is_index(&head)
}
