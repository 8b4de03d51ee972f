"""A filled form becomes a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from runtime.access import Actor, Permission, require
from runtime.asking import CHANNELS, Receipt, Rejected, Submission, earlier
from runtime.cases import applying, backlinks
from runtime.cases.applying import Applied
from runtime.changes.change import Change
from runtime.customers import frequent
from runtime.engine.acts import step
from runtime.engine.facts import Facts
from runtime.engine.position import Party, Position
from runtime.forms import admission, references, rule_context
from runtime.forms.circumstances import Circumstances, circumstances
from runtime.forms.clients import Client, customer_of, find_or_make, known, prefilled
from runtime.forms.numbering import numbered
from runtime.hours.office_hours import calendar
from runtime.people import display_names
from runtime.people.roster import CONTACT, PERSON, Roster
from runtime.plans import plan_deeds
from runtime.processes import deployment, occurrences
from runtime.processes.deployment import Compiled
from runtime.store import keys
from runtime.store.cases import cases, tasks
from runtime.store.cases.cases import Case
from runtime.store.cases.tasks import Task
from runtime.store.connection.database import Connection
from runtime.store.customers.customers import Contact
from runtime.store.files import files
from runtime.store.forms.links import PublicLink
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from runtime.store.processes import processes
from runtime.visibility import forecast, sight
from schemas.filling.answers import Reading
from schemas.filling.defaults import defaults
from schemas.problem import Problem, pointer


def submit(tx: Connection, submission: Submission, now: datetime) -> Receipt:
    """Keep a filled form as a case, start its flow, and say so to whom it concerns.

    Raises:
        Rejected: something to mend: in the answers, or the form was shown in another version; or the link takes no more.
        Denied: this actor may not send this.
        Missing: there is no such process.
    """
    link = _require(tx, submission)
    case_id = new_id(now)
    repeated = earlier(tx, submission, case_id, now)
    if repeated:
        case = cases.case(tx, submission.actor.workspace, repeated)
        return _receipt(tx, case, tasks.open_in(tx, case.workspace, case.id), repeated=True)
    if link:
        admission.admit(link, submission, now)
        submission = replace(submission, raw=admission.raw(link, submission))
    compiled = _form(tx, submission)
    reading = _read(tx, submission, compiled, circumstances(tx, submission, link, now))
    begun = _begin(tx, submission, compiled, reading.answers, case_id, now)
    backlinks.tell(tx, submission.actor, begun.case, now)
    if link:
        admission.count(tx, link, case_id, begun.case.requester, now)
    return _receipt(tx, begun.case, begun.opened, repeated=False)


@dataclass(frozen=True)
class _Parties:
    """Who asks, who sent it in, and who the client is, if one is named; with their names. ``customer_id``: whose it is."""

    requester: Party
    filer: Party
    client: Client | None
    names: Mapping[Party, str]
    customer_id: str | None

    @property
    def contact_id(self) -> str | None:
        return self.contact.removeprefix(CONTACT) if self.contact else None

    @property
    def contact(self) -> Party | None:
        """Whoever speaks for the client."""
        return self.client.speaking if self.client else None


def _require(tx: Connection, submission: Submission) -> PublicLink | None:
    """The link by which it came, if it came by one."""
    actor = submission.actor
    if submission.channel not in (CHANNELS if not actor.is_link else CHANNELS[:1]):
        raise Rejected((Problem("answer.not-a-choice", "/channel", {"value": submission.channel}),))
    if actor.is_link:
        return admission.link_of(tx, submission)
    require(actor, Permission.USE)
    if submission.on_behalf:
        require(actor, Permission.FILE_FOR_CLIENT)
    return None


def _form(tx: Connection, submission: Submission) -> Compiled:
    process = processes.process(tx, submission.actor.workspace, submission.process)
    if process is None:
        raise Missing(submission.process)
    if not process.open:
        raise Rejected((Problem("process.closed", params={"process": process.title}),))
    return deployment.version(tx, submission.actor.workspace, process.version_id)


def _read(tx: Connection, submission: Submission, compiled: Compiled, how: Circumstances) -> Reading:
    actor, checker = submission.actor, compiled.checker
    outer = references.Outside(tx, actor, compiled.process.key, how=how)
    client = _client(tx, submission)
    asking = rule_context.filling(
        actor, on_behalf=submission.on_behalf, link=submission.link_values, client=client.id if client else ""
    )
    around = rule_context.around(tx, actor.workspace, checker.mentioned, asking, how.now)
    open_ = sight.fillable(actor, compiled)
    kept = defaults(compiled.process.form, around) | prefilled(client, compiled.process.contact)
    reading = checker.read(submission.raw, open_, None, outer, around, kept)
    problems = reading.problems
    if submission.version and submission.version != compiled.id:
        problems = (Problem("answer.other-version"), *problems)
    email = compiled.process.contact.email
    if _is_clients(submission) and not reading.answers.get(email):
        missing = Problem("answer.required", pointer(email), {"field": _called(compiled, email)})
        problems = (*problems, *(() if any(one.path == missing.path for one in problems) else (missing,)))
    if problems or (reading.remarks and not submission.heeded):
        raise Rejected(problems or reading.remarks, reading.shown, reading.answers)
    return reading


def _client(tx: Connection, submission: Submission) -> Contact | None:
    """The contact from whose record it was begun. Raises Missing where there is none."""
    if not submission.client or not submission.on_behalf:
        return None
    found = known(tx, submission.actor, submission.client)
    if found is None:
        raise Missing(submission.client)
    return found


def _is_clients(submission: Submission) -> bool:
    return submission.on_behalf or submission.actor.is_link


def _called(compiled: Compiled, key: str) -> Any:
    field = compiled.process.form.fields.get(key)
    return (field.title if field else None) or key


def _begin(
    tx: Connection,
    submission: Submission,
    compiled: Compiled,
    answers: Mapping[str, Any],
    case_id: str,
    now: datetime,
) -> Applied:
    actor = submission.actor
    parties = _parties(tx, submission, compiled, answers, now)
    roster = Roster(tx, actor.workspace, compiled.named, parties.names)
    facts = _facts(tx, actor.workspace, compiled, answers, parties, roster, case_id)
    outcome = step.begin(compiled.course, facts, now, parties.filer)
    case = Case(
        actor.workspace,
        case_id,
        numbered(tx, actor.workspace, compiled.process.key, compiled.process.number, now),
        compiled.process.key,
        compiled.id,
        compiled.process.title,
        parties.requester,
        parties.names[parties.requester],
        parties.filer,
        parties.names[parties.filer],
        parties.contact_id,
        submission.channel,
        now,
        Position(),
        answers,
        version=0,
        state=compiled.process.flow.initial,
        customer_id=parties.customer_id,
    )
    said = ("answered", answered(tx, actor.workspace, compiled, "", {key: [None, one] for key, one in answers.items()}))
    by = Actor(actor.workspace, parties.filer, parties.names[parties.filer])
    begun = applying.apply(tx, Change(case, compiled, outcome, by, roster, now, (said,)))
    claim_files(tx, compiled, begun.case, {})
    occurrences.record(tx, compiled.process.form, begun.case, {})
    return begun


def _facts(
    tx: Connection,
    workspace: str,
    compiled: Compiled,
    answers: Mapping[str, Any],
    parties: _Parties,
    roster: Roster,
    case_id: str,
) -> Facts:
    look = frequent.look(tx, workspace, parties.customer_id, parties.contact_id, fresh=True)
    return Facts(
        answers,
        parties.requester,
        parties.contact,
        roster,
        calendar(tx, workspace),
        compiled.checker.fits,
        plan_deeds.look(tx, workspace, case_id),
        look if compiled.flow_reads_asked else None,
    )


def answered(
    tx: Connection, workspace: str, compiled: Compiled, state: str, changes: Mapping[str, Sequence[Any]]
) -> dict[str, Any]:
    """What the journal says of answers; ``changes`` are field keys to the answer before and after.

    With it stands how the people and departments in them were called, which does not change when they do.
    """
    form = compiled.process.form
    names = [
        display_names.called(tx, workspace, form, {key: pair[at] for key, pair in changes.items()}) for at in (0, 1)
    ]
    said = {"state": state, "changes": {key: list(pair) for key, pair in changes.items()}}
    return said | ({"called": found} if (found := {**names[0], **names[1]}) else {})


def claim_files(tx: Connection, compiled: Compiled, case: Case, before: Mapping[str, Any]) -> None:
    """The files that the answers name now and did not before belong to the case from now on.

    Raises:
        Rejected: ``answer.not-a-file``, another case was faster.
    """
    fields, after = compiled.process.form.fields, case.answers
    changed = {key: one for key, one in fields.items() if after.get(key) != before.get(key)}
    fresh = sorted(references.named(changed, after) - references.named(changed, before))
    if fresh and not files.claim(tx, case.workspace, case.id, fresh):
        raise Rejected((Problem("answer.not-a-file"),), answers=case.answers)


def _parties(
    tx: Connection, submission: Submission, compiled: Compiled, answers: Mapping[str, Any], now: datetime
) -> _Parties:
    """Whoever comes by a public link is taken for the client whom they name."""
    actor = submission.actor
    client = find_or_make(tx, actor, compiled.process.contact, answers, now)
    requester = client.party if client and _is_clients(submission) else actor.party
    filer = requester if actor.is_link else actor.party
    names = {actor.party: actor.name} | ({client.party: client.name} if client else {})
    customer = client.customer_id if client else customer_of(compiled.process.form, answers)
    return _Parties(requester, filer, client, names, customer)


def _receipt(tx: Connection, case: Case, opened: tuple[Task, ...], *, repeated: bool) -> Receipt:
    compiled = deployment.version(tx, case.workspace, case.version_id)
    tracking = keys.token(tx, "tracking", case.id)
    said = forecast.sentence(compiled, case, inside=case.filer.startswith(PERSON))
    return Receipt(case.id, case.number, case.title, tracking, said, repeated, opened)
