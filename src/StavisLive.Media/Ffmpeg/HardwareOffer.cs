using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;

namespace StavisLive.Media.Ffmpeg;

/// <summary>Which names of hardware to decode on this machine's ffmpeg knows, whether the machine has such hardware or not.</summary>
public sealed class HardwareOffer
{
    private readonly IReadOnlyList<string> _names;
    private readonly string? _trouble;

    private HardwareOffer(IReadOnlyList<string> names, string? trouble = null)
    {
        _names = names;
        _trouble = trouble;
    }

    /// <summary>Asks ffmpeg, if something is wanted that only it can tell; null if not.</summary>
    /// <param name="wanted">What is wanted: <c>none</c>, <c>auto</c>, or names.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<HardwareOffer?> ForAsync(IEnumerable<string> wanted, CancellationToken cancellationToken)
    {
        if (wanted.All(name => name is HardwareDecoding.None or HardwareDecoding.Auto)) return null;
        try
        {
            return await ByAsync(await FfmpegTools.FindAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (FfmpegException e)
        {
            return new HardwareOffer([], e.Message);
        }
    }

    /// <summary>What is wrong with a wish (<c>source.hwaccel</c>), with the nearest name; null when nothing is.</summary>
    public ConfigProblem? Problem(string wanted)
    {
        if (wanted is HardwareDecoding.None or HardwareDecoding.Auto || _names.Contains(wanted)) return null;
        const string Key = "source.hwaccel";
        if (_trouble is not null) return new ConfigProblem(Key, wanted, $"`{Key}` needs ffmpeg. {_trouble}");
        var known = _names.Append(HardwareDecoding.Auto).Append(HardwareDecoding.None);
        var meant = NearestName.Find(wanted, known) is { } nearest ? $" did you mean \"{nearest}\"?" : "";
        var offered = _names.Count == 0 ? "this ffmpeg offers nothing else" : $"this ffmpeg offers {string.Join(", ", _names)}";
        return new ConfigProblem(
            Key, wanted, $"`{Key}` is {HardwareDecoding.Auto}, {HardwareDecoding.None} or a name that ffmpeg knows, not \"{wanted}\";{meant} ({offered})");
    }

    internal static async Task<HardwareOffer> ByAsync(FfmpegTools tools, CancellationToken cancellationToken) =>
        new(await HardwareMethods.ListAsync(tools, cancellationToken).ConfigureAwait(false));
}
