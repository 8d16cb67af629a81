"""How far an appointment is. Plain values, below the models."""

from django.db.models import TextChoices


class State(TextChoices):
    """BOOKED and MOVED are ahead, the others are over. MOVED was booked for another time first.

    TRIED: the clinic called at that time and reached nobody yet.
    """

    BOOKED = "booked", "Booked"
    MOVED = "moved", "Moved"
    TRIED = "tried", "Tried"
    REACHED = "reached", "Reached"
    DONE = "done", "Done"
    NO_SHOW = "no-show", "No show"
    CANCELLED = "cancelled", "Canceled"


AHEAD = (State.BOOKED, State.MOVED)
# Nobody recorded yet what became of it.
OPEN = (*AHEAD, State.TRIED)
# In any other state nobody else gets the time.
GIVES_THE_TIME_BACK = (State.CANCELLED,)
TAKES_THE_TIME = tuple(state for state in State if state not in GIVES_THE_TIME_BACK)


class Means(TextChoices):
    PHONE = "phone", "Phone call"
    VIDEO = "video", "Video call"
    IN_PERSON = "in-person", "Visit"


class Host(TextChoices):
    """With whom the appointment is. Who should talk to a clinician first gets no time with the front desk."""

    CLINICIAN = "clinician", "A clinician"
    FRONT_DESK = "front-desk", "The front desk"
