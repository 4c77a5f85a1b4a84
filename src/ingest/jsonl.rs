//! JSON lines: one object a line, `{"id", "text", "title"?, "published"?, "url"?}`.
//!
//! Read line by line, so that a file may be larger than memory; a malformed line is a failure of its own and the rest
//! goes on. Unknown keys are ignored, and of a key given twice the last counts, as in most readers of JSON.

use std::fmt;
use std::io::{BufRead, Cursor, Read};

use jiff::civil::Date;
use serde::Deserialize;
use serde::de::{self, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Documents, Failure, Input, Reader, binary, blocks, date, decode, read_error};
use crate::doc::{Document, SourceMap};
use crate::error::{Error, Result};

/// The reader of JSON lines.
#[derive(Clone, Copy, Debug)]
pub struct JsonLines;

impl Reader for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    fn read(&self, input: Input) -> Documents {
        Box::new(Lines { input, number: 0, buffer: Vec::new(), done: false })
    }
}

/// The lines of one input.
struct Lines {
    input: Input,
    /// The number of the last line read, from 1.
    number: usize,
    buffer: Vec<u8>,
    done: bool,
}

impl Iterator for Lines {
    type Item = Result<Document, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            match self.line() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    let id = if self.number == 0 { self.input.id.clone() } else { self.place() };
                    return Some(Err(Failure { id, error }));
                }
            }
            let Ok(line) = str::from_utf8(&self.buffer) else {
                let valid = self.buffer.utf8_chunks().next().map_or("", |chunk| chunk.valid());
                let error = Error::document("is no UTF-8, as JSON must be").at_column(valid.chars().count() + 1);
                return Some(Err(self.failure(error, None)));
            };
            if line.trim().is_empty() {
                continue;
            }
            let mut id = None;
            return Some(document(line, &self.place(), &mut id).map_err(|error| self.failure(error, id)));
        }
        None
    }
}

impl Lines {
    /// Reads the next line into the buffer, without its break; `false` at the end.
    fn line(&mut self) -> Result<bool> {
        let limit = self.input.limits.document;
        if self.number == 0 {
            self.begin().inspect_err(|_| self.done = true)?;
        }
        self.buffer.clear();
        let mut bytes = (&mut self.input.bytes).take(limit.saturating_add(1));
        let read = match bytes.read_until(b'\n', &mut self.buffer) {
            Ok(read) => read,
            Err(error) => {
                self.done = true;
                return Err(read_error(&self.input.id, error));
            }
        };
        if read == 0 {
            self.done = true;
            return Ok(false);
        }
        self.number += 1;
        if read as u64 > limit && !self.buffer.ends_with(b"\n") {
            // What is left of the line is passed over without keeping it.
            if let Err(error) = self.input.bytes.skip_until(b'\n') {
                self.done = true;
                return Err(read_error(&self.input.id, error));
            }
            return Err(super::too_large(limit).at_path(&self.input.id).at_line(self.number));
        }
        while self.buffer.ends_with(b"\n") || self.buffer.ends_with(b"\r") {
            self.buffer.pop();
        }
        if self.number == 1 && self.buffer.starts_with(b"\xEF\xBB\xBF") {
            self.buffer.drain(..3);
        }
        Ok(true)
    }

    /// Looks at the first bytes: refuses what is no text, and decodes UTF-16 (some shells write it) as a whole.
    fn begin(&mut self) -> Result<()> {
        let head = self.input.bytes.fill_buf().map_err(|error| read_error(&self.input.id, error))?;
        binary::refuse(head).map_err(|error| error.at_path(&self.input.id))?;
        if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
            let bytes = self.input.bytes()?;
            self.input.bytes = Box::new(Cursor::new(decode::decode(bytes, None).into_bytes()));
        }
        Ok(())
    }

    /// `FILE:LINE`
    fn place(&self) -> String {
        format!("{}:{}", self.input.id, self.number)
    }

    fn failure(&self, error: Error, id: Option<String>) -> Failure {
        Failure { id: id.unwrap_or_else(|| self.place()), error: error.at_path(&self.input.id).at_line(self.number) }
    }
}

