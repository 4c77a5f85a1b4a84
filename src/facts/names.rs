//! Names of measures, brought to one form so that two ways of saying the same thing compare equal.
//!
//! Owns filler words and the words that tell one measure from another (the direction of a flow); the words themselves are
//! those of `words`. Knows no table, no claim; how well two names agree is for `check::identity`.

use std::fmt;
use std::sync::LazyLock;

use super::words::{canonical_words, synonym_rows};

/// Which way goods, services or money go: what tells exports from imports, and both from their balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flow {
    /// Out of the entity.
    Export,
    /// Into the entity.
    Import,
    /// Both ways together.
    Trade,
    /// Exports less imports, income less spending; positive when more comes in than goes out.
    Balance,
    /// A positive balance.
    Surplus,
    /// A negative balance, given as a positive magnitude.
    Deficit,
}

impl Flow {
    const ALL: [Self; 6] = [Self::Export, Self::Import, Self::Trade, Self::Balance, Self::Surplus, Self::Deficit];

    /// The flow that a word names.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        Some(match word {
            "export" | "exported" | "exporter" | "exporting" => Self::Export,
            "import" | "imported" | "importer" | "importing" => Self::Import,
            "trade" | "trading" | "traded" => Self::Trade,
            "balance" => Self::Balance,
            "surplus" | "surpluse" => Self::Surplus,
            "deficit" => Self::Deficit,
            _ => return None,
        })
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Export => "exports",
            Self::Import => "imports",
            Self::Trade => "trade",
            Self::Balance => "balance",
            Self::Surplus => "surplus",
            Self::Deficit => "deficit",
        }
    }
}

/// The name of a measure in its one form: the direction of its flow, and its other words without filler, sorted.
///
/// ```
/// use figcheck::facts::MeasureName;
/// assert_eq!(MeasureName::parse("exports of services"), MeasureName::parse("Service exports"));
/// assert_ne!(MeasureName::parse("exports of services"), MeasureName::parse("exports of goods"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MeasureName {
    /// The direction.
    pub flow: Option<Flow>,
    /// The other words that tell it from other measures, sorted, each once.
    pub words: Vec<String>,
    /// Whether the name says growth: "GDP growth", "growth rate of services trade".
    pub growth: bool,
    /// Whether the name says share or proportion.
    pub share: bool,
    /// Whether the name says that there is a partner: "bilateral trade".
    pub bilateral: bool,
}

/// Words that say nothing about which measure it is.
const FILLER: &[&str] = &[
    "a",
    "an",
    "the",
    "of",
    "in",
    "for",
    "to",
    "with",
    "from",
    "by",
    "on",
    "at",
    "and",
    "or",
    "as",
    "its",
    "their",
    "this",
    "that",
    "our",
    "total",
    "overall",
    "aggregate",
    "whole",
    "entire",
    "combined",
    "value",
    "volume",
    "amount",
    "scale",
    "size",
    "magnitude",
    "figure",
    "number",
    "level",
    "sum",
    "quantity",
    "worth",
    "annual",
    "yearly",
    "monthly",
    "quarterly",
    "year",
    "cumulative",
    "all",
    "country",
    "nation",
    "world",
    "global",
    "each",
    "s",
    "count",
    "rank",
    "ranking",
];

