using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Media.Files;
using StavisLive.Media.Rendering;

namespace StavisLive.Media.Sinks.Maps;

/// <summary>Writes every map as an 8-bit grey picture of 112x112, <c>round(255 p)</c>: <c>frame_000000.png</c> by frame index.</summary>
public sealed class PngMapSink : ISink
{
    private readonly string _folder;
    private OwnFile? _place;

    /// <param name="folder">Where to; made when it is not there.</param>
    public PngMapSink(string folder) => _folder = folder;

    /// <inheritdoc />
    public string Name => "maps";

    /// <inheritdoc />
    public bool NeedsPicture => false;

    /// <inheritdoc />
    public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken)
    {
        OutputFile.ClaimFolder(_folder);
        _place = Own();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
    {
        // Another program that begins there gives the folder another name. Whoever else takes it away wants what comes in a new one.
        if (!_place!.Find()) _place = Own();
        OutputFile.Write(Path.Combine(_place.Place, FrameName.Of(result.FrameIndex) + ".png"), MapPictures.ToPng(result.Map.Values));
        return default;
    }

    /// <inheritdoc />
    public Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => default;

    private OwnFile Own()
    {
        var folder = OwnFile.At(_folder);
        folder.Note();
        return folder;
    }
}
