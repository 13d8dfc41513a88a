"""What is loaded beside the schema: the areas of every policy, and the story of the embedded run."""

from service.operations.seed.areas import seed_areas
from service.operations.seed.people import DEMO_PEOPLE
from service.operations.seed.telling import seed_story

__all__ = ["DEMO_PEOPLE", "seed_areas", "seed_story"]
