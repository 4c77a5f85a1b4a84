//! Our World in Data's wide tables: a row a year or day, a column a place by its code, one measure a file, named in the
//! `metadata.json` beside the tables (title, unit) or by the file.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::cells::Cells;
use super::{Header, Rows, Sink, unit_text};
use crate::error::Error;
use crate::facts::EntityName;

/// What `metadata.json` says of a table.
#[derive(Debug, Deserialize)]
struct Metadata {
    filename: String,
    title: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    url: Option<String>,
}

const TIMES: &[&str] = &["Date", "Year", "Day"];

pub(super) fn recognize(header: &Header<'_>) -> bool {
    let Some((first, places)) = header.names.split_first() else { return false };
    let known = places.iter().filter(|code| place(code).is_some()).count();
    TIMES.iter().any(|t| first.eq_ignore_ascii_case(t)) && known > 0 && known * 2 >= places.len()
}

/// The place that a column is named by.
fn place(code: &str) -> Option<EntityName> {
    Some(EntityName::parse(code)).filter(EntityName::is_known)
}

pub(super) fn read(header: &Header<'_>, rows: &mut Rows, sink: &mut Sink<'_>) -> Result<(), Error> {
    let origin = header.origin;
    let metadata = metadata(&origin.path)?;
    let mut cells = Cells::default();
    match &metadata {
        Some(metadata) => {
            let title = metadata.title.trim();
            let unit = unit_text::read(&metadata.unit).ok_or_else(|| {
                let what = format!("the unit {:?} that its metadata.json gives is not known", metadata.unit);
                origin.error(header.line, format!("{what}, expected one like \"%\", \"tonnes\" or \"current US$\""))
            })?;
            cells.set_measure(title, &unit);
            cells.set("source", metadata.source.clone().unwrap_or_default());
            cells.set("url", metadata.url.clone().unwrap_or_default());
            sink.map("(metadata.json)", format!("measure {title:?}, unit {}", unit.unit));
        }
        None => {
            return Err(origin.error(
                header.line,
                "a table with a column a place says neither measure nor unit, expected a metadata.json beside it with \
                 filename, title and unit, or a mapping",
            ));
        }
    }
    let mut places = Vec::new();
    for name in &header.names[1..] {
        let place = place(name);
        places.push(place.map(|p| p.id));
    }
    sink.map(&header.names[0], "period");
    let known = places.iter().flatten().count();
    sink.map(format!("{known} columns by codes of places"), "entity");
    for name in header.names[1..].iter().zip(&places).filter(|(_, p)| p.is_none()).map(|(n, _)| n) {
        sink.map(name, "left out: no place that figcheck knows");
    }
    while let Some((line, record)) = rows.next(origin)? {
        if record.iter().all(<[u8]>::is_empty) {
            continue;
        }
        if record.len() != header.names.len() {
            let message =
                format!("the row has {} cells, expected {} as in the header", record.len(), header.names.len());
            sink.row(Err(vec![origin.error(line, message)]));
            continue;
        }
        let text = |i: usize| record.get(i).map(|c| String::from_utf8_lossy(c).trim().to_owned()).unwrap_or_default();
        cells.set("period", text(0));
        for (index, (code, place)) in header.names[1..].iter().zip(&places).enumerate() {
            let value = text(index + 1);
            if value.is_empty() {
                sink.skip("empty cells");
                continue;
            }
            let Some(place) = place else {
                sink.skip("cells of places that are not known");
                continue;
            };
            cells.set("entity", place.clone()).set("value", value);
            cells.set("id", format!("{}:{line}:{code}", origin.name));
            sink.row(cells.fact(origin, line));
        }
    }
    Ok(())
}

/// What the `metadata.json` in the table's folder, or in the one above, says of it.
fn metadata(table: &Path) -> Result<Option<Metadata>, Error> {
    let folder = table.parent().unwrap_or(Path::new("."));
    let beside: [PathBuf; 2] = [folder.join("metadata.json"), folder.join("..").join("metadata.json")];
    let Some(path) = beside.iter().find(|p| p.is_file()) else { return Ok(None) };
    let bytes = std::fs::read(path).map_err(|e| Error::io(path, e))?;
    let all: Vec<Metadata> = serde_json::from_slice(&bytes).map_err(|e| {
        let what = format!("expected a list of objects with filename, title and unit: {e}");
        Error::table(what).at_path(path).at_line(e.line()).at_column(e.column())
    })?;
    let name = table.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let plain = name.trim_end_matches(".gz").trim_end_matches(".zst");
    Ok(all.into_iter().find(|m| m.filename == plain))
}
