"""Addresses of works, lines, matches, bodies and pilots."""

from django.urls import path

from kechuang.policy.works import body_views, line_views, pilot_views, views

app_name = "policy_works"
urlpatterns = [
    path("policy/works/", views.works, name="works"),
    path("policy/works/<uuid:identifier>/", views.work, name="work"),
    path("policy/works/<uuid:identifier>/state/", views.state, name="state"),
    path("policy/works/<uuid:identifier>/adopted/", views.adopt, name="adopt"),
    path("policy/published/", views.published, name="published"),
    path("policy/compare/", views.compare, name="compare"),
    path("policy/lines/", line_views.lines, name="lines"),
    path("policy/lines/<uuid:identifier>/", line_views.line, name="line"),
    path("policy/lines/<uuid:identifier>/serve/", line_views.serve, name="serve"),
    path("policy/lines/<uuid:identifier>/serves/<uuid:other>/", line_views.match, name="match"),
    path("policy/alignment/", line_views.alignment, name="alignment"),
    path("policy/alignment/<uuid:identifier>/", line_views.decided, name="decided"),
    path("policy/bodies/", body_views.bodies, name="bodies"),
    path("policy/pilots/", pilot_views.pilots, name="pilots"),
    path("policy/pilots/new/", pilot_views.new, name="new-pilot"),
    path("policy/pilots/<uuid:identifier>/", pilot_views.pilot, name="pilot"),
    *(
        path(f"policy/pilots/<uuid:identifier>/{move}/", pilot_views.step_page(move), name=f"pilot-{move}")
        for move in ("evaluate", "spread", "end")
    ),
]
