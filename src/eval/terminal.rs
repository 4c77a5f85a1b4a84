//! Reports as tables for a terminal.

use std::fmt;

use super::bootstrap::Interval;
use super::report::{Report, SLICED, Score};
use super::tally::METRICS;
use crate::label::Verdict;

fn percent(x: f64) -> String {
    format!("{:5.1}", x * 100.0)
}

fn interval(interval: Option<Interval>) -> String {
    interval.map_or_else(String::new, |i| format!("[{} –{} ]", percent(i.low), percent(i.high)))
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} against {}", self.system, self.gold)?;
        writeln!(f, "{} documents, {} gold claims, {} predicted", self.documents, self.claims, self.predicted)?;
        writeln!(f)?;
        writeln!(f, "{:<26}{:>6}  {:<18}", "score", "%", "95 % interval")?;
        for metric in METRICS {
            let Some(score) = self.scores.iter().find(|score| score.name == metric.name) else { continue };
            writeln!(
                f,
                "{:<26}{:>6}  {:<18} {}",
                score.name,
                percent(score.value),
                interval(score.interval),
                metric.says
            )?;
        }
        if self.confusion.iter().flatten().any(|n| *n > 0) {
            writeln!(f)?;
            write!(f, "{:<18}", "gold \\ found")?;
            for verdict in Verdict::ALL {
                write!(f, "{verdict:>17}")?;
            }
            writeln!(f, "{:>11}", "not found")?;
            for (verdict, (row, unfound)) in Verdict::ALL.iter().zip(self.confusion.iter().zip(self.unfound)) {
                write!(f, "{verdict:<18}")?;
                for n in row {
                    write!(f, "{n:>17}")?;
                }
                writeln!(f, "{unfound:>11}")?;
            }
        }
        self.slices(f)?;
        self.calibration(f)?;
        self.beside(f)?;
        if let Some(speed) = &self.speed {
            write!(f, "\n{speed}")?;
        }
        Ok(())
    }
}

impl Report {
    fn slices(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut last = "";
        for slice in &self.slices {
            if slice.by != last {
                writeln!(f)?;
                write!(f, "by {:<31}{:>7}", slice.by, "claims")?;
                for (name, _) in SLICED {
                    write!(f, "{name:>16}")?;
                }
                writeln!(f, "{:>29}", "falsely refuted")?;
                last = &slice.by;
            }
            write!(f, "  {:<32}{:>7}", slice.value, slice.claims)?;
            for (at, (name, _)) in SLICED.iter().enumerate() {
                let score = slice.scores.iter().find(|score| score.name == *name);
                write!(f, "{:>16}", score.map_or_else(String::new, |s| percent(s.value)))?;
                if at + 1 == SLICED.len() {
                    write!(f, " {:<18}", interval(score.and_then(|s| s.interval)))?;
                }
            }
            let refuted = if slice.falsely_refuted > 0 { slice.falsely_refuted.to_string() } else { String::new() };
            writeln!(f, "{refuted:>10}")?;
        }
        Ok(())
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of claims")]
    fn calibration(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.calibration.iter().all(|bin| bin.count == 0) {
            return Ok(());
        }
        writeln!(f, "\n{:<26}{:>6}{:>14}{:>9}", "confidence", "claims", "mean, %", "right, %")?;
        for (at, bin) in self.calibration.iter().enumerate().filter(|(_, bin)| bin.count > 0) {
            let all = bin.count as f64;
            let range = format!("{:.1} to {:.1}", at as f64 / 10.0, (at + 1) as f64 / 10.0);
            let (mean, right) = (percent(bin.confidence / all), percent(bin.right as f64 / all));
            writeln!(f, "{range:<26}{:>6}{mean:>14}{right:>9}", bin.count)?;
        }
        Ok(())
    }

    fn beside(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// Columns: a heading, and the metric.
        const COLUMNS: [(&str, &str); 6] = [
            ("spans", "span_f1"),
            ("overlap", "overlap_f1"),
            ("extraction", "extraction_f1"),
            ("macro-F1", "macro_f1"),
            ("refuted P", "refuted_precision"),
            ("refuted R", "refuted_recall"),
        ];
        if self.beside.is_empty() {
            return Ok(());
        }
        write!(f, "\n{:<44}", "beside others")?;
        for (heading, _) in COLUMNS {
            write!(f, "{heading:>11}")?;
        }
        writeln!(f)?;
        let own = [(&self.system, &self.scores)];
        let others = self.beside.iter().map(|system| (&system.name, &system.scores));
        for (name, scores) in own.into_iter().chain(others) {
            write!(f, "{name:<44}")?;
            for (_, metric) in COLUMNS {
                let score = scores.iter().find(|score: &&Score| score.name == metric);
                write!(f, "{:>11}", score.map_or_else(|| "–".to_owned(), |s| percent(s.value)))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}
