//! Delimited text, a record at a time, each with the line that it starts in.
//!
//! The CSV reader itself takes an unclosed quote silently and gives a record after blank lines, or after `\r\n`, the line
//! of its forerunner. What it reads is therefore passed through [`Watched`], which ends every line by a plain `\n` and
//! remembers where a quote was opened.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use super::row::Origin;
use crate::error::Error;

/// More columns than this are no table of observations.
pub(super) const MOST_COLUMNS: usize = 10_000;
/// Longer headers are not read: what bounds memory and time on a file without line ends.
const LONGEST_HEADER: u64 = 1 << 20;

/// The records of a delimited text.
pub(super) struct Delimited<R> {
    reader: csv::Reader<Watched<R>>,
    record: csv::ByteRecord,
    open_quote: Rc<Cell<Option<usize>>>,
}

impl<R: BufRead> Delimited<R> {
    pub(super) fn new(input: R, delimiter: u8) -> Self {
        let open_quote = Rc::new(Cell::new(None));
        let watched = Watched::new(input, delimiter, open_quote.clone());
        let reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(watched);
        Self { reader, record: csv::ByteRecord::new(), open_quote }
    }

    /// The next record and the line in which it starts; `None` at the end.
    ///
    /// # Errors
    /// If the input cannot be read, or a quoted cell is never closed: nothing after it can be trusted.
    pub(super) fn next(&mut self, origin: &Origin) -> Result<Option<(usize, &csv::ByteRecord)>, Error> {
        let read = self.reader.read_byte_record(&mut self.record);
        let after = line(self.reader.position());
        let more = read.map_err(|error| {
            let at = error.position().map_or(after, line);
            origin.error(at, format!("cannot be read: {error}"))
        })?;
        if self.reader.is_done()
            && let Some(opened) = self.open_quote.get()
        {
            let what = "a quoted cell that starts here is never closed, expected a closing \"";
            return Err(origin.error(opened, what));
        }
        if !more {
            return Ok(None);
        }
        let inside: usize = self.record.iter().map(|cell| cell.split(|&b| b == b'\n').count() - 1).sum();
        Ok(Some((after.saturating_sub(1 + inside).max(1), &self.record)))
    }
}

fn line(position: &csv::Position) -> usize {
    usize::try_from(position.line()).unwrap_or(usize::MAX)
}

/// The delimiter of a text: the tab where its first line has one, else the comma, or the semicolon where that is all.
pub(super) fn delimiter_of(first_line: &[u8]) -> u8 {
    let has = |b: u8| first_line.contains(&b);
    if has(b'\t') {
        b'\t'
    } else if has(b';') && !has(b',') {
        b';'
    } else {
        b','
    }
}

/// The first line, looked at without taking it; an error where none ends within the longest header.
pub(super) fn first_line(input: &mut impl BufRead, origin: &Origin) -> Result<Vec<u8>, Error> {
    let mut line = Vec::new();
    let mut limited = input.take(LONGEST_HEADER);
    limited.read_until(b'\n', &mut line).map_err(|e| Error::io(&origin.path, e))?;
    if line.len() as u64 == LONGEST_HEADER && line.last() != Some(&b'\n') {
        let delimiter = delimiter_of(&line);
        let columns = line.split(|&b| b == delimiter).count();
        return Err(origin.error(
            1,
            format!(
                "the header is longer than {LONGEST_HEADER} bytes ({columns} columns so far), expected at most \
                 {MOST_COLUMNS} columns"
            ),
        ));
    }
    Ok(line)
}

/// A text with plain line ends, the last line ended, and the place of the quote that is open.
struct Watched<R> {
    input: R,
    delimiter: u8,
    line: usize,
    open_quote: Rc<Cell<Option<usize>>>,
    start_of_cell: bool,
    /// A quote inside a quoted cell that the next byte may double.
    quote_before: bool,
    last: u8,
    ended: bool,
}

impl<R: BufRead> Watched<R> {
    fn new(input: R, delimiter: u8, open_quote: Rc<Cell<Option<usize>>>) -> Self {
        let (line, last) = (1, b'\n');
        Self { input, delimiter, line, open_quote, start_of_cell: true, quote_before: false, last, ended: false }
    }

    fn watch(&mut self, byte: u8) {
        if self.quote_before {
            self.quote_before = false;
            if byte == b'"' {
                self.last = byte;
                return;
            }
            self.open_quote.set(None);
        }
        match (byte, self.open_quote.get()) {
            (b'"', Some(_)) => self.quote_before = true,
            (b'"', None) if self.start_of_cell => self.open_quote.set(Some(self.line)),
            _ => {}
        }
        self.start_of_cell = self.open_quote.get().is_none() && (byte == self.delimiter || byte == b'\n');
        self.line += usize::from(byte == b'\n');
        self.last = byte;
    }
}

impl<R: BufRead> Read for Watched<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut written = 0;
        while written < out.len() {
            let available = self.input.fill_buf()?;
            if available.is_empty() {
                if self.quote_before {
                    self.quote_before = false;
                    self.open_quote.set(None);
                }
                if !self.ended
                    && self.last != b'\n'
                    && let Some(slot) = out.get_mut(written)
                {
                    *slot = b'\n';
                    written += 1;
                }
                self.ended = true;
                break;
            }
            let take = available.len().min(out.len() - written);
            let chunk: Vec<u8> = available[..take].to_vec();
            self.input.consume(take);
            for byte in chunk {
                if byte == b'\r' {
                    // Dropped, whether a line end follows it or, in old files, it is one itself: those are refused as
                    // one long line.
                    continue;
                }
                self.watch(byte);
                out[written] = byte;
                written += 1;
            }
            if written > 0 {
                break;
            }
        }
        Ok(written)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn lines(text: &str) -> Result<Vec<(usize, Vec<String>)>, Error> {
        let origin = Origin::new(Path::new("t.csv"));
        let mut records = Delimited::new(text.as_bytes(), b',');
        let mut found = Vec::new();
        while let Some((line, record)) = records.next(&origin)? {
            let cells = record.iter().map(|c| String::from_utf8_lossy(c).into_owned()).collect();
            found.push((line, cells));
        }
        Ok(found)
    }

    #[test]
    fn each_record_knows_its_line() {
        for text in ["a,b\n\n\nc,d\n\"e\nf\",g\nh,i", "a,b\r\n\r\n\r\nc,d\r\n\"e\r\nf\",g\r\nh,i\r\n"] {
            let found: Vec<usize> = lines(text).unwrap().into_iter().map(|(line, _)| line).collect();
            assert_eq!(found, [1, 4, 5, 7], "{text:?}");
        }
    }

    #[test]
    fn an_open_quote_is_named_by_its_line() {
        let error = lines("a,b\nc,\"d\ne,f\n").unwrap_err();
        assert_eq!(error.line(), Some(2));
        assert!(lines("a,\"b \"\"c\"\" d\"\n").is_ok());
        assert!(lines("a,\"b\"").is_ok());
    }

    #[test]
    fn a_header_without_end_is_refused() {
        let origin = Origin::new(Path::new("t.csv"));
        let endless = "column,".repeat(1_000_000);
        let error = first_line(&mut endless.as_bytes(), &origin).unwrap_err();
        assert!(error.message().contains("expected at most"), "{error}");
    }
}
