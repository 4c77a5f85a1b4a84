//! Tables in the shapes that publishers give them: each recognized by its header, its columns mapped to those of the
//! contract, and what was mapped said.
//!
//! Every format streams: rows go to a [`Sink`] one by one. To add a format, add a file with a `recognize` and a `read`, and
//! its line in [`FORMATS`].

mod cells;
mod long;
mod mapping;
mod number_text;
mod owid;
mod period_text;
mod sdmx;
mod sink;
mod unit_text;
mod world_bank;

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use super::Fact;
use super::delimited::{self, Delimited};
use super::row::Origin;
use crate::error::Error;
use crate::ingest::unpack;

pub use mapping::Mapping;
pub use sink::Import;
pub(super) use sink::Sink;

/// A compressed table unpacks to no more bytes than this.
const MOST_BYTES: u64 = 64 << 30;

/// Anything that bytes come from.
pub(super) type Input = Box<dyn BufRead + Send>;

/// A shape of delimited tables.
struct Format {
    /// Its name, for messages.
    name: &'static str,
    recognize: fn(&Header<'_>) -> bool,
    read: fn(&Header<'_>, Records<'_>, &mut Sink<'_>) -> Result<(), Error>,
}

/// Every shape, the more particular first.
const FORMATS: &[Format] = &[
    Format { name: "SDMX-CSV", recognize: sdmx::recognize, read: sdmx::read },
    Format { name: "World Bank, a column a year", recognize: world_bank::recognize, read: world_bank::read },
    Format { name: "Our World in Data, a column a place", recognize: owid::recognize, read: owid::read },
    Format { name: "a row an entity and year", recognize: long::recognize, read: long::read },
];

/// The records behind a header, and where they come from.
struct Records<'a> {
    rows: &'a mut Delimited<Input>,
}

/// The first record of a table.
struct Header<'a> {
    origin: &'a Origin,
    /// The names as written, trimmed.
    names: Vec<String>,
    /// The line in which it starts.
    line: usize,
}

impl Header<'_> {
    /// The index of the first of the columns, whatever their case.
    fn find(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.names.iter().position(|n| n.eq_ignore_ascii_case(name)))
    }
}

/// Reads a table in any known shape, or by a mapping; each fact goes to `keep`.
///
/// # Errors
/// If the file cannot be read, has a shape that is not known, or its text breaks off. Bad rows are counted and returned.
pub fn import(path: &Path, mapping: Option<&Mapping>, keep: &mut dyn FnMut(Fact)) -> Result<Import, Error> {
    let origin = Origin::new(path);
    let mut sink = Sink::new(&origin, keep);
    if let Some(mapping) = mapping {
        mapping.read(&origin, &mut sink)?;
        return Ok(sink.finish("by the mapping"));
    }
    let mut input = open(path)?;
    let head = delimited::first_line(&mut input, &origin)?;
    if head.iter().all(u8::is_ascii_whitespace) {
        return Err(origin.error(1, "the table is empty, expected a header"));
    }
    let delimiter = delimited::delimiter_of(&head);
    let whole: Input = Box::new(BufReader::new(std::io::Cursor::new(head).chain(input)));
    let mut rows = Delimited::new(whole, delimiter);
    let mut header = read_header(&origin, &mut rows)?;
    // The bulk files of the World Bank begin with four lines about the file.
    if header.names.first().is_some_and(|n| n == "Data Source") {
        for _ in 0..4 {
            header = read_header(&origin, &mut rows)?;
            if header.find(&["Country Name"]).is_some() {
                break;
            }
        }
    }
    let Some(format) = FORMATS.iter().find(|f| (f.recognize)(&header)) else {
        return Err(unknown(&header));
    };
    (format.read)(&header, Records { rows: &mut rows }, &mut sink)?;
    Ok(sink.finish(format.name))
}

/// Opens a file, unpacked if it is compressed.
///
/// # Errors
/// If it cannot be opened or unpacked.
pub(super) fn open(path: &Path) -> Result<Input, Error> {
    let file = File::open(path).map_err(|e| Error::io(path, e))?;
    unpack(Box::new(file), MOST_BYTES).map_err(|e| Error::io(path, e))
}

fn read_header<'a>(origin: &'a Origin, rows: &mut Delimited<Input>) -> Result<Header<'a>, Error> {
    let Some((line, record)) = rows.next(origin)? else {
        return Err(origin.error(1, "ends before a header"));
    };
    let most = delimited::MOST_COLUMNS;
    if record.len() > most {
        return Err(origin.error(line, format!("the header has {} columns, expected at most {most}", record.len())));
    }
    let mut names = Vec::with_capacity(record.len());
    for (index, cell) in record.iter().enumerate() {
        let name = std::str::from_utf8(cell)
            .map_err(|_| origin.error(line, format!("the name of column {} is no UTF-8", index + 1)))?;
        names.push(name.trim_start_matches('\u{feff}').trim().to_owned());
    }
    Ok(Header { origin, names, line })
}

fn unknown(header: &Header<'_>) -> Error {
    const SHOWN: usize = 12;
    let mut names: Vec<&str> = header.names.iter().map(String::as_str).take(SHOWN).collect();
    if header.names.len() > SHOWN {
        names.push("…");
    }
    header.origin.error(
        header.line,
        format!(
            "the columns {} are none that figcheck maps by itself, expected measure, entity, period, value and unit, \
             SDMX-CSV, a World Bank or an Our World in Data table, or a mapping",
            names.join(", ")
        ),
    )
}
