//! The rows together: built once, then only read, by any number of threads.
//!
//! A table is one or more segments of the [`super::store`]: rows that were read from files are one in memory, each
//! index is one of its own. Here their numbers are made one, and what only shows across segments is settled: ids that two
//! have, and vintages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, LazyLock};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::store::{self, Builder, Built, NONE, Segment};
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

/// A series of one table: the rows about the same thing at different times, in one unit, kind and modality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesId(u32);

/// What the rows of a series have in common.
#[derive(Clone, Copy, Debug)]
pub struct Series<'t> {
    /// Of whom or where.
    pub entity: &'t EntityName,
    /// The partner of a bilateral figure; none for a figure with the whole world.
    pub counterpart: Option<&'t EntityName>,
    /// The unit.
    pub unit: &'t Unit,
    /// The kind of magnitude.
    pub kind: Kind,
    /// Measured, expected or aimed for.
    pub modality: Modality,
}

/// A row of a series, without its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Observation {
    /// Which row.
    pub row: RowId,
    /// When.
    pub period: Period,
    /// Against when, where the row says so.
    pub base_period: Option<Period>,
    /// The row that took its place, because it was published later.
    pub superseded_by: Option<RowId>,
}

/// The reference table. Build it once and share it: every method takes `&self`.
#[derive(Debug, Default)]
pub struct FactTable {
    parts: Vec<Part>,
    /// Rows whose successor, or lack of one, only shows across segments.
    later: BTreeMap<RowId, Option<RowId>>,
    problems: Vec<(RowId, RowId)>,
}

/// A segment, and how many of each kind stand in those before it.
#[derive(Debug)]
struct Part {
    segment: Segment,
    rows: u32,
    measures: u32,
    series: u32,
}

/// The most measures that one name is held against.
const MOST_ALIKE: usize = 32;

/// What a read of a damaged index gives.
static NOBODY: LazyLock<EntityName> = LazyLock::new(|| EntityName::parse(""));

fn unreadable() -> Fact {
    Fact {
        id: String::new(),
        measure: String::new(),
        aliases: Vec::new(),
        entity: String::new(),
        counterpart: None,
        of: None,
        period: no_period(),
        base_period: None,
        value: Decimal::ZERO,
        resolution: Decimal::ZERO,
        unit: Unit::one(),
        kind: Kind::Rank,
        modality: Modality::Target,
        source: None,
        url: None,
        published: None,
        qualifiers: Vec::new(),
        table: "".into(),
        line: 0,
    }
}

/// A day that no table speaks of.
fn no_period() -> Period {
    static FIRST: LazyLock<Option<Period>> = LazyLock::new(|| Period::day_of(Date::constant(1, 1, 1)));
    FIRST.unwrap_or_else(|| unreachable!("the first of January of the year 1 is a day"))
}

impl FactTable {
    /// Builds a table from rows.
    ///
    /// # Errors
    /// If two rows have the same id.
    pub fn new(facts: impl IntoIterator<Item = Fact>) -> Result<Self> {
        let mut builder = Builder::new(std::env::temp_dir());
        for fact in facts {
            builder.push(&fact)?;
        }
        let (table, duplicates) = Self::of_builder(builder)?;
        duplicates.into_iter().next().map_or(Ok(table), Err)
    }

    /// The table that a builder has taken, and an error for every row that is left out because its id is another's.
    pub(super) fn of_builder(builder: Builder) -> Result<(Self, Vec<Error>)> {
        let failed = |e| Error::io(std::env::temp_dir(), e);
        let mut built: Built<Vec<u8>> = builder.finish(Vec::new(), &mut |_, _| {}).map_err(failed)?;
        let duplicates = std::mem::take(&mut built.errors);
        Ok((Self::of_segments(vec![Segment::new(built)])?, duplicates))
    }

