"""What only a table of single calls has: words for what became of a call, and the caller's number."""

from __future__ import annotations

from dataclasses import replace

from reviewkit.data.propose import words
from reviewkit.data.propose.marks import Guess, Open, quoted
from reviewkit.data.propose.values import Look

Table = dict[str, Guess]


def outcome_column(columns: dict[str, list[str]], looks: dict[str, Look]) -> str:
    """Return the column whose words are what became of a call, answers and abandonments among them."""
    for heading, seen in looks.items():
        if seen.kind == "text" and seen.different <= 40:
            meant = [guess.value for word in dict.fromkeys(columns[heading]) if word and (guess := words.outcome(word))]
            if {"answered", "abandoned"} <= set(meant) and len(meant) >= 0.6 * seen.different:
                return heading
    return ""


def outcomes_of(
    mapped: Table, outcome: str, columns: dict[str, list[str]]
) -> tuple[Table, dict[str, Table], list[Open]]:
    """Return the mapping with the column of outcomes, its words, and the words that say nothing."""
    made = dict(mapped)
    if outcome and made.get("outcome", Guess(value=("",), why="")).value != (outcome,):
        made = {ours: guess for ours, guess in made.items() if guess.value != (outcome,)}
        made["outcome"] = Guess(value=(outcome,), why="its words say what became of a call")
    if "outcome" not in made:
        todo = "no column that says what became of a call was recognised; write it"
        return made, {}, [Open(place="columns", line='outcome = "..."', todo=todo)]
    said = {
        word: None if words.about_people([word]) else words.outcome(word)
        for word in dict.fromkeys(columns[made["outcome"].value[0]])
        if word
    }
    todo = "what became of such a call? write our word"
    unknown = [quoted(word) for word, guess in said.items() if guess is None]
    opened = [Open(place="words.outcome", line=f'{word} = "answered"', todo=todo) for word in unknown]
    return made, {"outcome": {word: guess for word, guess in said.items() if guess}}, opened


def repeated_ids(mapped: Table, looks: dict[str, Look]) -> Table:
    """Return the calls' number as a guess where it repeats and no column numbers the legs."""
    found = mapped.get("call_id")
    seen = looks[found.value[0]] if found else None
    if seen is None or seen.different == seen.filled or "leg" in mapped:
        return {}
    return {
        "call_id": replace(found, why=f"{found.why}; but it repeats: legs of one call, or not enough alone", sure=False)
    }


def callers_of(mapped: Table, looks: dict[str, Look]) -> Table:
    """Return the column of telephone numbers, where its heading does not say so."""
    if "caller" in mapped:
        return {}
    used = {heading for guess in mapped.values() for heading in guess.value}
    for heading, seen in looks.items():
        if heading not in used and seen.phones and seen.different > 1:
            why = "its values look like telephone numbers; they become codes at once"
            return {"caller": Guess(value=(heading,), why=why)}
    return {}
