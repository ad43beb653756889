using System.Diagnostics;
using System.Globalization;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Media;
using StavisLive.Media.Encoding;
using StavisLive.Media.Encoding.Foveated;
using StavisLive.Media.Encoding.Libav;
using StavisLive.Media.Encoding.Regions;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Benchmarks.Measurements;

/// <summary>What following attention adds to a live encoder: processor time per 1280x720 picture with and without, at the same bitrate.</summary>
internal static class FoveationCost
{
    private const int Width = 1280;
    private const int Height = 720;
    private const int Frames = 100;
    private const int Rounds = 5;
    private const double Kilobits = 2_000;

    private static readonly EncodedVideoFormat Format = new() { Width = Width, Height = Height, FrameRate = 25, IsLive = true };

    /// <summary>Measures and writes a table.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="clip">A video with natural pictures.</param>
    public static async Task MeasureAsync(TextWriter output, string clip)
    {
        var pictures = await ReadAsync(clip);
        output.WriteLine("codec   every part alike, CPU ms/picture (median, range)   following attention                 median difference");
        foreach (var codec in Enum.GetValues<FoveationCodec>())
        {
            var (plain, foveated) = (new List<double>(), new List<double>());
            // In turns, so that both meet the same neighbours.
            for (var round = 0; round < Rounds; round++)
            {
                plain.Add(Encode(codec, pictures, strength: null));
                foveated.Add(Encode(codec, pictures, strength: 2));
            }
            var (before, after) = (plain.Order().ElementAt(Rounds / 2), foveated.Order().ElementAt(Rounds / 2));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{codec,-6}  {before:0.00} ({plain.Min():0.00} to {plain.Max():0.00})                               {after:0.00} ({foveated.Min():0.00} to {foveated.Max():0.00})              {(after / before - 1) * 100:+0.0;-0.0} %"));
        }
    }

    private static double Encode(FoveationCodec codec, IReadOnlyList<byte[]> pictures, double? strength)
    {
        var how = FoveatedCodec.Of(codec);
        var planner = strength is { } asked ? new RegionPlanner(Width, Height, new FoveationOptions { Strength = asked }, how.MostLevels) : null;
        using var encoder = new LibavEncoder(LibavLibrary.Get(), how.Encoder, how.Options(Format, Kilobits, quality: null, isSent: true), Width, Height, Format.FrameRate);
        var map = new float[SaliencyMap.Length];
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        var begun = process.TotalProcessorTime;
        for (var index = 0; index < pictures.Count; index++)
        {
            var time = MediaTime.FromMilliseconds(index * 40);
            if (planner is not null) Look(map, index);
            encoder.Encode(pictures[index], time, planner is null ? [] : planner.Plan(map, time), static (_, _, _) => { });
        }
        encoder.Complete(static (_, _, _) => { });
        process.Refresh();
        return (process.TotalProcessorTime - begun).TotalMilliseconds / pictures.Count;
    }

    // Somebody who looks around; less than what a map costs to copy.
    private static void Look(float[] map, int index)
    {
        var (centreX, centreY) = (56 + 30 * MathF.Sin(index * 0.05f), 56 + 20 * MathF.Cos(index * 0.08f));
        for (var cell = 0; cell < map.Length; cell++)
        {
            var (x, y) = (cell % SaliencyMap.Side - centreX, cell / SaliencyMap.Side - centreY);
            map[cell] = 0.02f + 1 / (1 + (x * x + y * y) / 100);
        }
    }

    private static async Task<IReadOnlyList<byte[]>> ReadAsync(string clip)
    {
        var tools = await FfmpegTools.FindAsync(CancellationToken.None);
        await using var process = FfmpegProcess.Start(tools.Ffmpeg,
        [
            "-nostdin", "-v", "error", "-i", clip, "-frames:v", $"{Frames}", "-vf", $"scale={Width}:{Height}", "-pix_fmt", "bgr24", "-f", "rawvideo", "pipe:1",
        ]);
        var pictures = new List<byte[]>();
        while (true)
        {
            var picture = new byte[Width * Height * 3];
            if (await process.Output.ReadAtLeastAsync(picture, picture.Length, throwOnEndOfStream: false) < picture.Length) return pictures;
            pictures.Add(picture);
        }
    }
}
