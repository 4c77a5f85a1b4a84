#!/usr/bin/env python3
"""How far two people agree: the gold articles against a second annotation that was made without sight of the first.

    agreement.py FIGCHECK        FIGCHECK is the program, target/release/figcheck

second/compact.jsonl has the claims of some of the articles in the compact form of convert.py. The first annotation is taken
for gold and the second for a prediction, and `figcheck eval` scores it; kinds and verdicts also get Cohen's kappa (1960), the
agreement beyond what chance would give.
"""
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from convert import HERE

SPANS = ("measure", "entity", "counterpart")


def locate(text, words, near):
    """Where words stand: `words##2` the second time; without a number the last time before a place, else the first time."""
    bare, _, nth = words.partition("##")
    starts = [m.start() for m in re.finditer(r"(?<![\w.,])" + re.escape(bare) + r"(?!\w)", text)]
    starts = starts or [m.start() for m in re.finditer(re.escape(bare), text)]
    if not starts:
        sys.exit(f"{bare!r} is not in the text")
    before = [s for s in starts if s + len(bare) <= near]
    start = starts[int(nth) - 1] if nth else before[-1] if before else starts[0]
    return {"text": bare, "start": start, "end": start + len(bare)}


def full(claim, text):
    """A claim of the compact form in that of the contract."""
    value = locate(text, claim["value_text"], 0)
    out = {k: claim[k] for k in ("kind", "unit", "comparator")} | value
    out |= {k: claim.get(k) for k in ("value", "low", "high", "period", "verdict")}
    out["modality"] = claim.get("modality", "actual")
    if "base_period" in claim or claim["kind"] != "growth":
        out["base_period"] = claim.get("base_period")
    out |= {k: locate(text, claim[k], value["start"]) if claim.get(k) else None for k in SPANS}
    facts = claim.get("facts")
    out["evidence"] = [{"facts": facts, "derivation": claim["derivation"], "expected": 0, "unit": ""}] if facts else []
    return out


def kappa(pairs):
    """Cohen's kappa of pairs of labels."""
    labels = {label for pair in pairs for label in pair}
    same = sum(a == b for a, b in pairs) / len(pairs)
    chance = sum(sum(a == x for a, _ in pairs) * sum(b == x for _, b in pairs) for x in labels) / len(pairs) ** 2
    return (same - chance) / (1 - chance) if chance < 1 else 1.0


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    lines = (HERE / "second" / "compact.jsonl").read_text(encoding="utf-8").splitlines()
    second = {document["id"]: document["claims"] for document in map(json.loads, lines)}
    articles = map(json.loads, (HERE / "articles.jsonl").read_text(encoding="utf-8").splitlines())
    first = [article for article in articles if article["id"] in second]
    with tempfile.TemporaryDirectory() as folder:
        gold, other, report = (Path(folder) / name for name in ("first.jsonl", "second.jsonl", "report.json"))
        gold.write_text("".join(json.dumps(a) + "\n" for a in first), encoding="utf-8")
        found = ({"id": a["id"], "claims": [full(c, a["text"]) for c in second[a["id"]]]} for a in first)
        other.write_text("".join(json.dumps(a) + "\n" for a in found), encoding="utf-8")
        command = [sys.argv[1], "eval", "--gold", gold, "--predictions", other]
        subprocess.run([*command, "--misses"], check=True)
        subprocess.run([*command, "--format", "json", "-o", report], check=True)
        items = [i for d in json.loads(report.read_text(encoding="utf-8"))["items"] for i in d["items"]]
    pairs = [(i["gold"], i["predicted"]) for i in items if i["gold"] and i["predicted"]]
    kinds = [i["stages"]["kind"] for i in items if "kind" in i["stages"]]
    kinds = [(k["gold"], k["found"]) if not k["right"] else (i["slices"]["kind"],) * 2
             for k, i in zip(kinds, (i for i in items if "kind" in i["stages"]))]
    print(f"\nCohen's kappa: verdicts {kappa(pairs):.2f} of {len(pairs)} claims, kinds {kappa(kinds):.2f} of {len(kinds)}")


if __name__ == "__main__":
    main()
