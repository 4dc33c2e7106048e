"""Providers, homes and who lives in them, and the public list.

Two stays of one place never share a night. PostgreSQL holds an exclusion constraint, where the extension btree_gist
can be had; elsewhere (SQLite, a server without the extension) the check under the home's lock in actions/staying.py
is what holds.
"""

import carecommons.common.sealed_field
import django.db.models.deletion
import uuid
from django.db import migrations, models

from carecommons.common.folded import CreateModels

NAME = "a_place_is_one_childs_each_night"
ADD = f"""
ALTER TABLE provision_resident ADD CONSTRAINT {NAME}
EXCLUDE USING gist (home_id WITH =, place WITH =, daterange(from_day, to_day, '[)') WITH &&)
"""


def hold(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'btree_gist'")
        if cursor.fetchone() is None:
            return
        cursor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        cursor.execute(ADD)


def let_go(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE provision_resident DROP CONSTRAINT IF EXISTS {NAME}")


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ('provision', '0001_initial'),
        ('provision', '0002_the_public_list'),
        ('provision', '0003_what_officers_accept'),
        ('provision', '0004_documents_behind_claims'),
        ('provision', '0005_planned_stays_and_closed_homes'),
        ('provision', '0006_a_place_is_one_childs_each_night'),
        ('provision', '0007_columns_that_can_hold_a_sealed_site'),
        ('provision', '0008_seal_where_a_home_stands'),
        ('provision', '0009_a_sealed_site'),
        ('provision', '0010_exemptions_and_impacts_said_both_ways'),
        ('provision', '0011_nobody_lives_where_they_have_not_come'),
    ]
    dependencies = []
    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Owner',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=200)),
                    ('legal_form', models.CharField(choices=[('council', 'Council'), ('company', 'Company limited by shares'), ('guarantee', 'Company limited by guarantee'), ('charity', 'Charity'), ('cic', 'Community interest company'), ('cooperative', 'Co-operative or mutual'), ('partnership', 'Partnership'), ('person', 'A person in their own name'), ('health_body', 'Health body')], max_length=20)),
                    ('company_number', models.CharField(blank=True, max_length=20)),
                    ('kept_by', models.CharField(max_length=3)),
                    ('recorded_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('legal_form__in', ['council', 'company', 'guarantee', 'charity', 'cic', 'cooperative', 'partnership', 'person', 'health_body'])), name='owner_legal_form_is_known')],
                },
            ),
            migrations.CreateModel(
                name='Provider',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=200)),
                    ('sector', models.CharField(choices=[('council', 'Council'), ('private', 'Private'), ('voluntary', 'Voluntary'), ('health', 'Health')], max_length=10)),
                    ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='providers', to='provision.owner')),
                    ('kept_by', models.CharField(max_length=3)),
                    ('verified_on', models.DateField(blank=True, null=True)),
                    ('verified_by_role', models.CharField(blank=True, max_length=30)),
                    ('recorded_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('sector__in', ['council', 'private', 'voluntary', 'health'])), name='provider_sector_is_known')],
                },
            ),
            migrations.CreateModel(
                name='Home',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('reference', models.CharField(max_length=10, unique=True)),
                    ('kind', models.CharField(choices=[('parents', 'With parents'), ('connected_person', 'With a relative or friend'), ('foster_household', 'Foster family'), ('childrens_home', "Children's home"), ('secure_childrens_home', "Secure children's home"), ('special_school_registered_as_home', 'Residential special school'), ('supported_accommodation', 'Supported accommodation'), ('residential_family_centre', 'Residential family centre'), ('other_arrangement', 'Other arrangement, not registered')], max_length=40)),
                    ('name', models.CharField(max_length=120)),
                    ('provider', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='homes', to='provision.provider')),
                    ('kept_by', models.CharField(max_length=3)),
                    ('authority', models.CharField(max_length=9)),
                    ('postcode', carecommons.common.sealed_field.SealedText(blank=True)),
                    ('site', carecommons.common.sealed_field.SealedText(blank=True, default='')),
                    ('places', models.PositiveSmallIntegerField()),
                    ('school_places', models.PositiveSmallIntegerField(default=0)),
                    ('public_urn', models.CharField(blank=True, max_length=12)),
                    ('access', models.JSONField(blank=True, null=True)),
                    ('culture', models.JSONField(blank=True, null=True)),
                    ('description', models.TextField(blank=True)),
                    ('opened_on', models.DateField(blank=True, null=True)),
                    ('accepted_on', models.DateField(blank=True, null=True)),
                    ('accepted_by_role', models.CharField(blank=True, max_length=30)),
                    ('closed_on', models.DateField(blank=True, null=True)),
                    ('closed_because', models.TextField(blank=True)),
                    ('closed_by_role', models.CharField(blank=True, max_length=30)),
                    ('recorded_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['reference'],
                    'indexes': [models.Index(fields=['kept_by', 'kind'], name='provision_h_kept_by_e3043f_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['parents', 'connected_person', 'foster_household', 'childrens_home', 'secure_childrens_home', 'special_school_registered_as_home', 'supported_accommodation', 'residential_family_centre', 'other_arrangement'])), name='home_kind_is_known'), models.CheckConstraint(condition=models.Q(('places__gte', 1)), name='home_has_a_place')],
                },
            ),
            migrations.CreateModel(
                name='HomeTerms',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('home', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='provision.home')),
                    ('number', models.CharField(blank=True, max_length=40)),
                    ('from_day', models.DateField()),
                    ('to_day', models.DateField(blank=True, null=True)),
                    ('age_min', models.PositiveSmallIntegerField()),
                    ('age_max', models.PositiveSmallIntegerField()),
                    ('sexes', models.CharField(choices=[('any', 'Any'), ('M', 'Male'), ('F', 'Female')], default='any', max_length=3)),
                    ('places', models.PositiveSmallIntegerField()),
                    ('restricted_from', models.DateField(blank=True, null=True)),
                    ('restricted_to', models.DateField(blank=True, null=True)),
                    ('suspended_from', models.DateField(blank=True, null=True)),
                    ('suspended_to', models.DateField(blank=True, null=True)),
                    ('cancelled_on', models.DateField(blank=True, null=True)),
                    ('inadequate_since', models.DateField(blank=True, null=True)),
                    ('exempt', models.BooleanField(default=False)),
                    ('exempt_on', models.DateField(blank=True, null=True)),
                    ('exempt_because', models.TextField(blank=True, default='')),
                    ('stays', models.JSONField(default=list)),
                    ('conditions', models.TextField(blank=True)),
                    ('range_of_needs', models.JSONField(default=list)),
                    ('recorded_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['home_id', 'from_day', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('age_min__lte', models.F('age_max'))), name='terms_ages_in_order'), models.CheckConstraint(condition=models.Q(('age_max__lte', 25)), name='terms_age_is_a_childs'), models.CheckConstraint(condition=models.Q(('places__gte', 1)), name='terms_allow_a_place'), models.CheckConstraint(condition=models.Q(('sexes__in', ['any', 'M', 'F'])), name='terms_sexes_are_known'), models.CheckConstraint(condition=models.Q(('to_day__isnull', True), ('to_day__gte', models.F('from_day')), _connector='OR'), name='terms_days_in_order')],
                },
            ),
            migrations.CreateModel(
                name='NamedChild',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('home', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='named', to='provision.home')),
                    ('child', models.UUIDField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('home', 'child'), name='child_is_named_once_in_a_home')],
                },
            ),
            migrations.CreateModel(
                name='HomeLevels',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('home', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='levels', to='provision.home')),
                    ('answers', models.JSONField()),
                    ('basis', models.CharField(max_length=200)),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_role', models.CharField(max_length=30)),
                    ('checked_on', models.DateField(blank=True, null=True)),
                    ('checked_by_role', models.CharField(blank=True, max_length=30)),
                ],
                options={
                    'ordering': ['home_id', 'recorded_at', 'id'],
                },
            ),
            migrations.CreateModel(
                name='CapabilityClaim',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('home', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='capabilities', to='provision.home')),
                    ('code', models.CharField(choices=[('SP-TRA', 'Therapeutic community (trauma)'), ('SP-ASD', 'Autism'), ('SP-LDD', 'Learning disability'), ('SP-PMLD', 'Profound and multiple learning disability'), ('SP-MED', 'Complex health, or depends on technology'), ('SP-PHY', 'Physical access'), ('SP-SEN', 'Sensory access'), ('SP-EAT', 'Eating disorder'), ('SP-SH', 'High-lethality self-harm'), ('SP-PSY', 'Psychosis or severe mental illness'), ('SP-HSB', 'Harmful sexual behaviour'), ('SP-FIRE', 'Fire-setting'), ('SP-CSE', 'Sexual exploitation'), ('SP-CCE', 'Criminal exploitation'), ('SP-TRAF', 'Trafficking, or alone and seeking asylum'), ('SP-SUB', 'Substance dependence'), ('SP-PAR', 'Parent and child together'), ('SP-SEC', 'Secure welfare criteria'), ('SP-DOL', 'Deprivation of liberty authorised'), ('SP-REM', 'Remand or youth justice'), ('SP-VIO', 'Serious violence')], max_length=8)),
                    ('claimed_on', models.DateField()),
                    ('specialist', models.BooleanField(default=False)),
                ],
                options={
                    'ordering': ['home_id', 'code'],
                    'constraints': [models.UniqueConstraint(fields=('home', 'code'), name='a_home_claims_a_specialism_once'), models.CheckConstraint(condition=models.Q(('code__in', ['SP-TRA', 'SP-ASD', 'SP-LDD', 'SP-PMLD', 'SP-MED', 'SP-PHY', 'SP-SEN', 'SP-EAT', 'SP-SH', 'SP-PSY', 'SP-HSB', 'SP-FIRE', 'SP-CSE', 'SP-CCE', 'SP-TRAF', 'SP-SUB', 'SP-PAR', 'SP-SEC', 'SP-DOL', 'SP-REM', 'SP-VIO'])), name='claim_is_of_a_known_specialism')],
                },
            ),
            migrations.CreateModel(
                name='EvidenceItem',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='provision.capabilityclaim')),
                    ('kind', models.CharField(choices=[('staff_qualification', 'Staff or carers hold a recognised qualification'), ('carer_training', 'Carers finished a recognised training'), ('clinical_input', 'A clinician is part of the work, in writing'), ('outcomes', 'Outcomes of earlier children, shown and dated'), ('inspection', 'An inspection found it'), ('accreditation', 'An outside body accredits it')], max_length=24)),
                    ('document', models.CharField(max_length=200)),
                    ('issued_on', models.DateField()),
                    ('expires_on', models.DateField()),
                    ('checked_on', models.DateField(blank=True, null=True)),
                    ('checked_by_role', models.CharField(blank=True, max_length=30)),
                    ('recorded_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['claim_id', 'issued_on', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['staff_qualification', 'carer_training', 'clinical_input', 'outcomes', 'inspection', 'accreditation'])), name='evidence_is_of_a_kind_that_counts'), models.CheckConstraint(condition=models.Q(('expires_on__gte', models.F('issued_on'))), name='evidence_days_in_order')],
                },
            ),
            migrations.CreateModel(
                name='EvidenceFile',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('evidence', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='file', to='provision.evidenceitem')),
                    ('kept_as', models.CharField(max_length=32, unique=True)),
                    ('name', models.CharField(max_length=120)),
                    ('kind', models.CharField(max_length=8)),
                    ('size', models.PositiveIntegerField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('sent_at', models.DateTimeField()),
                    ('sent_by_role', models.CharField(max_length=30)),
                ],
                options={
                    'ordering': ['sent_at', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['pdf', 'png', 'jpeg'])), name='document_is_pdf_or_picture'), models.CheckConstraint(condition=models.Q(('size__gte', 1)), name='document_is_not_empty')],
                },
            ),
            migrations.CreateModel(
                name='DocumentOpened',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opened', to='provision.evidencefile')),
                    ('account', models.UUIDField()),
                    ('role', models.CharField(max_length=30)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['at', 'id'],
                    'indexes': [models.Index(fields=['file', 'account'], name='provision_d_file_id_44c6a4_idx')],
                },
            ),
            migrations.CreateModel(
                name='VacancyReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('home', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='vacancies', to='provision.home')),
                    ('free', models.PositiveSmallIntegerField()),
                    ('said_at', models.DateTimeField()),
                    ('said_by_role', models.CharField(max_length=30)),
                    ('next_free_on', models.DateField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['home_id', 'said_at', 'id'],
                    'indexes': [models.Index(fields=['home', '-said_at'], name='provision_v_home_id_748203_idx')],
                },
            ),
            migrations.CreateModel(
                name='Resident',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('home', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='residents', to='provision.home')),
                    ('place', models.PositiveSmallIntegerField()),
                    ('resident', models.UUIDField()),
                    ('from_day', models.DateField()),
                    ('to_day', models.DateField(blank=True, null=True)),
                    ('end_reason', models.CharField(blank=True, max_length=3)),
                    ('awaited', models.BooleanField(default=False)),
                    ('recorded_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['home_id', 'place', 'from_day'],
                    'indexes': [models.Index(condition=models.Q(('awaited', True)), fields=['resident'], name='resident_awaited')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('to_day__isnull', True)), fields=('home', 'place'), name='a_place_is_given_once'), models.UniqueConstraint(condition=models.Q(('to_day__isnull', True)), fields=('resident',), name='a_child_lives_in_one_place'), models.CheckConstraint(condition=models.Q(('place__gte', 1)), name='places_count_from_one'), models.CheckConstraint(condition=models.Q(('to_day__isnull', True), ('to_day__gte', models.F('from_day')), _connector='OR'), name='residence_days_in_order')],
                },
            ),
            migrations.CreateModel(
                name='WithdrawnStay',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('home', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provision.home')),
                    ('resident', models.UUIDField()),
                    ('from_day', models.DateField()),
                    ('reason', models.TextField()),
                    ('withdrawn_at', models.DateTimeField()),
                    ('withdrawn_by_role', models.CharField(max_length=30)),
                ],
                options={
                    'ordering': ['withdrawn_at', 'id'],
                },
            ),
            migrations.CreateModel(
                name='GroupImpact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('home', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='impacts', to='provision.home')),
                    ('about', models.UUIDField(blank=True, null=True)),
                    ('answer', models.CharField(choices=[('acceptable', 'Acceptable'), ('not_acceptable', 'Not acceptable'), ('unknown', 'Not known')], max_length=16)),
                    ('words', models.TextField()),
                    ('there', models.CharField(blank=True, max_length=16)),
                    ('newcomer', models.CharField(blank=True, max_length=16)),
                    ('newcomer_words', models.TextField(blank=True)),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_role', models.CharField(max_length=30)),
                ],
                options={
                    'ordering': ['home_id', 'recorded_at', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('answer__in', ['acceptable', 'not_acceptable', 'unknown'])), name='impact_answer_is_known'), models.CheckConstraint(condition=models.Q(('there__in', ['', 'acceptable', 'not_acceptable', 'unknown'])), name='impact_there_is_known'), models.CheckConstraint(condition=models.Q(('newcomer__in', ['', 'acceptable', 'not_acceptable', 'unknown'])), name='impact_newcomer_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('newcomer', ''), ('there', '')), models.Q(models.Q(('there', ''), _negated=True), models.Q(('newcomer', ''), _negated=True), models.Q(('newcomer_words', ''), _negated=True)), _connector='OR'), name='an_impact_is_said_both_ways_or_whole')],
                },
            ),
            migrations.CreateModel(
                name='Agreement',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='provision.provider')),
                    ('authority', models.CharField(max_length=3)),
                    ('from_day', models.DateField()),
                    ('to_day', models.DateField()),
                    ('slots', models.PositiveSmallIntegerField()),
                    ('recorded_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['authority', 'from_day', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('to_day__gte', models.F('from_day'))), name='agreement_days_in_order')],
                },
            ),
            migrations.CreateModel(
                name='Release',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('as_at', models.DateField(unique=True)),
                    ('file_name', models.CharField(max_length=200)),
                    ('sha256', models.CharField(max_length=64)),
                    ('providers', models.PositiveIntegerField()),
                    ('imported_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['-as_at'],
                },
            ),
            migrations.CreateModel(
                name='Listing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listings', to='provision.release')),
                    ('urn', models.CharField(max_length=12)),
                    ('kind', models.CharField(max_length=80)),
                    ('sector', models.CharField(max_length=40)),
                    ('status', models.CharField(blank=True, max_length=40)),
                    ('name', models.CharField(blank=True, max_length=300)),
                    ('owner', models.CharField(blank=True, max_length=300)),
                    ('owner_key', models.CharField(blank=True, max_length=300)),
                    ('authority', models.CharField(blank=True, max_length=3)),
                    ('authority_name', models.CharField(blank=True, max_length=120)),
                    ('region', models.CharField(blank=True, max_length=80)),
                    ('outside_england', models.BooleanField()),
                    ('postcode', models.CharField(blank=True, max_length=10)),
                    ('places', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('premises', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('grade', models.CharField(blank=True, max_length=80)),
                    ('graded_on', models.DateField(blank=True, null=True)),
                    ('registered_on', models.DateField(blank=True, null=True)),
                    ('short_breaks_only', models.BooleanField()),
                    ('linked_school_urn', models.CharField(blank=True, max_length=12)),
                    ('row', models.PositiveIntegerField()),
                ],
                options={
                    'ordering': ['urn'],
                    'indexes': [models.Index(fields=['release', 'authority', 'kind'], name='provision_l_release_1f4d2d_idx'), models.Index(fields=['release', 'owner_key'], name='provision_l_release_0bd54a_idx'), models.Index(fields=['urn'], name='provision_l_urn_d3f1ef_idx')],
                    'constraints': [models.UniqueConstraint(fields=('release', 'urn'), name='listing_stands_once_in_a_release'), models.CheckConstraint(condition=models.Q(('outside_england', False), ('authority', ''), _connector='OR'), name='listing_outside_england_has_no_council')],
                },
            ),
            migrations.CreateModel(
                name='Premises',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='buildings', to='provision.release')),
                    ('urn', models.CharField(max_length=12)),
                    ('authority', models.CharField(blank=True, max_length=3)),
                    ('authority_name', models.CharField(blank=True, max_length=120)),
                    ('category', models.CharField(blank=True, max_length=80)),
                    ('places', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('row', models.PositiveIntegerField()),
                ],
                options={
                    'ordering': ['row'],
                    'indexes': [models.Index(fields=['release', 'authority'], name='provision_p_release_1885d0_idx')],
                },
            ),
        ]),
        migrations.RunPython(hold, let_go),
    ]
