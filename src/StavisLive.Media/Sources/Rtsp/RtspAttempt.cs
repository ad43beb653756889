using StavisLive.Core.Configuration.Sources;
using StavisLive.Media.Sources.Capture;

namespace StavisLive.Media.Sources.Rtsp;

/// <summary>One of the ways in which an address is tried.</summary>
/// <param name="Intake">What is taken of its audio.</param>
/// <param name="IsDatagrams">Whether packets come over UDP.</param>
/// <param name="AudioIsSure">Whether its audio was seen to come, so that it is worth waiting for.</param>
internal readonly record struct RtspAttempt(AudioIntake Intake, bool IsDatagrams = false, bool AudioIsSure = false)
{
    /// <summary>The first way.</summary>
    public static RtspAttempt First(RtspSourceOptions options) => new(
        !options.WantsAudio ? AudioIntake.None : options.PassEncodedAudio ? AudioIntake.SamplesAndRecording : AudioIntake.Samples,
        options.Transport == RtspTransport.Udp);

    /// <summary>The way to try after this one has failed; null where there is none.</summary>
    /// <param name="messages">What ffmpeg said.</param>
    /// <param name="options">What is wanted.</param>
    public RtspAttempt? After(string messages, RtspSourceOptions options)
    {
        if (options.Hardware?.FallBack(messages) == true) return this;
        if (!IsDatagrams && options.Transport == RtspTransport.Auto && RtspFailure.IsAboutTransport(messages)) return this with { IsDatagrams = true };
        if (Intake == AudioIntake.None) return null;
        // Its audio may be of a kind that cannot be passed on (AMR, for one); it can still be listened to.
        if (RtspFailure.IsAboutTheRecording(messages)) return this with { Intake = Intake == AudioIntake.SamplesAndRecording ? AudioIntake.Samples : AudioIntake.None };
        if (Intake != AudioIntake.Awaited && RtspFailure.IsAboutMissingAudio(messages)) return this with { Intake = AudioIntake.Awaited };
        return RtspFailure.IsAboutUnknownAudio(messages) ? this with { Intake = AudioIntake.None } : null;
    }

    /// <summary>The way to try when nothing came in time; null where there is none.</summary>
    /// <remarks>
    /// Of a camera with few pictures a second ffmpeg takes longer than that to find out that the audio it announces doesn't come; and audio that was
    /// seen to come may have stopped again.
    /// </remarks>
    public RtspAttempt? AfterTimeOut() =>
        Intake is AudioIntake.None or AudioIntake.Awaited ? null : this with { Intake = AudioIntake.Awaited };
}
