"""What is kept of where somebody signed in from: the kind of device in two words, and half of the address."""

import ipaddress

SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
PROGRAMS = (
    ("DingTalk", "DingTalk"),
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("QAX", "Qianxin"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def device(agent: str) -> str:
    """Name browser and system as far as the browser says them: ``Chrome · Windows``; empty where it says neither."""
    found = (next((word for mark, word in known if mark in agent), "") for known in (PROGRAMS, SYSTEMS))
    return " · ".join(word for word in found if word)


def shortened(address: str) -> str:
    """Give an address without its last part: ``203.0.113.*``, ``2001:db8:1:*``; empty for what is no address."""
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if read.version == 4:
        return address.rpartition(".")[0] + ".*"
    groups = read.exploded.split(":")[:3]
    return ":".join(group.lstrip("0") or "0" for group in groups) + ":*"
