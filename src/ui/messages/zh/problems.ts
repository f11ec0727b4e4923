import type { Setting } from "../../../client/settings.ts";
import type { MisfitReason, ResizeProblem } from "../../../core/misfit.ts";
import type { NetworkFault } from "../../../core/network-fault.ts";
import type { Problem, Rule } from "../../../core/problem.ts";
import { anyWidths } from "../../../core/relations/settings.ts";
import { exact, matrixSize } from "../../numbers.ts";
import type { problems as english } from "../en/problems.ts";
import { formatsFor } from "../format.ts";
import { dataFault, faultPlace, hubFault } from "./data-faults.ts";
import { documentFault, shippedFault, tensorFault, weightsFault } from "./file-faults.ts";
import { notFinite } from "./guards.ts";
import { experimentName } from "./experiments.ts";
import { remedies, settings, units } from "./settings.ts";

const { bytes } = formatsFor("zh");

function advice(rule: Rule, setting: Setting | null): string {
  switch (rule.kind) {
    case "range": {
      const unit = setting === null ? undefined : units[setting];
      const bounds = `请填 ${exact(rule.least)} 到 ${exact(rule.most)} 之间的${rule.whole ? "整数" : "数"}`;
      return unit === undefined ? `${bounds}。` : `${bounds}（${unit}）。`;
    }
    case "missing":
      return "缺少此设置，请从预设开始。";
    case "form":
      return `应为${forms[rule.form] ?? "另一种形式"}。`;
    case "other":
      // Values and types as a document has them.
      return `应为 ${rule.expected}。`;
    default:
      return rule satisfies never;
  }
}

/** What a text must be, by the names that the schema gives its forms. */
const forms: Readonly<Record<string, string>> = {
  slug: "1 到 48 个字符，只用 a-z、0-9 和 -，且不以 - 开头",
  sha256: " 64 位十六进制数字",
  "file-name": "1 到 80 个可显示的字符，不含 / 和 \\",
  layer: "层的名称",
  pair: "层对的名称，例如 section1",
};

const anyWidthWords = anyWidths.map((remedy) => remedies[remedy]).join("、");

function wayOut(reason: MisfitReason): string {
  switch (reason.code) {
    case "alone":
      return "请让两个网络有相同的段，或改为按分辨率或手动配对。";
    case "unequal":
      return `请让两个网络的宽度一致，或为“${settings.remedy}”选择补救方法：${reason.remedies.map((remedy) => remedies[remedy]).join("、")}。`;
    case "remedy":
      return reason.problem === "teacher-narrower"
        ? `补救方法“${remedies[reason.remedy]}”要求教师至少与学生同宽。请改用${anyWidthWords}。`
        : `补救方法“${remedies[reason.remedy]}”要求两个网络的特征图大小相同。请改用${anyWidthWords}。`;
    case "not-divisible":
      return `${sides[reason.side]}的特征图（${mapSizes(reason)}）无法按整块池化到同一大小。请让它们的大小成倍数。`;
    case "not-larger":
      return `${sides[reason.side]}的特征图（${mapSizes(reason)}）中，要池化的不是较大的一个。请改为池化较大者。`;
    default:
      return reason satisfies never;
  }
}

const splits: Readonly<Record<string, string>> = { training: "训练", validation: "验证", test: "测试" };
const sides = { teacher: "教师", student: "学生" } as const;

type MatrixShapes = Readonly<Record<"teacher" | "student", readonly number[] | null>>;

function misfit(pair: string, { teacher, student }: MatrixShapes, reason: MisfitReason): string {
  const why =
    reason.code === "alone"
      ? `${pair} 在${teacher ? "学生" : "教师"}中没有对应的层对。`
      : teacher && student && teacher.join() !== student.join()
        ? `${pair} 的 FSP 矩阵大小不同：教师 ${matrixSize(teacher)}，学生 ${matrixSize(student)}。`
        : `${pair} 无法比较。`;
  return `${why}${wayOut(reason)}`;
}

function mapSizes({ first, last }: ResizeProblem): string {
  return `${first.join(" × ")} 与 ${last.join(" × ")}`;
}

