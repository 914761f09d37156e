"""What the page kit keeps for one person: nobody else opens it, and nobody else reads a word of it."""

from kechuang.web import progress
from kechuang.web.models import Draft, ListView

KEEPER = "keeper1"


def kept(filled, region, among) -> None:
    """Plant a view of a list, a draft and work in the background with one person of each region."""
    world, only = filled.worlds[region], among(region, KEEPER)
    person = world.persons[KEEPER]
    view = ListView.objects.create(
        keeper=person, list_key="cases", path="/inbox/all/", title="全部", name=f"{world.mark}视图一号"
    )
    Draft.objects.create(
        person=person,
        form="tests.Form",
        path="/organisations/enter/",
        title=f"{world.mark}草稿一号",
        values={"name": ["x"]},
    )
    work = progress.begin("import", f"{world.mark}任务一号", by=person.pk, total=10)
    filled.add(region, "view", view.pk, only)
    filled.add(region, "work", work.pk, only)
    for text in (view.name, f"{world.mark}草稿一号", work.title):
        filled.plant(text, only)
