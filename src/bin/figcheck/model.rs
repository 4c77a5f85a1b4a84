//! Taggers by name, and `figcheck model`.

use std::path::Path;

use figcheck::tag::{RuleTagger, Tagger};

use super::args::ModelCommand;
use super::stop::{Status, Stop};

/// The name of the rule tagger where a model is expected.
const RULES: &str = "rules";

/// The tagger that was asked for: the model in a folder, `rules`, or the model that ships with figcheck. A model that
/// cannot be used is an error; nothing steps in for it.
pub(crate) fn tagger(wanted: Option<&Path>) -> Result<Box<dyn Tagger>, Stop> {
    match wanted {
        Some(name) if name.as_os_str() == RULES => Ok(Box::new(RuleTagger)),
        wanted => model(wanted),
    }
}

#[cfg(feature = "model")]
fn model(folder: Option<&Path>) -> Result<Box<dyn Tagger>, Stop> {
    Ok(Box::new(open(folder)?))
}

#[cfg(not(feature = "model"))]
fn model(_: Option<&Path>) -> Result<Box<dyn Tagger>, Stop> {
    Err(not_built().into())
}

#[cfg(feature = "model")]
fn open(folder: Option<&Path>) -> Result<figcheck::tag::ModelTagger, Stop> {
    use figcheck::Error;
    use figcheck::tag::ModelTagger;

    let Some(folder) = folder else { return Ok(ModelTagger::embedded()?) };
    ModelTagger::open(folder).map_err(|error| {
        // What to do about it stands beside what is wrong.
        let place = error.path().map_or_else(|| folder.to_owned(), Path::to_owned);
        let remedy = "give --model the folder of a whole model, or leave it out for the one that ships with figcheck";
        let message = format!("{}; {remedy}", error.message());
        Error::model(message).at_path(place).caused_by(error).into()
    })
}

/// This program has no models in it.
#[cfg(not(feature = "model"))]
pub(crate) fn not_built() -> figcheck::Error {
    let remedy = "use --model rules, or build figcheck with its default features";
    figcheck::Error::model(format!("this figcheck was built without models; {remedy}"))
}

/// Runs `figcheck model`.
#[cfg(feature = "model")]
pub(crate) fn run(command: &ModelCommand) -> Result<Status, Stop> {
    use std::io::{self, Write};

    use figcheck::Error;

    let ModelCommand::Info { model } = command;
    let tagger = open(model.as_deref())?;
    let manifest = tagger.manifest();
    let mut text = format!("name         {}\nformat       {}\n", manifest.name, manifest.format);
    text += &format!("kinds        {}\n", manifest.kinds.join(", "));
    text += &format!("modalities   {}\n", manifest.modalities.join(", "));
    text += &format!("roles        {}\n", manifest.roles.join(", "));
    text += &format!("temperature  {}\n", manifest.temperature);
    for (name, hash) in &manifest.files {
        text += &format!("file         {name}  sha256:{hash}\n");
    }
    if let Ok(training) = serde_json::to_string_pretty(&manifest.training) {
        text += &format!("training     {training}\n");
    }
    io::stdout().write_all(text.as_bytes()).map_err(|e| Stop::from(Error::io("<stdout>", e)))?;
    Ok(Status::Clean)
}

/// Runs `figcheck model`.
#[cfg(not(feature = "model"))]
pub(crate) fn run(_: &ModelCommand) -> Result<Status, Stop> {
    Err(not_built().into())
}
