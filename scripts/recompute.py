"""Recomputes with PyTorch what `npm run lab -- run NAME --dump-batch N --out DIR` wrote down, from its files alone.

Usage: python3 scripts/recompute.py DIR, with numpy and torch installed
Prints max|a-b| / max|b| of every logit, tap and FSP matrix; exits 1 when one is above 1e-4.
"""
import json
import struct
import sys
from pathlib import Path

try:
    import numpy as np
    import torch
    import torch.nn.functional as F
except ModuleNotFoundError as missing:
    print(f"This needs {missing.name}: python3 -m pip install numpy torch.", file=sys.stderr)
    sys.exit(2)

TOLERANCE = 1e-4
DTYPES = {"F32": np.float32, "I32": np.int32}


def read_safetensors(path):
    data = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    body = data[8 + length :]
    return {
        name: torch.from_numpy(
            np.frombuffer(body[slice(*entry["data_offsets"])], DTYPES[entry["dtype"]]).reshape(entry["shape"]).copy()
        )
        for name, entry in header.items()
    }


def padded(x, pad, value=0.0):
    top, bottom, left, right = pad
    return F.pad(x, (left, right, top, bottom), value=value)


def run_node(node, inputs, weights):
    """Maps are [n, c, h, w] here; the files hold [n, h, w, c]."""
    op, name, x = node["op"], node["name"], inputs[0] if inputs else None
    bias = weights.get(f"{name}.bias")
    if op == "conv":
        kernel = weights[f"{name}.kernel"].permute(3, 2, 0, 1)
        return F.conv2d(padded(x, node["pad"]), kernel, bias, stride=node["strides"])
    if op == "depthwiseConv":  # [kh, kw, c, multiplier]; the filters of one channel stand side by side
        kernel = weights[f"{name}.kernel"].permute(2, 3, 0, 1).flatten(0, 1).unsqueeze(1)
        return F.conv2d(padded(x, node["pad"]), kernel, bias, stride=node["strides"], groups=x.shape[1])
    if op == "batchNorm":
        w = {role: weights[f"{name}.{role}"] for role in ("mean", "variance", "gamma", "beta")}
        return F.batch_norm(x, w["mean"], w["variance"], w["gamma"], w["beta"], eps=node["epsilon"])
    if op == "relu":
        return F.relu(x)
    if op == "add":
        return inputs[0] + inputs[1]
    if op == "maxPool":
        return F.max_pool2d(padded(x, node["pad"], -np.inf), node["size"], node["strides"])
    if op == "avgPool":  # padding is not counted
        sums = lambda map: F.avg_pool2d(padded(map, node["pad"]), node["size"], node["strides"])
        return sums(x) / sums(torch.ones_like(x))
    if op == "dropout":
        return x
    if op == "globalAvgPool":
        return x.mean((2, 3))
    if op == "flatten":
        return x.permute(0, 2, 3, 1).flatten(1)
    if op == "dense":
        y = x @ weights[f"{name}.kernel"]
        return y if bias is None else y + bias
    raise ValueError(f"layer {name}: unknown op {op}")


def run_network(network, weights, images):
    values = {}
    for node in network["nodes"]:
        inputs = [values[name] for name in node["inputs"]]
        values[node["name"]] = images.permute(0, 3, 1, 2) if node["op"] == "input" else run_node(node, inputs, weights)
    return values


def resized(x, resize):
    height, width = resize["to"]
    if resize["op"] == "max":
        return F.adaptive_max_pool2d(x, (height, width))
    if resize["op"] == "avg":
        return F.adaptive_avg_pool2d(x, (height, width))
    return F.interpolate(x, (height, width), mode="bilinear", align_corners=False)


def fsp(pair, values):
    first, last = values[pair["first"]], values[pair["last"]]
    resize = pair["resize"]
    if resize and resize["of"] == "first":
        first = resized(first, resize)
    elif resize:
        last = resized(last, resize)
    positions = first.shape[2] * first.shape[3]
    return torch.einsum("nahw,nbhw->nab", first, last) / positions


def main(folder):
    folder = Path(folder)
    batch = read_safetensors(folder / "batch.safetensors")
    worst = 0.0
    for side in ("teacher", "student"):
        if not (folder / f"network-{side}.json").exists():
            continue
        network = json.loads((folder / f"network-{side}.json").read_text())
        weights = {name: tensor.double() for name, tensor in read_safetensors(folder / f"{side}.safetensors").items()}
        images = batch.get(f"images.{side}", batch["images"]).double()
        values = run_network(network, weights, images)
        computed = {f"{side}.logits": values[network["output"]]}
        for name in batch:
            if name.startswith(f"{side}.tap."):
                computed[name] = values[name.removeprefix(f"{side}.tap.")].permute(0, 2, 3, 1)
        for name, pair in network["pairs"].items():
            computed[f"{side}.fsp.{name}"] = fsp(pair, values)
        if side == "student" and (folder / "adapters.safetensors").exists():
            adapters = {name: tensor.double() for name, tensor in read_safetensors(folder / "adapters.safetensors").items()}
            for name in network["pairs"]:
                a1, a2 = adapters[f"{name}.A1"], adapters[f"{name}.A2"]
                computed[f"student.fspAdapted.{name}"] = a1 @ computed[f"student.fsp.{name}"] @ a2.T
        for name, value in computed.items():
            written = batch[name].double()
            if written.shape != value.shape:
                print(f"{name}: shape {tuple(written.shape)}, recomputed {tuple(value.shape)}")
                return 1
            error = float((written - value).abs().max() / value.abs().max().clamp(min=1e-30))
            if not error <= worst:  # a NaN is the worst of all, and stays
                worst = error
            print(f"{name:40} {str(tuple(value.shape)):20} {error:.2e}")
    print(f"worst {worst:.2e}, allowed {TOLERANCE:.0e}")
    return 0 if worst <= TOLERANCE else 1  # false for a NaN


if __name__ == "__main__":
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / "batch.safetensors").exists():
        print("Name a folder that `npm run lab -- run NAME --dump-batch N --out DIR` wrote.", file=sys.stderr)
        sys.exit(2)
    sys.exit(main(sys.argv[1]))
