//! Reading numbers, quantities and times: what holds of every text, and what is printed is read again.

mod invariants;
mod printed;
