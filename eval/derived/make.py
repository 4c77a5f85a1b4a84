#!/usr/bin/env python3
"""Composes the documents of dev.jsonl and test.jsonl out of tables and sentence frames, and computes their gold.

usage: make.py [--check]

What is true is computed here with exact fractions, by no code of figcheck's. A figure that is said to be false is off by
more than any reading of its digits allows. With --check nothing is written: it fails where the files differ from what
would be made, and prints how many claims there are of each derivation and each error.
"""

import collections
import datetime
import json
import pathlib
import random
import re
import sys
from fractions import Fraction

import frames_dev
import frames_test
from facts import (AMOUNTS, BRITAIN, DIGITAL_IN, DIGITAL_OUT, GOODS_IN, GOODS_OUT, MONEY, OLDER, OTHER_FLOW, OWN_DOLLARS, PARTS,
                   PLACES, PLURALS, RATES, SPOKEN, STRANGERS, YEARS_OF_BRITAIN, everywhere, fact, published)
from words import (CHANGES, Value, amount, article, blunt, capital, clearly_apart, count, far, falsely_hedged, months, multiple,
                   per_cent, points, possessive, rank, rounded, whole_amount, with_comparator)

HERE = pathlib.Path(__file__).parent
# Claims of each derivation: true, false.
QUOTA = (7, 6)
# Claims that nothing can decide, of each kind.
OPEN = {"no_measure": 6, "near_measure": 10, "subnational": 6, "part_year": 8, "forecast": 8, "target": 5, "no_period": 7,
        "no_entity": 5, "ambiguous": 7}
FRAMES = {"dev": frames_dev, "test": frames_test}
TRIES = 4000


class Nothing(Exception):
    """A draw for which the tables have no rows, or no figure that is clearly false."""


