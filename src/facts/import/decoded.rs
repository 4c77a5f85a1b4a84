//! Rows that a thread decodes, for files that are no text.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::vec;

use csv::ByteRecord;

use crate::error::Error;
use crate::facts::row::Origin;

/// Rows that travel together.
const BATCH: usize = 1024;
/// Batches that wait to be taken.
const WAITING: usize = 4;

/// Rows that a thread decodes while others are taken. What those libraries lend out borrows from their reader, and a
/// damaged file may make them panic: both stay in the thread.
pub(super) struct Decoded {
    batches: Receiver<Result<Vec<ByteRecord>, Error>>,
    batch: vec::IntoIter<ByteRecord>,
    current: ByteRecord,
    taken: usize,
    thread: Option<JoinHandle<()>>,
}

impl Decoded {
    /// Takes the rows that `decode` puts out.
    ///
    /// # Errors
    /// If the system starts no thread.
    pub(super) fn spawn(decode: impl FnOnce(&mut Out) -> Result<(), Error> + Send + 'static) -> Result<Self, Error> {
        let (send, batches) = sync_channel(WAITING);
        let run = move || {
            let mut out = Out { send, batch: Vec::with_capacity(BATCH) };
            match decode(&mut out) {
                Ok(()) => out.flush(),
                Err(error) => {
                    out.flush();
                    // Nobody waits for it any more where this fails.
                    let _ = out.send.send(Err(error));
                    false
                }
            };
        };
        // By this prefix the command knows a worker, whose panic it need not print.
        let thread = thread::Builder::new().name("figcheck-table".to_owned()).spawn(run);
        let thread = thread.map_err(|e| Error::table(format!("no thread can be started to read a table: {e}")))?;
        let batch = Vec::new().into_iter();
        Ok(Self { batches, batch, current: ByteRecord::new(), taken: 0, thread: Some(thread) })
    }

    /// The next row and its number, from 1; `None` at the end.
    pub(super) fn next(&mut self, origin: &Origin) -> Result<Option<(usize, &ByteRecord)>, Error> {
        loop {
            if let Some(row) = self.batch.next() {
                self.current = row;
                self.taken += 1;
                return Ok(Some((self.taken, &self.current)));
            }
            if let Ok(batch) = self.batches.recv() {
                self.batch = batch?.into_iter();
            } else if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
                return Err(origin.error(self.taken + 1, "the file is damaged here and cannot be decoded"));
            } else {
                return Ok(None);
            }
        }
    }
}

/// Where a thread puts the rows that it decodes.
pub(super) struct Out {
    send: SyncSender<Result<Vec<ByteRecord>, Error>>,
    batch: Vec<ByteRecord>,
}

impl Out {
    /// Puts out a row; `false` if nobody takes rows any more.
    pub(super) fn put(&mut self, row: ByteRecord) -> bool {
        self.batch.push(row);
        self.batch.len() < BATCH || self.flush()
    }

    fn flush(&mut self) -> bool {
        let batch = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        batch.is_empty() || self.send.send(Ok(batch)).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn numbered(count: usize, end: impl FnOnce() -> Result<(), Error> + Send + 'static) -> Result<usize, Error> {
        let origin = Origin::new(Path::new("t.parquet"));
        let mut rows = Decoded::spawn(move |out| {
            for number in 1..=count {
                out.put(ByteRecord::from(vec![number.to_string()]));
            }
            end()
        })?;
        let mut last = 0;
        while let Some((number, row)) = rows.next(&origin)? {
            assert_eq!((number, &row[0]), (last + 1, number.to_string().as_bytes()));
            last = number;
        }
        Ok(last)
    }

    #[test]
    fn rows_come_in_order_and_an_error_after_them() {
        assert_eq!(numbered(0, || Ok(())).unwrap(), 0);
        assert_eq!(numbered(10 * BATCH + 3, || Ok(())).unwrap(), 10 * BATCH + 3);
        let error = numbered(5, || Err(Error::table("broken"))).unwrap_err();
        assert_eq!(error.message(), "broken");
    }

    #[test]
    fn rows_that_are_not_taken_let_the_thread_end() {
        let mut rows = Decoded::spawn(|out| {
            while out.put(ByteRecord::from(vec!["x"])) {}
            Ok(())
        })
        .unwrap();
        assert!(rows.next(&Origin::new(Path::new("t"))).unwrap().is_some());
        let thread = rows.thread.take().unwrap();
        drop(rows);
        thread.join().unwrap();
    }
}
