//! A smaller vocabulary: the word embeddings are half of a small encoder, and most of their rows no news text uses.

use std::collections::BTreeMap;
use std::path::Path;

use candle_core::{Device, Tensor};
use serde_json::Value;

use crate::error::{Error, Result};
use crate::tag::features::Reader;
use crate::tag::weights::Weights;

/// The weight that has one row a token.
const EMBEDDINGS: &str = "embeddings.word_embeddings.weight";

/// Counts tokens in a text file; of JSON lines (plain or `.gz`) the `text` keys.
///
/// # Errors
/// If the file cannot be read.
pub(super) fn count(reader: &Reader, path: &Path, counts: &mut [u64]) -> Result<()> {
    use std::io::Read as _;

    let bytes = std::fs::read(path).map_err(|e| Error::io(path, e))?;
    let text = if path.extension().is_some_and(|e| e == "gz") {
        let mut text = String::new();
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).map_err(|e| Error::io(path, e))?;
        text
    } else {
        String::from_utf8(bytes).map_err(|e| Error::document("not UTF-8").at_path(path).caused_by(e))?
    };
    for line in text.lines() {
        let json = serde_json::from_str::<Value>(line).ok();
        let text = json.as_ref().and_then(|v| v.get("text")).and_then(Value::as_str).unwrap_or(line);
        count_text(reader, text, counts)?;
    }
    Ok(())
}

/// Counts the tokens of a text.
///
/// # Errors
/// If the tokenizer fails.
pub(super) fn count_text(reader: &Reader, text: &str, counts: &mut [u64]) -> Result<()> {
    let encoding = reader.tokenizer().encode_fast(text, false);
    for id in encoding.map_err(|e| Error::model(e.to_string()).caused_by(e))?.get_ids() {
        if let Some(count) = counts.get_mut(*id as usize) {
            *count += 1;
        }
    }
    Ok(())
}

/// Cuts a `WordPiece` `tokenizer.json` and the word embeddings to the `size` most frequent tokens; special tokens and
/// single characters always stay, so that every word can still be spelled.
///
/// # Errors
/// If the tokenizer is not of that form, or the weights have no word embeddings.
pub(super) fn cut(tokenizer: &[u8], weights: &mut Weights, counts: &[u64], size: usize) -> Result<Vec<u8>> {
    let foreign = |what: &str| Error::model(format!("tokenizer has no {what}: expected a WordPiece tokenizer"));
    let mut json: Value = serde_json::from_slice(tokenizer).map_err(|_| foreign("JSON form"))?;
    let vocabulary = json.pointer("/model/vocab").and_then(Value::as_object).ok_or_else(|| foreign("model.vocab"))?;
    let mut tokens: Vec<(usize, String)> = Vec::with_capacity(vocabulary.len());
    for (token, id) in vocabulary {
        let id = id.as_u64().and_then(|id| usize::try_from(id).ok()).ok_or_else(|| foreign("numeric ids"))?;
        tokens.push((id, token.clone()));
    }
    tokens.sort();
    let must = |token: &str| {
        let special = token.starts_with('[') && token.ends_with(']') && !token.starts_with("[unused");
        special || token.strip_prefix("##").unwrap_or(token).chars().count() == 1
    };
    let mut order: Vec<usize> = (0..tokens.len()).collect();
    let rank = |i: usize| {
        let (id, token) = &tokens[i];
        (!must(token), std::cmp::Reverse(counts.get(*id).copied().unwrap_or(0)), *id)
    };
    order.sort_by_key(|&i| rank(i));
    order.truncate(size);
    order.sort_unstable();
    let kept: Vec<&(usize, String)> = order.iter().map(|&i| &tokens[i]).collect();

    let new_ids: BTreeMap<&str, usize> =
        kept.iter().enumerate().map(|(new, (_, token))| (token.as_str(), new)).collect();
    let rows = kept.iter().map(|(id, _)| u32::try_from(*id)).collect::<Result<Vec<u32>, _>>();
    let rows = rows.map_err(|_| foreign("ids of 32 bits"))?;
    let row_count = rows.len();
    let old = weights.iter().find(|(name, _)| *name == EMBEDDINGS).map(|(_, t)| t.clone());
    let old = old.ok_or_else(|| Error::model(format!("weight {EMBEDDINGS} is missing")))?;
    let index = Tensor::from_vec(rows, row_count, &Device::Cpu);
    let cut =
        index.and_then(|index| old.index_select(&index, 0)).map_err(|e| Error::model(e.to_string()).caused_by(e))?;
    weights.insert(EMBEDDINGS, cut);

    let id_of = |token: &str| new_ids.get(token).map(|id| Value::from(*id));
    for added in json.get_mut("added_tokens").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(id) = added.get("content").and_then(Value::as_str).and_then(id_of) {
            added["id"] = id;
        }
    }
    if let Some(specials) = json.pointer_mut("/post_processor/special_tokens").and_then(Value::as_object_mut) {
        for (token, entry) in specials {
            if let Some(id) = id_of(token) {
                entry["ids"] = Value::Array(vec![id]);
            }
        }
    }
    json["padding"] = Value::Null;
    json["truncation"] = Value::Null;
    json["model"]["vocab"] = new_ids.iter().map(|(token, id)| ((*token).to_owned(), Value::from(*id))).collect();
    serde_json::to_vec(&json).map_err(|e| Error::model(e.to_string()).caused_by(e))
}
