//! What a document says as a whole that a claim leaves unsaid: its date, its country, the words before a value.

use jiff::civil::Date;

use crate::claim::{Claim, Mention};
use crate::facts::{EntityKind, EntityName, Pointer, canonical_words, places_in};
use crate::span::Span;

/// What is known of a document beside its claims. Build it once a document.
#[derive(Clone, Debug, Default)]
pub struct DocumentContext<'a> {
    text: &'a str,
    title: &'a str,
    published: Option<Date>,
    places: Vec<(Span, EntityName)>,
    main: Option<(EntityName, bool)>,
}

/// How far back before a sentence the words of the one before it are looked for, in bytes.
const EARLIER: usize = 250;

impl<'a> DocumentContext<'a> {
    /// The context of a document; the spans of its claims must be spans into `text`.
    #[must_use]
    pub fn new(text: &'a str, title: Option<&'a str>, published: Option<Date>) -> Self {
        let title = title.unwrap_or_default();
        let places = places_in(text);
        let main = main_country(places.iter().map(|(_, p)| p).chain(places_in(title).iter().map(|(_, p)| p)));
        Self { text, title, published, places, main }
    }

    /// The same context, with the entity that is meant where none is named.
    #[must_use]
    pub fn with_default_entity(mut self, name: &str) -> Self {
        self.main = Some((EntityName::parse(name), true));
        self
    }

    /// When the document was published.
    #[must_use]
    pub fn published(&self) -> Option<Date> {
        self.published
    }

    /// The places that the text names, in its order; one named twice comes twice.
    pub(super) fn places(&self) -> impl Iterator<Item = &EntityName> {
        self.places.iter().map(|(_, place)| place)
    }

    /// Whether a claim's sentence says that something was forecast.
    pub(super) fn speaks_of_forecasts(&self, claim: &Claim) -> bool {
        const STEMS: &[&str] =
            &["forecast", "predict", "project", "expect", "estimat", "outlook", "anticipat", "would", "will", "going"];
        let words = canonical_words(self.slice(claim.sentence.start, claim.sentence.end));
        words.iter().any(|word| STEMS.iter().any(|stem| word.starts_with(stem)))
    }

    /// Whether a name in an earlier sentence stands beside another that may be meant as well: "Kenya and Brazil", "Kenya as
    /// well as Brazil".
    pub(super) fn is_one_of_several(&self, name: &Mention, claim: &Claim) -> bool {
        const JOINTS: [&str; 5] = ["and", "or", "as well as", ",", "and also"];
        if claim.sentence.contains(name.span) || name.span.start >= claim.sentence.start {
            return false;
        }
        let joined = |from: usize, to: usize| JOINTS.contains(&self.slice(from, to).trim());
        self.places.iter().any(|(span, _)| {
            span.start >= name.span.end && joined(name.span.end, span.start)
                || span.end <= name.span.start && joined(span.end, name.span.start)
        })
    }

    /// The place that a claim's sentence names, if it names no other.
    pub(super) fn only_place(&self, claim: &Claim) -> Option<EntityName> {
        let inside = |span: &Span| claim.sentence.start <= span.start && span.end <= claim.sentence.end;
        let mut places = self.places.iter().filter(|(span, _)| inside(span)).map(|(_, place)| place);
        let first = places.next()?;
        places.all(|place| place == first).then(|| first.clone())
    }

    /// The country that the document is about, and whether it names no other.
    pub(super) fn main_country(&self) -> Option<(&EntityName, bool)> {
        self.main.as_ref().map(|(name, sole)| (name, *sole))
    }

    /// Whom "the country" or "the bloc" means at a place in the text.
    ///
    /// A country is the document's own if it has one, else the one named last before; a bloc is the one named last.
    pub(super) fn resolve(&self, pointer: Pointer, at: usize) -> Option<EntityName> {
        let before = |kinds: &[EntityKind]| {
            let earlier = self.places.iter().take_while(|(span, _)| span.start < at);
            earlier.filter(|(_, p)| kinds.contains(&p.kind)).last().map(|(_, p)| p.clone())
        };
        match pointer {
            Pointer::Country => match &self.main {
                Some((country, _)) => Some(country.clone()),
                None => before(&[EntityKind::Country]).filter(|_| !self.is_about_several()),
            },
            Pointer::Group => before(&[EntityKind::Bloc, EntityKind::Group]),
        }
    }

