using System.Runtime.CompilerServices;
using Grpc.Core;
using StavisLive.Grpc.V1;
using StavisLive.Server.Feeds.Maps;
using StavisLive.Server.Nodes;
using MapFormat = StavisLive.Server.Feeds.Maps.MapFormat;
using MapMessage = StavisLive.Server.Feeds.Maps.MapMessage;

namespace StavisLive.Server.Feeds.Following;

/// <summary>Maps of a source that another machine watches, as that one sends them.</summary>
/// <remarks>
/// There is no queue here: who reads slowly is not read for, either, so that maps wait on the machine that makes them, where the newest
/// win and the others are counted.
/// </remarks>
/// <param name="connections">The connections to other machines.</param>
/// <param name="time">The clock.</param>
internal sealed class RemoteMaps(NodeConnections connections, TimeProvider time)
{
    // Who wants pictures alone is sent the least there is of their maps.
    private static readonly MapFormat Least = new(MapEncoding.UInt8, 1, 1);

    /// <summary>They, and how many were lost so far, until the source is not watched there any more.</summary>
    /// <param name="address">Base address of the machine's server.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="headers">What it is shown.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RpcException">It refuses, or is gone.</exception>
    /// <exception cref="InvalidDataException">It sends something else.</exception>
    public async IAsyncEnumerable<(MapMessage Map, long Skipped)> ReadAsync(
        Uri address, MapRequest request, Metadata headers, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var format = request.Format ?? Least;
        var message = new SubscribeMapsRequest
        {
            Source = request.Source, Format = MapContract.ToMessage(format), Pictures = request.Pictures, Every = request.Every, Newest = request.BeginsWithNewest,
        };
        using var connection = connections.Use(address);
        using var call = new StavisLive.Grpc.V1.Maps.MapsClient(connection.Calls).SubscribeMaps(message, headers, cancellationToken: cancellationToken);
        await foreach (var map in call.ResponseStream.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            yield return (MapContract.FromMessage(map, format, time), map.Skipped);
    }
}
