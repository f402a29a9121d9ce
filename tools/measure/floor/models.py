"""A case and what happened in it, as anybody would begin."""

from django.db import models


class Case(models.Model):
    school = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=100)
    group = models.CharField(max_length=20)
    step = models.PositiveSmallIntegerField(default=1)
    due_on = models.DateField()
    story = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["school", "due_on", "id"], name="floor_by_due")]

    def __str__(self) -> str:
        return self.title


class Event(models.Model):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=60)
    text = models.TextField()

    def __str__(self) -> str:
        return self.text
