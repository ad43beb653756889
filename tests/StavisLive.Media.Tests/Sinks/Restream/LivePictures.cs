using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sinks.Restream;

/// <summary>Writes reddish pictures whose attention lies in their middle into a sink, 25 a second as they would come from a camera, with a tone.</summary>
internal sealed class LivePictures(int width = 160, int height = 120, bool hasAudio = true, int audioLead = 8)
{
    private const int SamplesPerPicture = AudioFormat.SampleRate / 25;

    /// <summary>Colour of the pictures, as (red, green, blue).</summary>
    public static readonly (int Red, int Green, int Blue) Colour = (150, 90, 40);

    private static readonly float[] Map = TestResults.Blob(56, 56);

    private long _index;

    /// <summary>Pictures so far.</summary>
    public long Count => _index;

    /// <summary>Side lengths of what comes from now on.</summary>
    public (int Width, int Height) Size { get; set; } = (width, height);

    /// <summary>How wide their pixels are shown.</summary>
    public PixelAspect Aspect { get; init; }

    public SourceDescription Source => new() { Width = width, Height = height, PixelAspect = Aspect, FrameRate = 25, IsLive = true, HasAudio = hasAudio };

    /// <summary>Writes until something has happened; fails after a minute.</summary>
    public async Task WriteUntilAsync(IAudioSink sink, Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(40));
        while (!condition())
        {
            await pace.WaitForNextTickAsync(patience.Token);
            await WriteAsync(sink);
        }
    }

    private async Task WriteAsync(IAudioSink sink)
    {
        if (hasAudio) await WriteAudioAsync(sink);
        var picture = TestResults.Picture(Size.Width, Size.Height, (byte)Colour.Blue, (byte)Colour.Green, (byte)Colour.Red);
        picture.PixelAspect = Aspect;
        using var result = TestResults.Make(_index++, Map, picture);
        if (sink is IFrameSink frames) await WriteAheadAsync(frames, result);
        await sink.WriteAsync(result, CancellationToken.None);
    }

    // As it comes, without having waited for its map.
    private static async Task WriteAheadAsync(IFrameSink sink, SaliencyResult result)
    {
        result.Picture!.PresentationTime = result.PresentationTime;
        await sink.WriteAsync(result.Picture, CancellationToken.None);
    }

    // Usually a third of a second ahead of its picture, as behind a network.
    private async Task WriteAudioAsync(IAudioSink sink)
    {
        if (_index + audioLead < 0) return;
        using var block = AudioBlock.Rent(SamplesPerPicture);
        var first = (_index + audioLead) * SamplesPerPicture;
        for (var at = 0; at < block.Count; at++) block.Samples[at] = 0.5f * MathF.Sin((first + at) * 2 * MathF.PI * 441 / AudioFormat.SampleRate);
        block.PresentationTime = MediaTime.FromMilliseconds((_index + audioLead) * 40);
        await sink.WriteAsync(block, CancellationToken.None);
    }
}
