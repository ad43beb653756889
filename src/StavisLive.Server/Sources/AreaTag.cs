using System.Security.Cryptography;
using System.Text.Json;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;
using StavisLive.Server.Json;

namespace StavisLive.Server.Sources;

/// <summary>A few letters that stand for a source's zones, or its masks, as they are: who changes them says by these which ones he has seen.</summary>
internal static class AreaTag
{
    private const int Bytes = 8;

    /// <summary>That of zones.</summary>
    public static string Of(IReadOnlyList<ZoneConfig> zones) => Of<IReadOnlyList<ZoneConfig>>(zones);

    /// <summary>That of masks.</summary>
    public static string Of(IReadOnlyList<FrameMask> masks) => Of([.. masks.Select(mask => mask.Corners)]);

    /// <summary>That of masks by their corners.</summary>
    public static string Of(IReadOnlyList<IReadOnlyList<FramePoint>> masks) => Of<IReadOnlyList<IReadOnlyList<FramePoint>>>(masks);

    private static string Of<T>(T areas) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(areas, ServerJson.Options)).AsSpan(0, Bytes));
}
