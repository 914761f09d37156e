"""Addresses of the kit's own pages."""

from django.urls import path

from kechuang.web import api_page, style, views
from kechuang.web.accounts import views as accounts

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
    path("sign-in/", accounts.sign_in, name="sign-in"),
    path("sign-in/demonstration/", accounts.demo_sign_in, name="demo-sign-in"),
    path("sign-out/", accounts.sign_out, name="sign-out"),
    path("account/", accounts.account, name="account"),
    path("account/password/", accounts.password, name="password"),
]
