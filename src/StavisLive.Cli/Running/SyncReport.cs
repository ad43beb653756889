using System.Globalization;
using System.Text.Json;
using StavisLive.Core.Synchronization;

namespace StavisLive.Cli.Running;

/// <summary>A measurement of sync for people and for programs.</summary>
internal static class SyncReport
{
    /// <summary>Keys as in the metrics: <c>offset_ms</c>, <c>drift_ppm</c>, ...</summary>
    public static JsonSerializerOptions JsonOptions { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>What <c>--json</c> answers.</summary>
    /// <param name="measured">The measurement.</param>
    /// <param name="avOffset">What <c>--av-offset</c> would put right.</param>
    public static object AsJson(SyncMeasurement measured, double avOffset) => new
    {
        measured.Flashes,
        measured.Sounds,
        measured.Pairs,
        OffsetMs = Math.Round(measured.OffsetMilliseconds, 1),
        SpreadMs = Math.Round(measured.SpreadMilliseconds, 1),
        DriftPpm = measured.DriftPpm is { } drift ? Math.Round(drift, 1) : (double?)null,
        AvOffset = avOffset,
    };

    /// <summary>The same in a few lines.</summary>
    public static void Write(TextWriter output, SyncMeasurement measured, double avOffset)
    {
        output.WriteLine($"{measured.Pairs} pairs of {measured.Flashes} flashes and {measured.Sounds} sounds");
        var (size, direction) = (Math.Abs(measured.OffsetMilliseconds), measured.OffsetMilliseconds < 0 ? "early" : "late");
        output.WriteLine(Text($"the sound is {size:0.0} ms {direction}; half of the pairs are within {measured.SpreadMilliseconds:0.0} ms of that"));
        if (measured.DriftPpm is { } drift) output.WriteLine(Text($"drift {drift:+0.0;-0.0;0.0} ppm"));
        output.WriteLine(Text($"to put it right: --av-offset {avOffset:0}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
