using StavisLive.Core.Windowing;

namespace StavisLive.Training.Examples;

/// <summary>Cuts the network's sound input out of a whole recording.</summary>
internal static class AudioExcerpt
{
    [ThreadStatic]
    private static HannExcerpt? _hann; // keeps its window; not thread-safe

    /// <summary>The input for sixteen frames.</summary>
    /// <param name="recording">Mono samples of 16 bits.</param>
    /// <param name="firstSlot">Number of the first frame, from 0; it may lie before the recording's beginning.</param>
    /// <param name="fps">Frames per second.</param>
    /// <returns><see cref="NetworkWindow.AudioLength"/> samples; null: the recording has nothing there.</returns>
    public static float[]? Of(short[] recording, long firstSlot, double fps)
    {
        var (begin, end) = HannExcerpt.RangeOf(firstSlot, firstSlot + NetworkWindow.Frames - 1, fps, recording.Length);
        if (begin == end) return null;
        var samples = Array.ConvertAll(recording[(int)begin..(int)end], sample => (float)sample / short.MaxValue);
        return Of(samples);
    }

    /// <summary>The input for samples that are cut already.</summary>
    public static float[] Of(ReadOnlySpan<float> samples)
    {
        var input = new float[NetworkWindow.AudioLength];
        (_hann ??= new HannExcerpt()).Fill(samples, input);
        return input;
    }
}
