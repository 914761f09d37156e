"""Addresses."""

from django.urls import path

from kechuang.web.identity import account_views, factor_views, service_views, sign_in_views

app_name = "identity"
urlpatterns = [
    path("sign-in/second-factor/", sign_in_views.second, name="second"),
    path("sign-in/via/<str:code>/", service_views.start, name="start"),
    path("sign-in/via/<str:code>/callback/", service_views.callback, name="callback"),
    path("account/second-factor/", factor_views.set_up, name="factor-set-up"),
    path("account/second-factor/off/", factor_views.switch_off, name="factor-off"),
    path("account/second-factor/codes/", factor_views.renew, name="codes"),
    path("account/sessions/end-others/", account_views.end_other_sessions, name="end-others"),
    path("account/sessions/<uuid:identifier>/end/", account_views.end_session, name="end-session"),
    path("account/tokens/new/", account_views.new_token, name="new-token"),
    path("account/tokens/<uuid:identifier>/end/", account_views.end_token, name="end-token"),
]
