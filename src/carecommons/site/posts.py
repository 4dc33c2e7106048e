"""What tells two posts of one role apart: the home, the provider or the child that each is for.

It stands here because homes and children belong to rooms that the room of people may not know (POST_DETAILS).
"""

from datetime import datetime
from uuid import UUID

from carecommons.children.queries import children_named
from carecommons.common.walls import seeing
from carecommons.people.actions import record_look
from carecommons.people.queries import person_for, posts_of
from carecommons.people.roles import Person, Role
from carecommons.provision.queries import home_names, provider_names


def details_of(account_id: UUID, *, at: datetime) -> dict[UUID, str]:
    """Post -> its homes or provider by name, or its children, for those posts that have any; in its owner's words.

    A young person is called as they are; whoever speaks for children reads references, and each is a look.
    """
    people = {post.id: person_for(account_id, post.id) for post in posts_of(account_id)}
    homes = home_names({home for each in people.values() for home in each.home_ids})
    providers = provider_names({each.provider_id for each in people.values() if each.provider_id})
    found = {}
    for post, person in people.items():
        names = sorted(homes[home].name for home in person.home_ids if home in homes)
        if not names and person.provider_id in providers:
            names = [providers[person.provider_id]]
        if person.children:
            names = _children(person, at)
        if names:
            found[post] = ", ".join(names)
    return found


def _children(person: Person, at: datetime) -> list[str]:
    with seeing(authorities=person.authorities, children=person.children, person=person.id):
        named = children_named(person.children)
        if person.role is Role.CHILD:
            return sorted(each.known_as for each in named.values())
        for child in named:
            record_look(person=person, child_id=child, act="people.see_own_account", purpose="Choosing a role", at=at)
    return sorted(each.reference for each in named.values())
