//! Two reports on the same gold data, held against each other item by item.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::bootstrap::{Difference, clusters, difference};
use super::item::{Found, Item, Stage};
use super::report::Report;
use super::tally::{METRICS, Tally};
use crate::error::{Error, Result};

/// What moved from one report to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// What the first report scored.
    pub first: String,
    /// What the second did.
    pub second: String,
    /// Every score that both have.
    pub scores: Vec<Change>,
    /// Stages in which claims went from right to wrong or the other way.
    pub stages: Vec<Turn>,
    /// Those claims.
    pub moved: Vec<Moved>,
}

/// A score before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The name of its metric.
    pub name: String,
    /// In the first report.
    pub first: f64,
    /// In the second.
    pub second: f64,
    /// The difference over documents drawn anew, the same ones for both.
    pub difference: Option<Difference>,
}

/// How many claims a stage turned right and wrong for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Turn {
    /// `found`, or the stage.
    pub stage: String,
    /// Wrong before, right now.
    pub better: usize,
    /// Right before, wrong now.
    pub worse: usize,
    /// How likely so uneven a split is if neither way is likelier: the exact form of `McNemar`'s test (1947), two-sided.
    pub p: f64,
}

/// A claim that turned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The document.
    pub id: String,
    /// The value mention.
    pub text: String,
    /// `found`, or the stage.
    pub stage: String,
    /// Whether it is right now.
    pub better: bool,
    /// What the first report has.
    pub first: String,
    /// What the second has.
    pub second: String,
    /// The words around the mention.
    pub context: String,
}

/// Gold claims of a report by document and place.
fn by_place(report: &Report) -> BTreeMap<(&str, usize, usize), &Item> {
    let all = report.items.iter().flat_map(|d| d.items.iter().map(move |item| (d, item)));
    let gold = all.filter(|(_, item)| item.found != Found::Extra);
    gold.map(|(d, item)| ((d.id.as_str(), item.start, item.end), item)).collect()
}

impl Comparison {
    /// Holds two reports against each other.
    ///
    /// # Errors
    /// If they do not score the same claims of the same documents.
    pub fn new(first: &Report, second: &Report) -> Result<Self> {
        let (a, b) = (by_place(first), by_place(second));
        if let Some((id, start, end)) =
            a.keys().find(|key| !b.contains_key(*key)).or(b.keys().find(|key| !a.contains_key(*key)))
        {
            let what = format!("the reports score other gold claims: {id}, {start} to {end} is in one of them only");
            return Err(Error::document(what));
        }
        let (before, after) = (clusters(&first.items), clusters(&second.items));
        if !before.iter().map(|(source, _)| source).eq(after.iter().map(|(source, _)| source)) {
            return Err(Error::document("the reports score other documents"));
        }
        let tallies = |all: Vec<(&str, Tally)>| all.into_iter().map(|(_, tally)| tally).collect::<Vec<_>>();
        let (before, after) = (tallies(before), tallies(after));
        let scores = METRICS.iter().filter_map(|metric| {
            let (one, two) = (first.score(metric.name)?, second.score(metric.name)?);
            let difference = difference(&before, &after, metric.of);
            Some(Change { name: metric.name.to_owned(), first: one, second: two, difference })
        });
        let mut turns: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        let mut moved = Vec::new();
        for (&(id, ..), one) in &a {
            let Some(two) = b.get(&(id, one.start, one.end)) else { continue };
            for (order, stage) in [None].into_iter().chain(Stage::ALL.iter().copied().map(Some)).enumerate() {
                let (before, after) = (state(one, stage), state(two, stage));
                let (Some((was, first)), Some((is, second))) = (before, after) else { continue };
                if was == is {
                    continue;
                }
                let turn = turns.entry(order).or_default();
                *(if is { &mut turn.0 } else { &mut turn.1 }) += 1;
                moved.push(Moved {
                    id: id.to_owned(),
                    text: one.text.clone(),
                    stage: name(stage).to_owned(),
                    better: is,
                    first,
                    second,
                    context: one.context.clone(),
                });
            }
        }
        let stages = turns.into_iter().map(|(order, (better, worse))| Turn {
            stage: name(order.checked_sub(1).and_then(|at| Stage::ALL.get(at)).copied()).to_owned(),
            better,
            worse,
            p: mcnemar(better, worse),
        });
        Ok(Self {
            first: first.system.clone(),
            second: second.system.clone(),
            scores: scores.collect(),
            stages: stages.collect(),
            moved,
        })
    }
}

