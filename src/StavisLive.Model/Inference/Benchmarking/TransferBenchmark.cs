using System.Diagnostics;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Inference.Engine.Streaming;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Benchmarking;

/// <summary>Measures what a step of streams in their steady state carries to the device and back.</summary>
internal static class TransferBenchmark
{
    private const int Repetitions = 21;

    /// <summary>Medians, in milliseconds.</summary>
    public static (double Upload, double Download) Measure(SaliencyPredictor predictor, int streams)
    {
        using var inference = inference_mode();
        ProbeStream[] all = [.. Enumerable.Range(0, Math.Min(predictor.BatchSize, streams)).Select(stream => new ProbeStream(stream))];
        var upload = new WindowUpload(predictor.Device);
        using var download = new MapDownload(predictor.Device, all.Length);
        using var maps = zeros([all.Length, 1, SaliencyMap.Side, SaliencyMap.Side], device: predictor.Device);
        var up = Median(predictor.Device, () =>
        {
            upload.Pictures([.. all.Select(stream => (stream.Window, NetworkWindow.Frames - 1))]);
            if (predictor.UsesAudio) upload.Audio([.. all.Select(stream => stream.Window)]);
        });
        var down = Median(predictor.Device, () => download.Take(maps));
        foreach (var stream in all) stream.Dispose();
        return (up, down);
    }

    private static double Median(Device device, Action work)
    {
        var durations = new double[Repetitions];
        for (var repetition = -2; repetition < Repetitions; repetition++)
        {
            using var scope = NewDisposeScope();
            LayerBenchmark.Synchronize(device);
            var begun = Stopwatch.GetTimestamp();
            work();
            LayerBenchmark.Synchronize(device);
            if (repetition >= 0) durations[repetition] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }
        return durations.Order().ElementAt(Repetitions / 2);
    }
}
