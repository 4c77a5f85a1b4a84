#!/usr/bin/env python3
"""Composes the documents of dev.jsonl and test.jsonl out of tables and sentence frames, and computes their gold.

usage: make.py [--check]

What is true is computed here with exact fractions, by no code of figcheck's. A figure that is said to be false is off by
more than any reading of its digits allows. With --check nothing is written: it fails where the files differ from what
would be made, and prints how many claims there are of each derivation and each error.
"""

import collections
import json
import pathlib
import random
import sys
from fractions import Fraction

from facts import (AMOUNTS, BRITAIN, DIGITAL_IN, DIGITAL_OUT, FACTS, GOODS_IN, GOODS_OUT, MONEY, OLDER, OTHER_FLOW, PLACES,
                   PLURALS, RATES, STRANGERS, YEARS_OF_BRITAIN, everywhere, fact)
from frames import ASIDES, FRAMES, TITLES
from words import (Value, amount, capital, clearly_apart, count, months, multiple, per_cent, points, possessive, rank,
                   rounded, with_comparator)

HERE = pathlib.Path(__file__).parent
# Claims of each derivation: true, false.
QUOTA = {"dev": (6, 5), "test": (6, 5)}
# Claims that nothing can decide, of each frame.
OPEN = {"dev": 10, "test": 10}
TRIES = 4000


class Nothing(Exception):
    """A draw for which the tables have no rows, or no figure that is clearly false."""


class Draw:
    """One sentence in the making: a place, a year, random choices, and the frame's slots."""

    def __init__(self, rng, split, false):
        self.rng, self.split, self.false = rng, split, false
        self.entity = rng.choice(sorted(PLACES[split]))
        self.year = rng.randint(2019, 2023)
        self.slots, self.claims, self.error = {}, [], None
        self.place("E", self.entity)
        self.slots["Y"] = f"in {self.year}"

    def place(self, slot, entity):
        name, adjective = (PLACES[self.split] | STRANGERS[self.split] | {BRITAIN: ("the United Kingdom", "British")})[entity]
        self.slots[slot], self.slots[slot + "s"] = name, possessive(name)
        if slot == "E":
            self.slots["D"] = adjective

    def others(self, n):
        return self.rng.sample(sorted(set(PLACES[self.split]) - {self.entity}), n)

    def need(self, measure, entity=None, year=None):
        value = fact(measure, entity or self.entity, year or self.year)
        if value is None or value == 0:
            raise Nothing
        return value

    def say(self, measure):
        self.slots["m"] = measure

    def span(self, least=2):
        """A base year, and the claim's year after it."""
        base = self.rng.randint(2018, 2023 - least)
        self.year = self.rng.randint(base + least, 2023)
        self.slots |= {"b": str(base), "y": str(self.year), "Y": f"in {self.year}", "n": ["", "", "two", "three", "four", "five", "six"][self.year - base + 1]}
        return base

    def claim(self, slot, write, exact, rivals=(), wrong=None, **gold):
        """A figure: the exact one as it would be written, or, if this one is to be false, one that is not.

        `wrong` are figures of known errors, (name, value); `rivals` other values that would make the figure true after all.
        """
        comparator = "="
        if not self.false or "v" in self.slots and slot == "w":
            value, comparator, said = with_comparator(self.rng, write, exact, "{c}" in self.frame and slot == "v")
            verdict = "supported"
        else:
            verdict, said = "refuted", ""
            name, off = self.rng.choice(list(wrong or []) + [("wrong", None)])
            if off is None:
                share = Fraction(self.rng.randint(8, 40), 100)
                off = exact * (1 + (share if self.rng.random() < 0.5 else -share))
            value = write(self.rng, off)
            if not all(clearly_apart(value, truth) for truth in [exact, *rivals]):
                raise Nothing
            self.error = name
        self.slots[slot] = value.text
        if slot == "v":
            self.slots["c"] = said
        self.claims.append((slot, dict(value=value.number, unit=value.unit, comparator=comparator, verdict=verdict, **gold)))

    def move(self, rises, slot="up"):
        """A verb of change, the wrong one's gold being negative; a sign turned round is one of the errors."""
        up = self.rng.choice(["rose", "grew", "climbed"] if self.split == "test" else ["rose", "increased", "went up"])
        down = self.rng.choice(["fell", "dropped", "shrank"] if self.split == "test" else ["fell", "declined", "went down"])
        self.slots[slot] = up if rises else down
        self.slots["upp"] = "risen" if rises else "fallen"
        self.slots["hl"] = "higher" if rises else "lower"

    def changed(self, slot, write, exact, kind, wrong=(), **gold):
        """A change with its verb: the sign of the figure is the verb's."""
        flipped = self.false and self.rng.random() < 0.3
        if flipped:
            if not clearly_apart(write(self.rng, exact), -exact):
                raise Nothing
            self.move(exact < 0)
            value = write(self.rng, abs(exact))
            number = value.number if exact < 0 else -value.number
            self.slots[slot] = value.text
            self.error = "sign"
            self.claims.append((slot, dict(value=number, unit=value.unit, comparator="=", verdict="refuted", kind=kind, **gold)))
            return
        self.move(exact > 0)
        same = [(n, abs(v)) for n, v in wrong if (v > 0) == (exact > 0)]
        self.claim(slot, write, abs(exact), wrong=same, kind=kind, **gold)
        if exact < 0:
            self.claims[-1][1]["value"] = -self.claims[-1][1]["value"]


