"""The demo PBX: a stranger on loopback that speaks real SIP and RTP.

A registrar and a record-routing proxy on one socket, and behind it a trunk on another: robots that call the
operator and that answer whatever the operator dials.
"""
