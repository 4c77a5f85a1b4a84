//! A claim put as a question to the table: names in one form, each with how sure its reading is.

use super::closeness::Closeness;
use super::context::DocumentContext;
use super::identity::Surroundings;
use crate::claim::{Claim, Mention};
use crate::facts::{EntityName, Flow, MeasureName, Pointer, canonical_words, places_in, plain_words};
use crate::label::{Kind, Modality};
use crate::quantity::{Assertion, Figure, Form, Number, Period};

/// When the asked-for figure was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// In that period.
    At(Period),
    /// The text names no time: the latest row that it can know.
    Current,
    /// The text names a time that could not be resolved.
    Unknown,
}

/// The whole that a share is a share of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Whole {
    pub(super) measure: MeasureName,
    /// `None` for the entity of the part.
    pub(super) entity: Option<EntityName>,
}

impl Whole {
    /// Whether it is all the people of a place.
    pub(super) fn is_of_people(&self) -> bool {
        let words = &self.measure.words;
        self.measure.flow.is_none() && !words.is_empty() && words.iter().all(|w| PEOPLE.contains(&w.as_str()))
    }
}

/// Words for all the people of a place.
pub(super) const PEOPLE: &[&str] = &["people", "person", "citizen", "resident", "inhabitant", "population"];

/// The other side of a comparison at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Comparand {
    /// Empty for the claim's own measure.
    pub(super) measure: MeasureName,
    /// Whose it is, or with whom; `None` for the claim's own parties.
    pub(super) place: Option<EntityName>,
}

/// One way to read the words for a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) name: MeasureName,
    /// The most that a match with it can score.
    pub(super) most: u8,
    /// Whether it takes the claim's entity for a part of the measure, so that the row's entity may be the document's.
    pub(super) sector: bool,
}

/// One claim in the table's terms.
#[derive(Clone)]
pub(super) struct Question<'a> {
    pub(super) claim: &'a Claim,
    pub(super) kind: Kind,
    pub(super) assertion: Assertion,
    pub(super) context: &'a DocumentContext<'a>,
    pub(super) measures: Vec<Reading>,
    pub(super) near: Surroundings,
    pub(super) entity: Option<(EntityName, u8)>,
    pub(super) counterpart: Option<EntityName>,
    pub(super) whole: Option<Whole>,
    /// What a difference or multiple is one of, where that is no earlier time: "1.8 times its trade with Japan".
    pub(super) comparand: Option<Comparand>,
    pub(super) when: When,
    pub(super) modality: Modality,
    /// The measures that its sentence comes closest to, where that was asked for.
    pub(super) close: Option<&'a Closeness>,
}

/// Words for a time that is simply now.
const NOW: &[&str] = &["now", "currently", "today", "present", "still", "already"];

