"""The WSGI application that the server loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neisse.web.settings")
application = get_wsgi_application()

from neisse.web.intersect.bridge import prepare  # noqa: E402 - needs the applications
from neisse.web.orphans import end_with_parent  # noqa: E402
from neisse.web.warm import warm_up  # noqa: E402

end_with_parent()
warm_up()
gc.freeze()  # what is here stays: no walk over it while somebody waits
prepare()
