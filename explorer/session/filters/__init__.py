"""The filters of a net as the window shows them, edited or not."""
