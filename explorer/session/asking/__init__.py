"""What a user does to the session, a class for each thing."""
