from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class

from chartgap.batch.outputs.fhir import LOINC, TYPES, FhirSink
from chartgap.batch.sink import Row
from tests.batch.outputs.held import make


@pytest.fixture
def resources(held: list[Row], tmp_path: Path) -> dict[str, list[dict[str, Any]]]:
    folder = make(FhirSink(), held, tmp_path)
    assert {file.name for file in folder.iterdir()} == {f"{name}.ndjson" for name in TYPES}
    return {
        file.stem: [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        for file in folder.iterdir()
    }


def test_every_resource_is_valid(resources: dict[str, list[dict[str, Any]]]) -> None:
    for name, held in resources.items():
        assert held
        for resource in held:
            get_fhir_model_class(name).model_validate(resource)


def test_conditions_are_unconfirmed_and_have_the_codes_of_rank_one(
    resources: dict[str, list[dict[str, Any]]],
) -> None:
    found = resources["Condition"]
    status = {one["verificationStatus"]["coding"][0]["code"] for one in found}
    assert status == {"unconfirmed"}
    assert [(one["subject"], one["code"]["coding"][0]["code"]) for one in found] == [
        ({"reference": "Patient/77"}, "M85.89"),
        ({"reference": "Patient/x"}, "M86.68"),
        ({"reference": "Patient/x"}, "B95.62"),
        ({"display": "not stated in the input"}, "R53.1"),
    ]


def test_scores_have_their_codes(resources: dict[str, list[dict[str, Any]]]) -> None:
    found = [
        (
            [one["code"] for one in each["code"]["coding"] if one["system"] == LOINC],
            each["valueQuantity"]["value"],
            each.get("bodySite"),
        )
        for each in resources["Observation"]
    ]
    assert found == [
        (["38267-1"], -1.8, None),
        (["80946-7"], -2.1, {"text": "left femoral neck"}),
        (["85394-5"], -0.4, None),
    ]


def test_references_inside_the_output_lead_somewhere(resources: dict[str, list[dict[str, Any]]]) -> None:
    there = {f"{name}/{one['id']}" for name, held in resources.items() for one in held}
    pointed = [one["reference"] for each in resources["Provenance"] for one in each["target"]]
    pointed += [one["reference"] for each in resources["DetectedIssue"] for one in each["implicated"]]
    assert pointed
    assert set(pointed) <= there
    assert len(there) == sum(map(len, resources.values()))


def test_the_source_is_the_document_of_the_note(resources: dict[str, list[dict[str, Any]]]) -> None:
    assert [each["entity"][0]["what"] for each in resources["Provenance"][:2]] == [
        {"reference": "DocumentReference/d1"},
        {"type": "DocumentReference", "identifier": {"system": "urn:chartgap:note", "value": "2"}},
    ]
    assert {each["recorded"] for each in resources["Provenance"]} == {"2026-03-04T00:00:00Z"}


def test_a_gap_carries_its_query_and_no_code(resources: dict[str, list[dict[str, Any]]]) -> None:
    route = next(one for one in resources["DetectedIssue"] if one["code"]["text"] == "missing route")
    assert route["severity"] == "high"
    said = route["mitigation"][0]["action"]["text"]
    assert said.splitlines()[-2:] == ["- Other (please specify)", "- Unable to determine"]
    assert "M86" not in said


def test_a_failed_record_has_its_outcome(resources: dict[str, list[dict[str, Any]]]) -> None:
    (outcome,) = resources["OperationOutcome"]
    assert outcome["issue"][0]["details"]["text"] == "record 4: invalid_utf8"
    assert outcome["issue"][0]["diagnostics"] == "not UTF-8 at byte 3"
