//! Reading tables from files and folders, and what happens to bad rows.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use super::table::FactTable;
use super::{Fact, csv, jsonl};
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

/// The rows of one file, and what was wrong with the others.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) facts: Vec<Fact>,
    pub(super) bad: Vec<Error>,
}

impl FactTable {
    /// Reads a table: a `.csv`, `.jsonl` or `.ndjson` file, or every such file directly in a folder, in name order.
    ///
    /// # Errors
    /// If the path cannot be read, a header lacks a required column, or (unless bad rows are skipped) any cell is bad:
    /// with every error found.
    pub fn read(path: impl AsRef<Path>, bad_rows: BadRows) -> Result<Loaded, Refused> {
        let path = path.as_ref();
        let mut all = Rows::default();
        let mut fatal = Vec::new();
        for file in files(path)? {
            match read_file(&file) {
                Ok(rows) => {
                    all.facts.extend(rows.facts);
                    all.bad.extend(rows.bad);
                }
                Err(error) => fatal.push(error),
            }
        }
        if !fatal.is_empty() {
            // What cannot be read at all is refused even where bad rows are skipped.
            fatal.append(&mut all.bad);
            return Err(fatal.into());
        }
        finish(all, bad_rows)
    }

    /// Reads a table from CSV held in memory; `name` is the file's name in errors and row names.
    ///
    /// # Errors
    /// As [`FactTable::read`].
    pub fn from_csv(name: &str, bytes: &[u8], bad_rows: BadRows) -> Result<Loaded, Refused> {
        finish(csv::read(Path::new(name), bytes)?, bad_rows)
    }

    /// Reads a table from JSON lines held in memory.
    ///
    /// # Errors
    /// As [`FactTable::read`].
    pub fn from_jsonl(name: &str, bytes: &[u8], bad_rows: BadRows) -> Result<Loaded, Refused> {
        finish(jsonl::read(Path::new(name), bytes), bad_rows)
    }
}

fn finish(rows: Rows, bad_rows: BadRows) -> Result<Loaded, Refused> {
    if bad_rows == BadRows::Refuse && !rows.bad.is_empty() {
        return Err(rows.bad.into());
    }
    let mut skipped = rows.bad;
    let mut facts = rows.facts;
    let duplicates = super::table::take_duplicates(&mut facts);
    if bad_rows == BadRows::Refuse && !duplicates.is_empty() {
        return Err(duplicates.into());
    }
    skipped.extend(duplicates);
    Ok(Loaded { table: FactTable::new(facts)?, skipped })
}

fn read_file(path: &Path) -> Result<Rows, Error> {
    let bytes = fs::read(path).map_err(|e| Error::io(path, e))?;
    if is_json_lines(path) { Ok(jsonl::read(path, &bytes)) } else { csv::read(path, &bytes) }
}

fn is_json_lines(path: &Path) -> bool {
    has_extension(path, &["jsonl", "ndjson"])
}

fn has_extension(path: &Path, wanted: &[&str]) -> bool {
    path.extension().is_some_and(|e| wanted.iter().any(|w| e.eq_ignore_ascii_case(w)))
}

fn files(path: &Path) -> Result<Vec<PathBuf>, Error> {
    let meta = fs::metadata(path).map_err(|e| Error::io(path, e))?;
    if !meta.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(|e| Error::io(path, e))? {
        let file = entry.map_err(|e| Error::io(path, e))?.path();
        if has_extension(&file, &["csv", "jsonl", "ndjson"]) && file.is_file() {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(Error::table("holds no table, expected at least one .csv, .jsonl or .ndjson file").at_path(path));
    }
    Ok(files)
}
