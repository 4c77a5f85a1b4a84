//! The one opener of article files: paths to documents.
//!
//! Owns what a path may be (a file, a folder, `-`) and how its documents are called. Which bytes make which document is
//! the business of the readers.

use std::fmt;
use std::fs::{self, File};
use std::io::Read;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::vec;

use ignore::{DirEntry, Walk, WalkBuilder};
use jiff::civil::Date;

use super::jsonl::JsonLines;
use super::text::PlainText;
use super::{Documents, Failure, Input, Limits, Reader, reader_of};
use crate::doc::Document;
use crate::error::{Error, Result};

/// The documents of a list of paths, in order, read as they are asked for.
///
/// - A file is read by the format that its ending stands for, as plain text if that is none.
/// - A folder means every file below it whose ending stands for a format, sorted by name; hidden files and folders are
///   passed over, links to files are read, links to folders are not followed. A folder without any is a failure.
/// - `-` is the standard input, which the caller hands in ([`Articles::with_stdin`]).
///
/// Documents are called by the path as given, below a folder by the folder as given and the path in it with `/`.
///
/// ```no_run
/// use figcheck::ingest::Articles;
///
/// for item in Articles::new(["articles", "today.txt"]) {
///     match item {
///         Ok(document) => assert!(!document.id.is_empty()),
///         Err(failure) => assert!(!failure.error.to_string().is_empty()),
///     }
/// }
/// ```
pub struct Articles {
    paths: vec::IntoIter<PathBuf>,
    stdin: Option<(Box<dyn Read + Send>, &'static dyn Reader)>,
    limits: Limits,
    published: Option<Date>,
    folder: Option<Folder>,
    file: Option<Documents>,
    /// Whether the open file's documents carry a date of their own each: JSON lines.
    own_dates: bool,
}

impl fmt::Debug for Articles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Articles").field("paths", &self.paths.as_slice()).finish_non_exhaustive()
    }
}

impl Articles {
    /// The documents of `paths`.
    #[must_use]
    pub fn new<P: Into<PathBuf>>(paths: impl IntoIterator<Item = P>) -> Self {
        let paths: Vec<PathBuf> = paths.into_iter().map(Into::into).collect();
        Self {
            paths: paths.into_iter(),
            stdin: None,
            limits: Limits::default(),
            published: None,
            folder: None,
            file: None,
            own_dates: false,
        }
    }

    /// The same with what `-` stands for, and its format.
    #[must_use]
    pub fn with_stdin(mut self, input: impl Read + Send + 'static, format: &'static dyn Reader) -> Self {
        self.stdin = Some((Box::new(input), format));
        self
    }

    /// The same with other limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The same with the day of publication of plain files, whatever they say themselves, and of the JSON lines that give
    /// none.
    #[must_use]
    pub fn with_published(mut self, published: Option<Date>) -> Self {
        self.published = published;
        self
    }

    /// Reads an input by its format.
    fn read(&mut self, input: Input, reader: &'static dyn Reader) {
        self.own_dates = reader.name() == JsonLines.name();
        self.file = Some(reader.read(input));
    }

    /// The document with the day of publication that the caller knows.
    fn dated(&self, mut document: Document) -> Document {
        let own = document.published.filter(|_| self.own_dates || self.published.is_none());
        document.published = own.or(self.published);
        document
    }

    /// Begins with a path: takes its file or folder up, or says why not.
    fn begin(&mut self, path: PathBuf) -> Result<(), Failure> {
        if path.as_os_str() == "-" {
            let (input, format) = self.stdin.take().ok_or_else(|| Failure {
                id: "-".to_owned(),
                error: Error::document("the standard input is not there, or was read already").at_path("-"),
            })?;
            self.read(Input::new("-", input, self.limits)?, format);
            return Ok(());
        }
        let id = path.to_string_lossy().into_owned();
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => {
                self.folder = Some(Folder::new(path, id));
                Ok(())
            }
            Ok(_) => self.open(&path, id),
            Err(error) => Err(Failure { error: Error::io(&path, error), id }),
        }
    }

    fn open(&mut self, path: &Path, id: String) -> Result<(), Failure> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) => return Err(Failure { error: Error::io(path, error), id }),
        };
        let reader = reader_of(path).unwrap_or(&PlainText);
        self.read(Input::new(id, file, self.limits)?, reader);
        Ok(())
    }
}

