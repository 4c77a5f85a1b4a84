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
# Where a bare "$" could be money of the country's own.
OWN_DOLLARS = {"Canada", "Australia", "Mexico", "Chile", "Colombia", "Argentina"}
# Parts of economies, of which no table has a row.
PARTS = {
    "dev": {"Germany": ["Bavaria", "Saxony", "Hamburg"], "Canada": ["Ontario", "Alberta"], "South Africa": ["Gauteng", "the Western Cape"],
            "Brazil": ["the state of Sao Paulo", "Bahia"], "Poland": ["Silesia", "Mazovia"]},
    "test": {"Spain": ["Catalonia", "Andalusia"], "India": ["Maharashtra", "Tamil Nadu"], "Japan": ["Hokkaido", "Aichi prefecture"],
             "Australia": ["Queensland", "Tasmania"], "Indonesia": ["West Java"], "Malaysia": ["Penang"], "Mexico": ["Jalisco", "Nuevo Leon"],
             "Sweden": ["the county of Skane"]},
}
AGGREGATES = {"World", "Sub-Saharan Africa"}

GOODS_OUT, GOODS_IN = "merchandise exports", "merchandise imports"
DIGITAL_OUT, DIGITAL_IN = "exports of digitally deliverable services", "imports of digitally deliverable services"
OTHER_FLOW = {GOODS_OUT: GOODS_IN, GOODS_IN: GOODS_OUT, DIGITAL_OUT: DIGITAL_IN, DIGITAL_IN: DIGITAL_OUT}
AMOUNTS = ["GDP", GOODS_OUT, GOODS_IN, "foreign direct investment inflows", "remittances received", "total reserves", DIGITAL_OUT, DIGITAL_IN]
PLURALS = [GOODS_OUT, GOODS_IN, DIGITAL_OUT, DIGITAL_IN]
# Other names of the same, which the tables know as aliases.
SPOKEN = {
    GOODS_OUT: "goods exports", GOODS_IN: "goods imports", DIGITAL_OUT: "digital services exports", DIGITAL_IN: "digital services imports",
    "foreign direct investment inflows": "FDI inflows", "GDP": "gross domestic product", "unemployment rate": "jobless rate",
    "inflation": "consumer price inflation",
}
RATES = ["unemployment rate", "inflation"]


def _read(*names):
    rows, dates = {}, {}
    for name in names:
        with open(TABLES / name, encoding="utf-8") as f:
            for row in csv.DictReader(f):
                value = Fraction(row["value"]) * Fraction(10) ** int(row["scale"] or 0)
                rows[row["measure"], row["entity"], row["period"]] = value
                dates[row["measure"], row["entity"], row["period"]] = row["published"]
    return rows, dates


# What counts today, and what was published before for the same points.
FACTS, DATES = _read("economies.csv", "economies_2011.csv", "digital_services.csv", "rates.csv", "united_kingdom.csv")
OLDER, _ = _read("economies_2016.csv")


def fact(measure, entity, period):
    """The value of a row, or None."""
    return FACTS.get((measure, entity, str(period)))


def published(measure, entity, period):
    """When a row was published, or nothing."""
    return DATES.get((measure, entity, str(period)), "")


def everywhere(measure, period):
    """Every economy's value of a measure."""
    found = ((e, v) for (m, e, p), v in FACTS.items() if m == measure and p == str(period))
    return {e: v for e, v in found if e not in AGGREGATES}
