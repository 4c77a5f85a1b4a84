//! The form of an image: a start that names it, sections, checksums of blocks, and an end that says where each section lies.
//!
//! Every number is little-endian on every machine, except in rows, which sort as bytes and are big-endian. The end is
//! written last, so that an image can be written to anything that takes bytes in order.
//!
//! ```text
//! start       magic (8), format version (u32), zero (u32)
//! sections    one after the other
//! checksums   XXH3-64 of every block of 4 KiB from the first byte of the start to here, the last block being shorter
//! end (512)   length of the image, fingerprint of the name data, where the checksums begin, their XXH3-64,
//!             for each section where it begins and how long it is; XXH3-64 of the end, magic
//! ```

use std::io::{self, Write};
use std::ops::Range;

use twox_hash::{XxHash3_64, XxHash3_128};

/// The first bytes. The first is no ASCII and the line break is one that text modes change.
pub(super) const MAGIC: [u8; 8] = *b"\x89FIGX\r\n\x1a";
/// Raised whenever an image is laid out otherwise, or words and names are brought to another form.
pub(super) const VERSION: u32 = 2;
pub(super) const START: usize = 16;
pub(super) const BLOCK: usize = 4 << 10;
pub(super) const END: usize = 512;
/// Where in the end the places of the sections begin.
const PLACES: usize = 40;

/// A part of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// Strings and lists of strings, each once: length (u32), bytes.
    Texts,
    /// What rows have in common beside their series.
    Forms,
    /// Rows by series.
    Rows,
    /// Of each row in the order of the files: its place in `Rows` (u32).
    Slots,
    Series,
    /// Measure, series: rows of a measure by entity, and by counterpart.
    Places,
    Partners,
    Measures,
    /// Names of measures, own and aliases, by measure.
    Names,
    /// Words of names by hash, each with its names in `Postings`.
    Words,
    Postings,
    /// Hashes of whole names, each with its measure.
    Named,
    Entities,
    /// Hashes of the keys of entities, each with its entity.
    Keys,
    Units,
    Tables,
    Sources,
    /// Hashes of the ids of rows, each with its row.
    Ids,
    /// Hashes of what series are about, each with its series.
    Things,
    /// Pairs of rows that contradict one another.
    Problems,
    /// Number of superseded rows, first and last day, forms of their periods.
    Totals,
}

impl Section {
    pub(super) const ALL: [Self; 21] = [
        Self::Texts,
        Self::Forms,
        Self::Rows,
        Self::Slots,
        Self::Series,
        Self::Places,
        Self::Partners,
        Self::Measures,
        Self::Names,
        Self::Words,
        Self::Postings,
        Self::Named,
        Self::Entities,
        Self::Keys,
        Self::Units,
        Self::Tables,
        Self::Sources,
        Self::Ids,
        Self::Things,
        Self::Problems,
        Self::Totals,
    ];

    /// The length of a record; 1 where the records differ in length.
    pub(super) fn record(self) -> usize {
        match self {
            Self::Texts => 1,
            Self::Forms => 64,
            Self::Rows => super::record::ROW,
            Self::Slots | Self::Postings => 4,
            Self::Series => 32,
            Self::Places | Self::Partners => 8,
            Self::Measures => 40,
            Self::Names => 8,
            Self::Words => 16,
            Self::Named | Self::Keys | Self::Ids | Self::Things => 12,
            Self::Entities | Self::Units | Self::Tables | Self::Sources => 16,
            Self::Problems => 8,
            Self::Totals => 24,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Texts => "texts",
            Self::Forms => "forms",
            Self::Rows => "rows",
            Self::Slots => "order of rows",
            Self::Series => "series",
            Self::Places => "entities of measures",
            Self::Partners => "counterparts of measures",
            Self::Measures => "measures",
            Self::Names => "names",
            Self::Words => "words",
            Self::Postings => "names of words",
            Self::Named => "hashes of names",
            Self::Entities => "entities",
            Self::Keys => "keys of entities",
            Self::Units => "units",
            Self::Tables => "tables",
            Self::Sources => "sources",
            Self::Ids => "ids",
            Self::Things => "hashes of series",
            Self::Problems => "contradictions",
            Self::Totals => "totals",
        }
    }
}

/// Where each section lies.
pub(super) type Places = [Range<u64>; Section::ALL.len()];

/// Whether bytes begin as an index does.
pub(in crate::facts) fn is_index(head: &[u8]) -> bool {
    head.starts_with(&MAGIC)
}

