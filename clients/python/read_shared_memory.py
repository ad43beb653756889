#!/usr/bin/python3
"""Reads maps from shared memory: read_shared_memory.py /dev/shm/stavis.hall (on Windows: stavis.hall) prints where attention is. Needs numpy."""
import ctypes, mmap, os, sys, time
import numpy as np

SLOT = np.dtype({"names": ["lock", "frame", "time", "at", "capture_to_map", "state", "audio", "peak", "peak_value", "entropy", "map"],
                 "formats": ["<u8", "<i8", "<i8", "<i8", "<f8", "<u4", "<u4", ("<f4", 2), "<f4", "<f4", ("<f4", (112, 112))],
                 "offsets": [0, 8, 16, 24, 32, 40, 44, 48, 56, 60, 128], "itemsize": 50304})
LENGTH = 128 + 8 * SLOT.itemsize

def maps(path, wait=0.001):
    """Yields (lost, slot): a copy of each map with what is told of it, and how many were lost before it; ends with the stream, or with a program that was killed (on Linux once the next one has begun)."""
    memory, is_written, close = (open_mapping if os.name == "nt" else open_file)(path)
    try:
        yield from read(memory, is_written, path, wait)
    finally:
        close()

def open_file(path):
    """Memory in a file of Linux; whether it is still the one of that path; and what lets go of it."""
    with open(path, "rb") as file:
        here = os.fstat(file.fileno())
        memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return memory, lambda: os.path.exists(path) and os.path.samestat(here, os.stat(path)), lambda: None

def open_mapping(name):
    """Memory by a name of Windows; whether the program that writes it still runs; and what lets go of that."""
    kernel = ctypes.WinDLL("kernel32")
    for function in (kernel.OpenFileMappingW, kernel.OpenProcess):
        function.restype = ctypes.c_void_p
    # mmap makes what is not there, and the program that is to write it could not.
    held = kernel.OpenFileMappingW(0x0004, False, ctypes.c_wchar_p(name))  # FILE_MAP_READ
    if not held:
        raise FileNotFoundError(f"there is no shared memory {name}")
    try:
        memory = mmap.mmap(-1, LENGTH, tagname=name, access=mmap.ACCESS_READ)
    finally:
        kernel.CloseHandle(ctypes.c_void_p(held))
    if memory[:8] == bytes(8) or memory[32]:
        raise FileNotFoundError(f"the shared memory {name} is not written yet, or not any more")
    writer = ctypes.c_void_p(kernel.OpenProcess(0x00100000, False, int.from_bytes(memory[36:40], "little")))  # SYNCHRONIZE
    return memory, lambda: kernel.WaitForSingleObject(writer, 0) == 258, lambda: kernel.CloseHandle(writer)  # WAIT_TIMEOUT

def read(memory, is_written, path, wait):
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
                if not is_written():
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
