//! Where importers put what they read, and what is said of an import when it is done.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::facts::Fact;
use crate::facts::row::Origin;
use crate::quantity::Period;

/// Errors that are kept; more are only counted, so that a bad file of millions of rows takes no memory.
const MOST_ERRORS: usize = 1000;

/// Takes facts and bad rows.
pub(in crate::facts) struct Sink<'a> {
    pub(super) origin: &'a Origin,
    keep: &'a mut dyn FnMut(Fact),
    import: Import,
    measures: BTreeMap<String, usize>,
    entities: BTreeMap<String, usize>,
}

/// What an import read, and how.
#[derive(Debug, Default)]
pub struct Import {
    /// The name of the table's format.
    pub format: &'static str,
    /// What became of the columns, in their order: the column, and what it was taken for.
    pub columns: Vec<(String, String)>,
    /// Facts read.
    pub facts: usize,
    /// How many different measures they have.
    pub measures: usize,
    /// How many different entities.
    pub entities: usize,
    /// From the first to the last period.
    pub periods: Option<(Period, Period)>,
    /// Cells and rows that hold no fact and are no error, by reason: empty cells, places that are not known.
    pub skipped: BTreeMap<String, usize>,
    /// Rows that could not be read.
    pub bad_rows: usize,
    /// What was wrong with them: the first thousand errors.
    pub bad: Vec<Error>,
}

impl<'a> Sink<'a> {
    pub(super) fn new(origin: &'a Origin, keep: &'a mut dyn FnMut(Fact)) -> Self {
        Self { origin, keep, import: Import::default(), measures: BTreeMap::new(), entities: BTreeMap::new() }
    }

    /// Says what a column was taken for.
    pub(super) fn map(&mut self, column: impl Into<String>, becomes: impl Into<String>) {
        self.import.columns.push((column.into(), becomes.into()));
    }

    /// Takes a row.
    pub(super) fn row(&mut self, row: Result<Fact, Vec<Error>>) {
        match row {
            Ok(fact) => {
                count(&mut self.measures, &fact.measure);
                count(&mut self.entities, &fact.entity);
                let (first, last) = self.import.periods.unwrap_or((fact.period, fact.period));
                self.import.periods = Some((first.min(fact.period), last.max(fact.period)));
                self.import.facts += 1;
                (self.keep)(fact);
            }
            Err(errors) => {
                self.import.bad_rows += 1;
                let room = MOST_ERRORS.saturating_sub(self.import.bad.len());
                self.import.bad.extend(errors.into_iter().take(room));
            }
        }
    }

    /// Counts a row that is bad for a reason that another row's error has told already.
    pub(super) fn bad_again(&mut self) {
        self.import.bad_rows += 1;
    }

    /// Takes what holds no fact.
    pub(super) fn skip(&mut self, why: &str) {
        count(&mut self.import.skipped, why);
    }

    pub(super) fn finish(mut self, format: &'static str) -> Import {
        self.import.format = format;
        self.import.measures = self.measures.len();
        self.import.entities = self.entities.len();
        self.import
    }
}

fn count(counts: &mut BTreeMap<String, usize>, key: &str) {
    if let Some(n) = counts.get_mut(key) {
        *n += 1;
    } else {
        counts.insert(key.to_owned(), 1);
    }
}