impl<'a> Question<'a> {
    /// The claim as a question; `None` for what asserts nothing.
    pub(super) fn new(claim: &'a Claim, context: &'a DocumentContext<'a>) -> Option<Self> {
        let kind = claim.kind?;
        let near = Surroundings { before: context.words_before(claim), earlier: context.words_earlier(claim) };
        let mut entity = claim.entity.as_ref().and_then(|m| context.entity(&m.text, m.span.start));
        let counterpart = claim.counterpart.as_ref().and_then(|m| context.entity(&m.text, m.span.start));
        let counterpart = counterpart.map(|(name, _)| name).filter(|c| !c.is_world());
        let (measure, place) = measure_text(claim, context, entity.as_ref().map(|(e, _)| e), counterpart.as_ref());
        entity = entity.or(place.map(|p| (p, 95))).or_else(|| Some((context.only_place(claim)?, 85)));
        let mut measures = readings(measure.as_deref(), kind, &near, entity.as_ref().map(|(e, _)| e));
        let mut whole = claim.whole.as_ref().and_then(|m| whole(m, context));
        // "82% of the people live in towns": the part is of people too, "rural" of a population.
        if let Some(whole) = whole.as_mut().filter(|w| w.is_of_people()) {
            let people = MeasureName::parse("population");
            let joined = measures.iter().flat_map(|r| {
                [&people, &MeasureName::parse("people")].map(|p| Reading {
                    name: r.name.joined(p),
                    most: 90,
                    ..r.clone()
                })
            });
            let joined: Vec<Reading> = joined.collect();
            measures.extend(joined);
            whole.measure = people;
        } else if let Some(whole) = whole.as_ref().filter(|w| kind == Kind::Share && !w.measure.is_empty()) {
            // "60% of the working population were in agriculture": a table may name part and whole in its measure.
            let joined =
                measures.iter().map(|r| Reading { name: r.name.joined(&whole.measure), most: 75, ..r.clone() });
            let joined: Vec<Reading> = joined.collect();
            measures.extend(joined);
        }
        let comparand = comparand(claim, context);
        // "2.4 times those of Vietnam": whom something is held against is no partner.
        let against = comparand.as_ref().and_then(|c| c.place.as_ref());
        let counterpart =
            counterpart.filter(|c| comparand.as_ref().is_none_or(|o| !o.measure.is_empty()) || against != Some(c));
        let when = match (&claim.period, &claim.period_text) {
            (Some(period), _) => When::At(*period),
            (None, None) => When::Current,
            (None, Some(words)) if plain_words(&words.text).iter().any(|w| NOW.contains(&w.as_str())) => When::Current,
            (None, Some(_)) => When::Unknown,
        };
        // Nobody forecasts what is over, unless the text says that somebody did.
        let over = context.published().zip(claim.period).is_some_and(|(date, period)| period.end() < date);
        let forecast = claim.modality == Modality::Forecast && (!over || context.speaks_of_forecasts(claim));
        let modality = if forecast || claim.modality == Modality::Target { claim.modality } else { Modality::Actual };
        Some(Self {
            claim,
            kind,
            assertion: claim.assertion(),
            context,
            measures,
            near,
            entity,
            counterpart,
            whole,
            comparand,
            when,
            modality,
            close: None,
        })
    }

    /// The best reading of the measure.
    pub(super) fn measure(&self) -> Option<&MeasureName> {
        self.measures.first().map(|reading| &reading.name)
    }

    /// The period before which the claim's change happened: given, or for growth the year before.
    pub(super) fn base_of(&self, period: &Period) -> (Option<Period>, u8) {
        match (&self.claim.base_period, &self.claim.base_text) {
            (Some(base), _) => {
                // "than in 2024" of the first eleven months of 2025 means the same months.
                let same = period.years_before(1).filter(|before| base.contains(before) && !base.same_days(before));
                same.map_or((Some(*base), 100), |before| (Some(before), 90))
            }
            (None, _) if matches!(self.kind, Kind::Growth) => (period.years_before(1), self.year_on_year(period)),
            // "three times" says no base; "doubled" speaks of time, most likely of the year before.
            (None, _) if self.kind == Kind::Ratio && !self.is_verb() => (None, 0),
            (None, _) => (period.years_before(1), 75),
        }
    }

    /// The periods before which the claim's change may have happened: of a month or a quarter whose growth has no base, the
    /// year before and the month or quarter before, neither surely.
    pub(super) fn bases_of(&self, period: &Period) -> Vec<(Period, u8)> {
        let (base, sure) = self.base_of(period);
        let unsaid = self.claim.base_period.is_none() && self.claim.base_text.is_none();
        let either = unsaid && self.kind == Kind::Growth && sure < 100 && base.is_some();
        let step = if either { period.previous() } else { None };
        [base, step].into_iter().flatten().map(|period| (period, sure)).collect()
    }

