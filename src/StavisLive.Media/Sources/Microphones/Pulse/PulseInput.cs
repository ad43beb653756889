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

    private readonly nint _connection;

    /// <param name="server">Its address; null: what the environment and the configuration say.</param>
    /// <param name="source">Name of a source; null: the default one.</param>
    /// <exception cref="SourceException">The server refuses.</exception>
    public PulseInput(string? server, string? source)
    {
        var sample = new PulseLibrary.SampleSpec { Format = PulseLibrary.Float32LittleEndian, Rate = AudioFormat.SampleRate, Channels = 1 };
        var buffer = new PulseLibrary.BufferAttributes
        {
            MaximumLength = uint.MaxValue,
            TargetLength = uint.MaxValue,
            Prebuffer = uint.MaxValue,
            MinimumRequest = uint.MaxValue,
            FragmentSize = FragmentBytes,
        };
        _connection = PulseLibrary.Open(server, "stavis-live", PulseLibrary.Record, source, "microphone", sample, 0, buffer, out var error);
        if (_connection == 0)
            throw new SourceException($"Microphone {source ?? "default"} cannot be opened; the sound server says: {PulseLibrary.Explain(error)}.");
    }

    /// <inheritdoc />
    public TimeSpan Read(Span<float> samples)
    {
        fixed (float* address = samples)
        {
            if (PulseLibrary.Read(_connection, address, (nuint)samples.Length * sizeof(float), out var error) < 0) throw Lost(error);
            // What was captured but not yet read, behind what has just been read.
            var behind = PulseLibrary.Latency(_connection, out error);
            if (error != 0) throw Lost(error);
            return TimeSpan.FromMicroseconds(behind) + TimeSpan.FromSeconds((double)samples.Length / AudioFormat.SampleRate);
        }
    }

    /// <inheritdoc />
    public void Dispose() => PulseLibrary.Close(_connection);

    private static SourceException Lost(int error) => new($"the sound server says: {PulseLibrary.Explain(error)}");
}
