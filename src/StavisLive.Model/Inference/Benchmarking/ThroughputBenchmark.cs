using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Inference.Engine.Streaming;

namespace StavisLive.Model.Inference.Benchmarking;

/// <summary>Measures how many maps a second a predictor makes when it always has the next window: as many steps at once as it is worth.</summary>
internal static class ThroughputBenchmark
{
    // Of each stream: until what it keeps is filled, memory taken, every thread at work.
    private const int WarmUpRounds = StreamStem.StepsToSettle + 3;

    // Enough for the steady state: two seconds on two cores, less than one on a graphics card.
    private const int FewStreams = 4;
    private const int FullSteps = 120;

    /// <summary>Runs with as many streams as a predictor computes together, or with a few.</summary>
    /// <param name="predictor">The predictor.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Maps per second of all streams together.</returns>
    public static double RunFull(ISaliencyPredictor predictor, TimeProvider time) =>
        Run(predictor, Math.Max(FewStreams, predictor.BatchSize), newPictures: 1, FullSteps, time);

    /// <summary>Runs steps, the streams taking turns.</summary>
    /// <param name="predictor">The predictor.</param>
    /// <param name="streams">How many streams there are.</param>
    /// <param name="newPictures">Pictures that are new to each step of a stream.</param>
    /// <param name="steps">How many steps are measured, after the warm-up.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Maps per second of all streams together.</returns>
    public static double Run(ISaliencyPredictor predictor, int streams, int newPictures, int steps, TimeProvider time)
    {
        ProbeStream[] all = [.. Enumerable.Range(0, streams).Select(stream => new ProbeStream(stream))];
        var size = Math.Min(predictor.BatchSize, streams);
        var warmUp = WarmUpRounds * streams / size;
        var leading = new Lock();
        var begun = 0L;
        var making = TimeSpan.Zero;
        var next = 0;
        Thread[] threads = [.. Enumerable.Range(0, predictor.Concurrency).Select(_ => new Thread(Work))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        var elapsed = time.GetElapsedTime(begun);
        // Where steps come one at a time, nothing is computed while windows are made; a run has other threads for that.
        if (predictor.Concurrency == 1) elapsed -= making;
        foreach (var stream in all)
        {
            predictor.Forget(stream.Window.StreamId);
            stream.Dispose();
        }
        return steps * size / elapsed.TotalSeconds;

        void Work()
        {
            var windows = new NetworkWindow[size];
            SaliencyMap[] maps = [.. windows.Select(_ => SaliencyMap.Rent())];
            while (Begin(windows)) predictor.Predict(windows, maps, leading.Exit);
            foreach (var map in maps) map.Dispose();
        }

        // Leaves the lock to the predictor's hand-over, unless there is nothing left to do.
        bool Begin(NetworkWindow[] windows)
        {
            leading.Enter();
            if (next == warmUp) begun = time.GetTimestamp();
            if (next == warmUp + steps)
            {
                leading.Exit();
                return false;
            }
            var start = time.GetTimestamp();
            for (var index = 0; index < size; index++)
            {
                var stream = all[((next * size) + index) % streams];
                stream.Next(newPictures);
                windows[index] = stream.Window;
            }
            if (next >= warmUp) making += time.GetElapsedTime(start);
            next++;
            return true;
        }
    }
}
