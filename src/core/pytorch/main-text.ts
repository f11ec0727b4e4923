/** The program's own `main`: the stages in their order, for this experiment. */
import { largestSeed, type Experiment, type TeacherRecipe } from "../experiment.ts";
import { teacherIterations } from "../lessons.ts";
import { needsTeacher, stageOneOf } from "../methods/facts.ts";
import type { CopyMethod } from "../methods/copy.ts";
import type { Network } from "../network.ts";
import { classifierOf } from "../network.ts";
import type { GuideText } from "./guide-settings.ts";
import { imagesExpression } from "./images-text.ts";
import { pythonLiteral } from "./python-literal.ts";

interface Networks {
  readonly teacher: Network;
  readonly student: Network;
}

export function mainText(
  experiment: Experiment,
  networks: Networks,
  guides: GuideText["guides"],
  teacherPerSeed: boolean,
): string {
  const { method, teacher } = experiment;
  const hasTeacher = needsTeacher(method);
  const recipe = hasTeacher && teacher.kind === "recipe" ? teacher : null;
  return `
def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="the folder of the images")
${recipe?.before ? '    parser.add_argument("--first-data", help="the folder of the images that the teacher learns from first")\n' : ""}\
${recipe?.data ? '    parser.add_argument("--teacher-data", help="the folder of the images that the teacher learns from")\n' : ""}\
    parser.add_argument("--batch", help="in place of images: one batch for every step, as --dump-batch writes it")
${hasTeacher ? '    parser.add_argument("--teacher", help="a trained teacher, as the lab writes it")\n' : ""}\
    parser.add_argument("--student", help="weights that the student begins with, as the lab writes them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=10**9, help="the first so many iterations of each stage only")
    parser.add_argument("--out", default=NAME, help="the folder that results are written to")
    options = parser.parse_args()
    if (options.data is None) == (options.batch is None):
        sys.exit("Give either --data DIR or --batch FILE.")
    if options.steps < 1 or not 0 <= options.seed <= ${largestSeed}:
        sys.exit("--steps takes a whole number from 1 up, --seed one from 0 to ${largestSeed}.")
    torch.backends.cudnn.allow_tf32 = False
    out, seed, steps = Path(options.out), options.seed, options.steps
${recipe ? `    teacher_seed = TEACHER_SEED${teacherPerSeed ? " + seed  # The plan trains a teacher for each seed." : ""}\n` : ""}\
    out.mkdir(parents=True, exist_ok=True)
    (out / "experiment.json").write_text(EXPERIMENT + "\\n")
    rows = Rows(out / "metrics.csv", seed)
    images = given = None
    statistics = {"student": None${hasTeacher ? ', "teacher": None' : ""}}
    if options.batch:
        arrays, _ = read_safetensors(options.batch)
        maps = {"student": arrays["images"], "teacher": arrays.get("images.teacher", arrays["images"])}
        given = {side: torch.from_numpy(map.transpose(0, 3, 1, 2).copy()) for side, map in maps.items()}
        given["labels"] = torch.tensor(arrays["labels"].astype(np.int64), device=DEVICE)
    else:
        images = ${imagesExpression(experiment.data, "options.data", "DATA")}
        statistics["student"] = statistics_of(images["training"][0])
${hasTeacher ? teacherText(experiment, networks) : ""}
    student = Student().to(DEVICE)
    student.initialise(1, seed)
${method.kind === "copy" ? copyText(method, networks.student) : ""}\
    if options.student:
        student.load(read_safetensors(options.student)[0], options.student)
${studentText(experiment, networks, guides)}

if __name__ == "__main__":
    main()
`;
}

function teacherText({ teacher, data }: Experiment, { teacher: network }: Networks): string {
  const output = pythonLiteral(network.output);
  const load = `    teacher = Teacher().to(DEVICE)
    if options.teacher:
        arrays, metadata = read_safetensors(options.teacher)
        teacher.load(arrays, options.teacher)
        statistics["teacher"] = json.loads(metadata["fsp-lab.teacher"])["statistics"]
`;
  if (teacher.kind !== "recipe")
    return `${load}        sha256 = hashlib.sha256(Path(options.teacher).read_bytes()).hexdigest()
        if sha256 != ${pythonLiteral(teacher.sha256)}:
            sys.exit(f"{options.teacher} is another teacher than the experiment's: its SHA-256 is {sha256}.")
    else:
        sys.exit("The teacher of this experiment is a file: give it as --teacher FILE.")
`;
  const own = teacher.data
    ? `if options.teacher_data is None:
            sys.exit("Give --teacher-data DIR too: the teacher learns from images of its own.")
        taught = ${imagesExpression(teacher.data, "options.teacher_data", "TEACHER_DATA")}
        statistics["teacher"] = statistics_of(taught["training"][0])`
    : `taught = images
        statistics["teacher"] = statistics["student"]`;
  // Its images are those of the student unless it says otherwise; both see them normalised by what they were trained on.
  const source = teacher.data ?? data;
  const iterations = teacherIterations(teacher);
  return `${load}    else:
        # Stage 0, on ${source.kind === "stored" ? "stored images" : source.kind}.
${teacher.data || teacher.before ? ownImagesText : ""}\
        ${own}
        teacher.initialise(0, teacher_seed)
${teacher.before ? firstTaskText(teacher.before, network) : ""}\
        learn(
            STAGE_0, teacher, ${output}, Source(taught, given, STAGE_0, teacher_seed), {"teacher": statistics["teacher"]},
            None, None, teacher_seed, steps, rows, None,
        )
        arrays, facts = teacher.arrays(), None
        if taught:
            scores = {}
            for split in ("validation", "test"):
                scores[split], loss = judged(teacher, ${output}, taught[split], statistics["teacher"])
                rows.add(0, ${iterations}, f"{split}-last-accuracy", scores[split])
                print(f"teacher: {split} accuracy {100 * scores[split]:.2f} %")
            bytes_of = [np.ascontiguousarray(values, "<f4").tobytes() for values in arrays.values()]
            facts = {
                "statistics": statistics["teacher"],
                "scores": scores,
                "weightsHash": hashlib.sha256(b"".join(bytes_of)).hexdigest(),
                "iterations": ${iterations},
            }
        write_safetensors(out / "teacher.safetensors", arrays, facts and {"fsp-lab.teacher": json.dumps(facts)})
`;
}

