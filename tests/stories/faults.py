"""Protections taken off one at a time: the net has to find each. `python -m tests.stories.faults`."""

import argparse
import sys

from tests.stories import instead
from tests.stories.taking_off import Fault, found
from tests.stories.telling import Plan

DECIDING = ("propose", "decide", "advance")
NAMED_BY_A_MERGE = """CREATE POLICY of_a_merge ON event_naming FOR SELECT
USING ((region, event_id) IN (SELECT e.region, e.id FROM audit_event e WHERE e.action = 'report.merged'))"""
FAULTS: tuple[Fault, ...] = (
    Fault(
        "row security of reports is off",
        ("I1 existence by GET /reports", "I1 words by GET /reports"),
        sql=("ALTER TABLE report DISABLE ROW LEVEL SECURITY",),
        quick=True,
    ),
    Fault(
        "one person amends a protection away",
        ("I3",),
        (
            ("workflows.decisions.reports.amendments.weakened", lambda *_: {}),
            ("workflows.decisions.reports.amendments._require_may_turn", instead.nothing),
        ),
        about=("amend", "advance"),
        quick=True,
    ),
    Fault(
        "whoever proposed decides",
        ("I2", "I3", "I6"),
        (
            ("workflows.decisions.approvals.own_request", instead.no),
            ("workflows.decisions.protections.proposals.own_request", instead.no),
        ),
        ("ALTER TABLE proposal DROP CONSTRAINT proposal_is_whole",),
        about=DECIDING,
        quick=True,
    ),
    Fault(
        "the accused side decides",
        ("I2", "I3"),
        (("workflows.decisions.protections.proposals.of_the_accused", instead.no),),
        about=DECIDING,
        acting=True,
    ),
    Fault(
        "who gains by it decides",
        ("I2", "I3"),
        (("workflows.decisions.protections.proposals.gains", lambda *_: frozenset()),),
        about=DECIDING,
        acting=True,
    ),
    Fault(
        "who reads no words decides",
        ("I2", "I3"),
        (("workflows.decisions.protections.proposals._reads_words", lambda *_: True),),
        about=DECIDING,
        acting=True,
    ),
    Fault(
        "anybody names, also himself",
        ("I4",),
        (
            ("workflows.decisions.reports.amendments.require_may_name", instead.nothing),
            ("workflows.decisions.reports.amendments.weakened", instead.all_but_names),
            ("workflows.decisions.reports.intake.require_not_oneself", instead.nothing),
        ),
        about=("amend", "intake"),
        acting=True,
    ),
    Fault(
        "a task makes a reader",
        ("I1", "I4"),
        (("workflows.decisions.tasks.triggers.require_may_assign", instead.nothing),),
        about=("accept", "assign_person", "advance"),
        quick=True,
    ),
    Fault(
        "a task is handed to oneself",
        ("I4",),
        (("workflows.decisions.tasks.triggers.require_may_assign", instead.of_accepting_alone),),
        about=("accept", "assign_person", "advance"),
        acting=True,
    ),
    Fault(
        "whoever led closes",
        ("I2",),
        (("workflows.access.facts.ReportFacts.led_by", property(lambda _: frozenset())),),
        about=("advance", "close", "dismiss"),
        acting=True,
    ),
    Fault(
        "a lower severity lets who led close",
        ("I2",),
        (("workflows.access.facts.ReportFacts.highest", property(lambda report: report.severity)),),
        about=("propose", "decide", "close", "advance"),
        acting=True,
    ),
    Fault(
        "what is raised to critical its author verifies",
        ("I2",),
        (("workflows.decisions.duties.DUTIES", instead.DUTIES_OF_TODAY),),
        about=("intake", "amend", "verify"),
        acting=True,
    ),
    Fault(
        "whoever was accused once acts again",
        ("I2", "I3"),
        (("workflows.access.facts.ReportFacts.accused_anywhere", property(lambda report: report.accused)),),
        about=("propose", "decide", "dismiss", "advance"),
        acting=True,
    ),
    Fault(
        "whoever reported verifies",
        ("I2",),
        (("workflows.decisions.duties.is_ones_own", instead.no),),
        about=("verify", "intake"),
        quick=True,
        acting=True,
    ),
    Fault(
        "whose key reported verifies",
        ("I2",),
        (
            (
                "workflows.access.facts.ReportFacts.reporters",
                property(lambda report: report.reported_before | {report.reported_by}),
            ),
        ),
        about=("make_key", "use_key", "verify"),
        acting=True,
    ),
    Fault(
        "one person hands the lead on",
        ("I3", "I5"),
        tuple(
            (f"workflows.decisions.tasks.{room}.require_may_lead", instead.nothing)
            for room in ("lead_giving", "triggers")
        ),
        about=("transfer", "assign", "offer", "advance"),
        acting=True,
    ),
    Fault(
        "a wall passes the lead to who put it up",
        ("I5",),
        (("workflows.decisions.tasks.legal_order.route", instead.passing_over_nobody),),
        about=("wall", "advance"),
        acting=True,
    ),
    Fault(
        "whoever moved the lead asks who reported",
        ("I3 unseal",),
        (("workflows.decisions.duties.unseal_conflicts", lambda *_: iter(())),),
        about=("transfer", "assign", "wall", "unseal", "unseal"),
        acting=True,
    ),
    Fault(
        "a refusal tells who does not read",
        ("I1",),
        (
            ("service.features.changing.changes.told_unread", lambda refused: refused),
            ("service.features.tasks.service.require_blind", instead.nothing),
        ),
        about=("transfer", "transfer", "assign", "wall"),
    ),
    Fault(
        "an event names a hidden report",
        ("I1",),
        sql=("DROP POLICY visible ON event_naming", "CREATE POLICY visible ON event_naming USING (true)"),
        about=("link", "dismiss"),
    ),
    Fault(
        "a merge names a hidden report",
        ("I1",),
        sql=(NAMED_BY_A_MERGE,),
        about=("dismiss",),
    ),
    Fault(
        "a list of links names a hidden report",
        ("I1",),
        sql=("DROP POLICY visible ON report_link", "CREATE POLICY visible ON report_link FOR SELECT USING (true)"),
        about=("link",),
    ),
    Fault(
        "a key is answered more than it reads",
        ("I1",),
        (("service.edge.web.from_request.may_be_shown", lambda _: True),),
        about=("make_key", "use_key", "use_key"),
    ),
    Fault(
        "an endpoint goes on under a former office",
        ("I1",),
        (("service.features.webhooks.offices.Offices.end_former", instead.soon_nothing),),
        about=("make_webhook", "change_webhook", "deliver"),
        acting=True,
    ),
    Fault(
        "a key's endpoint is told without event:read",
        ("I1 without event:read",),
        (
            ("service.features.webhooks.service.require_endpoint", instead.of_the_endpoint_alone),
            ("service.features.webhooks.fanout.DISABLE_ENDED", "SELECT $1::text"),
            (
                "service.features.webhooks.claimed_deliveries.SEES",
                "SELECT $2::uuid IS NOT NULL AND $3::uuid IS NOT NULL AND $4::uuid IS NOT NULL AND $1 <> ''",
            ),
        ),
        about=("make_key", "use_key", "use_key", "deliver"),
        acting=True,
    ),
)
"""One row for each wall that the stories watch."""


def main() -> int:
    """Exit code 1 when a fault was not found."""
    parser = argparse.ArgumentParser(prog="python -m tests.stories.faults")
    parser.add_argument("--stories", type=int, default=300, help="at most so many for each fault")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="the fault whose name begins so")
    asked = parser.parse_args()
    missed = 0
    for fault in FAULTS:
        if asked.only is None or fault.name.startswith(asked.only):
            stories, key = found(fault, Plan(asked.stories, seed=asked.seed))
            missed += key is None
            sys.stdout.write(f"{fault.name}: {'MISSED' if key is None else key} in {stories} stories\n")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
