using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Inference;
using StavisLive.Core.Windowing;
using StavisLive.Evaluation.Foveation;
using StavisLive.Media.Encoding.Trials;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Sources.Files;
using StavisLive.Testing;

namespace StavisLive.Evaluation.Tests.Foveation;

/// <summary>A clip of noise that is encoded for a map with its peak in the middle, and for gaze that rests there, by this machine's encoders.</summary>
public sealed class ProofTests : IDisposable
{
    private const int Frames = 12;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("proof-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(FoveationCodec.H264)]
    [InlineData(FoveationCodec.Hevc)]
    [InlineData(FoveationCodec.Vp9)]
    public async Task ByQuality_GazeOnThePeak_FewerBitsThereAndMoreElsewhere(FoveationCodec codec)
    {
        await using var made = await MakeAsync(new ProofPlan { Codecs = [codec], IsLive = codec == FoveationCodec.Hevc });
        var result = await made.Proof.ByQualityAsync(codec, default);
        Assert.Equal(["centre", "gaze", "observer", "saliency"], result.Arms.Keys.Order());
        var gaze = result.Arms["gaze"];
        Assert.InRange(gaze.BdRateGaze!.Value, -95, -10);
        Assert.True(gaze.BdRatePsnr > gaze.BdRateGaze);
        Assert.Equal(4, gaze.Points.Count);
        Assert.True(gaze.Points[0].Kbps > gaze.Points[3].Kbps);
    }

    [Fact]
    public async Task ByBitrate_TwoPasses_RatesAsAskedFor()
    {
        await using var made = await MakeAsync(new ProofPlan { Codecs = [FoveationCodec.H264], SaliencyOnly = true });
        var byQuality = await made.Proof.ByQualityAsync(FoveationCodec.H264, default);
        var result = await made.Proof.ByBitrateAsync(FoveationCodec.H264, byQuality.Baseline.Select(point => point.Kbps), default);
        // Half a second is little for a mean to settle.
        foreach (var (point, asked) in result.Arms["saliency"].Points.Zip(byQuality.Baseline)) Assert.InRange(point.Kbps / asked.Kbps, 0.33, 3);
    }

    [Fact]
    public async Task Pictures_AtEqualRate_CropsOfPeakAndPeriphery()
    {
        await using var made = await MakeAsync(new ProofPlan { Codecs = [FoveationCodec.H264] });
        // The baseline is the same whatever it is compared with.
        var baseline = (await made.OfSaliency.ByQualityAsync(FoveationCodec.H264, default)).Baseline[2];
        var pictures = await made.Proof.PicturesAsync(FoveationCodec.H264, baseline, "gaze", default);
        Assert.InRange((double)pictures.FoveatedBytes / pictures.PlainBytes, 0.8, 1.25);
        Assert.Equal(3, pictures.Crops(atPeak: true).Count);
        Assert.NotEqual(pictures.Crops(atPeak: true)[0], pictures.Crops(atPeak: false)[0]);
    }

    private async Task<Made> MakeAsync(ProofPlan plan)
    {
        var tools = await FfmpegTools.FindAsync(default);
        var (path, table) = (Path.Combine(_folder.FullName, "clip.mkv"), Path.Combine(_folder.FullName, "gaze.csv"));
        await using (var child = FfmpegProcess.Start(
            tools.Ffmpeg,
            ["-nostdin", "-v", "error", "-f", "lavfi", "-i", $"testsrc2=size=322x180:rate=25,noise=alls=30:allf=t:all_seed=1,format=yuv444p,crop=322:179:0:0:exact=1", "-frames:v", $"{Frames}", "-c:v", "ffv1", path]))
            Assert.Equal(0, await child.WaitForExitAsync(default));
        await File.WriteAllTextAsync(table, "observer,time,x,y\na,0,0.5,0.5\na,0.4,0.52,0.5\nb,0,0.48,0.5\n");

        await using var scheduler = new InferenceScheduler(() => new FixedMapPredictor(TestResults.Blob(56, 56)), TimeProvider.System);
        scheduler.Start();
        await scheduler.Ready;
        var maps = await ClipMaps.MakeAsync(
            path, scheduler, MapAlignment.Center, Frames, TimeProvider.System, NullLogger<FileSource>.Instance, _ => new Nothing(), default);
        Assert.Equal(Frames, maps.Maps.Count);
        var clip = await TrialClip.DecodeAsync(tools, path, maps.Source, Frames, default);
        Assert.Equal((322, 180, Frames), (clip.Width, clip.Height, clip.Count));
        var gaze = GazeTable.Read(table, clip.FrameRate, clip.Count);
        return new Made(new Proof(plan, clip, maps, gaze, tools), new Proof(plan with { SaliencyOnly = true }, clip, maps, gaze, tools), clip);
    }

    private sealed record Made(Proof Proof, Proof OfSaliency, TrialClip Clip) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            Clip.Dispose();
            return default;
        }
    }

    private sealed class Nothing : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => default;
    }
}
