/** Images from files, chosen as the lab chooses them, in the lab's batches. */

export const readersPiece = String.raw`
def contents(path):
    data = path.read_bytes()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def split_of(path):
    words = re.split("[^a-z0-9]+", path.name.lower())
    if {"test", "testing", "t10k"} & set(words):
        return "test"
    return "validation" if {"val", "valid", "validation", "dev"} & set(words) else "training"


def read_folder(folder):
    """By split images [n, height, width, channels] and labels, from IDX files (as MNIST's) or CIFAR's binary ones."""
    parts = {"training": [], "validation": [], "test": []}
    idx = {}
    for path in sorted(path for path in Path(folder).rglob("*") if path.is_file()):
        data = contents(path)
        magic = data[:4]
        if magic in (b"\x00\x00\x08\x03", b"\x00\x00\x08\x01"):
            kind = "images" if magic[3] == 3 else "labels"
            stem = re.sub("images?|labels?|idx[0-9]|.gz", "", path.name.lower())
            idx.setdefault((str(path.parent), stem), {})[kind] = path, data
        elif path.name.lower().endswith((".bin", ".bin.gz")):
            # CIFAR-100 has a coarse label ahead of the fine one.
            ahead = 1 if len(data) % 3073 == 0 else 2
            if len(data) == 0 or len(data) % (3072 + ahead):
                sys.exit(f"{path} is no whole file of CIFAR: its {len(data)} bytes are no multiple of {3072 + ahead}.")
            records = np.frombuffer(data, np.uint8).reshape(-1, 3072 + ahead)
            pixels = records[:, ahead:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
            parts[split_of(path)].append((pixels, records[:, ahead - 1]))
    for pair in idx.values():
        if len(pair) < 2:
            sys.exit(f"{next(iter(pair.values()))[0]} has no partner: images and labels come in two files.")
        path, data = pair["images"]
        count, height, width = struct.unpack(">III", data[4:16])
        labels = np.frombuffer(pair["labels"][1], np.uint8)[8:]
        if len(data) != 16 + count * height * width or len(labels) != count:
            sys.exit(f"{path} is cut or damaged.")
        parts[split_of(path)].append((np.frombuffer(data, np.uint8)[16:].reshape(count, height, width, 1), labels))
    whole = {split: [np.concatenate(each) for each in zip(*some)] for split, some in parts.items() if some}
    if not whole:
        sys.exit(f"{folder} holds no IDX and no CIFAR binary files.")
    if "training" not in whole:
        whole["training"] = whole.pop("test" if "test" in whole else "validation")
    return whole
`;

/** Fashion-MNIST without a subset: the first training and test images, and the last training images to validate on. */
export const fashionPiece = String.raw`
def chosen(whole, data):
    (pixels, labels), test = whole["training"], whole["test"]
    if data["training"] + data["validation"] > len(labels) or data["test"] > len(test[1]):
        sys.exit("These are fewer images than the experiment asks for.")
    last = len(labels) - data["validation"]
    return {
        "training": (pixels[: data["training"]], labels[: data["training"]]),
        "validation": (pixels[last:], labels[last:]),
        "test": (test[0][: data["test"]], test[1][: data["test"]]),
    }
`;

export const asTheyArePiece = String.raw`
def chosen(whole, data):
    """The three files hold what the experiment asks for, and no more."""
    if {split: len(whole[split][1]) if split in whole else 0 for split in ("training", "validation", "test")} != {
        split: data[split] for split in ("training", "validation", "test")
    }:
        sys.exit("These are not the images of the experiment: their counts differ.")
    return whole
`;

export const subsetPiece = String.raw`
def chosen(whole, data):
    """The subset's classes, numbered anew, and as many images of each split, in an order that its seed draws."""
    subset = data["subset"]
    pools = ("training", "validation", "test")
    classes = range(256) if subset["classes"] is None else subset["classes"]
    numbers = {label: number for number, label in enumerate(classes)}

    def order_of(split):
        order = Stream("subset", subset["seed"], pools.index(split)).permutation(len(whole[split][1]))
        return [index for index in order if int(whole[split][1][index]) in numbers]

    def taken(split, order, count):
        if len(order) < count:
            sys.exit(f"The experiment asks for {count} {split} images, and there are {len(order)}.")
        pixels, labels = whole[split]
        return pixels[order], np.array([numbers[int(label)] for label in labels[order]], np.uint8)

    rest, images = order_of("training"), {}
    for split in ("test", "validation"):
        if split in whole:
            images[split] = taken(split, order_of(split)[: data[split]], data[split])
        else:
            kept = max(0, len(rest) - data[split])
            images[split], rest = taken("training", rest[kept:], data[split]), rest[:kept]
    if subset["balanced"]:
        used = sorted({int(label) for label in whole["training"][1]} & set(numbers))
        left, each = dict.fromkeys(used, data["training"] // len(used)), []
        for index in rest:
            label = int(whole["training"][1][index])
            left[label] -= 1
            if left[label] >= 0:
                each.append(index)
        rest = each
    images["training"] = taken("training", rest[: data["training"]], data["training"])
    return images
`;

