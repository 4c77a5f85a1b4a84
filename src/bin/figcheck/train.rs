//! `figcheck train`: a run with its progress.

use std::ops::ControlFlow;

use figcheck::Error;
use figcheck::train::{Event, Setting, TrainConfig, discard_checkpoint, train};

use super::args::TrainArgs;
use super::progress::Progress;
use super::stop::{Status, Stop, tell};

/// Weight of the past in the loss that is shown: some twenty steps.
const SMOOTHING: f64 = 0.95;

/// The variable that sizes candle's own pool of threads, which it reads once.
#[cfg(unix)]
const POOL_SIZE: &str = "CANDLE_NUM_THREADS";

/// Starts this program once more in its own place, with candle's pool switched off: the threads of a step would wait for
/// it at every larger element-wise operation, which costs a quarter more time. The result is the same; where it cannot be
/// done the run is slower.
#[cfg(unix)]
fn without_pool() {
    use std::os::unix::process::CommandExt;
    use std::{env, process::Command};

    if env::var_os(POOL_SIZE).is_none()
        && let Ok(program) = env::current_exe()
    {
        // Comes back only if it has failed.
        let _ = Command::new(program).args(env::args_os().skip(1)).env(POOL_SIZE, "1").exec();
    }
}

/// Runs `figcheck train`.
pub(crate) fn run(args: &TrainArgs) -> Result<Status, Stop> {
    #[cfg(unix)]
    without_pool();
    let settings: Vec<Setting> = args.set.iter().map(|s| s.parse()).collect::<Result<_, Error>>()?;
    let mut config = TrainConfig::read(&args.config, &settings)?;
    if let Some(out) = &args.out {
        config.out.clone_from(out);
    }
    if args.fresh {
        discard_checkpoint(&config)?;
    }
    let mut progress: Option<Progress> = None;
    let mut smoothed: Option<f64> = None;
    let mut dev = String::new();
    let scores = train(&config, |event| {
        match event {
            Event::Data(text) => tell(&text),
            Event::Resumed { step, of } => {
                tell(&format!("goes on from the checkpoint at step {step} of {of} (--fresh starts anew)"));
            }
            Event::Step { number, of, loss } => {
                let loss = smoothed.map_or(loss, |old| SMOOTHING * old + (1.0 - SMOOTHING) * loss);
                smoothed = Some(loss);
                let bar = progress.get_or_insert_with(|| Progress::of_steps(of as u64, number as u64 - 1));
                bar.step(format!("loss {loss:.3}{dev}"));
            }
            Event::Epoch { number, scores, best: (epoch, score) } => {
                let best = format!("best {:.2} in epoch {epoch}", score * 100.0);
                dev = format!(", dev {:.2}, {best}", scores.dev_score() * 100.0);
                let loss = smoothed.unwrap_or_default();
                let line = format!("epoch {number}: loss {loss:.3}, {scores}; {best}");
                match &progress {
                    Some(bar) => bar.aside(|| tell(&line)),
                    None => tell(&line),
                }
            }
        }
        ControlFlow::Continue(())
    });
    if let Some(bar) = progress {
        bar.done();
    }
    let scores = scores.map_err(|error| {
        // What to do about it stands beside what is wrong.
        let path = error.path().filter(|path| path.starts_with(config.checkpoint_folder())).map(ToOwned::to_owned);
        match path {
            Some(path) if error.is_model() => {
                let message = format!("{}; --fresh removes it and starts anew", error.message());
                Error::model(message).at_path(path).caused_by(error)
            }
            _ => error,
        }
    })?;
    if let Some(scores) = scores {
        tell(&format!("{} is written to {}: {scores}", config.name, config.out.display()));
    }
    Ok(Status::Clean)
}
