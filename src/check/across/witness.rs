//! A claim as a witness: what it speaks of, as a key that two documents can share, and what it says.
//!
//! A claim is a witness only if nothing about it is in doubt. It must have one closed value in one unit, a measure with
//! words of its own, a place or a proper name as its entity, a resolved period, and for what is compared a base; what its
//! sentence names only by what stood before does not count.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Quote, Subject};
use crate::check::context::DocumentContext;
use crate::check::question::{Question, Reading, When};
use crate::claim::{Claim, Mention};
use crate::doc::{Document, LineIndex};
use crate::facts::{EntityName, MeasureName, canonical_words, plain_words};
use crate::label::{Comparator, Kind, Modality};
use crate::quantity::{Interval, Period, Unit};
use crate::span::Span;

/// What a figure is of: figures with one key, in units that can be converted, can be held against each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    measure: MeasureName,
    entity: String,
    counterpart: Option<String>,
    whole: Option<(MeasureName, Option<String>)>,
    days: (Date, Date),
    base: Option<(Date, Date)>,
    kind: Kind,
    modality: Modality,
    /// The words of the sentence that say how it was measured.
    basis: Vec<String>,
}

/// What one claim says.
pub(super) struct Witness<'a> {
    pub(super) claim: &'a Claim,
    pub(super) subject: Subject,
    pub(super) value: Decimal,
    pub(super) revised: bool,
    interval: Interval,
}

/// From here on the tagger is sure.
const SURE: f32 = 0.8;
/// From here on an entity or a base that was not named is known well enough.
const KNOWN: u8 = 90;
/// Bytes around a sentence in which a revision may be spoken of, and the most that is quoted around a value.
const NEAR: usize = 160;
const QUOTED: usize = 400;

impl<'a> Witness<'a> {
    /// The key and the figure of a claim; `None` where anything is in doubt.
    pub(super) fn of(claim: &'a Claim, context: &DocumentContext<'_>) -> Option<(Key, Self)> {
        let closed = matches!(claim.comparator, Comparator::Equal | Comparator::About);
        let plain = claim.alternatives.is_empty() && claim.problems.is_empty() && claim.confidence >= SURE;
        let value = claim.figure.point().filter(|_| closed && plain)?;
        // What was carried over from another sentence is known well enough for a table, which has the name once; here the
        // other side is a reading too.
        let named = [&claim.measure, &claim.entity, &claim.counterpart, &claim.whole];
        if named.into_iter().flatten().any(|mention| mention.carried) || !has_one_time(claim, context) {
            return None;
        }
        let question = Question::new(claim, context)?;
        let kind = question.kind;
        // Two who forecast need not agree.
        let modality = Some(question.modality).filter(|m| *m != Modality::Forecast)?;
        let name = measure(&question)?;
        let (entity, _) = question.entity.clone().filter(|(e, sure)| *sure >= KNOWN && is_named(e))?;
        let When::At(period) = question.when else { return None };
        let (period, base) = times(&question, period)?;
        let whole = whole(&question, &name)?;
        let counterpart = question.counterpart.clone();
        let sentence = context.near(claim.sentence, 0);
        let key = Key {
            entity: entity.key().to_owned(),
            counterpart: counterpart.as_ref().map(|c| c.key().to_owned()),
            whole: whole.as_ref().map(|(m, e)| (m.clone(), e.as_ref().map(|e| e.key().to_owned()))),
            days: (period.start(), period.end()),
            base: base.map(|b| (b.start(), b.end())),
            kind,
            modality,
            basis: basis(sentence)?,
            measure: name,
        };
        let subject = Subject {
            measure: shown(claim.measure.as_ref(), &key.measure),
            entity: entity.id,
            counterpart: counterpart.map(|c| c.id),
            whole: claim.whole.as_ref().filter(|_| whole.is_some()).map(|m| one_line(&m.text)),
            period,
            base_period: base,
            kind,
            modality,
        };
        let interval = claim.assertion().outer;
        let revised = says_revised(context.near(claim.sentence, NEAR));
        Some((key, Self { claim, subject, value, revised, interval }))
    }

    /// What the figure does not rule out, in another unit.
    pub(super) fn interval_in(&self, unit: &Unit) -> Option<Interval> {
        self.interval.scale(self.claim.unit.factor_to(unit)?)
    }

    pub(super) fn quote(&self, document: &Document) -> Quote {
        let index = LineIndex::new(&document.text);
        let (value, all) = (self.claim.span, self.claim.sentence);
        let text = &document.text;
        let start = text.ceil_char_boundary(value.start.saturating_sub(QUOTED)).max(all.start).min(value.start);
        let end = text.floor_char_boundary(value.end.saturating_add(QUOTED)).min(all.end).max(value.end);
        let (before, after) = (if start > all.start { "…" } else { "" }, if end < all.end { "…" } else { "" });
        Quote {
            document: document.id.clone(),
            published: document.published,
            position: document.position(&index, value.start),
            points: (index.code_point(value.start), index.code_point(value.end)),
            sentence: format!("{before}{}{after}", &text[start..end]),
            mark: Span::new(value.start - start + before.len(), value.end - start + before.len()),
        }
    }
}

/// Whether the time stands in the claim's sentence, or the sentence speaks of no time that it could be instead.
fn has_one_time(claim: &Claim, context: &DocumentContext<'_>) -> bool {
    const TIMES: &[&str] = &[
        "ago", "day", "decade", "earlier", "month", "once", "previous", "quarter", "since", "then", "today", "week",
        "when", "year",
    ];
    let is_time = |word: &String| {
        let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        TIMES.contains(&word.as_str()) || year && word.bytes().all(|b| b.is_ascii_digit())
    };
    let carried = claim.period_text.as_ref().is_some_and(|time| time.carried);
    !carried || !canonical_words(context.near(claim.sentence, 0)).iter().any(is_time)
}

