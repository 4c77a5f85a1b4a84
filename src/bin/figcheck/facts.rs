//! Tables of facts: those that a run is asked for, and `figcheck facts`.

mod import;
mod index;
mod info;
mod search;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use figcheck::Error;
use figcheck::facts::{BadRows, FactTable, Mapping};
use figcheck::seeds;

use super::args::{FactsCommand, TableArgs, TablePaths};
use super::progress::Progress;
use super::stop::{self, Status, Stop, tell};

/// The tables that a check was asked to use.
pub(crate) fn load(args: &TableArgs) -> Result<(FactTable, Status), Stop> {
    read(&args.facts, args.mapping.as_deref(), args.skip_bad_rows)
}

/// The tables that `figcheck facts info` and `search` were asked to look at.
fn load_paths(args: &TablePaths) -> Result<(FactTable, Status), Stop> {
    read(&args.facts, args.mapping.as_deref(), args.skip_bad_rows)
}

/// The tables that were asked for as one, or the ones that ship with figcheck. A table that is refused is reported and the
/// others are used; without any there is nothing to check against.
fn read(paths: &[PathBuf], mapping: Option<&Path>, skip_bad_rows: bool) -> Result<(FactTable, Status), Stop> {
    if paths.is_empty() {
        return Ok((seeds::facts()?, Status::Clean));
    }
    let mapping = mapping.map(Mapping::read_file).transpose()?;
    let bad_rows = if skip_bad_rows { BadRows::Skip } else { BadRows::Refuse };
    let (mut tables, mut errors) = (Vec::new(), Vec::new());
    for path in paths {
        match FactTable::read_by(path, mapping.as_ref(), bad_rows) {
            Ok(loaded) => {
                if !loaded.skipped.is_empty() {
                    stop::report(&loaded.skipped);
                    // A row may have several bad cells, an error each.
                    let places = loaded.skipped.iter().map(|e| (e.path(), e.line()));
                    let rows = places.collect::<BTreeSet<_>>().len();
                    tell(&format!("{}: {} left out", path.display(), many(rows, "bad row")));
                }
                tables.push(loaded.table);
            }
            Err(refused) => errors.extend(refused.into_errors()),
        }
    }
    if tables.is_empty() {
        return Err(Stop::Errors(errors));
    }
    stop::report(&errors);
    let status = if errors.is_empty() { Status::Clean } else { Status::Failed };
    Ok((FactTable::merge(tables)?, status))
}

/// Runs `figcheck facts`.
pub(crate) fn run(command: &FactsCommand) -> Result<Status, Stop> {
    match command {
        FactsCommand::Import(args) => import::run(args),
        FactsCommand::Check { paths, mapping } => check(paths, mapping.as_deref()),
        FactsCommand::Index(args) => index::run(args),
        FactsCommand::Search(args) => search::run(args),
        FactsCommand::Info { tables } => info::run(tables),
    }
}

fn check(paths: &[PathBuf], mapping: Option<&Path>) -> Result<Status, Stop> {
    let mapping = mapping.map(Mapping::read_file).transpose()?;
    let mut status = Status::Clean;
    for path in paths {
        match FactTable::read_by(path, mapping.as_ref(), BadRows::Refuse) {
            Ok(loaded) => {
                let table = loaded.table;
                let progress = Progress::of_checking();
                let damage = table.verify(&mut |done, total| progress.reach(done, total));
                progress.done();
                if !damage.is_empty() {
                    stop::report(&damage);
                    status = Status::Failed;
                    continue;
                }
                let mut lines = format!("{}: {}, in order\n", path.display(), many(table.len(), "row"));
                for problem in table.problems() {
                    let _ = writeln!(lines, "{}: note: {problem}", path.display());
                }
                print(&lines)?;
            }
            Err(refused) => {
                stop::report(refused.errors());
                status = Status::Failed;
            }
        }
    }
    Ok(status)
}

/// What becomes of a run whose table may have proved damaged: rows that could not be read are missing from its answers.
pub(crate) fn sound(table: &FactTable, status: Status) -> Status {
    match table.damage() {
        Some(error) => {
            stop::report(&[error]);
            Status::Failed
        }
        None => status,
    }
}

/// Writes to standard output.
fn print(text: &str) -> Result<(), Stop> {
    io::stdout().lock().write_all(text.as_bytes()).map_err(|e| Stop::from(Error::io("<stdout>", e)))
}

/// `1 row`, `2,000 rows`.
fn many(count: usize, one: &str) -> String {
    let number = figcheck::check::amount(count.into(), &figcheck::quantity::Unit::one());
    let plural = match one.strip_suffix('y') {
        Some(stem) if count != 1 => format!("{stem}ies"),
        _ if count == 1 => one.to_owned(),
        _ => format!("{one}s"),
    };
    format!("{number} {plural}")
}
