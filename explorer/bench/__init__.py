"""Times nets side by side with other engines; measures alone, and prints nothing."""
