"""Settings shared by every environment; see docs/operations.md for the variables."""

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from cms.settings import env
from cms.settings.env import BASE_DIR

DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

# What is added to a network's real host name so that it answers on this machine.
LOCAL_HOST_SUFFIX = ""
# The port in the addresses of the networks: 80 is http, 443 https; requests are answered on any.
SITE_PORT = env.integer("SITE_PORT", 80)

INSTALLED_APPS = [
    "home",
    "syndication",
    "exchanges",
    "sites",
    "cms.users",
    "cms.core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtailgeowidget",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_q",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    # Nothing of ours loads it: it holds the French of Wagtail’s "3 days ago".
    "django.contrib.humanize",
]

MIDDLEWARE = [
    # These have the last word on every answer, those of the others included.
    "cms.core.caching.CachingMiddleware",
    "cms.core.policy.PolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.users.middleware.AdminDoorMiddleware",
    # Before anything that looks at what an address names.
    "cms.core.tenancy.door.DoorMiddleware",
    "cms.core.middleware.ReasonsMiddleware",
    "syndication.moving.MoveMiddleware",
    "syndication.middleware.WithdrawnMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
ASGI_APPLICATION = "cms.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sites.context_processors.network",
            ],
        },
    },
]

DATABASES = {
    "default": env.database(
        "DATABASE_URL",
        f"sqlite:///{BASE_DIR / 'var' / 'pes.sqlite3'}",
        conn_max_age=env.integer("DATABASE_CONN_MAX_AGE", 0),
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Measured in reference/traps: with the defaults, concurrent publishing fails with "locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.text("CACHE_URL")}
        if env.text("CACHE_URL")
        # The limits on sign-in are kept there: by default 300 entries push each other out.
        else {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    )
}

Q_CLUSTER = {
    "name": "pes",
    "workers": env.integer("QUEUE_WORKERS", 1),
    "timeout": 600,
    "retry": 900,
    "max_attempts": 5,
    "catch_up": False,
    "poll": 0.5,
    "label": "Tâches",
    "save_limit": 500,
    **({"redis": env.text("BROKER_URL")} if env.text("BROKER_URL") else {"orm": "default"}),
}

AUTH_USER_MODEL = "users.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "space"
AUTHENTICATION_BACKENDS = ["cms.users.backends.EmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Networks are kept apart in the administration. Only tests that must find leaks turn it off.
TENANT_POLICY = True

ACCOUNT_ADAPTER = "cms.users.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_FORMS = {
    "signup": "cms.users.forms.SignUpForm",
    "login": "cms.users.forms.LoginForm",
    "reauthenticate": "cms.users.forms.ReauthenticateForm",
    "reset_password": "cms.users.forms.ResetPasswordForm",
    "reset_password_from_key": "cms.users.forms.ResetPasswordKeyForm",
    "user_token": "cms.users.forms.UserTokenForm",
    "change_password": "cms.users.forms.ChangePasswordForm",
    "set_password": "cms.users.forms.SetPasswordForm",
    "add_email": "cms.users.forms.ChangeAddressForm",
}
MFA_ADAPTER = "cms.users.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "cms.users.forms.AuthenticateForm",
    "reauthenticate": "cms.users.forms.ReauthenticateCodeForm",
    "activate_totp": "cms.users.forms.ActivateForm",
}
# A slow typist's code, or a telephone that is half a minute off.
MFA_TOTP_TOLERANCE = 1
# Nobody is signed in before an address is confirmed; without this, who has a second factor could
# not change theirs.
MFA_ALLOW_UNVERIFIED_EMAIL = True
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED")
# Tries: by client (ip), by client and account together (login_failed's key), by account (key), by
# who is signed in (user). docs/decisions.md says why.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key,50/d/key",
    "login_account": "100/h/key",
    "reset_password": "10/m/ip",
    "reset_mail": "3/h/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/3m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    # Links that lead nowhere.
    "invitation": "20/h/ip",
    # What strangers and members may post (cms.users.strangers). A hall full of people shares one address.
    "sign_up": "20/h/ip,3/h/key",
    "answer": "20/h/ip,30/d/user,5/h/key",
    "message": "60/h/user,120/h/ip,30/h/key",
    # How often somebody is told that their mails were too many.
    "refused_mail": "1/h/key",
    "publish": "30/d/user",
    "picture": "60/d/user",
    # The form of an announcement, however it ends: beyond, it is not even read any more.
    "form": "120/h/user",
    # Drafts are kept every few seconds, and what is like them is looked for while somebody types.
    "draft": "40/m/user",
    "alike": "60/m/user",
    # What was typed in a form whose session had ended.
    "typed": "60/h/ip",
    "claim": "10/d/user",
    "alert": "20/h/ip,5/h/key",
    "report": "20/h/ip",
    "link": "60/h/ip",
}
# Of how many announcements a structure is told within a week because they match: the rest waits its turn.
MATCHES_A_WEEK = 7
# How many are told of an announcement at once; the next ones after so many days, if nobody answered.
MATCH_FANOUT = 50
MATCH_WAVE_DAYS = 3
# What was found longer ago, and waited, is only shown.
MATCH_FRESH_DAYS = 30
# How many proxies of ours a request comes through: what others write into X-Forwarded-For is not believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXIES", 0)
PASSWORD_RESET_TIMEOUT = 3 * 3600
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
SESSION_COOKIE_AGE = 14 * 24 * 3600
# Members who did not sign in for so many days are warned, then forgotten; 0 keeps them.
INACTIVE_AFTER_DAYS = env.integer("INACTIVE_AFTER_DAYS", 730)
# People of the administration sign in each day.
ADMIN_SESSION_AGE = 12 * 3600

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
WAGTAIL_I18N_ENABLED = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / "var" / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "sizes": {"BACKEND": "cms.core.media.Sizes"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.integer("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "pes@example.org")
# Where mails come back that nobody takes: name@domain, of which name+anything@domain arrives too.
BOUNCE_ADDRESS = env.text("BOUNCE_ADDRESS")
# The domains for which the mail server may write: a network with an address there writes from it.
MAIL_DOMAINS = [domain.lower() for domain in env.words("MAIL_DOMAINS")]
# The domain whose mails to reponse+...@ reach `manage.py receive_mail`; empty: people answer on the site.
REPLY_DOMAIN = env.text("REPLY_DOMAIN").lower()

# Where the source code of what runs here can be had (AGPL, section 13).
SOURCE_URL = env.text("SOURCE_URL")

WAGTAIL_SITE_NAME = "Plateforme d’Échanges Solidaires"
WAGTAILADMIN_BASE_URL = env.text("ADMIN_BASE_URL", "http://pes.paca.localhost:8000")
# Passwords and addresses are changed in the pages of the account, for everybody.
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "core/password_required.html"  # noqa: S105 - a file
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_RENDITION_STORAGE = "sizes"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_PASSWORD_REQUIRED_TEMPLATE = "core/document_password_required.html"  # noqa: S105 - a file
TAGGIT_CASE_INSENSITIVE = True
WAGTAIL_TAG_SPACES_ALLOWED = True

GEO_WIDGET_DEFAULT_LOCATION = {"lat": 43.5297, "lng": 5.4474}
GEO_WIDGET_ZOOM = 9
GEO_WIDGET_LEAFLET_TILE_LAYER = env.text("TILE_URL")
GEO_WIDGET_LEAFLET_TILE_LAYER_OPTIONS = {"attribution": env.text("TILE_ATTRIBUTION")}

# Scripts on public pages come from our own files only. Wagtail's screens can't do without inline
# ones, nor without previews of what was just chosen: cms.core.policy gives them their own policy.
PUBLIC_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:", *env.words("TILE_HOSTS")],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": PUBLIC_POLICY}
ADMIN_POLICY = {
    **PUBLIC_POLICY,
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [*PUBLIC_POLICY["img-src"], "blob:"],
    "font-src": [SELF, "data:"],
}
SECURE_REFERRER_POLICY = "same-origin"
# Said by cms.core.policy; no page of ours asks for any of these.
FURTHER_HEADERS = {
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

LOG_LEVELS = ("INFO", "DEBUG", "WARNING", "ERROR", "CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.choice("LOG_LEVEL", LOG_LEVELS)},
    # It says twice of each page that it was indexed.
    "loggers": {"django_tasks": {"level": "WARNING"}},
}
