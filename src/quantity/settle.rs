//! Which of its units a sign or name of several means at its place: by the words around it, then by the document.

use super::evidence::Evidence;
use super::lexer::Text;
use super::lexicon::{Meaning, lexicon};
use super::unit::Unit;

/// Settles what a sign or name that has several meanings means here: by the words around, then by the document.
pub(super) fn settle(text: &Text, units: &Evidence, meaning: &Meaning, mention: &Mention) -> (Unit, Vec<Unit>) {
    let (unit, others) = (&meaning.unit, &meaning.alternatives);
    let prefer = |better: Unit| {
        let rest = std::iter::once(unit).chain(others).filter(|other| **other != better).cloned().collect();
        (better, rest)
    };
    let code = |code: &str| Unit::parse(code).unwrap_or_else(|_| unit.clone());
    match mention.word.to_ascii_lowercase().as_str() {
        "pound" | "pounds" => {
            let weight = match around(text, mention.at, WEIGHED, PRICED) {
                Some(weighed) => weighed && (!mention.scaled || text.is(mention.end, "of")),
                None if mention.scaled => units.weighs_pounds(),
                // "a 10-pound trout"
                None if text.is_dash(mention.end.wrapping_sub(2)) && text.adjoins(mention.end - 1) => {
                    !units.sterling() && !text.any(mention.end, &["note", "notes", "coin", "coins", "bill", "bills"])
                }
                None => units.weighs_pounds() || text.is(mention.end, "of") && !units.sterling(),
            };
            if weight {
                return prefer(code("[lb_av]"));
            }
            let (unit, mut rest) = units.currency(unit, others).map_or_else(|| (unit.clone(), others.clone()), prefer);
            rest.push(code("[lb_av]"));
            (unit, rest)
        }
        "ton" | "tons" if units.is_american() => (code("[ston_av]"), vec![unit.clone(), code("[lton_av]")]),
        "ton" | "tons" => (unit.clone(), vec![code("[ston_av]"), code("[lton_av]")]),
        _ if others.is_empty() => (unit.clone(), Vec::new()),
        // "A$5 billion ($3.2 billion)": what another dollar is converted to is the American one.
        "$" if units.marks_dollars() && text.is_mark(mention.at.wrapping_sub(1), &['(']) => {
            (unit.clone(), others.clone())
        }
        _ => match units.currency(unit, others) {
            // "$4bn (A$6bn)": what is converted is another currency than what it is converted to.
            Some(found) if converted_to(text, mention.end).is_some_and(|to| *to == found) => {
                (unit.clone(), others.clone())
            }
            found => found.map_or_else(|| (unit.clone(), others.clone()), prefer),
        },
    }
}

/// The currency of the amount in brackets at token `i`, if its sign leaves no doubt.
fn converted_to<'a>(text: &Text, i: usize) -> Option<&'a Unit> {
    let sign = text.get(i + 1).filter(|_| text.is_mark(i, &['(']))?;
    let (_, meaning) = lexicon().money(text.raw, sign.start)?;
    meaning.alternatives.is_empty().then_some(&meaning.unit)
}

/// Where an ambiguous unit stands.
pub(super) struct Mention<'a> {
    /// Its first token, the number's or the sign's.
    pub at: usize,
    /// The token after it.
    pub end: usize,
    pub word: &'a str,
    /// Whether the number has a scale: nobody weighs billions of pounds in passing.
    pub scaled: bool,
}

/// Words beside pounds that are a weight.
const WEIGHED: &[&str] = &[
    "weigh",
    "weighs",
    "weighed",
    "weighing",
    "weight",
    "weights",
    "weighted",
    "heavy",
    "heavier",
    "lighter",
    "lift",
    "lifted",
    "lifting",
    "gained",
    "gain",
    "shed",
    "drop",
    "dropped",
    "lose",
    "losing",
    "baby",
    "ton",
    "tonne",
    "kilogram",
    "kilograms",
    "kilo",
    "kilos",
    "kg",
    "ounces",
    "ounce",
    "overweight",
    "diet",
    "luggage",
    "meat",
    "beef",
    "flour",
    "sugar",
    "butter",
    "cocaine",
    "explosives",
    "wool",
    "cotton",
    "fish",
    "cheese",
    "potatoes",
    "apples",
    "rice",
    "wheat",
    "coal",
    "iron",
    "steel",
    "copper",
    "tea",
    "coffee",
    "tobacco",
    "bread",
    "honey",
    "ham",
    "bacon",
    "thrust",
    "fruit",
    "dumbbell",
    "feet",
    "inches",
    "tall",
];

/// Words beside pounds that are money.
const PRICED: &[&str] = &[
    "pay", "pays", "paid", "paying", "cost", "costs", "costing", "price", "prices", "priced", "spend", "spent",
    "spending", "profit", "profits", "sales", "sale", "sold", "sell", "worth", "earn", "earned", "earns", "fee",
    "fees", "fine", "fined", "salary", "wage", "wages", "tax", "taxes", "debt", "loan", "revenue", "income", "budget",
    "donated", "donation", "rent", "charged", "charge", "bought", "buy", "money", "cash", "savings", "saved", "save",
    "fund", "funds", "bill", "invested", "bonds", "ticket", "tickets", "market", "sterling", "bank", "deficit",
    "borrowed", "raised", "owed",
];

/// Which of two lists has the word nearest to token `i` in its sentence: whether the first one has.
fn around(text: &Text, i: usize, yes: &[&str], no: &[&str]) -> Option<bool> {
    let inside = |k: &usize| !text.is_mark(*k, &['.', ';', '!', '?']) && text.reads_on(*k);
    let said = |k: usize| match (text.any(k, yes), text.any(k, no)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    };
    let mut before = (i.saturating_sub(8)..i).rev().take_while(inside);
    let mut after = (i + 1..i + 10).take_while(inside);
    loop {
        match (before.next(), after.next()) {
            (None, None) => return None,
            (a, b) => {
                if let Some(found) = a.and_then(said).or_else(|| b.and_then(said)) {
                    return Some(found);
                }
            }
        }
    }
}
