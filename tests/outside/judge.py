"""Judges every response that the testers got: judge.py TALKS.jsonl

Twice: by alice-types, as somebody else reads the documentation, and by the rules below, as we do.
alice-types has two known errors. It counts the bytes of `tts` where the platform counts characters,
so in Russian it refuses half of what is allowed; and it wants a picture in every item of a list,
which the documentation does not. Where it complains, it is asked again about the same response
without these two, and how often is printed.
"""

import collections
import copy
import json
import re
import sys

from alice_types.response import AliceResponse
from pydantic import ValidationError

EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]")
LATIN = re.compile("[A-Za-z]{2,}")
# A pause, in milliseconds.
PAUSE = re.compile(r"sil <\[\d+\]>")
# What may be heard in Latin letters: nothing but the answer to a ping.
SPOKEN_LATIN = {"pong"}


def octets(value):
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def is_text(value, most, least=0):
    return isinstance(value, str) and least <= len(value) <= most


def button_faults(button, where, label="title", least=1):
    if not isinstance(button, dict):
        return [f"{where} is no object"]
    faults = []
    if not is_text(button.get(label, "" if least == 0 else None), 64, least):
        faults.append(f"{where}.{label}: {least} to 64 characters")
    if "url" in button and not (is_text(button["url"], 1024) and octets(button["url"]) <= 1026):
        faults.append(f"{where}.url: 1024 bytes")
    if "payload" in button and not (
        isinstance(button["payload"], dict) and octets(button["payload"]) <= 4096
    ):
        faults.append(f"{where}.payload: an object of 4096 bytes")
    if not isinstance(button.get("hide", False), bool):
        faults.append(f"{where}.hide: yes or no")
    return faults


def card_faults(card):
    if not isinstance(card, dict):
        return ["card is no object"]
    faults = []
    kind, items = card.get("type"), card.get("items", [])
    if kind == "ItemsList":
        if not 1 <= len(items) <= 5:
            faults.append("card.items: 1 to 5")
        for part in ("header", "footer"):
            if part in card and not is_text(card[part].get("text"), 64):
                faults.append(f"card.{part}.text: 64 characters")
        for item in items:
            if not is_text(item.get("title", ""), 128):
                faults.append("card.items.title: 128 characters")
            if not is_text(item.get("description", ""), 256):
                faults.append("card.items.description: 256 characters")
            if "button" in item:
                faults += button_faults(item["button"], "card.items.button", "text", 0)
    elif kind == "BigImage":
        if not is_text(card.get("title", ""), 128) or not is_text(card.get("description", ""), 1024):
            faults.append("card: title 128, description 1024 characters")
    elif kind == "ImageGallery":
        if not 1 <= len(items) <= 7:
            faults.append("card.items: 1 to 7")
    else:
        faults.append("card.type is unknown")
    return faults


def own_faults(whole):
    """What the documentation of the platform, and this skill's promises, do not allow."""
    if not isinstance(whole, dict):
        return ["no object"]
    faults = []
    if whole.get("version") != "1.0":
        faults.append('version is not "1.0"')
    if len(json.dumps(whole, ensure_ascii=False)) > 5000:
        faults.append("longer than 5000 characters")
    for state in ("session_state", "user_state_update", "application_state"):
        if state in whole and not (isinstance(whole[state], dict) and octets(whole[state]) <= 1024):
            faults.append(f"{state}: an object of 1024 bytes")
    said = whole.get("response")
    if not isinstance(said, dict):
        return faults + ["no response"]
    text, tts = said.get("text"), said.get("tts")
    if not is_text(text, 1024) or not text.strip():
        faults.append("text: 1 to 1024 characters")
    if tts is not None and not is_text(tts, 1024):
        faults.append("tts: 1024 characters")
    if not isinstance(said.get("end_session"), bool):
        faults.append("end_session: yes or no")
    if not isinstance(said.get("buttons", []), list):
        faults.append("buttons: a list")
    else:
        for button in said.get("buttons", []):
            faults += button_faults(button, "buttons")
    if "card" in said:
        faults += card_faults(said["card"])
    heard = PAUSE.sub("", tts) if isinstance(tts, str) else str(text)
    if re.search(r"\d\s*/\s*\d", heard):
        faults.append("tts: a fraction would be read")
    if EMOJI.search(heard) or EMOJI.search(str(text)):
        faults.append("text or tts: an emoji would be read")
    if set(LATIN.findall(heard)) - SPOKEN_LATIN:
        faults.append("tts: foreign letters would be spelled")
    return faults


