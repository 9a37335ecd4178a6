"""How HART arranges its queue: tags on its list, and views that somebody keeps."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, grants
from audit import clock
from audit.refusals import Refusal
from audit.trail import record
from referrals.models import SavedView, Tag

MOST_VIEWS = 20  # of one person: more than that nobody finds again
MOST_TAGS = 50


class CannotKeep(Refusal):
    """There are too many already, or one of this name; the sentence says which."""

    shows_typed = True


def keep_view(*, name: str, view: str, query: str, is_shared: bool = False, by: User) -> SavedView:
    """Under the name of one that this person keeps already, it takes its place. Raises CannotKeep."""
    if is_shared and not grants(by, Permission.LEAD_HART):
        raise PermissionDenied
    own = list(SavedView.objects.filter(owner=by))
    same = next((one for one in own if is_same(one.name, name)), None)
    if same is None and len(own) >= MOST_VIEWS:
        raise CannotKeep(_("You keep %(count)s views already. Forget one of them first.") % {"count": len(own)})
    kept = same or SavedView(owner=by, made_at=clock.now())
    kept.name, kept.view, kept.query, kept.is_shared = name.strip(), view, query, is_shared
    kept.save()
    record("view.keep", "view", kept.pk, by=by.pk, facts={"view": view, "shared": is_shared})
    return kept


def forget_view(kept: SavedView, *, by: User) -> None:
    """One's own. What is shared its owner forgets for all."""
    if kept.owner_id != by.pk:
        raise PermissionDenied
    record("view.forget", "view", kept.pk, by=by.pk)
    kept.delete()


def make_tag(name: str, *, by: User) -> Tag:
    """Raises CannotKeep."""
    if not grants(by, Permission.LEAD_HART):
        raise PermissionDenied
    offered = list(Tag.objects.offered())
    if any(is_same(one.name, name) for one in offered):
        raise CannotKeep(_("There is a tag of this name."))
    if len(offered) >= MOST_TAGS:
        raise CannotKeep(_("There are %(count)s tags already. Take one off the list first.") % {"count": MOST_TAGS})
    tag = Tag.objects.create(name=name.strip(), made_by=by, made_at=clock.now())
    record("tag.create", "tag", tag.pk, by=by.pk)
    return tag


def retire_tag(tag: Tag, *, by: User) -> None:
    """No longer offered; where it was put it stays."""
    if not grants(by, Permission.LEAD_HART):
        raise PermissionDenied
    if tag.retired_at is None:
        tag.retired_at = clock.now()
        tag.save(update_fields=["retired_at"])
        record("tag.retire", "tag", tag.pk, by=by.pk)


def is_same(name: str, other: str) -> bool:
    return name.strip().casefold() == other.strip().casefold()
