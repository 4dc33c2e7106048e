"""What a worker is told to do: one job, by its number and whose it is. Nothing else stands in the queue."""

from datetime import UTC, datetime
from uuid import UUID

from django_tasks import task

__all__ = ["run_job"]


@task()
def run_job(job_id: str, started_by_id: str) -> None:
    """Do this job; whatever comes of it stands in its own row."""
    from .jobs.work import work_on

    work_on(UUID(job_id), UUID(started_by_id), clock=lambda: datetime.now(UTC))
