//! What the `normalizer` of a `tokenizer.json` may do to a text.
//!
//! Normalizers rewrite a text before it is cut into tokens. A few replacements one after another, each of which doubles
//! its text, would fill any memory from a file of a thousand bytes; those of published tokenizers tidy up white space and
//! quotation marks.

use serde::Deserialize;
use serde_json::Value;

use crate::error::{Error, Result};

/// Most replacements: with [`LONGEST_REPLACEMENT`], a text grows at most 625-fold.
const MOST_REPLACEMENTS: usize = 4;
/// Longest text that a replacement puts in, in bytes.
const LONGEST_REPLACEMENT: usize = 4;
/// Longest of all other strings: the table of XLM-RoBERTa takes 316,720 bytes.
const LONGEST_TABLE: usize = 1 << 20;

/// Checks that the normalizer of a `tokenizer.json` keeps texts within bounds.
///
/// # Errors
/// If it does not, or if the file is no JSON object.
pub(super) fn check(json: &[u8]) -> Result<()> {
    #[derive(Deserialize)]
    struct Published {
        #[serde(default)]
        normalizer: Value,
    }

    let published: Published =
        serde_json::from_slice(json).map_err(|e| Error::model(format!("not a tokenizer: {e}")).caused_by(e))?;
    let mut replacements = 0;
    walk(&published.normalizer, &mut replacements)
}

fn walk(value: &Value, replacements: &mut usize) -> Result<()> {
    match value {
        Value::Array(items) => items.iter().try_for_each(|item| walk(item, replacements)),
        Value::Object(object) => {
            // `content` of a replacement, `prepend` of what goes before a text.
            for put_in in ["content", "prepend"].into_iter().filter_map(|key| object.get(key)?.as_str()) {
                *replacements += 1;
                if put_in.len() > LONGEST_REPLACEMENT || *replacements > MOST_REPLACEMENTS {
                    let found = format!("its replacement {replacements} puts in {} bytes", put_in.len());
                    let expected = format!("at most {MOST_REPLACEMENTS} of at most {LONGEST_REPLACEMENT} bytes");
                    return Err(Error::model(format!("normalizer: {found}, expected {expected}")));
                }
            }
            object.values().try_for_each(|value| walk(value, replacements))
        }
        Value::String(text) if text.len() > LONGEST_TABLE => {
            Err(Error::model(format!("normalizer: a table of {} bytes, expected at most {LONGEST_TABLE}", text.len())))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacements_that_make_a_text_grow_without_bound_are_refused() {
        let replace =
            |content: &str| serde_json::json!({"type": "Replace", "pattern": {"String": "e"}, "content": content});
        let tokenizer = |normalizers: Vec<Value>| {
            serde_json::to_vec(&serde_json::json!({"normalizer": {"type": "Sequence", "normalizers": normalizers}}))
                .unwrap()
        };
        assert!(check(&tokenizer(vec![replace("\""), replace(" ")])).is_ok());
        let doubled = check(&tokenizer(vec![replace("ee"); 30])).unwrap_err();
        assert!(doubled.to_string().contains("replacement 5 puts in 2 bytes, expected at most 4 of"), "{doubled}");
        let long = check(&tokenizer(vec![replace(&"e".repeat(1 << 20))])).unwrap_err();
        assert!(long.to_string().contains("puts in 1048576 bytes"), "{long}");
        assert!(check(b"{}").is_ok() && check(b"").is_err());
    }
}
