//! Values that are made when they are first asked for; what nobody asks for takes no memory.

use std::sync::OnceLock;

const CHUNK: usize = 1024;

type Chunk<T> = Box<[OnceLock<T>]>;

/// As many values as there are records of a section.
#[derive(Debug)]
pub(super) struct Lazy<T> {
    chunks: Box<[OnceLock<Chunk<T>>]>,
}

impl<T> Lazy<T> {
    pub(super) fn new(count: usize) -> Self {
        Self { chunks: (0..=count / CHUNK).map(|_| OnceLock::new()).collect() }
    }

    /// The value at `index`, at most the count.
    pub(super) fn get(&self, index: usize, make: impl FnOnce() -> T) -> &T {
        let chunk = self.chunks[(index / CHUNK).min(self.chunks.len() - 1)]
            .get_or_init(|| (0..CHUNK).map(|_| OnceLock::new()).collect());
        chunk[index % CHUNK].get_or_init(make)
    }
}
