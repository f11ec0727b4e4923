/** A certificate that nobody vouches for, for a local server in the place of a foreign one. */
import { generateKeyPairSync, sign } from "node:crypto";

/** DER: a tag, the length, the contents. */
function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  // As short as it can be: browsers refuse any other length.
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

const [integer, bitString, oid, utf8, set, sequence, utcTime] = [0x02, 0x03, 0x06, 0x0c, 0x31, 0x30, 0x17];
const ecdsaWithSha256 = Buffer.from("2a8648ce3d040302", "hex");
const commonName = Buffer.from("550403", "hex");

export function selfSigned(name: string): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const algorithm = der(sequence, der(oid, ecdsaWithSha256));
  const owner = der(sequence, der(set, der(sequence, der(oid, commonName), der(utf8, Buffer.from(name)))));
  const validity = der(
    sequence,
    der(utcTime, Buffer.from("200101000000Z")),
    der(utcTime, Buffer.from("491231235959Z")),
  );
  const spki = publicKey.export({ type: "spki", format: "der" });
  const body = der(sequence, der(integer, Buffer.of(1)), algorithm, owner, validity, owner, spki);
  const signature = sign("sha256", body, privateKey);
  const whole = der(sequence, body, algorithm, der(bitString, Buffer.of(0), signature));
  const cert = `-----BEGIN CERTIFICATE-----\n${whole.toString("base64")}\n-----END CERTIFICATE-----\n`;
  return { key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), cert };
}
