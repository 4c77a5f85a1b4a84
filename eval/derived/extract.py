#!/usr/bin/env python3
"""Cuts the small tables of this folder out of the openly licensed ones; run once, its output is committed.

usage: extract.py TABLES

TABLES is a folder with the World Bank's WDI of July 2026 and of December 2016 as long tables, UNCTAD's digitally
deliverable services as SDMX-CSV, the Federal Reserve's exchange rates and Brent prices as datahub.io packs them, and
the ONS's headline series of 2014. README.md beside this script says where they come from and under which licence.
"""

import csv
import gzip
import pathlib
import sys
from decimal import Decimal

HERE = pathlib.Path(__file__).parent / "tables"
COLUMNS = ["measure", "entity", "period", "value", "unit", "kind", "scale", "of", "aliases", "source", "published"]
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()

ECONOMIES = """KEN POL BRA VNM CHL DEU ZAF CAN THA MAR IDN MEX SWE TUR IND JPN AUS COL EGY PHL ESP MYS""".split()

# indicator: measure, unit, decimals kept, aliases
INDICATORS = {
    "NY.GDP.MKTP.CD": ("GDP", "USD", 0, "gross domestic product|economic output"),
    "NY.GDP.MKTP.KD.ZG": ("real GDP growth", "%", 2, "economic growth|real growth of GDP"),
    "TX.VAL.MRCH.CD.WT": ("merchandise exports", "USD", 0, "goods exports|exports of goods"),
    "TM.VAL.MRCH.CD.WT": ("merchandise imports", "USD", 0, "goods imports|imports of goods"),
    "SP.URB.TOTL": ("urban population", "{person}", 0, "people in towns and cities|urban residents"),
    "SP.RUR.TOTL": ("rural population", "{person}", 0, "people in the countryside|rural residents"),
    "SP.POP.TOTL": ("population", "{person}", 0, "inhabitants|total population"),
    "SL.UEM.TOTL.ZS": ("unemployment rate", "%", 2, "unemployment|jobless rate"),
    "FP.CPI.TOTL.ZG": ("inflation", "%", 2, "consumer price inflation|inflation rate"),
    "BX.TRF.PWKR.CD.DT": ("remittances received", "USD", 0, "remittances|personal remittances|money sent home"),
    "BX.KLT.DINV.CD.WD": ("foreign direct investment inflows", "USD", 0, "net inflows of foreign direct investment|FDI inflows"),
    "IS.SHP.GOOD.TU": ("container port traffic", "{TEU}", 0, "container traffic|container throughput"),
    "MS.MIL.XPND.GD.ZS": ("military expenditure", "%", 2, "military spending|defence spending"),
    "SP.DYN.LE00.IN": ("life expectancy at birth", "a", 2, "life expectancy"),
    "FI.RES.TOTL.CD": ("total reserves", "USD", 0, "foreign reserves|reserves including gold"),
}
OLDER = ["NY.GDP.MKTP.CD", "SP.POP.TOTL", "SL.UEM.TOTL.ZS", "BX.KLT.DINV.CD.WD", "MS.MIL.XPND.GD.ZS"]
SHARE_OF = {"MS.MIL.XPND.GD.ZS": "GDP"}

UK = {
    "ONS:MGSX": ("unemployment rate", "%", 0, "unemployment", "level"),
    "ONS:D7G7": ("consumer price inflation", "%", 0, "CPI inflation|12-month rate of consumer prices", "level"),
    "ONS:IKBH": ("exports of goods and services", "GBP", 6, "total exports", "level"),
    "ONS:IKBI": ("imports of goods and services", "GBP", 6, "total imports", "level"),
    "ONS:GMAZ": ("earnings from overseas visits", "GBP", 6, "visitor earnings", "level"),
}


def rounded(text, decimals):
    value = Decimal(text)
    return str(value.quantize(Decimal(1).scaleb(-decimals)))


