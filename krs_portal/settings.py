"""All settings, read once from the environment. A wrong variable is one sentence and status 2."""

from pathlib import Path
from urllib.parse import urlsplit

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.urls import reverse_lazy

from krs_portal.demo import DOMAIN as DEMO_DOMAIN  # noqa: F401 - accounts of it need no second factor while DEBUG is on
from krs_portal.environment import (
    env,
    read_choice,
    read_flag,
    read_hosts,
    read_mail_server,
    read_origins,
    read_secret,
    read_secrets,
    read_sender,
    read_url,
    read_whole_number,
    refuse_equal_secrets,
    refuse_setting,
)
from krs_portal.rooms import ROOMS

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("KRS_DATA_DIR", default=str(BASE_DIR / ".data"))).resolve()
FILES_DIR = DATA_DIR / "files"  # what was handed over; below no public URL

DEBUG = read_flag("DEBUG", default=False)
SECRET_KEY = read_secret("SECRET_KEY", debug=DEBUG)
SECRET_KEY_FALLBACKS = read_secrets("SECRET_KEY_FALLBACKS", debug=DEBUG)  # what these signed is still believed
PORT = read_whole_number("PORT", default=8000, low=1, high=65535)
BASE_URL = read_url(
    "KRS_BASE_URL", schemes=("http", "https"), example="https://krs.example.go.id", default=f"http://127.0.0.1:{PORT}"
).rstrip("/")
ALLOWED_HOSTS = read_hosts("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"] if DEBUG else [])
if not DEBUG and not ALLOWED_HOSTS:
    refuse_setting("ALLOWED_HOSTS is not set; list the host names of the portal, separated by commas.")
CSRF_TRUSTED_ORIGINS = read_origins("CSRF_TRUSTED_ORIGINS", default=["://".join(urlsplit(BASE_URL)[:2])])

INSTALLED_APPS = [
    *ROOMS,  # lowest first; the arrow is held by import-linter (pyproject.toml)
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
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "template_partials",
]

# How many proxies of our own stand before us, each adding to X-Forwarded-For; what stands before theirs is hearsay.
TRUSTED_PROXIES = read_whole_number("KRS_TRUSTED_PROXIES", default=0, low=0, high=10)

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
    "krs_portal.accounts.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "krs_portal.access.gate.SecondFactorRequired",
    "django_htmx.middleware.HtmxMiddleware",
    "krs_portal.accounts.middleware.AuditMiddleware",
    "krs_portal.kit.error_pages.ErrorPages",
    "krs_portal.kit.methods.ExplainedMethods",
    "krs_portal.kit.middleware.SendOnce",  # last: it asks the view itself
]

ROOT_URLCONF = "krs_portal.urls"
WSGI_APPLICATION = "krs_portal.wsgi.application"
FORM_RENDERER = "krs_portal.kit.forms.FormRenderer"
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
                "krs_portal.kit.context.build_frame_context",
                "krs_portal.offices.context.build_institution_context",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "krs_portal.kit.templatetags.formats",
                "krs_portal.kit.templatetags.parts",
                "krs_portal.kit.templatetags.tokens",
            ],
        },
    }
]

