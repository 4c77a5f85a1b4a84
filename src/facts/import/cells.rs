//! The cells of one fact on their way from a publisher's row to the contract's columns.

use super::number_text;
use super::period_text;
use super::unit_text::UnitText;
use crate::error::Error;
use crate::facts::Fact;
use crate::facts::row::{self, Origin};

/// Cells by the names of the contract's columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Cells {
    cells: Vec<(&'static str, String)>,
    qualifiers: Vec<(String, String)>,
}

impl Cells {
    /// Sets a column; an empty text leaves it unset.
    pub(super) fn set(&mut self, column: &'static str, text: impl Into<String>) -> &mut Self {
        let text = text.into();
        let text = text.trim();
        self.cells.retain(|(name, _)| *name != column);
        if !text.is_empty() {
            self.cells.push((column, text.to_owned()));
        }
        self
    }

    /// Adds a qualifier.
    pub(super) fn qualify(&mut self, name: impl Into<String>, text: impl Into<String>) -> &mut Self {
        let (name, text) = (name.into(), text.into());
        self.qualifiers.retain(|(n, _)| *n != name);
        self.qualifiers.push((name, text));
        self
    }

    pub(super) fn get(&self, column: &str) -> Option<&str> {
        self.cells.iter().find(|(name, _)| *name == column).map(|(_, text)| text.as_str())
    }

    /// Measure, unit, scale, kind, whole and qualifiers as a title and its unit say them.
    pub(super) fn set_measure(&mut self, title: &str, unit: &UnitText) -> &mut Self {
        let mut measure = title.trim().to_owned();
        for word in &unit.words {
            if !measure.to_lowercase().contains(word) {
                measure = format!("{measure}, {word}");
            }
        }
        self.set("measure", measure).set("unit", unit.unit.clone());
        if unit.scale != 0 {
            self.set("scale", unit.scale.to_string());
        }
        if let Some(kind) = unit.kind {
            self.set("kind", kind.as_str());
        }
        if let Some(of) = &unit.of {
            self.set("of", of.clone());
        }
        for (name, text) in &unit.qualifiers {
            self.qualify(*name, text.clone());
        }
        for (name, text) in &unit.given {
            self.qualify(name.clone(), text.clone());
        }
        self
    }

    /// The fact that the cells make at a line of a table.
    ///
    /// # Errors
    /// One for every bad cell.
    pub(super) fn fact(&self, origin: &Origin, line: usize) -> Result<Fact, Vec<Error>> {
        let value = self.get("value").map(number_text::plain);
        let period = self.get("period").map(period_text::plain);
        let cell = |column: &str| match column {
            "value" => value.as_deref(),
            "period" => period.as_deref(),
            other => self.get(other),
        };
        row::read(origin, line, cell, self.qualifiers.clone())
    }
}
