"""PyTorch as its users take it: modules, autograd, torch.optim.SGD. Answers the bench's requests, one JSON a line."""
import base64
import json
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

device = torch.device("cpu")


def tensor(text, shape, dtype=torch.float32):
    """From base64 of little-endian numbers."""
    raw = torch.frombuffer(bytearray(base64.b64decode(text)), dtype=dtype)
    return raw.reshape(shape).clone().to(device)


def maps(text, shape):
    """`[b, h, w, c]` to `[b, c, h, w]`."""
    return tensor(text, shape).permute(0, 3, 1, 2).contiguous()


class Graph(nn.Module):
    """A network of the lab as modules; gives the wanted layers' outputs."""

    def __init__(self, network, weights, wanted):
        super().__init__()
        nodes = {node["name"]: node for node in network["nodes"]}
        reached = set(wanted)
        for node in reversed(network["nodes"]):
            if node["name"] in reached:
                reached.update(node["inputs"])
        self.nodes = [node for node in network["nodes"] if node["name"] in reached]
        self.wanted = wanted
        self.layers = nn.ModuleDict()
        for node in self.nodes:
            before = nodes[node["inputs"][0]]["shape"] if node["inputs"] else None
            layer = self.layer(node, before)
            if layer is None:
                continue
            own = {name[len(node["name"]) + 1:]: value for name, value in weights.items()
                   if name.rpartition(".")[0] == node["name"]}
            self.fill(layer, own)
            self.layers[node["name"].replace(".", "_")] = layer
        self.to(device)

    @staticmethod
    def layer(node, before):
        op = node["op"]
        if op == "conv":
            top, _, left, _ = node["pad"]
            return nn.Conv2d(before[2], node["filters"], node["kernel"], node["strides"], (top, left), bias=node["bias"])
        if op == "batchNorm":
            return nn.BatchNorm2d(node["shape"][2], eps=node["epsilon"], momentum=1 - node["momentum"])
        if op == "relu":
            return nn.ReLU()
        if op == "dense":
            return nn.Linear(before[0], node["units"])
        return None

    @staticmethod
    def fill(layer, own):
        names = {"kernel": "weight", "gamma": "weight", "beta": "bias", "mean": "running_mean", "variance": "running_var"}
        with torch.no_grad():
            for role, (shape, text) in own.items():
                value = tensor(text, shape)
                if len(shape) == 4:
                    value = value.permute(3, 2, 0, 1)
                elif len(shape) == 2:
                    value = value.t()
                getattr(layer, names.get(role, role)).copy_(value)

    def forward(self, images):
        values = {}
        for node in self.nodes:
            name, op = node["name"], node["op"]
            given = [values[before] for before in node["inputs"]]
            if op == "input":
                values[name] = images
            elif op == "add":
                values[name] = given[0] + given[1]
            elif op == "globalAvgPool":
                values[name] = given[0].mean(dim=(2, 3))
            else:
                values[name] = self.layers[name.replace(".", "_")](given[0])
        return [values[name] for name in self.wanted]


def fsp(first, last):
    batch, channels, height, width = first.shape
    rows = first.reshape(batch, channels, height * width)
    columns = last.reshape(batch, last.shape[1], height * width)
    return torch.bmm(rows, columns.transpose(1, 2)) / (height * width)


