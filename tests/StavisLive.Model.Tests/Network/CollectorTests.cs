using System.Diagnostics;

namespace StavisLive.Model.Tests.Network;

/// <summary>A garbage collection in the middle of a computation changes no number of it.</summary>
/// <remarks>
/// TorchSharp 0.107 frees a number that is passed to libtorch as soon as nothing managed refers to it, be libtorch reading it or not.
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

        using var stop = new CancellationTokenSource();
        var collector = Task.Factory.StartNew(() => Collect(stop.Token), TaskCreationOptions.LongRunning);
        var workers = Enumerable.Range(0, Workers).Select(_ => Task.Factory.StartNew(() => Repeat(expected), TaskCreationOptions.LongRunning));
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

    // How often the computation was done until the time was over.
    private static int Repeat(float[] expected)
    {
        using var inputs = new CollectorInputs();
        var started = Stopwatch.GetTimestamp();
        for (var pass = 1; ; pass++)
        {
            var elapsed = Stopwatch.GetElapsedTime(started);
            float[] actual;
            try
            {
                actual = inputs.Compute();
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