    /// How surely a growth without a base is one on the year before: of a month or a quarter it may as well be one on
    /// the month or quarter before, unless it is one of prices.
    pub(super) fn year_on_year(&self, period: &Period) -> u8 {
        let short = period.months().is_some_and(|months| months <= 3);
        let prices = |w: &String| ["price", "cpi", "ppi", "inflation"].contains(&w.as_str());
        let says = self.measures.iter().any(|reading| reading.name.words.iter().any(prices));
        if short && !says && self.claim.base_text.is_none() { 75 } else { 100 }
    }

    /// Whether the figure is said to lie between two, without saying which is the greater.
    pub(super) fn is_gap(&self) -> bool {
        let before = plain_words(self.context.before(self.claim));
        let between = before
            .windows(2)
            .any(|w| w[1] == "between" && ["gap", "difference", "gulf", "distance"].contains(&w[0].as_str()));
        self.comparand.is_some() && between
    }

    /// Whether a multiple is said of the way from one time to another.
    pub(super) fn is_verb(&self) -> bool {
        let verbs = ["doubl", "tripl", "quadrupl", "halv", "trebl"];
        plain_words(&self.claim.text).iter().any(|w| verbs.iter().any(|v| w.starts_with(v)) || w.ends_with("fold"))
    }

    /// Whether the figure has digits enough that a row agrees with it hardly by chance.
    pub(super) fn is_specific(&self) -> bool {
        let specific = |n: &Number| {
            let ten = n.round_place.checked_mul(rust_decimal::Decimal::TEN);
            !n.round_place.is_zero() && ten.is_some_and(|ten| n.value.abs() >= ten)
        };
        let closed = self.assertion.inner.low().is_some() && self.assertion.inner.high().is_some();
        match &self.claim.figure {
            Figure::Point(number) => self.claim.form == Form::Digits && closed && specific(number),
            Figure::Range { .. } => false,
        }
    }
}

/// The words for the measure without the names of its parties, and the place that they begin with where the claim names
/// no entity: "China's services trade".
fn measure_text(
    claim: &Claim,
    context: &DocumentContext<'_>,
    entity: Option<&EntityName>,
    counterpart: Option<&EntityName>,
) -> (Option<String>, Option<EntityName>) {
    let Some(measure) = &claim.measure else {
        // A count is measured by what is counted.
        return (claim.unit.noun().map(str::to_owned), None);
    };
    let mut text = spending(claim, &measure.text, context)
        .or_else(|| balance(claim, &measure.text, context))
        .or_else(|| per_head(claim, &measure.text, context))
        .unwrap_or_else(|| measure.text.clone());
    let mut found = None;
    for (span, place) in places_in(&text).into_iter().rev() {
        let is_party = [entity, counterpart].into_iter().flatten().any(|e| *e == place);
        let leads = entity.is_none() && text[..span.start].trim().trim_start_matches("the").is_empty();
        // "imports from Japan" are not imports: any other place stays and tells the measure from others.
        if is_party || leads {
            text.replace_range(span.start..span.end, " ");
        }
        if leads {
            found = Some(place);
        }
    }
    let bare = MeasureName::parse_rest(&text);
    if bare.is_empty() && !bare.growth && !bare.share {
        (Some(measure.text.clone()), found)
    } else {
        (Some(text), found)
    }
}

/// An amount for each head: "Per person, Chile imported goods worth $5,354" measures the imports per head.
fn per_head(claim: &Claim, measure: &str, context: &DocumentContext<'_>) -> Option<String> {
    const HEADS: &[&str] =
        &["per person", "per head", "per inhabitant", "per capita", "for each inhabitant", "for each person"];
    let says = |text: &str| HEADS.iter().any(|words| text.to_lowercase().contains(words));
    let near = says(context.before(claim)) || says(context.behind(claim));
    (claim.unit.is_currency() && near && !says(measure)).then(|| format!("{measure} per head"))
}

