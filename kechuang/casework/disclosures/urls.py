"""Addresses."""

from django.urls import path

from kechuang.casework.disclosures import views

app_name = "disclosures"
urlpatterns = [path("account/disclosures/", views.disclosures, name="list")]
