//! The command line, as clap reads it and as `--help` shows it.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use figcheck::ingest::READERS;
use figcheck::label::Verdict;
use figcheck::report::Format;

/// Check the numbers in news text against tables of facts.
///
/// Finds every numeric claim, holds it against a reference table, and says supported, refuted or not enough info, with the
/// row, the sum and the source. Works offline: the model and a set of tables are part of the program.
#[derive(Debug, Parser)]
#[command(name = "figcheck", version, max_term_width = 100, after_help = EXAMPLES, disable_help_subcommand = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  figcheck check article.txt                    a diagnostic for every claim
  figcheck check                                paste text, end with Ctrl-D
  figcheck check news/ --facts my.csv           every article of a folder, your own table
  figcheck check news/ --only refuted           only what the table contradicts
  figcheck check news/ --across                 also where articles contradict each other
  figcheck check feed.jsonl.gz --format jsonl -o results.jsonl
  figcheck tag article.html --format jsonl      claims alone, without a table
  figcheck facts check my.csv                   is my table in order?
  figcheck facts import sdmx.csv -o my.csv      a publisher's table, brought into figcheck's columns
  figcheck facts search services exports --entity China

Exit codes of check: 0 nothing refuted, 1 something refuted, 2 something could not be read.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Hold the claims of documents against tables of facts
    Check(CheckArgs),
    /// List the claims of documents, without a table
    Tag(TagArgs),
    /// Look after tables of facts
    #[command(subcommand, arg_required_else_help = true)]
    Facts(FactsCommand),
    /// Look at models
    #[command(subcommand, arg_required_else_help = true)]
    Model(ModelCommand),
    /// Train a model
    Train(TrainArgs),
    /// Score verdicts and claims against annotated documents
    Eval(EvalArgs),
}

/// Check documents.
#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) inputs: InputArgs,

    #[command(flatten)]
    pub(crate) tables: TableArgs,

    /// Whom figures are of that name nobody, like "United Kingdom" for the texts of its statistics office
    /// [default: the country that a text names most]
    #[arg(long, value_name = "NAME", help_heading = "Facts")]
    pub(crate) entity: Option<String>,

    /// Show only claims with this verdict; repeatable, or separated by commas
    #[arg(long, value_name = "VERDICT", value_delimiter = ',', value_parser = verdicts(), help_heading = "Output")]
    pub(crate) only: Vec<Verdict>,

    #[command(flatten)]
    pub(crate) output: OutputArgs,

    /// Hold the documents against each other too: where they give the same measure, entity and period different values
    #[arg(long, help_heading = "Output")]
    pub(crate) across: bool,

    /// Exit with 0 even if claims are refuted
    #[arg(long, help_heading = "Output")]
    pub(crate) exit_zero: bool,
}

/// List claims.
#[derive(Debug, clap::Args)]
pub(crate) struct TagArgs {
    #[command(flatten)]
    pub(crate) inputs: InputArgs,

    /// List also the quantities that are no claims (a bolt's size), with kind `none`
    #[arg(long, help_heading = "Output")]
    pub(crate) all: bool,

    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// What is read, and how.
#[derive(Debug, clap::Args)]
pub(crate) struct InputArgs {
    /// Articles: files (.txt, .md, .html, .jsonl, also .gz and .zst), folders of such files, or `-` for standard input,
    /// which is also read if no path is given
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Day of publication of plain files, as YYYY-MM-DD: what "last year" is counted from [default: what the file says]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) published: Option<jiff::civil::Date>,

    /// Format of standard input
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = PossibleValuesParser::new(READERS.iter().map(|r| r.name())))]
    pub(crate) stdin_format: String,

    #[command(flatten)]
    pub(crate) tagging: TaggingArgs,
}

/// What finds the claims.
#[derive(Debug, clap::Args)]
pub(crate) struct TaggingArgs {
    /// Folder of a model, a model on a hub (fetched once, then taken from the cache), or `rules` for the rule tagger, a
    /// baseline without a model [default: the model that ships with figcheck]
    #[arg(long, value_name = "DIR|hub:OWNER/NAME@REV|rules", env = "FIGCHECK_MODEL", hide_env_values = true)]
    pub(crate) model: Option<PathBuf>,

    /// How the model computes: in 8 bits where the processor has the instructions, or in 32-bit floats everywhere, which
    /// is the reference
    #[arg(long, value_name = "PRECISION", default_value = "fastest")]
    pub(crate) precision: Precision,

    /// Documents that are checked at a time [default: one for each core]
    #[arg(long, short, alias = "threads", value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
}

