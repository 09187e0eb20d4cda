"""Random turns by botank: monkey.py URL TALKS.jsonl (SEED in the environment repeats a run)

Two runs. In the first, requests are as botank makes them: an old shape that names no identity. In
the second they get one, another every thirty turns, and readings are among the phrases, so that
the monkey comes as far as a diary. botank does not fail by itself; what it saw is asserted here.
"""

import json
import os
import random
import sys
import time

from botank import shooter
from botank.phrases import TOP_PHRASES
from botank.simple_responders import UserModel

TURNS = 300
TURNS_OF_ONE = 30
# The skill takes fifty turns a second over all.
PAUSE_SECONDS = 0.025
READINGS = [
    "120 на 80", "давление 135 на 85 пульс 70", "158 на 38", "80 на 120", "700 на 80", "12580",
    "верхнее 140", "90", "пульс 66", "вчера вечером 128 на 84", "последнее давление", "отмени",
    "исправь на 131 на 87", "не 120 а 130", "код абажур 482", "привяжи колонку",
    "отвяжи аккаунт", "да", "да", "да", "нет",
]

plain_request = shooter.create_request
turn = 0


def request_of_somebody(text, **rest):
    global turn
    time.sleep(PAUSE_SECONDS)
    request = plain_request(text, **rest)
    person = f"monkey-{turn // TURNS_OF_ONE}"
    turn += 1
    request["session"]["user"] = {"user_id": person}
    request["session"]["application"] = {"application_id": person}
    return request


def run(url, name, create_request, phrases, talks):
    shooter.create_request = create_request
    model = UserModel(p_button=0.5, p_resample=0.3, texts_collections=phrases)
    seen = shooter.run_simulation(url, user_model=model, verbose=False, n=TURNS)
    bad = [code for code in seen.codes if code != 200]
    print(f"botank, {name}: {len(seen.codes)} turns, {len(bad)} not 200, "
          f"slowest {max(seen.times) * 1000:.0f} ms")
    for request, response in zip(seen.requests, seen.responses):
        line = {"tester": "botank", "name": name, "request": request, "response": response}
        talks.write(json.dumps(line, ensure_ascii=False) + "\n")
    said = {response["response"]["text"] for response in seen.responses if response}
    return not bad and len(seen.codes) == TURNS and max(seen.times) < 4.5, said


def main(url, file, seed):
    print(f"botank: seed {seed}")
    random.seed(seed)
    with open(file, "a", encoding="utf-8") as talks:
        plain, _ = run(url, "without identity", plain_request, [TOP_PHRASES], talks)
        known, said = run(
            url, "with identity", request_of_somebody, [TOP_PHRASES, READINGS, READINGS], talks
        )
    saved = sum("Записано" in text for text in said)
    wrong = [text for text in said if "Что-то пошло не так" in text or "помедленнее" in text]
    print(f"botank: {len(said)} different answers, {saved} of them about a saved reading")
    for text in wrong:
        print(f"  {text}")
    return plain and known and saved > 0 and not wrong


if __name__ == "__main__":
    chosen = int(os.environ.get("SEED") or random.randrange(1_000_000))
    sys.exit(0 if main(sys.argv[1], sys.argv[2], chosen) else 1)
