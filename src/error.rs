//! One opaque error: what went wrong, where, and what was expected.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why something cannot go on: a file, a table or a model that cannot be read or written.
///
/// The text is one lower-case sentence that names the place (`FILE`, `FILE:LINE` or `FILE:LINE:COLUMN`) and what was
/// expected there. Callers tell errors apart by the predicates, never by the text.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    path: Option<PathBuf>,
    line: Option<usize>,
    column: Option<usize>,
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ErrorKind {
    Io,
    Document,
    Table,
    Model,
    Value,
}

impl Error {
    fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, path: None, line: None, column: None, message: message.into(), source: None }
    }

    /// A value that is not of its vocabulary or form.
    pub fn value(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Value, message)
    }

    /// A document that cannot be read.
    pub fn document(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Document, message)
    }

    /// A reference table that cannot be used.
    pub fn table(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Table, message)
    }

    /// A model that cannot be used.
    pub fn model(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Model, message)
    }

    /// A failure of the operating system at `path`.
    pub fn io(path: impl AsRef<Path>, source: io::Error) -> Self {
        // `NotFound` and its like read better without the "(os error 2)" that io::Error appends.
        let message = match source.kind() {
            io::ErrorKind::NotFound => "no such file or folder".to_owned(),
            io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
            io::ErrorKind::IsADirectory => "is a folder, expected a file".to_owned(),
            _ => source.to_string(),
        };
        Self {
            path: Some(path.as_ref().to_owned()),
            source: Some(Box::new(source)),
            ..Self::new(ErrorKind::Io, message)
        }
    }

    /// The same error, said of the file at `path`.
    #[must_use]
    pub fn at_path(mut self, path: impl AsRef<Path>) -> Self {
        self.path = Some(path.as_ref().to_owned());
        self
    }

    /// The same error, said of a line (1-based).
    #[must_use]
    pub fn at_line(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    /// The same error, said of a column (1-based, in characters).
    #[must_use]
    pub fn at_column(mut self, column: usize) -> Self {
        self.column = Some(column);
        self
    }

    /// The same error with what caused it.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Whether reading or writing failed.
    #[must_use]
    pub fn is_io(&self) -> bool {
        self.kind == ErrorKind::Io
    }

    /// Whether a document could not be read.
    #[must_use]
    pub fn is_document(&self) -> bool {
        self.kind == ErrorKind::Document
    }

    /// Whether a reference table was refused.
    #[must_use]
    pub fn is_table(&self) -> bool {
        self.kind == ErrorKind::Table
    }

    /// Whether a model was refused.
    #[must_use]
    pub fn is_model(&self) -> bool {
        self.kind == ErrorKind::Model
    }

    /// Whether the reader of our output went away.
    #[must_use]
    pub fn is_broken_pipe(&self) -> bool {
        let source = self.source.as_deref().and_then(|s| s.downcast_ref::<io::Error>());
        source.is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
    }

    /// The file that the error speaks of.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The 1-based line that the error speaks of.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// What is wrong, without the place.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.path, self.line) {
            (Some(path), line) => {
                write!(f, "{}", path.display())?;
                if let Some(line) = line {
                    write!(f, ":{line}")?;
                    if let Some(column) = self.column {
                        write!(f, ":{column}")?;
                    }
                }
                write!(f, ": ")?;
            }
            (None, Some(line)) => write!(f, "line {line}: ")?,
            (None, None) => {}
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|s| s as &(dyn std::error::Error + 'static))
    }
}

/// What a fallible function of this crate returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_its_place_first() {
        let error = Error::table("unit \"kg of\" is no unit").at_path("facts/a.csv").at_line(7).at_column(3);
        assert_eq!(error.to_string(), "facts/a.csv:7:3: unit \"kg of\" is no unit");
        assert!(error.is_table() && !error.is_model());
    }
}
