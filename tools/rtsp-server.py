#!/usr/bin/python3
"""Serve a test pattern with flash and beep, or a file, over RTSP, or take a stream: for trying and testing stavis-live.

The pattern: dark grey, top left corner red, bottom right corner blue. At every full second it turns white for 0.1 s
while a 1 kHz tone sounds. Needs the Debian packages that --help lists.
"""
import argparse
import math
import os
import signal
import struct
import sys
import time
import traceback

PACKAGES = """needs: sudo apt-get install python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-base
       gstreamer1.0-plugins-good gstreamer1.0-plugins-ugly gstreamer1.0-libav"""

SAMPLE_RATE = 48_000
SECOND = 1_000_000_000  # GStreamer counts in nanoseconds
FLASH = SECOND // 10
BLOCK = SAMPLE_RATE // 50  # 20 ms of sound a buffer

# zerolatency: no look-ahead and no B-frames. One slice a picture: the payloader repeats the stream's headers before every
# key slice, and ffmpeg takes a second one for a second picture. Key frames come often so that viewers start quickly.
VIDEO_CODING = {
    "h264": "x264enc tune=zerolatency threads=1 sliced-threads=false speed-preset=ultrafast bitrate=2000 "
            "key-int-max={key_interval} ! rtph264pay name=pay0 pt=96 config-interval=-1",
    "mjpeg": "jpegenc ! rtpjpegpay name=pay0 pt=26",
}
SOUND_CODING = "audioconvert ! audioresample ! audio/x-raw,rate=48000,channels=1 ! avenc_aac ! rtpmp4gpay name=pay1 pt=97"


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=PACKAGES, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default="127.0.0.1", help="where to listen (default: %(default)s)")
    parser.add_argument("--port", default=8554, type=int, help="0 takes a free one (default: %(default)s)")
    parser.add_argument("--path", default="/test", help="default: %(default)s")
    parser.add_argument("--file", metavar="FILE", help="serve this file, encoded anew, instead of the pattern")
    parser.add_argument("--as-encoded", action="store_true",
                        help="serve the H.264 and AAC of an .mp4 as they are, to each viewer from the beginning: costs next to nothing")
    parser.add_argument("--size", default="320x240", metavar="WxH", help="of the pattern (default: %(default)s)")
    parser.add_argument("--fps", default=25, type=int, help="of the pattern (default: %(default)s)")
    parser.add_argument("--record", action="store_true",
                        help="take H.264 (and AAC, unless --no-sound) that is pushed here, and print 'picture WIDTHxHEIGHT R,G,B', "
                             "of the middle, and 'sound PEAK' for whatever arrives")
    parser.add_argument("--codec", default="h264", choices=VIDEO_CODING, help="of what is encoded here (default: %(default)s)")
    parser.add_argument("--no-sound", action="store_true", help="pictures only")
    parser.add_argument("--udp", action="store_true", help="refuse to send packets over TCP")
    parser.add_argument("--user", help="ask for this user (together with --password)")
    parser.add_argument("--password")
    parser.add_argument("--log-flashes", action="store_true",
                        help="print 'flash MILLISECONDS' (since 1970) when a flash's first picture goes to the encoder")
    options = parser.parse_args()
    if bool(options.user) != bool(options.password):
        parser.error("--user and --password belong together")
    if options.as_encoded and not options.file:
        parser.error("--as-encoded needs --file")
    options.width, options.height = (int(side) for side in options.size.split("x"))
    return options


def pattern_picture(width, height, flash):
    """Bytes of one BGR picture; GStreamer wants rows padded to a multiple of four bytes."""
    middle = b"\xff\xff\xff" if flash else b"\x30\x30\x30"
    padding = bytes(-width * 3 % 4)
    corner = width // 4
    rest = middle * (width - corner)
    top = b"\x00\x00\xff" * corner + rest + padding
    body = middle * width + padding
    bottom = rest + b"\xff\x00\x00" * corner + padding
    edge = height // 4
    return top * edge + body * (height - 2 * edge) + bottom * edge


