//! Compressed bytes to plain ones: gzip and Zstandard, told by their first bytes.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// The endings of compressed files.
pub(crate) const ENDINGS: &[&str] = &[".gz", ".zst"];

const GZIP: &[u8] = b"\x1F\x8B";
const ZSTANDARD: &[u8] = b"\x28\xB5\x2F\xFD";
const BUFFER: usize = 64 * 1024;
/// What is read before the first look: enough for any magic number.
const HEAD: usize = 512;

/// The bytes of `input`, unpacked if they are compressed, but no more than `limit` of those.
pub(crate) fn unpack(mut input: Box<dyn Read + Send>, limit: u64) -> io::Result<Box<dyn BufRead + Send>> {
    let mut head = Vec::with_capacity(HEAD);
    (&mut input).take(HEAD as u64).read_to_end(&mut head)?;
    let gzip = head.starts_with(GZIP);
    let zstandard = head.starts_with(ZSTANDARD);
    let bytes = BufReader::with_capacity(BUFFER, Cursor::new(head).chain(input));
    Ok(if gzip {
        let unpacked = Bounded { inner: MultiGzDecoder::new(bytes), left: limit, limit, format: "gzip" };
        Box::new(BufReader::with_capacity(BUFFER, unpacked))
    } else if zstandard {
        let unpacked = Bounded { inner: Frames::new(bytes), left: limit, limit, format: "Zstandard" };
        Box::new(BufReader::with_capacity(BUFFER, unpacked))
    } else {
        Box::new(bytes)
    })
}

/// Unpacked bytes up to a limit, with errors that say what they are about.
struct Bounded<R> {
    inner: R,
    left: u64,
    limit: u64,
    format: &'static str,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            kind => {
                let kind = if kind == io::ErrorKind::UnexpectedEof { kind } else { io::ErrorKind::InvalidData };
                io::Error::new(kind, format!("cannot be unpacked, expected a whole {} file: {error}", self.format))
            }
        })?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            let message = format!("unpacks to more than {} bytes, expected no more from one file", self.limit);
            io::Error::new(io::ErrorKind::FileTooLarge, message)
        })?;
        Ok(read)
    }
}

/// The frames of a Zstandard file, one after the other; `ruzstd` decodes one at a time.
struct Frames<R> {
    input: R,
    decoder: FrameDecoder,
    /// Whether a frame was begun.
    inside: bool,
}

impl<R: BufRead> Frames<R> {
    fn new(input: R) -> Self {
        Self { input, decoder: FrameDecoder::new(), inside: false }
    }

    /// Begins the next frame; `false` at the end of the file.
    fn begin(&mut self) -> io::Result<bool> {
        loop {
            if self.input.fill_buf()?.is_empty() {
                return Ok(false);
            }
            match self.decoder.reset(&mut self.input) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    io::copy(&mut (&mut self.input).take(u64::from(length)), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.inside {
                self.inside = self.begin()?;
                if !self.inside {
                    return Ok(0);
                }
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let step = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder.decode_blocks(&mut self.input, step).map_err(io::Error::other)?;
            }
            if self.decoder.can_collect() > 0 {
                return self.decoder.read(buffer);
            }
            self.inside = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn read(bytes: Vec<u8>, limit: u64) -> Result<Vec<u8>, String> {
        let mut unpacked = Vec::new();
        let mut input = unpack(Box::new(Cursor::new(bytes)), limit).map_err(|error| error.to_string())?;
        input.read_to_end(&mut unpacked).map_err(|error| error.to_string())?;
        Ok(unpacked)
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstandard(bytes: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
    }

    #[test]
    fn the_first_bytes_tell_the_format() {
        let text = b"Exports rose 5 percent. ".repeat(10_000);
        for packed in [text.clone(), gzip(&text), zstandard(&text)] {
            assert_eq!(read(packed, 1 << 20).unwrap(), text);
        }
        assert_eq!(read(Vec::new(), 0).unwrap(), b"");
    }

    #[test]
    fn members_and_frames_follow_each_other() {
        let skipped = [&b"\x50\x2A\x4D\x18\x03\0\0\0abc"[..]].concat();
        for packed in [
            [gzip(b"one "), gzip(b"two")].concat(),
            [zstandard(b"one "), skipped, zstandard(b""), zstandard(b"two")].concat(),
        ] {
            assert_eq!(read(packed, 1 << 20).unwrap(), b"one two");
        }
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused() {
        let text = vec![b'a'; 1 << 20];
        for packed in [gzip(&text), zstandard(&text)] {
            assert_eq!(read(packed.clone(), 1 << 20).unwrap().len(), 1 << 20);
            let message = read(packed, 1000).unwrap_err();
            assert_eq!(message, "unpacks to more than 1000 bytes, expected no more from one file");
        }
    }

    #[test]
    fn a_cut_file_is_refused() {
        for (packed, format) in [(gzip(&[b'a'; 9999]), "gzip"), (zstandard(&[b'a'; 9999]), "Zstandard")] {
            let message = read(packed[..packed.len() - 5].to_vec(), 1 << 20).unwrap_err();
            assert!(message.starts_with(&format!("cannot be unpacked, expected a whole {format} file: ")), "{message}");
        }
    }
}
