// Watches the built-in scene, and prints where people would look: the peak of each frame's map.

using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PeakPrinter;
using StavisLive.Core.Configuration;
using StavisLive.Hosting;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;

var config = new StavisConfig
{
    Source = new SourceConfig { Synthetic = true },
    Outputs = new OutputConfig { Display = false },
    Limits = new LimitConfig { MaxFrames = args is [var frames] ? long.Parse(frames, CultureInfo.InvariantCulture) : 100 },
};

var builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddStavisLive(config);
builder.Services.Configure<StavisLiveOptions>(options => options.StopsHostWhenAllEnded = true);
builder.Services.AddSingleton<ISinkProvider, PeakSinkProvider>();

using var host = builder.Build();
var streams = host.Services.GetRequiredService<StreamManager>();
await host.RunAsync();
return streams.Ends.All(end => end.Succeeded) ? 0 : 1;
