"""Addresses."""

from django.urls import path

from kechuang.casework.posts.views import bodies, deputies, handing, inviting, mine, people, reshaping, seats

app_name = "posts"
urlpatterns = [
    path("office/people/", people.people, name="people"),
    path("office/people/invite/", inviting.invite, name="invite"),
    path("office/people/invitations/", inviting.invitations, name="invitations"),
    path("office/people/invitations/<uuid:identifier>/", inviting.invitation, name="invitation"),
    path("office/people/<uuid:identifier>/", people.person, name="person"),
    path("office/people/<uuid:identifier>/role/", people.give_role, name="give-role"),
    path("office/people/<uuid:identifier>/end/", handing.end_access, name="end-access"),
    path("office/roles/<int:number>/end/", people.end_role, name="end-role"),
    path("join/<slug:secret>/", inviting.join, name="join"),
    path("office/posts/", seats.posts, name="posts"),
    path("office/posts/new/", seats.new_post, name="new-post"),
    path("office/posts/<uuid:identifier>/", seats.post, name="post"),
    path("office/posts/<uuid:identifier>/change/", seats.change_post, name="change-post"),
    path("office/posts/<uuid:identifier>/fill/", seats.fill_post, name="fill-post"),
    path("office/posts/<uuid:identifier>/handover/", handing.hand_over_post, name="hand-over"),
    path("office/handovers/", handing.handovers, name="handovers"),
    path("office/handovers/<uuid:identifier>/", handing.handover, name="handover"),
    path("office/delegations/", deputies.delegations, name="delegations"),
    path("office/delegations/new/", deputies.delegate, name="delegate"),
    path("office/delegations/<uuid:identifier>/", deputies.delegation, name="delegation"),
    path("office/mine/", mine.my_posts, name="mine"),
    path("cases/<uuid:identifier>/assign/", mine.assign, name="assign"),
    path("office/bodies/", bodies.bodies, name="bodies"),
    path("office/bodies/new/", bodies.new_body, name="new-body"),
    path("office/bodies/<uuid:identifier>/", bodies.body, name="body"),
    path("office/bodies/<uuid:identifier>/rename/", reshaping.rename, name="rename"),
    path("office/bodies/<uuid:identifier>/merge/", reshaping.merge, name="merge"),
    path("office/bodies/<uuid:identifier>/split/", reshaping.split, name="split"),
    path("office/successions/", bodies.successions, name="successions"),
    path("office/successions/<uuid:identifier>/", bodies.succession, name="succession"),
]
