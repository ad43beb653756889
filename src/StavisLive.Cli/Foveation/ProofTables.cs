using System.Globalization;
using StavisLive.Evaluation.Foveation;

namespace StavisLive.Cli.Foveation;

/// <summary>The answer for people.</summary>
internal static class ProofTables
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, ProofAnswer answer)
    {
        output.WriteLine(Text($"{answer.Clip}: {answer.Frames} pictures of {answer.Width}x{answer.Height} at {answer.FrameRate:0.##} a second, strength {answer.Strength}"));
        output.WriteLine("Bits in percent of the encoder's own, at equal quality (BD-rate); quality by");
        Write(output, answer, answer.Codecs, "quality");
        Write(output, answer, answer.TwoPass, "bitrate, two passes");
        output.WriteLine("saliency* is circular: the same map shares out the bits and judges.");
    }

    private static void Write(TextWriter output, ProofAnswer answer, IReadOnlyDictionary<string, CodecResult> codecs, string way)
    {
        foreach (var (codec, result) in codecs)
        {
            output.WriteLine();
            output.WriteLine($"{codec + " by " + way,-28}{(answer.Observers is { } observers ? $"gaze ({observers})" : "gaze"),10}{"its SSIM",10}{"saliency*",10}{"its SSIM",10}{"PSNR",10}{"SSIM",10}{"time",8}");
            foreach (var (name, arm) in result.Arms)
            {
                output.WriteLine($"  {name,-26}{Percent(arm.BdRateGaze)}{Percent(arm.BdRateGazeSsim)}{Percent(arm.BdRateSaliency)}{Percent(arm.BdRateSaliencySsim)}"
                    + Text($"{Percent(arm.BdRatePsnr)}{Percent(arm.BdRateSsim)}{arm.TimeRatio,8:0.00}"));
            }
        }
    }

    private static string Percent(double? value) => value is { } known && !double.IsNaN(known) ? Text($"{known,9:+0.0;-0.0}%") : $"{"-",10}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