class Draw:
    """One sentence in the making: a place, a year, random choices, and the frame's slots."""

    def __init__(self, rng, split, name, frame, false):
        self.rng, self.split, self.name, self.false = rng, split, name, false
        self.frame, self.only = frame if isinstance(frame, tuple) else (frame, None)
        self.entity = rng.choice(sorted(PLACES[split]))
        self.slots, self.claims, self.error = {}, [], None
        # Whether a bare "$" could be another dollar, and the date before which the text cannot have been written.
        self.own_dollars, self.since = False, ""
        self.place("E", self.entity)
        self.at(rng.randint(2019, 2023))

    def at(self, year):
        self.year = year
        self.slots |= {"Y": f"in {year}", "y": str(year), "p": str(year - 1)}

    def other_year(self):
        """A year that no fiscal year makes the same."""
        return self.rng.choice([y for y in range(2018, 2024) if abs(y - self.year) > 1])

    def neighbours(self, measure):
        """The values of the years beside, which a fiscal year could mean."""
        return [v for y in (self.year - 1, self.year + 1) if (v := fact(measure, self.entity, y))]

    def pick(self, measures):
        """One of the measures: the frame's own, where it has one."""
        if self.only and self.only not in measures:
            raise Nothing
        return self.only or self.rng.choice(measures)

    def amount(self, rng, value):
        return amount(rng, value, sign="US$" if self.own_dollars else "$")

    def place(self, slot, entity):
        self.own_dollars |= entity in OWN_DOLLARS
        name, adjective = (PLACES[self.split] | STRANGERS[self.split] | {BRITAIN: ("the United Kingdom", "British")})[entity]
        self.slots[slot], self.slots[slot + "s"] = name, possessive(name)
        if slot == "E":
            self.slots["D"] = adjective

    def others(self, n):
        return self.rng.sample(sorted(set(PLACES[self.split]) - {self.entity}), n)

    def need(self, measure, entity=None, year=None):
        value = fact(measure, entity or self.entity, year or self.year)
        if value is None or value == 0 or measure in AMOUNTS and value < 0:
            raise Nothing
        self.since = max(self.since, published(measure, entity or self.entity, year or self.year))
        return value

    def say(self, measure):
        """Names the measure, and sees to it that the frame's words agree with the name."""
        plural, name = measure not in ("GDP", "unemployment rate", "inflation", "population", "urban population", "rural population") and "military" not in measure, measure
        if measure in SPOKEN and self.rng.random() < 0.3:
            name = SPOKEN[measure]
        if re.search(r"{m\^?}(?! of {E}, {F})( in {E})?( {Y}| in {y}| {Q})? (was|is)\b" if plural else r"{m\^?}( in {E})?( {Y}| in {y}| {Q})? (were|are)\b|\b(their|they)\b", self.frame):
            raise Nothing
        if re.search("booked|worth|brought|could point", self.frame) and measure in ("GDP", "total reserves"):
            raise Nothing
        if measure == "remittances received" and re.search("{D\^?} {m|its {m|booked", self.frame):
            raise Nothing
        self.slots |= {"m": name, "is": "are" if plural else "is"}

    def span(self, least=2):
        """A base year, and the claim's year after it."""
        base = self.rng.randint(2018, 2023 - least)
        self.at(self.rng.randint(base + least, 2023))
        self.slots |= {"b": str(base), "n": ["", "", "two", "three", "four", "five", "six"][self.year - base + 1]}
        return base

    def claim(self, slot, write, exact, rivals=(), wrong=None, apart=Fraction(4, 100), **gold):
        """A figure: the exact one as it would be written, or, if this one is to be false, one that is not.

        `wrong` are figures of known errors, (name, value); `rivals` other values that would make the figure true after all.
        """
        comparator, said = "=", ""
        hedged = slot == "v" and "{c}" in self.frame
        if not self.false or "v" in self.slots and slot == "w":
            value, comparator, said = with_comparator(self.rng, write, exact, self.split, self.frame if hedged else "")
            verdict = "supported"
        else:
            verdict = "refuted"
            name, off = self.rng.choice(list(wrong or []) + [("wrong", None)])
            if off is None:
                share = Fraction(self.rng.randint(max(8, int(apart * 100) + 2), 40), 100)
                off = exact * (1 + (share if self.rng.random() < 0.5 else -share))
            value = write(self.rng, off)
            truths = [exact, *rivals]
            if value.number <= 0 or not all(clearly_apart(value, truth, apart) for truth in truths):
                raise Nothing
            if hedged and name != "vintage":
                few = blunt(self.rng, write, off)
                if self.rng.random() < 0.6 and few.number > 0 and all(clearly_apart(few, truth, apart) for truth in truths):
                    value = few
                comparator, said = falsely_hedged(self.rng, value, truths, self.split, self.frame)
            self.error = name
        if value.unit == "USD" and gold["kind"] == "change" and value.number < 10**6 or gold["kind"] == "ratio" and value.number < Fraction(11, 10):
            raise Nothing
        self.slots[slot] = value.text
        if slot == "v":
            self.slots["c"] = said
        self.claims.append((slot, dict(value=value.number, unit=value.unit, comparator=comparator, verdict=verdict, **gold)))

    def move(self, rises):
        """The words of a change."""
        kind = "rate" if self.name == "points" else "real" if self.name == "real_growth" else "amount"
        for slot, words in CHANGES[self.split][kind].items():
            self.slots[slot] = self.rng.choice(words[0 if rises else 1])

    def moves(self):
        """Whether the frame says which way it went."""
        return any("{" + slot in self.frame for slot in CHANGES[self.split]["amount"])

    def changed(self, slot, write, exact, kind, wrong=(), rivals=(), **gold):
        """A change with its verb: the sign of the figure is the verb's; a sign turned round is one of the errors."""
        if exact < 0 and not self.moves() or abs(exact) < Fraction(1, 10):
            raise Nothing
        if self.false and self.moves() and self.rng.random() < 0.3:
            value = write(self.rng, abs(exact))
            sign = -1 if exact > 0 else 1
            if not all(far(value, sign * value.number, truth) for truth in [exact, *rivals]):
                raise Nothing
            self.move(exact < 0)
            self.slots[slot] = value.text
            self.error = "sign"
            self.claims.append((slot, dict(value=sign * value.number, unit=value.unit, comparator="=", verdict="refuted", kind=kind, **gold)))
            return
        self.move(exact > 0)
        same = [(n, abs(v)) for n, v in wrong if (v > 0) == (exact > 0)]
        self.claim(slot, write, abs(exact), [abs(v) for v in rivals if (v > 0) == (exact > 0)], same, kind=kind, **gold)
        if exact < 0:
            self.claims[-1][1]["value"] = -self.claims[-1][1]["value"]


REVISED = ["GDP", "foreign direct investment inflows"]


def sensible(growth):
    """A growth that an article would give in percent."""
    if abs(growth) > 300:
        raise Nothing
    return growth


def relative(now, before):
    return (now / before - 1) * 100


def absolute(now, before):
    return now - before


def other_spans(d, measure, base, how):
    """What a change would be if the years of its span were meant otherwise: from the year before or after the base."""
    bases = [fact(measure, d.entity, y) for y in (base - 1, base + 1) if y != d.year]
    return [how(fact(measure, d.entity, d.year), v) for v in bases if v]


# One function for each frame: draws a case, or raises Nothing.

