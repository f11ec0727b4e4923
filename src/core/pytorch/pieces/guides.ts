/** What stages learn from the teacher: a class for each kind of loss, and what it needs. Constants in capitals are generated. */

const pairs = String.raw`
def resized(map, resize):
    """Makes a map as small as its partner."""
    op, size = resize
    if op == "max":
        return F.adaptive_max_pool2d(map, size)
    if op == "avg":
        return F.adaptive_avg_pool2d(map, size)
    return F.interpolate(map, size, mode="bilinear", align_corners=False)


def unit_channels(map):
    """Each channel of each image divided by the root of its mean square over the positions."""
    return map * torch.rsqrt(map.square().mean((2, 3), keepdim=True) + 1e-6)


def matrices(taps, pair):
    """FSP matrices [n, c1, c2]: the mean over the positions of the products of two layers' channels."""
    maps = [taps[pair["first"]], taps[pair["last"]]]
    if pair["resize"]:
        end = ("first", "last").index(pair["resize"][0])
        maps[end] = resized(maps[end], pair["resize"][1:])
    if FSP["matrix"] == "cosine":
        maps = [unit_channels(map) for map in maps]
    return torch.einsum("nahw,nbhw->nab", *maps) / maps[0][0, 0].numel()


def distance(student, teacher):
    """Squared differences, summed over a matrix, averaged over images; each pair's weight scales it as the method says."""
    difference = student - teacher
    if FSP["reduction"] == "column-norms":
        return difference.square().sum(1).clamp(min=1e-24).sqrt().sum() / len(difference)
    return difference.square().sum() / len(difference)


class FspGuide:
    """The student's FSP matrices become the teacher's (Yim et al. 2017)."""

    name = "fsp"
    student_taps = sorted({match["student"][end] for match in MATCHES.values() for end in ("first", "last")})
    teacher_taps = sorted({match["teacher"][end] for match in MATCHES.values() for end in ("first", "last")})

    def __init__(self, seed, teacher, images):
        self.adapters = self.orders = self.factors = None
@remedy@
    def weight(self, part, done, stage):
        return MATCHES[part]["weight"] * straight(1, FSP["end"], done, stage["iterations"])

    def targets(self, taps):
        return {name: self.target(name, matrices(taps, match["teacher"])) for name, match in MATCHES.items()}

    def target(self, name, matrices):
@target@
        return matrices

    def losses(self, taps, targets):
        return {name: self.loss(name, matrices(taps, match["student"]), targets[name]) for name, match in MATCHES.items()}

    def loss(self, name, student, teacher):
@loss@
`;

const shuffled = {
  set: String.raw`        # The teacher's rows and columns in an order of the seed's own.
        self.orders = {}
        for index, (name, match) in enumerate(MATCHES.items()):
            orders = [Stream("shuffle", seed, index, axis).permutation(n) for axis, n in enumerate(match["compared"])]
            self.orders[name] = [torch.from_numpy(order).to(DEVICE) for order in orders]
`,
  target: String.raw`        rows, columns = self.orders[name]
        matrices = matrices[:, rows][:, :, columns]
`,
};