    /// Opens an index that `figcheck facts index` wrote. Only its start and end are read, however big it is; what is
    /// damaged elsewhere is met when it is read, see [`FactTable::damage`].
    ///
    /// # Errors
    /// If it cannot be read, is no index, of another version, cut short, or its directory is damaged.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        Self::of_segments(vec![Segment::open(path.as_ref())?])
    }

    fn of_segments(segments: Vec<Segment>) -> Result<Self> {
        let mut table = Self::default();
        let (mut rows, mut measures, mut series) = (0_u32, 0_u32, 0_u32);
        for segment in segments {
            let (r, m, s) = (segment.rows(), segment.measures(), segment.all_series());
            table.parts.push(Part { segment, rows, measures, series });
            let sum = |a: u32, b: u32| {
                let sum = a.checked_add(b).filter(|&n| n < NONE);
                sum.ok_or_else(|| Error::table(format!("holds too many rows, expected fewer than {NONE}")))
            };
            (rows, measures, series) = (sum(rows, r)?, sum(measures, m)?, sum(series, s)?);
        }
        if table.parts.len() > 1 {
            table.refuse_duplicates()?;
            table.settle_vintages();
        }
        Ok(table)
    }

    /// Several tables as one, in order, indexes last.
    ///
    /// # Errors
    /// If two rows have the same id.
    pub fn merge(tables: impl IntoIterator<Item = Self>) -> Result<Self> {
        let mut tables: Vec<Self> = tables.into_iter().filter(|t| !t.parts.is_empty()).collect();
        if tables.len() < 2 {
            return Ok(tables.pop().unwrap_or_default());
        }
        let (files, memory): (Vec<Segment>, Vec<Segment>) =
            tables.into_iter().flat_map(|t| t.parts).map(|p| p.segment).partition(Segment::is_file);
        let mut segments = Vec::new();
        if memory.len() > 1 {
            let all = memory.iter().flat_map(|segment| (0..segment.rows()).filter_map(|row| segment.fact(row)));
            segments.extend(Self::new(all)?.parts.into_iter().map(|p| p.segment));
        } else {
            segments.extend(memory);
        }
        segments.extend(files);
        Self::of_segments(segments)
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.row_count() as usize
    }

    fn row_count(&self) -> u32 {
        self.parts.last().map_or(0, |p| p.rows + p.segment.rows())
    }

    /// Whether it has no row at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.row_count() == 0
    }

    /// Every row, in the order of the files.
    pub fn facts(&self) -> impl Iterator<Item = Arc<Fact>> + '_ {
        self.rows_in_order().map(|row| self.fact(row))
    }

    /// Every row's number, in the order of the files.
    pub fn rows_in_order(&self) -> impl Iterator<Item = RowId> + use<> {
        (0..self.row_count()).map(RowId)
    }

    /// The part that a number belongs to, and its number there.
    fn part(&self, number: u32, before: impl Fn(&Part) -> u32) -> Option<(&Part, u32)> {
        let at = self.parts.partition_point(|p| before(p) <= number).checked_sub(1)?;
        let part = self.parts.get(at)?;
        Some((part, number - before(part)))
    }

    fn at_row(&self, row: RowId) -> Option<(&Part, u32)> {
        self.part(row.0, |p| p.rows)
    }

    fn at_measure(&self, measure: MeasureId) -> Option<(&Part, u32)> {
        self.part(measure.0, |p| p.measures)
    }

    fn at_series(&self, series: SeriesId) -> Option<(&Part, u32)> {
        self.part(series.0, |p| p.series)
    }

    /// A row. Of a damaged index it may be one that says nothing at all: see [`FactTable::damage`].
    #[must_use]
    pub fn fact(&self, row: RowId) -> Arc<Fact> {
        Arc::new(self.try_fact(row).unwrap_or_else(unreadable))
    }

    /// A row; none where the index is damaged.
    pub(crate) fn try_fact(&self, row: RowId) -> Option<Fact> {
        let (part, row) = self.at_row(row)?;
        part.segment.fact(row)
    }

    /// When a row was measured.
    #[must_use]
    pub fn period(&self, row: RowId) -> Period {
        let period = self.at_row(row).and_then(|(part, row)| part.segment.period(row));
        period.unwrap_or_else(no_period)
    }

    /// When a row was published.
    #[must_use]
    pub fn published(&self, row: RowId) -> Option<Date> {
        let (part, row) = self.at_row(row)?;
        part.segment.published(row)
    }

    /// The row of that name.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<Arc<Fact>> {
        self.parts.iter().find_map(|p| p.segment.fact(p.segment.get(id)?)).map(Arc::new)
    }

    /// What is odd about the table as a whole, although every row can be read: rows that contradict one another.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        let own =
            self.parts.iter().flat_map(|p| p.segment.problems().map(|(a, b)| (RowId(p.rows + a), RowId(p.rows + b))));
        let current = |row: RowId| !self.later.get(&row).is_some_and(Option::is_some);
        let all = own.filter(|(a, b)| current(*a) && current(*b)).chain(self.problems.iter().copied());
        all.filter_map(|(a, b)| Some(contradiction(&self.try_fact(a)?, &self.try_fact(b)?))).collect()
    }

    /// How many contradictions there are.
    #[must_use]
    pub fn problem_count(&self) -> usize {
        self.parts.iter().map(|p| p.segment.problems().count()).sum::<usize>() + self.problems.len()
    }

    /// What reading has met of damage so far. Rows that cannot be read are left out of every answer, so a run whose table
    /// is damaged has failed, whatever it found.
    #[must_use]
    pub fn damage(&self) -> Option<Error> {
        self.parts.iter().find_map(|p| p.segment.damage())
    }

    /// Checks every checksum of its indexes, and that every row, series and name can be read; `done` is told how much of
    /// how much is checked.
    pub fn verify(&self, done: &mut dyn FnMut(u64, u64)) -> Vec<Error> {
        self.parts.iter().flat_map(|p| p.segment.verify(done)).collect()
    }

    /// The row that took the place of `row`, because it was published later.
    #[must_use]
    pub fn superseded_by(&self, row: RowId) -> Option<RowId> {
        if let Some(later) = self.later.get(&row) {
            return *later;
        }
        let (part, local) = self.at_row(row)?;
        part.segment.later(local).map(|later| RowId(part.rows + later))
    }

    /// The entity of a row, in one form.
    #[must_use]
    pub fn entity(&self, row: RowId) -> &EntityName {
        let found = self.series_of_row(row).and_then(|id| self.series(id));
        found.map_or(&NOBODY, |series| series.entity)
    }

    /// The counterpart of a row, in one form; none for a figure with the whole world.
    #[must_use]
    pub fn counterpart(&self, row: RowId) -> Option<&EntityName> {
        self.series(self.series_of_row(row)?)?.counterpart
    }

    /// The series of a row; none where the index is damaged.
    #[must_use]
    pub fn series_of_row(&self, row: RowId) -> Option<SeriesId> {
        let (part, row) = self.at_row(row)?;
        Some(SeriesId(part.series + part.segment.series_of_row(row)?))
    }

    /// What the rows of a series have in common; none where the index is damaged.
    #[must_use]
    pub fn series(&self, series: SeriesId) -> Option<Series<'_>> {
        let (part, local) = self.at_series(series)?;
        let series = part.segment.series(local)?;
        Some(Series {
            entity: part.segment.entity(series.entity),
            counterpart: (series.counterpart != NONE).then(|| part.segment.entity(series.counterpart)),
            unit: part.segment.unit(series.unit)?,
            kind: series.kind,
            modality: series.modality,
        })
    }

    /// The series that hold rows of a measure.
    #[must_use]
    pub fn series_of(&self, measure: MeasureId) -> Vec<SeriesId> {
        self.numbered(measure, |segment, id| segment.series_of(id, None))
    }

    /// The series that hold rows of a measure and an entity.
    #[must_use]
    pub fn series_at(&self, measure: MeasureId, entity: &EntityName) -> Vec<SeriesId> {
        self.numbered(measure, |segment, id| {
            segment.entity_of(entity).map(|entity| segment.series_of(id, Some(entity))).unwrap_or_default()
        })
    }

    /// The series that hold rows of a measure and a counterpart.
    #[must_use]
    pub fn series_with(&self, measure: MeasureId, partner: &EntityName) -> Vec<SeriesId> {
        self.numbered(measure, |segment, id| {
            segment.entity_of(partner).map(|partner| segment.series_with(id, partner)).unwrap_or_default()
        })
    }

    fn numbered(&self, measure: MeasureId, find: impl Fn(&Segment, u32) -> Vec<u32>) -> Vec<SeriesId> {
        let Some((part, id)) = self.at_measure(measure) else { return Vec::new() };
        let mut series = find(&part.segment, id);
        series.retain(|&s| s < part.segment.all_series());
        series.into_iter().map(|s| SeriesId(part.series + s)).collect()
    }

    /// The rows of a series that belong to a measure, by period and date of publication.
    #[must_use]
    pub fn observations(&self, series: SeriesId, measure: MeasureId) -> Vec<Observation> {
        self.observed(series, measure, |part, series, measure| part.segment.observations(series, Some(measure)))
    }

    /// Of the rows of a series and a measure those that overlap a period, and of the others at most so many, the nearest
    /// in time.
    #[must_use]
    pub fn observations_near(
        &self,
        series: SeriesId,
        measure: MeasureId,
        period: &Period,
        most: usize,
    ) -> Vec<Observation> {
        let read = |part: &Part, series: &store::Series, measure| {
            part.segment.observations_near(series, Some(measure), period, most)
        };
        self.observed(series, measure, read)
    }

    fn observed(
        &self,
        series: SeriesId,
        measure: MeasureId,
        read: impl FnOnce(&Part, &store::Series, u32) -> Vec<store::Observation>,
    ) -> Vec<Observation> {
        let (Some((part, series)), Some((_, measure))) = (self.at_series(series), self.at_measure(measure)) else {
            return Vec::new();
        };
        let Some(series) = part.segment.series(series) else { return Vec::new() };
        let number = |row: u32| RowId(part.rows + row);
        let observed = |o: store::Observation| {
            let row = number(o.row);
            let later = if self.later.is_empty() { None } else { self.later.get(&row).copied() };
            Observation {
                row,
                period: o.period,
                base_period: o.base,
                superseded_by: later.unwrap_or_else(|| o.later.map(number)),
            }
        };
        read(part, &series, measure).into_iter().map(observed).collect()
    }

    /// The first row of a series that belongs to a measure.
    #[must_use]
    pub fn first_row(&self, series: SeriesId, measure: MeasureId) -> Option<RowId> {
        let (part, series) = self.at_series(series)?;
        let (_, measure) = self.at_measure(measure)?;
        Some(RowId(part.rows + part.segment.first_row(&part.segment.series(series)?, measure)?))
    }

    /// The measure of a row.
    #[must_use]
    pub fn measure(&self, row: RowId) -> MeasureId {
        let found = self.at_row(row).and_then(|(p, row)| Some(p.measures + p.segment.measure_of_row(row)?));
        MeasureId(found.unwrap_or(NONE))
    }

    /// Every measure, in the order in which the rows first name them.
    pub fn measures(&self) -> impl Iterator<Item = MeasureId> + use<> {
        (0..self.parts.last().map_or(0, |p| p.measures + p.segment.measures())).map(MeasureId)
    }

    /// A measure's own name, as the rows write it.
    #[must_use]
    pub fn measure_text(&self, measure: MeasureId) -> String {
        let text = self.at_measure(measure).and_then(|(part, id)| part.segment.measure_text(id));
        text.unwrap_or_default().to_owned()
    }

    /// The names of a measure: its own, then its aliases.
    #[must_use]
    pub fn names(&self, measure: MeasureId) -> Arc<[MeasureName]> {
        let found = self.at_measure(measure).filter(|(part, id)| *id < part.segment.measures());
        found.map_or_else(|| Arc::from([]), |(part, id)| part.segment.names(id).clone())
    }

    /// The measures that share words, or the direction of flow, with `name`, in order.
    ///
    /// All of them if they are no more than 32; else the 32 whose best name shares most: the weight of the words in
    /// common in that of all words of both, where a word weighs the more the fewer names have it. So a word such as
    /// "total", which thousands of names have, brings none of them in beside those that share more.
    #[must_use]
    pub fn measures_like(&self, name: &MeasureName) -> Vec<MeasureId> {
        self.measures_sharing(name, MOST_ALIKE)
    }

    /// As [`FactTable::measures_like`], with another limit.
    pub(super) fn measures_sharing(&self, name: &MeasureName, most: usize) -> Vec<MeasureId> {
        let mut words = name.index_words();
        words.sort();
        words.dedup();
        let mut found: Vec<(MeasureId, f32)> = Vec::new();
        for part in &self.parts {
            let alike = part.segment.alike(&words, most);
            found.extend(alike.into_iter().map(|(id, score)| (MeasureId(part.measures + id), score)));
        }
        if found.len() > most {
            found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            found.truncate(most);
        }
        let mut ids: Vec<MeasureId> = found.into_iter().map(|(id, _)| id).collect();
        ids.sort_unstable();
        ids
    }

    /// The measures that have exactly this name, as their own or an alias; none for a name of no words.
    #[must_use]
    pub fn measures_named(&self, name: &MeasureName) -> Vec<MeasureId> {
        if name.is_empty() {
            return Vec::new();
        }
        let named =
            |p: &Part| p.segment.named(name).into_iter().map(|id| MeasureId(p.measures + id)).collect::<Vec<_>>();
        let mut ids: Vec<MeasureId> = self.parts.iter().flat_map(named).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// How many rows a measure has.
    #[must_use]
    pub fn row_count_of(&self, measure: MeasureId) -> usize {
        self.at_measure(measure).map_or(0, |(part, id)| part.segment.row_count_of(id))
    }

    /// The rows of a measure, in the order of the files.
    #[must_use]
    pub fn rows_of(&self, measure: MeasureId) -> Vec<RowId> {
        let mut rows: Vec<RowId> = self.rows_in(measure, self.series_of(measure)).map(|(_, row)| row).collect();
        rows.sort_unstable();
        rows
    }

    /// The rows of a measure whose entity is `entity`, by period.
    #[must_use]
    pub fn rows_at(&self, measure: MeasureId, entity: &EntityName) -> Vec<RowId> {
        let mut rows: Vec<(Period, RowId)> = self.rows_in(measure, self.series_at(measure, entity)).collect();
        rows.sort_unstable();
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// The rows of a measure whose counterpart is `partner`, by period.
    #[must_use]
    pub fn rows_with(&self, measure: MeasureId, partner: &EntityName) -> Vec<RowId> {
        let mut rows: Vec<(Period, RowId)> = self.rows_in(measure, self.series_with(measure, partner)).collect();
        rows.sort_unstable();
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn rows_in(&self, measure: MeasureId, series: Vec<SeriesId>) -> impl Iterator<Item = (Period, RowId)> + '_ {
        series.into_iter().flat_map(move |s| self.observations(s, measure)).map(|o| (o.period, o.row))
    }

    /// What the table holds, counted.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = Totals { rows: self.len(), ..Totals::default() };
        for part in &self.parts {
            let segment = &part.segment;
            let count = |into: &mut BTreeMap<String, u64>, from: &mut dyn Iterator<Item = (&str, u64)>| {
                for (text, rows) in from.filter(|(_, rows)| *rows > 0) {
                    *into.entry(text.to_owned()).or_default() += rows;
                }
            };
            count(&mut totals.measures, &mut segment.counted_measures());
            count(&mut totals.entities, &mut segment.counted_entities());
            count(&mut totals.units, &mut segment.counted_units());
            count(&mut totals.sources, &mut segment.counted_sources());
            if let Some(own) = segment.totals() {
                totals.superseded += own.superseded as usize;
                let (first, last) = totals.periods.or(own.periods).map_or((None, None), |(a, b)| (Some(a), Some(b)));
                let (own_first, own_last) = own.periods.map_or((None, None), |(a, b)| (Some(a), Some(b)));
                totals.periods = first.into_iter().chain(own_first).min().zip(last.into_iter().chain(own_last).max());
            }
        }
        // What only shows across segments.
        let within = |row: RowId| self.at_row(row).is_some_and(|(part, row)| part.segment.later(row).is_some());
        totals.superseded += self.later.iter().filter(|(row, later)| later.is_some() && !within(**row)).count();
        totals
    }

    /// The segments, all but the biggest first.
    fn by_size(&self) -> Vec<&Part> {
        let mut parts: Vec<&Part> = self.parts.iter().collect();
        parts.sort_by_key(|p| p.segment.rows());
        parts
    }

    fn refuse_duplicates(&self) -> Result<()> {
        let parts = self.by_size();
        for (at, part) in parts.iter().enumerate() {
            for (hash, row) in part.segment.ids() {
                for other in &parts[at + 1..] {
                    for there in other.segment.with_id_hash(hash) {
                        let (Some(a), Some(b)) = (part.segment.fact(row), other.segment.fact(there)) else { continue };
                        if a.id == b.id {
                            let (first, second) = if part.rows < other.rows { (&a, &b) } else { (&b, &a) };
                            return Err(store::duplicate(
                                &a.id,
                                (&second.table, second.line),
                                (&first.table, first.line),
                            ));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Of rows about the same thing in several segments the one published last is current too.
    fn settle_vintages(&mut self) {
        type Dated = (Option<Date>, RowId, Option<Decimal>);
        let mut later = BTreeMap::new();
        let mut problems = Vec::new();
        let mut settled = BTreeSet::new();
        let parts = self.by_size();
        let smaller = parts.len().saturating_sub(1);
        for (at, part) in parts.iter().enumerate().take(smaller) {
            for (thing, _) in part.segment.things() {
                let shared = parts[at + 1..].iter().any(|p| !p.segment.series_like(thing).is_empty());
                if !shared || !settled.insert(thing) {
                    continue;
                }
                let mut groups: BTreeMap<_, Vec<Dated>> = BTreeMap::new();
                for part in &parts[at..] {
                    for series in part.segment.series_like(thing) {
                        let Some(series) = part.segment.series(series) else { continue };
                        for o in part.segment.observations(&series, None) {
                            let days = |p: Period| (p.start(), p.end());
                            let dated =
                                (part.segment.published(o.row), RowId(part.rows + o.row), part.segment.value(o.row));
                            groups.entry((days(o.period), o.base.map(days))).or_default().push(dated);
                        }
                    }
                }
                for mut group in groups.into_values().filter(|g| g.len() > 1) {
                    group.sort_unstable();
                    let newest = group.last().and_then(|g| g.0);
                    for &(date, row, _) in &group {
                        let next = date.and_then(|date| group.iter().find(|other| other.0 > Some(date)));
                        later.insert(row, next.map(|other| other.1));
                    }
                    let part_of = |row: RowId| self.parts.partition_point(|p| p.rows <= row.0);
                    let mut current = group.iter().filter(|g| g.0.is_none() || g.0 == newest);
                    if let Some(&(_, first, value)) = current.next() {
                        let others = current.filter(|g| g.2 != value && part_of(g.1) != part_of(first));
                        problems.extend(others.map(|&(_, other, _)| (first, other)));
                    }
                }
            }
        }
        self.later = later;
        self.problems = problems;
    }
}

/// What a table holds, counted.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    /// Rows.
    pub rows: usize,
    /// Rows that later ones superseded.
    pub superseded: usize,
    /// From the first period to the last.
    pub periods: Option<(Period, Period)>,
    /// Rows by measure.
    pub measures: BTreeMap<String, u64>,
    /// Rows by entity.
    pub entities: BTreeMap<String, u64>,
    /// Rows by the code of their unit.
    pub units: BTreeMap<String, u64>,
    /// Rows by source, where they name one.
    pub sources: BTreeMap<String, u64>,
}

fn contradiction(a: &Fact, b: &Fact) -> String {
    let published = a.published.map_or_else(|| "undated".to_owned(), |d| format!("both published {d}"));
    format!(
        "rows {} and {} say {} and {} {} of the same thing ({} of {}, {}; {published}): neither is taken for the later one",
        a.id, b.id, a.value, b.value, a.unit, a.measure, a.entity, a.period,
    )
}

#[cfg(test)]
mod tests;
