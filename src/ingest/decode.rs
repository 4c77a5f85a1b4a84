//! Bytes to text: UTF-8, UTF-16 with a byte order mark, and the older encodings, declared or guessed.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// How many bytes, from the first that is no UTF-8 on, the guess is made from.
const SAMPLE: usize = 1 << 20;

/// The text of `bytes`, without its byte order mark. What fits no encoding is replaced by U+FFFD.
///
/// A byte order mark decides, then validity as UTF-8, then what the bytes declare, then a guess.
pub(crate) fn decode(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0.into_owned();
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return text,
        Err(error) => error.into_bytes(),
    };
    let encoding = match declared.filter(|encoding| *encoding != UTF_8) {
        _ if is_damaged_utf8(&bytes) => UTF_8,
        Some(encoding) => encoding,
        None => guess(&bytes),
    };
    encoding.decode_without_bom_handling(&bytes).0.into_owned()
}

/// Whether the bytes are UTF-8 but for a few: whole sequences far outnumber the broken ones, which does not happen by
/// chance in another encoding.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|b| b & 0xC0 == 0xC0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole >= 4 * broken
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let from = bytes.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
    let sample = &bytes[from..bytes.len().min(from + SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // A little of what stands before: letters on both sides of the first odd byte tell more than one.
    detector.feed(&bytes[from.saturating_sub(64)..from], false);
    detector.feed(sample, true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_gives_the_same_words() {
        let words = "Prices in Zürich’s cafés rose by €5 – more than expected.";
        let utf16 = |little: bool| -> Vec<u8> {
            let units = std::iter::once(0xFEFF).chain(words.encode_utf16());
            units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
        };
        let windows = encoding_rs::WINDOWS_1252.encode(words).0.into_owned();
        for (name, bytes) in [
            ("UTF-8", words.as_bytes().to_vec()),
            ("UTF-8 with BOM", [b"\xEF\xBB\xBF", words.as_bytes()].concat()),
            ("UTF-16LE", utf16(true)),
            ("UTF-16BE", utf16(false)),
            ("Windows-1252", windows),
        ] {
            assert_eq!(decode(bytes, None), words, "{name}");
        }
    }

    #[test]
    fn what_is_declared_goes_before_a_guess() {
        let words = "Цены выросли на 5 процентов";
        let bytes = encoding_rs::WINDOWS_1251.encode(words).0.into_owned();
        assert_eq!(decode(bytes, Some(encoding_rs::WINDOWS_1251)), words);
        // Valid UTF-8 is UTF-8, whatever is declared.
        assert_eq!(decode("café".into(), Some(encoding_rs::WINDOWS_1252)), "café");
    }

    #[test]
    fn a_broken_byte_does_not_spoil_the_rest() {
        let mut bytes = "It’s “5 percent” – or €6 – it’s said.".as_bytes().to_vec();
        bytes.push(0xFF);
        assert_eq!(decode(bytes, None), "It’s “5 percent” – or €6 – it’s said.\u{FFFD}");
    }

    #[test]
    fn a_long_text_is_decoded_quickly() {
        let mut bytes = b"Plain words, all of them. ".repeat(100_000);
        bytes.extend(b"Caf\xe9s in Z\xfcrich.");
        assert!(decode(bytes, None).ends_with("Cafés in Zürich."));
    }
}
