using StavisLive.Core.Sources;

namespace StavisLive.Media.Sources.Microphones.Alsa;

/// <summary>The kernel's sound cards without a server above them.</summary>
internal sealed unsafe class AlsaSystem : IAudioSystem
{
    /// <inheritdoc />
    public string Name => "ALSA";

    /// <inheritdoc />
    public IReadOnlyList<MicrophoneInfo> List()
    {
        try
        {
            var devices = Devices();
            return devices.Count > 0 ? devices : throw new AudioSystemException("no sound card that records", "plug a microphone in");
        }
        catch (DllNotFoundException e)
        {
            throw new AudioSystemException("libasound is not installed", "sudo apt-get install alsa-utils", e);
        }
    }

    /// <inheritdoc />
    public bool Recognises(string name)
    {
        try
        {
            var error = AlsaLibrary.Open(name, out var device);
            if (error == 0) AlsaLibrary.Close(device);
            return error is not (AlsaLibrary.NoEntry or AlsaLibrary.NoDevice);
        }
        catch (DllNotFoundException)
        {
            return false;
        }
    }

    /// <inheritdoc />
    public IMicrophone Create(string? name, TimeProvider time) => name is null
        ? new ThreadedMicrophone("default", () => OpenFirst(["default", .. Devices().Select(device => device.Name)]), time)
        : new ThreadedMicrophone(name, () => new AlsaInput(name), time);

    /// <summary>Opens the first of the devices that can be: ALSA's default is the first card, also where that only plays.</summary>
    /// <exception cref="SourceException">None can; the message is about the last.</exception>
    internal static AlsaInput OpenFirst(IReadOnlyList<string> names)
    {
        try
        {
            return new AlsaInput(names[0]);
        }
        catch (SourceException) when (names.Count > 1)
        {
            return OpenFirst([.. names.Skip(1)]);
        }
    }

    /// <summary>Each card's converting device; the many others are ways to the same hardware.</summary>
    private List<MicrophoneInfo> Devices()
    {
        var devices = new List<MicrophoneInfo>();
        if (AlsaLibrary.Hints(-1, "pcm", out var hints) < 0) return devices;
        for (var hint = hints; *hint != 0; hint++)
        {
            var name = AlsaLibrary.HintField(*hint, "NAME") ?? "";
            // A direction is only given where there is one.
            if (!name.StartsWith("plughw:", StringComparison.Ordinal) || AlsaLibrary.HintField(*hint, "IOID") == "Output") continue;
            var description = (AlsaLibrary.HintField(*hint, "DESC") ?? name).Split('\n')[0];
            devices.Add(new MicrophoneInfo(name, description, Name) { IsDefault = devices.Count == 0 });
        }
        AlsaLibrary.FreeHints(hints);
        return devices;
    }
}
