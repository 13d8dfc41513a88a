"""The trail read back: the state of every report and its tasks, rebuilt from leaves alone, one leaf at a time.

faults        what can be wrong with a trail, as stable codes with words
events        from a leaf's bytes to a checked event
chain         how an event follows the one before it
reads         the chain of the region's reads, which belongs to no report
standing      what is remembered of a report between two of its events
compact       the same in a few hundred bytes, for millions of reports
step          one event as it meets its report
report_rules  what each event of a report needs and does
clock_rules   what each event of a legal clock needs
erasure_rules what each event of an erasure needs
watch_rules   what each warning and each rung of the ladder needs
case_rules    what each step of a Gakkumdu case needs and does
administrative_rules what each step of an administrative violation needs and does
notice_rules  what each event of a notice needs
wall_rules    what each event of a wall needs and does
merges        the two sides of a merge held against each other
evidence_rules what each event of evidence needs
content_rules what each event of the hoax desk needs
review_rules  what each event of an after-action review needs, and the offer that follows a recommendation
task_rules    what each event of a task needs and does
snapshots     a line of the state tables held against the rebuilt state
machine       all of it together: leaves in, faults out
"""
