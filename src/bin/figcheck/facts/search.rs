//! `figcheck facts search`: the measures that fit some words.

use std::fmt::Write as _;

use figcheck::check::amount;
use figcheck::facts::EntityName;

use super::super::args::SearchArgs;
use super::super::stop::{Status, Stop};
use super::{load_paths, many, print};

/// Rows of each measure that are shown.
const ROWS: usize = 3;

pub(super) fn run(args: &SearchArgs) -> Result<Status, Stop> {
    let (table, status) = load_paths(&args.tables)?;
    let entity = args.entity.as_deref().map(EntityName::parse);
    let words = args.words.join(" ");
    let found = table.search(&words, entity.as_ref(), args.period.as_ref());
    let mut text = String::new();
    if found.is_empty() {
        let of = args.entity.as_ref().map(|e| format!(" of {e}")).unwrap_or_default();
        let when = args.period.map(|p| format!(" in {p}")).unwrap_or_default();
        let _ = writeln!(text, "no measure shares a word with {words:?}{of}{when}");
    }
    for one in found.iter().take(args.most) {
        let Some(&first) = one.rows.first() else { continue };
        let fact = table.fact(first);
        let aliases = if fact.aliases.is_empty() { String::new() } else { format!(" ({})", fact.aliases.join(", ")) };
        let _ =
            writeln!(text, "{:>3.0} %  {}{aliases}, {}", one.score * 100.0, fact.measure, many(one.rows.len(), "row"));
        for &row in one.rows.iter().take(ROWS) {
            let fact = table.fact(row);
            let with = fact.counterpart.as_ref().map(|c| format!(" with {c}")).unwrap_or_default();
            let old = table
                .superseded_by(row)
                .map(|later| format!("; superseded by {}", table.fact(later).id))
                .unwrap_or_default();
            let value = amount(fact.value, &fact.unit);
            let _ = writeln!(text, "       {}{with}, {}: {value} ({}{old})", fact.entity, fact.period, fact.id);
        }
    }
    if let Some(more) = found.len().checked_sub(args.most).filter(|&n| n > 0) {
        let _ = writeln!(text, "and {} less like it; --most shows more", many(more, "measure"));
    }
    print(&text)?;
    Ok(status)
}
