//! Tables in the shapes that publishers give them: each recognized by its header, its columns mapped to those of the
//! contract, and what was mapped said.
//!
//! Every format streams: rows go to a [`Sink`] one by one. To add a format, add a file with a `recognize` and a `read`, and
//! its line in [`FORMATS`].

mod cells;
#[cfg(any(feature = "parquet", feature = "sqlite"))]
mod decoded;
mod jsonl;
mod long;
mod mapping;
mod number_text;
mod owid;
#[cfg(feature = "parquet")]
mod parquet;
mod period_text;
mod rows;
mod sdmx;
mod sink;
#[cfg(feature = "sqlite")]
mod sqlite;
mod tidy;
mod unit_text;
mod world_bank;

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::Path;

use super::Fact;
use super::delimited::{self, Delimited};
use super::row::{Origin, REQUIRED};
use crate::error::Error;
use crate::ingest::unpack;

pub use mapping::Mapping;
use rows::Rows;
pub use sink::Import;
pub(super) use sink::Sink;

/// A compressed table unpacks to no more bytes than this.
const MOST_BYTES: u64 = 64 << 30;

/// Anything that bytes come from.
pub(super) type Input = Box<dyn BufRead + Send>;

/// A shape of tables.
struct Format {
    /// Its name, for messages.
    name: &'static str,
    recognize: fn(&Header<'_>) -> bool,
    read: fn(&Header<'_>, &mut Rows, &mut Sink<'_>) -> Result<(), Error>,
}

/// Every shape, the more particular first.
const FORMATS: &[Format] = &[
    Format { name: "columns of figcheck", recognize: tidy::recognize, read: tidy::read },
    Format { name: "SDMX-CSV", recognize: sdmx::recognize, read: sdmx::read },
    Format { name: "World Bank, a column a year", recognize: world_bank::recognize, read: world_bank::read },
    Format { name: "Our World in Data, a column a place", recognize: owid::recognize, read: owid::read },
    Format { name: "a row an entity and year", recognize: long::recognize, read: long::read },
];

/// The first record of a table.
struct Header<'a> {
    origin: &'a Origin,
    /// The names as written, trimmed.
    names: Vec<String>,
    /// The line in which it starts; 0 where the file has no lines.
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
/// If the file cannot be read, has a shape that is not known, or breaks off. Bad rows are counted and returned.
pub fn import(path: &Path, mapping: Option<&Mapping>, keep: &mut dyn FnMut(Fact)) -> Result<Import, Error> {
    let origin = Origin::new(path);
    let mut sink = Sink::new(&origin, keep);
    let format = match Container::of(path)? {
        Container::Text => read_text(open(path)?, mapping, &mut sink)?,
        container => {
            let mut table = container.begin(&origin, mapping)?;
            for other in &table.others {
                sink.skip(&format!("the table {other:?}"));
            }
            read_rows(&table.header, &mut table.rows, mapping, &mut sink)?
        }
    };
    Ok(sink.finish(format))
}

/// As [`import`], from a text that is already open; `path` names it.
pub(super) fn import_bytes(
    path: &Path,
    input: Input,
    mapping: Option<&Mapping>,
    keep: &mut dyn FnMut(Fact),
) -> Result<Import, Error> {
    let origin = Origin::new(path);
    let mut sink = Sink::new(&origin, keep);
    let format = read_text(input, mapping, &mut sink)?;
    Ok(sink.finish(format))
}

/// Reads a delimited text or JSON lines; the name of its format.
fn read_text(mut input: Input, mapping: Option<&Mapping>, sink: &mut Sink<'_>) -> Result<&'static str, Error> {
    let origin = sink.origin;
    if mapping.is_none() && is_json_lines(&origin.path) {
        jsonl::read(input, sink)?;
        return Ok("JSON lines");
    }
    let (mut rows, mut header) = begin(origin, &mut input, mapping.and_then(Mapping::delimiter))?;
    // The bulk files of the World Bank begin with four lines about the file.
    if mapping.is_none() && header.names.first().is_some_and(|n| n == "Data Source") {
        for _ in 0..4 {
            header = read_header(origin, &mut rows)?;
            if header.find(&["Country Name"]).is_some() {
                break;
            }
        }
    }
    read_rows(&header, &mut rows, mapping, sink)
}

/// Reads the rows behind a header, by a mapping or by the format that the header shows; the name of that.
fn read_rows(
    header: &Header<'_>,
    rows: &mut Rows,
    mapping: Option<&Mapping>,
    sink: &mut Sink<'_>,
) -> Result<&'static str, Error> {
    if let Some(mapping) = mapping {
        mapping.read(header, rows, sink)?;
        return Ok("a mapping's");
    }
    let format = format_of(header).ok_or_else(|| unknown(header))?;
    (format.read)(header, rows, sink)?;
    Ok(format.name)
}

fn format_of(header: &Header<'_>) -> Option<&'static Format> {
    FORMATS.iter().find(|f| (f.recognize)(header))
}

/// A table of which the header is read.
struct Table<'a> {
    header: Header<'a>,
    rows: Rows,
    /// The names of other tables in the same file, that are not read.
    others: Vec<String>,
}

/// What kind of file holds a table, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Container {
    Text,
    Parquet,
    Sqlite,
}

