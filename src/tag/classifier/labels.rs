//! What the labels of a token classifier say in our terms.

use std::collections::BTreeMap;

use crate::error::{Error, Result};
use crate::label::Kind;
use crate::tag::Role;

/// What a label says of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing that concerns claims.
    Nothing,
    /// It belongs to a claim's value, of this kind.
    Kind(Kind),
    /// It belongs to a claim's value; unit and words around it say the kind.
    Value,
    /// It names an attribute of the claims around it.
    Role(Role),
}

/// One label of a classifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// As the configuration writes it.
    pub name: String,
    /// What it says.
    pub meaning: Meaning,
    /// Whether it is said of first words only: `B-`, `S-` or `U-`.
    pub begins: bool,
}

/// The labels of a classifier, in the order of its outputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels(Vec<Label>);

/// Most labels of a classifier.
const MOST_LABELS: usize = 1000;
/// Longest name of a label in bytes.
const LONGEST_NAME: usize = 100;

/// Names of values whose kind the label leaves open: generic ones, and those of OntoNotes.
const VALUES: &[&str] = &[
    "value",
    "quantity",
    "number",
    "amount",
    "figure",
    "claim",
    "percent",
    "percentage",
    "money",
    "cardinal",
    "ordinal",
];

/// Other names of roles.
const ROLES: &[(&str, Role)] = &[
    ("metric", Role::Measure),
    ("indicator", Role::Measure),
    ("gpe", Role::Entity),
    ("org", Role::Entity),
    ("loc", Role::Entity),
    ("partner", Role::Counterpart),
    ("of", Role::Whole),
    ("date", Role::Period),
    ("base_period", Role::Base),
];

/// What a label says, and whether it is said of first words only.
fn read(name: &str) -> (Meaning, bool) {
    let plain = name.trim().to_lowercase().replace([' ', '-'], "_");
    let (begins, plain) = match plain.split_once('_') {
        Some(("b" | "s" | "u", rest)) => (true, rest),
        Some(("i" | "e" | "l", rest)) => (false, rest),
        _ => (false, plain.as_str()),
    };
    let kind = Kind::ALL.iter().find(|kind| kind.as_str() == plain).map(|kind| Meaning::Kind(*kind));
    let role = Role::ALL.iter().find(|role| role.as_str() == plain).copied();
    let role = role.or_else(|| ROLES.iter().find(|(name, _)| *name == plain).map(|(_, role)| *role));
    let value = VALUES.contains(&plain).then_some(Meaning::Value);
    (kind.or(role.map(Meaning::Role)).or(value).unwrap_or(Meaning::Nothing), begins)
}

impl Labels {
    /// Reads the `id2label` of a configuration.
    ///
    /// # Errors
    /// If its ids are not 0, 1, 2 and so on, a name cannot be meant, or no label says that something is a value.
    pub fn parse(id2label: &BTreeMap<String, String>) -> Result<Self> {
        let count = id2label.len();
        if count == 0 || count > MOST_LABELS {
            return Err(Error::model(format!("id2label has {count} labels, expected 1 to {MOST_LABELS}")));
        }
        let mut labels = vec![None; count];
        for (id, name) in id2label {
            let slot = id.parse::<usize>().ok().and_then(|id| labels.get_mut(id));
            let slot = slot
                .ok_or_else(|| Error::model(format!("id2label has the id {id:.40?}, expected 0 to {}", count - 1)))?;
            if name.len() > LONGEST_NAME || name.chars().any(char::is_control) {
                let expected = format!("expected at most {LONGEST_NAME} bytes without control characters");
                return Err(Error::model(format!("id2label has the label {name:.40?}: {expected}")));
            }
            let (meaning, begins) = read(name);
            *slot = Some(Label { name: name.clone(), meaning, begins });
        }
        // As many ids as slots, so a slot is empty only where "1" and "01" share another.
        let labels: Option<Vec<Label>> = labels.into_iter().collect();
        let labels = Self(labels.ok_or_else(|| Error::model("id2label gives one id twice, expected each once"))?);
        if !labels.0.iter().any(|label| matches!(label.meaning, Meaning::Kind(_) | Meaning::Value)) {
            let found: Vec<&str> = labels.0.iter().take(20).map(|label| label.name.as_str()).collect();
            let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
            return Err(Error::model(format!(
                "labels are {}{}: expected at least one of {}, or of {}, alone or after B- and I-",
                found.join(", "),
                if labels.0.len() > found.len() { ", …" } else { "" },
                kinds.join(", "),
                VALUES.join(", "),
            )));
        }
        Ok(labels)
    }

    /// The labels in the order of the classifier's outputs.
    #[must_use]
    pub fn all(&self) -> &[Label] {
        &self.0
    }

    /// Whether some label says this.
    #[must_use]
    pub fn say(&self, meaning: Meaning) -> bool {
        self.0.iter().any(|label| label.meaning == meaning)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(names: &[&str]) -> Result<Labels> {
        Labels::parse(&names.iter().enumerate().map(|(i, n)| (i.to_string(), (*n).to_owned())).collect())
    }

    #[test]
    fn labels_say_kinds_values_and_roles_with_and_without_prefix() {
        for (name, meaning, begins) in [
            ("O", Meaning::Nothing, false),
            ("B-GROWTH", Meaning::Kind(Kind::Growth), true),
            ("I-average_growth", Meaning::Kind(Kind::AverageGrowth), false),
            ("S-Average-Growth", Meaning::Kind(Kind::AverageGrowth), true),
            ("level", Meaning::Kind(Kind::Level), false),
            ("B-PERCENT", Meaning::Value, true),
            ("I-WHOLE", Meaning::Role(Role::Whole), false),
            ("B-OF", Meaning::Role(Role::Whole), true),
            ("GPE", Meaning::Role(Role::Entity), false),
            ("B-PER", Meaning::Nothing, true),
        ] {
            assert_eq!(read(name), (meaning, begins), "{name}");
        }
    }

    #[test]
    fn labels_that_say_no_value_are_refused_with_both_sides() {
        let error = labels(&["O", "B-PER", "B-MEASURE"]).unwrap_err().to_string();
        assert!(error.contains("B-PER") && error.contains("average_growth") && error.contains("quantity"), "{error}");
        assert!(labels(&["O", "B-LEVEL"]).is_ok());
    }

    #[test]
    fn ids_that_are_not_counted_from_0_are_refused() {
        for ids in [["0", "2"], ["1", "2"], ["-1", "0"], ["1", "01"], ["0", "x"]] {
            let map = ids.iter().map(|id| ((*id).to_owned(), "LEVEL".to_owned())).collect();
            assert!(Labels::parse(&map).unwrap_err().to_string().contains("id2label"), "{ids:?}");
        }
    }
}
