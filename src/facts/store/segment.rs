//! Reading one image: series, their rows, and who has which.
//!
//! Every number here is the segment's own. A read that damage has spoiled gives `None` or nothing, and the image keeps
//! what it met ([`Segment::damage`]); no read panics, whatever the bytes say.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::image::Image;
use super::intern::split;
use super::layout::{Section, hash};
use super::lazy::Lazy;
use super::record::{self, ROW, Row, SAME, SUFFIX};
use crate::error::{Error, Result};
use crate::facts::{EntityName, Fact, MeasureName};
use crate::label::{Kind, Modality};
use crate::quantity::{Period, Unit};

/// No number.
pub(in crate::facts) const NONE: u32 = u32::MAX;

/// An image that is read.
#[derive(Debug)]
pub(in crate::facts) struct Segment {
    image: Image,
    names: Lazy<Arc<[MeasureName]>>,
    entities: Lazy<EntityName>,
    units: Lazy<Unit>,
    tables: Lazy<Arc<str>>,
}

/// What the rows of a series have in common.
#[derive(Clone, Copy, Debug)]
pub(in crate::facts) struct Series {
    /// Its rows: the first place, and the one behind the last.
    first: u32,
    end: u32,
    pub(in crate::facts) entity: u32,
    pub(in crate::facts) counterpart: u32,
    /// The measure of its first row, and whether others have another.
    measure: u32,
    mixed: bool,
    pub(in crate::facts) unit: u32,
    pub(in crate::facts) kind: Kind,
    pub(in crate::facts) modality: Modality,
}

impl Series {
    /// The place of its first row.
    pub(super) fn start(&self) -> u32 {
        self.first
    }
}

/// A row of a series, without its value.
#[derive(Clone, Copy, Debug)]
pub(in crate::facts) struct Observation {
    pub(in crate::facts) row: u32,
    pub(in crate::facts) period: Period,
    pub(in crate::facts) base: Option<Period>,
    /// The row that took its place.
    pub(in crate::facts) later: Option<u32>,
}

/// Totals of a segment.
#[derive(Clone, Copy, Debug)]
pub(in crate::facts) struct Totals {
    pub(in crate::facts) superseded: u32,
    pub(in crate::facts) periods: Option<(Period, Period)>,
}

/// The inverse document frequency of a word that so many of all names have (Spärck Jones 1972).
pub(super) fn rarity(names: usize, with: usize) -> f32 {
    let number = |n: usize| {
        f32::from(u16::try_from(n >> 8).unwrap_or(u16::MAX)) * 256.0 + f32::from(u8::try_from(n & 255).unwrap_or(0))
    };
    (1.0 + number(names) / number(with.max(1))).ln()
}

/// Equal for equal names.
pub(super) fn name_hash(name: &MeasureName) -> u64 {
    let flags = [name.growth, name.share, name.bilateral].map(u8::from);
    let flow = format!("{:?}{flags:?}", name.flow);
    hash(&super::intern::join(name.words.iter().map(String::as_str).chain([flow.as_str()])))
}

