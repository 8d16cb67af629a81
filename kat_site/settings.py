"""All settings in one file. Those that differ between machines come from the environment; the README lists them.

Without any variable the site is as strict as for the public: no debug pages, HTTPS only, secure cookies.
`make run` sets SITE_URL=http://localhost:8000, which allows plain HTTP on that machine only.
"""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from kat_site.environment import (
    DATABASE_CONNECTIONS,
    MAIL_HINT,
    connections,
    env,
    hsts_days,
    log_level,
    machine,
    mail_addresses,
    mail_server,
    outside_address,
    read_env_file,
    refuse_in_a_demo,
    refuse_path_prefix,
    refuse_preload_too_early,
    setting,
    site_address,
    time_zone,
)
from vault.keys import KeyFile, data_keys, secret_key

BASE_DIR = Path(__file__).resolve().parent.parent

# A demo (demo/) has its own people, keys and pages, so that it never touches those of the clinic

DEMO = setting(machine.bool, "DEMO", False, "Write DEMO=1 only to show the site on this machine.")
if DEMO:
    refuse_in_a_demo("CONTENT_DIR", "DATABASE_URL", "DATA_KEYS", "EMAIL_URL", "SECRET_KEY", "STAFF_MAIL")
else:
    read_env_file(BASE_DIR / ".env")

VAR_DIR = setting(env.path, "VAR_DIR", BASE_DIR / "var", "Name a folder the site may write to.")
DATA_DIR = VAR_DIR / "demo" if DEMO else VAR_DIR
DEBUG = setting(env.bool, "DEBUG", False, "Write DEBUG=1 or DEBUG=0.")
LOG_LEVEL = log_level(env.str("LOG_LEVEL", "INFO" if DEBUG else "WARNING"))

# The address of the site

refuse_path_prefix()
SITE_URL = site_address(env.str("SITE_URL", "http://localhost:8000" if DEMO else "https://localhost"))
HTTPS = SITE_URL.startswith("https://")
HOST = urlsplit(SITE_URL).hostname or "localhost"
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
IS_ON_LOOPBACK = urlsplit(SITE_URL).hostname in {"localhost", "127.0.0.1", "::1"}
BEHIND_PROXY = setting(
    env.bool, "BEHIND_PROXY", False, "Write BEHIND_PROXY=1 only if the proxy sets X-Forwarded-Proto and -For itself."
)
# a probe on this machine asks at the loopback address, whatever else is allowed
more_hosts = setting(env.list, "ALLOWED_HOSTS", [], "Write host names with commas between them.")
# the server is in a container, or the proxy is on another machine
LISTEN_TO_OTHERS = setting(
    env.bool, "LISTEN_TO_OTHERS", False, "Write LISTEN_TO_OTHERS=1 only where the proxy alone can reach the server."
)
ALLOWED_HOSTS = list(dict.fromkeys([HOST, *LOOPBACK, *more_hosts]))
# search engines may list these besides the reading pages
INDEXED_TOO = ["/all-pages/", "/cost/", "/sources/", "/screening/", "/talk-to-us/"]
NOT_CRAWLED = ["/call-me/", "/fhir/", "/health/", "/receipt/", "/screening/", "/search/", "/staff/"]
CONSULTATION_URL = outside_address(
    "CONSULTATION_URL", env.str("CONSULTATION_URL", "")
)  # an outside scheduler instead of our own call request
EXIT_URL = outside_address(
    "EXIT_URL", env.str("EXIT_URL", "https://www.weather.gov/")
)  # where "Exit this page" leads: dull on purpose

# Secrets come from the environment, or are created together with the database and stored apart from it

SECRET_KEY = env.str("SECRET_KEY", "") or secret_key(DATA_DIR / "keys" / "secret_key")
# Django's check of its length: the keys that we make are long enough, and it would read one before it is made
SILENCED_SYSTEM_CHECKS = [] if env.str("SECRET_KEY", "") else ["security.W009"]
from_environment = setting(env.list, "DATA_KEYS", [], "Write id:key entries with commas between them, newest first.")
DATA_KEYS: Mapping[str, bytes] = (
    data_keys(from_environment) if from_environment else KeyFile(DATA_DIR / "keys" / "data_key")
)

