"""The demo CRM as a process."""

import argparse
import json
import os
import signal
import socket
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from ctidesk.demo.crm.abilities import Abilities, Switches
from ctidesk.demo.crm.api import ROOT, WebApi
from ctidesk.demo.crm.crm2013 import api as api2013
from ctidesk.demo.crm.crm2013 import soap
from ctidesk.demo.crm.doors import AUTHS, Door, Guard, door_of
from ctidesk.demo.crm.faults import Faults
from ctidesk.demo.crm.seed import seed
from ctidesk.demo.crm.store import Store

METHODS = ["GET", "POST", "PATCH", "PUT", "DELETE", "MERGE"]
PASSWORD_VARIABLE, USUAL_PASSWORD = "CTIDESK_DEMO_CRM_PASSWORD", "demo"


def application(store: Store, door: Door | None, *, with_soap: bool = True) -> ASGIApp:
    abilities = Abilities()
    api, switches = WebApi(store, abilities), Switches(abilities)
    endpoints = {
        ROOT + "{rest:path}": api.answer,
        api2013.ROOT + "{rest:path}": api2013.OrganizationData(store).answer,
        **({soap.PATH: soap.OrganizationService(store).answer} if with_soap else {}),
    }
    inner = Starlette(routes=[Route(path, endpoint, methods=METHODS) for path, endpoint in endpoints.items()])
    faults = Faults(inner, switches.reset)
    inner.router.routes += [
        Route("/demo/fault", faults.add, methods=["POST"]),
        Route("/demo/clear", faults.clear, methods=["POST"]),
        Route("/demo/server", switches.change, methods=["POST"]),
        Route("/demo/expire", api.expire, methods=["POST"]),
        Route("/demo/requests", faults.requests),
    ]
    if door is None:
        return faults
    guard = Guard(faults, door)
    inner.router.routes += [
        Route("/demo/secret", guard.change, methods=["POST"]),
        Route("/demo/sign-ins", guard.counts),
    ]
    return guard


class Server(uvicorn.Server):
    """uvicorn that says where it listens, and ends with status 0 when told to."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        port = sockets[0].getsockname()[1] if sockets else 0
        origin = f"{'https' if self.config.is_ssl else 'http'}://127.0.0.1:{port}"
        print(json.dumps({"url": origin + ROOT, "crm2013": origin + api2013.ROOT, "port": port}), flush=True)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """uvicorn's own version raises the signal once more at the end, and would die of it."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.leave())
        yield

    def leave(self) -> None:
        self.should_exit = True


def watch_stdin(server: Server) -> None:
    """A pipe that closes means that whoever started this process is gone."""
    if stat.S_ISFIFO(os.fstat(0).st_mode):
        Thread(target=read_to_end, args=(server,), daemon=True).start()


def read_to_end(server: Server) -> None:
    # os.read, not sys.stdin: a thread inside a buffered read would upset the interpreter's end
    while os.read(0, 4096):
        pass
    server.leave()


def listen(port: int) -> socket.socket:
    # asyncio switches Nagle's delay off (40 ms an answer) only where the socket names its protocol
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    return listener


def arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="ctidesk demo-crm", description="A small Dynamics CRM on loopback.")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--clients", type=int, default=2000)
    parser.add_argument("--auth", choices=AUTHS, default="none")
    parser.add_argument("--certificate", type=Path, metavar="PEM", help="serve over TLS")
    parser.add_argument("--key", type=Path, metavar="PEM")
    parser.add_argument("--no-soap", action="store_true", help="serve OData alone, as behind a strict firewall")
    parser.add_argument("--until-stdin-closes", action="store_true")
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    options = arguments(argv)
    password = os.environ.get(PASSWORD_VARIABLE, USUAL_PASSWORD)
    listener = listen(options.port)
    store = Store()
    seed(store, options.clients)
    server = Server(
        uvicorn.Config(
            application(store, door_of(options.auth, password, options.certificate), with_soap=not options.no_soap),
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            headers=[("OData-Version", "4.0")],
            timeout_keep_alive=120,
            timeout_graceful_shutdown=1,
            ssl_certfile=options.certificate,
            ssl_keyfile=options.key,
        )
    )
    if options.until_stdin_closes:
        watch_stdin(server)
    server.run(sockets=[listener])
    store.close()
    return 0
