using System.Diagnostics;
using StavisLive.Model.Checkpoints;
using StavisLive.Model.Network;

namespace StavisLive.Model.Tests.Network;

/// <summary>A garbage collection in the middle of a computation changes no number of it.</summary>
/// <remarks>
/// TorchSharp 0.107 passes handles to libtorch and keeps nothing alive that they belong to: what nothing managed refers to any more is freed, be libtorch
/// reading it or not.
/// </remarks>
public sealed class CollectorTests
{
    // STAVISLIVE_COLLECTOR_SECONDS makes a long run of it.
    private static readonly TimeSpan Duration =
        TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable("STAVISLIVE_COLLECTOR_SECONDS"), out var seconds) ? seconds : 3);

    // More than there are cores: a thread that the system halts in the middle of a call leaves the collector the time it needs.
    private const int Workers = 8;

    [Fact]
    public async Task ForwardAndBackward_WhileTheCollectorRuns_SameBitsAsWithout()
    {
        using var inputs = new CollectorInputs();
        var expected = inputs.Compute();
        Assert.All(expected, value => Assert.True(float.IsFinite(value)));

        await CollectDuringAsync(() =>
        {
            using var own = new CollectorInputs();
            return Repeat(own.Compute, expected);
        });
    }

    [Fact]
    public async Task Save_WhileTheCollectorRuns_SameBytesAsWithout()
    {
        var folder = Directory.CreateTempSubdirectory("collector-");
        try
        {
            using var network = new StavisNetwork(new NetworkVariant(10, Audiovisual: false), seed: 3);
            var expected = Save(Path.Combine(folder.FullName, "expected.safetensors"));

            await CollectDuringAsync(() =>
            {
                var path = Path.Combine(folder.FullName, $"{Guid.NewGuid()}.safetensors");
                return Repeat(() => Save(path), expected);
            });

            byte[] Save(string path)
            {
                WeightsFile.Save(network, path);
                return File.ReadAllBytes(path);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Each worker tells how often it did it.
    private static async Task CollectDuringAsync(Func<int> work)
    {
        using var stop = new CancellationTokenSource();
        var collector = Task.Factory.StartNew(() => Collect(stop.Token), TaskCreationOptions.LongRunning);
        var workers = Enumerable.Range(0, Workers).Select(_ => Task.Factory.StartNew(work, TaskCreationOptions.LongRunning));
        try
        {
            var passes = await Task.WhenAll(workers);
            Assert.All(passes, count => Assert.True(count > 1));
            TestContext.Current.SendDiagnosticMessage($"{passes.Sum()} passes");
        }
        finally
        {
            await stop.CancelAsync();
            await collector;
        }
    }

    // How often it was done until the time was over.
    private static int Repeat<T>(Func<T[]> compute, T[] expected)
    {
        var started = Stopwatch.GetTimestamp();
        for (var pass = 1; ; pass++)
        {
            var elapsed = Stopwatch.GetElapsedTime(started);
            T[] actual;
            try
            {
                actual = compute();
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Pass {pass}, after {elapsed.TotalSeconds:F2} s: {error.Message}", error);
            }
            if (!actual.SequenceEqual(expected)) Assert.Fail($"Pass {pass}, after {elapsed.TotalSeconds:F2} s, gave other numbers.");
            if (elapsed > Duration) return pass;
        }
    }

    private static void Collect(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
#pragma warning disable RS0030 // The collector at work is what is tested.
            GC.Collect();
            GC.WaitForPendingFinalizers();
#pragma warning restore RS0030
        }
    }
}
