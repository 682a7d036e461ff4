"""Reference trajectories of every optimiser with every filter, from PyTorch's own optimisers in float64.

Writes transforms.json beside this file. Gradients and initial parameters are float32 normals from PyTorch's
generator (seed 0: parameters, then one row of gradients per step), which the tests draw again bit for bit.
"""

import json
import math
import os

import torch

STEPS = 130
SHAPES = [(2, 3), (5,)]  # a.weight, a.bias
SHOWN = [1, 2, 99, 100, 130]


class MovingAverage:
    def __init__(self, spec):
        self.spec, self.queue = spec, []

    def __call__(self, g, theta):
        s = self.spec
        self.queue = (self.queue + [g.clone()])[-s["window"]:]
        if s.get("apply", True) is False:
            return g
        if len(self.queue) < s["window"] and s.get("warm_up") != "partial":
            return g
        total = torch.stack(self.queue).sum(0)
        slow = total if s.get("aggregate") == "sum" else total / len(self.queue)
        return s["gain"] * slow if s.get("mode") == "replace" else g + s["gain"] * slow


class ExponentialMovingAverage:
    def __init__(self, spec):
        self.spec, self.mean = spec, None

    def __call__(self, g, theta):
        s = self.spec
        if self.mean is None:
            initial = s.get("initial", "first-gradient")
            self.mean = {"first-gradient": g, "zero": torch.zeros_like(g), "parameters": theta}[initial].clone()
        self.mean = s["decay"] * self.mean + (1 - s["decay"]) * g
        return s["gain"] * self.mean if s.get("mode") == "replace" else g + s["gain"] * self.mean


class FiniteImpulseResponse:
    def __init__(self, spec):
        self.spec, self.queue = spec, []

    def __call__(self, g, theta):
        s = self.spec
        c = s["coefficients"]
        self.queue = ([g.clone()] + self.queue)[: len(c)]
        if len(self.queue) < len(c) and s.get("warm_up") != "partial":
            return g
        return g + s["gain"] * sum(w * x for w, x in zip(c, self.queue))


class InfiniteImpulseResponse:
    """The difference equation itself, with past inputs and outputs."""

    def __init__(self, spec):
        self.spec, self.x, self.y = spec, None, None

    def __call__(self, g, theta):
        s = self.spec
        b, a = s["numerator"], s["denominator"]
        if self.x is None:
            constant = s.get("initial") == "first-gradient"
            self.x = [g.clone() if constant else torch.zeros_like(g) for _ in b]
            self.y = [sum(b) / sum(a) * x if constant else x for x in [self.x[0]] * len(a)]
        self.x = [g.clone()] + self.x[: len(b) - 1]
        y = sum(w * x for w, x in zip(b, self.x)) - sum(w * y for w, y in zip(a[1:], self.y))
        self.y = [y / a[0]] + self.y[: len(a) - 1]
        return g + s["gain"] * self.y[0]


class Chain:
    def __init__(self, spec):
        self.filters = [make(f) for f in spec["filters"]]

    def __call__(self, g, theta):
        for f in self.filters:
            g = f(g, theta)
        return g


KINDS = {
    "moving-average": MovingAverage,
    "exponential-moving-average": ExponentialMovingAverage,
    "fir": FiniteImpulseResponse,
    "iir": InfiniteImpulseResponse,
    "chain": Chain,
}


def make(spec):
    return KINDS[spec["kind"]](spec)


