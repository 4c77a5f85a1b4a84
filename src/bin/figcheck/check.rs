//! `figcheck check` and `figcheck tag`: documents through the pipeline to a report.

use std::io::{self, IsTerminal, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;

use figcheck::Error;
use figcheck::check::Across;
use figcheck::doc::Document;
use figcheck::ingest::{Articles, Failure, reader_named};
use figcheck::label::Verdict;
use figcheck::pipeline::{Batch, Checker};
use figcheck::report::{Style, Summary};

use super::args::{CheckArgs, InputArgs, OutputArgs, TagArgs, TaggingArgs};
use super::output::Output;
use super::progress::Progress;
use super::stdin::EndsOnce;
use super::stop::{self, Status, Stop, tell};
use super::{facts, model};

/// Runs `figcheck check`.
pub(crate) fn check(args: &CheckArgs) -> Result<Status, Stop> {
    if !args.only.is_empty() && !args.output.format.is_for_people() {
        let message = "--only is for reports that people read: in jsonl every claim keeps its place";
        return Err(Error::value(message).into());
    }
    let output = Output::open(args.output.output.as_deref())?;
    let (table, table_status) = facts::load(&args.tables)?;
    let mut checker = Checker::new(model::tagger(&args.inputs.tagging, args.output.quiet)?).with_facts(table);
    if let Some(entity) = &args.entity {
        checker = checker.with_entity(entity);
    }
    let (summary, status) =
        run(&checker, &args.inputs, &args.output, Shown { only: &args.only, across: args.across }, output)?;
    let refuted = if summary.refuted > 0 && !args.exit_zero { Status::Refuted } else { Status::Clean };
    let sound = checker.facts().map_or(Status::Clean, |table| facts::sound(table, Status::Clean));
    Ok(status.max(table_status).max(refuted).max(sound))
}

/// Runs `figcheck tag`.
pub(crate) fn tag(args: &TagArgs) -> Result<Status, Stop> {
    let output = Output::open(args.output.output.as_deref())?;
    let mut checker = Checker::new(model::tagger(&args.inputs.tagging, args.output.quiet)?);
    if args.all {
        checker = checker.with_all_quantities();
    }
    let (_, status) = run(&checker, &args.inputs, &args.output, Shown { only: &[], across: false }, output)?;
    Ok(status)
}

/// What of the results is shown.
#[derive(Clone, Copy)]
struct Shown<'a> {
    /// The verdicts, all if empty.
    only: &'a [Verdict],
    /// Whether also where documents contradict each other.
    across: bool,
}

/// Takes all inputs through the checker and writes the report.
fn run(
    checker: &Checker,
    inputs: &InputArgs,
    wanted: &OutputArgs,
    shown: Shown<'_>,
    mut output: Output,
) -> Result<(Summary, Status), Stop> {
    let documents = documents(inputs, wanted.quiet)?;
    let style = Style {
        colour: output.colour(wanted.color),
        width: output.width(),
        only: shown.only,
        verdicts: checker.facts().is_some(),
        facts: checker.facts(),
    };
    let mut renderer = wanted.format.renderer(style);
    let progress = Progress::of_documents(!wanted.quiet && !output.is_terminal());
    let mut summary = Summary::default();
    let mut across = shown.across.then(Across::new);

    let batch = batch(&inputs.tagging)?;
    renderer.begin(&mut output).map_err(|e| output.failed(e))?;
    batch.run(checker, documents, |checked| {
        summary.add(&checked);
        if let Some(error) = &checked.error {
            progress.aside(|| stop::report(std::slice::from_ref(error)));
        }
        if let Some(across) = across.as_mut().filter(|_| checked.error.is_none()) {
            across.add(&checked.document, &checked.claims);
        }
        let written = renderer.document(&checked, &mut output).and_then(|()| output.flush());
        written.map_err(|e| Stop::from(output.failed(e)))?;
        progress.step(checked.document.id);
        Ok::<(), Stop>(())
    })?;
    progress.done();
    if let Some(across) = across {
        let contradictions = across.contradictions();
        summary.add_across(&contradictions);
        renderer.across(&across, &contradictions, &mut output).map_err(|e| output.failed(e))?;
    }
    renderer.finish(&summary, &mut output).map_err(|e| output.failed(e))?;
    let is_told = output.is_stdout() && wanted.format.is_for_people();
    output.finish()?;
    if !wanted.quiet && !is_told {
        tell(&summary.to_string());
    }
    let status = if summary.unreadable > 0 { Status::Failed } else { Status::Clean };
    Ok((summary, status))
}

/// A batch over as many threads as were asked for, or as there are cores.
pub(crate) fn batch(args: &TaggingArgs) -> Result<Batch, Error> {
    Batch::new(args.jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get))
}

/// The documents of the command line, read as they are asked for.
fn documents(
    inputs: &InputArgs,
    quiet: bool,
) -> Result<impl Iterator<Item = Result<Document, Failure>> + Send + use<>, Error> {
    let format = reader_named(&inputs.stdin_format)?;
    let paths = if inputs.paths.is_empty() { vec![PathBuf::from("-")] } else { inputs.paths.clone() };
    if !quiet && paths.iter().any(|p| p.as_os_str() == "-") && io::stdin().is_terminal() {
        tell("reading from the terminal; paste text, end with Ctrl-D");
    }
    Ok(Articles::new(paths).with_stdin(EndsOnce::new(io::stdin()), format).with_published(inputs.published))
}
