//! Writing facts by the contract's columns, so that what one table says can be read as another.

use std::collections::BTreeSet;
use std::io::Write;

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::Fact;
use super::row::{OPTIONAL, REQUIRED};
use crate::error::{Error, Result};
use crate::label::{Kind, Modality};

/// How facts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteFormat {
    /// CSV with a header.
    Csv,
    /// JSON lines.
    JsonLines,
}

/// Writes facts one by one.
pub struct FactWriter<W: Write> {
    inner: Inner<W>,
}

enum Inner<W: Write> {
    Csv { writer: Box<csv::Writer<W>>, qualifiers: Vec<String> },
    JsonLines(W),
}

impl<W: Write> std::fmt::Debug for FactWriter<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FactWriter").finish_non_exhaustive()
    }
}

impl<W: Write> FactWriter<W> {
    /// A writer; in CSV the names of all qualifiers must be known before the first row.
    ///
    /// # Errors
    /// If the header cannot be written.
    pub fn new(out: W, format: WriteFormat, qualifiers: &BTreeSet<String>) -> Result<Self> {
        let inner = match format {
            WriteFormat::JsonLines => Inner::JsonLines(out),
            WriteFormat::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                let qualifiers: Vec<String> = qualifiers.iter().cloned().collect();
                let header = REQUIRED.iter().chain(OPTIONAL).copied().chain(qualifiers.iter().map(String::as_str));
                writer.write_record(header).map_err(failed)?;
                Inner::Csv { writer: Box::new(writer), qualifiers }
            }
        };
        Ok(Self { inner })
    }

    /// Writes a fact.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&mut self, fact: &Fact) -> Result<()> {
        match &mut self.inner {
            Inner::Csv { writer, qualifiers } => {
                let columns = REQUIRED.iter().chain(OPTIONAL).map(|column| cell(fact, column));
                let extra = qualifiers.iter().map(|name| {
                    let found = fact.qualifiers.iter().find(|(n, _)| n == name);
                    found.map(|(_, text)| text.clone()).unwrap_or_default()
                });
                writer.write_record(columns.chain(extra)).map_err(failed)
            }
            Inner::JsonLines(out) => {
                let mut object = Map::new();
                for column in REQUIRED.iter().chain(OPTIONAL) {
                    let text = cell(fact, column);
                    if !text.is_empty() {
                        object.insert((*column).to_owned(), Value::String(text));
                    }
                }
                for (name, text) in &fact.qualifiers {
                    object.insert(name.clone(), Value::String(text.clone()));
                }
                writeln!(out, "{}", Value::Object(object)).map_err(|e| Error::io("<output>", e))
            }
        }
    }

    /// Writes what is still held back, and gives the output back.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(self) -> Result<W> {
        match self.inner {
            Inner::Csv { writer, .. } => {
                writer.into_inner().map_err(|e| Error::table(format!("cannot be written: {}", e.error())))
            }
            Inner::JsonLines(out) => Ok(out),
        }
    }
}

fn failed(error: csv::Error) -> Error {
    let message = format!("cannot be written: {error}");
    match error.into_kind() {
        csv::ErrorKind::Io(source) => Error::io("<output>", source),
        _ => Error::table(message),
    }
}

/// A column of a fact as text; empty where it says no more than the default.
fn cell(fact: &Fact, column: &str) -> String {
    let text = |t: &Option<_>| t.as_deref().map(str::to_owned).unwrap_or_default();
    let (digits, scale) = digits(fact);
    match column {
        "measure" => fact.measure.clone(),
        "entity" => fact.entity.clone(),
        "period" => fact.period.to_string(),
        "value" => digits,
        "unit" => fact.unit.code().to_owned(),
        "kind" if fact.kind != Kind::Level => fact.kind.as_str().to_owned(),
        "scale" if scale != 0 => scale.to_string(),
        "base_period" => fact.base_period.map(|p| p.to_string()).unwrap_or_default(),
        "counterpart" => text(&fact.counterpart),
        "of" => text(&fact.of),
        "modality" if fact.modality != Modality::Actual => fact.modality.as_str().to_owned(),
        "aliases" => fact.aliases.join("|"),
        "id" => fact.id.clone(),
        "source" => text(&fact.source),
        "url" => text(&fact.url),
        "published" => fact.published.map(|d| d.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

/// The written digits again, as value and power of ten: their number is the precision of the fact.
fn digits(fact: &Fact) -> (String, u32) {
    let resolution = fact.resolution.normalize();
    if resolution.is_zero() || resolution < Decimal::ONE {
        let mut value = fact.value;
        value.rescale(resolution.scale());
        return (value.to_string(), 0);
    }
    let mut scale = 0;
    let mut size = Decimal::ONE;
    while size < resolution && scale < 28 {
        size *= Decimal::TEN;
        scale += 1;
    }
    let value = fact.value.checked_div(size).unwrap_or(fact.value);
    (value.normalize().to_string(), scale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{BadRows, FactTable};

    const TABLE: &str = "measure,entity,period,value,unit,kind,scale,of,published,note\n\
        \"exports, total\",China,2024,7.50,USD,,12,,2025-01-31,\"a \"\"note\"\"\"\n\
        share of trade,ASEAN,2025-01/2025-11,16.60,%,share,,trade,,\n\
        population,France,2020,-5,{person},,-2,,,\n";

    #[test]
    fn what_is_written_is_read_as_the_same_facts() {
        let read = |name: &str, bytes: &[u8]| FactTable::from_csv(name, bytes, BadRows::Refuse).unwrap().table;
        let table = read("t.csv", TABLE.as_bytes());
        for (format, name) in [(WriteFormat::Csv, "u.csv"), (WriteFormat::JsonLines, "u.jsonl")] {
            let names = BTreeSet::from(["note".to_owned()]);
            let mut writer = FactWriter::new(Vec::new(), format, &names).unwrap();
            for fact in table.facts() {
                writer.write(&fact).unwrap();
            }
            let again = read(name, &writer.finish().unwrap());
            assert_eq!(again.len(), table.len());
            for (a, b) in table.facts().zip(again.facts()) {
                let mut b = Fact::clone(&b);
                (b.table, b.line) = (a.table.clone(), a.line);
                assert_eq!(*a, b, "{name}");
            }
        }
    }
}
