"""Ten years of two schools in a minute: people, troubles and nights under one seed, and what must hold after each act.

`./dev simulate` plays them; decision 115 says why it is made so. From below to above:

    clockwork   a clock and a chance of one's own
    course      which acts there are on which day, under one seed; a story that failed, to be kept and replayed
    mortal      where a process may die, and a disk that is full
    ledger      what was acknowledged, what was carried away by mail, what was read by whom
    sentences   what must hold
    schools     the two schools, their summers and holidays
    play        one run: the people at their browsers, the worker by night
    minds       the kinds of acts, and how somebody picks a case, a child, a colleague
    carrying_on, in_a_step, leading, people_of_case    what people do in a case
    school_life, troubles    what goes on beside the cases, and what goes wrong
    restoring   a copy is made, proved and put back, by Kring's own code for it
    run         a course played to its end, its log and its table; a failing one made short
"""
