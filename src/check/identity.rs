//! How surely a row speaks of what a claim speaks of.
//!
//! Each aspect is scored by itself, in hundredths, so that a sure period never makes up for a doubtful measure. The
//! weakest aspect decides what a row may do: see [`Identity::may_refute`] and [`Identity::may_support`].

use crate::facts::{Flow, MeasureName};

/// The sameness of a row and a claim, aspect by aspect, in hundredths: 100 is the same, 0 is another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// What is measured.
    pub measure: u8,
    /// Of whom.
    pub entity: u8,
    /// With whom.
    pub counterpart: u8,
    /// For a share, of what.
    pub whole: u8,
    /// When, and against when.
    pub period: u8,
    /// In which unit and kind.
    pub unit: u8,
}

/// From here on an aspect is matched with confidence.
const STRONG: u8 = 80;
/// From here on it is matched well enough for a figure that agrees to be no chance.
const FAIR: u8 = 70;

impl Identity {
    /// The same in everything.
    pub const SAME: Self = Self { measure: 100, entity: 100, counterpart: 100, whole: 100, period: 100, unit: 100 };

    fn aspects(self) -> [(&'static str, u8); 6] {
        [
            ("measure", self.measure),
            ("entity", self.entity),
            ("counterpart", self.counterpart),
            ("whole", self.whole),
            ("period", self.period),
            ("unit", self.unit),
        ]
    }

    /// Whether every aspect is matched with confidence; only then a row may refute.
    #[must_use]
    pub fn may_refute(&self) -> bool {
        self.aspects().iter().all(|(_, score)| *score >= STRONG)
    }

    /// Whether a row that agrees may bear the claim out.
    #[must_use]
    pub fn may_support(&self) -> bool {
        self.aspects().iter().all(|(_, score)| *score >= FAIR)
    }

    /// Whether only the period is in doubt: a claim that names none, and the latest row.
    #[must_use]
    pub fn is_current(&self) -> bool {
        Self { period: 100, ..*self }.may_refute() && self.period >= FAIR
    }

    /// Whether the period is matched well enough to bear a claim out.
    pub(super) fn is_timely(self) -> bool {
        self.period >= FAIR
    }

    /// All aspects together, 0 to 1000.
    #[must_use]
    pub fn score(&self) -> u32 {
        self.aspects().iter().fold(1_000_000, |product, (_, score)| product * u32::from(*score) / 100) / 1000
    }

    /// The aspects that are not matched with confidence, weakest first.
    #[must_use]
    pub fn doubts(&self) -> Vec<&'static str> {
        let mut weak: Vec<(&str, u8)> = self.aspects().into_iter().filter(|(_, score)| *score < STRONG).collect();
        weak.sort_by_key(|(_, score)| *score);
        weak.into_iter().map(|(name, _)| name).collect()
    }

    /// What is sure of two rows together: the weaker of each aspect.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self {
            measure: self.measure.min(other.measure),
            entity: self.entity.min(other.entity),
            counterpart: self.counterpart.min(other.counterpart),
            whole: self.whole.min(other.whole),
            period: self.period.min(other.period),
            unit: self.unit.min(other.unit),
        }
    }
}

/// Words that change what is measured more than others do.
const HEAVY: &[&str] = &[
    "goods",
    "service",
    "digital",
    "digitally",
    "real",
    "nominal",
    "average",
    "price",
    "index",
    "net",
    "gross",
    "capita",
    "core",
    "retail",
    "wholesale",
    "import",
    "export",
    "male",
    "female",
    "man",
    "woman",
    "urban",
    "rural",
    "youth",
    "debt",
    "tax",
    "profit",
    "revenue",
    "cost",
    "rate",
    "employment",
    "unemployment",
];

/// Words that hardly change what is measured.
const LIGHT: &[&str] = &[
    "national",
    "domestic",
    "official",
    "main",
    "major",
    "new",
    "local",
    "international",
    "industry",
    "sector",
    "foreign",
    "registered",
    "estimated",
    "current",
    "latest",
    "nationwide",
    "record",
    "live",
    "lived",
    "living",
];

/// Words of which a name has one or another, each with what means the same: the measures differ, however many other words
/// they share.
const RIVALS: &[&[&[&str]]] = &[
    &[&["goods"], &["service"]],
    &[&["real"], &["nominal"]],
    &[&["male", "man", "boy"], &["female", "woman", "girl"]],
    &[&["urban"], &["rural"]],
    &[&["public"], &["private"]],
    &[&["gross"], &["net"]],
    &[&["electric"], &["petrol"], &["diesel"]],
];

