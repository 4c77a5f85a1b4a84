//! A passage as numbers: token ids, markers of what the grammar found, and where each value and word stands.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use tokenizers::Tokenizer;

use super::normalizer;
use crate::error::{Error, Result};
use crate::quantity::{Form, Quantity, Unit};
use crate::span::Span;
use crate::tag::Passage;

/// What the grammar says of a token's place; row of the marker embedding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// Nothing.
    None,
    /// Inside a value in percent.
    Percent,
    /// Inside a value in percentage or basis points.
    Points,
    /// Inside a sum of money.
    Money,
    /// Inside a value in a physical unit.
    Physical,
    /// Inside a duration.
    Duration,
    /// A count with its noun.
    Count,
    /// A number without unit or noun.
    Bare,
    /// A multiple in words.
    Multiple,
    /// A fraction in words.
    Fraction,
    /// A position.
    Ordinal,
    /// Inside a time expression.
    Time,
    /// Inside the words that bound a value.
    Cue,
}

impl Marker {
    /// How many there are.
    pub const COUNT: usize = 13;

    /// The marker of a quantity.
    #[must_use]
    pub fn of(quantity: &Quantity) -> Self {
        match quantity.form {
            Form::Multiple => Self::Multiple,
            Form::Fraction => Self::Fraction,
            Form::Ordinal => Self::Ordinal,
            Form::Digits | Form::Words => Self::of_unit(&quantity.unit),
        }
    }
}

impl Marker {
    fn of_unit(unit: &Unit) -> Self {
        let year = Unit::parse("a").ok();
        match unit {
            unit if unit.is_percent() => Self::Percent,
            unit if unit.factor_to(&Unit::points()).is_some() => Self::Points,
            unit if unit.has_currency() => Self::Money,
            unit if unit.is_count() => Self::Count,
            unit if unit.dimension().is_one() => Self::Bare,
            unit if year.is_some_and(|year| unit.factor_to(&year).is_some()) => Self::Duration,
            _ => Self::Physical,
        }
    }
}

/// A passage as the encoder takes it.
#[derive(Clone, Debug)]
pub struct Encoded {
    /// Token ids, with the opening and closing tokens.
    pub ids: Vec<u32>,
    /// What the grammar says of each token.
    pub markers: Vec<u32>,
    /// Each token's bytes in the document's text; empty for the opening and closing token.
    pub spans: Vec<Span>,
    /// Whether a token begins a word.
    pub starts_word: Vec<bool>,
    /// Whether a token ends a word.
    pub ends_word: Vec<bool>,
    /// The sentence of the passage that each token stands in.
    pub sentences: Vec<usize>,
    /// The quantities that have a token, in order.
    pub values: Vec<Value>,
}

/// A quantity as the heads see it.
#[derive(Clone, Copy, Debug)]
pub struct Value {
    /// Index into [`Passage::quantities`].
    pub quantity: usize,
    /// Its first token.
    pub first: usize,
    /// Its last token.
    pub last: usize,
    /// Its marker.
    pub marker: Marker,
}

/// Widths of the tables of relative places, see [`Encoded::places`].
pub const DISTANCES: usize = 21;
/// Number of sentence relations: the same, one or more before, after.
pub const SENTENCES: usize = 4;
/// Number of classes of values between: up to two on either side.
pub const BETWEEN: usize = 5;

/// Reads passages into tokens.
#[derive(Debug)]
pub struct Reader {
    tokenizer: Tokenizer,
    longest: usize,
}

impl Reader {
    /// A reader of a `tokenizer.json`, for inputs of at most `longest` tokens.
    ///
    /// # Errors
    /// If the file is no tokenizer.
    pub fn new(json: &[u8], longest: usize) -> Result<Self> {
        normalizer::check(json)?;
        let tokenizer = contained(|| Tokenizer::from_bytes(json))?;
        let mut tokenizer = tokenizer.map_err(|e| Error::model(format!("not a tokenizer: {e}")).caused_by(e))?;
        // Sentence models ship with both switched on, to 128 tokens: that would cut passages without a word.
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(|e| Error::model(e.to_string()).caused_by(e))?;
        Ok(Self { tokenizer, longest })
    }

    /// The number of tokens of the vocabulary.
    #[must_use]
    pub fn vocabulary(&self) -> usize {
        self.tokenizer.get_vocab_size(true)
    }

    /// Checks that every id fits an embedding of `rows` rows.
    ///
    /// # Errors
    /// If one does not, or if the tokenizer cannot even read a plain sentence.
    pub fn check(&self, rows: usize) -> Result<()> {
        let sample = contained(|| self.tokenizer.encode("In 2024, 7.5 percent.", true))?;
        let sample = sample.map_err(|e| Error::model(format!("cannot read a sentence: {e}")).caused_by(e))?;
        // What a template adds around a text need not be in the vocabulary.
        let ids = self.tokenizer.get_vocab(true).into_values().chain(sample.get_ids().iter().copied());
        match ids.max() {
            Some(id) if id as usize >= rows => {
                Err(Error::model(format!("has the token id {id}, expected ids below the vocab_size {rows}")))
            }
            Some(_) if !sample.get_ids().is_empty() => Ok(()),
            _ => Err(Error::model("makes no token of a sentence, expected a vocabulary")),
        }
    }

    /// The tokenizer itself.
    #[must_use]
    pub fn tokenizer(&self) -> &Tokenizer {
        &self.tokenizer
    }

