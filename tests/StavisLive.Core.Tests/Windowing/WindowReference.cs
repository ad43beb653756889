using StavisLive.Core.Windowing;

namespace StavisLive.Core.Tests.Windowing;

/// <summary>The definition of the sliding window, computed with everything known beforehand.</summary>
internal static class WindowReference
{
    /// <summary>A frame as the reference sees it: nanoseconds from the first one.</summary>
    public sealed record Frame(long Nanoseconds, byte Picture);

    /// <summary>A window: its target slot and its sixteen pictures, oldest first.</summary>
    public sealed record Window(long Target, byte[] Pictures);

    /// <summary>One window for every slot that a frame falls into.</summary>
    public static List<Window> Windows(IReadOnlyList<Frame> frames, double fps, int lookAhead)
    {
        var newestOfSlot = new SortedDictionary<long, byte>();
        var latest = 0L;
        foreach (var frame in frames)
        {
            latest = Math.Max(latest, (long)Math.Floor((frame.Nanoseconds * fps / 1e9) + 0.5));
            newestOfSlot[latest] = frame.Picture;
        }
        return [.. newestOfSlot.Keys.Select(target => new Window(target, [.. Enumerable
            .Range(0, NetworkWindow.Frames)
            .Select(age => PictureAt(newestOfSlot, target + lookAhead - 15 + age))]))];
    }

    private static byte PictureAt(SortedDictionary<long, byte> newestOfSlot, long slot)
    {
        var own = newestOfSlot.Where(pair => pair.Key <= slot).Select(pair => (byte?)pair.Value).LastOrDefault();
        return own ?? newestOfSlot.First().Value;
    }
}
