//! The rows together: built once, then only read, by any number of threads.
//!
//! Owns which rows speak of the same thing (vintages, conflicts), and the inverted index over measures and entities that
//! spares a look-up from reading every row. Everything is kept in order, so that the same rows give the same answers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::words::canonical_words;
use super::{EntityName, Fact, MeasureName};
use crate::error::{Error, Result};
use crate::label::{Kind, Modality};
use crate::quantity::{Period, Unit};

/// A measure of one table: the rows that share its name and aliases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MeasureId(u32);

/// A row of one table, in the order of its files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(u32);

/// The reference table. Build it once and share it: every method takes `&self`.
#[derive(Debug, Default)]
pub struct FactTable {
    facts: Vec<Arc<Fact>>,
    /// Beside `facts`: what each row is about, in one form.
    rows: Vec<Row>,
    measures: Vec<Arc<[MeasureName]>>,
    entities: Vec<EntityName>,
    /// Entities by the key of their name.
    by_key: BTreeMap<String, EntityId>,
    by_word: BTreeMap<String, Vec<MeasureId>>,
    /// Rows of a measure and an entity, in order of period.
    by_place: BTreeMap<(MeasureId, EntityId), Vec<RowId>>,
    /// Rows of a measure and a counterpart, likewise.
    by_partner: BTreeMap<(MeasureId, EntityId), Vec<RowId>>,
    by_measure: Vec<Vec<RowId>>,
    by_id: BTreeMap<String, RowId>,
    problems: Vec<String>,
}

#[derive(Debug)]
struct Row {
    measure: MeasureId,
    entity: EntityId,
    counterpart: Option<EntityId>,
    superseded_by: Option<RowId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct EntityId(u32);

/// Qualifier columns that remark on a row without making it a row about something else.
const REMARKS: &[&str] =
    &["note", "notes", "remark", "remarks", "comment", "comments", "misprint", "bound", "table", "page", "quote"];

impl RowId {
    fn index(self) -> usize {
        self.0 as usize
    }
}

impl FactTable {
    /// Builds a table from rows.
    ///
    /// # Errors
    /// If two rows have the same id.
    pub fn new(facts: impl IntoIterator<Item = Fact>) -> Result<Self> {
        Self::of_shared(facts.into_iter().map(Arc::new).collect())
    }

    fn of_shared(facts: Vec<Arc<Fact>>) -> Result<Self> {
        if u32::try_from(facts.len()).is_err() {
            return Err(Error::table(format!("holds {} rows, expected fewer than {}", facts.len(), u32::MAX)));
        }
        let mut table = Self { facts, ..Self::default() };
        let mut names: BTreeMap<(String, Vec<String>), MeasureId> = BTreeMap::new();
        // The same names come back in row after row: each is read once.
        let mut read: BTreeMap<String, EntityId> = BTreeMap::new();
        for (row, fact) in table.rows_in_order().zip(&table.facts) {
            if let Some(&other) = table.by_id.get(&fact.id) {
                let other = &table.facts[other.index()];
                return Err(duplicate(&fact.id, (&fact.table, fact.line), (&other.table, other.line)));
            }
            table.by_id.insert(fact.id.clone(), row);
            let next =
                MeasureId(u32::try_from(table.measures.len()).map_err(|_| Error::table("holds too many measures"))?);
            let measure = *names.entry((fact.measure.clone(), fact.aliases.clone())).or_insert(next);
            if measure == next {
                let all = std::iter::once(&fact.measure).chain(&fact.aliases).map(|n| MeasureName::parse(n)).collect();
                table.measures.push(all);
                table.by_measure.push(Vec::new());
            }
            let (entities, by_key) = (&mut table.entities, &mut table.by_key);
            let mut entity_of = |text: &str| {
                if let Some(&id) = read.get(text) {
                    return Ok(id);
                }
                let name = EntityName::parse(text);
                let next = u32::try_from(entities.len()).map_err(|_| Error::table("holds too many entities"))?;
                let id = *by_key.entry(name.key().to_owned()).or_insert(EntityId(next));
                if id == EntityId(next) {
                    entities.push(name);
                }
                read.insert(text.to_owned(), id);
                Ok(id)
            };
            let entity = entity_of(&fact.entity)?;
            let counterpart = fact.counterpart.as_deref().map(entity_of).transpose()?;
            // A figure "with the world" is the entity's whole figure.
            let counterpart = counterpart.filter(|c| !table.entities[c.0 as usize].is_world());
            table.by_place.entry((measure, entity)).or_default().push(row);
            if let Some(partner) = counterpart {
                table.by_partner.entry((measure, partner)).or_default().push(row);
            }
            table.by_measure[measure.0 as usize].push(row);
            table.rows.push(Row { measure, entity, counterpart, superseded_by: None });
        }
        let facts = &table.facts;
        let order = |list: &mut Vec<RowId>| {
            list.sort_by(|&a, &b| facts[a.index()].period.cmp(&facts[b.index()].period).then(a.cmp(&b)));
        };
        table.by_place.values_mut().for_each(order);
        table.by_partner.values_mut().for_each(order);
        for (index, names) in table.measures.iter().enumerate() {
            let id = MeasureId(u32::try_from(index).unwrap_or(u32::MAX));
            let words: BTreeSet<String> = names.iter().flat_map(MeasureName::index_words).collect();
            for word in words {
                table.by_word.entry(word).or_default().push(id);
            }
        }
        table.settle_vintages();
        Ok(table)
    }

