"""Computes *.qp of this folder with NumPy, apart from the program: python3 delta_qp.py

Maps are a bump that moves over a ripple, made of sums, products and quotients alone, so that every language gets the same bits.
"""
import numpy as np

SIDE = 112
FPS = 25


def saliency(frame):
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float64)
    near = (x - 30 - 6 * frame) ** 2 + (y - 50 + 3 * frame) ** 2
    ripple = ((7 * x + 13 * y) % 31) / 31
    return (0.02 + 0.03 * ripple + 0.9 / (1 + near / 90)).astype(np.float32)


def overlap(length, block):
    """Row b: the share of each cell of a map in block b."""
    blocks = -(-length // block)
    edges = np.arange(SIDE + 1) * (length / SIDE)
    begin = np.arange(blocks) * block
    end = np.minimum(begin + block, length)
    shared = np.minimum(edges[None, 1:], end[:, None]) - np.maximum(edges[None, :-1], begin[:, None])
    return np.maximum(shared, 0) / (end - begin)[:, None]


def records(width, height, frames, strength=2.0, sharpness=1.0, floor=0.15, better=6.0, worse=3.0, smoothing=0.1, block=16):
    down, across = overlap(height, block), overlap(width, block)
    least, largest = -round(strength * better), round(strength * worse)
    smooth = delta = None
    for frame in range(frames):
        sharp = saliency(frame).astype(np.float64) ** sharpness
        smooth = sharp if smooth is None else smooth + (1 - np.exp(-1 / FPS / smoothing)) * (sharp - smooth)
        s = down @ smooth @ across.T
        w = (1 - floor) * s / s.mean() + floor
        wanted = -strength * np.log2(w)
        shift = wanted.mean()
        for _ in range(8):
            clipped = np.clip(wanted - shift, least, largest)
            if abs(clipped.mean()) < 0.005:
                break
            shift += clipped.mean()
        nearest = np.rint(clipped)
        delta = nearest if delta is None else np.where(np.abs(clipped - delta) > 0.75, nearest, delta)
        yield np.array(delta.shape[::-1], "<i4").tobytes() + delta.astype(np.int8).tobytes()


if __name__ == "__main__":
    for name, width, height, options in (
        ("720p", 1280, 720, {}),
        ("1080p-strong", 1920, 1080, {"strength": 4.0, "sharpness": 1.5, "better": 4.0, "worse": 5.0}),
        ("odd", 853, 479, {"strength": 3.0, "floor": 0.3}),
        ("upright", 406, 720, {"smoothing": 0.2}),
        ("tiny", 50, 33, {}),
        ("64", 1280, 720, {"block": 64}),
    ):
        with open(f"{name}.qp", "wb") as file:
            file.writelines(records(width, height, 4, **options))
