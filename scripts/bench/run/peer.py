"""The peer's function, as Lambda would run it: one event after the other, each answered with what it took. See scripts/bench/racer.ts."""

import json
import logging
import os
import resource
import sys
import time


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return (used.ru_utime + used.ru_stime) * 1000


def answer(**fields):
    os.write(3, (json.dumps(fields) + "\n").encode())


began, spent = time.perf_counter(), cpu()
from c7n import handler  # noqa: E402

imported = {"ms": (time.perf_counter() - began) * 1000, "cpu": cpu() - spent}
logging.getLogger().setLevel(logging.WARNING)

from botocore import httpsession  # noqa: E402

calls = []
send = httpsession.URLLib3Session.send


def counted(self, request):
    target = request.headers.get("X-Amz-Target", b"")
    calls.append((target.decode() if isinstance(target, bytes) else target).rpartition(".")[2] or "query")
    return send(self, request)


httpsession.URLLib3Session.send = counted
answer(imported=imported)
for line in sys.stdin:
    event = json.loads(line)
    calls.clear()
    began, spent = time.perf_counter(), cpu()
    try:
        says, failed = repr(handler.dispatch_event(event, None)), None
    except Exception as error:
        says, failed = "", f"{type(error).__name__}: {error}"
    answer(ms=(time.perf_counter() - began) * 1000, cpu=cpu() - spent, calls=calls, says=says, **({"failed": failed} if failed else {}))