def level(d):
    measure = d.pick(AMOUNTS)
    if measure in REVISED and d.rng.random() < 0.5:
        d.at(d.rng.randint(2012, 2014))
    exact = d.need(measure)
    d.say(measure)
    wrong = [("year", fact(measure, d.entity, d.other_year())), ("entity", fact(measure, d.others(1)[0], d.year))]
    wrong += [("million for billion", exact / 1000)] * (exact >= 10**9)
    if measure in OTHER_FLOW:
        wrong += [("flow", fact(OTHER_FLOW[measure], d.entity, d.year))] * 2
    rivals = [OLDER[key]] if (key := (measure, d.entity, str(d.year))) in OLDER else []
    rivals += d.neighbours(measure)
    d.claim("v", d.amount, exact, rivals, [w for w in wrong if w[1] and w[1] > 0], kind="level", period=str(d.year))


def vintage(d):
    """The value of an older edition, which a later one has corrected."""
    measure = d.pick(REVISED)
    d.at(d.rng.randint(2011, 2014))
    d.say(measure)
    exact, old = d.need(measure), OLDER.get((measure, d.entity, str(d.year)))
    if old is None or not d.false:
        raise Nothing
    d.claim("v", d.amount, exact, wrong=[("vintage", old)] * 20, kind="level", period=str(d.year))
    if d.error != "vintage":
        raise Nothing


def head_count(d):
    measure = d.pick(["population", "urban population", "rural population"])
    exact = d.need(measure)
    d.say(measure)
    wrong = [("entity", fact(measure, d.others(1)[0], d.year))]
    wrong += [("million for billion", exact / 1000)] * (exact >= 10**9)
    d.claim("v", count, exact, wrong=wrong, kind="level", period=str(d.year))
    if "} people" in d.frame:
        d.claims[-1][1]["unit"] = "{person}"


def rate(d):
    measure = d.pick(RATES)
    exact = d.need(measure)
    d.say(measure)
    if exact < 0:
        raise Nothing
    wrong = [("year", fact(measure, d.entity, d.other_year())), ("entity", fact(measure, d.others(1)[0], d.year))]
    kind = "growth" if "onsumer prices" in d.frame else "level"
    d.claim("v", per_cent, exact, d.neighbours(measure), [w for w in wrong if w[1] and w[1] > 0], kind=kind, period=str(d.year))


def gdp_share(d):
    exact = d.need("military expenditure")
    wrong = [("entity", fact("military expenditure", d.others(1)[0], d.year))]
    d.claim("v", per_cent, exact, d.neighbours("military expenditure"), [w for w in wrong if w[1]], kind="share", period=str(d.year))


def growth_level(d):
    measure = d.pick([m for m in AMOUNTS if m != "GDP"])
    now, before = d.need(measure), d.need(measure, year=d.year - 1)
    d.say(measure)
    growth = sensible((now / before - 1) * 100)
    pairs, other = [("year", measure, d.other_year())], OTHER_FLOW.get(measure)
    pairs += [("flow", other, d.year)] * bool(other)
    found = [(n, fact(m, d.entity, y), fact(m, d.entity, y - 1)) for n, m, y in pairs]
    wrong = [(n, (v / w - 1) * 100) for n, v, w in found if v and w]
    d.changed("v", per_cent, growth, "growth", wrong, period=str(d.year))
    d.claim("w", d.amount, now, kind="level", period=str(d.year))


def growth_base(d):
    measure = d.pick([m for m in AMOUNTS if m != "GDP"])
    base = d.span()
    now, before = d.need(measure), d.need(measure, year=base)
    d.say(measure)
    growth, wrong = sensible((now / before - 1) * 100), [("base", (now / fact(measure, d.entity, d.year - 1) - 1) * 100)]
    d.changed("v", per_cent, growth, "growth", wrong, other_spans(d, measure, base, relative), period=str(d.year), base_period=str(base))


def real_growth(d):
    exact = d.need("real GDP growth")
    nominal = (d.need("GDP") / d.need("GDP", year=d.year - 1) - 1) * 100
    year = fact("real GDP growth", d.entity, d.other_year())
    wrong = [("nominal for real", nominal)] * 2 + [("year", year)] * (year is not None)
    d.changed("v", per_cent, exact, "growth", wrong, d.neighbours("real GDP growth"), period=str(d.year))


def change(d):
    measure = d.pick(PLURALS + ["foreign direct investment inflows", "remittances received"])
    base = d.span() if "{b}" in d.frame else d.year - 1
    now, before = d.need(measure), d.need(measure, year=base)
    d.say(measure)
    rivals = other_spans(d, measure, base, absolute) if "{b}" in d.frame else []
    wrong = [("million for billion", (now - before) / 1000)]
    d.changed("v", d.amount, now - before, "change", wrong, rivals, period=str(d.year), base_period=str(base))