/// What claims are held against.
#[derive(Debug, clap::Args)]
pub(crate) struct TableArgs {
    /// Table of facts (CSV, JSON lines, Parquet, SQLite; SDMX-CSV, World Bank, Our World in Data), a folder of tables, or
    /// an index of `figcheck facts index`; repeatable
    /// [default: the tables that ship with figcheck]
    #[arg(long, value_name = "PATH", env = "FIGCHECK_FACTS", hide_env_values = true, help_heading = "Facts")]
    pub(crate) facts: Vec<PathBuf>,

    /// How the columns of the tables become facts, in TOML
    #[arg(long, value_name = "FILE", help_heading = "Facts")]
    pub(crate) mapping: Option<PathBuf>,

    /// Leave bad rows out and report them, instead of refusing their table
    #[arg(long, help_heading = "Facts")]
    pub(crate) skip_bad_rows: bool,
}

/// What is written, and where.
#[derive(Debug, clap::Args)]
pub(crate) struct OutputArgs {
    /// full: a diagnostic for each claim; concise: a line for each; jsonl: an object for each document
    #[arg(long, value_name = "FORMAT", default_value = "full", value_parser = formats(), help_heading = "Output")]
    pub(crate) format: Format,

    /// File to write to, instead of standard output; it is put in place when all is done
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,

    /// When to colour the report; `NO_COLOR` is respected
    #[arg(long, value_name = "WHEN", default_value = "auto", help_heading = "Output")]
    pub(crate) color: Color,

