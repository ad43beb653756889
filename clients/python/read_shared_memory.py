#!/usr/bin/python3
"""Reads maps from shared memory: read_shared_memory.py /dev/shm/stavis.hall prints where attention is. Needs numpy."""
import mmap, os, sys, time
import numpy as np

SLOT = np.dtype({"names": ["lock", "frame", "time", "at", "capture_to_map", "state", "audio", "peak", "peak_value", "entropy", "map"],
                 "formats": ["<u8", "<i8", "<i8", "<i8", "<f8", "<u4", "<u4", ("<f4", 2), "<f4", "<f4", ("<f4", (112, 112))],
                 "offsets": [0, 8, 16, 24, 32, 40, 44, 48, 56, 60, 128], "itemsize": 50304})

def maps(path, wait=0.001):
    """Yields (lost, slot): a copy of each map with what is told of it, and how many were lost before it; ends with the stream, or with a program that was killed, once the next one has begun."""
    with open(path, "rb") as file:
        here = os.fstat(file.fileno())
        memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    head = np.frombuffer(memory, "<u4", 32)
    if memory[:8] != b"STAVISSM" or head[2] != 1 or head[4] != SLOT.itemsize:
        raise ValueError(f"{path} is no shared memory of version 1")
    written = np.frombuffer(memory, "<u8", 1, 64)
    slots = np.frombuffer(memory, SLOT, int(head[3]), int(head[5]))
    following, lost, look = max(0, int(written[0]) - 1), 0, time.monotonic() + 1
    while following < (newest := int(written[0])) or not head[8]:
        if following == newest:
            time.sleep(wait)
            if time.monotonic() > look:
                if not os.path.exists(path) or not os.path.samestat(here, os.stat(path)):
                    return
                look = time.monotonic() + 1
            continue
        if newest - following >= len(slots):  # too late for the oldest
            following, lost = newest - 1, lost + newest - 1 - following
        slot = slots[following % len(slots)]
        before, copy, after = slot["lock"], slot.copy(), slot["lock"]
        whole = before == after == 2 * following + 2
        if whole:
            yield lost, copy
        following, lost = following + 1, 0 if whole else lost + 1

if __name__ == "__main__":
    for lost, slot in maps(sys.argv[1]):
        x, y = slot["peak"]
        print(f"frame {slot['frame']}: peak {x:.3f}, {y:.3f}, entropy {slot['entropy']:.2f} bits, {lost} lost before", flush=True)
