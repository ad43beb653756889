using System.Runtime.InteropServices;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Media.Sources.Microphones.Pulse;

/// <summary>A recording stream of a PulseAudio or PipeWire server. Owns the connection.</summary>
/// <remarks>
/// The server converts to our format with its own resampler. A stream without a device's name follows the default
/// source when the user chooses another. Measured delay of the null sink's monitor: one block, its stamps within 0.3 ms.
/// </remarks>
internal sealed unsafe class PulseInput : ISampleInput
{
    // 20 ms: the server hands over as soon as that much is there.
    private const uint FragmentBytes = AudioFormat.SampleRate / 50 * sizeof(float);

    // As pa_simple does: the delay is asked for again and again, and estimated in between.
    private const int Flags = PulseLibrary.InterpolateTiming | PulseLibrary.AutoTimingUpdate | PulseLibrary.AdjustLatency;

    // How often a source that gives nothing is left, to see whether it is still wanted.
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(0.1);

    private readonly PulseConnection? _connection;
    private readonly nint _stream;

    // Bytes of the fragment at hand that were given already.
    private int _given;

    /// <param name="server">Its address; null: what the environment and the configuration say.</param>
    /// <param name="source">Name of a source; null: the default one.</param>
    /// <exception cref="SourceException">The server refuses.</exception>
    public PulseInput(string? server, string? source)
    {
        try
        {
            _connection = new PulseConnection(server);
            _stream = PulseLibrary.NewStream(_connection.Context, "microphone", Sample, 0);
            if (PulseLibrary.ConnectRecord(_stream, source, Buffer, Flags) < 0) throw Lost();
            _connection.RunWhile(() => PulseLibrary.StateOfStream(_stream) == PulseLibrary.StreamCreating);
            CheckStream();
        }
        catch (Exception e) when (e is AudioSystemException or SourceException)
        {
            Dispose();
            throw new SourceException($"Microphone {source ?? "default"} cannot be opened; {e.Message}.", e);
        }
    }

    private static PulseLibrary.SampleSpec Sample => new() { Format = PulseLibrary.Float32LittleEndian, Rate = AudioFormat.SampleRate, Channels = 1 };

    private static PulseLibrary.BufferAttributes Buffer => new()
    {
        MaximumLength = uint.MaxValue,
        TargetLength = uint.MaxValue,
        Prebuffer = uint.MaxValue,
        MinimumRequest = uint.MaxValue,
        FragmentSize = FragmentBytes,
    };

    /// <inheritdoc />
    public TimeSpan Read(Span<float> samples, CancellationToken cancellationToken)
    {
        var missing = MemoryMarshal.AsBytes(samples);
        while (!missing.IsEmpty)
        {
            var fragment = Fragment(cancellationToken);
            var count = Math.Min(missing.Length, fragment.Length);
            fragment[..count].CopyTo(missing);
            missing = missing[count..];
            Give(count, fragment.Length);
        }
        return Behind(cancellationToken) + TimeSpan.FromSeconds((double)samples.Length / AudioFormat.SampleRate);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_stream != 0)
        {
            PulseLibrary.DisconnectStream(_stream);
            PulseLibrary.ReleaseStream(_stream);
        }
        _connection?.Dispose();
    }

    // What was not yet given of the fragment at hand, or of the next one.
    private ReadOnlySpan<byte> Fragment(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (PulseLibrary.Peek(_stream, out var fragment, out var bytes) < 0) throw Lost();
            if (fragment is not null) return new ReadOnlySpan<byte>(fragment, (int)bytes)[_given..];
            // Samples that were lost show as a hole in time.
            if (bytes > 0) PulseLibrary.Drop(_stream);
            else Wait(cancellationToken);
        }
    }

    private void Give(int count, int left)
    {
        _given += count;
        if (count < left) return;
        PulseLibrary.Drop(_stream);
        _given = 0;
    }

    // What was captured but not yet read.
    private TimeSpan Behind(CancellationToken cancellationToken)
    {
        ulong behind;
        int isNegative;
        while (PulseLibrary.Latency(_stream, out behind, out isNegative) < 0)
        {
            // The server tells it for the first time soon after the stream has begun.
            if (_connection!.Error != PulseLibrary.NoData) throw Lost();
            Wait(cancellationToken);
        }
        // A monitor may hear what is not yet played.
        if (isNegative != 0) return TimeSpan.Zero;
        return TimeSpan.FromMicroseconds(behind) - TimeSpan.FromSeconds((double)_given / sizeof(float) / AudioFormat.SampleRate);
    }

    private void Wait(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_connection!.Step(LookInterval)) throw Lost();
        CheckStream();
    }

    private void CheckStream()
    {
        if (PulseLibrary.StateOfStream(_stream) != PulseLibrary.StreamReady) throw Lost();
    }

    private SourceException Lost() => new($"the sound server says: {PulseLibrary.Explain(_connection!.Error)}");
}
