//! As much of JSON Schema as `docs/figcheck-1.schema.json` uses; a keyword beyond that is a panic, never passed over.

use serde_json::Value;

/// A schema and where its references lead.
#[derive(Clone, Copy)]
pub(crate) struct Schema<'a> {
    pub(crate) root: &'a Value,
    pub(crate) part: &'a Value,
}

impl Schema<'_> {
    /// What is wrong with `value`: a line for each fault, with its path.
    pub(crate) fn faults(self, value: &Value, path: &str) -> Vec<String> {
        let rules = self.part.as_object().unwrap();
        rules.iter().flat_map(|(keyword, rule)| self.faults_of(keyword, rule, value, path)).collect()
    }

    fn faults_of(self, keyword: &str, rule: &Value, value: &Value, path: &str) -> Vec<String> {
        let part = |part| Schema { root: self.root, part };
        let unless =
            |fits: bool| if fits { Vec::new() } else { vec![format!("{path}: {keyword} {rule}, found {value}")] };
        match keyword {
            "$schema" | "$defs" | "title" | "description" | "then" => Vec::new(),
            "$ref" => part(self.root.pointer(&rule.as_str().unwrap()[1..]).unwrap()).faults(value, path),
            "type" => {
                let names = rule.as_array().cloned().unwrap_or_else(|| vec![rule.clone()]);
                unless(names.iter().any(|name| is(value, name.as_str().unwrap())))
            }
            "const" => unless(value == rule),
            "enum" => unless(rule.as_array().unwrap().contains(value)),
            "minimum" => unless(value.as_f64().is_none_or(|v| v >= rule.as_f64().unwrap())),
            "maximum" => unless(value.as_f64().is_none_or(|v| v <= rule.as_f64().unwrap())),
            "minLength" => unless(value.as_str().is_none_or(|v| v.chars().count() as u64 >= rule.as_u64().unwrap())),
            "minItems" => unless(value.as_array().is_none_or(|v| v.len() as u64 >= rule.as_u64().unwrap())),
            "required" => unless(
                value
                    .as_object()
                    .is_none_or(|v| rule.as_array().unwrap().iter().all(|k| v.contains_key(k.as_str().unwrap()))),
            ),
            "pattern" => unless(value.as_str().is_none_or(|v| matches(rule.as_str().unwrap(), v))),
            "properties" => {
                let rules = rule.as_object().unwrap().iter();
                let present = rules.filter_map(|(key, rule)| Some((key, rule, value.get(key)?)));
                present.flat_map(|(key, rule, v)| part(rule).faults(v, &format!("{path}.{key}"))).collect()
            }
            "items" => {
                let items = value.as_array().into_iter().flatten().enumerate();
                items.flat_map(|(i, v)| part(rule).faults(v, &format!("{path}[{i}]"))).collect()
            }
            "allOf" => rule.as_array().unwrap().iter().flat_map(|rule| part(rule).faults(value, path)).collect(),
            "anyOf" => unless(rule.as_array().unwrap().iter().any(|rule| part(rule).faults(value, path).is_empty())),
            "if" if part(rule).faults(value, path).is_empty() => part(&self.part["then"]).faults(value, path),
            "if" => Vec::new(),
            _ => panic!("{keyword} is not known to this test"),
        }
    }
}

fn is(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => panic!("type {name} is not known to this test"),
    }
}

/// The two patterns of the schema: a day, a period.
fn matches(pattern: &str, text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let moment = |shape: &str| matches!(shape, "0000" | "0000-00" | "0000-00-00" | "0000-Q0");
    match pattern {
        r"^\d{4}-\d{2}-\d{2}$" => shape == "0000-00-00",
        r"^(\d{4}(-(\d{2}(-\d{2})?|Q[1-4]))?)(/\d{4}(-(\d{2}(-\d{2})?|Q[1-4]))?)?$" => {
            shape.split('/').count() <= 2 && shape.split('/').all(moment)
        }
        _ => panic!("pattern {pattern} is not known to this test"),
    }
}
