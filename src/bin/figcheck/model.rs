//! Taggers by name, and `figcheck model`.

#[cfg(feature = "model")]
mod about;
#[cfg(feature = "model")]
mod place;

use std::path::Path;

use figcheck::tag::{RuleTagger, Tagger};

use super::args::{Precision, TaggingArgs};
use super::stop::Stop;
#[cfg(feature = "model")]
pub(crate) use about::run;

/// The name of the rule tagger where a model is expected.
const RULES: &str = "rules";

/// The tagger that was asked for: the model in a folder or on a hub, `rules`, or the model that ships with figcheck. A
/// model that cannot be used is an error; nothing steps in for it.
pub(crate) fn tagger(args: &TaggingArgs, quiet: bool) -> Result<Box<dyn Tagger>, Stop> {
    match args.model.as_deref() {
        Some(name) if name.as_os_str() == RULES => Ok(Box::new(RuleTagger)),
        wanted => model(wanted, args.precision, quiet),
    }
}

#[cfg(feature = "model")]
fn model(wanted: Option<&Path>, precision: Precision, quiet: bool) -> Result<Box<dyn Tagger>, Stop> {
    use figcheck::tag::engine;

    let precision = match precision {
        Precision::Fastest => engine::Precision::fastest(),
        Precision::F32 => engine::Precision::F32,
    };
    Ok(place::Place::find(wanted, quiet)?.open(precision)?.into_tagger())
}

#[cfg(not(feature = "model"))]
fn model(_: Option<&Path>, _: Precision, _: bool) -> Result<Box<dyn Tagger>, Stop> {
    Err(not_built().into())
}

/// This program has no models in it.
#[cfg(not(feature = "model"))]
pub(crate) fn not_built() -> figcheck::Error {
    let remedy = "use --model rules, or build figcheck with its default features";
    figcheck::Error::model(format!("this figcheck was built without models; {remedy}"))
}

/// Runs `figcheck model`.
#[cfg(not(feature = "model"))]
pub(crate) fn run(_: &super::args::ModelCommand) -> Result<super::stop::Status, Stop> {
    Err(not_built().into())
}
