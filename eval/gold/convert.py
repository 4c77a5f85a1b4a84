#!/usr/bin/env python3
"""The gold articles: from the compact form that people write to the form that is scored.

    convert.py                 compact/*.jsonl and tables/*.csv -> articles.jsonl
    convert.py --check         fails when articles.jsonl is not what this would write
    convert.py --counts        prints how many articles and claims there are, of what sort
    convert.py --unannotated   prints the numbers in the articles that no claim covers, for a person to look over

A compact line is a whole article: id, topic, title, published, text, claims, consistency. Spans are words of the text;
"words##2" is their second occurrence. A claim that the tables decide names the rows (`facts`), the formula (`derivation`)
and what follows from them (`expected`, `expected_unit`). The formula is worked out here once more, from the rows alone,
and so is the verdict, by the rules for intervals; this shares no code with the checker. Of a rank, "*" among the facts
stands for all rows above the first. Everything that does not fit is named with file, line and id, and nothing is written.
"""
import argparse
import ast
import csv
import json
import keyword
import re
import string
import sys
from collections import Counter, defaultdict
from decimal import Decimal, getcontext
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).parent
getcontext().prec = 60

KINDS = ("level", "change", "growth", "average_growth", "share", "ratio", "rank")
COMPARATORS = ("=", "~", ">", ">=", "<", "<=")
MODALITIES = ("actual", "forecast", "target")
VERDICTS = ("supported", "refuted", "not_enough_info")
ERRORS = {
    "year": "the figure of another period",
    "entity": "the figure of another entity or partner",
    "flow": "exports for imports, a deficit for a surplus, births for deaths",
    "scale": "million for billion and the like",
    "sign": "a rise for a fall",
    "percent_for_points": "per cent where the figure is percentage points, or the other way round",
    "nominal_for_real": "nominal for real, current for constant prices",
    "currency": "the right figure with another currency",
    "unit": "the right figure with another unit",
    "vintage": "a figure that had been revised when the text appeared",
    "part": "a part of the sum left out",
    "rank": "a wrong position",
    "base": "against another base than the text says",
    "comparator": "the figure is on the other side of the bound",
    "whole": "a share of another whole, or part and whole exchanged",
    "measure": "the figure of a neighbouring measure",
    "wrong": "no figure at all that this is taken from",
}
ARTICLE_KEYS = {"id", "topic", "title", "published", "text", "claims", "consistency"}
SPANS = ("measure", "entity", "counterpart", "of_text", "period_text", "base_text", "cue_text")
PROOF = ("facts", "derivation", "expected", "expected_unit")
CLAIM_KEYS = {"value_text", "kind", "value", "low", "high", "unit", "comparator", "modality", "period", "base_period",
              "verdict", "error", *SPANS, *PROOF}
COLUMNS = {"id", "measure", "entity", "period", "base_period", "kind", "value", "scale", "unit", "of", "counterpart",
           "modality", "aliases", "source", "published"}