# One function for each frame: draws a case, or raises Nothing.

def level(d):
    measure = d.rng.choice(AMOUNTS)
    exact = d.need(measure)
    d.say(measure)
    wrong = [("year", fact(measure, d.entity, d.year - 1)), ("entity", fact(measure, d.others(1)[0], d.year)), ("million for billion", exact / 1000)]
    if measure in OTHER_FLOW:
        wrong += [("flow", fact(OTHER_FLOW[measure], d.entity, d.year))] * 2
    d.claim("v", amount, exact, wrong=[w for w in wrong if w[1]], kind="level", period=str(d.year))


def vintage(d):
    """The value of an older edition, which a later one has corrected."""
    measure = d.rng.choice(["GDP", "foreign direct investment inflows"])
    d.year = d.rng.randint(2011, 2014)
    d.slots["Y"] = f"in {d.year}"
    d.say(measure)
    exact, old = d.need(measure), OLDER.get((measure, d.entity, str(d.year)))
    if old is None or not d.false:
        raise Nothing
    d.claim("v", amount, exact, wrong=[("vintage", old)] * 20, kind="level", period=str(d.year))
    if d.error != "vintage":
        raise Nothing


def head_count(d):
    measure = d.rng.choice(["population", "urban population", "rural population"])
    exact = d.need(measure)
    d.say(measure)
    wrong = [("entity", fact(measure, d.others(1)[0], d.year)), ("million for billion", exact / 1000)]
    d.claim("v", count, exact, wrong=wrong, kind="level", period=str(d.year))


def rate(d):
    measure = d.rng.choice(RATES)
    exact = d.need(measure)
    d.say(measure)
    wrong = [("year", fact(measure, d.entity, d.year - 1)), ("entity", fact(measure, d.others(1)[0], d.year))]
    d.claim("v", per_cent, exact, wrong=[w for w in wrong if w[1]], kind="level", period=str(d.year))


def gdp_share(d):
    exact = d.need("military expenditure")
    wrong = [("entity", fact("military expenditure", d.others(1)[0], d.year))]
    d.claim("v", per_cent, exact, wrong=[w for w in wrong if w[1]], kind="share", period=str(d.year))


def growth_level(d):
    measure = d.rng.choice([m for m in AMOUNTS if m != "GDP"])
    now, before = d.need(measure), d.need(measure, year=d.year - 1)
    d.say(measure)
    growth = (now / before - 1) * 100
    wrong = [(n, (v / w - 1) * 100) for n, v, w in [("flow", fact(OTHER_FLOW.get(measure, ""), d.entity, d.year), fact(OTHER_FLOW.get(measure, ""), d.entity, d.year - 1)), ("year", before, fact(measure, d.entity, d.year - 2))] if v and w]
    d.changed("v", per_cent, growth, "growth", wrong, period=str(d.year))
    d.claim("w", amount, now, kind="level", period=str(d.year))


