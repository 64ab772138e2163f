"""Frames by PyAV or OpenCV for the video benchmark: one JSON request a line in, one JSON reply a line out.

    python peers.py pyav|opencv        (pip install av opencv-python-headless)

Clips stay open between requests, decoding goes on from where it was where that is nearer than a key frame, and
time is taken here, so that no process start and no message counts against the library.
"""

import json
import sys
import time


def number_in(picture) -> int | None:
    """The bar code in the upper fifth: 16 columns, each with its opposite below."""
    height, width, _ = picture.shape
    band = height // 10 * 2
    value = 0
    for column in range(16):
        x = min(width - 1, int((column + 0.5) / 16 * width))
        contrast = float(picture[int(0.25 * band), x].mean()) - float(picture[int(0.75 * band), x].mean())
        if abs(contrast) < 64:
            return None
        value = value * 2 + (contrast > 0)
    return value


class PyAv:
    """Reads on through frames up to half a second ahead, else seeks."""

    def __init__(self, path: str, rate: float):
        import av

        self.container = av.open(path)
        self.stream = self.container.streams.video[0]
        self.stream.thread_type = "AUTO"
        self.rate = rate
        self.position = -1
        self.decoder = None

    def frames(self, indices, width, height):
        pictures = []
        for index in indices:
            if self.decoder is None or not self.position < index <= self.position + self.rate / 2:
                self.container.seek(round(index / self.rate / self.stream.time_base), stream=self.stream)
                self.decoder = self.container.decode(self.stream)
            for frame in self.decoder:
                self.position = round(float(frame.pts * self.stream.time_base) * self.rate)
                if self.position >= index:
                    pictures.append(frame.to_ndarray(width=width, height=height, format="rgb24"))
                    break
        return pictures


class OpenCv:
    """Grabs on through frames up to half a second ahead, else sets the position."""

    def __init__(self, path: str, rate: float):
        import cv2

        self.cv2 = cv2
        self.capture = cv2.VideoCapture(path)
        self.rate = rate
        self.next = 0

    def frames(self, indices, width, height):
        pictures = []
        for index in indices:
            if not self.next <= index <= self.next + self.rate / 2:
                self.capture.set(self.cv2.CAP_PROP_POS_FRAMES, index)
                self.next = index
            while self.next < index:
                self.capture.grab()
                self.next += 1
            _, picture = self.capture.read()
            self.next += 1
            small = self.cv2.resize(picture, (width, height))
            pictures.append(self.cv2.cvtColor(small, self.cv2.COLOR_BGR2RGB))
        return pictures


def main() -> None:
    library = {"pyav": PyAv, "opencv": OpenCv}[sys.argv[1]]
    __import__({"pyav": "av", "opencv": "cv2"}[sys.argv[1]])
    clips = {}
    for line in sys.stdin:
        request = json.loads(line)
        if request["job"] == "hello":
            print(json.dumps({"milliseconds": 0}), flush=True)
            continue
        path = request["path"]
        if request["job"] == "open":
            clips.pop(path, None)
        elif path not in clips:
            clips[path] = library(path, request["rate"])
        try:
            start = time.perf_counter()
            if request["job"] == "open":
                clips[path] = library(path, request["rate"])
            pictures = clips[path].frames(request["indices"], request["width"], request["height"])
            milliseconds = (time.perf_counter() - start) * 1000
            reply = {"milliseconds": milliseconds, "numbers": [number_in(picture) for picture in pictures]}
        except Exception as error:  # The benchmark reports it and goes on with the others.
            reply = {"milliseconds": 0, "error": str(error)}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
