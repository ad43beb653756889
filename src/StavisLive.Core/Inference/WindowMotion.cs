using StavisLive.Core.Windowing;

namespace StavisLive.Core.Inference;

/// <summary>How much a stream's steps matter beside others', by what moves in its window.</summary>
internal static class WindowMotion
{
    /// <summary>Weight of a window in which nothing moves.</summary>
    public const double Least = 1;

    /// <summary>Weight of one in which everything does: no stream gets less than so small a part of another's steps.</summary>
    public const double Most = 4;

    // Over half a window, about a quarter of a second: what moves slowly has moved, and what sways has not come back.
    private const int Span = NetworkWindow.Frames / 2;

    // Grey levels that a value changes by on average for each unit of weight. The noise of a camera, averaged by the resize, is below one.
    private const double LevelsPerUnit = 2;

    /// <summary>The weight of a window's step, from <see cref="Least"/> to <see cref="Most"/>.</summary>
    public static double WeightOf(NetworkWindow window)
    {
        ReadOnlySpan<byte> newest = window.Pictures[^NetworkWindow.BytesPerFrame..];
        ReadOnlySpan<byte> before = window.Pictures.Slice((NetworkWindow.Frames - 1 - Span) * NetworkWindow.BytesPerFrame, NetworkWindow.BytesPerFrame);
        var sum = 0;
        for (var at = 0; at < newest.Length; at++) sum += Math.Abs(newest[at] - before[at]);
        return Math.Clamp(sum / (double)newest.Length / LevelsPerUnit, Least, Most);
    }
}
