//! An external merge sort of records that sort as bytes (Knuth, TAOCP 3, 5.4): runs are sorted in memory, written to
//! temporary files and merged.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use rayon::slice::ParallelSliceMut;

/// Sorts records of `N` bytes with a bounded number of them in memory.
#[derive(Debug)]
pub(super) struct Sorter<const N: usize> {
    buffer: Vec<[u8; N]>,
    most: usize,
    runs: Vec<File>,
    folder: PathBuf,
}

impl<const N: usize> Sorter<N> {
    /// A sorter that holds so many bytes of records in memory, and writes to the folder what is more.
    pub(super) fn new(bytes: usize, folder: PathBuf) -> Self {
        Self { buffer: Vec::new(), most: (bytes / N).max(2), runs: Vec::new(), folder }
    }

    pub(super) fn push(&mut self, record: [u8; N]) -> io::Result<()> {
        if self.buffer.len() >= self.most {
            self.spill()?;
        }
        self.buffer.push(record);
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        self.buffer.par_sort_unstable();
        let mut out = BufWriter::with_capacity(1 << 20, tempfile::tempfile_in(&self.folder)?);
        for record in &self.buffer {
            out.write_all(record)?;
        }
        self.runs.push(out.into_inner().map_err(io::IntoInnerError::into_error)?);
        self.buffer.clear();
        Ok(())
    }

    /// The records in order.
    pub(super) fn sorted(mut self) -> io::Result<Sorted<N>> {
        if self.runs.is_empty() {
            self.buffer.par_sort_unstable();
            return Ok(Sorted { memory: self.buffer.into_iter(), runs: Vec::new(), heap: BinaryHeap::new() });
        }
        self.spill()?;
        self.buffer = Vec::new();
        let mut sorted = Sorted { memory: Vec::new().into_iter(), runs: Vec::new(), heap: BinaryHeap::new() };
        for mut run in self.runs {
            run.seek(SeekFrom::Start(0))?;
            sorted.runs.push(BufReader::with_capacity(1 << 18, run));
            sorted.refill(sorted.runs.len() - 1)?;
        }
        Ok(sorted)
    }
}

/// Records in order.
pub(super) struct Sorted<const N: usize> {
    memory: std::vec::IntoIter<[u8; N]>,
    runs: Vec<BufReader<File>>,
    heap: BinaryHeap<Reverse<([u8; N], usize)>>,
}

impl<const N: usize> Sorted<N> {
    fn refill(&mut self, run: usize) -> io::Result<()> {
        let mut record = [0; N];
        match self.runs[run].read_exact(&mut record) {
            Ok(()) => self.heap.push(Reverse((record, run))),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

impl<const N: usize> Iterator for Sorted<N> {
    type Item = io::Result<[u8; N]>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.runs.is_empty() {
            return self.memory.next().map(Ok);
        }
        let Reverse((record, run)) = self.heap.pop()?;
        Some(self.refill(run).map(|()| record))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_spilled_comes_back_in_order(mut records in prop::collection::vec(any::<[u8; 3]>(), 0..200)) {
            let mut sorter = Sorter::<3>::new(30, std::env::temp_dir());
            for record in &records {
                sorter.push(*record).unwrap();
            }
            let sorted: Vec<[u8; 3]> = sorter.sorted().unwrap().map(Result::unwrap).collect();
            records.sort_unstable();
            prop_assert_eq!(sorted, records);
        }
    }
}
