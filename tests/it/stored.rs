//! Tables that are no text: Parquet files and SQLite databases, good, locked and damaged.

use std::fs;

use crate::command::{Folder, TRUE, check};

#[cfg(feature = "parquet")]
mod columns {
    use std::fs::File;
    use std::sync::Arc;

    use parquet::basic::Compression;
    use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
    use parquet::schema::parser::parse_message_type;

    use super::*;

    /// A table of two groups of rows: services trade of China in 2023 and 2024, then a row without a value.
    fn written(compression: Compression) -> Folder {
        let folder = Folder::new().with("good.txt", TRUE);
        let schema = "message facts { REQUIRED BYTE_ARRAY measure (UTF8); REQUIRED BYTE_ARRAY entity (UTF8); \
                      REQUIRED INT32 period; OPTIONAL DOUBLE value; REQUIRED INT64 scale; REQUIRED BYTE_ARRAY unit (UTF8); \
                      REQUIRED INT32 published (DATE); }";
        let properties = WriterProperties::builder().set_compression(compression).build();
        let file = File::create(folder.path("t.parquet")).unwrap();
        let schema = Arc::new(parse_message_type(schema).unwrap());
        let mut writer = SerializedFileWriter::new(file, schema, Arc::new(properties)).unwrap();
        for (years, values, present) in [(&[2023, 2024][..], &[6.6, 7.5][..], &[1, 1][..]), (&[2025], &[], &[0])] {
            let mut group = writer.next_row_group().unwrap();
            let rows = years.len();
            texts(&mut group, &vec!["services trade"; rows]);
            texts(&mut group, &vec!["China"; rows]);
            let mut column = group.next_column().unwrap().unwrap();
            column.typed::<Int32Type>().write_batch(years, None, None).unwrap();
            column.close().unwrap();
            let mut column = group.next_column().unwrap().unwrap();
            column.typed::<DoubleType>().write_batch(values, Some(present), None).unwrap();
            column.close().unwrap();
            let mut column = group.next_column().unwrap().unwrap();
            column.typed::<Int64Type>().write_batch(&vec![12; rows], None, None).unwrap();
            column.close().unwrap();
            texts(&mut group, &vec!["CNY"; rows]);
            let mut column = group.next_column().unwrap().unwrap();
            column.typed::<Int32Type>().write_batch(&vec![20_089; rows], None, None).unwrap();
            column.close().unwrap();
            group.close().unwrap();
        }
        writer.close().unwrap();
        folder
    }

    fn texts(group: &mut SerializedRowGroupWriter<'_, File>, cells: &[&str]) {
        let cells: Vec<ByteArray> = cells.iter().map(|&text| ByteArray::from(text)).collect();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&cells, None, None).unwrap();
        column.close().unwrap();
    }

    #[test]
    fn a_file_decides_however_it_is_compressed() {
        for compression in [
            Compression::UNCOMPRESSED,
            Compression::SNAPPY,
            Compression::GZIP(parquet::basic::GzipLevel::default()),
            Compression::ZSTD(parquet::basic::ZstdLevel::default()),
            Compression::LZ4_RAW,
        ] {
            let folder = written(compression);
            let run = folder.run(&check(&["--facts", "t.parquet", "--skip-bad-rows", "--format", "jsonl", "good.txt"]));
            let claim = &run.documents()[0]["claims"][0];
            assert_eq!(claim["verdict"], "supported", "{compression}: {}", run.err);
            assert_eq!(claim["evidence"][0]["facts"][0], "t.parquet:2", "{claim}");
        }
    }

    #[test]
    fn a_row_without_a_value_is_named_by_its_number() {
        let folder = written(Compression::SNAPPY);
        let run = folder.run(&["facts", "check", "t.parquet"]);
        assert_eq!(run.code, Some(2), "{}", run.err);
        assert!(run.err.contains("t.parquet:3: column \"value\": is empty, expected a decimal number"), "{}", run.err);
        let run = folder.run(&["facts", "import", "t.parquet", "-o", "t.csv", "--skip-bad-rows"]);
        assert!(run.err.contains("1 bad row") && run.err.contains("2 rows written"), "{}", run.err);
        assert!(folder.read("t.csv").contains("2025-01-01"), "{}", folder.read("t.csv"));
    }

    #[test]
    fn every_cut_and_every_changed_byte_is_an_error_or_the_same_rows() {
        let folder = written(Compression::UNCOMPRESSED);
        let whole = fs::read(folder.path("t.parquet")).unwrap();
        let path = folder.path("torn.parquet");
        for at in 8..whole.len() {
            fs::write(&path, &whole[..at]).unwrap();
            let read = figcheck::facts::import(&path, None, &mut |_| ());
            assert!(read.is_err(), "cut at byte {at}");
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            fs::write(&path, &bytes).unwrap();
            // A file without checksums may say something else, but neither ends the program nor hangs it.
            let _ = figcheck::facts::import(&path, None, &mut |_| ());
        }
    }
}

#[cfg(feature = "sqlite")]
mod databases {
    use rusqlite::Connection;

    use super::*;

    const ROWS: &str = "CREATE TABLE trade (measure TEXT, entity TEXT, period INTEGER, value REAL, scale INTEGER, unit TEXT);\
        INSERT INTO trade VALUES ('services trade', 'China', 2024, 7.5, 12, 'CNY');\
        INSERT INTO trade VALUES ('services trade', 'China', 2023, 6.6, 12, 'CNY');";