pub(super) fn hash(bytes: &[u8]) -> u64 {
    XxHash3_64::oneshot(bytes)
}

/// A hash so long that different bytes never share it by chance.
pub(super) fn hash_wide(bytes: &[u8]) -> u128 {
    XxHash3_128::oneshot(bytes)
}

/// What the look-up of names depends on beside the code: an index keeps names in the form that this data gives them.
pub(super) fn fingerprint() -> u64 {
    hash(include_bytes!("../entities.tsv")) ^ hash(include_bytes!("../synonyms.tsv")).rotate_left(1)
}

/// What stands in the end.
#[derive(Clone, Debug, Default)]
pub(super) struct End {
    pub(super) length: u64,
    pub(super) fingerprint: u64,
    pub(super) checksums: u64,
    pub(super) checksum: u64,
    pub(super) places: Places,
}

impl End {
    pub(super) fn write(&self) -> [u8; END] {
        let mut bytes = [0; END];
        let mut numbers = vec![self.length, self.fingerprint, self.checksums, self.checksum, 0];
        numbers.extend(self.places.iter().flat_map(|place| [place.start, place.end - place.start]));
        for (into, number) in bytes.chunks_exact_mut(8).zip(numbers) {
            into.copy_from_slice(&number.to_le_bytes());
        }
        let sum = hash(&bytes[..END - 16]);
        bytes[END - 16..END - 8].copy_from_slice(&sum.to_le_bytes());
        bytes[END - 8..].copy_from_slice(&MAGIC);
        bytes
    }

    /// `None` if the bytes are not what was written.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let whole = bytes.len() == END && bytes.ends_with(&MAGIC);
        if !whole || hash(&bytes[..END - 16]) != number(bytes, END - 16)? {
            return None;
        }
        let mut end = Self {
            length: number(bytes, 0)?,
            fingerprint: number(bytes, 8)?,
            checksums: number(bytes, 16)?,
            checksum: number(bytes, 24)?,
            places: Places::default(),
        };
        for (index, place) in end.places.iter_mut().enumerate() {
            let start = number(bytes, PLACES + index * 16)?;
            *place = start..start.checked_add(number(bytes, PLACES + index * 16 + 8)?)?;
        }
        Some(end)
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

/// Writes an image in order.
pub(super) struct ImageWriter<W: Write> {
    out: W,
    /// The block under way.
    block: Vec<u8>,
    checksums: Vec<u8>,
    written: u64,
    places: Places,
    open: Option<usize>,
}

impl<W: Write> ImageWriter<W> {
    pub(super) fn new(out: W) -> io::Result<Self> {
        let mut writer = Self {
            out,
            block: Vec::with_capacity(BLOCK),
            checksums: Vec::new(),
            written: 0,
            places: Places::default(),
            open: None,
        };
        writer.put(&MAGIC)?;
        writer.put(&VERSION.to_le_bytes())?;
        writer.put(&[0; 4])?;
        Ok(writer)
    }

    /// Begins a section; what is put from here on belongs to it.
    pub(super) fn begin(&mut self, section: Section) {
        self.close();
        let index = section as usize;
        self.places[index] = self.written..self.written;
        self.open = Some(index);
    }

    fn close(&mut self) {
        if let Some(index) = self.open.take() {
            self.places[index].end = self.written;
        }
    }

    pub(super) fn put(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        self.written += bytes.len() as u64;
        while !bytes.is_empty() {
            let (now, rest) = bytes.split_at(bytes.len().min(BLOCK - self.block.len()));
            self.block.extend_from_slice(now);
            bytes = rest;
            if self.block.len() == BLOCK {
                self.flush_block()?;
            }
        }
        Ok(())
    }

    fn flush_block(&mut self) -> io::Result<()> {
        self.checksums.extend_from_slice(&hash(&self.block).to_le_bytes());
        self.out.write_all(&self.block)?;
        self.block.clear();
        Ok(())
    }

    /// Writes checksums and end; gives the output back, and the places of the sections.
    pub(super) fn finish(mut self) -> io::Result<(W, End)> {
        self.close();
        if !self.block.is_empty() {
            self.flush_block()?;
        }
        self.out.write_all(&self.checksums)?;
        let end = End {
            length: self.written + self.checksums.len() as u64 + END as u64,
            fingerprint: fingerprint(),
            checksums: self.written,
            checksum: hash(&self.checksums),
            places: self.places,
        };
        self.out.write_all(&end.write())?;
        Ok((self.out, end))
    }
}