def complaints(whole):
    try:
        AliceResponse.model_validate(whole)
        return []
    except ValidationError as error:
        return [f"{complaint['loc']}: {complaint['msg']}" for complaint in error.errors()]


def amended(whole):
    """The response without what alice-types is known to be wrong about, and how much that was."""
    whole, aside = copy.deepcopy(whole), collections.Counter()
    said = whole.get("response") if isinstance(whole, dict) else None
    if not isinstance(said, dict):
        return whole, aside
    tts = said.get("tts")
    if isinstance(tts, str) and len(tts) <= 1024 < len(tts.encode()):
        del said["tts"]
        aside["bytes of tts"] += 1
    card = said.get("card")
    if isinstance(card, dict) and card.get("type") == "ItemsList":
        items = [item for item in card.get("items", []) if isinstance(item, dict)]
        bare = [item for item in items if "image_id" not in item]
        for item in bare:
            item["image_id"] = "0/0"
        aside["items without a picture"] += bool(bare)
    return whole, aside


def their_faults(whole):
    """What alice-types complains of, and what had to be set aside for it."""
    found = complaints(whole)
    if not found:
        return [], collections.Counter()
    rest, aside = amended(whole)
    return complaints(rest), aside


def selftest():
    """A judge who lets everything pass is none."""
    good = {"version": "1.0", "response": {"text": "да", "tts": "да", "end_session": False}}
    assert own_faults(good) == [] and their_faults(good)[0] == []
    long_but_allowed = {**good, "response": {**good["response"], "tts": "я" * 1024}}
    assert own_faults(long_but_allowed) == []
    assert complaints(long_but_allowed), "alice-types counts characters now"
    assert their_faults(long_but_allowed)[0] == []
    items = {"type": "ItemsList", "items": [{"title": "a"}]}
    bare = {**good, "response": {**good["response"], "card": items}}
    assert own_faults(bare) == []
    assert complaints(bare), "alice-types takes items without a picture now"
    assert their_faults(bare)[0] == []
    too_long = {**good, "response": {**good["response"], "tts": "я" * 1025}}
    assert own_faults(too_long) and their_faults(too_long)[0]
    long_and_bad = {**long_but_allowed, "session_state": {"x": "x" * 2000}}
    assert their_faults(long_and_bad)[0], "nothing else is set aside"
    broken = [
        {"response": {"text": "x" * 1025}},
        {"response": {"text": ""}},
        {"response": {"tts": "я" * 1025}},
        {"response": {"tts": "120/80"}},
        {"response": {"tts": "хорошо \U0001f44d"}},
        {"response": {"tts": "hello"}},
        {"response": {"end_session": "false"}},
        {"response": {"buttons": [{"title": "x" * 65}]}},
        {"response": {"buttons": [{"title": "x", "payload": {"x": "x" * 4096}}]}},
        {"response": {"card": {"type": "ItemsList", "items": [{}] * 6}}},
        {"response": {"card": {"type": "Poster"}}},
        {"session_state": {"x": "x" * 1024}},
        {"version": "2.0"},
    ]
    for change in broken:
        whole = {**good, **change}
        if "response" in change:
            whole["response"] = {**good["response"], **change["response"]}
        assert own_faults(whole), change


def main(file):
    selftest()
    counts, aside, bad = collections.Counter(), collections.Counter(), 0
    with open(file, encoding="utf-8") as talks:
        for line in map(json.loads, talks):
            counts[line["tester"]] += 1
            ours = own_faults(line["response"])
            theirs, known = their_faults(line["response"])
            aside += known
            if ours or theirs:
                bad += 1
                print(f"{line['tester']}, {line['name']}: ours {ours}, alice-types {theirs}")
                print(f"  {json.dumps(line['response'], ensure_ascii=False)}")
    judged = ", ".join(f"{count} of {tester}" for tester, count in counts.items())
    known = ", ".join(f"{count} of {what}" for what, count in aside.items() if count)
    print(f"judged: {judged}; {bad} bad; known errors of alice-types set aside: {known or 'none'}")
    return bad == 0 and counts["botank"] >= 300 and counts["alice-tester"] >= 15


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1]) else 1)
