//! `figcheck eval`: what figcheck, or any tool, finds in annotated documents, scored.

mod speed;

use std::fmt::Write as _;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use figcheck::Error;
use figcheck::check::Judgement;
use figcheck::doc::Document;
use figcheck::eval::{self, Comparison, Miss, Report, System};
use figcheck::gold::{self, GoldDocument};
use figcheck::ingest::{Articles, reader_named};
use figcheck::label::Verdict;
use figcheck::pipeline::Checker;
use figcheck::report::{Checked, Format, Style};
use figcheck::tag::RuleTagger;

use super::args::{EvalArgs, EvalFormat};
use super::output::Output;
use super::stop::{self, Status, Stop};
use super::{check, facts, model};

/// Runs `figcheck eval`.
pub(crate) fn run(args: &EvalArgs) -> Result<Status, Stop> {
    let output = Output::open(args.output.as_deref())?;
    match (&args.compare, &args.gold) {
        (Some(reports), _) => compare(reports, args.format, output).map(|()| Status::Clean),
        (None, Some(gold)) => score(args, gold, output),
        (None, None) => Err(Error::value("expected --gold FILE or --compare FIRST SECOND").into()),
    }
}

fn compare(reports: &[PathBuf], format: EvalFormat, output: Output) -> Result<(), Stop> {
    let [first, second] = reports else { return Err(Error::value("--compare takes two reports").into()) };
    let comparison = Comparison::new(&Report::read(first)?, &Report::read(second)?)?;
    let text = match format {
        EvalFormat::Text => comparison.to_string(),
        EvalFormat::Json => json(&comparison)?,
        EvalFormat::Html => return Err(Error::value("--compare has no page: use --format text or json").into()),
    };
    write(&text, output)
}

fn score(args: &EvalArgs, path: &Path, output: Output) -> Result<Status, Stop> {
    let gold = gold::read(path)?;
    let name = path.display().to_string();
    let (mut report, status) = if let Some(predictions) = &args.predictions {
        let items = eval::align(&gold, &gold::read_predictions(predictions, &gold)?);
        (Report::new(predictions.display().to_string(), name, items), Status::Clean)
    } else {
        let (table, status) = facts::load(&args.tables)?;
        let checker = Checker::new(model::tagger(&args.tagging, false)?).with_facts(table);
        let documents = documents(path)?;
        let system = format!("figcheck with {}", checker.tagger().name());
        let (found, failed) = predict(&checker, args, &documents)?;
        let mut report = Report::new(system, name, eval::align(&gold, &parsed(&found, &gold)?));
        let rules = if args.baselines || args.speed { Some(rules(args)?) } else { None };
        if let Some(rules) = rules.as_ref().filter(|_| args.baselines) {
            let by_rules = predict(rules, args, &documents)?.0;
            report.beside = baselines(&checker, &found, &by_rules, &gold)?;
        }
        if let Some(rules) = rules.as_ref().filter(|_| args.speed) {
            report.speed = Some(speed::measure(&checker, rules, &documents)?);
        }
        (report, status.max(failed))
    };
    for (name, file) in &args.beside {
        let items = eval::align(&gold, &gold::read_predictions(file, &gold)?);
        report.beside.push(System::new(name, &items));
    }
    let text = match args.format {
        EvalFormat::Text => {
            let mut text = report.to_string();
            if args.misses {
                text.push('\n');
                for Miss { id, stage, text: words, gold, found, context } in report.misses() {
                    let _ = writeln!(text, "{id}: {stage}: {words:?} is {gold}, found {found}\n    {context}");
                }
            }
            text
        }
        EvalFormat::Json => json(&report)?,
        EvalFormat::Html => eval::page(&report)?,
    };
    write(&text, output)?;
    Ok(status)
}

fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    let text = serde_json::to_string_pretty(value);
    text.map(|text| text + "\n").map_err(|e| Error::document(format!("the report cannot be written: {e}")).caused_by(e))
}

fn write(text: &str, mut output: Output) -> Result<(), Stop> {
    output.write_all(text.as_bytes()).map_err(|e| Stop::from(output.failed(e)))?;
    Ok(output.finish()?)
}

/// A checker with the rule tagger and the same tables, read anew.
fn rules(args: &EvalArgs) -> Result<Checker, Stop> {
    Ok(Checker::new(Box::new(RuleTagger)).with_facts(facts::load(&args.tables)?.0))
}

/// The documents of the gold file, read as any file of documents is, whatever its name.
fn documents(path: &Path) -> Result<Vec<Document>, Stop> {
    let file = File::open(path).map_err(|e| Error::io(path, e))?;
    let read = Articles::new(["-"]).with_stdin(file, reader_named("jsonl")?);
    Ok(read.map(|document| document.map_err(|failure| failure.error.at_path(path))).collect::<Result<_, Error>>()?)
}

/// What a checker says of documents, in order.
fn predict(checker: &Checker, args: &EvalArgs, documents: &[Document]) -> Result<(Vec<Checked>, Status), Stop> {
    let mut status = Status::Clean;
    let mut found = Vec::with_capacity(documents.len());
    check::batch(&args.tagging)?.run(checker, documents.iter().cloned().map(Ok), |checked| {
        if let Some(error) = &checked.error {
            stop::report(std::slice::from_ref(error));
            status = Status::Failed;
        }
        found.push(checked);
        Ok::<(), Stop>(())
    })?;
    Ok((found, status))
}

/// Results by way of the wire format: scored is what people get.
fn parsed(found: &[Checked], gold: &[GoldDocument]) -> Result<Vec<GoldDocument>, Stop> {
    let mut renderer = Format::Jsonl.renderer(Style::default());
    let mut lines = Vec::new();
    for checked in found {
        renderer.document(checked, &mut lines).map_err(|e| Error::io("<memory>", e))?;
    }
    Ok(gold::parse_predictions(&String::from_utf8_lossy(&lines), gold)?)
}

/// Simple systems on the same texts and tables.
fn baselines(
    checker: &Checker,
    found: &[Checked],
    by_rules: &[Checked],
    gold: &[GoldDocument],
) -> Result<Vec<System>, Stop> {
    let mut systems = vec![System::new("figcheck with the rule tagger", &eval::align(gold, &parsed(by_rules, gold)?))];
    let Some(facts) = checker.facts() else { return Ok(systems) };
    for (name, rule) in eval::RULES {
        let judged: Vec<Checked> = found.iter().map(|checked| judged(checked, &rule(checked, facts))).collect();
        systems.push(System::new(name, &eval::align(gold, &parsed(&judged, gold)?)));
    }
    Ok(systems)
}

/// The same claims with other verdicts, and no evidence.
fn judged(checked: &Checked, verdicts: &[Verdict]) -> Checked {
    let judgements = checked.judgements.iter().zip(verdicts).map(|(judgement, &verdict)| Judgement {
        verdict,
        explanation: String::new(),
        evidence: Vec::new(),
        candidates: Vec::new(),
        miss: None,
        ..judgement.clone()
    });
    Checked {
        document: checked.document.clone(),
        claims: checked.claims.clone(),
        judgements: judgements.collect(),
        findings: checked.findings.clone(),
        error: None,
    }
}
