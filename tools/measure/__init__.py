"""What `./dev bench` is made of: schools and fillers, a bare project beside Kring, servers, clients and tables.

place.py      where a measurement stands: keys, database, what is kept for the next
schools.py    the schools that are really sealed
filling.py    the rest of the country, written by the database itself
country.py    as many schools as are asked for
floor/        the bare project that everything is compared with
morning.py    the clock, which begins on one Monday
memory.py     what a process holds after many requests, and how soon it answers
served.py     Kring as gunicorn loads it here: as in production, but for the clock, and SQL is counted
saying.py     the headers in which it says so
servers.py    both servers, with what their processes and those of the database use
asking.py     people with a real line, signed in
rows.py       what is measured, each with its budget and the bare page beside it
rounds.py     one person after the other, and several at once
profiles.py   where the CPU of a page goes
day.py        the mix of a working day, and twenty people of one school at work
letters.py    letters a second, and the daily sweep
tables.py     how it is printed
run.py        all of it in order
"""
