using StavisLive.Core.Media;
using StavisLive.Media.Sources.Microphones;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sources.Microphones;

/// <summary>Opens a microphone, keeps what it hears, and closes it.</summary>
internal sealed class HearingMicrophone : IAsyncDisposable
{
    private const int HalfASecond = AudioFormat.SampleRate / 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly IMicrophone _microphone;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<float> _samples = [];
    private readonly List<(long HeardAt, int Count)> _blocks = [];

    private HearingMicrophone(IMicrophone microphone)
    {
        _microphone = microphone;
        Listening = microphone.ListenAsync(Keep, _stop.Token);
    }

    /// <summary>Fails when the microphone is lost.</summary>
    public Task Listening { get; }

    /// <summary>Samples heard so far.</summary>
    public int Count
    {
        get
        {
            lock (_samples) return _samples.Count;
        }
    }

    /// <summary>Stamps and lengths of the blocks so far.</summary>
    public IReadOnlyList<(long HeardAt, int Count)> Blocks
    {
        get
        {
            lock (_samples) return [.. _blocks];
        }
    }

    public static async Task<HearingMicrophone> OpenAsync(IMicrophone microphone)
    {
        await microphone.OpenAsync(default);
        return new HearingMicrophone(microphone);
    }

    /// <summary>The next so many seconds of audio.</summary>
    public async Task<float[]> NextAsync(double seconds)
    {
        var begin = Count;
        var length = (int)(seconds * AudioFormat.SampleRate);
        await UntilAsync(() => Count >= begin + length);
        lock (_samples) return [.. _samples.Skip(begin).Take(length)];
    }

    /// <summary>Waits until half a second of the newest audio holds a tone.</summary>
    public async Task UntilHeardAsync(double frequency, double amplitude) => await UntilAsync(() =>
        Count >= HalfASecond && Tones.AmplitudeAt(frequency, Newest(HalfASecond)) > amplitude);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _microphone.DisposeAsync();
        _stop.Dispose();
    }

    private float[] Newest(int count)
    {
        lock (_samples) return [.. _samples.Skip(_samples.Count - count)];
    }

    private async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            Assert.False(Listening.IsFaulted, $"Lost: {Listening.Exception?.GetBaseException().Message}");
            await Task.Delay(20, patience.Token);
        }
    }

    private void Keep(ReadOnlySpan<float> samples, long heardAt)
    {
        lock (_samples)
        {
            _samples.AddRange(samples);
            _blocks.Add((heardAt, samples.Length));
        }
    }
}