INSTALLED_APPS = [
    "kat_site.apps.KatSiteConfig",
    "kat_site.apps.StaffSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "crispy_forms",
    # without the app "allauth", so that a page for which we have no template fails
    "allauth.account",
    "allauth.mfa",
    "pages",
    "staff",
    "screening",
    "consultations",
    "receipts",
    "operations",
    *(["demo"] if DEMO else []),
]

MIDDLEWARE = [
    "kat_site.web.middleware.security_headers",
    "kat_site.web.middleware.refuse_malformed",
    "kat_site.web.middleware.DatabaseErrorPage",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "pages.serving.redirects.old_addresses",
    "django.middleware.csrf.CsrfViewMiddleware",
    "staff.sign_in.sessions.StaffAuthentication",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "kat_site.urls"
WSGI_APPLICATION = "kat_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["bases.bidi", "bases.display"],
            "libraries": {"rows": "bases.rows"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pages.serving.context.site",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["kat"]
CRISPY_TEMPLATE_PACK = "kat"
CRISPY_FAIL_SILENTLY = False

CONTENT_DIR = setting(
    env.path,
    "CONTENT_DIR",
    DATA_DIR / "content" if DEMO else BASE_DIR / "content",
    "Name the folder that holds clinic.yaml.",
)

# With SQLite, concurrent posts are lost without WAL and IMMEDIATE; FULL makes sure that a commit is on disk.

DATABASES = {
    "default": setting(
        env.dj_db_url,
        "DATABASE_URL",
        f"sqlite:///{DATA_DIR / 'data' / 'site.sqlite3'}",
        "Write it like postgres://name:password@host:5432/database",
    )
}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
# so many in each worker (vault/connections.py); without a number, `manage.py serve` asks PostgreSQL how many it allows
DATABASES["default"]["CONNECTIONS"] = setting(
    connections, "DATABASE_CONNECTIONS", DATABASE_CONNECTIONS, "Write a number from 2."
)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "vault.sqlite3"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF"
        ),
    }
else:
    # a database that hangs is treated like one that is down
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "options": "-c statement_timeout=10000",
    } | DATABASES["default"].get("OPTIONS", {})
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["ENGINE"] = "vault.postgresql"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Reading pages set no cookie at all; these two last as long as the browser session, and so does that of
# screening/journey/deletion.py.

SESSION_ENGINE = "vault.sessions"
HOST_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{HOST_PREFIX}session"
# so that a person can interrupt the questionnaire for most of a day
SESSION_COOKIE_AGE = 20 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{HOST_PREFIX}csrf"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kat_site.views.csrf_failure"

SECURE_SSL_REDIRECT = HTTPS
# a probe on this machine speaks plain HTTP, and the pages have nothing of anybody
SECURE_REDIRECT_EXEMPT = [r"^health/"]
# A browser keeps this promise for as long as it says, so it starts small. `check --deploy` says when to raise it.
HSTS_DAYS = setting(hsts_days, "HSTS_DAYS", 7, "Write a number of days from 0 to 730.")
SECURE_HSTS_SECONDS = HSTS_DAYS * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = setting(
    env.bool, "HSTS_SUBDOMAINS", False, "Write HSTS_SUBDOMAINS=1 only if every host below this one has HTTPS for good."
)
SECURE_HSTS_PRELOAD = setting(
    env.bool, "HSTS_PRELOAD", False, "Write HSTS_PRELOAD=1 only to enter the domain at hstspreload.org."
)
refuse_preload_too_early(SECURE_HSTS_PRELOAD, SECURE_HSTS_INCLUDE_SUBDOMAINS, HSTS_DAYS)
# both are a choice, and kat_site.W003 says when
SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W005", "security.W021"]
# with no-referrer, Chromium sends Origin: null, and every form gets 403
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# the longest page of the Content area, in any script
DATA_UPLOAD_MAX_MEMORY_SIZE = 192 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
# the only form with a file, in the Content area; every other one is refused (kat_site/web/middleware.py)
UPLOAD_PATH = "/staff/pages/contentpage/files/"
DATA_UPLOAD_MAX_NUMBER_FILES = 1
# in memory: before the site has removed what a camera writes into a picture, it is nowhere on disk
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "kat_site.password_rules.NamesDoNotCount"},
    {"NAME": "kat_site.password_rules.HardToGuess"},
]

