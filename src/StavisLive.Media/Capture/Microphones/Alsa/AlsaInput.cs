using StavisLive.Core.Media;
using StavisLive.Core.Pipeline;

namespace StavisLive.Media.Capture.Microphones.Alsa;

/// <summary>A recording device of ALSA. Owns it.</summary>
/// <remarks>ALSA's plug layer converts to our format, with the best rate converter that is installed (alsa-plugins).</remarks>
internal sealed unsafe class AlsaInput : ISampleInput
{
    // Of the device's buffer, which is read every quarter of it. What it holds unread is overrun after that time.
    private const uint BufferMicroseconds = 80_000;

    private readonly nint _device;

    /// <param name="name">An ALSA name, such as <c>default</c> or <c>plughw:CARD=Device,DEV=0</c>.</param>
    /// <exception cref="SourceException">It cannot be opened.</exception>
    public AlsaInput(string name)
    {
        var error = AlsaLibrary.Open(Convertible(name), out _device);
        if (error < 0) throw new SourceException($"Microphone {name} cannot be opened; ALSA says: {AlsaLibrary.Explain(error)}.{Remedy(error)}");
        error = AlsaLibrary.SetParameters(
            _device, AlsaLibrary.Float32LittleEndian, AlsaLibrary.Interleaved, 1, AudioFormat.SampleRate, allowConversion: 1, BufferMicroseconds);
        if (error >= 0) return;
        AlsaLibrary.Close(_device);
        throw new SourceException($"Microphone {name} does not record mono at {AudioFormat.SampleRate} Hz; ALSA says: {AlsaLibrary.Explain(error)}.");
    }

    /// <inheritdoc />
    public TimeSpan Read(Span<float> samples)
    {
        var read = 0;
        while (read < samples.Length) read += ReadSome(samples[read..]);
        // What was captured but not yet read. A device that cannot tell has read all that there is.
        if (AlsaLibrary.Delay(_device, out var behind) < 0) behind = 0;
        return TimeSpan.FromSeconds((double)(behind + samples.Length) / AudioFormat.SampleRate);
    }

    /// <inheritdoc />
    public void Dispose() => AlsaLibrary.Close(_device);

    private int ReadSome(Span<float> samples)
    {
        fixed (float* address = samples)
        {
            var count = (int)AlsaLibrary.Read(_device, address, (nuint)samples.Length);
            if (count >= 0) return count;
            // Overrun and suspension can be recovered from: the samples that are lost show as a hole in time.
            if (AlsaLibrary.Recover(_device, count, silent: 1) < 0) throw new SourceException($"ALSA says: {AlsaLibrary.Explain(count)}");
            return 0;
        }
    }

    // A bare device has its own formats only; the plug layer above it converts.
    private static string Convertible(string name) => name.StartsWith("hw:", StringComparison.Ordinal) ? "plug" + name : name;

    private static string Remedy(int error) => error switch
    {
        AlsaLibrary.NotPermitted => " May you use it? sudo usermod -aG audio $USER, then log in again.",
        AlsaLibrary.Busy => " Another program uses it, perhaps the sound server; then use --mic default.",
        _ => "",
    };
}
