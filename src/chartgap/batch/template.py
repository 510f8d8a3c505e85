"""The process that the workers are copies of: it builds the analyzer once and forks a worker on request.

So a worker starts in a few milliseconds, and workers share the memory of lexicon and code table. This process
reads no note. Run as ``python -m chartgap.batch.template SOCKET`` by ``chartgap.batch.children``, which is at
the other end of the socket; when that end goes, this process and the workers end as well.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import socket
import sys
from importlib import import_module
from typing import Any

from chartgap.batch.attempt import whereabouts
from chartgap.batch.frames import receive, send
from chartgap.batch.plan import PID, Limits
from chartgap.batch.sink import Sink
from chartgap.batch.sinks import make_sink
from chartgap.batch.worker import serve
from chartgap.errors import ChartgapError


def main() -> None:
    """Build, then fork and reap workers until the pool goes."""
    # The pool ends the workers. A signal to the whole process group must not cut a shard in flight short.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    # The memory of a worker holds notes: none of it may be left on a disk when one crashes.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    control = socket.socket(fileno=int(sys.argv[1]))
    try:
        _run(control)
    except OSError:
        return


def _run(control: socket.socket) -> None:
    head, _ = receive(control)
    limits = Limits(**head["limits"])
    try:
        module, _, name = head["factory"].partition(":")
        analyzer = getattr(import_module(module), name)(**head["options"])
        sinks = {name: make_sink(name) for name in {"jsonl", *head["formats"]}}
    except ChartgapError as error:
        send(control, {"error": str(error)})
        return
    except Exception as error:
        send(control, {"error": f"the analyzer cannot be built: {whereabouts(error)}; please report it"})
        return
    send(control, {"identity": analyzer.identity})
    # The workers share this memory, and their garbage collector would write to it.
    gc.freeze()
    _supply(control, analyzer, sinks, limits)


def _supply(control: socket.socket, analyzer: Any, sinks: dict[str, Sink], limits: Limits) -> None:
    while True:
        request, handles, _, _ = socket.recv_fds(control, 1 + PID.size, 2)
        if not request:
            return
        (pid,) = PID.unpack(request[1:])
        if request[:1] == b"r":
            control.sendall(PID.pack(os.waitpid(pid, 0)[1]))
            continue
        tasks, place = handles
        pid = os.fork()
        if not pid:
            control.close()
            try:
                serve(socket.socket(fileno=tasks), place, analyzer.analyze, sinks, limits)
            finally:
                os._exit(0)
        os.close(tasks)
        os.close(place)
        control.sendall(PID.pack(pid))


if __name__ == "__main__":
    main()
