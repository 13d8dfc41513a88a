"""What every request passes: the web, who asks, how much, problems and the shapes that answers share."""
