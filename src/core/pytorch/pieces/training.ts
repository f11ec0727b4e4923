/** The PyTorch program's stages, schedules and rows. */
import { metricsHeader } from "../../report-rows.ts";

export const trainingPiece = String.raw`
class Rows:
    """metrics.csv, in the lab's form."""

    def __init__(self, path, seed):
        self.file, self.seed = open(path, "w"), seed
        self.file.write("${metricsHeader}\n")

    def add(self, stage, step, metric, value):
        network = "teacher" if stage == 0 else "student"
        self.file.write(f"{NAME},{METHOD},{self.seed},{network},{stage},{step},{metric},{value!r}\n")
        self.file.flush()


def straight(begin, end, done, iterations):
    """A weight that goes from one value to another in a straight line."""
    return begin if iterations == 1 else begin + (end - begin) * done / (iterations - 1)


def rate_at(stage, done):
    return stage["rate"] * stage["factor"] ** sum(drop <= done for drop in stage["drops"])


class Source:
    """Where a stage's batches come from: drawn from the images, or one batch again and again."""

    def __init__(self, images, given, stage, seed):
        self.given = given
        if given is None:
            self.batches = Batches(images["training"], stage["batch"], stage["augment"], seed, stage["stage"])

    def at(self, done, statistics):
        """The labels, and the images as each network sees them."""
        if self.given is not None:
            return self.given["labels"], {side: self.given[side].to(DEVICE) for side in statistics}
        pixels, labels = self.batches.at(done)
        return labels, {side: seen(pixels, known).to(DEVICE) for side, known in statistics.items()}


def learn(stage, network, output, source, statistics, guide, teacher, seed, steps, rows, validate):
    """One stage: cross-entropy, what the teacher gives, or both, by gradient descent with momentum and weight decay."""
    side = "teacher" if stage["stage"] == 0 else "student"
    task_weight, before = stage["task_weight"], stage.get("from", 0)
    adapters = list(guide.adapters.values()) if guide and guide.adapters else []
    optimizer = torch.optim.SGD(
        [*network.parameters(), *adapters], lr=1, momentum=stage["momentum"], weight_decay=stage["decay"]
    )
    wanted = ([] if task_weight is None else [output]) + (guide.student_taps if guide else [])
    for done in range(min(steps, stage["iterations"])):
        labels, images = source.at(done, statistics)
        for group in optimizer.param_groups:
            group["lr"] = rate_at(stage, done)
        network.train()
        for module in network.modules():
            if isinstance(module, Dropout):
                module.key = (seed, stage["stage"], done)
        outputs = network(images[side], wanted)
        loss, metrics = 0, {}
        if task_weight is not None:
            task = F.cross_entropy(outputs[output], labels)
            loss = task_weight * task
            metrics["task-loss"] = task
            metrics["training-accuracy"] = (outputs[output].argmax(1) == labels).float().mean()
        if guide:
            with torch.no_grad():
                targets = guide.targets(teacher.eval()(images["teacher"], guide.teacher_taps), done)
            parts = guide.losses(outputs, targets)
            weighted = sum(guide.weight(part, done, stage) * value for part, value in parts.items())
            loss = loss + weighted
            metrics[f"{guide.name}-loss"] = weighted
            metrics.update({f"{guide.name}-loss.{part}": value for part, value in parts.items()})
        # Parameters behind no wanted layer have no gradient, and get neither update nor decay.
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        for metric, value in metrics.items():
            rows.add(stage["stage"], before + done + 1, metric, value.item())
        if not math.isfinite(loss.item()):
            sys.exit(f"The loss became {loss.item()} in stage {stage['stage']}, iteration {before + done + 1}.")
        if validate and ((done + 1) % stage["evaluate_every"] == 0 or done + 1 == stage["iterations"]):
            validate(stage["stage"], done + 1)


@torch.no_grad()
def judged(network, output, images, statistics):
    """Accuracy and mean cross-entropy."""
    pixels, labels = images
    right = loss = 0
    for begin in range(0, len(labels), 100):
        wanted = torch.tensor(labels[begin : begin + 100].astype(np.int64), device=DEVICE)
        logits = network.eval()(seen(pixels[begin : begin + 100], statistics).to(DEVICE), [output])[output]
        right += (logits.argmax(1) == wanted).sum().item()
        loss += F.cross_entropy(logits.double(), wanted, reduction="sum").item()
    return right / len(labels), loss / len(labels)
`;
