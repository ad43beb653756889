using StavisLive.Testing;

namespace StavisLive.Integration.Tests.Running;

/// <summary>Small clips of the kinds that people have, made by ffmpeg.</summary>
internal static class Clips
{
    private const string Picture = "testsrc2=size=160x120:rate=25";
    private const string Audio = "sine=frequency=440:sample_rate=44100";

    /// <summary>Picture and audio, <paramref name="frames"/> frames at 25 per second.</summary>
    public static string Audiovisual(string file, int frames = 40) => Make(file, frames,
        ["-f", "lavfi", "-i", Picture, "-f", "lavfi", "-i", Audio], ["-c:a", "aac", "-t", Seconds(frames)]);

    /// <summary>Picture without a sound track.</summary>
    public static string Silent(string file, int frames, string picture = Picture, params string[] encoding) =>
        Make(file, frames, ["-f", "lavfi", "-i", picture], encoding);

    /// <summary>Audio without a picture.</summary>
    public static string AudioOnly(string file)
    {
        Tool.Ffmpeg("-f", "lavfi", "-i", Audio, "-t", "1", "-c:a", "aac", file);
        return file;
    }

    /// <summary>A video that ends where it begins.</summary>
    public static string NoLength(string file)
    {
        Tool.Ffmpeg("-f", "lavfi", "-i", Picture, "-t", "0", file);
        return file;
    }

    /// <summary>As a phone held upright records: lying pictures, and a note that they are to be turned by 90 degrees.</summary>
    public static string Rotated(string file, int frames)
    {
        var lying = Silent(file + ".lying.mp4", frames);
        Mp4Turn.Copy(lying, file, 90);
        return file;
    }

    /// <summary>Picture with sound of an unusual kind.</summary>
    public static string WithAudio(string file, params string[] encoding) => Make(file, 25,
        ["-f", "lavfi", "-i", Picture, "-f", "lavfi", "-i", Audio], ["-t", "1", .. encoding]);

    /// <summary>Every second frame of the second half left out, time stamps kept: variable frame rate.</summary>
    public static string VariableRate(string file)
    {
        Tool.Ffmpeg("-f", "lavfi", "-i", Picture, "-t", "2",
            "-vf", "select='lt(n,20)+not(mod(n,2))'", "-fps_mode", "vfr", "-c:v", "libx264", "-preset", "ultrafast", file);
        return file;
    }

    private static string Make(string file, int frames, string[] inputs, string[] encoding)
    {
        Tool.Ffmpeg([.. inputs, "-frames:v", $"{frames}", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", .. encoding, file]);
        return file;
    }

    private static string Seconds(int frames) => (frames / 25.0).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