/** Of each remedy what it keeps, what it makes of the teacher's matrices, and its loss. */
const remedies = {
  none: { set: "", target: "", loss: "        return distance(student, teacher)\n", beside: "" },
  adapter: {
    set: String.raw`        self.adapters = {}
        for index, (name, match) in enumerate(MATCHES.items()):
            for axis, (theirs, ours) in enumerate(zip(match["shape"], match["student_shape"])):
                values = Stream("init", seed, 2, 2 * index + axis).normal((theirs, ours), math.sqrt(1 / ours))
                self.adapters[f"{name}.A{axis + 1}"] = nn.Parameter(torch.from_numpy(values).to(DEVICE))
`,
    target: "",
    loss: '        return distance(self.adapters[f"{name}.A1"] @ student @ self.adapters[f"{name}.A2"].T, teacher)\n',
    beside: "",
  },
  projection: {
    set: "        self.factors = projections(teacher, images)\n",
    target: "        matrices = self.factors[name][0] @ matrices @ self.factors[name][1].T\n",
    loss: "        return distance(student, teacher)\n",
    beside: String.raw`

@torch.no_grad()
def projections(teacher, images):
    """For each match the leading singular vectors of the teacher's mean matrix over the first 1,024 training images."""
    sums = {name: 0 for name in MATCHES}
    for begin in range(0, len(images), 64):
        taps = teacher.eval()(images[begin : begin + 64].to(DEVICE), FspGuide.teacher_taps)
        for name, match in MATCHES.items():
            sums[name] = sums[name] + matrices(taps, match["teacher"]).double().sum(0).cpu().numpy()
    factors = {}
    for name, match in MATCHES.items():
        left, _, right = np.linalg.svd(sums[name] / len(images))
        rank = min(left.shape[0], right.shape[0])
        # Each left vector is positive where it is largest, and its right one follows.
        signs = np.sign(left[np.abs(left).argmax(0), np.arange(len(left))])
        left, right = left * signs, right.copy()
        right[:rank] *= signs[:rank, None]
        k1, k2 = match["student_shape"]
        kept = [left[:, :k1].T, right[:k2]]
        factors[name] = [torch.from_numpy(np.ascontiguousarray(each, np.float32)).to(DEVICE) for each in kept]
    return factors
`,
  },
  cka: {
    set: "",
    target: "",
    loss: "        return cka_loss(student, teacher)\n",
    beside: String.raw`

def cka_loss(student, teacher):
    """1 - linear CKA between two stacks of matrices, centred over the batch."""

    def products(stack):
        rows = stack.flatten(1)
        rows = rows - rows.mean(0)
        return rows @ rows.T

    ours, theirs = products(student), products(teacher)
    sizes = [torch.rsqrt(each.square().sum() + 1e-30) for each in (ours, theirs)]
    return 1 - (ours * theirs).sum() * sizes[0] * sizes[1]
`,
  },
  traces: {
    set: "",
    target: "        return trace_roots(matrices)\n",
    loss: "        return (trace_roots(student) - teacher).square().sum() / len(student)\n",
    beside: String.raw`

def trace_roots(stack):
    """Of each matrix G the roots tr((G^T G)^k)^(1 / 2k), k = 1..3."""
    square = stack.square().sum((1, 2), keepdim=True) + 1e-12
    product = stack.transpose(1, 2) @ stack / square
    size = square.flatten().sqrt()
    trace = lambda other: (product * other).sum((1, 2)) + 1e-12
    return torch.stack([size, size * trace(product) ** 0.25, size * trace(product @ product) ** (1 / 6)], 1)
`,
  },
} as const;

export type GuidedRemedy = keyof typeof remedies;

export function fspPiece(remedy: GuidedRemedy, isShuffled: boolean): string {
  const { set, target, loss, beside } = remedies[remedy];
  const filled = pairs
    .replace("@remedy@\n", `${isShuffled ? shuffled.set : ""}${set}\n`)
    // What comes of traces is no matrix any more.
    .replace("@target@\n", `${target}${isShuffled && remedy !== "traces" ? shuffled.target : ""}`)
    .replace("@loss@\n", loss);
  return (remedy === "traces" ? filled.replace(`${target}        return matrices\n`, target) : filled) + beside;
}

export const softPiece = String.raw`
def softened(logits):
    return F.log_softmax(logits / SOFT["temperature"], 1)


class SoftGuide:
    """The student's softened answers become the teacher's (@source@)."""

    name = "soft"
    student_taps, teacher_taps = [STUDENT_OUTPUT], [TEACHER_OUTPUT]
    adapters = None

    def __init__(self, seed, teacher, images):
        pass

    def weight(self, part, done, stage):
        return straight(SOFT["weight"], SOFT["end"], done, stage["iterations"])

    def targets(self, taps):
        return {"logits": softened(taps[TEACHER_OUTPUT])}

    def losses(self, taps, targets):
        ours, theirs = softened(taps[STUDENT_OUTPUT]), targets["logits"]
        return {"logits": @loss@}
`;

