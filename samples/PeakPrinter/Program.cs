// Watches the built-in scene, and prints where people would look: the peak of each frame's map.

using System.Globalization;
using System.Numerics.Tensors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Hosting;
using StavisLive.Hosting.Streams;

var frames = args is [var count] ? long.Parse(count, CultureInfo.InvariantCulture) : 100;
var builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddStavisLive(new StavisConfig { Source = new() { Synthetic = true }, Outputs = new() { Display = false }, Limits = new() { MaxFrames = frames } });
builder.Services.Configure<StavisLiveOptions>(options => options.StopsHostWhenAllEnded = true);

using var host = builder.Build();
var streams = host.Services.GetRequiredService<StreamManager>();
var printing = Task.CompletedTask;
streams.Starting += stream => printing = PrintAsync(stream.Feed.Subscribe(new() { Name = "peaks", WaitsOffline = true }));
await host.RunAsync();
await printing;
return streams.Ends.All(end => end.Succeeded) ? 0 : 1;

static async Task PrintAsync(Subscription peaks)
{
    await using (peaks)
    {
        await foreach (var item in peaks.ReadAllAsync())
        {
            if (item is not StreamItem.Result { Value: var result }) continue;
            var at = TensorPrimitives.IndexOfMax<float>(result.Map.Values);
            var (x, y) = ((at % SaliencyMap.Side + 0.5) / SaliencyMap.Side, (at / SaliencyMap.Side + 0.5) / SaliencyMap.Side);
            Console.Out.WriteLine(FormattableString.Invariant(
                $"{result.PresentationTime.Seconds:0.00} s  x {x:0.00} y {y:0.00}  {result.Map.Values[at]:0.00}"));
        }
    }
}
