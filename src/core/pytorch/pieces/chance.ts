/** The lab's random streams (`core/rng.ts`) in numpy. */
import { streamNumbers } from "../../rng.ts";

export const chancePiece = String.raw`
STREAMS = ${JSON.stringify(streamNumbers)}
ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))


def threefry(key, low, high):
    """Threefry-2x32 with 20 rounds (Salmon et al. 2011) of the counters "low" and "high", arrays of 32-bit integers."""
    keys = (key[0], key[1], np.uint32(0x1BD11BDA) ^ key[0] ^ key[1])
    a, b = low + keys[0], high + keys[1]
    for injection in range(1, 6):
        for rotation in ROTATIONS[(injection + 1) % 2]:
            a = a + b
            b = ((b << rotation) | (b >> (32 - rotation))) ^ a
        a = a + keys[injection % 3]
        b = b + keys[(injection + 1) % 3] + np.uint32(injection)
    return a, b


class Stream:
    """Chance by name: numbers that depend on the name, a seed and keys alone, and are the lab's."""

    def __init__(self, name, seed, *keys):
        self.key = np.array([[STREAMS[name]], [seed]], np.uint32)
        for index, part in enumerate(keys):
            counter = np.array([[part], [0x80000000 + index]], np.uint32)
            self.key = np.array(threefry(self.key, *counter))
        self.drawn, self.waiting = 0, []

    def words(self, count):
        """The next integers of 32 bits."""
        counters = np.arange(self.drawn // 2, (self.drawn + count + 1) // 2, dtype=np.uint64)
        low, high = (counters & 0xFFFFFFFF).astype(np.uint32), (counters >> 32).astype(np.uint32)
        pairs = np.stack(threefry(self.key, low, high), 1).reshape(-1)
        words = pairs[self.drawn % 2 :][:count]
        self.drawn += count
        return words

    def below(self, n):
        """An integer of 0 .. n - 1; the last, incomplete round of remainders is drawn again."""
        while True:
            if not self.waiting:
                self.waiting = self.words(512).tolist()[::-1]
            value = self.waiting.pop()
            if value < 2**32 - 2**32 % n:
                return value % n

    def permutation(self, n):
        order = list(range(n))
        for last in range(n - 1, 0, -1):
            chosen = self.below(last + 1)
            order[last], order[chosen] = order[chosen], order[last]
        return np.array(order)

    def normal(self, shape, deviation):
        """By the polar method, two numbers at a time."""
        count, values = int(np.prod(shape)), np.empty(0)
        while len(values) < count:
            words = self.words(8 * (count - len(values)) + 64)
            uniform = ((words[0::2] >> 5) * 2.0**26 + (words[1::2] >> 6)) / 2.0**53
            x, y = 2 * uniform[0::2] - 1, 2 * uniform[1::2] - 1
            square = x * x + y * y
            inside = (square < 1) & (square > 0)
            x, y, square = x[inside], y[inside], square[inside]
            scale = np.sqrt(-2 * np.log(square) / square)
            values = np.concatenate([values, np.stack([x * scale, y * scale], 1).reshape(-1)])
        return (deviation * values[:count]).astype(np.float32).reshape(shape)
`;