PERIOD = re.compile(r"\d{4}(-(\d{2}(-\d{2})?|Q[1-4]))?(/\d{4}(-(\d{2}(-\d{2})?|Q[1-4]))?)?")
AGGREGATES = {
    "World", "European Union", "Euro area", "Eurozone", "ASEAN", "OECD", "OECD members", "G7", "G20", "Arab World",
    "Africa", "Asia", "Europe", "North America", "South America", "Latin America", "Oceania", "OPEC",
    "High income", "Upper middle income", "Middle income", "Lower middle income", "Low income", "Low & middle income",
    "Sub-Saharan Africa", "South Asia", "East Asia & Pacific", "Europe & Central Asia", "Latin America & Caribbean",
    "Middle East & North Africa", "European Union (27)", "International bunkers",
}
# How much of the first unit one of the second is.
CONVERSIONS = {
    ("t", "kg"): Fraction(1, 1000), ("kg", "t"): Fraction(1000), ("t", "[ston_av]"): Fraction(90718474, 100000000),
    ("[lb_av]", "kg"): Fraction(100000000, 45359237), ("kW.h", "MW.h"): Fraction(1000), ("kW.h", "GW.h"): Fraction(10**6),
    ("kW.h", "TW.h"): Fraction(10**9), ("TW.h", "kW.h"): Fraction(1, 10**9), ("GW.h", "kW.h"): Fraction(1, 10**6),
    ("TW.h", "GW.h"): Fraction(1, 1000), ("GW.h", "TW.h"): Fraction(1000), ("MW", "GW"): Fraction(1000),
    ("GW", "MW"): Fraction(1, 1000), ("GW", "W"): Fraction(1, 10**9), ("MW", "W"): Fraction(1, 10**6),
    ("kW", "W"): Fraction(1, 1000), ("TW", "W"): Fraction(1, 10**12), ("GW.h", "MW.h"): Fraction(1, 1000), ("W", "MW"): Fraction(10**6), ("W", "GW"): Fraction(10**9),
    ("km2", "m2"): Fraction(1, 10**6), ("km2", "har"): Fraction(1, 100), ("har", "km2"): Fraction(100),
    ("har", "[acr_us]"): Fraction(40468726, 10**8), ("[acr_us]", "har"): Fraction(10**8, 40468726),
    ("km", "[mi_i]"): Fraction(1609344, 10**6), ("[mi_i]", "km"): Fraction(10**6, 1609344),
    ("m3", "L"): Fraction(1, 1000), ("L", "m3"): Fraction(1000), ("L", "[bbl_us]"): Fraction(158987294928, 10**9),
    ("[oz_tr]", "g"): Fraction(10**7, 311034768), ("g", "[oz_tr]"): Fraction(311034768, 10**7),
    ("USD/kg", "USD/[oz_tr]"): Fraction(10**10, 311034768), ("USD/g", "USD/[oz_tr]"): Fraction(10**7, 311034768),
    ("USD/kg", "USD/[lb_av]"): Fraction(10**8, 45359237), ("USD/[lb_av]", "USD/kg"): Fraction(45359237, 10**8),
}


class Unfit(Exception):
    """What does not fit."""


def lines_of(path):
    """The objects of a file of JSON lines with their line numbers; decimals stay exact."""
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.strip():
            try:
                record = json.loads(line, parse_float=Decimal)
            except ValueError as e:
                raise Unfit(f"{path.name}:{number}: {e}") from None
            if not isinstance(record, dict):
                raise Unfit(f"{path.name}:{number}: not an object")
            yield number, record


# The tables


class Row:
    """One fact: its columns, its value and the half unit of its last written digit."""

    def __init__(self, columns, place):
        unknown = set(columns) - COLUMNS
        if unknown or None in columns.values():
            raise Unfit(f"{place}: columns {sorted(unknown)} unknown, or a field too few")
        self.__dict__.update(columns)
        self.place, self.table = place, place.partition(":")[0]
        self.kind = columns.get("kind") or "level"
        self.modality = columns.get("modality") or "actual"
        for key in ("id", "measure", "entity", "period", "value", "unit", "source", "published"):
            if not columns.get(key):
                raise Unfit(f"{place}: no {key}")
        if self.kind not in KINDS or self.modality not in MODALITIES or not PERIOD.fullmatch(self.period):
            raise Unfit(f"{place}: {self.kind}, {self.modality} or {self.period} is none")
        if not re.fullmatch(r"-?\d+(\.\d+)?", self.value):
            raise Unfit(f"{place}: {self.value!r} is no number")
        factor = Fraction(10) ** int(columns.get("scale") or 0)
        digits = len(self.value.partition(".")[2])
        self.exact = Fraction(self.value) * factor
        half = Fraction(0) if self.kind == "rank" else Fraction(1, 2) / 10**digits * factor
        self.interval = (self.exact - half, self.exact + half)
        self.thing = tuple((columns.get(k) or "") for k in ("measure", "entity", "period", "base_period", "unit", "of",
                                                           "counterpart")) + (self.kind, self.modality)