impl Iterator for Articles {
    type Item = Result<Document, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.file.as_mut().and_then(Iterator::next) {
                return Some(item.map(|document| self.dated(document)));
            }
            self.file = None;
            let begun = if let Some(folder) = &mut self.folder {
                match folder.next() {
                    Some(Ok((path, id))) => self.open(&path, id),
                    Some(Err(failure)) => Err(failure),
                    None => {
                        self.folder = None;
                        Ok(())
                    }
                }
            } else {
                let path = self.paths.next()?;
                self.begin(path)
            };
            if let Err(failure) = begun {
                return Some(Err(failure));
            }
        }
    }
}

/// The article files below a folder.
struct Folder {
    path: PathBuf,
    id: String,
    walk: Walk,
    /// Whether anything was found, or the lack of it reported.
    found: bool,
}

impl Folder {
    fn new(path: PathBuf, id: String) -> Self {
        let mut builder = WalkBuilder::new(&path);
        // Only hidden files are passed over: what an ignore file says is no business of a batch of articles.
        builder.standard_filters(false).hidden(true).follow_links(false).sort_by_file_name(Ord::cmp);
        Self { walk: builder.build(), path, id, found: false }
    }

    /// What a file below the folder is called.
    fn name(&self, path: &Path) -> String {
        let below = path.strip_prefix(&self.path).unwrap_or(path).to_string_lossy();
        let below = if MAIN_SEPARATOR == '/' { below.into_owned() } else { below.replace(MAIN_SEPARATOR, "/") };
        let folder = self.id.trim_end_matches(['/', MAIN_SEPARATOR]);
        format!("{folder}/{below}")
    }
}

impl Iterator for Folder {
    type Item = Result<(PathBuf, String), Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        for entry in self.walk.by_ref() {
            match entry {
                Ok(entry) if is_article(&entry) => {
                    self.found = true;
                    let path = entry.into_path();
                    let id = self.name(&path);
                    return Some(Ok((path, id)));
                }
                Ok(_) => {}
                Err(error) => {
                    self.found = true;
                    let message = format!("cannot be walked: {error}");
                    return Some(Err(Failure {
                        id: self.id.clone(),
                        error: Error::document(message).at_path(&self.path),
                    }));
                }
            }
        }
        if self.found {
            return None;
        }
        self.found = true;
        let endings: Vec<&str> = super::READERS.iter().flat_map(|reader| reader.extensions()).copied().collect();
        let message = format!("holds no document, expected files that end in .{}", endings.join(", ."));
        Some(Err(Failure { id: self.id.clone(), error: Error::document(message).at_path(&self.path) }))
    }
}