def point_change(d):
    measure = d.pick(["unemployment rate", "military expenditure"])
    base = d.span() if "{b}" in d.frame else d.year - 1
    now, before = d.need(measure), d.need(measure, year=base)
    d.say(measure if measure != "military expenditure" else "military expenditure as a share of GDP")
    exact = now - before
    if abs(exact) < Fraction(1, 10):
        raise Nothing
    gold = dict(period=str(d.year), base_period=str(base))
    if d.false and d.rng.random() < 0.4:
        # "by 0.8 percent", where it was 0.8 points.
        write, relative = per_cent, (now / before - 1) * 100
        d.move(exact > 0)
        value = write(d.rng, abs(exact))
        if not clearly_apart(value, abs(relative), Fraction(15, 100)):
            raise Nothing
        d.slots["v"], d.error = value.text, "percent for points"
        sign = 1 if exact > 0 else -1
        d.claims.append(("v", dict(value=sign * value.number, unit="%", comparator="=", verdict="refuted", kind="growth", **gold)))
        return
    rivals = other_spans(d, measure, base, absolute) if "{b}" in d.frame else []
    d.changed("v", points, exact, "change", (), rivals, **gold)


def from_to(d):
    measure = d.pick(AMOUNTS)
    base = d.span(1)
    now, before = d.need(measure), d.need(measure, year=base)
    d.say(measure)
    d.move(now > before)
    wrong = [("entity", fact(measure, d.others(1)[0], base))]
    d.claim("v", d.amount, before, [now], [w for w in wrong if w[1] and w[1] > 0], kind="level", period=str(base))
    d.claim("w", d.amount, now, kind="level", period=str(d.year))
    first, second = (gold["value"] for _, gold in d.claims)
    if d.moves() and (first == second or (second > first) != (now > before)):
        # The verb must fit the two figures as they are written.
        raise Nothing


def urban_share(d):
    part = d.only or ("rural population" if "rural" in d.frame else "urban population")
    other = "urban population" if part == "rural population" else "rural population"
    whole = d.need("population")
    wrong = [("flow", 100 * d.need(other) / whole)]
    d.claim("v", per_cent, 100 * d.need(part) / whole, wrong=wrong, kind="share", period=str(d.year))


def world_share(d):
    measure = d.pick([DIGITAL_OUT, DIGITAL_IN])
    d.say(measure)
    share = 100 * d.need(measure) / d.need(measure, "World")
    other = 100 * d.need(OTHER_FLOW[measure]) / d.need(OTHER_FLOW[measure], "World")
    d.claim("v", per_cent, share, wrong=[("flow", other)], kind="share", period=str(d.year))


def ratio_entity(d):
    measure = d.pick(PLURALS)
    other = d.others(1)[0]
    d.say(measure)
    d.place("F", other)
    exact = d.need(measure) / d.need(measure, other)
    if not Fraction(3, 2) <= exact <= 12:
        raise Nothing
    flow = d.need(OTHER_FLOW[measure]) / d.need(OTHER_FLOW[measure], other)
    d.claim("v", multiple, exact, [exact - 1, exact + 1], [("flow", flow)], kind="ratio", period=str(d.year))


def ratio_time(d):
    measure = d.pick(PLURALS)
    base = d.span()
    d.say(measure)
    exact = d.need(measure) / d.need(measure, year=base)
    if not Fraction(13, 10) <= exact <= 6:
        raise Nothing
    spans = [1 + v / 100 for v in other_spans(d, measure, base, relative)]
    d.claim("v", multiple, exact, [exact - 1, exact + 1, *spans], kind="ratio", period=str(d.year), base_period=str(base))


def difference(d):
    measure = d.pick(PLURALS)
    other = d.others(1)[0]
    d.say(measure)
    d.place("F", other)
    exact = d.need(measure) - d.need(measure, other)
    if exact < d.need(measure) / 20:
        raise Nothing
    flow = d.need(OTHER_FLOW[measure]) - d.need(OTHER_FLOW[measure], other)
    kind = "level" if re.search("gap|lead |difference", d.frame) else "change"
    d.claim("v", d.amount, exact, wrong=[("flow", abs(flow)), ("million for billion", exact / 1000)], kind=kind, period=str(d.year))


def balance(d):
    out, into = d.need(GOODS_OUT), d.need(GOODS_IN)
    if abs(out - into) < out / 50:
        raise Nothing
    d.slots["s"] = "surplus" if out > into else "deficit"
    if d.false and d.rng.random() < 0.3:
        d.slots["s"] = "deficit" if out > into else "surplus"
        value = d.amount(d.rng, abs(out - into))
        d.slots["v"], d.slots["c"], d.error = value.text, "", "sign"
        d.claims.append(("v", dict(value=value.number, unit=value.unit, comparator="=", verdict="refuted", kind="level", period=str(d.year))))
        return
    other = d.other_year()
    elsewhen = d.need(GOODS_OUT, year=other) - d.need(GOODS_IN, year=other)
    d.claim("v", d.amount, abs(out - into), wrong=[("year", abs(elsewhen))], kind="level", period=str(d.year))


