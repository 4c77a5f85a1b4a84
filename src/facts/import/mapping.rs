//! A mapping in TOML: how a table of any other shape becomes facts.
//!
//! ```toml
//! table = "observations"                   # of a database with several; default: the only one
//! delimiter = "\t"                         # default: what the first line shows
//! skip = ["", ".."]                        # cells without a value; default: empty ones
//! [columns]                                # contract's column = the table's
//! entity = "entity_id"
//! period = "period"
//! value = "value"
//! [constants]                              # contract's column = its text in every row
//! source = "World Bank"
//! [[join]]                                 # more columns, from another table
//! file = "indicators.tsv"                  # beside the table
//! where = { source = "wdi_2026" }          # only these rows of it
//! on = { indicator_id = "indicator_id" }   # the table's column = the other's
//! columns = { title = "indicator" }        # contract's column = the other's
//! [units]                                  # what a text for a unit means, where figcheck cannot tell
//! "£|m||" = { unit = "GBP", scale = 6 }
//! [[title]]                                # marks in titles, in this order; the first with a unit gives it
//! ends = [": £m", " £m"]
//! unit = "GBP"
//! scale = 6
//! [[title]]
//! matches = "^income of (.*?): "           # a regular expression, whatever the case
//! entity = "$1"                            # what its first group found
//! aliases = ["earnings"]                   # other names of what the title measures
//! ```
//!
//! Beside the contract's columns there are `title`, a measure that may carry its unit in brackets or by the marks of
//! `[[title]]`, and `unit_text`, a unit in words. Any other name makes a qualifier.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use super::cells::Cells;
use super::period_text;
use super::unit_text::{self, UnitText};
use super::{Container, Header, Rows, Sink, Table};
use crate::error::Error;
use crate::facts::row::{OPTIONAL, Origin, REQUIRED};
use crate::label::Kind;

/// A mapping, read and checked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    #[cfg_attr(
        not(feature = "sqlite"),
        expect(dead_code, reason = "read all the same: a mapping is good in every build")
    )]
    table: Option<String>,
    delimiter: Option<char>,
    #[serde(default)]
    skip: Vec<String>,
    columns: BTreeMap<String, String>,
    #[serde(default)]
    constants: BTreeMap<String, String>,
    #[serde(default)]
    join: Vec<Join>,
    #[serde(default)]
    units: BTreeMap<String, GivenUnit>,
    #[serde(default)]
    title: Vec<Mark>,
}

/// Columns of another table, by a key.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Join {
    file: PathBuf,
    #[serde(default)]
    r#where: BTreeMap<String, String>,
    on: BTreeMap<String, String>,
    columns: BTreeMap<String, String>,
}

/// What a text for a unit means.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenUnit {
    unit: String,
    #[serde(default)]
    scale: i32,
    kind: Option<String>,
    of: Option<String>,
}

/// A mark in titles: what it says, and that it is no part of the measure.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mark {
    /// The mark is one of these at the end of the title, whatever its case.
    #[serde(default)]
    ends: Vec<String>,
    /// Or one of these at its start.
    #[serde(default)]
    starts: Vec<String>,
    /// Or one of these anywhere.
    #[serde(default)]
    contains: Vec<String>,
    /// Or what a regular expression finds, whatever its case.
    matches: Option<Pattern>,
    /// Titles with the mark hold no facts for us.
    #[serde(default)]
    skip: bool,
    /// The period of a row is the middle one of so many months.
    months: Option<u8>,
    /// Of whom or where the title speaks.
    entity: Option<String>,
    /// Other names of what the title measures, as articles word it.
    #[serde(default)]
    aliases: Vec<String>,
    unit: Option<String>,
    #[serde(default)]
    scale: i32,
    kind: Option<String>,
    /// What stands in the mark's place; nothing unless given. In it, in `entity` and in `aliases`, `$1` is what
    /// the first group of `matches` found.
    #[serde(default)]
    write: String,
    /// Qualifiers that it says.
    #[serde(default)]
    qualifiers: BTreeMap<String, String>,
}

/// A regular expression of a mapping.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
struct Pattern(Regex);

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        RegexBuilder::new(&text).case_insensitive(true).build().map(Self).map_err(|e| e.to_string())
    }
}

