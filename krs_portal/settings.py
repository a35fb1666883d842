"""All settings, read once from the environment. A wrong variable is one sentence and status 2."""

from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.urls import reverse_lazy

from krs_portal.environment import address, env, flag, number, refuse, secret

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("KRS_DATA_DIR", default=str(BASE_DIR / ".data"))).resolve()
FILES_DIR = DATA_DIR / "files"  # what was handed over; below no public URL

DEBUG = flag("DEBUG", default=False)
SECRET_KEY = secret("SECRET_KEY", debug=DEBUG)
PORT = number("PORT", default=8000, low=1, high=65535)
BASE_URL = address(
    "KRS_BASE_URL", schemes=("http", "https"), example="https://krs.example.go.id", default=f"http://127.0.0.1:{PORT}"
).rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"] if DEBUG else [])
if not DEBUG and not ALLOWED_HOSTS:
    refuse("ALLOWED_HOSTS is not set; list the host names of the portal, separated by commas.")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[BASE_URL])

# Rooms, lowest first; the arrow is held by import-linter (pyproject.toml).
INSTALLED_APPS = [
    "krs_portal.kit",
    "krs_portal.accounts",
    "krs_portal.offices",
    "krs_portal.files",
    "krs_portal.outbox",
    "krs_portal.meetings",
    "krs_portal.reports",
    "krs_portal.imports",
    "clinics",
    "consultations",
    "monitoring",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",  # its widget templates, for FORM_RENDERER
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "encrypted_fields",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "rest_framework.authtoken",
    "template_partials",
]

# How many proxies of our own stand before us, each adding to X-Forwarded-For; what stands before theirs is hearsay.
TRUSTED_PROXIES = number("KRS_TRUSTED_PROXIES", default=0, low=0, high=10)

MIDDLEWARE = [
    "krs_portal.kit.proxies.TrustedProxies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "krs_portal.kit.compress.CompressedPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "krs_portal.kit.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "krs_portal.accounts.middleware.AuditMiddleware",
]

ROOT_URLCONF = "krs_portal.urls"
WSGI_APPLICATION = "krs_portal.wsgi.application"
FORM_RENDERER = "krs_portal.kit.forms.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "krs_portal.kit.context.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "krs_portal.kit.templatetags.files",
                "krs_portal.kit.templatetags.formats",
                "krs_portal.kit.templatetags.parts",
            ],
        },
    }
]

