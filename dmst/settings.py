"""All settings, from the environment; a missing or bad value stops the start-up and names itself.

``.env.example`` lists every variable read here, and a test compares the two.
"""

import datetime
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from dmst import production

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

PLACES = ("local", "test", "staging", "production")
DMST_ENV = env.str("DMST_ENV")
if DMST_ENV not in PLACES:
    raise ImproperlyConfigured(f"DMST_ENV is {DMST_ENV!r}; it must be one of {', '.join(PLACES)}")
IS_LOCAL = DMST_ENV in ("local", "test")
BEHIND_TLS = not IS_LOCAL

SECRET_KEY = env.str("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SITE_URL = env.str("SITE_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]


# --- Data and keys (foundations: the key store is a database of its own) -------------------------------
def _postgres(name: str) -> dict[str, Any]:
    address = env.db_url(name)
    options = {"connect_timeout": 5, **address.get("OPTIONS", {})}
    kept = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    # A list of choices is short: three statements to read it piece by piece would only cost.
    return {**address, **kept, "DISABLE_SERVER_SIDE_CURSORS": True, "OPTIONS": options}


DATABASES = {"default": _postgres("DATABASE_URL"), "keys": _postgres("KEYS_URL")}
MIGRATOR_URL = env.str("MIGRATOR_URL", default="")  # the migrator's addresses, read by `manage migrate` alone
MIGRATOR_KEYS_URL = env.str("MIGRATOR_KEYS_URL", default="")
DATABASE_ROUTERS = ["vault.routers.KeyStoreRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

VAULT_KEYS = env.list("VAULT_KEYS")  # "id:base64 of 32 bytes", newest first; the first one wraps
INDEX_KEY = env.str("INDEX_KEY")  # base64 of 32 bytes, for the blind index

# --- Applications ------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "django_filters",
    "django_structlog",
    "pgtrigger",
    "vault",
    "audit",
    "notifications",
    "accounts",
    "youth",
    "duties",
    "screening",
    "referrals",
    "administration",
    "reports",
    "dashboards",
    "dmst",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "dmst.middleware.NoStoreMiddleware",
    "dmst.health.HealthMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "dmst.middleware.EndedSessionMiddleware",
    "dmst.middleware.DeclaredAccessMiddleware",
    "dmst.middleware.TransactionMiddleware",
]
ROOT_URLCONF = "dmst.urls"
WSGI_APPLICATION = "dmst.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "dmst.context.page",
            ],
            "libraries": {"icons": "uswds.icons", "labels": "uswds.labels"},
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "uswds"
CRISPY_TEMPLATE_PACK = "uswds"
CRISPY_FAIL_SILENTLY = False

# --- Sign-in and sessions ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "dmst.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can make us write to an address of their choice
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.tokens.LinkTokens"  # noqa: S105  # a class, no password
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key,30/15m/ip"}
# How many proxies of ours stand in front; of X-Forwarded-For only what they added counts in the limits.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
if ALLAUTH_TRUSTED_PROXY_COUNT < 0:
    raise ImproperlyConfigured("TRUSTED_PROXY_COUNT is negative")
MFA_ADAPTER = "dmst.adapters.MFAAdapter"
MFA_FORMS = {"authenticate": "dmst.adapters.CodeForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "HART Screening & Referral"
PASSWORD_RESET_TIMEOUT = 30 * 60  # seconds

_COOKIE_PREFIX = "__Host-" if BEHIND_TLS else ""
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = f"{_COOKIE_PREFIX}session"
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: the longest day
SESSION_IDLE = datetime.timedelta(minutes=15)  # of no input by the person; autosave is no input
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}csrf"
CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "dmst.views.forged"
KEPT_POST_LIFE = datetime.timedelta(minutes=30)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "rate_limits"}}

# --- Headers -----------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_TLS
SECURE_HSTS_PRELOAD = BEHIND_TLS
SECURE_REFERRER_POLICY = "same-origin"  # with "no-referrer" a browser posts "Origin: null", which CSRF refuses
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture")
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
# A file of HART's open referrals is read in memory and never touches the disk; a larger one is not read at all.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 10_485_760

