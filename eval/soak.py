#!/usr/bin/env python3
"""Whether memory stays flat over many articles, and two threads write the same bytes as one.

    soak.py FIGCHECK [--articles N] [--model MODEL]

Streams N made-up articles (100,000 unless told otherwise) through `FIGCHECK check - --format jsonl`, once on one thread and
once on two. Memory is looked at after a tenth of the articles, when every cache is warm, and until the end: it may grow by a
twentieth at most. Exit code 0 if both hold.
"""
import argparse
import hashlib
import json
import random
import subprocess
import sys
import threading
import time

PLACES = ["China", "India", "Brazil", "Kenya", "Norway", "Japan", "Peru", "Egypt", "Canada", "Poland", "Vietnam", "ASEAN"]
THINGS = ["services trade", "exports of goods", "imports", "GDP", "population", "steel output", "tax revenue", "arrivals"]
UNITS = ["billion dollars", "trillion yuan", "million people", "percent", "million tonnes", "percentage points"]
FORMS = [
    "{place}'s {thing} reached {a} {unit} in {year}.",
    "In {year}, {thing} of {place} rose {b} percent from a year earlier to {a} {unit}.",
    "{thing} made up {b} percent of the total in {place}, against {c} percent in {before}.",
    "About {a} {unit} of {thing} is expected by {place} for {year}, more than double the figure of {before}.",
    "Room {c}, chapter {b}: nothing about {place} or its {thing} is said here.",
]
GROWTH = 1.05


def articles(count):
    """JSON lines, the same ones each time."""
    draw = random.Random(1)
    for n in range(count):
        sentences = []
        for _ in range(draw.randint(1, 3)):
            year = draw.randint(1990, 2025)
            sentences.append(draw.choice(FORMS).format(
                place=draw.choice(PLACES), thing=draw.choice(THINGS), unit=draw.choice(UNITS), year=year, before=year - 1,
                a=round(draw.uniform(1, 1000), draw.randint(0, 2)), b=round(draw.uniform(1, 99), 1), c=draw.randint(2, 900)))
        yield json.dumps({"id": f"a{n}", "published": "2026-01-15", "text": " ".join(sentences)}) + "\n"


def resident(pid):
    """Resident kilobytes of a process; 0 when it is gone."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as file:
            return next((int(line.split()[1]) for line in file if line.startswith("VmRSS:")), 0)
    except OSError:
        return 0


def run(program, model, count, threads):
    """SHA-256 of the output, and resident memory over the articles that were done: (share, kilobytes)."""
    command = [program, "check", "-", "--stdin-format", "jsonl", "--format", "jsonl", "--quiet", "--exit-zero",
               "--jobs", str(threads)] + (["--model", model] if model else [])
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def feed():
        with process.stdin as out:
            for line in articles(count):
                out.write(line.encode())

    feeder = threading.Thread(target=feed)
    feeder.start()
    digest, done, seen, began = hashlib.sha256(), 0, [], time.monotonic()
    for line in process.stdout:
        digest.update(line)
        done += 1
        if done % max(count // 100, 1) == 0:
            seen.append((done / count, resident(process.pid)))
    feeder.join()
    code = process.wait()
    if code or done != count:
        sys.exit(f"{' '.join(command)} ended with {code} after {done} of {count} articles")
    rate = count / (time.monotonic() - began)
    return digest.hexdigest(), [s for s in seen if s[1]], rate


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--model")
    args = parser.parse_args()
    digests, sound = set(), True
    for threads in (1, 2):
        digest, seen, rate = run(args.program, args.model, args.articles, threads)
        digests.add(digest)
        warm = max((kb for share, kb in seen if share <= 0.1), default=0)
        most = max((kb for _, kb in seen), default=0)
        flat = most <= warm * GROWTH
        sound &= flat
        print(f"{threads} thread{'s' if threads > 1 else ' '}: {args.articles} articles, {rate:.0f} a second; resident "
              f"{warm / 1024:.1f} MB after a tenth, {most / 1024:.1f} MB at most: {'flat' if flat else 'GROWS'}")
    same = len(digests) == 1
    print("the same bytes on one thread and on two" if same else "OTHER BYTES on one thread than on two")
    sys.exit(0 if sound and same else 1)


if __name__ == "__main__":
    main()
