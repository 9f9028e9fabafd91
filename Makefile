# Two commands matter: `make run` and `make test`. Each sets the machine up first, and is quick when nothing changed.

RID    ?= $(if $(filter aarch64,$(shell uname -m)),linux-arm64,linux-x64)
BINARY := out/$(RID)/hearth
BARE   := out/$(RID)/bare
BENCH  := out/$(RID)/bench
START  := $(shell date +%s)

SOURCES := global.json Directory.Build.props Directory.Build.targets Directory.Packages.props \
  $(shell find appliance -type d \( -name bin -o -name obj \) -prune -o -type f ! -name '*.md' -print)
NODE_MODULES := $(patsubst %package-lock.json,%node_modules/.package-lock.json,$(wildcard tests/*/package-lock.json))

# MSBuild reads these as properties. The build restores exactly what the lock files hold.
export DeviceRid = $(RID)
export AotFramework = $(shell cat out/$(RID)/aot-framework 2>/dev/null)
build run image test test-powercut test-machine test-update-machine bench soak: export RestoreLockedMode = true

# The SDK itself says and sends nothing.
export DOTNET_NOLOGO = 1
export DOTNET_CLI_TELEMETRY_OPTOUT = 1

.PHONY: help build run image test test-powercut test-machine test-update-machine bench soak format check lock clean setup-build setup-test setup-machine

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-19s %s\n", $$1, $$2 }' Makefile

build: $(BINARY) ## build the one binary, out/<rid>/hearth

run: build ## run a board that is drawn on a page, its node and its panel (ARGS="--web 127.0.0.1:8081")
	@exec $(BINARY) run $(ARGS)

image: build ## build the image of a board (BOARD=raspberrypi/arm64; STAGE=root does one stage again)
	@if [ "$(RID)" != linux-arm64 ] && grep -q '"arm64"' board-support/$(BOARD)/board.json 2>/dev/null && tools/aot-framework linux-arm64 >/dev/null 2>&1; then \
	  $(MAKE) --no-print-directory build RID=linux-arm64; fi
	@image-builder/build $(BOARD) $(STAGE)

test: setup-test build $(NODE_MODULES) ## run every test
	@tools/test $(START)

test-powercut: setup-test ## cut the power at every point of an update, on a disk that is replayed
	@tools/test-powercut

test-machine: setup-machine build $(NODE_MODULES) ## boot the images in emulation and run the tests on them
	@for board in qemu/virt-arm64 generic/pc-x86-64 raspberrypi/arm64; do UNTIL=disk image-builder/build $$board || exit 1; done
	@tools/test-machine $(START)

test-update-machine: setup-machine build ## update emulated PCs: good, bad and cut off (STARTS=12 cuts fewer off; KEEP=1 keeps what they recorded)
	@UNTIL=disk image-builder/build generic/pc-x86-64
	@tools/test-update-machine $(START)

# The micro-benchmarks are a program of their own, which compiles what it measures.
BENCH_PARTS := $(filter-out micro,$(or $(PART),all))

bench: setup-build out/$(RID)/aot-framework $(if $(BENCH_PARTS),build $(BARE) $(BENCH)) ## measure the binary: size, start, memory, packets (PART=traffic measures one part)
	@$(if $(BENCH_PARTS),$(BENCH) $(BINARY) $(BARE) out/images docs/bench $(filter-out all,$(BENCH_PARTS)))
	@$(if $(filter micro,$(or $(PART),micro)),dotnet run --project tools/bench/micro -c Release -f net10.0 -v q -- $(AotFramework) out/micro)

soak: build $(BENCH) ## keep the node busy for ten minutes, and look whether its memory stays flat
	@$(BENCH) $(BINARY) $(BARE) out/images docs/bench soak

format: setup-build ## write the code the way the house writes it
	@dotnet format Appliance.sln

check: setup-build ## say where the code is not written that way
	@dotnet format Appliance.sln --verify-no-changes

lock: setup-build ## write the lock files anew, after a change of packages
	@dotnet restore Appliance.sln --force-evaluate

clean: ## remove everything that was built
	@rm -rf out $(shell find appliance tests tools -type d \( -name bin -o -name obj -o -name node_modules \) -prune)

# publish PROJECT: only the binary and its symbols stay.
define publish
@echo "Building $@ ($(AotFramework))"
@dotnet publish $1 -f $(AotFramework) -o out/publish -v q -nologo
@mv out/publish/$(@F) out/publish/$(@F).dbg $(@D)/ && rm -r out/publish && touch $@
endef

$(BINARY): $(SOURCES) | setup-build out/$(RID)/aot-framework
	$(call publish,appliance/Hearth)

$(BARE): tools/bench/bare/Program.cs tools/bench/bare/Bare.csproj appliance/Aot.props | setup-build out/$(RID)/aot-framework
	$(call publish,tools/bench/bare)

$(BENCH): $(SOURCES) $(filter-out tools/bench/micro/%,$(wildcard tools/bench/*.cs tools/bench/*.csproj tools/bench/*/*.cs)) | setup-build out/$(RID)/aot-framework
	$(call publish,tools/bench)

out/$(RID)/aot-framework: | setup-build
	@mkdir -p $(@D) && tools/aot-framework $(RID) >$@.new && mv $@.new $@

%/node_modules/.package-lock.json: %/package-lock.json | setup-test
	@echo "Installing the packages of $*"
	@npm ci --prefix $* --ignore-scripts --no-audit --no-fund --silent && touch $@

setup-build: ; @$(need_sdk)tools/setup build
setup-test: setup-build ; @tools/setup test
setup-machine: setup-build ; @tools/setup machine

# The SDK is the one thing that the owner of the machine installs; make itself says so, in one line.
need_sdk = $(if $(sdk_missing),$(error $(sdk_missing:again.=again)))
sdk_missing = $(shell tools/setup sdk 2>&1)
