//! Long tables with a row an entity and time: Our World in Data's (`Entity, Code, Year, …`) and the World Bank's
//! (`Country Name, Country Code, Indicator Name, Year, Value`). Every column of numbers is a measure.

use super::cells::Cells;
use super::unit_text::{self, UnitText};
use super::{Header, Rows, Sink};
use crate::error::Error;

const ENTITY: &[&str] = &["Entity", "Country Name", "Country", "country", "Economy"];
const CODE: &[&str] = &["Code", "Country Code", "iso3", "ISO3", "iso_code"];
const TIME: &[&str] = &["Year", "Day", "Date", "Time", "Period"];
const MEASURE: &[&str] = &["Indicator Name", "Series Name", "Indicator", "Series"];
const VALUE: &[&str] = &["Value"];
/// Columns that are neither: codes of what other columns name.
const BESIDE: &[&str] = &["Indicator Code", "Series Code", "Time Code", "Decimal", "Unit", "Region", "Continent"];

pub(super) fn recognize(header: &Header<'_>) -> bool {
    header.find(ENTITY).is_some() && header.find(TIME).is_some() && header.names.len() >= 3
}

/// What one column of numbers measures.
struct Series {
    index: usize,
    title: String,
    unit: UnitText,
}

pub(super) fn read(header: &Header<'_>, rows: &mut Rows, sink: &mut Sink<'_>) -> Result<(), Error> {
    let origin = header.origin;
    let (Some(entity), Some(time)) = (header.find(ENTITY), header.find(TIME)) else { return Ok(()) };
    let measure = header.find(MEASURE).filter(|_| header.find(VALUE).is_some());
    sink.map(&header.names[entity], "entity");
    sink.map(&header.names[time], "period");
    let mut series = Vec::new();
    if let (Some(measure), Some(value)) = (measure, header.find(VALUE)) {
        sink.map(&header.names[measure], "measure and, in brackets, unit");
        sink.map(&header.names[value], "value");
    } else {
        let taken = |i: usize| [Some(entity), Some(time), header.find(CODE)].contains(&Some(i));
        let beside = |name: &str| BESIDE.iter().any(|b| b.eq_ignore_ascii_case(name));
        for (index, name) in header.names.iter().enumerate().filter(|(i, n)| !taken(*i) && !beside(n)) {
            match title(name) {
                Some((title, unit)) => {
                    sink.map(name, format!("measure {title:?}, unit {}", unit.unit));
                    series.push(Series { index, title, unit });
                }
                None => sink.map(name, "left out: its name gives no unit"),
            }
        }
        if series.is_empty() {
            return Err(origin.error(
                header.line,
                "no column of numbers gives its unit, expected one like \"GDP (current US$)\", or a mapping",
            ));
        }
    }
    while let Some((line, record)) = rows.next(origin)? {
        if record.iter().all(<[u8]>::is_empty) {
            continue;
        }
        let text = |i: usize| record.get(i).map(|c| String::from_utf8_lossy(c).trim().to_owned()).unwrap_or_default();
        let mut cells = Cells::default();
        cells.set("entity", text(entity)).set("period", text(time));
        if let (Some(measure), Some(value)) = (measure, header.find(VALUE)) {
            let name = text(measure);
            let Some((title, unit)) = title(&name) else {
                let what = format!("column {:?}: no unit in {name:?}", header.names[measure]);
                sink.row(Err(vec![origin.error(line, format!("{what}, expected one in brackets at the end"))]));
                continue;
            };
            cells.set_measure(&title, &unit);
            put(&mut cells, &text(value), sink, line);
        } else {
            for one in &series {
                let mut cells = cells.clone();
                cells.set_measure(&one.title, &one.unit);
                if series.len() > 1 {
                    cells.set("id", format!("{}:{line}:{}", origin.name, header.names[one.index]));
                }
                put(&mut cells, &text(one.index), sink, line);
            }
        }
    }
    Ok(())
}

fn put(cells: &mut Cells, value: &str, sink: &mut Sink<'_>, line: usize) {
    if value.is_empty() || value == ".." {
        sink.skip("empty cells");
        return;
    }
    cells.set("value", value);
    sink.row(cells.fact(sink.origin, line));
}

/// Title and unit of a column's name: `GDP (current US$)`, `dig_services_exports_usd_millions`.
fn title(name: &str) -> Option<(String, UnitText)> {
    if let Some((title, unit)) = unit_text::split_title(name) {
        return Some((title.to_owned(), unit));
    }
    // A name of a program: its last words are the unit.
    let words: Vec<&str> = name.split('_').filter(|w| !w.is_empty()).collect();
    (1..words.len()).rev().take(3).find_map(|at| {
        let (title, unit) = words.split_at(at);
        let unit = match unit {
            [unit, scale @ ("millions" | "billions" | "thousands")] => {
                format!("{} {unit}", scale.trim_end_matches('s'))
            }
            ["pct" | "percent"] => "%".to_owned(),
            ["usd" | "eur" | "gbp" | "cny"] => unit.join(" "),
            _ => return None,
        };
        Some((title.join(" "), unit_text::read(&unit)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns_give_title_and_unit() {
        let (name, unit) = title("dig_services_exports_usd_millions").unwrap();
        assert_eq!((name.as_str(), unit.unit.as_str(), unit.scale), ("dig services exports", "USD", 6));
        let (name, unit) = title("GDP per capita (current US$)").unwrap();
        assert_eq!((name.as_str(), unit.unit.as_str()), ("GDP per capita", "USD"));
        assert_eq!(title("Inflation"), None);
    }
}