/// The keys that are read, each where it stands in the line.
#[derive(Default)]
struct Object<'a> {
    id: Option<&'a RawValue>,
    text: Option<&'a RawValue>,
    title: Option<&'a RawValue>,
    published: Option<&'a RawValue>,
    url: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Key {
    Id,
    Text,
    Title,
    Published,
    Url,
    #[serde(other)]
    Other,
}

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;

        impl<'de> Visitor<'de> for Keys {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one JSON object a line")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut object = Object::default();
                while let Some(key) = map.next_key()? {
                    match key {
                        Key::Id => object.id = Some(map.next_value()?),
                        Key::Text => object.text = Some(map.next_value()?),
                        Key::Title => object.title = Some(map.next_value()?),
                        Key::Published => object.published = Some(map.next_value()?),
                        Key::Url => object.url = Some(map.next_value()?),
                        Key::Other => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(object)
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
                Err(de::Error::invalid_type(de::Unexpected::Seq, &self))
            }
        }

        deserializer.deserialize_map(Keys)
    }
}

/// The document of one line. `place` is its name if the line gives none; `known` takes the `id` as soon as it is read.
fn document(line: &str, place: &str, known: &mut Option<String>) -> Result<Document> {
    let object: Object<'_> = serde_json::from_str(line).map_err(|error| malformed(line, 0, &error))?;
    let id = match object.id.map(RawValue::get) {
        None | Some("null" | "\"\"") => place.to_owned(),
        Some(number) if number.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => number.to_owned(),
        Some(_) => string(line, "id", object.id)?.unwrap_or_else(|| place.to_owned()),
    };
    *known = Some(id.clone());
    let Some(text) = string(line, "text", object.text)? else {
        return Err(match object.text {
            None => Error::document("has no key \"text\", expected a string").at_column(1),
            Some(null) => Error::document("\"text\" is null, expected a string").at_column(column(line, null, 0)),
        });
    };
    let title = string(line, "title", object.title)?;
    let published = published(line, object.published)?;
    let url = string(line, "url", object.url)?;
    let blocks = blocks::plain(&text, 0);
    Ok(Document { id, title, published, url, text, blocks, source: SourceMap::identity() })
}

/// A value that must be a string if it is there; `null` is as good as nothing.
fn string(line: &str, key: &str, raw: Option<&RawValue>) -> Result<Option<String>> {
    let Some(raw) = raw.filter(|raw| raw.get() != "null") else { return Ok(None) };
    let what = match raw.get().as_bytes().first() {
        Some(b'"') => {
            let value = serde_json::from_str(raw.get());
            return value.map(Some).map_err(|error| malformed(line, offset(line, raw), &error));
        }
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b't' | b'f') => "a boolean",
        _ => "a number",
    };
    Err(Error::document(format!("\"{key}\" is {what}, expected a string")).at_column(column(line, raw, 0)))
}

fn published(line: &str, raw: Option<&RawValue>) -> Result<Option<Date>> {
    let (Some(raw), Some(value)) = (raw, string(line, "published", raw)?) else { return Ok(None) };
    let date = date::iso(&value).ok_or_else(|| {
        let shown: String = value.chars().take(40).collect();
        let message = format!("\"published\" is {shown:?}, expected an ISO 8601 date such as 2025-12-09");
        Error::document(message).at_column(column(line, raw, 0))
    })?;
    Ok(Some(date))
}

fn malformed(line: &str, offset: usize, error: &serde_json::Error) -> Error {
    let message = error.to_string();
    // serde_json names its own line and column, which are not those of the file.
    let message = message.split(" at line ").next().unwrap_or_default();
    let at = line.floor_char_boundary(offset + error.column().saturating_sub(1));
    let what = if error.is_data() { "is not what was expected" } else { "is malformed JSON" };
    Error::document(format!("{what}: {message}")).at_column(line[..at].chars().count() + 1)
}

/// The byte of `line` where `raw` starts, which is a part of it.
fn offset(line: &str, raw: &RawValue) -> usize {
    (raw.get().as_ptr() as usize).saturating_sub(line.as_ptr() as usize)
}

