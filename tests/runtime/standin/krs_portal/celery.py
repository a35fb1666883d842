"""A worker with nothing to do."""

import os

from celery import Celery

app = Celery("standin", broker=os.environ["REDIS_URL"])
