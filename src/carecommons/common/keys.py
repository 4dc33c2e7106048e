"""A key to a row in another room: it may be kept, never opened; and who may see each field."""

from typing import Any

from django.db import models
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor


class ShutDoor(ForwardManyToOneDescriptor):
    """Reading the other room's row through the key is refused, with the way to do it properly."""

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        if instance is None:
            return self
        room = self.field.related_model._meta.app_label
        raise AttributeError(
            f"'{self.field.name}' is a row of the room '{room}'. Pass {self.field.attname} to {room}.queries instead."
        )


class RoomKey(models.ForeignKey):
    """A foreign key between rooms: no reverse name, no cascade, no way to read the other room's row."""

    forward_related_accessor_class = ShutDoor

    def __init__(self, to: Any, **kwargs: Any) -> None:
        kwargs.setdefault("on_delete", models.PROTECT)
        kwargs["related_name"] = "+"
        super().__init__(to, **kwargs)
