"""Give every user that is there the address record that signing in asks for."""

from typing import Any

from django.db import migrations


def confirm_addresses(apps: Any, schema_editor: Any) -> None:
    """Those who could sign in before can do so after."""
    user_model = apps.get_model("users", "User")
    address_model = apps.get_model("account", "EmailAddress")
    for user in user_model.objects.exclude(email="").iterator():
        email = user.email.lower()
        if email != user.email:
            user_model.objects.filter(pk=user.pk).update(email=email)
        address_model.objects.update_or_create(
            user=user, email=email, defaults={"primary": True, "verified": True}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0002_accounts"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [migrations.RunPython(confirm_addresses, migrations.RunPython.noop)]
