//! The small vocabularies that every stage shares: kinds of claims, comparators, modalities, verdicts.
//!
//! The names are those of the wire format, `docs/format.md`.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;

macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident, $what:literal { $($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// Every value, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name on the wire.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self, Error> {
                Self::ALL.iter().copied().find(|v| v.as_str() == text).ok_or_else(|| {
                    let expected: Vec<&str> = Self::ALL.iter().map(|v| v.as_str()).collect();
                    Error::value(format!("{} {text:?} is none of {}", $what, expected.join(", ")))
                })
            }
        }
    };
}

pub(crate) use vocabulary;

vocabulary! {
    /// What kind of magnitude a number asserts.
    Kind, "kind" {
        /// A magnitude or a count.
        Level = "level",
        /// An absolute difference from a base period, signed.
        Change = "change",
        /// A relative change from a base period, signed, in percent.
        Growth = "growth",
        /// Relative change a year, over base period to period, in percent.
        AverageGrowth = "average_growth",
        /// Part of a whole, in percent.
        Share = "share",
        /// A multiple of something, unit 1.
        Ratio = "ratio",
        /// A position, unit 1.
        Rank = "rank",
    }
}

vocabulary! {
    /// How the words around a value bound it.
    #[derive(Default)]
    Comparator, "comparator" {
        /// The value itself.
        #[default]
        Equal = "=",
        /// About, roughly, nearly.
        About = "~",
        /// More than, over.
        More = ">",
        /// At least.
        AtLeast = ">=",
        /// Less than, under.
        Less = "<",
        /// At most, up to.
        AtMost = "<=",
    }
}

vocabulary! {
    /// Whether the figure is said of the world as it was, as it will be, or as somebody wants it.
    #[derive(Default)]
    Modality, "modality" {
        /// What was measured.
        #[default]
        Actual = "actual",
        /// What is expected.
        Forecast = "forecast",
        /// What somebody aims for.
        Target = "target",
    }
}

vocabulary! {
    /// What the table says of a claim; the names are FEVER's.
    Verdict, "verdict" {
        /// A row, or a derivation from rows, meets the interval that the claim asserts.
        Supported = "supported",
        /// A row speaks of the same thing and does not meet it.
        Refuted = "refuted",
        /// No row, and no derivation from rows, speaks of the same thing with confidence.
        NotEnoughInfo = "not_enough_info",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back() {
        for &kind in Kind::ALL {
            assert_eq!(kind.as_str().parse::<Kind>().unwrap(), kind);
        }
        for &comparator in Comparator::ALL {
            assert_eq!(comparator.as_str().parse::<Comparator>().unwrap(), comparator);
        }
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_known_ones() {
        let message = "levels".parse::<Kind>().unwrap_err().to_string();
        assert!(message.contains("\"levels\"") && message.contains("average_growth"), "{message}");
    }
}
