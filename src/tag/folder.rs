//! A model folder of either sort: one with our manifest, or a token classifier; opened, or verified file by file.

use std::path::Path;

use super::classifier::config::ClassifierConfig;
use super::config::Config;
use super::engine::Precision;
use super::features::Reader;
use super::files::{self, FILES, MANIFEST};
use super::manifest::Manifest;
use super::weight_file::{Wanted, WeightFile};
use super::{ModelTagger, Passage, Tag, Tagger, TokenClassifier, passages, sha256};
use crate::error::{Error, Result};
use crate::quantity::DocumentUnits;
use crate::segment::sentences;
use crate::span::Span;

/// A model that can tag.
#[derive(Debug)]
pub enum Model {
    /// One in this project's layout.
    Figcheck(Box<ModelTagger>),
    /// A token classifier.
    Classifier(Box<TokenClassifier>),
}

impl Model {
    /// The model that ships inside the library.
    ///
    /// # Errors
    /// If the build put a broken model in.
    pub fn embedded(precision: Precision) -> Result<Self> {
        ModelTagger::embedded(precision).map(|tagger| Self::Figcheck(Box::new(tagger)))
    }

    /// The model in a folder: in this project's layout if there is a `manifest.json`, else a token classifier, which is
    /// computed in `f32` whatever `precision` says.
    ///
    /// # Errors
    /// If a file is missing, was changed, or does not fit the others; the error names it.
    pub fn open(folder: &Path, precision: Precision) -> Result<Self> {
        if is_classifier(folder) {
            TokenClassifier::open(folder).map(|tagger| Self::Classifier(Box::new(tagger)))
        } else {
            ModelTagger::open(folder, precision).map(|tagger| Self::Figcheck(Box::new(tagger)))
        }
    }

    /// The model as a tagger.
    #[must_use]
    pub fn into_tagger(self) -> Box<dyn Tagger> {
        match self {
            Self::Figcheck(tagger) => tagger,
            Self::Classifier(tagger) => tagger,
        }
    }

    fn tagger(&self) -> &dyn Tagger {
        match self {
            Self::Figcheck(tagger) => tagger.as_ref(),
            Self::Classifier(tagger) => tagger.as_ref(),
        }
    }
}

/// Whether a folder is to be read as a token classifier: it says nothing of itself as a manifest would.
fn is_classifier(folder: &Path) -> bool {
    // A link that leads nowhere is there all the same, and is to be reported.
    let is_there = |name: &str| folder.join(name).symlink_metadata().is_ok();
    !is_there(MANIFEST) && is_there(FILES[0])
}

/// One thing that was verified of a model.
#[derive(Debug)]
pub struct Check {
    /// The file, or `self-test`.
    pub subject: String,
    /// What is in order, or what is wrong.
    pub outcome: Result<String>,
}

/// Problems that are told of one file; more say nothing new.
const MOST_PROBLEMS: usize = 20;

/// What every model must be able to tag.
const SENTENCE: &str = "China's services trade rose 14.4 percent to 7.5 trillion yuan in 2024.";

/// Verifies a model as far as its files allow: sizes, hashes, labels, vocabulary, shapes, numbers, and that it can tag.
/// Without a folder, the model that ships inside the library.
#[must_use]
pub fn verify(folder: Option<&Path>, precision: Precision) -> Vec<Check> {
    let mut run = Verification { folder, precision, checks: Vec::new() };
    match folder {
        Some(folder) if is_classifier(folder) => run.classifier(folder),
        Some(folder) => {
            let manifest = run.note(MANIFEST, files::read(folder, MANIFEST));
            let contents = FILES.map(|name| run.note(name, files::read(folder, name)));
            if let Some(manifest) = manifest {
                run.figcheck(&manifest, &contents.each_ref().map(|c| c.as_deref()));
            }
        }
        None => {
            let (manifest, contents) = ModelTagger::embedded_files();
            run.figcheck(manifest, &contents.map(Some));
        }
    }
    run.checks
}

struct Verification<'a> {
    folder: Option<&'a Path>,
    precision: Precision,
    checks: Vec<Check>,
}

