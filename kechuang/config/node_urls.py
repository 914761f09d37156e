"""Addresses of the node itself."""

from django.urls import path

from kechuang.config.demo import live_views, views
from kechuang.config.health import views as health

app_name = "node"
urlpatterns = [
    path("demo/join/<uuid:lot>/", live_views.join, name="join-sale"),
    path("demo/next-day/", views.next_day, name="next-day"),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("metrics", health.metrics_text, name="metrics"),
    path("node/health/", health.health, name="health"),
]
