//! The figures of the documents of one batch against each other: where two texts give one thing two values.
//!
//! Owns the records that are kept of each document, what makes two of them speak of one thing ([`witness`]), and the
//! [`Contradiction`]s that follow. No document is kept: of a figure only its interval, how many documents give it, and a
//! quote of the first. What one document says against itself is for `consistency`.

mod witness;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::context::DocumentContext;
use super::explain;
use crate::claim::Claim;
use crate::doc::{Document, Position};
use crate::label::{Kind, Modality};
use crate::quantity::{Interval, Period, Unit};
use crate::span::Span;
use witness::{Key, Witness};

/// Figures of one thing that documents contradict each other on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// What the figures are of.
    pub subject: Subject,
    /// The figures, those of most documents first; no two of them can both be right.
    pub figures: Vec<AcrossFigure>,
    /// What may explain the difference other than a mistake; `None` where nothing in the texts does.
    pub revision: Option<Revision>,
    /// The figures side by side, in a sentence.
    pub explanation: String,
}

/// What a figure is of, in the words of the first document that gives one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// What is measured.
    pub measure: String,
    /// Of whom or where.
    pub entity: String,
    /// With whom.
    pub counterpart: Option<String>,
    /// For a share, of what.
    pub whole: Option<String>,
    /// When.
    pub period: Period,
    /// Against when.
    pub base_period: Option<Period>,
    /// What kind of magnitude it is.
    pub kind: Kind,
    /// Measured, or wanted.
    pub modality: Modality,
}

/// One of the values that documents give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcrossFigure {
    /// The value, in `unit`.
    pub value: Decimal,
    /// The unit that its first document gives it in.
    pub unit: Unit,
    /// How many documents give it.
    pub documents: usize,
    /// Where the first of them does.
    pub quote: Quote,
}

/// Where a document gives a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Name of the document.
    pub document: String,
    /// When it was published.
    pub published: Option<Date>,
    /// Line and column of the value, where the text has a place in its file.
    pub position: Option<Position>,
    /// The value's first code point in the document's text, and one past its last.
    pub points: (usize, usize),
    /// The sentence; of a very long one the part around the value.
    pub sentence: String,
    /// The value's bytes in `sentence`.
    pub mark: Span,
}

/// Why figures may differ although each was right in its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revision {
    /// A text says of its figure that it was or will be revised.
    Said,
    /// The documents were published so far apart that the figure may have been revised in between.
    Dates,
}

impl Revision {
    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::Dates => "dates",
        }
    }
}

/// From this many days between two documents on, statistics may have been revised in between: the next monthly release
/// is out by then.
const REVISION_DAYS: i32 = 28;
/// Different values that are kept of one thing; a batch that has more has no figure to be held against.
const MOST: usize = 32;

/// The figures of a batch, gathered document by document.
///
/// ```
/// use figcheck::check::Across;
/// use figcheck::doc::Document;
///
/// let mut across = Across::new();
/// across.add(&Document::new("a", "Nothing is claimed here."), &[]);
/// assert!(across.contradictions().is_empty());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Across {
    things: BTreeMap<Key, Vec<Series>>,
    documents: usize,
}

/// What documents say of one thing, in units that can be converted into each other.
#[derive(Clone, Debug)]
struct Series {
    subject: Subject,
    unit: Unit,
    figures: Vec<Said>,
}

/// One value and who gives it.
#[derive(Clone, Debug)]
struct Said {
    /// In the unit of the series.
    interval: Interval,
    revised: bool,
    /// The days of the first and last publication; `None` if that of any document is not known.
    published: Option<(Date, Date)>,
    figure: AcrossFigure,
}

impl Across {
    /// Nothing gathered yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many documents were added.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.documents
    }

    /// How many things at least two documents give a figure for.
    #[must_use]
    pub fn compared(&self) -> usize {
        let documents = |series: &Series| series.figures.iter().map(|said| said.figure.documents).sum::<usize>();
        self.things.values().flatten().filter(|series| documents(series) > 1).count()
    }

    /// Adds the claims of one more document.
    ///
    /// What a document gives two values that cannot both be right is left out: the words do not tell its figures apart.
    pub fn add(&mut self, document: &Document, claims: &[Claim]) {
        self.documents += 1;
        if claims.is_empty() {
            return;
        }
        let context = DocumentContext::new(&document.text, document.title.as_deref(), document.published);
        let mut own: BTreeMap<Key, Vec<Witness<'_>>> = BTreeMap::new();
        for (key, witness) in claims.iter().filter_map(|claim| Witness::of(claim, &context)) {
            own.entry(key).or_default().push(witness);
        }
        for (key, witnesses) in own {
            for witness in one_for_each_unit(witnesses) {
                add_to(self.things.entry(key.clone()).or_default(), &witness, document);
            }
        }
    }

    /// Where the documents contradict each other, in the order of measures, entities and periods.
    #[must_use]
    pub fn contradictions(&self) -> Vec<Contradiction> {
        self.things.values().flatten().filter_map(Series::contradiction).collect()
    }
}