def growth_base(d):
    measure = d.rng.choice([m for m in AMOUNTS if m != "GDP"])
    base = d.span()
    now, before = d.need(measure), d.need(measure, year=base)
    d.say(measure)
    wrong = [("base", (now / fact(measure, d.entity, base + 1) - 1) * 100)] if fact(measure, d.entity, base + 1) else []
    d.changed("v", per_cent, (now / before - 1) * 100, "growth", wrong, period=str(d.year))


def real_growth(d):
    exact = d.need("real GDP growth")
    nominal = (d.need("GDP") / d.need("GDP", year=d.year - 1) - 1) * 100
    year = fact("real GDP growth", d.entity, d.year - 1)
    if exact < 0 and "{up}" not in d.frame:
        raise Nothing
    d.changed("v", per_cent, exact, "growth", [("nominal for real", nominal)] * 2 + [("year", year)], period=str(d.year))


def change(d):
    measure = d.rng.choice(PLURALS + ["foreign direct investment inflows", "remittances received"])
    base = d.span() if "{b}" in d.frame else d.year - 1
    now, before = d.need(measure), d.need(measure, year=base)
    d.say(measure)
    d.changed("v", amount, now - before, "change", [("million for billion", (now - before) / 1000)], period=str(d.year))


def point_change(d):
    measure = d.rng.choice(["unemployment rate", "military expenditure"])
    base = d.span() if "{b}" in d.frame else d.year - 1
    now, before = d.need(measure), d.need(measure, year=base)
    d.say(measure if measure != "military expenditure" else "military expenditure as a share of GDP")
    exact = now - before
    if d.false and d.rng.random() < 0.4:
        # "by 0.8 percent", where it was 0.8 points.
        write, relative = per_cent, (now / before - 1) * 100
        d.move(exact > 0)
        value = write(d.rng, abs(exact))
        if not clearly_apart(value, abs(relative)):
            raise Nothing
        d.slots["v"], d.error = value.text, "percent for points"
        sign = 1 if exact > 0 else -1
        d.claims.append(("v", dict(value=sign * value.number, unit="%", comparator="=", verdict="refuted", kind="growth", period=str(d.year))))
        return
    if "{hl}" in d.frame and d.slots["m"].endswith("GDP"):
        raise Nothing
    d.changed("v", points, exact, "change", period=str(d.year))


def from_to(d):
    measure = d.rng.choice(AMOUNTS)
    base = d.span(1)
    now, before = d.need(measure), d.need(measure, year=base)
    d.say(measure)
    d.move(now > before)
    wrong = [("entity", fact(measure, d.others(1)[0], base))]
    d.claim("v", amount, before, wrong=[w for w in wrong if w[1]], kind="level", period=str(base))
    d.claim("w", amount, now, kind="level", period=str(d.year))


def urban_share(d):
    part = "rural population" if "rural" in d.frame else "urban population"
    other = "urban population" if "rural" in d.frame else "rural population"
    whole = d.need("population")
    wrong = [("flow", 100 * d.need(other) / whole)]
    d.claim("v", per_cent, 100 * d.need(part) / whole, wrong=wrong, kind="share", period=str(d.year))


def world_share(d):
    measure = d.rng.choice([DIGITAL_OUT, DIGITAL_IN])
    d.say(measure)
    share = 100 * d.need(measure) / d.need(measure, "World")
    other = 100 * d.need(OTHER_FLOW[measure]) / d.need(OTHER_FLOW[measure], "World")
    d.claim("v", per_cent, share, wrong=[("flow", other)], kind="share", period=str(d.year))