/// What a title says.
#[derive(Clone, Debug, Default, PartialEq)]
struct Title {
    measure: String,
    unit: UnitText,
    months: Option<u8>,
    entity: Option<String>,
    aliases: Vec<String>,
}

/// A title without a mark, and what the mark names.
struct Taken {
    title: String,
    entity: Option<String>,
    aliases: Vec<String>,
}

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// If it is no TOML, has a key that mappings do not have, or lacks a column: with line and column.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        let mapping: Self = toml::from_str(text).map_err(|e| {
            let before = e.span().and_then(|s| text.get(..s.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            Error::table(e.message().to_owned()).at_path(path).at_line(line).at_column(column)
        })?;
        mapping.check(path)?;
        Ok(mapping)
    }

    /// Reads a mapping from a file.
    ///
    /// # Errors
    /// As [`Mapping::parse`], or if it cannot be read.
    pub fn read_file(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|e| Error::io(path, e))?;
        Self::parse(path, &text)
    }

    fn check(&self, path: &Path) -> Result<(), Error> {
        let fail = |message: String| Err(Error::table(message).at_path(path));
        let joined = self.join.iter().flat_map(|j| j.columns.keys());
        let given: Vec<&str> =
            self.columns.keys().chain(self.constants.keys()).chain(joined).map(String::as_str).collect();
        for needed in REQUIRED {
            let stands_in = match *needed {
                "measure" => given.contains(&"title"),
                "unit" => given.contains(&"unit_text") || given.contains(&"title"),
                _ => false,
            };
            if !stands_in && !given.contains(needed) {
                return fail(format!(
                    "maps nothing to {needed:?}, expected it in [columns], [constants] or a [[join]]"
                ));
            }
        }
        let kinds = self.units.values().map(|u| &u.kind).chain(self.title.iter().map(|t| &t.kind)).flatten();
        for kind in kinds {
            kind.parse::<Kind>().map_err(|e| Error::table(e.message().to_owned()).at_path(path))?;
        }
        Ok(())
    }

    /// The table of a database that it maps.
    #[cfg(feature = "sqlite")]
    pub(super) fn table(&self) -> Option<&str> {
        self.table.as_deref()
    }

    /// The delimiter of a text that it maps.
    pub(super) fn delimiter(&self) -> Option<u8> {
        self.delimiter.and_then(|c| u8::try_from(c).ok())
    }

    /// Reads the rows behind a header by the mapping.
    pub(super) fn read(&self, header: &Header<'_>, rows: &mut Rows, sink: &mut Sink<'_>) -> Result<(), Error> {
        let origin = sink.origin;
        let joins = self.join.iter().map(|join| join.load(&origin.path)).collect::<Result<Vec<Loaded<'_>>, Error>>()?;
        let index = |name: &str| {
            header.find(&[name]).ok_or_else(|| {
                let has = header.names.join(", ");
                origin.error(header.line, format!("has no column {name:?} that the mapping names, only {has}"))
            })
        };
        let mut columns = Vec::new();
        for (field, name) in &self.columns {
            columns.push((field.as_str(), index(name)?));
            sink.map(name, field);
        }
        let mut keys = Vec::new();
        for join in &joins {
            let on = join.rules.on.keys().map(|name| index(name)).collect::<Result<Vec<usize>, Error>>()?;
            keys.push(on);
            for (field, name) in &join.rules.columns {
                sink.map(format!("{name} of {}", join.rules.file.display()), field);
            }
        }
        // The measures come back in row after row: each title is read once.
        let mut titles: BTreeMap<(String, String), Result<Option<Title>, String>> = BTreeMap::new();
        while let Some((line, record)) = rows.next(origin)? {
            if record.iter().all(<[u8]>::is_empty) {
                continue;
            }
            if record.len() != header.names.len() {
                let (has, wants) = (record.len(), header.names.len());
                sink.row(Err(vec![
                    origin.error(line, format!("the row has {has} cells, expected {wants} as in the header")),
                ]));
                continue;
            }
            let text =
                |i: usize| record.get(i).map(|c| String::from_utf8_lossy(c).trim().to_owned()).unwrap_or_default();
            let mut given: BTreeMap<&str, String> =
                self.constants.iter().map(|(k, v)| (k.as_str(), v.clone())).collect();
            given.extend(columns.iter().map(|(field, i)| (*field, text(*i))));
            let mut lost = None;
            for (join, on) in joins.iter().zip(&keys) {
                let key: Vec<String> = on.iter().map(|i| text(*i)).collect();
                match join.rows.get(&key) {
                    Some(cells) => {
                        given.extend(join.rules.columns.keys().map(String::as_str).zip(cells.iter().cloned()));
                    }
                    None => lost = Some(format!("{} is not in {}", key.join(", "), join.rules.file.display())),
                }
            }
            if given.get("value").is_none_or(|v| v.is_empty() || self.skip.contains(v)) {
                sink.skip("cells without a value");
                continue;
            }
            if let Some(lost) = lost {
                sink.row(Err(vec![origin.error(line, lost)]));
                continue;
            }
            let mut cells = Cells::default();
            let mut months = None;
            let title = given.remove("title");
            let unit = given.remove("unit_text");
            if title.is_some() || unit.is_some() {
                let measure = title.or_else(|| given.get("measure").cloned()).unwrap_or_default();
                let key = (measure, unit.unwrap_or_default());
                let is_new = !titles.contains_key(&key);
                let read = titles.entry(key).or_insert_with_key(|(title, unit)| self.measure(title, unit));
                match read {
                    Ok(Some(title)) => {
                        cells.set_measure(&title.measure, &title.unit);
                        months = title.months;
                        if let Some(entity) = &title.entity {
                            given.insert("entity", entity.clone());
                        }
                        if !title.aliases.is_empty() {
                            let own = given.remove("aliases").filter(|names| !names.is_empty());
                            let names: Vec<String> = own.into_iter().chain(title.aliases.iter().cloned()).collect();
                            given.insert("aliases", names.join("|"));
                        }
                    }
                    Ok(None) => {
                        sink.skip("rows of titles that the mapping skips");
                        continue;
                    }
                    Err(message) if is_new => {
                        sink.row(Err(vec![origin.error(line, message.clone())]));
                        continue;
                    }
                    Err(_) => {
                        sink.bad_again();
                        continue;
                    }
                }
            }
            for (field, text) in given {
                match REQUIRED.iter().chain(OPTIONAL).find(|c| **c == field) {
                    // What the title says goes before a column that says nothing.
                    Some(_) if text.is_empty() => {}
                    Some(&"measure") if cells.get("measure").is_some() => {}
                    Some(column) => {
                        cells.set(column, text);
                    }
                    None => {
                        if !text.is_empty() {
                            cells.qualify(field, text);
                        }
                    }
                }
            }
            if let (Some(months), Some(period)) = (months, cells.get("period")) {
                let around = period_text::around(period, months);
                cells.set("period", around);
            }
            sink.row(cells.fact(origin, line));
        }
        Ok(())
    }

    /// What a title and the words for its unit say; nothing where the mapping skips it.
    fn measure(&self, title: &str, words: &str) -> Result<Option<Title>, String> {
        let mut title = title.trim().to_owned();
        let mut found: Option<UnitText> = None;
        let mut qualifiers = BTreeMap::new();
        let mut read = Title::default();
        for mark in &self.title {
            let Some(taken) = mark.take(&title) else { continue };
            if mark.skip {
                return Ok(None);
            }
            title = taken.title;
            read.entity = read.entity.or(taken.entity);
            read.aliases.extend(taken.aliases);
            read.months = read.months.or(mark.months);
            qualifiers.extend(mark.qualifiers.clone());
            if found.is_none()
                && let Some(unit) = &mark.unit
            {
                let kind = mark.kind.as_ref().and_then(|k| k.parse().ok());
                found = Some(UnitText { unit: unit.clone(), scale: mark.scale, kind, ..UnitText::default() });
            }
        }
        if let Some(given) = self.units.get(words) {
            // A title that says what kind of figure it is knows better than the words for its unit.
            let told = found.as_ref().and_then(|unit| unit.kind);
            let kind = told.or(given.kind.as_ref().and_then(|k| k.parse().ok()));
            let unit = UnitText {
                unit: given.unit.clone(),
                scale: given.scale,
                kind,
                of: given.of.clone(),
                ..UnitText::default()
            };
            found = Some(unit);
        }
        if found.is_none()
            && let Some((without, unit)) = unit_text::split_title(&title)
        {
            let without = without.to_owned();
            (title, found) = (without, Some(unit));
        }
        let found = found.or_else(|| if words.is_empty() { None } else { unit_text::read(words) });
        let Some(mut unit) = found else {
            let words = if words.is_empty() { String::new() } else { format!(" or in {words:?}") };
            return Err(format!(
                "no unit in the title {title:?}{words}, expected one in brackets, or a line in [units]"
            ));
        };
        for (name, text) in qualifiers {
            unit.given.push((name, text));
        }
        let tidy = title.split_whitespace().collect::<Vec<_>>().join(" ");
        tidy.trim_matches([':', ',', '-', ' ']).clone_into(&mut read.measure);
        Ok(Some(Title { unit, ..read }))
    }
}