# One PostgreSQL for everything. A process does one thing at a time, so it keeps one connection, and looks before each
# request whether that still lives (docs/decisions/0013).
DATABASE_URL = read_url(
    "DATABASE_URL", schemes=("postgres", "postgresql"), example="postgres://user:password@host:5432/krs"
)
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = read_url("REDIS_URL", schemes=("redis", "rediss", "unix"), example="redis://host:6379/0")
CACHES = {
    "default": {"BACKEND": "krs_portal.kit.valkey.ServerOrMemory", "LOCATION": REDIS_URL},
    "template_fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},  # drawn once a process
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"  # who has signed out must not come back with a cache

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_TASK_IGNORE_RESULT = True  # a report's state lives in its own row
CELERY_TASK_ACKS_LATE = True  # a task whose worker died is delivered again
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT = "krs_portal.kit.broker:Transport"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "socket_connect_timeout": 1,
    "socket_timeout": 2,  # more than the second for which workers listen at a time
    "max_retries": 0,  # whoever asks a worker does not wait for the queue to come back
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker that lost its broker waits for it, however long
CELERY_TIMEZONE = "Asia/Jakarta"
CELERY_BEAT_SCHEDULER = "krs_portal.kit.celery_programs:Scheduler"
CELERY_BEAT_SCHEDULE = {
    "resume-stalled-revisions": {"task": "krs_portal.reports.jobs.resume_stalled_revisions", "schedule": 15.0},
    "resume-stalled-imports": {"task": "krs_portal.imports.jobs.resume_stalled_batches", "schedule": 15.0},
    "send-due-messages": {
        "task": "krs_portal.outbox.jobs.queue_due_messages",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "expire-holds": {"task": "consultations.booking.jobs.expire_holds", "schedule": 30.0, "options": {"expires": 30}},
    "let-files-go": {"task": "krs_portal.files.jobs.delete_expired_files", "schedule": crontab(hour="2", minute="40")},
    "forget-old-texts": {
        "task": "krs_portal.unsaved.jobs.forget_old_texts",
        "schedule": crontab(hour="2", minute="50"),
    },
    "remind-of-decisions": {
        "task": "krs_portal.meetings.jobs.remind_of_decisions",
        "schedule": crontab(hour="8", minute="0"),
    },
    "remind-of-months": {
        "task": "clinics.jobs.remind_of_months",
        "schedule": crontab(hour="8", minute="5"),
    },
    "watch-promises": {
        "task": "consultations.counter.promises.jobs.watch_promises",
        "schedule": crontab(hour="4", minute="30"),
    },
    "resume-trials": {"task": "consultations.evaluation.trials.jobs.resume_trials", "schedule": crontab(minute="*/15")},
    "count-referrals": {
        "task": "consultations.counter.jobs.count_referrals",
        "schedule": crontab(hour="4", minute="40"),
    },
    "run-referral-clocks": {
        "task": "krs_portal.referrals.jobs.run_referral_clocks",
        "schedule": crontab(hour="7", minute="40"),
    },
    "remind-of-filling": {
        "task": "monitoring.rounds.jobs.remind_of_filling",
        "schedule": crontab(hour="8", minute="10"),
    },
    "recompute-readiness": {
        "task": "monitoring.occupants.readiness.jobs.recompute_readiness",
        "schedule": crontab(hour="1", minute="10"),
    },
    "resume-recomputations": {"task": "monitoring.occupants.readiness.jobs.resume_recomputations", "schedule": 60.0},
    "forget-holds": {"task": "consultations.booking.jobs.delete_ended_holds", "schedule": 3600.0},
    "ask-visitors": {"task": "consultations.satisfaction.jobs.ask_visitors", "schedule": 3600.0},
    "end-survey-links": {"task": "consultations.satisfaction.jobs.end_survey_links", "schedule": 3600.0},
    "open-slots": {"task": "consultations.agenda.jobs.open_all_slots", "schedule": 3600.0},
    # WIT, WITA and WIB: in each the day ends an hour after the one before.
    "end-days": {"task": "consultations.counter.jobs.end_past_days", "schedule": crontab(hour="22,23,0", minute="20")},
    "forget-sessions": {"task": "krs_portal.accounts.jobs.delete_expired_sessions", "schedule": 3600.0},
    "forget-old-traces": {
        "task": "krs_portal.access.jobs.forget_old_traces",
        "schedule": crontab(hour="3", minute="10"),
    },
    "run-retention": {
        "task": "krs_portal.rights.jobs.run_retention",
        "schedule": crontab(hour="1", minute="30"),
    },
    "forget-submissions": {"task": "krs_portal.kit.jobs.forget_submissions", "schedule": 3600.0},
    "renew-references": {"task": "krs_portal.kit.jobs.renew_references", "schedule": 3600.0},
}

REPORT_SILENCE = read_whole_number(
    "KRS_REPORT_SILENCE", default=45, low=1, high=3600
)  # seconds until a worker counts as dead

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "krs_portal.access.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an administrator, who knows the address
ACCOUNT_LOGOUT_ON_GET = False
# The checks against abuse. With DEBUG off only a load test may go without them.
THROTTLE = read_flag("KRS_THROTTLE", default=True)
PROOF_OF_WORK = read_flag("KRS_PROOF_OF_WORK", default=True)
MUST_CHECK = not DEBUG and not read_flag("KRS_LOAD_TEST", default=False)
if MUST_CHECK and not THROTTLE:
    refuse_setting("KRS_THROTTLE is off; it keeps programs from guessing passwords, so leave it on when DEBUG is off.")
if MUST_CHECK and not PROOF_OF_WORK:
    refuse_setting(
        "KRS_PROOF_OF_WORK is off; it keeps programs from taking every seat, so leave it on when DEBUG is off."
    )
# Guesses are counted in PostgreSQL (krs_portal.access.attempts), not by allauth in the cache; its other limits stay.
ACCOUNT_RATE_LIMITS = {"login_failed": None} if THROTTLE else False
ACCOUNT_FORMS = {"change_password": "krs_portal.access.forms.LimitedPasswordForm"}
MFA_ADAPTER = "krs_portal.access.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # a telephone whose clock is half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG  # http://127.0.0.1
MFA_FORMS = {
    "authenticate": "krs_portal.access.forms.SignInCodeForm",
    "reauthenticate": "krs_portal.access.forms.ConfirmCodeForm",
    "activate_totp": "krs_portal.access.forms.AuthenticatorForm",
    "add_webauthn": "krs_portal.access.forms.PasskeyForm",
    "edit_webauthn": "krs_portal.access.forms.PasskeyNameForm",
}

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
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz(/(worker|scheduler|broker))?$"]  # asked inside, without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31536000 if SECURE_SSL_REDIRECT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_SSL_REDIRECT
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https")
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day
CSRF_FAILURE_VIEW = "krs_portal.kit.views.show_csrf_failure"
X_FRAME_OPTIONS = "DENY"

# Private columns at rest (krs_portal.kit.sealing): one key for what is written, one for the hash by which it is found.
FIELD_KEY = read_secret("KRS_FIELD_KEY", debug=DEBUG)
FIELD_KEY_FALLBACKS = read_secrets("KRS_FIELD_KEY_FALLBACKS", debug=DEBUG)  # what these wrote is still read
LOOKUP_KEY = read_secret("KRS_LOOKUP_KEY", debug=DEBUG)
if not DEBUG:
    refuse_equal_secrets({"SECRET_KEY": SECRET_KEY, "KRS_FIELD_KEY": FIELD_KEY, "KRS_LOOKUP_KEY": LOOKUP_KEY})

vars().update(read_mail_server("EMAIL_URL", debug=DEBUG))
EMAIL_TIMEOUT = 15  # seconds; a mail server that says nothing is one that is away
DEFAULT_FROM_EMAIL = read_sender(
    "KRS_FROM_EMAIL", default=f"krs@{'localhost' if DEBUG else urlsplit(BASE_URL).hostname}"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# WhatsApp and SMS leave through an HTTP gateway; without one, staff send them by hand.
GATEWAY_URL = env.str("KRS_GATEWAY_URL", default="") and read_url(
    "KRS_GATEWAY_URL", schemes=("http", "https"), example="https://gateway.example.go.id/messages"
)
GATEWAY_TOKEN = env.str("KRS_GATEWAY_TOKEN", default="")  # theirs to us, and ours to them with each receipt
if GATEWAY_URL and not GATEWAY_TOKEN:
    refuse_setting("KRS_GATEWAY_TOKEN is not set; the gateway at KRS_GATEWAY_URL knows the portal by it.")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "krs_portal.accounts.authentication.DigestTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "krs_portal.kit.parsers.JsonParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_PAGINATION_CLASS": "krs_portal.kit.api.KeysetPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "URL_FORMAT_OVERRIDE": None,  # there is one format, so `format` is no parameter
    "EXCEPTION_HANDLER": "krs_portal.kit.api.build_problem_response",
    "PAGE_SIZE": 50,
    "COERCE_DECIMAL_TO_STRING": False,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Portal KRS",
    "DESCRIPTION": (
        "Klinik Rumah Swadaya: offices, targets, achievements, ledger, reports. A token is good for its scopes until it"
        " ends: 401 `token_unknown` or `token_ended`, 403 `out_of_scope`. A session of an account that must show a"
        " second factor and has none: 403 `second_factor_missing`."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "AttendanceStateEnum": "consultations.booking.enums.AttendanceState",
        "ConsultationStateEnum": "consultations.counter.enums.ConsultationState",
        "ConsultationKindEnum": "consultations.counter.enums.ConsultationKind",
        "MonthStateEnum": "clinics.months.enums.MonthState",
        "TargetStateEnum": "clinics.enums.TargetState",
        "TargetRevisionStateEnum": "clinics.enums.TargetRevisionState",
        "SlotKindEnum": "consultations.booking.enums.SlotKind",
        "RevisionStateEnum": "krs_portal.reports.enums.RevisionState",
        "ImportStateEnum": "krs_portal.imports.enums.BatchState",
        "RoundStateEnum": "monitoring.rounds.enums.RoundState",
        "ProfileStateEnum": "monitoring.rounds.enums.ProfileState",
        "ProblemStateEnum": "monitoring.problems.enums.ProblemState",
        "HandOverStateEnum": "monitoring.register.handover.enums.HandOverState",
        "EstateKindEnum": "monitoring.register.enums.EstateKind",
        "FacilityKindEnum": "monitoring.register.enums.FacilityKind",
        "ImportedRowStateEnum": "krs_portal.imports.enums.RowState",
    },
}

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools", "pikepdf")},  # a line for every page
    "root": {"handlers": ["console"], "level": read_choice("LOG_LEVEL", LOG_LEVELS, default="INFO")},
}
