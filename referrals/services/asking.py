"""Asking the colleague who has it in hand: the question in the app, and a mail that says nothing."""

from accounts.models import User
from referrals import emails
from youth import services as youths
from youth.models import Question, Youth


def ask(youth: Youth, *, of: User, words: str, by: User) -> Question:
    """Raises AskedAlready, NotReachable."""
    question = youths.ask(youth, of=of, words=words, by=by)
    emails.tell_of_question(question, "youth.ask", of)
    return question


def answer(question: Question, *, words: str, by: User) -> None:
    answered = youths.answer(question, words=words, by=by)
    emails.tell_of_question(answered, "youth.answer", answered.asked_by)