    /// Say nothing on standard error but errors: no hint, no progress, no summary
    #[arg(long, short, help_heading = "Output", action = ArgAction::SetTrue)]
    pub(crate) quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Precision {
    /// 8 bits where the processor multiplies them, else 32-bit floats
    Fastest,
    /// 32-bit floats
    F32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Also into files and pipes
    Always,
    /// Not at all
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FactsCommand {
    /// Bring tables of other shapes into the columns that figcheck reads, and say what was mapped to what
    Import(ImportArgs),
    /// Read tables and report every bad row; of an index, check every byte
    Check {
        /// Tables, folders of tables, or indexes
        #[arg(value_name = "PATH", required = true)]
        paths: Vec<PathBuf>,

        /// How the columns of the tables become facts, in TOML
        #[arg(long, value_name = "FILE")]
        mapping: Option<PathBuf>,
    },
    /// Compile tables into one file that opens at once, however many rows it has
    Index(IndexArgs),
    /// List the measures that fit some words, with their latest rows
    Search(SearchArgs),
    /// Say what tables hold: rows, measures, entities, periods, units, sources
    Info {
        #[command(flatten)]
        tables: TablePaths,
    },
}

/// Bring tables into figcheck's columns.
///
/// SDMX-CSV, World Bank and Our World in Data tables are recognized by their headers; any other shape needs a mapping.
#[derive(Debug, clap::Args)]
pub(crate) struct ImportArgs {
    /// Tables, or folders of tables
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,

    /// How the columns of the tables become facts, in TOML
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,

    /// File to write to, CSV or, by its ending, .jsonl; without one only what was mapped is said
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Leave bad rows out and report them, instead of refusing their table
    #[arg(long)]
    pub(crate) skip_bad_rows: bool,
}

/// Compile tables into an index.
///
/// Wherever tables are taken an index can stand for them. It is not brought up to date when they change: build it again.
#[derive(Debug, clap::Args)]
pub(crate) struct IndexArgs {
    /// Tables, or folders of tables
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,

    /// File to write to; it is put in place when all is done
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,

    /// How the columns of the tables become facts, in TOML
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,

    /// Leave bad rows out and report them, instead of refusing the index
    #[arg(long)]
    pub(crate) skip_bad_rows: bool,

    /// Say nothing on standard error but errors: no progress, no summary
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// Look for measures.
#[derive(Debug, clap::Args)]
pub(crate) struct SearchArgs {
    #[command(flatten)]
    pub(crate) tables: TablePaths,

    /// What to look for: words of a measure
    #[arg(value_name = "WORDS", required = true)]
    pub(crate) words: Vec<String>,

    /// Only rows of this entity
    #[arg(long, value_name = "NAME")]
    pub(crate) entity: Option<String>,

    /// Only rows within this period, such as 2024, 2024-Q1 or 2020/2024
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: Option<figcheck::quantity::Period>,

    /// Measures to show
    #[arg(long, short = 'n', value_name = "N", default_value = "10")]
    pub(crate) most: usize,

    /// Look for the words alone, not for what they mean
    #[arg(long)]
    pub(crate) words_only: bool,
}

/// Which tables.
#[derive(Debug, clap::Args)]
pub(crate) struct TablePaths {
    /// Table of facts, a folder of tables, or an index; repeatable [default: the tables that ship with figcheck]
    #[arg(long, value_name = "PATH", env = "FIGCHECK_FACTS", hide_env_values = true)]
    pub(crate) facts: Vec<PathBuf>,

    /// How the columns of the tables become facts, in TOML
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,

    /// Leave bad rows out and report them, instead of refusing their table
    #[arg(long)]
    pub(crate) skip_bad_rows: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ModelCommand {
    /// Say what a model is: its name, files, labels, training data and scores
    Info(ModelArgs),
    /// Check a model's hashes, labels, vocabulary, shapes and numbers, and let it tag a sentence
    Verify(ModelArgs),
}

/// Which model.
#[derive(Debug, clap::Args)]
pub(crate) struct ModelArgs {
    /// Folder of the model, or a model on a hub [default: the model that ships with figcheck]
    #[arg(long, value_name = "DIR|hub:OWNER/NAME@REV", env = "FIGCHECK_MODEL", hide_env_values = true)]
    pub(crate) model: Option<PathBuf>,
}

/// Train a model from annotated documents. A run that was interrupted goes on from its checkpoint.
#[derive(Debug, clap::Args)]
pub(crate) struct TrainArgs {
    /// The run, in TOML: base model, data, schedule, and the folder for the result
    #[arg(long, value_name = "FILE")]
    pub(crate) config: PathBuf,

    /// Another value for a key of the run, in TOML: `schedule.epochs=3`, `data.0.share=0.5`, `name="trial"`; repeatable
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,

    /// Folder for the result, instead of the run's own
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Start anew even if there is a checkpoint of an interrupted run
    #[arg(long)]
    pub(crate) fresh: bool,
}

/// Score against annotated documents.
///
/// Runs figcheck over the documents of a gold file, or takes what any tool said of them, and scores it stage by stage, each
/// score with its 95 % interval over documents drawn anew.
#[derive(Debug, clap::Args)]
#[command(after_help = EVAL_EXAMPLES)]
pub(crate) struct EvalArgs {
    /// Annotated documents, as JSON lines with their text
    #[arg(long, value_name = "FILE", required_unless_present = "compare")]
    pub(crate) gold: Option<PathBuf>,

    /// Score this output instead of running figcheck: any tool's, in the form of `--format jsonl`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["facts", "mapping", "skip_bad_rows", "model", "jobs"])]
    pub(crate) predictions: Option<PathBuf>,

    /// Hold two reports of `--format json` against each other: which scores moved and how surely, and claim by claim
    #[arg(long, value_names = ["FIRST", "SECOND"], num_args = 2,
          conflicts_with_all = ["gold", "predictions", "baselines", "beside", "speed", "misses"])]
    pub(crate) compare: Option<Vec<PathBuf>>,

    /// Score simple systems beside: the rule tagger, every claim left open, the nearest number within 5 %
    #[arg(long, conflicts_with = "predictions", help_heading = "Others")]
    pub(crate) baselines: bool,

    /// Score another tool's output beside, under a name; repeatable
    #[arg(long, value_name = "NAME=FILE", value_parser = named_file, help_heading = "Others")]
    pub(crate) beside: Vec<(String, PathBuf)>,

    /// Measure speed too: stage by stage, on one core and on two, beside the rule tagger, with start-up and memory
    #[arg(long, conflicts_with = "predictions", help_heading = "Others")]
    pub(crate) speed: bool,

    /// Form of the report: text for people, json to keep and compare, html for one page with plots
    #[arg(long, value_name = "FORMAT", default_value = "text", help_heading = "Output")]
    pub(crate) format: EvalFormat,

    /// Write the report to a file
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,

    /// List also every miss: the document, the stage, what is right and what was found
    #[arg(long, help_heading = "Output")]
    pub(crate) misses: bool,

    #[command(flatten)]
    pub(crate) tagging: TaggingArgs,

    #[command(flatten)]
    pub(crate) tables: TableArgs,
}

const EVAL_EXAMPLES: &str = "\
Examples:
  figcheck eval --gold eval/gold/articles.jsonl --facts eval/gold/tables
  figcheck eval --gold mine.jsonl --facts my.csv --baselines --format html -o scores.html
  figcheck eval --gold mine.jsonl --predictions other.jsonl
  figcheck eval --compare before.json after.json";

/// Forms of an evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EvalFormat {
    Text,
    Json,
    Html,
}

fn named_file(text: &str) -> Result<(String, PathBuf), String> {
    let parts = text.split_once('=').filter(|(name, file)| !name.is_empty() && !file.is_empty());
    parts.map(|(name, file)| (name.to_owned(), PathBuf::from(file))).ok_or_else(|| "expected NAME=FILE".to_owned())
}

fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(|(name, _)| name)).try_map(|name| name.parse::<Format>())
}

fn verdicts() -> impl TypedValueParser<Value = Verdict> {
    PossibleValuesParser::new(Verdict::ALL.iter().map(|v| v.as_str())).try_map(|name| name.parse::<Verdict>())
}

fn date(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse().map_err(|_| "expected a date such as 2025-12-09".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }
}
