//! Look-up by word in any case: what the grammar asks of most tokens of a text, so without allocation or hashing.

use std::collections::BTreeMap;

/// Words of up to this many bytes are compared as one number.
const SHORT: usize = 16;

/// Values by word. ASCII letters are the same in either case; words of other letters are looked up in lower case.
#[derive(Debug)]
pub(super) struct WordMap<V> {
    /// By length in bytes; each list is sorted.
    short: [Vec<(u128, V)>; SHORT + 1],
    /// By length and first letter, the last letters that occur: most words of a text fail here.
    ends: [[u32; 32]; SHORT + 1],
    long: BTreeMap<String, V>,
}

impl<V> WordMap<V> {
    /// Of several values for one word the first stands.
    pub(super) fn new<W: AsRef<str>>(entries: impl IntoIterator<Item = (W, V)>) -> Self {
        let short = std::array::from_fn(|_| Vec::new());
        let mut map = Self { short, ends: [[0; 32]; SHORT + 1], long: BTreeMap::new() };
        for (word, value) in entries {
            let word = word.as_ref();
            match packed(word) {
                Some(key) => {
                    let (first, last) = ends(word);
                    map.ends[word.len()][first] |= 1 << last;
                    map.short[word.len()].push((key, value));
                }
                None => _ = map.long.entry(word.to_lowercase()).or_insert(value),
            }
        }
        for list in &mut map.short {
            list.sort_by_key(|&(key, _)| key);
            list.dedup_by_key(|&mut (key, _)| key);
        }
        map
    }

    pub(super) fn get(&self, word: &str) -> Option<&V> {
        if let Some(letters) = self.ends.get(word.len()) {
            let (first, last) = ends(word);
            if word.is_ascii() && letters[first] & 1 << last == 0 {
                return None;
            }
        }
        let Some(key) = packed(word) else { return self.long.get(word.to_lowercase().as_str()) };
        let list = self.short.get(word.len())?;
        list.binary_search_by_key(&key, |&(key, _)| key).ok().map(|at| &list[at].1)
    }
}

/// What the first and the last byte have in common in either case, each below 32.
fn ends(word: &str) -> (usize, u32) {
    let bytes = word.as_bytes();
    let at = |byte: Option<&u8>| byte.map_or(0, |byte| byte & 31);
    (at(bytes.first()).into(), at(bytes.last()).into())
}

/// A short word of ASCII in lower case as one number; `None` for others.
fn packed(word: &str) -> Option<u128> {
    let bytes = word.as_bytes();
    if bytes.len() > SHORT || !word.is_ascii() {
        return None;
    }
    let mut padded = [0; SHORT];
    padded[..bytes.len()].copy_from_slice(bytes);
    padded.make_ascii_lowercase();
    Some(u128::from_le_bytes(padded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case() {
        let map = WordMap::new([("half", 1), ("Épée", 2), ("electroencephalograph", 3), ("half", 4)]);
        for (word, value) in [
            ("half", Some(1)),
            ("HALF", Some(1)),
            ("épée", Some(2)),
            ("Electroencephalograph", Some(3)),
            ("hal", None),
            ("halfs", None),
            ("", None),
        ] {
            assert_eq!(map.get(word).copied(), value, "{word}");
        }
    }
}
