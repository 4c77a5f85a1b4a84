//! Where a report goes: standard output, or a file that appears whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use figcheck::Error;

use super::args::Color;

/// Columns of a report that no terminal limits.
const WIDTH: usize = 100;
/// Columns beyond which lines are hard to read, however wide the terminal.
const WIDEST: usize = 120;

/// The open output. Dropped before [`Output::finish`], it takes back what it wrote to a file.
#[derive(Debug)]
pub(crate) struct Output {
    sink: Sink,
}

#[derive(Debug)]
enum Sink {
    Stdout(BufWriter<Stdout>),
    File(Part),
    /// A device or a pipe that has a name: nothing to put in place.
    Special(PathBuf, BufWriter<File>),
}

/// A file under way, beside the one that it will be.
#[derive(Debug)]
struct Part {
    file: BufWriter<File>,
    path: PathBuf,
    target: PathBuf,
    done: bool,
}

impl Output {
    /// Opens the output at once, so that a path that cannot be written fails before the work and not after it.
    ///
    /// # Errors
    /// If the file cannot be made.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Error> {
        let Some(path) = path else {
            return Ok(Self { sink: Sink::Stdout(BufWriter::new(io::stdout())) });
        };
        // Results go through a link to the file that it leads to.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let kind = fs::metadata(&target).ok().map(|m| m.file_type());
        if kind.is_some_and(|k| k.is_dir()) {
            return Err(Error::io(path, io::ErrorKind::IsADirectory.into()));
        }
        if kind.is_some_and(|k| !k.is_file()) {
            let file = File::options().write(true).open(path).map_err(|e| Error::io(path, e))?;
            return Ok(Self { sink: Sink::Special(path.to_owned(), BufWriter::new(file)) });
        }
        // A file that may not be written is not replaced by another either.
        if kind.is_some() {
            File::options().append(true).open(&target).map_err(|e| Error::io(path, e))?;
        }
        let beside = part_of(&target).ok_or_else(|| Error::io(path, io::ErrorKind::IsADirectory.into()))?;
        let file = File::create(&beside).map_err(|e| Error::io(path, e))?;
        Ok(Self { sink: Sink::File(Part { file: BufWriter::new(file), path: beside, target, done: false }) })
    }

    /// Whether the report goes to a terminal, which then belongs to it: no progress is drawn.
    pub(crate) fn is_terminal(&self) -> bool {
        match &self.sink {
            Sink::Stdout(_) => io::stdout().is_terminal(),
            Sink::File(_) | Sink::Special(..) => false,
        }
    }

    /// Whether the report goes to standard output.
    pub(crate) fn is_stdout(&self) -> bool {
        matches!(self.sink, Sink::Stdout(_))
    }

    /// Whether to colour: asked for, or a terminal that shows colours and nobody objects (`NO_COLOR`, `TERM=dumb`).
    pub(crate) fn colour(&self, wanted: Color) -> bool {
        match wanted {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => self.is_stdout() && AutoStream::choice(&io::stdout()) != ColorChoice::Never,
        }
    }

    /// Columns of a line of the report.
    pub(crate) fn width(&self) -> usize {
        let size = if self.is_terminal() { terminal_size::terminal_size_of(io::stdout()) } else { None };
        size.map_or(WIDTH, |(terminal_size::Width(columns), _)| usize::from(columns).min(WIDEST))
    }

    /// An error of writing, with the name of the output.
    pub(crate) fn failed(&self, error: io::Error) -> Error {
        match &self.sink {
            Sink::Stdout(_) => Error::io("<stdout>", error),
            Sink::File(part) => Error::io(&part.target, error),
            Sink::Special(path, _) => Error::io(path, error),
        }
    }

    /// Writes what is left and puts the file in place.
    ///
    /// # Errors
    /// If that fails.
    pub(crate) fn finish(mut self) -> Result<(), Error> {
        let done = self.flush().and_then(|()| match &mut self.sink {
            Sink::File(part) => part.put(),
            Sink::Stdout(_) | Sink::Special(..) => Ok(()),
        });
        done.map_err(|e| self.failed(e))
    }

    fn writer(&mut self) -> &mut dyn Write {
        match &mut self.sink {
            Sink::Stdout(out) => out,
            Sink::File(part) => &mut part.file,
            Sink::Special(_, out) => out,
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer().flush()
    }
}

impl Part {
    fn put(&mut self) -> io::Result<()> {
        self.file.get_ref().sync_all()?;
        fs::rename(&self.path, &self.target)?;
        self.done = true;
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.done {
            // Nothing more can be done about a file that cannot be removed; its name says that it is a part.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// `results.jsonl.part` beside `results.jsonl`; `None` for a path without a file name.
fn part_of(target: &Path) -> Option<PathBuf> {
    let mut name = OsString::from(target.file_name()?);
    name.push(".part");
    Some(target.with_file_name(name))
}
