"""Pictures from files and samples, and the input volumes that nets are fed."""
