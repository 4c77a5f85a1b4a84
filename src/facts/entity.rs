//! Names of places and groups, brought to one name each: demonyms, codes, abbreviations (`entities.tsv`).
//!
//! Owns who is meant by a name, and finding the names of places in a text. A name that the data does not hold (a company,
//! a film) stands for itself, compared by its words.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::words::plain_words;
use crate::quantity::Period;
use crate::span::Span;

/// What sort of thing an entity is: decides who may stand in a ranking with whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// The whole.
    World,
    /// A group that statistics rank among countries, as one partner: ASEAN, European Union.
    Bloc,
    /// Any other group.
    Group,
    /// A country or customs territory.
    Country,
    /// A part of a country.
    Region,
    /// Anything that the data does not hold.
    Other,
}

/// Who or where, in one form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityName {
    /// The name that is shown: `China` for "Chinese" and "the PRC".
    pub id: String,
    /// What it is.
    pub kind: EntityKind,
    key: String,
}

struct Place {
    name: &'static str,
    kind: EntityKind,
}

struct Gazetteer {
    places: Vec<Place>,
    /// Normalized names, to indexes of `places`.
    names: BTreeMap<String, usize>,
    /// Words of the longest name.
    longest: usize,
}

static ENTITIES: &str = include_str!("entities.tsv");
static GROUPS: &str = include_str!("groups.tsv");

/// One membership: group, member, and the years of its beginning and end where it has them.
struct Membership {
    group: &'static str,
    member: &'static str,
    from: Option<i16>,
    to: Option<i16>,
}

static MEMBERSHIPS: LazyLock<Vec<Membership>> = LazyLock::new(|| {
    let lines = GROUPS.lines().filter(|l| !l.starts_with('#'));
    let read = |line: &'static str| {
        let cells: Vec<&'static str> = line.split('\t').collect();
        let &[group, member, from, to] = cells.as_slice() else { return None };
        Some(Membership { group, member, from: from.parse().ok(), to: to.parse().ok() })
    };
    lines.filter_map(read).collect()
});

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    let mut gazetteer = Gazetteer { places: Vec::new(), names: BTreeMap::new(), longest: 1 };
    for line in ENTITIES.lines().filter(|l| !l.starts_with('#')) {
        let cells: Vec<&'static str> = line.split('\t').collect();
        let &[name, kind, aliases] = cells.as_slice() else { continue };
        let Some(kind) = kind_of(kind) else { continue };
        let index = gazetteer.places.len();
        gazetteer.places.push(Place { name, kind });
        for alias in std::iter::once(name).chain(aliases.split('|')).filter(|a| !a.is_empty()) {
            let words = plain_words(alias);
            gazetteer.longest = gazetteer.longest.max(words.len());
            gazetteer.names.entry(words.join(" ")).or_insert(index);
        }
    }
    // "Nigerians" beside "Nigerian"; after all names, so that none is taken from its own place.
    let people: Vec<(String, usize)> = gazetteer.names.iter().filter_map(|(n, &i)| Some((people(n)?, i))).collect();
    for (plural, index) in people {
        gazetteer.names.entry(plural).or_insert(index);
    }
    gazetteer
});

/// The people that a name in the form of a demonym stands for.
fn people(name: &str) -> Option<String> {
    let demonym = name.len() > 4 && ["an", "er", "i", "ton"].iter().any(|end| name.ends_with(end));
    demonym.then(|| format!("{name}s"))
}

fn kind_of(text: &str) -> Option<EntityKind> {
    Some(match text {
        "world" => EntityKind::World,
        "bloc" => EntityKind::Bloc,
        "group" => EntityKind::Group,
        "country" => EntityKind::Country,
        "region" => EntityKind::Region,
        _ => return None,
    })
}

/// Words beside a name that do not change who is meant.
const DESCRIPTORS: &[&str] = &[
    "the",
    "a",
    "an",
    "economy",
    "market",
    "government",
    "province",
    "municipality",
    "mainland",
    "group",
    "holdings",
    "inc",
    "corp",
    "corporation",
    "ltd",
    "limited",
    "plc",
    "co",
    "company",
    "whole",
    "entire",
    "total",
    "as",
];

