"""Says which texts the engines of guided decoding take for a form.

Reads {"regex", "gbnf", "texts"} as JSON from standard input; writes {engine: [whether it takes each text]}.
"""

import json
import sys

import llguidance
import outlines_core
import xgrammar
from xgrammar.testing import _is_grammar_accept_string

asked = json.load(sys.stdin)
bytes_alone = outlines_core.Vocabulary(0, {bytes([byte]): [byte + 1] for byte in range(256)})
index = outlines_core.Index(asked["regex"], bytes_alone)
tokens = llguidance.LLTokenizer("byte")
guidance = llguidance.LLMatcher.grammar_from_regex(asked["regex"])
regex = xgrammar.Grammar.from_regex(asked["regex"])
gbnf = xgrammar.Grammar.from_ebnf(asked["gbnf"])


def outlines_takes(text: str) -> bool:
    state = index.get_initial_state()
    for byte in text.encode():
        state = index.get_next_state(state, byte + 1)
        if state is None:
            return False
    return index.is_final_state(state)


def llguidance_takes(text: str) -> bool:
    matcher = llguidance.LLMatcher(tokens, guidance)
    wanted = tokens.tokenize_str(text)
    return matcher.try_consume_tokens(wanted) == len(wanted) and matcher.is_accepting()


takes = {
    "outlines, regex": outlines_takes,
    "llguidance, regex": llguidance_takes,
    "xgrammar, regex": lambda text: _is_grammar_accept_string(regex, text),
    "xgrammar, gbnf": lambda text: _is_grammar_accept_string(gbnf, text),
}
json.dump({name: [take(text) for text in asked["texts"]] for name, take in takes.items()}, sys.stdout)