def sum_parts(d):
    measure = d.pick(PLURALS)
    f, g = d.others(2)
    d.say(measure)
    d.place("F", f)
    d.place("G", g)
    parts = [d.need(measure, e) for e in (d.entity, f, g)]
    d.claim("v", d.amount, sum(parts), wrong=[("a part left out", sum(parts[:2]))], kind="level", period=str(d.year))


def trade_total(d):
    total = d.need(GOODS_OUT) + d.need(GOODS_IN)
    d.claim("v", d.amount, total, wrong=[("a part left out", d.need(GOODS_OUT)), ("million for billion", total / 1000)], kind="level", period=str(d.year))


def sum_periods(d):
    measure = d.pick(PLURALS + ["foreign direct investment inflows", "remittances received"])
    base = d.span()
    d.say(measure)
    values = [d.need(measure, year=y) for y in range(base, d.year + 1)]
    total = sum(values)
    # What leaves out the first or the last year might be meant, where the frame does not say how many they are.
    rivals = [] if "{n}" in d.frame else [total - values[0], total - values[-1], total - values[0] - values[-1]]
    left_out = total - d.rng.choice(values[1:-1] if rivals else values)
    d.claim("v", d.amount, total, rivals, [("a part left out", left_out)], kind="level", period=f"{base}/{d.year}")


def quarters(d):
    measure = d.pick(["exports of goods and services", "imports of goods and services", "earnings from overseas visits"])
    d.entity = BRITAIN
    d.at(d.rng.choice(YEARS_OF_BRITAIN[d.split]))
    d.place("E", BRITAIN)
    d.say(measure)
    values = [d.need(measure, year=f"{d.year}-Q{q}") for q in range(1, 5)]
    write = lambda rng, v: amount(rng, v, "GBP")
    d.claim("v", write, sum(values), wrong=[("a part left out", sum(values[1:]))], kind="level", period=str(d.year))


def average(d):
    measure = d.pick(RATES)
    base = d.span()
    d.say(measure)
    values = [d.need(measure, year=y) for y in range(base, d.year + 1)]
    mean = lambda part: sum(part) / len(part)
    if mean(values) < 0:
        raise Nothing
    rivals = [mean(values[1:]), mean(values[:-1]), (values[0] + values[-1]) / 2] + ([mean(values[1:-1])] if len(values) > 2 else [])
    earlier = fact(measure, d.entity, base - 1)
    rivals += [mean([earlier, *values])] if earlier is not None else []
    d.claim("v", per_cent, mean(values), rivals, [("year", values[-1])] * (values[-1] > 0), kind="level", period=f"{base}/{d.year}")


def average_growth(d):
    measure = d.pick(PLURALS + ["remittances received", "total reserves"])
    base = d.span()
    d.say(measure)
    total = d.need(measure) / d.need(measure, year=base)
    years = d.year - base
    # The root of a fraction is none: fifty digits of it are enough.
    mean = (Fraction(float(total) ** (1 / years)) - 1) * 100
    if mean < Fraction(3, 2):
        raise Nothing
    yearly = [d.need(measure, year=y) / d.need(measure, year=y - 1) - 1 for y in range(base + 1, d.year + 1)]
    root = lambda of, n: (Fraction(float(of) ** (1 / n)) - 1) * 100
    rivals = [100 * sum(yearly) / years, (total - 1) * 100 / years, (total - 1) * 100 / (years + 1), root(total, years + 1)]
    rivals += [root(total, years - 1), root(d.need(measure, year=d.year - 1) / d.need(measure, year=base), years - 1)]
    rivals += [root(d.need(measure) / d.need(measure, year=base + 1), years - 1)]
    if fact(measure, d.entity, base - 1):
        rivals += [root(d.need(measure) / d.need(measure, year=base - 1), years + 1)]
    wrong = [("total for average", (total - 1) * 100)]
    d.claim("v", per_cent, mean, rivals, wrong, kind="average_growth", period=str(d.year), base_period=str(base))


