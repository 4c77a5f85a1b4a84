"""Figures as articles write them, and how far a false one must be from the truth."""

import re
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
    number = rounded(small, places)
    return _digits(number, max(0, places)), word, number * size, size / Fraction(10) ** places


def amount(rng, value, code="USD", words=None, sign="$"):
    digits, word, number, last = _scaled(rng, value)
    if code == "USD":
        text = f"{sign}{digits} {word}".strip()
        if word and rng.random() < 0.25:
            text = f"{digits} {word} {sign[:-1]} dollars".replace("  ", " ")
    elif code == "GBP":
        text = f"{digits} {word} pounds".replace("  ", " ")
    else:
        text = f"{digits} {word} {words}".replace("  ", " ")
    return Value(text, number, code, last)


def whole_amount(value, sign):
    """Dollars to the last one."""
    number = rounded(value, 0)
    return Value(f"{sign}{_digits(number, 0)}", number, "USD", Fraction(1))


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


def _zeros(value):
    """How far the zeros that end a whole number let it reach."""
    digits = re.search(r"\d[\d,]*(\.\d+)?", value.text)
    if digits[1] or not digits[0].endswith("0"):
        return 0
    whole = digits[0].replace(",", "")
    return value.last * 10 ** (len(whole) - len(whole.rstrip("0"))) / 2


def far(value, number, truth, apart=Fraction(4, 100)):
    """Whether a number written like the value is beyond any reading of its digits."""
    off = abs(number - truth)
    return off > max(3 * value.last, 1.2 * _zeros(value)) and off >= abs(truth) * apart and (value.unit not in ("%", "pp") or off >= Fraction(3, 10))


def clearly_apart(value, truth, apart=Fraction(4, 100)):
    """Whether no reading of a figure's digits makes it true: at least four percent and three of its last digits off."""
    return far(value, value.number, truth, apart)


HEDGES = {
    "dev": {"~": ["about ", "around ", "roughly ", "almost "], ">": ["more than ", "over "], "<": ["less than ", "just under "], ">=": ["at least "]},
    "test": {"~": ["about ", "roughly ", "approximately ", "some ", "nearly ", "close to "], ">": ["more than ", "over ", "just over "],
             "<": ["less than ", "under ", "just under "], ">=": ["at least ", "no less than "]},
}


def _hedge(rng, kind, value, truths, split, frame):
    """The words for a comparator, such that they suit the figure and what stands before it."""
    words = list(HEDGES[split][kind])
    if re.search(r"[Aa]t {c}", frame):
        words = [w for w in words if w not in ("at least ", "no less than ")]
    if value.unit == "%":
        words = [w for w in words if w != "some "]
    if value.number <= max(truths):
        words = [w for w in words if w not in ("nearly ", "almost ")]
    if any(abs(value.number - truth) > truth / 40 for truth in truths):
        words = [w for w in words if not w.startswith("just")]
    return rng.choice(words) if words else None


def blunt(rng, write, number):
    """A figure with no more digits than suit words like "about": nobody writes "about 54,836"."""
    value = max((write(rng, number) for _ in range(6)), key=lambda v: v.last)
    if value.last == 1 and value.number >= 1000:
        step = Fraction(10) ** (len(str(int(value.number))) - 2) / 2
        return write(rng, rounded(number / step, 0) * step)
    return value


def with_comparator(rng, write, exact, split, frame):
    """A true figure, its comparator and the words for it; without a frame, no comparator."""
    kind = rng.choice(["=", "=", "=", "~", ">", "<", ">="]) if frame else "="
    value = write(rng, exact)
    if kind == "=" or exact <= 0:
        return value, "=", ""
    if kind == "~":
        near = blunt(rng, write, exact)
    else:
        step = value.last * 5
        if value.last == 1 and value.number >= 1000:
            step = Fraction(10) ** (len(str(int(value.number))) - 2) / 2
        edge = (exact // step) * step if kind in (">", ">=") else -((-exact) // step) * step
        near = min((write(rng, edge) for _ in range(6)), key=lambda v: (v.number != edge, len(v.text)))
    if kind == "~":
        fits = abs(near.number - exact) <= exact / 25
    else:
        fits = near.number == edge and edge != exact and abs(edge - exact) <= exact / 20
    said = _hedge(rng, kind, near, [exact], split, frame) if fits else None
    return (near, kind, said) if said else (value, "=", "")


def falsely_hedged(rng, value, truths, split, frame):
    """A comparator, and the words for it, with which a false figure stays false."""
    kinds = ["=", "="]
    if all(abs(value.number - truth) >= truth * Fraction(15, 100) for truth in truths):
        kinds.append("~")
    if all(value.number > truth for truth in truths):
        kinds += [">", ">="]
    if all(value.number < truth for truth in truths):
        kinds.append("<")
    kind = rng.choice(kinds)
    said = _hedge(rng, kind, value, truths, split, frame) if kind != "=" else None
    return (kind, said) if said else ("=", "")


def article(words):
    """The words with "a" or "an" before them."""
    return f"{'an' if re.match('[aeio]|un(?!i)|ur|8|1[18](?![0-9,])', words) else 'a'} {words}"


def possessive(name):
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def capital(text):
    return text[:1].upper() + text[1:]


# The words of a change, up and down, by what changes: slot by slot.
def _changes(amount, rate, real, nouns, participles, infinitives, presents):
    rest = {
        "upp": participles, "inf": infinitives, "ing": presents, "rise": nouns, "hl": (["higher"], ["lower"]), "mf": (["more"], ["less"]),
        "ab": (["above"], ["below"]), "added": (["was added to"], ["was lost from"]),
    }
    return {kind: {"up": verbs} | rest for kind, verbs in (("amount", amount), ("rate", rate), ("real", real))}


CHANGES = {
    "dev": _changes(
        (["rose", "increased", "went up", "grew", "climbed"], ["fell", "declined", "went down", "dropped", "shrank"]),
        (["rose", "increased", "went up", "climbed"], ["fell", "declined", "went down", "dropped"]),
        (["grew", "increased", "rose"], ["shrank", "declined", "fell"]),
        (["rise", "increase"], ["fall", "decrease"]),
        (["risen", "increased"], ["fallen", "declined"]),
        (["rise", "increase"], ["fall", "decrease"]),
        (["rising"], ["falling"]),
    ),
    "test": _changes(
        (["rose", "advanced", "moved up", "expanded", "climbed"], ["fell", "slid", "slipped", "came down", "dropped"]),
        (["rose", "moved up", "climbed"], ["fell", "came down", "receded"]),
        (["expanded", "grew", "advanced"], ["contracted", "shrank"]),
        (["rise", "increase", "climb"], ["fall", "decline", "drop", "reduction"]),
        (["risen", "climbed", "gone up"], ["fallen", "come down", "dropped"]),
        (["rise", "climb", "go up"], ["fall", "drop", "go down"]),
        (["rising", "up"], ["falling", "down"]),
    ),
}
