"""A name server of the tests': every name has the one address (RFC 1035), until it is stopped (SIGSTOP).

``python -m tests.peers.name_server ADDRESS`` listens on ADDRESS, UDP port 53, and answers with ADDRESS.
"""

from __future__ import annotations

import os
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

_A, _IN, _TTL_S = 1, 1, 1


class NameServer:
    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def hang(self) -> None:
        """It still takes questions and answers none."""
        os.kill(self._process.pid, signal.SIGSTOP)

    def answer_again(self) -> None:
        os.kill(self._process.pid, signal.SIGCONT)


@contextmanager
def name_server(prefix: Sequence[str], address: str) -> Iterator[NameServer]:
    """In the network that ``prefix`` leads to."""
    command = [*prefix, sys.executable, "-m", "tests.peers.name_server", address]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    with process:
        assert process.stdout and process.stdout.readline() == b"ready\n", "the name server does not come up"
        try:
            yield NameServer(process)
        finally:
            process.kill()


def _serve(address: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind((address, 53))
        print("ready", flush=True)
        while True:
            question, asker = listening.recvfrom(512)
            listening.sendto(_answer(question, socket.inet_aton(address)), asker)


def _answer(question: bytes, address: bytes) -> bytes:
    """One A record; any other type exists without data."""
    end = question.index(b"\0", 12) + 5
    kind = struct.unpack_from("!H", question, end - 4)[0]
    found = kind == _A
    head = question[:2] + struct.pack("!HHHHH", 0x8180, 1, int(found), 0, 0)
    record = struct.pack("!HHHIH", 0xC00C, _A, _IN, _TTL_S, 4) + address if found else b""
    return head + question[12:end] + record


if __name__ == "__main__":
    _serve(sys.argv[1])
