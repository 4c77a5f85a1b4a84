//! Building an image from rows as they come, in bounded memory.
//!
//! Rows and their ids go through external sorts; texts and forms go to spools. What stays in memory grows with the number
//! of different measures, entities and series, and by four bytes a row.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use super::REMARKS;
use super::image::Image;
use super::intern::{TextId, Texts, join};
use super::layout::{End, ImageWriter, Section, hash, hash_wide};
use super::record::{self, ROW, Row, SAME, SUFFIX};
use super::segment::{NONE, name_hash};
use super::sort::Sorter;
use super::spool::Spool;
use crate::error::{Error, Result};
use crate::facts::words::canonical_words;
use crate::facts::{EntityName, Fact, MeasureName};
use crate::label::{Kind, Modality};
use crate::quantity::Period;

/// Bytes of rows, and of ids, that are sorted in memory at a time.
const ROW_BYTES: usize = 192 << 20;
const ID_BYTES: usize = 48 << 20;
/// Forms that are known again, as with texts.
const MOST_FORMS: usize = 2 << 20;
/// Errors that are kept; more are only counted.
const MOST_ERRORS: usize = 1000;

const ID: usize = 36;
const FORM: usize = 64;

/// Takes rows, then writes their image.
#[derive(Debug)]
pub(in crate::facts) struct Builder {
    folder: PathBuf,
    texts: Texts,
    forms: Spool,
    known_forms: HashMap<u128, u32>,
    form_count: u32,
    rows: Sorter<ROW>,
    ids: Sorter<ID>,
    order: u32,
    /// By name and aliases.
    measures: HashMap<u128, u32>,
    measure_list: Vec<Measure>,
    name_count: u32,
    /// Names by word.
    words: BTreeMap<String, Vec<u32>>,
    named: Vec<(u64, u32)>,
    canonical: Canonical,
    entities: Entities,
    units: Distinct,
    tables: Distinct,
    table_names: Vec<Arc<str>>,
    sources: Distinct,
    series: HashMap<SeriesKey, u32>,
    series_list: Vec<Series>,
    /// Series that have rows of other measures than the first.
    mixed: BTreeSet<(u32, u32)>,
}

#[derive(Debug)]
struct Measure {
    text: TextId,
    aliases: TextId,
    /// Name and aliases in their one form.
    canonical: TextId,
    /// The number of its first name.
    names: u32,
}

/// Distinct texts by number, in the order of their first rows.
#[derive(Debug, Default)]
struct Distinct {
    known: HashMap<String, u32>,
    list: Vec<TextId>,
}

/// Names of measures and wholes by number, equal where their words are.
#[derive(Debug, Default)]
struct Canonical {
    read: HashMap<String, u32>,
    words: HashMap<Vec<String>, u32>,
    hashes: Vec<u64>,
}

#[derive(Debug, Default)]
struct Entities {
    read: HashMap<String, u32>,
    by_key: HashMap<String, u32>,
    /// Text, hash of the key, and whether it is the world.
    list: Vec<(TextId, u64, bool)>,
}

/// What makes rows rows about the same thing, but for their time.
#[derive(Debug, PartialEq, Eq, Hash)]
struct SeriesKey {
    measure: u32,
    entity: u32,
    counterpart: u32,
    of: u32,
    unit: u32,
    kind: u8,
    modality: u8,
    qualifiers: u128,
}

#[derive(Debug)]
struct Series {
    measure: u32,
    entity: u32,
    counterpart: u32,
    unit: u32,
    kind: u8,
    modality: u8,
    of: TextId,
    thing: u64,
}

/// An image that was written.
#[derive(Debug)]
pub(in crate::facts) struct Built<W> {
    pub(in crate::facts) out: W,
    end: End,
    pub(in crate::facts) rows: u32,
    pub(in crate::facts) series: usize,
    pub(in crate::facts) measures: usize,
    /// Rows that were left out because an earlier one has their id, and the first thousand errors that say so.
    pub(in crate::facts) duplicates: usize,
    pub(in crate::facts) errors: Vec<Error>,
}

