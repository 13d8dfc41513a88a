"""Who may ask for what: written from the rules of docs/domain.md, to be held against the service.

A cell says in which standing a role may: ``any``, ``lead`` as one of the lead agency, ``holder`` as one of the agency
that holds the task, ``bound`` as one of the agency that the clock binds, ``keeper`` as one of the agency that the key
speaks for, an agency's name as one of that agency, ``author`` as the person who reported, ``others`` as anybody but
that person, ``own`` as whoever began the upload, ``owner`` as who made the endpoint, in no other office,
``reader`` as whoever the link was made for, ``-`` in none. An accused agency finds nothing of the one report, but for
``every``: of a walled report its auditor knows an entry's place and hash (docs/decisions/0001-visibility-tokens.md).
The one report accuses KPU, so that what KPU did on an administrative violation is Bawaslu's to enter.
The scope is a machine's; ``signed`` asks for a token of any role, ``public`` for none.
"""

from collections.abc import Iterator
from typing import NamedTuple

from workflows.codes.people import Role

TABLE = """
operation                      scope            officer     supervisor  coordinator auditor integrator admin
createReport                   report:create    any         any         any         -       any        -
listReports                    report:read      any         any         any         any     any        -
getReport                      report:read      any         any         any         any     any        -
listPossibleDuplicates         report:read      any         any         any         any     any        -
amendReport                    report:amend     lead/author lead/author any         -       -          -
transitionReport.verify        report:verify    lead        lead        others      -       -          -
transitionReport.assign        report:assign    -           lead        any         -       -          -
transitionReport.return        report:return    -           lead        any         -       -          -
transitionReport.close         report:close     -           lead        any         -       -          -
transitionReport.dismiss       report:dismiss   lead        lead        others      -       -          -
transitionReport.reopen        report:reopen    -           lead        any         -       -          -
addNote                        report:note      any         any         any         -       any        -
addLink                        report:link      any         any         any         -       any        -
noteWithdrawal                 report:withdrawal lead       lead        any         -       -          -
noteCompleteness               report:verify    lead        lead        any         -       -          -
sendNotice                     notice:send      lead        lead        any         -       -          -
listNotices                    notice:read      any         any         any         any     any        -
unsealRecipient                reporter:unseal  -           lead        -           -       -          -
listOwedNotices                notice:read      any         any         any         any     any        -
listNoticeTemplates            notice:read      any         any         any         any     any        -
createUpload                   evidence:add     any         any         any         -       any        -
getUpload                      evidence:add     own         own         own         -       own        -
appendToUpload                 evidence:add     own         own         own         -       own        -
terminateUpload                evidence:add     own         own         own         -       own        -
listEvidence                   evidence:read    any         any         any         any     any        -
getEvidence                    evidence:read    any         any         any         any     any        -
makeEvidenceLink               evidence:read    any         any         any         any     any        -
getEvidenceContent             evidence:read    reader      reader      reader      reader  reader     -
transferEvidence               evidence:transfer lead       lead        any         -       -          -
listCustody                    evidence:read    any         any         any         any     any        -
openContentCheck               content:open     any         any         any         -       any        -
judgeContent                   content:judge    -           lead        any         -       -          -
requestTakedown                content:takedown lead        lead        any         -       -          -
answerTakedown                 content:takedown lead        lead        any         -       -          -
listContentChecks              content:read     any         any         any         any     any        -
raiseWall                      wall:raise       -           lead        any         -       -          -
proposeChange                  proposal:make    lead/author lead/author any         -       -          -
decideProposal                 proposal:decide  -           lead        any         -       -          -
listProposals                  proposal:read    any         any         any         any     any        -
offerTask                      task:offer       -           lead        any         -       -          -
unsealReporter                 reporter:unseal  -           lead        -           -       -          -
requestErasure                 erasure:request  -           -           -           -       -          any
decideErasure                  erasure:decide   -           lead        -           -       -          -
listErasures                   erasure:read     any         any         any         any     any        any
previewRouting                 routing:read     any         any         any         any     any        -
getPolicy                      policy:read      any         any         any         any     any        any
previewClock                   clock:read       any         any         any         any     any        -
listChangedClocks              clock:read       any         any         any         any     any        -
getClock                       clock:read       any         any         any         any     any        -
extendClock                    clock:extend     -           bound       -           -       -          -
recountClock                   clock:recount    -           bound       bound       -       -          -
listKeptDays                   calendar:read    any         any         any         any     any        any
keepDay                        calendar:keep    -           -           -           -       -          any
withdrawDay                    calendar:keep    -           -           -           -       -          every
listTasks                      task:read        any         any         any         any     any        -
getTask                        task:read        any         any         any         any     any        -
transitionTask.accept          task:work        holder      holder      -           -       -          -
transitionTask.decline         task:work        holder      holder      -           -       -          -
transitionTask.start           task:work        holder      holder      -           -       -          -
transitionTask.wait            task:work        holder      holder      -           -       -          -
transitionTask.resume          task:work        holder      holder      -           -       -          -
transitionTask.complete        task:work        holder      holder      -           -       -          -
transitionTask.assign_person   task:work        holder      holder      -           -       -          -
transitionTask.transfer        task:transfer    -           holder      any         -       -          -
transitionTask.withdraw        task:withdraw    -           lead        any         -       -          -
getCase                        case:read        any         any         any         any     any        -
takeCaseStep.register          case:step        bawaslu     bawaslu     -           -       -          -
takeCaseStep.check_bundle      case:step        bawaslu     bawaslu     -           -       -          -
takeCaseStep.first_discussion  case:step        bawaslu     bawaslu     -           -       -          -
takeCaseStep.second_discussion case:step        bawaslu     bawaslu     -           -       -          -
takeCaseStep.forward           case:step        -           bawaslu     -           -       -          -
takeCaseStep.police_report     case:step        polres      polres      -           -       -          -
takeCaseStep.third_discussion  case:step        bawaslu     bawaslu     -           -       -          -
takeCaseStep.investigated      case:step        polres      polres      -           -       -          -
takeCaseStep.returned          case:step        kejari      kejari      -           -       -          -
takeCaseStep.resubmitted       case:step        polres      polres      -           -       -          -
takeCaseStep.to_court          case:step        kejari      kejari      -           -       -          -
takeCaseStep.first_instance    case:step        kejari      kejari      -           -       -          -
takeCaseStep.appeal_lodged     case:step        kejari      kejari      -           -       -          -
takeCaseStep.file_sent         case:step        kejari      kejari      -           -       -          -
takeCaseStep.appeal_decided    case:step        kejari      kejari      -           -       -          -
takeCaseStep.judgment_received case:step        kejari      kejari      -           -       -          -
takeCaseStep.carried_out       case:step        kejari      kejari      -           -       -          -
getAdministrative              case:read        any         any         any         any     any        -
takeAdministrativeStep.decision               case:step        bawaslu     bawaslu     -           -       -          -
takeAdministrativeStep.received_by_kpu        case:step        bawaslu     bawaslu     -           -       -          -
takeAdministrativeStep.carried_out_by_kpu     case:step        bawaslu     bawaslu     -           -       -          -
takeAdministrativeStep.handed_up              case:step        bawaslu     bawaslu     -           -       -          -
takeAdministrativeStep.province_decision      case:step        bawaslu     bawaslu     -           -       -          -
takeAdministrativeStep.province_follow_up     case:step        bawaslu     bawaslu     -           -       -          -
takeAdministrativeStep.supreme_court_appeal   case:step        bawaslu     bawaslu     -           -       -          -
takeAdministrativeStep.supreme_court_decision case:step        bawaslu     bawaslu     -           -       -          -
applyCommands                  signed           any         any         any         any     any        any
makeApiKey                     key:make         -           any         any         -       -          any
listApiKeys                    key:read         -           any         any         any     -          any
revokeApiKey                   key:revoke       -           keeper      keeper      -       -          every
openReview                     review:open      -           lead        any         -       -          -
recordSection                  review:write     -           lead        any         -       -          -
addLesson                      review:write     -           lead        any         -       -          -
recommend                      review:write     -           lead        any         -       -          -
closeReview                    review:write     -           lead        any         -       -          -
listReviews                    review:read      any         any         any         any     any        -
getReview                      review:read      any         any         any         any     any        -
getTimeline                    review:read      any         any         any         any     any        -
listElections                  signed           any         any         any         any     any        any
getHistory                     history:read     any         any         any         any     any        -
listReads                      reads:read       -           lead        -           any     -          -
listEvents                     event:read       any         any         any         any     any        -
streamEvents                   event:read       any         any         any         any     any        -
getSummary                     summary:read     any         any         any         any     any        -
getCheckpoint                  trail:read       any         any         any         any     any        -
makeWebhook                    webhook:make     -           any         any         -       any        -
listWebhooks                   webhook:read     -           any         any         -       any        any
getWebhook                     webhook:read     -           owner       owner       -       owner       every
amendWebhook                   webhook:change   -           owner       owner       -       owner       -
rotateWebhookSecret            webhook:change   -           owner       owner       -       owner       -
replayWebhook                  webhook:change   -           owner       owner       -       owner       -
testWebhook                    webhook:change   -           owner       owner       -       owner       -
listDeliveries                 webhook:change   -           owner       owner       -       owner       -
deleteWebhook                  webhook:delete   -           owner       owner       -       owner       every
listLogKeys                    trail:read       any         any         any         any     any        -
listReceiptKeys                trail:read       any         any         any         any     any        -
getProofFile                   trail:read       any         any         any         every   any        -
getTile                        trail:read       any         any         any         any     any        -
getConsistencyProof            trail:read       any         any         any         any     any        -
getInclusionProof              trail:read       any         any         any         every   any        -
makeBundle                     trail:bundle     any         any         any         any     any        -
exportReportsCsv               export:make      -           any         any         any     any        -
exportReportsXlsx              export:make      -           any         any         any     any        -
exportReportsNdjson            export:make      -           any         any         any     any        -
exportTasksCsv                 export:make      -           any         any         any     any        -
exportTasksXlsx                export:make      -           any         any         any     any        -
exportTasksNdjson              export:make      -           any         any         any     any        -
exportEventsCsv                export:make      -           any         any         any     any        -
exportEventsXlsx               export:make      -           any         any         any     any        -
exportEventsNdjson             export:make      -           any         any         any     any        -
exportAreas                    export:make      -           any         any         any     any        -
exportSituationHtml            export:make      -           any         any         any     any        -
exportSituationPdf             export:make      -           any         any         any     any        -
listEntries                    trail:entries    -           -           -           any     -          -
getMe                          signed           any         any         any         any     any        any
getCodeLists                   signed           any         any         any         any     any        any
getProblem                     public           any         any         any         any     any        any
getHealth                      public           any         any         any         any     any        any
getReadiness                   public           any         any         any         any     any        any
getMetrics                     public           any         any         any         any     any        any
getOpenapi                     public           any         any         any         any     any        any
getDocs                        public           any         any         any         any     any        any
getDocsAsset                   public           any         any         any         any     any        any
"""

