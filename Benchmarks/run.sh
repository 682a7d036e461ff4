#!/usr/bin/env bash
# Times what a user waits for: a training step of the published transformer, and a run with nothing to do.
# Prints medians. Compare ratios within one run of this script, never numbers from two machines.
set -euo pipefail
cd "$(dirname "$0")/.."
grokline=.build/release/grokline
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export GROKLINE_STORE="$scratch/store"

cat > "$scratch/step.yaml" <<YAML
grokline: 1
name: benchmark-step
rng: pytorch
dataset: {kind: modular-arithmetic, operation: multiply, modulus: 97, second_operand: nonzero, train_fraction: 0.5}
model: {kind: decoder-transformer, layers: 2, width: 128, heads: 4}
training:
  loss: cross-entropy
  batch_size: 512
  order: reshuffled
  optimizer: {kind: adam, learning_rate: 1e-3, betas: [0.9, 0.98]}
  schedule: {kind: linear-warmup, steps: 10}
  evaluate: {every: 100000}
  phases: {fit: {until: 100}}
runs:
  none: {}
  ema: {training: {filter: {kind: exponential-moving-average, decay: 0.98, gain: 2}}}
  ma: {training: {filter: {kind: moving-average, window: 100, gain: 5}}}
YAML

median() { sort -n | awk '{v[NR] = $1} END {print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'; }

# Wall milliseconds per step, start-up taken off by the difference of two lengths.
step() {
  local run=$1 threads=$2 seconds=()
  for steps in 100 300; do
    rm -rf "$GROKLINE_STORE"
    local start=$(date +%s%N)
    "$grokline" run "$scratch/step.yaml" --runs "$run" --jobs 1 --threads "$threads" --set training.phases.fit.until=$steps \
      --quiet >/dev/null
    seconds+=($((($(date +%s%N) - start) / 1000)))
  done
  echo "$(((seconds[1] - seconds[0]) / 200))" | awk '{printf "%.2f\n", $1 / 1000}'
}

echo "modular transformer, batch 512: milliseconds per step, median of 3"
printf '%-8s %10s %10s\n' filter "1 thread" "2 threads"
for run in none ema ma; do
  printf '%-8s' "$run"
  for threads in 1 2; do
    printf ' %10s' "$(for i in 1 2 3; do step "$run" "$threads"; done | median)"
  done
  echo
done

unset GROKLINE_STORE
if "$grokline" status experiments/quickstart.yaml --check >/dev/null 2>&1; then
  echo "quickstart with nothing to do: milliseconds, median of 20"
  for i in $(seq 20); do
    start=$(date +%s%N)
    "$grokline" run experiments/quickstart.yaml >/dev/null 2>&1
    echo $((($(date +%s%N) - start) / 10000))
  done | median | awk '{printf "%.2f\n", $1 / 100}'
else
  echo "quickstart: not up to date, so there is no run with nothing to do (make demo first)"
fi
