"""The demo CRM's doors, knocked on by hand."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import httpx2
import pytest
import spnego

from tests.peers.demo_crm import PASSWORD, DemoCrm, demo_crm


def knock(demo: DemoCrm, authorization: str = "") -> httpx2.Response:
    return demo.http.get(demo.url + "WhoAmI", headers={"Authorization": authorization} if authorization else {})


def basic(login: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{login}:{password}".encode()).decode()


def test_basic() -> None:
    with demo_crm(clients=1, auth="basic") as demo:
        assert knock(demo).headers["www-authenticate"].startswith("Basic ")
        assert knock(demo, basic("anna", "wrong")).status_code == 401
        assert knock(demo, basic("DEMO\\anna", PASSWORD)).status_code == 200
        demo.change_secret("another")
        assert knock(demo, basic("anna", PASSWORD)).status_code == 401
        assert demo.sign_ins() == {"asked": 1, "refused": 2, "entered": 1}


def test_bearer() -> None:
    with demo_crm(clients=1, auth="bearer") as demo:
        assert knock(demo).headers["www-authenticate"].startswith("Bearer ")
        demo.change_secret("a token")
        assert knock(demo, "Bearer another").status_code == 401
        assert knock(demo, "Bearer a token").status_code == 200


@pytest.fixture(params=["NTLM", "Negotiate"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def connected(scheme: str) -> Iterator[DemoCrm]:
    with demo_crm(clients=1, auth=scheme.lower()) as demo:
        yield demo


def sign_in(demo: DemoCrm, scheme: str, password: str) -> httpx2.Response:
    talk = spnego.client("anna", password, protocol=scheme.lower(), service="HTTP", hostname="127.0.0.1")
    begun = knock(demo, token(scheme, talk.step()))
    return knock(demo, token(scheme, talk.step(base64.b64decode(begun.headers["www-authenticate"].partition(" ")[2]))))


def token(scheme: str, said: bytes | None) -> str:
    assert said
    return f"{scheme} {base64.b64encode(said).decode()}"


def test_a_connection_is_signed_in_and_no_other(connected: DemoCrm, scheme: str) -> None:
    assert knock(connected).headers["www-authenticate"] == scheme
    assert sign_in(connected, scheme, PASSWORD).status_code == 200
    assert knock(connected).status_code == 200, "the same connection"
    with httpx2.Client(trust_env=False) as another:
        assert another.get(connected.url + "WhoAmI").status_code == 401


def test_a_wrong_password_does_not_come_in(connected: DemoCrm, scheme: str) -> None:
    assert sign_in(connected, scheme, "wrong").status_code == 401
    assert connected.sign_ins()["refused"] == 1
