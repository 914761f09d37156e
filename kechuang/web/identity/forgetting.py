"""What is forgotten of sign-ins: with time, and with the person."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session

from kechuang.web import clock
from kechuang.web.accounts.models import Person
from kechuang.web.identity import counting
from kechuang.web.identity.models import FailedTry, SignedIn, Token


def forget_person(person: Person) -> int:
    """Remove devices, failed tries, tokens, second factors and what other services call the person."""
    owned = (SignedIn, FailedTry, Token)
    counts = [kind.objects.filter(person=person).delete()[0] for kind in owned]
    counts += [kind.objects.filter(user=person).delete()[0] for kind in (Authenticator, SocialAccount, EmailAddress)]
    return sum(counts)


def tidy() -> int:
    """Remove what has ended: counts, sessions and their rows, tokens past their day."""
    moment = clock.real_now()
    counted = counting.tidy()
    counted += Session.objects.filter(expire_date__lte=moment).delete()[0]
    live = Session.objects.values("session_key")
    counted += SignedIn.objects.exclude(session_key__in=live).delete()[0]
    return counted + Token.objects.filter(expires_on__lte=clock.real_today()).delete()[0]
