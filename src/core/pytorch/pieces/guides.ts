/** What stages learn from the teacher: a class for each kind of loss, and what it needs. Constants in capitals are generated. */

export const softPiece = String.raw`
def softened(logits):
    return F.log_softmax(logits / SOFT["temperature"], 1)


class SoftGuide:
    """The student's softened answers become the teacher's (@source@)."""

    name = "soft"
    student_taps, teacher_taps = [STUDENT_OUTPUT], [TEACHER_OUTPUT]
    adapters = None

    def __init__(self, seed, teacher, student, images):
        pass

    def weight(self, part, done, stage):
        return straight(SOFT["weight"], SOFT["end"], done, stage["iterations"])

    def targets(self, taps, done):
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

    def __init__(self, seed, teacher, student, images):
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

    def __init__(self, seed, teacher, student, images):
        self.adapters = {}
        for index, (section, layer) in enumerate(LAYERS.items()):
            ours, theirs = layer["channels"]
            kernel = Stream("init", seed, 2, 2 * index).normal((ours, theirs), math.sqrt(1 / ours))
            self.adapters[f"{section}.regressor.kernel"] = nn.Parameter(torch.from_numpy(kernel).to(DEVICE))
            self.adapters[f"{section}.regressor.bias"] = nn.Parameter(torch.zeros(theirs, device=DEVICE))

    def targets(self, taps, done):
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

    def targets(self, taps, done):
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

    def targets(self, taps, done):
        return {section: similarities(self.map(taps, section, "teacher")) for section in LAYERS}

    def losses(self, taps, targets):
        ours = {section: similarities(self.map(taps, section, "student")) for section in LAYERS}
        return {section: (map - targets[section]).square().mean() for section, map in ours.items()}
`}`;
