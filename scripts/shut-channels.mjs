// node scripts/shut-channels.mjs RUN…: of each folder that holds a run's student.safetensors, how many channels have β + 3|γ| < 0 behind a
// batch normalisation, so that a ReLU shuts them for almost every image, and the mean β of each normalisation.
import { readFileSync } from "node:fs";
import { join } from "node:path";

for (const folder of process.argv.slice(2)) {
  const bytes = readFileSync(join(folder, "student.safetensors"));
  const begin = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString("utf8", 8, begin));
  const valuesOf = (/** @type {string} */ name) => {
    const [from, to] = header[name].data_offsets;
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset + begin + from, bytes.byteOffset + begin + to));
  };
  const norms = Object.keys(header).filter((name) => name.endsWith(".gamma"));
  let [shut, all] = [0, 0];
  const means = norms.map((name) => {
    const [gamma, beta] = [valuesOf(name), valuesOf(name.replace(/gamma$/, "beta"))];
    shut += beta.filter((value, channel) => value + 3 * Math.abs(gamma[channel] ?? 0) < 0).length;
    all += beta.length;
    return `  ${name.replace(/\.gamma$/, "")} ${(beta.reduce((sum, value) => sum + value, 0) / beta.length).toFixed(2)}`;
  });
  console.log([`${folder}: ${shut} of ${all} channels shut; mean β:`, ...means].join("\n"));
}
