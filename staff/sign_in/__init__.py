"""How staff sign in and stay signed in: import `second_factor.is_settled` and `password_again` from here."""
