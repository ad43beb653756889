using Google.Protobuf.WellKnownTypes;
using StavisLive.Core.Media;
using StavisLive.Grpc.V1;
using StavisLive.Server.Events;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Grpc;

/// <summary>Says in the messages of <c>proto/stavis/v1</c> what the server knows.</summary>
internal static class GrpcNames
{
    /// <summary>A source.</summary>
    public static Source ToMessage(SourceReport report)
    {
        var source = new Source
        {
            Id = report.Id,
            Name = report.Name,
            Kind = report.Kind,
            State = report.State,
            Reason = report.Reason ?? "",
            Since = Timestamp.FromDateTimeOffset(report.Since),
            Width = report.Width,
            Height = report.Height,
            Fps = report.Fps,
            MapsPerSecond = report.MapsPerSecond,
            CaptureToMapP50 = ToDuration(report.CaptureToMapP50),
            CaptureToMapP95 = ToDuration(report.CaptureToMapP95),
            LookAhead = ToDuration(report.LookAhead),
            FramesIn = report.FramesIn,
            FramesOut = report.FramesOut,
            MapsOut = report.MapsOut,
            Reconnects = report.Reconnects,
            Audio = report.Audio,
            Peak = ToPoint(report.Peak),
            Epoch = report.Epoch,
            Node = report.Node ?? "",
        };
        source.Skips.Add(report.Skips.ToDictionary());
        if (report.AudioLevel is { } level) source.AudioLevel = level;
        if (report.Entropy is { } entropy) source.Entropy = entropy;
        return source;
    }

    /// <summary>An event.</summary>
    public static Event ToMessage(AttentionEvent happened)
    {
        var message = new Event
        {
            Id = happened.Id,
            Kind = happened.Kind,
            Source = happened.Source,
            At = Timestamp.FromDateTimeOffset(happened.At),
            Zone = happened.Zone ?? "",
            Peak = ToPoint(happened.Peak),
            Duration = happened.Seconds is { } seconds ? Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds)) : null,
            State = happened.State ?? "",
            Reason = happened.Reason ?? "",
            Epoch = happened.Epoch,
        };
        if (happened.Entropy is { } entropy) message.Entropy = entropy;
        return message;
    }

    /// <summary>A place.</summary>
    public static Point? ToPoint(FramePoint? point) => point is { } place ? new Point { X = place.X, Y = place.Y } : null;

    private static Duration? ToDuration(double? milliseconds) =>
        milliseconds is { } value ? Duration.FromTimeSpan(TimeSpan.FromMilliseconds(value)) : null;
}