impl Built<Vec<u8>> {
    pub(super) fn into_image(self) -> Image {
        Image::of_memory(self.out, self.end.places)
    }
}

impl<W> Built<W> {
    pub(in crate::facts) fn bytes(&self) -> u64 {
        self.end.length
    }
}

fn count(n: usize, what: &str) -> Result<u32> {
    u32::try_from(n)
        .ok()
        .filter(|&n| n < NONE)
        .ok_or_else(|| Error::table(format!("holds too many {what}, expected fewer than {NONE}")))
}

fn place<T: Copy + PartialEq>(all: &[T], value: T) -> u8 {
    all.iter().position(|v| *v == value).and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

impl Distinct {
    fn id(&mut self, text: &str, texts: &mut Texts, folder: &std::path::Path) -> io::Result<u32> {
        if let Some(&id) = self.known.get(text) {
            return Ok(id);
        }
        let id = u32::try_from(self.list.len()).map_err(io::Error::other)?;
        self.list.push(texts.id(text, folder)?);
        self.known.insert(text.to_owned(), id);
        Ok(id)
    }
}

impl Canonical {
    fn id(&mut self, name: &str) -> Result<u32> {
        if let Some(&id) = self.read.get(name) {
            return Ok(id);
        }
        let next = count(self.words.len(), "names")?;
        let words = canonical_words(name);
        let sum = hash(&join(words.iter().map(String::as_str)));
        let id = *self.words.entry(words).or_insert(next);
        if id == next {
            self.hashes.push(sum);
        }
        self.read.insert(name.to_owned(), id);
        Ok(id)
    }
}

impl Builder {
    /// A builder that puts what does not fit into memory into a folder.
    pub(in crate::facts) fn new(folder: PathBuf) -> Self {
        Self {
            texts: Texts::default(),
            forms: Spool::default(),
            known_forms: HashMap::new(),
            form_count: 0,
            rows: Sorter::new(ROW_BYTES, folder.clone()),
            ids: Sorter::new(ID_BYTES, folder.clone()),
            order: 0,
            measures: HashMap::new(),
            measure_list: Vec::new(),
            name_count: 0,
            words: BTreeMap::new(),
            named: Vec::new(),
            canonical: Canonical::default(),
            entities: Entities::default(),
            units: Distinct::default(),
            tables: Distinct::default(),
            table_names: Vec::new(),
            sources: Distinct::default(),
            series: HashMap::new(),
            series_list: Vec::new(),
            mixed: BTreeSet::new(),
            folder,
        }
    }

    /// Takes a row.
    ///
    /// # Errors
    /// If there are too many, or the temporary folder cannot be written.
    pub(in crate::facts) fn push(&mut self, fact: &Fact) -> Result<()> {
        let order = self.order;
        self.order = count(order as usize + 1, "rows")?;
        let measure = self.measure(fact)?;
        let entity = self.entity(&fact.entity)?;
        let counterpart = fact.counterpart.as_deref().map(|c| self.entity(c)).transpose()?;
        // A figure "with the world" is the entity's whole figure.
        let counterpart = counterpart.filter(|&c| !self.entities.list[c as usize].2).unwrap_or(NONE);
        let folder = self.folder.clone();
        let failed = |e| Error::io(&folder, e);
        let unit = self.units.id(fact.unit.code(), &mut self.texts, &folder).map_err(failed)?;
        let table = self.tables.id(&fact.table, &mut self.texts, &folder).map_err(failed)?;
        if table as usize == self.table_names.len() {
            self.table_names.push(fact.table.clone());
        }
        let series = self.series(fact, measure, entity, counterpart, unit)?;
        let source = match &fact.source {
            Some(source) => self.sources.id(source, &mut self.texts, &folder).map_err(failed)? + 1,
            None => 0,
        };
        let form = self.form(fact, [measure, unit, table, source]).map_err(failed)?;
        let line = u32::try_from(fact.line)
            .map_err(|_| Error::table("has too many lines").at_path(&*fact.table).at_line(fact.line))?;
        let id = self.row_id(fact).map_err(failed)?;
        let row = Row {
            series,
            period: fact.period,
            base: fact.base_period,
            published: fact.published,
            order,
            form,
            line,
            id,
            value: fact.value,
            resolution: fact.resolution,
        };
        self.rows.push(row.write()).map_err(failed)?;
        let mut record = [0; ID];
        record[..16].copy_from_slice(&hash_wide(fact.id.as_bytes()).to_be_bytes());
        for (into, number) in record[16..28].chunks_exact_mut(4).zip([order, table, line]) {
            into.copy_from_slice(&number.to_be_bytes());
        }
        record[28..].copy_from_slice(&id.to_be_bytes());
        self.ids.push(record).map_err(failed)
    }

    fn measure(&mut self, fact: &Fact) -> Result<u32> {
        let all = || std::iter::once(fact.measure.as_str()).chain(fact.aliases.iter().map(String::as_str));
        let key = hash_wide(&join(all()));
        if let Some(&id) = self.measures.get(&key) {
            return Ok(id);
        }
        let id = count(self.measure_list.len(), "measures")?;
        let failed = |e| Error::io(&self.folder, e);
        let text = self.texts.id(&fact.measure, &self.folder).map_err(failed)?;
        let aliases = self.texts.list(fact.aliases.iter().map(String::as_str), &self.folder).map_err(failed)?;
        let names: Vec<MeasureName> = all().map(MeasureName::parse).collect();
        let forms: Vec<String> = names.iter().map(MeasureName::canonical).collect();
        let canonical = self.texts.list(forms.iter().map(String::as_str), &self.folder).map_err(failed)?;
        self.measure_list.push(Measure { text, aliases, canonical, names: self.name_count });
        for name in names {
            for word in name.index_words().into_iter().collect::<BTreeSet<_>>() {
                self.words.entry(word).or_default().push(self.name_count);
            }
            self.named.push((name_hash(&name), id));
            self.name_count = count(self.name_count as usize + 1, "names of measures")?;
        }
        self.measures.insert(key, id);
        Ok(id)
    }

    fn entity(&mut self, text: &str) -> Result<u32> {
        let entities = &mut self.entities;
        if let Some(&id) = entities.read.get(text) {
            return Ok(id);
        }
        let name = EntityName::parse(text);
        let next = count(entities.list.len(), "entities")?;
        let id = *entities.by_key.entry(name.key().to_owned()).or_insert(next);
        if id == next {
            let text = self.texts.id(text, &self.folder).map_err(|e| Error::io(&self.folder, e))?;
            entities.list.push((text, hash(name.key().as_bytes()), name.is_world()));
        }
        entities.read.insert(text.to_owned(), id);
        Ok(id)
    }

    fn series(&mut self, fact: &Fact, measure: u32, entity: u32, counterpart: u32, unit: u32) -> Result<u32> {
        let remark = |name: &str| REMARKS.contains(&name.to_lowercase().as_str());
        let told = fact.qualifiers.iter().filter(|(name, _)| !remark(name));
        let qualifiers = join(told.flat_map(|(name, text)| [name.as_str(), text.as_str()]));
        let of = fact.of.as_deref().map(|of| self.canonical.id(of)).transpose()?.unwrap_or(NONE);
        let key = SeriesKey {
            measure: self.canonical.id(&fact.measure)?,
            entity,
            counterpart,
            of,
            unit,
            kind: place(Kind::ALL, fact.kind),
            modality: place(Modality::ALL, fact.modality),
            qualifiers: hash_wide(&qualifiers),
        };
        if let Some(&id) = self.series.get(&key) {
            if self.series_list[id as usize].measure != measure {
                self.mixed.insert((id, measure));
            }
            return Ok(id);
        }
        let id = count(self.series_list.len(), "series")?;
        let of_hash = if of == NONE { 0 } else { self.canonical.hashes[of as usize] };
        let other = if counterpart == NONE { 0 } else { self.entities.list[counterpart as usize].1 };
        let hashes = [
            self.canonical.hashes[key.measure as usize],
            self.entities.list[entity as usize].1,
            other,
            of_hash,
            hash(fact.unit.code().as_bytes()),
            u64::from(key.kind) << 8 | u64::from(key.modality),
            hash(&qualifiers),
        ];
        let thing = hash(&hashes.map(u64::to_le_bytes).concat());
        let of = self.texts.optional(fact.of.as_deref(), &self.folder).map_err(|e| Error::io(&self.folder, e))?;
        let (kind, modality) = (key.kind, key.modality);
        self.series_list.push(Series { measure, entity, counterpart, unit, kind, modality, of, thing });
        self.series.insert(key, id);
        Ok(id)
    }

    fn form(&mut self, fact: &Fact, numbers: [u32; 4]) -> io::Result<u32> {
        let (texts, folder) = (&mut self.texts, &self.folder);
        let qualifiers = fact.qualifiers.iter().flat_map(|(name, text)| [name.as_str(), text.as_str()]);
        let ids = [
            texts.id(&fact.entity, folder)?,
            texts.optional(fact.counterpart.as_deref(), folder)?,
            texts.optional(fact.of.as_deref(), folder)?,
            texts.optional(fact.url.as_deref(), folder)?,
            texts.list(qualifiers, folder)?,
            0,
        ];
        let mut record = [0; FORM];
        for (into, number) in record[..16].chunks_exact_mut(4).zip(numbers) {
            into.copy_from_slice(&number.to_le_bytes());
        }
        for (into, id) in record[16..].chunks_exact_mut(8).zip(ids) {
            into.copy_from_slice(&id.to_le_bytes());
        }
        let key = hash_wide(&record);
        if let Some(&form) = self.known_forms.get(&key) {
            return Ok(form);
        }
        if self.known_forms.len() >= MOST_FORMS {
            self.known_forms.clear();
        }
        let form = self.form_count;
        self.form_count += 1;
        self.forms.push(&record, folder)?;
        self.known_forms.insert(key, form);
        Ok(form)
    }

    /// `FILE:LINE` takes no room, and `FILE:LINE:COLUMN` only that of its column.
    fn row_id(&mut self, fact: &Fact) -> io::Result<TextId> {
        let rest = fact.id.strip_prefix(&*fact.table).and_then(|rest| rest.strip_prefix(':'));
        let rest = rest.and_then(|rest| rest.strip_prefix(fact.line.to_string().as_str()));
        match rest {
            Some("") => Ok(0),
            Some(rest) => Ok(self.texts.id(rest, &self.folder)? | SUFFIX),
            None => self.texts.id(&fact.id, &self.folder),
        }
    }

    /// Rows taken so far.
    pub(in crate::facts) fn taken(&self) -> u32 {
        self.order
    }

    /// Writes the image; `done` is told how many rows of how many are written.
    ///
    /// # Errors
    /// If the output or the temporary folder cannot be written.
    pub(in crate::facts) fn finish<W: Write>(self, out: W, done: &mut dyn FnMut(u64, u64)) -> io::Result<Built<W>> {
        let Self { mut texts, mut forms, entities, series_list, measure_list, table_names, .. } = self;
        let mut image = ImageWriter::new(out)?;
        let total = u64::from(self.order);

        // Ids first: they tell which rows are left out.
        let mut dropped: Vec<u32> = Vec::new();
        let mut errors = Vec::new();
        let mut ids = Spool::default();
        let mut last: Option<[u8; ID]> = None;
        for record in self.ids.sorted()? {
            let record = record?;
            let number = |record: &[u8; ID], at: usize| {
                u32::from_be_bytes([record[at], record[at + 1], record[at + 2], record[at + 3]])
            };
            match &last {
                Some(first) if first[..16] == record[..16] => {
                    dropped.push(number(&record, 16));
                    if errors.len() < MOST_ERRORS {
                        let place = |r: &[u8; ID]| {
                            let table = table_names.get(number(r, 20) as usize).map_or("", |t| &**t);
                            (table, number(r, 24) as usize)
                        };
                        let (table, line) = place(&record);
                        let id = given_id(&mut texts, table, line, &record)?;
                        errors.push((number(&record, 16), duplicate(&id, (table, line), place(first))));
                    }
                }
                _ => {
                    ids.push(&[&record[..8], &record[16..20]].concat(), &self.folder)?;
                    last = Some(record);
                }
            }
        }
        dropped.sort_unstable();
        errors.sort_by_key(|(order, _)| *order);
        let kept = |order: u32| u32::try_from(dropped.partition_point(|&d| d < order)).map_or(order, |n| order - n);
        let rows = kept(self.order);

        image.begin(Section::Rows);
        let mut firsts: Vec<u32> = Vec::with_capacity(series_list.len());
        let mut slots: Vec<u32> = vec![NONE; rows as usize];
        let mut form_rows: Vec<u32> = vec![0; self.form_count as usize];
        let mut group = Group::default();
        let mut slot = 0_u32;
        for record in self.rows.sorted()? {
            let mut record = record?;
            let order = record::order(&record).unwrap_or(0);
            if dropped.binary_search(&order).is_ok() {
                continue;
            }
            let order = kept(order);
            record[24..28].copy_from_slice(&order.to_be_bytes());
            while firsts.len() <= record::series(&record).unwrap_or(0) as usize {
                firsts.push(slot);
            }
            slots[order as usize] = slot;
            form_rows[record::form(&record).unwrap_or(0) as usize] += 1;
            group.add(&record);
            image.put(&record)?;
            slot += 1;
            if slot.is_multiple_of(1 << 14) {
                done(u64::from(slot), total);
            }
        }
        group.close();
        done(total, total);
        firsts.resize(series_list.len(), slot);

        put_numbers(&mut image, Section::Slots, slots.iter().copied())?;
        drop(slots);

        image.begin(Section::Ids);
        ids.read(12, |piece| image.put(piece))?;

        image.begin(Section::Series);
        for (id, (series, first)) in (0_u32..).zip(series_list.iter().zip(&firsts)) {
            let mixed = self.mixed.range((id, 0)..=(id, NONE)).next().is_some();
            for number in [*first, series.entity, series.counterpart, series.measure, series.unit] {
                image.put(&number.to_le_bytes())?;
            }
            image.put(&[series.kind, series.modality, u8::from(mixed), 0])?;
            image.put(&series.of.to_le_bytes())?;
        }

        // Which measures have rows in which series.
        let all = || {
            let own = series_list.iter().zip(0_u32..).map(|(series, id)| (id, series.measure));
            own.chain(self.mixed.iter().copied())
        };
        let mut places: Vec<(u32, u32, u32)> =
            all().map(|(id, measure)| (measure, series_list[id as usize].entity, id)).collect();
        let partner = |(id, measure): (u32, u32)| (measure, series_list[id as usize].counterpart, id);
        let mut partners: Vec<(u32, u32, u32)> = all().map(partner).filter(|p| p.1 != NONE).collect();
        places.sort_unstable();
        partners.sort_unstable();
        for (section, list) in [(Section::Places, &places), (Section::Partners, &partners)] {
            put_numbers(&mut image, section, list.iter().flat_map(|&(_, who, series)| [who, series]))?;
        }

        // Counts of rows, by what their forms say.
        let mut measure_rows = vec![0_u32; measure_list.len()];
        let mut unit_rows = vec![0_u32; self.units.list.len()];
        let mut table_rows = vec![0_u32; self.tables.list.len()];
        let mut source_rows = vec![0_u32; self.sources.list.len()];
        image.begin(Section::Forms);
        let mut counts = form_rows.iter();
        forms.read(FORM, |piece| {
            for form in piece.chunks_exact(FORM) {
                let number =
                    |at: usize| u32::from_le_bytes([form[at], form[at + 1], form[at + 2], form[at + 3]]) as usize;
                let n = counts.next().copied().unwrap_or(0);
                measure_rows[number(0)] += n;
                unit_rows[number(4)] += n;
                table_rows[number(8)] += n;
                if let Some(source) = number(12).checked_sub(1) {
                    source_rows[source] += n;
                }
            }
            image.put(piece)
        })?;

        image.begin(Section::Measures);
        for (id, (measure, rows)) in (0_u32..).zip(measure_list.iter().zip(&measure_rows)) {
            let from = |list: &[(u32, u32, u32)]| u32::try_from(list.partition_point(|p| p.0 < id)).unwrap_or(NONE);
            image.put(&measure.text.to_le_bytes())?;
            image.put(&measure.aliases.to_le_bytes())?;
            for number in [from(&places), from(&partners), measure.names, *rows] {
                image.put(&number.to_le_bytes())?;
            }
            image.put(&measure.canonical.to_le_bytes())?;
        }
        put_words(&mut image, &self.words, &measure_list, self.name_count)?;
        let mut named = self.named;
        put_hashes(&mut image, Section::Named, &mut named)?;

        let mut entity_rows = vec![0_u32; entities.list.len()];
        for (index, series) in series_list.iter().enumerate() {
            let end = firsts.get(index + 1).copied().unwrap_or(slot);
            entity_rows[series.entity as usize] += end - firsts[index];
        }
        let entity_texts: Vec<TextId> = entities.list.iter().map(|e| e.0).collect();
        for (section, list, rows) in [
            (Section::Entities, &entity_texts, &entity_rows),
            (Section::Units, &self.units.list, &unit_rows),
            (Section::Tables, &self.tables.list, &table_rows),
            (Section::Sources, &self.sources.list, &source_rows),
        ] {
            image.begin(section);
            for (text, rows) in list.iter().zip(rows) {
                image.put(&text.to_le_bytes())?;
                image.put(&u64::from(*rows).to_le_bytes())?;
            }
        }
        let mut keys: Vec<(u64, u32)> = entities.list.iter().map(|e| e.1).zip(0..).collect();
        put_hashes(&mut image, Section::Keys, &mut keys)?;
        let mut things: Vec<(u64, u32)> = series_list.iter().map(|s| s.thing).zip(0..).collect();
        put_hashes(&mut image, Section::Things, &mut things)?;

        group.problems.sort_unstable();
        put_numbers(&mut image, Section::Problems, group.problems.iter().flat_map(|&(a, b)| [a, b]))?;
        image.begin(Section::Totals);
        let (first, last) = (group.first, group.last);
        let days =
            |p: Option<Period>| p.map_or((0, 0), |p| (record::day_number(p.start()), record::day_number(p.end())));
        let forms_of = |p: Option<Period>| p.map_or((0, 0), |p| p.forms());
        let ((a, b), (c, d)) = (days(first), days(last));
        for number in [group.superseded, a, b, c, d] {
            image.put(&number.to_le_bytes())?;
        }
        let ((e, f), (g, h)) = (forms_of(first), forms_of(last));
        image.put(&[e, f, g, h])?;

        image.begin(Section::Texts);
        texts.spool.read(1, |piece| image.put(piece))?;
        let (out, end) = image.finish()?;
        Ok(Built {
            out,
            end,
            rows,
            series: series_list.len(),
            measures: measure_list.len(),
            duplicates: dropped.len(),
            errors: errors.into_iter().map(|(_, error)| error).collect(),
        })
    }
}

/// The id as it was given, from where its text was put.
fn given_id(texts: &mut Texts, table: &str, line: usize, record: &[u8; ID]) -> io::Result<String> {
    let mut id = [0; 8];
    id.copy_from_slice(&record[28..]);
    let id = u64::from_be_bytes(id);
    let Some(at) = (id & !SUFFIX).checked_sub(1) else { return Ok(format!("{table}:{line}")) };
    let size = texts.spool.get(at, 4)?;
    let size = u32::from_le_bytes([size[0], size[1], size[2], size[3]]);
    let text = String::from_utf8_lossy(&texts.spool.get(at + 4, size as usize)?).into_owned();
    Ok(if id & SUFFIX == 0 { text } else { format!("{table}:{line}{text}") })
}

pub(in crate::facts) fn duplicate(id: &str, (table, line): (&str, usize), (first, first_line): (&str, usize)) -> Error {
    let message =
        format!("column \"id\": {id:?} is also the id of {first}:{first_line}, expected an id of its own for each row");
    Error::table(message).at_path(table).at_line(line)
}

fn put_numbers<W: Write>(
    image: &mut ImageWriter<W>,
    section: Section,
    numbers: impl Iterator<Item = u32>,
) -> io::Result<()> {
    image.begin(section);
    for number in numbers {
        image.put(&number.to_le_bytes())?;
    }
    Ok(())
}

/// Sorted by hash; big-endian, as the hashes of ids are.
fn put_hashes<W: Write>(image: &mut ImageWriter<W>, section: Section, list: &mut [(u64, u32)]) -> io::Result<()> {
    list.sort_unstable();
    image.begin(section);
    for (hash, id) in list {
        image.put(&hash.to_be_bytes())?;
        image.put(&id.to_be_bytes())?;
    }
    Ok(())
}

/// The inverted index from words to names, with the weight of each name: the sum of its words' inverse document
/// frequencies (Spärck Jones 1972).
fn put_words<W: Write>(
    image: &mut ImageWriter<W>,
    words: &BTreeMap<String, Vec<u32>>,
    measures: &[Measure],
    names: u32,
) -> io::Result<()> {
    let mut weights = vec![0_f32; names as usize];
    let mut list: Vec<(u64, &Vec<u32>)> = words.iter().map(|(w, names)| (hash(w.as_bytes()), names)).collect();
    list.sort_unstable();
    for (_, with) in &list {
        let weight = super::segment::rarity(names as usize, with.len());
        with.iter().for_each(|&name| weights[name as usize] += weight);
    }
    image.begin(Section::Names);
    let mut measure = 0_usize;
    for (name, weight) in (0_u32..).zip(&weights) {
        while measures.get(measure + 1).is_some_and(|next| next.names <= name) {
            measure += 1;
        }
        image.put(&u32::try_from(measure).unwrap_or(NONE).to_le_bytes())?;
        image.put(&weight.to_le_bytes())?;
    }
    image.begin(Section::Words);
    let mut start = 0_u32;
    for (hash, names) in &list {
        let length = u32::try_from(names.len()).unwrap_or(NONE);
        image.put(&hash.to_be_bytes())?;
        image.put(&start.to_be_bytes())?;
        image.put(&length.to_be_bytes())?;
        start = start.checked_add(length).ok_or_else(|| io::Error::other("the names have too many words"))?;
    }
    put_numbers(image, Section::Postings, list.iter().flat_map(|(_, names)| names.iter().copied()))
}

/// Rows about the same thing and time, as they come in order of publication.
#[derive(Debug, Default)]
struct Group {
    same: Vec<u8>,
    rows: Vec<[u8; ROW]>,
    problems: Vec<(u32, u32)>,
    superseded: u32,
    first: Option<Period>,
    last: Option<Period>,
}

impl Group {
    fn add(&mut self, row: &[u8; ROW]) {
        if self.same != row[..SAME] {
            self.close();
            self.same = row[..SAME].to_vec();
            if let Some(period) = record::period(row) {
                self.first = Some(self.first.map_or(period, |p| p.min(period)));
                self.last = Some(self.last.map_or(period, |p| p.max(period)));
            }
        }
        self.rows.push(*row);
    }

    /// Of rows about the same thing the one published last is current; equal dates with different values are a problem.
    /// Undated rows neither supersede nor are superseded: nothing says which came first.
    fn close(&mut self) {
        let latest = self.rows.last().and_then(|row| record::published(row).flatten());
        let is_current = |row: &&[u8; ROW]| record::published(&row[..]).flatten().is_none_or(|p| Some(p) == latest);
        let mut current = self.rows.iter().filter(is_current);
        let mut kept = 0;
        if let Some(first) = current.next() {
            kept = 1;
            for other in current {
                kept += 1;
                if record::value(first) != record::value(other) {
                    self.problems.push((record::order(first).unwrap_or(0), record::order(other).unwrap_or(0)));
                }
            }
        }
        self.superseded += u32::try_from(self.rows.len() - kept).unwrap_or(0);
        self.rows.clear();
    }
}
