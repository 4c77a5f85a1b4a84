//! What the names of units in other extractors' test data are in our codes.

use figcheck::quantity::{Quantity, Unit};

/// A name, what one of it is, and the codes that it may stand for: the first one is meant unless the text says more.
type Row = (&'static str, f64, &'static [&'static str]);

/// Dollars and pounds are whatever dollars and pounds the text means; minor units are hundredths of their currency.
const NAMES: &[Row] = &[
    ("dollar", 1.0, DOLLARS),
    ("united states dollar", 1.0, &["USD"]),
    ("australian dollar", 1.0, &["AUD"]),
    ("canadian dollar", 1.0, &["CAD"]),
    ("new zealand dollar", 1.0, &["NZD"]),
    ("hong kong dollar", 1.0, &["HKD"]),
    ("cent", 0.01, &["USD", "AUD", "CAD", "NZD", "EUR", "HKD", "SGD"]),
    ("pence", 0.01, &["GBP", "IEP"]),
    ("penny", 0.01, &["GBP", "USD", "CAD", "IEP"]),
    ("sen", 0.01, &["MYR", "IDR", "JPY"]),
    ("pound sterling", 1.0, &["GBP"]),
    ("british pound", 1.0, &["GBP"]),
    ("euro", 1.0, &["EUR"]),
    ("chinese yuan", 1.0, &["CNY"]),
    ("japanese yen", 1.0, &["JPY"]),
    ("swiss franc", 1.0, FRANCS),
    ("franc", 1.0, FRANCS),
    ("finnish markka", 1.0, &["FIM"]),
    ("netherlands guilder", 1.0, &["NLG"]),
    ("netherlands guilde", 1.0, &["NLG"]),
    ("mark", 1.0, &["DEM"]),
    ("peseta", 1.0, &["ESP"]),
    ("rupee", 1.0, &["INR", "PKR", "LKR", "NPR"]),
    ("sri lankan rupee", 1.0, &["LKR"]),
    ("mexican peso", 1.0, &["MXN"]),
    ("turkish lira", 1.0, &["TRY"]),
    ("costa rican colón", 1.0, &["CRC"]),
    ("georgian lari", 1.0, &["GEL"]),
    ("lao kip", 1.0, &["LAK"]),
    ("croatian kuna", 1.0, &["HRK"]),
    ("armenian dram", 1.0, &["AMD"]),
    ("south african rand", 1.0, &["ZAR"]),
    ("bitcoin", 1.0, &["{BTC}", "XBT"]),
    ("satoshi", 1.0, &["{satoshi}"]),
    ("percentage", 1.0, &["%"]),
    ("percent", 1.0, &["%"]),
    ("celsius", 1.0, &["Cel"]),
    ("c", 1.0, &["Cel"]),
    ("fahrenheit", 1.0, &["[degF]"]),
    ("f", 1.0, &["[degF]"]),
    ("degree", 1.0, &["deg", "Cel", "[degF]"]),
    ("radian", 1.0, &["rad"]),
    ("turn", 1.0, &["{turn}", "circ"]),
    ("metre", 1.0, &["m"]),
    ("meter", 1.0, &["m"]),
    ("decimetre", 1.0, &["dm"]),
    ("decimeter", 1.0, &["dm"]),
    ("millimetre", 1.0, &["mm"]),
    ("millimeter", 1.0, &["mm"]),
    ("picometre", 1.0, &["pm"]),
    ("picometer", 1.0, &["pm"]),
    ("centimetre", 1.0, &["cm"]),
    ("centimeter", 1.0, &["cm"]),
    ("kilometre", 1.0, &["km"]),
    ("kilometer", 1.0, &["km"]),
    ("millisecond", 1.0, &["ms"]),
    ("square metre", 1.0, &["m2"]),
    ("square meter", 1.0, &["m2"]),
    ("square kilometre", 1.0, &["km2"]),
    ("square kilometer", 1.0, &["km2"]),
    ("mile", 1.0, &["[mi_i]"]),
    ("foot", 1.0, &["[ft_i]"]),
    ("inch", 1.0, &["[in_i]"]),
    ("acre", 1.0, &["[acr_us]"]),
    ("cubic foot", 1.0, &["[cft_i]"]),
    ("gallon", 1.0, &["[gal_us]", "[gal_br]"]),
    ("barrel", 1.0, &["[bbl_us]"]),
    ("millilitre", 1.0, &["mL"]),
    ("milliliter", 1.0, &["mL"]),
    ("tablespoon", 1.0, &["[tbs_us]"]),
    ("teaspoon", 1.0, &["[tsp_us]"]),
    ("cup", 1.0, &["[cup_us]"]),
    ("pint", 1.0, &["[pt_us]", "[pt_br]"]),
    ("pound-mass", 1.0, &["[lb_av]"]),
    ("ounce", 1.0, &["[oz_av]"]),
    ("dram", 1.0, &["[dr_av]", "[dr_ap]"]),
    ("ton", 1.0, &["t", "[ston_av]", "[lton_av]"]),
    ("metric ton", 1.0, &["t"]),
    ("kiloton", 1.0, &["kt"]),
    ("kilogram", 1.0, &["kg"]),
    ("gram", 1.0, &["g"]),
    ("microgram", 1.0, &["ug"]),
    ("bit", 1.0, &["bit"]),
    ("byte", 1.0, &["By"]),
    ("megabit", 1.0, &["Mbit"]),
    ("megabyte", 1.0, &["MBy"]),
    ("knot", 1.0, &["[kn_i]"]),
    ("parsec", 1.0, &["pc"]),
    ("roentgen", 1.0, &["R"]),
    ("barn", 1.0, &["b"]),
    ("bel", 1.0, &["B"]),
    ("poise", 1.0, &["P"]),
    ("coulomb", 1.0, &["C"]),
    ("farad", 1.0, &["F"]),
    ("pixel", 1.0, &["{pixel}"]),
    ("diopter (lens)", 1.0, &["[diop]"]),
    ("year of age", 1.0, &["a"]),
    ("month of age", 1.0, &["mo"]),
    ("week of age", 1.0, &["wk"]),
    ("day of age", 1.0, &["d"]),
    ("age", 1.0, &["a"]),
    ("year", 1.0, &["a"]),
    ("month", 1.0, &["mo"]),
    ("week", 1.0, &["wk"]),
    ("day", 1.0, &["d"]),
    ("hour", 1.0, &["h"]),
    ("minute", 1.0, &["min"]),
    ("second", 1.0, &["s"]),
    ("share", 1.0, &["{share}"]),
    ("dozen", 1.0, &["{dozen}"]),
    ("point", 1.0, &["{point}", "pp"]),
    ("count", 1.0, &["1", "{time}"]),
    ("people", 1.0, &["{person}"]),
    ("-", 1.0, &["1"]),
];

const DOLLARS: &[&str] = &["USD", "AUD", "CAD", "NZD", "HKD", "SGD", "TWD"];
const FRANCS: &[&str] = &["CHF", "FRF", "BEF", "LUF"];

/// A unit of the other data: what one of it is, and the codes it may be.
pub(crate) struct Meant {
    pub(crate) factor: f64,
    pub(crate) codes: Vec<String>,
}

/// The meaning of a name; "dollar per share" is a quotient, and a noun with its modifiers counts its last word.
pub(crate) fn meant(name: &str) -> Meant {
    let name = name.to_lowercase();
    if let Some(row) = NAMES.iter().find(|row| row.0 == name) {
        return Meant { factor: row.1, codes: row.2.iter().map(|&code| code.to_owned()).collect() };
    }
    if let Some((above, below)) = name.split_once(" per ") {
        let (above, below) = (meant(above), meant(below));
        let codes = above.codes.iter().flat_map(|a| below.codes.iter().map(move |b| (a.clone(), b.clone())));
        let codes = codes.map(|(a, b)| if b == "1" { a } else { format!("{a}/{b}") }).collect();
        return Meant { factor: above.factor / below.factor, codes };
    }
    let head = name.rsplit([' ', '-']).next().unwrap_or_default();
    Meant { factor: 1.0, codes: vec![format!("{{{head}}}")] }
}

impl Meant {
    /// Whether a quantity is `value` of this unit; `rates` lets ours say per what it is where theirs stops before.
    pub(crate) fn is(&self, quantity: &Quantity, value: f64, rates: bool, tolerance: f64) -> bool {
        self.codes.iter().any(|code| {
            let Ok(theirs) = Unit::parse(code) else { return false };
            let mut ours = quantity.unit.clone();
            if rates
                && !code.contains('/')
                && let Some((above, _)) = ours.code().split_once('/')
                && let Ok(above) = Unit::parse(above)
            {
                ours = above;
            }
            let known = theirs.dimension().is_one() && !theirs.is_percent();
            let factor = if known {
                (ours.code() == theirs.code()).then_some(1.0)
            } else {
                ours.factor_to(&theirs).and_then(|factor| factor.to_string().parse::<f64>().ok())
            };
            let found = quantity.figure.point().or(Some(quantity.figure.high()));
            let found = found.and_then(|found| found.to_string().parse::<f64>().ok());
            factor.zip(found).is_some_and(|(factor, found)| close(found * factor, value * self.factor, tolerance))
        })
    }

    /// Whether a unit is this one, whatever the value.
    pub(crate) fn is_unit(&self, unit: &Unit) -> bool {
        self.codes.iter().any(|code| code == unit.code())
    }
}

/// Whether two values are the same up to a relative difference.
pub(crate) fn close(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * b.abs().max(1e-9)
}
