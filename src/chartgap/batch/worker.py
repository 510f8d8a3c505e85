"""One worker process: it takes packed shards from a socket and sends back the encoded parts."""

from __future__ import annotations

import os
import resource
import signal
import socket
import sys
from collections.abc import Mapping

from chartgap.batch.attempt import Analyze, whereabouts
from chartgap.batch.frames import receive, send
from chartgap.batch.plan import Limits
from chartgap.batch.sink import Sink
from chartgap.batch.work import ENCODING, Bench


def serve(
    tasks: socket.socket, place: int, analyze: Analyze, sinks: Mapping[str, Sink], limits: Limits
) -> None:
    """Work until the other side goes, or until a limit asks for a fresh process.

    The position of the note in hand stands in the file ``place``: what is left of it when this process dies
    tells the pool which note it was. A note that takes too long ends the process by an alarm without a
    handler, which reaches it even where Python does not run.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)

    def begin(position: int) -> None:
        os.pwrite(place, position.to_bytes(4, "big"), 0)
        signal.setitimer(signal.ITIMER_REAL, 0 if position == ENCODING else limits.seconds)

    bench = Bench(analyze, sinks, begin)
    before = _peak_mb()
    done = 0
    while True:
        head, (packed,) = receive(tasks)
        try:
            parts, errors = bench.work(packed, head["formats"])
            reply: dict[str, int | str] = {"errors": errors}
        except Exception as error:
            parts, reply = [], {"failed": whereabouts(error)}
        signal.setitimer(signal.ITIMER_REAL, 0)
        done += head["notes"]
        leaves = done >= limits.notes or _peak_mb() - before > limits.megabytes
        send(tasks, {**reply, "leaves": leaves}, parts)
        if leaves:
            return


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
