"""Production: refuses to start with an unsafe value, and says which variable to set."""

from django.core.exceptions import ImproperlyConfigured

from cms.settings import env
from cms.settings.base import *  # noqa: F403
from cms.settings.base import ALLAUTH_TRUSTED_PROXY_COUNT, STORAGES

SECRET_KEY = env.required("SECRET_KEY", "at least 50 random characters.")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
    raise ImproperlyConfigured("SECRET_KEY is too short or too plain: 50 random characters or more.")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set ALLOWED_HOSTS to the host names of the networks, split by commas.")
env.required("DATABASE_URL", "postgres://user:password@host:5432/name")
WAGTAILADMIN_BASE_URL = env.required(
    "ADMIN_BASE_URL", "the https:// address at which the administration answers."
)
if not WAGTAILADMIN_BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("ADMIN_BASE_URL must start with https://: it is written into mails.")
if env.flag("DEBUG"):
    raise ImproperlyConfigured("DEBUG can't be on in production: unset it.")
SITE_PORT = env.integer("SITE_PORT", 443)
EMAIL_BACKEND = env.text("EMAIL_BACKEND", "cms.users.smtp.EmailBackend")
EMAIL_HOST = env.required("EMAIL_HOST", "the SMTP server that takes the platform's mails.")
DEFAULT_FROM_EMAIL = env.required("DEFAULT_FROM_EMAIL", "the address from which the platform writes.")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if env.flag("BEHIND_PROXY") and not ALLAUTH_TRUSTED_PROXY_COUNT:
    raise ImproperlyConfigured(
        "Set TRUSTED_PROXIES to the number of your proxies (1 or more) where BEHIND_PROXY is on: without it"
        " all visitors count as one client, and anybody can use up the tries of all."
    )
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.integer("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# With this prefix browsers take them from this very host only, not from a neighbour of its domain.
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", default=True)
if not env.text("CACHE_URL"):
    # Every process must count the same tries: without Redis the database is what they share.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }
# W019 wants X-Frame-Options: DENY, but the editors' preview shows our own pages in a frame.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