    /// Whether the text names two countries or more.
    fn is_about_several(&self) -> bool {
        let mut countries = self.places().filter(|p| p.kind == EntityKind::Country);
        let first = countries.next();
        countries.any(|other| Some(other) != first)
    }

    /// Who is meant by a mention at a place in the text, and how surely in hundredths; `None` if only a pointer stands
    /// there and nothing says to whom.
    pub(super) fn entity(&self, text: &str, at: usize) -> Option<(EntityName, u8)> {
        match Pointer::parse(text) {
            Some(pointer) => self.resolve(pointer, at).map(|name| (name, 90)),
            None => Some((EntityName::parse(text), 100)),
        }
    }

    /// A claim's sentence.
    pub(super) fn sentence(&self, claim: &Claim) -> &str {
        self.slice(claim.sentence.start, claim.sentence.end)
    }

    /// What stands before a claim's value in its sentence.
    pub(super) fn before(&self, claim: &Claim) -> &str {
        self.slice(claim.sentence.start, claim.span.start)
    }

    /// What stands behind a claim's value in its sentence, up to the next mark.
    pub(super) fn behind(&self, claim: &Claim) -> &str {
        let rest = self.slice(claim.span.end, claim.sentence.end);
        rest.split([',', ';', ':', '(', ')']).next().unwrap_or_default()
    }

    /// The words of the claim's sentence that stand before its value.
    pub(super) fn words_before(&self, claim: &Claim) -> Vec<String> {
        canonical_words(self.before(claim))
    }

    /// The words of the sentence before the claim's, and of the title.
    pub(super) fn words_earlier(&self, claim: &Claim) -> Vec<String> {
        let from = claim.sentence.start.saturating_sub(EARLIER);
        let mut words = canonical_words(self.slice(self.boundary(from), claim.sentence.start));
        words.extend(canonical_words(self.title));
        words
    }

    /// A part of the text with so many bytes around it, as far as no empty line cuts them off.
    pub(super) fn near(&self, span: Span, around: usize) -> &str {
        const CUT: &str = "\n\n";
        let start = self.text.floor_char_boundary(span.start.saturating_sub(around));
        let end = self.text.ceil_char_boundary(span.end.saturating_add(around));
        let (before, after) = (self.slice(start, span.start), self.slice(span.end, end));
        let start = before.rfind(CUT).map_or(start, |at| start + at + CUT.len());
        let end = after.find(CUT).map_or(end, |at| span.end + at);
        self.slice(start, end)
    }

    fn boundary(&self, mut at: usize) -> usize {
        while at < self.text.len() && !self.text.is_char_boundary(at) {
            at += 1;
        }
        at
    }

    /// A part of the text; empty where the spans are not of this text.
    pub(super) fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }
}

/// The country that at least half of the mentions of countries name.
fn main_country<'p>(places: impl Iterator<Item = &'p EntityName>) -> Option<(EntityName, bool)> {
    let mut counts: Vec<(&EntityName, usize)> = Vec::new();
    for place in places.filter(|p| p.kind == EntityKind::Country) {
        match counts.iter_mut().find(|(name, _)| *name == place) {
            Some((_, count)) => *count += 1,
            None => counts.push((place, 1)),
        }
    }
    let all: usize = counts.iter().map(|(_, n)| n).sum();
    let sole = counts.len() == 1;
    // Of two that are named as often as each other neither is the one.
    let most = counts.iter().map(|(_, n)| *n).max()?;
    if counts.iter().filter(|(_, n)| *n == most).count() > 1 {
        return None;
    }
    let best = counts.into_iter().rev().max_by_key(|(_, n)| *n)?;
    (best.1 * 2 >= all).then(|| (best.0.clone(), sole))
}
