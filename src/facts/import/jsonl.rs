//! Tables in JSON lines: one object a line, with the columns of the CSV as keys.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::BufRead;

use serde_json::value::RawValue;

use super::{Input, Sink};
use crate::error::Error;
use crate::facts::Fact;
use crate::facts::row::{self, OPTIONAL, Origin, REQUIRED};

/// Reads every line.
///
/// # Errors
/// If the input cannot be read.
pub(super) fn read(mut input: Input, sink: &mut Sink<'_>) -> Result<(), Error> {
    sink.map("every key", "the column of its name");
    let origin = sink.origin;
    let (mut bytes, mut number) = (Vec::new(), 0);
    loop {
        bytes.clear();
        let read = input.read_until(b'\n', &mut bytes).map_err(|e| Error::io(&origin.path, e))?;
        if read == 0 {
            return Ok(());
        }
        number += 1;
        let line = bytes.strip_prefix(b"\xef\xbb\xbf").filter(|_| number == 1).unwrap_or(&bytes);
        if !line.iter().all(u8::is_ascii_whitespace) {
            sink.row(read_line(origin, number, line));
        }
    }
}

fn read_line(origin: &Origin, line: usize, bytes: &[u8]) -> Result<Fact, Vec<Error>> {
    let fail = |message: String| vec![origin.error(line, message)];
    let text = std::str::from_utf8(bytes).map_err(|_| fail("is no UTF-8, expected UTF-8 text".to_owned()))?;
    let object: BTreeMap<String, &RawValue> =
        serde_json::from_str(text).map_err(|e| fail(format!("is no JSON object of column names and values: {e}")))?;
    let mut cells: BTreeMap<String, (String, Cow<'_, str>)> = BTreeMap::new();
    let mut errors = Vec::new();
    for (name, raw) in &object {
        match plain(raw) {
            Ok(Some(value)) => {
                cells.insert(name.to_lowercase(), (name.clone(), value));
            }
            Ok(None) => {}
            Err(what) => errors.push(origin.error(line, format!("column {name:?}: {what}"))),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let known = |name: &str| REQUIRED.contains(&name) || OPTIONAL.contains(&name);
    let extra = cells.iter().filter(|(lower, _)| !known(lower));
    let qualifiers = extra.map(|(_, (name, value))| (name.clone(), value.clone().into_owned())).collect();
    let cell = |column: &str| cells.get(column).map(|(_, v)| v.trim()).filter(|v| !v.is_empty());
    row::read(origin, line, cell, qualifiers)
}

/// A string, or a number with its digits as written; a list of strings is joined as in CSV.
fn plain(raw: &RawValue) -> Result<Option<Cow<'_, str>>, String> {
    let text = raw.get();
    match text.bytes().next() {
        Some(b'"') => serde_json::from_str::<String>(text).map(|s| Some(Cow::Owned(s))).map_err(|e| e.to_string()),
        Some(b'[') => serde_json::from_str::<Vec<String>>(text)
            .map(|list| Some(Cow::Owned(list.join("|"))))
            .map_err(|_| format!("{text} is no list of strings, expected a string, a number or a list of strings")),
        Some(b'{') => Err("is an object, expected a string or a number".to_owned()),
        _ if text == "null" => Ok(None),
        _ => Ok(Some(Cow::Borrowed(text))),
    }
}
