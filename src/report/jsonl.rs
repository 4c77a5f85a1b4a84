//! JSON lines: one object of the wire format for each document.

use std::io::{self, Write};

use super::wire::Document;
use super::{Checked, Renderer};

/// Writes the wire format.
#[derive(Debug)]
pub(super) struct JsonLines {
    verdicts: bool,
}

impl JsonLines {
    pub(super) fn new(verdicts: bool) -> Self {
        Self { verdicts }
    }
}

impl Renderer for JsonLines {
    fn document(&mut self, checked: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let mut line = serde_json::to_vec(&Document::new(checked, self.verdicts))?;
        line.push(b'\n');
        out.write_all(&line)
    }
}
