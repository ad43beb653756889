using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Evaluation.Tests.Running;

/// <summary>A network that finds what is bright while it hears something, and looks into a corner while it doesn't.</summary>
internal sealed class HearingPredictor : ISaliencyPredictor
{
    private readonly BrightSpotPredictor _eyes = new();

    public bool UsesAudio => true;

    /// <summary>Windows seen in silence.</summary>
    public int WindowsInSilence { get; private set; }

    /// <summary>Those with audio.</summary>
    public int WindowsWithAudio => _eyes.Windows;

    public int BatchSize => 1;

    public int Concurrency => 1;

    public void Predict(ReadOnlySpan<NetworkWindow> windows, ReadOnlySpan<SaliencyMap> maps, Action handOver)
    {
        for (var index = 0; index < windows.Length; index++)
        {
            Assert.Equal(windows[index].HasAudio, windows[index].Audio.ContainsAnyExcept(0));
            if (windows[index].HasAudio)
            {
                _eyes.Predict(windows.Slice(index, 1), maps.Slice(index, 1), handOver);
                continue;
            }
            WindowsInSilence++;
            maps[index].Values.Clear();
            maps[index].Values[0] = 1;
        }
    }

    public void Forget(int streamId)
    {
        // Nothing is kept.
    }

    public void Dispose() => _eyes.Dispose();
}
