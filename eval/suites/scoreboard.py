#!/usr/bin/env python3
"""Our rows on other people's suites, beside what is published of others (published.tsv), with its source.

    scoreboard.py            runs the suites (FIGCHECK_SUITES, by default ../shared/suites) and prints the table
    scoreboard.py LOG        prints the table of a run that was kept

Suites that are not there are named as such. What stands beside our row is what its authors report, on the data and for the
task that the column names: where that is another one than ours, the two figures say little about each other.
"""
import csv
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
COMMAND = ["cargo", "test", "--locked", "--test", "it", "--", "--nocapture", "--test-threads", "1", "suites"]
# What a line of the tests says: the suite, and our scores with what they are.
LINES = [
    (re.compile(r"^(r-quant/\S+)\s+value F1\s+([\d.]+) .*?value and unit\s+([\d.]+)"), ("F1 of values", "F1 of value and unit")),
    (re.compile(r"^(TSVer) dev with a number: \d+ of \d+ = ([\d.]+) %"), ("verdict accuracy, dev, claims with a number",)),
    (re.compile(r"^(TAT-QA), operands searched: .*?= ([\d.]+) %"), ("derivations found in the table",)),
    (re.compile(r"^([\w.]+(?:[-/][\w.-]+)*)\s+([\d.]+) %  \("), ("cases right",)),
]


def rows(log):
    for line in log.splitlines():
        # libtest writes the name of a test before its first line.
        line = re.sub(r"^test \S+ \.\.\. ", "", line).strip()
        for pattern, what in LINES:
            if found := pattern.match(line):
                yield from ((found[1], name, score) for name, score in zip(what, found.groups()[1:]))
                break
        if "SKIPPED" in line:
            yield line, "not run", "–"


def main():
    if len(sys.argv) > 1:
        log = Path(sys.argv[1]).read_text(encoding="utf-8")
    else:
        run = subprocess.run(COMMAND, cwd=HERE.parent.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        log = run.stdout
        if run.returncode:
            sys.stderr.write(log)
            sys.exit(run.returncode)
    with (HERE / "published.tsv").open(encoding="utf-8", newline="") as file:
        published = list(csv.reader((line for line in file if not line.startswith("#")), delimiter="\t"))
    print(f"{'suite':<34} {'ours':>6}  {'what':<46} published")
    for suite, what, score in rows(log):
        beside = [f"{system} {theirs}, {of} ({source})" for name, system, theirs, of, source in published
                  if suite.lower().startswith(name.lower()) and (of == what or not of.startswith("F1 of"))]
        print(f"{suite:<34} {score:>6}  {what:<46} {'; '.join(beside)}".rstrip())


if __name__ == "__main__":
    main()
