/** A Python with the packages that a test needs. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Debian's comes first in no PATH that has another. */
const pythons = ["python3", "/usr/bin/python3"];

/** The first that has all these modules; null where none does. */
export async function pythonWith(modules: string): Promise<string | null> {
  for (const python of pythons) {
    try {
      await promisify(execFile)(python, ["-c", `import ${modules}`]);
      return python;
    } catch {
      // The next one may have them.
    }
  }
  return null;
}
