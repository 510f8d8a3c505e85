"""Long runs that are hurt on purpose: nothing may be lost, and the bytes must be those of a quiet run.

    python bench/soak.py [--notes 100000] [--formats jsonl,csv ...] [--texts TEXTS] [--folder DIR]

For each format of input an export is made of the texts with changed numbers. ``chartgap batch`` runs over it
once while a worker is killed every few seconds, and once while the whole run is killed five times and
resumed. Each id must come out once, and both outputs must be the same, but for notes whose worker we happened
to kill twice: the first holds them as error rows. The highest memory of the processes is told.
"""

from __future__ import annotations

import argparse
import base64
import csv
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from bench import read_texts

Notes = Iterator[tuple[str, str]]
WORKER_EVERY_S = 3.0
ENDS = 5


def make_notes(texts: list[str], count: int) -> Notes:
    """Notes with ids; each has a number of its own, so no two have one text."""
    for number in range(count):
        yield f"n{number:07}", f"{texts[number % len(texts)]}\nAccession {number}."


def write_jsonl(notes: Notes, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for name, text in notes:
            file.write(json.dumps({"note_id": name, "text": text}) + "\n")


def write_table(
    notes: Notes, path: Path, header: list[str], row: Callable[[str, str], list[list[str]]]
) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t" if path.suffix == ".tsv" else ",")
        writer.writerow(header)
        for name, text in notes:
            writer.writerows(row(name, text))


def write_plain_table(notes: Notes, path: Path) -> None:
    write_table(notes, path, ["note_id", "text"], lambda name, text: [[name, text]])


def write_omop(notes: Notes, path: Path) -> None:
    header = ["note_id", "person_id", "note_type_concept_id", "note_text"]
    write_table(notes, path, header, lambda name, text: [[name, "1", "0", text]])


def write_mimic(notes: Notes, path: Path) -> None:
    header = ["ROW_ID", "SUBJECT_ID", "HADM_ID", "CATEGORY", "TEXT"]
    write_table(notes, path, header, lambda name, text: [[name, "1", "2", "Discharge summary", text]])


def write_epic(notes: Notes, path: Path) -> None:
    def lines(name: str, text: str) -> list[list[str]]:
        return [[name, str(number), line] for number, line in enumerate(text.split("\n"), start=1)]

    write_table(notes, path, ["NOTE_ID", "LINE", "NOTE_TEXT"], lines)


def write_parquet(notes: Notes, path: Path) -> None:
    schema = pa.schema([("note_id", pa.string()), ("text", pa.string())])
    with parquet.ParquetWriter(path, schema) as writer:
        while rows := [pair for _, pair in zip(range(5_000), notes, strict=False)]:
            writer.write_table(pa.table([list(column) for column in zip(*rows, strict=True)], schema=schema))


def write_folder(notes: Notes, path: Path) -> None:
    path.mkdir()
    for name, text in notes:
        (path / f"{name}.txt").write_text(text, encoding="utf-8")


def write_fhir(notes: Notes, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for name, text in notes:
            data = base64.b64encode(text.encode("utf-8")).decode("ascii")
            attachment = {"contentType": "text/plain", "data": data}
            document = {
                "resourceType": "DocumentReference",
                "id": name,
                "status": "current",
                "content": [{"attachment": attachment}],
            }
            file.write(json.dumps(document) + "\n")


FORMATS: dict[str, tuple[str, Callable[[Notes, Path], None]]] = {
    "jsonl": ("in.jsonl", write_jsonl),
    "csv": ("in.csv", write_plain_table),
    "tsv": ("in.tsv", write_plain_table),
    "parquet": ("in.parquet", write_parquet),
    "folder": ("in", write_folder),
    "fhir": ("in.ndjson", write_fhir),
    "omop": ("omop.csv", write_omop),
    "mimic": ("mimic.csv", write_mimic),
    "epic": ("epic.csv", write_epic),
}


def start(source: Path, output: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "chartgap", "batch", str(source), "-o", str(output), "--resume"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def children(pid: int) -> list[int]:
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            if parent == pid:
                found.append(int(place.name))
    return found


def workers(pid: int) -> list[int]:
    """The worker processes of a run: the children of its only child."""
    return [worker for template in children(pid) for worker in children(template)]


def memory_mb(pid: int) -> float:
    try:
        found = re.search(r"Rss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def run_killing_workers(source: Path, output: Path, every: float) -> tuple[int, float, float]:
    """Deaths, and the highest memory in MB of the run's own process and of one worker."""
    deaths, own, worker_mb = 0, 0.0, 0.0
    process = start(source, output)
    last = time.monotonic()
    while process.poll() is None:
        own = max(own, memory_mb(process.pid))
        living = workers(process.pid)
        worker_mb = max([worker_mb, *map(memory_mb, living)])
        if living and every and time.monotonic() - last > every:
            last = time.monotonic()
            try:
                os.kill(random.choice(living), signal.SIGKILL)
                deaths += 1
            except ProcessLookupError:
                pass
        time.sleep(0.2)
    if process.returncode not in (0, 1):
        raise SystemExit(f"the run ended with {process.returncode}")
    return deaths, own, worker_mb


def run_ending(source: Path, output: Path, seconds: float) -> int:
    """End the run five times, in turn without and with warning, and resume it; how often it was ended."""
    ended = 0
    for turn in range(ENDS):
        process = start(source, output)
        try:
            process.wait(seconds / (ENDS + 1))
            break
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL if turn % 2 == 0 else signal.SIGTERM)
            process.wait()
            ended += 1
    process = start(source, output)
    if process.wait() not in (0, 1):
        raise SystemExit(f"the resumed run ended with {process.returncode}")
    return ended


def compare(hurt: Path, resumed: Path, count: int) -> tuple[int, int, int]:
    """Lost ids, notes whose worker was killed twice, and other rows that differ, of two outputs."""
    lost = twice = differing = 0
    with hurt.open("rb") as one, resumed.open("rb") as other:
        for number in range(count):
            first, second = one.readline(), other.readline()
            name = f"n{number:07}"
            lost += sum(not line or name not in json.loads(line)["note_id"] for line in (first, second))
            killed = b'"error":"worker_died"' in first
            twice += killed
            differing += first != second and not killed
        lost += bool(one.readline()) + bool(other.readline())
    return lost, twice, differing


def main() -> int:
    """Soak each format; 1 where something was lost or differs."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--notes", type=int, default=100_000)
    options.add_argument("--formats", default=",".join(FORMATS))
    options.add_argument("--texts", type=Path, default=Path("fixtures/notes"))
    options.add_argument("--folder", type=Path, help="where to write; a temporary folder by default")
    options.add_argument(
        "--every", type=float, default=WORKER_EVERY_S, help="seconds between deaths; 0: none"
    )
    given = options.parse_args()
    texts = read_texts(given.texts)
    failed = False
    for name in given.formats.split(","):
        folder = Path(tempfile.mkdtemp(prefix="soak-", dir=given.folder))
        try:
            file, write = FORMATS[name]
            source = folder / file
            write(make_notes(texts, given.notes), source)
            begin = time.monotonic()
            deaths, own, worker = run_killing_workers(source, folder / "hurt.jsonl", given.every)
            seconds = time.monotonic() - begin
            ended = run_ending(source, folder / "resumed.jsonl", seconds)
            lost, twice, differing = compare(folder / "hurt.jsonl", folder / "resumed.jsonl", given.notes)
            print(
                f"{name:8} {given.notes} notes, {seconds:.0f} s: {deaths} workers killed, {ended} ends, "
                f"{lost} lost, {twice} notes killed twice, {differing} differ; "
                f"memory {own:.0f} MB, a worker {worker:.0f} MB",
                flush=True,
            )
            failed |= bool(lost or differing)
        finally:
            shutil.rmtree(folder)
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
