//! Tables in CSV, by the contract's columns.

use std::collections::BTreeMap;
use std::path::Path;

use super::read::Rows;
use super::row::{self, OPTIONAL, Origin, REQUIRED};
use crate::error::Error;

/// More columns than this are no table of observations.
const MOST_COLUMNS: usize = 1000;

/// Reads a whole file.
///
/// # Errors
/// If there is no usable header, or a quote is never closed, so that nothing after it can be trusted. Bad rows are
/// returned with the good ones.
pub(super) fn read(path: &Path, bytes: &[u8]) -> Result<Rows, Error> {
    let origin = Origin::new(path);
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Some(line) = unclosed_quote(bytes) {
        return Err(origin.error(line, "a quoted cell that starts here is never closed, expected a closing \""));
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    if !reader.read_byte_record(&mut record).map_err(|e| broken(&origin, &e))? {
        return Err(
            origin.error(1, format!("the table is empty, expected a header with the columns {}", REQUIRED.join(", ")))
        );
    }
    let header = Header::read(&origin, &record)?;
    let mut rows = Rows::default();
    let mut lines = Lines { bytes, at: 0, line: 1 };
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(false) => return Ok(rows),
            Ok(true) => {
                let line = lines.of(record.position().map_or(0, csv::Position::byte));
                match header.row(&origin, line, &record) {
                    Ok(Some(fact)) => rows.facts.push(fact),
                    Ok(None) => {}
                    Err(errors) => rows.bad.extend(errors),
                }
            }
            Err(error) => return Err(broken(&origin, &error)),
        }
    }
}

fn broken(origin: &Origin, error: &csv::Error) -> Error {
    let line = error.position().map_or(1, |p| usize::try_from(p.line()).unwrap_or(usize::MAX));
    origin.error(line, format!("cannot be read as CSV: {error}"))
}

/// Counts lines by itself: the reader gives a record after blank lines, or after `\r\n`, the line of its forerunner.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line of the record that starts at or after the line ends at `byte`; called with growing offsets.
    fn of(&mut self, byte: u64) -> usize {
        let start = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(&c) = self.bytes.get(self.at).filter(|&&c| self.at < start || matches!(c, b'\r' | b'\n')) {
            self.line += usize::from(c == b'\n');
            self.at += 1;
        }
        self.line
    }
}

struct Header {
    /// Names as written, in order.
    names: Vec<String>,
    /// Known columns by lower-case name.
    known: BTreeMap<String, usize>,
}

impl Header {
    fn read(origin: &Origin, record: &csv::ByteRecord) -> Result<Self, Error> {
        if record.len() > MOST_COLUMNS {
            return Err(
                origin.error(1, format!("the header has {} columns, expected at most {MOST_COLUMNS}", record.len()))
            );
        }
        let mut names = Vec::new();
        let mut known = BTreeMap::new();
        for (index, cell) in record.iter().enumerate() {
            let name = std::str::from_utf8(cell)
                .map_err(|_| origin.error(1, format!("the name of column {} is no UTF-8", index + 1)))?
                .trim();
            let lower = name.to_lowercase();
            let is_known = REQUIRED.contains(&lower.as_str()) || OPTIONAL.contains(&lower.as_str());
            if is_known && known.insert(lower, index).is_some() {
                return Err(origin.error(1, format!("the column {name:?} occurs twice, expected once")));
            }
            names.push(name.to_owned());
        }
        let missing: Vec<&str> = REQUIRED.iter().copied().filter(|c| !known.contains_key(*c)).collect();
        if !missing.is_empty() {
            let plural = if missing.len() == 1 { "column" } else { "columns" };
            return Err(origin.error(
                1,
                format!("the header lacks the {plural} {}, expected {}", missing.join(", "), REQUIRED.join(", ")),
            ));
        }
        Ok(Self { names, known })
    }

    /// One row; `None` for a blank line.
    fn row(&self, origin: &Origin, line: usize, record: &csv::ByteRecord) -> Result<Option<super::Fact>, Vec<Error>> {
        if record.iter().all(<[u8]>::is_empty) {
            return Ok(None);
        }
        if record.len() != self.names.len() {
            let message = format!("the row has {} cells, expected {} as in the header", record.len(), self.names.len());
            return Err(vec![origin.error(line, message)]);
        }
        let mut cells = Vec::with_capacity(record.len());
        let mut errors = Vec::new();
        for (cell, name) in record.iter().zip(&self.names) {
            match std::str::from_utf8(cell) {
                Ok(text) => cells.push(text.trim()),
                Err(_) => errors.push(origin.error(line, format!("column {name:?}: is no UTF-8, expected UTF-8 text"))),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let cell = |column: &str| {
            let text = self.known.get(column).and_then(|&i| cells.get(i)).copied();
            text.filter(|t| !t.is_empty())
        };
        let extra = self
            .names
            .iter()
            .zip(&cells)
            .filter(|(name, text)| !text.is_empty() && !self.known.contains_key(&name.to_lowercase()));
        let qualifiers = extra.map(|(name, text)| (name.clone(), (*text).to_owned())).collect();
        row::read(origin, line, cell, qualifiers).map(Some)
    }
}

/// The line in which a quoted cell starts that the end of the file cuts off. The reader would take it silently.
fn unclosed_quote(bytes: &[u8]) -> Option<usize> {
    let (mut line, mut opened) = (1, None);
    let mut start_of_cell = true;
    let mut i = 0;
    while let Some(&byte) = bytes.get(i) {
        match (byte, opened) {
            (b'"', Some(_)) if bytes.get(i + 1) == Some(&b'"') => i += 1,
            (b'"', Some(_)) => opened = None,
            (b'"', None) if start_of_cell => opened = Some(line),
            _ => {}
        }
        start_of_cell = opened.is_none() && matches!(byte, b',' | b'\n' | b'\r');
        if byte == b'\n' {
            line += 1;
        }
        i += 1;
    }
    opened
}
