"""How easy Dutch is to read: Flesch, as Douma fitted it to Dutch (1960), with syllables by groups of vowels.

206.84 - 0.93 x words in a sentence - 77 x syllables in a word: 80 and more is for who just learned to read.
"""

import re

# What is one sound, longest first. What does not stand together here is another syllable: "be-antwoord", "idee-en".
SOUND = re.compile(
    r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|ou|au|ai|oi|[aeiouyàáäèéëìíïòóöùúü]", re.IGNORECASE
)
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
ENDS = re.compile(r"[.?!:]+(?:\s|$|’)")


def syllables(word: str) -> int:
    """In `vertellen` three, in `nooit` one, in `112` one."""
    return max(1, len(SOUND.findall(word)))


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence."""
    return [words for part in ENDS.split(text) if (words := WORD.findall(part))]


def reading_ease(text: str) -> float:
    """The score of these sentences together."""
    apart = sentences(text)
    words = [word for sentence in apart for word in sentence]
    sounds = sum(syllables(word) for word in words)
    return 206.84 - 0.93 * len(words) / len(apart) - 77 * sounds / len(words)
