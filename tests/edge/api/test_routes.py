import pkgutil
from importlib import import_module

import service
from service.app import ROUTES
from service.contract.openapi import TAGS
from tests.walking import walked

DECLARING = [
    found.name
    for found in pkgutil.walk_packages(service.__path__, "service.")
    if found.name.endswith(("controller", ".system"))
]


def test_every_route_that_a_room_declares_is_served() -> None:
    declared = {route: module for module in walked(DECLARING) for route in import_module(module).ROUTES}
    unserved = {module for route, module in declared.items() if route not in ROUTES}
    assert not unserved, f"ROUTES of {', '.join(sorted(unserved))} stand nowhere in service/app.py"
    assert {*ROUTES} == {*declared}


def test_every_room_with_routes_has_its_tag() -> None:
    rooms = {module.rpartition(".")[0].rpartition(".")[2] for module in walked(DECLARING)} - {"contract"}
    assert not rooms - {*TAGS}, (
        f"{', '.join(sorted(rooms - {*TAGS}))} have no tag in TAGS of service/contract/openapi.py"
    )
    assert {*TAGS} == rooms


def test_every_route_declares_its_guard_or_says_that_it_is_public() -> None:
    for route in ROUTES:
        guarded = hasattr(route.before_request, "action")
        assert guarded != bool(route.opt.get("public")), route.operation_id


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [route.operation_id for route in ROUTES]
    assert len(set(names)) == len(names)
