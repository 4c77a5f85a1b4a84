//! `figcheck facts import`: what a table was taken for, and its facts in figcheck's columns.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use figcheck::Error;
use figcheck::facts::{FactWriter, Import, Mapping, WriteFormat, files, import};

use super::super::args::ImportArgs;
use super::super::output::Output;
use super::super::stop::{self, Status, Stop, tell};
use super::many;

pub(super) fn run(args: &ImportArgs) -> Result<Status, Stop> {
    let mapping = args.mapping.as_deref().map(Mapping::read_file).transpose()?;
    let mut tables: Vec<PathBuf> = Vec::new();
    for path in &args.paths {
        tables.extend(files(path)?);
    }
    let mut status = Status::Clean;
    let mut qualifiers = BTreeSet::new();
    let mut good = Vec::new();
    let mut rows = 0;
    for table in &tables {
        let names = &mut qualifiers;
        match import(table, mapping.as_ref(), &mut |fact| names.extend(fact.qualifiers.into_iter().map(|(n, _)| n))) {
            Ok(read) => {
                summary(table, &read).lines().for_each(tell);
                stop::report(&read.bad);
                if read.bad_rows > read.bad.len() {
                    tell(&format!("{}: only the first errors are shown", table.display()));
                }
                if read.bad_rows > 0 && !args.skip_bad_rows {
                    tell(&format!("{}: refused; --skip-bad-rows leaves bad rows out", table.display()));
                    status = Status::Failed;
                } else {
                    rows += read.facts;
                    good.push(table);
                }
            }
            Err(error) => {
                stop::report(&[error]);
                status = Status::Failed;
            }
        }
    }
    let Some(path) = &args.output else { return Ok(status) };
    if good.is_empty() {
        return Ok(Status::Failed);
    }
    // Read anew to be written: no table is held in memory, however big.
    let output = Output::open(Some(path))?;
    let mut writer = FactWriter::new(output, format_of(path), &qualifiers)?;
    let mut failed: Option<Error> = None;
    for table in good {
        import(table, mapping.as_ref(), &mut |fact| {
            if failed.is_none() {
                failed = writer.write(&fact).err();
            }
        })?;
        if let Some(error) = failed {
            return Err(error.into());
        }
    }
    writer.finish()?.finish()?;
    tell(&format!("{}: {} written", path.display(), many(rows, "row")));
    Ok(status)
}

fn format_of(path: &Path) -> WriteFormat {
    let lines = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("jsonl") || e.eq_ignore_ascii_case("ndjson"));
    if lines { WriteFormat::JsonLines } else { WriteFormat::Csv }
}

/// What was read, and which column became what.
fn summary(table: &Path, read: &Import) -> String {
    const SHOWN: usize = 20;
    let mut text = format!(
        "{}: {} table, {} of {} and {}",
        table.display(),
        read.format,
        many(read.facts, "row"),
        many(read.measures, "measure"),
        many(read.entities, "entity"),
    );
    if let Some((first, last)) = &read.periods {
        let _ = write!(text, ", {first} to {last}");
    }
    let width = read.columns.iter().map(|(c, _)| c.chars().count()).max().unwrap_or(0).min(40);
    for (column, becomes) in read.columns.iter().take(SHOWN) {
        let _ = write!(text, "\n{column:<width$} → {becomes}");
    }
    if let Some(more) = read.columns.len().checked_sub(SHOWN).filter(|&n| n > 0) {
        let _ = write!(text, "\nand {}", many(more, "more column"));
    }
    for (reason, count) in &read.skipped {
        let _ = write!(
            text,
            "\nleft out: {} {reason}",
            figcheck::check::amount((*count).into(), &figcheck::quantity::Unit::one())
        );
    }
    if read.bad_rows > 0 {
        let _ = write!(text, "\n{}", many(read.bad_rows, "bad row"));
    }
    text
}
