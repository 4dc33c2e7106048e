"""What came after the second wall was raised stands behind it too: approvals for secure homes, reports of imports."""

from django.db import migrations

from carecommons.common.walls import wall

TABLES = {
    "children_secureapproval": "carecommons_sees_all() OR child_id IN (SELECT id FROM children_child)",
    "children_returnimport": "carecommons_sees_council(authority)",
}


class Migration(migrations.Migration):
    dependencies = [("children", "0007_secure_approval")]
    operations = [wall(TABLES)]
