//! SDMX-CSV 1.0 and 2.0: a row an observation, dimensions and attributes by their codes and, where given, labels.
//!
//! Labels stand in columns of their own (`REF_AREA_LABEL`, or the concept's name behind it) or behind the code (`CN: China`).
//! Source of the form: SDMX-CSV field guide, <https://github.com/sdmx-twg/sdmx-csv>.

use super::cells::Cells;
use super::{Header, Rows, Sink, unit_text};
use crate::error::Error;
use crate::facts::EntityName;
use crate::quantity::Unit;

const AREA: &[&str] = &["REF_AREA", "GEO", "COUNTRY", "LOCATION", "GEO_PICT"];
const PARTNER: &[&str] = &["COUNTERPART_AREA", "PARTNER", "COUNTERPART"];
const MEASURE: &[&str] = &["INDICATOR", "MEASURE", "SERIES", "SUBJECT", "INDIC", "VARIABLE", "FLOW", "TRANSACTION"];
/// Columns about the message, not the observation.
const MESSAGE: &[&str] =
    &["STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "DATAFLOW", "SERIES_KEY", "OBS_KEY"];
/// Attributes that make no other series.
const REMARKS: &[&str] =
    &["OBS_STATUS", "OBS_CONF", "CONF_STATUS", "DECIMALS", "TIME_FORMAT", "UNIT_TYPE", "DATABASE_ID", "AGG_METHOD"];
/// Codes for the whole and for what does not apply.
const NOTHING: &[&str] = &["_T", "_Z", "_X", "_N", "TOTAL", "T"];
/// Statuses of observations that hold no value: missing, not collected, suppressed.
const MISSING: &[&str] = &["M", "L", "H", "O", "Q"];

pub(super) fn recognize(header: &Header<'_>) -> bool {
    let first = header.names.first().map(|n| n.split('[').next().unwrap_or_default());
    matches!(first, Some("STRUCTURE" | "DATAFLOW")) || column(header, &["TIME_PERIOD"]).is_some()
}

/// The column of a concept: `REF_AREA`, or `REF_AREA: Reference area` where labels stand beside.
fn column(header: &Header<'_>, names: &[&str]) -> Option<usize> {
    let code = |n: &str| n.split(':').next().unwrap_or_default().trim().to_owned();
    names.iter().find_map(|name| header.names.iter().position(|n| code(n).eq_ignore_ascii_case(name)))
}

/// A cell's code and what it is called.
fn code_and_label(text: &str, label: Option<String>) -> (String, String) {
    match (label.filter(|l| !l.is_empty()), text.split_once(": ")) {
        (Some(label), _) => (text.to_owned(), label),
        (None, Some((code, label))) => (code.trim().to_owned(), label.trim().to_owned()),
        (None, None) => (text.to_owned(), text.to_owned()),
    }
}

pub(super) fn read(header: &Header<'_>, rows: &mut Rows, sink: &mut Sink<'_>) -> Result<(), Error> {
    let origin = header.origin;
    let need = |names: &[&str]| {
        column(header, names).ok_or_else(|| {
            let message = format!("an SDMX-CSV table needs a column {}, and has none", names.join(" or "));
            origin.error(header.line, message)
        })
    };
    let (value, time, area) = (need(&["OBS_VALUE"])?, need(&["TIME_PERIOD"])?, need(AREA)?);
    let (partner, unit_column) = (column(header, PARTNER), column(header, &["UNIT_MEASURE", "UNIT"]));
    let mult = column(header, &["UNIT_MULT"]);
    let status = column(header, &["OBS_STATUS"]);
    let measure = column(header, MEASURE);
    let label_of = |index: usize| {
        let name = format!("{}_LABEL", header.names[index]);
        header.names.iter().position(|n| *n == name)
    };
    let is_label = |name: &str| name.strip_suffix("_LABEL").is_some_and(|n| header.names.iter().any(|h| h == n));
    let named = [Some(value), Some(time), Some(area), partner, unit_column, mult, status, measure];
    let roles =
        ["value", "period", "entity", "counterpart", "unit", "scale", "left out where it says missing", "measure"];
    for (index, role) in named.iter().zip(roles).filter_map(|(i, role)| Some(((*i)?, role))) {
        sink.map(&header.names[index], role);
    }
    let code = |name: &str| name.split([':', '[']).next().unwrap_or_default().trim().to_uppercase();
    let others: Vec<usize> = (0..header.names.len())
        .filter(|i| !named.contains(&Some(*i)) && !is_label(&header.names[*i]))
        .filter(|i| !MESSAGE.contains(&code(&header.names[*i]).as_str()))
        .filter(|i| !REMARKS.contains(&code(&header.names[*i]).as_str()))
        .collect();
    for &index in &others {
        sink.map(&header.names[index], "qualifier, where it is no total");
    }
    while let Some((line, record)) = rows.next(origin)? {
        if record.iter().all(<[u8]>::is_empty) {
            continue;
        }
        let text = |i: usize| record.get(i).map(|c| String::from_utf8_lossy(c).trim().to_owned()).unwrap_or_default();
        let both = |i: usize| code_and_label(&text(i), label_of(i).map(text));
        let missing = status.is_some_and(|i| MISSING.contains(&both(i).0.as_str()));
        if text(value).is_empty() || text(value) == "NaN" || missing {
            sink.skip("observations without a value");
            continue;
        }
        let mut cells = Cells::default();
        let (_, title) = measure.map_or_else(|| (String::new(), origin.name.to_string()), both);
        let (unit_code, unit_label) = unit_column.map_or_else(Default::default, both);
        let Some((title, unit)) = unit_of(&unit_code, &unit_label, &title) else {
            let column = unit_column.map_or("UNIT_MEASURE", |i| header.names[i].as_str());
            let message = format!(
                "column {column:?}: {unit_code:?} ({unit_label}) is no unit that figcheck knows, expected a currency, a UCUM code \
                 or a name like \"Percent\""
            );
            sink.row(Err(vec![origin.error(line, message)]));
            continue;
        };
        cells.set_measure(&title, &unit);
        if let Some(scale) = mult.map(|i| both(i).0).filter(|s| !s.is_empty()) {
            cells.set("scale", scale);
        }
        cells.set("entity", entity(both(area))).set("period", text(time)).set("value", text(value));
        if let Some(index) = partner.filter(|i| !NOTHING.contains(&both(*i).0.as_str())) {
            cells.set("counterpart", entity(both(index)));
        }
        for &index in &others {
            let (code, label) = both(index);
            if !code.is_empty() && !NOTHING.contains(&code.as_str()) {
                cells.qualify(header.names[index].to_lowercase(), label);
            }
        }
        sink.row(cells.fact(origin, line));
    }
    Ok(())
}

/// The label, or the code where only that is known.
fn entity((code, label): (String, String)) -> String {
    let known = |text: &str| EntityName::parse(text).is_known();
    if known(&label) || !known(&code) { label } else { code }
}

/// Title and unit: by the code, by the label, or by the brackets that end the title.
fn unit_of(code: &str, label: &str, title: &str) -> Option<(String, unit_text::UnitText)> {
    let percent = ["PT", "PC", "PERCENT", "PCT", "PERCENTAGE"].contains(&code) || code.starts_with("PT_");
    let plain = |unit: &str| unit_text::UnitText { unit: unit.to_owned(), ..unit_text::UnitText::default() };
    if percent {
        return Some((title.to_owned(), plain("%")));
    }
    if Unit::currency(code).is_some() {
        return Some((title.to_owned(), plain(code)));
    }
    if let Some((title, unit)) = unit_text::split_title(title) {
        return Some((title.to_owned(), unit));
    }
    if let Some(unit) = unit_text::read(label).or_else(|| unit_text::read(code)) {
        return Some((title.to_owned(), unit));
    }
    let ucum = Unit::parse(code).ok()?;
    Some((title.to_owned(), plain(ucum.code())))
}