PEOPLE = {
    "stranger": ("diskominfo", "Umum"),
    "lead": ("bawaslu", "Nia"),
    "holder": ("kejari", "Bayu"),
    "author": ("kodim", "Agus"),
    "police": ("polres", "Joko"),
    "accused": ("kpu", "Dewi"),
    "owner": ("kodim", "Pemilik"),
}
"""One agency and name for each standing: the same person in every role, but for the owner, who has one office."""

NOBODY, UNSCOPED = "nobody", "machine without the scope"
AGAINST = {
    "lead": "not_lead_agency",
    "holder": "not_task_agency",
    "bound": "not_clock_agency",
    "lead/author": "not_lead_agency_nor_author",
    "others": "own_report",
    "keeper": "not_found",
    "own": "not_found",
    "owner": "not_found",
    "reader": "link_invalid",
}
_BINDS = {"bound": "lead", "keeper": "lead", "own": "author", "reader": "author"}
"""The clock that is asked for binds Bawaslu, which leads; the key that is revoked is one of Bawaslu's; the upload and
the link are those of who reported."""

STATUS = {"unauthenticated": 401, "not_found": 404}
"""Every other refusal is 403."""


class Caller(NamedTuple):
    """Who asks; nobody and a machine that lacks the one scope stand beside the roles."""

    role: str
    standing: str


