"""Projects and their plans, for the description of the API."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from runtime.web.api.api_body import JSON
from runtime.web.api.api_projects import LONGEST_TEXT
from runtime.web.api.description.api_shapes import FILLED, REPLAYED, TEXT, listed, of

Shape = dict[str, Any]
_DAY: Final = {"type": "string", "format": "date"}
_YES: Final = {"type": "boolean"}
_WHOLE: Final = {"type": "integer"}
_MAYBE: Final = {"type": ["string", "null"]}
_TEXTS: Final = {"type": "array", "items": TEXT}
_OBJECTS: Final = {"type": "array", "items": {"type": "object"}}
_LONG: Final = {"type": "string", "maxLength": LONGEST_TEXT}


def _object(required: str, **properties: Any) -> Shape:
    return {"type": "object", "required": required.split(), "additionalProperties": False, "properties": properties}


_LINK: Final = _object(
    "id", id=TEXT, kind={"type": "string", "enum": ["fs", "ss", "ff", "sf"]}, lag=_WHOLE | {"description": "Days."}
)
_SHARE: Final = _object("resource", resource=TEXT, percent=_WHOLE)
_NEED: Final = _object("resource", resource=TEXT, quantity=_WHOLE)
_ACTIVITY: Final[Shape] = {
    "id": TEXT | {"maxLength": 40, "pattern": "^[A-Za-z0-9_-]+$"},
    "title": TEXT,
    "parent": TEXT,
    "start": _DAY | {"description": "Not before that day."},
    "days": _WHOLE | {"description": "Working days; 0 is a milestone."},
    "after": {"type": "array", "items": _LINK},
    "people": {"type": "array", "items": _SHARE},
    "material": {"type": "array", "items": _NEED},
    "done": _WHOLE,
    "case": TEXT,
    "kind": {"type": "string", "enum": ["preparation", "implementation", "follow_up", ""]},
    "fixed": _YES,
}
_PROJECT: Final[Shape] = {
    "name": FILLED | {"maxLength": 200},
    "customer": TEXT | {"description": "The id of the customer."},
    "lead": TEXT | {"description": "A colleague, by address."},
    "members": _TEXTS | {"description": "Colleagues, by address."},
    "begins": _DAY,
    "budget": _WHOLE,
    "state": {"type": "string", "enum": ["open", "closed"]},
}
_DELTA: Final = _object(
    "",
    add=listed("Activity"),
    change=listed("Activity"),
    shift={"type": "array", "items": _object("id", id=TEXT, days=_WHOLE, to=_DAY)},
    lengthen={"type": "array", "items": _object("id days", id=TEXT, days=_WHOLE)},
    assign={
        "type": "array",
        "items": _object(
            "id", id=TEXT, people={"type": "array", "items": _SHARE}, material={"type": "array", "items": _NEED}
        ),
    },
    wait={"type": "array", "items": _object("id after", id=TEXT, after=_LINK)},
    remove=_TEXTS,
)
SHAPES: Final[Mapping[str, Any]] = {
    "Activity": _object("id title", **_ACTIVITY),
    "Delta": _DELTA,
    "NewProject": _object("name", **_PROJECT),
    "ProjectChange": _object("", **_PROJECT),
    "Project": {"type": "object", "required": ["id", "number", "name", "begins", "ends", "state", "plan_version"]},
    "Projects": _object("projects next", projects=listed("Project"), next=_MAYBE),
    "Plan": _object(
        "project activities ends resources double_bookings",
        project=of("Project"),
        activities=_OBJECTS,
        ends=_DAY,
        resources=_OBJECTS,
        double_bookings=_OBJECTS,
    ),
    "PreviewedDelta": _object("delta", delta=of("Delta")),
    "NewPlanChange": _object("delta", delta=of("Delta"), version=_WHOLE, why=_LONG, stop_if_double_booked=_YES),
    "PlanPreview": _object(
        "activities ends said moved double_bookings",
        activities=_OBJECTS,
        ends=_DAY,
        said=_TEXTS,
        moved=_OBJECTS,
        double_bookings=_OBJECTS,
    ),
    "PlanChange": _object(
        "version at by why case undoes said double_booked",
        version=_WHOLE,
        at={"type": "string", "format": "date-time"},
        by=TEXT,
        why=TEXT,
        case=_MAYBE,
        undoes={"type": ["integer", "null"]},
        said=_TEXTS,
        double_booked=_TEXTS,
    ),
    "PlanChanges": _object("changes", changes=listed("PlanChange")),
    "Nothing": _object(""),
    "NewWork": _object("done", done=_WHOLE, operation=_LONG, result=_LONG),
    "Work": {"type": "object", "required": ["id", "activity", "at", "by", "done", "operation", "result"]},
    "PlanTasks": _object("tasks", tasks=_OBJECTS),
    "PlansOfCase": _object("coming done", coming=_OBJECTS, done=_OBJECTS),
}
_BY_A_BODY: Final = ("400", "401", "403", "404", "413", "415", "422")


def paths(
    base: str, said: Callable[[str], Shape], refusals: Callable[..., Shape], taking: Callable[..., list[Shape]]
) -> Shape:
    """By address; the other three make the parts that all addresses have."""

    def get(operation: str, summary: str, shape: str, *keys: str, query: tuple[str, ...] = ()) -> Shape:
        parameters = [*_keys(keys), *(_query(name) for name in query)]
        refused = refusals("401", "403", "404", *(("400",) if query else ()))
        responses = {"200": said(shape), **refused}
        return {"operationId": operation, "summary": summary, "parameters": parameters, "responses": responses}

    def send(operation: str, summary: str, body: str, shape: str, *keys: str, status: str = "200") -> Shape:
        return {
            "operationId": operation,
            "summary": summary,
            "parameters": _keys(keys),
            "requestBody": {"required": True, "content": {JSON: {"schema": of(body)}}},
            "responses": {status: said(shape), **refusals(*_BY_A_BODY, "409")},
        }

    begun = send("begin_project", "Begin a project, with an empty plan", "NewProject", "Project", status="201")
    begun["parameters"] = taking("project_id")[1:]
    begun["responses"]["201"] |= {"headers": REPLAYED}
    return _addresses(base, get, send, begun)


def _addresses(base: str, get: Callable[..., Shape], send: Callable[..., Shape], begun: Shape) -> Shape:
    here, key = f"{base}/projects/{{project_id}}", "project_id"
    return {
        f"{base}/projects": {
            "get": get("projects", "Projects, newest first", "Projects", query=("state", "after")),
            "post": begun,
        },
        here: {
            "get": get("project", "One project", "Project", key),
            "patch": send("change_project", "Change what the body says", "ProjectChange", "Project", key),
        },
        f"{here}/plan": {
            "get": get("plan", "Its plan, worked out, with who is booked twice", "Plan", key),
            "post": send("replan", "Change the plan", "NewPlanChange", "PlanChange", key),
        },
        f"{here}/plan/preview": {
            "post": send("preview_plan", "What a change would make of it", "PreviewedDelta", "PlanPreview", key)
        },
        f"{here}/changes": {"get": get("plan_changes", "Every change of the plan, newest first", "PlanChanges", key)},
        f"{here}/changes/{{version}}/undo": {
            "post": send("undo_plan_change", "Take a change back", "Nothing", "PlanChange", key, "version")
        },
        f"{here}/activities/{{activity_id}}/work": {
            "post": send("report_work", "How far an activity is", "NewWork", "Work", key, "activity_id", status="201")
        },
        f"{base}/plan-tasks": {"get": get("plan_tasks", "What you are to do by plans", "PlanTasks")},
        f"{base}/cases/{{case_id}}/plan": {
            "get": get("plans_of_case", "What a case would change in plans, and has", "PlansOfCase", "case_id")
        },
    }


def _keys(names: tuple[str, ...]) -> list[Shape]:
    return [
        {"name": name, "in": "path", "required": True, "schema": _WHOLE if name == "version" else TEXT}
        for name in names
    ]


def _query(name: str) -> Shape:
    schema = {"type": "string", "enum": ["open", "closed"]} if name == "state" else TEXT
    return {"name": name, "in": "query", "required": False, "schema": schema}