fn name(stage: Option<Stage>) -> &'static str {
    stage.map_or("found", Stage::as_str)
}

/// Whether a stage of a gold claim was right, and what was said. What was not found has no right verdict; of other stages
/// nothing is said of it.
fn state(item: &Item, stage: Option<Stage>) -> Option<(bool, String)> {
    let found = item.found == Found::Exact;
    match stage {
        None => Some((found, if found { "found" } else { "not found" }.to_owned())),
        Some(Stage::Verdict) if item.gold.is_some() => {
            let said = item.predicted.map_or("not found", |v| v.as_str());
            Some((item.predicted == item.gold, said.to_owned()))
        }
        Some(stage) => {
            let outcome = item.stages.get(&stage)?;
            Some((outcome.right, if outcome.right { "right".to_owned() } else { outcome.found.clone() }))
        }
    }
}

/// The two-sided probability of a split at least as uneven, if either side is as likely.
#[expect(clippy::cast_precision_loss, reason = "counts of claims")]
fn mcnemar(better: usize, worse: usize) -> f64 {
    let (fewer, all) = (better.min(worse), better + worse);
    // Sums of binomial coefficients as logarithms: 2^n is too large for a thousand claims.
    let mut term = -(all as f64) * std::f64::consts::LN_2;
    let mut sum = term.exp();
    for k in 1..=fewer {
        term += ((all - k + 1) as f64).ln() - (k as f64).ln();
        sum += term.exp();
    }
    (2.0 * sum).min(1.0)
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |x: f64| format!("{:.1}", x * 100.0);
        writeln!(f, "first:  {}\nsecond: {}\n", self.first, self.second)?;
        writeln!(f, "{:<26}{:>7}{:>8}{:>8}  {:<17}{:>7}", "score", "first", "second", "by", "95 % interval", "p")?;
        for change in &self.scores {
            write!(f, "{:<26}{:>7}{:>8}", change.name, percent(change.first), percent(change.second))?;
            let by = (change.second - change.first) * 100.0;
            match change.difference {
                Some(d) => {
                    let interval = format!("[{:+.1}, {:+.1}]", d.interval.low * 100.0, d.interval.high * 100.0);
                    writeln!(f, "{by:>+8.1}  {interval:<17}{:>7.3}", d.p)?;
                }
                None => writeln!(f, "{by:>+8.1}")?,
            }
        }
        if self.stages.is_empty() {
            return writeln!(f, "\nno gold claim went from right to wrong or back");
        }
        writeln!(f, "\n{:<26}{:>7}{:>8}{:>8}", "claims that turned", "better", "worse", "p")?;
        for turn in &self.stages {
            writeln!(f, "{:<26}{:>7}{:>8}{:>8.3}", turn.stage, turn.better, turn.worse, turn.p)?;
        }
        writeln!(f)?;
        for moved in &self.moved {
            let Moved { id, text, stage, better, first, second, context } = moved;
            let way = if *better { "better" } else { "worse" };
            writeln!(f, "{way}: {id}: {stage}: {text:?} was {first}, is {second}\n    {context}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_uneven_split_is_unlikely() {
        // By hand: 10 to 0 has 2 of 1024 outcomes, 1 to 3 has (1 + 4) * 2 of 16.
        assert!((mcnemar(10, 0) - 2.0 / 1024.0).abs() < 1e-12);
        assert!((mcnemar(1, 3) - 10.0 / 16.0).abs() < 1e-12);
        assert!((mcnemar(5, 5) - 1.0).abs() < 1e-12);
        assert!((mcnemar(0, 0) - 1.0).abs() < 1e-12);
        assert!(mcnemar(700, 900) < 1e-5 && mcnemar(700, 900) > 0.0);
    }
}
