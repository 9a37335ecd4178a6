"""Run as a process: for each number read, that many transactions with three mails each, timed."""

import json
import sys
import time
import uuid

import django

django.setup()

from audit import trail  # noqa: E402
from notifications import outbox, wording  # noqa: E402

RECEIVERS = ("hart@office.example", "liaison@office.example", "lead@office.example")


def submit() -> float:
    began = time.monotonic()
    about = uuid.uuid4()
    subject, body = wording.notice("HR-7K3P-9XQ4", "http://localhost:8000/referrals/open/")
    with trail.acting("submit"):
        for receiver in RECEIVERS:
            outbox.put(event="referral.sent", about=about, to=receiver, subject=subject, body=body)
    return time.monotonic() - began


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps([submit() for _time in range(int(line))]) + "\n")
        sys.stdout.flush()
