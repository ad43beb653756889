using OpenCvSharp;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Media.Files;

namespace StavisLive.Media.Sinks.Maps;

/// <summary>Writes every map as an 8-bit grey picture of 112x112, <c>round(255 p)</c>: <c>frame_000000.png</c> by frame index.</summary>
public sealed class PngMapSink : ISink
{
    private readonly string _folder;
    private readonly Mat _map = new(SaliencyMap.Side, SaliencyMap.Side, MatType.CV_32FC1);
    private readonly Mat _grey = new();

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
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public unsafe ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
    {
        result.Map.Values.CopyTo(new Span<float>(_map.DataPointer, SaliencyMap.Length));
        _map.ConvertTo(_grey, MatType.CV_8UC1, 255);
        Cv2.ImEncode(".png", _grey, out var bytes);
        OutputFile.Write(Path.Combine(_folder, FrameName.Of(result.FrameIndex) + ".png"), bytes);
        return default;
    }

    /// <inheritdoc />
    public Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _map.Dispose();
        _grey.Dispose();
        return default;
    }
}