/// Whether an entry is a file that a reader stands for. A broken link is one too: opening it tells what is wrong.
fn is_article(entry: &DirEntry) -> bool {
    let is_folder = match entry.file_type() {
        Some(kind) if kind.is_symlink() => fs::metadata(entry.path()).is_ok_and(|metadata| metadata.is_dir()),
        Some(kind) => kind.is_dir(),
        None => true,
    };
    !is_folder && reader_of(entry.path()).is_some()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::ingest::reader_named;

    /// A folder with files, and what reading `paths` of it gives: the documents' names, or the failures' texts.
    fn read(files: &[(&str, &[u8])], paths: &[&str]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let root = format!("{}/", folder.path().display());
        let articles = Articles::new(paths.iter().map(|path| format!("{root}{path}")));
        articles.map(|item| shown(item).replace(&root, "")).collect()
    }

    fn shown(item: Result<Document, Failure>) -> String {
        match item {
            Ok(document) => format!("{}: {}", document.id, document.text),
            Err(failure) => format!("{} ! {}", failure.id, failure.error),
        }
    }

    #[test]
    fn a_folder_is_every_article_below_it_in_order() {
        let files: &[(&str, &[u8])] = &[
            ("in/b.txt", b"B"),
            ("in/a/z.md", b"# Z"),
            ("in/a/y.jsonl", b"{\"text\": \"1\"}\n{\"id\": \"x\", \"text\": \"2\"}"),
            ("in/a.html", b"<p>H</p>"),
            ("in/c.csv", b"no"),
            ("in/.hidden.txt", b"no"),
            ("in/.git/d.txt", b"no"),
            ("in/e.TXT", b"E"),
            (".gitignore", b"*.txt"),
        ];
        let expected = ["in/a/y.jsonl:1: 1", "x: 2", "in/a/z.md: Z", "in/a.html: H", "in/b.txt: B", "in/e.TXT: E"];
        assert_eq!(read(files, &["in"]), expected);
        assert_eq!(read(files, &["in/"]), expected);
    }

    #[test]
    fn what_cannot_be_read_is_a_failure_and_the_rest_goes_on() {
        let files: &[(&str, &[u8])] =
            &[("a.txt", b"A"), ("empty/c.csv", b""), ("b.pdf", b"%PDF-1.4"), ("c", b"C"), ("e.txt", b"")];
        assert_eq!(
            read(files, &["gone.txt", "empty", "a.txt", "b.pdf", "c", "e.txt"]),
            [
                "gone.txt ! gone.txt: no such file or folder",
                "empty ! empty: holds no document, expected files that end in .txt, .md, .html, .htm, .jsonl, .ndjson",
                "a.txt: A",
                "b.pdf ! b.pdf: looks like a PDF document, expected text",
                "c: C",
                "e.txt: ",
            ]
        );
    }

    #[test]
    fn a_day_of_publication_from_outside_goes_to_what_has_none_of_its_own() {
        let lines = "{\"text\": \"a\", \"published\": \"2024-05-01\"}\n{\"text\": \"b\"}";
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.jsonl"), lines).unwrap();
        fs::write(folder.path().join("b.md"), "---\ndate: 2023-01-01\n---\nText.").unwrap();
        let dates = |published: Option<&str>| -> Vec<String> {
            let articles = Articles::new([folder.path()]).with_published(published.map(|d| d.parse().unwrap()));
            articles.map(|d| d.unwrap().published.map(|d| d.to_string()).unwrap_or_default()).collect()
        };
        assert_eq!(dates(None), ["2024-05-01", "", "2023-01-01"]);
        assert_eq!(dates(Some("2025-12-09")), ["2024-05-01", "2025-12-09", "2025-12-09"]);
    }

    #[test]
    fn the_bytes_tell_compression_not_the_name() {
        let packed = ruzstd::encoding::compress_to_vec(&b"Z"[..], ruzstd::encoding::CompressionLevel::Fastest);
        let files: &[(&str, &[u8])] = &[("a.txt.gz", b"A"), ("b.txt", &packed), ("c.md.zst", &packed)];
        assert_eq!(read(files, &["."]), ["./a.txt.gz: A", "./b.txt: Z", "./c.md.zst: Z"]);
    }

    #[test]
    fn a_document_over_the_limit_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "a".repeat(1001)).unwrap();
        let limits = Limits { document: 1000, ..Limits::default() };
        let shown: Vec<String> = Articles::new([path]).with_limits(limits).map(shown).collect();
        assert!(shown[0].ends_with("is too large, expected no more than 1000 bytes for one document"), "{shown:?}");
    }

    #[test]
    fn the_standard_input_is_read_once() {
        let shown_all = |articles: Articles| articles.map(shown).collect::<Vec<_>>();
        let text = Articles::new(["-", "-"]).with_stdin(Cursor::new("T"), reader_named("text").unwrap());
        assert_eq!(shown_all(text), ["-: T", "- ! -: the standard input is not there, or was read already"]);
        let lines = Articles::new(["-"]).with_stdin(Cursor::new("{\"text\": \"1\"}\n{}"), &JsonLines);
        assert_eq!(shown_all(lines), ["-:1: 1", "-:2 ! -:2:1: has no key \"text\", expected a string"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_to_files_are_read_and_broken_ones_reported() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("in")).unwrap();
        fs::write(root.join("a.txt"), "A").unwrap();
        std::os::unix::fs::symlink(root.join("a.txt"), root.join("in/link.txt")).unwrap();
        std::os::unix::fs::symlink(root.join("gone"), root.join("in/broken.txt")).unwrap();
        std::os::unix::fs::symlink(root.join("in"), root.join("in/loop")).unwrap();
        let found: Vec<String> = Articles::new([root.join("in")]).map(shown).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].ends_with("broken.txt: no such file or folder"), "{found:?}");
        assert!(found[1].ends_with("link.txt: A"), "{found:?}");
    }

    #[test]
    fn articles_may_move_between_threads() {
        fn moves<T: Send>(_: T) {}
        moves(Articles::new(["-"]));
    }
}
