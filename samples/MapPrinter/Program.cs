// Asks a running server (stavis-live --serve 8080 ...) for the maps of a source, and prints where people would look.

using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using StavisLive.Grpc.V1;

if (args is not [var address, var source, .. var rest])
{
    Console.Error.WriteLine("usage: MapPrinter ADDRESS SOURCE [COUNT]   (a token, where one is needed, in STAVIS_LIVE_TOKEN)");
    return 2;
}
var count = rest is [var text] ? int.Parse(text, CultureInfo.InvariantCulture) : int.MaxValue;
var metadata = new Metadata();
if (Environment.GetEnvironmentVariable("STAVIS_LIVE_TOKEN") is { Length: > 0 } token) metadata.Add("authorization", $"Bearer {token}");

using var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { MaxReceiveMessageSize = 16 << 20 }); // the largest maps have 4 MB
using var maps = new Maps.MapsClient(channel).SubscribeMaps(new SubscribeMapsRequest { Source = source }, metadata);
while (count-- > 0 && await maps.ResponseStream.MoveNext(CancellationToken.None))
{
    var map = maps.ResponseStream.Current;
    Console.Out.WriteLine(FormattableString.Invariant(
        $"{map.Time.ToTimeSpan().TotalSeconds:0.00} s  x {map.Peak.X:0.00} y {map.Peak.Y:0.00}  {map.Format.Width}x{map.Format.Height}, {map.Values.Length} bytes"));
}
return 0;
