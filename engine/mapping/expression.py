"""Expressions in a sandbox: a small part of Python's, worked out node by node.

Nothing is evaluated by Python itself. There are no loops, no names but ``value`` and ``record``,
no attributes but the text functions below; so the work is bounded by the length of the expression,
and each result by ``MAX_SIZE``.
"""

import ast
import operator
import re
from collections.abc import Callable
from functools import lru_cache

from .problems import ValueProblem

MAX_LENGTH = 1000  # characters of an expression
MAX_NODES = 200
MAX_SIZE = 10_000  # characters or elements of a value on the way
MAX_NUMBER = 10**18
_OPERATORS: dict[type, Callable] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Is: operator.is_, ast.IsNot: operator.is_not,
    ast.In: lambda left, right: left in right, ast.NotIn: lambda left, right: left not in right,
    ast.Not: operator.not_, ast.USub: operator.neg,
}  # fmt: skip
_FUNCTIONS: dict[str, Callable] = {
    one.__name__: one for one in (str, int, float, bool, len, round, abs, min, max)
}
_METHODS = frozenset(
    "upper lower title capitalize strip lstrip rstrip replace split join startswith endswith "
    "removeprefix removesuffix zfill isdigit find count get".split()
)
# what no database and no message can hold
_UNFIT = re.compile("[\x00\ud800-\udfff]")
_Node = Callable[[dict], object]


@lru_cache(maxsize=1024)
def compile_expression(text: str) -> Callable:
    """A function of (value, record) that gives what the expression says.

    :raise ValueProblem: "argument": it is none; the function raises "expression"
    """
    if len(text) > MAX_LENGTH:
        raise ValueProblem("argument", text)
    try:
        tree = ast.parse(text.strip(), mode="eval")
        if sum(1 for _node in ast.walk(tree)) > MAX_NODES:
            raise ValueProblem("argument", text)
        work = _made(tree.body)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise ValueProblem("argument", text) from None

    def run(value, record):
        try:
            return work({"value": value, "record": record})
        except ValueProblem:
            raise
        except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError):
            raise ValueProblem("expression", str(value)[:100]) from None

    return run


def _made(node: ast.AST) -> _Node:
    maker = _MAKERS.get(type(node))
    if maker is None:
        raise ValueProblem("argument", type(node).__name__)
    work = maker(node)
    return lambda names: _bounded(work(names))


def _bounded(result):
    """``result``, if it is small and a plain value."""
    if isinstance(result, (str, list, tuple, dict)):
        if len(result) > MAX_SIZE:
            raise ValueProblem("expression")
    elif isinstance(result, (int, float)):
        if not abs(result) <= MAX_NUMBER:  # what is no number is not, either
            raise ValueProblem("expression")
    elif result is not None:
        raise ValueProblem("expression")
    return result


def _constant(node):
    _bounded(node.value)
    if isinstance(node.value, str) and _UNFIT.search(node.value):
        raise ValueProblem("argument")
    return lambda _names: node.value


def _name(node):
    if node.id not in ("value", "record"):
        raise ValueProblem("argument", node.id)
    return lambda names: names[node.id]


def _binary(node):
    left, right, work = _made(node.left), _made(node.right), _operator(node.op)
    numbers = isinstance(node.op, (ast.Mult, ast.Mod))  # texts would grow without limit

    def run(names):
        one, other = left(names), right(names)
        if numbers and not (isinstance(one, (int, float)) and isinstance(other, (int, float))):
            raise ValueProblem("expression")
        return work(one, other)

    return run


def _operator(node) -> Callable:
    if type(node) not in _OPERATORS:
        raise ValueProblem("argument", type(node).__name__)
    return _OPERATORS[type(node)]


def _unary(node):
    work, operand = _operator(node.op), _made(node.operand)
    return lambda names: work(operand(names))


def _boolean(node):
    parts, wanted = [_made(one) for one in node.values], isinstance(node.op, ast.Or)

    def run(names):
        result = None
        for part in parts:
            result = part(names)
            if bool(result) is wanted:
                break
        return result

    return run


def _compare(node):
    first = _made(node.left)
    steps = [
        (_operator(op), _made(one)) for op, one in zip(node.ops, node.comparators, strict=True)
    ]

    def run(names):
        left = first(names)
        for work, right in steps:
            other = right(names)
            if not work(left, other):
                return False
            left = other
        return True

    return run


def _choice(node):
    test, yes, no = _made(node.test), _made(node.body), _made(node.orelse)
    return lambda names: yes(names) if test(names) else no(names)


def _list(node):
    parts = [_made(one) for one in node.elts]
    return lambda names: [part(names) for part in parts]


def _subscript(node):
    owner = _made(node.value)
    if isinstance(node.slice, ast.Slice):
        ends = [
            _made(one) if one else None
            for one in (node.slice.lower, node.slice.upper, node.slice.step)
        ]
        return lambda names: owner(names)[slice(*(one and one(names) for one in ends))]
    key = _made(node.slice)
    return lambda names: owner(names)[key(names)]


def _text(node):
    parts = [_made(one) for one in node.values]
    return lambda names: "".join(str(part(names)) for part in parts)


def _formatted(node):
    if node.format_spec or node.conversion != -1:
        raise ValueProblem("argument", "format")
    return _made(node.value)


def _call(node):
    arguments = [_made(one) for one in node.args]
    if node.keywords or len(arguments) > 10:
        raise ValueProblem("argument", "call")
    if isinstance(node.func, ast.Name) and node.func.id in _FUNCTIONS:
        function = _FUNCTIONS[node.func.id]
        return lambda names: function(*(one(names) for one in arguments))
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in _METHODS:
        raise ValueProblem("argument", "call")
    owner, method = _made(node.func.value), node.func.attr

    def run(names):
        target = owner(names)
        values = [one(names) for one in arguments]
        if not isinstance(target, dict if method == "get" else str):
            raise ValueProblem("expression")
        if method == "zfill" and values[0] > MAX_SIZE:
            raise ValueProblem("expression")
        return getattr(target, method)(*values)

    return run


_MAKERS: dict[type, Callable] = {
    ast.Constant: _constant, ast.Name: _name, ast.BinOp: _binary, ast.UnaryOp: _unary,
    ast.BoolOp: _boolean, ast.Compare: _compare, ast.IfExp: _choice, ast.List: _list,
    ast.Tuple: _list, ast.Subscript: _subscript, ast.JoinedStr: _text,
    ast.FormattedValue: _formatted, ast.Call: _call,
}  # fmt: skip
