//! A hub of one model, served on loopback as the Hugging Face Hub would, with whatever may go wrong there.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use figcheck::tag::sha256;

use crate::models::Files;

/// The only repository.
pub(crate) const REPOSITORY: &str = "acme/tiny";
/// The commit that `main` is at.
pub(crate) const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing.
    None,
    /// Transfers of this file break off half way.
    Half(&'static str),
    /// The same, and without an announced length, so that HTTP itself does not notice.
    HalfUnnoticed(&'static str),
    /// This file arrives with one byte changed.
    Altered(&'static str),
    /// This file is announced as 100 GB.
    Huge(&'static str),
    /// Nothing is answered.
    Silent,
    /// Everything is answered with this status.
    Status(u16),
}

impl Fault {
    fn alters(self, file: &str) -> bool {
        matches!(self, Self::Altered(name) if name == file)
    }
}

/// A running server; requests are answered until it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    stopping: Arc<Mutex<bool>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start(files: Files, fault: Fault) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (requests, stopping) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(false)));
        let (log, stop) = (Arc::clone(&requests), Arc::clone(&stopping));
        let thread = thread::spawn(move || {
            let mut silent = Vec::new();
            for stream in listener.incoming().map_while(Result::ok) {
                if *stop.lock().unwrap() {
                    break;
                }
                stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
                if fault == Fault::Silent {
                    silent.push(stream);
                } else {
                    answer(&stream, &files, fault, &log);
                }
            }
        });
        Self { address, requests, stopping, thread: Some(thread) }
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Method and path of every request so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        *self.stopping.lock().unwrap() = true;
        // Wakes the thread up; that nobody answers is what is wanted.
        drop(TcpStream::connect(self.address));
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

/// The `ETag` of a file: SHA-256 for the weights, which a hub keeps apart, something short for everything else.
pub(crate) fn etag(name: &str, bytes: &[u8]) -> String {
    let hash = sha256(bytes);
    if name == "model.safetensors" { hash } else { hash[..40].to_owned() }
}

fn answer(mut stream: &TcpStream, files: &Files, fault: Fault, log: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
    let Some(first) = lines.next() else { return };
    let headers: Vec<String> = lines.map(|line| line.to_lowercase()).collect();
    let mut words = first.split(' ');
    let (method, path) = (words.next().unwrap().to_owned(), words.next().unwrap().to_owned());
    log.lock().unwrap().push(format!("{method} {path}"));
    let (status, about, body) = response(&path, &headers, files, fault);
    let whole = format!("Content-Length: {}\r\n", body.len());
    let half = &body[..body.len() / 2];
    let is_get = method == "GET";
    let (length, sent) = match fault {
        Fault::Huge(name) if path.ends_with(name) => ("Content-Length: 100000000000\r\n", &body[..]),
        Fault::Half(name) if is_get && path.ends_with(name) => (whole.as_str(), half),
        Fault::HalfUnnoticed(name) if is_get && path.ends_with(name) => ("", half),
        _ => (whole.as_str(), &body[..]),
    };
    let head = format!("HTTP/1.1 {status} x\r\n{about}{length}Connection: close\r\n\r\n");
    // The client may have hung up: that is its right.
    let _ = stream.write_all(head.as_bytes());
    if is_get {
        let _ = stream.write_all(sent);
    }
}

/// Status, headers and body.
fn response(path: &str, headers: &[String], files: &Files, fault: Fault) -> (u16, String, Vec<u8>) {
    if let Fault::Status(status) = fault {
        return (status, String::new(), Vec::new());
    }
    let missing = |code: &str| (404, format!("X-Error-Code: {code}\r\n"), Vec::new());
    let known = |revision: &str| revision == "main" || revision == COMMIT;
    if let Some(rest) = path.strip_prefix(&format!("/api/models/{REPOSITORY}")) {
        return match rest.strip_prefix("/revision/") {
            Some(revision) if !known(revision) => missing("RevisionNotFound"),
            _ => (200, String::new(), format!("{{\"id\": \"{REPOSITORY}\", \"sha\": \"{COMMIT}\"}}").into_bytes()),
        };
    }
    let Some(rest) = path.strip_prefix(&format!("/{REPOSITORY}/resolve/")) else { return missing("RepoNotFound") };
    let (revision, name) = rest.split_once('/').unwrap();
    if !known(revision) {
        return missing("RevisionNotFound");
    }
    let commit = format!("X-Repo-Commit: {COMMIT}\r\n");
    let Some(bytes) = files.get(name) else {
        return (404, format!("{commit}X-Error-Code: EntryNotFound\r\n"), Vec::new());
    };
    let etag = etag(name, bytes);
    if headers.contains(&format!("if-none-match: \"{etag}\"")) {
        return (304, format!("{commit}ETag: \"{etag}\"\r\n"), Vec::new());
    }
    let mut body = bytes.clone();
    if fault.alters(name) {
        let last = body.len() - 1;
        body[last] ^= 1;
    }
    (200, format!("{commit}ETag: \"{etag}\"\r\n"), body)
}
