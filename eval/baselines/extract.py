#!/usr/bin/env python3
"""What other extractors find in a gold file, in the form that `figcheck eval --beside` reads.

    extract.py quantulum3 GOLD.jsonl > quantulum3.jsonl
    extract.py recognizers GOLD.jsonl > recognizers.jsonl

Needs `pip install -r requirements.txt` (`just baselines` makes a folder for it). Both find quantities, not claims, and say
neither kind nor measure nor verdict: every quantity counts as a level, so that spans, values and units are what can be
compared. Their units are brought to the codes of figcheck's contract, as far as a name of theirs says which.
Where one of their packages finds the same mention as another, the one that knows a unit counts.
"""
import json
import sys
import time

# Names of units, in lower case, and their codes.
UNITS = {
    "percentage": "%", "percent": "%", "dimensionless": "1", "basis point": "bp",
    "dollar": "USD", "united states dollar": "USD", "euro": "EUR", "pound sterling": "GBP", "british pound": "GBP",
    "yuan": "CNY", "chinese yuan": "CNY", "renminbi": "CNY", "japanese yen": "JPY", "yen": "JPY", "indian rupee": "INR",
    "rupee": "INR", "south korean won": "KRW", "won": "KRW", "swiss franc": "CHF", "canadian dollar": "CAD",
    "australian dollar": "AUD", "dollar per barrel": "USD/[bbl_us]", "barrel": "[bbl_us]", "barrel per day": "[bbl_us]/d",
    "kilometre": "km", "kilometer": "km", "metre": "m", "meter": "m", "mile": "[mi_i]", "square kilometre": "km2",
    "square kilometer": "km2", "hectare": "har", "acre": "[acr_us]", "tonne": "t", "metric ton": "t", "ton": "t",
    "kilogram": "kg", "gram": "g", "pound-mass": "[lb_av]", "pound": "[lb_av]", "ounce": "[oz_av]", "litre": "L",
    "liter": "L", "cubic metre": "m3", "cubic meter": "m3", "kilowatt": "kW", "megawatt": "MW", "gigawatt": "GW",
    "watt": "W", "kilowatt-hour": "kW.h", "kilowatt hour": "kW.h", "megawatt-hour": "MW.h", "megawatt hour": "MW.h",
    "gigawatt-hour": "GW.h", "gigawatt hour": "GW.h", "terawatt-hour": "TW.h", "terawatt hour": "TW.h", "hour": "h",
    "minute": "min", "day": "d", "week": "wk", "month": "mo", "year": "a", "degree celsius": "Cel",
}


def code_of(name, currency=None):
    """The code of a unit's name; a name that is not known stays as an annotation."""
    name = (name or "").lower()
    return currency or UNITS.get(name) or "{" + name + "}"


def quantulum3(text):
    from quantulum3 import parser

    for found in parser.parse(text):
        if found.unit.entity.name != "time":
            code = code_of(found.unit.name, getattr(found.unit, "currency_code", None) or None)
            yield found.span[0], found.span[1], found.value, code


def recognizers(text):
    from recognizers_number import recognize_number, recognize_ordinal, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension

    taken = []
    for recognize in (recognize_currency, recognize_percentage, recognize_dimension, recognize_ordinal, recognize_number):
        for found in recognize(text, "en-us"):
            start, end = found.start, found.end + 1
            resolution = found.resolution or {}
            value = (resolution.get("value") or "").rstrip("%")
            if any(start < e and s < end for s, e in taken) or not value:
                continue
            taken.append((start, end))
            name = "percent" if recognize is recognize_percentage else resolution.get("unit") or "dimensionless"
            yield start, end, value, code_of(name, resolution.get("isoCurrency"))


TOOLS = {"quantulum3": quantulum3, "recognizers": recognizers}


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in TOOLS:
        sys.exit(__doc__)
    tool = TOOLS[sys.argv[1]]
    with open(sys.argv[2], encoding="utf-8") as file:
        documents = [json.loads(line) for line in file if line.strip()]
    seconds = claims = 0
    for document in documents:
        text, seen, out = document["text"], set(), []
        began = time.perf_counter()
        found = sorted(tool(text), key=lambda f: f[:2])
        seconds += time.perf_counter() - began
        for start, end, value, code in found:
            start += len(text[start:end]) - len(text[start:end].lstrip())
            end = start + len(text[start:end].rstrip())
            try:
                number = json.loads(f"{float(value):.12g}")
            except (TypeError, ValueError, OverflowError):
                continue
            if start < end and (start, end) not in seen:
                seen.add((start, end))
                out.append({"start": start, "end": end, "text": text[start:end], "kind": "level", "value": number,
                            "low": None, "high": None, "unit": code, "comparator": "=", "modality": "actual"})
        claims += len(out)
        print(json.dumps({"schema": "figcheck/1", "id": document["id"], "claims": out}, ensure_ascii=False))
    rate = len(documents) / max(seconds, 1e-9)
    print(f"{sys.argv[1]}: {len(documents)} documents, {claims} quantities, {rate:.1f} documents/s", file=sys.stderr)


if __name__ == "__main__":
    main()
