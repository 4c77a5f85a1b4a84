//! Looking for measures by words, as a person does who wants to know what a table holds.

use std::collections::BTreeMap;

use super::places_in;
use super::{EntityName, FactTable, MeasureId, MeasureName, MeasureVectors, RowId};
use crate::quantity::Period;

/// A measure that words may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Which.
    pub measure: MeasureId,
    /// How well it fits: from 0 to 1, which is the same words.
    pub score: f64,
    /// Its rows that are asked for, latest first.
    pub rows: Vec<RowId>,
}

/// What a sentence is about, for a search: its words without places, numbers and what an editor put in brackets.
///
/// ```
/// use figcheck::facts::topic;
/// assert_eq!(topic("Only 36% of Ghana's people had electricity [in 1994]."), "Only of 's people had electricity");
/// ```
#[must_use]
pub fn topic(sentence: &str) -> String {
    let mut text = sentence.to_owned();
    for (span, _) in places_in(sentence).iter().rev() {
        text.replace_range(span.start..span.end, " ");
    }
    let mut depth = 0_usize;
    let kept: String = text
        .chars()
        .map(|c| {
            match c {
                '[' => depth += 1,
                ']' => depth = depth.saturating_sub(1),
                _ if depth == 0 && !c.is_numeric() && c != '%' => return c,
                _ => {}
            }
            ' '
        })
        .collect();
    let words = kept.split_whitespace().filter(|word| word.contains(char::is_alphabetic));
    words.collect::<Vec<_>>().join(" ")
}

/// Measures that are looked at for their meaning although they share no word.
const MOST_BY_MEANING: usize = 32;
/// And how close they must come at least.
const LEAST_CLOSENESS: f64 = 0.2;

impl FactTable {
    /// The measures that fit the words best, each with its rows of an entity and within a period where these are given.
    ///
    /// Words count by how few measures have them (inverse document frequency, Spärck Jones 1972); the score is the weight
    /// of the shared words in that of all words of both (a weighted Jaccard index).
    #[must_use]
    pub fn search(&self, words: &str, entity: Option<&EntityName>, period: Option<&Period>) -> Vec<Found> {
        let scores = self.by_words(words);
        self.ranked(scores, entity, period)
    }

    /// As [`FactTable::search`], by the words and by their meaning: the score is the mean of both, where `text` is the
    /// vector of `words` from the encoder that made `vectors`.
    #[must_use]
    pub fn search_by_meaning(
        &self,
        words: &str,
        (vectors, text): (&MeasureVectors, &[f32]),
        entity: Option<&EntityName>,
        period: Option<&Period>,
    ) -> Vec<Found> {
        self.ranked(self.by_meaning(words, (vectors, text)), entity, period)
    }

    /// The measures that fit the words best by themselves and by their meaning, best first, whatever rows they have.
    #[must_use]
    pub fn scores_by_meaning(&self, words: &str, by: (&MeasureVectors, &[f32])) -> Vec<(MeasureId, f64)> {
        let mut scores: Vec<(MeasureId, f64)> = self.by_meaning(words, by).into_iter().collect();
        scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        scores
    }

    fn by_meaning(&self, words: &str, (vectors, text): (&MeasureVectors, &[f32])) -> BTreeMap<MeasureId, f64> {
        let mut scores = self.by_words(words);
        let mut close: Vec<(MeasureId, f64)> = vectors.closeness(text).map(|(id, c)| (id, f64::from(c))).collect();
        close.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        for (place, (id, cosine)) in close.into_iter().enumerate() {
            if let Some(score) = scores.get_mut(&id) {
                *score += cosine.max(0.0);
            } else if place < MOST_BY_MEANING && cosine >= LEAST_CLOSENESS {
                scores.insert(id, cosine);
            }
        }
        for score in scores.values_mut() {
            *score /= 2.0;
        }
        scores
    }

    /// The measures that share a word, each with how well its words fit.
    fn by_words(&self, words: &str) -> BTreeMap<MeasureId, f64> {
        let asked = MeasureName::parse(words);
        let terms = asked.index_words();
        let candidates = self.measures_like(&asked);
        let mut frequency: BTreeMap<String, usize> = BTreeMap::new();
        let all = |id: MeasureId| self.names(id).iter().flat_map(MeasureName::index_words).collect::<Vec<String>>();
        for &id in &candidates {
            let mut words = all(id);
            words.sort();
            words.dedup();
            for word in words {
                *frequency.entry(word).or_default() += 1;
            }
        }
        let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        let count = number(candidates.len());
        let weight = |word: &String| (1.0 + count / frequency.get(word).map_or(1.0, |&n| number(n))).ln();
        // A word that no measure has tells none from another.
        let known: Vec<&String> = terms.iter().filter(|w| frequency.contains_key(*w)).collect();
        let score = |name: &MeasureName| {
            let own = name.index_words();
            let shared: f64 = known.iter().filter(|w| own.contains(w)).map(|w| weight(w)).sum();
            let missing: f64 = known.iter().filter(|w| !own.contains(w)).map(|w| weight(w)).sum();
            let extra: f64 = own.iter().filter(|w| !terms.contains(w)).map(weight).sum();
            // What the asker left out counts less than what the measure lacks.
            shared / (shared + missing + extra / 2.0)
        };
        candidates.into_iter().map(|id| (id, self.names(id).iter().map(score).fold(0.0, f64::max))).collect()
    }

    fn ranked(
        &self,
        scores: BTreeMap<MeasureId, f64>,
        entity: Option<&EntityName>,
        period: Option<&Period>,
    ) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for (id, score) in scores {
            let rows = match entity {
                Some(entity) => self.rows_at(id, entity),
                None => self.rows_of(id),
            };
            let within = |&&row: &&RowId| period.is_none_or(|p| p.contains(&self.period(row)));
            let mut rows: Vec<RowId> = rows.iter().filter(within).copied().collect();
            if rows.is_empty() {
                continue;
            }
            rows.sort_by_key(|&row| std::cmp::Reverse((self.period(row), std::cmp::Reverse(row))));
            found.push(Found { measure: id, score, rows });
        }
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.measure.cmp(&b.measure)));
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::{BadRows, EntityName, FactTable};

    #[test]
    fn the_measure_with_the_rarest_shared_words_comes_first() {
        let csv = "measure,entity,period,value,unit\n\
            share of the population with access to electricity,Ghana,2020,85.9,%\n\
            share of the population with access to clean fuels,Ghana,2020,30.3,%\n\
            electricity generation,Ghana,2020,20,TW.h\n\
            electricity generation,Ghana,2021,22,TW.h\n\
            electricity generation,Mali,2021,2,TW.h\n";
        let table = FactTable::from_csv("t.csv", csv.as_bytes(), BadRows::Refuse).unwrap().table;
        let first = |words: &str| table.fact(table.search(words, None, None)[0].rows[0]).measure.clone();
        assert_eq!(first("electricity access"), "share of the population with access to electricity");
        assert_eq!(first("generation of electricity"), "electricity generation");
        let ghana = EntityName::parse("Ghana");
        let found = table.search("electricity generation", Some(&ghana), Some(&"2021".parse().unwrap()));
        assert_eq!(found[0].rows.iter().map(|&row| table.fact(row).line).collect::<Vec<_>>(), [5]);
        assert!(table.search("unheard of", None, None).is_empty());
    }
}