/// What is spent on: "spent 1.8 percent of GDP on its armed forces" measures the spending on those. `None` where the
/// claim names no spending, or says not on what.
fn spending(claim: &Claim, measure: &str, context: &DocumentContext<'_>) -> Option<String> {
    const VERBS: &[&str] = &["spend", "spends", "spent", "spending"];
    const ENDS: [&str; 8] = [" in ", " last ", " this ", " during ", " over ", " between ", " than ", " and "];
    let verb = |text: &str| plain_words(text).iter().any(|w| VERBS.contains(&w.as_str()));
    if !verb(measure) && !plain_words(context.before(claim)).last().is_some_and(|w| VERBS.contains(&w.as_str())) {
        return None;
    }
    let behind = context.behind(claim);
    // Between the figure and "on" only the whole may stand: "of GDP".
    let (whole, on) = behind.split_once(" on ")?;
    if whole.split_whitespace().count() > 4 || whole.contains(". ") {
        return None;
    }
    let end = ENDS.iter().filter_map(|end| on.find(end)).min().unwrap_or(on.len());
    let on = on[..end].trim_end_matches('.').trim();
    let on = ["its ", "their ", "the "].iter().fold(on, |on, word| on.strip_prefix(word).unwrap_or(on));
    (!on.is_empty() && on.split_whitespace().count() <= 6).then(|| format!("{on} spending"))
}

/// What a balance is one of: "a deficit of $13.8 billion in goods trade" measures the deficit. `None` where no balance
/// stands right before the figure, or the measure names it itself.
fn balance(claim: &Claim, measure: &str, context: &DocumentContext<'_>) -> Option<String> {
    const BALANCES: &[&str] = &["surplus", "deficit", "shortfall"];
    if MeasureName::parse(measure).flow.is_some_and(|flow| flow != Flow::Trade) {
        return None;
    }
    let before = plain_words(context.before(claim));
    let near = before.iter().rev().take(4);
    let named = near.clone().position(|w| BALANCES.contains(&w.as_str()))?;
    // Only "of" and a comparator may stand between.
    let of = near.clone().take(named).any(|w| w == "of");
    let word = before.iter().rev().nth(named).filter(|_| of)?;
    let word = if word == "surplus" { "surplus" } else { "deficit" };
    Some(format!("{measure} {word}"))
}

/// What the words for the measure may mean.
fn readings(text: Option<&str>, kind: Kind, near: &Surroundings, entity: Option<&EntityName>) -> Vec<Reading> {
    let Some(text) = text else { return Vec::new() };
    let mut name = MeasureName::parse(text);
    if kind == Kind::Rank {
        name = ranked_by(name);
    }
    let mut readings = vec![Reading { name: name.clone(), most: 100, sector: false }];
    // The economy grows in real terms unless somebody says otherwise: its growth in money terms denies nothing.
    let economy = || ["GDP", "economy"].iter().any(|words| MeasureName::parse(words) == name);
    if matches!(kind, Kind::Growth | Kind::AverageGrowth) && economy() {
        readings = vec![
            Reading { name: MeasureName::parse("real GDP"), most: 95, sector: false },
            Reading { name: name.clone(), most: 75, sector: false },
        ];
    }
    // "imported 1.1 billion tonnes of iron ore": the value cuts the flow off from what flows.
    if name.flow.is_none()
        && let Some(flow) = nearest_flow(near)
    {
        readings.insert(0, Reading { name: name.with_flow(flow), most: 95, sector: false });
    }
    // "the overseas market" of the entity "cloud computing": a table names the sector in the measure.
    if let Some(sector) = entity.filter(|e| !e.is_known() && Pointer::parse(&e.id).is_none()) {
        let sector = MeasureName::parse(&sector.id);
        let joined: Vec<Reading> =
            readings.iter().map(|r| Reading { name: r.name.joined(&sector), most: 85, sector: true }).collect();
        readings.extend(joined);
    }
    readings
}

/// The flow of the last verb or noun of direction before the value, in its sentence.
fn nearest_flow(near: &Surroundings) -> Option<Flow> {
    let flows = near.before.iter().rev().filter_map(|w| Flow::of_word(w));
    flows.into_iter().find(|f| matches!(f, Flow::Export | Flow::Import))
}