impl Verification<'_> {
    /// Notes an error; what is in order goes on.
    fn note<T>(&mut self, subject: &str, result: Result<T>) -> Option<T> {
        result.map_err(|error| self.add(subject, Err(error))).ok()
    }

    fn add(&mut self, subject: &str, outcome: Result<String>) {
        let outcome = outcome.map_err(|error| match self.folder {
            Some(folder) => error.at_path(if subject == SELF_TEST { folder.to_owned() } else { folder.join(subject) }),
            None => error.at_path(format!("<embedded model>/{subject}")),
        });
        self.checks.push(Check { subject: subject.to_owned(), outcome });
    }

    fn is_sound(&self) -> bool {
        self.checks.iter().all(|check| check.outcome.is_ok())
    }

    fn figcheck(&mut self, json: &[u8], contents: &[Option<&[u8]>; 3]) {
        let Some(manifest) = self.note(MANIFEST, Manifest::parse(json)) else { return };
        let labels = format!(
            "format {}, {} kinds, {} modalities, {} roles",
            manifest.format,
            manifest.kinds.len(),
            manifest.modalities.len(),
            manifest.roles.len()
        );
        self.add(MANIFEST, Ok(labels));
        // Of a file that was changed nothing else is worth telling.
        let mut contents = *contents;
        for (content, name) in contents.iter_mut().zip(FILES) {
            let Some(bytes) = *content else { continue };
            let (found, expected) = (sha256(bytes), manifest.files.get(name).map_or("nothing", String::as_str));
            if found != expected {
                self.add(name, Err(Error::model(format!("SHA-256 is {found}, the manifest says {expected}"))));
                *content = None;
            }
        }
        let hash = "SHA-256 as in the manifest, ";
        let config = contents[0].and_then(|json| self.note(FILES[0], Config::parse(json)));
        let Some(config) = config else { return };
        self.add(FILES[0], Ok(format!("{hash}{}", shape(&config))));
        self.tokenizer(contents[1], config.max_position_embeddings, config.vocab_size, true, hash);
        self.weights(contents[2], hash, |_| ModelTagger::weights(&config));
        if let (true, [Some(config), Some(tokenizer), Some(weights)]) = (self.is_sound(), contents) {
            let tagger = ModelTagger::from_bytes(json, [config, tokenizer, weights], self.precision);
            self.self_test(tagger.map(|tagger| Model::Figcheck(Box::new(tagger))));
        }
    }

    fn classifier(&mut self, folder: &Path) {
        let contents = FILES.map(|name| self.note(name, files::read(folder, name)));
        let contents = contents.each_ref().map(|c| c.as_deref());
        let config = contents[0].and_then(|json| self.note(FILES[0], ClassifierConfig::parse(json)));
        let Some(config) = config else { return };
        let labels = config.labels.all().len();
        self.add(FILES[0], Ok(format!("{}, {}, {labels} labels", config.model_type, shape(&config.encoder))));
        self.tokenizer(contents[1], config.longest_input(), config.encoder.vocab_size, false, "");
        self.weights(contents[2], "", |file| config.weights(file));
        if let (true, [Some(config), Some(tokenizer), Some(weights)]) = (self.is_sound(), contents) {
            let tagger = TokenClassifier::from_bytes([config, tokenizer, weights]);
            self.self_test(tagger.map(|tagger| Model::Classifier(Box::new(tagger))));
        }
    }

    /// `exact` is whether the vocabulary must have as many tokens as the embedding has rows: published embeddings are
    /// often padded to a round number.
    fn tokenizer(&mut self, json: Option<&[u8]>, longest: usize, rows: usize, exact: bool, hash: &str) {
        let reader = json.and_then(|json| self.note(FILES[1], Reader::new(json, longest)));
        let Some(reader) = reader else { return };
        let found = reader.vocabulary();
        let outcome = match reader.check(rows) {
            Ok(()) if exact && found != rows => {
                Err(Error::model(format!("{found} tokens, the configuration says {rows}")))
            }
            other => other.map(|()| format!("{hash}{found} tokens")),
        };
        self.add(FILES[1], outcome);
    }

    fn weights(&mut self, bytes: Option<&[u8]>, hash: &str, wanted: impl FnOnce(&WeightFile<'_>) -> Vec<Wanted>) {
        let file = bytes.and_then(|bytes| self.note(FILES[2], WeightFile::parse(bytes)));
        let Some(file) = file else { return };
        let wanted = wanted(&file);
        let mut problems = file.problems(&wanted);
        let more = problems.len().saturating_sub(MOST_PROBLEMS);
        problems.truncate(MOST_PROBLEMS);
        if more > 0 {
            problems.push(Error::model(format!("and {more} more weights that do not fit")));
        }
        if problems.is_empty() {
            let read = file.read(&wanted).map(|_| format!("{hash}{} weights of the expected shapes", wanted.len()));
            self.add(FILES[2], read);
        }
        for problem in problems {
            self.add(FILES[2], Err(problem));
        }
    }

    fn self_test(&mut self, model: Result<Model>) {
        let outcome = model.and_then(|model| self_test(model.tagger()));
        self.add(SELF_TEST, outcome);
    }
}

/// The subject of the last check.
const SELF_TEST: &str = "self-test";

fn shape(config: &Config) -> String {
    format!("{} layers of {}", config.num_hidden_layers, config.hidden_size)
}

/// Tags the sentence twice; what came out, if it is what a tagger must give.
fn self_test(tagger: &dyn Tagger) -> Result<String> {
    let passages: Vec<Passage<'_>> =
        passages(SENTENCE, &DocumentUnits::of(SENTENCE), &sentences(SENTENCE, Span::new(0, SENTENCE.len())));
    let tags = tagger.tag(&passages)?;
    let count = passages.iter().map(|p| p.quantities.len()).sum::<usize>();
    let all: Vec<&Tag> = tags.iter().flatten().collect();
    if all.len() != count {
        return Err(Error::model(format!("{} tags for {count} quantities of {SENTENCE:?}", all.len())));
    }
    if let Some(tag) = all.iter().find(|tag| !(tag.confidence >= 0.0 && tag.confidence <= 1.0)) {
        return Err(Error::model(format!("a confidence is {}, expected 0 to 1", tag.confidence)));
    }
    if tagger.tag(&passages)? != tags {
        return Err(Error::model(format!("gives {SENTENCE:?} other tags the second time")));
    }
    let mut said = Vec::with_capacity(count);
    for (passage, tags) in passages.iter().zip(&tags) {
        for tag in tags {
            let words = passage.quantities[tag.quantity].span.of(SENTENCE);
            let kind = tag.kind.map_or("no claim", |kind| kind.as_str());
            said.push(format!("{words:?} is {kind} ({:.2})", tag.confidence));
        }
    }
    Ok(said.join(", "))
}
