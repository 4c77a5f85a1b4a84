//! `figcheck eval`: what figcheck, or any tool, finds in annotated documents, scored.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Write};

use figcheck::Error;
use figcheck::eval::{Miss, Report, align};
use figcheck::gold::{self, GoldDocument};
use figcheck::ingest::{Articles, reader_named};
use figcheck::pipeline::Checker;
use figcheck::report::{Format, Style};

use super::args::EvalArgs;
use super::stop::{self, Status, Stop};
use super::{check, facts, model};

/// Runs `figcheck eval`.
pub(crate) fn run(args: &EvalArgs) -> Result<Status, Stop> {
    let gold = gold::read(&args.gold)?;
    let (predictions, status) = match &args.predictions {
        Some(path) => (gold::read_predictions(path, &gold)?, Status::Clean),
        None => predict(args, &gold)?,
    };
    let report = Report::new("figcheck", args.gold.display().to_string(), align(&gold, &predictions));
    let mut text = report.to_string();
    if args.misses {
        text.push('\n');
        for miss in report.misses() {
            let Miss { id, stage, text: words, gold, found, context } = miss;
            let _ = writeln!(text, "{id}: {stage}: {words:?} is {gold}, found {found}\n    {context}");
        }
    }
    io::stdout().write_all(text.as_bytes()).map_err(|e| Stop::from(Error::io("<stdout>", e)))?;
    Ok(status)
}

/// What the pipeline says of the gold file's texts, by way of the wire format: scored is what people get.
fn predict(args: &EvalArgs, gold: &[GoldDocument]) -> Result<(Vec<GoldDocument>, Status), Stop> {
    let (table, mut status) = facts::load(&args.tables)?;
    let checker = Checker::new(model::tagger(&args.tagging, false)?).with_facts(table);
    // A gold file is a file of documents whatever its name is.
    let file = File::open(&args.gold).map_err(|e| Error::io(&args.gold, e))?;
    let documents = Articles::new(["-"]).with_stdin(file, reader_named("jsonl")?);
    let mut renderer = Format::Jsonl.renderer(Style::default());
    let mut lines = Vec::new();
    check::batch(&args.tagging)?.run(&checker, documents, |checked| {
        if let Some(error) = &checked.error {
            stop::report(std::slice::from_ref(error));
            status = Status::Failed;
        }
        renderer.document(&checked, &mut lines).map_err(|e| Stop::from(Error::io("<memory>", e)))
    })?;
    let lines = String::from_utf8_lossy(&lines);
    Ok((gold::parse_predictions(&lines, gold)?, status))
}
