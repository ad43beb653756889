using StavisLive.Media.Sources.Capture;

namespace StavisLive.Media.Sources.Rtsp;

/// <summary>ffmpeg's arguments for an RTSP address, chosen for little delay.</summary>
internal static class RtspArguments
{
    // A packet of audio sends the picture before it on its way (see CaptureArguments.Output), so short ones save time:
    // 10 ms instead of AAC's 21 ms.
    private const int SamplesPerPacket = Core.Media.AudioFormat.SampleRate / 100;

    // A picture goes out as soon as a second one waits, whatever the audio does: 1 microsecond, the least that is not "for ever".
    private static readonly TimeSpan InterleaveWait = TimeSpan.FromMicroseconds(1);

    // Pictures that wait for audio that is announced before ffmpeg says that it doesn't come: 2.5 s at 25 fps. Of the pictures alone: ffmpeg 7 would count
    // short packets of audio as well, and stand still.
    private const string PicturesWithoutAudio = "64";

    // Twice a camera of 8K. Who sends larger pictures would fill the memory with a few of them.
    private const string MostPixels = "64000000";

    /// <summary>What <see cref="For"/> calls the input.</summary>
    public const string Input = "pipe:0";

    /// <summary>All arguments. The address is not among them, because every user of the machine can read those: see <see cref="RtspScript"/>.</summary>
    public static IEnumerable<string> For(RtspSourceOptions options, RtspAttempt attempt) =>
    [
        .. CaptureArguments.Common,
        // low_delay also rules out frame threads, which hold one picture back each.
        "-flags", "low_delay", "-max_pixels", MostPixels,
        // Twenty frames, ffmpeg's own choice, are most of what a connection takes: 1.3 s at 25 fps, 0.5 s without (measured).
        .. options.FindsFrameRate ? Array.Empty<string>() : ["-fpsprobesize", "0"],
        .. attempt.Intake == AudioIntake.Awaited ? ["-analyzeduration", RtspScript.ShortLook] : Array.Empty<string>(),
        .. options.Hardware?.Arguments ?? [],
        "-f", "concat", "-safe", "0", "-protocol_whitelist", "pipe,fd,rtsp,rtsps,rtp,srtp,tcp,udp,tls", "-i", Input,
        // Which streams there are is only known once connected, hence the question mark.
        .. CaptureArguments.Tracks("0:V:0", "0:a:0?", attempt.Intake, SamplesPerPacket, CaptureArguments.Planes),
        .. attempt.AudioIsSure ? Array.Empty<string>() : ["-max_muxing_queue_size:v", PicturesWithoutAudio, "-muxing_queue_data_threshold:v", "1"],
        .. CaptureArguments.Output(InterleaveWait),
    ];
}
