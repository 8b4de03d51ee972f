"""Seven human steps, of which one is a board of three whose votes are joined."""

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from viewflow import this
from viewflow.workflow import STATUS, flow, lock
from viewflow.workflow.flow import views
from viewflow.workflow.models import Task

from flowsite.models import ASKED, Change
from flowsite.settings import IS_SQLITE


class _Says:
    """The answer names the to-dos that are open now, as those of the other houses do."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        process = self.request.activation.process
        opened = Task.objects.filter(process_id=process.pk, status=STATUS.ASSIGNED).values_list("flow_task", "pk")
        answer["X-Process"] = process.pk
        answer["X-Open"] = ",".join(f"{node.name}:{pk}" for node, pk in opened)
        return answer


class Start(_Says, views.CreateProcessView):
    pass


class Step(_Says, views.UpdateProcessView):
    pass


def _one(following: Any, *fields: str, who: str = "ada") -> flow.View:
    asked = flow.View(Step.as_view(fields=list(fields)))
    return asked.Assign(lambda _activation: User.objects.get(username=who)).Next(following)


class ChangeFlow(flow.Flow):
    process_class = Change
    lock_impl = lock.no_lock if IS_SQLITE else lock.select_for_update_lock

    start = flow.Start(Start.as_view(fields=ASKED)).Next(this.look)
    look = _one(this.grade)
    grade = _one(this.analyse, "grade")
    analyse = _one(this.board)
    board = flow.Split().Next(this.bea).Next(this.cem).Next(this.ada)
    bea = _one(this.joined, who="bea")
    cem = _one(this.joined, who="cem")
    ada = _one(this.joined)
    joined = flow.Join().Next(this.plan)
    plan = _one(this.do, "days")
    do = _one(this.close)
    close = _one(this.end)
    end = flow.End()
