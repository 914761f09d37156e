"""Addresses of the kit's own pages."""

from django.urls import path

from kechuang.web import api_page, drafts_pages, looks_pages, progress_views, style, style_office, undo, views
from kechuang.web.identity import account_views, sign_in_views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("preferences/", views.preferences, name="preferences"),
    path("help/", views.help_page, name="help"),
    path("style/", style.show, name="style"),
    path("style/list/", style.sample_list, name="style-list"),
    path("style/form/", style.sample_form, name="style-form"),
    path("style/office/", style_office.show, name="style-office"),
    path("style/errors/<int:status>/", style_office.error, name="style-error"),
    path("lists/views/", looks_pages.views, name="views"),
    path("lists/views/save/", looks_pages.save, name="view-save"),
    path("lists/views/opens/", looks_pages.opens, name="view-opens"),
    path("lists/views/remove/", looks_pages.remove, name="views-remove"),
    path("lists/views/<uuid:identifier>/name/", looks_pages.name, name="view-name"),
    path("lists/settings/", looks_pages.settings, name="list-settings"),
    path("drafts/", drafts_pages.mine, name="drafts"),
    path("drafts/keep/", drafts_pages.keep, name="draft-keep"),
    path("drafts/discard/", drafts_pages.discard_many, name="drafts-discard"),
    path("drafts/<uuid:identifier>/discard/", drafts_pages.discard, name="draft-discard"),
    path("tasks/", progress_views.works, name="works"),
    path("tasks/<uuid:identifier>/", progress_views.work, name="work"),
    path("tasks/<uuid:identifier>/stop/", progress_views.stop, name="work-stop"),
    path("undo/<uuid:identifier>/", undo.take_back, name="undo"),
    path("api/", api_page.show, name="api"),
    path("healthz", views.health, name="health"),
    path("sign-in/", sign_in_views.sign_in, name="sign-in"),
    path("sign-in/demonstration/", sign_in_views.demo_sign_in, name="demo-sign-in"),
    path("sign-out/", sign_in_views.sign_out, name="sign-out"),
    path("account/", account_views.account, name="account"),
    path("account/password/", account_views.password, name="password"),
]
