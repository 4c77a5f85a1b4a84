//! Telling text from what is none, so that a PDF is refused by its name and not read as garbage.

use crate::error::{Error, Result};

/// How many bytes are looked at.
const LOOK: usize = 8192;

/// First bytes, where they stand, and what they mean.
const MAGIC: &[(usize, &[u8], &str)] = &[
    (0, b"%PDF-", "a PDF document"),
    (0, b"{\\rtf", "an RTF document"),
    (0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Office document (.doc, .xls)"),
    (0, b"\x89PNG", "a PNG image"),
    (0, b"\xFF\xD8\xFF", "a JPEG image"),
    (0, b"GIF8", "a GIF image"),
    (8, b"WEBP", "a WebP image"),
    (4, b"ftyp", "a film or sound file"),
    (0, b"ID3", "a sound file"),
    (0, b"OggS", "a sound file"),
    (0, b"\x1F\x8B", "a gzip file inside a compressed file"),
    (0, b"\x28\xB5\x2F\xFD", "a Zstandard file inside a compressed file"),
    (0, b"BZh", "a bzip2 file"),
    (0, b"\xFD7zXZ", "an xz file"),
    (0, b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (0, b"Rar!", "a RAR archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"SQLite format 3\0", "an SQLite database"),
    (0, b"PAR1", "a Parquet file"),
    (0, b"\x7FELF", "a program"),
];

/// Refuses bytes that are no text, saying what they look like.
pub(crate) fn refuse(bytes: &[u8]) -> Result<()> {
    let head = &bytes[..bytes.len().min(LOOK)];
    looks_like(head).map_or(Ok(()), |what| Err(Error::document(format!("looks like {what}, expected text"))))
}

fn looks_like(head: &[u8]) -> Option<&'static str> {
    if head.starts_with(b"PK\x03\x04") {
        return Some(archive(head));
    }
    let magic = MAGIC.iter().find(|(at, bytes, _)| head.get(*at..).is_some_and(|rest| rest.starts_with(bytes)));
    // A sentence may start with "BZh" or "ID3", but then no byte in it is binary.
    if let Some((_, bytes, what)) = magic
        && (bytes.iter().any(|b| !b.is_ascii_graphic()) || matches!(*bytes, b"%PDF-" | b"{\\rtf") || binary(head))
    {
        return Some(what);
    }
    // Text in UTF-16 is full of NUL bytes, and says so by its byte order mark.
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        return None;
    }
    let nul_at = |parity: usize| head.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (nul_at(0), nul_at(1));
    if (even + odd) * 3 > head.len() && even.min(odd) * 20 < even.max(odd) {
        return Some("UTF-16 without a byte order mark");
    }
    binary(head).then_some("binary data")
}

/// What a zip archive holds, from the names in its first entries.
fn archive(head: &[u8]) -> &'static str {
    let holds = |name: &[u8]| head.windows(name.len()).any(|part| part == name);
    for (name, what) in [
        (&b"word/"[..], "a Word document (.docx)"),
        (b"xl/", "an Excel workbook (.xlsx)"),
        (b"ppt/", "a PowerPoint file (.pptx)"),
        (b"application/epub", "an EPUB book"),
        (b"opendocument", "an OpenDocument file (.odt)"),
    ] {
        if holds(name) {
            return what;
        }
    }
    if holds(b"[Content_Types].xml") { "an Office document (.docx, .xlsx)" } else { "a zip archive" }
}

/// Whether more than one byte in a hundred is NUL, or one in ten a control character.
fn binary(head: &[u8]) -> bool {
    let count = |is: fn(u8) -> bool| head.iter().filter(|&&b| is(b)).count();
    let nul = count(|b| b == 0);
    let control = count(|b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B));
    nul * 100 > head.len() || control * 10 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_named() {
        for (bytes, expected) in [
            (&b"%PDF-1.7\n%..."[..], Some("a PDF document")),
            (b"\x89PNG\r\n\x1a\n", Some("a PNG image")),
            (b"PK\x03\x04\x14\0\0\0[Content_Types].xml...word/document.xml", Some("a Word document (.docx)")),
            (b"PK\x03\x04\x14\0\0\0a.txt", Some("a zip archive")),
            (b"\x1f\x8b\x08", Some("a gzip file inside a compressed file")),
            (b"a\0b\0c\0d\0", Some("UTF-16 without a byte order mark")),
            (b"\0\0\0\0abc\0\x01\0", Some("binary data")),
            (b"\xff\xfea\0b\0", None),
            (b"BZh is a name. ID3 too.", None),
            (b"ID3 is a tag.", None),
            (b"Caf\xe9 prices rose 5 percent.", None),
            (b"", None),
        ] {
            assert_eq!(looks_like(bytes), expected, "{bytes:?}");
        }
    }
}
