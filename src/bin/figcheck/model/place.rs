//! Where a model is: in this program, in a folder, in the cache of a hub.

use std::path::{Path, PathBuf};

use figcheck::Error;
use figcheck::tag::Model;

#[cfg(feature = "hub")]
use crate::hub;
use crate::stop::Stop;

/// Where a model is.
pub(super) enum Place {
    /// Inside this program.
    Embedded,
    /// In a folder that somebody gave.
    Folder(PathBuf),
    /// In the cache of a hub.
    #[cfg(feature = "hub")]
    Cache(PathBuf, hub::HubModel),
}

impl Place {
    /// Finds, or fetches, what `--model` names.
    pub(super) fn find(wanted: Option<&Path>, quiet: bool) -> Result<Self, Stop> {
        let Some(wanted) = wanted else { return Ok(Self::Embedded) };
        #[cfg(feature = "hub")]
        if let Some(model) = hub::HubModel::parse(wanted.as_os_str())? {
            return Ok(Self::Cache(hub::fetch(&model, quiet)?, model));
        }
        #[cfg(not(feature = "hub"))]
        if wanted.to_string_lossy().starts_with("hub:") {
            let remedy = "give --model a folder, or build figcheck with its default features";
            return Err(Error::model(format!("this figcheck was built without hubs; {remedy}")).into());
        }
        let _ = quiet;
        Ok(Self::Folder(wanted.to_owned()))
    }

    pub(super) fn folder(&self) -> Option<&Path> {
        match self {
            Self::Embedded => None,
            Self::Folder(folder) => Some(folder),
            #[cfg(feature = "hub")]
            Self::Cache(folder, _) => Some(folder),
        }
    }

    pub(super) fn open(&self) -> Result<Model, Error> {
        let Some(folder) = self.folder() else { return Model::embedded() };
        Model::open(folder).map_err(|error| {
            // What to do about it stands beside what is wrong.
            let place = error.path().map_or_else(|| folder.to_owned(), Path::to_owned);
            let message = format!("{}; {}", error.message(), self.remedy(&place));
            Error::model(message).at_path(place).caused_by(error)
        })
    }

    /// What to do about a file of the model that is not what it should be.
    fn remedy(&self, file: &Path) -> String {
        match self {
            #[cfg(feature = "hub")]
            Self::Cache(_, model) => {
                let content = std::fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
                let content = content.display();
                format!("delete {content} to have it fetched again; if it stays so, {model} is at fault")
            }
            _ => "give --model the folder of a whole model, or leave it out for the one that ships with figcheck"
                .to_owned(),
        }
    }
}
