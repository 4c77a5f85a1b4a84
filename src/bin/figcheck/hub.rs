//! Models from a hub: `hub:OWNER/NAME@REV` to a folder of the local cache.
//!
//! `hf-hub` asks, resumes and caches. This file says what to fetch, how long to wait (the client knows no time-outs), and
//! what went wrong. What comes is checked against the size and the hash that the hub announces; manifest, shapes and
//! labels are checked where a model is opened.

use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use figcheck::Error;
use figcheck::tag::{FILES, MANIFEST, files, sha256};
use hf_hub::progress::{DownloadEvent, ProgressEvent, ProgressHandler};
use hf_hub::{HFClient, HFClientSync, HFError, HFRepositorySync, RepoTypeModel};

use super::progress::Progress;

/// What a model on a hub begins with where a folder is expected.
const SCHEME: &str = "hub:";
/// The revision where none is given.
const MAIN: &str = "main";
/// How often a request is tried again, with up to 1.4 seconds between.
const RETRIES: usize = 3;
/// How long the hub may be silent, unless `HF_HUB_DOWNLOAD_TIMEOUT` says so in seconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// A model on a hub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HubModel {
    owner: String,
    name: String,
    revision: String,
}

impl fmt::Display for HubModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME}{}/{}@{}", self.owner, self.name, self.revision)
    }
}

impl HubModel {
    /// The model that `--model` names, if it is one on a hub.
    ///
    /// # Errors
    /// If it is written another way than `hub:OWNER/NAME` or `hub:OWNER/NAME@REV`.
    pub(crate) fn parse(text: &OsStr) -> Result<Option<Self>, Error> {
        let text = text.to_string_lossy();
        let Some(id) = text.strip_prefix(SCHEME) else { return Ok(None) };
        let (id, revision) = id.split_once('@').unwrap_or((id, MAIN));
        let model = id.split_once('/').filter(|(owner, name)| is_name(owner) && is_name(name) && is_revision(revision));
        let (owner, name) = model.ok_or_else(|| {
            Error::value(format!("{text:?} is no model on a hub, expected hub:OWNER/NAME or hub:OWNER/NAME@REVISION"))
        })?;
        Ok(Some(Self { owner: owner.to_owned(), name: name.to_owned(), revision: revision.to_owned() }))
    }

    fn error(&self, message: impl Into<String>) -> Error {
        Error::model(message).at_path(self.to_string())
    }
}

/// Names become folders of the cache: none may lead out of it.
fn is_name(text: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || ['-', '_', '.'].contains(&c);
    (1..=96).contains(&text.len()) && text.chars().all(known) && !text.starts_with(['.', '-']) && !text.contains("..")
}

/// Branches, tags, commits and the like, which may hold slashes.
fn is_revision(text: &str) -> bool {
    let known = |c: char| c.is_ascii_graphic() && !['\\', ':', '~', '^', '?', '*', '['].contains(&c);
    (1..=200).contains(&text.len()) && text.chars().all(known) && text.split('/').all(is_part)
}

fn is_part(part: &str) -> bool {
    !part.is_empty() && !part.starts_with('.') && !part.contains("..")
}

/// Whether a variable of the environment says yes, as Hugging Face's own libraries read it.
fn is_true(variable: &str) -> bool {
    let value = std::env::var_os(variable).unwrap_or_default();
    ["1", "ON", "YES", "TRUE"].contains(&value.to_string_lossy().to_uppercase().as_str())
}

/// Brings a model into the cache, or finds it there; the folder that holds its files.
///
/// # Errors
/// If it is not there, cannot be reached, or did not come whole.
pub(crate) fn fetch(model: &HubModel, quiet: bool) -> Result<PathBuf, Error> {
    let no_client = |e| model.error(format!("no client for the hub: {e}; is HF_ENDPOINT an address?")).caused_by(e);
    let agent = concat!("figcheck/", env!("CARGO_PKG_VERSION"));
    let client = HFClient::builder().retry_max_attempts(RETRIES).user_agent(agent).build().map_err(no_client)?;
    let (endpoint, cache) = (client.endpoint().to_owned(), client.cache_dir().to_owned());
    let client = HFClientSync::from_inner(client).map_err(no_client)?;
    let patience = std::env::var_os("HF_HUB_DOWNLOAD_TIMEOUT").and_then(|v| v.to_string_lossy().parse::<f64>().ok());
    let patience = patience.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()).filter(|p| !p.is_zero());
    let mut fetcher = Fetcher {
        model,
        endpoint,
        cache,
        repository: client.model(&model.owner, &model.name),
        offline: is_true("HF_HUB_OFFLINE") || is_true("TRANSFORMERS_OFFLINE"),
        unreachable: None,
        patience: patience.unwrap_or(PATIENCE),
        quiet,
    };
    fetcher.folder()
}