def write(name, rows):
    rows.sort(key=lambda r: (r[0], r[1], r[2]))
    with open(HERE / name, "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(COLUMNS)
        out.writerows(rows)
    print(name, len(rows))


def world_bank(root):
    names = {}
    with open(root / "entities.tsv", encoding="utf-8") as f:
        for line in csv.reader(f, delimiter="\t"):
            if line[0] == "wdi_2026":
                names[line[1]] = line[2]
    for file, source, published, years, wanted, target in [
        ("wdi_2026.tsv.gz", "WDI, July 2026", "2026-07-01", range(2018, 2024), INDICATORS, "economies.csv"),
        ("wdi_2026.tsv.gz", "WDI, July 2026", "2026-07-01", range(2011, 2015), OLDER, "economies_2011.csv"),
        ("wdi_2016_overlap.tsv.gz", "WDI, December 2016", "2016-12-15", range(2011, 2015), OLDER, "economies_2016.csv"),
    ]:
        rows = []
        with gzip.open(root / file, "rt", encoding="utf-8") as f:
            for line in csv.reader(f, delimiter="\t"):
                if line[0] in wanted and line[1] in ECONOMIES and line[2].isdigit() and int(line[2]) in years:
                    measure, unit, decimals, aliases = INDICATORS[line[0]]
                    value = rounded(line[3], decimals)
                    kind = "share" if line[0] in SHARE_OF else "level"
                    row = [measure, names[line[1]], line[2], value, unit, kind, "", SHARE_OF.get(line[0], ""), aliases, source, published]
                    rows.append(row)
        write(target, rows)


def unctad(root):
    flows = {
        "UNCTAD_DE_DIG_SERVTRADE_ANN_EXP": ("exports of digitally deliverable services", "digital services exports"),
        "UNCTAD_DE_DIG_SERVTRADE_ANN_IMP": ("imports of digitally deliverable services", "digital services imports"),
    }
    rows = []
    with open(root / "ref_unctad_digital/datasets/UNCTAD_DE.csv", encoding="utf-8-sig") as f:
        for line in csv.DictReader(f):
            if line["INDICATOR"] not in flows or line["UNIT_MEASURE"] != "USD" or not line["OBS_VALUE"]:
                continue
            year, area = int(line["TIME_PERIOD"]), line["REF_AREA"]
            if year not in (2022, 2023) and not (area in ECONOMIES + ["WLD"] and year >= 2019):
                continue
            if area.startswith("_") or (not area.isalpha()):
                continue
            measure, alias = flows[line["INDICATOR"]]
            value = str(Decimal(line["OBS_VALUE"]).normalize().quantize(Decimal(1)))
            rows.append([measure, line["REF_AREA_LABEL"], str(year), value, "USD", "level", "6", "", alias, "UNCTAD, via World Bank Data360", "2024-12-18"])
    write("digital_services.csv", rows)


def rates(root):
    places = {"India": "INR", "Japan": "JPY", "Canada": "CAD", "Sweden": "SEK", "Mexico": "MXN", "Brazil": "BRL",
              "Thailand": "THB", "Malaysia": "MYR", "South Africa": "ZAR", "Australia": "AUD"}
    rows = []
    with open(root / "ref_datahub/exchange-rates/data/annual.csv", encoding="utf-8") as f:
        for line in csv.DictReader(f):
            year, code = line["Date"][:4], places.get(line["Country"])
            if code and 2016 <= int(year) <= 2023:
                value = line["Exchange rate"]
                rows.append(["exchange rate", line["Country"], year, value, f"{code}/USD", "level", "", "", "average exchange rate", "Federal Reserve H.10, annual average, via FRED and datahub.io", ""])
    with open(root / "ref_datahub/oil-prices/data/brent-year.csv", encoding="utf-8") as f:
        for line in csv.DictReader(f):
            if 2016 <= int(line["Date"][:4]) <= 2023:
                rows.append(["price of Brent crude oil", "World", line["Date"][:4], line["Price"], "USD/[bbl_us]", "level", "", "", "Brent|Brent crude|Brent price|crude oil price", "US Energy Information Administration, via datahub.io", ""])
    write("rates.csv", rows)


def ons(root):
    rows = []
    with gzip.open(root / "ons_2014_headline_series.tsv.gz", "rt", encoding="utf-8") as f:
        for line in csv.reader(f, delimiter="\t"):
            if line[0] not in UK:
                continue
            measure, unit, scale, aliases, kind = UK[line[0]]
            period = line[2]
            if period[:4] in ("2010", "2011", "2012", "2013") and " " in period:
                quarterly = "Q" in period
                year, part = period.split(" ")
                period = f"{year}-{part}" if quarterly else f"{year}-{MONTHS.index(part) + 1:02}"
                # Sums are drawn from quarters; monthly figures are kept for the rates alone.
                if quarterly == (unit == "GBP"):
                    rows.append([measure, "United Kingdom", period, line[3], unit, kind, str(scale or ""), "", aliases, "Office for National Statistics, 2014", "2014-06-30"])
    write("united_kingdom.csv", rows)


def main():
    root = pathlib.Path(sys.argv[1])
    HERE.mkdir(exist_ok=True)
    for table in (world_bank, unctad, rates, ons):
        table(root)


main()