impl MeasureName {
    /// Reads a name as tables and texts write it.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut name = Self::parse_rest(text);
        if name.is_empty() && !name.growth && !name.share {
            // Nothing but filler: better that than nothing.
            name.words = canonical_words(text);
            name.words.sort();
            name.words.dedup();
        }
        name
    }

    /// As [`MeasureName::parse`], but empty where the text is nothing but filler: "the global total".
    #[must_use]
    pub(crate) fn parse_rest(text: &str) -> Self {
        let all = canonical_words(text);
        let mut name = Self::default();
        let mut flows = Vec::new();
        for word in &all {
            match word.as_str() {
                "growth" | "increase" | "decline" => name.growth = true,
                "share" | "proportion" | "percentage" => name.share = true,
                "bilateral" | "twoway" | "mutual" => name.bilateral = true,
                _ => match Flow::of_word(word) {
                    Some(flow) => flows.push(flow),
                    None if FILLER.contains(&word.as_str()) => {}
                    None => name.words.push(word.clone()),
                },
            }
        }
        name.flow = main_flow(&flows);
        if name.growth {
            // "average annual growth rate of services trade" is about services trade.
            name.words.retain(|w| !["rate", "average", "compound", "pace"].contains(&w.as_str()));
        }
        if name.share && name.words.len() > 1 {
            // "share of the population with access to electricity" is about access to electricity.
            name.words.retain(|w| w != "population");
        }
        if name.flow.is_some() {
            // A trading partner is ranked by trade, the import bill by imports.
            name.words.retain(|w| !["partner", "bill"].contains(&w.as_str()));
        }
        name.words.sort();
        name.words.dedup();
        name
    }

    /// The name as one text, for [`MeasureName::from_canonical`]: what else it says in brackets, then its words.
    pub(super) fn canonical(&self) -> String {
        let flow = Flow::ALL.into_iter().filter(|flow| self.flow == Some(*flow)).map(Flow::as_str);
        let says = [(self.growth, "growth"), (self.share, "share"), (self.bilateral, "bilateral")];
        let says = says.into_iter().filter_map(|(says, word)| says.then_some(word));
        let marks = flow.chain(says).map(|mark| format!("[{mark}]"));
        marks.chain(self.words.iter().cloned()).collect::<Vec<_>>().join(" ")
    }

    /// A name that [`MeasureName::canonical`] wrote.
    pub(super) fn from_canonical(text: &str) -> Self {
        let mut name = Self::default();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            match word.strip_prefix('[').and_then(|word| word.strip_suffix(']')) {
                Some("growth") => name.growth = true,
                Some("share") => name.share = true,
                Some("bilateral") => name.bilateral = true,
                Some(mark) => name.flow = Flow::ALL.into_iter().find(|flow| flow.as_str() == mark),
                None => name.words.push(word.to_owned()),
            }
        }
        name
    }

    /// Whether it names nothing in particular: "growth rate", "share".
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.flow.is_none() && self.words.is_empty()
    }

    /// The same measure going the other way.
    #[must_use]
    pub fn with_flow(&self, flow: Flow) -> Self {
        Self { flow: Some(flow), ..self.clone() }
    }

    /// The name together with the words of another: "overseas market" of "cloud computing".
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        let mut words: Vec<String> = self.words.iter().chain(&other.words).cloned().collect();
        words.sort();
        words.dedup();
        Self { flow: self.flow.or(other.flow), words, ..self.clone() }
    }

    /// Whether texts use the two for one another although the series may differ.
    #[must_use]
    pub fn is_near(&self, other: &Self) -> bool {
        let (a, b) = (self.bare(), other.bare());
        NEAR.iter().any(|ring| ring.contains(&a) && ring.contains(&b))
    }

    /// The other names that texts use for it although the series may differ.
    pub(crate) fn near_names(&self) -> Vec<Self> {
        let bare = self.bare();
        NEAR.iter().filter(|ring| ring.contains(&bare)).flatten().filter(|n| **n != bare).cloned().collect()
    }

    /// Whether the two share a word that says what is measured, and not only in which form: "inactivity rate" and
    /// "unemployment rate" do not. A name of no such words shares with all.
    pub(crate) fn shares_subject(&self, other: &Self) -> bool {
        const NARROW: [&str; 12] = [
            "youth", "core", "young", "external", "foreign", "adult", "child", "female", "male", "net", "real",
            "nominal",
        ];
        const FORMS: [&str; 14] = [
            "rate", "ratio", "index", "share", "number", "level", "value", "total", "average", "amount", "growth",
            "change", "per", "capita",
        ];
        let mut subject = self.words.iter().filter(|w| !FORMS.contains(&w.as_str())).peekable();
        let flow = self.flow.is_some() && self.flow == other.flow;
        // "Youth unemployment", "core inflation" are another thing than unemployment and inflation.
        let narrower = self.words.iter().any(|w| NARROW.contains(&w.as_str()) && !other.words.contains(w));
        !narrower && (flow || subject.peek().is_none() || subject.any(|w| other.words.contains(w)))
    }

    /// The words that an index finds the name by: its words, and its flow in brackets.
    pub(crate) fn index_words(&self) -> Vec<String> {
        let flow = self.flow.map(|f| match f {
            Flow::Surplus | Flow::Deficit | Flow::Balance => "[balance]".to_owned(),
            other => format!("[{}]", other.as_str()),
        });
        self.words.iter().cloned().chain(flow).collect()
    }

    fn bare(&self) -> Self {
        Self { flow: self.flow, words: self.words.clone(), ..Self::default() }
    }
}

