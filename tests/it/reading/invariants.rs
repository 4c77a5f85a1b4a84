//! What holds of every text, whatever is in it.

use figcheck::label::Comparator;
use figcheck::quantity::{Assertion, Interval, TimeContext, find_numbers, find_quantities, find_times};
use figcheck::span::Span;

/// Reads `text` in every way and panics where something is not as it has to be.
pub(crate) fn hold(text: &str) {
    let mut end = 0;
    for quantity in find_quantities(text) {
        for span in [Some(quantity.span), Some(quantity.number), quantity.cue, quantity.noun].into_iter().flatten() {
            is_cut_from(span, text);
        }
        assert!(quantity.span.start >= end, "overlap in {text:?}");
        assert!(quantity.span.contains(quantity.number), "number outside of its mention in {text:?}");
        end = quantity.span.end;
        assert!(quantity.figure.low() <= quantity.figure.high(), "a range upside down in {text:?}");
        for &comparator in Comparator::ALL {
            let assertion = Assertion::of(&quantity.figure, comparator, quantity.form, quantity.tolerance.as_ref());
            // A bound speaks of one end of a range, so the other one may lie outside.
            if let Some(value) = quantity.figure.point() {
                assert!(assertion.inner.contains(value), "{quantity:?} {comparator} does not assert its own value");
            }
            assert!(within(&assertion.inner, &assertion.outer), "{quantity:?} {comparator}");
        }
        for unit in quantity.alternatives.iter().chain([&quantity.unit]) {
            let read = figcheck::quantity::Unit::parse(unit.code());
            assert!(read.is_ok_and(|read| read == *unit), "{} is no code, in {text:?}", unit.code());
        }
    }
    let mut end = 0;
    for number in find_numbers(text) {
        is_cut_from(number.span, text);
        assert!(number.span.start >= end, "overlap of numbers in {text:?}");
        end = number.span.end;
    }
    let context = TimeContext::new(None);
    let mut end = 0;
    for time in find_times(text) {
        is_cut_from(time.span, text);
        assert!(time.span.start >= end, "overlap of times in {text:?}");
        end = time.span.end;
        if let Some(period) = time.time.resolve(&context) {
            assert!(period.start() <= period.end(), "{period} ends before it starts, in {text:?}");
        }
    }
}

fn is_cut_from(span: Span, text: &str) {
    let on_characters = text.is_char_boundary(span.start) && text.is_char_boundary(span.end);
    assert!(on_characters && !span.is_empty(), "{span:?} in {text:?}");
}

fn within(inner: &Interval, outer: &Interval) -> bool {
    let low = outer.low().is_none_or(|outer| inner.low().is_some_and(|inner| outer <= inner));
    let high = outer.high().is_none_or(|outer| inner.high().is_some_and(|inner| inner <= outer));
    low && high
}
