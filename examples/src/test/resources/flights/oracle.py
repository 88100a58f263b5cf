"""Features of flights by brute force, to hold pipeline.yaml against: python3 and its standard library, nothing shared.

Flights are taken one by one in the order asked for. Each is put among those of its entity that were taken before it, by
time, after those of the same time. Its features are then computed anew from the flights with times in (t - w, t].

Prints CSV, a line per flight: number of its row in the file, from 0; time, seconds since 1970; features. A missing value
is NULL, or NOT_FOUND where no flight of the entity was known with a time up to this one's. A flight without tail number is no flight here.
"""

import argparse
import bisect
import collections
import csv
import datetime
import gzip
import math

HOUR = 3600
DAY = 24 * HOUR
VIEWS = {
    "tail": ("tailNum", {"1d": DAY, "7d": 7 * DAY}),
    "origin": ("origin", {"1h": HOUR, "1d": DAY}),
}

# A row is the number of the flight's line in the file, from 0; a time is in seconds since 1970.
Flight = collections.namedtuple("Flight", "row time entity dep_delay arr_delay distance")


def seconds(year, month, day, clock):
    """The planned departure; its hour and minute are one number, 735 for 7:35 and 5 for 0:05."""
    hour, minute = divmod(int(clock), 100)
    moment = datetime.datetime(int(year), int(month), int(day), hour, minute, tzinfo=datetime.timezone.utc)
    return int(moment.timestamp())


def number(cell):
    return int(cell) if cell else None


def read(file, entity, carriers):
    """The flights in the file's order."""
    with gzip.open(file, "rt", newline="") as lines:
        rows = csv.reader(lines)
        at = {name: i for i, name in enumerate(next(rows))}
        for i, row in enumerate(rows):
            if row[at["tailNum"]] and (not carriers or row[at["uniqueCarrier"]] in carriers):
                yield Flight(
                    i,
                    seconds(row[at["year"]], row[at["month"]], row[at["dayOfMonth"]], row[at["crsDepTime"]]),
                    row[at[entity]],
                    number(row[at["depDelay"]]),
                    number(row[at["arrDelay"]]),
                    number(row[at["distance"]]),
                )


def in_time(flights, lateness):
    """The flights less those whose time is before the greatest time so far less the lateness."""
    greatest = -math.inf
    for flight in flights:
        greatest = max(greatest, flight.time)
        if flight.time >= greatest - lateness:
            yield flight


def mean(values):
    return sum(values) / len(values) if values else None


def stddev(values):
    """Of the sample. Values are whole numbers, so that the sums are exact."""
    n = len(values)
    if n < 2:
        return None
    total = sum(values)
    squares = sum([x * x for x in values])
    return math.sqrt((n * squares - total * total) / (n * (n - 1)))


def features(departures, arrivals, distances):
    """From the flights of one window, oldest first; the last one is the flight itself."""
    departed = [x for x in departures if x is not None]
    arrived = [x for x in arrivals if x is not None]
    departed_before = [x for x in departures[:-1] if x is not None]
    arrived_before = [x for x in arrivals[:-1] if x is not None]
    return {
        "flights": len(departures),
        "dep_delay_mean": mean(departed),
        "dep_delay_min": min(departed, default=None),
        "dep_delay_max": max(departed, default=None),
        "dep_delay_stddev": stddev(departed),
        "arr_delay_last": arrived[-1] if arrived else None,
        "arr_delay_sum": sum(arrived),  # 0 when there are none, as declared
        "distance_sum": sum(distances),
        "flights_before": len(departures) - 1,
        "dep_delay_mean_before": mean(departed_before),
        "arr_delay_last_before": arrived_before[-1] if arrived_before else None,
    }


def shown(name, value, first_of_entity):
    if value is not None:
        return repr(value)
    return "NOT_FOUND" if first_of_entity and name.endswith("_before") else "NULL"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--view", choices=VIEWS, required=True)
    parser.add_argument("--order", choices=["sorted", "file"], required=True)
    parser.add_argument("--lateness", type=int, required=True, help="seconds")
    parser.add_argument("--carriers", default="", help="of these alone, such as F9,HA")
    asked = parser.parse_args()
    entity, windows = VIEWS[asked.view]
    flights = read(asked.file, entity, set(filter(None, asked.carriers.split(","))))
    if asked.order == "sorted":
        flights = sorted(flights, key=lambda flight: flight.time)  # stable: of one time, the file's order stays

    entities = {}
    header = []
    for flight in in_time(flights, asked.lateness):
        times, departures, arrivals, distances = entities.setdefault(flight.entity, ([], [], [], []))
        at = bisect.bisect_right(times, flight.time)
        first_of_entity = at == 0
        times.insert(at, flight.time)
        departures.insert(at, flight.dep_delay)
        arrivals.insert(at, flight.arr_delay)
        distances.insert(at, flight.distance)
        line = {"row": flight.row, "time": flight.time}
        for name, length in windows.items():
            window = slice(bisect.bisect_right(times, flight.time - length), at + 1)
            for feature, value in features(departures[window], arrivals[window], distances[window]).items():
                line[f"{asked.view}.{feature}_{name}"] = shown(feature, value, first_of_entity)
        if not header:
            header = list(line)
            print(",".join(header))
        print(",".join(map(str, line.values())))


main()
