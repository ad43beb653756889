using System.Text.Json;
using System.Text.Json.Serialization;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Recording;

/// <summary>A recording's <c>index.json</c>: everything but the arrays and pictures (docs/guides/flight-recorder.md).</summary>
internal sealed record FlightIndex
{
    /// <summary>What the file says it is.</summary>
    public const string FormatName = "stavis-live-flight";

    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required string Stream { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset WrittenAt { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>How wide pixels are shown, such as <c>64:45</c>; null where they are squares.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PixelAspect { get; init; }

    public required double FrameRate { get; init; }

    public required Grid Windowing { get; init; }

    public required IReadOnlyList<Frame> Frames { get; init; }

    public required IReadOnlyList<Audio> Sounds { get; init; }

    public required IReadOnlyList<Map> Maps { get; init; }

    public required IReadOnlyList<State> States { get; init; }

    /// <summary>Reads it.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    public static FlightIndex Read(Stream stream) =>
        JsonSerializer.Deserialize<FlightIndex>(stream, Json) ?? throw new JsonException("It holds nothing.");

    /// <summary>Writes it.</summary>
    public void Write(Stream stream) => JsonSerializer.Serialize(stream, this, Json);

    /// <summary>How windows lay: <see cref="WindowingOptions"/>.</summary>
    /// <param name="Fps">Slots per second.</param>
    /// <param name="Align">Which slot of its window a map belongs to.</param>
    /// <param name="OriginNs">Where slot 0 lies on the line.</param>
    /// <param name="IsLive">Whether windows were made at once, with what was there.</param>
    /// <param name="HasAudio">Whether the source had audio.</param>
    /// <param name="Listens">Whether the network listened.</param>
    /// <param name="AudioLagMs">How far audio that was moved earlier came behind its pictures.</param>
    internal sealed record Grid(
        double Fps, MapAlignment Align, long OriginNs, bool IsLive, [property: JsonPropertyName("hasSound")] bool HasAudio, bool Listens,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] double AudioLagMs = 0)
    {
        /// <summary>The same for windows that are to lie so again.</summary>
        public WindowingOptions ToOptions() => new()
        {
            Fps = Fps, Alignment = Align, Origin = new MediaTime(OriginNs), IsLive = IsLive, HasAudio = HasAudio, Listens = Listens,
            AudioLag = TimeSpan.FromMilliseconds(AudioLagMs),
        };
    }

    /// <summary>One frame; the n-th is row n of <c>pictures.npy</c>.</summary>
    /// <param name="Index">Its number in its stream.</param>
    /// <param name="PtsNs">When it is shown, on the stream's line.</param>
    /// <param name="Slot">The slot that it fell into.</param>
    /// <param name="CapturedMs">When it was captured, from the first frame's capture on.</param>
    /// <param name="SoundsBefore">Blocks of audio that came before it.</param>
    /// <param name="HasPicture">Whether <c>frames/</c> holds it as a JPEG.</param>
    /// <param name="FollowsPause">Whether windows ran ahead before it came.</param>
    internal sealed record Frame(
        long Index, long PtsNs, long Slot, double CapturedMs, int SoundsBefore, bool HasPicture,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool FollowsPause = false);

    /// <summary>One block of audio; they follow each other in <c>sound.npy</c>.</summary>
    /// <param name="FirstSample">Number of its first sample on the stream's line.</param>
    /// <param name="Count">Its samples.</param>
    /// <param name="FollowsPause">Whether windows ran ahead before it came.</param>
    internal sealed record Audio(
        long FirstSample, int Count, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool FollowsPause = false);

    /// <summary>One map; the n-th is row n of <c>maps.npy</c>.</summary>
    internal sealed record Map(long Slot, [property: JsonPropertyName("sound")] AudioState Audio, double CaptureToMapMs);

    /// <summary>A change of the source's state.</summary>
    internal sealed record State(DateTimeOffset At, SourceState Is, string? Reason, int Connection);
}
