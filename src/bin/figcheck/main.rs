//! The `figcheck` command: raw arguments in, the library called, bytes and an exit code out.
//!
//! The only place of the crate that prints, exits, and looks at the terminal, the environment and the command line.

mod args;
mod check;
mod eval;
mod facts;
#[cfg(feature = "hub")]
mod hub;
mod model;
mod output;
mod progress;
mod stdin;
mod stop;
#[cfg(feature = "model")]
mod train;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use stop::{Status, Stop};

fn main() -> ExitCode {
    progress::quiet_panics();
    let done = match Args::parse().command {
        Command::Check(args) => check::check(&args),
        Command::Tag(args) => check::tag(&args),
        Command::Facts(args) => facts::run(&args),
        Command::Model(args) => model::run(&args),
        Command::Train(args) => train(&args),
        Command::Eval(args) => eval::run(&args),
    };
    match done {
        Ok(status) => status.into(),
        // Whoever read our output has seen enough: `figcheck check … | head -1`.
        Err(Stop::ClosedPipe) => ExitCode::SUCCESS,
        Err(Stop::Errors(errors)) => {
            stop::report(&errors);
            Status::Failed.into()
        }
    }
}

#[cfg(feature = "model")]
fn train(args: &args::TrainArgs) -> Result<Status, Stop> {
    train::run(args)
}

#[cfg(not(feature = "model"))]
fn train(_: &args::TrainArgs) -> Result<Status, Stop> {
    Err(model::not_built().into())
}
