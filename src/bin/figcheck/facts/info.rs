//! `figcheck facts info`: what tables hold.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::args::TablePaths;
use super::super::stop::{Status, Stop};
use super::{load_paths, many, print};

/// Entries of each list that are shown.
const SHOWN: usize = 10;

pub(super) fn run(args: &TablePaths) -> Result<Status, Stop> {
    let (table, status) = load_paths(args)?;
    let (mut measures, mut entities, mut units, mut sources) =
        (BTreeMap::new(), BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut periods = None;
    let mut superseded = 0;
    for (row, fact) in table.rows_in_order().zip(table.facts()) {
        count(&mut measures, &fact.measure);
        count(&mut entities, &table.entity(row).id);
        count(&mut units, fact.unit.code());
        count(&mut sources, fact.source.as_deref().unwrap_or("no source named"));
        let (first, last) = periods.unwrap_or((fact.period, fact.period));
        periods = Some((first.min(fact.period), last.max(fact.period)));
        superseded += usize::from(table.superseded_by(row).is_some());
    }
    let mut text = many(table.len(), "row");
    if let Some((first, last)) = periods {
        let _ = write!(text, ", {first} to {last}");
    }
    if superseded > 0 {
        let _ = write!(text, ", of which {superseded} superseded by later ones");
    }
    text.push('\n');
    for (one, counts) in [("measure", measures), ("entity", entities), ("unit", units), ("source", sources)] {
        list(&mut text, one, counts);
    }
    if !table.problems().is_empty() {
        let _ = writeln!(text, "\n{}: figcheck facts check lists them", many(table.problems().len(), "contradiction"));
    }
    print(&text)?;
    Ok(status)
}

fn count(counts: &mut BTreeMap<String, usize>, key: &str) {
    if let Some(n) = counts.get_mut(key) {
        *n += 1;
    } else {
        counts.insert(key.to_owned(), 1);
    }
}

/// The most frequent, with the number of their rows.
fn list(text: &mut String, one: &str, counts: BTreeMap<String, usize>) {
    let all = counts.len();
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let _ = writeln!(text, "\n{}", many(all, one));
    for (name, rows) in counts.iter().take(SHOWN) {
        let _ = writeln!(text, "  {rows:>8}  {name}");
    }
    if let Some(more) = all.checked_sub(SHOWN).filter(|&n| n > 0) {
        let _ = writeln!(text, "  and {more} more");
    }
}
