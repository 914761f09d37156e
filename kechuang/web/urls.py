"""Addresses of the kit's own pages."""

from django.urls import path

from kechuang.web import api_page, style, views
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
    path("api/", api_page.show, name="api"),
    path("healthz", views.health, name="health"),
    path("sign-in/", sign_in_views.sign_in, name="sign-in"),
    path("sign-in/demonstration/", sign_in_views.demo_sign_in, name="demo-sign-in"),
    path("sign-out/", sign_in_views.sign_out, name="sign-out"),
    path("account/", account_views.account, name="account"),
    path("account/password/", account_views.password, name="password"),
]