struct Fetcher<'a> {
    model: &'a HubModel,
    repository: HFRepositorySync<RepoTypeModel>,
    endpoint: String,
    cache: PathBuf,
    /// Whether the environment forbids requests.
    offline: bool,
    /// Why the hub could not be reached; from then on the cache alone is asked.
    unreachable: Option<Error>,
    patience: Duration,
    quiet: bool,
}

/// How a request failed.
enum Failure {
    /// The hub was silent for too long.
    Silent,
    /// The file is larger than any of its name may be: its bytes.
    Large(u64),
    /// Something of the client's.
    Client(HFError),
}

/// What the thread of a request says.
enum News<T> {
    /// Bytes that came, and that will have come; unknown is 0.
    Progress(u64, u64),
    Done(Result<T, HFError>),
}

/// Sends on how far a download is.
struct Reporter<T>(Sender<News<T>>);

impl<T: Send> ProgressHandler for Reporter<T> {
    fn on_progress(&self, event: &ProgressEvent) {
        let news = match event {
            ProgressEvent::Download(DownloadEvent::Start { total_bytes, .. }) => News::Progress(0, *total_bytes),
            ProgressEvent::Download(DownloadEvent::Progress { files }) => match files.last() {
                Some(file) => News::Progress(file.bytes_completed, file.total_bytes),
                None => return,
            },
            ProgressEvent::Download(DownloadEvent::AggregateProgress { bytes_completed, total_bytes, .. }) => {
                News::Progress(*bytes_completed, *total_bytes)
            }
            _ => return,
        };
        // Nobody listens any more once the wait was given up.
        let _ = self.0.send(news);
    }
}

