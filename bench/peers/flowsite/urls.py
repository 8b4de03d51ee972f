from django.urls import path
from viewflow.workflow.flow import FlowViewset

from flowsite.flows import ChangeFlow

urlpatterns = [path("flow/", FlowViewset(ChangeFlow).urls)]
