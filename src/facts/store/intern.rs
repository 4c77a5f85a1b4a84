//! Strings that are kept once, by where they stand in the section of texts.

use std::collections::HashMap;
use std::io;
use std::path::Path;

use super::layout::hash_wide;
use super::spool::Spool;

/// Strings that are known again. Beyond so many all are forgotten, and one that comes back is kept once more: that costs
/// bytes and changes nothing else.
const MOST: usize = 2 << 20;

/// Where a text stands: one more than its offset; 0 is no text at all.
pub(super) type TextId = u64;

#[derive(Debug, Default)]
pub(super) struct Texts {
    known: HashMap<u128, TextId>,
    pub(super) spool: Spool,
}

impl Texts {
    pub(super) fn id(&mut self, text: &str, folder: &Path) -> io::Result<TextId> {
        self.bytes(text.as_bytes(), folder)
    }

    pub(super) fn optional(&mut self, text: Option<&str>, folder: &Path) -> io::Result<TextId> {
        text.map_or(Ok(0), |text| self.id(text, folder))
    }

    /// A list of texts as one text.
    pub(super) fn list<'a>(&mut self, items: impl Iterator<Item = &'a str>, folder: &Path) -> io::Result<TextId> {
        let list = join(items);
        if list.is_empty() { Ok(0) } else { self.bytes(&list, folder) }
    }

    fn bytes(&mut self, bytes: &[u8], folder: &Path) -> io::Result<TextId> {
        let key = hash_wide(bytes);
        if let Some(&id) = self.known.get(&key) {
            return Ok(id);
        }
        if self.known.len() >= MOST {
            self.known.clear();
        }
        let at = self.spool.push(&[&length(bytes)[..], bytes].concat(), folder)?;
        self.known.insert(key, at + 1);
        Ok(at + 1)
    }
}

/// Items one after the other, each behind its length.
pub(super) fn join<'a>(items: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let mut all = Vec::new();
    for item in items {
        all.extend_from_slice(&length(item.as_bytes()));
        all.extend_from_slice(item.as_bytes());
    }
    all
}

/// The items of such a list; `None` if it is none.
pub(super) fn split(mut list: &[u8]) -> Option<Vec<String>> {
    let mut items = Vec::new();
    while !list.is_empty() {
        let (size, rest) = list.split_at_checked(4)?;
        let size = usize::try_from(u32::from_le_bytes(size.try_into().ok()?)).ok()?;
        let (item, rest) = rest.split_at_checked(size)?;
        items.push(std::str::from_utf8(item).ok()?.to_owned());
        list = rest;
    }
    Some(items)
}

/// A cell is no longer than a table's line, and that no longer than a few megabytes.
fn length(bytes: &[u8]) -> [u8; 4] {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes()
}
