"""A piece of evidence that a firm handed in on its order: seen by those who may read the order, and by nobody else."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kechuang.casework.files import actions, keeping
from kechuang.casework.models import Case

# Whose duty lets them set a file of others aside, and who may erase one.
PUT_ASIDE = ("keeper1", "keeper2", "city1", "city2", "finance1", "finance2", "finance3", "auditor", "planner", "county")
ERASE = ("city1", "city2", "finance1", "finance2", "finance3")


def handed_in(filled, region, order, seen, among) -> None:
    """Plant a file whose name and words are the parties' and the office's alone."""
    world = filled.worlds[region]
    secret = f"{world.mark}送货单原件"
    with world.at():
        upload = SimpleUploadedFile(f"{secret}.txt", f"{world.mark}货物清单一份".encode())
        firm = world.actor("firm clerk")
        file = keeping.keep(upload, by=firm, declared=True, on=world.on, title=secret)
        assert actions.add(file, Case.objects.get(pk=order), by=firm, key=world.key())
        image = io.BytesIO()
        Image.new("RGB", (8, 8), "navy").save(image, "PNG")
        upload = SimpleUploadedFile(f"{world.mark}现场照片.png", image.getvalue())
        picture = keeping.keep(upload, by=firm, declared=True, on=world.on)
        assert actions.add(picture, Case.objects.get(pk=order), by=firm, key=world.key())
    filled.add(region, "file", file.pk, seen)
    filled.add(region, "picture", picture.pk, seen)
    filled.add(region, "file of the firm", file.pk, among(region, "firm clerk", *PUT_ASIDE))
    filled.add(region, "file that may go", file.pk, among(region, *ERASE))
    filled.plant(secret, seen)
    filled.plant(f"{world.mark}货物清单一份", seen)
