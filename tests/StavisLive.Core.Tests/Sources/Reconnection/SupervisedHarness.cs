using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Core.Sources.Reconnection;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Sources.Reconnection;

/// <summary>A supervised source whose connections do what a test says, on a clock that the connections move.</summary>
internal sealed class SupervisedHarness : IMediaWriter
{
    /// <summary>What a connection does once it is open.</summary>
    public delegate Task Connection(SupervisedHarness harness, IMediaWriter output, CancellationToken cancellationToken);

    private readonly TestFrames _frames;
    private readonly Queue<Connection?> _connections;
    private readonly long _begin;

    public SupervisedHarness(SupervisionOptions options, params Connection?[] connections)
    {
        _begin = Time.GetTimestamp();
        _frames = new TestFrames(Time);
        _connections = new Queue<Connection?>(connections);
        Source = new SupervisedSource(Connect, options, new Random(1), Time, NullLogger.Instance);
    }

    public WatchedTime Time { get; } = new();

    public SupervisedSource Source { get; }

    public List<ScriptedSource> Connected { get; } = [];

    /// <summary>What each connection was told of the ones before it.</summary>
    public List<bool> Firsts { get; } = [];

    public List<SourceStateChange> Changes { get; } = [];

    public IEnumerable<SourceState> States => Changes.Select(change => change.State);

    /// <summary>What came out: number, time on the line, moment on the clock, all frames; of blocks the time.</summary>
    public List<(long Index, double Line, double At)> Frames { get; } = [];

    public List<double> Sounds { get; } = [];

    /// <summary>What opening each connection from the second on throws, in their order, as long as there are any.</summary>
    public Queue<Exception> OpenFailures { get; } = [];

    /// <summary>Pauses that were passed on.</summary>
    public int Pauses { get; private set; }

    /// <summary>Thrown at whoever hands a frame over, if set.</summary>
    public Exception? OutputFailure { get; set; }

    /// <summary>Seconds since the clock began.</summary>
    public double Now => Time.GetElapsedTime(_begin).TotalSeconds;

    /// <summary>Opens and reads to the end; the last connection of the list must end the run.</summary>
    public async Task RunAsync()
    {
        var opening = Source.OpenAsync(CancellationToken.None);
        Source.Monitor.Subscribe(Changes.Add);
        while (!opening.IsCompleted)
        {
            Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Delay(1);
        }
        await opening;
        var reading = Source.ReadAsync(this, CancellationToken.None);
        // Somebody has to move the clock while the source waits for its next attempt.
        while (!reading.IsCompleted)
        {
            if (Source.Monitor.State == SourceState.Reconnecting) Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Delay(1);
        }
        await reading;
    }

    /// <summary>Hands frames over, each a while after the one before.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="count">How many.</param>
    /// <param name="first">Own stamp of the first, in seconds.</param>
    /// <param name="step">From stamp to stamp.</param>
    /// <param name="wait">From arrival to arrival.</param>
    public async Task SendAsync(IMediaWriter output, int count, double first = 0, double step = 0.04, double wait = 0.04)
    {
        for (var i = 0; i < count; i++)
        {
            await output.WriteAsync(_frames.Make(i, MediaTime.FromSeconds(first + (i * step))), CancellationToken.None);
            Time.Advance(TimeSpan.FromSeconds(wait));
        }
    }

    /// <summary>Hands one block of 10 ms over.</summary>
    public static ValueTask SendAudioAsync(IMediaWriter output, double own)
    {
        var block = AudioBlock.Rent(AudioFormat.SampleRate / 100);
        block.Samples.Fill(0.5f);
        block.PresentationTime = MediaTime.FromSeconds(own);
        return output.WriteAsync(block, CancellationToken.None);
    }

    public ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        if (OutputFailure is { } failure) throw failure;
        using (frame) Frames.Add((frame.Index, frame.PresentationTime.Seconds, Now));
        return default;
    }

    public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken)
    {
        using (block) Sounds.Add(block.PresentationTime.Seconds);
        return default;
    }

    public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken)
    {
        packet.Dispose();
        throw new InvalidOperationException("Packets are not passed on.");
    }

    public ValueTask WritePauseAsync(CancellationToken cancellationToken)
    {
        Pauses++;
        return default;
    }

    // Null: a connection that cannot be made.
    private ScriptedSource Connect(bool isFirst)
    {
        Firsts.Add(isFirst);
        var script = _connections.Dequeue();
        var failure = OpenFailures.TryDequeue(out var given) ? given : script is null ? new SourceException("scripted cannot be opened") : null;
        var description = TestFrames.Description(isLive: true) with { EncodedAudio = new EncodedAudio("A_AAC", default) };
        var source = new ScriptedSource(description, (output, token) => script!(this, output, token))
        {
            OpenFailure = failure,
        };
        Connected.Add(source);
        return source;
    }
}