def rank_of(d):
    # The table of 2023 lacks some economies.
    d.at(2022)
    measure = d.only or (DIGITAL_IN if "importer" in d.frame else DIGITAL_OUT if "exporter" in d.frame else d.pick([DIGITAL_OUT, DIGITAL_IN]))
    d.say(measure)
    order = sorted(everywhere(measure, d.year).items(), key=lambda row: -row[1])
    d.need(measure)
    place = [e for e, _ in order].index(d.entity) + 1
    if not 2 <= place <= 30:
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
    measure = d.only or (GOODS_OUT if "goods" in d.frame else "GDP")
    people = d.need("population")
    exact = d.need(measure) / people
    other = d.others(1)[0]
    wrong = [("entity", d.need(measure, other) / d.need("population", other))]
    if measure in OTHER_FLOW:
        wrong += [("flow", d.need(OTHER_FLOW[measure]) / people)]
    write = lambda rng, v: whole_amount(v, "US$" if d.own_dollars else "$")
    d.claim("v", write, exact, wrong=wrong, apart=Fraction(12, 100), kind="level", period=str(d.year))


def currency(d):
    if d.entity not in MONEY:
        raise Nothing
    code, words = MONEY[d.entity]
    measure = d.pick([GOODS_OUT, GOODS_IN])
    d.say(measure)
    dollars = d.need(measure)
    exact = dollars * d.need("exchange rate")
    if d.false and d.rng.random() < 0.5 and not re.search("(own|local|national|domestic) (currency|money)", d.frame):
        value = d.amount(d.rng, exact)
        if not clearly_apart(value, dollars):
            raise Nothing
        d.slots["v"], d.slots["c"], d.error = value.text, "", "currency"
        d.claims.append(("v", dict(value=value.number, unit="USD", comparator="=", verdict="refuted", kind="level", period=str(d.year))))
        return
    write = lambda rng, v: amount(rng, v, code, words)
    d.claim("v", write, exact, wrong=[("currency", dollars)], kind="level", period=str(d.year))


def two_steps(d):
    if "{F}" in d.frame:
        measure, other = d.pick(PLURALS), d.others(1)[0]
        d.say(measure)
        d.place("F", other)
        sums = [d.need(measure, year=y) + d.need(measure, other, y) for y in (d.year, d.year - 1)]
    else:
        sums = [d.need(GOODS_OUT, year=y) + d.need(GOODS_IN, year=y) for y in (d.year, d.year - 1)]
    d.changed("v", per_cent, (sums[0] / sums[1] - 1) * 100, "growth", period=str(d.year))


def monthly(rng, value):
    """A rate as a statistical office gives it, with one decimal place at most."""
    said = per_cent(rng, value)
    if said.last < Fraction(1, 10):
        number, sign = rounded(value, 1), "%" if said.text.endswith("%") else " percent"
        said = Value(f"{float(number):.1f}{sign}", number, "%", Fraction(1, 10))
    return said


def month(d):
    d.entity = BRITAIN
    d.at(d.rng.choice(YEARS_OF_BRITAIN[d.split]))
    d.place("E", BRITAIN)
    number = d.rng.randint(1, 12)
    measure = d.only or ("unemployment rate" if "nemployment" in d.frame else "consumer price inflation")
    d.slots["M"] = f"{months[number - 1]} {d.year}"
    period = f"{d.year}-{number:02}"
    # The rate of a month is that of three, so its neighbours might be meant.
    near = [fact(measure, d.entity, f"{d.year}-{n:02}") for n in (number - 1, number + 1)]
    d.claim("v", monthly, d.need(measure, year=period), [v for v in near if v], kind="level", period=period)


def brent(d):
    sign = "US$" if d.own_dollars else "$"

    def write(rng, value):
        places = rng.choice([0, 2, 2])
        number = rounded(value, places)
        return Value(f"{sign}{float(number):.{places}f} a barrel", number, "USD/[bbl_us]", Fraction(1, 10**places))

    wrong = [("year", fact("price of Brent crude oil", "World", d.other_year()))]
    d.claim("v", write, d.need("price of Brent crude oil", "World"), wrong=wrong, kind="level", period=str(d.year))


# What a table bounds: words of the frame, the measure that bounds it, and the percent of it that are said.
NEAR = [("ervices imports", DIGITAL_IN, 140, 220), ("services exports", DIGITAL_OUT, 140, 220), ("gold reserves", "total reserves", 4, 20),
        ("onsumption", "GDP", 45, 65), ("anufacturing", "GDP", 9, 24)]
ROUGH_GDP = {"Peru": 230, "Norway": 440, "Nigeria": 430, "Argentina": 500, "Finland": 280, "Pakistan": 330}


