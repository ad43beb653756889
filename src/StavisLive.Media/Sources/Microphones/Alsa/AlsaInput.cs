using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Media.Sources.Microphones.Alsa;

/// <summary>A recording device of ALSA. Owns it.</summary>
/// <remarks>ALSA's plug layer converts to our format, with the best rate converter that is installed (alsa-plugins).</remarks>
internal sealed unsafe class AlsaInput : ISampleInput
{
    // The device hands over as soon as that much is there, ...
    private const uint PeriodMicroseconds = 20_000;

    // ... and keeps what is not fetched for so long: a machine that is busy with the network delays threads.
    private const uint BufferMicroseconds = 500_000;

    // How often a device that gives nothing is left, to see whether it is still wanted.
    private const int LookMilliseconds = 100;

    private readonly nint _device;

    /// <param name="name">An ALSA name, such as <c>default</c> or <c>plughw:CARD=Device,DEV=0</c>.</param>
    /// <exception cref="SourceException">It cannot be opened.</exception>
    public AlsaInput(string name)
    {
        var error = AlsaLibrary.Open(Convertible(name), out _device);
        if (error < 0) throw new SourceException($"Microphone {name} cannot be opened; ALSA says: {AlsaLibrary.Explain(error)}.{Remedy(error)}");
        error = Configure(_device);
        if (error >= 0) return;
        AlsaLibrary.Close(_device);
        throw new SourceException($"Microphone {name} does not record mono at {AudioFormat.SampleRate} Hz; ALSA says: {AlsaLibrary.Explain(error)}.");
    }

    /// <inheritdoc />
    public TimeSpan Read(Span<float> samples, CancellationToken cancellationToken)
    {
        var read = 0;
        while (read < samples.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            read += ReadSome(samples[read..]);
        }
        // What was captured but not yet read. A device that cannot tell has read all that there is.
        if (AlsaLibrary.Delay(_device, out var behind) < 0) behind = 0;
        return TimeSpan.FromSeconds((double)(behind + samples.Length) / AudioFormat.SampleRate);
    }

    /// <inheritdoc />
    public void Dispose() => AlsaLibrary.Close(_device);

    private static int Configure(nint device)
    {
        var (period, buffer) = (PeriodMicroseconds, BufferMicroseconds);
        var error = AlsaLibrary.NewParameters(out var parameters);
        if (error < 0) return error;
        try
        {
            // Each returns a negative error number, and the first one counts.
            Func<int>[] steps =
            [
                () => AlsaLibrary.AnyParameters(device, parameters),
                () => AlsaLibrary.SetAccess(device, parameters, AlsaLibrary.Interleaved),
                () => AlsaLibrary.SetFormat(device, parameters, AlsaLibrary.Float32LittleEndian),
                () => AlsaLibrary.SetChannels(device, parameters, 1),
                () => AlsaLibrary.SetRate(device, parameters, AudioFormat.SampleRate, 0),
                () => AlsaLibrary.SetPeriodNear(device, parameters, ref period, 0),
                () => AlsaLibrary.SetBufferNear(device, parameters, ref buffer, 0),
                () => AlsaLibrary.Apply(device, parameters),
                // A blocking read of a device that gives nothing never comes back.
                () => AlsaLibrary.SetNonBlocking(device, 1),
            ];
            return steps.Select(step => step()).FirstOrDefault(result => result < 0);
        }
        finally
        {
            AlsaLibrary.FreeParameters(parameters);
        }
    }

    private int ReadSome(Span<float> samples)
    {
        fixed (float* address = samples)
        {
            var count = (int)AlsaLibrary.Read(_device, address, (nuint)samples.Length);
            if (count >= 0) return count;
            if (count == AlsaLibrary.Again) count = AlsaLibrary.Wait(_device, LookMilliseconds);
            if (count >= 0) return 0;
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
        AlsaLibrary.Busy => " Another program uses it, perhaps the sound server; then use `source.mic=default`.",
        _ => "",
    };
}
