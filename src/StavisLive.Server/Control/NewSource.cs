using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Media.Sources.Microphones;

namespace StavisLive.Server.Control;

/// <summary>A source that is to be added: nothing that names a file of this machine.</summary>
internal sealed record NewSource
{
    // About what browsers have long taken. A camera's is far shorter, and it stands in what is told of every failure.
    private const int MostAddressLetters = 2000;

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Address of an RTSP stream.</summary>
    public string? Rtsp { get; init; }

    /// <summary>Number of a camera.</summary>
    public int? Camera { get; init; }

    /// <summary>Whether it is the built-in scene.</summary>
    public bool Synthetic { get; init; }

    /// <summary><c>default</c>, the name of a microphone, or <c>none</c>; null: the source's own audio.</summary>
    public string? Mic { get; init; }

    /// <summary>Share of the network.</summary>
    public int Priority { get; init; } = 1;

    /// <summary>Refuses what only the configuration may name.</summary>
    /// <exception cref="ControlException">It cannot be watched so.</exception>
    public async Task CheckAsync()
    {
        if (Camera < 0) throw new ControlException("A camera is a number from 0 on.");
        // The sound system takes more than names: files and commands too.
        if (Mic is null or "none" or "default") return;
        var microphones = await Task.Run(MicrophoneFinder.Find).ConfigureAwait(false);
        if (!microphones.Found.Any(microphone => microphone.Name == Mic))
            throw new ControlException($"There is no microphone \"{Mic}\"; stavis-live devices lists those that there are.");
    }

    /// <summary>The same as a configuration has it, with everything else as it is by default.</summary>
    /// <exception cref="ControlException">Its address is longer than any camera's.</exception>
    public StreamConfig ToConfig()
    {
        // Before anything looks for passwords in it, which takes the longer the more there is.
        if (Rtsp?.Length > MostAddressLetters) throw new ControlException($"An address has {MostAddressLetters} letters at most, not {Rtsp.Length}.");
        return new StreamConfig
        {
            Name = Name,
            Priority = Priority,
            Source = new SourceConfig
            {
                Rtsp = Rtsp,
                Camera = Camera?.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Synthetic = Synthetic,
                Realtime = Synthetic,
                Mic = Mic,
            },
            Outputs = new OutputConfig { Display = false },
        };
    }
}