/// "largest provider of services" is ranked by exports of services, "largest economy" by GDP.
fn ranked_by(mut name: MeasureName) -> MeasureName {
    let before = name.words.len();
    name.words.retain(|w| !["provider", "supplier", "seller", "vendor"].contains(&w.as_str()));
    if name.words.len() < before && name.flow.is_none() {
        name.flow = Some(Flow::Export);
    }
    let before = name.words.len();
    name.words.retain(|w| !["buyer", "consumer", "purchaser"].contains(&w.as_str()));
    if name.words.len() < before && name.flow.is_none() {
        name.flow = Some(Flow::Import);
    }
    if name.words == ["economy"] && name.flow.is_none() {
        return MeasureName::parse("GDP");
    }
    name
}

/// Words that only point back: "80 percent of it".
const PRONOUNS: &[&str] = &["it", "them", "that", "this", "these", "those", "which", "its", "their"];

/// Reads "the country's total foreign trade", "the global total", "global goods exports"; `None` for a mere pronoun.
fn whole(mention: &Mention, context: &DocumentContext<'_>) -> Option<Whole> {
    if plain_words(&mention.text).iter().all(|w| PRONOUNS.contains(&w.as_str())) {
        return None;
    }
    Some(read_whole(&mention.text, |pointer| context.resolve(pointer, mention.span.start)))
}

/// Words of a comparison with an earlier time, or of comparing as such: what is left names something else.
const COMPARING: &[&str] = &[
    "than",
    "compared",
    "comparison",
    "against",
    "versus",
    "over",
    "that",
    "those",
    "it",
    "same",
    "period",
    "time",
    "ago",
    "earlier",
    "previous",
    "prior",
    "preceding",
    "last",
    "before",
    "month",
    "quarter",
    "week",
    "day",
    "decade",
    "yoy",
    "corresponding",
    "comparable",
    "base",
    "what",
    "was",
    "were",
    "had",
    "been",
    "high",
    "low",
    "peak",
    "average",
    "since",
    "behind",
    "ahead",
    "above",
    "below",
    "more",
    "less",
    "larger",
    "bigger",
    "greater",
    "higher",
    "lower",
    "one",
    "ones",
    "much",
    "large",
    "big",
    "as",
    "level",
    "amount",
    "figure",
];

/// Reads "than its trade with the European Union", "those of Germany"; `None` for an earlier time.
fn comparand(claim: &Claim, context: &DocumentContext<'_>) -> Option<Comparand> {
    let mention = claim.base_text.as_ref().filter(|_| claim.base_period.is_none())?;
    if plain_words(&mention.text).first().is_some_and(|w| w == "from") {
        // "from $80.52 a barrel" is where the way to the value began.
        return None;
    }
    let read = read_whole(&mention.text, |pointer| context.resolve(pointer, mention.span.start));
    let mut measure = read.measure;
    let is_time = |w: &String| COMPARING.contains(&w.as_str()) || w.chars().all(|c| c.is_ascii_digit());
    measure.words.retain(|w| !is_time(w));
    (read.entity.is_some() || !measure.is_empty()).then_some(Comparand { measure, place: read.entity })
}

/// The measure and the entity that the words for a whole name.
pub(super) fn read_whole(text: &str, resolve: impl Fn(Pointer) -> Option<EntityName>) -> Whole {
    let places = places_in(text);
    let mut rest = text.to_owned();
    for (span, _) in places.iter().rev() {
        rest.replace_range(span.start..span.end, " ");
    }
    let pointed = || {
        let words = canonical_words(text);
        words.iter().find_map(|w| Pointer::parse(w)).and_then(resolve)
    };
    Whole {
        measure: MeasureName::parse_rest(&rest),
        entity: places.into_iter().next().map(|(_, p)| p).or_else(pointed),
    }
}
