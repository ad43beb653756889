using System.IO.Compression;
using System.Text.Json;
using StavisLive.Core.Arrays;
using StavisLive.Core.Files;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Recording;

/// <summary>A recording that is read (docs/guides/flight-recorder.md). Owns the file. Not thread-safe.</summary>
public sealed class FlightFile : IDisposable
{
    /// <summary>How the names of recordings end.</summary>
    public const string Extension = ".flight";

    // What no recording reaches, far below where arithmetic ends: pixels of a picture, pictures a second, a year of time.
    private const long MostPixels = 1 << 28;
    private const double HighestRate = 1_000_000;
    private const long LongestNs = 366L * 24 * 3600 * 1_000_000_000;
    private const long MostSamples = LongestNs / 1_000_000_000 * AudioFormat.SampleRate;

    private readonly string _path;
    private readonly ZipArchive _archive;
    private readonly FlightIndex _index;
    private readonly ReadOnlyMemory<byte> _pictures;
    private readonly float[] _audio;
    private readonly int[] _audioBegins;

    private FlightFile(string path, ZipArchive archive)
    {
        _path = path;
        _archive = archive;
        _index = ReadIndex();
        _pictures = ReadArray(FlightEntry.Pictures, "u1", [_index.Frames.Count, SaliencyMap.Side, SaliencyMap.Side, 3]).Data;
        _audio = ReadArray(FlightEntry.Audio, "f4", [_index.Sounds.Sum(block => (long)block.Count)]).AsSingle();
        _audioBegins = new int[_index.Sounds.Count];
        for (var block = 1; block < _audioBegins.Length; block++) _audioBegins[block] = _audioBegins[block - 1] + _index.Sounds[block - 1].Count;
    }

    /// <summary>What a source of it turns out to be.</summary>
    public SourceDescription Description => new()
    {
        Width = _index.Width,
        Height = _index.Height,
        PixelAspect = PixelAspect.Parse(_index.PixelAspect),
        FrameRate = _index.FrameRate,
        HasAudio = AudioCount > 0,
        AudioLag = TimeSpan.FromMilliseconds(_index.Windowing.AudioLagMs),
        FrameCount = FrameCount,
        Windowing = _index.Windowing.ToOptions(),
    };

    /// <summary>Number of frames; at least one.</summary>
    public int FrameCount => _index.Frames.Count;

    /// <summary>Number of blocks of audio.</summary>
    public int AudioCount => _index.Sounds.Count;

    /// <summary>The slots that maps were computed for, in the order of <see cref="ReadMaps"/>.</summary>
    public IReadOnlyList<long> MapSlots => [.. _index.Maps.Select(map => map.Slot)];