def matrices(pairs, taps, values):
    maps_of = dict(zip(taps, values))
    result = []
    for pair in pairs:
        first = maps_of[pair["first"]]
        if pair["resize"]:
            first = F.max_pool2d(first, first.shape[2] // pair["resize"]["to"][0])
        result.append(fsp(first, maps_of[pair["last"]]))
    return result


def distance(student, goal):
    return sum(((one - other) ** 2).sum() / one.shape[0] for one, other in zip(student, goal))


def training_step(given):
    settings = given["settings"]
    images = maps(*given["images"])
    student = Graph(given["student"]["network"], given["student"]["weights"], given["wanted"]).train()
    optimizer = torch.optim.SGD(student.parameters(), lr=settings["rate"], momentum=settings["momentum"],
                                weight_decay=settings["decay"])
    if given["stage"] == "stage2":
        labels = torch.tensor(given["labels"], device=device)
        loss_of = lambda: F.cross_entropy(student(images)[0], labels)
    else:
        teacher = Graph(given["teacher"]["network"], given["teacher"]["weights"], given["teacherWanted"]).eval()

        @torch.no_grad()
        def live():
            return matrices(given["teacherPairs"], given["teacherWanted"], teacher(images))

        cached = live() if given["stage"] == "stage1-cached" else None
        loss_of = lambda: distance(matrices(given["pairs"], given["wanted"], student(images)), cached or live())

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of()
        loss.backward()
        optimizer.step()
        return loss

    return step


def kernel(given):
    kind, batch, pixels, channels = given["kind"], given["batch"], given["pixels"], given["channels"]
    noise = lambda *shape: torch.rand(*shape, device=device) * 2 - 1
    feature = lambda: noise(batch, channels, pixels, pixels)
    x, y, dy, w = feature(), feature(), feature(), noise(channels, channels, 3, 3)
    gamma, beta, slope = noise(channels), noise(channels), noise(batch, channels, channels)
    norm = lambda: F.batch_norm(x, None, None, gamma, beta, training=True)

    def both(forward, inputs, slope):
        for value in inputs:
            value.requires_grad_(True)
        return lambda: torch.autograd.grad(forward(), inputs, slope)

    if kind == "conv-forward":
        return lambda: F.conv2d(x, w, padding=1)
    if kind == "conv-filter-gradient":
        return lambda: torch.nn.grad.conv2d_weight(x, w.shape, dy, padding=1)
    if kind == "conv-input-gradient":
        return lambda: torch.nn.grad.conv2d_input(x.shape, w, dy, padding=1)
    if kind == "batchnorm-forward":
        return norm
    if kind == "batchnorm-forward-backward":
        return both(norm, [x, gamma, beta], dy)
    if kind == "fsp-forward":
        return lambda: fsp(x, y)
    return both(lambda: fsp(x, y), [x, y], slope)


def synchronize():
    if device.type == "cuda":
        torch.cuda.synchronize()


def opened(backend):
    global device
    if backend == "cpu":
        torch.set_num_threads(1)
        return {"adapter": None, "threads": 1}
    if not torch.cuda.is_available():
        raise RuntimeError("PyTorch has no CUDA here")
    # Its default multiplies in TF32 within convolutions; "cuda-fp32" rounds as everything else here does.
    torch.backends.cudnn.allow_tf32 = backend == "cuda"
    torch.backends.cudnn.benchmark = True
    device = torch.device("cuda")
    return {"adapter": torch.cuda.get_device_name(0), "threads": None}


prepared = {}


def answer(request):
    kind = request["type"]
    if kind == "open":
        return {"type": "opened", "software": False, "version": torch.__version__, **opened(request["backend"])}
    if kind == "prepare":
        given = request["given"]
        prepared[request["name"]] = training_step(given) if given["kind"] == "step" else kernel(given)
        return {"type": "prepared"}
    if kind == "run":
        step = prepared[request["name"]]
        synchronize()
        start = time.perf_counter()
        for _ in range(request["steps"]):
            last = step()
        synchronize()
        ms = 1000 * (time.perf_counter() - start)
        loss = last.item() if isinstance(last, torch.Tensor) and last.dim() == 0 else None
        return {"type": "ran", "ms": ms, "loss": loss, "counts": None}
    if kind == "release":
        prepared.pop(request["name"], None)
        return {"type": "released"}
    return {"type": "missing", "reason": "it does not say what it holds"}


for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except Exception as error:  # whatever it is, the bench goes on and says so
        reply = {"type": "missing", "reason": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
