//! What changes in the course of a run: the parameters, how far it is, and the best epoch so far.

use super::optimizer::Parameter;

/// The state of a run between two steps.
#[derive(Debug)]
pub(super) struct State {
    /// Steps made.
    pub step: usize,
    /// What is trained.
    pub parameters: Vec<Parameter>,
    /// The dev score of each epoch that has ended; without a dev set there are none.
    pub history: Vec<f64>,
    /// The weights of the best epoch, in the order of the parameters; empty before the first dev score.
    pub best: Vec<Vec<f32>>,
}

impl State {
    /// A run that has not begun.
    pub(super) fn new(parameters: Vec<Parameter>) -> Self {
        Self { step: 0, parameters, history: Vec::new(), best: Vec::new() }
    }

    /// The epoch with the best dev score, counted from 1, and that score; the first among equals.
    pub(super) fn best_epoch(&self) -> Option<(usize, f64)> {
        let epochs = (1..).zip(self.history.iter().copied());
        epochs.reduce(|best, next| if next.1 > best.1 { next } else { best })
    }

    /// Notes the dev score of an epoch, and its weights if they are the best.
    pub(super) fn record(&mut self, score: f64) {
        self.history.push(score);
        if self.best_epoch().is_some_and(|(epoch, _)| epoch == self.history.len()) {
            self.best = self.parameters.iter().map(|p| p.settled().to_vec()).collect();
        }
    }

    /// Whether the run is over: all of its steps are made, or `patience` epochs have passed without a better one.
    pub(super) fn ended(&self, steps: usize, patience: Option<usize>) -> bool {
        let waited = self.best_epoch().map_or(0, |(epoch, _)| self.history.len() - epoch);
        self.step >= steps || patience.is_some_and(|patience| waited >= patience)
    }

    /// The weights to publish, in the order of the parameters: those of the best epoch, or the last ones without a dev set.
    pub(super) fn published(&self) -> Vec<&[f32]> {
        if self.best.is_empty() {
            self.parameters.iter().map(Parameter::settled).collect()
        } else {
            self.best.iter().map(Vec::as_slice).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use candle_core::{Device, Tensor};

    use super::*;

    #[test]
    fn a_run_ends_when_its_patience_does_and_publishes_the_best_epoch() {
        let tensor = Tensor::new(&[0f32], &Device::Cpu).unwrap();
        let mut state = State::new(vec![Parameter::new("w", &tensor, true, false).unwrap()]);
        assert_eq!((state.best_epoch(), state.published()), (None, vec![[0f32].as_slice()]));
        let mut weight = 0f32;
        let mut ends = Vec::new();
        for score in [0.5, 0.7, 0.6, 0.7, 0.65] {
            weight += 1.0;
            let zero = vec![0.0];
            state.parameters[0].restore([vec![weight], zero.clone(), zero, Vec::new()]).unwrap();
            state.step += 10;
            state.record(score);
            ends.push(state.ended(100, Some(2)));
        }
        // An equal score is no better one.
        assert_eq!(ends, [false, false, false, true, true]);
        assert_eq!(state.best_epoch().map(|(epoch, _)| epoch), Some(2));
        assert_eq!(state.published(), vec![[2f32].as_slice()]);
        assert_eq!([state.ended(100, None), state.ended(50, None)], [false, true]);
    }
}