    /// <summary>Whether a path is named like a recording.</summary>
    public static bool IsRecording(string path) => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) && !Directory.Exists(path);

    /// <summary>Opens a recording.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is none, damaged, or of another version.</exception>
    public static FlightFile Open(string path)
    {
        // The recorder may take it away while it is replayed.
        var file = SharedFile.OpenRead(path);
        try
        {
            return new FlightFile(path, new ZipArchive(file, ZipArchiveMode.Read));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The slot that the n-th frame fell into.</summary>
    public long SlotOf(int frame) => _index.Frames[frame].Slot;

    /// <summary>When the n-th frame is shown.</summary>
    public MediaTime TimeOf(int frame) => new(_index.Frames[frame].PtsNs);

    /// <summary>Blocks of audio that came before the n-th frame.</summary>
    public int SoundsBefore(int frame) => _index.Frames[frame].SoundsBefore;

    /// <summary>Whether windows ran ahead before the n-th frame came, since none did.</summary>
    public bool FollowsPause(int frame) => _index.Frames[frame].FollowsPause;

    /// <summary>Whether windows ran ahead before the n-th block of audio came, since no frame did.</summary>
    public bool AudioFollowsPause(int block) => _index.Sounds[block].FollowsPause;

    /// <summary>What the network saw of the n-th frame: <c>[112, 112, 3]</c>, RGB.</summary>
    public ReadOnlyMemory<byte> NetworkPicture(int frame) =>
        _pictures.Slice(frame * NetworkWindow.BytesPerFrame, NetworkWindow.BytesPerFrame);

    /// <summary>The n-th frame's whole picture as a JPEG file; null where there was no time to keep it.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public byte[]? ReadJpeg(int frame)
    {
        if (!_index.Frames[frame].HasPicture) return null;
        using var entry = OpenEntry(FlightEntry.Picture(frame));
        using var jpeg = new MemoryStream();
        entry.CopyTo(jpeg);
        return jpeg.ToArray();
    }

    /// <summary>The n-th block of audio; the caller owns it.</summary>
    public AudioBlock ReadAudio(int block)
    {
        var (first, count, _) = _index.Sounds[block];
        var copy = AudioBlock.Rent(count);
        _audio.AsSpan(_audioBegins[block], count).CopyTo(copy.Samples);
        copy.PresentationTime = AudioRing.TimeOf(first);
        return copy;
    }

    /// <summary>The maps as they were published: <c>[maps, 112, 112]</c>.</summary>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    public float[] ReadMaps() => ReadArray(FlightEntry.Maps, "f4", [_index.Maps.Count, SaliencyMap.Side, SaliencyMap.Side]).AsSingle();

    /// <inheritdoc />
    public void Dispose() => _archive.Dispose();

    private FlightIndex ReadIndex()
    {
        FlightIndex index;
        try
        {
            using var entry = OpenEntry(FlightEntry.Index);
            index = FlightIndex.Read(entry);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{FlightEntry.Index} in it is damaged: {e.Message}", e);
        }
        if (index.Format != FlightIndex.FormatName) throw new InvalidDataException($"It is a \"{index.Format}\".");
        if (index.Version != FlightIndex.CurrentVersion)
            throw new InvalidDataException($"It is of version {index.Version}; this program reads version {FlightIndex.CurrentVersion}.");
        Check(index);
        return index;
    }

    private static void Check(FlightIndex index)
    {
        if (HoldsNothing(index.Frames) || HoldsNothing(index.Sounds) || HoldsNothing(index.Maps) || HoldsNothing(index.States))
            throw new InvalidDataException($"{FlightEntry.Index} in it is damaged: one of its lists holds null.");
        var isConsistent = index.Frames.Count > 0 && index is { Width: > 0, Height: > 0, FrameRate: >= 0 and <= HighestRate, Windowing.Fps: >= 10 and <= 30 }
            && (long)index.Width * index.Height <= MostPixels
            && IsTime(index.Windowing.OriginNs) && index.Windowing.AudioLagMs is >= 0 and <= LongestNs / 1e6
            && index.Sounds.All(block => block.Count >= 0 && block.FirstSample is >= -MostSamples and <= MostSamples)
            && index.Frames.All(frame => IsTime(frame.PtsNs) && frame.SoundsBefore >= 0 && frame.SoundsBefore <= index.Sounds.Count);
        if (!isConsistent) throw new InvalidDataException($"{FlightEntry.Index} in it is damaged: its numbers do not fit together.");
    }

    // The type of a list's entries says that there is no null among them, but JSON doesn't keep to it.
    private static bool HoldsNothing<T>(IReadOnlyList<T?> list)
        where T : class => list.Contains(null);

    private static bool IsTime(long nanoseconds) => nanoseconds is >= -LongestNs and <= LongestNs;

    private NpyArray ReadArray(string name, string type, long[] shape)
    {
        using var entry = OpenEntry(name);
        var array = NpyFile.Read(entry, $"{_path}:{name}");
        if (array.Type == type && array.Shape.SequenceEqual(shape)) return array;
        throw new InvalidDataException($"{name} in it is {array.Type} ({string.Join(", ", array.Shape)}) where {type} ({string.Join(", ", shape)}) is expected.");
    }

    private Stream OpenEntry(string name) =>
        (_archive.GetEntry(name) ?? throw new InvalidDataException($"It holds no {name}.")).Open();
}
