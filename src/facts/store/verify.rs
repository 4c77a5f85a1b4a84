//! Reading everything that an index holds, to be sure that it can be read.

use super::layout::Section;
use super::segment::{NONE, Segment};
use crate::error::Error;

impl Segment {
    /// Checks every checksum, then that every row, series, name and list says what can be; `done` is told how much of how
    /// much is checked.
    pub(in crate::facts) fn verify(&self, done: &mut dyn FnMut(u64, u64)) -> Vec<Error> {
        let total = self.image().size() + u64::from(self.rows()) * 80;
        let errors = self.image().verify(|at, _| done(at, total));
        if !errors.is_empty() {
            return errors;
        }
        let rows = self.rows();
        if self.image().count(Section::Slots) != rows as usize || self.image().count(Section::Ids) != rows as usize {
            self.blame::<()>(Section::Slots);
        }
        for row in 0..rows {
            let whole = self.fact(row).is_some()
                && self.measure_of_row(row).is_some()
                && self.series_of_row(row).is_some_and(|s| s < self.all_series());
            if !whole {
                self.blame::<()>(Section::Rows);
                break;
            }
            if row.is_multiple_of(1 << 14) {
                done(self.image().size() + u64::from(row) * 80, total);
            }
        }
        let mut before = 0;
        for index in 0..self.all_series() {
            let Some(series) = self.series(index) else { break };
            let entities = self.image().count(Section::Entities);
            let known = |who: u32| who == NONE || (who as usize) < entities;
            if series.start() < before || !known(series.entity) || !known(series.counterpart) {
                self.blame::<()>(Section::Series);
                break;
            }
            before = series.start();
        }
        for measure in 0..self.measures() {
            let named = self.names(measure).iter().all(|name| self.named(name).contains(&measure));
            let listed = self.series_of(measure, None).iter().all(|&s| s < self.all_series());
            if !named || !listed {
                self.blame::<()>(Section::Measures);
                break;
            }
        }
        done(total, total);
        self.damage().into_iter().collect()
    }
}
