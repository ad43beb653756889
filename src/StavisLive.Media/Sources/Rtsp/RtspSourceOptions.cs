using StavisLive.Core.Configuration.Sources;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Sources.Rtsp;

/// <summary>What is wanted of an RTSP address, and for how long it may keep us waiting.</summary>
public sealed record RtspSourceOptions
{
    /// <summary>Whether its audio is wanted at all.</summary>
    /// <value>The default value is true.</value>
    public bool WantsAudio { get; init; } = true;

    /// <summary>What it is decoded on, shared by all connections to the address; null: the processor.</summary>
    public HardwareDecoding? Hardware { get; init; }

    /// <summary>Whether its own encoded audio is handed over as well, for a recording.</summary>
    /// <value>The default value is false.</value>
    public bool PassEncodedAudio { get; init; }

    /// <summary>Whether its frame rate is found out, which takes twenty frames; a further connection to it need not wait for that.</summary>
    /// <value>The default value is true. If false the description's rate may be wrong.</value>
    public bool FindsFrameRate { get; init; } = true;

    /// <summary>How its packets come.</summary>
    /// <value>The default value is over TCP where it has that, else over UDP.</value>
    public RtspTransport Transport { get; init; } = RtspTransport.Auto;

    /// <summary>From the call to the first picture.</summary>
    /// <value>The default value is 10 seconds.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From one picture to the next.</summary>
    /// <value>The default value is 5 seconds.</value>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
