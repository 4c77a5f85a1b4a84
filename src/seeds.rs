//! The reference tables that ship inside the library: the figures of the seed documents, each with its source.

use crate::error::{Error, Result};
use crate::facts::{BadRows, FactTable, Loaded};

/// Name and text of each table of `seeds/facts`, by name; a test holds the list against the folder.
pub const TABLES: &[(&str, &str)] = &[
    ("computing.csv", include_str!("../seeds/facts/computing.csv")),
    ("digital_economy.csv", include_str!("../seeds/facts/digital_economy.csv")),
    ("digital_trade.csv", include_str!("../seeds/facts/digital_trade.csv")),
    ("exchange_rates.csv", include_str!("../seeds/facts/exchange_rates.csv")),
    ("gdp.csv", include_str!("../seeds/facts/gdp.csv")),
    ("global_exports.csv", include_str!("../seeds/facts/global_exports.csv")),
    ("goods_trade.csv", include_str!("../seeds/facts/goods_trade.csv")),
    ("industry.csv", include_str!("../seeds/facts/industry.csv")),
    ("partners.csv", include_str!("../seeds/facts/partners.csv")),
    ("prices.csv", include_str!("../seeds/facts/prices.csv")),
    ("services_trade.csv", include_str!("../seeds/facts/services_trade.csv")),
];

/// The tables as one.
///
/// # Errors
/// If the build put a broken table in.
pub fn facts() -> Result<FactTable> {
    let read = |(name, text): &(&str, &str)| {
        let loaded = FactTable::from_csv(name, text.as_bytes(), BadRows::Refuse);
        loaded.map(|Loaded { table, .. }| table).map_err(|refused| {
            let first = refused.into_errors().into_iter().next();
            first.unwrap_or_else(|| Error::table("cannot be read").at_path(name))
        })
    };
    FactTable::merge(TABLES.iter().map(read).collect::<Result<Vec<FactTable>>>()?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_table_of_the_folder_ships_and_no_other() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/facts");
        let files = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
        let tables = files.filter(|f| f.extension().is_some_and(|e| e == "csv"));
        let files: BTreeSet<String> = tables.map(|f| f.file_name().unwrap().to_string_lossy().into_owned()).collect();
        let listed: Vec<&str> = TABLES.iter().map(|(name, _)| *name).collect();
        assert_eq!(listed, files.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn the_tables_that_ship_are_whole() {
        assert!(facts().unwrap().len() > 100);
    }
}
