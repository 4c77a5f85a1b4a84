//! Reading tables from files and folders, and what happens to bad rows.

use std::fmt;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use super::Fact;
use super::import::{self, Mapping, import};
use super::index::is_index;
use super::store::Builder;
use super::table::FactTable;
use crate::error::Error;

/// What to do with rows that cannot be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BadRows {
    /// Refuse the whole table.
    #[default]
    Refuse,
    /// Leave them out, and report each.
    Skip,
}

/// A table, and the rows that were left out of it.
#[derive(Debug)]
pub struct Loaded {
    /// What could be read.
    pub table: FactTable,
    /// One error for every bad cell or row that was skipped.
    pub skipped: Vec<Error>,
}

/// Why a table was refused: every error that was found in it, in the order of files and lines.
#[derive(Debug)]
pub struct Refused {
    errors: Vec<Error>,
}

impl Refused {
    /// Every error; never empty.
    #[must_use]
    pub fn errors(&self) -> &[Error] {
        &self.errors
    }

    /// Every error, by value.
    #[must_use]
    pub fn into_errors(self) -> Vec<Error> {
        self.errors
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self { errors: vec![error] }
    }
}

impl From<Vec<Error>> for Refused {
    fn from(errors: Vec<Error>) -> Self {
        Self { errors }
    }
}

impl fmt::Display for Refused {
    /// The first twenty errors, a line each, and how many more there are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 20;
        for (i, error) in self.errors.iter().take(SHOWN).enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{error}")?;
        }
        match self.errors.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "\nand {more} more errors"),
        }
    }
}

impl std::error::Error for Refused {}

/// The rows of some files, and what was wrong with the others.
#[derive(Debug)]
struct Rows {
    builder: Builder,
    /// What kept the builder from taking a row.
    failed: Option<Error>,
    bad: Vec<Error>,
}

impl Rows {
    fn new() -> Self {
        Self { builder: Builder::new(std::env::temp_dir()), failed: None, bad: Vec::new() }
    }

    fn keep(&mut self, fact: &Fact) {
        if self.failed.is_none() {
            self.failed = self.builder.push(fact).err();
        }
    }
}

impl FactTable {
    /// Reads a table in any shape that [`import`](super::import()) knows: a file, or every table directly in a folder, in
    /// name order; or opens an index.
    ///
    /// # Errors
    /// If the path cannot be read, a header lacks a required column, or (unless bad rows are skipped) any cell is bad:
    /// with every error found.
    pub fn read(path: impl AsRef<Path>, bad_rows: BadRows) -> Result<Loaded, Refused> {
        Self::read_by(path, None, bad_rows)
    }

    /// As [`FactTable::read`], by a mapping if one is given.
    ///
    /// # Errors
    /// As [`FactTable::read`].
    pub fn read_by(path: impl AsRef<Path>, mapping: Option<&Mapping>, bad_rows: BadRows) -> Result<Loaded, Refused> {
        let path = path.as_ref();
        if is_index(path) {
            return Ok(Loaded { table: Self::open(path)?, skipped: Vec::new() });
        }
        let mut all = Rows::new();
        let mut fatal = Vec::new();
        let files = files(path)?;
        for file in &files {
            match import(file, mapping, &mut |fact| all.keep(&fact)) {
                Ok(import) => all.bad.extend(import.bad),
                Err(error) => fatal.push(error),
            }
        }
        // What cannot be read at all is refused even where bad rows are skipped, unless it is one table of several.
        let refuse = bad_rows == BadRows::Refuse || fatal.len() == files.len();
        fatal.append(&mut all.bad);
        all.bad = fatal;
        if refuse && !all.bad.is_empty() {
            return Err(all.bad.into());
        }
        finish(all, bad_rows)
    }

    /// Reads a table from CSV held in memory; `name` is the file's name in errors and row names.
    ///
    /// # Errors
    /// As [`FactTable::read`].
    pub fn from_csv(name: &str, bytes: &[u8], bad_rows: BadRows) -> Result<Loaded, Refused> {
        from_bytes(name, bytes, bad_rows)
    }

    /// Reads a table from JSON lines held in memory; `name` ends with `.jsonl`.
    ///
    /// # Errors
    /// As [`FactTable::read`].
    pub fn from_jsonl(name: &str, bytes: &[u8], bad_rows: BadRows) -> Result<Loaded, Refused> {
        from_bytes(name, bytes, bad_rows)
    }
}

fn from_bytes(name: &str, bytes: &[u8], bad_rows: BadRows) -> Result<Loaded, Refused> {
    let mut rows = Rows::new();
    let input = Box::new(Cursor::new(bytes.to_vec()));
    let import = import::import_bytes(Path::new(name), input, None, &mut |fact| rows.keep(&fact))?;
    rows.bad = import.bad;
    finish(rows, bad_rows)
}

fn finish(rows: Rows, bad_rows: BadRows) -> Result<Loaded, Refused> {
    if bad_rows == BadRows::Refuse && !rows.bad.is_empty() {
        return Err(rows.bad.into());
    }
    if let Some(error) = rows.failed {
        return Err(error.into());
    }
    let mut skipped = rows.bad;
    let (table, duplicates) = FactTable::of_builder(rows.builder)?;
    if bad_rows == BadRows::Refuse && !duplicates.is_empty() {
        return Err(duplicates.into());
    }
    skipped.extend(duplicates);
    Ok(Loaded { table, skipped })
}

/// The table itself, or every table directly in a folder, in name order.
///
/// # Errors
/// If the path cannot be read, or the folder has no table.
pub fn files(path: &Path) -> Result<Vec<PathBuf>, Error> {
    let meta = fs::metadata(path).map_err(|e| Error::io(path, e))?;
    if !meta.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(|e| Error::io(path, e))? {
        let file = entry.map_err(|e| Error::io(path, e))?.path();
        if import::is_table(&file) && file.is_file() {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() {
        let message =
            "holds no table, expected at least one .csv, .tsv, .jsonl, .ndjson, .parquet, .sqlite or .db file";
        return Err(Error::table(message).at_path(path));
    }
    Ok(files)
}
