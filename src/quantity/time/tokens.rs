//! Cutting text into the tokens that the grammar of time reads.

use super::lexicon::{LEXICON, Lex, Lexicon, Word};
pub(super) use crate::quantity::chinese::is_han;

/// A word, a number or a mark, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) lex: Lex,
}

/// Cuts text into tokens, in one pass; spaces fall away, blank lines become [`Lex::Break`].
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let lexicon = &*LEXICON;
    let bytes = text.as_bytes();
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        let start = at;
        let run = |from: usize, more: fn(&u8) -> bool| from + bytes[from..].iter().take_while(|&b| more(b)).count();
        let lex = match first {
            b' ' => {
                at += 1;
                continue;
            }
            b'a'..=b'z' | b'A'..=b'Z' => {
                at = run(at, u8::is_ascii_alphabetic);
                // What follows may be a letter of another alphabet, or a dash: January–November.
                let end = if bytes.get(at).is_none_or(u8::is_ascii) { at } else { letters(text, at) };
                if end == at {
                    word(lexicon, &bytes[start..], at - start)
                } else {
                    at = end;
                    Lex::Other
                }
            }
            b'0'..=b'9' => {
                at = run(at, u8::is_ascii_digit);
                number(text, start, &mut at)
            }
            b'\t' | b'\n' | b'\r' | b'\x0b' | b'\x0c' => {
                at = run(at, u8::is_ascii_whitespace).max(at + 1);
                if bytes[start..at].iter().filter(|&&b| b == b'\n').nth(1).is_none() {
                    continue;
                }
                Lex::Break
            }
            0..=127 => {
                at += 1;
                Lex::Mark(char::from(first))
            }
            _ => {
                let Some(c) = text[at..].chars().next() else { break };
                at += c.len_utf8();
                if c.is_whitespace() {
                    continue;
                } else if c.is_alphabetic() && !is_han(c) {
                    at = letters(text, at);
                    Lex::Other
                } else {
                    Lex::Mark(c)
                }
            }
        };
        tokens.push(Token { start, end: at, lex });
    }
    tokens
}

/// The end of a run of letters of any script but Chinese.
fn letters(text: &str, from: usize) -> usize {
    let end = text[from..].char_indices().find(|&(_, c)| !c.is_alphabetic() || is_han(c));
    end.map_or(text.len(), |(i, _)| from + i)
}

/// A run of digits, or an ordinal (21st), whose ending it takes in.
fn number(text: &str, start: usize, at: &mut usize) -> Lex {
    let digits = &text.as_bytes()[start..*at];
    if digits.len() > 9 {
        return Lex::Other;
    }
    let value = digits.iter().fold(0, |n: u32, digit| n * 10 + u32::from(digit - b'0'));
    let after = &text.as_bytes()[*at..];
    if let [a, b, rest @ ..] = after
        && digits.len() <= 2
        && matches!((a.to_ascii_lowercase(), b.to_ascii_lowercase()), (b's', b't') | (b'n' | b'r', b'd') | (b't', b'h'))
        && !rest.first().is_some_and(u8::is_ascii_alphanumeric)
    {
        *at += 2;
        return i8::try_from(value).map_or(Lex::Other, Lex::Ordinal);
    }
    Lex::Number(value)
}

/// The word that starts the bytes.
fn word(lexicon: &Lexicon, bytes: &[u8], length: usize) -> Lex {
    let found = lexicon.get(bytes, length).unwrap_or(Lex::Other);
    match found {
        // Names of months and days are written large, and so are Q1, H1 and FY.
        Lex::Month(..) | Lex::Weekday(_) | Lex::Feast(_) | Lex::Word(Word::Q | Word::H | Word::Fy)
            if !bytes.first().is_some_and(u8::is_ascii_uppercase) =>
        {
            Lex::Other
        }
        _ => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dash_after_a_word_leaves_it_what_it_is() {
        let lexes: Vec<Lex> = tokens("May–June year’s Mayé").iter().map(|t| t.lex).collect();
        assert_eq!(lexes[0], Lex::Month(5, true));
        assert_eq!(lexes[3], Lex::Unit(crate::quantity::time::lexicon::Step::Year));
        assert_eq!(lexes.last(), Some(&Lex::Other));
    }

    #[test]
    fn tokens_cover_all_but_spaces() {
        let text = "In Q1 2024, 7.5万亿元;  21st\n\n5G è ١";
        let cut: Vec<&str> = tokens(text).iter().map(|t| &text[t.start..t.end]).collect();
        assert_eq!(
            cut,
            ["In", "Q", "1", "2024", ",", "7", ".", "5", "万", "亿", "元", ";", "21st", "\n\n", "5", "G", "è", "١"]
        );
    }
}
