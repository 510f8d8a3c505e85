"""The child processes of a pool, as their parent sees them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from typing import IO, Any

from chartgap.batch.frames import receive, send
from chartgap.batch.plan import PID, Plan
from chartgap.batch.shards import Item, pack
from chartgap.errors import ChartgapError, RunError


class TemplateProcess:
    """The process that workers are forked from."""

    def __init__(self, plan: Plan) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "chartgap.batch.template", str(theirs.fileno())],
                # What a process says when it dies may hold note text.
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path),
                    # One thread a process: the workers share the processors among them.
                    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
                },
            )
        self._identity: dict[str, Any] | None = None
        head = {"factory": plan.factory, "options": plan.options, "formats": plan.formats}
        send(self._control, {**head, "limits": asdict(plan.limits)})

    def identity(self) -> dict[str, Any]:
        """What must be equal for two analyses to be comparable; waits until the analyzer is built.

        Raises:
            ChartgapError: it cannot be built.
        """
        if self._identity is None:
            try:
                head, _ = receive(self._control)
            except OSError:
                raise RunError("the worker processes do not start; is there enough memory?") from None
            if "error" in head:
                raise ChartgapError(head["error"])
            self._identity = head["identity"]
        return self._identity

    def fork(self, tasks: socket.socket, place: IO[bytes]) -> int:
        """Fork a worker that is given ``tasks`` and tells in ``place`` where it is; its process id.

        Raises:
            OSError: the template has gone.
        """
        self.identity()
        socket.send_fds(self._control, [b"f" + PID.pack(0)], [tasks.fileno(), place.fileno()])
        return self._answer()

    def reap(self, pid: int) -> int:
        """Wait for the end of a worker; its status.

        Raises:
            OSError: the template has gone.
        """
        self._control.sendall(b"r" + PID.pack(pid))
        return self._answer()

    def end(self) -> None:
        """End it at once."""
        self._control.close()
        self._process.kill()
        self._process.wait()

    def _answer(self) -> int:
        data = self._control.recv(PID.size, socket.MSG_WAITALL)
        if len(data) < PID.size:
            raise ConnectionResetError("the template has gone")
        return int(PID.unpack(data)[0])


class WorkerProcess:
    """A worker, its socket, and the file with the position of the note in hand."""

    def __init__(self, template: TemplateProcess) -> None:
        self.socket, theirs = socket.socketpair()
        self._place = tempfile.TemporaryFile()
        try:
            with theirs:
                self.pid = template.fork(theirs, self._place)
        except BaseException:
            self.close()
            raise

    def give(self, items: Sequence[Item], formats: Sequence[str]) -> None:
        """Have it work on some notes.

        Raises:
            OSError: it has gone.
        """
        send(self.socket, {"formats": formats, "notes": len(items)}, [pack(items)])

    def position(self) -> int:
        """Which of the notes it has in hand or died of; beyond the last where it is none of them."""
        return int.from_bytes(os.pread(self._place.fileno(), 4, 0) or b"\xff" * 4, "big")

    def close(self) -> None:
        """Let go of its socket and file; a worker that is alive then ends by itself."""
        self.socket.close()
        self._place.close()

    def kill(self) -> None:
        """End it at once. Its process id is not taken again before the template, its parent, reaps it."""
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
