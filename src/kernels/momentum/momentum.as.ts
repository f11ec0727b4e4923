// One parameter's step of stochastic gradient descent, as PyTorch defines it. Everything is float32.

/** `nextVelocity = momentum * velocity + (gradient + decay * weight)`, `nextWeight = weight - rate * nextVelocity`. */
export function momentumStep(
  weight: usize, velocity: usize, gradient: usize, nextWeight: usize, nextVelocity: usize,
  size: i32, rate: f32, momentum: f32, decay: f32,
): void {
  const end = <usize>size << 2, vectors = end & ~15;
  const r = f32x4.splat(rate), m = f32x4.splat(momentum), d = f32x4.splat(decay);
  let at: usize = 0;
  for (; at < vectors; at += 16) {
    const w = v128.load(weight + at);
    const slope = f32x4.add(v128.load(gradient + at), f32x4.mul(d, w));
    const next = f32x4.add(f32x4.mul(m, v128.load(velocity + at)), slope);
    v128.store(nextVelocity + at, next);
    v128.store(nextWeight + at, f32x4.sub(w, f32x4.mul(r, next)));
  }
  for (; at < end; at += 4) {
    const w = load<f32>(weight + at);
    const next = momentum * load<f32>(velocity + at) + (load<f32>(gradient + at) + decay * w);
    store<f32>(nextVelocity + at, next);
    store<f32>(nextWeight + at, w - rate * next);
  }
}