impl Mark {
    /// What is left of the title and what the mark names; `None` if the title does not have it.
    fn take(&self, title: &str) -> Option<Taken> {
        if let Some(Pattern(pattern)) = &self.matches
            && let Some(found) = pattern.captures(title)
        {
            let expand = |template: &String| {
                let mut text = String::new();
                found.expand(template, &mut text);
                text
            };
            let whole = found.get_match();
            let (before, after) = (title.get(..whole.start())?, title.get(whole.end()..)?);
            let without = format!("{before}{}{after}", expand(&self.write)).trim().to_owned();
            let aliases = self.aliases.iter().map(expand).collect();
            return Some(Taken { title: without, entity: self.entity.as_ref().map(expand), aliases });
        }
        // Lower case of other scripts may have other lengths: marks are looked for where it has the same.
        let lower = title.to_lowercase();
        if lower.len() != title.len() {
            return None;
        }
        let end = self.ends.iter().find_map(|m| {
            let at = lower.strip_suffix(m.to_lowercase().as_str())?.len();
            Some((at, title.len()))
        });
        let start =
            || self.starts.iter().find_map(|m| lower.starts_with(m.to_lowercase().as_str()).then_some((0, m.len())));
        let inside = || {
            self.contains.iter().find_map(|m| {
                let at = lower.find(m.to_lowercase().as_str())?;
                Some((at, at + m.len()))
            })
        };
        let (from, to) = end.or_else(start).or_else(inside)?;
        let without = format!("{}{}{}", title.get(..from)?, self.write, title.get(to..)?).trim().to_owned();
        Some(Taken { title: without, entity: self.entity.clone(), aliases: self.aliases.clone() })
    }
}

