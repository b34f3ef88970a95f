"""What this room adds to the space, to the clock and to what is listened to; imported when the app is ready."""
