"""The door for web servers. A worker whose parent was killed ends with it."""

import os

from django.core.wsgi import get_wsgi_application

from truongso.foundation.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truongso.config.settings")
die_with_parent()
application = get_wsgi_application()
