//! `figcheck facts index`: tables compiled into one file.

use std::path::{Path, PathBuf};
use std::time::Instant;

use figcheck::Error;
use figcheck::facts::{IndexBuilder, Mapping, files, import, is_index};

use super::super::args::IndexArgs;
use super::super::output::Output;
use super::super::progress::Progress;
use super::super::stop::{self, Status, Stop, tell};
use super::many;

/// Rows between two steps of the progress bar.
const STEP: u64 = 1 << 12;

pub(super) fn run(args: &IndexArgs) -> Result<Status, Stop> {
    let started = Instant::now();
    let mapping = args.mapping.as_deref().map(Mapping::read_file).transpose()?;
    let mut tables: Vec<PathBuf> = Vec::new();
    for path in &args.paths {
        tables.extend(files(path)?);
    }
    if let Some(index) = tables.iter().find(|path| is_index(path)) {
        return Err(Error::table("is an index itself, expected the tables that it was built from")
            .at_path(index)
            .into());
    }
    let output = Output::open(Some(&args.output))?;
    let folder = args.output.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = IndexBuilder::new(folder);
    let progress = Progress::of_rows(!args.quiet);
    let mut refused = false;
    let mut bad_rows = 0;
    for table in &tables {
        let name = table.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let message = format!("reading {name}");
        let mut failed: Option<Error> = None;
        let read = import(table, mapping.as_ref(), &mut |fact| {
            if failed.is_none() {
                failed = builder.push(&fact).err();
                if builder.taken().is_multiple_of(STEP) {
                    progress.at(builder.taken(), &message);
                }
            }
        });
        if let Some(error) = failed {
            return Err(error.into());
        }
        progress.aside(|| match read {
            Ok(read) => {
                stop::report(&read.bad);
                if read.bad_rows > read.bad.len() {
                    tell(&format!("{}: only the first errors are shown", table.display()));
                }
                if !args.quiet {
                    for (reason, count) in &read.skipped {
                        tell(&format!("{}: left out: {count} {reason}", table.display()));
                    }
                }
                bad_rows += read.bad_rows;
                if read.bad_rows > 0 {
                    let rows = many(read.bad_rows, "bad row");
                    let what =
                        if args.skip_bad_rows { "left out" } else { "refused; --skip-bad-rows leaves bad rows out" };
                    tell(&format!("{}: {rows}, {what}", table.display()));
                    refused |= !args.skip_bad_rows;
                }
            }
            Err(error) => {
                stop::report(&[error]);
                refused = true;
            }
        });
    }
    if refused {
        progress.done();
        return Ok(Status::Failed);
    }
    let at_output = |error| Error::io(&args.output, error);
    let (output, summary) = builder.finish(output, &mut |done, _| progress.at(done, "writing")).map_err(at_output)?;
    progress.done();
    stop::report(&summary.errors);
    if summary.duplicates > 0 {
        let rows = many(summary.duplicates, "row");
        let what = if args.skip_bad_rows { "left out" } else { "refused; --skip-bad-rows leaves them out" };
        tell(&format!("{rows} with the id of an earlier one, {what}"));
        if !args.skip_bad_rows {
            return Ok(Status::Failed);
        }
        bad_rows += summary.duplicates;
    }
    output.finish()?;
    if !args.quiet {
        let left = if bad_rows > 0 { format!(", {} left out", many(bad_rows, "bad row")) } else { String::new() };
        tell(&format!(
            "{}: {} in {} of {}{left}, {}, {:.1} s",
            args.output.display(),
            many(summary.rows, "row"),
            format_args!("{} series", figcheck::check::amount(summary.series.into(), &figcheck::quantity::Unit::one())),
            many(summary.measures, "measure"),
            many(usize::try_from(summary.bytes).unwrap_or(usize::MAX), "byte"),
            started.elapsed().as_secs_f64(),
        ));
    }
    Ok(Status::Clean)
}
