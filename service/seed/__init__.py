"""What is loaded beside the schema: the areas of every policy, and the story of the embedded run."""

from service.seed.areas import seed_areas
from service.seed.people import DEMO_PEOPLE
from service.seed.telling import seed_story

__all__ = ["DEMO_PEOPLE", "seed_areas", "seed_story"]
