"""The guided tour: short pages, each of which sets the program to something and says what it shows."""
