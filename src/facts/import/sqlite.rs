//! SQLite databases: the rows of one of their tables or views, read only.

use std::time::Duration;

use csv::ByteRecord;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::decoded::{Decoded, Out};
use super::rows::Rows;
use super::{Header, Table};
use crate::error::Error;
use crate::facts::row::Origin;

/// How long a database that another program is writing to is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// Begins the table of a name, or the only one that is `known` by its header.
///
/// # Errors
/// If there is none or more than one, or the database is damaged or stays locked.
pub(super) fn begin<'a>(
    origin: &'a Origin,
    name: Option<&str>,
    known: impl Fn(&Header<'_>) -> bool,
) -> Result<Table<'a>, Error> {
    let failed = |e: rusqlite::Error| broken(origin, 0, &e);
    let connection = open(origin).map_err(failed)?;
    let all = tables(&connection).map_err(failed)?;
    let (mut chosen, mut others) = (Vec::new(), Vec::new());
    for table in &all {
        let header = Header { origin, names: columns(&connection, table).map_err(failed)?, line: 0 };
        let is_meant = name.map_or_else(|| known(&header), |name| table.eq_ignore_ascii_case(name));
        if is_meant { chosen.push((table, header)) } else { others.push(table.clone()) }
    }
    if chosen.len() > 1 {
        let names = chosen.iter().map(|(table, _)| table.as_str()).collect::<Vec<_>>().join(", ");
        let message = format!("the tables {names} are all possible, expected one: give `table = \"…\"` in a mapping");
        return Err(origin.error(0, message));
    }
    let Some((table, header)) = chosen.pop() else {
        let has = if all.is_empty() { "no tables".to_owned() } else { format!("the tables {}", all.join(", ")) };
        let expected = match name {
            Some(name) => format!("{name:?}, which the mapping names"),
            None => "one with the columns measure, entity, period, value and unit, or a mapping".to_owned(),
        };
        return Err(origin.error(0, format!("the database has {has}, expected {expected}")));
    };
    let own = Origin { path: origin.path.clone(), name: origin.name.clone() };
    let query = select(table);
    let rows = Rows::Decoded(Decoded::spawn(move |out| {
        let mut number = 0;
        read(&connection, &query, &mut number, out).map_err(|e| broken(&own, number + 1, &e))
    })?);
    Ok(Table { header, rows, others })
}

fn open(origin: &Origin) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(&origin.path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    Ok(connection)
}

/// The names of tables and views, in order.
fn tables(connection: &Connection) -> Result<Vec<String>, rusqlite::Error> {
    let query = "SELECT name FROM sqlite_schema \
                 WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
    let mut statement = connection.prepare(query)?;
    statement.query_map([], |row| row.get(0))?.collect()
}

fn columns(connection: &Connection, table: &str) -> Result<Vec<String>, rusqlite::Error> {
    let statement = connection.prepare(&select(table))?;
    Ok(statement.column_names().map(|name| name.trim().to_owned()).collect())
}

fn select(table: &str) -> String {
    format!("SELECT * FROM \"{}\"", table.replace('"', "\"\""))
}

/// Puts out every row; one statement sees one moment of the database.
fn read(connection: &Connection, query: &str, number: &mut usize, out: &mut Out) -> Result<(), rusqlite::Error> {
    let mut statement = connection.prepare(query)?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        *number += 1;
        let mut cells = ByteRecord::new();
        for column in 0..columns {
            match row.get_ref(column)? {
                ValueRef::Null => cells.push_field(b""),
                ValueRef::Integer(value) => cells.push_field(value.to_string().as_bytes()),
                ValueRef::Real(value) => cells.push_field(value.to_string().as_bytes()),
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => cells.push_field(bytes),
            }
        }
        if !out.put(cells) {
            break;
        }
    }
    Ok(())
}

fn broken(origin: &Origin, row: usize, error: &rusqlite::Error) -> Error {
    let message = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "the database is locked by another program, expected one that nobody is writing to: close that program, or \
             read a copy of the file"
                .to_owned()
        }
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            format!("is no SQLite database that can be read: {error}")
        }
        _ => format!("cannot be read: {error}"),
    };
    origin.error(row, message)
}