class Right(NamedTuple):
    """One line of the table."""

    name: str
    scope: str
    cells: dict[str, str]

    @property
    def operation(self) -> str:
        return self.name.partition(".")[0]

    @property
    def trigger(self) -> str:
        return self.name.partition(".")[2]

    def scopes(self, role: str) -> set[str]:
        """What a machine is given: the one scope where a machine may at all, and every scope where it may not."""
        if role == UNSCOPED:
            return SCOPES - {self.scope}
        return SCOPES if self.cells[Role.INTEGRATOR] == "-" else {self.scope} | BESIDE.get(self.scope, set())

    def refusal(self, caller: Caller, *, of_one: bool) -> str | None:
        """The code of the refusal, None when they may; ``of_one`` says that it is about one report."""
        if self.scope == "public":
            return None
        if caller.role == NOBODY:
            return "unauthenticated"
        cell = self.cells[Role.INTEGRATOR if caller.role == UNSCOPED else caller.role]
        if cell == "-":
            return "role_not_permitted"
        if caller.role == UNSCOPED and self.scope != "signed":
            return "scope_missing"
        if caller.standing == "accused" and of_one and cell != "every":
            return "not_found"
        fits = PEOPLE.keys() - {"author"} if cell == "others" else {_BINDS.get(one, one) for one in cell.split("/")}
        known = cell in {"any", "every"} or caller.standing in fits or cell == PEOPLE[caller.standing][0]
        return None if known else AGAINST.get(cell, "not_step_agency")


HEAD, *_LINES = (line.split() for line in TABLE.strip().splitlines())
ROLES = HEAD[2:]
RIGHTS = {line[0]: Right(line[0], line[1], dict(zip(ROLES, line[2:], strict=True))) for line in _LINES}
SCOPES = {right.scope for right in RIGHTS.values()} - {"signed", "public"}
BESIDE = {"webhook:make": {"event:read"}, "webhook:change": {"event:read"}}
"""What a machine needs beside a scope: an endpoint is told events."""


def callers() -> Iterator[Caller]:
    """Everybody who may turn up."""
    yield Caller(NOBODY, "stranger")
    yield from (Caller(role, standing) for role in (*ROLES, UNSCOPED) for standing in PEOPLE if standing != "owner")
    yield Caller(Role.SUPERVISOR, "owner")
