//! Which quantities of a text are claims, of what kind, and which words around each name its attributes.
//!
//! The grammar of [`crate::quantity`] proposes every quantity with exact boundaries; a [`Tagger`] decides what each one
//! means. Three exist: the model ([`ModelTagger`], the product), token classifiers of others ([`TokenClassifier`]) and the
//! rules ([`RuleTagger`], the baseline of the evaluation). None knows facts or other documents.

#[cfg(feature = "model")]
pub mod classifier;
#[cfg(feature = "model")]
mod folder;
#[cfg(feature = "model")]
mod model;
mod passage;
mod rules;

#[cfg(feature = "model")]
pub use classifier::TokenClassifier;
#[cfg(feature = "model")]
pub use folder::{Check, Model, verify};
#[cfg(feature = "model")]
pub use model::{
    FILES, MANIFEST, ModelTagger, Network, batch, config, encoder, engine, features, files, heads, manifest, product,
    sha256, weight_file, weights,
};
pub use passage::{Passage, passages};
pub use rules::RuleTagger;

use crate::error::Result;
use crate::label::{Kind, Modality};
use crate::span::Span;

/// What a tagger says of one quantity of a [`Passage`]; all spans are ranges of the document's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Tag {
    /// Index into [`Passage::quantities`].
    pub quantity: usize,
    /// The kind of claim; `None` if the quantity asserts nothing that a table could bear out.
    pub kind: Option<Kind>,
    /// Whether it is measured, expected or wanted.
    pub modality: Modality,
    /// How sure the tagger is of claim and kind together: 0 to 1.
    pub confidence: f32,
    /// The words of each attribute, in the order of [`Role::ALL`].
    pub roles: [Option<Span>; Role::ALL.len()],
}

impl Tag {
    /// The words that play `role` for this quantity.
    #[must_use]
    pub fn role(&self, role: Role) -> Option<Span> {
        self.roles[role as usize]
    }
}

/// The part that words of the text play for a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// What is measured.
    Measure,
    /// Of whom or where.
    Entity,
    /// The partner of a bilateral figure.
    Counterpart,
    /// The whole that a share is of.
    Whole,
    /// When.
    Period,
    /// Against when.
    Base,
}

impl Role {
    /// Every role, in the order of the model's outputs.
    pub const ALL: [Self; 6] = [Self::Measure, Self::Entity, Self::Counterpart, Self::Whole, Self::Period, Self::Base];

    /// The name used in model manifests.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Measure => "measure",
            Self::Entity => "entity",
            Self::Counterpart => "counterpart",
            Self::Whole => "whole",
            Self::Period => "period",
            Self::Base => "base",
        }
    }
}

/// Decides what quantities mean.
///
/// A tagger is built once and shared by all threads; the same passages give the same tags, whatever else runs.
pub trait Tagger: Send + Sync {
    /// One tag for each quantity of each passage, in order.
    ///
    /// # Errors
    /// Only for a failure of the tagger itself, never for a text.
    fn tag(&self, passages: &[Passage<'_>]) -> Result<Vec<Vec<Tag>>>;

    /// The name that reports give.
    fn name(&self) -> &str;

    /// How many tokens it reads of passages; `None` from a tagger that reads none.
    ///
    /// # Errors
    /// As [`Tagger::tag`].
    fn tokens(&self, passages: &[Passage<'_>]) -> Option<Result<usize>> {
        let _ = passages;
        None
    }

    /// Vectors of texts, in which those of like meaning lie close; `None` from a tagger that has no encoder for it.
    ///
    /// # Errors
    /// As [`Tagger::tag`].
    fn embed(&self, texts: &[&str]) -> Option<Result<Vec<Vec<f32>>>> {
        let _ = texts;
        None
    }
}
