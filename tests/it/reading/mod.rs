//! Reading numbers, quantities and times: what holds of every text, and what is printed is read again.

#[expect(clippy::print_stderr, clippy::cast_precision_loss, reason = "prints shares of small counts")]
mod cases;
mod invariants;
mod printed;