def undecidable(d):
    """Fills a frame about which no table says anything, with figures that are not out of the way."""
    d.since = max(published("GDP", "Kenya", 2023), d.since)
    if d.name == "no_entity":
        d.own_dollars = False
        d.place("E", d.rng.choice(sorted(STRANGERS[d.split])))
    elif d.name == "ambiguous":
        d.place("F", d.others(1)[0])
    elif d.name == "subnational":
        d.entity = d.rng.choice(sorted(PARTS[d.split]))
        d.own_dollars = False
        d.place("E", d.entity)
        part = d.rng.choice(PARTS[d.split][d.entity])
        d.slots |= {"S": part, "Ss": possessive(part)}
    measure = d.only or d.rng.choice([GOODS_OUT, GOODS_IN] + ["GDP"] * (d.name != "ambiguous") + ["total reserves"] * (d.name != "part_year"))
    if "{m" in d.frame:
        d.say(measure)
    d.slots["f"] = str(d.rng.randint(2027, 2031))
    d.slots["o"] = str(d.rng.choice([1994, 1997, 1999, 2003, 2006, 2009]))
    number, word = d.rng.choice([(1, "first"), (2, "second"), (3, "third"), (4, "final")])
    spans = [f"in the {word} quarter of {d.year}", f"in the {d.rng.choice(['first', 'second'])} half of {d.year}", f"in {d.rng.choice(months)} {d.year}"]
    d.slots["Q"] = d.rng.choice(spans + [f"in the three months to {d.rng.choice(months[2:])} {d.year}"])
    if d.only == "inflation":
        d.slots["Q"] = spans[2]
    base = measure if "{m" in d.frame and measure in AMOUNTS else "GDP"
    if d.name == "near_measure" or "erchandise exports" in d.frame:
        base = GOODS_OUT
    known = fact(base, d.entity, d.year)
    if d.name == "no_entity":
        known = ROUGH_GDP[d.slots["E"]] * Fraction({"GDP": 100, "total reserves": 10}.get(measure, 20), 100) * 10**9
    # Of the known value, so many percent.
    low, high = {"near_measure": (4, 25), "no_measure": (3, 9), "subnational": (4, 18), "part_year": (22, 27), "no_period": (25, 60),
                 "forecast": (105, 150), "target": (110, 180), "ambiguous": (70, 130), "no_entity": (85, 115)}[d.name]
    if d.name == "near_measure" and (near := next((n for n in NEAR if n[0] in d.frame), None)):
        known, low, high = fact(near[1], d.entity, d.year), near[2], near[3]
    if known is None:
        raise Nothing
    if d.name == "part_year":
        share = {"half": 2, "quarter": 1, "months": 1}.get(next((w for w in ("half", "quarter", "months") if w in d.slots["Q"]), ""), Fraction(1, 3))
        known *= share
    if "last year" in d.frame.lower():
        low, high = 95, 125
    figures = {
        "x": (d.amount, known * d.rng.randint(low * 10, high * 10) / 1000),
        "t": (lambda rng, v: Value(f"{float(v) / 1e6:.1f} million tonnes", rounded(v, -5), "t", Fraction(10**5)), Fraction(d.rng.randint(11, 99)) * 10**5),
        "k": (lambda rng, v: Value(f"{int(v):,}", v, "1", Fraction(100)), Fraction(d.rng.randint(111, 989)) * 100),
        "r": (per_cent, Fraction(d.rng.randint(21, 64), 10)),
        "u": (per_cent, min(60, (fact("unemployment rate", d.entity, d.year) or 5) * Fraction(d.rng.randint(18, 26), 10))),
    }
    modality = d.name if d.name in ("forecast", "target") else "actual"
    for slot, (write, number) in figures.items():
        if "{" + slot + "}" in d.frame:
            value = write(d.rng, number)
            d.slots[slot] = value.text
            kind = "growth" if re.search("[Gg]row", d.frame) else "level"
            gold = dict(value=value.number, unit=value.unit, comparator="=", verdict="not_enough_info", kind=kind, modality=modality)
            if modality != "actual":
                gold["period"] = d.slots["f"]
            if "last year" in d.frame.lower():
                gold["period"] = "2025"
            if slot == "k":
                gold["unit"] = next("{" + noun + "}" for noun in ("case", "home", "room", "vehicle", "student") if noun + "s" in d.frame)
            d.claims.append((slot, gold))


MAKERS = {
    "level": level, "count": head_count, "rate": rate, "gdp_share": gdp_share, "growth_level": growth_level,
    "growth_base": growth_base, "real_growth": real_growth, "change": change, "points": point_change, "from_to": from_to,
    "urban_share": urban_share, "world_share": world_share, "ratio_entity": ratio_entity, "ratio_time": ratio_time,
    "difference": difference, "balance": balance, "sum_parts": sum_parts, "trade_total": trade_total,
    "sum_periods": sum_periods, "quarters": quarters, "average": average, "average_growth": average_growth,
    "rank": rank_of, "per_head": per_head, "currency": currency, "two_steps": two_steps, "month": month, "brent": brent,
}
SINGULARS = ["unemployment rate", "jobless rate", "population", "urban population", "rural population"]


