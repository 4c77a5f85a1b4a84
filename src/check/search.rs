//! Which rows may speak of a question, and how surely.
//!
//! Candidates come from the table's index (measure words, then entity), never from a scan of every row; each is scored
//! aspect by aspect. Deriving an answer starts from these hits.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::Date;

use super::identity::{Identity, Likeness, is_crossed, likeness};
use super::question::{Question, Reading, When, Whole, read_whole};
use crate::facts::{EntityKind, EntityName, Fact, FactTable, Flow, MeasureId, MeasureName, RowId};
use crate::label::{Kind, Modality};
use crate::quantity::{Interval, Period, Unit};

/// A row that may speak of a question.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub(super) row: RowId,
    pub(super) fact: Arc<Fact>,
    pub(super) identity: Identity,
    /// Whether the row counts the other way: a deficit where a surplus is asked for.
    pub(super) mirrored: bool,
}

impl Hit {
    /// The values that the row allows, in its own unit.
    pub(super) fn interval(&self) -> Interval {
        let interval = self.fact.interval();
        if self.mirrored { interval.negate() } else { interval }
    }

    /// The row's value, in its own unit.
    pub(super) fn value(&self) -> Interval {
        let value = Interval::point(self.fact.value);
        if self.mirrored { value.negate() } else { value }
    }
}

/// What is looked for.
#[derive(Clone)]
pub(super) struct Want<'q> {
    pub(super) measures: Vec<Reading>,
    pub(super) entity: Option<(EntityName, u8)>,
    pub(super) counterpart: Option<EntityName>,
    /// For shares: of what. Looked at only in rows that are shares.
    pub(super) whole: Option<&'q Whole>,
    pub(super) when: When,
    /// Kinds of rows, each with the most that it can score.
    pub(super) kinds: &'static [(Kind, u8)],
    pub(super) modality: Modality,
    /// Measures that may be meant whatever their words, each with how surely.
    pub(super) close: &'q [(MeasureId, u8)],
}

/// A question held against a table.
pub(super) struct Search<'t, 'q> {
    pub(super) table: &'t FactTable,
    pub(super) question: &'q Question<'q>,
    /// Whether rows that a later one superseded before the text was published are looked at too.
    pub(super) superseded: bool,
    /// The measures that were found for readings before: derivations ask for the same ones again and again.
    known: RefCell<Vec<(Vec<Reading>, Vec<(MeasureId, u8)>, Measures)>>,
}

/// Measures that may be meant, and how alike they are.
type Measures = Rc<[(MeasureId, Alike)]>;

/// Words for all the people of a place.
const PEOPLE: &[&str] = &["people", "person", "citizen", "resident", "inhabitant", "population"];

/// The most that a measure can score of which the text around the claim names a rival.
const MOST_CROSSED: u8 = 60;

/// How alike a measure is to the readings that take the entity for itself, and to those that take it for a sector.
#[derive(Clone, Copy, Debug, Default)]
struct Alike {
    plain: Likeness,
    sector: Likeness,
}

/// Years before the text in which a row may still be the current one.
const OLDEST: i32 = 5;
/// Rows of one measure that are looked at when no entity is known.
const MOST_ROWS: usize = 2000;
/// Below this a measure is not looked at.
const LEAST_LIKENESS: u8 = 40;

impl<'t, 'q> Search<'t, 'q> {
    pub(super) fn new(table: &'t FactTable, question: &'q Question<'q>) -> Self {
        Self { table, question, superseded: false, known: RefCell::default() }
    }