    /// Several tables as one, in order.
    ///
    /// # Errors
    /// If two rows have the same id.
    pub fn merge(tables: impl IntoIterator<Item = Self>) -> Result<Self> {
        Self::of_shared(tables.into_iter().flat_map(|t| t.facts).collect())
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// Whether it has no row at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// Every row, in the order of the files.
    pub fn facts(&self) -> impl Iterator<Item = Arc<Fact>> + '_ {
        self.facts.iter().cloned()
    }

    /// Every row's number, in the order of the files.
    pub fn rows_in_order(&self) -> impl Iterator<Item = RowId> + use<> {
        (0..u32::try_from(self.facts.len()).unwrap_or(u32::MAX)).map(RowId)
    }

    /// A row.
    #[must_use]
    pub fn fact(&self, row: RowId) -> Arc<Fact> {
        self.facts[row.index()].clone()
    }

    /// When a row was measured.
    #[must_use]
    pub fn period(&self, row: RowId) -> Period {
        self.facts[row.index()].period
    }

    /// The row of that name.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<Arc<Fact>> {
        self.by_id.get(id).map(|&row| self.fact(row))
    }

    /// What is odd about the table as a whole, although every row can be read: rows that contradict one another.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// The row that took the place of `row`, because it was published later.
    #[must_use]
    pub fn superseded_by(&self, row: RowId) -> Option<RowId> {
        self.rows[row.index()].superseded_by
    }

    /// The entity of a row, in one form.
    #[must_use]
    pub fn entity(&self, row: RowId) -> &EntityName {
        &self.entities[self.rows[row.index()].entity.0 as usize]
    }

    /// The counterpart of a row, in one form; none for a figure with the whole world.
    #[must_use]
    pub fn counterpart(&self, row: RowId) -> Option<&EntityName> {
        self.rows[row.index()].counterpart.map(|c| &self.entities[c.0 as usize])
    }

    /// The measure of a row.
    #[must_use]
    pub fn measure(&self, row: RowId) -> MeasureId {
        self.rows[row.index()].measure
    }

    /// Every measure, in the order in which the rows first name them.
    pub fn measures(&self) -> impl Iterator<Item = MeasureId> + use<> {
        (0..u32::try_from(self.measures.len()).unwrap_or(u32::MAX)).map(MeasureId)
    }

    /// A measure's own name, as the rows write it.
    #[must_use]
    pub fn measure_text(&self, measure: MeasureId) -> String {
        let first = self.by_measure[measure.0 as usize].first();
        first.map(|row| self.facts[row.index()].measure.clone()).unwrap_or_default()
    }

    /// The names of a measure: its own, then its aliases.
    #[must_use]
    pub fn names(&self, measure: MeasureId) -> Arc<[MeasureName]> {
        self.measures[measure.0 as usize].clone()
    }

    /// The measures that share at least one word, or the direction of flow, with `name`.
    #[must_use]
    pub fn measures_like(&self, name: &MeasureName) -> Vec<MeasureId> {
        let words = name.index_words();
        let ids: BTreeSet<MeasureId> = words.iter().filter_map(|w| self.by_word.get(w)).flatten().copied().collect();
        ids.into_iter().collect()
    }

    /// The rows of a measure, in the order of the files.
    #[must_use]
    pub fn rows_of(&self, measure: MeasureId) -> &[RowId] {
        &self.by_measure[measure.0 as usize]
    }

    /// The rows of a measure whose entity is `entity`, by period.
    #[must_use]
    pub fn rows_at(&self, measure: MeasureId, entity: &EntityName) -> &[RowId] {
        let id = self.by_key.get(entity.key());
        id.and_then(|&id| self.by_place.get(&(measure, id))).map_or(&[], Vec::as_slice)
    }

