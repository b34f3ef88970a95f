"""How often Python looks for cycles of objects: seldom, as what it would look through is what all tests share."""

import gc

# Of objects made and not freed: every model, template and view is kept from one test to the next.
SELDOM = (50_000, 20, 50)


def collect_seldom() -> None:
    """Leave aside what is there now, and look through the rest seldom: a tenth of the time of all tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
