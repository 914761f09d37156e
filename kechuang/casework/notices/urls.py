"""Addresses of notices, calendar, webhooks and years."""

from django.urls import URLPattern, path

from kechuang.casework.notices import calendar_views, channel_views, circular_views, settings_views, views, year_views

app_name = "notices"
urlpatterns: list[URLPattern] = [
    path("notices/", views.inbox, name="inbox"),
    path("notices/settings/", settings_views.settings, name="settings"),
    path("notices/settings/feed/", calendar_views.make_feed, name="make-feed"),
    path("notices/settings/feed/end/", calendar_views.end_feed, name="end-feed"),
    path("notices/channels/", channel_views.channels, name="channels"),
    path("notices/channels/mail/", channel_views.mail_new, name="mail-new"),
    path("notices/channels/mail/<int:identifier>/end/", channel_views.mail_end, name="mail-end"),
    path("notices/undelivered/", channel_views.undelivered, name="undelivered"),
    path("notices/sent/", circular_views.listed, name="circulars"),
    path("notices/write/", circular_views.write, name="write"),
    path("notices/sent/<uuid:identifier>/", circular_views.circular, name="circular"),
    path("notices/sent/<uuid:identifier>/send/", circular_views.send, name="send"),
    path("notices/sent/<uuid:identifier>/remind/", circular_views.remind_all, name="remind-all"),
    path("notices/<uuid:identifier>/", views.notice, name="notice"),
    path("notices/<uuid:identifier>/confirm/", views.confirm, name="confirm"),
    path("notices/<uuid:identifier>/answer/", views.answer, name="answer"),
    path("notices/<uuid:identifier>/remind/", views.remind, name="remind"),
    path("notices/<uuid:identifier>/withdraw/", views.withdraw, name="withdraw"),
    path("webhooks/new/", channel_views.hook_new, name="hook-new"),
    path("webhooks/<uuid:identifier>/", channel_views.hook, name="hook"),
    path("webhooks/<uuid:identifier>/pause/", channel_views.hook_pause, name="hook-pause"),
    path("webhooks/<uuid:identifier>/resume/", channel_views.hook_resume, name="hook-resume"),
    path("webhooks/<uuid:identifier>/secret/", channel_views.hook_secret, name="hook-secret"),
    path("webhooks/<uuid:identifier>/end/", channel_views.hook_end, name="hook-end"),
    path("webhooks/deliveries/<uuid:identifier>/again/", channel_views.again, name="again"),
    path("calendar/", calendar_views.calendar, name="calendar"),
    path("calendar/due-days.ics", calendar_views.file, name="file"),
    path("calendar/feed/<str:secret>/due-days.ics", calendar_views.feed, name="feed"),
    path("years/", year_views.accounts, name="years"),
    path("years/close/", year_views.close, name="close-year"),
]
