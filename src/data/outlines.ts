/**
 * Ten shapes by their distance to the outline: negative inside, positive outside, within the circle of radius 1, y down.
 * Near the outline the distances are exact but at corners, which is all that anti-aliasing asks of them.
 */
import { cos, sin } from "../core/maths.ts";

export type Outline = (x: number, y: number) => number;

function box(x: number, y: number, halfWidth: number, halfHeight: number): number {
  return Math.max(Math.abs(x) - halfWidth, Math.abs(y) - halfHeight);
}

function disc(x: number, y: number, radius: number): number {
  return Math.sqrt(x * x + y * y) - radius;
}

function square(x: number, y: number): number {
  return box(x, y, 0.7, 0.7);
}

function triangle(x: number, y: number): number {
  const slope = Math.abs(x) * Math.sqrt(3);
  return Math.max(y - 0.5, (slope - y - 1) / 2);
}

function cross(x: number, y: number): number {
  return Math.min(box(x, y, 0.95, 0.27), box(x, y, 0.27, 0.95));
}

function ring(x: number, y: number): number {
  return Math.abs(disc(x, y, 0.7)) - 0.2;
}

/** The directions of a five-pointed star's notches on one side, clockwise from the tip at the top. */
const notch = { sine: sin(Math.PI / 5), cosine: cos(Math.PI / 5) };
const nextNotch = { sine: sin((3 * Math.PI) / 5), cosine: cos((3 * Math.PI) / 5) };
const notchRadius = 0.42;
/** From the tip at (0, 1) to the notch beside it. */
const edge = { x: notchRadius * notch.sine, y: notchRadius * notch.cosine - 1 };
const edgeLength = Math.sqrt(edge.x * edge.x + edge.y * edge.y);

/** Mirrored at the notches until only half a point is left, whose edge is a straight line. */
function star(x: number, y: number): number {
  let across = Math.abs(x);
  let up = -y;
  for (const { sine, cosine } of [nextNotch, notch]) {
    const beyond = Math.max(across * cosine - up * sine, 0);
    across -= 2 * beyond * cosine;
    up += 2 * beyond * sine;
  }
  return (Math.abs(across) * -edge.y + (up - 1) * edge.x) / edgeLength;
}

function bar(x: number, y: number): number {
  return box(x, y, 0.95, 0.24);
}

function crescent(x: number, y: number): number {
  return Math.max(disc(x, y, 0.92), 0.78 - Math.sqrt((x - 0.5) * (x - 0.5) + y * y));
}

/** A square on its corner with a half disc on each of its upper sides. */
function heart(x: number, y: number): number {
  const side = 0.54;
  const below = y - 0.13;
  const along = Math.SQRT1_2;
  const corner = box((x + below) * along, (x - below) * along, side, side);
  const lobe = disc(Math.abs(x) - side * along, below + side * along, side);
  return Math.min(corner, lobe);
}

function diamond(x: number, y: number): number {
  const halfWidth = 0.55;
  const halfHeight = 0.98;
  const reach = Math.abs(x) * halfHeight + Math.abs(y) * halfWidth - halfWidth * halfHeight;
  return reach / Math.sqrt(halfWidth * halfWidth + halfHeight * halfHeight);
}

/** In the order in which a set of few classes takes them. The names are the classes' ids, which the screen translates. */
export const outlines: readonly (readonly [name: string, outline: Outline])[] = [
  ["circle", (x, y) => disc(x, y, 0.85)],
  ["square", square],
  ["triangle", triangle],
  ["cross", cross],
  ["ring", ring],
  ["star", star],
  ["bar", bar],
  ["crescent", crescent],
  ["heart", heart],
  ["diamond", diamond],
];
