"""Addresses of policy documents and of the systems that they name."""

from django.urls import path

from kechuang.policy import import_views, system_views, views

app_name = "policy"
urlpatterns = [
    path("policy/", views.documents, name="documents"),
    path("policy/targets/", views.targets, name="targets"),
    path("policy/tasks/", views.tasks, name="tasks"),
    path("policy/import/", import_views.take, name="import"),
    path("policy/import/<uuid:identifier>/", import_views.preview, name="preview"),
    path("policy/import/<uuid:identifier>/drop/", import_views.drop, name="drop"),
    path("policy/cited/<slug:work>/", system_views.cited, name="work"),
    path("policy/cited/<slug:work>/<str:clause>/", system_views.cited, name="cited"),
    path("policy/<uuid:identifier>/", views.document, name="document"),
    path("policy/<uuid:identifier>/record/", views.record, name="record"),
    path("policy/<uuid:identifier>/file/", views.file, name="file"),
    path("policy/<uuid:identifier>/text/", views.text, name="text"),
    path("policy/<uuid:identifier>/revise/", import_views.revise, name="revise"),
    path("policy/<uuid:identifier>/withdraw/", import_views.withdraw, name="withdraw"),
    path("systems/", system_views.systems, name="systems"),
    path("systems/<int:number>/", system_views.system, name="system"),
]
