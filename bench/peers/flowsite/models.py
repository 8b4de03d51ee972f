"""The twelve questions, kept in the workflow's own row: no table of our own, hence no join."""

from typing import ClassVar

from viewflow import jsonstore
from viewflow.workflow.models import Process


class Change(Process):
    name = jsonstore.CharField(max_length=80)
    email = jsonstore.EmailField()
    phone = jsonstore.CharField(max_length=40, blank=True)
    subject = jsonstore.CharField(max_length=120)
    kind = jsonstore.CharField(max_length=10, choices=[("scope", "Scope"), ("account", "Account")])
    amount = jsonstore.DecimalField(max_digits=12, decimal_places=2)
    wanted = jsonstore.DateField()
    urgent = jsonstore.BooleanField()
    reason = jsonstore.TextField(blank=True)
    parts = jsonstore.JSONField()
    story = jsonstore.TextField()
    rows = jsonstore.JSONField()
    grade = jsonstore.CharField(max_length=1, blank=True)
    days = jsonstore.IntegerField()

    class Meta:
        proxy = True
        app_label = "viewflow"  # a proxy needs no migration there
        default_permissions: ClassVar[list[str]] = []


ASKED = ["name", "email", "phone", "subject", "kind", "amount", "wanted", "urgent", "reason", "parts", "story", "rows"]