    /// What the claim itself is about, in rows of the given kinds.
    pub(super) fn want(&self, kinds: &'static [(Kind, u8)]) -> Want<'q> {
        let q = self.question;
        Want {
            measures: q.measures.clone(),
            entity: q.entity.clone(),
            counterpart: q.counterpart.clone(),
            whole: q.whole.as_ref(),
            when: q.when,
            kinds,
            modality: q.modality,
            close: q.close.map_or(&[], |close| &close.whole),
        }
    }

    /// The rows that may be meant, best first.
    pub(super) fn find(&self, want: &Want<'_>) -> Vec<Hit> {
        let mut hits = Vec::new();
        for &(measure, likeness) in self.measures(&want.measures, want.close).iter() {
            for row in self.rows(measure, want) {
                let fact = self.table.fact(row);
                if let Some((identity, mirrored)) = self.identify(row, &fact, likeness, want) {
                    hits.push(Hit { row, fact, identity, mirrored });
                }
            }
        }
        if want.when == When::Current {
            self.prefer_latest(&mut hits);
        }
        let latest = |hit: &Hit| if want.when == When::Current { hit.fact.period.end() } else { Date::MIN };
        hits.sort_by_key(|hit| (Reverse(hit.identity.score()), Reverse(latest(hit)), hit.row));
        hits
    }

    /// The measures that may be meant, and how alike they are.
    fn measures(&self, readings: &[Reading], close: &[(MeasureId, u8)]) -> Measures {
        let mut known = self.known.borrow_mut();
        if let Some((_, _, found)) = known.iter().find(|(r, c, _)| r == readings && c == close) {
            return found.clone();
        }
        let found: Measures = self.look_for(readings, close).into();
        known.push((readings.to_vec(), close.to_vec(), found.clone()));
        found
    }

    fn look_for(&self, readings: &[Reading], close: &[(MeasureId, u8)]) -> Vec<(MeasureId, Alike)> {
        let mut found: BTreeMap<MeasureId, Alike> = BTreeMap::new();
        for reading in readings {
            let near = reading.name.near_names();
            let ids: BTreeSet<MeasureId> =
                std::iter::once(&reading.name).chain(&near).flat_map(|n| self.table.measures_like(n)).collect();
            for id in ids {
                let alike = found.entry(id).or_default();
                let best = if reading.sector { &mut alike.sector } else { &mut alike.plain };
                let names = self.table.names(id);
                let crossed = names.first().is_some_and(|own| is_crossed(&reading.name, own, &self.question.near));
                for name in names.iter() {
                    let mut like = likeness(&reading.name, name, &self.question.near);
                    like.score = like.score.min(if crossed { MOST_CROSSED } else { 100 });
                    like.score = u8::try_from(u32::from(like.score) * u32::from(reading.most) / 100).unwrap_or(100);
                    if like.score > best.score {
                        *best = like;
                    }
                }
            }
        }
        for &(id, score) in close {
            let plain = &mut found.entry(id).or_default().plain;
            if score > plain.score {
                *plain = Likeness { score, mirrored: false };
            }
        }
        found.retain(|_, alike| alike.plain.score.max(alike.sector.score) >= LEAST_LIKENESS);
        found.into_iter().collect()
    }

    /// The rows of a measure that the wanted parties may be meant by.
    fn rows(&self, measure: MeasureId, want: &Want<'_>) -> Vec<RowId> {
        let mut rows = BTreeSet::new();
        let main = self.question.context.main_country().map(|(name, _)| name);
        let named = want.entity.iter().map(|(name, _)| name).chain(&want.counterpart);
        let known = want.entity.as_ref().is_some_and(|(name, _)| name.is_known());
        for name in named.chain(main.filter(|_| !known)) {
            rows.extend(self.table.rows_at(measure, name));
            rows.extend(self.table.rows_with(measure, name));
        }
        if !known {
            rows.extend(self.table.rows_at(measure, &EntityName::world()));
            let all = self.table.rows_of(measure);
            if want.entity.is_none() && all.len() <= MOST_ROWS {
                rows.extend(all);
            }
        }
        rows.into_iter().filter(|&i| self.is_active(i)).collect()
    }

    /// Whether the row may decide for this text: current, or superseded only after the text was published.
    pub(super) fn is_active(&self, row: RowId) -> bool {
        let Some(later) = self.table.superseded_by(row) else { return true };
        let later = self.table.fact(later).published;
        let unknown_yet = self.question.context.published().zip(later).is_some_and(|(text, row)| text < row);
        self.superseded || unknown_yet
    }

    fn identify(&self, row: RowId, fact: &Fact, alike: Alike, want: &Want<'_>) -> Option<(Identity, bool)> {
        let &(_, unit) = want.kinds.iter().find(|(kind, _)| *kind == fact.kind)?;
        if fact.modality != want.modality {
            return None;
        }
        let plain = self.parties(row, want).map(|parties| (parties, alike.plain));
        // A sector named as the entity, of the country that the document is about.
        let sector = || {
            let unknown = want.entity.as_ref().is_some_and(|(e, _)| !e.is_known());
            let alone = self.table.counterpart(row).is_none() && want.counterpart.is_none();
            let main = self.question.context.main_country().is_some_and(|(main, _)| main == self.table.entity(row));
            (unknown && alone && main).then_some(((80, 100), alike.sector))
        };
        let ((entity, counterpart), like) = plain.or_else(sector)?;
        if like.score < LEAST_LIKENESS {
            return None;
        }
        let whole = if fact.kind == Kind::Share { self.whole(fact, want) } else { 100 };
        let period = self.period(fact, want);
        Some((Identity { measure: like.score, entity, counterpart, whole, period, unit }, like.mirrored))
    }

    /// How surely entity and counterpart of a row are those wanted; `None` when they are others.
    fn parties(&self, row: RowId, want: &Want<'_>) -> Option<(u8, u8)> {
        let (entity, partner) = (self.table.entity(row), self.table.counterpart(row));
        let main = self.question.context.main_country();
        let is_main = |name: &EntityName| main.is_some_and(|(main, _)| main == name);
        let name = want.measures.first().map(|reading| &reading.name);
        // Trade between two is the same seen from either side; a surplus of one is a deficit of the other.
        let mutual = name.is_some_and(|n| n.flow == Some(Flow::Trade));
        let bilateral = name.is_some_and(|n| n.bilateral);
        Some(match (&want.entity, &want.counterpart, partner) {
            // "bilateral trade" with a partner that was not found is not the trade with all.
            (Some((e, sure)), None, None) if same(e, entity) => (*sure, if bilateral { 40 } else { 100 }),
            (Some((e, sure)), Some(c), Some(p)) if same(e, entity) && same(c, p) => (*sure, 100),
            (Some((e, sure)), Some(c), Some(p)) if mutual && same(e, p) && same(c, entity) => ((*sure).min(95), 95),
            // "ASEAN remained the largest partner, with trade of …": the partner of the document's own country.
            (Some((e, sure)), None, Some(p)) if mutual && same(e, p) && is_main(entity) => ((*sure).min(85), 90),
            (Some((e, sure)), None, Some(_)) if bilateral && same(e, entity) => (*sure, 40),
            (None, Some(c), Some(p)) if same(c, p) => (self.unnamed(row), 100),
            (None, None, None) => (self.unnamed(row), 100),
            _ => return None,
        })
    }

    /// How surely a row's entity is meant where the claim names none.
    fn unnamed(&self, row: RowId) -> u8 {
        let entity = self.table.entity(row);
        let unit = &self.table.fact(row).unit;
        let says_price = |name: &MeasureName| name.words.iter().any(|w| w == "price");
        let price = self.table.names(self.table.measure(row)).iter().any(says_price)
            || unit.has_currency() && !unit.is_currency() && unit.code().contains("/[");
        match self.question.context.main_country() {
            // Prices without a place are those of the world market.
            _ if entity.is_world() && price => 100,
            Some((main, true)) if main == entity => 80,
            Some((main, false)) if main == entity => 72,
            _ if entity.is_world() => 60,
            _ => 40,
        }
    }

    fn whole(&self, fact: &Fact, want: &Want<'_>) -> u8 {
        let (Some(whole), Some(of)) = (want.whole, &fact.of) else {
            // One side leaves the whole unsaid.
            return 85;
        };
        let own = EntityName::parse(&fact.entity);
        let of = read_whole(of, |_| Some(own.clone()));
        // "eight out of ten Libyans", "one in five people" are shares of a population.
        let people = |w: &Whole| w.measure.words.iter().all(|w| PEOPLE.contains(&w.as_str()));
        if of.measure.words == ["population"] && people(whole) && (whole.entity.is_some() || !whole.measure.is_empty())
        {
            return 90;
        }
        let part = |w: &Whole, name: Option<&MeasureName>| {
            if w.measure.is_empty() { name.cloned().unwrap_or_default() } else { w.measure.clone() }
        };
        let asked = part(whole, self.question.measure());
        let given = part(&of, Some(&MeasureName::parse(&fact.measure)));
        let wanted = whole.entity.as_ref().or(want.entity.as_ref().map(|(e, _)| e));
        let there = of.entity.as_ref().unwrap_or(&own);
        if wanted.is_some_and(|w| !same(w, there)) {
            return 0;
        }
        likeness(&asked, &given, &self.question.near).score
    }

    /// How surely the row's times are those asked for.
    fn period(&self, fact: &Fact, want: &Want<'_>) -> u8 {
        let dated = match want.when {
            When::At(period) => period_score(&run_of(fact).1, &run(&period, fact.kind).1),
            When::Current => 75,
            When::Unknown => 50,
        };
        dated.min(self.base(fact, want))
    }

    /// How surely the row's base is the claim's.
    fn base(&self, fact: &Fact, want: &Want<'_>) -> u8 {
        let compared = [Kind::Change, Kind::Growth, Kind::AverageGrowth, Kind::Ratio];
        if !compared.contains(&fact.kind) {
            return 100;
        }
        let claim = self.question.claim;
        let (row_base, row_end) = run_of(fact);
        let asked = match want.when {
            When::At(period) => run(&period, fact.kind),
            When::Current | When::Unknown => (None, row_end),
        };
        let year_before = |p: &Period| p.years_before(1);
        let default = |given: Option<Period>, end: &Period| {
            given.or_else(|| if fact.kind == Kind::AverageGrowth { None } else { year_before(end) })
        };
        let explicit = claim.base_period.or(asked.0);
        let there = default(row_base, &row_end);
        match (explicit, there) {
            (Some(a), Some(b)) if a.same_days(&b) => 100,
            // "than in 2024" for the same months of 2024.
            (Some(a), Some(b)) if a.contains(&b) && Some(b) == year_before(&row_end) => 90,
            (Some(_), Some(_)) => 20,
            (Some(_), None) => 60,
            (None, Some(b)) => {
                let usual = year_before(&row_end).is_some_and(|y| y.same_days(&b));
                match (fact.kind, usual) {
                    (Kind::Growth, true) => 100,
                    (Kind::Growth, false) => 20,
                    // The text says no base, and the row has one.
                    (_, true) => 85,
                    (_, false) => 60,
                }
            }
            (None, None) => 85,
        }
    }

    /// Of rows that differ only in time the latest is the current one, as far as the text can know it.
    ///
    /// When a text with a date says no time, it may mean the last year or the one before it: both may be meant, and the
    /// one before them perhaps. Where the text has no date, or the table ends long before it, the latest row is only
    /// likely.
    fn prefer_latest(&self, hits: &mut [Hit]) {
        let published = self.question.context.published();
        let key = |hit: &Hit| {
            (
                self.table.measure(hit.row),
                hit.fact.entity.clone(),
                hit.fact.counterpart.clone(),
                hit.fact.unit.code().to_owned(),
                hit.fact.kind,
            )
        };
        let mut times: BTreeMap<_, Vec<Period>> = BTreeMap::new();
        for hit in hits.iter().filter(|h| published.is_none_or(|date| h.fact.period.start() <= date)) {
            times.entry(key(hit)).or_default().push(hit.fact.period);
        }
        for series in times.values_mut() {
            series.sort_by_key(|p| (Reverse(p.end()), p.start()));
            series.dedup_by(|a, b| a.same_days(b));
        }
        for hit in hits {
            let place = times.get(&key(hit)).and_then(|t| t.iter().position(|p| p.same_days(&hit.fact.period)));
            // Against when a change of unknown time is one is as open as its time.
            let plain = matches!(self.question.kind, Kind::Level | Kind::Share);
            let fresh = plain
                && published
                    .is_some_and(|date| i32::from(date.year()) - i32::from(hit.fact.period.end().year()) <= OLDEST);
            let most = match place {
                Some(0 | 1) if fresh => 80,
                Some(0) => 75,
                Some(2) if fresh => 72,
                _ => 40,
            };
            hit.identity.period = if most > 75 { most } else { hit.identity.period.min(most) };
        }
    }

    /// Another row, as sure as `hit` is.
    pub(super) fn beside(&self, hit: &Hit, row: RowId) -> Hit {
        Hit { row, fact: self.table.fact(row), ..hit.clone() }
    }

    /// The row of the same series as `hit` in another period.
    pub(super) fn sibling(&self, hit: &Hit, period: &Period) -> Option<Hit> {
        self.siblings(hit).into_iter().find(|other| other.fact.period.same_days(period))
    }

    /// The rows of the same series: same measure, parties, whole, kind, and a unit that converts; own modality first.
    pub(super) fn siblings(&self, hit: &Hit) -> Vec<Hit> {
        let entity = self.table.entity(hit.row);
        let own = self.table.names(self.table.measure(hit.row));
        let mut rows: Vec<RowId> = Vec::new();
        for name in own.iter().take(1) {
            let alike = self.table.measures_like(name).into_iter().filter(|&id| self.table.names(id).contains(name));
            rows.extend(alike.flat_map(|id| self.table.rows_at(id, entity).iter().copied()));
        }
        let fits = |row: &RowId| {
            let other = self.table.fact(*row);
            *row != hit.row
                && self.is_active(*row)
                && other.kind == hit.fact.kind
                && self.table.counterpart(*row) == self.table.counterpart(hit.row)
                && other.of == hit.fact.of
                && other.unit.factor_to(&hit.fact.unit).is_some()
                && (other.modality == hit.fact.modality || other.modality == Modality::Actual)
        };
        rows.sort_unstable();
        rows.dedup();
        let mut found: Vec<Hit> = rows.into_iter().filter(fits).map(|row| self.beside(hit, row)).collect();
        found.sort_by_key(|other| (other.fact.modality != hit.fact.modality, other.row));
        found
    }
}

/// Whether two names are one entity's.
pub(super) fn same(a: &EntityName, b: &EntityName) -> bool {
    a.key() == b.key()
}

/// Whether an entity sums up others that may stand beside it in a table.
pub(super) fn is_aggregate(entity: &EntityName) -> bool {
    matches!(entity.kind, EntityKind::World | EntityKind::Group | EntityKind::Bloc)
}

/// The factor from a row's unit to the claim's, and how sure it is.
pub(super) fn conversion(from: &Unit, question: &Question<'_>) -> Option<(rust_decimal::Decimal, u8, Unit)> {
    let claim = question.claim;
    if let Some(factor) = from.factor_to(&claim.unit) {
        return Some((factor, 100, claim.unit.clone()));
    }
    if let Some((factor, unit)) = claim.alternatives.iter().find_map(|u| Some((from.factor_to(u)?, u))) {
        return Some((factor, 90, unit.clone()));
    }
    // Nouns of counts vary more than what they count: {copy} and {game}, {user} and {subscriber}.
    let factor = from.factor_of_counts(&claim.unit)?;
    // "10 Nigerians die" are ten deaths: what happens to people is counted by either.
    let noun = claim.unit.code().strip_prefix('{').and_then(|code| code.split('}').next()).unwrap_or_default();
    let people = PEOPLE.contains(&noun) || EntityName::parse(noun).is_known();
    Some((factor, if people { 80 } else { 72 }, claim.unit.clone()))
}

/// From when to when a compared figure runs: "2020/2024" of an average growth is base and end.
fn run(period: &Period, kind: Kind) -> (Option<Period>, Period) {
    let years = period.is_range() && period.first().as_year().is_some() && period.last().as_year().is_some();
    if kind == Kind::AverageGrowth && years { (Some(period.first()), period.last()) } else { (None, *period) }
}

fn run_of(fact: &Fact) -> (Option<Period>, Period) {
    let (first, end) = run(&fact.period, fact.kind);
    (fact.base_period.or(first), end)
}

/// How surely two periods are one.
fn period_score(row: &Period, asked: &Period) -> u8 {
    let day = |p: &Period| p.start() == p.end();
    if row.same_days(asked) {
        100
    } else if (day(row) || day(asked)) && row.end() == asked.end() {
        // The stock at the end of a year or month.
        85
    } else if (day(row) && asked.contains(row)) || (day(asked) && row.contains(asked)) {
        60
    } else if row.overlaps(asked) {
        30
    } else {
        20
    }
}
