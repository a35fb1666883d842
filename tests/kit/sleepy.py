"""Tasks for workers whose broker is killed meanwhile: one that takes its time, one that says that it was done."""

import time

from celery import shared_task


@shared_task(ignore_result=True)
def sleep(seconds):
    time.sleep(seconds)


@shared_task(ignore_result=True)
def wake(number):
    print(f"awake {number}", flush=True)