impl Container {
    fn of(path: &Path) -> Result<Self, Error> {
        let mut first = Vec::new();
        let file = File::open(path).map_err(|e| Error::io(path, e))?;
        file.take(16).read_to_end(&mut first).map_err(|e| Error::io(path, e))?;
        Ok(match first {
            _ if first.starts_with(b"PAR1") => Self::Parquet,
            _ if first.starts_with(b"SQLite format 3\0") => Self::Sqlite,
            _ => Self::Text,
        })
    }

    /// Begins the one table that a file holds.
    fn begin<'a>(self, origin: &'a Origin, mapping: Option<&Mapping>) -> Result<Table<'a>, Error> {
        match self {
            Self::Text => {
                let (rows, header) = begin(origin, &mut open(&origin.path)?, mapping.and_then(Mapping::delimiter))?;
                Ok(Table { header, rows, others: Vec::new() })
            }
            #[cfg(feature = "parquet")]
            Self::Parquet => parquet::begin(origin),
            #[cfg(feature = "sqlite")]
            Self::Sqlite => match mapping {
                Some(mapping) => sqlite::begin(origin, mapping.table(), |_| true),
                None => sqlite::begin(origin, None, |header| format_of(header).is_some()),
            },
            #[cfg(not(feature = "parquet"))]
            Self::Parquet => Err(not_built(origin, "parquet")),
            #[cfg(not(feature = "sqlite"))]
            Self::Sqlite => Err(not_built(origin, "sqlite")),
        }
    }
}

#[cfg(not(all(feature = "parquet", feature = "sqlite")))]
fn not_built(origin: &Origin, feature: &str) -> Error {
    origin.error(0, format!("cannot be read: this figcheck was built without the feature {feature:?}"))
}

/// The records of a delimited text and its header, by the delimiter that its first line shows unless one is given.
fn begin<'a>(origin: &'a Origin, input: &mut Input, delimiter: Option<u8>) -> Result<(Rows, Header<'a>), Error> {
    let head = delimited::first_line(input, origin)?;
    if head.iter().all(u8::is_ascii_whitespace) {
        let message = format!("the table is empty, expected a header with the columns {}", REQUIRED.join(", "));
        return Err(origin.error(1, message));
    }
    let delimiter = delimiter.unwrap_or_else(|| delimited::delimiter_of(&head));
    let rest = std::mem::replace(input, Box::new(std::io::empty()));
    let whole: Input = Box::new(BufReader::new(Cursor::new(head).chain(rest)));
    let mut rows = Rows::Text(Box::new(Delimited::new(whole, delimiter)));
    let header = read_header(origin, &mut rows)?;
    Ok((rows, header))
}

/// The endings of tables, each also with that of a compressed file behind it.
const ENDINGS: &[&str] = &[".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".sqlite", ".sqlite3", ".db"];

fn plain_name(path: &Path) -> String {
    let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
    let packed = [".gz", ".zst"].iter().find_map(|e| name.strip_suffix(e)).map(str::to_owned);
    packed.unwrap_or(name)
}

fn is_json_lines(path: &Path) -> bool {
    let name = plain_name(path);
    [".jsonl", ".ndjson"].iter().any(|e| name.ends_with(e))
}

/// Whether a file of a folder is a table, by its name.
pub(super) fn is_table(path: &Path) -> bool {
    let name = plain_name(path);
    ENDINGS.iter().any(|e| name.ends_with(e))
}

/// Opens a file, unpacked if it is compressed.
///
/// # Errors
/// If it cannot be opened or unpacked.
pub(super) fn open(path: &Path) -> Result<Input, Error> {
    let file = File::open(path).map_err(|e| Error::io(path, e))?;
    unpack(Box::new(file), MOST_BYTES).map_err(|e| Error::io(path, e))
}

fn read_header<'a>(origin: &'a Origin, rows: &mut Rows) -> Result<Header<'a>, Error> {
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
    let mut names = header.names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if header.names.len() > SHOWN {
        names = format!("{names}, … ({} columns)", header.names.len());
    }
    header.origin.error(
        header.line,
        format!(
            "the columns {names} are none that figcheck maps by itself, expected measure, entity, period, value and unit, \
             SDMX-CSV, a World Bank or an Our World in Data table, or a mapping"
        ),
    )
}
