//! Many documents over the cores, in order and within bounds.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Sender};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use rayon::{Scope, ThreadPool, ThreadPoolBuilder};

use super::{Checker, words_of};
use crate::doc::Document;
use crate::error::{Error, Result};
use crate::ingest::Failure;
use crate::report::Checked;

/// Many documents over the cores: results in the order of the input, and the same ones whatever the number of threads.
#[derive(Debug)]
pub struct Batch {
    pool: ThreadPool,
    room: Room,
}

/// How much may be under way at a time: read, and not yet handed out.
#[derive(Clone, Copy, Debug)]
struct Room {
    documents: usize,
    bytes: usize,
}

impl Batch {
    /// A batch over `threads` threads, at least one.
    ///
    /// # Errors
    /// If the system gives no threads.
    pub fn new(threads: usize) -> Result<Self> {
        let threads = threads.max(1);
        let pool =
            ThreadPoolBuilder::new().num_threads(threads).thread_name(|n| format!("figcheck-worker-{n}")).build();
        let pool = pool.map_err(|e| Error::value(format!("no {threads} threads to be had: {e}")).caused_by(e))?;
        Ok(Self { pool, room: Room { documents: 16 * threads, bytes: 64 << 20 } })
    }

    /// Checks documents and hands each result to `sink`, in order, as soon as it and all before it are there.
    ///
    /// Reading goes on while documents are checked, up to a bound of documents and bytes that wait for their turn. What
    /// could not be read, and a document whose checking panics, are results with an error.
    ///
    /// # Errors
    /// What `sink` returns: nothing more is read then.
    pub fn run<E>(
        &self,
        checker: &Checker,
        documents: impl Iterator<Item = Result<Document, Failure>> + Send,
        mut sink: impl FnMut(Checked) -> Result<(), E>,
    ) -> Result<(), E> {
        let gate = Gate::new(self.room);
        let (sender, results) = mpsc::channel();
        thread::scope(|threads| {
            // Also when `sink` panics: the reader must not wait for room that nobody makes.
            let _open = CloseOnDrop(&gate);
            let gate = &gate;
            threads.spawn(move || self.pool.in_place_scope(|scope| read(checker, documents, gate, &sender, scope)));
            let mut waiting = BTreeMap::new();
            let mut next = 0;
            for Numbered { number, bytes, checked } in results {
                waiting.insert(number, (bytes, checked));
                while let Some((bytes, checked)) = waiting.remove(&next) {
                    next += 1;
                    sink(checked)?;
                    gate.leave(bytes);
                }
            }
            Ok(())
        })
    }
}

/// A result with its place in the input and the bytes that it was admitted for.
struct Numbered {
    number: usize,
    bytes: usize,
    checked: Checked,
}

/// Reads documents and gives them to the pool, as long as the gate lets them in.
fn read<'scope>(
    checker: &'scope Checker,
    mut documents: impl Iterator<Item = Result<Document, Failure>>,
    gate: &Gate,
    sender: &Sender<Numbered>,
    scope: &Scope<'scope>,
) {
    for number in 0.. {
        // Readers guard their parsers themselves; this is for what they forgot. An iterator that panicked is not asked
        // again.
        let read = catch_unwind(AssertUnwindSafe(|| documents.next()));
        let (read, over) = match read {
            Ok(None) => return,
            Ok(Some(read)) => (read, false),
            Err(panic) => {
                let error = Error::document(format!("cannot be read, a bug of figcheck: {}", words_of(&*panic)));
                (Err(Failure { id: "input".to_owned(), error }), true)
            }
        };
        let bytes = read.as_ref().map_or(0, |d| d.text.len());
        if !gate.enter(bytes) {
            return;
        }
        // The receiver is gone only when nobody wants results any more.
        match read {
            Ok(document) => {
                let sender = sender.clone();
                scope.spawn(move |_| {
                    let _ = sender.send(Numbered { number, bytes, checked: checker.check_guarded(document) });
                });
            }
            Err(Failure { id, error }) => {
                let _ = sender.send(Numbered { number, bytes, checked: Checked::failed(id, error) });
            }
        }
        if over {
            return;
        }
    }
}

/// Lets documents in while there is room.
#[derive(Debug)]
struct Gate {
    room: Room,
    inside: Mutex<Inside>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Inside {
    documents: usize,
    bytes: usize,
    closed: bool,
}

impl Gate {
    fn new(room: Room) -> Self {
        Self { room, inside: Mutex::default(), changed: Condvar::new() }
    }

    /// Counts are whole after every statement, so that a panic elsewhere cannot have broken them.
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for room for a document of so many bytes; a document larger than all room goes alone. `false` once closed.
    fn enter(&self, bytes: usize) -> bool {
        let full = |inside: &mut Inside| {
            let crowded = inside.documents >= self.room.documents
                || (inside.documents > 0 && inside.bytes.saturating_add(bytes) > self.room.bytes);
            crowded && !inside.closed
        };
        let mut inside = self.changed.wait_while(self.inside(), full).unwrap_or_else(PoisonError::into_inner);
        inside.documents += 1;
        inside.bytes += bytes;
        !inside.closed
    }

