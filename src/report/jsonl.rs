//! JSON lines: one object of the wire format for each document, and one for what was found across them.

use std::io::{self, Write};

use serde::Serialize;

use super::wire::{self, Document};
use super::{Checked, Renderer};
use crate::check::{Across, Contradiction};

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
        write_line(&Document::new(checked, self.verdicts), out)
    }

    fn across(&mut self, across: &Across, contradictions: &[Contradiction], out: &mut dyn Write) -> io::Result<()> {
        write_line(&wire::Across::new(across, contradictions), out)
    }
}

fn write_line(object: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut line = serde_json::to_vec(object)?;
    line.push(b'\n');
    out.write_all(&line)
}
