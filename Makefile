# The only list of commands; `make` alone prints it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help
help: ## 显示本清单
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更高版本（当前：$$($(PYTHON) --version)）。请安装后用 make PYTHON=python3.11 重试。" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "正在安装依赖（首次需要几分钟）……" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.PHONY: site
site: $(READY) ## 构建并审核全部年度的网站（_build/html/index.html）
	@$(BIN)/fazhi site

.PHONY: build-all
build-all: $(READY) ## 构建多个单位和比较它们的门户，如 make build-all ROOTS="../甲局 ../乙局"
	@$(BIN)/fazhi build-all $(ROOTS)

.PHONY: test
test: $(READY) ## 全部检查与测试（两核不超过 15 分钟）
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest -n 2 --dist loadgroup

.PHONY: year
year: $(READY) ## 只运行一个年度，如 make year YEAR=2024
	@$(BIN)/fazhi year "$(YEAR)"

.PHONY: new-year
new-year: $(READY) ## 建立新年度的模板与骨架，如 make new-year YEAR=2024
	@$(BIN)/fazhi new-year "$(YEAR)"

.PHONY: check
check: $(READY) ## 只检查一个年度的原始文件，如 make check YEAR=2024
	@$(BIN)/fazhi check "$(YEAR)"

.PHONY: rehearse
rehearse: $(READY) ## 发布预演：会变的句子、缺的记录、不成立的用词，如 make rehearse YEAR=2024
	@$(BIN)/fazhi rehearse "$(YEAR)"

.PHONY: publish-lock
publish-lock: $(READY) ## 报告发布后锁定数字，如 make publish-lock YEAR=2024
	@$(BIN)/fazhi publish-lock "$(YEAR)"

.PHONY: trace
trace: $(READY) ## 追溯一个数字，如 make trace FACT=2022/penalties.fine_total
	@$(BIN)/fazhi trace "$(FACT)"

.PHONY: check-text
check-text: $(READY) ## 核对一份文稿，如 make check-text FILE=draft.docx YEAR=2022
	@$(BIN)/fazhi check-text "$(FILE)" --year "$(YEAR)"

.PHONY: docx
docx: $(READY) ## 公文格式的 Word 报告，如 make docx YEAR=2022
	@$(BIN)/fazhi docx "$(YEAR)"

.PHONY: pdf
pdf: $(READY) ## 公文格式的 PDF 报告，如 make pdf YEAR=2022
	@$(BIN)/fazhi pdf "$(YEAR)"

.PHONY: serve
serve: $(READY) ## 在本机浏览网站
	@$(BIN)/fazhi serve

.PHONY: verify
verify: $(READY) ## 从原始文件重建并与已发布版本逐字节比较
	@$(BIN)/fazhi verify

.PHONY: assure
assure: $(READY) ## 长时间证明：构建变化、中断、变异；写 docs/assurance.md 和网站的可信证明
	@$(BIN)/python -m assurance

.PHONY: bench
bench: $(READY) ## 与同类做法并排测速；写 docs/performance.md
	@$(BIN)/python benchmarks/run.py

.PHONY: clean
clean: ## 删除可重新计算的文件
	@rm -rf _build book/generated data/processed/*/tables data/processed/*/evidence data/processed/*/quarantine
