//! Any text is read: no panic, spans in order and on characters, every value within the interval that it asserts.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../it/reading/invariants.rs"]
mod invariants;

fuzz_target!(|text: &str| invariants::hold(text));
