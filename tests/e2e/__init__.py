"""The explorer as its readers meet it: the real server, real Chromium."""