    /// The rows of a measure whose counterpart is `partner`, by period.
    #[must_use]
    pub fn rows_with(&self, measure: MeasureId, partner: &EntityName) -> &[RowId] {
        let id = self.by_key.get(partner.key());
        id.and_then(|&id| self.by_partner.get(&(measure, id))).map_or(&[], Vec::as_slice)
    }

    /// Of rows about the same thing the one published last is current; equal dates with different values are a problem.
    fn settle_vintages(&mut self) {
        let mut names = Names::default();
        let mut groups: BTreeMap<SameThing, Vec<RowId>> = BTreeMap::new();
        for row in self.rows_in_order() {
            groups.entry(self.thing(row, &mut names)).or_default().push(row);
        }
        for mut group in groups.into_values().filter(|g| g.len() > 1) {
            group.sort_by_key(|&i| (self.facts[i.index()].published, i));
            for (at, &row) in group.iter().enumerate() {
                let published = self.facts[row.index()].published;
                // Undated rows neither supersede nor are superseded: nothing says which came first.
                let later = published.and_then(|date| {
                    group[at + 1..].iter().copied().find(|&i| self.facts[i.index()].published.is_some_and(|p| p > date))
                });
                self.rows[row.index()].superseded_by = later;
            }
            let current: Vec<RowId> =
                group.into_iter().filter(|&i| self.rows[i.index()].superseded_by.is_none()).collect();
            if let Some((&first, rest)) = current.split_first() {
                for &other in rest.iter().filter(|&&i| self.facts[i.index()].value != self.facts[first.index()].value) {
                    self.problems.push(contradiction(&self.facts[first.index()], &self.facts[other.index()]));
                }
            }
        }
    }

    fn thing(&self, row: RowId, names: &mut Names) -> SameThing {
        let (fact, row) = (&self.facts[row.index()], &self.rows[row.index()]);
        let days = |p: Period| (p.start(), p.end());
        let remark = |name: &str| REMARKS.contains(&name.to_lowercase().as_str());
        SameThing {
            measure: names.id(&fact.measure),
            entity: row.entity,
            counterpart: row.counterpart,
            of: fact.of.as_deref().map(|of| names.id(of)),
            period: days(fact.period),
            base: fact.base_period.map(days),
            unit: fact.unit.clone(),
            kind: fact.kind,
            modality: fact.modality,
            qualifiers: fact.qualifiers.iter().filter(|(name, _)| !remark(name)).cloned().collect(),
        }
    }
}

/// Names of measures by number, equal where their words are.
#[derive(Default)]
struct Names {
    read: BTreeMap<String, usize>,
    words: BTreeMap<Vec<String>, usize>,
}

impl Names {
    fn id(&mut self, name: &str) -> usize {
        if let Some(&id) = self.read.get(name) {
            return id;
        }
        let next = self.words.len();
        let id = *self.words.entry(canonical_words(name)).or_insert(next);
        self.read.insert(name.to_owned(), id);
        id
    }
}

/// What makes two rows rows about the same thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct SameThing {
    measure: usize,
    entity: EntityId,
    counterpart: Option<EntityId>,
    of: Option<usize>,
    period: (Date, Date),
    base: Option<(Date, Date)>,
    unit: Unit,
    kind: Kind,
    modality: Modality,
    qualifiers: Vec<(String, String)>,
}

fn contradiction(a: &Fact, b: &Fact) -> String {
    let published = a.published.map_or_else(|| "undated".to_owned(), |d| format!("both published {d}"));
    format!(
        "rows {} and {} say {} and {} {} of the same thing ({} of {}, {}; {published}): neither is taken for the later one",
        a.id, b.id, a.value, b.value, a.unit, a.measure, a.entity, a.period,
    )
}

fn duplicate(id: &str, (table, line): (&str, usize), (first, first_line): (&str, usize)) -> Error {
    let message =
        format!("column \"id\": {id:?} is also the id of {first}:{first_line}, expected an id of its own for each row");
    Error::table(message).at_path(table).at_line(line)
}

/// Takes the rows out whose id an earlier row has; an error for each.
pub(super) fn take_duplicates(facts: &mut Vec<Fact>) -> Vec<Error> {
    let mut seen: BTreeMap<String, (Arc<str>, usize)> = BTreeMap::new();
    let mut errors = Vec::new();
    let mut kept = Vec::with_capacity(facts.len());
    for fact in facts.drain(..) {
        if let Some((table, line)) = seen.get(&fact.id) {
            errors.push(duplicate(&fact.id, (&fact.table, fact.line), (table, *line)));
        } else {
            seen.insert(fact.id.clone(), (fact.table.clone(), fact.line));
            kept.push(fact);
        }
    }
    *facts = kept;
    errors
}

#[cfg(test)]
mod tests;
