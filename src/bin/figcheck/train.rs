//! `figcheck train`: a run with its progress.

use figcheck::train::{Event, TrainConfig, train};

use super::args::TrainArgs;
use super::progress::Progress;
use super::stop::{Status, Stop, tell};

/// Runs `figcheck train`.
pub(crate) fn run(args: &TrainArgs) -> Result<Status, Stop> {
    let config = TrainConfig::read(&args.config)?;
    let mut progress: Option<Progress> = None;
    let scores = train(&config, |event| match event {
        Event::Data(text) => tell(&text),
        Event::Step { of, loss, .. } => {
            let bar = progress.get_or_insert_with(|| Progress::of_steps(of as u64));
            bar.step(format!("loss {loss:.4}"));
        }
        Event::Epoch { number, scores } => {
            let line = format!("epoch {number}: {scores}");
            match &progress {
                Some(bar) => bar.aside(|| tell(&line)),
                None => tell(&line),
            }
        }
    })?;
    if let Some(bar) = progress {
        bar.done();
    }
    tell(&format!("{} is written to {}: {scores}", config.name, config.out.display()));
    Ok(Status::Clean)
}
