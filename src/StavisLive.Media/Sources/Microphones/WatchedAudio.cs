using StavisLive.Core.Sources;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Sources.Microphones;

/// <summary>Listens to a device that may fall silent without a word. What works gives audio, be it silence, all the time.</summary>
internal static class WatchedAudio
{
    /// <summary>Listens until the device is lost, gives nothing for too long, or nobody wants more.</summary>
    /// <param name="begin">Has the device hand what it hears to the handler; its task ends when the device goes away.</param>
    /// <param name="heard">Told of what is heard.</param>
    /// <param name="patience">Longest time without anything.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Nobody wants more.</param>
    /// <exception cref="SourceException">It went away, or gave nothing for too long.</exception>
    public static async Task ListenAsync(Func<AudioHandler, Task> begin, AudioHandler heard, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watchdog = new Watchdog(patience, () => stalled.TrySetResult(), time);
        var ended = begin((samples, heardAt) =>
        {
            watchdog.Feed();
            heard(samples, heardAt);
        });
        var first = await Task.WhenAny(ended, stalled.Task).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (first == stalled.Task) throw new SourceException($"it has given no sound for {patience.TotalSeconds:0} s");
        await ended.ConfigureAwait(false);
    }
}
