"""How long one search takes, from the request to the finished page, over queries of many kinds. Goal: under 20 ms.

`cpu` is what the search itself needs; `wall` also counts what else the machine is busy with.

SITE_URL=http://127.0.0.1:8000 DJANGO_SETTINGS_MODULE=kat_site.settings .venv/bin/python -m tools.benchmarks.search
"""

import random
import statistics
import time

import django

SEED = 1  # the same queries every time


def main() -> None:
    """Print median, p99 and worst of one search for each query."""
    django.setup()
    from django.test import Client

    client, asked = Client(headers={"host": "localhost"}), queries()
    client.post("/search/", {"q": "ketamine"}, follow=True)
    clocks = {"cpu": time.process_time, "wall": time.perf_counter}
    times: dict[str, list[float]] = {name: [] for name in clocks}
    for query in asked:
        start = {name: clock() for name, clock in clocks.items()}
        client.post("/search/", {"q": query}, follow=True)
        for name, clock in clocks.items():
            times[name].append((clock() - start[name]) * 1000)
    print(f"{len(asked)} searches, milliseconds")
    for name, milliseconds in times.items():
        milliseconds.sort()
        p99 = milliseconds[int(len(milliseconds) * 0.99)]
        print(f"{name:5} median {statistics.median(milliseconds):5.1f}  p99 {p99:5.1f}  worst {milliseconds[-1]:5.1f}")


def queries() -> list[str]:
    """Every known word once, the same with a letter wrong, pairs and triples of them, and two that are too long."""
    from pages.catalogue import current
    from pages.search.words import WORD

    chance = random.Random(SEED)
    words = sorted({word for page in current().pages.values() for word in WORD.findall(page.text.lower())})
    wrong = [f"{word[:at]}x{word[at + 1 :]}" for word in words for at in [chance.randrange(len(word))]]
    some = [" ".join(chance.sample(words + wrong, count)) for count in (2, 3) for _ in range(400)]
    return [*words, *wrong, *some, " ".join(chance.sample(wrong, 12)), "x" * 5_000]


main()
