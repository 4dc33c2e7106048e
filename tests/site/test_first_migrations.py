"""First migrations, folded from many steps: older databases go on without a step, or are told what to do."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from carecommons.cli.ready import NotSafeToStart, bring_up_to_date
from carecommons.common.folded import LAST_BEFORE, stands_between
from carecommons.site.management.commands.migrate import OlderDatabase

FOLDED = {
    key: list(migration.replaces)
    for key, migration in MigrationLoader(None).disk_migrations.items()
    if key[1] == "0001_folded"
}


def taken() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def forget(*steps: tuple[str, str]) -> None:
    """As if the database had never heard of these steps."""
    for app, name in steps:
        assert MigrationRecorder.Migration.objects.filter(app=app, name=name).delete()[0] == 1, (app, name)


def tables() -> set[str]:
    return set(connection.introspection.table_names())


@pytest.mark.django_db
def test_no_model_differs_from_what_the_migrations_make() -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_a_database_that_took_every_single_step_goes_on_without_one() -> None:
    forget(*FOLDED)
    assert not taken() & set(FOLDED)
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    call_command("migrate", check_unapplied=True, verbosity=0)  # leaves with an exit code where a step is left
    bring_up_to_date()
    assert set(FOLDED) <= taken()


@pytest.mark.django_db
@pytest.mark.parametrize("key", [key for key, steps in FOLDED.items() if len(steps) > 1], ids=lambda key: key[0])
def test_a_database_that_took_some_of_the_steps_is_refused_and_told_what_to_do(key) -> None:
    first, *_, last = FOLDED[key]
    forget(key, last)
    before = taken()
    for how in ({}, {"check_unapplied": True}, {"plan": True}):
        with pytest.raises(OlderDatabase) as refusal:
            call_command("migrate", verbosity=0, interactive=False, **how)
    words = str(refusal.value)
    assert f"{key[0]} lacks 1 of {len(FOLDED[key])} steps, the first of them {last[1]}" in words
    assert f"check out commit {LAST_BEFORE}" in words
    assert first[1] not in words
    with pytest.raises(NotSafeToStart, match="nothing was changed"):
        bring_up_to_date()
    assert taken() == before


@pytest.mark.django_db
def test_a_room_that_an_older_database_never_had_is_made_and_not_refused() -> None:
    key = ("site", "0001_folded")
    forget(key, *FOLDED[key])
    assert stands_between(connection) == ""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    assert [(step.app_label, step.name) for step, _ in plan] == [key]


@pytest.fixture
def made_again(transactional_db):
    yield
    call_command("migrate", verbosity=0, interactive=False)


def test_a_first_migration_goes_back_and_forth(made_again) -> None:
    own = {"site_job", "site_calendarkey", "site_reminderoff", "site_remindersent"}
    before = tables()
    assert own <= before
    call_command("migrate", "site", "zero", verbosity=0, interactive=False)
    assert tables() == before - own
    call_command("migrate", "site", verbosity=0, interactive=False)
    assert tables() == before
