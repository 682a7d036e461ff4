"""Prepares the first reviews of IMDb as the published code of Grokfast does, in plain Python, and writes what the
tests compare with: python3 imdb.py IMDB_Dataset.first2798.csv > imdb.json

The split is the first 750 of 1,000 rows, so that no random numbers take part.
"""

import csv
import hashlib
import json
import re
import sys
from collections import Counter
from pathlib import Path

LIMIT, TRAIN, SIZE, LENGTH = 1000, 750, 1000, 500

source = Path(__file__).parents[3] / "Sources/Experiment/Datasets/StopWords.swift"
stop = set(re.search(r'list = """(.*?)"""', source.read_text(), re.S).group(1).split())
assert len(stop) == 179

csv.field_size_limit(1 << 24)
with open(sys.argv[1], newline="", encoding="utf-8") as file:
    rows = list(csv.DictReader(file))[:LIMIT]


def words(text):
    for token in text.lower().split():
        token = re.sub(r"[^\w\s]", "", token)
        token = re.sub(r"\d", "", token)
        yield token


counts = Counter()
for row in rows[:TRAIN]:
    counts.update(word for word in words(row["review"]) if word and word not in stop)
ranked = sorted(counts, key=counts.get, reverse=True)[:SIZE]
numbers = {word: index + 1 for index, word in enumerate(ranked)}


def encoded(text):
    ids = [numbers[word] for word in words(text) if word in numbers][:LENGTH]
    return [0] * (LENGTH - len(ids)) + ids


texts = [encoded(row["review"]) for row in rows]
flat = ",".join(str(number) for text in texts for number in text)
json.dump(
    {
        "vocabulary": ranked,
        "first": texts[0],
        "lengths": [sum(number > 0 for number in text) for text in texts[:20]],
        "labels": "".join("1" if row["sentiment"] == "positive" else "0" for row in rows),
        "sha256": hashlib.sha256(flat.encode()).hexdigest(),
    },
    sys.stdout,
    indent=0,
)
print()