impl EntityName {
    /// Reads a name as tables and texts write it.
    ///
    /// ```
    /// use figcheck::facts::EntityName;
    /// assert_eq!(EntityName::parse("the U.S.").id, "United States");
    /// assert_eq!(EntityName::parse("Chinese"), EntityName::parse("China"));
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let words = plain_words(text);
        let bare: Vec<String> = words.iter().filter(|w| !DESCRIPTORS.contains(&w.as_str())).cloned().collect();
        for candidate in [&words, &bare] {
            if let Some(&index) = GAZETTEER.names.get(&candidate.join(" ")) {
                return Self::place(index);
            }
        }
        let key = if bare.is_empty() { words.join(" ") } else { bare.join(" ") };
        Self { id: text.split_whitespace().collect::<Vec<_>>().join(" "), kind: EntityKind::Other, key }
    }

    /// The whole world.
    #[must_use]
    pub fn world() -> Self {
        Self::parse("World")
    }

    /// Whether it is the whole world.
    #[must_use]
    pub fn is_world(&self) -> bool {
        self.kind == EntityKind::World
    }

    /// Whether the data knows it.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.kind != EntityKind::Other
    }

    /// What two names of one entity have in common.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Whether it belonged to `group` at any time within `at`, as far as the data says.
    ///
    /// ```
    /// use figcheck::facts::EntityName;
    /// let (uk, union) = (EntityName::parse("UK"), EntityName::parse("EU"));
    /// assert!(uk.is_member_of(&union, &"2015".parse()?) && !uk.is_member_of(&union, &"2022".parse()?));
    /// # Ok::<(), figcheck::Error>(())
    /// ```
    #[must_use]
    pub fn is_member_of(&self, group: &Self, at: &Period) -> bool {
        let within = |m: &&Membership| {
            m.from.is_none_or(|from| from <= at.end().year()) && m.to.is_none_or(|to| at.start().year() <= to)
        };
        MEMBERSHIPS.iter().filter(within).any(|m| m.member == self.id && m.group == group.id)
    }

    /// Who belonged to it at any time within `at`, as far as the data says, in the data's order.
    pub(crate) fn members(&self, at: &Period) -> Vec<Self> {
        let places = (0..GAZETTEER.places.len()).map(Self::place);
        places.filter(|place| place.is_member_of(self, at)).collect()
    }

    fn place(index: usize) -> Self {
        let place = &GAZETTEER.places[index];
        Self { id: place.name.to_owned(), kind: place.kind, key: plain_words(place.name).join(" ") }
    }
}

/// The generic nouns that point back at an entity named before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// "the country", "the nation", "its".
    Country,
    /// "the bloc", "the union".
    Group,
}

impl Pointer {
    /// The pointer that the whole of `text` is.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let words = plain_words(text);
        let words: Vec<&str> =
            words.iter().map(String::as_str).filter(|w| !["the", "this", "that"].contains(w)).collect();
        match words.as_slice() {
            ["country" | "nation" | "economy" | "it" | "its" | "republic" | "kingdom"] => Some(Self::Country),
            ["bloc" | "union" | "group"] => Some(Self::Group),
            _ => None,
        }
    }
}

/// The known places that a text names, in its order, with where.
///
/// Only capitalized words count ("turkey" and "us" are no places), and short codes only in capitals.
pub(crate) fn places_in(text: &str) -> Vec<(Span, EntityName)> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        match place_at(text, &tokens[i..]) {
            Some((length, name)) => {
                found.push((Span::new(tokens[i].start, tokens[i + length - 1].end), name));
                i += length;
            }
            None => i += 1,
        }
    }
    found
}

fn place_at(text: &str, tokens: &[Span]) -> Option<(usize, EntityName)> {
    let first = tokens.first()?.of(text);
    if !first.chars().next()?.is_uppercase() && !["global", "world", "worldwide"].contains(&first) {
        return None;
    }
    let longest = tokens.len().min(GAZETTEER.longest);
    (1..=longest).rev().find_map(|length| {
        let last = tokens[length - 1];
        let whole = Span::new(tokens[0].start, last.end).of(text);
        let key = plain_words(whole).join(" ");
        let &index = GAZETTEER.names.get(&key)?;
        let code = key.len() <= 3 && whole.chars().any(char::is_lowercase);
        // "US$5 billion" names a currency.
        let money = text.get(last.end..).is_some_and(|rest| rest.starts_with('$'));
        // The "s" of a possessive belongs to no name.
        (!code && !money && last.of(text) != "s").then(|| (length, EntityName::place(index)))
    })
}

/// Runs of letters, digits and inner dots or hyphens.
fn tokens(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        let inside = c.is_alphanumeric() || c == '.' && dotted(text, at);
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                out.push(Span::new(from, at));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        out.push(Span::new(from, text.len()));
    }
    out
}

