"""The contracts of .importlinter hold."""

from importlinter.cli import lint_imports


def test_all_import_contracts_hold(capsys):
    status = lint_imports(no_cache=True)

    assert status == 0, capsys.readouterr().out
