"""Sums the runners' JUnit reports into one closing line. Launch: python3 .ci/count-tests.py REPORT...

A report that is missing counts as one failed test, so that a runner that never ran cannot look green.
"""

import sys
from pathlib import Path
from xml.etree import ElementTree


def count(report: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped tests of one JUnit file."""
    if not report.is_file():
        print(f"{report} is missing: its runner did not finish")
        return 0, 1, 0
    cases = list(ElementTree.parse(report).iter("testcase"))
    failed = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
    skipped = [case for case in cases if case.find("skipped") is not None]
    for case in skipped:
        print(f"skipped: {case.get('classname')} > {case.get('name')}")
    return len(cases) - failed - len(skipped), failed, len(skipped)


def main() -> int:
    passed, failed, skipped = map(sum, zip(*(count(Path(name)) for name in sys.argv[1:]), strict=True))
    print(f"tests: {passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
