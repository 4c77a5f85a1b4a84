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

use super::additivity::Additivity;
use super::context::DocumentContext;
use super::identity::{Identity, Likeness, is_crossed, likeness};
use super::question::{PEOPLE, Question, Reading, When, Whole, read_whole};
use crate::claim::Claim;
use crate::facts::{
    EntityKind, EntityName, Fact, FactTable, Flow, MeasureId, MeasureName, Observation, RowId, Series, SeriesId,
};
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
    known: RefCell<Vec<Known>>,
}

/// What was asked for, and what was found.
type Known = (Vec<Reading>, Vec<(MeasureId, u8)>, Measures);
/// Measures that may be meant, and how alike they are.
type Measures = Rc<[(MeasureId, Alike)]>;

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
/// A row that was looked at, not yet read whole.
struct Sighting {
    row: RowId,
    series: SeriesId,
    measure: MeasureId,
    period: Period,
    identity: Identity,
    mirrored: bool,
}

/// Rows of another time than the wanted that are kept of a series: to be shown as what comes nearest.
const MOST_ELSEWHERE: usize = 8;
/// Rows that can bear nothing out, whenever they are of, that are kept of all: to be shown as what comes nearest, and to
/// cast doubt on others.
const MOST_DOUBTFUL: usize = 64;
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
    ///
    /// Of the rows of one series that speak of another time, so that they can bear nothing out, the nearest
    /// [`MOST_ELSEWHERE`] are kept, and of those of other measures or places the likeliest [`MOST_DOUBTFUL`].
    pub(super) fn find(&self, want: &Want<'_>) -> Vec<Hit> {
        let mut sightings = Vec::new();
        for &(measure, likeness) in self.measures(&want.measures, want.close).iter() {
            for series in self.series(measure, want) {
                self.sight(measure, series, likeness, want, &mut sightings);
            }
        }
        if want.when == When::Current {
            self.prefer_latest(&mut sightings);
        }
        let latest = |s: &Sighting| if want.when == When::Current { s.period.end() } else { Date::MIN };
        sightings.sort_by_key(|s| (Reverse(s.identity.score()), Reverse(latest(s)), s.row));
        let mut doubtful = 0;
        sightings.retain(|s| {
            let doubt = !Identity { period: 100, ..s.identity }.may_support();
            doubtful += usize::from(doubt);
            !doubt || doubtful <= MOST_DOUBTFUL
        });
        let hit = |s: Sighting| {
            let fact = Arc::new(self.table.try_fact(s.row)?);
            Some(Hit { row: s.row, fact, identity: s.identity, mirrored: s.mirrored })
        };
        sightings.into_iter().filter_map(hit).collect()
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

    /// The series of a measure that the wanted parties may be meant by.
    fn series(&self, measure: MeasureId, want: &Want<'_>) -> BTreeSet<SeriesId> {
        let mut series = BTreeSet::new();
        let main = self.question.context.main_country().map(|(name, _)| name);
        let named = want.entity.iter().map(|(name, _)| name).chain(&want.counterpart);
        let known = want.entity.as_ref().is_some_and(|(name, _)| name.is_known());
        for name in named.chain(main.filter(|_| !known)) {
            series.extend(self.table.series_at(measure, name));
            series.extend(self.table.series_with(measure, name));
        }
        if !known {
            series.extend(self.table.series_at(measure, &EntityName::world()));
            if want.entity.is_none() && self.table.row_count_of(measure) <= MOST_ROWS {
                series.extend(self.table.series_of(measure));
            }
        }
        series
    }

    /// Looks at the rows of a series: once at what they have in common, then at the time of each.
    fn sight(
        &self,
        measure: MeasureId,
        series: SeriesId,
        alike: Alike,
        want: &Want<'_>,
        sightings: &mut Vec<Sighting>,
    ) -> Option<()> {
        let common = self.table.series(series)?;
        if common.modality != want.modality || !want.kinds.iter().any(|(kind, _)| *kind == common.kind) {
            return None;
        }
        let first = self.table.first_row(series, measure)?;
        let fact = self.table.try_fact(first)?;
        let (identity, mirrored) = self.identify(first, &fact, alike, want)?;
        let observations = match want.when {
            When::At(period) => self.table.observations_near(series, measure, &period, MOST_ELSEWHERE),
            When::Current | When::Unknown => self.table.observations(series, measure),
        };
        let active = observations.into_iter().filter(|observation| self.may_decide(observation.superseded_by));
        let seen = active.map(|observation| {
            let identity = Identity { period: self.period(&observation, common.kind, want), ..identity };
            Sighting { row: observation.row, series, measure, period: observation.period, identity, mirrored }
        });
        let (timely, mut elsewhere): (Vec<Sighting>, Vec<Sighting>) = seen.partition(|s| s.identity.is_timely());
        // Of a thousand months few are kept: to sort them among those of other series would take longest of all.
        if elsewhere.len() > MOST_ELSEWHERE {
            elsewhere.select_nth_unstable_by_key(MOST_ELSEWHERE, |s| (Reverse(s.identity.score()), s.row));
            elsewhere.truncate(MOST_ELSEWHERE);
        }
        sightings.extend(timely);
        sightings.extend(elsewhere);
        Some(())
    }

    /// Whether the row may decide for this text: current, or superseded only after the text was published.
    pub(super) fn is_active(&self, row: RowId) -> bool {
        self.may_decide(self.table.superseded_by(row))
    }

    fn may_decide(&self, superseded_by: Option<RowId>) -> bool {
        let Some(later) = superseded_by else { return true };
        let later = self.table.published(later);
        let unknown_yet = self.question.context.published().zip(later).is_some_and(|(text, row)| text < row);
        self.superseded || unknown_yet
    }

    /// How surely a row speaks of what is wanted, whenever that is.
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
        Some((Identity { measure: like.score, entity, counterpart, whole, period: 100, unit }, like.mirrored))
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
        let people = whole.is_of_people() || whole.measure.is_empty() && whole.entity.is_some();
        if of.measure.words == ["population"] && people {
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
    fn period(&self, row: &Observation, kind: Kind, want: &Want<'_>) -> u8 {
        let dated = match want.when {
            When::At(period) => {
                let (there, asked) = (run(&row.period, kind).1, run(&period, kind).1);
                let score = period_score(&there, &asked);
                if is_last_month(&asked, &there) && self.asks_for_stock() { score.max(75) } else { score }
            }
            When::Current => 75,
            When::Unknown => 50,
        };
        dated.min(self.base(row, kind, want))
    }

    /// Whether the claim asks for what is counted at a moment: the stock of a quarter is mostly the one at its end.
    fn asks_for_stock(&self) -> bool {
        let claim = self.question.claim;
        let of = |reading: &Reading| Additivity::of(&reading.name, &claim.unit, Kind::Level) == Additivity::Stock;
        self.question.measures.iter().any(of)
    }

    /// How surely the row's base is the claim's.
    fn base(&self, row: &Observation, kind: Kind, want: &Want<'_>) -> u8 {
        let compared = [Kind::Change, Kind::Growth, Kind::AverageGrowth, Kind::Ratio];
        if !compared.contains(&kind) {
            return 100;
        }
        let claim = self.question.claim;
        let (row_base, row_end) = run_of(row, kind);
        let asked = match want.when {
            When::At(period) => run(&period, kind),
            When::Current | When::Unknown => (None, row_end),
        };
        let year_before = |p: &Period| p.years_before(1);
        let default = |given: Option<Period>, end: &Period| {
            given.or_else(|| if kind == Kind::AverageGrowth { None } else { year_before(end) })
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
                match (kind, usual) {
                    (Kind::Growth, true) => self.question.year_on_year(&row_end),
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
    fn prefer_latest(&self, sightings: &mut [Sighting]) {
        let published = self.question.context.published();
        // By what tells rows apart but for qualifiers: of a measure there may be a series for each.
        let mut groups: BTreeMap<(MeasureId, SeriesId), Option<usize>> = BTreeMap::new();
        let mut kinds = Vec::new();
        for sighting in sightings.iter() {
            groups.entry((sighting.measure, sighting.series)).or_insert_with(|| {
                let own = self.table.series(sighting.series)?;
                let names = self.table.names(sighting.measure);
                let same = |(other, theirs): &(Series<'_>, Arc<[MeasureName]>)| {
                    *theirs == names
                        && other.entity == own.entity
                        && other.counterpart == own.counterpart
                        && other.unit == own.unit
                        && other.kind == own.kind
                };
                Some(kinds.iter().position(same).unwrap_or_else(|| {
                    kinds.push((own, names.clone()));
                    kinds.len() - 1
                }))
            });
        }
        let key = |s: &Sighting| groups.get(&(s.measure, s.series)).copied().flatten();
        let mut times: BTreeMap<_, Vec<Period>> = BTreeMap::new();
        for sighting in sightings.iter().filter(|s| published.is_none_or(|date| s.period.start() <= date)) {
            times.entry(key(sighting)).or_default().push(sighting.period);
        }
        for series in times.values_mut() {
            series.sort_by_key(|p| (Reverse(p.end()), p.start()));
            series.dedup_by(|a, b| a.same_days(b));
        }
        // Against when a change of unknown time is one is as open as its time.
        let plain = matches!(self.question.kind, Kind::Level | Kind::Share);
        for sighting in sightings {
            let place = times.get(&key(sighting)).and_then(|t| t.iter().position(|p| p.same_days(&sighting.period)));
            let age = |date: Date| i32::from(date.year()) - i32::from(sighting.period.end().year());
            let fresh = plain && published.is_some_and(|date| age(date) <= OLDEST);
            let most = match place {
                Some(0 | 1) if fresh => 80,
                Some(0) => 75,
                Some(2) if fresh => 72,
                _ => 40,
            };
            sighting.identity.period = if most > 75 { most } else { sighting.identity.period.min(most) };
        }
    }

    /// Another row, as sure as `hit` is.
    pub(super) fn beside(&self, hit: &Hit, row: RowId) -> Hit {
        Hit { row, fact: self.table.fact(row), ..hit.clone() }
    }

    /// The rows of the same series as `hit` in another period.
    pub(super) fn siblings_at(&self, hit: &Hit, period: &Period) -> Vec<Hit> {
        self.siblings_where(hit, |other| {
            other.same_days(period) || hit.fact.period.months() == Some(3) && is_last_month(period, other)
        })
    }

    /// The rows of the same series: same measure, parties, whole, kind, and a unit that converts; own modality first.
    pub(super) fn siblings(&self, hit: &Hit) -> Vec<Hit> {
        self.siblings_where(hit, |_| true)
    }

    fn siblings_where(&self, hit: &Hit, timely: impl Fn(&Period) -> bool) -> Vec<Hit> {
        let (entity, partner) = (self.table.entity(hit.row), self.table.counterpart(hit.row));
        let own = self.table.names(self.table.measure(hit.row));
        let mut rows: Vec<RowId> = Vec::new();
        for measure in own.first().map(|name| self.table.measures_named(name)).unwrap_or_default() {
            for series in self.table.series_at(measure, entity) {
                let fits = self.table.series(series).is_some_and(|common| {
                    common.kind == hit.fact.kind
                        && common.counterpart == partner
                        && common.unit.factor_to(&hit.fact.unit).is_some()
                        && (common.modality == hit.fact.modality || common.modality == Modality::Actual)
                });
                if fits {
                    let all = self.table.observations(series, measure).into_iter();
                    let usable = all.filter(|o| timely(&o.period) && self.may_decide(o.superseded_by));
                    rows.extend(usable.map(|o| o.row).filter(|&row| row != hit.row));
                }
            }
        }
        rows.sort_unstable();
        rows.dedup();
        let beside = |row: RowId| Some(Hit { row, fact: Arc::new(self.table.try_fact(row)?), ..hit.clone() });
        let mut found: Vec<Hit> =
            rows.into_iter().filter_map(beside).filter(|other| other.fact.of == hit.fact.of).collect();
        found.sort_by_key(|other| (other.fact.modality != hit.fact.modality, other.row));
        found
    }

    /// The rows of measures with the own name of `hit`'s that are of its kind, modality and unit and of its very days.
    pub(super) fn beside_in_time(&self, hit: &Hit) -> BTreeSet<RowId> {
        let own = self.table.names(self.table.measure(hit.row));
        let mut rows = BTreeSet::new();
        for measure in own.first().map(|name| self.table.measures_named(name)).unwrap_or_default() {
            for series in self.table.series_of(measure) {
                let fits = self.table.series(series).is_some_and(|common| {
                    common.kind == hit.fact.kind
                        && common.modality == hit.fact.modality
                        && *common.unit == hit.fact.unit
                });
                if fits {
                    let all = self.table.observations(series, measure).into_iter();
                    let timely = all.filter(|o| o.period.same_days(&hit.fact.period));
                    rows.extend(timely.filter(|o| self.may_decide(o.superseded_by)).map(|o| o.row));
                }
            }
        }
        rows
    }
}

/// Rows of every kind, none less likely than another.
pub(super) const ANY_KIND: &[(Kind, u8)] = &[
    (Kind::Level, 100),
    (Kind::Change, 100),
    (Kind::Growth, 100),
    (Kind::AverageGrowth, 100),
    (Kind::Share, 100),
    (Kind::Ratio, 100),
    (Kind::Rank, 100),
];

/// The rows that may be meant by a claim, best first, and how surely: the look-up that every verdict begins with.
#[must_use]
pub fn candidates(claim: &Claim, context: &DocumentContext<'_>, table: &FactTable) -> Vec<(RowId, Identity)> {
    let Some(question) = Question::new(claim, context) else { return Vec::new() };
    let search = Search::new(table, &question);
    search.find(&search.want(ANY_KIND)).into_iter().map(|hit| (hit.row, hit.identity)).collect()
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
    // A count or an index is no percentage, and a plain count none for each of something.
    let counts = from.noun().is_some() && claim.unit.is_percent() || claim.unit.noun().is_some() && from.is_percent();
    let counts = counts || question.kind == Kind::Level && from.is_percent() && claim.unit == Unit::one();
    let plain = (from.noun().is_some() || from.code() == "1") && claim.unit.code().contains('/');
    if counts || plain {
        return None;
    }
    if let Some(factor) = from.factor_to(&claim.unit) {
        return Some((factor, 100, claim.unit.clone()));
    }
    if let Some((factor, unit)) = claim.alternatives.iter().find_map(|u| Some((from.factor_to(u)?, u))) {
        return Some((factor, 90, unit.clone()));
    }
    // Of a price the text says what it is for once, if at all: "Brent cost $83.76 a barrel in July. In May it was $90."
    if let Some((money, of)) = from.code().split_once('/')
        && claim.unit.code() == money
        && claim.unit.is_currency()
        && !of.contains('{')
    {
        return Some((rust_decimal::Decimal::ONE, 75, claim.unit.clone()));
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

fn run_of(row: &Observation, kind: Kind) -> (Option<Period>, Period) {
    let (first, end) = run(&row.period, kind);
    (row.base_period.or(first), end)
}

/// Whether a month is the last one of a quarter.
fn is_last_month(month: &Period, quarter: &Period) -> bool {
    month.months() == Some(1) && quarter.months() == Some(3) && month.end() == quarter.end()
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
