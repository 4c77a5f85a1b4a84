//! `figcheck model`: what a model is, and whether it is whole.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use figcheck::Error;
use figcheck::tag::classifier::labels::Meaning;
use figcheck::tag::engine::Precision;
use figcheck::tag::{FILES, Model, ModelTagger, Tagger, TokenClassifier, verify};

use super::RULES;
use super::place::Place;
use crate::args::ModelCommand;
use crate::stop::{self, Status, Stop};

/// Runs `figcheck model`.
pub(crate) fn run(command: &ModelCommand) -> Result<Status, Stop> {
    let (ModelCommand::Info(args) | ModelCommand::Verify(args)) = command;
    if args.model.as_ref().is_some_and(|name| name.as_os_str() == RULES) {
        return Err(Error::value("the rules are no model, expected a folder or hub:OWNER/NAME@REV").into());
    }
    let place = Place::find(args.model.as_deref(), false)?;
    match command {
        ModelCommand::Info(_) => {
            let text = match place.open(Precision::fastest())? {
                Model::Figcheck(tagger) => figcheck_info(&tagger),
                Model::Classifier(tagger) => classifier_info(&tagger),
            };
            print(&text)?;
            Ok(Status::Clean)
        }
        ModelCommand::Verify(_) => {
            let (mut text, mut problems) = (String::new(), Vec::new());
            for check in verify(place.folder(), Precision::fastest()) {
                match check.outcome {
                    Ok(found) => {
                        let _ = writeln!(text, "ok   {:18} {found}", check.subject);
                    }
                    Err(error) => problems.push(error),
                }
            }
            print(&text)?;
            stop::report(&problems);
            if let Some(file) = problems.iter().find_map(Error::path).filter(|_| place.is_copy()) {
                stop::tell(&place.remedy(file));
            }
            Ok(if problems.is_empty() { Status::Clean } else { Status::Failed })
        }
    }
}

fn print(text: &str) -> Result<(), Stop> {
    io::stdout().write_all(text.as_bytes()).map_err(|e| Stop::from(Error::io("<stdout>", e)))
}

fn figcheck_info(tagger: &ModelTagger) -> String {
    let manifest = tagger.manifest();
    let mut text = format!("name         {}\nformat       {}\n", manifest.name, manifest.format);
    let _ = writeln!(text, "kinds        {}", manifest.kinds.join(", "));
    let _ = writeln!(text, "modalities   {}", manifest.modalities.join(", "));
    let _ = writeln!(text, "roles        {}", manifest.roles.join(", "));
    let _ = writeln!(text, "temperature  {}", manifest.temperature);
    for name in FILES {
        if let Some(hash) = manifest.files.get(name) {
            let _ = writeln!(text, "file         {name}  sha256:{hash}");
        }
    }
    for (key, value) in manifest.training.as_object().into_iter().flatten() {
        let _ = writeln!(text, "training     {key}: {value}");
    }
    text
}

fn classifier_info(tagger: &TokenClassifier) -> String {
    let config = tagger.config();
    let encoder = &config.encoder;
    let mut text = format!("name         {}\n", tagger.name());
    let (layers, width) = (encoder.num_hidden_layers, encoder.hidden_size);
    let _ = writeln!(text, "encoder      {layers} layers of {width}, {} tokens", encoder.vocab_size);
    for label in config.labels.all() {
        let meaning = match label.meaning {
            Meaning::Nothing => "nothing".to_owned(),
            Meaning::Kind(kind) => format!("a value of kind {kind}"),
            Meaning::Value => "a value, its kind by unit and words".to_owned(),
            Meaning::Role(role) => format!("the {} of a claim", role.as_str()),
        };
        let _ = writeln!(text, "label        {}: {meaning}", label.name);
    }
    text
}
