//! How far a long run is, on standard error.

use std::io::{self, IsTerminal};
use std::panic;
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work that is done sooner needs no progress.
const LONG: Duration = Duration::from_secs(1);

/// A count of what is done, drawn once the work has proved long.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    started: Instant,
    wanted: bool,
}

impl Progress {
    /// Progress of an unknown number of documents, drawn if `wanted` and standard error is a terminal.
    pub(crate) fn of_documents(wanted: bool) -> Self {
        Self::new(None, "{spinner} {pos} documents, {per_sec}, {elapsed}  {wide_msg}", wanted)
    }

    /// Progress of a known number of steps, some of which were made before.
    #[cfg(feature = "model")]
    pub(crate) fn of_steps(steps: u64, before: u64) -> Self {
        let progress = Self::new(Some(steps), "{bar:24} step {pos} of {len}, {elapsed}, {eta} left  {wide_msg}", true);
        progress.bar.set_position(before);
        // What was made before says nothing of how long the rest takes.
        progress.bar.reset_eta();
        progress
    }

    /// Progress of a file of an unknown number of bytes, drawn if `wanted` and standard error is a terminal.
    #[cfg(feature = "hub")]
    pub(crate) fn of_bytes(file: &str, wanted: bool) -> Self {
        let progress = Self::new(Some(0), "{bar:24} {bytes} of {total_bytes}, {eta} left  {wide_msg}", wanted);
        progress.bar.set_message(file.to_owned());
        progress
    }

    /// Progress of the rows of a table that are compiled: read, then written.
    pub(crate) fn of_rows(wanted: bool) -> Self {
        Self::new(None, "{spinner} {pos} rows, {per_sec}, {elapsed}  {wide_msg}", wanted)
    }

    /// Progress of an index that is checked, in bytes.
    pub(crate) fn of_checking() -> Self {
        Self::new(Some(0), "{bar:24} {bytes} of {total_bytes} checked, {eta} left", true)
    }

    /// So many are done; `message` says of what.
    pub(crate) fn at(&self, done: u64, message: &str) {
        self.show_if_long();
        if self.bar.message() != message {
            self.bar.set_message(message.to_owned());
        }
        self.bar.set_position(done);
    }

    fn new(length: Option<u64>, template: &str, wanted: bool) -> Self {
        let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { bar, started: Instant::now(), wanted: wanted && io::stderr().is_terminal() }
    }

    /// One more is done; `message` says what, or how it went.
    pub(crate) fn step(&self, message: impl Into<String>) {
        self.show_if_long();
        self.bar.set_message(message.into());
        self.bar.inc(1);
    }

    /// So much is done of so much.
    pub(crate) fn reach(&self, done: u64, total: u64) {
        self.show_if_long();
        self.bar.set_length(total.max(done));
        self.bar.set_position(done);
    }

    fn show_if_long(&self) {
        if self.wanted && self.bar.is_hidden() && self.started.elapsed() > LONG {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Does something that writes to standard error, without the bar in its way.
    pub(crate) fn aside<T>(&self, work: impl FnOnce() -> T) -> T {
        self.bar.suspend(work)
    }

    /// Takes the bar away.
    pub(crate) fn done(&self) {
        self.bar.finish_and_clear();
    }
}

/// Keeps panics of the workers from printing: the pipeline makes each the error of its document. With `RUST_BACKTRACE`
/// set they are printed all the same, for whoever looks for the bug.
pub(crate) fn quiet_panics() {
    if std::env::var_os("RUST_BACKTRACE").is_some() {
        return;
    }
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !thread::current().name().is_some_and(|name| name.starts_with("figcheck-")) {
            usual(info);
        }
    }));
}
