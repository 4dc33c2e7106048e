"""Long work as a job: begun by an upload, followed, stopped, started again; all of it or nothing, and once."""

import json
import os
import re
import signal
import stat
import subprocess
import sys
from datetime import timedelta
from threading import Event, Thread
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from jobs_made import GOOD, WRONG, begun, folder_of, nothing_stored, now, work

from carecommons.children.models import ReturnedChild
from carecommons.cli.main import run
from carecommons.common.errors import NotAllowed, NotFound, NotNow, Refused
from carecommons.common.steps import Stopped
from carecommons.common.walls import seeing
from carecommons.people.actions import end_post
from carecommons.people.doors import behind
from carecommons.people.queries import post_in_use
from carecommons.people.roles import Role
from carecommons.register.models import Entry
from carecommons.site.jobs import acts, kinds
from carecommons.site.jobs.folder import Folder
from carecommons.site.jobs.seen import job_seen, jobs_seen
from carecommons.site.jobs.states import State
from carecommons.site.jobs.work import work_on
from carecommons.site.models import Job
from racing import on_file, race

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def queue(settings, tmp_path):
    """The queue in the database, as in life, and a house of the test's own."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.HOME = tmp_path


@pytest.fixture
def planner(person):
    return person(Role.PLANNER, authority="886")


@pytest.fixture
def stopped_at(monkeypatch):
    """stopped_at(words, act) -> `act` is done once, when the work first says these words; then the work goes on."""

    def at(words, act):
        whole, done = Folder.step, []

        def step(self, said, *numbers):
            if said == words and not done:
                done.append(said)
                act()
            whole(self, said, *numbers)

        monkeypatch.setattr(Folder, "step", step)
        return done

    return at


def state(job) -> str:
    return Job.objects.get(pk=job.pk).state


def send(client, content=GOOD, act="store", **more):
    files = {"sent": [SimpleUploadedFile("episodes.csv", content)], "act": act, "authority": "886"}
    return client.post("/returns/", files | more)


# ------------------------------------------------------------------ from the upload to the result
def test_an_upload_answers_at_once_with_the_page_of_its_job(client_for, planner) -> None:
    client = client_for(planner)
    answer = send(client)
    job = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("job", args=[job.id]))
    page = client.get(answer["Location"]).content.decode()
    assert "Waiting for its turn" in page
    assert "Stop it" in page
    assert "look again" in page
    assert nothing_stored()
    work()
    page = client.get(answer["Location"]).content.decode()
    assert "It is stored" in page
    assert "2026 episodes: 2 rows added" in page
    assert "Stop it" not in page
    assert Entry.objects.filter(kind="returns_imported").count() == 1


def test_a_check_is_a_job_too_and_stores_nothing(client_for, planner) -> None:
    client = client_for(planner)
    where = send(client, act="check")["Location"]
    work()
    assert "It can be stored" in client.get(where).content.decode()
    assert nothing_stored()


def test_faults_are_a_refusal_with_its_code_and_every_fault(client_for, planner) -> None:
    client = client_for(planner)
    where = send(client, WRONG)["Location"]
    work()
    page = client.get(where).content.decode()
    assert "Nothing was stored: 1 row or file needs mending" in page
    assert "episodes.csv, row 2, DECOM" in page
    assert "return_faulty" in page
    assert Job.objects.get().state == State.REFUSED
    assert nothing_stored()


def test_a_refusal_of_the_whole_is_told_with_its_code(planner) -> None:
    job = begun(planner, content=b"PK\x03\x04 not really")
    work()
    seen = job_seen(job.id, by=planner)
    assert (seen.state, seen.outcome.refusal["code"]) == (State.REFUSED, "zip_broken")
    assert seen.of_kind.told(seen.outcome).refused


def test_the_list_shows_ones_own_jobs_newest_first(client_for, planner, person) -> None:
    older, newer = begun(planner, at=now() - timedelta(hours=1)), begun(planner, kind="check_return")
    begun(person(Role.PLANNER, authority="886"))
    page = client_for(planner).get("/jobs/").content.decode()
    assert re.findall(r'href="/jobs/([0-9a-f-]{36})/"', page) == [str(newer.id), str(older.id)]
    assert "Check a return" in page


def test_the_empty_list_says_what_will_stand_there(client_for, planner) -> None:
    assert "You have started no long work" in client_for(planner).get("/jobs/").content.decode()


def test_the_day_and_the_upload_pages_lead_to_the_jobs(client_for, planner) -> None:
    client = client_for(planner)
    for page in ("/me/", "/returns/", "/homes/public-list/"):
        assert 'href="/jobs/"' in client.get(page).content.decode(), page


def test_a_button_pressed_twice_begins_one_job(planner, person) -> None:
    at = now()
    first = begun(planner, at=at)
    assert begun(planner, at=at + timedelta(seconds=59)).id == first.id
    assert len(list(folder_of(first).path.parent.iterdir())) == 1
    others = [
        begun(planner, at=at, content=GOOD + b"\n"), begun(planner, at=at, kind="check_return"),
        begun(person(Role.PLANNER, authority="886"), at=at), begun(planner, at=at + timedelta(seconds=61)),
    ]  # fmt: skip
    assert len({first.id, *(job.id for job in others)}) == 5


def test_the_same_again_after_the_end_is_a_job_of_its_own_and_changes_nothing(planner) -> None:
    first = begun(planner)
    work()
    again = begun(planner)
    work()
    assert again.id != first.id
    assert Entry.objects.filter(kind="returns_imported").count() == 1


def test_a_post_that_ends_while_the_job_reads_stores_nothing(planner, monkeypatch) -> None:
    """Who stores it is asked in the transaction that stores it, not only before the reading."""
    job, read, ended = begun(planner), kinds.acts.read_return, []

    def slowly(*given, **more):
        found = read(*given, **more)
        end_post(post_id=job.post_id, at=now(), by=None)
        ended.append(found)
        return found

    monkeypatch.setattr(kinds.acts, "read_return", slowly)
    work()
    assert ended
    assert state(job) == State.REFUSED
    assert nothing_stored()


# ------------------------------------------------------------------ its files
def test_files_are_sealed_closed_to_others_and_gone_at_the_end(planner) -> None:
    job = begun(planner)
    folder = folder_of(job).path
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = list(folder.iterdir())
    assert {stat.S_IMODE(each.stat().st_mode) for each in files} == {0o600}
    assert not [each for each in files if b"C2" in each.read_bytes() or b"CHILD" in each.read_bytes()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT asked, file_key FROM site_job")
        asked, key = cursor.fetchone()
    assert asked.startswith("s1.")
    assert key.startswith("s1.")
    assert "episodes" not in json.dumps(DBTaskResult.objects.get().args_kwargs)
    work()
    assert not folder.exists()
    assert Job.objects.get().file_key == ""


@pytest.mark.parametrize("harm", ["changed", "swapped", "taken"])
def test_files_that_were_touched_are_not_read(planner, harm) -> None:
    job, other = begun(planner), begun(planner, name="other.csv")
    file = folder_of(job).path / "0.sealed"
    if harm == "changed":
        file.write_bytes(file.read_bytes()[:-1] + b"x")
    elif harm == "swapped":
        (folder_of(other).path / "0.sealed").replace(file)
    else:
        folder_of(job).remove()
    acts.cancel(job_id=other.id, by=planner, at=now())
    work()
    seen = job_seen(job.id, by=planner)
    assert (seen.state, seen.outcome.refusal["code"]) == (State.REFUSED, "job_files_gone")
    assert nothing_stored()


def test_a_job_that_could_not_be_queued_leaves_no_files(planner, monkeypatch, settings) -> None:
    def broken(job):
        raise RuntimeError("no queue")

    monkeypatch.setattr(acts, "_enqueue", broken)
    with pytest.raises(RuntimeError):
        begun(planner)
    assert not list((settings.HOME / "jobs").iterdir())
    assert not Job.objects.exists()


# ------------------------------------------------------------------ stopping
def test_a_job_that_waits_is_stopped_at_once(client_for, planner) -> None:
    job, client = begun(planner), client_for(planner)
    assert client.post(f"/jobs/{job.id}/cancel/").status_code == 302
    assert state(job) == State.CANCELLED
    assert not folder_of(job).path.exists()
    assert Job.objects.get().file_key == ""
    work()
    assert state(job) == State.CANCELLED
    assert "Nothing of it was stored" in client.get(f"/jobs/{job.id}/").content.decode()
    assert nothing_stored()


@pytest.mark.parametrize(
    "words",
    [
        "Reading the files", "Comparing with what is held", "Storing the tables", "Joining the years to one record",
        "Storing the record of all years, row by row", "Writing the entry in the register",
    ],
)  # fmt: skip
def test_work_that_runs_stops_within_a_step_wherever_it_is_and_leaves_nothing(
    client_for, planner, stopped_at, words
) -> None:
    job, client, pages = begun(planner), client_for(planner), []

    def stop() -> None:
        assert client.post(f"/jobs/{job.id}/cancel/").status_code == 302
        pages.append(client.get(f"/jobs/{job.id}/").content.decode())

    reached = stopped_at(words, stop)
    work()
    assert reached == [words]
    assert "It stops at its next step" in pages[0]
    assert state(job) == State.CANCELLED
    assert not folder_of(job).path.exists()
    assert nothing_stored()


def test_what_has_ended_cannot_be_stopped(client_for, planner) -> None:
    job = begun(planner)
    work()
    answer = client_for(planner).post(f"/jobs/{job.id}/cancel/")
    assert answer.status_code == 409
    assert "This job has ended already" in answer.content.decode()
    assert state(job) == State.DONE


# ------------------------------------------------------------------ progress
def test_how_far_it_is_can_be_read_while_it_stores(client_for, planner, stopped_at) -> None:
    job, client, seen = begun(planner), client_for(planner), []
    stopped_at("Writing the entry in the register", lambda: seen.append(job_seen(job.id, by=planner).progress))
    stopped_at("Joining the years to one record", lambda: seen.append(client.get(f"/jobs/{job.id}/progress/")))
    work()
    part, progress = seen
    assert "Storing the tables, 0 of 1" in part.content.decode()
    assert 'value="0" max="1"' in part.content.decode()
    assert "HX-Refresh" not in part
    assert (progress.words, progress.done, progress.total) == ("Storing the record of all years, row by row", 2, 4)


def test_a_page_that_asks_by_itself_is_told_to_fetch_the_result(client_for, planner) -> None:
    job, client = begun(planner), client_for(planner)
    work()
    assert client.get(f"/jobs/{job.id}/progress/")["HX-Refresh"] == "true"
    assert "hx-get" not in client.get(f"/jobs/{job.id}/").content.decode()


def test_asking_by_itself_does_not_keep_a_visit_open(client_for, planner) -> None:
    job, client = begun(planner), client_for(planner)
    session = client.session
    long_ago = int(now().timestamp()) - 10 * 60
    session["began_at"] = session["seen_at"] = long_ago
    session.save()
    page = client.get(f"/jobs/{job.id}/progress/", headers={"X-By-Itself": "1"})
    assert page.status_code == 200
    assert client.session["seen_at"] == long_ago
    client.get(f"/jobs/{job.id}/progress/")
    assert client.session["seen_at"] > long_ago


# ------------------------------------------------------------------ failing, dying, starting again
def fails(given, step):
    raise RuntimeError("about Robin Smith")


def test_our_own_fault_is_told_without_its_words_and_can_be_tried_again(client_for, planner, monkeypatch) -> None:
    job, client = begun(planner), client_for(planner)
    with monkeypatch.context() as broken:
        kind = kinds.Kind("Store a return", "children.import_returns", "returns", fails, kinds.told_return)
        broken.setitem(kinds.KINDS, "store_return", kind)
        work()
    page = client.get(f"/jobs/{job.id}/").content.decode()
    assert state(job) == State.FAILED
    assert "This is our fault, not yours" in page
    assert "Robin" not in page
    assert "Start it again" in page
    assert "Robin" not in json.dumps(list(DBTaskResult.objects.values_list("traceback", flat=True)))
    assert client.post(f"/jobs/{job.id}/again/").status_code == 302
    assert state(job) == State.WAITING
    work()
    assert state(job) == State.DONE
    assert ReturnedChild.objects.count() == 2


def died(planner):
    """A job whose worker is gone: it began, and nobody holds it."""
    job = begun(planner)
    DBTaskResult.objects.all().delete()
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING, began_at=now(), tries=1)
    folder_of(job).step("Storing the tables", 1, 3)
    return job


def test_a_dead_worker_is_seen_at_once_and_its_job_can_be_started_again(client_for, planner) -> None:
    job, client = died(planner), client_for(planner)
    page = client.get(f"/jobs/{job.id}/").content.decode()
    assert "The machine stopped while it worked on this" in page
    assert "Storing the tables" not in page
    client.post(f"/jobs/{job.id}/again/")
    work()
    row = Job.objects.get()
    assert (row.state, row.tries) == (State.DONE, 2)
    assert ReturnedChild.objects.count() == 2


def test_a_worker_that_starts_tells_of_those_that_died(planner) -> None:
    job = died(planner)
    acts.tidy(at=now())
    assert state(job) == State.FAILED
    assert job_seen(job.id, by=planner).outcome.refusal["code"] == "job_worker_died"
    acts.start_again(job_id=job.id, by=planner, at=now())
    work()
    assert state(job) == State.DONE


def test_a_job_of_a_dead_worker_can_be_stopped_instead(planner) -> None:
    job = died(planner)
    acts.cancel(job_id=job.id, by=planner, at=now())
    assert state(job) == State.CANCELLED
    assert not folder_of(job).path.exists()


def test_the_lock_lives_exactly_as_long_as_the_process_that_holds_it(planner) -> None:
    folder = folder_of(begun(planner))
    code = (
        "import fcntl, sys, time; file = open(sys.argv[1], 'r+'); fcntl.flock(file, fcntl.LOCK_EX); "
        "print('held', flush=True); time.sleep(600)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, folder.path / "lock"], stdout=subprocess.PIPE)
    try:
        assert holder.stdout.readline() == b"held\n"
        assert folder.is_held()
    finally:
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
        holder.stdout.close()
    assert not folder.is_held()


def test_a_living_worker_is_neither_buried_nor_joined_by_a_second(planner, stopped_at) -> None:
    job, refused = begun(planner), []

    def meddle() -> None:
        acts.tidy(at=now())
        with pytest.raises(NotNow) as caught:
            acts.start_again(job_id=job.id, by=planner, at=now())
        refused.append(caught.value.code)

    stopped_at("Joining the years to one record", meddle)
    work()
    assert refused == ["job_is_running"]
    assert state(job) == State.DONE
    assert Job.objects.get().tries == 1


def test_a_worker_whose_job_was_taken_away_keeps_nothing(planner, stopped_at) -> None:
    job = begun(planner)
    stopped_at("Storing the tables", lambda: Job.objects.update(tries=7))
    work()
    assert nothing_stored()
    assert Job.objects.get().tries in (1, 7)  # the change stood in the transaction that was undone, or did not
    assert state(job) == State.RUNNING


@pytest.mark.parametrize("ending", [State.DONE, State.REFUSED, State.CANCELLED, State.WAITING])
def test_only_what_failed_is_started_again(planner, ending) -> None:
    job = begun(planner, content=WRONG if ending == State.REFUSED else GOOD)
    if ending == State.CANCELLED:
        acts.cancel(job_id=job.id, by=planner, at=now())
    elif ending != State.WAITING:
        work()
    assert state(job) == ending
    with pytest.raises(NotNow) as caught:
        acts.start_again(job_id=job.id, by=planner, at=now())
    assert caught.value.code == "job_not_to_start_again"


def test_without_its_files_it_is_not_started_again(client_for, planner) -> None:
    job = died(planner)
    folder_of(job).remove()
    acts.tidy(at=now())
    page = client_for(planner).get(f"/jobs/{job.id}/").content.decode()
    assert "Its files are not kept any more" in page
    with pytest.raises(NotNow) as caught:
        acts.start_again(job_id=job.id, by=planner, at=now())
    assert caught.value.code == "job_files_gone"


def test_what_was_forgotten_is_queued_and_what_is_old_is_removed(planner) -> None:
    forgotten, failed, old = begun(planner, name="a.csv"), died(planner), begun(planner, name="b.csv")
    Job.objects.filter(pk=forgotten.pk).update(state=State.WAITING, began_at=None, tries=0)
    Job.objects.filter(pk=failed.pk).update(state=State.FAILED, ended_at=now() - timedelta(hours=25))
    Job.objects.filter(pk=old.pk).update(state=State.DONE, began_at=now(), ended_at=now() - timedelta(days=31))
    acts.tidy(at=now())
    assert not folder_of(failed).path.exists()
    assert not Job.objects.filter(pk=old.pk).exists()
    assert state(failed) == State.FAILED
    work()
    assert state(forgotten) == State.DONE
    acts.tidy(at=now() + timedelta(days=31))
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


# ------------------------------------------------------------------ once
@pytest.mark.django_db(transaction=True)
def test_two_workers_race_for_a_job_and_one_does_it(person, tmp_path, monkeypatch) -> None:
    planner, done = person(Role.PLANNER, authority="886"), []

    def counted(given, step):
        done.append(given.authority)
        return kinds.Outcome({"counted": True})

    kind = kinds.Kind("Check a return", "children.import_returns", "returns", counted, kinds.told_return)
    monkeypatch.setitem(kinds.KINDS, "check_return", kind)
    with on_file(tmp_path) as open_own:
        job = begun(planner, kind="check_return")
        race([lambda: work_on(job.id, planner.id, clock=now) for _ in range(4)], open_own)
        assert done == ["886"]
        assert (Job.objects.get().state, Job.objects.get().tries) == (State.DONE, 1)


@pytest.mark.django_db(transaction=True)
def test_several_workers_share_a_queue_and_each_job_is_done_once(person, tmp_path, monkeypatch) -> None:
    planner, done = person(Role.PLANNER, authority="886"), []

    def counted(given, step):
        done.append(given.asked["files"][0])
        return kinds.Outcome({"counted": True})

    kind = kinds.Kind("Check a return", "children.import_returns", "returns", counted, kinds.told_return)
    monkeypatch.setitem(kinds.KINDS, "check_return", kind)
    with on_file(tmp_path) as open_own:
        for number in range(4):
            begun(planner, kind="check_return", name=f"{number}.csv")
        race([work] * 3, open_own)
        work()  # whoever met another's lock left the rest to it
        assert sorted(done) == ["0.csv", "1.csv", "2.csv", "3.csv"]
        assert set(Job.objects.values_list("state", "tries")) == {(State.DONE, 1)}


@pytest.mark.django_db(transaction=True)
def test_two_who_start_it_again_at_once_start_it_once(person, tmp_path) -> None:
    planner = person(Role.PLANNER, authority="886")
    with on_file(tmp_path) as open_own:
        job = died(planner)
        answers = race(
            [lambda: acts.start_again(job_id=job.id, by=planner, at=now()) for _ in range(4)], open_own
        )  # fmt: skip
        assert sum(answer is None for answer in answers) == 1
        assert DBTaskResult.objects.count() == 1
        work()
        assert Job.objects.get().state == State.DONE


# ------------------------------------------------------------------ nobody waits for it
@pytest.mark.django_db(transaction=True)
def test_pages_are_read_and_the_work_is_stopped_while_it_stores(person, client_for, tmp_path, monkeypatch) -> None:
    planner = person(Role.PLANNER, authority="886")
    client = client_for(planner)
    inside, go_on, whole = Event(), Event(), Folder.step

    def step(self, words, *numbers):
        whole(self, words, *numbers)
        if words == "Storing the tables":
            inside.set()  # the transaction is open, and on SQLite it holds the one lock for writing
            assert go_on.wait(60)

    monkeypatch.setattr(Folder, "step", step)
    with on_file(tmp_path) as open_own:
        job = begun(planner)
        client.get("/jobs/")  # a visit notes at most once a minute that somebody is there; that is a write, and waits

        def worker() -> None:
            open_own()
            try:
                work_on(job.id, planner.id, clock=now)
            finally:
                connection.close()

        thread = Thread(target=worker)
        thread.start()
        try:
            assert inside.wait(60)
            if connection.vendor == "sqlite":
                with connection.cursor() as cursor:
                    cursor.execute("PRAGMA busy_timeout = 0")  # whoever waited for the lock would fail now
            for address in ("/jobs/", f"/jobs/{job.id}/", f"/jobs/{job.id}/progress/", "/returns/", "/criteria/"):
                assert client.get(address).status_code == 200, address
            assert "Storing the tables" in client.get(f"/jobs/{job.id}/").content.decode()
            assert client.post(f"/jobs/{job.id}/cancel/").status_code == 302
            assert "It stops at its next step" in client.get(f"/jobs/{job.id}/").content.decode()
        finally:
            go_on.set()
            thread.join(60)
        assert Job.objects.get().state == State.CANCELLED
        assert nothing_stored()


# ------------------------------------------------------------------ whose it is
@pytest.mark.parametrize("who", ["colleague", "elsewhere"])
def test_somebody_elses_job_answers_like_one_that_does_not_exist(client_for, planner, person, token_for, who) -> None:
    job = begun(planner)
    other = person(Role.PLANNER, authority="886" if who == "colleague" else "878")
    client, token = client_for(other), {"Authorization": f"Bearer {token_for(other)}"}
    for path in ("", "progress/"):
        assert client.get(f"/jobs/{job.id}/{path}").status_code == 404
        assert client.get(f"/jobs/{uuid4()}/{path}").status_code == 404
    for path in ("cancel", "again"):
        assert client.post(f"/jobs/{job.id}/{path}/").status_code == 404
        assert client.post(f"/api/v1/jobs/{job.id}/{path}", headers=token).status_code == 404
    assert client.get(f"/api/v1/jobs/{job.id}", headers=token).status_code == 404
    assert client.get("/api/v1/jobs/", headers=token).json()["items"] == []
    assert str(job.id) not in client.get("/jobs/").content.decode()
    assert state(job) == State.WAITING


def test_who_lost_the_council_sees_its_job_no_more(planner, person) -> None:
    from dataclasses import replace

    job = begun(planner)
    moved = replace(planner, authorities=frozenset({"878"}))
    assert jobs_seen(by=moved) == ()
    with pytest.raises(NotFound):
        job_seen(job.id, by=moved)


def test_work_is_done_under_the_permissions_of_its_hour_and_not_of_its_asking(planner) -> None:
    job = begun(planner)
    end_post(post_id=post_in_use(planner), at=now(), by=None)
    work()
    row = Job.objects.get(pk=job.pk)
    assert (row.state, row.outcome["refusal"]["code"]) == (State.REFUSED, "post_not_found")
    assert nothing_stored()


@pytest.mark.parametrize("kind", ["store_return", "check_return"])
def test_a_return_of_another_council_is_no_job(planner, kind) -> None:
    with pytest.raises(NotAllowed):
        acts.start(kind=kind, files=[("a.csv", GOOD)], authority="878", asked={}, by=planner, at=now())
    assert not Job.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PLANNER, Role.OPERATOR, Role.PUBLIC)])
def test_nobody_else_sees_or_starts_jobs(client_as, role) -> None:
    client = client_as(role, authority="886")
    assert client.get("/jobs/").status_code == 403
    assert send(client).status_code == 403
    assert not Job.objects.exists()


def test_an_operator_starts_a_list_and_no_return(person) -> None:
    operator = person(Role.OPERATOR)
    job_id = acts.start(
        kind="check_list", files=[("list.csv", b"a,b\n")], authority="", asked={"as_at": None}, by=operator, at=now()
    )
    assert job_seen(job_id, by=operator).state == State.WAITING
    with pytest.raises(NotAllowed):
        begun(operator)


def test_one_person_may_not_fill_the_queue(client_for, planner) -> None:
    for number in range(5):
        begun(planner, name=f"{number}.csv")
    answer = send(client_for(planner))
    assert answer.status_code == 409
    assert "You have 5 jobs waiting or running already" in answer.content.decode()
    assert Job.objects.count() == 5


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no row-level security")
def test_the_database_itself_shows_a_job_to_its_starter_alone(planner, person) -> None:
    begun(planner)
    colleague = person(Role.PLANNER, authority="886")
    with behind(colleague):
        assert Job.objects.count() == 0
        assert Job.objects.update(state=State.CANCELLED, ended_at=now()) == 0
    with seeing(authorities=["886"]):
        assert Job.objects.count() == 0
    with behind(planner):
        assert Job.objects.count() == 1


# ------------------------------------------------------------------ for programs and the command line
@pytest.fixture
def program(planner, token_for, client):
    headers = {"Authorization": f"Bearer {token_for(planner)}"}
    return lambda method, url, **facts: getattr(client, method)(f"/api/v1{url}", facts, headers=headers)


def test_a_program_starts_reads_and_lists_a_job(program) -> None:
    file = SimpleUploadedFile("episodes.csv", GOOD)
    answer = program("post", "/returns/jobs", files=[file], authority="886", act="store")
    assert answer.status_code == 202
    job = answer.json()
    assert answer["Location"] == f"/api/v1/jobs/{job['id']}"
    assert (job["state"], job["files"], job["may_cancel"]) == ("waiting", ["episodes.csv"], True)
    work()
    job = program("get", f"/jobs/{job['id']}").json()
    assert (job["state"], job["stored"]["stored"]["children"], job["refusal"]) == ("done", 2, None)
    assert [each["id"] for each in program("get", "/jobs/").json()["items"]] == [job["id"]]
    refused = program("post", f"/jobs/{job['id']}/cancel")
    assert (refused.status_code, refused.json()["code"]) == (409, "job_has_ended")
    refused = program("post", f"/jobs/{job['id']}/again")
    assert (refused.status_code, refused.json()["code"]) == (409, "job_not_to_start_again")


def test_a_program_reads_every_fault_of_a_refused_job(program) -> None:
    file = SimpleUploadedFile("episodes.csv", WRONG)
    where = program("post", "/returns/jobs", files=[file], authority="886", act="store").json()["id"]
    work()
    job = program("get", f"/jobs/{where}").json()
    assert (job["state"], job["refusal"]["code"]) == ("refused", "return_faulty")
    assert [(fault["row"], fault["column"]) for fault in job["refusal"]["faults"]] == [(2, "DECOM")]


def test_a_program_stops_a_job_and_starts_a_failed_one_again(program, planner) -> None:
    job = begun(planner)
    assert program("post", f"/jobs/{job.id}/cancel").json()["state"] == "cancelled"
    failed = died(planner)
    assert program("get", f"/jobs/{failed.id}").json()["refusal"]["code"] == "job_worker_died"
    answer = program("post", f"/jobs/{failed.id}/again")
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")


def test_a_program_may_not_start_another_councils_return_nor_one_without_an_act(program) -> None:
    file = SimpleUploadedFile("episodes.csv", GOOD)
    assert program("post", "/returns/jobs", files=[file], authority="878", act="store").status_code == 404
    file = SimpleUploadedFile("episodes.csv", GOOD)
    assert program("post", "/returns/jobs", files=[file], authority="886", act="burn").status_code == 422
    assert not Job.objects.exists()


def test_a_program_starts_a_list(program) -> None:
    file = SimpleUploadedFile("list.csv", b"a,b\n")
    answer = program("post", "/homes/jobs", files=[file], act="check", as_at="2025-03-31")
    assert (answer.status_code, answer.json()["kind"]) == (202, "check_list")


def test_the_command_lists_shows_and_stops(planner, token_for, monkeypatch, capsys) -> None:
    monkeypatch.setenv("CARECOMMONS_TOKEN", token_for(planner))
    assert run(["jobs", "list"]) == 0
    assert "You have started no long work." in capsys.readouterr().out
    job, other = begun(planner), begun(planner, content=WRONG)
    assert run(["jobs", "cancel", str(job.id)]) == 0
    assert "Store a return: Cancelled" in capsys.readouterr().out
    assert run(["jobs", "work"]) == 0
    capsys.readouterr()
    assert run(["jobs", "show", str(other.id)]) == 3
    assert "[return_faulty]" in capsys.readouterr().out
    assert run(["jobs", "cancel", str(other.id), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "job_has_ended"
    assert run(["jobs", "list", "--json"]) == 0
    assert {each["state"] for each in json.loads(capsys.readouterr().out)} == {"cancelled", "refused"}
    assert run(["jobs", "show", str(uuid4())]) == 3


def test_the_command_needs_a_token(monkeypatch, capsys) -> None:
    monkeypatch.delenv("CARECOMMONS_TOKEN", raising=False)
    assert run(["jobs", "list"]) == 3
    assert "token_needed" in capsys.readouterr().err


# ------------------------------------------------------------------ the folder alone
def test_a_step_writes_what_is_new_and_raises_when_it_shall_stop(tmp_path) -> None:
    folder = Folder(tmp_path, uuid4())
    folder.keep([b"x"])
    assert folder.progress() is None
    folder.step("Reading", 1, 2)
    assert (folder.progress().words, folder.progress().done, folder.progress().total) == ("Reading", 1, 2)
    folder.stop()
    with pytest.raises(Stopped):
        folder.step("Reading", 2, 2)
    folder.begin_afresh()
    assert folder.progress() is None
    folder.step("Reading again")
    folder.remove()
    folder.stop()
    assert not folder.path.exists()
    with folder.held(wait=True) as mine:
        assert not mine
    with pytest.raises(Refused):
        folder.files("AAAA", 1)


def test_each_job_has_a_key_of_its_own(tmp_path) -> None:
    one, two = Folder(tmp_path, uuid4()), Folder(tmp_path, uuid4())
    key, other = one.keep([b"first", b""]), two.keep([b"second"])
    assert one.files(key, 2) == [b"first", b""]
    with pytest.raises(Refused):
        one.files(other, 1)
