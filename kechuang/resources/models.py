"""All tables of the registers, one folder a register."""

from kechuang.resources.organisations.models import Organisation, OrganisationVersion, Tie

__all__ = ["Organisation", "OrganisationVersion", "Tie"]
