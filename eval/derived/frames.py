"""Sentence frames, written by hand: those of the development set and those of the test set, by derivation.

{E} is the place, {Es} its possessive, {D} its adjective, {F} and {Fs} another place, {m} the measure, {Y} the words of
the time, {b} the year of the base, {y} the year, {up} and {up0} the verb of the change, {c} the words of a comparator,
{v} and {w} the claims. "^" after a name begins with a capital.
"""

FRAMES = {
    "level": {
        "dev": [
            "{Es} {m} came to {c}{v} {Y}.",
            "{Y^}, {E} recorded {m} of {c}{v}.",
            "Official data put {m} in {E} at {c}{v} {Y}.",
            "The figure that ministers like to quote is {m}: {c}{v} for {E} {Y}.",
            "{D^} {m} totalled {c}{v} {Y}, figures published on Monday showed.",
        ],
        "test": [
            "{D^} {m} amounted to {c}{v} {Y}, the statistics show.",
            "{m^} in {E} stood at {c}{v} {Y}.",
            "According to the yearbook, {E} booked {m} worth {c}{v} {Y}.",
            "{Y^}, {Es} {m} reached {c}{v}.",
            "Economists had pencilled in less, but {Es} {m} hit {c}{v} {Y}.",
        ],
    },
    "count": {
        "dev": [
            "{Es} {m} was {c}{v} {Y}.",
            "{E} had {m} of {c}{v} {Y}, the census office estimates.",
            "{Y^}, the {m} of {E} numbered {c}{v}.",
        ],
        "test": [
            "{D^} officials put the country's {m} at {c}{v} {Y}.",
            "{m^} in {E} was estimated to be {c}{v} {Y}.",
            "With {m} of {c}{v} {Y}, {E} faces choices that smaller neighbours do not.",
        ],
    },
    "rate": {
        "dev": [
            "{Es} {m} was {c}{v} {Y}.",
            "{Y^}, {m} in {E} averaged {c}{v}.",
            "{m^} in {E} came in at {c}{v} {Y}, little comfort to the central bank.",
        ],
        "test": [
            "{m^} in {E} ran at {c}{v} {Y}.",
            "{D^} {m} stood at {c}{v} {Y}.",
            "Statisticians measured {Es} {m} at {c}{v} {Y}.",
        ],
    },
    "gdp_share": {
        "dev": ["{E} spent {c}{v} of GDP on its armed forces {Y}.", "{Es} military spending was {c}{v} of GDP {Y}."],
        "test": ["{D^} military expenditure equalled {c}{v} of GDP {Y}.", "Defence spending took up {c}{v} of {Es} GDP {Y}."],
    },
    "growth_level": {
        "dev": [
            "{Es} {m} {up} {v} {Y}, to {w}.",
            "{m^} in {E} {up} by {v} from a year earlier to {w} {Y}.",
            "{Y^}, {D} {m} {up} {v} year on year to {w}.",
            "Compared with the year before, {Es} {m} {up} {v} to {w} {Y}.",
        ],
        "test": [
            "{Y^} {Es} {m} {up} {v} on the previous year to reach {w}.",
            "{D^} {m} {up} {v} {Y}, taking the total to {w}.",
            "{Es} {m}, at {w} {Y}, {up} {v} from the year before.",
            "{m^} in {E} {up} an annual {v} to {w} {Y}.",
        ],
    },
    "growth_base": {
        "dev": [
            "Between {b} and {y}, {Es} {m} {up} {v}.",
            "{Es} {m} {up} by {v} from {b} to {y}.",
            "In {y}, {D} {m} had {upp} {v} since {b}.",
            "Compared with {b}, {Es} {m} in {y} had {upp} {v}.",
            "Since {b}, {Es} {m} had {upp} by {v} by {y}.",
            "Relative to {b}, {D} {m} {up} {v} in {y}.",
            "Over the period {b} to {y}, {m} in {E} {up} {v}.",
        ],
        "test": [
            "From {b} to {y}, {D} {m} {up} {v}.",
            "{Es} {m} {up} {v} between {b} and {y}.",
            "Measured against {b}, {m} in {E} {up} {v} in {y}.",
        ],
    },
    "real_growth": {
        "dev": ["{Es} economy {up} {v} in real terms {Y}.", "Real GDP in {E} {up} {v} {Y}.", "Economic growth in {E} was {v} {Y}."],
        "test": ["{D^} real GDP {up} {v} {Y}.", "Adjusted for inflation, {Es} GDP {up} by {v} {Y}.", "{Y^}, {Es} real GDP growth was {v}."],
    },
    "change": {
        "dev": [
            "{Es} {m} {up} by {v} between {b} and {y}.",
            "{Y^}, {D} {m} {up} by {v} from the year before.",
            "Compared with a year earlier, {Es} {m} {up} by {v} {Y}.",
            "{m^} in {E} {up} by {v} over the years {b} to {y}.",
        ],
        "test": [
            "{D^} {m} {up} by {v} from {b} to {y}.",
            "{Es} {m} {up} by {v} {Y}, compared with a year earlier.",
        ],
    },
    "points": {
        "dev": [
            "{Es} {m} {up} by {v} between {b} and {y}.",
            "{m^} in {E} {up} {v} {Y} from the year before.",
            "{Es} {m} was {v} {hl} in {y} than in {b}.",
            "Between {b} and {y}, {D} {m} {up} {v}.",
        ],
        "test": [
            "{D^} {m} {up} by {v} from {b} to {y}.",
            "Over the year {y}, {m} in {E} {up} {v} from its level in {b}.",
            "{Y^}, {Es} {m} {up} by {v} on the previous year.",
        ],
    },
    "from_to": {
        "dev": ["{Es} {m} {up} from {v} in {b} to {w} in {y}."],
        "test": ["{D^} {m} {up} to {w} in {y} from {v} in {b}."],
    },
    "urban_share": {
        "dev": [
            "People in towns and cities made up {c}{v} of {Es} population {Y}.",
            "{Y^}, the urban population accounted for {c}{v} of the population of {E}.",
            "{Y^}, {c}{v} of the people of {E} lived in towns and cities.",
            "The urban population of {E} made up {c}{v} of the total {Y}.",
            "Of {Es} population, {c}{v} was rural {Y}.",
            "City dwellers were {c}{v} of {Es} population {Y}.",
        ],
        "test": ["{Es} rural population accounted for {c}{v} of its population {Y}.", "In {E}, {c}{v} of the population was rural {Y}."],
    },
    "world_share": {
        "dev": [
            "{E} accounted for {c}{v} of the world's {m} {Y}.",
            "{Es} {m} made up {c}{v} of the world total {Y}.",
            "{Y^}, {c}{v} of the world's {m} came from {E}.",
            "{Es} share of global {m} was {c}{v} {Y}.",
        ],
        "test": ["{Y^}, {E} had a share of {c}{v} in global {m}.", "{Es} {m} represented {c}{v} of the world's total {Y}."],
    },
    "ratio_entity": {
        "dev": [
            "{Es} {m} were {c}{v} those of {F} {Y}.",
            "{Y^}, {Es} {m} were {c}{v} as large as {Fs}.",
            "{Es} {m} came to {c}{v} the amount of {Fs} {Y}.",
            "{Y^}, {E} had {m} {c}{v} as large as those of {F}.",
            "{Y^}, {D} {m} amounted to {c}{v} those of {F}.",
            "Compared with {F}, {Es} {m} were {c}{v} as large {Y}.",
        ],
        "test": ["{Y^}, {D} {m} were {c}{v} {Fs}.", "At their level {Y}, {Es} {m} were {c}{v} those of {F}."],
    },
    "ratio_time": {
        "dev": [
            "{Es} {m} in {y} were {c}{v} what they had been in {b}.",
            "{D^} {m} of {y} amounted to {c}{v} those of {b}.",
            "{Y^}, {Es} {m} were {c}{v} the {b} figure.",
            "Compared with {b}, {Es} {m} were {c}{v} as large in {y}.",
        ],
        "test": ["In {y}, {Es} {m} were {c}{v} their level of {b}.", "{D^} {m} were {c}{v} as high in {y} as in {b}."],
    },
    "difference": {
        "dev": [
            "{Es} {m} exceeded those of {F} by {c}{v} {Y}.",
            "{Y^}, {Es} {m} were {c}{v} larger than {Fs}.",
            "{Es} {m} topped those of {F} by {c}{v} {Y}.",
            "{Y^}, {Es} {m} were {c}{v} above {Fs}.",
            "At {c}{v} {Y}, the gap between the {m} of {E} and those of {F} was wide.",
            "{Es} {m} surpassed {Fs} by {c}{v} {Y}.",
            "Compared with {F}, {Es} {m} were {c}{v} greater {Y}.",
        ],
        "test": ["{E} outdid {F} in {m} by {c}{v} {Y}.", "{Es} {m} were {c}{v} higher than those of {F} {Y}."],
    },
    "balance": {
        "dev": [
            "{E} ran a merchandise trade {s} of {c}{v} {Y}.",
            "{Es} goods trade {s} was {c}{v} {Y}.",
            "{Y^}, {Es} {s} in merchandise trade was {c}{v}.",
            "{D^} trade in merchandise showed a {s} of {c}{v} {Y}.",
            "{Es} {s} in goods trade stood at {c}{v} {Y}.",
        ],
        "test": ["{Y^}, {E} posted a {s} of {c}{v} in merchandise trade.", "The {D} merchandise trade {s} came to {c}{v} {Y}."],
    },
    "sum_parts": {
        "dev": [
            "Together, {E}, {F} and {G} had {m} of {c}{v} {Y}.",
            "{m^} of {E}, {F} and {G} added up to {c}{v} {Y}.",
            "The {m} of {E}, {F} and {G} amounted to {c}{v} altogether {Y}.",
            "Taken together, {E}, {F} and {G} booked {m} of {c}{v} {Y}.",
            "{Y^}, {E}, {F} and {G} jointly had {m} worth {c}{v}.",
        ],
        "test": ["Between them, {E}, {F} and {G} recorded {m} of {c}{v} {Y}.", "The combined {m} of {E}, {F} and {G} were {c}{v} {Y}."],
    },
    "trade_total": {
        "dev": ["{Es} merchandise exports and imports together came to {c}{v} {Y}."],
        "test": ["{Y^}, {Es} merchandise exports and imports combined reached {c}{v}."],
    },
    "sum_periods": {
        "dev": [
            "{Es} {m} added up to {c}{v} over the {n} years from {b} to {y}.",
            "From {b} to {y}, {E} had {m} of {c}{v} in total.",
        ],
        "test": ["Over the {n} years from {b} to {y}, {Es} {m} totalled {c}{v}.", "{D^} {m} came to a total of {c}{v} from {b} to {y}."],
    },
    "quarters": {
        "dev": ["The United Kingdom's {m} were {c}{v} in {y}.", "Over the whole of {y}, Britain's {m} came to {c}{v}."],
        "test": ["In {y} as a whole, British {m} amounted to {c}{v}.", "UK {m} totalled {c}{v} in {y}."],
    },
    "average": {
        "dev": ["{Es} {m} averaged {c}{v} between {b} and {y}.", "From {b} to {y}, {m} in {E} was {c}{v} on average."],
        "test": ["On average, {Es} {m} was {c}{v} from {b} to {y}.", "{m^} in {E} averaged {c}{v} over the years {b} to {y}."],
    },
    "average_growth": {
        "dev": ["{Es} {m} grew by an average of {c}{v} a year between {b} and {y}.", "Average annual growth of {Es} {m} was {c}{v} from {b} to {y}."],
        "test": ["From {b} to {y}, {D} {m} grew {c}{v} a year on average.", "{m^} in {E} rose at an average annual rate of {c}{v} between {b} and {y}."],
    },
    "rank": {
        "dev": ["{Y^}, {E} was the world's {v} exporter of digitally deliverable services.", "{E} was the {v} exporter of digitally deliverable services in the world {Y}."],
        "test": ["{E} ranked {o} in the world in {m} {Y}.", "Among all economies, {E} was the {v} importer of digitally deliverable services {Y}."],
    },
    "per_head": {
        "dev": [
            "{Es} GDP per head was {c}{v} {Y}.",
            "{E} exported goods worth {c}{v} per inhabitant {Y}.",
            "{Y^}, {Es} output per head of population was {c}{v}.",
        ],
        "test": ["GDP per person in {E} came to {c}{v} {Y}.", "{Y^}, {Es} GDP per capita stood at {c}{v}."],
    },
    "currency": {
        "dev": ["{Es} {m} were worth {c}{v} {Y}.", "In local money, {Es} {m} came to {c}{v} {Y}."],
        "test": ["Expressed in its own currency, {Es} {m} amounted to {c}{v} {Y}.", "{D^} {m} were {c}{v} {Y}."],
    },
    "two_steps": {
        "dev": ["{Es} merchandise exports and imports together {up} {v} {Y}.", "The combined {m} of {E} and {F} {up} {v} {Y}."],
        "test": ["{Y^}, {Es} merchandise exports and imports combined {up} by {v}.", "Together, the {m} of {E} and {F} {up} {v} {Y}."],
    },
    "month": {
        "dev": ["Unemployment in the United Kingdom was {c}{v} in {M}.", "British consumer price inflation was {v} in {M}."],
        "test": ["The UK unemployment rate stood at {v} in {M}.", "Consumer price inflation in Britain ran at {v} in {M}."],
    },
    "brent": {
        "dev": ["Brent crude averaged {c}{v} {Y}."],
        "test": ["The price of Brent crude oil averaged {c}{v} {Y}."],
    },
    # Nothing in the tables can decide these.
    "no_measure": {
        "dev": [
            "{Es} wheat harvest weighed {v} {Y}.",
            "{E} counted {w} hotel rooms {Y}.",
            "Foreign visitors spent {x} in {E} {Y}.",
            "{Es} services exports were {x} {Y}.",
            "Government revenue in {E} reached {x} {Y}.",
            "{E} produced steel worth {x} {Y}.",
            "Banks in {E} held deposits of {x} {Y}.",
            "{Es} farmers exported {v} of coffee {Y}.",
            "Shops in {E} turned over {x} {Y}.",
        ],
        "test": [
            "Farmers in {E} brought in {v} of rice {Y}.",
            "{D^} carmakers built {w} vehicles {Y}.",
            "{Es} external debt stood at {x} {Y}.",
            "The stock market of {E} was valued at {x} {Y}.",
            "{E} imported machinery worth {x} {Y}.",
        ],
    },
    "no_period": {
        "dev": ["{Es} {m} came to {x} in {y}.", "Back in {y}, {E} had {m} of {x}."],
        "test": ["In {y}, {D} {m} amounted to {x}.", "{Es} {m} had been {x} in {y}."],
    },
    "no_entity": {
        "dev": ["{Es} {m} came to {x} {Y}.", "{Y^}, {E} recorded {m} of {x}."],
        "test": ["{D^} {m} amounted to {x} {Y}.", "{m^} in {E} stood at {x} {Y}."],
    },
    "ambiguous": {
        "dev": [
            "Delegations from {E} and {F} met on Tuesday to compare notes. {m^} were {x} {Y}.",
            "The report looks at {E} as well as {F}. Its {m} had been {x} {Y}.",
            "{E} and {F} published their yearbooks on the same day. The {m} of the country were {x} {Y}.",
            "Both {E} and {F} are in the report. In it, {m} come to {x} for {y}.",
            "{E} and {F} trade a great deal with each other. {Y^}, its {m} were {x}.",
        ],
        "test": ["Ministers of {E} and {F} gave a joint briefing. The country's {m} amounted to {x} {Y}.", "Both {E} and {F} appear in the survey. {Y^}, {m} came to {x}."],
    },
}

TITLES = {
    "dev": ["What the numbers say about {E}", "{E} in figures", "A closer look at {E}", "{E}: the economy by numbers"],
    "test": ["{E} takes stock", "The state of {E}", "{Es} year in review", "Behind the data on {E}"],
}

# Between the claims; without any number.
ASIDES = {
    "dev": [
        "Analysts warned against reading too much into a single set of data.",
        "The statistics office did not comment on the reasons.",
        "Business groups said that demand from abroad had held up better than feared.",
        "Parliament is due to debate the figures before the summer recess.",
    ],
    "test": [
        "The ministry said that it saw no cause for a change of course.",
        "Traders had expected as much.",
        "Critics of the government were quick to point to the methods behind the data.",
        "How long that will last is another question.",
    ],
}
