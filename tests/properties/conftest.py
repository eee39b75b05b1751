"""How many examples hypothesis tries, and that a build server tries the same ones every time."""

import os

from hypothesis import settings

from tests.properties.strategies import MODEST

settings.register_profile("sroi", parent=MODEST)
settings.register_profile("sroi-ci", parent=MODEST, derandomize=True)
settings.load_profile("sroi-ci" if os.environ.get("CI") else "sroi")
