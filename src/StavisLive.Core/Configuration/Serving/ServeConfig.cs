using StavisLive.Core.Media;

namespace StavisLive.Core.Configuration.Serving;

/// <summary>The web server: dashboard, API and feeds for browsers and programs.</summary>
public sealed record ServeConfig
{
    /// <summary>Where it listens, <c>[HOST:]PORT</c>: without a host on this machine only; null, the default: there is no server.</summary>
    public string? Address { get; init; }

    /// <summary>Names beside its address, <c>localhost</c> and the machine's own under which browsers may call it; none by default.</summary>
    public ValueList<string> Hosts { get; init; } = [];

    /// <summary>Who may use it; needed where other machines can reach it. None by default.</summary>
    public ValueList<AccessTokenConfig> Tokens { get; init; } = [];

    /// <summary>Most pictures of a source that viewers get per second, 0.1 to 60; 12.5 by default.</summary>
    public double PictureRate { get; init; } = 12.5;

    /// <summary>Most pixels of a row of the pictures that viewers get, 64 to 3840; 640 by default.</summary>
    public int PictureWidth { get; init; } = 640;

    /// <summary>What is remembered of where attention was, for the search.</summary>
    public HistoryConfig History { get; init; } = new();
}
