"""The grammar of a formula. LALR: one look at every sign, however long the text is."""

from functools import cache
from typing import Final

from lark import Lark

from schemas.formula.vocabulary import BRACKETED, COMPARISONS, NAME

_WORD: Final = r"(?!\w)"
_OPERAND: Final = r"(?!(?i:AND|OR|IN|CONTAINS|NOT)(?!\w)|且|并且|或|或者|属于|包含|不属于|不包含|等于|大于|小于|不等于)"
_SIGNS: Final = "|".join(sorted(COMPARISONS, key=len, reverse=True))

_GRAMMAR: Final = rf"""
start: either
?either: both (_OR both)*
?both: denied (_AND denied)*
?denied: _NOT denied -> denial | compared
?compared: joined
         | joined COMPARE joined -> comparison
         | joined COMPARE joined COMPARE joined -> between
         | joined WITHIN joined -> membership
?joined: added (_CAT added)*
?added: multiplied ((PLUS | MINUS) multiplied)*
?multiplied: negated ((TIMES | DIVIDE | MODULO) negated)*
?negated: MINUS negated -> negative | atom
?atom: NUMBER | PERCENT | TEXT | TRUE | FALSE | NULL | REF | call
     | _LPAR either _RPAR -> group
     | _LBRACE [either (_COMMA either)*] _RBRACE -> list
     | _LOGIC _LPAR json _RPAR -> raw
call: FUNC _LPAR [either (_COMMA either)* [COMMA_LAST]] _RPAR
?json: TEXT | number | TRUE | FALSE | NULL | array | object
number: NUMBER | MINUS NUMBER
array: _LSQB [json (_COMMA json)*] _RSQB
object: _LBRACE [pair (_COMMA pair)*] _RBRACE
pair: TEXT _COLON json

_LOGIC.4: /LOGIC(?=\s*[(（])/i
FUNC.3: /{NAME}(?=\s*[(（])/
_OR.2: /OR{_WORD}|或者|或/i
_AND.2: /AND{_WORD}|并且|且/i
_NOT.2: /(?:NOT|非|不){_WORD}/i
WITHIN.2: /(?:NOT\s+)?(?:IN|CONTAINS){_WORD}|不?(?:属于|包含)/i
TRUE.2: /(?:TRUE|真){_WORD}/i
FALSE.2: /(?:FALSE|假){_WORD}/i
NULL.2: /(?:NULL|空){_WORD}/i
REF.1: /(?:@?{NAME}|{BRACKETED})(?:\.(?:{NAME}|{BRACKETED}|[0-9]+))*/
PERCENT.2: /[0-9]+(?:\.[0-9]+)?[%％](?!\s*{_OPERAND}[\w("“\[@{{（])/
NUMBER.1: /[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/
TEXT: /"(?:[^"\\]|\\.)*"|“(?:[^”\\]|\\.)*”/s
COMPARE.2: /{_SIGNS}/
PLUS: /[+＋]/
MINUS: /[-－−]/
TIMES: /[*×＊]/
DIVIDE: /[\/÷／]/
MODULO: /[%％]/
_CAT: /[&＆]/
COMMA_LAST.1: /[,，](?=\s*[)）])/
_COMMA: /[,，]/
_COLON: /[:：]/
_LPAR: /[(（]/
_RPAR: /[)）]/
_LBRACE: /[{{｛]/
_RBRACE: /[}}｝]/
_LSQB: "["
_RSQB: "]"
%ignore /[\s\ufeff\u200b]+/
"""


@cache
def grammar() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="contextual", maybe_placeholders=False)
