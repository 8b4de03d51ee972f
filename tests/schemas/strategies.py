"""Whole processes for hypothesis, of every shape that the language allows. They make sense to a machine only."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from schemas.fields.parts.alternatives import Choice
from schemas.fields.parts.bands import Band, Criterion, Grade
from schemas.fields.phone import COUNTRIES
from schemas.fields.registry import TYPES
from schemas.format.notice_reading import OCCASIONS
from schemas.format.state_reading import AGAIN, PERMITS, STATE_KINDS
from schemas.model.assignment import Who
from schemas.model.flow import USUAL_PERMITS, Calls, Deadline, Deed, Each, Flow, Join, Move, PlanDeed, State
from schemas.model.form import Field, Form, Jump, Page, Remark, Section
from schemas.model.notices import Notice
from schemas.model.process import CHANNELS, CONTACT, ContactFields, FigureFields, Follow, Process
from schemas.model.reporting import Report, ReportSection
from schemas.model.voting import Decide, Weight
from schemas.words import Words

CELLS = sorted(key for key, kind in TYPES.items() if kind.in_table)
SOME = 3
PATTERNED = {"^[A-Z]{3}$": ("CNY", "EUR"), "^[A-Z]{2}$": ("CN", "GB"), COUNTRIES: ("*", "CN, HK")}
"""Answers to the options that ask for a certain pattern."""
PLAIN = {
    "yes_no": st.booleans(),
    "date": st.dates().map(lambda day: day.isoformat()),
    "time": st.times().map(lambda at: f"{at:%H:%M}"),
    "datetime": st.dates().map(lambda day: f"{day.isoformat()}T09:30"),
    "url": st.just("https://example.com/"),
}
"""Answers to the options that ask for no more than their type."""

SAMPLES: Mapping[str, Any] = {
    "url": ("https://example.com/terms", "http://例え.jp/"),
    "time": ("08:00", "23:59"),
    "datetime": ("2026-11-22T08:00", "2027-01-01T00:00"),
}
"""Answers to the options of other types."""

keys = st.sampled_from([*"abcdefghijklmnopqrstuvwxyz", "字段", "with-hyphen", "with_line", "Åse", "x" * 64])
texts = st.text(st.sampled_from("ab 1{}~/é中 \u2028\t😀<&\"'"), min_size=1, max_size=6)
titles = st.dictionaries(st.sampled_from(("en", "zh-Hans", "fr")), texts, max_size=3).map(Words)
answers = st.none() | st.booleans() | st.integers(-1000, 1000) | st.floats(-1e6, 1e6) | texts
people = st.one_of(
    st.builds(Who, st.sampled_from(("person", "group", "field")), keys),
    st.builds(Who, st.sampled_from(("requester", "manager", "contact"))),
)


def rules(names: st.SearchStrategy[str] = keys) -> st.SearchStrategy[Any]:
    """JSON Logic that has the right shape, over these names."""
    var = st.builds(lambda name: {"var": name}, names)
    return st.recursive(
        st.booleans() | st.integers(-9, 9) | texts | var,
        lambda inner: st.builds(
            lambda word, left, right: {word: [left, right]},
            st.sampled_from(("==", "<", "and", "or", "+", "in", "if")),
            inner,
            inner,
        ),
        max_leaves=5,
    )


def fields(types: list[str]) -> st.SearchStrategy[Field]:
    return st.sampled_from(types).flatmap(_field)


def _field(kind: str) -> st.SearchStrategy[Field]:
    if kind == "note":
        return st.builds(
            Field, key=keys, type=st.just(kind), title=titles, options=_options(kind), show=st.none() | rules()
        )
    columns = st.lists(fields(CELLS), min_size=1, max_size=SOME, unique_by=lambda one: one.key).map(tuple)
    return st.builds(
        Field,
        key=keys,
        type=st.just(kind),
        title=titles,
        help=titles,
        placeholder=titles,
        required=st.booleans(),
        options=_options(kind),
        columns=columns if TYPES[kind].value == "rows" else st.just(()),
        compute=rules() if kind == "computed" else st.none(),
        **dict.fromkeys(("show", "require", "lock", "set", "limit"), st.none() | rules()),
        default=st.none() | answers | rules() | st.lists(texts, max_size=SOME),
        remarks=st.lists(st.builds(Remark, rules(), titles, st.booleans()), max_size=SOME).map(tuple),
        **dict.fromkeys(("soft", "unique", "total"), st.booleans()),
        locked=st.booleans() if TYPES[kind].given == "typed" else st.just(False),
        width=st.sampled_from(("", "half", "third")),
        message=titles,
    ).map(lambda one: one.with_(locked=one.locked and one.compute is None))


def _options(kind: str) -> st.SearchStrategy[Mapping[str, Any]]:
    asked = TYPES[kind].options.fields.values()
    return st.fixed_dictionaries({}, optional={one.key: _option(one) for one in asked})


def _option(one: Field) -> st.SearchStrategy[Any]:
    match one.type:
        case "number" | "duration":
            return st.integers(one.options.get("minimum", 0), one.options.get("maximum", 1000))
        case "choice" | "choices":
            kept = st.sampled_from([choice.const for choice in one.options["choices"]])
            return kept if one.type == "choice" else st.lists(kept, min_size=1, unique=True)
        case kind if kind in PLAIN:
            return PLAIN[kind]
        case "table":
            return GRADED.get(one.key, CHOICES)
        case _ if "pattern" in one.options:
            return st.sampled_from(PATTERNED[one.options["pattern"]])
        case _:
            return st.sampled_from(("^[a-z]+$", "[0-9]{3}", ".")) if one.key == "pattern" else texts


CHOICES = st.lists(st.builds(Choice, keys, titles), min_size=1, max_size=SOME, unique_by=lambda made: made.const).map(
    tuple
)
BANDS = st.builds(Band, keys, titles, st.sampled_from(("<5", "5–15", ">15")), keys, st.integers(0, 9))
CRITERIA = st.builds(
    Criterion,
    keys,
    titles,
    st.sampled_from(("number", "choice")),
    st.sampled_from(("", "%")),
    st.just(""),
    st.lists(BANDS, max_size=2).map(tuple),
)
GRADES = st.builds(Grade, keys, titles, st.integers(0, 9))
GRADED = {
    key: st.lists(one, min_size=1, max_size=2).map(tuple) for key, one in (("criteria", CRITERIA), ("grades", GRADES))
}
"""The rows of a grading matrix."""


@st.composite
def forms(draw: st.DrawFn) -> Form:
    all_keys = st.lists(keys, max_size=7, unique=True)
    left = [draw(fields(sorted(TYPES))).with_(key=key) for key in draw(all_keys)]
    pages = []
    for page in draw(st.lists(keys, min_size=bool(left), max_size=3, unique=True)):
        sections = []
        for number in range(draw(st.integers(0, 2))):
            taken, left = left[:3], left[3:]
            shown = draw(st.none() | rules())
            columns = draw(st.integers(1, 3))
            sections.append(Section(f"s{len(pages)}-{number}", draw(titles), tuple(taken), shown, columns))
        pages.append(Page(page, draw(titles), tuple(sections), draw(st.none() | rules())))
    if left:
        last = pages.pop()
        pages.append(replace(last, sections=(*last.sections, Section("rest", fields=tuple(left)))))
    there = st.sampled_from([page.key for page in pages] or [""])
    jumps = st.lists(st.builds(Jump, there, rules()), max_size=2).map(tuple)
    ruled = tuple(replace(page, jumps=draw(jumps)) for page in pages)
    return Form(ruled, *draw(st.tuples(st.booleans(), st.booleans())))


@st.composite
def flows(draw: st.DrawFn, names: list[str]) -> Flow:
    states = draw(st.lists(_states(names), min_size=1, max_size=3, unique_by=lambda state: state.key))
    there = st.sampled_from([state.key for state in states])
    moves = st.lists(_moves(there, names), max_size=5, unique_by=lambda move: (move.source, move.key))
    return Flow(
        initial=draw(there),
        states=tuple(states),
        moves=tuple(draw(moves)),
        fill=draw(_rights(names)),
        tracking=draw(_rights(names)),
        fallback=tuple(draw(st.lists(people, max_size=1))),
        withdraw=draw(st.sampled_from(("undecided", "always", "never"))),
        notices=draw(_notices()),
    )


def _states(names: list[str]) -> st.SearchStrategy[State]:
    logic = st.dictionaries(keys, rules(), max_size=1)
    return st.builds(
        State,
        key=keys,
        kind=st.sampled_from(STATE_KINDS),
        title=titles,
        help=titles,
        who=st.lists(people, max_size=2).map(tuple),
        not_who_did=st.lists(keys, max_size=1).map(tuple),
        **dict.fromkeys(("if_requester", "if_acted"), st.sampled_from(AGAIN)),
        permits=st.just(USUAL_PERMITS)
        | st.sets(st.sampled_from(PERMITS)).map(lambda said: tuple(one for one in PERMITS if one in said)),
        decide=_decisions(),
        fields=_rights(names),
        deadlines=st.lists(_deadlines(names), max_size=2).map(tuple),
        notices=_notices(),
        outcome=st.just("") | keys,
        ends=st.sampled_from(("branch", "all")),
        join=st.just(Join())
        | st.builds(
            Join,
            st.sampled_from(("all", "any", "at_least", "when")),
            st.integers(0, 4),
            st.none() | rules(),
            st.sampled_from(("cancel", "go_on", "hold")),
        ),
        each=st.just(Each())
        | st.builds(Each, _named(names), st.none() | rules(), st.sampled_from(("parallel", "sequential"))),
        calls=st.just(Calls()) | st.builds(Calls, st.just("") | keys, logic, logic, st.booleans()),
        deeds=st.lists(_deeds(names), max_size=1).map(tuple),
        reports=st.lists(keys, max_size=2).map(tuple),
    )


def _decisions() -> st.SearchStrategy[Decide]:
    return st.just(Decide()) | st.builds(
        Decide,
        rule=st.sampled_from(("any", "all", "at_least", "share", "majority", "each_group")),
        count=st.integers(1, 4),
        share=st.integers(-1, 101) | st.just(66.7),
        order=st.sampled_from(("parallel", "sequential")),
        **dict.fromkeys(("one_rejection_ends", "early"), st.booleans()),
        quorum=st.integers(0, 3),
        weights=st.lists(st.builds(Weight, people, st.integers(0, 3)), max_size=1).map(tuple),
        veto=st.lists(people, max_size=1).map(tuple),
    )


def _deadlines(names: list[str]) -> st.SearchStrategy[Deadline]:
    return st.builds(
        Deadline,
        st.sampled_from(("P2WD", "PT4H", "P1D", "-P1D", "soon")),
        st.sampled_from(("remind", "escalate", "hand_over", "close", "move")),
        st.lists(people, max_size=2).map(tuple),
        _named(names),
        st.just("") | keys,
    )


def _deeds(names: list[str]) -> st.SearchStrategy[Deed]:
    columns = st.dictionaries(st.sampled_from(CONTACT), rules(), max_size=1)
    return (
        st.builds(Deed, set=_named(names), to=st.none() | rules())
        | st.builds(Deed, record=st.sampled_from(("customer", "contact")), fields=columns)
        | st.builds(Deed, plan=_plans(names))
    )


def _plans(names: list[str]) -> st.SearchStrategy[PlanDeed]:
    columns = st.dictionaries(st.sampled_from(("title", "kind", "days", "after")), st.sampled_from(("a", "b")))
    stops = st.sampled_from(("tell", "stop"))
    return st.builds(PlanDeed, _named(names), st.just("") | _named(names), st.none() | rules(), columns, stops)


def _notices() -> st.SearchStrategy[tuple[Notice, ...]]:
    one = st.builds(
        Notice,
        st.sampled_from(OCCASIONS),
        st.lists(people, max_size=1).map(tuple),
        st.lists(st.sampled_from(("app", "mail", "channel:team")), max_size=2).map(tuple),
        titles,
        titles,
    )
    return st.just(()) | st.just(()) | st.lists(one, max_size=1).map(tuple)


def _named(names: list[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(["", "elsewhere", *names])


def _moves(there: st.SearchStrategy[str], names: list[str]) -> st.SearchStrategy[Move]:
    return st.builds(
        Move,
        key=keys | st.sampled_from(("approve", "reject")),
        source=there,
        target=there,
        title=titles,
        help=titles,
        when=st.none() | rules(st.sampled_from(names) if names else keys),
        asks=st.sampled_from(((), ("comment",), ("signature", "file"))),
        vote=st.sampled_from(("for", "against", "abstain", "")),
        **dict.fromkeys(("unfinished", "branch", "leaves", "by_hand", "keeps"), st.booleans()),
        message=st.just("") | keys,
        notices=_notices(),
    )


def _rights(names: list[str]) -> st.SearchStrategy[Mapping[str, Any]]:
    return st.dictionaries(st.sampled_from(["*", *names]), st.sampled_from(("edit", "read", "hide")), max_size=4)


@st.composite
def processes(draw: st.DrawFn) -> Process:
    """A process that `document` can write. It need not be fit to publish."""
    form = draw(forms())
    names = list(form.fields)
    named = st.sampled_from(["", *names])
    return Process(
        key=draw(keys),
        title=draw(titles),
        form=form,
        flow=draw(flows([*names, *(page.key for page in form.pages)])),
        number=draw(st.sampled_from(("{seq:4}", "CR-{yyyy}-{seq}", "{yyyy}{mm}/{seq:3}"))),
        about=draw(titles),
        category=draw(st.just("") | keys),
        contact=draw(st.builds(ContactFields, named, named, named, named)),
        summary=tuple(draw(st.lists(st.sampled_from(names), max_size=3))) if names else (),
        figures=draw(
            st.builds(FigureFields, named, named, named, st.lists(st.sampled_from(names), max_size=2).map(tuple))
        )
        if names
        else FigureFields(),
        follows=tuple(draw(st.lists(_follows(), max_size=2))),
        reports=tuple(draw(st.lists(_reports(), max_size=2))),
        groups=draw(st.dictionaries(keys, titles, max_size=2)),
        tests=tuple(draw(st.lists(_tests(), max_size=2))),
    )


def _follows() -> st.SearchStrategy[Follow]:
    given = st.dictionaries(keys, rules(), max_size=1)
    return st.builds(Follow, keys, titles, given, st.sampled_from(CHANNELS))


def _reports() -> st.SearchStrategy[Report]:
    sections = st.builds(ReportSection, titles, st.lists(keys, max_size=2).map(tuple))
    return st.builds(Report, keys, titles, st.lists(sections, max_size=2).map(tuple), st.booleans())


def _tests() -> st.SearchStrategy[dict[str, Any]]:
    step = st.fixed_dictionaries({"do": keys}, optional={"at": keys, "as": texts, "comment": texts})
    return st.fixed_dictionaries(
        {"title": texts, "steps": st.lists(step, max_size=2)},
        optional={"answers": st.dictionaries(keys, answers, max_size=2), "expect": st.just({"ends": "closed"})},
    )