impl Fetcher<'_> {
    /// The folder of the cache that holds the model's files.
    fn folder(&mut self) -> Result<PathBuf, Error> {
        let revision = self.model.revision.clone();
        let (path, rest) = match self.file(MANIFEST, &revision)? {
            Some(manifest) => (manifest, &FILES[..]),
            // A token classifier has no manifest.
            None => match self.file(FILES[0], &revision)? {
                Some(config) => (config, &FILES[1..]),
                None => return Err(self.nothing_there()),
            },
        };
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        // From here on the commit is asked for, not the branch, which may move on meanwhile.
        let commit = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        for name in rest {
            if self.file(name, &commit)?.is_none() {
                return Err(self.without(name, &commit));
            }
        }
        Ok(folder)
    }

    /// One file of the model, checked; none if the hub (or, without it, the cache) does not have it.
    fn file(&mut self, name: &str, revision: &str) -> Result<Option<PathBuf>, Error> {
        if self.offline || self.unreachable.is_some() {
            let found = self.repository.download_file().filename(name).revision(revision).local_files_only(true).send();
            return match found {
                Ok(path) => self.intact(name, &path, None).map(|()| Some(path)),
                Err(HFError::LocalEntryNotFound { .. } | HFError::EntryNotFound { .. }) => Ok(None),
                Err(error) => Err(self.failed(name, Failure::Client(error))),
            };
        }
        // A link to contents that somebody deleted counts as present for the client, which would leave it so.
        let found = self.download(name, revision, false);
        let found = found.and_then(
            |(path, size)| if path.exists() { Ok((path, size)) } else { self.download(name, revision, true) },
        );
        match found {
            Ok((path, size)) => self.intact(name, &path, size).map(|()| Some(path)),
            Err(Failure::Client(HFError::EntryNotFound { .. })) => Ok(None),
            Err(failure) if is_unreachable(&failure) => {
                self.unreachable = Some(self.failed(name, failure));
                self.file(name, revision)
            }
            Err(failure) => Err(self.failed(name, failure)),
        }
    }

    /// Downloads a file that the cache does not have, or `anew`; where it is, and how large it had to be if it came just
    /// now.
    fn download(&self, name: &str, revision: &str, anew: bool) -> Result<(PathBuf, Option<u64>), Failure> {
        let progress = Progress::of_bytes(name, !self.quiet);
        let mut size = None;
        let limit = files::limit(name);
        let (repository, name, revision) = (self.repository.clone(), name.to_owned(), revision.to_owned());
        let path = self.ask(
            move |reporter| {
                let request = repository.download_file().filename(name).revision(revision).force_download(anew);
                request.progress(reporter).send()
            },
            |done, total| {
                size = size.or(Some(total).filter(|t| *t > 0));
                progress.reach(done, total);
                let most = done.max(total);
                if most > limit { Err(Failure::Large(most)) } else { Ok(()) }
            },
        );
        progress.done();
        path.map(|path| (path, size))
    }

    /// Runs a request on a thread of its own and waits as long as there is news of it. A thread that is given up ends
    /// with the program.
    fn ask<T: Send + 'static>(
        &self,
        request: impl FnOnce(Reporter<T>) -> Result<T, HFError> + Send + 'static,
        mut on_progress: impl FnMut(u64, u64) -> Result<(), Failure>,
    ) -> Result<T, Failure> {
        let (news, incoming) = mpsc::channel();
        let thread = thread::Builder::new().name("figcheck-hub".to_owned()).spawn(move || {
            let done = request(Reporter(news.clone()));
            let _ = news.send(News::Done(done));
        });
        thread.map_err(|e| Failure::Client(HFError::Io(e)))?;
        loop {
            match incoming.recv_timeout(self.patience) {
                Ok(News::Progress(done, total)) => on_progress(done, total)?,
                Ok(News::Done(done)) => return done.map_err(Failure::Client),
                Err(RecvTimeoutError::Timeout) => return Err(Failure::Silent),
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Failure::Client(HFError::Other("the client of the hub gave up".to_owned())));
                }
            }
        }
    }

    /// Checks a file against the size and the hash that the hub announced. One that came just now (its size is known) and
    /// is not whole is removed, so that the next run fetches it again.
    fn intact(&self, name: &str, path: &Path, size: Option<u64>) -> Result<(), Error> {
        // The cache keeps contents under their `ETag`, and links to them from each commit.
        let content = fs::canonicalize(path).map_err(|e| Error::io(path, e))?;
        let found = fs::metadata(&content).map_err(|e| Error::io(&content, e))?.len();
        let message = match (size, announced_hash(&content)) {
            (Some(size), _) if size != found => Some(format!("{found} of {size} bytes came")),
            (_, Some(announced)) => {
                let folder = path.parent().unwrap_or(path);
                let hash = sha256(&files::read(folder, name)?);
                (hash != announced).then(|| format!("SHA-256 is {hash}, the hub announces {announced}"))
            }
            _ => None,
        };
        let Some(message) = message else { return Ok(()) };
        let remedy = if size.is_some() {
            // The link as well: while it is there the client asks only whether the contents have changed.
            fs::remove_file(&content).and_then(|()| fs::remove_file(path)).or_else(|e| match e.kind() {
                io::ErrorKind::NotFound => Ok(()),
                _ => Err(Error::io(&content, e)),
            })?;
            "run it again to fetch it anew".to_owned()
        } else {
            format!("the copy in the cache is damaged: delete {} and run it again", content.display())
        };
        Err(self.model.error(format!("{name}: {message}; {remedy}")))
    }

    /// Why nothing that a model begins with was found.
    fn nothing_there(&mut self) -> Error {
        if let Some(error) = self.unreachable.take() {
            return error;
        }
        let HubModel { owner, name, revision } = self.model;
        let cache = self.cache.display();
        if self.offline {
            let why = "HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE forbids fetching it";
            return self.model.error(format!("is not in the cache {cache}, and {why}: unset them, or give a folder"));
        }
        let (repository, wanted) = (self.repository.clone(), revision.clone());
        let has_revision =
            self.ask(move |_: Reporter<bool>| repository.revision_exists().revision(&wanted).send(), |_, _| Ok(()));
        let repository = self.repository.clone();
        let exists = || self.ask(move |_: Reporter<bool>| repository.exists().send(), |_, _| Ok(()));
        let message = match has_revision {
            Ok(true) => format!("has no {MANIFEST} and no {}, expected a model", FILES[0]),
            _ => match exists() {
                Ok(true) => format!("{owner}/{name} has no revision {revision:?}, expected a branch, tag or commit"),
                Ok(false) => format!("no repository {owner}/{name} at {}: is the name right?", self.endpoint),
                Err(failure) => return self.failed(FILES[0], failure),
            },
        };
        self.model.error(message)
    }

    /// Why a model without one of its files is not used.
    fn without(&mut self, missing: &str, commit: &str) -> Error {
        if let Some(error) = self.unreachable.take() {
            return error;
        }
        if self.offline {
            let cache = self.cache.display();
            let why =
                format!("is not in the cache {cache}, and HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE forbids fetching it");
            return self.model.error(format!("{missing} {why}"));
        }
        let (repository, commit) = (self.repository.clone(), commit.to_owned());
        let pickle =
            move |_: Reporter<bool>| repository.file_exists().filename("pytorch_model.bin").revision(&commit).send();
        let message = if missing == FILES[2] && matches!(self.ask(pickle, |_, _| Ok(())), Ok(true)) {
            format!(
                "has its weights as pytorch_model.bin, a pickle, which can run code when it is read: expected {missing}"
            )
        } else {
            format!("has no {missing}, expected one beside the other files of the model")
        };
        self.model.error(message)
    }

    /// What a failed request for `name` means, and what to do about it.
    fn failed(&self, name: &str, failure: Failure) -> Error {
        let endpoint = &self.endpoint;
        let elsewhere = "without a network, give --model a folder or a model that is in the cache";
        let error = match failure {
            Failure::Silent => {
                let seconds = self.patience.as_secs_f64();
                let message = format!("{name}: nothing came from {endpoint} for {seconds} seconds; {elsewhere}");
                return self.model.error(message);
            }
            Failure::Large(bytes) => {
                let limit = files::limit(name);
                return self.model.error(format!("{name}: has {bytes} bytes, expected at most {limit}"));
            }
            Failure::Client(error) => error,
        };
        let message = match &error {
            HFError::AuthRequired { .. } => format!(
                "{endpoint} asks who you are: the model is private or gated, or does not exist; check its name, then set \
                 HF_TOKEN to a token that may read it"
            ),
            HFError::Forbidden { .. } => {
                format!("{endpoint} refuses it to your token: ask for access on the model's page")
            }
            HFError::RateLimited { .. } => format!("{endpoint} is asked too often: try again later"),
            HFError::Http { context } => format!("{endpoint} answers {}: try again later", context.status),
            HFError::Request { source, .. } if source.is_body() || source.is_decode() => {
                format!("the transfer broke off ({}); run it again", root_of(source))
            }
            HFError::Request { source, .. } => {
                format!("{endpoint} cannot be reached ({}); {elsewhere}", root_of(source))
            }
            HFError::Io(e) if is_full(e) => {
                let cache = self.cache.display();
                format!(
                    "no room for it in the cache {cache} ({e}); make some, or set HF_HOME to a folder on another disk"
                )
            }
            HFError::Io(e) => format!("the cache {} cannot be written ({e})", self.cache.display()),
            HFError::CacheLockTimeout { path } => {
                format!("another process fetches it, or died over it and left {}", path.display())
            }
            HFError::MalformedResponse { what, .. } => {
                format!("{endpoint} does not answer as a hub does: {what}; is HF_ENDPOINT right?")
            }
            other => other.to_string(),
        };
        self.model.error(format!("{name}: {message}")).caused_by(error)
    }
}