fn weight(word: &str) -> u32 {
    if HEAVY.contains(&word) {
        150
    } else if LIGHT.contains(&word) {
        20
    } else {
        100
    }
}

/// Words that stand near a claim and may complete a measure that it names only in part.
#[derive(Clone, Debug, Default)]
pub(super) struct Surroundings {
    /// In the sentence, before the value.
    pub(super) before: Vec<String>,
    /// In the sentence before, and in the title.
    pub(super) earlier: Vec<String>,
}

/// How two measures relate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Likeness {
    /// In hundredths.
    pub(super) score: u8,
    /// Whether the row counts the other way: a deficit for a surplus.
    pub(super) mirrored: bool,
}

const UNLIKE: Likeness = Likeness { score: 0, mirrored: false };

/// How alike the measure of a claim and one name of a row's measure are.
///
/// The direction of the flow must agree. Of the other words the shared ones are weighed against those that only one side
/// has; words that the claim leaves out count less if they stand shortly before it.
pub(super) fn likeness(claim: &MeasureName, row: &MeasureName, near: &Surroundings) -> Likeness {
    let Some((flow, mirrored)) = flows(claim.flow, row.flow) else { return UNLIKE };
    if rivals(&claim.words, &row.words) {
        return UNLIKE;
    }
    let same_flow = u32::from(claim.flow.is_some() && row.flow.is_some()) * 100;
    let shared: u32 = claim.words.iter().filter(|w| row.words.contains(w)).map(|w| weight(w)).sum();
    let extra: u32 = claim.words.iter().filter(|w| !row.words.contains(w)).map(|w| weight(w)).sum();
    // A name that shares no word may be completed by its sentence; one that has words of its own only helped along.
    let bare = claim.words.is_empty() && claim.flow.is_some();
    let mut missing = 0;
    let mut completed = true;
    for word in row.words.iter().filter(|w| !claim.words.contains(w)) {
        let share = match (near.before.contains(word), near.earlier.contains(word)) {
            (true, _) => 10,
            (false, true) => 25,
            (false, false) => 100,
        };
        completed &= share == 10 && bare;
        missing += weight(word) * share / 100;
    }
    let known = same_flow + shared;
    let all = known + extra + missing;
    let words = (known * 100).checked_div(all).unwrap_or(0);
    let untouched = missing == 0 && extra == 0;
    let mut score = words * u32::from(flow) / 100;
    if !untouched && !completed && row.words.iter().any(|w| !claim.words.contains(w) && weight(w) > 20) {
        score = score.min(u32::from(STRONG) - 1);
    }
    if claim.is_near(row) {
        score = score.max(u32::from(FAIR) + 5);
    }
    Likeness { score: u8::try_from(score).unwrap_or(100), mirrored }
}

/// Whether of two lists of words one has a word and the other its rival.
pub(super) fn rivals(a: &[String], b: &[String]) -> bool {
    RIVALS.iter().any(|sides| matches!((side(sides, a), side(sides, b)), (Some(a), Some(b)) if a != b))
}

/// The first side of which the words have one.
fn side(sides: &[&[&str]], words: &[String]) -> Option<usize> {
    sides.iter().position(|side| side.iter().any(|s| words.iter().any(|w| w == s)))
}

/// Whether the words around a bare flow ("total imports and exports") speak of a rival of what a row is about: services
/// where the row is about goods, whatever short alias it has.
pub(super) fn is_crossed(claim: &MeasureName, row: &MeasureName, near: &Surroundings) -> bool {
    let around = |word: &str| near.before.iter().chain(&near.earlier).any(|w| w == word);
    let crossed = |sides: &&[&[&str]]| {
        let own = side(sides, &row.words).and_then(|own| sides.get(own));
        own.is_some_and(|own| {
            !own.iter().any(|w| around(w)) && sides.iter().any(|other| other != own && other.iter().any(|w| around(w)))
        })
    };
    claim.words.is_empty() && claim.flow.is_some() && RIVALS.iter().any(crossed)
}