/// Whether the dot at byte `at` belongs to initials: "U.S.".
fn dotted(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    let letter = before.next().is_some_and(char::is_uppercase);
    letter && before.next().is_none_or(|c| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_names_one_entity() {
        let cases = [
            ("Chinese", "China"),
            ("China's", "China"),
            ("the US", "United States"),
            ("U.S.", "United States"),
            ("America", "United States"),
            ("the European Union", "European Union"),
            ("EU", "European Union"),
            ("Association of Southeast Asian Nations", "ASEAN"),
            ("global", "World"),
            ("the world", "World"),
            ("worldwide", "World"),
            ("Zhejiang province", "Zhejiang"),
            ("Türkiye", "Turkey"),
            ("CHN", "China"),
            ("the Chinese economy", "China"),
            ("Viet Nam", "Vietnam"),
        ];
        for (text, id) in cases {
            assert_eq!(EntityName::parse(text).id, id, "{text}");
        }
    }

    #[test]
    fn an_unknown_name_stands_for_itself() {
        let name = EntityName::parse("Tencent Holdings");
        assert_eq!((name.id.as_str(), name.kind), ("Tencent Holdings", EntityKind::Other));
        assert_eq!(name.key(), EntityName::parse("Tencent").key());
        assert_ne!(name.key(), EntityName::parse("Alibaba").key());
    }

    #[test]
    fn places_are_found_where_they_stand() {
        let text = "The U.S. and China sold us turkey; Saudi Arabia's global trade, Hong Kong too.";
        let found: Vec<(&str, String)> = places_in(text).into_iter().map(|(s, e)| (s.of(text), e.id)).collect();
        let expected = [
            ("U.S.", "United States"),
            ("China", "China"),
            ("Saudi Arabia", "Saudi Arabia"),
            ("global", "World"),
            ("Hong Kong", "Hong Kong"),
        ];
        let expected: Vec<(&str, String)> = expected.iter().map(|&(a, b)| (a, b.to_owned())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn members_belong_to_their_groups() {
        let member = |name: &str, group: &str, at: &str| {
            EntityName::parse(name).is_member_of(&EntityName::parse(group), &at.parse().unwrap())
        };
        assert!(member("Vietnam", "ASEAN", "2024") && !member("China", "ASEAN", "2024"));
        assert!(member("UK", "EU", "2019") && !member("UK", "EU", "2021") && member("UK", "EU-28", "2021"));
        assert!(member("Croatia", "euro area", "2023") && !member("Croatia", "euro area", "2022"));
        assert!(member("Canadian", "G7", "2020-Q2") && !member("Spain", "G7", "2020"));
        assert!(member("Poland", "OECD", "1996/2000") && !member("Poland", "OECD", "1990"));
    }

    #[test]
    fn every_row_of_the_data_is_well_formed_and_no_name_means_two() {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for line in ENTITIES.lines().filter(|l| !l.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 3, "{line}");
            assert!(kind_of(cells[1]).is_some(), "{line}");
            for alias in std::iter::once(cells[0]).chain(cells[2].split('|')).filter(|a| !a.is_empty()) {
                let key = plain_words(alias).join(" ");
                assert!(!key.is_empty(), "{line}");
                if let Some(other) = seen.insert(key, cells[0]) {
                    assert_eq!(other, cells[0], "{alias}");
                }
            }
        }
        for line in GROUPS.lines().filter(|l| !l.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 4, "{line}");
            for name in &cells[..2] {
                let found = EntityName::parse(name);
                assert!(found.is_known() && found.id == *name, "{line}");
            }
            let years: Vec<i16> = cells[2..].iter().filter(|y| !y.is_empty()).map(|y| y.parse().unwrap()).collect();
            assert!(years.is_sorted(), "{line}");
        }
    }

    #[test]
    fn names_that_look_alike_are_kept_apart() {
        let of = |text: &str| EntityName::parse(text);
        let apart = [
            ("Nigerians", "Nigeriens"),
            ("Guinea", "Guinea-Bissau"),
            ("Guinea", "Equatorial Guinea"),
            ("Guinea", "Papua New Guinea"),
            ("DRC", "Congo-Brazzaville"),
            ("Dominica", "Dominican Republic"),
            ("South Sudan", "Sudan"),
            ("GDR", "Germany"),
            ("England and Wales", "UK"),
            ("Scotland", "UK"),
            ("USSR", "Russia"),
        ];
        for (a, b) in apart {
            assert!(of(a).is_known() && of(b).is_known() && of(a) != of(b), "{a} / {b}");
        }
        // Which Congo it is nobody can say.
        assert!(!of("Congo").is_known());
        let none = "A turkey ate chad in a jersey; us poles and swedes lead the polish.";
        assert_eq!(places_in(none), []);
        let text = "Germans, Nigerians and Britons";
        let found: Vec<String> = places_in(text).into_iter().map(|(_, place)| place.id).collect();
        assert_eq!(found, ["Germany", "Nigeria", "United Kingdom"]);
    }
}
