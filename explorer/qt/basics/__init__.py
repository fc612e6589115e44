"""What all parts of the window are built of: colours, sizes, buttons, rows, marks."""
