//! Standard input as a reader that ends once.

use std::io::{self, Read};

/// A reader that stays at its end. A terminal goes on after Ctrl-D, so that whoever asks again after the end, as readers
/// behind a buffer do, would make the user press it twice.
#[derive(Debug)]
pub(crate) struct EndsOnce<R> {
    input: R,
    ended: bool,
}

impl<R: Read> EndsOnce<R> {
    pub(crate) fn new(input: R) -> Self {
        Self { input, ended: false }
    }
}

impl<R: Read> Read for EndsOnce<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if self.ended || bytes.is_empty() {
            return Ok(0);
        }
        let read = self.input.read(bytes)?;
        self.ended = read == 0;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a text, the end, and then more, as a terminal does.
    struct Terminal(Vec<&'static str>);

    impl Read for Terminal {
        fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
            let next = self.0.pop().expect("asked again after the end");
            bytes[..next.len()].copy_from_slice(next.as_bytes());
            Ok(next.len())
        }
    }

    #[test]
    fn the_first_end_is_the_end() {
        let mut input = EndsOnce::new(Terminal(vec!["", "pasted"]));
        let mut text = String::new();
        input.read_to_string(&mut text).unwrap();
        input.read_to_string(&mut text).unwrap();
        assert_eq!(text, "pasted");
    }
}
