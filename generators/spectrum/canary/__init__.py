"""One simulation, its texts with secrets, and the net that reads them."""