impl fmt::Display for MeasureName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words.join(" "))?;
        match self.flow {
            Some(flow) if self.words.is_empty() => f.write_str(flow.as_str()),
            Some(flow) => write!(f, " {}", flow.as_str()),
            None => Ok(()),
        }
    }
}

/// A balance says more than the trade that it is the balance of; exports with imports are trade.
fn main_flow(flows: &[Flow]) -> Option<Flow> {
    let has = |flow| flows.contains(&flow);
    [Flow::Deficit, Flow::Surplus, Flow::Balance].into_iter().find(|&f| has(f)).or_else(|| {
        match (has(Flow::Export), has(Flow::Import), has(Flow::Trade)) {
            (true, false, _) => Some(Flow::Export),
            (false, true, _) => Some(Flow::Import),
            (true, true, _) | (_, _, true) => Some(Flow::Trade),
            _ => None,
        }
    })
}

static NEAR: LazyLock<Vec<Vec<MeasureName>>> = LazyLock::new(|| {
    let rows = synonym_rows().filter(|(relation, _)| *relation == "~");
    rows.map(|(_, names)| names.iter().map(|n| MeasureName::parse(n).bare()).collect()).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> MeasureName {
        MeasureName::parse(text)
    }

    #[test]
    fn two_ways_of_saying_it_are_one_name() {
        let same = [
            ("exports of services", "Services exports"),
            ("trade in services", "service trade"),
            ("total imports and exports of services", "services trade"),
            ("merchandise trade surplus", "surplus of goods trade"),
            ("China 's trade", "China’s trade"),
            (
                "telecom, computer and information services exports",
                "exports of telecommunications, computer and information services",
            ),
            ("digital delivery exports", "exports of digitally delivered services"),
            ("gross domestic product", "GDP"),
            ("GDP per head", "per-capita GDP"),
            ("cross-border e-commerce", "cross border e-commerce"),
            ("average annual growth rate of services trade", "services trade growth"),
            ("scale of intelligent computing power", "intelligent computing power"),
            ("number of 5G base stations", "5G base station"),
            ("new energy vehicles", "NEVs"),
        ];
        for (a, b) in same {
            assert_eq!(name(a), name(b), "{a} / {b}");
        }
    }

    #[test]
    fn what_tells_measures_apart_is_kept() {
        let differ = [
            ("exports of services", "imports of services"),
            ("services exports", "goods exports"),
            ("services trade", "services trade deficit"),
            ("real GDP", "nominal GDP"),
            ("GDP", "GDP per head"),
            ("crude oil", "average price of crude oil"),
            ("digital trade", "trade"),
            ("computer services exports", "services exports"),
        ];
        for (a, b) in differ {
            assert_ne!(name(a), name(b), "{a} / {b}");
        }
    }

    #[test]
    fn a_name_of_filler_alone_keeps_it() {
        assert_eq!(name("total value").words, ["total", "value"]);
        assert!(name("").is_empty());
    }

    #[test]
    fn the_canonical_text_says_all_of_a_name() {
        for text in
            ["services trade deficit growth", "bilateral trade", "share of [odd] exports", "GDP per head", "s", ""]
        {
            assert_eq!(MeasureName::from_canonical(&name(text).canonical()), name(text), "{text:?}");
        }
    }

    #[test]
    fn near_names_are_not_the_same() {
        assert!(!name("services trade").is_near(&name("goods trade")));
        assert!(name("total foreign trade").is_near(&name("goods trade")));
        assert_ne!(name("foreign trade"), name("goods trade"));
    }
}
