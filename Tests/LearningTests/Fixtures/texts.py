"""Writes texts.json: decoders in float64, most of them with a target at every position of windows of one text.

Run with any recent PyTorch: python texts.py. Parameters are float32 normals that our MersenneTwister draws too, so
only results are stored. Dropout's masks are drawn here as `DropoutMask` says, by Philox and FNV-1a.
"""

import json
import math
import pathlib

import torch
from torch import nn

SCALE = 0.4
ACTIVATIONS = {"gelu": nn.GELU, "relu": nn.ReLU}
SEED, STEP = 5, 3


def philox(counter, key):
    """Ten rounds of Philox4x32."""
    (x, y, z, w), (a, b) = counter, key
    for _ in range(10):
        first, second = x * 0xD2511F53, z * 0xCD9E8D57
        x, y, z, w = (
            second >> 32 ^ y ^ a, second & 0xFFFFFFFF, first >> 32 ^ w ^ b, first & 0xFFFFFFFF,
        )  # fmt: skip
        a, b = (a + 0x9E3779B9) & 0xFFFFFFFF, (b + 0xBB67AE85) & 0xFFFFFFFF
    return x, y, z, w


def stream(step, place):
    """The stream of one mask: FNV-1a over a word and two numbers."""
    value = 0xCBF29CE484222325
    for byte in b"dropout" + step.to_bytes(8, "little") + place.to_bytes(8, "little"):
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


