//! The World Bank's wide tables: a row an economy and indicator, a column a year.

use super::cells::Cells;
use super::{Header, Rows, Sink, unit_text};
use crate::error::Error;

const COUNTRY: &[&str] = &["Country Name"];
const INDICATOR: &[&str] = &["Indicator Name", "Series Name"];

/// The year of a column: `1960`, `1960 [YR1960]`.
fn year(name: &str) -> Option<&str> {
    let year = name.split_whitespace().next()?;
    (year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit())).then_some(year)
}

pub(super) fn recognize(header: &Header<'_>) -> bool {
    header.find(COUNTRY).is_some()
        && header.find(INDICATOR).is_some()
        && header.names.iter().any(|name| year(name).is_some())
}

pub(super) fn read(header: &Header<'_>, rows: &mut Rows, sink: &mut Sink<'_>) -> Result<(), Error> {
    let origin = header.origin;
    let (Some(country), Some(indicator)) = (header.find(COUNTRY), header.find(INDICATOR)) else { return Ok(()) };
    let years: Vec<(usize, &str)> =
        header.names.iter().enumerate().filter_map(|(i, name)| Some((i, year(name)?))).collect();
    sink.map(&header.names[country], "entity");
    sink.map(&header.names[indicator], "measure and, in brackets, unit");
    sink.map(format!("{} columns of years", years.len()), "period");
    while let Some((line, record)) = rows.next(origin)? {
        let text = |i: usize| record.get(i).map(|c| String::from_utf8_lossy(c).trim().to_owned()).unwrap_or_default();
        let title = text(indicator);
        if text(country).is_empty() && title.is_empty() {
            continue;
        }
        // Behind the data stand lines about it: "Data from database: …".
        if title.is_empty() {
            sink.skip("lines without an indicator");
            continue;
        }
        let Some((measure, unit)) = unit_text::split_title(&title) else {
            let what = format!("column {:?}: no unit in {title:?}", header.names[indicator]);
            let expected = "expected one in brackets at the end, like (current US$)";
            sink.row(Err(vec![origin.error(line, format!("{what}, {expected}"))]));
            continue;
        };
        let mut cells = Cells::default();
        cells.set_measure(measure, &unit).set("entity", text(country));
        for (index, year) in &years {
            let value = text(*index);
            if value.is_empty() || value == ".." {
                sink.skip("empty cells");
                continue;
            }
            cells.set("period", *year).set("value", value).set("id", format!("{}:{line}:{year}", origin.name));
            sink.row(cells.fact(origin, line));
        }
    }
    Ok(())
}
