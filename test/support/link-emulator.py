"""A slow, lossy, breakable link between this machine and one of its network namespaces, in user space.

usage: link-emulator.py NAMESPACE FAR_IP NEAR_IP NAME [SETTING ...]

One TUN device is made here (NAMEn) and one in the namespace (NAMEf); this process carries the packets from one to the other and
delays or drops them on the way. It needs root and /dev/net/tun, and nothing else: no netem, no kernel module, no package.

Settings hold for both directions; with the suffix .down (into the namespace) or .up (out of it) they hold for one.
  rate    bit/s, 0 = no limit                              at first 0
  delay   one-way delay, ms                                at first 0
  loss    probability 0..1 of losing a packet              at first 0
  queue   longest queueing delay before tail drop, ms      at first 200 (matters only with a rate)
  cut     1: nothing passes, and what is on its way is lost  at first 0
  seed    of the random numbers

More settings are read from standard input, a line at a time; its end is the end of the link. Prints one JSON line when the link is
ready, and one with the counters at the end.
"""
import fcntl
import heapq
import json
import os
import random
import select
import signal
import struct
import subprocess
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
MTU_BYTES = 1400
READ_BATCH = 64  # packets taken from one side before the other side gets its turn
DEFAULTS = {"rate": 0.0, "delay": 0.0, "loss": 0.0, "queue": 200.0, "cut": 0.0}
COUNTERS = ("in", "lost", "queue_full", "cut", "out", "out_bytes")


def open_tun(name, ip, peer_ip, namespace):
    fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    inside = [] if namespace is None else ["-n", namespace]
    if namespace is not None:
        subprocess.check_call(["ip", "link", "set", name, "netns", namespace])
    subprocess.check_call(["ip", *inside, "addr", "add", ip, "peer", peer_ip, "dev", name])
    subprocess.check_call(["ip", *inside, "link", "set", name, "mtu", str(MTU_BYTES), "up"])
    return fd


class Direction:
    """One way through the link: its settings, until when the line is busy, and its counters."""

    def __init__(self, out_fd):
        self.out_fd = out_fd
        self.settings = dict(DEFAULTS)
        self.busy_until = 0.0
        self.counters = dict.fromkeys(COUNTERS, 0)

    def arrival_time(self, packet, now):
        """When the packet reaches the far end, or None if it is lost or finds the queue full."""
        settings = self.settings
        if settings["cut"]:
            self.counters["cut"] += 1
            return None
        if random.random() < settings["loss"]:
            self.counters["lost"] += 1
            return None
        sent = now
        if settings["rate"] > 0:
            start = max(self.busy_until, now)
            if (start - now) * 1000 > settings["queue"]:
                self.counters["queue_full"] += 1
                return None
            sent = self.busy_until = start + len(packet) * 8 / settings["rate"]
        return sent + settings["delay"] / 1000


class Link:
    def __init__(self, near_fd, far_fd):
        self.ways = {"down": Direction(far_fd), "up": Direction(near_fd)}
        self.from_fd = {near_fd: self.ways["down"], far_fd: self.ways["up"]}
        self.in_flight = []  # heap of (arrival time, serial number, direction, packet)
        self.serial = 0
        self.asked = b""

    def apply(self, word):
        """One setting; raises ValueError if it makes no sense."""
        key, value = word.split("=", 1)
        key, _, way = key.partition(".")
        if key == "seed":
            random.seed(value)
            return
        if key not in DEFAULTS or way not in ("", *self.ways):
            raise ValueError(f"unknown setting {word!r}")
        for direction in [self.ways[way]] if way else self.ways.values():
            direction.settings[key] = float(value)
            if key == "rate":
                direction.busy_until = 0.0

    def read_settings(self):
        """False once nobody holds the other end."""
        text = os.read(0, 65536)
        *lines, self.asked = (self.asked + text).split(b"\n")
        for word in b" ".join(lines).decode().split():
            self.apply(word)
        return text != b""

    def deliver(self, now):
        while self.in_flight and self.in_flight[0][0] <= now:
            _, _, direction, packet = heapq.heappop(self.in_flight)
            if direction.settings["cut"]:
                direction.counters["cut"] += 1
                continue
            try:
                os.write(direction.out_fd, packet)
            except OSError:
                continue  # the far interface is down
            direction.counters["out"] += 1
            direction.counters["out_bytes"] += len(packet)

    def take(self, fd):
        direction = self.from_fd[fd]
        now = time.monotonic()
        for _ in range(READ_BATCH):
            try:
                packet = os.read(fd, 65535)
            except BlockingIOError:
                return
            direction.counters["in"] += 1
            at = direction.arrival_time(packet, now)
            if at is not None:
                self.serial += 1
                heapq.heappush(self.in_flight, (at, self.serial, direction, packet))

    def run(self):
        while True:
            self.deliver(time.monotonic())
            wait = None
            if self.in_flight:
                wait = max(0.0, self.in_flight[0][0] - time.monotonic())
            for fd in select.select([0, *self.from_fd], [], [], wait)[0]:
                if fd == 0:
                    if not self.read_settings():
                        return
                else:
                    self.take(fd)

    def report(self):
        return {way: direction.counters for way, direction in self.ways.items()}


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    namespace, far_ip, near_ip, name = sys.argv[1:5]
    # Whoever else needs the processor, a line keeps its time; it takes a fiftieth of a core.
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    except OSError:
        os.nice(-10)
    far_fd = open_tun(name + "f", far_ip, near_ip, namespace)
    near_fd = open_tun(name + "n", near_ip, far_ip, None)
    link = Link(near_fd, far_fd)
    for word in sys.argv[5:]:
        link.apply(word)
    # A terminal's Ctrl-C is for whoever opened the link, who then closes standard input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(json.dumps({"ready": True}), flush=True)
    try:
        link.run()
    finally:
        try:
            print(json.dumps(link.report()), flush=True)
        except BrokenPipeError:
            os._exit(1)  # whoever opened the link is gone


if __name__ == "__main__":
    main()
