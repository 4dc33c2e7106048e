"""Choose the database before Django's settings are read (a conftest would be too late).

CARECOMMONS_TEST_DATABASE=sqlite (default) or postgres. For postgres a server of our own is started for
this run, on a loopback port in a scratch folder, and stopped at the end.
"""

import os
import tempfile

_home = tempfile.mkdtemp(prefix="carecommons-test-")
os.environ["CARECOMMONS_HOME"] = _home
os.environ["CARECOMMONS_PROFILE"] = "test"
os.environ.pop("CARECOMMONS_DEMO", None)
if os.environ.get("CARECOMMONS_TEST_DATABASE", "sqlite") == "sqlite":
    os.environ["DATABASE_URL"] = f"sqlite:///{_home}/test.sqlite3"
