//! Tables by the contract's columns.

use std::collections::BTreeMap;

use super::{Header, Rows, Sink};
use crate::error::Error;
use crate::facts::Fact;
use crate::facts::row::{self, OPTIONAL, Origin, REQUIRED};

/// More columns than this are no table of observations.
const MOST_COLUMNS: usize = 1000;

/// A header that has most of the columns means this format, if only to be told what it lacks.
pub(super) fn recognize(header: &Header<'_>) -> bool {
    REQUIRED.iter().filter(|name| header.find(&[name]).is_some()).count() > REQUIRED.len() / 2
}

/// Reads the rows behind a header.
///
/// # Errors
/// If the header lacks a column or has one twice, or the text breaks off.
pub(super) fn read(header: &Header<'_>, rows: &mut Rows, sink: &mut Sink<'_>) -> Result<(), Error> {
    let columns = Columns::read(header)?;
    for (name, &index) in &columns.known {
        sink.map(&header.names[index], name);
    }
    for name in header.names.iter().filter(|n| !columns.known.contains_key(&n.to_lowercase())) {
        sink.map(name, "qualifier");
    }
    while let Some((line, record)) = rows.next(header.origin)? {
        if let Some(row) = columns.row(header.origin, line, record).transpose() {
            sink.row(row);
        }
    }
    Ok(())
}

struct Columns<'a> {
    /// Names as written, in order.
    names: &'a [String],
    /// Known columns by lower-case name.
    known: BTreeMap<String, usize>,
}

impl<'a> Columns<'a> {
    fn read(header: &'a Header<'_>) -> Result<Self, Error> {
        let (origin, line) = (header.origin, header.line);
        if header.names.len() > MOST_COLUMNS {
            let message = format!("the header has {} columns, expected at most {MOST_COLUMNS}", header.names.len());
            return Err(origin.error(line, message));
        }
        let mut known = BTreeMap::new();
        for (index, name) in header.names.iter().enumerate() {
            let lower = name.to_lowercase();
            let is_known = REQUIRED.contains(&lower.as_str()) || OPTIONAL.contains(&lower.as_str());
            if is_known && known.insert(lower, index).is_some() {
                return Err(origin.error(line, format!("the column {name:?} occurs twice, expected once")));
            }
        }
        let missing: Vec<&str> = REQUIRED.iter().copied().filter(|c| !known.contains_key(*c)).collect();
        if !missing.is_empty() {
            let plural = if missing.len() == 1 { "column" } else { "columns" };
            return Err(origin.error(
                line,
                format!("the header lacks the {plural} {}, expected {}", missing.join(", "), REQUIRED.join(", ")),
            ));
        }
        Ok(Self { names: &header.names, known })
    }

    /// One row; `None` for a blank line.
    fn row(&self, origin: &Origin, line: usize, record: &csv::ByteRecord) -> Result<Option<Fact>, Vec<Error>> {
        if record.iter().all(<[u8]>::is_empty) {
            return Ok(None);
        }
        if record.len() != self.names.len() {
            let message = format!("the row has {} cells, expected {} as in the header", record.len(), self.names.len());
            return Err(vec![origin.error(line, message)]);
        }
        let mut cells = Vec::with_capacity(record.len());
        let mut errors = Vec::new();
        for (cell, name) in record.iter().zip(self.names) {
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
