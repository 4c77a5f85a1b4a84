//! How fast the pipeline ran, as data: measured by the command, which owns the clock.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Speed and memory of one evaluation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Speed {
    /// Documents of the gold file.
    pub documents: usize,
    /// Bytes of their texts.
    pub bytes: usize,
    /// Tokens that the model reads; none of a tagger without a tokenizer.
    pub tokens: Option<usize>,
    /// Claims that were found.
    pub claims: usize,
    /// Where the time of a document goes, on one core, stage by stage.
    pub stages: Vec<StageTime>,
    /// The whole, for each system and number of cores; the first is what the others are held against.
    pub runs: Vec<Run>,
    /// Seconds from the start of the command to its end with one sentence to check; of several starts the quickest.
    pub start_up: Option<f64>,
    /// The most memory that the command held at a time, in bytes; none where the system does not say.
    pub peak_memory: Option<u64>,
}

/// One stage on one core.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageTime {
    /// Its name.
    pub name: String,
    /// Seconds for all documents, of several rounds the quickest.
    pub seconds: f64,
}

/// All documents through the whole pipeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// What ran.
    pub system: String,
    /// On how many cores.
    pub cores: usize,
    /// Seconds, of several rounds the quickest.
    pub seconds: f64,
}

impl Speed {
    /// How many times as fast as the first run another is.
    #[must_use]
    pub fn ratio(&self, run: &Run) -> f64 {
        self.runs.first().map_or(1.0, |first| first.seconds / run.seconds)
    }
}

impl fmt::Display for Speed {
    #[expect(clippy::cast_precision_loss, reason = "counts and bytes")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let documents = self.documents as f64;
        let all: f64 = self.stages.iter().map(|stage| stage.seconds).sum();
        writeln!(f, "{:<26}{:>12}{:>10}{:>9}", "stage, on one core", "ms a doc", "MB/s", "share, %")?;
        for stage in &self.stages {
            let (each, rate) = (stage.seconds * 1e3 / documents, self.bytes as f64 / stage.seconds / 1e6);
            writeln!(f, "{:<26}{each:>12.3}{rate:>10.1}{:>9.1}", stage.name, 100.0 * stage.seconds / all)?;
        }
        writeln!(f)?;
        writeln!(
            f,
            "{:<26}{:>6}{:>12}{:>12}{:>12}{:>12}",
            "the whole", "cores", "articles/s", "tokens/s", "claims/s", "x the first"
        )?;
        for run in &self.runs {
            let rate = |count: usize| format!("{:.0}", count as f64 / run.seconds);
            let tokens = self.tokens.map_or_else(|| "–".to_owned(), rate);
            let (articles, claims) = (rate(self.documents), rate(self.claims));
            let (system, cores, ratio) = (&run.system, run.cores, self.ratio(run));
            writeln!(f, "{system:<26}{cores:>6}{articles:>12}{tokens:>12}{claims:>12}{ratio:>12.2}")?;
        }
        if let Some(seconds) = self.start_up {
            writeln!(f, "\nfrom start to the verdict on one sentence: {:.0} ms", seconds * 1e3)?;
        }
        if let Some(bytes) = self.peak_memory {
            writeln!(f, "peak memory: {} MB", bytes >> 20)?;
        }
        Ok(())
    }
}
