# `make run` starts everything on this machine; `make test` runs every suite. README.md says more.
# Settings go on the command line or in the environment: make run API_PORT=9787 HOST=lambda

PYTHON ?= python3
SETTINGS = HOST CLOUD ROLE LOCAL_DIR MINISTACK_PORT API_PORT WEBHOOK_PORT SHOPEE_SANDBOX_PORT TIKTOK_SANDBOX_PORT LOCALSTACK_PORT \
	SHOPEE_API_BASE SHOPEE_AUTH_BASE TIKTOK_API_BASE TIKTOK_AUTH_BASE SHOPEE_CALLS_PER_SECOND TIKTOK_CALLS_PER_SECOND HASH_IMAGES \
	ALLOWED_ORIGINS PUBLIC_API_URL MAIL_FROM MAIL_TO LOG_LEVEL PYTHON313
export $(SETTINGS)
# Some shells export HOST as the machine's name; only what is written after `make` has to be one of the two.
ifeq ($(filter native lambda,$(HOST)),)
ifeq ($(origin HOST),command line)
$(error HOST=$(HOST): native atau lambda · native or lambda)
endif
override HOST := native
endif

STACK = $(PYTHON) tests/local/stack.py

.PHONY: help run stop token logs clean demo verify test soak check bench screens deploy-dashboard

help: ## the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

run: ## start the local stack, or see that it runs (HOST=lambda, CLOUD=localstack)
	@$(STACK) up

stop: ## end exactly what `make run` started
	@$(STACK) down

token: ## print an access token (ROLE=owner|admin|member|viewer)
	@$(STACK) token

logs: ## follow the logs
	@$(STACK) logs

clean: ## stop and forget all local data
	@$(STACK) clean

demo: ## import both shops, price them, push two products, read them back
	@$(PYTHON) tests/local/flow.py attach

verify: ## check every listing: prices, titles, links (needs a running stack)
	@$(PYTHON) tests/local/verify.py

test: ## every suite; the last line is the sum
	@$(PYTHON) tests/run.py

soak: ## the simulator of two shops for long (SEEDS=100000, about a second each)
	@SIMULATOR_SEEDS=$(or $(SEEDS),100000) cargo test --workspace --locked --test simulator

check: ## format, lints, wasm, dependencies
	@$(PYTHON) tests/run.py check

bench: ## calls, times, sizes and the monthly bill (PART=import|functions|webhook|catalogue|matching|prices|whole|dashboard|bill)
	@$(PYTHON) tests/local/bench.py $(PART)

screens: ## pictures of every screen and state into frontend/.screens (360 and 1280 px, light and dark)
	@$(PYTHON) tests/local/screens.py

deploy-dashboard: ## build the dashboard and upload it to a deployed stack (STACK_NAME=syncstore)
	@$(PYTHON) infra/deploy_dashboard.py $(or $(STACK_NAME),syncstore)
