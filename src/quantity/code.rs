//! Reads unit codes: products, quotients, powers and annotations of single units.

use rust_decimal::Decimal;

use super::unit::Parts;
use crate::error::Error;

/// Takes a code apart. `atom` knows the single units.
pub(super) fn parse(code: &str, atom: &dyn Fn(&str) -> Option<Parts>) -> Result<Parts, Error> {
    let mut reader = Reader { code, rest: code, atom, depth: 0 };
    let parts = reader.term()?;
    if reader.rest.is_empty() { Ok(parts.named(code)) } else { Err(reader.fail()) }
}

struct Reader<'a> {
    code: &'a str,
    rest: &'a str,
    atom: &'a dyn Fn(&str) -> Option<Parts>,
    depth: usize,
}

impl Reader<'_> {
    fn fail(&self) -> Error {
        let expected = "an ISO 4217 or UCUM code, \"%\", \"pp\", \"1\" or a count such as \"{product}\"";
        if self.rest == self.code || self.rest.is_empty() {
            Error::value(format!("unit {:?} is not known, expected {expected}", self.code))
        } else {
            Error::value(format!("unit {:?} is not known at {:?}, expected {expected}", self.code, self.rest))
        }
    }

    fn take(&mut self, c: char) -> bool {
        self.rest.strip_prefix(c).map(|rest| self.rest = rest).is_some()
    }

    fn term(&mut self) -> Result<Parts, Error> {
        let mut all = Parts::number("", Decimal::ONE, Decimal::ONE);
        let mut power = 1;
        if self.take('/') {
            power = -1;
        }
        loop {
            let part = self.component()?;
            all.multiply(&part, power).ok_or_else(|| self.fail())?;
            power = match self.rest.chars().next() {
                Some('.') => 1,
                Some('/') => -1,
                _ => return Ok(all),
            };
            self.rest = &self.rest[1..];
        }
    }

    fn component(&mut self) -> Result<Parts, Error> {
        if self.take('(') {
            // No real code nests deeper; the limit keeps a hostile one from exhausting the stack.
            self.depth += 1;
            if self.depth > 8 {
                return Err(self.fail());
            }
            let inner = self.term()?;
            self.depth -= 1;
            return if self.take(')') { Ok(inner) } else { Err(self.fail()) };
        }
        // An annotation may hold anything, so the end of the symbol comes before it; a bracket may hold a stroke.
        let mut end = 0;
        let mut bracket = false;
        for (at, c) in self.rest.char_indices() {
            match c {
                '[' => bracket = true,
                ']' => bracket = false,
                '.' | '/' | '(' | ')' | '{' | '}' if !bracket => break,
                _ => {}
            }
            end = at + c.len_utf8();
        }
        let symbol = &self.rest[..end];
        let mut parts = if symbol.is_empty() { None } else { Some(self.symbol(symbol).ok_or_else(|| self.fail())?) };
        self.rest = &self.rest[end..];
        if self.take('{') {
            let Some(close) = self.rest.find('}') else { return Err(self.fail()) };
            let noun = self.rest[..close].trim();
            let whole = format!("{{{noun}}}");
            let known = if parts.is_none() { (self.atom)(&whole) } else { None };
            let counted = known.unwrap_or_else(|| Parts::annotation(noun));
            match &mut parts {
                Some(parts) => parts.multiply(&counted, 1).ok_or_else(|| self.fail())?,
                None => parts = Some(counted),
            }
            self.rest = &self.rest[close + 1..];
        }
        parts.ok_or_else(|| self.fail())
    }

    fn symbol(&self, symbol: &str) -> Option<Parts> {
        if let Some(power) = symbol.strip_prefix("10*").or_else(|| symbol.strip_prefix("10^")) {
            let power: i32 = power.parse().ok().filter(|p: &i32| p.abs() <= 24)?;
            return Parts::number("", Decimal::ONE, Decimal::ONE).prefixed(power);
        }
        if symbol.bytes().all(|b| b.is_ascii_digit()) {
            let number: u32 = symbol.parse().ok().filter(|&n| n > 0)?;
            return Some(Parts::number(symbol, number.into(), Decimal::ONE));
        }
        if let Some(parts) = (self.atom)(symbol) {
            return Some(parts);
        }
        let name = symbol.trim_end_matches(|c: char| c.is_ascii_digit());
        let power: i32 = symbol[name.len()..].parse().ok().filter(|&p| (1..=9).contains(&p))?;
        let (name, power) = name.strip_suffix('-').map_or((name, power), |name| (name, -power));
        let mut parts = Parts::number("", Decimal::ONE, Decimal::ONE);
        parts.multiply(&(self.atom)(name)?, power)?;
        Some(parts)
    }
}
