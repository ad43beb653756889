using StavisLive.Core.Media;

namespace StavisLive.Server.Tests;

/// <summary>Maps whose values are known.</summary>
internal static class Maps
{
    /// <summary>From 0 in the upper left corner to 1 in the lower right one.</summary>
    public static float[] Ramp { get; } = [.. Enumerable.Range(0, SaliencyMap.Length).Select(cell => (float)cell / (SaliencyMap.Length - 1))];
}
