"""What is loaded beside the schema: the areas of every policy, and the story of the embedded run."""

from service.operations.seed.area_seeding import NotMigratedError, seed_areas
from service.operations.seed.demo_people import DEMO_PEOPLE
from service.operations.seed.storyteller import seed_story

__all__ = ["DEMO_PEOPLE", "NotMigratedError", "seed_areas", "seed_story"]
