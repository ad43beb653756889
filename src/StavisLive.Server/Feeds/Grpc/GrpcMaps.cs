using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Hosting;
using StavisLive.Grpc.V1;
using StavisLive.Server.Access;
using StavisLive.Server.Feeds.Maps;
using Encoding = StavisLive.Grpc.V1.Encoding;
using MapFormat = StavisLive.Server.Feeds.Maps.MapFormat;
using MapMessage = StavisLive.Server.Feeds.Maps.MapMessage;

namespace StavisLive.Server.Feeds.Grpc;

/// <summary>The service <c>stavis.v1.Maps</c>.</summary>
[Authorize(Policies.Viewer)]
internal sealed class GrpcMaps(FeedSources sources, ClientLimit clients, TimeProvider time, IHostApplicationLifetime lifetime)
    : StavisLive.Grpc.V1.Maps.MapsBase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public override async Task SubscribeMaps(SubscribeMapsRequest request, IServerStreamWriter<StavisLive.Grpc.V1.MapMessage> responseStream, ServerCallContext context)
    {
        var (source, format) = (sources.Require(context, request.Source), FormatOf(request.Format));
        using var place = clients.Require();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var capacity = FeedCapacity.For(request.Pictures, request.Every);
        using var subscriber = (request.Pictures ? sources.Channels.Pictures(source) : sources.Channels.Maps(source)).Subscribe(capacity);
        await foreach (var map in subscriber.ReadAllAsync(ending.Token).ConfigureAwait(false))
            await responseStream.WriteAsync(ToMessage(map, format, subscriber.Skipped), ending.Token).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public override async Task<StavisLive.Grpc.V1.MapMessage> GetLatestMap(GetLatestMapRequest request, ServerCallContext context)
    {
        var (source, format) = (sources.Require(context, request.Source), FormatOf(request.Format));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        patience.CancelAfter(Patience);
        using var subscriber = sources.Channels.Maps(source).Subscribe(capacity: 1);
        try
        {
            await foreach (var map in subscriber.ReadAllAsync(patience.Token).ConfigureAwait(false)) return ToMessage(map, format, skipped: 0);
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            // None came in time.
        }
        throw new RpcException(new Status(StatusCode.NotFound, $"\"{request.Source}\" has no map at the moment: it is {source.Report().State}."));
    }

    private static MapFormat FormatOf(StavisLive.Grpc.V1.MapFormat? wanted)
    {
        var encoding = wanted?.Encoding switch
        {
            Encoding.Uint8 => MapEncoding.UInt8,
            null or Encoding.Unspecified or Encoding.Float16 => MapEncoding.Float16,
            Encoding.Float32 => MapEncoding.Float32,
            _ => throw Unknown(),
        };
        return new MapFormat(encoding, SideOf(wanted?.Width), SideOf(wanted?.Height));
    }

    private static int SideOf(int? wanted) => wanted switch
    {
        null or 0 => Core.Media.SaliencyMap.Side,
        >= 1 and <= MapFormat.MostSide => wanted.Value,
        _ => throw Unknown(),
    };

    private static RpcException Unknown() => new(new Status(
        StatusCode.InvalidArgument, $"Maps have one of the encodings of the contract, and a width and height of 1 to {MapFormat.MostSide}."));

    private StavisLive.Grpc.V1.MapMessage ToMessage(MapMessage map, MapFormat format, long skipped)
    {
        var facts = map.Facts;
        var message = new StavisLive.Grpc.V1.MapMessage
        {
            Source = facts.Source,
            Frame = facts.Frame,
            Time = Duration.FromTimeSpan(facts.Time),
            At = Timestamp.FromDateTimeOffset(facts.At),
            State = facts.State,
            SourceState = facts.SourceState,
            Audio = facts.Audio,
            CaptureToMap = Duration.FromTimeSpan(facts.CaptureToMap),
            LookAhead = Duration.FromTimeSpan(facts.LookAhead),
            Align = facts.Align,
            Peak = GrpcNames.ToPoint(facts.Peak),
            Entropy = facts.Entropy,
            Format = new StavisLive.Grpc.V1.MapFormat { Encoding = NameOf(format.Encoding), Width = format.Width, Height = format.Height },
            // Nobody changes either: no copy is needed.
            Values = UnsafeByteOperations.UnsafeWrap(map.Encode(format)),
            Picture = map.Picture is { } picture ? UnsafeByteOperations.UnsafeWrap(picture) : ByteString.Empty,
            Age = Duration.FromTimeSpan(time.GetElapsedTime(facts.CapturedAt)),
            Skipped = skipped,
            Epoch = facts.Epoch,
        };
        if (facts.AudioLevel is { } level) message.AudioLevel = level;
        return message;
    }

    private static Encoding NameOf(MapEncoding encoding) => encoding switch
    {
        MapEncoding.UInt8 => Encoding.Uint8,
        MapEncoding.Float16 => Encoding.Float16,
        _ => Encoding.Float32,
    };
}