/// The narrowest of a document's figures for one thing, for each unit in which they all fit together.
fn one_for_each_unit(mut witnesses: Vec<Witness<'_>>) -> Vec<Witness<'_>> {
    let mut found = Vec::new();
    while let Some(first) = witnesses.first() {
        let unit = first.claim.unit.clone();
        let (same, other): (Vec<_>, Vec<_>) = witnesses.into_iter().partition(|w| one_unit(&w.claim.unit, &unit));
        witnesses = other;
        let converted: Option<Vec<Interval>> = same.iter().map(|w| w.interval_in(&unit)).collect();
        let Some(intervals) = converted else { continue };
        // Intervals meet one another where they have a point in common.
        let low = intervals.iter().filter_map(Interval::low).max();
        let high = intervals.iter().filter_map(Interval::high).min();
        if low.zip(high).is_none_or(|(low, high)| low > high) {
            continue;
        }
        let narrowest = same.into_iter().zip(intervals).min_by_key(|(_, interval)| width(interval));
        found.extend(narrowest.map(|(witness, _)| witness));
    }
    found
}

/// Whether two units measure and count one thing.
fn one_unit(a: &Unit, b: &Unit) -> bool {
    a.factor_to(b).is_some() && a.noun() == b.noun()
}

fn width(interval: &Interval) -> Option<Decimal> {
    interval.high()?.checked_sub(interval.low()?)
}

fn add_to(all: &mut Vec<Series>, witness: &Witness<'_>, document: &Document) {
    let unit = &witness.claim.unit;
    let at = all.iter().position(|s| one_unit(unit, &s.unit)).unwrap_or_else(|| {
        all.push(Series { subject: witness.subject.clone(), unit: unit.clone(), figures: Vec::new() });
        all.len() - 1
    });
    let series = &mut all[at];
    let Some(interval) = witness.interval_in(&series.unit) else { return };
    let published = document.published.map(|day| (day, day));
    if let Some(said) = series.figures.iter_mut().find(|f| f.interval == interval) {
        said.join(1, witness.revised, published);
    } else if series.figures.len() < MOST {
        let quote = witness.quote(document);
        let figure = AcrossFigure { value: witness.value, unit: unit.clone(), documents: 1, quote };
        series.figures.push(Said { interval, revised: witness.revised, published, figure });
    }
}

impl Series {
    fn contradiction(&self) -> Option<Contradiction> {
        let mut figures = self.apart();
        if figures.len() < 2 {
            return None;
        }
        let pairs = || (0..figures.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
        let reasons: Option<Vec<Revision>> = pairs().map(|(a, b)| figures[a].revision(&figures[b])).collect();
        let revision = reasons.map(|all| if all.contains(&Revision::Said) { Revision::Said } else { Revision::Dates });
        // Sorting is stable: of equals the one read first.
        figures.sort_by_key(|said| std::cmp::Reverse(said.figure.documents));
        let figures: Vec<AcrossFigure> = figures.into_iter().map(|said| said.figure).collect();
        let explanation = explain_all(&self.subject, &figures, revision);
        Some(Contradiction { subject: self.subject.clone(), figures, revision, explanation })
    }

    /// The figures that no other meets, each with all that meet it alone, in the order in which they were read.
    fn apart(&self) -> Vec<Said> {
        let mut order: Vec<usize> = (0..self.figures.len()).collect();
        order.sort_by_key(|&i| width(&self.figures[i].interval));
        let mut heads: Vec<(usize, Said)> = Vec::new();
        for i in order {
            let said = &self.figures[i];
            let mut met = heads.iter_mut().filter(|(_, head)| head.interval.meets(&said.interval));
            match (met.next(), met.next()) {
                (None, _) => heads.push((i, said.clone())),
                (Some((_, head)), None) => head.join(said.figure.documents, said.revised, said.published),
                // So rough that it agrees with both sides.
                (Some(_), Some(_)) => {}
            }
        }
        heads.sort_by_key(|(i, _)| *i);
        heads.into_iter().map(|(_, said)| said).collect()
    }
}

impl Said {
    /// Takes in more documents that give the figure.
    fn join(&mut self, documents: usize, revised: bool, published: Option<(Date, Date)>) {
        self.figure.documents += documents;
        self.revised |= revised;
        self.published = self.published.zip(published).map(|(a, b)| (a.0.min(b.0), a.1.max(b.1)));
    }

    /// Why the two may differ although neither is a mistake.
    fn revision(&self, other: &Self) -> Option<Revision> {
        if self.revised || other.revised {
            return Some(Revision::Said);
        }
        let ((a, b), (c, d)) = self.published.zip(other.published)?;
        let apart = |end: Date, start: Date| (start - end).get_days() >= REVISION_DAYS;
        (apart(b, c) || apart(d, a)).then_some(Revision::Dates)
    }
}

/// "services trade of China, 2024: 7.5 trillion CNY in 2 documents (first a.txt), 5.7 trillion CNY in b.txt".
fn explain_all(subject: &Subject, figures: &[AcrossFigure], revision: Option<Revision>) -> String {
    let sides = figures.iter().map(|figure| {
        let value = match subject.kind {
            Kind::Rank => format!("rank {}", figure.value.normalize()),
            Kind::Ratio => format!("{} times", explain::number(figure.value)),
            _ => explain::amount(figure.value, &figure.unit),
        };
        match figure.documents {
            1 => format!("{value} in {}", figure.quote.document),
            n => format!("{value} in {n} documents (first {})", figure.quote.document),
        }
    });
    let sides = sides.collect::<Vec<_>>().join(", ");
    let note = match revision {
        Some(Revision::Said) => "; may be a revision: a text says so",
        Some(Revision::Dates) => "; may be a revision: published weeks apart",
        None => "",
    };
    format!("{subject}: {sides}{note}")
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{} of {}", explain::what(self.kind), self.measure, self.entity)?;
        if let Some(counterpart) = &self.counterpart {
            write!(f, " with {counterpart}")?;
        }
        if let Some(whole) = &self.whole {
            write!(f, " in {whole}")?;
        }
        write!(f, ", {}", explain::period(&self.period))?;
        if let Some(base) = &self.base_period {
            write!(f, " on {}", explain::period(base))?;
        }
        if self.modality != Modality::Actual { write!(f, " ({})", self.modality) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests;
