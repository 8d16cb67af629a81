"""Lets a person see and withdraw what they sent. Import `Receipt` from `.receipt`, `withdraw` from `.withdrawal`."""
