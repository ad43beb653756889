using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Media.Rendering;

namespace StavisLive.Benchmarks.Measurements;

/// <summary>Renders every overlay and goes no further.</summary>
internal sealed class RenderingSink : ISink
{
    private readonly OverlayRenderer _renderer = new(new OverlayOptions());

    public string Name => "rendering";

    public bool NeedsPicture => true;

    public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
    {
        _renderer.Render(result.Picture!, result.Map, result.PresentationTime);
        return default;
    }

    public Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _renderer.Dispose();
        return default;
    }
}
