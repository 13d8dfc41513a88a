"""Reports: intake, reading, amending, transitions, notes, links and the sealed reporter."""
