"""The diagnostic bundle: planted secrets and people in every corner, and one of them found nowhere."""

from __future__ import annotations

import json

from ctidesk.usecases.bundle import Found, files

SECRET, NUMBER, NAME, MAIL = "hunter2zz", "+74951234567", "Ivanova Olga", "olga@example.com"
CALL = {
    "id": "1f2e",
    "direction": "incoming",
    "number": NUMBER,
    "name": NAME,
    "note": f"call {NAME} back",
    "state": "x",
}
FOUND = Found(
    checks=[{"check": "crm", "ok": False, "text": f"CONTOSO\\anna at {NUMBER} ({MAIL})", "problem": "crm_unreachable"}],
    versions={"ctidesk": "1.0.0"},
    status={
        "registration": "registered",
        "operator": {"name": "Petrova Anna"},
        "calls": [CALL | {"referral": {"name": "Sidorov Oleg", "number": "84951234567"}}],
        "notice": f"{NAME} was not saved",
        "audio": {"inputs": ["Jabra Link 380"]},
        "crm": {"sync": "offline", "url": "https://crm.example.com/"},
    },
    outbox=[{"seq": 1, "state": "parked", "problem": "crm_fault", "name": NAME, "values": {"jobtitle": "Sommelier"}}],
    calls=[CALL],
    messages=[f'RX udp\nINVITE sip:1001@10.0.0.7:5060 SIP/2.0\nFrom: "{NAME}" <sip:84951234567@pbx>;tag=a'],
    configuration={
        "user.toml": f'[sip]\nusername = "1001"\npassword = "{SECRET}"\n[crm]\nurl = "https://a:{SECRET}@crm/"\n'
    },
    logs={
        "ctidesk.log": f"2026-11-26 00:07:31,001 WARNING x: Authorization: Bearer {SECRET}\n"
        f"2026-11-26 00:07:32,001 INFO x: {NAME} {MAIL} {NUMBER} Petrova Sidorov Sommelier {SECRET}\n"
        "2026-11-26 00:07:33,001 INFO ctidesk: LegEnded leg_id=1f2e3d4c cause=busy code=486\n"
    },
    accounts=["1001", "CONTOSO\\anna", "anna"],
    secrets=[SECRET],
)


def test_nothing_planted_is_found_anywhere() -> None:
    whole = "\n".join(f"{name}\n{text}" for name, text in files(FOUND))
    for planted in (SECRET, "4951234567", "Ivanova", "Olga", MAIL, "Petrova", "Sidorov", "anna", "1001@", "Sommelier"):
        assert planted not in whole, planted


def test_a_call_can_be_followed_from_file_to_file() -> None:
    made = dict(files(FOUND))
    (call,) = json.loads(made["calls.json"])
    assert f"sip:{call['number']}@pbx" in made["sip.txt"]
    assert call["number"] in made["logs/ctidesk.log"]


def test_what_helps_is_there() -> None:
    made = dict(files(FOUND))
    assert "LegEnded leg_id=1f2e3d4c cause=busy code=486" in made["logs/ctidesk.log"]
    assert json.loads(made["status.json"])["audio"] == {"inputs": ["Jabra Link 380"]}
    assert json.loads(made["status.json"])["crm"]["sync"] == "offline"
    assert json.loads(made["checks.json"])[0]["problem"] == "crm_unreachable"
    assert json.loads(made["outbox.json"])[0]["state"] == "parked"


def test_a_desk_that_does_not_run_has_one_too() -> None:
    assert {name for name, _ in files(Found([], {}))} >= {"README.txt", "checks.json", "versions.json", "status.json"}