def ratio_entity(d):
    measure = d.rng.choice(PLURALS)
    other = d.others(1)[0]
    d.say(measure)
    d.place("F", other)
    exact = d.need(measure) / d.need(measure, other)
    if not Fraction(3, 2) <= exact <= 12:
        raise Nothing
    flow = d.need(OTHER_FLOW[measure]) / d.need(OTHER_FLOW[measure], other)
    d.claim("v", multiple, exact, wrong=[("flow", flow)], kind="ratio", period=str(d.year))


def ratio_time(d):
    measure = d.rng.choice(PLURALS)
    base = d.span()
    d.say(measure)
    exact = d.need(measure) / d.need(measure, year=base)
    if not Fraction(13, 10) <= exact <= 6:
        raise Nothing
    d.claim("v", multiple, exact, kind="ratio", period=str(d.year))


def difference(d):
    measure = d.rng.choice(PLURALS)
    other = d.others(1)[0]
    d.say(measure)
    d.place("F", other)
    exact = d.need(measure) - d.need(measure, other)
    if exact < d.need(measure) / 20:
        raise Nothing
    flow = d.need(OTHER_FLOW[measure]) - d.need(OTHER_FLOW[measure], other)
    d.claim("v", amount, exact, wrong=[("flow", abs(flow)), ("million for billion", exact / 1000)], kind="change", period=str(d.year))


def balance(d):
    out, into = d.need(GOODS_OUT), d.need(GOODS_IN)
    if abs(out - into) < out / 50:
        raise Nothing
    d.slots["s"] = "surplus" if out > into else "deficit"
    if d.false and d.rng.random() < 0.3:
        d.slots["s"] = "deficit" if out > into else "surplus"
        value = amount(d.rng, abs(out - into))
        d.slots["v"], d.slots["c"], d.error = value.text, "", "sign"
        d.claims.append(("v", dict(value=value.number, unit=value.unit, comparator="=", verdict="refuted", kind="level", period=str(d.year))))
        return
    last = fact(GOODS_OUT, d.entity, d.year - 1) - fact(GOODS_IN, d.entity, d.year - 1)
    d.claim("v", amount, abs(out - into), wrong=[("year", abs(last))], kind="level", period=str(d.year))


def sum_parts(d):
    measure = d.rng.choice(PLURALS)
    f, g = d.others(2)
    d.say(measure)
    d.place("F", f)
    d.place("G", g)
    parts = [d.need(measure, e) for e in (d.entity, f, g)]
    d.claim("v", amount, sum(parts), wrong=[("a part left out", sum(parts[:2]))], kind="level", period=str(d.year))


def trade_total(d):
    total = d.need(GOODS_OUT) + d.need(GOODS_IN)
    d.claim("v", amount, total, wrong=[("a part left out", d.need(GOODS_OUT)), ("million for billion", total / 1000)], kind="level", period=str(d.year))


def sum_periods(d):
    measure = d.rng.choice(PLURALS + ["foreign direct investment inflows", "remittances received"])
    base = d.span()
    d.say(measure)
    values = [d.need(measure, year=y) for y in range(base, d.year + 1)]
    d.claim("v", amount, sum(values), wrong=[("a part left out", sum(values[:-1]))], kind="level", period=f"{base}/{d.year}")


def quarters(d):
    measure = d.rng.choice(["exports of goods and services", "imports of goods and services", "earnings from overseas visits"])
    d.entity, d.year = BRITAIN, d.rng.choice(YEARS_OF_BRITAIN[d.split])
    d.place("E", BRITAIN)
    d.say(measure)
    d.slots["y"] = str(d.year)
    values = [d.need(measure, year=f"{d.year}-Q{q}") for q in range(1, 5)]
    write = lambda rng, v: amount(rng, v, "GBP")
    d.claim("v", write, sum(values), wrong=[("a part left out", sum(values[1:]))], kind="level", period=str(d.year))


def average(d):
    measure = d.rng.choice(RATES)
    base = d.span()
    d.say(measure)
    values = [d.need(measure, year=y) for y in range(base, d.year + 1)]
    d.claim("v", per_cent, sum(values) / len(values), wrong=[("year", values[-1])], kind="level", period=f"{base}/{d.year}")


