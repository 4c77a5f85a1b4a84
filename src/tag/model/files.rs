//! The files of a model folder, read within limits: a folder may come from a stranger.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::error::{Error, Result};

/// Files of a model folder that its manifest vouches for.
pub const FILES: [&str; 3] = ["config.json", "tokenizer.json", "model.safetensors"];
/// The file that vouches for them.
pub const MANIFEST: &str = "manifest.json";

/// The most bytes that a file of a model may have, by its name.
#[must_use]
pub fn limit(name: &str) -> u64 {
    match name {
        // The largest vocabularies in use, of a quarter of a million tokens, take 17 MB.
        "tokenizer.json" => 64 << 20,
        "model.safetensors" => 4 << 30,
        _ => 1 << 20,
    }
}

/// The bytes of a file of a model folder.
///
/// # Errors
/// If it is missing, no plain file, or larger than its [`limit`].
pub fn read(folder: &Path, name: &str) -> Result<Vec<u8>> {
    let path = folder.join(name);
    let failed = |e| Error::io(&path, e);
    let refused = |found: String| Err(Error::model(found).at_path(&path));
    // Asked before it is opened: a pipe would wait for its writer.
    let about = path.metadata().map_err(failed)?;
    if !about.is_file() {
        return refused("is no plain file".to_owned());
    }
    let limit = limit(name);
    if about.len() > limit {
        return refused(format!("has {} bytes, expected at most {limit}", about.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(0));
    File::open(&path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes)).map_err(failed)?;
    if bytes.len() as u64 > limit {
        return refused(format!("grew past {limit} bytes while it was read"));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_past_its_limit_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        // A sparse file: large to the eye, nothing on the disk.
        File::create(folder.path().join("tokenizer.json")).unwrap().set_len(1 << 40).unwrap();
        let error = read(folder.path(), "tokenizer.json").unwrap_err();
        assert!(error.to_string().contains("1099511627776 bytes, expected at most 67108864"), "{error}");
        assert!(read(folder.path(), ".").unwrap_err().to_string().contains("no plain file"));
    }
}
