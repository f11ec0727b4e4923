/** What FSP makes the student learn in the PyTorch program, by remedy. Constants in capitals are generated. */
import type { RemedyKind } from "../../relations/settings.ts";
import { assignmentPiece } from "./assignment.ts";

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


def maps_of(taps, pair):
    """A pair's two maps [n, channels, height, width] of the same positions."""
    maps = [taps[pair["first"]], taps[pair["last"]]]
    if pair["resize"]:
        end = ("first", "last").index(pair["resize"][0])
        maps[end] = resized(maps[end], pair["resize"][1:])
    return maps


def matrices(maps):
    """FSP matrices [n, c1, c2]: the mean over the positions of the products of two maps' channels."""
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

    def __init__(self, seed, teacher, student, images):
        self.adapters = None
@set@
    def weight(self, part, done, stage):
        return MATCHES[part]["weight"] * straight(1, FSP["end"], done, stage["iterations"])

    def targets(self, taps, done):
@due@        return {name: self.target(name, maps_of(taps, match["teacher"])) for name, match in MATCHES.items()}

    def target(self, name, maps):
        return @target@

    def losses(self, taps, targets):
        return {name: self.loss(name, matrices(maps_of(taps, match["student"])), targets[name]) for name, match in MATCHES.items()}

    def loss(self, name, student, teacher):
        return @loss@
`;

const shuffled = {
  set: String.raw`        # The teacher's rows and columns in an order of the seed's own.
        self.orders = {}
        for index, (name, match) in enumerate(MATCHES.items()):
            orders = [Stream("shuffle", seed, index, axis).permutation(n) for axis, n in enumerate(match["compared"])]
            self.orders[name] = [torch.from_numpy(order).to(DEVICE) for order in orders]
`,
  beside: String.raw`

def reordered(matrices, orders):
    rows, columns = orders
    return matrices[:, rows][:, :, columns]
`,
};

/** What a remedy brings to the class: each a text of Python. */
interface RemedyText {
  /** Statements: what it keeps. */
  readonly set: string;
  /** Statements before a step's targets are made. */
  readonly due: string;
  /** An expression: what is made of the teacher's two maps. */
  readonly target: string;
  /** An expression: what the student's matrices lose against that. */
  readonly loss: string;
  /** Functions. */
  readonly beside: string;
}

const plain: RemedyText = {
  set: "",
  due: "",
  target: "matrices(maps)",
  loss: "distance(student, teacher)",
  beside: "",
};

const remedies: Readonly<Record<RemedyKind | "none", RemedyText>> = {
  none: plain,
  adapter: {
    ...plain,
    set: String.raw`        self.adapters = {}
        for index, (name, match) in enumerate(MATCHES.items()):
            for axis, (theirs, ours) in enumerate(zip(match["shape"], match["student_shape"])):
                values = Stream("init", seed, 2, 2 * index + axis).normal((theirs, ours), math.sqrt(1 / ours))
                self.adapters[f"{name}.A{axis + 1}"] = nn.Parameter(torch.from_numpy(values).to(DEVICE))
`,
    loss: 'distance(self.adapters[f"{name}.A1"] @ student @ self.adapters[f"{name}.A2"].T, teacher)',
  },
  assignment: {
    ...plain,
    set: String.raw`        self.teacher, self.student, self.groups = teacher, student, {}
        self.images = {side: some[:64].to(DEVICE) for side, some in images.items()}
`,
    due: String.raw`        if done == 0 or (FSP["every"] and done % FSP["every"] == 0):
            self.groups = assigned(self.teacher, self.student, self.images)
`,
    target: "matrices([grouped(map, groups) for map, groups in zip(maps, self.groups[name])])",
    beside: assignmentPiece,
  },
  projection: {
    ...plain,
    set: "        self.factors = projections(teacher, images)\n",
    target: "self.factors[name][0] @ matrices(maps) @ self.factors[name][1].T",
    beside: String.raw`

@torch.no_grad()
def projections(teacher, images):
    """For each match the leading singular vectors of the teacher's mean matrix over the first 1,024 training images."""
    sums = {name: 0 for name in MATCHES}
    for begin in range(0, len(images["teacher"]), 64):
        taps = teacher.eval()(images["teacher"][begin : begin + 64].to(DEVICE), FspGuide.teacher_taps)
        for name, match in MATCHES.items():
            sums[name] = sums[name] + matrices(maps_of(taps, match["teacher"])).double().sum(0).cpu().numpy()
    factors = {}
    for name, match in MATCHES.items():
        left, _, right = np.linalg.svd(sums[name] / len(images["teacher"]))
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
    ...plain,
    loss: "cka_loss(student, teacher)",
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
    ...plain,
    target: "trace_roots(matrices(maps))",
    loss: "(trace_roots(student) - teacher).square().sum() / len(student)",
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
};

export function fspPiece(remedy: RemedyKind | "none", isShuffled: boolean): string {
  const { set, due, target, loss, beside } = remedies[remedy];
  // What comes of traces is no matrix any more.
  const isReordered = isShuffled && remedy !== "traces";
  const filled = pairs
    .replace("@set@", () => `${isShuffled ? shuffled.set : ""}${set}`)
    .replace("@due@", () => due)
    .replace("@target@", () => (isReordered ? `reordered(${target}, self.orders[name])` : target))
    .replace("@loss@", () => loss);
  return filled + (isReordered ? shuffled.beside : "") + beside;
}