def average_growth(d):
    measure = d.rng.choice(PLURALS + ["remittances received", "total reserves"])
    base = d.span()
    d.say(measure)
    total = d.need(measure) / d.need(measure, year=base)
    years = d.year - base
    # The root of a fraction is none: fifty digits of it are enough.
    mean = (Fraction(float(total) ** (1 / years)) - 1) * 100
    if mean < Fraction(3, 2):
        raise Nothing
    d.claim("v", per_cent, mean, wrong=[("total for average", (total - 1) * 100)], kind="average_growth", period=str(d.year))


def rank_of(d):
    d.year = d.rng.choice([2022, 2023])
    d.slots["Y"] = f"in {d.year}"
    measure = DIGITAL_IN if "importer" in d.frame else DIGITAL_OUT
    d.say(measure)
    order = sorted(everywhere(measure, d.year).items(), key=lambda row: -row[1])
    d.need(measure)
    place = [e for e, _ in order].index(d.entity) + 1
    if place > 30:
        raise Nothing
    if d.false:
        place += d.rng.choice([n for n in (-4, -3, -2, 2, 3, 4) if place + n >= 2])
        d.error = "rank"
    slot = "o" if "{o}" in d.frame else "v"
    text = rank(place) if slot == "o" else f"{rank(place)}-largest"
    d.slots[slot] = text
    verdict = "refuted" if d.false else "supported"
    d.claims.append((slot, dict(value=place, unit="1", comparator="=", verdict=verdict, kind="rank", period=str(d.year))))


def per_head(d):
    measure = GOODS_OUT if "goods" in d.frame else "GDP"
    people = d.need("population")
    exact = d.need(measure) / people
    other = d.others(1)[0]
    wrong = [("entity", d.need(measure, other) / d.need("population", other)), ("flow", d.need(GOODS_IN) / people)]
    d.claim("v", amount, exact, wrong=wrong, kind="level", period=str(d.year))


def currency(d):
    if d.entity not in MONEY:
        raise Nothing
    code, words = MONEY[d.entity]
    measure = d.rng.choice([GOODS_OUT, GOODS_IN])
    d.say(measure)
    dollars = d.need(measure)
    exact = dollars * d.need("exchange rate")
    if d.false and d.rng.random() < 0.5 and "own currency" not in d.frame and "local money" not in d.frame:
        value = amount(d.rng, exact)
        if not clearly_apart(value, dollars):
            raise Nothing
        d.slots["v"], d.slots["c"], d.error = value.text, "", "currency"
        d.claims.append(("v", dict(value=value.number, unit="USD", comparator="=", verdict="refuted", kind="level", period=str(d.year))))
        return
    write = lambda rng, v: amount(rng, v, code, words)
    d.claim("v", write, exact, wrong=[("currency", dollars)], kind="level", period=str(d.year))


def two_steps(d):
    if "{F}" in d.frame:
        measure, other = d.rng.choice(PLURALS), d.others(1)[0]
        d.say(measure)
        d.place("F", other)
        sums = [d.need(measure, year=y) + d.need(measure, other, y) for y in (d.year, d.year - 1)]
    else:
        sums = [d.need(GOODS_OUT, year=y) + d.need(GOODS_IN, year=y) for y in (d.year, d.year - 1)]
    d.changed("v", per_cent, (sums[0] / sums[1] - 1) * 100, "growth", period=str(d.year))


def month(d):
    d.entity, d.year = BRITAIN, d.rng.choice(YEARS_OF_BRITAIN[d.split])
    d.place("E", BRITAIN)
    number = d.rng.randint(1, 12)
    measure = "unemployment rate" if "nemployment" in d.frame else "consumer price inflation"
    d.slots["M"] = f"{months[number - 1]} {d.year}"
    period = f"{d.year}-{number:02}"
    d.claim("v", per_cent, d.need(measure, year=period), kind="level", period=period)


