"""What the explorer shows, worked out on the server: the network of things and ties, and the answers about it."""
