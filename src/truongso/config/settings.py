"""Django's settings, all derived from `config.environment`."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from truongso.config import environment
from truongso.config.secret import secret_key

ENVIRONMENT = environment.read()
HERE = Path(__file__).resolve().parent.parent

DEBUG = False
SECRET_KEY = secret_key(ENVIRONMENT.data_dir)
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
TRYING_OUT = ENVIRONMENT.trying_out
CLOCK_SHIFT = ENVIRONMENT.clock_shift
PUBLIC_URL = ENVIRONMENT.public_url
PROXIES = ENVIRONMENT.proxies
SECOND_FACTOR = ENVIRONMENT.second_factor
OIDC = ENVIRONMENT.oidc

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "truongso.foundation",
    "truongso.audit",
    "truongso.roster",
    "truongso.access",
    "truongso.documents",
    "truongso.seal",
    "truongso.notices",
    "truongso.approvals",
    "truongso.office",
    "truongso.support",
    "truongso.planning",
    "truongso.retention",
    "truongso.gradebook",
    "truongso.records",
    "truongso.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "truongso.foundation.headers.SafeHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "truongso.foundation.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "truongso.access.middleware.SchoolDoor",
]

ROOT_URLCONF = "truongso.config.urls"
WSGI_APPLICATION = "truongso.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "truongso.web.jinja.environment",
            "context_processors": ["truongso.web.shell.shell"],
        },
    },
]


def database(url: str) -> dict[str, object]:
    """Return Django's form of a postgresql:// address."""
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    host = query.pop("host", parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {
            "application_name": "truongso",
            "connect_timeout": 5,
            "options": "-c statement_timeout=30s -c lock_timeout=10s"
            " -c idle_in_transaction_session_timeout=60s -c jit=off -c timezone=UTC",
            **query,
        },
    }


NOWHERE = "postgresql://truongso_app@/truongso?host=/nowhere"
URLS = ENVIRONMENT.databases or environment.Databases(NOWHERE, NOWHERE, NOWHERE)
DATABASES = {"default": database(URLS.app)}
APP_ROLE = unquote(urlsplit(URLS.app).username or "truongso_app")
OPS_ROLE = unquote(urlsplit(URLS.ops).username or "truongso_ops")
OWNER_DATABASE = database(URLS.owner)
OPS_DATABASE = database(URLS.ops)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.Account"
ORGANISATION_MODEL = "roster.Org"
PASSWORD_HASHERS = ["truongso.access.passwords.SchoolArgon2"]
AUTHENTICATION_BACKENDS: list[str] = []
PASSWORD_MIN, PASSWORD_MAX = 10, 128

TLS = ENVIRONMENT.tls
COOKIE_PREFIX = "__Host-" if TLS else ""
SESSION_COOKIE = f"{COOKIE_PREFIX}phien"
SESSION_IDLE_SECONDS = 12 * 3600
SESSION_LONGEST_SECONDS = 14 * 24 * 3600
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "truongso.web.errors.form_expired"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ENVIRONMENT.hosts] if TLS else []
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}ngon-ngu"
TOLD_COOKIE = f"{COOKIE_PREFIX}loi-nhan"
TICKET_COOKIE = f"{COOKIE_PREFIX}buoc"
CHALLENGE_COOKIE = f"{COOKIE_PREFIX}khoa"
DEVICE_COOKIE = f"{COOKIE_PREFIX}thiet-bi"
DEVICE_COOKIE_SECONDS = 180 * 24 * 3600

SECURE_HSTS_SECONDS = 365 * 24 * 3600 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS and PROXIES else None
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [HERE / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/tinh/"
STATIC_ROOT = HERE / "web" / "static"
WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/tinh/built/(pdf-[0-9.]+/.+|.+-[A-Za-z0-9_-]{8}\.[a-z0-9]+)$"

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 0
FILE_UPLOAD_HANDLERS: list[str] = []

DATA_DIR = ENVIRONMENT.data_dir
FILES_DIR = DATA_DIR / "files"
KEYS_DIR = DATA_DIR / "keys"
S3 = ENVIRONMENT.s3
CLAMD = ENVIRONMENT.clamd
CONVERTER = ENVIRONMENT.converter
SIGNING = ENVIRONMENT.signing

DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from
if ENVIRONMENT.mail_url:
    _mail = urlsplit(ENVIRONMENT.mail_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = (
        unquote(_mail.username or ""),
        unquote(_mail.password or ""),
    )
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.scheme == "smtp+tls", _mail.scheme == "smtps"
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful", "fetch_job_polling_interval": 2.0}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "truongso.foundation.logs.OneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "truongso": {"level": "INFO"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