    fn database(statements: &str) -> Folder {
        let folder = Folder::new().with("good.txt", TRUE);
        let connection = Connection::open(folder.path("t.db")).unwrap();
        connection.execute_batch(statements).unwrap();
        folder
    }

    fn checked(folder: &Folder) -> crate::command::Run {
        folder.run(&check(&["--facts", "t.db", "--format", "jsonl", "-q", "good.txt"]))
    }

    #[test]
    fn the_table_of_facts_is_found_beside_others() {
        let folder = database(&format!("{ROWS} CREATE TABLE \"of \"\"others\" (a, b);"));
        let run = checked(&folder);
        let claim = &run.documents()[0]["claims"][0];
        assert_eq!(claim["verdict"], "supported", "{}", run.err);
        assert_eq!(claim["evidence"][0]["facts"][0], "t.db:1", "{claim}");
        let run = folder.run(&["facts", "import", "t.db"]);
        for said in ["columns of figcheck table, 2 rows", "→ measure", "left out: 1 the table \"of \\\"others\""] {
            assert!(run.err.contains(said), "{said}: {}", run.err);
        }
    }

    #[test]
    fn a_folder_takes_databases_and_texts_together() {
        let folder = database(ROWS).with("more.csv", "measure,entity,period,value,unit\nincome,China,2024,1,CNY\n");
        let run = folder.run(&["facts", "info", "--facts", "."]);
        assert!(run.out.starts_with("3 rows, 2023 to 2024"), "{}{}", run.out, run.err);
    }

    #[test]
    fn a_mapping_names_table_and_columns() {
        let view = "CREATE VIEW latest AS SELECT what, land, year, amount FROM raw WHERE amount IS NOT NULL;";
        let raw = "CREATE TABLE raw (what TEXT, land TEXT, year INTEGER, amount REAL);\
                   INSERT INTO raw VALUES ('services trade', 'China', 2024, 7.5), ('services trade', 'China', 2022, NULL);";
        let mapping = "table = \"latest\"\n[columns]\nmeasure = \"what\"\nentity = \"land\"\nperiod = \"year\"\n\
                       value = \"amount\"\n[constants]\nunit = \"CNY\"\nscale = \"12\"\n";
        let folder = database(&format!("{raw}{view}")).with("m.toml", mapping);
        let run = folder.run(&["facts", "import", "t.db", "--mapping", "m.toml"]);
        assert!(run.code == Some(0) && run.err.contains("1 row of 1 measure"), "{}", run.err);
        let folder = folder.with("m.toml", mapping.replace("latest", "later"));
        let run = folder.run(&["facts", "import", "t.db", "--mapping", "m.toml"]);
        let said = "t.db: the database has the tables latest, raw, expected \"later\", which the mapping names";
        assert!(run.code == Some(2) && run.err.contains(said), "{}", run.err);
    }

    #[test]
    fn what_holds_no_table_of_facts_or_several_says_so() {
        for (statements, said) in [
            ("CREATE TABLE a (b);", "t.db: the database has the tables a, expected one with the columns measure, "),
            ("PRAGMA user_version = 1;", "t.db: the database has no tables, expected one with the columns measure, "),
            (
                &format!("{ROWS} CREATE VIEW twice AS SELECT * FROM trade;"),
                "t.db: the tables trade, twice are all possible, expected one: give `table = \"…\"` in a mapping",
            ),
        ] {
            let run = checked(&database(statements));
            assert!(run.code == Some(2) && run.err.contains(said), "{said}: {}", run.err);
        }
    }

    #[test]
    fn a_locked_database_is_named_after_a_moment() {
        let folder = database(ROWS);
        let other = Connection::open(folder.path("t.db")).unwrap();
        other.execute_batch("BEGIN EXCLUSIVE; DELETE FROM trade;").unwrap();
        let run = checked(&folder);
        let said = "t.db: the database is locked by another program, expected one that nobody is writing to";
        assert!(run.code == Some(2) && run.err.contains(said), "{}", run.err);
        other.execute_batch("ROLLBACK;").unwrap();
        assert_eq!(checked(&folder).documents()[0]["claims"][0]["verdict"], "supported");
    }

    #[test]
    fn a_torn_database_is_an_error() {
        let many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) \
                    INSERT INTO trade SELECT 'services trade', 'China ' || i, 2024, 1.0, 0, 'CNY' FROM n;";
        let folder = database(&format!("{ROWS}{many}"));
        let whole = fs::read(folder.path("t.db")).unwrap();
        for cut in [20, 100, 5000, whole.len() - 5000] {
            fs::write(folder.path("t.db"), &whole[..cut]).unwrap();
            let run = checked(&folder);
            assert!(run.code == Some(2) && run.err.contains("t.db: "), "cut at byte {cut}: {}", run.err);
            assert!(!run.err.contains("panicked"), "{}", run.err);
        }
    }

    #[test]
    fn cells_that_no_fact_can_have_are_bad_rows() {
        let folder = database(&format!("{ROWS} INSERT INTO trade VALUES ('a', x'ff', 2024, 1e300, 0, 'CNY');"));
        let run = folder.run(&["facts", "check", "t.db"]);
        assert!(run.code == Some(2) && run.err.contains("t.db:3: column \"entity\": is no UTF-8"), "{}", run.err);
    }
}
