#!/usr/bin/env bash
# Runs the tests of training/: makes training/.venv if it is missing, then pytest with a JUnit report.
# Launch: bash training/run_tests.sh [pytest arguments]
set -euo pipefail
cd "$(dirname "$0")/.."
venv=training/.venv
stamp="$venv/.requirements"
if ! cmp -s training/requirements.txt "$stamp" 2>/dev/null; then
  [ -x "$venv/bin/python" ] || { echo "training: creating the virtual environment"; python3 -m venv "$venv"; }
  echo "training: installing the requirements (some minutes the first time)"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r training/requirements.txt
  cp training/requirements.txt "$stamp"
fi
mkdir -p training/reports
export OMP_WAIT_POLICY=PASSIVE OMP_NUM_THREADS="${OMP_NUM_THREADS:-2}"
echo "training: running the tests"
exec "$venv/bin/python" -m pytest -c training/pyproject.toml --rootdir training training/tests \
  --junitxml=training/reports/junit.xml "$@"
