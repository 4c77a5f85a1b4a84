"""Figures as articles write them, and how far a false one must be from the truth."""

from dataclasses import dataclass
from fractions import Fraction

months = "January February March April May June July August September October November December".split()
ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth".split()
SCALES = [(10**12, "trillion"), (10**9, "billion"), (10**6, "million")]
SIGNS = {"USD": "$", "GBP": "\u00a3"}


@dataclass
class Value:
    """A figure: its words, the number that they say, its unit, and the size of its last digit."""

    text: str
    number: Fraction
    unit: str
    last: Fraction


def rounded(value, places):
    """To so many decimal places, halves away from zero."""
    factor = Fraction(10) ** places
    scaled = value * factor
    whole = int(abs(scaled) + Fraction(1, 2))
    return Fraction(whole if scaled >= 0 else -whole) / factor


def _digits(number, places):
    return f"{float(number):,.{places}f}"


def _scaled(rng, value):
    """Digits, scale word, exact number and last digit of an amount in words."""
    size, word = next(((s, w) for s, w in SCALES if abs(value) >= s), (1, ""))
    small = value / size
    whole = len(str(int(abs(small))))
    places = max(0, rng.choice([2, 3, 3, 4]) - whole) if word else 0
    if not word and whole > 4:
        # Thousands keep three or four digits.
        places = -(whole - 4)
    number = rounded(small, places)
    return _digits(number, max(0, places)), word, number * size, size / Fraction(10) ** places


def amount(rng, value, code="USD", words=None):
    digits, word, number, last = _scaled(rng, value)
    if code == "USD":
        text = f"${digits} {word}".strip()
        if word and rng.random() < 0.25:
            text = f"{digits} {word} dollars"
    elif code == "GBP":
        text = f"{digits} {word} pounds".replace("  ", " ")
    else:
        text = f"{digits} {word} {words}".replace("  ", " ")
    return Value(text, number, code, last)


def count(rng, value):
    digits, word, number, last = _scaled(rng, value)
    return Value(f"{digits} {word}".strip(), number, "1", last)


def per_cent(rng, value):
    places = 1 if abs(value) < 100 and rng.random() < 0.8 else 0
    if abs(value) < 3:
        places = rng.choice([1, 2])
    number = rounded(value, places)
    sign = rng.choice(["%", " percent"])
    return Value(f"{_digits(number, places)}{sign}", number, "%", Fraction(1) / 10**places)


def points(rng, value):
    number = rounded(value, 1 if abs(value) >= 1 else 2)
    places = 1 if abs(value) >= 1 else 2
    return Value(f"{_digits(number, places)} percentage points", number, "pp", Fraction(1) / 10**places)


def multiple(rng, value):
    places = rng.choice([1, 1, 2])
    number = rounded(value, places)
    return Value(f"{_digits(number, places)} times", number, "1", Fraction(1) / 10**places)


def rank(place):
    if place <= 10:
        return ORDINALS[place]
    ending = "th" if 10 < place % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def clearly_apart(value, truth):
    """Whether no reading of a figure's digits makes it true: at least four percent and three of its last digits off."""
    off = abs(value.number - truth)
    return off > 3 * value.last and off >= abs(truth) * Fraction(4, 100) and (value.unit not in ("%", "pp") or off >= Fraction(3, 10))


def with_comparator(rng, write, exact, wanted):
    """A true figure, its comparator and the words for it."""
    kind = rng.choice(["=", "=", "=", "~", ">", "<"]) if wanted else "="
    value = write(rng, exact)
    if kind in "><" and exact > 0:
        # The next round number on the right side, no more than a twentieth away.
        step = value.last * 5
        edge = (exact // step) * step if kind == ">" else -((-exact) // step) * step
        near = write(rng, edge)
        if near.number == edge and edge != exact and abs(edge - exact) <= exact / 20:
            return near, kind, "more than " if kind == ">" else "less than "
    if kind == "~":
        return value, "~", rng.choice(["about ", "around "])
    return value, "=", ""


def possessive(name):
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def capital(text):
    return text[:1].upper() + text[1:]
