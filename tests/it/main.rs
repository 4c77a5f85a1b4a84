//! The integration tests: one binary, one module for each thing that is promised to people outside.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[cfg(feature = "model")]
mod across;
#[cfg(feature = "model")]
mod articles;
mod bad_input;
#[cfg(feature = "model")]
mod baseline;
mod batch;
#[cfg(feature = "model")]
mod classifier;
mod cli;
mod command;
mod derived;
#[cfg(feature = "model")]
mod encoder;
mod evaluation;
#[cfg(feature = "model")]
mod hostile;
#[cfg(feature = "hub")]
mod hub;
#[cfg(feature = "hub")]
mod hub_server;
mod index;
mod layers;
#[cfg(feature = "model")]
mod models;
mod reading;
mod schema;
mod standoff;
#[cfg(any(feature = "parquet", feature = "sqlite"))]
mod stored;
#[expect(clippy::cast_precision_loss, reason = "ratios of small counts")]
mod suites;
mod tables;
mod times;
#[cfg(feature = "model")]
mod train;
mod wire;