/// The rows of a joined table by their keys.
struct Loaded<'a> {
    rules: &'a Join,
    rows: BTreeMap<Vec<String>, Vec<String>>,
}

impl Join {
    fn load(&self, table: &Path) -> Result<Loaded<'_>, Error> {
        let path = table.parent().unwrap_or(Path::new(".")).join(&self.file);
        let origin = Origin::new(&path);
        let Table { header, rows: mut records, .. } = Container::of(&path)?.begin(&origin, None)?;
        let index = |name: &String| {
            header
                .find(&[name])
                .ok_or_else(|| origin.error(header.line, format!("has no column {name:?} that the mapping names")))
        };
        let filters = self.r#where.iter().map(|(c, v)| Ok((index(c)?, v))).collect::<Result<Vec<_>, Error>>()?;
        let on = self.on.values().map(index).collect::<Result<Vec<usize>, Error>>()?;
        let columns = self.columns.values().map(index).collect::<Result<Vec<usize>, Error>>()?;
        let mut rows = BTreeMap::new();
        while let Some((_, record)) = records.next(&origin)? {
            let text =
                |i: &usize| record.get(*i).map(|c| String::from_utf8_lossy(c).trim().to_owned()).unwrap_or_default();
            if filters.iter().all(|(i, wanted)| text(i) == **wanted) {
                rows.entry(on.iter().map(text).collect()).or_insert_with(|| columns.iter().map(text).collect());
            }
        }
        Ok(Loaded { rules: self, rows })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WDI: &str = r#"
        skip = [".."]
        [columns]
        entity = "economy"
        period = "year"
        value = "value"
        [[join]]
        file = "names.tsv"
        on = { id = "id" }
        columns = { title = "name" }
        [constants]
        source = "a bank"
    "#;