function networkFault(fault: NetworkFault): string {
  switch (fault.kind) {
    case "no-tap":
      return fault.section === null
        ? "没有任何段，因此没有可供配对的层。请添加一个含有块的段。"
        : `的 ${fault.section} 没有块，因此没有可供配对的层。请添加一个块，或删除该段。`;
    case "kernel":
      return `在 ${fault.block} 的卷积核为 ${fault.kernel} × ${fault.kernel}，大于该处 ${fault.map.join(" × ")} 的特征图。请用更小的卷积核。`;
    case "uneven":
      return `在 ${fault.block} 把 ${fault.map.join(" × ")} 的特征图减半。请在该处用步幅 1 且不池化，或换用边长可减半的图像。`;
    case "shortcut":
      return `在 ${fault.block} 把 ${fault.from.join(" × ")} 与 ${fault.to.join(" × ")} 的特征图相加。请把捷径改为投影。`;
    default:
      return fault satisfies never;
  }
}

const workerFaults: Readonly<Record<Extract<Problem, { code: "worker" }>["fault"], string>> = {
  silent: "训练用的 Worker 不再有回应。",
  unloaded: "训练用的 Worker 无法加载，请重新加载页面。",
  unread: "页面与它的 Worker 之间的一条消息无法理解，请重新加载页面。",
};

