from service.app import ROUTES


def test_every_route_declares_its_guard_or_says_that_it_is_public() -> None:
    for route in ROUTES:
        guarded = hasattr(route.before_request, "action")
        assert guarded != bool(route.opt.get("public")), route.operation_id


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [route.operation_id for route in ROUTES]
    assert len(set(names)) == len(names)
