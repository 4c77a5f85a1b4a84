//! The way of a document through all stages, and of many documents through all cores.
//!
//! Owns the order of the stages ([`Checker`]) and every thread ([`Batch`]). Knows nothing of files and formats: documents
//! come as an iterator, results go to a function.

mod batch;

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

pub use batch::Batch;

use crate::check::{self, Closeness, DocumentContext, Judgement};
use crate::claim::{Claim, claims};
use crate::doc::Document;
use crate::error::Error;
use crate::facts::{FactTable, MeasureVectors};
use crate::label::Verdict;
use crate::quantity::DocumentUnits;
use crate::report::Checked;
use crate::segment::sentences;
use crate::tag::{Passage, Tagger, passages};

/// Passages that a tagger is given at a time: what bounds the memory of a text of any length. It depends on the text
/// alone, so that the same text gives the same tags.
const PASSAGES: usize = 512;

/// Takes documents to their results. Built once and shared by all threads.
///
/// ```
/// use figcheck::doc::Document;
/// use figcheck::label::Verdict;
/// use figcheck::pipeline::Checker;
/// use figcheck::tag::RuleTagger;
///
/// let checker = Checker::new(Box::new(RuleTagger)).with_facts(figcheck::seeds::facts()?);
/// let text = "China's services trade reached 7.5 trillion yuan in 2024.";
/// let checked = checker.check(Document::new("note", text));
/// assert_eq!(checked.verdict(0), Some(Verdict::Supported));
/// # Ok::<(), figcheck::Error>(())
/// ```
pub struct Checker {
    tagger: Box<dyn Tagger>,
    facts: Option<FactTable>,
    /// Of the table's measures, made when the first claim needs them.
    vectors: OnceLock<Option<MeasureVectors>>,
    /// Whom figures are of that name nobody.
    entity: Option<String>,
    all: bool,
}

impl fmt::Debug for Checker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = self.facts.as_ref().map(FactTable::len);
        f.debug_struct("Checker")
            .field("tagger", &self.tagger.name())
            .field("facts", &facts)
            .field("all", &self.all)
            .finish_non_exhaustive()
    }
}

impl Checker {
    /// A checker that finds claims and holds them against no table, only against each other.
    #[must_use]
    pub fn new(tagger: Box<dyn Tagger>) -> Self {
        Self { tagger, facts: None, vectors: OnceLock::new(), entity: None, all: false }
    }

    /// The same with a table to hold the claims against.
    #[must_use]
    pub fn with_facts(self, facts: FactTable) -> Self {
        Self { facts: Some(facts), ..self }
    }

    /// The same, which takes figures that name nobody for those of an entity: the country of a national desk.
    #[must_use]
    pub fn with_entity(self, name: impl Into<String>) -> Self {
        Self { entity: Some(name.into()), ..self }
    }

    /// The same, which also lists the quantities that are no claims.
    #[must_use]
    pub fn with_all_quantities(self) -> Self {
        Self { all: true, ..self }
    }

    /// The table that claims are held against.
    #[must_use]
    pub fn facts(&self) -> Option<&FactTable> {
        self.facts.as_ref()
    }

    /// The tagger.
    #[must_use]
    pub fn tagger(&self) -> &dyn Tagger {
        self.tagger.as_ref()
    }

    /// Takes one document through all stages. An empty text and a failure of the tagger are the result's error.
    #[must_use]
    pub fn check(&self, document: Document) -> Checked {
        if document.text.trim_start().is_empty() {
            let error = Error::document("is empty, expected a text").at_path(&document.id);
            return Checked::failed(document.id, error);
        }
        let units = DocumentUnits::of(&document.text);
        let read = |block: crate::doc::Block| passages(&document.text, &units, &sentences(&document.text, block.span));
        let passages: Vec<Passage<'_>> = document.prose().flat_map(read).collect();
        let mut tags = Vec::with_capacity(passages.len());
        for group in passages.chunks(PASSAGES) {
            match self.tagger.tag(group) {
                Ok(found) => tags.extend(found),
                Err(error) => return Checked::failed(document.id, error),
            }
        }
        let claims = claims(&document, &passages, &tags, self.all);
        let findings = check::consistency(&document.text, &claims);
        let mut judgements = Vec::new();
        // What surrounds the claims is looked at only where there are some.
        if let Some(facts) = self.facts.as_ref().filter(|_| !claims.is_empty()) {
            let mut context = DocumentContext::new(&document.text, document.title.as_deref(), document.published);
            if let Some(entity) = &self.entity {
                context = context.with_default_entity(entity);
            }
            judgements.extend(claims.iter().map(|claim| check::judge(claim, &context, facts)));
            if let Err(error) = self.judge_by_meaning(&document, &claims, &context, facts, &mut judgements) {
                return Checked::failed(document.id, error);
            }
        }
        Checked { document, claims, judgements, findings, error: None }
    }

    /// Judges once more, by meaning, what no row decides by its words.
    fn judge_by_meaning(
        &self,
        document: &Document,
        claims: &[Claim],
        context: &DocumentContext<'_>,
        facts: &FactTable,
        judgements: &mut [Judgement],
    ) -> Result<(), Error> {
        let open = |j: &Judgement| j.verdict == Verdict::NotEnoughInfo;
        if !judgements.iter().any(open) {
            return Ok(());
        }
        let Some(vectors) = self.vectors.get_or_init(|| self.vectors_of(facts)) else { return Ok(()) };
        for (claim, judgement) in claims.iter().zip(judgements).filter(|(_, judgement)| open(judgement)) {
            let texts = Closeness::texts(claim, &document.text);
            let borrowed: Vec<&str> = texts.iter().map(String::as_str).collect();
            let Some(embedded) = self.tagger.embed(&borrowed) else { return Ok(()) };
            let close = Closeness::new(claim, facts, vectors, &texts, &embedded?);
            let again = check::judge_by_meaning(claim, context, facts, &close);
            if !open(&again) {
                *judgement = again;
            }
        }
        Ok(())
    }

    /// The vectors of a table's measures; none of a tagger without an encoder, or of more measures than are worth it.
    fn vectors_of(&self, facts: &FactTable) -> Option<MeasureVectors> {
        /// A table of more measures takes longer to embed than a document takes to check.
        const MOST: usize = 2_000;
        if facts.measures().count() > MOST {
            return None;
        }
        let none = || Error::model("has no encoder for texts");
        MeasureVectors::new(facts, |texts| self.tagger.embed(texts).unwrap_or_else(|| Err(none()))).ok()
    }

    /// Takes one document through all stages; a panic on the way is the result's error.
    #[must_use]
    pub fn check_guarded(&self, document: Document) -> Checked {
        let id = document.id.clone();
        // What a panic could leave half done is the document's own, and is thrown away.
        catch_unwind(AssertUnwindSafe(|| self.check(document))).unwrap_or_else(|panic| {
            let error = Error::document(format!("cannot be checked, a bug of figcheck: {}", words_of(&*panic)));
            let error = error.at_path(&id);
            Checked::failed(id, error)
        })
    }
}

/// What a panic said.
fn words_of(panic: &(dyn std::any::Any + Send)) -> &str {
    let words = panic.downcast_ref::<&str>().copied();
    words.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("it panicked without a word")
}
