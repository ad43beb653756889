using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Diagnostics;

namespace StavisLive.Core.Configuration.Validation;

/// <summary>Checks what was asked for of QP maps and of an eye tracker.</summary>
internal static class GazeValidation
{
    /// <summary>Everything that is wrong, by key.</summary>
    public static IEnumerable<ConfigProblem> Problems(OutputConfig outputs)
    {
        var gaze = outputs.Gaze;
        if (outputs.QpMaps is "" or OutputConfig.SocketPrefix)
            yield return new("outputs.qpMaps", outputs.QpMaps, "`outputs.qpMaps` is a file, - for standard output, or unix:PATH for a socket; there is no path.");
        if (outputs.QpBlockSize is not (8 or 16 or 32 or 64))
            yield return ConfigProblem.Of("outputs.qpBlockSize", outputs.QpBlockSize, $"`outputs.qpBlockSize` must be 8, 16, 32 or 64, not {outputs.QpBlockSize}.");
        if (gaze.Address is { } address && address != "-" && GazeAddress.Parse(address) is null)
            yield return new("outputs.gaze.address", SafeAddress.Of(address), $"`outputs.gaze.address` expects udp://[HOST]:PORT, or - for standard input, not \"{SafeAddress.Of(address)}\".");
        if (gaze.Address is not null && outputs is { QpMaps: null, Foveate.Target: null })
            yield return new("outputs.gaze.address", gaze.Address, "`outputs.gaze.address` steers `outputs.foveate.target` and `outputs.qpMaps`: give one of them, too.");
        if (!(gaze.Weight is >= 0 and <= 1))
            yield return ConfigProblem.Of("outputs.gaze.weight", gaze.Weight, $"`outputs.gaze.weight` must be 0 to 1, not {gaze.Weight}.");
        if (!(gaze.Radius is >= 0.01 and <= 1))
            yield return ConfigProblem.Of("outputs.gaze.radius", gaze.Radius, $"`outputs.gaze.radius` must be 0.01 to 1 of the picture's height, not {gaze.Radius}.");
    }
}
