"""Settings of an instance. Everything that differs between instances comes from the environment."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from neisse.engine.values import HOME_ZONE
from neisse.web.places import data_folder, secret_key


def flag(name: str) -> bool:
    """Whether an environment variable is set to something that means yes."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str) -> list[str]:
    """A comma-separated environment variable as a list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


WEB = Path(__file__).parent
DATA = data_folder()
SECRET_KEY = secret_key(DATA)
DEBUG = flag("NEISSE_DEBUG")
DEMO = flag("NEISSE_DEMO")
OPEN_SIGNUP = flag("NEISSE_SIGNUP")
BEHIND_HTTPS = flag("NEISSE_HTTPS")
ALLOWED_HOSTS = words("NEISSE_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("NEISSE_ORIGINS", "")
# The proxies in front: their addresses or networks, or how many there are; only they are believed.
PROXIES = os.environ.get("NEISSE_PROXIES", "").strip()
# Where they write down who asks: `X-Forwarded-For`, or `Forwarded`, which nobody else can write in another spelling.
PROXY_HEADER = os.environ.get("NEISSE_PROXY_HEADER", "X-Forwarded-For").strip().lower()

INSTALLED_APPS = [
    "neisse.web.core",
    "neisse.web.accounts",
    "neisse.web.record",
    "neisse.web.intersect",
    "neisse.web.agree",
    "neisse.web.meet",
    "neisse.web.publish",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rules.apps.AutodiscoverRulesConfig",
    "simple_history",
]

MIDDLEWARE = [
    "neisse.web.core.request_log.RequestLogMiddleware",
    "neisse.web.core.compression.CompressionMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "neisse.web.accounts.middleware.LanguageOfUserMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "neisse.web.core.guards.PrivacyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "neisse.web.core.middleware.UserErrorMiddleware",
    "neisse.web.core.guards.LimitsMiddleware",
    "neisse.web.core.once.OnceMiddleware",
    "neisse.web.core.opening.OpeningViewMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "neisse.web.urls"
WSGI_APPLICATION = "neisse.web.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "neisse.web.core.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "rules.templatetags.rules",
                "neisse.web.core.templatetags.neisse",
            ],
        },
    }
]


def database() -> dict[str, Any]:
    """The PostgreSQL that `DATABASE_URL` names, else SQLite with a write-ahead log in the data folder."""
    if url := os.environ.get("DATABASE_URL"):
        return dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "neisse.sqlite3",
        "CONN_MAX_AGE": 600,  # a new connection has an empty cache
        # What is mapped is there once for all connections of all processes; the cache of each is its own.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-4096; "
                "PRAGMA mmap_size=1073741824; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON;"
            ),
        },
    }


DATABASES = {"default": database()}
BACKUP_FOLDER = os.environ.get("NEISSE_BACKUP_FOLDER", "")
BACKUP_HOUR = int(os.environ.get("NEISSE_BACKUP_HOUR", "3"))
BACKUP_KEEP_DAYS = int(os.environ.get("NEISSE_BACKUP_KEEP_DAYS", "7"))
BACKUP_KEEP_WEEKS = int(os.environ.get("NEISSE_BACKUP_KEEP_WEEKS", "8"))
POSTGRES_TOOLS = os.environ.get(
    "NEISSE_POSTGRES_TOOLS", ""
)  # the folder of pg_dump, pg_restore; else the PATH
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "neisse"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "heavy"]}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "neisse.web.accounts.adapter.InvitedOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_USER_DISPLAY = "neisse.web.accounts.adapter.shown_in_mails"
ACCOUNT_RATE_LIMITS = False  # the limiter of the instance counts instead: in all processes together
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {"openid_connect": {"APPS": []}}
if os.environ.get("NEISSE_OIDC_SERVER"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"].append(
        {
            "provider_id": "oidc",
            "name": os.environ.get("NEISSE_OIDC_NAME", "Single sign-on"),
            "client_id": os.environ.get("NEISSE_OIDC_CLIENT", ""),
            "secret": os.environ.get("NEISSE_OIDC_SECRET", ""),
            "settings": {"server_url": os.environ["NEISSE_OIDC_SERVER"]},
        }
    )
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Account and address together: a stranger's tries lock nobody out elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "neisse.web.accounts.doors.account_tried"
AXES_CLIENT_IP_CALLABLE = "neisse.web.accounts.doors.address_tried_from"
AXES_LOCKOUT_CALLABLE = "neisse.web.accounts.doors.locked_out"
AXES_RESET_ON_SUCCESS = True

CSRF_FAILURE_VIEW = "neisse.web.core.views.errors.forged"

LANGUAGE_CODE = "de"
FORMAT_MODULE_PATH = ["neisse.web.core.formats"]
LANGUAGES = [("de", _("German")), ("pl", _("Polish")), ("en", _("English"))]
LOCALE_PATHS = [WEB / "courtesy"]  # libraries speak to people as the product does: Sie, Państwo
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = HOME_ZONE
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "files"},
    },
    "staticfiles": {"BACKEND": "neisse.web.core.static_files.HashedFiles"},
}

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"
if host := os.environ.get("NEISSE_MAIL_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = host
    EMAIL_PORT = int(os.environ.get("NEISSE_MAIL_PORT", "587"))
    EMAIL_HOST_USER = os.environ.get("NEISSE_MAIL_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("NEISSE_MAIL_PASSWORD", "")
    EMAIL_USE_SSL = EMAIL_PORT == 465
    EMAIL_USE_TLS = not flag("NEISSE_MAIL_PLAIN") and not EMAIL_USE_SSL
MAIL_TIMEOUT_S = float(os.environ.get("NEISSE_MAIL_TIMEOUT_S", "20"))  # for each command of the mail server
DEFAULT_FROM_EMAIL = os.environ.get("NEISSE_MAIL_FROM", "neisse@localhost")

MEBIBYTE = 1024 * 1024
UPLOAD_LIMIT_BYTES = 26 * MEBIBYTE  # a little more than the largest file that is read, for the form around it
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * MEBIBYTE
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * MEBIBYTE

# Requests to the API: without a login per network address, with one per user.
API_RATES = {
    "public": os.environ.get("NEISSE_API_RATE_PUBLIC", "120/min"),
    "known": os.environ.get("NEISSE_API_RATE", "600/min"),
}

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if BEHIND_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "neisse.web.core.logs.WithoutSecrets"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    # Django would write paths, which may hold the secret of a link; errors stay.
    # A stranger's wrong Host would write a trace each time and fill the log; the answer is 400.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("NEISSE_LOG_LEVEL", "WARNING")},
}
