//! Scores as tables for a terminal.

use std::fmt;

use super::score::Scores;
use crate::label::Verdict;

/// The order in which stages are printed.
const STAGES: [&str; 11] = [
    "value",
    "unit",
    "kind",
    "comparator",
    "modality",
    "measure",
    "entity",
    "counterpart",
    "period",
    "base_period",
    "verdict",
];

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (precision, recall, f1) = self.spans();
        writeln!(f, "{} documents, {} gold claims, {} predicted", self.documents, self.gold, self.predicted)?;
        writeln!(f)?;
        let percent = |x: f64| format!("{:5.1}", x * 100.0);
        writeln!(f, "value spans, exact    P {}  R {}  F1 {}", percent(precision), percent(recall), percent(f1))?;
        let overlap = super::Count { right: self.overlapping, of: self.gold }.share();
        writeln!(f, "value spans, overlap           R {}", percent(overlap))?;
        writeln!(f, "value and unit                          F1 {}", percent(self.extraction()))?;
        writeln!(f)?;
        writeln!(f, "of the claims found:")?;
        for stage in STAGES {
            if let Some(count) = self.stages.get(stage) {
                writeln!(f, "  {stage:<12} {} %  ({} of {})", percent(count.share()), count.right, count.of)?;
            }
        }
        if self.consistency.of > 0 {
            let count = self.consistency;
            writeln!(f, "  consistency  {} %  ({} of {})", percent(count.share()), count.right, count.of)?;
        }
        if self.verdicts.iter().flatten().any(|n| *n > 0) {
            writeln!(f)?;
            write!(f, "{:<18}", "gold \\ found")?;
            for verdict in Verdict::ALL {
                write!(f, "{verdict:>18}")?;
            }
            writeln!(f, "{:>10}{:>10}", "P", "R")?;
            for &verdict in Verdict::ALL {
                write!(f, "{verdict:<18}")?;
                for n in self.verdicts[verdict as usize] {
                    write!(f, "{n:>18}")?;
                }
                let (precision, recall) = self.verdict(verdict);
                writeln!(f, "{:>10}{:>10}", percent(precision), percent(recall))?;
            }
            let unfound: usize = self.unfound.iter().sum();
            writeln!(f, "macro-F1 of verdicts {}  ({unfound} not found count as wrong)", percent(self.macro_f1()))?;
        }
        Ok(())
    }
}
