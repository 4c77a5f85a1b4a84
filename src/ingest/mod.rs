//! Bytes to documents: one reader a format, and [`Articles`], the one opener of article files.
//!
//! Owns formats, encodings, compression and folders; knows nothing of sentences, numbers or claims. Everything streams:
//! at most one file of a whole-file format, or one line of JSON lines, is held at a time. What cannot be read is an
//! item of its own ([`Failure`]), and the rest goes on.
//!
//! A new format is one file with a [`Reader`] and its line in [`READERS`].

#![expect(clippy::result_large_err, reason = "the documents on the other side are larger still")]

mod binary;
mod blocks;
mod date;
mod dateline;
mod decode;
mod front_matter;
pub mod html;
pub mod jsonl;
mod line;
pub mod markdown;
mod script;
mod source;
pub mod text;
mod unpack;

use std::fmt;
use std::io::{self, BufRead, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use encoding_rs::Encoding;

use crate::doc::Document;
use crate::error::{Error, Result};

pub use source::Articles;
pub(crate) use unpack::unpack;

/// Every format, in the order of the documentation.
pub static READERS: &[&dyn Reader] = &[&text::PlainText, &markdown::Markdown, &html::Html, &jsonl::JsonLines];

/// A file format of articles.
pub trait Reader: Sync {
    /// The name of the format, as `--stdin-format` takes it.
    fn name(&self) -> &'static str;

    /// The file name endings that stand for it, in small letters, without the dot.
    fn extensions(&self) -> &'static [&'static str];

    /// The documents of one input, read as they are asked for.
    fn read(&self, input: Input) -> Documents;
}

/// The reader of a name in [`READERS`]: `text`, `markdown`, `html`, `jsonl`.
///
/// # Errors
/// If no format has that name; the error lists those there are.
pub fn reader_named(name: &str) -> Result<&'static dyn Reader> {
    READERS.iter().copied().find(|reader| reader.name() == name).ok_or_else(|| {
        let known: Vec<&str> = READERS.iter().map(|reader| reader.name()).collect();
        Error::value(format!("format {name:?} is none of {}", known.join(", ")))
    })
}

/// The reader that a file name stands for, behind any `.gz` or `.zst`.
fn reader_of(path: &Path) -> Option<&'static dyn Reader> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    let name = unpack::ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
    let (stem, ending) = name.rsplit_once('.')?;
    READERS.iter().copied().find(|reader| !stem.is_empty() && reader.extensions().contains(&ending))
}

/// What comes out of an input: documents, and what could not be read, in the order of the input.
pub type Documents = Box<dyn Iterator<Item = Result<Document, Failure>> + Send>;

/// Something that could not be read as a document.
#[derive(Debug)]
pub struct Failure {
    /// What the document would have been called: its path, or `FILE:LINE`, or the `id` of its JSON line.
    pub id: String,
    /// Why it could not be read.
    pub error: Error,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.error.source()
    }
}

/// How much is read before an input is refused, so that no file takes all memory or, unpacked, all time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one document, unpacked: a whole file, or one line of JSON lines. 256 MiB unless told.
    pub document: u64,
    /// Bytes that one compressed file may unpack to. 16 GiB unless told.
    pub unpacked: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { document: 256 << 20, unpacked: 16 << 30 }
    }
}

/// One input, unpacked: a file or the standard input.
pub struct Input {
    id: String,
    bytes: Box<dyn BufRead + Send>,
    limits: Limits,
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Input").field("id", &self.id).field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl Input {
    /// The input called `id`, whose bytes are unpacked if they are gzip or Zstandard, whatever the name says.
    ///
    /// # Errors
    /// If the first bytes cannot be read.
    pub fn new(id: impl Into<String>, bytes: impl Read + Send + 'static, limits: Limits) -> Result<Self, Failure> {
        let id = id.into();
        match unpack::unpack(Box::new(bytes), limits.unpacked) {
            Ok(bytes) => Ok(Self { id, bytes, limits }),
            Err(error) => Err(Failure { error: read_error(&id, error), id }),
        }
    }

    /// All bytes, up to the limit of a document.
    fn bytes(&mut self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let limit = self.limits.document;
        let read = (&mut self.bytes).take(limit.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|error| read_error(&self.id, error))?;
        if bytes.len() as u64 > limit {
            return Err(too_large(limit).at_path(&self.id));
        }
        Ok(bytes)
    }
}

/// Finds the encoding that bytes declare.
type Declared = fn(&[u8]) -> Option<&'static Encoding>;

/// The one document of an input in a format that is read whole.
fn whole(mut input: Input, declared: Option<Declared>, parse: fn(&str, String) -> Result<Document>) -> Documents {
    Box::new(std::iter::once_with(move || {
        let read = |input: &mut Input| {
            let bytes = input.bytes()?;
            binary::refuse(&bytes).map_err(|error| error.at_path(&input.id))?;
            let encoding = declared.and_then(|find| find(&bytes));
            let text = decode::decode(bytes, encoding);
            // Parsers of other people's formats may have bugs; one document is all that they may take down.
            let parsed = catch_unwind(AssertUnwindSafe(|| parse(&input.id, text)));
            parsed.unwrap_or_else(|_| Err(Error::document("cannot be parsed: its reader panicked")))
        };
        read(&mut input).map_err(|error| {
            let error = if error.path().is_none() { error.at_path(&input.id) } else { error };
            Failure { id: input.id.clone(), error }
        })
    }))
}

fn too_large(limit: u64) -> Error {
    Error::document(format!("is too large, expected no more than {limit} bytes for one document"))
}

/// What stopped the reading of `id`: the operating system, or what the bytes are.
fn read_error(id: &str, error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof | io::ErrorKind::FileTooLarge => {
            Error::document(error.to_string()).at_path(id).caused_by(error)
        }
        _ => Error::io(id, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_formats_share_a_name_or_an_ending() {
        let mut names: Vec<&str> = READERS.iter().map(|reader| reader.name()).collect();
        let mut endings: Vec<&str> = READERS.iter().flat_map(|reader| reader.extensions()).copied().collect();
        for all in [&mut names, &mut endings] {
            let count = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), count);
        }
    }

    #[test]
    fn file_names_stand_for_formats() {
        for (path, expected) in [
            ("a.txt", Some("text")),
            ("dir.md/A.TXT", Some("text")),
            ("a.b.md.gz", Some("markdown")),
            ("a.htm", Some("html")),
            ("a.html.zst", Some("html")),
            ("a.ndjson", Some("jsonl")),
            ("a.jsonl.gz", Some("jsonl")),
            ("a.gz", None),
            ("a", None),
            (".txt", None),
            ("a.json", None),
        ] {
            assert_eq!(reader_of(Path::new(path)).map(Reader::name), expected, "{path}");
        }
    }

    #[test]
    fn an_unknown_format_is_refused_with_the_known_ones() {
        let error = reader_named("pdf").map(Reader::name).unwrap_err().to_string();
        assert_eq!(error, "format \"pdf\" is none of text, markdown, html, jsonl");
    }
}