    fn parse(text: &str) -> Result<Mapping, Error> {
        Mapping::parse(Path::new("m.toml"), text)
    }

    #[test]
    fn an_unknown_key_is_named_with_its_place() {
        let error = parse("[columns]\nentity = \"e\"\n[colunms]\nvalue = \"v\"\n").unwrap_err();
        assert_eq!(error.line(), Some(3), "{error}");
        let error = parse("[columns]\nentity = \"e\"\nperiod = \"p\"\nvalue = \"v\"\n").unwrap_err();
        assert!(error.message().contains("measure"), "{error}");
    }

    #[test]
    fn a_table_is_joined_with_its_names() {
        let folder = tempfile::tempdir().unwrap();
        let table = folder.path().join("t.tsv");
        std::fs::write(&table, "id\teconomy\tyear\tvalue\nA\tCHN\t2020\t1.5e13\nA\tCHN\t2021\t..\nB\tCHN\t2020\t1\n")
            .unwrap();
        std::fs::write(folder.path().join("names.tsv"), "id\tname\nA\tGDP (current US$)\n").unwrap();
        let mut facts = Vec::new();
        let import = super::super::import(&table, Some(&parse(WDI).unwrap()), &mut |fact| facts.push(fact)).unwrap();
        assert_eq!((import.facts, import.bad_rows), (1, 1));
        assert_eq!(import.bad[0].line(), Some(4));
        assert_eq!(import.skipped.get("cells without a value"), Some(&1));
        let fact = &facts[0];
        assert_eq!(
            (&*fact.measure, fact.unit.code(), fact.value.to_string().as_str()),
            ("GDP", "USD", "15000000000000")
        );
        assert_eq!((&*fact.id, fact.source.as_deref()), ("t.tsv:2", Some("a bank")));
    }

    #[test]
    fn marks_are_taken_from_titles_and_give_the_unit() {
        let mapping = parse(
            r#"
            [columns]
            title = "t"
            entity = "e"
            period = "p"
            value = "v"
            [[title]]
            ends = [": £m", " £m"]
            unit = "GBP"
            scale = 6
            [[title]]
            ends = [" SA", ":SA", ": SA"]
            qualifiers = { adjustment = "seasonally adjusted" }
            [[title]]
            contains = ["BoP:"]
            write = "Balance of payments "
            "#,
        )
        .unwrap();
        let Title { measure, unit, .. } = mapping.measure("BoP: Exports: Spain: SA: £m", "").unwrap().unwrap();
        assert_eq!(measure, "Balance of payments Exports: Spain");
        assert_eq!((unit.unit.as_str(), unit.scale), ("GBP", 6));
        assert_eq!(unit.given, [("adjustment".to_owned(), "seasonally adjusted".to_owned())]);
        assert!(mapping.measure("Exports", "").unwrap_err().contains("no unit"));
    }

    #[test]
    fn an_expression_takes_entity_and_months_from_titles() {
        let mapping = parse(
            r#"
            [columns]
            title = "t"
            entity = "e"
            period = "p"
            value = "v"
            [[title]]
            matches = "^sample: "
            months = 3
            [[title]]
            matches = "^gdhi (.*?) per head £$"
            write = "disposable income per head"
            entity = "$1"
            aliases = ["income per head of $1"]
            unit = "GBP"
            [[title]]
            ends = ["gr"]
            skip = true
            "#,
        )
        .unwrap();
        let title = mapping.measure("Sample: GDHI North East per head £", "").unwrap().unwrap();
        assert_eq!(
            (title.measure.as_str(), title.entity.as_deref(), title.months),
            ("disposable income per head", Some("North East"), Some(3))
        );
        assert_eq!(title.aliases, ["income per head of North East"]);
        assert_eq!(mapping.measure("Output: monm gr", ""), Ok(None));
        let error = Mapping::parse(Path::new("m.toml"), "[columns]\n[[title]]\nmatches = \"(\"\n").unwrap_err();
        assert!(error.line() == Some(3) && error.message().contains("unclosed group"), "{error}");
    }
}