export const divergence = {
  source: "Hinton, Vinyals and Dean 2015",
  loss: "(theirs.exp() * (theirs - ours)).sum() / len(ours)",
};
export const softCrossEntropy = {
  source: "Romero et al. 2015",
  loss: "-(theirs.exp() * ours).sum() / len(ours)",
};

const layers = String.raw`
class LayerGuide:
    """Reads one layer of each network for each section, averaged over blocks where the other's map is smaller."""

    student_taps = [layer["student"] for layer in LAYERS.values()]
    teacher_taps = [layer["teacher"] for layer in LAYERS.values()]
    adapters = None

    def __init__(self, seed, teacher, images):
        pass

    def weight(self, part, done, stage):
        return LAYER_WEIGHT

    def map(self, taps, section, side):
        map, block = taps[LAYERS[section][side]], LAYERS[section][f"{side}_block"]
        return map if block is None else F.avg_pool2d(map, block)
`;

export const hintPiece = `${layers}${String.raw`

class HintGuide(LayerGuide):
    """A 1x1 convolution of the student's map becomes the teacher's (Romero et al. 2015)."""

    name = "hint"

    def __init__(self, seed, teacher, images):
        self.adapters = {}
        for index, (section, layer) in enumerate(LAYERS.items()):
            ours, theirs = layer["channels"]
            kernel = Stream("init", seed, 2, 2 * index).normal((ours, theirs), math.sqrt(1 / ours))
            self.adapters[f"{section}.regressor.kernel"] = nn.Parameter(torch.from_numpy(kernel).to(DEVICE))
            self.adapters[f"{section}.regressor.bias"] = nn.Parameter(torch.zeros(theirs, device=DEVICE))

    def targets(self, taps):
        return {section: self.map(taps, section, "teacher") for section in LAYERS}

    def losses(self, taps, targets):
        return {section: self.loss(section, self.map(taps, section, "student"), targets[section]) for section in LAYERS}

    def loss(self, section, map, teacher):
        kernel = self.adapters[f"{section}.regressor.kernel"].T[:, :, None, None]
        regressed = F.conv2d(map, kernel, self.adapters[f"{section}.regressor.bias"])
        return (regressed - teacher).square().sum() / len(map) / 2
`}`;

export const attentionPiece = `${layers}${String.raw`

def attention(map):
    """The mean square over the channels, each image's brought to length 1."""
    return F.normalize(map.square().mean(1).flatten(1))


class AttentionGuide(LayerGuide):
    """Where the student looks is where the teacher looks (Zagoruyko and Komodakis 2017)."""

    name = "attention"

    def targets(self, taps):
        return {section: attention(self.map(taps, section, "teacher")) for section in LAYERS}

    def losses(self, taps, targets):
        maps = {section: attention(self.map(taps, section, "student")) for section in LAYERS}
        return {section: (map - targets[section]).square().mean() for section, map in maps.items()}
`}`;

export const similarityPiece = `${layers}${String.raw`

def similarities(map):
    """The products of the images' features with one another, each row brought to length 1."""
    rows = map.permute(0, 2, 3, 1).flatten(1)
    return F.normalize(rows @ rows.T)


class SimilarityGuide(LayerGuide):
    """Images that are alike to the teacher are alike to the student (Tung and Mori 2019)."""

    name = "similarity"

    def targets(self, taps):
        return {section: similarities(self.map(taps, section, "teacher")) for section in LAYERS}

    def losses(self, taps, targets):
        ours = {section: similarities(self.map(taps, section, "student")) for section in LAYERS}
        return {section: (map - targets[section]).square().mean() for section, map in ours.items()}
`}`;
