"""What the makers of a release run; no part of the package."""