/// The column of `line`, from 1 in characters, of the byte `into` of `raw`.
fn column(line: &str, raw: &RawValue, into: usize) -> usize {
    let at = line.floor_char_boundary(offset(line, raw) + into);
    line[..at].chars().count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Limits;

    fn read(bytes: impl Into<Vec<u8>>, limits: Limits) -> Vec<String> {
        let input = Input::new("a.jsonl", Cursor::new(bytes.into()), limits).unwrap();
        let items = JsonLines.read(input).map(|item| match item {
            Ok(document) => format!(
                "{} | {} | {} | {} | {}",
                document.id,
                document.text.replace('\n', "/"),
                document.title.unwrap_or_default(),
                document.published.map(|date| date.to_string()).unwrap_or_default(),
                document.url.unwrap_or_default()
            ),
            Err(failure) => format!("{} ! {}", failure.id, failure.error),
        });
        items.collect()
    }

    fn check(lines: &[(&str, &str)]) {
        let text: Vec<&str> = lines.iter().map(|(line, _)| *line).collect();
        let expected: Vec<&str> = lines.iter().map(|(_, expected)| *expected).filter(|e| !e.is_empty()).collect();
        assert_eq!(read(text.join("\n"), Limits::default()), expected);
    }

    #[test]
    fn the_five_keys_are_read() {
        check(&[
            (
                r#"{"id": "x", "text": "It\nrose \u20ac5.", "title": "T", "published": "2025-12-09", "url": "u"}"#,
                "x | It/rose €5. | T | 2025-12-09 | u",
            ),
            (r#"{"text": "a", "claims": [{"text": 5}], "title": null, "published": null}"#, "a.jsonl:2 | a |  |  | "),
            ("", ""),
            ("  \r", ""),
            (
                r#"{"id": 17, "text": "a", "text": "b", "published": "2025-12-09T10:00:00Z"}"#,
                "17 | b |  | 2025-12-09 | ",
            ),
            ("\t{\"id\": \"\", \"text\": \"\"}\r", "a.jsonl:6 |  |  |  | "),
        ]);
    }

    #[test]
    fn a_bad_line_is_a_failure_and_the_rest_goes_on() {
        check(&[
            (r#"{"id": "x", "text": "a"}"#, "x | a |  |  | "),
            (r#"{"id": "y", "text": "é" "title"}"#, "a.jsonl:2 ! a.jsonl:2:25: is malformed JSON: expected `,` or `}`"),
            (r#"{"id": "y", "text": "a"#, "a.jsonl:3 ! a.jsonl:3:22: is malformed JSON: EOF while parsing a string"),
            (
                r#"["text"]"#,
                "a.jsonl:4 ! a.jsonl:4:1: is not what was expected: invalid type: sequence, expected one JSON object a line",
            ),
            (r#"{"id": "y"}"#, "y ! a.jsonl:5:1: has no key \"text\", expected a string"),
            (r#"{"id": "y", "text": null}"#, "y ! a.jsonl:6:21: \"text\" is null, expected a string"),
            (r#"{"id": "é", "text": 5}"#, "é ! a.jsonl:7:21: \"text\" is a number, expected a string"),
            (r#"{"id": ["y"], "text": "a"}"#, "a.jsonl:8 ! a.jsonl:8:8: \"id\" is an array, expected a string"),
            (
                r#"{"text": "a", "published": "9 May"}"#,
                "a.jsonl:9 ! a.jsonl:9:28: \"published\" is \"9 May\", expected an ISO 8601 date such as 2025-12-09",
            ),
            (r#"{"text": "a\ud800b"}"#, "a.jsonl:10 ! a.jsonl:10:18: is malformed JSON: unexpected end of hex escape"),
            (r#"{"text": "a"} x"#, "a.jsonl:11 ! a.jsonl:11:15: is malformed JSON: trailing characters"),
            (r#"{"id": "z", "text": "a"}"#, "z | a |  |  | "),
        ]);
    }

    #[test]
    fn a_line_that_is_no_utf8_is_a_failure() {
        let bytes = [&b"{\"text\": \"caf\xE9\"}\n"[..], b"{\"text\": \"a\"}"].concat();
        assert_eq!(
            read(bytes, Limits::default()),
            ["a.jsonl:1 ! a.jsonl:1:14: is no UTF-8, as JSON must be", "a.jsonl:2 | a |  |  | "]
        );
    }

    #[test]
    fn byte_order_marks_are_dropped() {
        let line = "{\"text\": \"café\"}\n";
        let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(line.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in [format!("\u{FEFF}{line}").into_bytes(), utf16] {
            assert_eq!(read(bytes, Limits::default()), ["a.jsonl:1 | café |  |  | "]);
        }
    }

    #[test]
    fn a_line_over_the_limit_is_passed_over() {
        let text = format!("{{\"text\": \"a\"}}\n{{\"text\": \"{}\"}}\n{{\"text\": \"b\"}}", "a".repeat(200_000));
        let limits = Limits { document: 1000, ..Limits::default() };
        assert_eq!(
            read(text.as_str(), limits),
            [
                "a.jsonl:1 | a |  |  | ",
                "a.jsonl:2 ! a.jsonl:2: is too large, expected no more than 1000 bytes for one document",
                "a.jsonl:3 | b |  |  | ",
            ]
        );
        assert_eq!(read(text, Limits::default()).len(), 3);
    }

    #[test]
    fn what_is_no_text_is_refused_at_once() {
        assert_eq!(
            read("%PDF-1.7\n\n\n", Limits::default()),
            ["a.jsonl ! a.jsonl: looks like a PDF document, expected text"]
        );
    }
}
