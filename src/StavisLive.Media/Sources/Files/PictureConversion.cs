using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Sources.Colours;

namespace StavisLive.Media.Sources.Files;

/// <summary>ffmpeg's filters that make a file's colours what players show.</summary>
internal static class PictureConversion
{
    /// <summary>The filters; null where ffmpeg's own conversion does.</summary>
    public static string? Of(VideoProbe video)
    {
        if (video.IsHdr) return ToneMapping(video);
        // Without a word ffmpeg reads all pictures as those of the standard before.
        return HighDefinition.Is(video.Width, video.Height) && video.HasUnknownColours ? "scale=in_color_matrix=bt709" : null;
    }

    // 203 cd/m2 are white on ordinary displays (ITU-R BT.2408); up to three tenths of it nothing changes, five times as much becomes white.
    private static string ToneMapping(VideoProbe video) =>
        $"zscale=tin={video.Transfer}:min={Known(video.Colours, "bt2020nc")}:pin={Known(video.Primaries, "bt2020")}:t=linear:npl=203,format=gbrpf32le," +
        "zscale=p=bt709,tonemap=mobius:param=0.3:peak=5:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv444p,scale=in_color_matrix=bt709";

    private static string Known(string? said, string usual) => VideoProbe.IsUnknown(said) ? usual : said!;
}
