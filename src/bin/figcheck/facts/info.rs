//! `figcheck facts info`: what tables hold.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::args::TablePaths;
use super::super::stop::{Status, Stop};
use super::{load_paths, many, print, sound};

/// Entries of each list that are shown.
const SHOWN: usize = 10;

pub(super) fn run(args: &TablePaths) -> Result<Status, Stop> {
    let (table, status) = load_paths(args)?;
    let totals = table.totals();
    let mut text = many(totals.rows, "row");
    if let Some((first, last)) = totals.periods {
        let _ = write!(text, ", {first} to {last}");
    }
    if totals.superseded > 0 {
        let _ = write!(text, ", of which {} superseded by later ones", totals.superseded);
    }
    text.push('\n');
    let mut sources = totals.sources;
    let unsaid = (totals.rows as u64).saturating_sub(sources.values().sum());
    if unsaid > 0 {
        sources.insert("no source named".to_owned(), unsaid);
    }
    let lists =
        [("measure", totals.measures), ("entity", totals.entities), ("unit", totals.units), ("source", sources)];
    for (one, counts) in lists {
        list(&mut text, one, counts);
    }
    if table.problem_count() > 0 {
        let _ = writeln!(text, "\n{}: figcheck facts check lists them", many(table.problem_count(), "contradiction"));
    }
    print(&text)?;
    Ok(sound(&table, status))
}

/// The most frequent, with the number of their rows.
fn list(text: &mut String, one: &str, counts: BTreeMap<String, u64>) {
    let all = counts.len();
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let _ = writeln!(text, "\n{}", many(all, one));
    for (name, rows) in counts.iter().take(SHOWN) {
        let _ = writeln!(text, "  {rows:>8}  {name}");
    }
    if let Some(more) = all.checked_sub(SHOWN).filter(|&n| n > 0) {
        let _ = writeln!(text, "  and {more} more");
    }
}
