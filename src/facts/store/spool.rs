//! Bytes that are written in order now and read in order once, in memory as long as they are few.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Bytes that are held in memory before they go to a temporary file.
const MOST: usize = 16 << 20;

#[derive(Debug, Default)]
pub(super) struct Spool {
    memory: Vec<u8>,
    file: Option<File>,
    length: u64,
}

impl Spool {
    /// Adds bytes; returns where they begin.
    pub(super) fn push(&mut self, bytes: &[u8], folder: &Path) -> io::Result<u64> {
        let at = self.length;
        self.memory.extend_from_slice(bytes);
        self.length += bytes.len() as u64;
        if self.memory.len() > MOST {
            let file = match &mut self.file {
                Some(file) => file,
                none => none.insert(tempfile::tempfile_in(folder)?),
            };
            file.write_all(&self.memory)?;
            self.memory.clear();
        }
        Ok(at)
    }

    /// Some bytes again.
    pub(super) fn get(&mut self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        let in_file = self.length - self.memory.len() as u64;
        let mut bytes = vec![0; length];
        if let Some(from) = at.checked_sub(in_file) {
            let from = usize::try_from(from).unwrap_or(usize::MAX);
            let held = from.checked_add(length).and_then(|to| self.memory.get(from..to));
            bytes.copy_from_slice(held.ok_or(io::ErrorKind::UnexpectedEof)?);
        } else if let Some(file) = &mut self.file {
            // What is pushed at once is also written at once.
            file.seek(SeekFrom::Start(at))?;
            file.read_exact(&mut bytes)?;
            file.seek(SeekFrom::End(0))?;
        }
        Ok(bytes)
    }

    /// Gives all bytes in order, in pieces whose length `record` divides.
    pub(super) fn read(&mut self, record: usize, mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        if let Some(file) = &mut self.file {
            let mut left = self.length - self.memory.len() as u64;
            file.seek(SeekFrom::Start(0))?;
            let mut piece = vec![0; record * ((1 << 20) / record).max(1)];
            while left > 0 {
                let now = usize::try_from(left).unwrap_or(usize::MAX).min(piece.len());
                file.read_exact(&mut piece[..now])?;
                take(&piece[..now])?;
                left -= now as u64;
            }
            file.seek(SeekFrom::End(0))?;
        }
        take(&self.memory)
    }
}