class Masks:
    """Hands out the masks of one update, place after place."""

    def __init__(self, rate):
        self.rate = rate
        self.place = 0
        self.last = None
        """How many rows there are where only the last position of each sample is computed."""

    def __call__(self, rows, width):
        """[rows, width]: 0 or 1 / (1 - rate)."""
        if self.last:
            before = torch.ones(rows - self.last, width, dtype=torch.float64)
            return torch.cat([before, self.drawn(self.last, width)])
        return self.drawn(rows, width)

    def drawn(self, rows, width):
        name = stream(STEP, self.place)
        self.place += 1
        words = []
        for index in range(rows * width):
            block = index // 64 * 16 + index % 16
            counter = (block, 0, name & 0xFFFFFFFF, name >> 32)
            words.append(philox(counter, (SEED, 0))[index // 16 % 4])
        kept = torch.tensor([word >= self.rate * 2**32 for word in words])
        return kept.double().view(rows, width) / (1 - self.rate)


class Attention(nn.Module):
    """Causal attention written out, under the names of nn.MultiheadAttention or of nanoGPT."""

    def __init__(self, width, heads, bias, gpt):
        super().__init__()
        self.heads, self.gpt = heads, gpt
        if gpt:
            self.c_attn = nn.Linear(width, 3 * width, bias=bias)
            self.c_proj = nn.Linear(width, width, bias=bias)
        else:
            self.in_proj_weight = nn.Parameter(torch.empty(3 * width, width))
            self.in_proj_bias = nn.Parameter(torch.empty(3 * width)) if bias else None
            self.out_proj = nn.Linear(width, width, bias=bias)

    def forward(self, x, masks):
        count, length, width = x.shape
        if self.gpt:
            stacked = self.c_attn(x)
        else:
            stacked = nn.functional.linear(x, self.in_proj_weight, self.in_proj_bias)
        query, key, value = (
            part.view(count, length, self.heads, -1).transpose(1, 2) for part in stacked.split(width, 2)
        )
        scores = query @ key.transpose(2, 3) / math.sqrt(width // self.heads)
        future = torch.ones(length, length).triu(1).bool()
        shares = scores.masked_fill(future, float("-inf")).softmax(3)
        if masks:
            # Rows are ordered by position, then by sample; their numbers by the position seen, then by head.
            mask = masks(length * count, length * self.heads).view(length, count, length, self.heads)
            shares = shares * mask.permute(1, 3, 0, 2)
        mixed = (shares @ value).transpose(1, 2).reshape(count, length, width)
        return (self.c_proj if self.gpt else self.out_proj)(mixed)


class Perceptron(nn.Module):
    def __init__(self, width, bias):
        super().__init__()
        self.c_fc = nn.Linear(width, 4 * width, bias=bias)
        self.c_proj = nn.Linear(4 * width, width, bias=bias)

    def forward(self, x):
        return self.c_proj(nn.functional.gelu(self.c_fc(x)))


def apply(masks, x):
    """x, masked; rows are ordered by position, then by sample."""
    if not masks:
        return x
    count, length, width = x.shape
    return x * masks(length * count, width).view(length, count, width).transpose(0, 1)


class Block(nn.Module):
    def __init__(self, width, heads, residual, activation, attention_bias, mlp_bias, norm_bias, gpt):
        super().__init__()
        self.residual = residual

        def norm():
            return nn.Identity() if residual == "no-norm" else nn.LayerNorm(width, bias=norm_bias)

        self.ln_1 = norm()
        if gpt:
            self.attn = Attention(width, heads, attention_bias, gpt)
            self.ln_2 = norm()
            self.mlp = Perceptron(width, mlp_bias)
        else:
            self.ln_2 = norm()
            self.attn = Attention(width, heads, attention_bias, gpt)
            self.mlp = nn.Sequential(
                nn.Linear(width, 4 * width, bias=mlp_bias), ACTIVATIONS[activation](),
                nn.Linear(4 * width, width, bias=mlp_bias),
            )  # fmt: skip

    def forward(self, x, masks):
        if self.residual == "post-norm":
            x = self.ln_1(x + apply(masks, self.attn(x, masks)))
            return self.ln_2(x + apply(masks, self.mlp(x)))
        normal = self.ln_1(x)
        stream = normal if self.residual == "normalized" else x
        x = stream + apply(masks, self.attn(normal, masks))
        return x + apply(masks, self.mlp(self.ln_2(x)))


def sinusoids(length, width):
    table = torch.empty(length, width, dtype=torch.float64)
    for position in range(length):
        for column in range(width):
            angle = position / 10000 ** ((column - column % 2) / width)
            table[position, column] = math.cos(angle) if column % 2 else math.sin(angle)
    return table.float().double()


class Decoder(nn.Module):
    """A decoder-only transformer with all options; predicts at every position."""

    def __init__(self, spec, vocabulary, length, outputs):
        super().__init__()
        gpt = spec["kind"] == "gpt"
        width, heads, layers = spec["width"], spec["heads"], spec["layers"]
        self.residual = "pre-norm" if gpt else spec["residual"]
        self.position = spec.get("position_embedding", "learned")
        self.tied = spec.get("tied", gpt)
        self.rate = spec.get("dropout", 0)
        bias = spec.get("bias", False)
        norm_bias = bias if gpt else spec.get("norm_bias", True)
        # In the order in which our parameters lie, not that of the published modules.
        names = ("wte", "wpe", "h", "ln_f", "lm_head") if gpt else (
            "token_embeddings", "position_embeddings", "layers", "ln_f", "head")  # fmt: skip
        self.names = names
        home = nn.Module() if gpt else self
        if gpt:
            self.transformer = home
        setattr(home, names[0], nn.Embedding(vocabulary, width))
        if self.position == "learned":
            setattr(home, names[1], nn.Embedding(length if gpt else spec.get("positions", length + 1), width))
        blocks = nn.ModuleList(
            Block(
                width, heads, self.residual, spec.get("activation", "gelu"),
                bias if gpt else spec.get("attention_bias", True), bias if gpt else spec.get("mlp_bias", True),
                norm_bias, gpt,
            )  # fmt: skip
            for _ in range(layers)
        )
        setattr(home, names[2], blocks)
        if self.residual in ("normalized", "pre-norm"):
            setattr(home, names[3], nn.LayerNorm(width, bias=norm_bias))
        setattr(self, names[4], nn.Linear(width, outputs, bias=False))
        if self.tied:
            getattr(self, names[4]).weight = getattr(home, names[0]).weight
        self.home = [home]

    def forward(self, tokens, everywhere=True):
        home, length = self.home[0], tokens.shape[1]
        masks = Masks(self.rate) if self.rate else None
        table = getattr(home, self.names[0])
        x = table(tokens)
        if self.position == "learned":
            x = x + getattr(home, self.names[1]).weight[:length]
        elif self.position == "sinusoidal":
            x = x + sinusoids(length, x.shape[2])
        x = apply(masks, x)
        blocks = getattr(home, self.names[2])
        for index, block in enumerate(blocks):
            if masks and not everywhere and index == len(blocks) - 1:
                masks.last = len(tokens)
            x = block(x, masks)
        norm = getattr(home, self.names[3], None)
        return getattr(self, self.names[4])(norm(x) if norm else x)


def case(spec, everywhere=True):
    """A text of 24 tokens cut into 20 windows of 5, or as many samples with one target each."""
    vocabulary, length, count = 5, 5, 20
    generator = torch.Generator().manual_seed(21)
    text = torch.randint(vocabulary, (count + length,), generator=generator)
    text[8:13] = text[2:7]  # windows that are equal, and more that begin alike
    tokens = torch.stack([text[start : start + length] for start in range(count)])
    model = Decoder(spec, vocabulary, length, vocabulary)
    described = {"model": spec, "length": length, "vocabulary": vocabulary, "seed": 31, "scale": SCALE}
    if everywhere:
        described["text"] = text.tolist()
        targets = torch.stack([text[start + 1 : start + 1 + length] for start in range(count)])
    else:
        classes = torch.randint(vocabulary, (count,), generator=generator)
        described |= {"tokens": tokens.flatten().tolist(), "classes": classes.tolist()}
        targets = classes
    flat = torch.empty(sum(p.numel() for p in model.parameters()))
    flat.normal_(0, SCALE, generator=torch.Generator().manual_seed(31))
    model = model.double()
    start = 0
    with torch.no_grad():
        for parameter in dict(model.named_parameters()).values():
            parameter.copy_(flat[start : start + parameter.numel()].view_as(parameter))
            start += parameter.numel()
    predictions = model(tokens, everywhere)
    if not everywhere:
        predictions = predictions[:, -1]
    loss = nn.functional.cross_entropy(predictions.reshape(-1, vocabulary), targets.flatten())
    loss.backward()
    gradients = {name: short(parameter.grad) for name, parameter in model.named_parameters()}
    return described | {"predictions": short(predictions), "mean_loss": loss.item(), "gradients": gradients}


def short(tensor):
    return [float(f"{value:.9g}") for value in tensor.flatten().tolist()]


def published_start():
    """How nanoGPT's decoder starts, and which crops it takes first, after torch.manual_seed(1337).

    All modules draw as PyTorch constructs them; then each matrix is drawn anew in the order of the modules, children
    first, the tied one twice; then the residual projections once more.
    """
    vocabulary, length, width, layers = 65, 16, 32, 2
    torch.manual_seed(1337)
    wte, wpe = nn.Embedding(vocabulary, width), nn.Embedding(length, width)
    shapes = {"attn.c_attn": (width, 3 * width), "attn.c_proj": (width, width), "mlp.c_fc": (width, 4 * width),
              "mlp.c_proj": (4 * width, width)}  # fmt: skip
    linears = {
        f"transformer.h.{layer}.{name}": nn.Linear(*shape, bias=False)
        for layer in range(layers)
        for name, shape in shapes.items()
    }
    head = nn.Linear(width, vocabulary, bias=False)
    wte.weight = head.weight
    for module in [wte, wpe, *linears.values(), head]:
        nn.init.normal_(module.weight, mean=0.0, std=0.02)
    for name, module in linears.items():
        if name.endswith("c_proj"):
            nn.init.normal_(module.weight, mean=0.0, std=0.02 / math.sqrt(2 * layers))
    weights = {"transformer.wte": wte, "transformer.wpe": wpe} | linears
    crops = [torch.randint(1_003_854 - 64, (12,)).tolist() for _ in range(2)]
    sums = {
        name + ".weight": [module.weight.double().sum().item(), module.weight.double().square().sum().item()]
        for name, module in weights.items()
    }
    return {"sums": sums, "crops": crops}


cases = [
    case({"kind": "gpt", "layers": 2, "width": 8, "heads": 2}),
    case({"kind": "gpt", "layers": 1, "width": 6, "heads": 3, "bias": True, "tied": False}),
    case({"kind": "gpt", "layers": 3, "width": 6, "heads": 1}, everywhere=False),
    case({"kind": "gpt", "layers": 2, "width": 8, "heads": 2, "dropout": 0.25}),
    case({"kind": "gpt", "layers": 2, "width": 8, "heads": 2, "dropout": 0.4, "bias": True}, everywhere=False),
    case({"kind": "decoder-transformer", "layers": 2, "width": 8, "heads": 2, "residual": "normalized",
          "position_embedding": "absent", "tied": True}),
    case({"kind": "decoder-transformer", "layers": 3, "width": 6, "heads": 2, "residual": "pre-norm"}),
    case({"kind": "decoder-transformer", "layers": 1, "width": 6, "heads": 2, "residual": "no-norm", "dropout": 0.1}),
    case({"kind": "decoder-transformer", "layers": 2, "width": 8, "heads": 4, "residual": "post-norm",
          "position_embedding": "sinusoidal", "activation": "relu", "attention_bias": False, "mlp_bias": False},
         everywhere=False),
    case({"kind": "decoder-transformer", "layers": 2, "width": 6, "heads": 2, "residual": "post-norm",
          "norm_bias": False}),
]  # fmt: skip
result = {"dropout_seed": SEED, "step": STEP, "cases": cases, "start": published_start()}
path = pathlib.Path(__file__).with_name("texts.json")
path.write_text(json.dumps(result, separators=(",", ":")))
