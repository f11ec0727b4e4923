/** Small Parquet files in the hub's layout, written by the format's description and by no reader of it. */

/** A value of Thrift's compact protocol, by its type. */
type Thrift =
  | { readonly i32: number }
  | { readonly i64: number }
  | { readonly text: string }
  | { readonly list: readonly Thrift[] }
  /** By field number. */
  | { readonly struct: Readonly<Record<number, Thrift>> };

const [typeI32, typeI64, typeText, typeList, typeStruct] = [5, 6, 8, 9, 12];
const [int64, byteArray] = [2, 6];
const [plain, rle] = [0, 3];
const required = 0;

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

function typeOf(value: Thrift): number {
  if ("i32" in value) return typeI32;
  if ("i64" in value) return typeI64;
  if ("text" in value) return typeText;
  return "list" in value ? typeList : typeStruct;
}

function thrift(value: Thrift): number[] {
  // Numbers here are not negative: zigzag doubles them.
  if ("i32" in value) return varint(2 * value.i32);
  if ("i64" in value) return varint(2 * value.i64);
  if ("text" in value) {
    const bytes = Buffer.from(value.text);
    return [...varint(bytes.length), ...bytes];
  }
  if ("list" in value) {
    const { list } = value;
    const type = list[0] ? typeOf(list[0]) : typeStruct;
    const head = list.length < 15 ? [list.length * 16 + type] : [240 + type, ...varint(list.length)];
    return [...head, ...list.flatMap(thrift)];
  }
  let last = 0;
  const fields = Object.entries(value.struct).flatMap(([key, field]) => {
    const head = (Number(key) - last) * 16 + typeOf(field);
    last = Number(key);
    return [head, ...thrift(field)];
  });
  return [...fields, 0];
}

/** One plain page of a column, and what the table of contents says of it. */
function column(path: readonly string[], type: number, values: number, data: Buffer, at: number) {
  const header = Buffer.from(
    thrift({
      struct: {
        1: { i32: 0 },
        2: { i32: data.length },
        3: { i32: data.length },
        5: { struct: { 1: { i32: values }, 2: { i32: plain }, 3: { i32: rle }, 4: { i32: rle } } },
      },
    }),
  );
  const bytes = Buffer.concat([header, data]);
  const meta: Thrift = {
    struct: {
      1: { i32: type },
      2: { list: [{ i32: plain }] },
      3: { list: path.map((text) => ({ text })) },
      4: { i32: 0 },
      5: { i64: values },
      6: { i64: bytes.length },
      7: { i64: bytes.length },
      9: { i64: at },
    },
  };
  return { bytes, meta: { struct: { 2: { i64: at }, 3: meta } } satisfies Thrift };
}

function byteArrays(values: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    values.flatMap((value) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(value.length);
      return [length, value];
    }),
  );
}

/** `pictures` are files, such as PNGs; so many rows stand in each row group. */
export function parquetFile(
  pictures: readonly Uint8Array[],
  labels: readonly number[],
  names: readonly string[],
  rowsOfGroup: number,
): Uint8Array {
  const parts: Buffer[] = [Buffer.from("PAR1")];
  let at = 4;
  const groups: Thrift[] = [];
  for (let from = 0; from < pictures.length; from += rowsOfGroup) {
    const own = pictures.slice(from, from + rowsOfGroup);
    const numbers = Buffer.alloc(8 * own.length);
    for (const [index, label] of labels.slice(from, from + rowsOfGroup).entries())
      numbers.writeBigInt64LE(BigInt(label), 8 * index);
    const columns: Thrift[] = [];
    const add = (path: readonly string[], type: number, data: Buffer) => {
      const { bytes, meta } = column(path, type, own.length, data, at);
      parts.push(bytes);
      columns.push(meta);
      at += bytes.length;
    };
    add(["image", "bytes"], byteArray, byteArrays(own));
    add(["image", "path"], byteArray, byteArrays(own.map((_, index) => Buffer.from(`${from + index}.png`))));
    add(["label"], int64, numbers);
    groups.push({ struct: { 1: { list: columns }, 2: { i64: at }, 3: { i64: own.length } } });
  }
  const leaf = (name: string, type: number): Thrift => ({
    struct: { 1: { i32: type }, 3: { i32: required }, 4: { text: name } },
  });
  const branch = (name: string, children: number): Thrift => ({
    struct: { 3: { i32: required }, 4: { text: name }, 5: { i32: children } },
  });
  const info = JSON.stringify({ info: { features: { label: { names, _type: "ClassLabel" } } } });
  const footer = Buffer.from(
    thrift({
      struct: {
        1: { i32: 1 },
        2: {
          list: [
            branch("schema", 2),
            branch("image", 2),
            leaf("bytes", byteArray),
            leaf("path", byteArray),
            leaf("label", int64),
          ],
        },
        3: { i64: pictures.length },
        4: { list: groups },
        5: { list: [{ struct: { 1: { text: "huggingface" }, 2: { text: info } } }] },
      },
    }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return new Uint8Array(Buffer.concat([...parts, footer, length, Buffer.from("PAR1")]));
}
