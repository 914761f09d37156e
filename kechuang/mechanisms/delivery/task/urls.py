"""Addresses of tasks: ``/delivery/…`` (``/tasks/`` is taken by work in the background)."""

from django.urls import path

from kechuang.mechanisms.delivery.task import dispatch_views, document_views, place_views, views

app_name = "delivery_task"
urlpatterns = [
    path("delivery/tasks/", views.tasks, name="list"),
    path("delivery/tasks/board/", views.board, name="board"),
    path("delivery/tasks/timeline/", views.time_line, name="timeline"),
    path("delivery/tasks/new/", views.make, name="make"),
    path("delivery/tasks/urge/", views.urge, name="urge-many"),
    path("delivery/tasks/<uuid:identifier>/share/", views.share, name="share"),
    path("delivery/help/<uuid:question>/", views.answer_help, name="answer-help"),
    *(
        path(f"delivery/tasks/<uuid:identifier>/{move.replace('_', '-')}/", views.step_page(move), name=move)
        for move in views.PERMISSIONS
    ),
    path("delivery/from/", document_views.documents, name="documents"),
    path("delivery/from/<uuid:identifier>/", document_views.choose, name="choose"),
    path("delivery/places/", place_views.places, name="places"),
    path("delivery/bodies/<uuid:identifier>/", place_views.body, name="body"),
    path("delivery/places/<str:code>/", place_views.place, name="place"),
    path("delivery/dispatch/", dispatch_views.dispatch, name="dispatch"),
    path("delivery/dispatch/take/", dispatch_views.take, name="take"),
    path("delivery/dispatch/past/", dispatch_views.dispatches, name="dispatches"),
    path("delivery/dispatch/<uuid:identifier>/", dispatch_views.dispatch_of, name="dispatch-of"),
]
