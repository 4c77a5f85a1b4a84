//! The annotated data of a run: which records are trained on, which are kept for the dev score.

use std::collections::BTreeMap;
use std::hash::Hasher;
use std::path::Path;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::config::TrainConfig;
use crate::error::{Error, Result};
use crate::gold::{self, GoldDocument};

/// One annotated passage of a run.
#[derive(Clone, Debug)]
pub(super) struct Record {
    /// The passage.
    pub gold: GoldDocument,
    /// The file that it comes from, as an index into the run's data.
    pub file: usize,
    /// How often it is seen in an epoch.
    pub repeat: usize,
}

/// The records of a run.
#[derive(Debug)]
pub(super) struct Data {
    /// Those that are learned from.
    pub training: Vec<Record>,
    /// Those that only the dev score sees.
    pub dev: Vec<Record>,
    /// The names of the files, without their folders.
    files: Vec<String>,
}

/// How much of a run's data comes from one file under one licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Origin {
    /// The file's name.
    pub file: String,
    /// The licence of the texts.
    pub licence: String,
    /// Records that were learned from.
    pub training_records: usize,
    /// Their claims.
    pub training_claims: usize,
    /// Records of the dev set.
    pub dev_records: usize,
    /// Their claims.
    pub dev_claims: usize,
}

/// What stands for the licence of texts without one.
const OWN: &str = "written for this project";

impl Record {
    /// The licence of its text.
    pub(super) fn licence(&self) -> &str {
        self.gold.licence.as_deref().unwrap_or(OWN)
    }

    /// The licence without version and remarks: `CC BY` of `CC BY 3.0 AU (Commonwealth of Australia)`.
    pub(super) fn licence_family(&self) -> String {
        let name = |word: &&str| !word.starts_with(['(', '/']) && !word.contains(|c: char| c.is_ascii_digit());
        let family: Vec<&str> = self.licence().split_whitespace().take_while(name).collect();
        if family.is_empty() { self.licence().to_owned() } else { family.join(" ") }
    }

    fn claims(&self) -> usize {
        self.gold.claims.iter().filter(|c| c.kind.is_some()).count()
    }
}

impl Data {
    /// Reads the files of a run and splits them.
    ///
    /// # Errors
    /// If a file cannot be read, or nothing is left to learn from.
    pub(super) fn read(config: &TrainConfig) -> Result<Self> {
        let (mut training, mut dev) = (Vec::new(), Vec::new());
        for (file, data) in config.data.iter().enumerate() {
            let records = match &data.texts {
                Some(texts) => gold::read_standoff(&data.path, texts)?,
                None => gold::read(&data.path)?,
            };
            for gold in records {
                let record = Record { gold, file, repeat: data.repeat };
                let source = record.gold.source.as_deref().unwrap_or(&record.gold.id);
                if data.hold_out_licences.iter().any(|word| record.licence().contains(word.as_str()))
                    || is_dev(source, config.dev.every)
                {
                    dev.push(record);
                } else if place(source) < data.share * config.data_share {
                    training.push(record);
                }
            }
        }
        if training.is_empty() {
            return Err(Error::value("no training records are left: expected more data, or larger shares of it"));
        }
        let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { training, dev, files: config.data.iter().map(|d| name(&d.path)).collect() })
    }

    /// The passages of the dev set.
    pub(super) fn dev_gold(&self) -> Vec<&GoldDocument> {
        self.dev.iter().map(|record| &record.gold).collect()
    }

    /// How much comes from where, by file and licence.
    pub(super) fn origins(&self) -> Vec<Origin> {
        let mut counts: BTreeMap<(usize, &str), [usize; 4]> = BTreeMap::new();
        for (at, records) in [(0, &self.training), (2, &self.dev)] {
            for record in records {
                let count = counts.entry((record.file, record.licence())).or_default();
                count[at] += 1;
                count[at + 1] += record.claims();
            }
        }
        let origin = |((file, licence), count): ((usize, &str), [usize; 4])| Origin {
            file: self.files[file].clone(),
            licence: licence.to_owned(),
            training_records: count[0],
            training_claims: count[1],
            dev_records: count[2],
            dev_claims: count[3],
        };
        counts.into_iter().map(origin).collect()
    }
}

/// Whether a source goes to the dev set: one in `every`, by a hash that is the same everywhere.
fn is_dev(source: &str, every: u64) -> bool {
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
    hasher.write(source.as_bytes());
    every > 0 && hasher.finish().is_multiple_of(every)
}

/// Where a source stands between 0 and 1, evenly spread and independent of the split: those below a share are that
/// share, and a larger one contains them all.
#[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
fn place(source: &str) -> f64 {
    let digest = Sha256::digest(source.as_bytes());
    let first = digest.iter().take(8).fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    (first >> 11) as f64 / (1u64 << 53) as f64
}

/// FNV-1a: the standard library's hasher may change between releases, and the split must not.
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        // The low bits of FNV-1a alone are poorly mixed.
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_the_right_size() {
        let sources: Vec<String> = (0..20_000).map(|n| format!("source-{n}")).collect();
        let below = |share: f64| sources.iter().filter(|s| place(s) < share).count();
        assert_eq!((below(0.0), below(1.0)), (0, 20_000));
        assert!((9_800..10_200).contains(&below(0.5)), "{}", below(0.5));
        // Independent of the split: half of the dev set is below a half as well.
        let dev: Vec<&String> = sources.iter().filter(|s| is_dev(s, 4)).collect();
        let low = dev.iter().filter(|s| place(s) < 0.5).count();
        assert!(
            dev.len() > 4_000 && low * 100 > dev.len() * 47 && low * 100 < dev.len() * 53,
            "{low} of {}",
            dev.len()
        );
    }

    #[test]
    fn a_licence_has_a_family() {
        let family = |licence: Option<&str>| {
            let gold = GoldDocument {
                id: "a".to_owned(),
                published: None,
                topic: None,
                source: None,
                licence: licence.map(str::to_owned),
                text: String::new(),
                claims: Vec::new(),
                consistency: None,
                line: 1,
            };
            Record { gold, file: 0, repeat: 1 }.licence_family()
        };
        assert_eq!(family(Some("CC BY 3.0 AU (Commonwealth of Australia)")), "CC BY");
        assert_eq!(family(Some("CC BY-SA 4.0 (repo) / CC BY-SA 3.0 (Wikipedia)")), "CC BY-SA");
        assert_eq!(family(Some("OGL v3.0 (Crown copyright)")), "OGL");
        assert_eq!(family(Some("Public domain / CC0")), "Public domain");
        assert_eq!(family(None), OWN);
        assert_eq!(family(Some("(c) someone")), "(c) someone");
    }
}