    /// The passage in tokens. Where it is too long, its end is left out, with the values there.
    ///
    /// # Errors
    /// If the tokenizer itself fails.
    pub fn read(&self, passage: &Passage<'_>) -> Result<Encoded> {
        let text = passage.span.of(passage.text);
        // Tables of a stranger's tokenizer may lead out of bounds for some characters and not for others.
        let encoding = catch_unwind(AssertUnwindSafe(|| self.tokenizer.encode(text, true))).map_err(|_| crashed())?;
        let encoding = encoding.map_err(|e| Error::model(e.to_string()).caused_by(e))?;
        let count = encoding.get_ids().len().min(self.longest);
        let spans: Vec<Span> = encoding.get_offsets()[..count]
            .iter()
            .map(|&(start, end)| Span::new(start, end.max(start)).shift(passage.span.start))
            .collect();
        let special = |i: usize| encoding.get_special_tokens_mask()[i] == 1;
        let mut read = Encoded {
            ids: encoding.get_ids()[..count].to_vec(),
            markers: vec![Marker::None as u32; count],
            starts_word: (0..count).map(|i| !special(i) && starts_word(passage.text, spans[i])).collect(),
            ends_word: (0..count).map(|i| !special(i) && ends_word(passage.text, spans[i])).collect(),
            sentences: sentence_of_tokens(&spans, &passage.sentences),
            values: Vec::with_capacity(passage.quantities.len()),
            spans,
        };
        for time in &passage.times {
            read.mark(time.span, Marker::Time);
        }
        for (n, quantity) in passage.quantities.iter().enumerate() {
            if let Some(cue) = quantity.cue {
                read.mark(cue, Marker::Cue);
            }
            let marker = Marker::of(quantity);
            if let Some((first, last)) = read.mark(quantity.span, marker) {
                read.values.push(Value { quantity: n, first, last, marker });
            }
        }
        Ok(read)
    }
}

/// Does something with a tokenizer whose tables nobody has looked at: the crate indexes and unwraps what they say. On a
/// thread of its own, so that a panic there is an error here, and nothing more.
fn contained<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().name("figcheck-tokenizer".to_owned()).spawn_scoped(scope, work);
        let thread = thread.map_err(|e| Error::model(format!("no thread for the tokenizer: {e}")).caused_by(e))?;
        thread.join().map_err(|_| crashed())
    })
}

fn crashed() -> Error {
    Error::model("the tokenizer crashes over its own tables, expected whole ones")
}

/// Whether the character before a span's start does not belong to the same word.
fn starts_word(text: &str, span: Span) -> bool {
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let joined = inside(text[..span.start].chars().next_back()) && inside(span.of(text).chars().next());
    !span.is_empty() && !joined
}

fn ends_word(text: &str, span: Span) -> bool {
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let joined = inside(text[span.end..].chars().next()) && inside(span.of(text).chars().next_back());
    !span.is_empty() && !joined
}

fn sentence_of_tokens(spans: &[Span], sentences: &[Span]) -> Vec<usize> {
    let mut at = 0;
    spans
        .iter()
        .map(|span| {
            while at + 1 < sentences.len() && !span.is_empty() && sentences[at + 1].start <= span.start {
                at += 1;
            }
            at
        })
        .collect()
}

impl Encoded {
    /// First and last token that share a byte with `span`.
    #[must_use]
    pub fn tokens(&self, span: Span) -> Option<(usize, usize)> {
        // Tokens stand in text order; the opening token's empty span sorts before all others.
        let from = self.spans.partition_point(|s| s.end <= span.start);
        let first = (from..self.spans.len()).find(|&i| self.spans[i].overlaps(span))?;
        let last = (first..self.spans.len()).take_while(|&i| self.spans[i].overlaps(span)).last()?;
        Some((first, last))
    }

    fn mark(&mut self, span: Span, marker: Marker) -> Option<(usize, usize)> {
        let (first, last) = self.tokens(span)?;
        self.markers[first..=last].fill(marker as u32);
        Some((first, last))
    }

    /// For each token, whether the words of a role of value `n` may begin there, and whether they may end there: at the
    /// edges of words, outside the value.
    pub fn bounds(&self, n: usize) -> impl Iterator<Item = [bool; 2]> + '_ {
        let value = self.values[n];
        (0..self.ids.len()).map(move |i| {
            let outside = !(value.first..=value.last).contains(&i);
            [self.starts_word[i] && outside, self.ends_word[i] && outside]
        })
    }

    /// For each token, how it stands to value `n`: class of its distance, of its sentence, and of the values between.
    #[must_use]
    pub fn places(&self, n: usize) -> Vec<[u32; 3]> {
        let value = self.values[n];
        let own = self.sentences[value.first];
        let mut next = 0; // the first value that ends at or after the token
        (0..self.ids.len())
            .map(|token| {
                while next < self.values.len() && self.values[next].last < token {
                    next += 1;
                }
                let sentence = match self.sentences[token] {
                    s if s == own => 0,
                    s if s + 1 == own => 1,
                    s if s < own => 2,
                    _ => 3,
                };
                let between = if token < value.first {
                    2 - few(n.saturating_sub(next))
                } else if token > value.last {
                    2 + few(next.saturating_sub(n + 1))
                } else {
                    2
                };
                [distance_class(token, value.first, value.last), sentence, between]
            })
            .collect()
    }
}

/// 0, 1, or 2 for more.
fn few(count: usize) -> u32 {
    match count {
        0 => 0,
        1 => 1,
        _ => 2,
    }
}

/// 0 within the value, then classes that widen with the distance: 1-10 before it, 11-20 after it.
fn distance_class(token: usize, first: usize, last: usize) -> u32 {
    let class = |d: usize| match d {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 3,
        4 => 4,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=22 => 8,
        23..=35 => 9,
        _ => 10,
    };
    if token < first {
        class(first - token)
    } else if token > last {
        10 + class(token - last)
    } else {
        0
    }
}
