using StavisLive.Media.Matroska;

namespace StavisLive.Media.Sources.Colours;

/// <summary>What luma and colour differences are made of.</summary>
/// <param name="RedShare">Share of red in luma, 0..1.</param>
/// <param name="BlueShare">Share of blue in luma.</param>
/// <param name="IsFullRange">Whether all 256 levels are in use, and not only 16 to 235 (colour differences: 16 to 240).</param>
internal readonly record struct YuvColours(double RedShare, double BlueShare, bool IsFullRange)
{
    /// <summary>Those that players take a track for: what it says, and where it says nothing that they know, by its size.</summary>
    public static YuvColours Of(MatroskaTrack track)
    {
        var (red, blue) = SharesOf(track.Colour.Matrix) ?? (HighDefinition.Is(track.Width, track.Height) ? Bt709 : Bt601);
        return new YuvColours(red, blue, track.Colour.IsFullRange);
    }

    private static (double Red, double Blue) Bt709 => (0.2126, 0.0722);

    private static (double Red, double Blue) Bt601 => (0.299, 0.114);

    // ITU-T H.273, table 4. Of BT.2020 with constant luminance (10) the other kind is what ffmpeg makes as well.
    private static (double Red, double Blue)? SharesOf(int matrix) => matrix switch
    {
        1 => Bt709,
        4 => (0.30, 0.11), // FCC
        5 or 6 => Bt601,
        7 => (0.212, 0.087), // SMPTE 240M
        9 or 10 => (0.2627, 0.0593), // BT.2020
        _ => null,
    };
}