# One PostgreSQL for everything; connections are pooled inside each process.
DATABASE_URL = address(
    "DATABASE_URL", schemes=("postgres", "postgresql"), example="postgres://user:password@host:5432/krs"
)
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = address("REDIS_URL", schemes=("redis", "rediss", "unix"), example="redis://host:6379/0")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL},
    "template_fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},  # drawn once a process
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_TASK_IGNORE_RESULT = True  # a report's state lives in its own row
CELERY_TASK_ACKS_LATE = True  # a task whose worker died is delivered again
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Asia/Jakarta"
CELERY_BEAT_SCHEDULE = {
    "resume-stalled-revisions": {"task": "krs_portal.reports.jobs.resume_stalled_revisions", "schedule": 15.0},
    "resume-stalled-imports": {"task": "krs_portal.imports.jobs.resume_stalled_batches", "schedule": 15.0},
    "send-due-messages": {
        "task": "krs_portal.outbox.jobs.send_due",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "expire-holds": {"task": "consultations.jobs.expire_holds", "schedule": 30.0, "options": {"expires": 30}},
    "let-files-go": {"task": "krs_portal.files.jobs.let_files_go", "schedule": crontab(hour="2", minute="40")},
    "remind-of-decisions": {
        "task": "krs_portal.meetings.jobs.remind_of_decisions",
        "schedule": crontab(hour="8", minute="0"),
    },
    "remind-of-filling": {
        "task": "monitoring.jobs.remind_of_filling",
        "schedule": crontab(hour="8", minute="10"),
    },
    "recompute-readiness": {
        "task": "monitoring.jobs.recompute_readiness",
        "schedule": crontab(hour="1", minute="10"),
    },
    "resume-recomputations": {"task": "monitoring.jobs.resume_recomputations", "schedule": 60.0},
    "forget-holds": {"task": "consultations.jobs.forget_holds", "schedule": 3600.0},
    "open-slots": {"task": "consultations.jobs.open_slots", "schedule": 3600.0},
    "note-the-scheduler-is-alive": {"task": "krs_portal.kit.health.note_worker_alive", "schedule": 15.0},
}

REPORT_SILENCE = number("KRS_REPORT_SILENCE", default=45, low=1, high=3600)  # seconds until a worker counts as dead

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "krs_portal.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an administrator, who knows the address
ACCOUNT_LOGOUT_ON_GET = False
THROTTLE = flag("KRS_THROTTLE", default=True)
if not THROTTLE:
    ACCOUNT_RATE_LIMITS = False

PROOF_OF_WORK = flag("KRS_PROOF_OF_WORK", default=True)
if not PROOF_OF_WORK and not DEBUG and not flag("KRS_LOAD_TEST", default=False):
    refuse("KRS_PROOF_OF_WORK is off; it keeps programs from taking every seat, so leave it on when DEBUG is off.")

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
REGION_DATA_DIR = BASE_DIR / "node_modules" / "idn-area-data" / "data"

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
SECURE_SSL_REDIRECT = not DEBUG and BASE_URL.startswith("https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31536000 if SECURE_SSL_REDIRECT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_SSL_REDIRECT
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https")
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day
CSRF_FAILURE_VIEW = "krs_portal.kit.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"

# NIK at rest: ciphertext for the value, HMAC for look-up.
FIELD_KEY = secret("KRS_FIELD_KEY", debug=DEBUG)
SALT_KEY = [FIELD_KEY]

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 15  # seconds; a mail server that says nothing is one that is away
DEFAULT_FROM_EMAIL = env.str("KRS_FROM_EMAIL", default="krs@localhost")

# WhatsApp and SMS leave through an HTTP gateway; without one, staff send them by hand.
GATEWAY_URL = env.str("KRS_GATEWAY_URL", default="") and address(
    "KRS_GATEWAY_URL", schemes=("http", "https"), example="https://gateway.example.go.id/messages"
)
GATEWAY_TOKEN = env.str("KRS_GATEWAY_TOKEN", default="")  # theirs to us, and ours to them with each receipt
if GATEWAY_URL and not GATEWAY_TOKEN:
    refuse("KRS_GATEWAY_TOKEN is not set; the gateway at KRS_GATEWAY_URL knows the portal by it.")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "krs_portal.kit.api.KeysetPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "krs_portal.kit.api.problem",
    "PAGE_SIZE": 50,
    "COERCE_DECIMAL_TO_STRING": False,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Portal KRS",
    "DESCRIPTION": "Klinik Rumah Swadaya: offices, targets, achievements, ledger, reports.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "AttendanceStateEnum": "consultations.enums.AttendanceState",
        "ConsultationStateEnum": "consultations.enums.ConsultationState",
        "ConsultationKindEnum": "consultations.enums.ConsultationKind",
        "SlotKindEnum": "consultations.enums.SlotKind",
        "RevisionStateEnum": "krs_portal.reports.enums.RevisionState",
        "ImportStateEnum": "krs_portal.imports.enums.BatchState",
        "RoundStateEnum": "monitoring.enums.RoundState",
        "ProfileStateEnum": "monitoring.enums.ProfileState",
        "ProblemStateEnum": "monitoring.enums.ProblemState",
        "HandOverStateEnum": "monitoring.enums.HandOverState",
        "EstateKindEnum": "monitoring.enums.EstateKind",
        "FacilityKindEnum": "monitoring.enums.FacilityKind",
        "ImportedRowStateEnum": "krs_portal.imports.enums.RowState",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools", "pikepdf")},  # a line for every page
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