def draw(rng, split, name, frame, maker, false):
    for _ in range(TRIES):
        d = Draw(rng, split, name, frame, false)
        try:
            maker(d)
        except (Nothing, TypeError, ZeroDivisionError):
            # A row that is not there cannot be reckoned with.
            continue
        return d
    return None


def with_article(before, slot, rest, d):
    """The words of a slot, with the article that a measure in the singular needs behind what stands before it."""
    words, measure = d.slots[slot.rstrip("^")], d.slots.get("m", "")
    if measure not in SINGULARS:
        return words
    if slot in ("D", "D^") and rest.startswith(" {m") and not before.endswith("the "):
        return f"the {words}"
    if not slot.startswith("m") or before.endswith(("'s ", "' ", "the ", "The ", "a ", "its ", "Its ", "average ", d.slots["D"] + " ")):
        return words
    counted = before.endswith(("had ", "recorded ")) or rest.startswith(" of {c}") and not before.endswith(". ")
    return article(measure) if counted else f"the {words}"


def sentence(d):
    """The frame with its slots filled, and where each claim stands in it."""
    text, spans, rest = "", {}, d.frame
    while "{" in rest:
        before, _, rest = rest.partition("{")
        slot, _, rest = rest.partition("}")
        text += before
        words = with_article(text, slot, rest, d)
        if slot.endswith("^"):
            words = capital(words)
        if text.lower().endswith((" a ", ". a ")) or text.lower() == "a ":
            text = text[:-1] + article(words)[1:-len(words)]
        spans[slot] = (len(text), len(text) + len(words))
        text += words
    text += rest
    if text[0].islower():
        text = capital(text)
    return text, [(spans[slot], gold) for slot, gold in d.claims]


def draws(rng, split):
    """Every sentence of a split, by place."""
    by_place = collections.defaultdict(list)
    true, false = QUOTA
    plan = [(name, maker, False, true, 0) for name, maker in MAKERS.items()]
    plan += [(name, maker, True, false, true) for name, maker in MAKERS.items()]
    plan += [("level", vintage, True, 2 * false, 0)]
    plan += [(name, undecidable, False, n, 0) for name, n in OPEN.items()]
    seen = set()
    orders = {name: rng.sample(frames, len(frames)) for name, frames in FRAMES[split].FRAMES.items()}
    for name, maker, false, wanted, first in plan:
        frames = orders[name]
        made = 0
        for attempt in range(first, first + 20 * wanted):
            if made == wanted:
                break
            # Luck of its own for each try, so that a change of one maker leaves the others' sentences as they are.
            luck = random.Random(f"{split} {maker.__name__} {name} {false} {attempt}")
            d = draw(luck, split, name, frames[attempt % len(frames)], maker, false)
            if d is None:
                continue
            text, claims = sentence(d)
            if text in seen:
                continue
            seen.add(text)
            made += 1
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
    title = rng.choice(FRAMES[split].TITLES).replace("{Es}", possessive(place)).replace("{E}", place)
    if group[0][0].name == "ambiguous":
        title = "Side by side"
    asides = rng.sample(FRAMES[split].ASIDES, 2)
    text, claims = capital(title) + "\n\n", []
    for i, (d, words, own) in enumerate(group):
        start = len(text)
        text += words
        for (a, b), gold in own:
            claims.append(gold_of(text, start + a, start + b, gold, d))
        text += " " + asides[i] + "\n\n" if i < len(asides) else "\n\n"
    names = "+".join(f"{d.name}" + (f"-{d.error.replace(' ', '_')}" if d.error else "") for d, _, _ in group)
    return {
        "schema": "figcheck/1", "id": f"derived/{split}/{number:03}-{names}", "published": date(rng, max(d.since for d, _, _ in group)),
        "text": text.rstrip() + "\n", "claims": sorted(claims, key=lambda c: c["start"]),
    }


def date(rng, since):
    """A day after the tables that the text rests on were published, and before the end of 2026."""
    first = datetime.date.fromisoformat(since or "2024-01-01")
    return str(first + datetime.timedelta(days=rng.randint(5, (datetime.date(2026, 12, 20) - first).days)))


def gold_of(text, start, end, gold, d):
    number = gold.pop("value")
    value = int(number) if number == int(number) else float(number)
    claim = {"start": start, "end": end, "text": text[start:end], "kind": gold["kind"], "value": value, "low": None, "high": None}
    claim |= {k: gold[k] for k in ("unit", "comparator") if k in gold} | {"modality": gold.get("modality", "actual")}
    claim |= {k: gold[k] for k in ("period", "base_period") if k in gold}
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
