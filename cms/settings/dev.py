"""Development and demonstration: embedded database, local host names, mails on the console."""

from cms.settings import env
from cms.settings.base import *  # noqa: F403
from cms.settings.env import BASE_DIR

DEBUG = True
SECRET_KEY = "development-only-never-in-production"  # noqa: S105 - refused by production.py
ALLOWED_HOSTS = [".localhost", "127.0.0.1", "[::1]"]
LOCAL_HOST_SUFFIX = ".localhost"
SITE_PORT = env.integer("PORT", 8000)
(BASE_DIR / "var").mkdir(exist_ok=True)