def tables():
    """All rows by id."""
    rows, things = {}, defaultdict(list)
    for path in sorted((HERE / "tables").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for columns in csv.DictReader(file):
                row = Row(columns, f"{path.name}:{columns.get('id')}")
                if row.id in rows:
                    raise Unfit(f"{row.place}: the id was used before")
                for other in things[row.thing]:
                    apart = row.interval[1] < other.interval[0] or other.interval[1] < row.interval[0]
                    if other.published == row.published and (apart or other.table == row.table):
                        raise Unfit(f"{row.place}: the same thing as {other.id}, published the same day")
                things[row.thing].append(row)
                rows[row.id] = row
    return rows, things


def current(row, things, published):
    """Whether no later row for the same thing had been published when the text was."""
    return not any(row.published < other.published <= published for other in things[row.thing])


def above(row, rows, things, published):
    """The rows that stand before this one in its ranking, the largest first."""
    partners = bool(row.counterpart)
    found = {}
    for other in rows.values():
        same = all(getattr(other, k, "") == getattr(row, k, "")
                   for k in ("measure", "period", "unit", "of", "kind", "modality", "base_period"))
        same &= other.entity == row.entity if partners else not other.counterpart
        name = other.counterpart if partners else other.entity
        if same and name not in AGGREGATES and current(other, things, published) and other.exact > row.exact:
            if name not in found or found[name].published < other.published:
                found[name] = other
    return [r.id for r in sorted(found.values(), key=lambda r: (-r.exact, r.id))]


# Formulas, over intervals: each value is (low, exact, high)


def letters(n):
    """The first n names for facts: a to z, aa, ab, …, but for words of the language that reads the formulas."""
    alphabet = list(string.ascii_lowercase)
    pairs = [a + b for a in alphabet for b in alphabet]
    return (alphabet + [p for p in pairs if p not in keyword.kwlist])[:n]


def over(f, *operands):
    """f of the operands, and the least and largest that it can be: all f here are monotone in every operand."""
    corners = [()]
    for low, _, high in operands:
        corners = [c + (x,) for c in corners for x in (low, high)]
    values = [f(*c) for c in corners]
    return min(values), f(*(o[1] for o in operands)), max(values)


def root(x, n):
    """The n-th root, to some fifty digits."""
    d = Decimal(x.numerator) / Decimal(x.denominator)
    return Fraction(d ** (Decimal(1) / Decimal(n))) if d > 0 else Fraction(0)


class Formula(ast.NodeVisitor):
    """What a derivation comes to."""

    def __init__(self, values, names):
        self.values, self.names, self.used = values, names, set()

    def visit_Expression(self, node):
        return self.visit(node.body)

    def visit_Name(self, node):
        if node.id not in self.values:
            raise Unfit(f"derivation: no fact for {node.id!r}")
        self.used.add(node.id)
        return self.values[node.id]

    def visit_Constant(self, node):
        x = Fraction(str(node.value))
        return x, x, x

    def visit_UnaryOp(self, node):
        if not isinstance(node.op, ast.USub):
            raise Unfit("derivation: unknown sign")
        return over(lambda x: -x, self.visit(node.operand))

    def visit_BinOp(self, node):
        a, b = self.visit(node.left), self.visit(node.right)
        match node.op:
            case ast.Add():
                return tuple(x + y for x, y in zip(a, b))
            case ast.Sub():
                return a[0] - b[2], a[1] - b[1], a[2] - b[0]
            case ast.Mult():
                return over(lambda x, y: x * y, a, b)
            case ast.Div():
                if b[0] <= 0 <= b[2]:
                    raise Unfit("derivation: division by zero")
                return over(lambda x, y: x / y, a, b)
        raise Unfit("derivation: unknown operator")

    def visit_Call(self, node):
        name = node.func.id
        args = [self.visit(x) for x in node.args]
        if name == "growth" and len(args) == 2:
            return over(lambda a, b: (b - a) / abs(a) * 100, *args)
        if name == "share" and len(args) == 2:
            return over(lambda a, b: a / b * 100, *args)
        if name == "cagr" and len(args) == 3 and args[2][1].denominator == 1:
            return over(lambda a, b: (root(b / a, int(args[2][1])) - 1) * 100, *args[:2])
        if name == "mean" and args:
            return tuple(sum(x) / len(args) for x in zip(*args))
        if name == "fx" and len(args) == 1:
            return args[0]
        if name == "rank" and args:
            n = Fraction(len(args))
            return n, n, n
        raise Unfit(f"derivation: {name} with {len(args)} operands is unknown")

    def generic_visit(self, node):
        raise Unfit(f"derivation: {type(node).__name__} is not understood")


def work_out(derivation, facts):
    """(low, exact, high) of a derivation over rows."""
    names = letters(len(facts))
    values = {n: (r.interval[0], r.exact, r.interval[1]) for n, r in zip(names, facts)}
    if derivation == "lookup":
        if len(facts) != 1:
            raise Unfit("derivation: a lookup takes one fact")
        return values["a"]
    try:
        tree = ast.parse(derivation, mode="eval")
    except SyntaxError:
        raise Unfit(f"derivation: {derivation!r} is no formula") from None
    formula = Formula(values, names)
    result = formula.visit(tree)
    if formula.used != set(names):
        raise Unfit(f"derivation: facts {sorted(set(names) - formula.used)} are not used")
    return result


def unit_of(derivation, facts, kind):
    """The unit that a derivation gives, where it is plain."""
    units = {r.unit for r in facts}
    head = derivation.partition("(")[0]
    if derivation == "lookup":
        return facts[0].unit
    if head in ("growth", "share", "cagr") and derivation.endswith(")") and derivation.count("(") == 1:
        if len(units) != 1:
            raise Unfit(f"derivation: {sorted(units)} are different units")
        return "%"
    if head == "rank":
        return "1"
    if re.fullmatch(r"[a-z]{1,2}( [+-] [a-z]{1,2})+", derivation) or head == "mean" and derivation.count("(") == 1:
        if len(units) != 1:
            raise Unfit(f"derivation: {sorted(units)} are different units")
        unit = units.pop()
        return "pp" if unit == "%" and "-" in derivation and kind == "change" else unit
    if re.fullmatch(r"[a-z] / [a-z]", derivation) and len(units) == 1:
        return "1"
    return None


# What a claim asserts


NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?")
EACH = re.compile(r"\b(?:per|for every|out of every) \d[\d,]*")


def half_unit(numeral, value):
    """Half a unit of the last digit, and of the last digit that is no zero, in the value's own scale."""
    plain = numeral.replace(",", "")
    written = Fraction(plain)
    factor = abs(value) / written if written else Fraction(1)
    decimals = len(plain.partition(".")[2])
    half = Fraction(1, 2) / 10**decimals * factor
    zeros = len(plain) - len(plain.rstrip("0")) if not decimals and written else 0
    return half, half * 10**zeros


def asserted(text, claim):
    """Two intervals, None for open: within the first a claim is supported, outside of the second it is refuted."""
    # "36.7 deaths per 1,000 live births" has one numeral that is the value's.
    numerals = NUMERAL.findall(EACH.sub("", text))
    comparator, kind = claim["comparator"], claim["kind"]
    if claim.get("value") is None:
        low, high = Fraction(claim["low"]), Fraction(claim["high"])
        if low > high:
            raise Unfit("low is above high")
        n, m = (numerals * 2)[:2] if numerals else (None, None)
        a = half_unit(n, low)[0] if n else 0
        b = half_unit(m, high)[0] if m else 0
        return (low - a, high + b), (low - a, high + b)
    value = Fraction(claim["value"])
    if kind == "rank":
        exact = {"<=": (1, value), ">=": (value, None), "<": (1, value - 1)}.get(comparator, (value, value))
        return exact, exact
    if len(numerals) == 1:
        half, loose = half_unit(numerals[0], value)
    elif "-" in text and "/" in text or len(numerals) > 1:  # 4-1/2
        half = loose = Fraction(1, 8)
    else:
        half = loose = None
    if comparator == "~" or comparator == "=" and half is None:
        near = max(abs(value) / 20, half or 0)
        far = max(abs(value) / 10, half or 0)
        return (value - near, value + near), (value - far, value + far)
    if comparator == "=":
        return (value - half, value + half), (value - loose, value + loose)
    half = abs(value) / 10 if half is None else half
    falls = kind in ("change", "growth", "average_growth") and value < 0
    if (comparator in (">", ">=")) != falls:
        return (value, None), (value - half, None)
    return (None, value), (None, value + half)


def meets(interval, low, high):
    return (interval[0] is None or interval[0] <= high) and (interval[1] is None or low <= interval[1])


def judge(text, claim, low, high):
    """The verdict that follows from a value that lies between low and high."""
    near, far = asserted(text, claim)
    if meets(near, low, high):
        return "supported"
    return "not_enough_info" if meets(far, low, high) else "refuted"


# Articles


def place(text, words, what):
    """Where the words stand."""
    plain, _, nth = words.partition("##")
    starts = [m.start() for m in re.finditer(re.escape(plain), text)] if plain else []
    if not starts:
        raise Unfit(f"{what} {plain!r} is not in the text")
    if not nth and len(starts) > 1:
        raise Unfit(f"{what} {plain!r} stands {len(starts)} times in the text, say which")
    if nth and not 1 <= int(nth) <= len(starts):
        raise Unfit(f"{what} {words!r}: there are only {len(starts)}")
    start = starts[int(nth or 1) - 1]
    return {"text": plain, "start": start, "end": start + len(plain)}


def proof(compact, span, article, rows, things):
    """The evidence, worked out anew; raises where it does not bear the verdict out."""
    given = [k for k in PROOF if k in compact]
    if not given:
        if compact["verdict"] != "not_enough_info":
            raise Unfit(f"{span}: {compact['verdict']} without facts")
        return []
    if len(given) != len(PROOF):
        raise Unfit(f"{span}: of {', '.join(PROOF)} only {given}")
    published = article["published"]
    ids = list(compact["facts"])
    missing = [i for i in ids if i != "*" and i not in rows]
    if missing:
        raise Unfit(f"{span}: no rows {missing}")
    derivation = compact["derivation"]
    if derivation.startswith("rank("):
        ahead = above(rows[ids[0]], rows, things, published)
        if ids[1:] == ["*"]:
            ids = ids[:1] + ahead
            derivation = f"rank({', '.join(letters(len(ids)))})"
        elif set(ids[1:]) != set(ahead):
            raise Unfit(f"{span}: the rows above {ids[0]} are {ahead}")
    facts = [rows[i] for i in ids]
    for row in facts:
        if not current(row, things, published):
            raise Unfit(f"{span}: {row.id} had been superseded")
    modality = compact.get("modality", "actual")
    if not any(r.modality == modality for r in facts) or any(r.modality not in (modality, "actual") for r in facts):
        raise Unfit(f"{span}: {modality}, the rows are {sorted({r.modality for r in facts})}")
    low, exact, high = work_out(derivation, facts)
    unit = compact["expected_unit"]
    plain = unit_of(derivation, facts, compact["kind"])
    if plain is not None and plain != unit:
        raise Unfit(f"{span}: the rows give {plain}, not {unit}")
    expected = Decimal(compact["expected"])
    if abs(Fraction(expected) - exact) > max(abs(exact) / 10**5, Fraction(1, 10**9)):
        raise Unfit(f"{span}: {derivation} is {float(exact):.6g}, not {expected}")
    other_unit = False
    if unit != compact["unit"]:
        bare, claimed = (re.sub(r"\b[A-Z]{3}\b", "¤", u) for u in (unit, compact["unit"]))
        same_kind = "¤" in bare and bare == claimed
        if (compact["unit"], unit) in CONVERSIONS:
            factor = CONVERSIONS[compact["unit"], unit]
            low, high = low * factor, high * factor
        elif compact.get("error") in ("currency", "unit", "percent_for_points"):
            other_unit = True
            if not same_kind and {unit, compact["unit"]} != {"%", "pp"} and compact["error"] != "unit":
                raise Unfit(f"{span}: {unit} against {compact['unit']}")
        else:
            raise Unfit(f"{span}: {unit} is not {compact['unit']}, and no conversion is known")
    verdict = judge(span, compact, low, high)
    if verdict != compact["verdict"] and not (other_unit and compact["verdict"] == "refuted"):
        raise Unfit(f"{span}: {derivation} is {float(exact):.6g} {unit}, so {verdict}, not {compact['verdict']}")
    return [{"facts": ids, "expected": expected, "unit": unit, "derivation": derivation}]


def lint(compact, span, facts, derivation):
    """What a person should look at once more: yields remarks."""
    if derivation == "lookup" and compact.get("period") and facts[0].period != compact["period"]:
        yield f"{span}: period {compact['period']}, the row is of {facts[0].period}"
    if derivation == "lookup" and compact["kind"] != facts[0].kind:
        yield f"{span}: kind {compact['kind']}, the row is a {facts[0].kind}"


def claim_of(compact, article, rows, things, remarks):
    """A claim in the gold form."""
    unknown = set(compact) - CLAIM_KEYS
    if unknown:
        raise Unfit(f"{compact.get('value_text')}: unknown keys {sorted(unknown)}")
    for key in ("value_text", "kind", "unit", "comparator", "verdict"):
        if not compact.get(key):
            raise Unfit(f"{compact.get('value_text')}: no {key}")
    text = article["text"]
    value = place(text, compact["value_text"], "value")
    span = value["text"]
    for key, known in (("kind", KINDS), ("comparator", COMPARATORS), ("verdict", VERDICTS), ("modality", MODALITIES),
                       ("error", ERRORS)):
        if key in compact and compact[key] not in known:
            raise Unfit(f"{span}: unknown {key} {compact[key]!r}")
    if (compact.get("value") is None) == (compact.get("low") is None) or (compact.get("low") is None) != (
            compact.get("high") is None):
        raise Unfit(f"{span}: either a value or low and high")
    if (compact["verdict"] == "refuted") != ("error" in compact):
        raise Unfit(f"{span}: an error belongs to a refuted claim, and to no other")
    for key in ("period", "base_period"):
        if key in compact and not PERIOD.fullmatch(compact[key]):
            raise Unfit(f"{span}: {key} {compact[key]!r} is none")
    out = {"start": value["start"], "end": value["end"], "text": span, "kind": compact["kind"],
           "value": compact.get("value"), "low": compact.get("low"), "high": compact.get("high"),
           "unit": compact["unit"], "comparator": compact["comparator"], "modality": compact.get("modality", "actual")}
    for key in ("measure", "entity", "counterpart"):
        out[key] = place(text, compact[key], f"{span}: {key}") if key in compact else None
    out["period"] = compact.get("period")
    if "base_period" in compact or compact["kind"] != "growth":
        out["base_period"] = compact.get("base_period")
    for key in ("of_text", "period_text", "base_text", "cue_text"):
        if key in compact:
            out[key] = place(text, compact[key], f"{span}: {key}")
    out["verdict"] = compact["verdict"]
    evidence = proof(compact, span, article, rows, things)
    if evidence:
        out["evidence"] = evidence
        facts = [rows[i] for i in evidence[0]["facts"]]
        remarks.extend(f"{article['id']}: {r}" for r in lint(compact, span, facts, evidence[0]["derivation"]))
    if "error" in compact:
        out["error"] = compact["error"]
    return out


def article_of(compact, rows, things, remarks):
    """An article in the gold form."""
    missing = (ARTICLE_KEYS - {"consistency"}) - set(compact)
    unknown = set(compact) - ARTICLE_KEYS
    if missing or unknown:
        raise Unfit(f"keys missing {sorted(missing)}, unknown {sorted(unknown)}")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", compact["published"]):
        raise Unfit(f"published {compact['published']!r}")
    claims = [claim_of(c, compact, rows, things, remarks) for c in compact["claims"]]
    for before, after in zip(claims, claims[1:]):
        if after["start"] < before["end"]:
            raise Unfit(f"{after['text']!r} overlaps {before['text']!r} or stands before it")
    out = {"schema": "figcheck/1", "id": compact["id"], "topic": compact["topic"], "title": compact["title"],
           "published": compact["published"], "text": compact["text"], "claims": claims}
    findings = compact.get("consistency", [])
    for finding in findings:
        if set(finding) != {"claims", "check", "holds", "explanation"}:
            raise Unfit(f"consistency: keys {sorted(finding)}")
        if not finding["claims"] or not all(0 <= i < len(claims) for i in finding["claims"]):
            raise Unfit(f"consistency: no such claims {finding['claims']}")
    if findings:
        out["consistency"] = findings
    return out


def plain(value):
    """A decimal as a JSON number."""
    as_float = float(value)
    return int(as_float) if as_float.is_integer() else as_float


def articles():
    """All articles in the gold form; raises with all that does not fit."""
    rows, things = tables()
    out, unfit, remarks, seen = [], [], [], set()
    for path in sorted((HERE / "compact").glob("*.jsonl")):
        for number, compact in lines_of(path):
            at = f"{path.name}:{number}: {compact.get('id')}"
            try:
                if compact.get("id") in seen:
                    raise Unfit("the id was used before")
                seen.add(compact.get("id"))
                out.append(article_of(compact, rows, things, remarks))
            except Unfit as e:
                unfit.append(f"{at}: {e}")
            except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as e:
                unfit.append(f"{at}: {e!r}")
    if unfit:
        raise Unfit("\n".join(unfit))
    return out, remarks


def counts(found):
    """How many there are of what, as lines of a table."""
    claims = [(a, c) for a in found for c in a["claims"]]
    yield f"{len(found)} articles ({sum(not a['claims'] for a in found)} without claims), {len(claims)} claims, " \
          f"{sum(len(a.get('consistency', [])) for a in found)} findings of consistency"

    def shape(c):
        if not c.get("evidence"):
            return "none"
        d = c["evidence"][0]["derivation"]
        if d.startswith("rank("):
            return "rank(a, …)"
        if re.fullmatch(r"mean\([a-z]{1,2}(, [a-z]{1,2})+\)", d):
            return "mean(a, b, …)"
        d = re.sub(r"[a-z]{1,2}(?: \+ [a-z]{1,2}){2,}", "a + b + …", d)
        return re.sub(r"(cagr\(a, b), \d+", r"\1, n", d)

    for name, of in (("topic", lambda a, c: a["topic"]), ("kind", lambda a, c: c["kind"]),
                     ("comparator", lambda a, c: c["comparator"]), ("modality", lambda a, c: c["modality"]),
                     ("verdict", lambda a, c: c["verdict"]), ("error", lambda a, c: c.get("error")),
                     ("derivation", lambda a, c: shape(c))):
        table = Counter(of(a, c) for a, c in claims)
        yield f"\n| {name} | claims |\n| --- | ---: |"
        yield from (f"| {key} | {n} |" for key, n in table.most_common() if key is not None)


WORDS = re.compile(
    r"\d[\d.,:/-]*\d|\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|"
    r"millions?|billions?|half|halves|halved|third|thirds|quarters?|fifth|fifths|tenth|sixth|seventh|eighth|ninth|twice|"
    r"thrice|doubled?|doubling|tripled?|trebled|quadrupled|second|fourth|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety)\b", re.IGNORECASE)


def unannotated(found):
    """Numbers outside of all claims but for years, with the words around them."""
    for a in found:
        for m in WORDS.finditer(a["text"]):
            if re.fullmatch(r"(1[89]|20)\d\d", m.group()):
                continue
            if not any(c["start"] < m.end() and m.start() < c["end"] for c in a["claims"]):
                around = a["text"][max(0, m.start() - 35) : m.end() + 25].replace("\n", " ")
                yield f"{a['id']}: {m.group()!r} in …{around}…"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    mode = parser.add_mutually_exclusive_group()
    for name in ("check", "counts", "unannotated"):
        mode.add_argument(f"--{name}", action="store_true")
    args = parser.parse_args()
    target = HERE / "articles.jsonl"
    try:
        found, remarks = articles()
    except (Unfit, OSError, ValueError) as e:
        print(e, file=sys.stderr)
        return "nothing written"
    text = "".join(json.dumps(a, ensure_ascii=False, default=plain) + "\n" for a in found)
    if args.counts:
        print("\n".join(counts(found)))
    elif args.unannotated:
        print("\n".join(unannotated(found)))
    elif args.check:
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            return f"{target.name} is not what the compact files and tables give: run convert.py"
    else:
        target.write_text(text, encoding="utf-8")
        print("\n".join(f"look at {r}" for r in remarks), file=sys.stderr)
        print(f"{target.name}: {len(found)} articles, {sum(len(a['claims']) for a in found)} claims")
    return 0


if __name__ == "__main__":
    sys.exit(main())
