"""The tables of this folder as exact numbers, and the names that articles use for what is in them."""

import csv
import pathlib
from fractions import Fraction

TABLES = pathlib.Path(__file__).parent / "tables"

# Places by their names in the tables: name, adjective.
PLACES = {
    "dev": {
        "Kenya": ("Kenya", "Kenyan"), "Poland": ("Poland", "Polish"), "Brazil": ("Brazil", "Brazilian"),
        "Viet Nam": ("Vietnam", "Vietnamese"), "Chile": ("Chile", "Chilean"), "Germany": ("Germany", "German"),
        "South Africa": ("South Africa", "South African"), "Canada": ("Canada", "Canadian"),
        "Thailand": ("Thailand", "Thai"), "Morocco": ("Morocco", "Moroccan"),
    },
    "test": {
        "Indonesia": ("Indonesia", "Indonesian"), "Mexico": ("Mexico", "Mexican"), "Sweden": ("Sweden", "Swedish"),
        "Turkiye": ("Turkey", "Turkish"), "India": ("India", "Indian"), "Japan": ("Japan", "Japanese"),
        "Australia": ("Australia", "Australian"), "Colombia": ("Colombia", "Colombian"),
        "Egypt, Arab Rep.": ("Egypt", "Egyptian"), "Philippines": ("the Philippines", "Philippine"),
        "Spain": ("Spain", "Spanish"), "Malaysia": ("Malaysia", "Malaysian"),
    },
}
# Places of which no table but that of digital services has a row.
STRANGERS = {
    "dev": {"Peru": ("Peru", "Peruvian"), "Norway": ("Norway", "Norwegian"), "Nigeria": ("Nigeria", "Nigerian")},
    "test": {"Argentina": ("Argentina", "Argentine"), "Finland": ("Finland", "Finnish"), "Pakistan": ("Pakistan", "Pakistani")},
}
BRITAIN = "United Kingdom"
YEARS_OF_BRITAIN = {"dev": (2010, 2011), "test": (2012, 2013)}

# Money of its own, by the place's name in the tables: code, words.
MONEY = {
    "Brazil": ("BRL", "reais"), "Thailand": ("THB", "baht"), "South Africa": ("ZAR", "rand"),
    "Canada": ("CAD", "Canadian dollars"), "India": ("INR", "rupees"), "Japan": ("JPY", "yen"),
    "Sweden": ("SEK", "kronor"), "Mexico": ("MXN", "Mexican pesos"), "Malaysia": ("MYR", "ringgit"),
    "Australia": ("AUD", "Australian dollars"),
}
AGGREGATES = {"World", "Sub-Saharan Africa"}

GOODS_OUT, GOODS_IN = "merchandise exports", "merchandise imports"
DIGITAL_OUT, DIGITAL_IN = "exports of digitally deliverable services", "imports of digitally deliverable services"
OTHER_FLOW = {GOODS_OUT: GOODS_IN, GOODS_IN: GOODS_OUT, DIGITAL_OUT: DIGITAL_IN, DIGITAL_IN: DIGITAL_OUT}
AMOUNTS = ["GDP", GOODS_OUT, GOODS_IN, "foreign direct investment inflows", "remittances received", "total reserves", DIGITAL_OUT, DIGITAL_IN]
PLURALS = [GOODS_OUT, GOODS_IN, DIGITAL_OUT, DIGITAL_IN]
RATES = ["unemployment rate", "inflation"]


def _read(*names):
    rows = {}
    for name in names:
        with open(TABLES / name, encoding="utf-8") as f:
            for row in csv.DictReader(f):
                value = Fraction(row["value"]) * Fraction(10) ** int(row["scale"] or 0)
                rows[row["measure"], row["entity"], row["period"]] = value
    return rows


# What counts today, and what was published before for the same points.
FACTS = _read("economies.csv", "economies_2011.csv", "digital_services.csv", "rates.csv", "united_kingdom.csv")
OLDER = _read("economies_2016.csv")


def fact(measure, entity, period):
    """The value of a row, or None."""
    return FACTS.get((measure, entity, str(period)))


def everywhere(measure, period):
    """Every economy's value of a measure."""
    found = ((e, v) for (m, e, p), v in FACTS.items() if m == measure and p == str(period))
    return {e: v for e, v in found if e not in AGGREGATES}
