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
    use figcheck::tag::engine::Precision;

    let precision = Precision::fastest();

    let Some(folder) = folder else { return Ok(ModelTagger::embedded(precision)?) };
    ModelTagger::open(folder, precision).map_err(|error| {
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
    use std::fmt::Write as _;
    use std::io::{self, Write as _};

    use figcheck::Error;

    let ModelCommand::Info { model } = command;
    let tagger = open(model.as_deref())?;
    let manifest = tagger.manifest();
    let mut text = format!("name         {}\nformat       {}\n", manifest.name, manifest.format);
    let _ = writeln!(text, "kinds        {}", manifest.kinds.join(", "));
    let _ = writeln!(text, "modalities   {}", manifest.modalities.join(", "));
    let _ = writeln!(text, "roles        {}", manifest.roles.join(", "));
    let _ = writeln!(text, "temperature  {}", manifest.temperature);
    for (name, hash) in &manifest.files {
        let _ = writeln!(text, "file         {name}  sha256:{hash}");
    }
    for (key, value) in manifest.training.as_object().into_iter().flatten() {
        let _ = writeln!(text, "training     {key}: {value}");
    }
    io::stdout().write_all(text.as_bytes()).map_err(|e| Stop::from(Error::io("<stdout>", e)))?;
    Ok(Status::Clean)
}

/// Runs `figcheck model`.
#[cfg(not(feature = "model"))]
pub(crate) fn run(_: &ModelCommand) -> Result<Status, Stop> {
    Err(not_built().into())
}