# Staff sign in with a user name and password, then a second factor (django-allauth; staff/sign_in/adapter.py)

STAFF_SECOND_FACTOR = setting(
    env.bool,
    "STAFF_SECOND_FACTOR",
    not DEMO,
    "Write STAFF_SECOND_FACTOR=0 only to show the review desk on this machine.",
)
# with one of these, the site neither starts nor answers where others can reach it (kat_site/web/this_machine.py)
ON_THIS_MACHINE_ONLY = [
    name
    for name, is_on in (
        ("DEMO=1", DEMO),
        ("DEBUG=1", DEBUG),
        ("STAFF_SECOND_FACTOR=0", not STAFF_SECOND_FACTOR and not DEMO),
    )
    if is_on
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = ["staff.sign_in.adapter.StaffOnly"]
ACCOUNT_ADAPTER = "staff.sign_in.adapter.Accounts"
ACCOUNT_FORMS = {"login": "staff.sign_in.forms.SignInForm", "reauthenticate": "staff.sign_in.forms.PasswordAgainForm"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_RATE_LIMITS = {"login_failed": "15/h/ip,5/15m/key"}  # key: the account; counted before a password is hashed
ACCOUNT_SESSION_REMEMBER = False
# with 1, only the last address of X-Forwarded-For counts, which the proxy itself wrote
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
MFA_ADAPTER = "staff.sign_in.second_factor.SecondFactors"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "staff.sign_in.forms.CodeForm",
    "reauthenticate": "staff.sign_in.forms.CodeAgainForm",
    "activate_totp": "staff.sign_in.forms.AppForm",
    "add_webauthn": "staff.sign_in.forms.NewKeyForm",
    "authenticate_webauthn": "staff.sign_in.forms.KeyAtSignInForm",
    "reauthenticate_webauthn": "staff.sign_in.forms.KeyAgainForm",
    "login_webauthn": "staff.sign_in.forms.PasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# 30 seconds early or late, because the clocks of phones differ
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
CACHES = {
    # only the limits of the sign-in; in the database, so that all workers count together
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "staff_limits",
        "KEY_FUNCTION": "staff.sign_in.throttle.hidden_key",
        # with fewer, many wrong names would push out the counts of others
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LANGUAGE_CODE = "en-us"
TIME_ZONE = time_zone(env.str("TIME_ZONE", "America/New_York"))
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "kat_site.stylesheets.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STYLESHEET_BUILD_DIR = VAR_DIR / "build"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "kat_site.outages.static_files.CollectedFiles"
    },
}

# Mails to staff contain no details (operations/notices.py). Without EMAIL_URL there are none.

mail = mail_server(setting(env.dj_email_url, "EMAIL_URL", "dummy:", MAIL_HINT))
MAIL_IS_SET_UP = "dummy" not in mail["EMAIL_BACKEND"]
EMAIL_BACKEND = mail["EMAIL_BACKEND"]
EMAIL_FILE_PATH = f"/{mail['EMAIL_FILE_PATH']}"
EMAIL_HOST, EMAIL_PORT = mail["EMAIL_HOST"], mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = mail["EMAIL_HOST_USER"], mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = mail["EMAIL_USE_TLS"], mail["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = mail["EMAIL_TIMEOUT"] or 10
STAFF_MAIL = mail_addresses("STAFF_MAIL", env.list("STAFF_MAIL", []))
[DEFAULT_FROM_EMAIL] = mail_addresses("MAIL_FROM", env.list("MAIL_FROM", [])[:1]) or [f"no-reply@{HOST}"]

# empty, because Django would mail the content of forms to ADMINS; the log has one scrubbed line for each error instead
ADMINS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "scrubbed": {"()": "kat_site.web.logs.ScrubbedFormatter"},
        "plain": {"format": "{levelname} {message}", "style": "{"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain" if DEBUG else "scrubbed"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {"django": {"handlers": [], "level": LOG_LEVEL, "propagate": True}},
}