function sentence(problem: Problem, setting: Setting | null): string {
  switch (problem.code) {
    case "setting":
      return `${setting === null ? problem.path : settings[setting]}：${advice(problem.rule, setting)}`;
    case "unknown-settings": {
      const names = problem.settings.map(({ path, meant }) =>
        meant === null ? path : `${path}（是否指“${meant}”？）`,
      );
      return `此版本没有这些设置：${names.join("、")}。请改名或删除。`;
    }
    case "images":
      return `${exact(problem.training)} 张训练图像加 ${exact(problem.validation)} 张验证图像超过了现有的 ${exact(problem.there)} 张，请减少。`;
    case "uneven-classes":
      return `${exact(problem.training)} 张训练图像无法平均分给 ${exact(problem.classes)} 个类别。请用 ${exact(problem.classes)} 的倍数。`;
    case "memory":
      return `一个训练步约需 ${bytes(problem.bytes)} 内存，超过了允许的 ${bytes(problem.mostBytes)}。请减小批量、宽度或深度。`;
    case "gpu-room":
      return `显卡一次最多给 ${bytes(problem.mostBytes)}，而一个训练步需要一块 ${bytes(problem.bytes)}。请减小批量、宽度或深度，或在地址后加 ?backend=wasm。`;
    case "teacher-images":
      return `教师的图像为 ${problem.teacher.join(" × ")}，学生的为 ${problem.student.join(" × ")}。两者必须看同一种图像。`;
    case "network":
      return `${problem.whose === "teacher" ? "教师" : "学生"}网络${networkFault(problem.fault)}`;
    case "misfit":
      return misfit(problem.pair, problem, problem.reason);
    case "classes":
      return `教师区分 ${exact(problem.teacher)} 个类别，学生区分 ${exact(problem.student)} 个。此方法比较两者的回答，类别数必须相同。`;
    case "tap":
      return `有一个手动配对用到${sides[problem.side]}的层 ${problem.tap}，而该层${problem.why === "missing" ? "不存在" : "已没有特征图"}。请移除这一对，或改为按段配对。`;
    case "sweep-seed":
      return `学习率用种子 ${problem.seed}（sweep.seeds）来试，而它也是某次运行的种子。请用没有任何运行使用的种子来试。`;
    case "trials":
      return `此计划要试学习率 ${exact(problem.found)} 次，超过了允许的 ${exact(problem.most)} 次。请减少学习率或种子，或比较较少的实验。`;
    case "document-long":
      return `完整写出后有 ${exact(problem.length)} 个字符，超过了允许的 ${exact(problem.most)} 个。请比较较少的实验，或使用块较少的网络。`;
    case "link-made":
      return `链接会有 ${exact(problem.length)} 个字符，超过了能可靠传送的 ${exact(problem.most)} 个。请减少种子或实验。`;
    case "link-read":
      return `它有 ${exact(problem.length)} 个字符，超过了链接允许的 ${exact(problem.most)} 个。请向对方要实验文件。`;
    case "link-none":
      return "它不是实验室的链接：应以 #x1. 或 #x1: 开头，中间没有空格。请重新完整复制。";
    case "link-version":
      return `它是版本 ${problem.version} 的链接，而此实验室只读版本 1。请用更新的实验室打开。`;
    case "link-damaged":
      return "它已损坏：缺少一部分或被改动过。请重新完整复制。";
    case "part-unread":
      return `无法加载${problem.path === null ? "实验室的一部分" : ` ${problem.path}`}：网络已断开，或网站上已是新版本。请重新加载页面。`;
    case "file-unread":
      // Why there was no answer is said by browsers in English, or in a language of their own.
      return problem.status === null
        ? `无法加载 ${problem.path}：服务器没有把它完整送来。实验室的服务器还在运行吗？`
        : `无法加载 ${problem.path}：服务器的回答是 ${problem.status}。`;
    case "file-damaged":
      return `${problem.path} ${shippedFault(problem.fault)}`;
    case "tensor-file":
      return `${problem.file} 不是可读取的 safetensors 文件：${tensorFault(problem.fault)}。请重新制作或下载它。`;
    case "weights":
      return `${problem.file ?? "学生的文件"} ${weightsFault(problem.fault)}`;
    case "checkpoint":
      return `${problem.file ?? "检查点"} ${problem.why === "damaged" ? "已损坏，或不是本实验室的检查点" : "是另一个实验的检查点"}。请重新训练。`;
    case "document":
      return documentFault(problem.fault);
    case "data-classes":
      return `实验称 ${problem.name} 有 ${exact(problem.said)} 个类别，但它有 ${exact(problem.there)} 个。请改正 classes。`;
    case "engine-late":
      return `引擎在 ${problem.seconds} 秒内没有加载完。实验室的服务器还在运行吗？请重置后再训练。`;
    case "worker":
      return workerFaults[problem.fault];
    case "worker-stopped":
      return `训练用的 Worker 已停止，浏览器的原话是：${problem.reason}。`;
    case "data-file":
      return `${problem.file}${problem.place ? `（${faultPlace(problem.place)}）` : ""}${dataFault(problem.fault)}`;
    case "hub":
      return `${problem.host}（${problem.what}）${hubFault(problem.fault)}`;
    case "data-missing":
      return `此实验使用图像集 ${problem.name}（SHA-256 ${problem.sha256.slice(0, 8)}…），本页中没有。请把该文件拖放到页面任意处。`;
    case "data-to-give":
      return `此计划使用 ${problem.set}，目前的图像只是占位。请在“自备图像…”中提供或获取该图像集，并用于下次运行。`;
    case "data-few":
      return `实验需要 ${exact(problem.asked)} 张图像（${splits[problem.what] ?? problem.what}），但只有 ${exact(problem.there)} 张。请减少。`;
    case "data-tiny": {
      const { training, validation, test } = problem.there;
      return `${problem.name} 的图像太少（训练 ${exact(training)} 张，验证 ${exact(validation)} 张，测试 ${exact(test)} 张）。实验每种至少需要 ${exact(problem.least)} 张，缺少的一种取自训练图像。请添加图像。`;
    }
    case "teacher-missing":
      return `此实验向已训练的教师 ${problem.name}（SHA-256 ${problem.sha256.slice(0, 8)}…）学习，但此浏览器中没有它。请在“教师”处提供该文件。`;
    case "run-file":
      return problem.version === null
        ? `${problem.file} 不是本实验室的运行，或已损坏。请重新导出。`
        : `${problem.file} 的版本是 ${problem.version}，而本实验室读取版本 1。请用更新的实验室打开。`;
    case "set-up-file":
      return `${problem.file} 不是本实验室的设置或运行文件，或已损坏。请重新保存。`;
    case "run-folder":
      return `${problem.name} 是命令行写出的运行。请用 npm run lab -- export bundle DIR --out FILE.zip 打包，再给出该文件。`;
    case "lab-files":
      return `${problem.file} 等 ${exact(problem.count)} 个文件无法同时打开。请只给一个设置文件，或给同一种文件。`;
    case "teacher-file":
      return `${problem.file} 不含本实验室训练的教师。学生的权重在其运行的打包文件中：请给出该打包文件。`;
    case "training-gone":
      return "此浏览器中已没有这次运行。请重新训练。";
    case "training-elsewhere":
      return "另一个标签页正在训练这次运行。请在那里继续，或先关闭那个标签页。";
    case "training-environment":
      return `这次运行始于 ${problem.begun}，而这里是 ${problem.here}：继续下去数字可能不同。请重新训练。`;
    case "insecure":
      return "本页经由普通 http 打开，浏览器在此不提供 SHA-256。请用 https 或在 localhost 上打开。";
    case "not-finite":
      return notFinite(problem.noticed, problem.stage, problem.step);
    case "other":
      return problem.sentence;
    default:
      return problem satisfies never;
  }
}

export const problems: typeof english = {
  problems: {
    sentence,
    misfit,
    ofField: (name, rule) => `${name}：${advice(rule, null)}`,
    beside: advice,
    ofExperiment: (experiment: string, why: string) => `实验 ${experimentName(experiment)}：${why}`,
  },
};
