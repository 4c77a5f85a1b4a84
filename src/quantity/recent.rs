//! What was read at the last few tokens: one rule after the other asks for the number at the same place.

use std::cell::Cell;

const SLOTS: usize = 8;

/// Values by token, the last ones only.
pub(super) struct Recent<T> {
    slots: [Cell<Option<(usize, T)>>; SLOTS],
}

impl<T: Copy> Recent<T> {
    pub(super) fn new() -> Self {
        Self { slots: [const { Cell::new(None) }; SLOTS] }
    }

    /// The value of `key`, found by `read` unless it is among the last ones. `read` may ask for others.
    pub(super) fn get(&self, key: usize, read: impl FnOnce() -> T) -> T {
        let slot = &self.slots[key % SLOTS];
        if let Some((_, value)) = slot.get().filter(|&(kept, _)| kept == key) {
            return value;
        }
        let value = read();
        slot.set(Some((key, value)));
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_once_while_it_is_recent() {
        let (recent, reads) = (Recent::new(), Cell::new(0));
        let read = |key: usize| {
            recent.get(key, || {
                reads.set(reads.get() + 1);
                key * 10
            })
        };
        assert_eq!([read(3), read(3), read(11), read(3)], [30, 30, 110, 30]);
        assert_eq!(reads.get(), 3);
    }
}