export const storedPiece = String.raw`
def check_identity(whole, data):
    """The lab's SHA-256 of a set: of its sizes, labels and pixels, whatever they were packed in."""
    size = whole["training"][0].shape[1:]
    sha256 = lambda values: hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()
    hashes = {}
    for split in ("training", "validation", "test"):
        pixels, labels = whole.get(split, (np.empty(0, np.uint8), np.empty(0, np.uint8)))
        hashes[split] = [sha256(labels), sha256(pixels)]
    identity = {"classes": data["classes"], "hashes": hashes, "size": size}
    found = hashlib.sha256(json.dumps(identity, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    if found != data["sha256"]:
        sys.exit(f'These are other images (SHA-256 {found}) than the experiment\'s "{data["name"]}" ({data["sha256"]}).')


def coverage(old, new):
    """[new, old]: how much of each old pixel each new one covers, in units of 1 / new of an old one."""
    index, pixel = np.arange(new)[:, None], np.arange(old)[None]
    ends = np.minimum((pixel + 1) * new, (index + 1) * old)
    return np.maximum(ends - np.maximum(pixel * new, index * old), 0)


def fitted(pixels, side, channels):
    """Centred on black, or the middle square averaged down; grey is repeated, colours become their luma (BT.601)."""
    n, height, width, depth = pixels.shape
    if max(height, width) > side:
        square = min(height, width)
        top, left = (height - square) // 2, (width - square) // 2
        pixels = pixels[:, top : top + square, left : left + square]
        if square > side:
            cover = coverage(square, side)
            sums = np.einsum("yr,xc,nrcd->nyxd", cover, cover, pixels.astype(np.int64), optimize=True)
            pixels = ((2 * sums + square * square) // (2 * square * square)).astype(np.uint8)
    pixels = framed(pixels, side)
    if depth == channels:
        return pixels
    if channels == 3:
        return pixels.repeat(3, axis=3)
    return ((pixels.astype(np.int64) @ [299, 587, 114] + 500) // 1000).astype(np.uint8)[..., None]


def stored(folder, data):
    whole = read_folder(folder)
    check_identity(whole, data)
    images = subset_of(whole, data)
    return {split: (fitted(pixels, data["side"], data["channels"]), labels) for split, (pixels, labels) in images.items()}
`;

export const framedPiece = String.raw`
def framed(pixels, side):
    """Centred on black."""
    n, height, width, channels = pixels.shape
    whole = np.zeros((n, side, side, channels), np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    whole[:, top : top + height, left : left + width] = pixels
    return whole
`;

export const batchesPiece = String.raw`
def statistics_of(pixels):
    """Of each channel the mean and the standard deviation, pixels counting from 0 to 1."""
    mean, deviation = [], []
    for channel in np.moveaxis(pixels, 3, 0):
        counts = [int(count) for count in np.bincount(channel.reshape(-1), minlength=256)]
        n, total = sum(counts), sum(level * count for level, count in enumerate(counts))
        squares = sum(level * level * count for level, count in enumerate(counts))
        mean.append(total / n / 255)
        deviation.append(max(math.sqrt(n * squares - total * total) / n / 255, 1 / 255))
    return {"mean": mean, "deviation": deviation}


def seen(pixels, statistics):
    """As a network sees them, [n, channels, height, width]."""
    values = (pixels / 255 - np.array(statistics["mean"])) / np.array(statistics["deviation"])
    return torch.from_numpy(values.astype(np.float32).transpose(0, 3, 1, 2).copy())


class Batches:
    """Without end: each epoch is a fresh permutation of all images. The same batches as the lab's."""

    def __init__(self, images, batch, augment, seed, stage):
        (self.pixels, self.labels), self.batch, self.augment = images, batch, augment
        self.seed, self.stage, self.epoch, self.order = seed, stage, None, None

    def at(self, step):
        rng, size = Stream("augment", self.seed, self.stage, step), self.pixels.shape[1]
        pixels, labels = [], []
        for position in range(step * self.batch, (step + 1) * self.batch):
            down, right, flipped = rng.below(9), rng.below(9), rng.below(2) == 1
            index = self.index(position)
            image = self.pixels[index]
            if self.augment["crop"]:
                image = np.pad(image, ((4, 4), (4, 4), (0, 0)))[down : down + size, right : right + size]
            pixels.append(image[:, ::-1] if self.augment["flip"] and flipped else image)
            labels.append(self.labels[index])
        return np.stack(pixels), torch.tensor(np.array(labels, np.int64), device=DEVICE)

    def index(self, position):
        epoch, place = divmod(position, len(self.labels))
        if epoch != self.epoch:
            self.epoch = epoch
            self.order = Stream("order", self.seed, self.stage, epoch).permutation(len(self.labels))
        return self.order[place]
`;
