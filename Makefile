# make run   the app on this machine, with the demonstration data
# make test  everything: style, import direction, tests with the real database and a real browser
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501

.PHONY: run test coverage lint audit fuzz resilience bench bench-nation samples clean browser

run: $(VENV)/.installed
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: $(VENV)/.installed-dev browser lint
	$(BIN)/python -m pytest -n 3

# The same with branch coverage of the domain, which costs a quarter more time.
coverage: $(VENV)/.installed-dev browser
	$(BIN)/python -m pytest -n 3 --cov=evaluation --cov-report=term:skip-covered

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/lint-imports

# Known vulnerabilities in what the offices install; says so where the advisory service can't be asked.
audit: $(VENV)/.installed-dev
	$(BIN)/python .ci/audit.py

# 10,000 random schemes against exact rational arithmetic, 200 of them from files, 3,000 spoilt CSV files, 1,440 Chinese score sheets,
# the traces of 600, ten times as many imports undone, doubled and shuffled, rank
# shares of 1,000 contests against samples; `make test` runs a few hundred of each (50 contests).
fuzz: $(VENV)/.installed-dev
	POLLUTION_RECORDS=84 $(BIN)/python -m pytest tests/test_pollution.py
	ORACLE_EXAMPLES=10000 $(BIN)/python -m pytest tests/test_chain_against_oracle.py tests/test_cli_against_oracle.py -n 2
	TRACE_EXAMPLES=600 RATER_EXAMPLES=200 $(BIN)/python -m pytest tests/test_explain.py tests/test_raters.py
	STABILITY_EXAMPLES=1000 $(BIN)/python -m pytest tests/stability/test_acceptability.py
	STABILITY_SEEDS=200 $(BIN)/python -m pytest tests/stability -n 2
	CHINESE_VARIANTS=10 $(BIN)/python -m pytest tests/test_chinese_sheets.py
	LAWS_EFFORT=10 $(BIN)/python -m pytest tests/test_intake_laws.py

# 1,000 sudden ends (half of them of somebody at the pages, half of a bare store), 50 lost copies, 60 full disks, 10,000 edits by
# twenty people and 80 by four browsers, 1,000 runs of five people by turns, 150 sheets on three
# machines (one of which loses its line, one ends, one joins), 10,000 tamperings, 20 restored copies and as many ends on the way
# back; `make test` runs a few of each. Two hours on one busy core, most of them sudden ends and edits; KILL_SEED and SESSION_SEED give
# other moments and steps.
resilience: $(VENV)/.installed-dev browser
	APP_KILL_CYCLES=500 KILL_CYCLES=500 COPY_TIMES=50 FULL_POINTS=20 PEOPLE_EDITS=10000 TAMPER_TRIALS=10000 BACKUP_DRILLS=20 \
	  SESSION_RERUNS=1000 BROWSER_ROUNDS=10 TOWN_EDITS=50 $(BIN)/python -m pytest -s tests/resilience tests/browser/test_at_once.py
	UPLOAD_ATTACKS=all INJECTION_WALK=all \
	  $(BIN)/python -m pytest -s tests/browser/test_hostile_uploads.py tests/browser/test_injected_texts.py

# What a moved weight costs, from the kept tables and from the marks; what exact rank shares cost, and samples as good; what a
# click costs on every page of a running server, how many people it bears, how long a start takes; intake, ranking and stability
# beside pandas, polars, scikit-criteria, pymcdm and pyrepo-mcda. Nothing else should run meanwhile.
bench: $(VENV)/.installed-bench
	$(BIN)/python -m benchmarks.moved_weight
	$(BIN)/python -m benchmarks.ranking
	$(BIN)/python -m benchmarks.intake
	$(BIN)/python -m benchmarks.stability
	$(BIN)/python -m benchmarks.interaction --people 5 10 20
	$(BIN)/python -m benchmarks.start

# 108 million marks under the memory limit that the program sets itself; it wants an idle machine and some GB for temporary files.
bench-nation: $(VENV)/.installed-bench
	$(BIN)/python -m benchmarks.nation

samples: $(VENV)/.installed
	$(BIN)/python data/samples/make_samples.py

# Debian's Chromium and a Chinese font, which the browser tests draw with, LibreOffice, which opens the documents, PostgreSQL and
# nginx, of which the tests start servers of their own, systemd's check of unit files, and ip, which lays cables between hosts.
browser:
	@if [ ! -x /usr/bin/chromium ] || [ -z "$$(command -v soffice)" ] || [ -z "$$(fc-list :lang=zh-cn 2>/dev/null)" ] \
	  || [ -z "$$(ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ] || [ ! -x /usr/sbin/nginx ] \
	  || [ -z "$$(command -v systemd-analyze)" ] || [ -z "$$(PATH=$$PATH:/sbin:/usr/sbin command -v ip)" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk fontconfig \
	      libreoffice-writer libreoffice-impress postgresql nginx-light systemd iproute2 >/dev/null; \
	  else echo "The tests need Chromium, LibreOffice, PostgreSQL, nginx, systemd, iproute2 and a Chinese font: apt-get install chromium libreoffice-writer libreoffice-impress postgresql nginx-light systemd iproute2 fonts-noto-cjk fontconfig"; exit 1; fi; fi

$(VENV)/.installed: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-postgresql.txt requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(VENV)/.installed-bench: $(VENV)/.installed-dev requirements-bench.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis .coverage htmlcov