def pattern_sound(first_sample, count):
    """16-bit mono samples: silence, and at the start of every second the tone."""
    samples = []
    for index in range(first_sample, first_sample + count):
        at = index % SAMPLE_RATE
        heard = at * SECOND < FLASH * SAMPLE_RATE
        samples.append(int(16_000 * math.sin(2 * math.pi * 1_000 * at / SAMPLE_RATE)) if heard else 0)
    return struct.pack(f"<{count}h", *samples)


def pattern_pipeline(options):
    video = (f"appsrc name=picture is-live=true format=time caps=video/x-raw,format=BGR,width={options.width},"
             f"height={options.height},framerate={options.fps}/1 ! identity name=pace sync=true ! ")
    sound = (f"appsrc name=sound is-live=true format=time caps=audio/x-raw,format=S16LE,layout=interleaved,"
             f"rate={SAMPLE_RATE},channels=1 ! identity sync=true ! ")
    return video + coding(options, options.fps // 2) + ("" if options.no_sound else " " + sound + SOUND_CODING)


def file_pipeline(options):
    source = f'filesrc location="{options.file}" ! decodebin name=file file. ! queue ! '
    return source + coding(options, 15) + ("" if options.no_sound else " file. ! queue ! " + SOUND_CODING)


def encoded_pipeline(options):
    video = f'filesrc location="{options.file}" ! qtdemux name=file file. ! queue ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1'
    return video + ("" if options.no_sound else " file. ! queue ! aacparse ! rtpmp4gpay name=pay1 pt=97")


def recording_pipeline(options):
    video = ("rtph264depay name=depay0 ! h264parse ! avdec_h264 ! videoconvert ! video/x-raw,format=RGB ! "
             "fakesink name=picture sync=false async=false")
    sound = ("rtpmp4gdepay name=depay1 ! aacparse ! avdec_aac ! audioconvert ! audio/x-raw,format=F32LE,channels=1 ! "
             "fakesink name=sound sync=false async=false")
    return video + ("" if options.no_sound else " " + sound)


def pipeline(options):
    if options.record:
        return recording_pipeline(options)
    if options.as_encoded:
        return encoded_pipeline(options)
    return file_pipeline(options) if options.file else pattern_pipeline(options)


def coding(options, key_interval):
    return "videoconvert ! video/x-raw,format=I420 ! " + VIDEO_CODING[options.codec].format(key_interval=max(1, key_interval))


def feed(element, buffers):
    """Lets an appsrc pull from a generator of buffers."""
    def push(source, _length):
        source.emit("push-buffer", next(buffers))
    element.connect("need-data", push)


def pictures(Gst, options):
    dark, bright = (pattern_picture(options.width, options.height, flash) for flash in (False, True))
    index = 0
    while True:
        start = index * SECOND // options.fps
        buffer = Gst.Buffer.new_wrapped(bright if start % SECOND < FLASH else dark)
        buffer.pts, buffer.duration = start, SECOND // options.fps
        yield buffer
        index += 1


def sounds(Gst):
    blocks = [pattern_sound(first, BLOCK) for first in range(0, SAMPLE_RATE, BLOCK)]
    index = 0
    while True:
        buffer = Gst.Buffer.new_wrapped(blocks[index % len(blocks)])
        buffer.pts, buffer.duration = index * BLOCK * SECOND // SAMPLE_RATE, BLOCK * SECOND // SAMPLE_RATE
        yield buffer
        index += 1


def log_flashes(Gst, pace):
    def passed(_pad, info):
        if info.get_buffer().pts % SECOND == 0:
            print(f"flash {time.time() * 1000:.1f}", flush=True)
        return Gst.PadProbeReturn.OK
    pace.get_static_pad("src").add_probe(Gst.PadProbeType.BUFFER, passed)


def tell(line):
    """Prints it in one piece: pictures and sound come on threads of their own."""
    print(line + "\n", end="", flush=True)


def tell_picture(pad, buffer):
    caps = pad.get_current_caps().get_structure(0)
    width, height = caps.get_value("width"), caps.get_value("height")
    stride = (width * 3 + 3) // 4 * 4
    middle = buffer.extract_dup(height // 2 * stride + width // 2 * 3, 3)
    tell(f"picture {width}x{height} {middle[0]},{middle[1]},{middle[2]}")


def tell_sound(_pad, buffer):
    samples = struct.unpack(f"<{buffer.get_size() // 4}f", buffer.extract_dup(0, buffer.get_size()))
    tell(f"sound {max(map(abs, samples), default=0):.3f}")


def watch(Gst, sink, teller):
    def passed(pad, info):
        teller(pad, info.get_buffer())
        return Gst.PadProbeReturn.OK
    sink.get_static_pad("sink").add_probe(Gst.PadProbeType.BUFFER, passed)


def make_factory(Gst, GstRtsp, GstRtspServer, options):
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch("( " + pipeline(options) + " )")
    factory.set_shared(not options.as_encoded)
    if options.udp:
        factory.set_protocols(GstRtsp.RTSPLowerTrans.UDP)
    if options.record:
        factory.set_transport_mode(GstRtspServer.RTSPTransportMode.RECORD)

    def configure(_factory, media):
        pipeline = media.get_element()
        if options.record:
            watch(Gst, pipeline.get_by_name_recurse_up("picture"), tell_picture)
            if not options.no_sound:
                watch(Gst, pipeline.get_by_name_recurse_up("sound"), tell_sound)
            return
        feed(pipeline.get_by_name_recurse_up("picture"), pictures(Gst, options))
        if not options.no_sound:
            feed(pipeline.get_by_name_recurse_up("sound"), sounds(Gst))
        if options.log_flashes:
            log_flashes(Gst, pipeline.get_by_name_recurse_up("pace"))

    if not options.file:
        factory.connect("media-configure", configure)
    return factory


def protect(Gst, GstRtspServer, server, factory, options):
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    auth = GstRtspServer.RTSPAuth()
    auth.add_basic(GstRtspServer.RTSPAuth.make_basic(options.user, options.password), token)
    server.set_auth(auth)
    role = Gst.Structure.new_empty("viewer")
    role.set_value("media.factory.access", True)
    role.set_value("media.factory.construct", True)
    factory.add_role_from_structure(role)


def load_types(Gst):
    """PyGObject fills a type in when it is first named, and a second thread that names it then finds it without its methods."""
    for name in ("Buffer", "Caps", "PadProbeReturn", "Structure"):
        getattr(Gst, name)


def end_with(kind, problem, trace):
    """Ends the server when a callback fails: its stream would stand still for ever."""
    traceback.print_exception(kind, problem, trace)
    os._exit(1)


def main():
    options = arguments()
    try:
        import gi
        gi.require_version("Gst", "1.0")
        gi.require_version("GstRtsp", "1.0")
        gi.require_version("GstRtspServer", "1.0")
        from gi.repository import GLib, Gst, GstRtsp, GstRtspServer
    except (ImportError, ValueError) as problem:
        sys.exit(f"rtsp-server.py: {problem}\n{PACKAGES}")
    Gst.init(None)
    load_types(Gst)
    sys.excepthook = end_with
    server = GstRtspServer.RTSPServer()
    server.set_address(options.address)
    server.set_service(str(options.port))
    factory = make_factory(Gst, GstRtsp, GstRtspServer, options)
    if options.user:
        protect(Gst, GstRtspServer, server, factory, options)
    server.get_mount_points().add_factory(options.path, factory)
    if server.attach(None) == 0:
        sys.exit(f"rtsp-server.py: cannot listen on {options.address}:{options.port}; is it in use?")
    loop = GLib.MainLoop()
    for stop in (signal.SIGINT, signal.SIGTERM):
        GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, stop, loop.quit)
    print(f"rtsp://{options.address}:{server.get_bound_port()}{options.path}", flush=True)
    loop.run()


if __name__ == "__main__":
    main()
