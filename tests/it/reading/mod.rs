//! Reading numbers, quantities and times: what holds of every text, and what is printed is read again.

mod cases;
mod invariants;
mod printed;