fn small(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn large(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

/// A hash that an entry begins with, and the number behind it; these are big-endian.
fn entry(bytes: &[u8]) -> Option<(u64, u32)> {
    let hash = u64::from_be_bytes(bytes.get(..8)?.try_into().ok()?);
    Some((hash, u32::from_be_bytes(bytes.get(8..12)?.try_into().ok()?)))
}

impl Segment {
    pub(in crate::facts) fn new(built: super::Built<Vec<u8>>) -> Self {
        Self::of_image(built.into_image())
    }

    /// Opens an index.
    ///
    /// # Errors
    /// As [`Image::open`].
    pub(in crate::facts) fn open(path: &Path) -> Result<Self> {
        Image::open(path).map(Self::of_image)
    }

    fn of_image(image: Image) -> Self {
        let count = |section| image.count(section);
        Self {
            names: Lazy::new(count(Section::Measures)),
            entities: Lazy::new(count(Section::Entities)),
            units: Lazy::new(count(Section::Units)),
            tables: Lazy::new(count(Section::Tables)),
            image,
        }
    }

    pub(super) fn image(&self) -> &Image {
        &self.image
    }

    pub(in crate::facts) fn is_file(&self) -> bool {
        self.image.is_file()
    }

    pub(in crate::facts) fn damage(&self) -> Option<Error> {
        self.image.damage()
    }

    pub(super) fn blame<T>(&self, section: Section) -> Option<T> {
        self.image.blame(section)
    }

    fn count(&self, section: Section) -> u32 {
        u32::try_from(self.image.count(section)).unwrap_or(NONE)
    }

    pub(in crate::facts) fn rows(&self) -> u32 {
        self.count(Section::Rows)
    }

    pub(in crate::facts) fn measures(&self) -> u32 {
        self.count(Section::Measures)
    }

    pub(in crate::facts) fn all_series(&self) -> u32 {
        self.count(Section::Series)
    }

    // Texts.

    fn bytes(&self, id: u64) -> Option<&[u8]> {
        let at = id.checked_sub(1)?;
        let length = small(self.image.slice(Section::Texts, at, 4)?, 0)?;
        self.image.slice(Section::Texts, at.checked_add(4)?, length as usize)
    }

    fn text(&self, id: u64) -> Option<&str> {
        std::str::from_utf8(self.bytes(id)?).ok().or_else(|| self.blame(Section::Texts))
    }

    fn list(&self, id: u64) -> Option<Vec<String>> {
        if id == 0 { Some(Vec::new()) } else { split(self.bytes(id)?).or_else(|| self.blame(Section::Texts)) }
    }

    fn text_of(&self, section: Section, index: u32) -> Option<&str> {
        self.text(large(self.image.record(section, index as usize)?, 0)?)
    }

    /// Each text of a section with the number of its rows.
    fn counted(&self, section: Section) -> impl Iterator<Item = (&str, u64)> + '_ {
        (0..self.image.count(section)).filter_map(move |index| {
            let record = self.image.record(section, index)?;
            Some((self.text(large(record, 0)?)?, large(record, 8)?))
        })
    }

    pub(in crate::facts) fn counted_units(&self) -> impl Iterator<Item = (&str, u64)> + '_ {
        self.counted(Section::Units)
    }

    pub(in crate::facts) fn counted_sources(&self) -> impl Iterator<Item = (&str, u64)> + '_ {
        self.counted(Section::Sources)
    }

    pub(in crate::facts) fn counted_entities(&self) -> impl Iterator<Item = (&str, u64)> + '_ {
        (0..self.count(Section::Entities))
            .zip(self.counted(Section::Entities))
            .map(|(id, (_, rows))| (self.entity(id).id.as_str(), rows))
    }

    pub(in crate::facts) fn counted_measures(&self) -> impl Iterator<Item = (&str, u64)> + '_ {
        (0..self.measures()).filter_map(|id| {
            let record = self.image.record(Section::Measures, id as usize)?;
            Some((self.text(large(record, 0)?)?, u64::from(small(record, 28)?)))
        })
    }

    pub(in crate::facts) fn totals(&self) -> Option<Totals> {
        let record = self.image.record(Section::Totals, 0)?;
        let end = |at: usize, forms: (u8, u8)| {
            let day = |at| record::day_of(small(record, at)?);
            Period::of_forms(day(at)?, day(at + 4)?, forms)
        };
        let periods = end(4, (record[20], record[21])).zip(end(12, (record[22], record[23])));
        Some(Totals { superseded: small(record, 0)?, periods })
    }

    /// Pairs of rows that contradict one another.
    pub(in crate::facts) fn problems(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        (0..self.image.count(Section::Problems)).filter_map(|index| {
            let record = self.image.record(Section::Problems, index)?;
            Some((small(record, 0)?, small(record, 4)?))
        })
    }

    // Rows.

    pub(super) fn slot(&self, row: u32) -> Option<u32> {
        small(self.image.record(Section::Slots, row as usize)?, 0)
    }

    fn row(&self, row: u32) -> Option<&[u8]> {
        self.image.record(Section::Rows, self.slot(row)? as usize)
    }

    fn form(&self, row: &[u8]) -> Option<&[u8]> {
        self.image.record(Section::Forms, record::form(row)? as usize)
    }

    /// A row, whole.
    pub(in crate::facts) fn fact(&self, row: u32) -> Option<Fact> {
        let bytes = self.row(row)?;
        let read = Row::read(bytes).filter(|r| r.order == row).or_else(|| self.blame(Section::Rows))?;
        let form = self.form(bytes)?;
        let series = self.series(read.series)?;
        let measure = self.image.record(Section::Measures, small(form, 0)? as usize)?;
        let text = |at: usize| Some(self.text(large(form, at)?)?.to_owned());
        let optional = |at: usize| if large(form, at)? == 0 { Some(None) } else { text(at).map(Some) };
        let table = self.table(small(form, 8)?)?;
        let id = match (read.id, (read.id & !SUFFIX)) {
            (0, _) => format!("{table}:{}", read.line),
            (id, at) if id & SUFFIX != 0 => format!("{table}:{}{}", read.line, self.text(at)?),
            (id, _) => self.text(id)?.to_owned(),
        };
        let source = match small(form, 12)?.checked_sub(1) {
            Some(source) => Some(self.text_of(Section::Sources, source)?.to_owned()),
            None => None,
        };
        let mut qualifiers = Vec::new();
        let mut items = self.list(large(form, 48)?)?.into_iter();
        while let (Some(name), Some(text)) = (items.next(), items.next()) {
            qualifiers.push((name, text));
        }
        Some(Fact {
            id,
            measure: self.text(large(measure, 0)?)?.to_owned(),
            aliases: self.list(large(measure, 8)?)?,
            entity: text(16)?,
            counterpart: optional(24)?,
            of: optional(32)?,
            period: read.period,
            base_period: read.base,
            value: read.value,
            resolution: read.resolution,
            unit: self.unit(small(form, 4)?)?.clone(),
            kind: series.kind,
            modality: series.modality,
            source,
            url: optional(40)?,
            published: read.published,
            qualifiers,
            table,
            line: read.line as usize,
        })
    }

    fn table(&self, index: u32) -> Option<Arc<str>> {
        let text = self.text_of(Section::Tables, index)?;
        Some(self.tables.get(index as usize, || text.into()).clone())
    }

    /// A unit by its number.
    pub(in crate::facts) fn unit(&self, index: u32) -> Option<&Unit> {
        let code = self.text_of(Section::Units, index)?;
        let unit = self.units.get(index as usize, || Unit::parse(code).unwrap_or_else(|_| Unit::one()));
        if unit.code() == code { Some(unit) } else { self.blame(Section::Units) }
    }

    pub(in crate::facts) fn period(&self, row: u32) -> Option<Period> {
        record::period(self.row(row)?).or_else(|| self.blame(Section::Rows))
    }

    pub(in crate::facts) fn published(&self, row: u32) -> Option<Date> {
        record::published(self.row(row)?)?
    }

    pub(in crate::facts) fn value(&self, row: u32) -> Option<Decimal> {
        record::value(self.row(row)?)
    }

    pub(in crate::facts) fn series_of_row(&self, row: u32) -> Option<u32> {
        record::series(self.row(row)?)
    }

    pub(in crate::facts) fn measure_of_row(&self, row: u32) -> Option<u32> {
        small(self.form(self.row(row)?)?, 0).filter(|&m| m < self.measures()).or_else(|| self.blame(Section::Forms))
    }

    /// The row of the same thing that was published after `row`, the earliest of them.
    pub(in crate::facts) fn later(&self, row: u32) -> Option<u32> {
        let mut slot = self.slot(row)?;
        let bytes = self.image.record(Section::Rows, slot as usize)?;
        let published = record::published(bytes)??;
        loop {
            slot += 1;
            if slot >= self.rows() {
                return None;
            }
            let next = self.image.record(Section::Rows, slot as usize)?;
            if next[..SAME] != bytes[..SAME] {
                return None;
            }
            if record::published(next)?.is_some_and(|p| p > published) {
                return record::order(next);
            }
        }
    }

    /// The row of that id.
    pub(in crate::facts) fn get(&self, id: &str) -> Option<u32> {
        let key = u64::try_from(super::layout::hash_wide(id.as_bytes()) >> 64).ok()?;
        self.hashed(Section::Ids, key).into_iter().find(|&row| self.fact(row).is_some_and(|fact| fact.id == id))
    }

    // Series.

    /// A series by its number.
    pub(in crate::facts) fn series(&self, index: u32) -> Option<Series> {
        let record = self.image.record(Section::Series, index as usize)?;
        let first = small(record, 0)?;
        let end = if index + 1 < self.all_series() {
            small(self.image.record(Section::Series, index as usize + 1)?, 0)?
        } else {
            self.rows()
        };
        let kind = Kind::ALL.get(usize::from(record[20])).copied();
        let modality = Modality::ALL.get(usize::from(record[21])).copied();
        let (Some(kind), Some(modality), true) = (kind, modality, first <= end && end <= self.rows()) else {
            return self.blame(Section::Series);
        };
        Some(Series {
            first,
            end,
            entity: small(record, 4)?,
            counterpart: small(record, 8)?,
            measure: small(record, 12)?,
            mixed: record[22] != 0,
            unit: small(record, 16)?,
            kind,
            modality,
        })
    }

    /// The rows of a series that belong to a measure, or all, by period and date of publication.
    pub(in crate::facts) fn observations(&self, series: &Series, measure: Option<u32>) -> Vec<Observation> {
        self.observed(series, measure, |rows| (0..rows.len()).collect())
    }

    /// Of the rows of a series those that overlap a period, and of the others at most so many, the nearest in time; in
    /// order. The times of the others are not read: a thousand months of sixty series would take longest of a look-up.
    pub(in crate::facts) fn observations_near(
        &self,
        series: &Series,
        measure: Option<u32>,
        period: &Period,
        most: usize,
    ) -> Vec<Observation> {
        let (start, end) = (record::day_number(period.start()), record::day_number(period.end()));
        self.observed(series, measure, |rows| {
            let mut near = Vec::new();
            let mut far = Vec::new();
            for (at, row) in rows.iter().enumerate() {
                let Some((first, last)) = record::days(row) else { continue };
                let gap = start.saturating_sub(last).max(first.saturating_sub(end));
                if gap == 0 { near.push(at) } else { far.push((gap, at)) }
            }
            if far.len() > most {
                far.select_nth_unstable(most);
                far.truncate(most);
            }
            near.extend(far.into_iter().map(|(_, at)| at));
            near.sort_unstable();
            near
        })
    }

    /// The rows of a series at the places that `choose` names, of all or of one measure.
    fn observed(
        &self,
        series: &Series,
        measure: Option<u32>,
        choose: impl FnOnce(&[&[u8]]) -> Vec<usize>,
    ) -> Vec<Observation> {
        let length = (series.end - series.first) as usize;
        let Some(all) = self.image.slice(Section::Rows, u64::from(series.first) * ROW as u64, length * ROW) else {
            return Vec::new();
        };
        let other = measure.filter(|&m| series.mixed || m != series.measure);
        let rows: Vec<&[u8]> = all.chunks_exact(ROW).collect();
        let chosen = choose(&rows);
        let mut found = Vec::with_capacity(chosen.len());
        for at in chosen {
            let Some(&row) = rows.get(at) else { continue };
            if other.is_some_and(|m| self.form(row).and_then(|form| small(form, 0)) != Some(m)) {
                continue;
            }
            let (Some(period), Some(base), Some(order)) = (record::period(row), record::base(row), record::order(row))
            else {
                self.blame::<()>(Section::Rows);
                continue;
            };
            let published = record::published(row).flatten();
            let later = published.and_then(|date| {
                let rest = rows[at + 1..].iter().take_while(|next| next[..SAME] == row[..SAME]);
                let newer = |next: &&&[u8]| record::published(next).flatten().is_some_and(|p| p > date);
                record::order(rest.into_iter().find(newer)?)
            });
            found.push(Observation { row: order, period, base, later });
        }
        found
    }

    /// The first row of a series that belongs to a measure.
    pub(in crate::facts) fn first_row(&self, series: &Series, measure: u32) -> Option<u32> {
        if series.mixed || series.measure != measure {
            return self.observations(series, Some(measure)).first().map(|o| o.row);
        }
        if series.first == series.end {
            return None;
        }
        record::order(self.image.record(Section::Rows, series.first as usize)?)
    }

    /// Series about the same thing as another segment's.
    pub(in crate::facts) fn series_like(&self, thing: u64) -> Vec<u32> {
        self.hashed(Section::Things, thing)
    }

    /// Every series with the hash of what it is about.
    pub(in crate::facts) fn things(&self) -> impl Iterator<Item = (u64, u32)> + '_ {
        (0..self.image.count(Section::Things)).filter_map(|i| entry(self.image.record(Section::Things, i)?))
    }

    /// Every row with the hash of its id.
    pub(in crate::facts) fn ids(&self) -> impl Iterator<Item = (u64, u32)> + '_ {
        (0..self.image.count(Section::Ids)).filter_map(|i| entry(self.image.record(Section::Ids, i)?))
    }

    /// Rows whose ids have a hash.
    pub(in crate::facts) fn with_id_hash(&self, hash: u64) -> Vec<u32> {
        self.hashed(Section::Ids, hash)
    }

    /// What the entries of a section with a hash say.
    fn hashed(&self, section: Section, hash: u64) -> Vec<u32> {
        let read = |index: usize| entry(self.image.record(section, index)?);
        let (mut low, mut high) = (0, self.image.count(section));
        let all = high;
        while low < high {
            let middle = low.midpoint(high);
            match read(middle) {
                Some((found, _)) if found < hash => low = middle + 1,
                Some(_) => high = middle,
                None => return Vec::new(),
            }
        }
        (low..all).map_while(read).take_while(|(found, _)| *found == hash).map(|(_, id)| id).collect()
    }

    // Entities.

    pub(in crate::facts) fn entity(&self, index: u32) -> &EntityName {
        self.entities
            .get(index as usize, || EntityName::parse(self.text_of(Section::Entities, index).unwrap_or_default()))
    }

    /// An entity by its name.
    pub(in crate::facts) fn entity_of(&self, name: &EntityName) -> Option<u32> {
        let ids = self.hashed(Section::Keys, hash(name.key().as_bytes()));
        ids.into_iter()
            .find(|&id| (id as usize) < self.image.count(Section::Entities) && self.entity(id).key() == name.key())
    }

    // Measures.

    pub(in crate::facts) fn names(&self, measure: u32) -> &Arc<[MeasureName]> {
        self.names.get(measure as usize, || {
            // Not parsed from the texts: a look-up meets dozens of names for the first time.
            let forms = self.image.record(Section::Measures, measure as usize).and_then(|record| large(record, 32));
            let forms = forms.and_then(|id| self.list(id)).unwrap_or_default();
            forms.iter().map(|form| MeasureName::from_canonical(form)).collect()
        })
    }

    pub(in crate::facts) fn measure_text(&self, measure: u32) -> Option<&str> {
        self.text_of(Section::Measures, measure)
    }

    pub(in crate::facts) fn row_count_of(&self, measure: u32) -> usize {
        let record = self.image.record(Section::Measures, measure as usize);
        record.and_then(|record| small(record, 28)).unwrap_or(0) as usize
    }

    /// The measures with exactly that name, own or alias.
    pub(in crate::facts) fn named(&self, name: &MeasureName) -> Vec<u32> {
        let mut ids = self.hashed(Section::Named, name_hash(name));
        ids.dedup();
        ids.retain(|&id| id < self.measures() && self.names(id).contains(name));
        ids
    }

    /// The measures that share words with a name, with how much of all their words' weight is shared (a weighted Jaccard
    /// index over inverse document frequencies, of each measure's best name): all if there are at most so many, else the
    /// best.
    pub(in crate::facts) fn alike(&self, words: &[String], most: usize) -> Vec<(u32, f32)> {
        let all = self.image.count(Section::Names);
        let Some(names) = self.image.slice(Section::Names, 0, all * 8) else { return Vec::new() };
        let mut lists: Vec<&[u8]> = words.iter().filter_map(|word| self.posting(hash(word.as_bytes()))).collect();
        lists.sort_by_key(|list| list.len());
        let mut found: Vec<(u32, f32)> = Vec::new();
        let mut asked = 0.0;
        for list in lists {
            let weight = rarity(all, list.len() / 4);
            asked += weight;
            found = merged(&found, list, weight);
        }
        let mut best: Vec<(u32, f32)> = Vec::with_capacity(found.len());
        for (name, shared) in found {
            let at = name as usize * 8;
            let (Some(measure), Some(own)) = (small(names, at), small(names, at + 4).map(f32::from_bits)) else {
                self.blame::<()>(Section::Postings);
                continue;
            };
            let score = shared / (asked + own - shared).max(shared);
            // The names of a measure follow one another.
            match best.last_mut() {
                Some(last) if last.0 == measure => last.1 = last.1.max(score),
                _ => best.push((measure, score)),
            }
        }
        best.retain(|(measure, _)| *measure < self.measures());
        if best.len() > most {
            best.select_nth_unstable_by(most, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            best.truncate(most);
        }
        best
    }

    /// The names that have a word.
    fn posting(&self, hash: u64) -> Option<&[u8]> {
        let (mut low, mut high) = (0, self.image.count(Section::Words));
        let read = |index: usize| {
            let record = self.image.record(Section::Words, index)?;
            let count = u32::from_be_bytes(record.get(12..16)?.try_into().ok()?);
            entry(record).map(|(hash, start)| (hash, start, count))
        };
        while low < high {
            let middle = low.midpoint(high);
            let (found, start, count) = read(middle)?;
            match found.cmp(&hash) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    return self.image.slice(Section::Postings, u64::from(start) * 4, count as usize * 4);
                }
            }
        }
        None
    }

    /// The series that hold rows of a measure, of one entity or of any.
    pub(in crate::facts) fn series_of(&self, measure: u32, entity: Option<u32>) -> Vec<u32> {
        self.by_party(Section::Places, 16, measure, entity).unwrap_or_default()
    }

    /// The series that hold rows of a measure with a counterpart.
    pub(in crate::facts) fn series_with(&self, measure: u32, partner: u32) -> Vec<u32> {
        self.by_party(Section::Partners, 20, measure, Some(partner)).unwrap_or_default()
    }

    fn by_party(&self, section: Section, at: usize, measure: u32, who: Option<u32>) -> Option<Vec<u32>> {
        let from = small(self.image.record(Section::Measures, measure as usize)?, at)? as usize;
        let to = if measure + 1 < self.measures() {
            small(self.image.record(Section::Measures, measure as usize + 1)?, at)? as usize
        } else {
            self.image.count(section)
        };
        let read = |index: usize| {
            let record = self.image.record(section, index)?;
            Some((small(record, 0)?, small(record, 4)?))
        };
        let (mut low, mut high) = (from, to);
        if let Some(who) = who {
            while low < high {
                let middle = low.midpoint(high);
                if read(middle)?.0 < who { low = middle + 1 } else { high = middle }
            }
        }
        let entries = (low..to).map_while(read).take_while(|(found, _)| who.is_none_or(|who| *found == who));
        Some(entries.map(|(_, series)| series).collect())
    }
}

/// Names with their weights so far, and those of a list that have one word more; both in order.
fn merged(found: &[(u32, f32)], list: &[u8], weight: f32) -> Vec<(u32, f32)> {
    let mut out = Vec::with_capacity(found.len() + list.len() / 4);
    let mut left = found.iter().copied().peekable();
    for name in list.chunks_exact(4).filter_map(|bytes| small(bytes, 0)) {
        while let Some(other) = left.next_if(|other| other.0 < name) {
            out.push(other);
        }
        let before = left.next_if(|other| other.0 == name).map_or(0.0, |other| other.1);
        out.push((name, before + weight));
    }
    out.extend(left);
    out
}
