"""What the tabs below the maps show, one module a tab: from what is chosen and computed to a frozen part."""
