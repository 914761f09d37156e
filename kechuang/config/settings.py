"""Django's settings. Every setting that an operator may change comes from the environment (docs/settings.md)."""

import os

from django.utils.csp import CSP

from kechuang.config import database
from kechuang.config.home import home, secret_key
from kechuang.config.watch import logs

KECHUANG_HOME = home()
KECHUANG_DEMO = os.environ.get("KECHUANG_DEMO", "") == "1"

DEBUG = os.environ.get("KECHUANG_DEBUG", "") == "1"
SECRET_KEY = secret_key()
ALLOWED_HOSTS = os.environ.get("KECHUANG_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("KECHUANG_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks_db",
    "kechuang.web",
    "kechuang.web.accounts",
    "kechuang.web.identity",
    "kechuang.web.documents",
    "kechuang.ledger",
    "kechuang.rulebook",
    "kechuang.casework",
    "kechuang.casework.posts",
    "kechuang.casework.files",
    "kechuang.casework.notices",
    "kechuang.casework.elements",
    "kechuang.casework.imports",
    "kechuang.casework.standard",
    "kechuang.casework.papers",
    "kechuang.casework.matters",
    "kechuang.casework.briefing",
    "kechuang.casework.disclosures",
    "kechuang.resources",
    "kechuang.mechanisms.sharing",
    "kechuang.policy",
    "kechuang.policy.review",
    "kechuang.policy.works",
    "kechuang.policy.filing",
    "kechuang.mechanisms.market.result",
    "kechuang.mechanisms.market.auction",
    "kechuang.mechanisms.market.contract",
    "kechuang.mechanisms.delivery.task",
    "kechuang.mechanisms.delivery.statistic",
    "kechuang.mechanisms.delivery.evaluation",
    "kechuang.mechanisms.market.demand",
    "kechuang.mechanisms.market.notice",
    "kechuang.mechanisms.market.listing",
    "kechuang.mechanisms.market.reward",
    "kechuang.mechanisms.market.broker",
    "kechuang.mechanisms.market.roadshow",
    "kechuang.mechanisms.market.trial",
    "kechuang.mechanisms.market.attestation",
    "kechuang.mechanisms.market.appraisal",
    "kechuang.mechanisms.market.protection",
    "kechuang.mechanisms.market.ocds",
    "kechuang.mechanisms.market.overview",
    "kechuang.indicators",
    "kechuang.indicators.promises",
    "kechuang.config",
    # After our own, so that no word or template of theirs stands before ours.
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
]

MIDDLEWARE = [
    "kechuang.config.watch.requests.Watch",
    "django.middleware.security.SecurityMiddleware",
    "kechuang.config.demo.day.DemonstrationClock",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "kechuang.web.traditional.TraditionalPages",
    "kechuang.web.parting.WholePages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kechuang.web.limits.UnsafeLimit",
    "kechuang.web.read_only.ReadOnly",
    "kechuang.web.drafts_pages.Drafts",
    "kechuang.web.identity.middleware.SecondFactorFirst",
    "kechuang.casework.disclosures.middleware.WhoSawWhat",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "kechuang.config.urls"
WSGI_APPLICATION = "kechuang.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kechuang.web.shell.shell",
            ],
        },
    }
]

DATABASES = {"default": database.settings(KECHUANG_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

CSRF_FAILURE_VIEW = "kechuang.web.errors.csrf_failed"
KECHUANG_PROXIES = frozenset(filter(None, os.environ.get("KECHUANG_PROXIES", "").split(",")))
KECHUANG_LOCK_AFTER = int(os.environ.get("KECHUANG_LOCK_AFTER", "8"))
KECHUANG_LOCK_NAME_AFTER = int(os.environ.get("KECHUANG_LOCK_NAME_AFTER", "40"))
KECHUANG_LOCK_ADDRESS_AFTER = int(os.environ.get("KECHUANG_LOCK_ADDRESS_AFTER", "80"))
KECHUANG_LOCK_MINUTES = int(os.environ.get("KECHUANG_LOCK_MINUTES", "15"))
KECHUANG_SECOND_FACTOR_ROLES = frozenset(
    filter(None, os.environ.get("KECHUANG_SECOND_FACTOR_ROLES", "").replace(" ", "").split(","))
)
KECHUANG_TOKEN_DAYS = int(os.environ.get("KECHUANG_TOKEN_DAYS", "365"))
KECHUANG_TOKEN_REQUESTS_PER_MINUTE = int(os.environ.get("KECHUANG_TOKEN_REQUESTS_PER_MINUTE", "600"))
KECHUANG_DISCLOSURE_DAYS = int(os.environ.get("KECHUANG_DISCLOSURE_DAYS", "1095"))
KECHUANG_WRITES_PER_MINUTE = int(os.environ.get("KECHUANG_WRITES_PER_MINUTE", "600"))
# Which sites may frame the small public progress page of a plan: sources of CSP frame-ancestors, with blanks.
KECHUANG_FRAME_ANCESTORS = tuple(os.environ.get("KECHUANG_FRAME_ANCESTORS", "*").split())
KECHUANG_CONTACT = os.environ.get("KECHUANG_CONTACT", "")
# Mail and webhooks: nothing leaves the node unless these are set (docs/settings.md).
KECHUANG_URL = os.environ.get("KECHUANG_URL", "")
KECHUANG_OCID_PREFIX = os.environ.get("KECHUANG_OCID_PREFIX", "") or "unregistered"
KECHUANG_OPEN_LICENCE = os.environ.get("KECHUANG_OPEN_LICENCE", "")
KECHUANG_SMTP = os.environ.get("KECHUANG_SMTP", "")
KECHUANG_MAIL_FROM = os.environ.get("KECHUANG_MAIL_FROM", "")
KECHUANG_HOOK_NETWORKS = os.environ.get("KECHUANG_HOOK_NETWORKS", "")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
FORMAT_MODULE_PATH = ["kechuang.web.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = KECHUANG_HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise serves from the packages and only wants to see it
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": KECHUANG_HOME / "files"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("KECHUANG_HTTPS", "") == "1"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# Uploads wait in memory that is no file: what is refused for a mark of secrecy never touched a disk.
FILE_UPLOAD_HANDLERS = ["kechuang.casework.files.incoming.MemoryUpload"]
KECHUANG_FILE_MEGABYTES = int(os.environ.get("KECHUANG_FILE_MEGABYTES", "50"))

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Counts, locks and codes used once must be the same for every process that serves the node.
CACHES = {"default": {"BACKEND": "kechuang.web.identity.counting.SharedCache"}}

# allauth is used as a library: our own pages stand in front of it, and its own rate limits are ours (web/limits.py).
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
MFA_ADAPTER = "kechuang.web.identity.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "kechuang.web.identity.adapters.ServiceAdapter"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5

KECHUANG_METRICS_TOKEN = os.environ.get("KECHUANG_METRICS_TOKEN", "")
LOGGING = logs.configuration(os.environ.get("KECHUANG_LOG", "text"), os.environ.get("KECHUANG_LOG_LEVEL", "WARNING"))