# --- Language and time -------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en-us", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "America/New_York"
USE_TZ = True

# --- Static files ------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = env.str("STATIC_ROOT", default="") or None  # set by the image; elsewhere nothing is collected
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = IS_LOCAL  # no collecting while working; the image collects and compresses
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "uswds.stylesheet.StylesheetFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # no upload is stored as a file
    "staticfiles": {
        "BACKEND": env.str("STATICFILES_STORAGE", default="whitenoise.storage.CompressedManifestStaticFilesStorage")
    },
}

# --- Mail --------------------------------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL"))
EMAIL_TIMEOUT = 30  # seconds, for connecting and every command; the final dot has its own in notifications
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM")
MAIL_CATCHER_HOST = env.str("MAIL_CATCHER_HOST", default="")  # in staging, beside this machine
HART_MAILBOX = env.str("HART_MAILBOX", default="DCFHART@ct.gov")
LOCAL_MAIL_DIR = Path(env.str("LOCAL_MAIL_DIR", default=str(BASE_DIR / ".local" / "mail")))

# --- Celery: carries ids, never data; PostgreSQL is the record ----------------------------------------------
CELERY_BROKER_URL = env.str("REDIS_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "socket_timeout": 1,
    "socket_connect_timeout": 1,
    "health_check_interval": 25,
    "retry_on_timeout": False,
    "max_retries": 0,  # without it a dead broker holds the request for six seconds
}
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # the worker's lines go through our formatter too
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 60  # seconds for the mail under way
CELERY_BEAT_SCHEDULE = {
    "deliver waiting mail": {"task": "notifications.tasks.deliver", "schedule": 60.0},
    "hand over to whoever is on call": {"task": "referrals.tasks.hand_over", "schedule": 60.0},
    "tell of clocks that run out": {"task": "referrals.tasks.climb", "schedule": 60.0},
    "look beyond the scope of a search": {"task": "youth.tasks.look_beyond_scope", "schedule": 60.0},
    "send the mails of the day": {"task": "dashboards.tasks.send_digests", "schedule": 600.0},
    "send the mails of the week": {"task": "dashboards.tasks.send_weeks", "schedule": 3600.0},
    "heed birthdays": {"task": "referrals.tasks.heed_birthdays", "schedule": 3600.0},
    "forget brought files": {"task": "referrals.tasks.forget_imports", "schedule": 600.0},
    "freeze the figures of a quarter": {"task": "reports.tasks.freeze_quarters", "schedule": 3600.0},
    "make the files that were asked for": {"task": "reports.tasks.make_files", "schedule": 15.0},
    "forget files that left": {"task": "reports.tasks.forget_files", "schedule": 3600.0},
    "forget kept posts": {"task": "dmst.tasks.forget_kept_posts", "schedule": 600.0},
}
# What must go on without the broker: `manage deliver_mail --forever` does it too, before each sweep of the mail.
SWEPT_WITHOUT_BROKER = ("referrals.tasks.hand_over", "referrals.tasks.climb")

# --- The work ----------------------------------------------------------------------------------------------
CARELINE = "1-800-842-2288"
BUSINESS_DAY = (datetime.time(8, 30), datetime.time(16, 30))  # Monday to Friday, local time; domain.md 4.3
FINDING_LIFE = datetime.timedelta(days=730)  # PH3 looks back this far

# --- Production starts only when each policy carries a name and a date --------------------------------------
POLICIES = ("ACCESS_POLICY", "RETENTION_CLASSES", "MAIL_RULE", "INSTRUMENT_APPROVAL")
POLICY_APPROVALS = {name: env.str(f"{name}_APPROVED", default="") for name in POLICIES}  # "Name, 2026-11-23"
if DMST_ENV == "production" and (_faults := production.faults(vars())):
    raise ImproperlyConfigured("Production does not start yet: " + "; ".join(_faults) + ".")

# --- Logs: one JSON line per request, to standard output, never a body, a query or a local variable ---------
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "dmst.logs.JsonFormatter"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["out"], "level": LOG_LEVEL},
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
TEST_RUNNER = "django.test.runner.DiscoverRunner"
