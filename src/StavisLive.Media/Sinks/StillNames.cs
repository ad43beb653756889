using StavisLive.Core.Sinks;

namespace StavisLive.Media.Sinks;

/// <summary>File names for the stills of one run: their own, and where two are called the same, a number behind.</summary>
internal sealed class StillNames
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A name without extension that no still of this run has yet.</summary>
    public string Claim(SaliencyResult result)
    {
        var name = result.StillName ?? FrameName.Of(result.FrameIndex);
        var free = name;
        for (var number = 2; !_taken.Add(free); number++) free = $"{name}-{number}";
        return free;
    }
}
