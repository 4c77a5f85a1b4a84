//! Measures by meaning: vectors of their names, and how close a text comes to each.
//!
//! Words find a measure that shares them; vectors find "malignant neoplasms" for "cancer". Either alone misses what the
//! other finds: docs/facts.md has the figures. The vectors come from whoever has an encoder: nothing here knows one.

use super::{FactTable, MeasureId};
use crate::error::Result;
use crate::quantity::Unit;

/// Vectors of a table's measures.
#[derive(Clone, Debug)]
pub struct MeasureVectors {
    width: usize,
    mean: Vec<f32>,
    measures: Vec<MeasureId>,
    /// Of the first row of each measure.
    units: Vec<Option<Unit>>,
    /// `[measures, width]`, without the mean, each of unit length.
    rows: Vec<f32>,
}

/// With fewer measures than this their mean says more of them than of the encoder, and is left in.
const ENOUGH: usize = 16;
/// Names that are embedded at once.
const BATCH: usize = 256;

impl MeasureVectors {
    /// Embeds every measure of a table by its name; `embed` gives a vector of one width for each text.
    ///
    /// What all vectors have in common is taken out of each: it tells none from another (Mu & Viswanath,
    /// All-but-the-Top, 2018).
    ///
    /// # Errors
    /// What `embed` fails with.
    pub fn new(table: &FactTable, mut embed: impl FnMut(&[&str]) -> Result<Vec<Vec<f32>>>) -> Result<Self> {
        let measures: Vec<MeasureId> = table.measures().collect();
        let unit = |&id: &MeasureId| table.rows_of(id).first().map(|&row| table.fact(row).unit.clone());
        let units = measures.iter().map(unit).collect();
        let mut rows: Vec<f32> = Vec::new();
        let mut width = 0;
        for batch in measures.chunks(BATCH) {
            let names: Vec<String> = batch.iter().map(|&id| table.measure_text(id)).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            for vector in embed(&names)? {
                width = vector.len();
                rows.extend(vector);
            }
        }
        let mut mean = vec![0.0; width];
        if measures.len() >= ENOUGH {
            for row in rows.chunks_exact(width.max(1)) {
                mean.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
            }
            let count = u16::try_from(measures.len()).map_or(f32::from(u16::MAX), f32::from);
            for sum in &mut mean {
                *sum /= count;
            }
        }
        for row in rows.chunks_exact_mut(width.max(1)) {
            centre(row, &mean);
        }
        Ok(Self { width, mean, measures, units, rows })
    }

    /// The unit of a measure's first row; `None` for a measure of another table.
    #[must_use]
    pub fn unit(&self, measure: MeasureId) -> Option<&Unit> {
        let place = self.measures.binary_search(&measure).ok()?;
        self.units[place].as_ref()
    }

    /// How close a text's vector comes to each measure: cosines, from -1 to 1, in the order of the measures.
    ///
    /// A vector of another width comes close to none.
    pub fn closeness(&self, text: &[f32]) -> impl Iterator<Item = (MeasureId, f32)> + '_ {
        let mut text = text.to_vec();
        let fits = text.len() == self.width && self.width > 0;
        centre(&mut text, &self.mean);
        let rows = self.rows.chunks_exact(self.width.max(1)).filter(move |_| fits);
        let cosine = move |row: &[f32]| row.iter().zip(&text).map(|(a, b)| a * b).sum::<f32>();
        self.measures.iter().copied().zip(rows.map(cosine))
    }
}

/// Takes the mean out of a vector and brings it to unit length.
fn centre(vector: &mut [f32], mean: &[f32]) {
    vector.iter_mut().zip(mean).for_each(|(x, m)| *x -= m);
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    for x in vector {
        *x /= length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::BadRows;

    #[test]
    fn the_closest_measure_is_the_one_whose_vector_points_the_same_way() {
        let csv = "measure,entity,period,value,unit\nabc,A,2024,1,1\nxyz,A,2024,1,1\n";
        let table = FactTable::from_csv("t.csv", csv.as_bytes(), BadRows::Refuse).unwrap().table;
        // Letters before and after the middle of the alphabet, counted.
        let embed = |texts: &[&str]| {
            let early = |text: &str| text.chars().filter(|&c| c < 'm').count();
            let vector =
                |text: &&str| [early(text), text.len() - early(text)].map(|n| f32::from(u8::try_from(n).unwrap()));
            Ok(texts.iter().map(|text| vector(text).to_vec()).collect())
        };
        let vectors = MeasureVectors::new(&table, embed).unwrap();
        let found: Vec<f32> = vectors.closeness(&embed(&["cab"]).unwrap()[0]).map(|(_, c)| c).collect();
        assert!(found[0] > 0.99 && found[1] < 0.01, "{found:?}");
        assert_eq!(vectors.closeness(&[1.0]).count(), 0);
        let refused = MeasureVectors::new(&table, |_| Err(crate::Error::table("no encoder")));
        assert!(refused.is_err());
    }
}