/// Whether two directions can be those of one measure, how surely, and whether one is the other's mirror.
fn flows(claim: Option<Flow>, row: Option<Flow>) -> Option<(u8, bool)> {
    use Flow::{Balance, Deficit, Surplus, Trade};
    match (claim, row) {
        (a, b) if a == b => Some((100, false)),
        (Some(Surplus), Some(Balance)) | (Some(Balance), Some(Surplus)) => Some((100, false)),
        (Some(Deficit), Some(Surplus | Balance)) | (Some(Surplus | Balance), Some(Deficit)) => Some((100, true)),
        (Some(_), Some(_)) => None,
        // "services" for "services trade": which way is left unsaid.
        (None, Some(Trade)) | (Some(Trade), None) => Some((72, false)),
        (None, Some(_)) | (Some(_), None) => Some((60, false)),
        (None, None) => Some((100, false)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(claim: &str, row: &str) -> u8 {
        score_near(claim, row, "", "")
    }

    fn score_near(claim: &str, row: &str, before: &str, earlier: &str) -> u8 {
        let words = crate::facts::canonical_words;
        let near = Surroundings { before: words(before), earlier: words(earlier) };
        likeness(&MeasureName::parse(claim), &MeasureName::parse(row), &near).score
    }

    #[test]
    fn the_same_measure_is_strong() {
        let cases = [
            ("total bilateral trade", "bilateral trade"),
            ("trade in services", "services trade"),
            ("digitally delivered services exports", "exports of digitally delivered services"),
            ("exported integrated circuits", "exports of integrated circuits"),
            ("merchandise trade surplus", "goods trade surplus"),
            ("national population", "population"),
        ];
        for (claim, row) in cases {
            assert!(score(claim, row) >= STRONG, "{claim} / {row}: {}", score(claim, row));
        }
    }

    #[test]
    fn flows_and_rival_words_never_match() {
        let cases = [
            ("exports of goods", "imports of goods"),
            ("services exports", "goods exports"),
            ("exports", "imports"),
            ("services trade", "services exports"),
            ("services trade", "services trade deficit"),
            ("real wages", "nominal wages"),
        ];
        for (claim, row) in cases {
            assert_eq!(score(claim, row), 0, "{claim} / {row}");
        }
    }

    #[test]
    fn another_head_or_a_narrower_name_is_weak() {
        let cases = [
            ("consumer prices", "consumer confidence"),
            ("GDP", "GDP per head"),
            ("services trade", "knowledge-intensive services trade"),
            ("knowledge-intensive services trade", "services trade"),
            ("exports", "exports of integrated circuits"),
            ("trade", "services trade"),
            ("computer services exports", "telecommunications, computer and information services exports"),
            ("crude oil", "average price of crude oil"),
        ];
        for (claim, row) in cases {
            assert!(score(claim, row) < FAIR, "{claim} / {row}: {}", score(claim, row));
        }
    }

    #[test]
    fn near_names_are_fair_only() {
        for (claim, row) in [("the total foreign trade", "goods trade"), ("chip exports", "integrated circuit exports")]
        {
            assert!((FAIR..STRONG).contains(&score(claim, row)), "{claim} / {row}: {}", score(claim, row));
        }
    }

    #[test]
    fn a_bare_flow_is_completed_by_its_sentence() {
        let row = "services trade";
        assert!(score_near("total imports and exports", row, "", "trade in services reached a milestone") >= FAIR);
        assert!(score_near("total imports and exports", row, "", "trade in services reached a milestone") < STRONG);
        assert!(score_near("imports and exports", row, "in services, total", "") >= STRONG);
        let narrower = "knowledge-intensive services trade";
        assert!(score_near("services trade", narrower, "knowledge-intensive firms lifted", "") < STRONG);
    }

    #[test]
    fn a_deficit_mirrors_a_surplus() {
        let found = likeness(
            &MeasureName::parse("services trade deficit"),
            &MeasureName::parse("services trade balance"),
            &Surroundings::default(),
        );
        assert_eq!(found, Likeness { score: 100, mirrored: true });
    }

    #[test]
    fn the_weakest_aspect_decides() {
        let weak = Identity { period: 75, ..Identity::SAME };
        assert!(!weak.may_refute() && weak.may_support() && weak.is_current());
        assert_eq!(weak.doubts(), ["period"]);
        assert!(!Identity { entity: 60, ..Identity::SAME }.may_support());
        assert_eq!(Identity::SAME.score(), 1000);
    }
}