    fn leave(&self, bytes: usize) {
        let mut inside = self.inside();
        inside.documents -= 1;
        inside.bytes -= bytes;
        drop(inside);
        self.changed.notify_one();
    }
}

struct CloseOnDrop<'a>(&'a Gate);

impl Drop for CloseOnDrop<'_> {
    fn drop(&mut self) {
        self.0.inside().closed = true;
        self.0.changed.notify_one();
    }
}

#[cfg(test)]
#[expect(clippy::result_large_err, reason = "the documents on the other side are larger still")]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;
    use crate::tag::{Passage, Tag, Tagger};

    /// Finds nothing, slowly on some texts, and panics on the word "boom".
    struct Fake;

    impl Tagger for Fake {
        fn tag(&self, passages: &[Passage<'_>]) -> Result<Vec<Vec<Tag>>> {
            for passage in passages {
                assert!(!passage.text.contains("boom"), "boom");
                if passage.text.contains("slow") {
                    thread::sleep(Duration::from_millis(30));
                }
            }
            Ok(passages.iter().map(|_| Vec::new()).collect())
        }

        fn name(&self) -> &'static str {
            "fake"
        }
    }

    fn texts(count: usize) -> impl Iterator<Item = Result<Document, Failure>> + Send {
        (0..count).map(|n| {
            let word = if n % 7 == 0 { "slow" } else { "fast" };
            match n % 5 {
                3 => Err(Failure { id: n.to_string(), error: Error::document("unreadable") }),
                _ => Ok(Document::new(n.to_string(), format!("A {word} 5 percent."))),
            }
        })
    }

    fn ids(threads: usize, count: usize) -> Vec<(String, bool)> {
        let mut seen = Vec::new();
        let checker = Checker::new(Box::new(Fake));
        let outcome: Result<(), ()> = Batch::new(threads).unwrap().run(&checker, texts(count), |checked| {
            seen.push((checked.document.id, checked.error.is_some()));
            Ok(())
        });
        outcome.unwrap();
        seen
    }

    #[test]
    fn results_come_in_input_order_whatever_the_threads() {
        let one = ids(1, 100);
        let expected: Vec<(String, bool)> = (0..100).map(|n| (n.to_string(), n % 5 == 3)).collect();
        assert_eq!(one, expected);
        assert_eq!(ids(4, 100), expected);
    }

    #[test]
    fn a_panic_is_the_error_of_its_document_alone() {
        let checker = Checker::new(Box::new(Fake));
        let texts = ["Up 5 percent.", "A boom of 5 percent.", "Up 6 percent."];
        let documents = texts.iter().enumerate().map(|(n, text)| Ok(Document::new(n.to_string(), *text)));
        let mut errors = Vec::new();
        let outcome: Result<(), ()> = Batch::new(2).unwrap().run(&checker, documents, |checked| {
            errors.push(checked.error.map(|e| e.to_string()));
            Ok(())
        });
        outcome.unwrap();
        assert_eq!(errors, [None, Some("1: cannot be checked, a bug of figcheck: boom".to_owned()), None]);
    }

    #[test]
    fn nothing_more_is_read_after_the_sink_failed() {
        let read = AtomicUsize::new(0);
        let documents = (0..100_000).map(|n: usize| {
            read.fetch_add(1, Ordering::Relaxed);
            Ok(Document::new(n.to_string(), "Up 5 percent."))
        });
        let checker = Checker::new(Box::new(Fake));
        let outcome = Batch::new(2).unwrap().run(&checker, documents, |_| Err("enough"));
        assert_eq!(outcome, Err("enough"));
        assert!(read.load(Ordering::Relaxed) < 1000);
    }

    #[test]
    fn only_so_much_is_under_way_at_a_time() {
        let (read, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let documents = (0..200).map(|n: usize| {
            read.fetch_add(1, Ordering::SeqCst);
            Ok(Document::new(n.to_string(), "x".repeat(1 << 10)))
        });
        let mut most = 0;
        let checker = Checker::new(Box::new(Fake));
        let outcome: Result<(), ()> = Batch::new(2).unwrap().run(&checker, documents, |_| {
            most = most.max(read.load(Ordering::SeqCst) - done.load(Ordering::SeqCst));
            thread::sleep(Duration::from_millis(1));
            done.fetch_add(1, Ordering::SeqCst);
            Ok(())
        });
        outcome.unwrap();
        assert_eq!(done.into_inner(), 200);
        // 16 documents for each thread, the one that waits at the gate, and the one handed out.
        assert!(most <= 2 * 16 + 2, "{most}");
    }

    #[test]
    fn an_input_that_panics_ends_and_is_reported() {
        let documents = (0..3).map(|n| {
            assert!(n < 2, "torn page");
            Ok(Document::new(n.to_string(), "Up 5 percent."))
        });
        let mut errors = Vec::new();
        let outcome: Result<(), ()> = Batch::new(1).unwrap().run(&Checker::new(Box::new(Fake)), documents, |checked| {
            errors.push(checked.error.is_some());
            Ok(())
        });
        outcome.unwrap();
        assert_eq!(errors, [false, false, true]);
    }
}
