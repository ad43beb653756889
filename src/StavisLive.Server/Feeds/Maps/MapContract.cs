using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using StavisLive.Core.Media;
using StavisLive.Grpc.V1;

namespace StavisLive.Server.Feeds.Maps;

/// <summary>Maps and their formats in the messages of <c>proto/stavis/v1</c>.</summary>
internal static class MapContract
{
    /// <summary>How somebody wants maps; null where that cannot be had.</summary>
    public static MapFormat? FormatOf(StavisLive.Grpc.V1.MapFormat? wanted)
    {
        MapEncoding? encoding = wanted?.Encoding switch
        {
            Encoding.Uint8 => MapEncoding.UInt8,
            null or Encoding.Unspecified or Encoding.Float16 => MapEncoding.Float16,
            Encoding.Float32 => MapEncoding.Float32,
            _ => null,
        };
        var (width, height) = (SideOf(wanted?.Width), SideOf(wanted?.Height));
        return encoding is { } known && IsSide(width) && IsSide(height) ? new MapFormat(known, width, height) : null;
    }

    /// <summary>The same of a format.</summary>
    public static StavisLive.Grpc.V1.MapFormat ToMessage(MapFormat format) => new() { Encoding = NameOf(format.Encoding), Width = format.Width, Height = format.Height };

    /// <summary>A map.</summary>
    /// <param name="map">The map.</param>
    /// <param name="format">How its values are wanted.</param>
    /// <param name="age">Since the frame was captured.</param>
    public static StavisLive.Grpc.V1.MapMessage ToMessage(MapMessage map, MapFormat format, TimeSpan age)
    {
        var facts = map.Facts;
        var message = new StavisLive.Grpc.V1.MapMessage
        {
            Source = facts.Source,
            Epoch = facts.Epoch,
            Frame = facts.Frame,
            Time = Duration.FromTimeSpan(facts.Time),
            At = Timestamp.FromDateTimeOffset(facts.At),
            State = facts.State,
            SourceState = facts.SourceState,
            Audio = facts.Audio,
            CaptureToMap = Duration.FromTimeSpan(facts.CaptureToMap),
            LookAhead = Duration.FromTimeSpan(facts.LookAhead),
            Align = facts.Align,
            Peak = new Point { X = facts.Peak.X, Y = facts.Peak.Y },
            Entropy = facts.Entropy,
            Format = ToMessage(format),
            // Nobody changes either: no copy is needed.
            Values = UnsafeByteOperations.UnsafeWrap(map.Encode(format)),
            Picture = map.Picture is { } picture ? UnsafeByteOperations.UnsafeWrap(picture) : ByteString.Empty,
            Scale = map.Scale is { } scale ? new Scale { Floor = scale.Floor, Range = scale.Range } : null,
            Age = Duration.FromTimeSpan(age),
        };
        if (facts.AudioLevel is { } level) message.AudioLevel = level;
        return message;
    }

    /// <summary>The map of a message from another machine.</summary>
    /// <param name="message">The message.</param>
    /// <param name="format">The format that was asked for.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="InvalidDataException">It is no map in that format.</exception>
    public static MapMessage FromMessage(StavisLive.Grpc.V1.MapMessage message, MapFormat format, TimeProvider time)
    {
        if (message is { Time: null } or { At: null } or { CaptureToMap: null } or { LookAhead: null } or { Peak: null } or { Age: null } || message.Values.Length != format.Length)
            throw new InvalidDataException($"Another machine has sent what is no map of {format.Width}x{format.Height}.");
        var age = (long)(message.Age.ToTimeSpan().TotalSeconds * time.TimestampFrequency);
        var facts = new MapFacts(
            message.Source, message.Epoch, message.Frame, message.Time.ToTimeSpan(), time.GetTimestamp() - age, message.At.ToDateTimeOffset(),
            new FramePoint(message.Peak.X, message.Peak.Y), message.Entropy, message.State, message.SourceState, message.Audio,
            message.HasAudioLevel ? message.AudioLevel : null, message.CaptureToMap.ToTimeSpan(), message.LookAhead.ToTimeSpan(), message.Align);
        return new MapMessage(
            facts, format, message.Values.Memory, message.Picture.IsEmpty ? null : message.Picture.Memory,
            message.Scale is { } scale ? new MapScale(scale.Floor, scale.Range) : null);
    }

    private static int SideOf(int? wanted) => wanted is null or 0 ? SaliencyMap.Side : wanted.Value;

    private static bool IsSide(int pixels) => pixels is >= 1 and <= MapFormat.MostSide;

    private static Encoding NameOf(MapEncoding encoding) => encoding switch
    {
        MapEncoding.UInt8 => Encoding.Uint8,
        MapEncoding.Float16 => Encoding.Float16,
        _ => Encoding.Float32,
    };
}
