"""The list of words that codes are made of: common, told apart by four letters, and kind."""

from hashlib import sha256
from itertools import pairwise

from kring.reports.codes import BITS_EACH, LENGTH, TOLD_APART_BY, WORDS, _sounds

FINGERPRINT = "1fe1d1037861766177038adc57534e045c007a80505954e1bee62ac20019662a"

UNKIND = set(
    """
    aap afval alleen apart arm arts bang bedreigen bidden bier bijbel bijten blind bloed bloot boos borst bril bruin
    buik clown dader dik dief dom dood doof drank dronken druk duivel dun duwen dwars dwerg eikel eng engel ezel gek
    geheim gemeen geslagen geweer gillen god graf groot haat heks hoer homo huilen imam incident islam jezus jood kaal
    kanker kapot kerk klacht klap klein klikken koe kogel kreupel kwaad kwal kwijt laf laag lastig lelijk leugen liegen
    lijk loser lui lul luis maagd mager mama meisje melding mes mislukt moeder moord moskee naakt nazi neger niemand
    niets olifant oorlog oud pad papa pest pesten pester pijn pil pis pistool plagen plas poep politie puist
    racist rat raar roddel rook saai scheet schelden schieten schop schuld seks sigaar slaan slachtoffer slaaf slang
    slap slecht slet slim smerig spast spin spook sterven stiekem stil stom stank straf strafbaar
    stuk sukkel trap traag trut tuig vader varken vechten vergif verdriet verkracht verliezen vet vies vijand
    vloeken vuil vuist vuur wapen watje weg wijn wond wraak wrat zeur ziek zielig ziekenhuis zwak zwart zwijgen wit
    """.split()
)
"""Unkind, frightening, of violence, death, illness, shame, belief or race, or what a child may read as said of itself;
and the words of the protocol's sad half."""

UNKIND_START = {"afro", "beha", "eike", "hoer", "jode", "kaka", "kank", "luis", "nege", "pijn", "plas", "stom", "zaad"}
"""The first four letters can be typed alone: these are words of their own."""


def test_there_are_2048_words_so_that_six_are_66_bits():
    assert len(WORDS) == len(set(WORDS)) == 2**BITS_EACH == 2048
    assert LENGTH * BITS_EACH == 66
    assert list(WORDS) == sorted(WORDS)


def test_a_word_has_three_to_nine_plain_letters_and_none_that_children_seldom_write():
    """Without q, x and y: a "y" that was typed is read as "ij"."""
    assert [word for word in WORDS if not 3 <= len(word) <= 9 or set(word) - set("abcdefghijklmnoprstuvwz")] == []


def test_four_letters_say_which_word_it_is_and_no_word_begins_with_another():
    assert len({word[:TOLD_APART_BY] for word in WORDS}) == len(WORDS)
    starts = [(one, other) for one, other in pairwise(WORDS) if other.startswith(one)]
    assert starts == []


def test_no_two_words_sound_the_same_nor_do_their_first_four_letters():
    """A child writes what it hears: ei or ij, au or ou, c or k, f or v, s or z, ch or g, t or d at the end."""
    assert _sounds("hond")[0] == _sounds("hont")[0]
    assert _sounds("wachten")[0] == _sounds("wagten")[0]
    assert len({_sounds(word)[0] for word in WORDS}) == len(WORDS)
    assert len({_sounds(word)[1] for word in WORDS}) == len(WORDS)


def test_no_word_is_unkind_nor_the_start_of_one():
    assert UNKIND.isdisjoint(WORDS)
    assert UNKIND_START.isdisjoint(word[:TOLD_APART_BY] for word in WORDS)


def test_the_list_never_changes_as_children_have_written_words_of_it_down():
    """Another list means that codes which were given are read as others. Before the first release it may change."""
    assert sha256("\n".join(WORDS).encode()).hexdigest() == FINGERPRINT