MA = {"kind": "moving-average", "window": 100, "gain": 5}
EMA = {"kind": "exponential-moving-average", "decay": 0.98, "gain": 2}
IIR = {"kind": "iir", "numerator": [0.042925, 0, -0.042925], "denominator": [1, -1.91037, 0.91415], "gain": 2}
FILTERS = [
    None,
    MA,
    MA | {"window": 7, "aggregate": "sum", "gain": 0.5},
    MA | {"window": 30, "warm_up": "partial"},
    MA | {"mode": "replace"},
    MA | {"apply": False},
    MA | {"window": 20, "parameters": "a.bias"},
    EMA,
    EMA | {"initial": "zero"},
    EMA | {"initial": "parameters"},
    EMA | {"mode": "replace"},
    {"kind": "fir", "coefficients": [0.5, -0.25, 0.125, 0.0625], "gain": 3},
    {"kind": "fir", "coefficients": [0.5, -0.25, 0.125, 0.0625], "gain": 3, "warm_up": "partial"},
    IIR,
    IIR | {"initial": "first-gradient"},
    {"kind": "chain", "filters": [EMA | {"decay": 0.9, "gain": 1}, MA | {"window": 10, "gain": 2}]},
]
OPTIMIZERS = [
    {"kind": "sgd", "learning_rate": 0.01, "weight_decay": 0.05},
    {"kind": "sgd", "learning_rate": 0.01, "momentum": 0.9},
    {"kind": "sgd", "learning_rate": 0.01, "momentum": 0.9, "dampening": 0.4, "weight_decay": 0.01},
    {"kind": "sgd", "learning_rate": 0.01, "momentum": 0.8, "nesterov": True, "weight_decay": 0.01},
    {"kind": "adam", "learning_rate": 0.001, "betas": [0.9, 0.98]},
    {"kind": "adam", "learning_rate": 0.01, "weight_decay": 0.1},
    {"kind": "adamw", "learning_rate": 0.003, "weight_decay": 0.5},
    {"kind": "adamw", "learning_rate": 0.003, "weight_decay": 0.5,
     "groups": {"free": {"parameters": "vectors", "weight_decay": 0, "learning_rate": 0.001}}},
]
CLIPS = [
    {"optimizer": OPTIMIZERS[1], "clip": {"norm": 2}},
    {"optimizer": OPTIMIZERS[1], "clip": {"norm": 2, "position": "before-filter"}, "filter": EMA},
    {"optimizer": OPTIMIZERS[1], "clip": {"norm": 2, "position": "after-filter"}, "filter": EMA},
    {"optimizer": OPTIMIZERS[5], "clip": {"norm": 1000, "position": "after-filter"}, "filter": EMA},
]


def optimizer(spec, params):
    lr, wd = spec["learning_rate"], spec.get("weight_decay", 0)
    groups = [{"params": params}]
    if "groups" in spec:
        free = spec["groups"]["free"]
        groups = [{"params": params[:1]}, {"params": params[1:], "lr": free["learning_rate"], "weight_decay": 0}]
    if spec["kind"] == "sgd":
        return torch.optim.SGD(groups, lr=lr, momentum=spec.get("momentum", 0), weight_decay=wd,
                               dampening=spec.get("dampening", 0), nesterov=spec.get("nesterov", False))
    kind = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[spec["kind"]]
    return kind(groups, lr=lr, betas=tuple(spec.get("betas", (0.9, 0.999))), weight_decay=wd)


def run(case):
    torch.manual_seed(0)
    width = sum(math.prod(s) for s in SHAPES)
    start = torch.empty(width).normal_().double()
    gradients = [torch.empty(width).normal_().double() for _ in range(STEPS)]
    sizes = [math.prod(s) for s in SHAPES]
    params = [torch.nn.Parameter(p.clone()) for p in start.split(sizes)]
    opt = optimizer(case["optimizer"], params)
    filters = [make(case["filter"]) for _ in params] if "filter" in case else None
    chosen = [True, True]
    if case.get("filter", {}).get("parameters") == "a.bias":
        chosen = [False, True]
    clip = case.get("clip")
    shown = []
    for step in range(1, STEPS + 1):
        for p, g in zip(params, gradients[step - 1].split(sizes)):
            p.grad = g.clone()
        if clip and clip.get("position") != "after-filter":
            torch.nn.utils.clip_grad_norm_(params, clip["norm"])
        if filters:
            for p, f, use in zip(params, filters, chosen):
                if use:
                    p.grad = f(p.grad, p.detach())
        if clip and clip.get("position") == "after-filter":
            torch.nn.utils.clip_grad_norm_(params, clip["norm"])
        opt.step()
        if step in SHOWN:
            shown.append(torch.cat([p.detach().flatten() for p in params]).tolist())
    return {"spec": case, "parameters": shown}


cases = [{"optimizer": o} | ({"filter": f} if f else {}) for o in OPTIMIZERS for f in FILTERS] + CLIPS
result = {"steps": SHOWN, "cases": [run(c) for c in cases]}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "transforms.json")
with open(path, "w") as file:
    file.write('{"steps": %s, "cases": [\n' % json.dumps(SHOWN))
    rows = [json.dumps({"spec": c["spec"], "parameters": [[float("%.9g" % x) for x in p] for p in c["parameters"]]})
            for c in result["cases"]]
    file.write(",\n".join(rows) + "\n]}\n")
print(len(cases), "cases")
