"""What people and machines do: one room for each thing that has routes."""