const ownImagesText = `        if options.batch:
            sys.exit("With --batch the teacher has to be given: it learns from images of its own.")
`;

/** All that it learns stays, but for the classifier, which begins anew. */
function firstTaskText({ data }: NonNullable<TeacherRecipe["before"]>, network: Network): string {
  return `\
        # First another task; all that it learns there stays, but for these parameters.
        if options.first_data is None:
            sys.exit("Give --first-data DIR too: the teacher learns another task first.")
        first_task, anew = ${imagesExpression(data, "options.first_data", "FIRST_DATA")}, ${pythonLiteral([...classifierOf(network)])}
        first_teacher = FirstTeacher().to(DEVICE)
        first_teacher.initialise(0, teacher_seed)
        learn(
            STAGE_0_FIRST, first_teacher, ${pythonLiteral(network.output)}, Source(first_task, None, STAGE_0_FIRST, teacher_seed),
            {"teacher": statistics_of(first_task["training"][0])}, None, None, teacher_seed, steps, rows, None,
        )
        theirs = {name: values for name, values in first_teacher.arrays().items() if name not in anew}
        teacher.load({**teacher.arrays(), **theirs}, "")
`;
}

function copyText({ classifier }: CopyMethod, student: Network): string {
  const anew = classifier === false ? classifierOf(student) : [];
  return `    # Weight copy: the student begins with the teacher's parameters of equal name and shape, but for these.
    arrays, theirs, anew = student.arrays(), teacher.arrays(), ${pythonLiteral([...anew])}
    fits = lambda name: name in theirs and name not in anew and theirs[name].shape == arrays[name].shape
    fitting = {name: theirs[name] for name in arrays if fits(name)}
    student.load({**arrays, **fitting}, "")
    print(f"copied {len(fitting)} of {len(arrays)} arrays from the teacher")
`;
}

function studentText({ method }: Experiment, { student }: Networks, guides: GuideText["guides"]): string {
  const output = pythonLiteral(student.output);
  const teacher = needsTeacher(method) ? "teacher" : "None";
  const first = needsTeacher(method)
    ? `    first = given or {side: seen(images["training"][0][:1024], known) for side, known in statistics.items()}\n`
    : "";
  const made = (guide: string | null) => (guide === null ? "None" : `${guide}(seed, teacher, student, first)`);
  const stage = (number: 1 | 2, validate: string) => `    learn(
        STAGE_${number}, student, ${output}, Source(images, given, STAGE_${number}, seed), statistics,
        ${made(guides[number])}, ${teacher}, seed, steps, rows, ${validate},
    )
`;
  return `    best = {"accuracy": -1.0, "weights": None, "step": 0}

    def validate(number, step):
        accuracy, loss = judged(student, ${output}, images["validation"], statistics["student"])
        rows.add(number, step, "validation-accuracy", accuracy)
        rows.add(number, step, "validation-loss", loss)
        print(f"stage {number}, iteration {step}: validation accuracy {100 * accuracy:.2f} %", flush=True)
        if accuracy > best["accuracy"]:
            weights = {name: values.copy() for name, values in student.arrays().items()}
            best.update(accuracy=accuracy, weights=weights, step=step)

${guides[1] || guides[2] ? first : ""}${stageOneOf(method) ? stage(1, "None") : ""}${stage(2, "validate if images else None")}\
    write_safetensors(out / "student.safetensors", student.arrays(), None)
    if images and best["weights"]:
        # "Best" was chosen by validation accuracy; test images choose nothing.
        for which, step in (("last", min(steps, STAGE_2["iterations"])), ("best", best["step"])):
            if which == "best":
                student.load(best["weights"], "")
            accuracy, loss = judged(student, ${output}, images["test"], statistics["student"])
            rows.add(2, step, f"test-{which}-accuracy", accuracy)
            rows.add(2, step, f"test-{which}-loss", loss)
            print(f"{which} weights, iteration {step}: test accuracy {100 * accuracy:.2f} %")
`;
}
