"""Small faults in a module, one at a time: what a mutation test plants."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
}  # fmt: skip
COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Pow: ast.Mult,
}  # fmt: skip
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """One fault: where (a line that stands in the file, as it is written there), what became of it, the whole module."""

    path: str
    line: str
    change: str
    module: ast.Module

    @property
    def key(self) -> tuple[str, str, str]:
        """By what a survivor is known, wherever its line moves."""
        return self.path, self.line, self.change


def mutants_of(path: Path, name: str) -> Iterator[Mutant]:
    """Every mutant of a file; docstrings, annotations and words stay as they are."""
    text = path.read_text(encoding="utf-8")
    lines, tree = text.splitlines(), ast.parse(text)
    seen: dict[tuple[str, str, str], int] = {}
    for place, node in enumerate(code_of(tree)):
        for change, changed in changes_of(node):
            module = copy.deepcopy(tree)
            put(module, place, changed)
            line = lines[node.lineno - 1].strip()
            times = seen[name, line, change] = seen.get((name, line, change), 0) + 1
            yield Mutant(name, line, change if times == 1 else f"{change} ({times})", module)


def code_of(tree: ast.AST) -> list[ast.expr | ast.stmt]:
    """The nodes that do something, in order: no annotation and no docstring."""
    found: list[ast.expr | ast.stmt] = []

    def walk(node: ast.AST) -> None:
        for field, value in ast.iter_fields(node):
            if field in {"annotation", "returns", "type_params"}:
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.expr | ast.stmt):
                    found.append(child)
                if isinstance(child, ast.AST):
                    walk(child)

    walk(tree)
    return found


def changes_of(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:  # noqa: C901 - a table in the form of a match
    """What may become of one node: the change in words, and the new node."""
    match node:
        case ast.Compare(ops=ops):
            for at, op in enumerate(ops):
                for other in COMPARED[type(op)]:
                    changed = copy.deepcopy(node)
                    changed.ops[at] = other()
                    yield f"{ast.unparse(node)} -> {ast.unparse(changed)}", changed
        case ast.BoolOp(op=op, values=values):
            other_op = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield _change(node, ast.BoolOp(other_op, values))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in COUNTED:
            yield _change(node, ast.BinOp(left, COUNTED[type(op)](), right))
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert(), operand=operand):
            yield _change(node, operand)
        case ast.Constant(value=bool() as value):
            yield _change(node, ast.Constant(not value))
        case ast.Constant(value=int() | float() as number):
            yield _change(node, ast.Constant(number + 1))
        case ast.Call(func=ast.Name(id=name)) if name in CALLED:
            changed = copy.deepcopy(node)
            changed.func = ast.Name(CALLED[name], ast.Load())
            yield f"{name} -> {CALLED[name]}", changed
        case ast.If(test=ast.Name() | ast.Attribute() | ast.Call() as test):
            changed = copy.deepcopy(node)
            changed.test = ast.UnaryOp(ast.Not(), test)
            yield f"if {ast.unparse(test)} -> if not", changed
        case ast.IfExp(test=ast.Name() | ast.Attribute() | ast.Call() as test, body=body, orelse=orelse):
            yield f"if {ast.unparse(test)} -> if not", ast.IfExp(test, orelse, body)
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant) or value.value:
            yield f"return {ast.unparse(value)} -> return None", ast.Return(ast.Constant(None))


def _change(node: ast.expr, changed: ast.expr) -> tuple[str, ast.expr]:
    return f"{ast.unparse(node)} -> {ast.unparse(changed)}", changed


def put(module: ast.Module, place: int, changed: ast.AST) -> None:
    """Put a node in the place of the one that stands there."""
    old = code_of(module)[place]
    for parent in ast.walk(module):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, changed)
            elif isinstance(value, list) and any(item is old for item in value):
                setattr(parent, field, [changed if item is old else item for item in value])
    ast.copy_location(changed, old)
    ast.fix_missing_locations(module)
