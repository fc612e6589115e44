"""The workings below the maps: where the numbers come from, one module a tab."""