/// The SHA-256 that a large file is announced with: its `ETag`. Small files have Git's hash there, which this does not
/// check.
fn announced_hash(content: &Path) -> Option<String> {
    let etag = content.file_name()?.to_str()?;
    let is_hash = etag.len() == 64 && etag.bytes().all(|b| b.is_ascii_hexdigit());
    is_hash.then(|| etag.to_ascii_lowercase())
}

/// Whether the cache may step in: the hub is away, not against it.
fn is_unreachable(failure: &Failure) -> bool {
    match failure {
        Failure::Silent => true,
        Failure::Large(_) => false,
        Failure::Client(HFError::Request { source, .. }) => !source.is_body() && !source.is_decode(),
        Failure::Client(HFError::Http { context }) => context.status.is_server_error(),
        Failure::Client(HFError::RateLimited { .. }) => true,
        Failure::Client(_) => false,
    }
}

fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge)
}

/// The cause behind all others, which says the most.
fn root_of(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Option<HubModel>, Error> {
        HubModel::parse(OsStr::new(text))
    }

    #[test]
    fn a_model_on_a_hub_is_told_from_a_folder() {
        assert_eq!(parse("models/default").unwrap(), None);
        assert_eq!(parse("hub:acme/tagger").unwrap().unwrap().to_string(), "hub:acme/tagger@main");
        assert_eq!(parse("hub:acme/tagger@refs/pr/1").unwrap().unwrap().revision, "refs/pr/1");
    }

    #[test]
    fn names_that_lead_out_of_the_cache_are_refused() {
        for bad in [
            "hub:",
            "hub:tagger",
            "hub:acme/",
            "hub:acme/tagger@",
            "hub:../tagger",
            "hub:acme/..",
            "hub:acme/a/b",
            "hub:acme/tagger@../../x",
            "hub:acme/tagger@/etc",
            "hub:acme/tagger@a//b",
            "hub:acme/ta gger",
        ] {
            assert!(parse(bad).unwrap_err().to_string().contains("expected hub:OWNER/NAME"), "{bad}");
        }
    }
}
