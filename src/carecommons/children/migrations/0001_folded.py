"""What is kept of a child, and the returns. PostgreSQL shows a connection its own councils' and children's, and the looks."""

import carecommons.common.sealed_field
import django.db.models.deletion
import uuid
from django.db import migrations, models

from carecommons.common.folded import CreateModels
from carecommons.common.walls import wall

OF_A_CHILD = "carecommons_sees_all() OR child_id IN (SELECT id FROM children_child)"
OF_A_COUNCIL = "carecommons_sees_council(authority)"
OF_BOTH = "carecommons_sees_council(authority) OR carecommons_sees_child(child_id)"
HELD = "carecommons_sees_child(child_id)"
TABLES = {
    "children_child": "carecommons_sees_council(authority) OR carecommons_sees_child(id)",
    **{
        f"children_{name}": OF_A_CHILD
        for name in (
            "siblinglink", "knownconnection", "placetoavoid", "recordedwish", "writtenstory", "needsprofile",
            "needsdraft", "secureapproval", "ownview",
        )
    },
    **{f"children_{name}": OF_A_COUNCIL for name in ("returntable", "returnedchild", "returnimport")},
    **{f"children_{name}": OF_BOTH for name in ("carriednote", "carriedanswer", "minimalrecord")},
    "children_returnedepisode": "carecommons_sees_all() OR child_id IN (SELECT id FROM children_returnedchild)",
    # A private message is for those who hold the child themselves, never for a whole council. One that the young
    # person shares is there for the council's connection as well, still sealed.
    "children_privatemessage": f"{HELD} OR (with_reviewing AND child_id IN (SELECT id FROM children_child))",
    "children_owndraft": HELD,
    "people_look": f"carecommons_sees_child(child_id) OR {OF_A_CHILD}",
}


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ('children', '0001_initial'),
        ('children', '0002_returns'),
        ('children', '0003_columns_that_can_hold_sealed_values'),
        ('children', '0003_return_imports'),
        ('children', '0004_seal_what_names_a_child'),
        ('children', '0005_sealed_columns'),
        ('children', '0006_the_second_wall'),
        ('children', '0007_secure_approval'),
        ('children', '0008_approvals_and_imports_behind_the_wall'),
        ('children', '0009_own_words_and_private_messages'),
        ('children', '0010_private_messages_behind_the_wall'),
        ('children', '0011_the_journey'),
        ('children', '0012_the_journey_behind_the_wall'),
    ]
    dependencies = [
        ('people', '0001_folded'),
    ]
    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Child',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('reference', models.CharField(max_length=7, unique=True)),
                    ('known_as', carecommons.common.sealed_field.SealedText()),
                    ('birth_date', carecommons.common.sealed_field.SealedDate()),
                    ('sex', models.CharField(max_length=1)),
                    ('authority', models.CharField(db_index=True, max_length=3)),
                    ('home_postcode', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('legal_status', models.CharField(blank=True, max_length=2)),
                    ('looked_after_since', models.DateField(null=True)),
                    ('unaccompanied', models.BooleanField(default=False)),
                    ('return_key', carecommons.common.sealed_field.SealedText(null=True)),
                    ('return_key_index', models.CharField(max_length=64, null=True)),
                    ('access_needs', models.JSONField(default=list)),
                    ('languages', models.JSONField(default=list)),
                    ('faiths', models.JSONField(default=list)),
                    ('added_at', models.DateTimeField()),
                    ('added_by', models.UUIDField(null=True)),
                    ('added_by_role', models.CharField(max_length=24)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('authority', 'return_key_index'), name='child_return_key_once_per_authority'), models.CheckConstraint(condition=models.Q(('sex__in', ['F', 'M', 'U'])), name='child_sex_as_the_return'), models.CheckConstraint(condition=models.Q(('known_as', ''), _negated=True), name='child_is_called_something')],
                },
            ),
            migrations.CreateModel(
                name='SiblingLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sibling_links', to='children.child')),
                    ('sibling', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                    ('together', models.BooleanField()),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by', models.UUIDField(null=True)),
                    ('recorded_by_role', models.CharField(max_length=24)),
                ],
                options={
                    'indexes': [models.Index(fields=['child', 'recorded_at'], name='sibling_latest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('child', models.F('sibling')), _negated=True), name='sibling_is_another_child')],
                },
            ),
            migrations.CreateModel(
                name='SecureApproval',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='secure_approvals', to='children.child')),
                    ('approved_on', models.DateField()),
                    ('reference', models.CharField(max_length=40)),
                    ('ended', models.BooleanField(default=False)),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by', models.UUIDField(null=True)),
                    ('recorded_by_role', models.CharField(max_length=24)),
                ],
                options={
                    'indexes': [models.Index(fields=['child', 'recorded_at'], name='secure_approval_latest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('reference', ''), _negated=True), name='secure_approval_has_a_reference')],
                },
            ),
            migrations.CreateModel(
                name='KnownConnection',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='connections', to='children.child')),
                    ('kind', models.CharField(max_length=16)),
                    ('name', carecommons.common.sealed_field.SealedText()),
                    ('postcode', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('keep', models.BooleanField()),
                    ('how_often', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('note', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='children.knownconnection')),
                    ('ended', models.BooleanField(default=False)),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by', models.UUIDField(null=True)),
                    ('recorded_by_role', models.CharField(max_length=24)),
                ],
                options={
                    'indexes': [models.Index(fields=['child', 'recorded_at'], name='connection_latest')],
                },
            ),
            migrations.CreateModel(
                name='PlaceToAvoid',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places_to_avoid', to='children.child')),
                    ('name', carecommons.common.sealed_field.SealedText()),
                    ('authority', models.CharField(blank=True, max_length=3)),
                    ('postcode', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('miles', models.PositiveSmallIntegerField(default=0)),
                    ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='children.placetoavoid')),
                    ('ended', models.BooleanField(default=False)),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by', models.UUIDField(null=True)),
                    ('recorded_by_role', models.CharField(max_length=24)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('authority', ''), ('postcode', ''), _connector='XOR'), name='avoid_an_area_or_a_place')],
                },
            ),
            migrations.CreateModel(
                name='RecordedWish',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wishes', to='children.child')),
                    ('stage', models.CharField(max_length=16)),
                    ('words', carecommons.common.sealed_field.SealedText()),
                    ('how', models.CharField(max_length=16)),
                    ('observed_by', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('said_on', models.DateField()),
                    ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='children.recordedwish')),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by', models.UUIDField(null=True)),
                    ('recorded_by_role', models.CharField(max_length=24)),
                ],
                options={
                    'indexes': [models.Index(fields=['child', 'recorded_at'], name='wish_latest')],
                },
            ),
            migrations.CreateModel(
                name='WrittenStory',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stories', to='children.child')),
                    ('version', models.PositiveIntegerField()),
                    ('words', carecommons.common.sealed_field.SealedText()),
                    ('strengths', carecommons.common.sealed_field.SealedText()),
                    ('helps', carecommons.common.sealed_field.SealedText()),
                    ('authorship', models.CharField(max_length=8)),
                    ('not_agreed_because', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('written_at', models.DateTimeField()),
                    ('written_by', models.UUIDField(null=True)),
                    ('written_by_role', models.CharField(max_length=24)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('child', 'version'), name='story_version_once'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='story_version_from_one')],
                },
            ),
            migrations.CreateModel(
                name='CarriedNote',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                    ('authority', models.CharField(max_length=3)),
                    ('placement', models.UUIDField()),
                    ('words', carecommons.common.sealed_field.SealedText()),
                    ('said_at', models.DateTimeField()),
                    ('said_by', models.UUIDField(null=True)),
                    ('said_by_role', models.CharField(max_length=24)),
                ],
                options={
                    'ordering': ['said_at', 'id'],
                    'indexes': [models.Index(fields=['child', 'said_at'], name='carried_note_latest')],
                },
            ),
            migrations.CreateModel(
                name='CarriedAnswer',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('note', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='children.carriednote')),
                    ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                    ('authority', models.CharField(max_length=3)),
                    ('accepted', models.BooleanField()),
                    ('words', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('answered_at', models.DateTimeField()),
                    ('answered_by', models.UUIDField(null=True)),
                    ('answered_by_role', models.CharField(max_length=24)),
                ],
                options={
                    'ordering': ['answered_at', 'id'],
                },
            ),
            migrations.CreateModel(
                name='MinimalRecord',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('child', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='minimal', to='children.child')),
                    ('authority', models.CharField(max_length=3)),
                    ('born_from', carecommons.common.sealed_field.SealedDate()),
                    ('opened_at', models.DateTimeField()),
                    ('opened_by', models.UUIDField(null=True)),
                    ('opened_by_role', models.CharField(max_length=24)),
                    ('completed_at', models.DateTimeField(null=True)),
                    ('completed_by', models.UUIDField(null=True)),
                    ('completed_by_role', models.CharField(blank=True, max_length=24)),
                ],
                options={
                    'indexes': [models.Index(fields=['authority', 'completed_at'], name='minimal_record_waiting')],
                },
            ),
            migrations.CreateModel(
                name='OwnView',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='own_views', to='children.child')),
                    ('domain', models.CharField(max_length=3)),
                    ('level', models.PositiveSmallIntegerField(null=True)),
                    ('words', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('said_at', models.DateTimeField()),
                    ('recorded_by', models.UUIDField(null=True)),
                    ('recorded_by_role', models.CharField(max_length=24)),
                ],
                options={
                    'indexes': [models.Index(fields=['child', 'said_at'], name='own_view_latest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('level__isnull', True), ('level__lte', 4), _connector='OR'), name='own_view_level_is_0_to_4')],
                },
            ),
            migrations.CreateModel(
                name='PrivateMessage',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                    ('words', carecommons.common.sealed_field.PrivateText()),
                    ('from_child', models.BooleanField()),
                    ('with_reviewing', models.BooleanField(default=False)),
                    ('sent_at', models.DateTimeField()),
                    ('sent_by', models.UUIDField()),
                ],
                options={
                    'indexes': [models.Index(fields=['child', 'sent_at'], name='private_message_latest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('from_child', True), ('with_reviewing', False), _connector='OR'), name='only_the_young_person_brings_another_in')],
                },
            ),
            migrations.CreateModel(
                name='OwnDraft',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('child', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='children.child')),
                    ('account', models.UUIDField()),
                    ('form', models.CharField(max_length=60)),
                    ('answers', carecommons.common.sealed_field.PrivateText()),
                    ('kept_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('child', 'account', 'form'), name='one_draft_a_form')],
                },
            ),
            migrations.CreateModel(
                name='NeedsProfile',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='profiles', to='children.child')),
                    ('version', models.PositiveIntegerField()),
                    ('assessed_on', models.DateField()),
                    ('ratings', carecommons.common.sealed_field.SealedJSON()),
                    ('strengths', carecommons.common.sealed_field.SealedJSON()),
                    ('matters', carecommons.common.sealed_field.SealedJSON()),
                    ('outcomes', carecommons.common.sealed_field.SealedJSON()),
                    ('flags', carecommons.common.sealed_field.SealedJSON()),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by', models.UUIDField(null=True)),
                    ('recorded_by_role', models.CharField(max_length=24)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('child', 'version'), name='profile_version_once'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='profile_version_from_one')],
                },
            ),
            migrations.CreateModel(
                name='NeedsDraft',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('child', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='children.child')),
                    ('author', models.UUIDField()),
                    ('begun_from', models.PositiveIntegerField()),
                    ('parts', carecommons.common.sealed_field.SealedJSON(default=dict)),
                    ('changed_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('child', 'author'), name='draft_once_per_author')],
                },
            ),
            migrations.CreateModel(
                name='ReturnTable',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('authority', models.CharField(max_length=3)),
                    ('year', models.PositiveSmallIntegerField()),
                    ('name', models.CharField(max_length=24)),
                    ('file_name', models.CharField(max_length=400)),
                    ('sha256', models.CharField(max_length=64)),
                    ('rows', models.PositiveIntegerField()),
                    ('packed', carecommons.common.sealed_field.SealedBytes()),
                    ('imported_at', models.DateTimeField()),
                    ('imported_by', models.UUIDField(null=True)),
                    ('imported_by_role', models.CharField(max_length=24)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('authority', 'year', 'name'), name='one_return_table_a_year')],
                },
            ),
            migrations.CreateModel(
                name='ReturnImport',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('authority', models.CharField(max_length=3)),
                    ('number', models.PositiveIntegerField()),
                    ('imported_at', models.DateTimeField()),
                    ('imported_by', models.UUIDField(null=True)),
                    ('imported_by_role', models.CharField(max_length=24)),
                    ('report', models.JSONField()),
                    ('changes', models.JSONField()),
                    ('named', models.JSONField()),
                    ('years_new', models.JSONField()),
                    ('after', models.JSONField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('authority', 'number'), name='returns_imported_one_after_another')],
                },
            ),
            migrations.CreateModel(
                name='ReturnedChild',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('authority', models.CharField(max_length=3)),
                    ('return_key', carecommons.common.sealed_field.SealedText()),
                    ('return_key_index', models.CharField(max_length=64)),
                    ('birth_date', carecommons.common.sealed_field.SealedDate(null=True)),
                    ('sex', models.CharField(max_length=1)),
                    ('ethnicity', models.CharField(max_length=40)),
                    ('unaccompanied', models.BooleanField()),
                    ('unaccompanied_until', models.DateField(null=True)),
                    ('first_year', models.PositiveSmallIntegerField()),
                    ('last_year', models.PositiveSmallIntegerField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('authority', 'return_key_index'), name='one_returned_child_a_key'), models.CheckConstraint(condition=models.Q(('first_year__lte', models.F('last_year'))), name='returned_child_years_in_order')],
                },
            ),
            migrations.CreateModel(
                name='ReturnedEpisode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('child', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='episodes', to='children.returnedchild')),
                    ('start_day', models.DateField()),
                    ('end_day', models.DateField(null=True)),
                    ('began', models.CharField(max_length=40)),
                    ('legal_status', models.CharField(max_length=40)),
                    ('need', models.CharField(max_length=40)),
                    ('place', models.CharField(max_length=40)),
                    ('home_place', models.CharField(max_length=40)),
                    ('provider', models.CharField(max_length=40)),
                    ('ended', models.CharField(max_length=40)),
                    ('moved', models.CharField(max_length=40)),
                    ('home_postcode', carecommons.common.sealed_field.SealedText(bound_to=['child_id', 'start_day', 'end_day'])),
                    ('place_postcode', carecommons.common.sealed_field.SealedText(bound_to=['child_id', 'start_day', 'end_day'])),
                    ('urn', models.CharField(max_length=40)),
                    ('period', models.PositiveSmallIntegerField()),
                    ('placement', models.PositiveSmallIntegerField()),
                    ('at_home', models.BooleanField()),
                    ('place_authority', models.CharField(max_length=3)),
                    ('distance_miles', models.FloatField(null=True)),
                    ('first_year', models.PositiveSmallIntegerField()),
                    ('last_year', models.PositiveSmallIntegerField()),
                ],
                options={
                    'indexes': [models.Index(fields=['child', 'start_day'], name='episodes_of_a_child')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('end_day__isnull', True), ('end_day__gte', models.F('start_day')), _connector='OR'), name='episode_ends_after_it_begins')],
                },
            ),
        ]),
        wall(TABLES),
    ]
