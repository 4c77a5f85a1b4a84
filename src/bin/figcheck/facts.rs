//! Tables of facts: those that a run is asked for, and `figcheck facts check`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use figcheck::Error;
use figcheck::facts::{BadRows, FactTable};
use figcheck::seeds;

use super::args::{FactsCommand, TableArgs};
use super::stop::{self, Status, Stop, tell};

/// The tables that were asked for as one, or the ones that ship with figcheck. A table that is refused is reported and the
/// others are used; without any there is nothing to check against.
pub(crate) fn load(args: &TableArgs) -> Result<(FactTable, Status), Stop> {
    if args.facts.is_empty() {
        return Ok((seeds::facts()?, Status::Clean));
    }
    let bad_rows = if args.skip_bad_rows { BadRows::Skip } else { BadRows::Refuse };
    let (mut tables, mut errors) = (Vec::new(), Vec::new());
    for path in &args.facts {
        match FactTable::read(path, bad_rows) {
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
    let FactsCommand::Check { paths } = command;
    let mut status = Status::Clean;
    let mut out = io::stdout().lock();
    for path in paths {
        match FactTable::read(path, BadRows::Refuse) {
            Ok(loaded) => {
                let table = loaded.table;
                let mut lines = format!("{}: {}, in order\n", path.display(), many(table.facts().len(), "row"));
                for problem in table.problems() {
                    let _ = writeln!(lines, "{}: note: {problem}", path.display());
                }
                out.write_all(lines.as_bytes()).map_err(|e| Stop::from(Error::io("<stdout>", e)))?;
            }
            Err(refused) => {
                stop::report(refused.errors());
                status = Status::Failed;
            }
        }
    }
    Ok(status)
}

/// `1 row`, `2 rows`.
fn many(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}
