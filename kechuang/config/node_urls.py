"""Addresses of the node itself."""

from django.urls import path

from kechuang.config.demo import views

app_name = "node"
urlpatterns = [path("demo/next-day/", views.next_day, name="next-day")]
