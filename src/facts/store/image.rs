//! The bytes of an image, in memory or mapped from a file, and the only way to them: every read is within its section, and
//! within blocks whose checksums have been checked.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use memmap2::Mmap;

use super::layout::{BLOCK, END, End, MAGIC, Places, START, Section, VERSION, fingerprint, hash};
use crate::error::{Error, Result};

/// An image.
#[derive(Debug)]
pub(super) struct Image {
    bytes: Bytes,
    places: Places,
    /// Of a mapped file: what is known of its blocks.
    blocks: Option<Blocks>,
}

#[derive(Debug)]
enum Bytes {
    Memory(Vec<u8>),
    Mapped(Mmap),
}

#[derive(Debug)]
struct Blocks {
    path: PathBuf,
    /// Where the checksums begin, which is where the blocks end.
    end: usize,
    checked: Box<[AtomicBool]>,
    damage: OnceLock<String>,
}

const BUILD_AGAIN: &str = "build it again with `figcheck facts index`";

impl Image {
    /// An image that was just built.
    pub(super) fn of_memory(bytes: Vec<u8>, places: Places) -> Self {
        Self { bytes: Bytes::Memory(bytes), places, blocks: None }
    }

    /// Maps a file. Start, end and the checksums themselves are checked here, every block when it is first read.
    ///
    /// # Errors
    /// If it cannot be read, is no index, of another version, cut short, or damaged.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|e| Error::io(path, e))?;
        let bad = |what: String| Error::table(what).at_path(path);
        if file.metadata().map_err(|e| Error::io(path, e))?.len() < START as u64 {
            return Err(bad("is no index of facts: it is too short to be one".to_owned()));
        }
        let map = map(&file).map_err(|e| Error::io(path, e))?;
        if !map.starts_with(&MAGIC) {
            return Err(bad("is no index of facts, expected a file written by `figcheck facts index`".to_owned()));
        }
        let version = map.get(8..12).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes);
        if version != VERSION {
            let age = if version < VERSION { "an older" } else { "a newer" };
            return Err(bad(format!(
                "is an index of {age} figcheck: written by format {version}, this reads {VERSION}: {BUILD_AGAIN}"
            )));
        }
        let cut = || bad(format!("the index is cut short, or its end is damaged: {BUILD_AGAIN}"));
        let tail = map.len().checked_sub(END).and_then(|at| map.get(at..)).ok_or_else(cut)?;
        let end = End::read(tail).filter(|end| end.length == map.len() as u64).ok_or_else(cut)?;
        let broken = || bad(format!("the directory of the index is damaged: {BUILD_AGAIN}"));
        let checksums = usize::try_from(end.checksums).map_err(|_| broken())?;
        let table = map.get(checksums..map.len() - END).ok_or_else(broken)?;
        let count = checksums.div_ceil(BLOCK);
        if table.len() != count * 8 || hash(table) != end.checksum {
            return Err(broken());
        }
        for (section, place) in Section::ALL.iter().zip(&end.places) {
            let length = place.end.saturating_sub(place.start);
            if place.end > end.checksums || place.start > place.end || length % section.record() as u64 != 0 {
                return Err(broken());
            }
        }
        if end.fingerprint != fingerprint() {
            return Err(bad(format!("the index was written with other names of places or synonyms: {BUILD_AGAIN}")));
        }
        let blocks = Blocks {
            path: path.to_owned(),
            end: checksums,
            checked: (0..count).map(|_| AtomicBool::new(false)).collect(),
            damage: OnceLock::new(),
        };
        Ok(Self { bytes: Bytes::Mapped(map), places: end.places, blocks: Some(blocks) })
    }

    pub(super) fn is_file(&self) -> bool {
        self.blocks.is_some()
    }

    /// Bytes of the whole image.
    pub(super) fn size(&self) -> u64 {
        self.all().len() as u64
    }

    /// Records of a section.
    pub(super) fn count(&self, section: Section) -> usize {
        let place = &self.places[section as usize];
        usize::try_from((place.end - place.start) / section.record() as u64).unwrap_or(0)
    }

    /// A record of a section; `None` beyond its end, and where the file is damaged.
    pub(super) fn record(&self, section: Section, index: usize) -> Option<&[u8]> {
        let size = section.record();
        self.slice(section, index as u64 * size as u64, size)
    }

    /// Bytes of a section; `None` beyond its end, and where the file is damaged.
    pub(super) fn slice(&self, section: Section, offset: u64, length: usize) -> Option<&[u8]> {
        let place = &self.places[section as usize];
        let start = place.start.checked_add(offset)?;
        let end = start.checked_add(length as u64)?;
        if end > place.end {
            return self.blame(section);
        }
        let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
        let bytes = self.all().get(start..end)?;
        if self.is_whole(start, end, section) { Some(bytes) } else { None }
    }

    /// Takes note that a section says what cannot be.
    pub(super) fn blame<T>(&self, section: Section) -> Option<T> {
        if let Some(blocks) = &self.blocks {
            let _ = blocks.damage.set(format!("the section \"{}\" of the index is damaged", section.name()));
        }
        None
    }

    /// The first damage that a read has met.
    pub(super) fn damage(&self) -> Option<Error> {
        let blocks = self.blocks.as_ref()?;
        let what = blocks.damage.get()?;
        Some(Error::table(format!("{what}: {BUILD_AGAIN}")).at_path(&blocks.path))
    }

    /// Checks every block.
    ///
    /// # Errors
    /// One for every section with damage.
    pub(super) fn verify(&self, mut done: impl FnMut(u64, u64)) -> Vec<Error> {
        let Some(blocks) = &self.blocks else { return Vec::new() };
        let mut errors: Vec<Error> = Vec::new();
        let mut last = None;
        for index in 0..blocks.checked.len() {
            if !self.check(blocks, index) {
                let at = (index * BLOCK) as u64;
                let (from, to) = (at, at + BLOCK as u64);
                let touched = |p: &std::ops::Range<u64>| p.start < to && p.end > from;
                let section = Section::ALL.iter().find(|s| touched(&self.places[**s as usize]));
                let name = section.map_or("start", |s| s.name());
                if last != Some(name) {
                    last = Some(name);
                    let message = format!("the section {name:?} of the index is damaged near byte {at}: {BUILD_AGAIN}");
                    errors.push(Error::table(message).at_path(&blocks.path));
                }
            }
            done(((index + 1) * BLOCK) as u64, blocks.end as u64);
        }
        errors
    }

    fn all(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Memory(bytes) => bytes,
            Bytes::Mapped(map) => map,
        }
    }

    fn is_whole(&self, start: usize, end: usize, section: Section) -> bool {
        let Some(blocks) = &self.blocks else { return true };
        let last = end.max(start + 1).div_ceil(BLOCK);
        let whole = (start / BLOCK..last).all(|index| match blocks.checked.get(index) {
            Some(checked) => checked.load(Ordering::Relaxed) || self.check(blocks, index),
            // An empty slice at the very end.
            None => start == end,
        });
        if !whole {
            self.blame::<()>(section);
        }
        whole
    }

    fn check(&self, blocks: &Blocks, index: usize) -> bool {
        let all = self.all();
        let from = index * BLOCK;
        let block = all.get(from..(from + BLOCK).min(blocks.end));
        let sum = all.get(blocks.end + index * 8..blocks.end + index * 8 + 8).and_then(|b| b.try_into().ok());
        let whole = block.is_some_and(|block| sum.map(u64::from_le_bytes) == Some(hash(block)));
        if whole {
            blocks.checked[index].store(true, Ordering::Relaxed);
        }
        whole
    }
}

/// The file as bytes.
#[expect(unsafe_code, reason = "a mapped file is only as constant as the file")]
fn map(file: &File) -> std::io::Result<Mmap> {
    // SAFETY: the bytes are only read, bounds-checked and against checksums, and nothing is assumed of their content. What
    // is left is a file that is changed in place while it is mapped: figcheck itself never does that, an index is replaced
    // by renaming a new one over it.
    unsafe { Mmap::map(file) }
}
