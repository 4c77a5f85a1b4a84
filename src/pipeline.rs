//! The way of a document through all stages, and of many documents through all cores.
//!
//! Owns the order of the stages ([`Checker`]) and every thread ([`Batch`]). Knows nothing of files and formats: documents
//! come as an iterator, results go to a function.

mod batch;

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

pub use batch::Batch;

use crate::check::{self, DocumentContext};
use crate::claim::claims;
use crate::doc::Document;
use crate::error::Error;
use crate::facts::FactTable;
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
    all: bool,
}

impl fmt::Debug for Checker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = self.facts.as_ref().map(FactTable::len);
        f.debug_struct("Checker")
            .field("tagger", &self.tagger.name())
            .field("facts", &facts)
            .field("all", &self.all)
            .finish()
    }
}

impl Checker {
    /// A checker that finds claims and holds them against nothing.
    #[must_use]
    pub fn new(tagger: Box<dyn Tagger>) -> Self {
        Self { tagger, facts: None, all: false }
    }

    /// The same with a table to hold the claims against.
    #[must_use]
    pub fn with_facts(self, facts: FactTable) -> Self {
        Self { facts: Some(facts), ..self }
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

    /// The name of the tagger.
    #[must_use]
    pub fn tagger(&self) -> &str {
        self.tagger.name()
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
        let (mut judgements, mut findings) = (Vec::new(), Vec::new());
        // What surrounds the claims is looked at only where there are some.
        if let Some(facts) = self.facts.as_ref().filter(|_| !claims.is_empty()) {
            let context = DocumentContext::new(&document.text, document.title.as_deref(), document.published);
            judgements.extend(claims.iter().map(|claim| check::judge(claim, &context, facts)));
            findings = check::consistency(&claims);
        }
        Checked { document, claims, judgements, findings, error: None }
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
