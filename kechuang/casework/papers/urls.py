"""Addresses of papers and of offices' own templates."""

from django.urls import path

from kechuang.casework.papers import template_views, views

app_name = "papers"
urlpatterns = [
    path("papers/", views.papers_list, name="papers"),
    path("papers/marks/", template_views.marks, name="marks"),
    path("papers/templates/", template_views.templates, name="templates"),
    path("papers/templates/new/", template_views.upload, name="template-new"),
    path("papers/templates/<uuid:identifier>/", template_views.template, name="template"),
    path("papers/templates/<uuid:identifier>/file/", template_views.file, name="template-file"),
    path("papers/templates/<uuid:identifier>/retire/", template_views.retire, name="template-retire"),
    path("papers/<uuid:identifier>/", views.paper, name="paper"),
    path("papers/<uuid:identifier>/page/<int:number>/", views.picture, name="page"),
    path("papers/<uuid:identifier>/file/<slug:ending>/", views.file, name="file"),
    path("papers/<uuid:identifier>/own/", template_views.filled, name="own"),
    path("papers/<uuid:identifier>/issue/", views.issue, name="issue"),
    path("papers/<uuid:identifier>/take-back/", views.take_back, name="take-back"),
    path("papers/<uuid:identifier>/throw-away/", views.throw, name="throw"),
    path("cases/<uuid:identifier>/papers/<str:code>/", views.make, name="make"),
    path("cases/<uuid:identifier>/papers/<str:code>/page/", views.preview, name="preview"),
]
