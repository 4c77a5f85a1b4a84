#!/usr/bin/env python3
"""Annotated passages as stand-off data: where claims stand, without the text they stand in.

    standoff.py --locations PASSAGES.jsonl --gold GOLD.jsonl [--texts FOLDER] -o OUT.jsonl

PASSAGES says of each passage where it was cut from: JSON lines with the keys id, source, file, start, end, published,
licence, text. GOLD is gold data (docs/format.md) of the same ids and texts. With --texts every passage is also held
against the document `source` of FOLDER/FILE.jsonl.gz, from which the text will be read again. --locations and --gold may be
repeated.

OUT has a line for each gold record, in the form that docs/training.md describes. It holds no words of the texts but the
nouns of counts in units such as {product}. Whatever does not fit is named with file, line and id, and nothing is written.
"""
import argparse
import gzip
import json
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

PLACE_KEYS = ("source", "file", "start", "end")
ABOUT_KEYS = ("published", "licence")
# The keys of a claim in the gold form: as they are, and those that hold {"text", "start", "end"}.
PLAIN = ("kind", "value", "low", "high", "unit", "comparator", "modality", "period", "base_period")
SPANS = ("measure", "entity", "counterpart", "of_text", "period_text", "base_text", "cue_text")
TELLING_NULL = ("measure", "entity", "counterpart", "period", "base_period")
LEFT_OUT = {"start", "end", "text", "confidence"}


class Unfit(Exception):
    """What does not fit."""


def records(path):
    """The objects of a file of JSON lines with their line numbers; numbers stay as they are written."""
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.strip():
            record = json.loads(line, parse_float=Decimal)
            if not isinstance(record, dict) or not isinstance(record.get("id"), str):
                raise Unfit(f"{path}:{number}: not an object with an id")
            yield number, record


def place(text, span, what):
    """[start, end] of a span, which must hold its words."""
    start, end = span["start"], span["end"]
    if not 0 <= start < end <= len(text) or text[start:end] != span["text"]:
        raise Unfit(f"{what} {span['text']!r} is not at {start}..{end}")
    return [start, end]


def claim(text, gold):
    """One claim with places in place of words."""
    unknown = set(gold) - set(PLAIN) - set(SPANS) - LEFT_OUT
    if unknown:
        raise Unfit(f"unknown keys {sorted(unknown)}")
    out = {"value_text": place(text, gold, "value")}
    # Where null means "the text does not say" and a missing key "not annotated", null stays; elsewhere it says nothing.
    given = {key for key, value in gold.items() if value is not None or key in TELLING_NULL}
    out.update({key: gold[key] for key in PLAIN if key in given})
    out.update({key: gold[key] and place(text, gold[key], key) for key in SPANS if key in given})
    return out


def passage(gold, location):
    """One record without its text."""
    if gold["text"] != location["text"]:
        raise Unfit("its text is not that of its location")
    out = {"id": gold["id"], **{key: location[key] for key in PLACE_KEYS}}
    out.update({key: location[key] for key in ABOUT_KEYS if location.get(key)})
    out["claims"] = [claim(gold["text"], c) for c in gold["claims"]]
    return out


def check_texts(folder, passages, locations):
    """Whether every passage stands in its document; yields what does not."""
    by_file = defaultdict(lambda: defaultdict(list))
    for p in passages:
        by_file[p["file"]][p["source"]].append(p)
    for file, sources in by_file.items():
        with gzip.open(folder / f"{file}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for document in map(json.loads, lines):
                for p in sources.pop(document["id"], []):
                    if document["text"][p["start"] : p["end"]] != locations[p["id"]]["text"]:
                        yield f"{p['id']}: {file}: {document['id']} holds another text at {p['start']}..{p['end']}"
        yield from (f"{file}.jsonl.gz has no document {source!r}" for source in sources)


def number(value):
    """A decimal as a JSON number; all of its digits must survive."""
    if Decimal(repr(float(value))) != value:
        raise Unfit(f"{value} has too many digits")
    return float(value)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--locations", type=Path, required=True, action="append")
    parser.add_argument("--gold", type=Path, required=True, action="append")
    parser.add_argument("--texts", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    unfit, passages, seen = [], [], set()
    try:
        locations = {record["id"]: record for path in args.locations for _, record in records(path)}
        for path in args.gold:
            for line, gold in records(path):
                try:
                    if gold["id"] not in locations:
                        raise Unfit("it has no location")
                    if gold["id"] in seen:
                        raise Unfit("its id was used before")
                    seen.add(gold["id"])
                    out = passage(gold, locations[gold["id"]])
                    passages.append((out, json.dumps(out, ensure_ascii=False, default=number)))
                except (Unfit, KeyError, TypeError) as e:
                    unfit.append(f"{path}:{line}: {gold['id']}: {e if isinstance(e, Unfit) else repr(e)}")
        if args.texts and not unfit:
            unfit.extend(check_texts(args.texts, [p for p, _ in passages], locations))
    except (OSError, ValueError, Unfit) as e:
        unfit.append(str(e))
    if unfit:
        print("\n".join(unfit), file=sys.stderr)
        return f"nothing written: {len(unfit)} failures"
    args.output.write_text("".join(line + "\n" for _, line in passages), encoding="utf-8")
    print(f"{args.output}: {len(passages)} passages, {sum(len(p['claims']) for p, _ in passages)} claims")
    return 0


if __name__ == "__main__":
    sys.exit(main())
