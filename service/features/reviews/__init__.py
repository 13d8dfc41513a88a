"""After-action reviews of events: written on a report that carries them, told along the trail."""
