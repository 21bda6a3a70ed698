"""The WSGI application that the server loads."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neisse.web.settings")

from neisse.web import forked, warm
from neisse.web.orphans import end_with_parent
from neisse.web.waits import wait_as_pages_do

application = warm.application()

from neisse.web.intersect.bridge import prepare  # noqa: E402 - needs the applications

end_with_parent()
wait_as_pages_do()
warm.warm_pages()
gc.freeze()  # what is here stays: no walk over it while somebody waits
if not forked.is_early():
    warm.warm_up()
    prepare()
