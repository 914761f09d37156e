from django.apps import AppConfig


class PostsConfig(AppConfig):
    """Posts, delegation, handover, and the bodies' own administration."""

    name = "kechuang.casework.posts"
    label = "posts"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.casework.posts import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
