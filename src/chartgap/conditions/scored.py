"""Measured scores and a condition's sites: which scores count, and the sites that they tie."""

from __future__ import annotations

from pydantic import JsonValue

from chartgap.conditions.cluster import Cluster
from chartgap.conditions.context import Build
from chartgap.conditions.measures import applies, current_scores, score_sites
from chartgap.models import ConditionSite


def tie_scores(
    build: Build, cluster: Cluster, found: list[ConditionSite], attributes: dict[str, JsonValue]
) -> list[ConditionSite]:
    """T-scores: whether they apply, which count, and the sites they tie when the provider names none."""
    for rule in build.scope.rules.scores.get(cluster.lead.concept.family or "", ()):
        scores = current_scores(build.scope, rule.kind)
        attributes["t_scores"] = [f.id for f in scores]
        fit = applies(rule, build.patient)
        if fit is not None:
            attributes["t_score_applies"] = fit
        if not found and cluster.lead.concept.id == rule.concept and fit is not False:
            tied = score_sites(rule, scores, build.sites)
            if tied:
                attributes.pop("vague_site", None)
                return tied
    return found


def leave_to_scores(build: Build, cluster: Cluster) -> None:
    """Takes away places that stand near only because a score of theirs is told: the score decides on them."""
    scope = build.scope
    rules = scope.rules.scores.get(cluster.lead.concept.family or "")
    if not rules:
        return
    scored = {scope.sentence(f.start).start for rule in rules for f in scope.of_kind(rule.kind)}
    starts = {f.id: f.start for f in scope.of_kind("site")}
    for mention in cluster.current:
        mention.places = [
            p
            for p in mention.places
            if p.strong
            or not any(scope.sentence(starts[i]).start in scored for i in p.finding_ids if i in starts)
        ]
