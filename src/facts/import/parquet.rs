//! Parquet files: their rows as cells of text.

use std::fs::File;
use std::sync::Arc;

use csv::ByteRecord;
use jiff::civil::{Date, DateTime};
use jiff::{Span, Timestamp, tz};
use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet::record::reader::RowIter;

use super::decoded::Decoded;
use super::rows::Rows;
use super::{Header, Table};
use crate::error::Error;
use crate::facts::delimited::MOST_COLUMNS;
use crate::facts::row::Origin;

/// Begins the table of a file.
///
/// # Errors
/// If it is damaged, or is encrypted or compressed in a way that is not known.
pub(super) fn begin(origin: &Origin) -> Result<Table<'_>, Error> {
    let file = File::open(&origin.path).map_err(|e| Error::io(&origin.path, e))?;
    let reader = SerializedFileReader::new(file).map_err(|e| broken(origin, 0, &e))?;
    let schema = reader.metadata().file_metadata().schema();
    let names: Vec<String> = schema.get_fields().iter().map(|f| f.name().trim().to_owned()).collect();
    if names.len() > MOST_COLUMNS {
        let message = format!("the file has {} columns, expected at most {MOST_COLUMNS}", names.len());
        return Err(origin.error(0, message));
    }
    // The library trusts these and panics where a damaged file has others.
    let chunks = reader.metadata().row_groups().iter().flat_map(RowGroupMetaData::columns);
    let sizes =
        chunks.flat_map(|c| [c.data_page_offset(), c.compressed_size(), c.dictionary_page_offset().unwrap_or(0)]);
    if sizes.into_iter().any(|size| size < 0) {
        return Err(origin.error(0, "is no Parquet file that can be read: a column begins or ends before the file"));
    }
    let own = Origin { path: origin.path.clone(), name: Arc::clone(&origin.name) };
    let rows = Decoded::spawn(move |out| {
        for (number, row) in RowIter::from_file_into(Box::new(reader)).enumerate() {
            let row = row.map_err(|e| broken(&own, number + 1, &e))?;
            let cells: ByteRecord = row.get_column_iter().map(|(_, field)| cell(field)).collect();
            if !out.put(cells) {
                break;
            }
        }
        Ok(())
    })?;
    Ok(Table { header: Header { origin, names, line: 0 }, rows: Rows::Decoded(rows), others: Vec::new() })
}

fn broken(origin: &Origin, row: usize, error: &ParquetError) -> Error {
    let message = match error {
        ParquetError::General(what) | ParquetError::NYI(what) | ParquetError::EOF(what) => what.clone(),
        other => other.to_string(),
    };
    origin.error(row, format!("is no Parquet file that can be read: {message}"))
}

/// What a cell says, in the form that a delimited table would have it.
fn cell(field: &Field) -> String {
    let seconds = |t: Result<Timestamp, jiff::Error>| t.ok().map(|t| moment(t.to_zoned(tz::TimeZone::UTC).datetime()));
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        // The shortest digits that give the number again: what a program wrote of 7 is 7, not 7.0.
        Field::Float16(number) => number.to_f32().to_string(),
        Field::Float(number) => number.to_string(),
        Field::Double(number) => number.to_string(),
        Field::Date(days) => {
            let epoch = Date::constant(1970, 1, 1);
            Span::new()
                .try_days(i64::from(*days))
                .and_then(|span| epoch.checked_add(span))
                .map_or_else(|_| days.to_string(), |date| date.to_string())
        }
        // What no calendar has stays a number, and will be no period.
        Field::TimestampMillis(since) => {
            seconds(Timestamp::from_millisecond(*since)).unwrap_or_else(|| since.to_string())
        }
        Field::TimestampMicros(since) => {
            seconds(Timestamp::from_microsecond(*since)).unwrap_or_else(|| since.to_string())
        }
        Field::ListInternal(list) => list.elements().iter().map(cell).collect::<Vec<_>>().join("|"),
        other => other.to_string(),
    }
}

/// A day where a moment is its first.
fn moment(time: DateTime) -> String {
    if time == time.date().to_datetime(jiff::civil::Time::midnight()) {
        time.date().to_string()
    } else {
        time.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_written_as_a_delimited_table_would_have_them() {
        let cases = [
            (Field::Double(7.5e12), "7500000000000"),
            (Field::Double(7.0), "7"),
            (Field::Float(0.1), "0.1"),
            (Field::Long(-3), "-3"),
            (Field::Date(19_723), "2024-01-01"),
            (Field::TimestampMillis(1_704_067_200_000), "2024-01-01"),
            (Field::TimestampMicros(1_704_067_201_000_000), "2024-01-01T00:00:01"),
            (Field::Null, ""),
        ];
        for (field, text) in cases {
            assert_eq!(cell(&field), text, "{field:?}");
        }
    }
}