/// The measure in its one form, if it has words of its own.
fn measure(question: &Question<'_>) -> Option<MeasureName> {
    let Reading { name, .. } = question.measures.iter().find(|reading| !reading.sector)?;
    // "exports" alone may be those of goods, of services or of the firm that the text is about.
    let own = question.claim.measure.as_ref().is_none_or(|m| !MeasureName::parse_rest(&m.text).words.is_empty());
    let told = |w: &String| w.chars().any(char::is_alphabetic);
    (own && name.words.iter().any(told)).then(|| name.clone())
}

/// Whether an entity is known by its name: a place, or words with a capital that are not nouns for anybody.
fn is_named(entity: &EntityName) -> bool {
    /// Nouns that are written with a capital and mean another in each text.
    const ANYBODY: &[&str] = &[
        "administration",
        "agency",
        "army",
        "authority",
        "bank",
        "board",
        "bureau",
        "cabinet",
        "centre",
        "center",
        "city",
        "college",
        "commission",
        "committee",
        "commonwealth",
        "company",
        "congress",
        "corporation",
        "council",
        "department",
        "federal",
        "federation",
        "fund",
        "government",
        "house",
        "institute",
        "ministry",
        "national",
        "office",
        "parliament",
        "party",
        "president",
        "region",
        "senate",
        "state",
        "states",
        "territory",
        "university",
    ];
    if entity.is_known() {
        return true;
    }
    let capital = |w: &str| w.chars().next().is_some_and(char::is_uppercase);
    let names = entity.id.split_whitespace().filter(|w| capital(w));
    names.flat_map(plain_words).any(|w| w.chars().count() > 1 && !ANYBODY.contains(&w.as_str()) && w != "the")
}

/// The period and the base in one form: `None` where a base is needed and not known.
fn times(question: &Question<'_>, period: Period) -> Option<(Period, Option<Period>)> {
    if question.comparand.is_some() {
        return None;
    }
    match question.kind {
        Kind::Level | Kind::Share | Kind::Rank => Some((period, None)),
        Kind::AverageGrowth if question.claim.base_period.is_none() => {
            let run = period.is_range() && period.first().as_year().is_some();
            run.then(|| (period.last(), Some(period.first())))
        }
        Kind::Growth | Kind::AverageGrowth | Kind::Change | Kind::Ratio => {
            let (base, sure) = question.base_of(&period);
            base.filter(|_| sure >= KNOWN).map(|base| (period, Some(base)))
        }
    }
}

/// The whole of a share: `None` where it is needed and not known.
#[expect(clippy::option_option, reason = "needed and unknown is not the same as not needed")]
fn whole(question: &Question<'_>, measure: &MeasureName) -> Option<Option<(MeasureName, Option<EntityName>)>> {
    if question.kind != Kind::Share {
        return Some(None);
    }
    match &question.whole {
        Some(whole) => Some(Some((whole.measure.clone(), whole.entity.clone()))),
        // A rate has its whole in its name.
        None => (question.claim.whole.is_none() && measure.words.iter().any(|w| w == "rate")).then_some(None),
    }
}

/// The words of a sentence that say how a figure was measured, sorted; `None` where something is left out of it or
/// added to it.
fn basis(sentence: &str) -> Option<Vec<String>> {
    const BASIS: &[&str] = &[
        "adjusted",
        "adjustment",
        "annual",
        "annualised",
        "annualized",
        "average",
        "basic",
        "capita",
        "comparable",
        "constant",
        "core",
        "cumulative",
        "diluted",
        "gross",
        "like",
        "median",
        "monthly",
        "net",
        "nominal",
        "operating",
        "organic",
        "pretax",
        "quarterly",
        "quarter",
        "real",
        "reported",
        "rolling",
        "rural",
        "tax",
        "underlying",
        "unadjusted",
        "urban",
        "volume",
        "weekly",
        "yearly",
    ];
    const PARTIAL: &[&str] =
        &["excluding", "excludes", "except", "including", "includes", "ex", "another", "additional"];
    let mut words = canonical_words(sentence);
    if words.iter().any(|w| PARTIAL.contains(&w.as_str())) {
        return None;
    }
    words.retain(|w| BASIS.contains(&w.as_str()));
    words.sort();
    words.dedup();
    Some(words)
}

/// Whether a text speaks of a revision.
fn says_revised(text: &str) -> bool {
    const STEMS: &[&str] = &[
        "revis",
        "correct",
        "restat",
        "reestimat",
        "preliminar",
        "provisional",
        "originally",
        "previously",
        "updated",
    ];
    const PHRASES: &[&[&str]] = &[&["initial", "estimate"], &["first", "estimate"], &["early", "estimate"]];
    let words = plain_words(text);
    let stem = |w: &String| STEMS.iter().any(|stem| w.starts_with(stem));
    words.iter().any(stem)
        || words.windows(2).any(|pair| PHRASES.iter().any(|p| pair[0] == p[0] && pair[1].starts_with(p[1])))
}

/// The measure's words without a possessive that stands before them.
fn shown(words: Option<&Mention>, name: &MeasureName) -> String {
    let text = words.map_or_else(|| name.to_string(), |m| one_line(&m.text));
    text.split_once("'s ").or_else(|| text.split_once("’s ")).map_or(text.clone(), |(_, rest)| rest.to_owned())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
