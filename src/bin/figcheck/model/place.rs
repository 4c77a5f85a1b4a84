//! Where a model is: in this program, in a folder, in the cache of a hub.

use std::fs;
use std::path::{Path, PathBuf};

use figcheck::Error;
use figcheck::tag::Model;
use figcheck::tag::engine::Precision;

use crate::stop::Stop;

/// Where a model is.
#[derive(Debug, Default)]
pub(super) struct Place {
    /// Its folder; none is the model inside this program.
    folder: Option<PathBuf>,
    /// Its name on the hub that the folder is a copy of.
    hub: Option<String>,
}

impl Place {
    /// Finds, or fetches, what `--model` names.
    pub(super) fn find(wanted: Option<&Path>, quiet: bool) -> Result<Self, Stop> {
        let Some(wanted) = wanted else { return Ok(Self::default()) };
        Ok(match fetched(wanted, quiet)? {
            Some((folder, hub)) => Self { folder: Some(folder), hub: Some(hub) },
            None => Self { folder: Some(wanted.to_owned()), hub: None },
        })
    }

    pub(super) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    pub(super) fn open(&self, precision: Precision) -> Result<Model, Error> {
        let Some(folder) = self.folder() else { return Model::embedded(precision) };
        Model::open(folder, precision).map_err(|error| {
            // What to do about it stands beside what is wrong.
            let place = error.path().map_or_else(|| folder.to_owned(), Path::to_owned);
            let message = format!("{}; {}", error.message(), self.remedy(&place));
            Error::model(message).at_path(place).caused_by(error)
        })
    }

    /// Whether it is a copy of a model on a hub.
    pub(super) fn is_copy(&self) -> bool {
        self.hub.is_some()
    }

    /// What to do about a file of the model that is not what it should be.
    pub(super) fn remedy(&self, file: &Path) -> String {
        let Some(hub) = &self.hub else {
            return "give --model the folder of a whole model, or leave it out for the one that ships with figcheck"
                .to_owned();
        };
        // The cache keeps contents apart from the folders that link to them.
        let content = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
        format!("delete {} to have it fetched again; if it stays so, {hub} is at fault", content.display())
    }
}

/// The folder, and the name, of a model on a hub, if it is one.
#[cfg(feature = "hub")]
fn fetched(wanted: &Path, quiet: bool) -> Result<Option<(PathBuf, String)>, Error> {
    use crate::hub;

    let Some(model) = hub::HubModel::parse(wanted.as_os_str())? else { return Ok(None) };
    Ok(Some((hub::fetch(&model, quiet)?, model.to_string())))
}

#[cfg(not(feature = "hub"))]
fn fetched(wanted: &Path, _: bool) -> Result<Option<(PathBuf, String)>, Error> {
    if !wanted.to_string_lossy().starts_with("hub:") {
        return Ok(None);
    }
    let remedy = "give --model a folder, or build figcheck with its default features";
    Err(Error::model(format!("this figcheck was built without hubs; {remedy}")))
}