def brent(d):
    write = lambda rng, v: Value(f"${v_text(v)} a barrel", rounded(v, 2), "USD/[bbl_us]", Fraction(1, 100))
    v_text = lambda v: f"{float(rounded(v, 2)):.2f}"
    wrong = [("year", fact("price of Brent crude oil", "World", d.year - 1))]
    d.claim("v", write, d.need("price of Brent crude oil", "World"), wrong=wrong, kind="level", period=str(d.year))


def undecidable(d):
    """Fills a frame about which no table says anything."""
    d.say(d.rng.choice([GOODS_OUT, GOODS_IN, "total reserves"] + ["GDP"] * (d.name != "ambiguous")))
    if d.name == "no_entity":
        d.place("E", d.rng.choice(sorted(STRANGERS[d.split])))
    elif d.name == "no_period":
        d.slots["y"] = str(d.rng.choice([1996, 1999, 2003, 2006]))
    elif d.name == "ambiguous":
        d.slots["y"] = str(d.year)
        d.place("F", d.others(1)[0])
    figures = {
        "x": (amount, Fraction(d.rng.randint(110, 990)) * 10**8),
        "v": (lambda rng, v: Value(f"{float(v) / 1e6:.1f} million tonnes", rounded(v, -5), "t", Fraction(10**5)), Fraction(d.rng.randint(11, 99)) * 10**5),
        "w": (lambda rng, v: Value(f"{int(v):,}", v, "1", Fraction(100)), Fraction(d.rng.randint(110, 990)) * 100),
    }
    for slot, (write, number) in figures.items():
        if "{" + slot + "}" in d.frame:
            value = write(d.rng, number)
            d.slots[slot] = value.text
            gold = dict(value=value.number, unit=value.unit, comparator="=", verdict="not_enough_info", kind="level")
            d.claims.append((slot, gold))


MAKERS = {
    "level": level, "count": head_count, "rate": rate, "gdp_share": gdp_share, "growth_level": growth_level,
    "growth_base": growth_base, "real_growth": real_growth, "change": change, "points": point_change, "from_to": from_to,
    "urban_share": urban_share, "world_share": world_share, "ratio_entity": ratio_entity, "ratio_time": ratio_time,
    "difference": difference, "balance": balance, "sum_parts": sum_parts, "trade_total": trade_total,
    "sum_periods": sum_periods, "quarters": quarters, "average": average, "average_growth": average_growth,
    "rank": rank_of, "per_head": per_head, "currency": currency, "two_steps": two_steps, "month": month, "brent": brent,
}
SINGULARS = ["unemployment rate", "population", "urban population", "rural population"]
UNDECIDED = ["no_measure", "no_period", "no_entity", "ambiguous"]


def draw(rng, split, name, frame, maker, false):
    for _ in range(TRIES):
        d = Draw(rng, split, false)
        d.name, d.frame = name, frame
        try:
            maker(d)
        except (Nothing, TypeError, ZeroDivisionError):
            # A row that is not there cannot be reckoned with.
            continue
        return d
    return None


def with_article(before, slot, d):
    """The words of a slot, with the article that a measure in the singular needs behind what stands before it."""
    words, measure = d.slots[slot.rstrip("^")], d.slots.get("m", "")
    if measure not in SINGULARS:
        return words
    if slot == "D^":
        return f"the {words}"
    if not slot.startswith("m") or before.endswith(("'s ", "' ", "the ", "a ", "Its ", d.slots["D"] + " ")):
        return words
    return f"{'an' if measure[0] in 'aeiou' else 'a'} {words}" if before.endswith(("had ", "With ", "recorded ")) else f"the {words}"


def sentence(d):
    """The frame with its slots filled, and where each claim stands in it."""
    text, spans, rest = "", {}, d.frame
    while "{" in rest:
        before, _, rest = rest.partition("{")
        slot, _, rest = rest.partition("}")
        text += before
        words = with_article(text, slot, d)
        if slot.endswith("^"):
            words = capital(words)
        spans[slot] = (len(text), len(text) + len(words))
        text += words
    text += rest
    if text[0].islower():
        text = capital(text)
    return text, [(spans[slot], gold) for slot, gold in d.claims if slot in spans]


