"""What the first start's wizard tries, on real parts: Kamailio, the demo CRM with each of its doors, and strangers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urljoin

import pytest

from ctidesk.domain.errors import DeskError, Problem, ProblemId
from ctidesk.domain.first_start import Answers, FoundCrm
from ctidesk.domain.settings import CrmSettings, Settings, SipSettings
from ctidesk.parts import first_start_means
from ctidesk.usecases.first_checks import try_crm, try_pbx
from ctidesk.usecases.held_secrets import HeldSecrets
from tests.contracts.test_telephony_tls import tls_server
from tests.fakes.secrets import FakeSecrets
from tests.peers.certificates import Authority
from tests.peers.demo_crm import PASSWORD, DemoCrm, demo_crm
from tests.peers.kamailio import Kamailio

P = ProblemId
PBX_PASSWORD = "geheim"


async def pbx(server: str, password: str = PBX_PASSWORD, transport: str = "udp", username: str = "1001") -> P | None:
    """What is wrong with the account."""
    secrets, phases = HeldSecrets(FakeSecrets()), list[str]()
    await secrets.keep("sip", username, password)
    answers = Answers(server=server, transport=transport, username=username)
    try:
        await try_pbx(
            first_start_means(), Settings(sip=SipSettings()), answers, secrets, lambda phase, _: phases.append(phase)
        )
    except DeskError as error:
        return error.problem.id
    assert phases == ["name", "asking"]
    return None


async def crm(
    address: str, username: str = "", password: str = PASSWORD, **more: str
) -> tuple[FoundCrm, Problem | None]:
    secrets = HeldSecrets(FakeSecrets())
    await secrets.keep("crm", username, password)
    answers = replace(Answers(address=address, crm_username=username), **more)
    return await try_crm(first_start_means(), CrmSettings(), answers, secrets, lambda phase, device: None)


async def wrong(address: str, username: str = "", password: str = PASSWORD, **more: str) -> P:
    with pytest.raises(DeskError) as caught:
        await crm(address, username, password, **more)
    assert password not in repr(caught.value.problem)
    return caught.value.problem.id


# --- the PBX ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kamailio() -> Iterator[Kamailio]:
    with Kamailio({"1001": PBX_PASSWORD}) as running:
        yield running


async def test_a_real_registration_and_what_may_be_wrong_with_it(kamailio: Kamailio) -> None:
    assert await pbx(kamailio.server) is None
    assert await pbx(kamailio.server, "wrong") is P.PBX_PASSWORD_REFUSED
    assert await pbx("pbx.invalid") is P.HOST_UNKNOWN
    assert await pbx(kamailio.server, transport="tcp") is P.PBX_UNREACHABLE


async def test_a_pbx_that_keeps_silent() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.1", 0))
        assert await pbx(f"127.0.0.1:{deaf.getsockname()[1]}") is P.PBX_UNREACHABLE


async def test_a_certificate_that_nobody_vouches_for(tmp_path_factory: pytest.TempPathFactory) -> None:
    certificate = Authority(tmp_path_factory.mktemp("ca")).issue("127.0.0.1")
    with tls_server(certificate) as server:
        assert await pbx(f"127.0.0.1:{server.port}", transport="tls") is P.PBX_CERTIFICATE_UNTRUSTED


# --- the CRM ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["basic", "ntlm", "negotiate"])
def guarded(request: pytest.FixtureRequest) -> Iterator[DemoCrm]:
    with demo_crm(clients=20, auth=request.param) as running:
        yield running


@pytest.fixture(scope="module")
def open_to_all() -> Iterator[DemoCrm]:
    with demo_crm(clients=20) as running:
        yield running


async def test_a_page_of_the_browser_is_enough(guarded: DemoCrm) -> None:
    found, lacks = await crm(urljoin(guarded.url, "/main.aspx?etn=contact#1"), "DEMO\\anna")
    assert (found.kind, found.url, found.auth) == ("webapi", guarded.url, guarded.auth)
    assert found.myself.name and found.myself.teams and found.myself.numbers and lacks is None


async def test_a_refused_password_is_sent_once(guarded: DemoCrm) -> None:
    before = guarded.sign_ins()["refused"]
    assert await wrong(guarded.url, "DEMO\\anna", "not the right one") is P.CRM_SIGN_IN_REFUSED
    assert guarded.sign_ins()["refused"] == before + 1


async def test_without_a_name_it_is_asked_for(guarded: DemoCrm) -> None:
    assert await wrong(guarded.url) in (P.CRM_NAME_WANTED, P.CRM_COMPUTER_REFUSED)


async def test_where_nobody_signs_in(open_to_all: DemoCrm) -> None:
    found, _ = await crm(open_to_all.url)
    assert (found.auth, found.kind) == ("none", "webapi")


async def test_the_dialect_of_old_is_known_by_its_address(open_to_all: DemoCrm) -> None:
    found, _ = await crm(open_to_all.crm2013 + "ContactSet?$top=1")
    assert (found.kind, found.url) == ("crm2013", open_to_all.crm2013) and found.myself.name


async def test_who_does_not_say_who_we_are_is_told() -> None:
    with demo_crm(clients=20, soap=False) as silent:
        assert await wrong(silent.crm2013) is P.CRM_OPERATOR_UNTOLD
        assert await wrong(silent.crm2013, operator="nobody") is P.CRM_OPERATOR_UNKNOWN


async def test_a_server_that_wants_tokens_is_signed_in_to_in_the_browser() -> None:
    with demo_crm(clients=20, auth="bearer") as cloud:
        assert await first_start_means().sign_in_asked(cloud.url) == "oauth"


class Website(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<html>Nothing of the kind</html>")

    def log_message(self, format: str, *args: object) -> None:
        """Not into the tests' output."""


@contextmanager
def website() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Website) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


async def test_some_other_website() -> None:
    with website() as address:
        assert await wrong(address) is P.CRM_NOT_A_CRM


async def test_nobody_there_and_no_such_name() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        assert await wrong(f"http://127.0.0.1:{unused.getsockname()[1]}/") is P.CRM_UNREACHABLE
    assert await wrong("https://crm.invalid/") is P.HOST_UNKNOWN


async def test_a_crm_whose_certificate_nobody_vouches_for(tmp_path_factory: pytest.TempPathFactory) -> None:
    certificate = Authority(tmp_path_factory.mktemp("ca")).issue("127.0.0.1")
    with demo_crm(clients=1, tls=certificate) as strange:
        assert await wrong(strange.url) is P.CRM_CERTIFICATE_UNTRUSTED
