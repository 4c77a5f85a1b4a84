//! Reports as one page that needs nothing else: no script, no font, no picture from elsewhere.
//!
//! The template is `page.html` beside this file. What it draws is computed here: places of points in the plots.

use minijinja::{Environment, context};
use serde::Serialize;

use super::report::Report;
use super::tally::METRICS;
use crate::error::{Error, Result};
use crate::label::Verdict;

const TEMPLATE: &str = include_str!("page.html");
/// The accuracy of models of several sizes against their speed, as measured once; `docs/models.md` explains it.
const CURVE: &str = include_str!("../../docs/accuracy-speed.csv");
/// Misses that are listed; a page of thousands is no help.
const MOST_MISSES: usize = 500;

/// The side of a plot, in its own units.
const SIDE: f64 = 300.0;

/// A point of a plot.
#[derive(Debug, Serialize)]
struct Point {
    x: f64,
    y: f64,
    radius: f64,
    /// What stands beside it, if anything.
    label: String,
    says: String,
}

/// Draws a report.
///
/// # Errors
/// If the template does not fit the report.
pub fn page(report: &Report) -> Result<String> {
    let failed = |e: minijinja::Error| Error::document(format!("the page cannot be drawn: {e}")).caused_by(e);
    let mut environment = Environment::new();
    environment.add_filter("percent", |x: f64| format!("{:.1}", x * 100.0));
    environment.add_template("page.html", TEMPLATE).map_err(failed)?;
    let says: std::collections::BTreeMap<&str, &str> = METRICS.iter().map(|m| (m.name, m.says)).collect();
    let misses: Vec<_> = report.misses().collect();
    let shown: Vec<_> = misses
        .iter()
        .take(MOST_MISSES)
        .map(|m| context! { id => m.id, stage => m.stage, text => m.text, gold => m.gold, found => m.found, context => m.context })
        .collect();
    let most = report.confusion.iter().flatten().chain(&report.unfound).copied().max().unwrap_or(0).max(1);
    let context = context! {
        report => report,
        says => says,
        verdicts => Verdict::ALL,
        most => most,
        side => SIDE,
        reliability => reliability(report),
        curve => curve(),
        misses => shown,
        all_misses => misses.len(),
    };
    environment.get_template("page.html").and_then(|template| template.render(context)).map_err(failed)
}

/// Confidence against the share of right ones, a point a bin, its area by its predictions.
#[expect(clippy::cast_precision_loss, reason = "counts of claims")]
fn reliability(report: &Report) -> Vec<Point> {
    let all: usize = report.calibration.iter().map(|bin| bin.count).sum();
    let bins = report.calibration.iter().filter(|bin| bin.count > 0);
    bins.map(|bin| {
        let count = bin.count as f64;
        let (mean, right) = (bin.confidence / count, bin.right as f64 / count);
        Point {
            x: mean * SIDE,
            y: (1.0 - right) * SIDE,
            radius: 3.0 + 17.0 * (count / all as f64).sqrt(),
            label: String::new(),
            says: format!("{} claims: confidence {:.1} %, right {:.1} %", bin.count, mean * 100.0, right * 100.0),
        }
    })
    .collect()
}

/// Speed, on a logarithmic axis from 10,000 to 100,000 tokens a second, against the score on the development set, from 75 to
/// 85.
fn curve() -> Vec<Point> {
    let mut reader = csv::Reader::from_reader(CURVE.as_bytes());
    let points = reader.records().filter_map(|row| {
        let row = row.ok()?;
        let (speed, score): (f64, f64) = (row.get(3)?.parse().ok()?, row.get(4)?.parse().ok()?);
        Some(Point {
            x: (speed.log10() - 4.0) * SIDE,
            y: (85.0 - score) / 10.0 * SIDE,
            radius: 5.0,
            label: format!("{} {}", row.get(0)?, row.get(2)?),
            says: format!("{} layers, {}: {speed:.0} tokens/s, {score:.1}", row.get(0)?, row.get(2)?),
        })
    });
    points.collect()
}
