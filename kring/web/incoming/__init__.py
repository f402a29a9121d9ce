"""What was told by the doors, for coordinator and head, and for the colleague to whom it was passed on."""
