"""The second engine, on ``rfcvoip`` (the maintained continuation of pyVoIP).

The library parses and writes the messages, computes digests, negotiates SDP and carries the sound. Its threads that
receive, register and call are not started: one broken packet ends the first, the others wait up to 30 s for an answer.
One loop of ours takes their place, and with it what they lack: retransmission, route sets, the final code of a call.
"""

from ctidesk.adapters.telephony.pyvoip import library as library  # tamed before any other module of ours uses it