def draws(rng, split):
    """Every sentence of a split, by place."""
    by_place = collections.defaultdict(list)
    plan = [(name, maker, False, QUOTA[split][0]) for name, maker in MAKERS.items()]
    plan += [(name, maker, True, QUOTA[split][1]) for name, maker in MAKERS.items()]
    plan += [("level", vintage, True, 2 * QUOTA[split][1])]
    plan += [(name, undecidable, False, OPEN[split]) for name in UNDECIDED]
    seen = set()
    for name, maker, false, wanted in plan:
        frames = FRAMES[name][split]
        made = 0
        for attempt in range(20 * wanted):
            if made == wanted:
                break
            d = draw(rng, split, name, frames[attempt % len(frames)], maker, false)
            if d is None:
                continue
            text, claims = sentence(d)
            if text in seen:
                continue
            seen.add(text)
            made += 1
            d.vintage = maker is vintage
            by_place[d.slots["E"]].append((d, text, claims))
    return by_place


def documents(split):
    rng = random.Random(f"figcheck {split}")
    by_place = draws(rng, split)
    number = 0
    for place in sorted(by_place):
        own = by_place[place]
        rng.shuffle(own)
        # What points at "the country" or at two of them stands alone.
        alone = [s for s in own if s[0].name == "ambiguous"]
        own = [s for s in own if s[0].name != "ambiguous"]
        groups = [own[i:i + 3] for i in range(0, len(own), 3)] + [[s] for s in alone]
        for group in groups:
            number += 1
            yield document(rng, split, number, place, group)


def document(rng, split, number, place, group):
    title = rng.choice(TITLES[split]).replace("{Es}", possessive(place)).replace("{E}", place)
    if group[0][0].name == "ambiguous":
        title = "Two economies, side by side"
    asides = rng.sample(ASIDES[split], 2)
    text, claims = capital(title) + "\n\n", []
    for i, (d, words, own) in enumerate(group):
        start = len(text)
        text += words
        for (a, b), gold in own:
            claims.append(gold_of(text, start + a, start + b, gold, d))
        text += " " + asides[i] + "\n\n" if i < len(asides) else "\n\n"
    names = "+".join(f"{d.name}" + (f"-{d.error.replace(' ', '_')}" if d.error else "") for d, _, _ in group)
    return {
        "schema": "figcheck/1", "id": f"derived/{split}/{number:03}-{names}", "published": "2026-09-15",
        "text": text.rstrip() + "\n", "claims": sorted(claims, key=lambda c: c["start"]),
    }


def gold_of(text, start, end, gold, d):
    number = gold.pop("value")
    value = int(number) if number == int(number) else float(number)
    claim = {"start": start, "end": end, "text": text[start:end], "kind": gold["kind"], "value": value, "low": None, "high": None}
    claim |= {k: gold[k] for k in ("unit", "comparator")} | {"modality": "actual"}
    if "period" in gold:
        claim["period"] = gold["period"]
    assert text.isascii() and claim["text"], claim
    return claim | {"verdict": gold["verdict"]}


def main():
    check = "--check" in sys.argv[1:]
    for split in ("dev", "test"):
        lines = [json.dumps(d) for d in documents(split)]
        path, made = HERE / f"{split}.jsonl", "\n".join(lines) + "\n"
        if not check:
            path.write_text(made, encoding="utf-8")
        elif path.read_text(encoding="utf-8") != made:
            sys.exit(f"{path} is not what make.py makes")
        claims = [c for line in lines for c in json.loads(line)["claims"]]
        verdicts = collections.Counter(c["verdict"] for c in claims)
        print(split, len(lines), "documents,", len(claims), "claims:", dict(sorted(verdicts.items())))
        if check:
            kinds = collections.Counter(part for line in lines for part in json.loads(line)["id"].split("-", 1)[1].split("+"))
            for kind, n in sorted(kinds.items()):
                print(f"  {n:3} {kind.replace('-', ': ')}")


if __name__ == "__main__":
    main()
