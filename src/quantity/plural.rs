//! Plurals and their singulars.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Irregular plurals and words in -s that are none, from the table beside this file.
static IRREGULAR: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let rows = include_str!("plurals.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| row.split_once('\t')).collect()
});

/// Names of peoples that no ending shows; with a capital they are persons.
const PEOPLES: &[&str] = &[
    "afghans",
    "arabs",
    "bangladeshis",
    "britons",
    "croats",
    "czechs",
    "danes",
    "filipinos",
    "finns",
    "greeks",
    "iraqis",
    "israelis",
    "jews",
    "kurds",
    "londoners",
    "muslims",
    "pakistanis",
    "poles",
    "rohingyas",
    "saudis",
    "scots",
    "serbs",
    "slovaks",
    "slovenes",
    "somalis",
    "spaniards",
    "swedes",
    "thais",
    "turks",
    "uighurs",
    "uyghurs",
    "hoosiers",
];

/// Whether a word is its own plural, or a plural without a singular: "series", "aircraft".
pub(super) fn same(word: &str) -> bool {
    IRREGULAR.get(word).is_some_and(|one| *one == word || *one == "-")
}

/// Whether a word looks like a plural.
pub(super) fn is_plural(word: &str) -> bool {
    let lower = word.to_lowercase();
    if let Some(one) = IRREGULAR.get(lower.as_str()) {
        return *one != "-";
    }
    let upper = word.chars().skip(1).any(char::is_uppercase);
    let ending = lower.ends_with('s') && !lower.ends_with("ss") && !lower.ends_with("us") && !lower.ends_with("is");
    ending && lower.len() > 3 - usize::from(upper)
}

/// The singular of a noun, in lower case; names of peoples are persons.
pub(super) fn singular(word: &str) -> String {
    let lower = word.to_lowercase();
    // "MPs", "NGOs"
    if let Some(stem) = word.strip_suffix('s')
        && stem.len() > 1
        && stem.chars().all(char::is_uppercase)
    {
        return stem.to_lowercase();
    }
    if let Some(one) = IRREGULAR.get(lower.as_str()) {
        return if *one == "-" { lower } else { (*one).to_owned() };
    }
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    let acronym = word.chars().all(char::is_uppercase);
    let people = ["ans", "ians", "ers", "ons", "ese", "iards", "oles", "anes", "eks", "wedes", "urks", "abs"];
    if capital && !acronym && lower.ends_with("ans") && people.iter().any(|ending| lower.ends_with(ending)) {
        return "person".to_owned();
    }
    if capital && !acronym && (PEOPLES.contains(&lower.as_str()) || lower.ends_with("landers")) {
        return "person".to_owned();
    }
    let swap = |ending: &str, with: &str| lower.strip_suffix(ending).map(|stem| format!("{stem}{with}"));
    for (ending, with) in
        [("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("zzes", "z"), ("oes", "o"), ("ies", "y")]
    {
        if lower.len() > ending.len() + 1
            && let Some(one) = swap(ending, with)
        {
            return one;
        }
    }
    match lower.strip_suffix('s') {
        Some(stem) if is_plural(&lower) => stem.to_owned(),
        _ => lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn singulars() {
        for (plural, one) in [
            ("cities", "city"),
            ("churches", "church"),
            ("boxes", "box"),
            ("houses", "house"),
            ("buses", "bus"),
            ("Americans", "person"),
            ("copies", "copy"),
            ("women", "woman"),
            ("taxes", "tax"),
            ("matches", "match"),
            ("wins", "win"),
            ("TEAMS", "team"),
            ("series", "series"),
            ("glass", "glass"),
        ] {
            assert_eq!(singular(plural), one);
        }
    }
}
