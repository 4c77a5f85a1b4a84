//! How a command ends: its exit code, and the errors that ended it early.

use std::io::{self, Write};
use std::process::ExitCode;

use figcheck::Error;
use figcheck::facts::Refused;
use figcheck::report::one_line;

/// What a command that ran to its end came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// Everything was done, and nothing refuted.
    Clean,
    /// Everything was done, and at least one claim refuted.
    Refuted,
    /// Something could not be read; the rest was done.
    Failed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        ExitCode::from(match status {
            Status::Clean => 0,
            Status::Refuted => 1,
            Status::Failed => 2,
        })
    }
}

/// Why a command stopped before its end.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Nobody reads the output any more.
    ClosedPipe,
    /// These errors.
    Errors(Vec<Error>),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        if error.is_broken_pipe() { Self::ClosedPipe } else { Self::Errors(vec![error]) }
    }
}

impl From<Refused> for Stop {
    fn from(refused: Refused) -> Self {
        Self::Errors(refused.into_errors())
    }
}

/// Errors that are shown one by one; a table of a million bad rows has said enough by then.
const SHOWN: usize = 20;

/// Tells errors on standard error, a line each.
pub(crate) fn report(errors: &[Error]) {
    for error in errors.iter().take(SHOWN) {
        tell(&error.to_string());
    }
    if errors.len() > SHOWN {
        tell(&format!("and {} more errors", errors.len() - SHOWN));
    }
}

/// Says something on standard error, as one line; if nobody listens there either, so be it.
pub(crate) fn tell(message: &str) {
    let _ = writeln!(io::stderr(), "figcheck: {}", one_line(message));
}
